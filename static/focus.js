"use strict";
{
  // Whoever works by keyboard goes on where they were, though what had the focus is gone.

  const inRow = "#tasks tbody tr, .import";
  const firstOf = (place) =>
    place?.querySelector(".buttons :is(a, button):not(:disabled), a, button:not(:disabled)");

  function rememberRow(row) {
    const places = [row, row.nextElementSibling, row.previousElementSibling];
    return () => {
      const place = places.find((each) => each?.isConnected);
      return place === row ? firstOf(row) : place?.querySelector(".file a, header a") ?? firstOf(place);
    };
  }

  // The form of an upload becomes another one when a file has been chosen.

  function rememberForm(form) {
    return () => document.getElementById(form.id)
      ?.querySelector("[aria-invalid=true], .unread-lines button, select:not(:disabled), .primary");
  }

  document.addEventListener("htmx:beforeSwap", () => {
    const element = document.activeElement;
    const row = element.closest(inRow);
    const form = element.closest("form[id]");
    const next = row ? rememberRow(row) : form ? rememberForm(form) : null;
    if (!next) return;
    queueMicrotask(() => {  // when the swap is done
      if (element.isConnected || document.activeElement !== document.body) return;
      (next() ?? document.getElementById("content")).focus();
    });
  });

  // What is chosen while a form's answer is under way stands, though the server has not seen it.

  const sent = new WeakMap();
  const choices = (form) => new Map([...form?.elements ?? []]
    .filter((field) => field.matches("select[id], input[type=number][id], input[type=text][id], textarea[id]"))
    .map((field) => [field.id, field.value]));

  document.addEventListener("htmx:beforeSend", ({ detail }) => {
    sent.set(detail.xhr, choices(detail.elt.closest("form")));
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const before = sent.get(detail.xhr);
    if (!before) return;
    const since = [...choices(detail.target.closest("form"))].filter(([id, value]) => before.get(id) !== value);
    queueMicrotask(() => {
      for (const [id, value] of since) {
        const field = document.getElementById(id);
        if (field) field.value = value;
      }
    });
  });

  // A form that was refused has the focus where it is wrong.

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("form [aria-invalid=true]")?.focus();
  });
}
