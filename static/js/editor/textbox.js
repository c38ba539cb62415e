// The one live textarea: it lies on a mirror of its text that shows marks and links behind the letters.

import { element } from "../lib/dom.js";
import { matches, parseKeys } from "../lib/keys.js";
import { selectionInField } from "../lib/offsets.js";
import * as ranges from "./ranges.js";

const UNDO = parseKeys("Mod+Z");

export class TextBox {
  /** Opens `cell` (a .target or .source). `typed(text, ranges)` hears every change. */
  constructor(cell, { label, typed, className = "" }) {
    const { text, ranges: found } = ranges.read(cell);
    this.cell = cell;
    this.typed = typed;
    this.kept = null;
    this.ranges = found;
    this.text = text;
    this.chosen = null;
    this.typedAt = 0;
    this.looks = []; // the ranges before each bold, italic or link since the last typing, for undo
    const { lang, dir } = cell;
    this.mirror = element("div", { class: `mirror ${cell.classList.contains("ar") ? "ar" : "en"}`, lang, dir, "aria-hidden": "true" });
    this.field = element("textarea", {
      class: cell.classList.contains("ar") ? "ar" : "en",
      lang,
      dir,
      rows: 1,
      spellcheck: "true",
      autocomplete: "off",
      "aria-label": label,
    });
    this.field.value = text;
    this.box = element("div", { class: `edit ${className}` }, this.mirror, this.field);
    this.#draw();
    cell.hidden = true;
    cell.after(this.box);
    this.field.addEventListener("input", () => this.#input());
    this.field.addEventListener("keydown", (event) => this.#undoLook(event));
    this.field.addEventListener("blur", () => this.#rememberChosen());
    this.field.addEventListener("focus", () => this.#comeBack());
  }

  #input() {
    const text = this.field.value;
    this.typedAt = performance.now();
    this.looks = [];
    this.ranges = ranges.carry(this.ranges, this.text, text);
    this.text = text;
    this.#draw();
    this.typed(text, this.ranges);
  }

  #draw() {
    ranges.draw(this.mirror, this.text, this.chosen ? [...this.ranges, this.chosen] : this.ranges);
  }

  /** The selected words stay to be seen while the focus is elsewhere, in the marking box for instance. */
  #rememberChosen() {
    const { selectionStart: start, selectionEnd: end } = this.field;
    this.kept = [start, end];
    if (start === end) return;
    this.chosen = { type: "chosen", start, end };
    this.#draw();
  }

  /** Behind a modal dialog a browser may lose a textarea's selection: it comes back with the focus. */
  #comeBack() {
    if (this.kept && this.field.selectionEnd !== this.kept[1]) this.field.setSelectionRange(...this.kept);
    this.kept = null;
    this.forgetChosen();
  }

  /** Lets go of the words chosen: the caret stays at their end. */
  collapse() {
    const { caret } = this;
    if (this.kept) this.kept = [caret, caret];
    this.field.setSelectionRange(caret, caret);
  }

  forgetChosen() {
    if (!this.chosen) return;
    this.chosen = null;
    this.#draw();
  }

  focus(caret = null) {
    this.field.focus({ preventScroll: true });
    if (caret !== null) this.field.setSelectionRange(caret, caret);
  }

  /** The selection as {start, end, text} in code points, or null. */
  get selection() {
    return selectionInField(this.field);
  }

  get caret() {
    return this.kept?.[1] ?? this.field.selectionEnd;
  }

  select(start, end) {
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(start, end);
  }

  /** Bold, italic or a link over the selection; returns false when nothing is selected. */
  toggle(type, href = undefined) {
    const { selectionStart: start, selectionEnd: end } = this.field;
    if (start === end) return false;
    this.typedAt = performance.now();
    this.looks.push(this.ranges);
    this.#look(ranges.toggle(this.ranges, type, start, end, href));
    return true;
  }

  #look(over) {
    this.ranges = over;
    this.#draw();
    this.typed(this.text, this.ranges);
  }

  /** The browser's undo knows the letters only: how they look is taken back here, as long as nothing was typed since. */
  #undoLook(event) {
    if (!this.looks.length || event.isComposing || !matches(event, UNDO)) return;
    event.preventDefault();
    this.#look(this.looks.pop());
  }

  /** The link under the selection, if there is one. */
  get link() {
    const { selectionStart: start, selectionEnd: end } = this.field;
    return this.ranges.find((r) => r.type === "link" && r.start <= start && r.end >= end) ?? null;
  }

  /** New text from elsewhere (a suggestion, somebody's change to a row that was not being typed in). */
  replace(text, newRanges) {
    const { selectionStart, selectionEnd } = this.field;
    if (text !== this.text) {
      const { start, oldEnd, newEnd } = ranges.change(this.text, text);
      const moved = (at) => (at >= oldEnd ? at + newEnd - oldEnd : Math.min(at, start));
      const focused = document.activeElement === this.field;
      this.field.value = text;
      if (focused) this.field.setSelectionRange(moved(selectionStart), moved(selectionEnd));
    }
    this.text = text;
    this.ranges = newRanges;
    this.looks = [];
    this.#draw();
  }

  /** Marks as the server knows them now, over text that is the same. */
  remark(newRanges) {
    this.ranges = newRanges;
    this.#draw();
  }

  /** Closes: the cell shows the text as it is now. */
  close() {
    ranges.draw(this.cell, this.text, this.ranges);
    this.cell.hidden = false;
    this.box.remove();
  }
}
