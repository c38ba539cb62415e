// Step two: leave out, put back, re-kind, correct, join and split lines, by mouse and by keys.

import { delegate, element, isTyping, one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { toCodePoints } from "../lib/offsets.js";
import { KIND_KEYS, afterPress, onRow, rowInTurn, startDraft } from "./draft.js";

const root = one("[data-draft]");
const open = new Map(); // rows being corrected → their correction
const draft = startDraft(root, {
  before: () => open.forEach((correction) => correction.isDirty() && correction.keep()),
  blocked: () =>
    [...open.values()].some((correction) => correction.wasRefused)
      ? "A correction is not saved yet. Keep it or cancel it first."
      : "",
});
const sideOf = (row) => draft.listOf(row).dataset.listOf;

function step(row, name, more = {}) {
  if (!row) return;
  const turn = rowInTurn(draft, row);
  draft.send(() => {
    const now = turn();
    return now && { do: `${name}:${sideOf(now)}:${draft.indexOf(now)}`, ...more };
  });
}

// --- correcting: the words become a textarea in their place; leaving it keeps them

function correct(row) {
  const words = one(".words", row);
  if (!words || "dropped" in row.dataset || "correcting" in row.dataset) return;
  const text = words.textContent;
  const field = element("textarea", {
    lang: words.lang,
    dir: words.dir,
    "aria-label": "Corrected text",
    rows: Math.max(3, Math.ceil(text.length / 60)),
  });
  field.value = text;
  // The buttons leave the focus in the field: going to them is not leaving it.
  const button = (label, kind, run) =>
    element(
      "button",
      { type: "button", class: kind || null, on: { click: run, mousedown: (event) => event.preventDefault() } },
      label,
    );
  const done = () => {
    open.delete(row);
    draft.hold(row, false);
  };
  const close = ({ focus = true } = {}) => {
    if (!open.has(row)) return;
    done();
    box.replaceWith(words);
    delete row.dataset.correcting;
    if (focus) row.focus();
  };
  const cancel = () => close();
  let sending = null; // the text on its way
  const keep = async ({ stay = false } = {}) => {
    if (sending !== null) return;
    if (field.value === text) return close({ focus: !stay });
    sending = field.value;
    const kept = await draft.send(() => ({ do: `text:${sideOf(row)}:${draft.indexOf(row)}`, text: sending }), { even: true });
    sending = null;
    correction.wasRefused = !kept;
    if (!kept) return void (stay || field.focus());
    done();
    // Spaces alone make no new text: then no row came in this one's place.
    if (row.isConnected) close({ focus: false });
  };
  const split = () => {
    if (field.value !== text) {
      // With a correction under way, a blank line splits and corrects in one step.
      field.setRangeText("\n\n", field.selectionStart, field.selectionEnd, "end");
      return keep();
    }
    return draft.send(() => ({
      do: `split:${sideOf(row)}:${draft.indexOf(row)}`,
      at: toCodePoints(text, field.selectionStart),
    }));
  };
  const correction = { keep: () => keep({ stay: true }), isDirty: () => field.value !== text, wasRefused: false };
  const leave = (event) => {
    // Another window in front is not leaving; and what is in the same row still belongs to it.
    if (document.activeElement === event.target || row.contains(event.relatedTarget) || !open.has(row)) return;
    afterPress(() => open.has(row) && !row.contains(document.activeElement) && keep({ stay: true }));
  };
  field.addEventListener("input", () => {
    correction.wasRefused = false;
    draft.hold(row, correction.isDirty());
  });
  const box = element(
    "div",
    { class: "correct" },
    field,
    element(
      "div",
      { class: "buttons" },
      button("Keep this text", "outlined", () => void keep()),
      button("Split at the caret", "", () => void split()),
      button("Cancel", "", cancel),
    ),
  );
  box.addEventListener("focusout", leave);
  bind(field, { "Mod+Enter": () => void keep(), "Mod+\\": () => void split(), Escape: cancel });
  open.set(row, correction);
  words.replaceWith(box);
  row.dataset.correcting = "";
  field.focus();
  field.setSelectionRange(0, 0);
}

// --- mouse

const ACTS = {
  edit: correct,
  "leave-out": (row) => step(row, "leave-out"),
  restore: (row) => step(row, "restore"),
  join: (row) => step(row, "join"),
};

delegate(root, "click", "[data-act]", (event, button) => {
  event.preventDefault();
  ACTS[button.dataset.act](button.closest(".block"));
});
delegate(root, "change", ".block select", (_, select) => step(select.closest(".block"), "kind", { kind: select.value }));
delegate(root, "dblclick", ".block .words", (_, words) => correct(words.closest(".block")));
delegate(root, "submit", "form.rows", (event) => event.preventDefault());
delegate(root, "submit", "form[data-fields]", (event, form) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  draft.send({ ...fields, do: `fields:${form.dataset.fields}` });
});

// --- keys

const here = (run) => (event) => {
  const row = draft.current();
  if (event.target.closest("a, button") && event.key === "Enter") return false;
  return run(row);
};
const acrossTo = (side) => () => {
  const row = draft.current();
  const list = draft.lists.find((one) => one.dataset.listOf === side);
  if (!list || list === draft.listOf(row)) return;
  const rows = draft.rowsOf(list);
  draft.take(rows[Math.min(draft.rowsOf(draft.listOf(row)).indexOf(row), rows.length - 1)]);
};

bind(
  root,
  {
    j: () => draft.move(1),
    k: () => draft.move(-1),
    ArrowDown: () => draft.move(1),
    ArrowUp: () => draft.move(-1),
    ArrowRight: acrossTo("source"),
    ArrowLeft: acrossTo("target"),
    x: here((row) => step(row, "dropped" in row.dataset ? "restore" : "leave-out")),
    Delete: here((row) => void ("dropped" in row.dataset || step(row, "leave-out"))),
    Enter: here((row) => ("dropped" in row.dataset ? step(row, "restore") : correct(row))),
    e: here(correct),
    m: here((row) => step(row, "join")),
    ...Object.fromEntries(
      Object.entries(KIND_KEYS).map(([key, kind]) => [
        key,
        here((row) => void ("dropped" in row.dataset || step(row, "kind", { kind }))),
      ]),
    ),
  },
  { when: (event) => !isTyping(event.target) && onRow(draft)(event) },
);
