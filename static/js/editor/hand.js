// The row in hand: its English opens as a textarea, its bar says what may be done, the panel follows it.

import { hasCaret, keepingCaret, leave, select } from "../lib/caret.js";
import { all, one } from "../lib/dom.js";
import { printed } from "../lib/keys.js";
import { toCodePoints } from "../lib/offsets.js";
import * as ranges from "./ranges.js";
import { idOf, mayIn, rangesOf, rowOf, showWords, sourceOf, targetOf, versionOf } from "./rows.js";
import { TextBox } from "./textbox.js";

const PRIMARY = ["confirm", "approve", "agree"];
// The bar is narrow: long names of keys are shown as their signs.
const SHORT = { Shift: "⇧", Backspace: "⌫", Enter: "↵" };

export class Hand extends EventTarget {
  constructor({ saver, keysOf }) {
    super();
    this.saver = saver;
    this.keysOf = keysOf;
    this.id = null;
    this.box = null;
    this.barTemplate = document.getElementById("row-bar");
  }

  get row() {
    return this.id === null ? null : rowOf(this.id);
  }

  may(name) {
    return mayIn(this.row, name);
  }

  /** Takes a row in hand. `edit` opens its English (where that is allowed); the row before is saved. */
  take(row, { edit = true, caret = null, focus = true, scroll = true } = {}) {
    const id = idOf(row);
    if (id !== this.id) {
      this.release();
      this.id = id;
      row.classList.add("current");
      row.setAttribute("aria-current", "true");
      all(".row-form", row).forEach((form) => form.remove());
      this.#addBar(row);
      this.dispatchEvent(new CustomEvent("taken", { detail: row }));
    }
    if (edit) this.open();
    if (focus) this.focus(caret);
    if (scroll) row.scrollIntoView({ block: "nearest" });
  }

  /** Opens the English for editing. */
  open() {
    const { row } = this;
    if (this.box || !row || !mayIn(row, "edit")) return false;
    const cell = targetOf(row);
    leave(cell);
    const known = this.saver.entry(this.id);
    const isClean = !known || known.state === "saved";
    if (!isClean) showWords(row, known);
    const { text, ranges: found } = ranges.read(cell);
    if (isClean) {
      this.saver.track(this.id, { text, version: versionOf(row), marks: ranges.toMarks(text, found) });
    }
    this.box = new TextBox(cell, {
      label: `English of row ${one(".n", row).lastChild.data}`,
      typed: (now, over) => this.saver.typed(this.id, now, ranges.toMarks(now, over)),
    });
    return true;
  }

  focus(caret = null) {
    if (this.box) return this.box.focus(caret);
    if (!this.row) return;
    const cell = targetOf(this.row);
    cell.focus({ preventScroll: true });
    if (caret === null || !hasCaret(cell)) return;
    const at = toCodePoints(cell.textContent, caret);
    select(cell, at, at);
  }

  /** Lets go of the row: its text closes and what is unsent goes out. */
  release() {
    const { row, id } = this;
    if (id === null) return;
    this.box?.close();
    this.box = null;
    this.id = null;
    if (row) {
      row.classList.remove("current");
      row.removeAttribute("aria-current");
      one(".rowbar", row)?.remove();
    }
    this.dispatchEvent(new CustomEvent("released", { detail: id }));
    this.saver.flush(id);
  }

  #addBar(row) {
    const bar = this.barTemplate.content.firstElementChild.cloneNode(true);
    for (const key of all("[data-key-of]", bar)) {
      const name = PRIMARY.includes(key.dataset.keyOf) ? "decide" : key.dataset.keyOf;
      key.textContent = printed(this.keysOf(name) ?? "").map((sign) => SHORT[sign] ?? sign).join(" ");
    }
    one(".en-half", row).append(bar);
    this.#fitBar(row);
  }

  /** Shows of the bar what this row allows now. */
  #fitBar(row) {
    const bar = one(".rowbar", row);
    if (!bar) return;
    for (const part of all("[data-may-be]", bar)) part.hidden = !part.dataset.mayBe.split(" ").some((name) => mayIn(row, name));
    const structure = document.getElementById("workbench").dataset.mayStructure !== undefined;
    for (const name of ["insert", "move-up", "move-down"]) one(`[data-action="${name}"]`, bar).hidden = !structure;
    const isEmpty = !sourceOf(row).textContent.trim() && !(this.box?.text ?? targetOf(row).textContent).trim();
    one("[data-if-empty]", bar).hidden = !isEmpty || !structure;
    const { primary } = row.dataset;
    // What leads on from a row that is done has the room; sending it back is among what is seldom done.
    const isDone = !primary && Boolean(row.dataset.may);
    one(".primary[data-if-done]", bar).hidden = !isDone;
    one(".sheet > [data-if-done]", bar).hidden = !isDone || !mayIn(row, "return");
    if (isDone) one(':scope > [data-action="return"]', bar).hidden = true;
    for (const button of all(":scope > button[data-action]", bar)) {
      const key = one("kbd", button);
      if (PRIMARY.includes(button.dataset.action)) key.hidden = button.dataset.action !== primary;
    }
  }

  /** The row's words were saved and it is not sent anew: what is drawn must be what was saved, wherever it came from. */
  saved(row, entry) {
    if (idOf(row) !== this.id || !this.box) return showWords(row, entry);
    if (this.box.text !== entry.text) this.box.replace(entry.text, rangesOf(entry, this.box));
  }

  /** Changes what lies over a side's words: a mark on its way to the server, for instance. */
  redraw(side, change) {
    if (side === "target" && this.box) return this.box.remark(change(this.box.ranges));
    const cell = side === "source" ? sourceOf(this.row) : targetOf(this.row);
    const { text, ranges: over } = ranges.read(cell);
    keepingCaret(cell, () => ranges.draw(cell, text, change(over)));
  }

  /** The text of a side as it is drawn. */
  textOf(side) {
    return side === "target" && this.box ? this.box.text : (side === "source" ? sourceOf(this.row) : targetOf(this.row)).textContent;
  }

  /** The server sent the row in hand anew: take over all but what is being edited. */
  merge(row, fresh) {
    const couldEdit = mayIn(row, "edit");
    for (const { name, value } of fresh.attributes) if (name !== "class") row.setAttribute(name, value);
    for (const name of Object.keys(row.dataset)) if (fresh.dataset[name] === undefined) delete row.dataset[name];
    row.className = `${fresh.className} current`;
    row.setAttribute("aria-current", "true");
    one(".gutter", row).replaceWith(one(".gutter", fresh));
    this.#mergeSource(row, fresh);
    this.#mergeTarget(row, fresh);
    this.#fitBar(row);
    // Reopened by somebody else: whoever stood in its English may write now, unless they are choosing words.
    if (!couldEdit && document.activeElement === targetOf(row) && getSelection().isCollapsed && this.open()) this.focus();
  }

  /** The text stays the same element, to which the focus and a caret may come back. */
  #mergeSource(row, fresh) {
    const source = sourceOf(row);
    if (source.hidden) return; // it is being corrected
    const { text, ranges: found } = ranges.read(sourceOf(fresh));
    keepingCaret(source, () => ranges.draw(source, text, found));
    for (const other of all(".ar-half > :not(.source)", row)) other.remove();
    source.after(...all(".ar-half > :not(.source)", fresh));
  }

  #mergeTarget(row, fresh) {
    const { text, ranges: found } = ranges.read(targetOf(fresh));
    for (const note of all(".en-half > .aside", row)) note.remove();
    one(".rowbar", row).before(...all(".en-half > .aside", fresh));
    const entry = this.saver.entry(this.id);
    const isClean = !entry || entry.state === "saved";
    if (!this.box) {
      const cell = targetOf(row);
      keepingCaret(cell, () => ranges.draw(cell, text, found));
      if (isClean) this.saver.track(this.id, { text, version: versionOf(fresh), marks: ranges.toMarks(text, found) });
      else showWords(row, entry);
      return;
    }
    if (isClean) {
      this.box.replace(text, found);
      this.saver.track(this.id, { text, version: versionOf(fresh), marks: ranges.toMarks(text, found) });
      if (!mayIn(fresh, "edit")) this.#closeBox();
    } else if (text === this.box.text) {
      this.box.remark(found);
    }
  }

  #closeBox() {
    const hadFocus = this.box.box.contains(document.activeElement);
    const { caret } = this.box;
    this.box.close();
    this.box = null;
    if (hadFocus) this.focus(caret);
  }
}
