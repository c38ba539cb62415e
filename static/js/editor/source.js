// Correcting the Arabic of the row in hand.

import { leave } from "../lib/caret.js";
import { element, one } from "../lib/dom.js";
import { sourceOf, versionOf } from "./rows.js";
import { TextBox } from "./textbox.js";

/** Opens the Arabic for a correction: saved on request, since it withdraws an approval. `save(text, base)` sends it. */
export function correctSource(row, { save, failed }) {
  const cell = sourceOf(row);
  if (cell.hidden) return;
  leave(cell);
  const version = versionOf(row);
  const base = cell.textContent;
  const box = new TextBox(cell, { label: `Arabic of row ${one(".gutter .n", row).lastChild.data}`, typed: () => {}, className: "is-source" });
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
