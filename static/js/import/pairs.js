// Step three: merge, split, shift, move and unpair, by keys, buttons and dragging.

import { notice } from "../lib/announce.js";
import { all, delegate, isTyping, one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { KIND_KEYS, onRow, rowInTurn, startDraft } from "./draft.js";

const root = one("[data-draft]");
const draft = startDraft(root);

/** name is "merge" or "down:target"; the row's number goes behind it when the step's turn has come. */
function step(row, name, more = {}) {
  if (!row) return;
  const turn = rowInTurn(draft, row);
  draft.send(() => {
    const now = turn();
    return now && { do: `${name}:${draft.indexOf(now)}`, ...more };
  });
}

// --- buttons

delegate(root, "click", "[data-act]", (event, button) => {
  event.preventDefault();
  step(button.closest(".pair"), button.dataset.act);
});
delegate(root, "change", ".pair select", (_, select) => step(select.closest(".pair"), "kind", { kind: select.value }));
one("#rows").addEventListener("submit", (event) => {
  event.preventDefault();
  // The headline check's buttons belong to this form and stand outside the rows.
  if (event.submitter?.matches("[data-do]")) draft.send({ do: event.submitter.value });
});

// --- the weakest

const weak = one("[data-weakest]");
let visited = [];

function goToWeakest(event) {
  event?.preventDefault();
  const rows = weak.dataset.weakest.split(" ").filter(Boolean).map(Number);
  if (!rows.length) return;
  if (rows.every((row) => visited.includes(row))) visited = [];
  const next = rows.find((row) => !visited.includes(row));
  visited.push(next);
  const row = draft.rowsOf(root)[next - Number(root.dataset.offset)];
  if (row) {
    draft.take(row);
    row.scrollIntoView({ block: "center" });
  } else location.assign(`?at=${next}#pair-${next}`);
}

weak?.addEventListener("click", goToWeakest);
root.addEventListener("draft:changed", ({ detail }) => {
  visited = [];
  if (!weak || !detail.weakest) return;
  weak.dataset.weakest = detail.weakest.join(" ");
  weak.hidden = !detail.weakest.length;
  if (detail.weakest.length) weak.href = `?at=${detail.weakest[0]}#pair-${detail.weakest[0]}`;
  makeDraggable();
});

// --- naming the translator says which of the two is meant

for (const field of all("#create-form [name=translator_id], #create-form [name=translator_name]")) {
  field.addEventListener("input", () => {
    if (field.value.trim()) one("[name=translator]", field.closest(".check")).checked = true;
  });
}

// --- keys

const on = (name, more) => () => step(draft.current(), name, more);

bind(document, { w: goToWeakest }, { when: (event) => !isTyping(event.target) && !one("dialog[open]") });
bind(
  root,
  {
    j: () => draft.move(1),
    k: () => draft.move(-1),
    ArrowDown: () => draft.move(1),
    ArrowUp: () => draft.move(-1),
    m: on("merge"),
    s: on("split"),
    u: on("unpair"),
    // Braces and angles before brackets and signs: on most layouts they are the same keys with Shift.
    "Shift+{": on("down:source"),
    "Shift+}": on("up:source"),
    "Shift+<": on("previous:source"),
    "Shift+>": on("next:source"),
    "[": on("down:target"),
    "]": on("up:target"),
    ",": on("previous:target"),
    ".": on("next:target"),
    ...Object.fromEntries(Object.entries(KIND_KEYS).map(([key, kind]) => [key, on("kind", { kind })])),
  },
  { when: onRow(draft) },
);

// --- dragging a block to the neighbouring pair, on its own side

let dragged = null;

function makeDraggable() {
  for (const words of all(".cell > .words:not([draggable])", root)) words.draggable = true;
}
makeDraggable();

/** The cell a block is over, and why it may not be dropped there: only its side's in the row above or below takes it. */
function goal(event) {
  const cell = event.target instanceof Element ? event.target.closest(".cell") : null;
  const from = dragged?.closest(".cell");
  if (!cell || !from || cell === from) return null;
  const by = draft.indexOf(cell.parentElement) - draft.indexOf(from.parentElement);
  let why = "";
  if (cell.dataset.side !== from.dataset.side) why = "A block stays on its own side. Drop it on the pair above or below.";
  else if (Math.abs(by) !== 1) why = "A block moves one pair at a time, so that the text keeps its order. Shift moves all from here on.";
  return { cell, from, by, why };
}

const forgetGoals = () => all("[data-over]", root).forEach((cell) => delete cell.dataset.over);

root.addEventListener("dragstart", (event) => {
  dragged = event.target instanceof Element ? event.target.closest(".words") : null;
  if (!dragged) return;
  dragged.dataset.dragged = "";
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent);
});
root.addEventListener("dragover", (event) => {
  forgetGoals();
  const found = goal(event);
  if (!found) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  if (!found.why) found.cell.dataset.over = "";
});
root.addEventListener("drop", (event) => {
  const found = goal(event);
  if (!found) return;
  event.preventDefault();
  if (found.why) return void notice(found.why);
  // Order is kept: what stands between the block and the neighbour goes with it.
  const blocks = all(":scope > .words", found.from);
  const at = blocks.indexOf(dragged);
  const count = found.by > 0 ? blocks.length - at : at + 1;
  step(found.from.parentElement, `${found.by > 0 ? "next" : "previous"}:${found.from.dataset.side}`, { count });
});
root.addEventListener("dragend", () => {
  forgetGoals();
  if (dragged) delete dragged.dataset.dragged;
  dragged = null;
});

// Coming by a link to a row (#pair-12) takes it in hand.
const linked = location.hash.startsWith("#pair-") ? document.getElementById(location.hash.slice(1)) : null;
if (linked) draft.take(linked);
