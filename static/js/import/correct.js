// Correcting words in their place on steps two and three: they become a textarea, and leaving it keeps them.

import { element } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { toCodePoints } from "../lib/offsets.js";
import { afterPress } from "./draft.js";

/**
 * Returns {guards, start, correct}. `guards` go to startDraft; then `start(draft, steps)` says what is sent:
 * `steps.text(row, box, text)` and `steps.split(row, box, at)` give the step for the box that stands where the words
 * stood. `correct(row, words)` begins.
 */
export function corrections() {
  const open = new Map(); // rows being corrected → their correction
  let draft = null;
  let steps = null;

  function correct(row, words) {
    if (!words || "correcting" in row.dataset) return;
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
      const kept = await draft.send(() => steps.text(row, box, sending), { even: true });
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
      return draft.send(() => steps.split(row, box, toCodePoints(text, field.selectionStart)));
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

  return {
    guards: {
      before: () => open.forEach((correction) => correction.isDirty() && correction.keep()),
      blocked: () =>
        [...open.values()].some((correction) => correction.wasRefused)
          ? "A correction is not saved yet. Keep it or cancel it first."
          : "",
    },
    start: (theDraft, theSteps) => {
      draft = theDraft;
      steps = theSteps;
    },
    correct,
  };
}
