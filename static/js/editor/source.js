// The Arabic of the row in hand: a caret in it without changing it (to choose words by keyboard), and correcting it.

import { element } from "../lib/dom.js";
import { rangeOf, toCodePoints } from "../lib/offsets.js";
import { idOf, sourceOf, versionOf } from "./rows.js";
import { TextBox } from "./textbox.js";

/** Gives the Arabic a caret (or the words chosen before); nothing typed into it is taken. F2 goes back. */
export function enterSource(row, words = null) {
  const cell = sourceOf(row);
  if (cell.hidden) return cell.nextElementSibling?.querySelector("textarea")?.focus();
  if (cell.dataset.editable === undefined) {
    cell.dataset.editable = "";
    cell.contentEditable = "true";
    cell.spellcheck = false;
    cell.setAttribute("role", "textbox");
    cell.setAttribute("aria-readonly", "true");
    cell.setAttribute("aria-multiline", "true");
    cell.setAttribute("aria-label", "Arabic, for selecting words");
    const refuse = (event) => event.preventDefault();
    for (const type of ["beforeinput", "paste", "drop", "cut"]) cell.addEventListener(type, refuse);
    cell.addEventListener("blur", () => leave(cell, refuse), { once: true });
  }
  cell.focus({ preventScroll: true });
  if (cell.contains(getSelection().anchorNode) && !words) return;
  const range = words && rangeOf(cell, words.start, words.end);
  if (range) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  else getSelection().collapse(cell, 0);
}

function leave(cell, refuse) {
  for (const type of ["beforeinput", "paste", "drop", "cut"]) cell.removeEventListener(type, refuse);
  for (const name of ["contenteditable", "role", "aria-readonly", "aria-multiline", "aria-label", "data-editable", "spellcheck"]) cell.removeAttribute(name);
}

/** Where the caret stands in the Arabic, in code points; null when it is not there. */
export function sourceCaret(row) {
  const cell = sourceOf(row);
  const { focusNode, focusOffset } = getSelection();
  if (!focusNode || !cell.contains(focusNode)) return null;
  const before = document.createRange();
  before.setStart(cell, 0);
  before.setEnd(focusNode, focusOffset);
  const units = before.toString().length;
  return units ? toCodePoints(cell.textContent, units) : null;
}

/** Opens the Arabic for a correction: saved on request, since it withdraws an approval. `save(text, base)` sends it. */
export function correctSource(row, { save, failed }) {
  const cell = sourceOf(row);
  if (cell.hidden) return;
  const version = versionOf(row);
  const base = cell.textContent;
  const box = new TextBox(cell, { label: `Arabic of row ${idOf(row)}`, typed: () => {}, className: "is-source" });
  const close = () => {
    bar.remove();
    box.close();
  };
  const send = async () => {
    try {
      const { text } = box;
      if (text !== base) await save({ text, base, version }, close);
      else close();
    } catch (error) {
      failed(error);
    }
  };
  const bar = element(
    "div",
    { class: "rowbar" },
    element("span", { class: "quiet" }, "Correcting the Arabic"),
    element("span", { class: "grow" }),
    element("button", { type: "button", on: { click: () => (box.replace(base, []), close()) } }, "Cancel"),
    element("button", { type: "button", class: "primary", on: { click: send } }, "Save the Arabic"),
  );
  box.box.after(bar);
  box.focus(0);
}
