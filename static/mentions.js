"use strict";
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
