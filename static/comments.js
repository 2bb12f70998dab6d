"use strict";
{
  const byId = (id) => document.getElementById(id);
  const formOf = (element) => element?.closest?.(".comment-form");

  // A refresh neither changes nor takes away a comment that is being edited.

  const { callbacks } = Idiomorph.defaults;
  const isEdited = (node) => Boolean(node.matches?.(".comment:has(.comment-form)"));
  callbacks.beforeNodeMorphed = (node) => !isEdited(node);
  callbacks.beforeNodeRemoved = (node) => !isEdited(node);

  // Nor does it move the comment that has the focus; and if that goes away, the next one gets it.

  const anchors = CSS.supports("overflow-anchor", "auto"); // but never at the top of the page

  function hold(comment, element) {
    const places = [comment, comment.nextElementSibling, comment.previousElementSibling, byId("id_text")];
    const { top } = element.getBoundingClientRect();
    const isNative = anchors && scrollY > 0;
    return () => {
      if (element.isConnected) {
        if (!isNative && comment.contains(element)) scrollBy(0, element.getBoundingClientRect().top - top);
      } else if (comment.isConnected || !byId(comment.id)) {
        places.find((place) => place?.isConnected)?.focus({ preventScroll: true });
      }
    };
  }

  document.addEventListener("htmx:beforeSwap", () => {
    const element = document.activeElement;
    if (!element?.closest("#comment-list")) return;
    const comment = element.closest(".comment") ?? document.querySelector(".comment:last-child");
    if (comment) queueMicrotask(hold(comment, element)); // when the swap is done
  });

  // Drafts: what is typed outlives a lost session and a reload, until it is saved or left.

  const keyOf = (address) => `comment of ${byId("comments")?.dataset.user} at ${address}`;
  const draftOf = (form) => ("draft" in form.dataset ? keyOf(form.getAttribute("action")) : null);

  function keep({ form, value }) {
    const key = draftOf(form);
    if (key && value) sessionStorage.setItem(key, value);
    else if (key) sessionStorage.removeItem(key);
  }

  function restore(field) {
    const draft = sessionStorage.getItem(draftOf(field.form));
    if (field.matches("[aria-invalid]")) keep(field);
    else if (draft !== null && draft !== field.value) field.value = draft;
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const link of document.querySelectorAll("[data-edit]")) {
      if (sessionStorage.getItem(keyOf(link.getAttribute("href"))) !== null) link.click();
    }
  });

  // A field is as high as its text, and says when that becomes too long; nothing is cut off.

  const ROOM_WORTH_TELLING = 200;

  function measure(field) {
    if (!CSS.supports("field-sizing", "content")) {
      field.style.height = "auto";
      field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
    }
    const room = field.dataset.most - [...field.value.trim()].length;
    const note = field.form.querySelector("[data-room]");
    const text = (room < 0 ? note.dataset.over : note.dataset.within).replace("%s", Math.abs(room));
    note.hidden = room > ROOM_WORTH_TELLING;
    note.textContent = text;
    note.classList.toggle("error", room < 0);
    field.setCustomValidity(room < 0 ? text : "");
  }

  function makeReady(field) {
    if (field.hasAttribute("maxlength")) {
      field.dataset.most = field.maxLength;
      field.removeAttribute("maxlength");
    }
    restore(field);
    measure(field);
    if (field.autofocus && field === document.activeElement) {
      field.setSelectionRange(field.value.length, field.value.length);
    }
  }

  document.addEventListener("htmx:load", ({ detail: { elt } }) => {
    const parts = [elt, ...elt.querySelectorAll("*")];
    parts.filter((part) => part.matches(".comment-form textarea")).forEach(makeReady);
    parts.forEach((part) => part.removeAttribute("autofocus")); // or the next refresh obeys it again
  });

  document.addEventListener("input", ({ target }) => {
    if (!formOf(target)) return;
    keep(target);
    measure(target);
  });

  // Ctrl-Enter saves, Escape leaves an edit.

  document.addEventListener("keydown", (event) => {
    const form = event.isComposing ? null : formOf(event.target);
    if (!form || event.target.readOnly) return;
    const isSaved = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    if (isSaved && event.target.matches("textarea")) form.requestSubmit();
    if (event.key === "Escape") form.querySelector("[data-leave]")?.click();
  });

  // While a text is on its way it is not changed; when it did not get there, that is said.

  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    if (!elt.matches(".comment-form")) return;
    elt.elements.text.readOnly = true;
    elt.querySelector("[data-unsaved]").hidden = true;
  });

  document.addEventListener("htmx:afterRequest", ({ detail: { requestConfig: { elt }, xhr } }) => {
    const form = formOf(elt); // which an answer may have replaced already
    if (!form) return;
    form.elements.text.readOnly = false;
    if (xhr.status === 200) sessionStorage.removeItem(draftOf(form));
    else if (form === elt) form.querySelector("[data-unsaved]").hidden = false;
  });
}

{
  // After @ the names that begin so are offered as buttons below the field. Without this they are typed.

  const begun = (field) =>
    field.value.slice(0, field.selectionStart).match(/(?<![\p{L}\d_.@+-])@([\p{L}\d_.@+-]+)$/u)?.[1] ?? "";
  const placeOf = (field) => field.form?.querySelector("[data-names]");
  let waiting;

  async function show(field, place, name) {
    const answer = await fetch(`${place.dataset.names}?${new URLSearchParams({ q: name })}`);
    const buttons = answer.ok && !answer.redirected ? await answer.text() : "";
    if (begun(field) === name) place.innerHTML = buttons;
  }

  function offer(field) {
    const place = placeOf(field);
    const name = begun(field);
    clearTimeout(waiting);
    if (name) waiting = setTimeout(() => show(field, place, name), 150);
    else place.replaceChildren();
  }

  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea") && placeOf(target)) offer(target);
  });

  document.addEventListener("click", ({ target }) => {
    const { name } = target.closest("[data-name]")?.dataset ?? {};
    if (!name) return;
    const field = target.form.elements.text;
    const end = field.selectionStart;
    field.setRangeText(`${name} `, end - begun(field).length, end, "end");
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
