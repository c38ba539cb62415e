// Runs of left-out lines that stand close together, each with its "Put back" at hand, until the run is opened: then its
// rows are like all others. Made anew when rows of the list change.

import { all, element, one } from "../lib/dom.js";

const SHUT = ".fold:not([data-open])";

/** The shut fold a row stands in, or null. */
export const shutFold = (row) => row.closest(SHUT);

export function openFold(fold, isOpen = true) {
  fold.toggleAttribute("data-open", isOpen);
  one(".fold-says", fold).setAttribute("aria-expanded", String(isOpen));
}

export const toggleFold = (fold) => openFold(fold, !fold.hasAttribute("data-open"));

/** Takes the folds of a list apart, so that its rows are its children. Returns the rows of those that were shut. */
export function unfold(list) {
  const shut = new Set();
  for (const fold of all(":scope > .fold", list)) {
    const rows = all("[data-row]", fold);
    if (fold.matches(SHUT)) rows.forEach((row) => shut.add(row));
    fold.replaceWith(...rows);
  }
  return shut;
}

/**
 * Puts the rows of each fold, [number of the first, how many, what it says], into one. It is open unless all of them
 * were `shut` before: nothing draws together under one's hand.
 */
export function fold(list, folds, shut) {
  const rows = all("[data-row]", list);
  const offset = Number(list.dataset.offset);
  for (const [at, count, says] of folds) {
    const inside = rows.slice(at - offset, at - offset + count);
    if (!inside.length) continue;
    const lines = element("ol", { role: "list" });
    const made = element("li", { class: "fold" }, element("button", { type: "button", class: "fold-says" }, says), lines);
    openFold(made, inside.some((row) => !shut.has(row)));
    inside[0].before(made);
    lines.append(...inside);
  }
}
