"use strict";
{
  // After @ the names that begin so are offered as buttons below the field. Without this they are typed.

  const begun = (field) =>
    field.value.slice(0, field.selectionStart).match(/(?<![\p{L}\d_.@+-])@([\p{L}\d_.@+-]+)$/u)?.[1] ?? "";
  const placeOf = (field) => field.form?.querySelector("[data-names]");
  let waiting;

  function offer(field) {
    const place = placeOf(field);
    const name = begun(field);
    clearTimeout(waiting);
    if (!name) return place.replaceChildren();
    const values = { q: name };
    waiting = setTimeout(() => htmx.ajax("GET", place.dataset.names, { source: place, target: place, values }), 150);
  }

  document.addEventListener("input", ({ target }) => {
    if (target.matches("textarea") && placeOf(target)) offer(target);
  });

  // An answer that comes when the name is finished already is of no use.

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, elt } = event.detail;
    if (elt === target && "names" in target.dataset) {
      event.detail.shouldSwap = begun(target.closest("form").elements.text) !== "";
    }
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
