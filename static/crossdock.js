"use strict";
{
  const byId = (id) => document.getElementById(id);
  const secondsAhead = Date.now() / 1000 - Number(document.body.dataset.now);

  // Elapsed times count on between two polls.

  function stopWatch(seconds) {
    const two = (number) => String(number).padStart(2, "0");
    const whole = Math.max(Math.floor(seconds), 0);
    const minutes = Math.floor(whole / 60) % 60;
    const hours = Math.floor(whole / 3600);
    return (hours ? `${hours}:${two(minutes)}` : `${minutes}`) + `:${two(whole % 60)}`;
  }

  function showElapsed() {
    const now = Date.now() / 1000 - secondsAhead;
    for (const element of document.querySelectorAll("[data-started]")) {
      element.textContent = stopWatch(now - Number(element.dataset.started));
    }
  }

  // The time left, as the server reckons it, made calm: it runs down, and grows but slowly.

  let left = null;
  let shownLeft = Infinity;

  const leftElement = () => document.querySelector("[data-left]");

  function countDown() {
    const reckoned = Number(leftElement()?.dataset.left ?? NaN);
    if (Number.isNaN(reckoned)) [left, shownLeft] = [null, Infinity];
    else left = left === null ? reckoned : left - 1 + Math.min((reckoned - left + 1) / 5, 1.25);
    showLeft();
  }

  function showLeft() {
    const element = leftElement();
    if (!element) return;
    if (left === null) left = Number(element.dataset.left);
    const rounded = left < 60 ? Math.ceil(left / 10) * 10 : Math.round(left / 60) * 60;
    if (rounded < shownLeft || left > 1.1 * shownLeft) shownLeft = rounded;
    const { few, seconds, minutes } = element.dataset;
    element.textContent = shownLeft <= 10 ? few
      : shownLeft < 60 ? seconds.replace("%s", shownLeft)
      : minutes.replace("%s", shownLeft / 60);
  }

  // One poll for the page: as often as its live part asks for, and never in a hidden tab.

  let ticks = 0;

  function poll() {
    const live = document.querySelector("[data-every]");
    if (live && !document.hidden) htmx.trigger(live, "poll");
  }

  function tick() {
    ticks += 1;
    showElapsed();
    countDown();
    if (ticks % 60 === 0 && byId("bell")) htmx.trigger("#bell", "poll");
    if (ticks % Number(document.querySelector("[data-every]")?.dataset.every) === 0) poll();
  }

  setInterval(() => document.hidden || tick(), 1000);
  document.addEventListener("visibilitychange", poll);
  document.addEventListener("htmx:afterSwap", () => { showElapsed(); showLeft(); });
  document.addEventListener("version", (event) => {
    event.target.setAttribute("hx-vals", JSON.stringify({ version: event.detail.value }));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.requestConfig?.verb === "post") setTimeout(poll, 100);  // all know of it then
  });

  // Who changes the language in another tab gets it in this one.

  document.addEventListener("htmx:afterRequest", (event) => {
    const language = event.detail.xhr?.getResponseHeader("Content-Language");
    const isPoll = "live" in event.detail.elt.dataset;
    if (isPoll && language && language !== document.documentElement.lang) location.reload();
  });

  // What the user has ticked and opened survives a morph; the server knows nothing of it.

  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
    !(name === "checked" && node.form?.id === "picked") && !(name === "open" && node.matches("details"));

  // Tasks that are ticked together.

  const boxes = () => [...document.querySelectorAll("#tasks [name=task]")];

  function showAll() {
    const all = document.querySelector("[data-all]");
    if (!all) return;
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    all.disabled = boxes().length === 0;
    const every = document.querySelector("#picked .every");
    every.hidden = !all.checked || Number(byId("tasks").dataset.count) <= boxes().length;
    if (every.hidden) every.firstElementChild.checked = false;
  }

  document.addEventListener("change", (event) => {
    if ("all" in event.target.dataset) for (const box of boxes()) box.checked = event.target.checked;
    showAll();
  });
  document.addEventListener("reset", () => setTimeout(showAll));
  document.addEventListener("htmx:afterSwap", showAll);
  window.addEventListener("pageshow", showAll);
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.elt.form?.id === "picked") byId("picked")?.reset();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !byId("confirm").open) byId("picked")?.reset();
  });

  // A lost connection, and answers that are none.

  const offline = (isOffline) => () => { byId("offline").hidden = !isOffline; };

  document.addEventListener("htmx:sendError", (event) => {
    const [file] = event.detail.elt.querySelector?.("[type=file]")?.files ?? [];
    if (file) explainFailedUpload(file);
    else offline(true)();
  });
  document.addEventListener("htmx:timeout", offline(true));
  document.addEventListener("htmx:afterOnLoad", (event) => {
    if (event.detail.xhr.status < 400) offline(false)();
  });
  function say(answer) {
    const toast = byId("failed").content.cloneNode(true);
    const isSentence = answer.getResponseHeader("Content-Type")?.startsWith("text/plain");
    if (isSentence) toast.firstElementChild.textContent = answer.responseText;
    byId("messages").replaceChildren(toast);
  }

  document.addEventListener("htmx:responseError", (event) => {
    const isPoll = "live" in event.detail.elt.dataset;
    const { status } = event.detail.xhr;
    if (isPoll && status >= 500) offline(true)();
    else if (isPoll) location.reload();
    else say(event.detail.xhr);
  });

  // A task's end: in the tab's title and icon, for who listens, and for who asked to be told.

  const ACTIVE = ["PENDING", "RUNNING"];
  const title = document.title;
  let lastStatus = null;
  let isAsked = false;

  const live = () => document.querySelector("[data-status]");

  function showIcon(status) {
    const icon = document.querySelector("link[rel=icon]");
    icon.dataset.plain ??= icon.getAttribute("href");
    const { running, success, failure } = icon.dataset;
    icon.href = ({ RUNNING: running, PENDING: running, SUCCESS: success, FAILURE: failure })[status] ?? icon.dataset.plain;
  }

  function tellEnd(text) {
    byId("told").textContent = text;
    if (isAsked && Notification.permission === "granted") new Notification(text);
    isAsked = false;
  }

  function showState() {
    if (!live()) return;
    const { status, percent, told } = live().dataset;
    const hasEnded = !ACTIVE.includes(status) && ACTIVE.includes(lastStatus);
    if (ACTIVE.includes(status)) document.title = `${percent}% · ${title}`;
    else if (lastStatus) document.title = `${told} · Crossdock`;
    if (ACTIVE.includes(status) || lastStatus) showIcon(status);
    if (hasEnded) tellEnd(told);
    if (ACTIVE.includes(status)) lastStatus = status;
    else if (hasEnded) lastStatus = status;
    const button = document.querySelector("[data-tell]");
    if (button) button.hidden = isAsked || !("Notification" in window) || Notification.permission === "denied";
  }

  document.addEventListener("htmx:afterSettle", showState);
  document.addEventListener("DOMContentLoaded", showState);
  document.addEventListener("click", async ({ target }) => {
    if (!target.matches?.("[data-tell]")) return;
    isAsked = (await Notification.requestPermission()) === "granted";
    showState();
  });

  // Who waits to be told is told in a hidden tab too, though it is not refreshed otherwise.

  setInterval(() => {
    const isActive = ACTIVE.includes(live()?.dataset.status);
    if (document.hidden && isAsked && isActive) htmx.trigger(live(), "poll");
  }, 5000);

  // Questions before something is lost.

  document.addEventListener("htmx:confirm", (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    const dialog = byId("confirm");
    const ticked = document.querySelectorAll("#tasks [name=task]:checked").length;
    const every = document.querySelector("#picked [name=every]:checked");
    const count = every ? every.dataset.own ?? byId("tasks").dataset.count : ticked;
    byId("confirm-question").textContent = event.detail.question.replace("%s", count);
    dialog.returnValue = "";
    dialog.onclose = () => dialog.returnValue && event.detail.issueRequest(true);
    dialog.showModal();
  });

  // Uploads: a file may be dropped anywhere on the page; its name and its way up are shown.

  function showChosen() {
    const input = byId("id_file");
    const files = [...input?.files ?? []];
    if (!files.length) return;
    const { maxBytes, maxFiles, tooLarge, tooMany, several } = input.dataset;
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    const name = files.length > 1 ? several.replace("%s", files.length) : files[0].name;
    const size = new Intl.NumberFormat(document.documentElement.lang, {
      maximumSignificantDigits: 3, style: "unit", unit: bytes < 1e6 ? "kilobyte" : "megabyte",
    });
    const isOver = bytes > Number(maxBytes);
    input.setCustomValidity(isOver ? tooLarge : files.length > Number(maxFiles) ? tooMany : "");
    document.querySelector("[data-chosen]").textContent =
      `${name} · ${size.format(bytes / (bytes < 1e6 ? 1e3 : 1e6))}`;
  }

  function choose(input) {
    showChosen();
    byId("id_file_error")?.remove();
    input.removeAttribute("aria-invalid");
    input.reportValidity();
  }

  function drag(event) {
    const input = byId("id_file");
    if (!input || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    input.classList.toggle("over", event.type === "dragover");
    if (event.type === "drop") {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // The browser only says that the upload failed: the file may have changed on the disk, or the
  // session may have ended, so that the server did not wait for all of it.

  async function explainFailedUpload(file) {
    const isReadable = await file.slice(0, 1).arrayBuffer().then(() => true, () => false);
    if (!isReadable) return refuseFile(byId("id_file"));
    const answer = await fetch(location.pathname, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.headers.has("HX-Redirect")) location.assign(`${location.pathname}?again=1`);
    else offline(true)();
  }

  function refuseFile(input) {
    const { changed } = input.dataset;
    input.value = "";
    document.querySelector("[data-upload]").hidden = true;
    document.querySelector("[data-chosen]").textContent = changed;
    input.setCustomValidity(changed);
    input.reportValidity();
  }

  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, drag);
  document.addEventListener("change", (event) => {
    if (event.target.id === "id_file") choose(event.target);
  }, true);
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.matches(".drop") && !byId("id_file").checkValidity()) event.preventDefault();
  });
  document.addEventListener("htmx:afterSwap", showChosen);
  window.addEventListener("pageshow", showChosen);
  document.addEventListener("htmx:afterRequest", (event) => {
    const bar = document.querySelector("[data-upload]");
    if (bar && event.detail.elt.closest("form")?.contains(bar)) bar.hidden = true;
  });
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = document.querySelector("[data-upload]");
    if (!bar || !event.detail.lengthComputable) return;
    const percent = Math.floor(100 * event.detail.loaded / event.detail.total);
    bar.hidden = false;
    bar.querySelector("progress").value = percent;
    bar.querySelector(".percent").textContent = `${percent}%`;
  });
}
