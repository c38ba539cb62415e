// Step two: leave out, put back, re-kind, correct, join and split lines, by mouse and by keys.

import { announce } from "../lib/announce.js";
import { all, delegate, isTyping, one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { corrections } from "./correct.js";
import { KIND_KEYS, onRow, rowInTurn, startDraft } from "./draft.js";
import { toggleFold } from "./folds.js";

const root = one("[data-draft]");
const correcting = corrections();
const draft = startDraft(root, correcting.guards);
const sideOf = (row) => draft.listOf(row).dataset.listOf;

const isFold = (row) => Boolean(row?.matches(".fold"));

function step(row, name, more = {}) {
  if (!row || isFold(row)) return;
  const turn = rowInTurn(draft, row);
  draft.send(() => {
    const now = turn();
    return now && { do: `${name}:${sideOf(now)}:${draft.indexOf(now)}`, ...more };
  });
}

correcting.start(draft, {
  text: (row, box, text) => ({ do: `text:${sideOf(row)}:${draft.indexOf(row)}`, text }),
  split: (row, box, at) => ({ do: `split:${sideOf(row)}:${draft.indexOf(row)}`, at }),
});
const correct = (row) => isFold(row) || "dropped" in row.dataset || correcting.correct(row, one(".words", row));

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
delegate(root, "click", ".fold > .fold-says", (_, button) => toggleFold(button.parentElement));
delegate(root, "change", ".block select", (_, select) => step(select.closest(".block"), "kind", { kind: select.value }));
delegate(root, "dblclick", ".block .words", (_, words) => correct(words.closest(".block")));
delegate(root, "submit", "form.rows", (event) => event.preventDefault());
delegate(root, "submit", "form[data-fields]", (event, form) => {
  event.preventDefault();
  const fields = Object.fromEntries(new FormData(form));
  draft.send({ ...fields, do: `fields:${form.dataset.fields}` }).then((answer) => answer && draft.typed.delete(form));
});

// --- repairs: every tick is a step; the list comes anew with the answer

const halve = () => all("input[data-mixed]", root).forEach((box) => (box.indeterminate = true));
halve();
root.addEventListener("draft:changed", halve);

delegate(root, "change", "form[data-repairs] input[type=checkbox]", async (_, box) => {
  const { form, id } = box;
  const side = form.dataset.repairs;
  const done = await draft.send(() => {
    // An answer to an earlier tick may have drawn the list anew: what it says of the others is newer than this form.
    const now = one(`form[data-repairs="${side}"]`, root);
    const same = now && document.getElementById(id);
    if (!same) return null;
    same.checked = box.checked;
    const ticked = (name) => all(`input[name="${name}-${side}"]:checked`, now).map((one) => one.value);
    return { do: `repairs:${side}`, [`repair-${side}`]: ticked("repair"), [`place-${side}`]: ticked("place") };
  });
  if (!done) {
    const same = document.getElementById(id);
    if (same) same.checked = !same.checked;
    halve();
  }
});

/** To the repairs of the side in hand, or else of the other. */
function toRepairs(row) {
  const lists = all("details.repairs", root);
  const list = lists.find((one) => one.closest("[data-side]").dataset.side === sideOf(row)) ?? lists[0];
  if (!list) return announce("There are no repairs.");
  list.open = true;
  one("summary", list).focus();
}

// --- keys

const here = (run) => () => draft.current() && run(draft.current());
const acrossTo = (side) => () => {
  const row = draft.current();
  const list = draft.lists.find((one) => one.dataset.listOf === side);
  if (!list || list === draft.listOf(row)) return;
  const rows = draft.stopsOf(list);
  draft.take(rows[Math.min(draft.stopsOf(draft.listOf(row)).indexOf(row), rows.length - 1)]);
};

bind(
  document,
  draft.keys({
    j: () => draft.move(1),
    k: () => draft.move(-1),
    ArrowDown: () => draft.move(1),
    ArrowUp: () => draft.move(-1),
    ArrowRight: acrossTo("source"),
    ArrowLeft: acrossTo("target"),
    x: here((row) => step(row, "dropped" in row.dataset ? "restore" : "leave-out")),
    Delete: here((row) => void ("dropped" in row.dataset || step(row, "leave-out"))),
    Enter: here((row) => {
      if (isFold(row)) toggleFold(row);
      else if ("dropped" in row.dataset) step(row, "restore");
      else correct(row);
    }),
    e: here((row) => void correct(row)),
    m: here((row) => step(row, "join")),
    r: here(toRepairs),
    ...Object.fromEntries(
      Object.entries(KIND_KEYS).map(([key, kind]) => [
        key,
        here((row) => void ("dropped" in row.dataset || step(row, "kind", { kind }))),
      ]),
    ),
  }),
  {
    when: (event) =>
      onRow(draft)(event) && !(event.key === "Enter" && event.target.closest("a, button, summary")),
  },
);

bind(
  document,
  { "Mod+Enter": () => one("#go").requestSubmit() },
  { when: (event) => !isTyping(event.target) && !one("dialog[open]") },
);

bind(document, { Escape: () => draft.take(draft.current()) }, { when: ({ target }) => Boolean(target.closest?.("details.repairs")) });

draft.arrive();
