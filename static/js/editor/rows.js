// The rows in the page: finding them, taking over the server's HTML for changed ones, keeping order and numbers.

import { all, one } from "../lib/dom.js";
import * as ranges from "./ranges.js";

export const rowOf = (id) => document.getElementById(`s${id}`);
export const idOf = (row) => Number(row.dataset.id);
export const targetOf = (row) => one(".target", row);
export const sourceOf = (row) => one(".source", row);
export const mayIn = (row, name) => ` ${row?.dataset.may ?? ""} `.includes(` ${name} `);
/** Its number among the article's rows, as it is drawn. */
export const numberOf = (row) => one(".gutter .n", row).lastChild.data;
export const versionOf = (row) => Number(row.dataset.version);

/** One row's HTML as an element. */
export function parseRow(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
}

/** Rows in the page in order; rows that are not drawn are missing between them. */
export const drawnRows = (root) => all(".row", root);

/** The drawn row before or after another: null at the article's end, undefined where undrawn rows come first. */
export function neighbour(row, step) {
  const sibling = step > 0 ? row.nextElementSibling : row.previousElementSibling;
  if (sibling) return sibling;
  const list = row.closest(".rows");
  const other = step > 0 ? list.nextElementSibling : list.previousElementSibling;
  if (!other) return null;
  if (other.matches(".gap")) return undefined;
  return step > 0 ? other.firstElementChild : other.lastElementChild;
}

/** Walks from a row to the first one that fits: the row, null at the end, undefined where a gap stops the search. */
export function search(row, step, fits) {
  for (let at = neighbour(row, step); ; at = neighbour(at, step)) {
    if (!at || fits(at)) return at;
  }
}

export class Rows {
  /**
   * `isHeld(id)`: the row is in hand; `merge(row, fresh)` then takes over all but what is being edited. `letGo(id)`
   * says whether a row that others removed may leave the page. `arrived(row)` hears of every row that came,
   * `saved(row)` of one that was saved and is not sent anew.
   */
  constructor(root, { isHeld, merge, letGo, arrived, saved }) {
    Object.assign(this, { root, isHeld, merge, letGo, arrived, saved });
  }

  /**
   * Takes over what an answer says has changed. A plain save draws no row: it shows its words already, or `saved(row)`
   * draws them. The new version comes last, so that it never stands on older words.
   */
  apply({ rows = [], removed = [], segment }) {
    const plain = segment && !rows.some((row) => row.id === segment.id) && rowOf(segment.id);
    if (plain) this.saved(plain);
    if (segment && rowOf(segment.id)) rowOf(segment.id).dataset.version = segment.version;
    for (const id of removed) if (rowOf(id) && this.letGo(id)) rowOf(id).remove();
    let reordered = removed.length > 0;
    for (const { id, html, after } of rows) reordered = this.#put(id, parseRow(html), after) || reordered;
    if (reordered) this.renumber();
  }

  #put(id, fresh, after) {
    const old = rowOf(id);
    // Answers may overtake one another: what is drawn already is newer, and so was the answer that brought it.
    if (old && versionOf(fresh) < versionOf(old)) return false;
    if (old && this.isHeld(id)) this.merge(old, fresh);
    else if (old) {
      if ("deciding" in old.dataset) fresh.dataset.deciding = ""; // still on its way: no row to go to next
      old.replaceWith(fresh);
      this.arrived(fresh);
    }
    if (after === undefined || (this.isFiltered && !this.#isNewBelowHand(old, after))) return false;
    return this.#place(rowOf(id) ?? fresh, after, Boolean(old));
  }

  /** Where a filter shows some rows only, those shown stay in their places, and only what is made of the row in hand comes in. */
  #isNewBelowHand(old, after) {
    return !old && after !== null && this.isHeld(after);
  }

  get isFiltered() {
    return "filtered" in this.root.dataset;
  }

  /** Puts a row behind the one it follows. Returns whether anything moved. A row whose neighbours are not drawn waits. */
  #place(row, after, isHere) {
    if (after === null) {
      const first = one(".rows", this.root);
      const atStart = first && !first.previousElementSibling;
      if (!atStart || first.firstElementChild === row) return false;
      this.#move(() => first.prepend(row), row, isHere);
      return true;
    }
    const before = rowOf(after);
    if (!before) {
      if (isHere && neighbour(row, -1)) row.remove();
      return isHere;
    }
    if (neighbour(before, 1) === row) return false;
    this.#move(() => before.after(row), row, isHere);
    return true;
  }

  #move(put, row, isHere) {
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    const { selectionStart, selectionEnd } = focused ?? {};
    put();
    if (!isHere) this.arrived(row);
    if (focused && focused !== document.activeElement) {
      focused.focus({ preventScroll: true });
      if (selectionStart !== undefined && focused.setSelectionRange) focused.setSelectionRange(selectionStart, selectionEnd);
    }
  }

  /** Writes the numbers anew after a change of order. Filtered rows have numbers that only the server knows. */
  renumber() {
    if (this.isFiltered) return;
    const lists = all(":scope > *", this.root);
    let number = 0;
    for (const list of lists) {
      if (list.matches(".gap")) {
        number += Number(list.dataset.size);
        continue;
      }
      for (const row of list.children) {
        number += 1;
        one(".gutter .n", row).lastChild.data = String(number);
      }
    }
  }
}

/** Draws an entry's words over what the server sent; marked problems stay on their words. */
export function showWords(row, entry) {
  const cell = targetOf(row);
  if (!cell || cell.hidden) return;
  const drawn = ranges.read(cell);
  const wanted = rangesOf(entry, drawn);
  const marksOf = (text, over) => JSON.stringify(ranges.toMarks(text, over));
  if (drawn.text !== entry.text || marksOf(drawn.text, drawn.ranges) !== marksOf(entry.text, wanted)) ranges.draw(cell, entry.text, wanted);
}

/** The ranges of an entry's words; those the entry does not know are carried over from the text `before` it. */
export function rangesOf({ text, marks }, before) {
  const carried = ranges.carry(before.ranges, before.text, text);
  return marks ? [...ranges.fromMarks(text, marks), ...carried.filter((range) => range.type === "problem")] : carried;
}
