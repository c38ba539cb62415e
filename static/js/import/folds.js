// Runs of left-out lines that stand in a list as one line, to be opened: made anew when rows of the list change.

import { all, element, one } from "../lib/dom.js";

/** Takes the folds of a list apart, so that its rows are its children. Returns the rows that were out of sight. */
export function unfold(list) {
  const hidden = new Set();
  for (const fold of all(":scope > .fold", list)) {
    const rows = all("[data-row]", fold);
    if (!one("details", fold).open) rows.forEach((row) => hidden.add(row));
    fold.replaceWith(...rows);
  }
  return hidden;
}

/**
 * Puts the rows of each fold, [number of the first, how many, what it says], into one. It is open unless all of them
 * were `hidden` before: nothing goes out of sight under one's hand.
 */
export function fold(list, folds, hidden) {
  const rows = all("[data-row]", list);
  const offset = Number(list.dataset.offset);
  for (const [at, count, says] of folds) {
    const inside = rows.slice(at - offset, at - offset + count);
    if (!inside.length) continue;
    const lines = element("ol", { role: "list" });
    const details = element("details", { open: inside.some((row) => !hidden.has(row)) }, element("summary", {}, says), lines);
    inside[0].before(element("li", { class: "fold" }, details));
    lines.append(...inside);
  }
}
