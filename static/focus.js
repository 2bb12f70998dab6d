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
      ?.querySelector("[aria-invalid=true], select:not(:disabled), .primary");
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

  // A form that was refused has the focus where it is wrong.

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("form [aria-invalid=true]")?.focus();
  });
}
