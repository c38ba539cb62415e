// The words chosen on each side of the row in hand. Choosing on one side does not let go of the other: both can be
// marked together, and the remembered ones stay to be seen.

import { debounce, delegate, element } from "../lib/dom.js";
import { placeIn, rangeOf, selectionIn, snapToGraphemes, toCodePoints, toUnits } from "../lib/offsets.js";
import * as ranges from "./ranges.js";
import { sourceOf, targetOf } from "./rows.js";

const HIGHLIGHT = "chosen";

export class Chosen {
  constructor({ root, hand, mayMark, mark }) {
    this.hand = hand;
    this.words = { source: null, target: null };
    this.caret = null; // in an English that is not open, in code points
    hand.addEventListener("taken", () => {
      this.forget();
      this.#remember();
    });
    document.addEventListener("selectionchange", () => this.#remember());
    // The browser tells of a selection later than of the next key, which may lead to the other side already.
    document.addEventListener("keydown", () => this.#remember(), { capture: true });
    if (mayMark) this.#offerButton(root, mark);
  }

  /** The chosen words by side, as {start, end, text} in code points; a side without any is null. */
  get both() {
    this.#remember(); // as above, for what a pointer did
    return { source: this.words.source, target: this.hand.box ? this.hand.box.selection ?? this.words.target : this.words.target };
  }

  /** Where the caret stands in the English, as an insertion point between the words around it; null when nowhere. */
  get point() {
    const { row, box } = this.hand;
    if (!row || (!box && this.caret === null)) return null;
    const text = box?.text ?? targetOf(row).textContent;
    let [at] = snapToGraphemes(text, box ? box.caret : toUnits(text, this.caret), 0);
    while (/[ \t]/.test(text[at - 1] ?? "") && text.slice(0, at).trim()) at -= 1; // the sign stays with the word before it, at a line's end too
    const start = toCodePoints(text, at);
    return { start, end: start, text: "", before: text.slice(0, at), after: text.slice(at) };
  }

  /** Whether these words are those a problem is drawn on. */
  isOn(side, words, problem) {
    const { row, box } = this.hand;
    const cell = side === "source" ? sourceOf(row) : targetOf(row);
    const { text, ranges: over } = side === "target" && box ? box : ranges.read(cell);
    return over.some((r) => r.type === "problem" && r.problems === problem && toCodePoints(text, r.start) < words.end && words.start < toCodePoints(text, r.end));
  }

  #remember() {
    const { row, box } = this.hand;
    if (!row) return;
    if (document.activeElement === box?.field) {
      this.words.target = box.selection;
      return;
    }
    const selection = getSelection();
    if (selection.isCollapsed) {
      const { anchorNode, anchorOffset } = selection;
      if (!box) this.caret = placeIn(targetOf(row), anchorNode, anchorOffset) ?? this.caret;
      // A caret in a side's text lets go of what was chosen there.
      for (const [side, cell] of [["source", sourceOf(row)], ["target", targetOf(row)]]) if (anchorNode && cell.contains(anchorNode)) this.#set(side, null);
      return;
    }
    for (const [side, cell] of [["source", sourceOf(row)], ["target", targetOf(row)]]) {
      if (cell.hidden || !cell.contains(selection.anchorNode)) continue;
      this.#set(side, selectionIn(cell, selection));
    }
  }

  #set(side, words) {
    this.words[side] = words;
    this.#paint();
  }

  /** Remembered words of plain cells are painted without touching the text. */
  #paint() {
    if (!CSS.highlights) return;
    const { row } = this.hand;
    const found = [];
    for (const [side, cell] of row ? [["source", sourceOf(row)], ["target", targetOf(row)]] : []) {
      const words = this.words[side];
      const range = words && !cell.hidden ? rangeOf(cell, words.start, words.end) : null;
      if (range) found.push(range);
    }
    CSS.highlights.set(HIGHLIGHT, new Highlight(...found));
  }

  forget() {
    this.words = { source: null, target: null };
    this.caret = null;
    this.#paint();
  }

  /** A button beside a selection, for hands without a keyboard. */
  #offerButton(root, mark) {
    const button = element("button", { type: "button", class: "mark-here", hidden: true }, "Mark");
    document.body.append(button);
    button.addEventListener("pointerdown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      button.hidden = true;
      mark();
    });
    let isTouch = false; // a selection in a text box is the keyboard's or the mouse's else, which have other ways
    const place = () => {
      const selection = getSelection();
      const { row, box } = this.hand;
      const inField = isTouch && document.activeElement === box?.field ? box.selection : null;
      const inRow = row && selection.anchorNode && row.contains(selection.anchorNode) && !selection.isCollapsed;
      button.hidden = !inField && (!inRow || selection.toString().trim() === "");
      if (button.hidden) return;
      const { bottom, left, width } = ((inField && rangeOf(box.mirror, inField.start, inField.end)) ?? selection.getRangeAt(0)).getBoundingClientRect();
      button.style.insetBlockStart = `${scrollY + bottom + 6}px`;
      button.style.insetInlineStart = `${scrollX + Math.min(left + width / 2, innerWidth - 80)}px`;
    };
    const placeSoon = debounce(place, 300); // a finger goes on moving the ends of what it chose
    addEventListener("pointerdown", ({ pointerType }) => (isTouch = pointerType === "touch"), { capture: true });
    document.addEventListener("pointerup", () => setTimeout(place, 0));
    document.addEventListener("keydown", () => (button.hidden = true));
    document.addEventListener("selectionchange", () => {
      if (isTouch) placeSoon();
      else if (getSelection().isCollapsed) button.hidden = true;
    });
    delegate(root, "touchend", ".row", placeSoon);
  }
}

/** What a pointer did on a row's text: took it in hand with the caret there, or chose words in it. */
export function watchPointer(root, hand) {
  root.addEventListener("click", (event) => {
    const row = event.target.closest(".row");
    if (!row || event.target.closest(".edit, .rowbar, .row-form, .copy-of-text")) return;
    const link = event.target.closest("a");
    if (link && (event.ctrlKey || event.metaKey || event.shiftKey || link.dataset.openRow === undefined)) return;
    if (link) event.preventDefault();
    const selection = getSelection();
    const chose = !selection.isCollapsed && row.contains(selection.anchorNode);
    if (chose) return hand.take(row, { edit: false, focus: false, scroll: false });
    const target = event.target.closest(".target");
    const inSource = event.target.closest(".source");
    hand.take(row, { caret: target ? caretAt(target, event) : null, focus: !inSource, scroll: false });
  });
}

/** The offset in a cell's text under the pointer, in UTF-16 units. */
function caretAt(cell, { clientX, clientY }) {
  const at = document.caretPositionFromPoint?.(clientX, clientY);
  const place = at && placeIn(cell, at.offsetNode, at.offset);
  return place === null || place === undefined ? null : toUnits(cell.textContent, place);
}
