// Moving text to any pair: cut, walk, put; or drag. What is cut stays in its place until it is put somewhere.

import { notice } from "../lib/announce.js";
import { all, delegate, one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";

const NAMES = { source: "Arabic", target: "English" };
const blocksOf = (cell) => all(":scope > .words", cell);

/**
 * Returns {cut, put, forget, taking}: cut(row, side, words) notes one block or (words null) a whole side; put(row, "put") puts it
 * into that pair, "apart" above it. `step(row, make)` sends what make(rowNow) gives.
 */
export function moving(root, draft, send) {
  const bar = one("#cut-bar");
  const said = one("[data-cut-says]", bar);
  let taken = null; // {row, index, side, block}: the row where it is on this page, else its number

  function show() {
    for (const cell of all("[data-cut]", root)) delete cell.dataset.cut;
    for (const words of all(".words[data-cut]", root)) delete words.dataset.cut;
    bar.hidden = !taken;
    for (const link of all(".pagination a")) link.href = link.getAttribute("href").replace(/&cut=[^&]*|$/, taking());
    if (!taken) return void (said.textContent = "");
    const cell = taken.row && one(`.cell[data-side=${taken.side}]`, taken.row);
    const marked = cell && (taken.block === null ? cell : blocksOf(cell)[taken.block]);
    if (marked) marked.dataset.cut = "";
    said.textContent = `${NAMES[taken.side]} of row ${place() + 1} is cut. Go to the pair where it belongs and put it there.`;
  }

  const place = () => (taken.row ? draft.indexOf(taken.row) : taken.index);
  /** What the address of another page of rows takes along. */
  const taking = () => (taken ? `&cut=${taken.side}:${place()}` : "");

  function cut(row, side, words = null) {
    const cell = row && one(`.cell[data-side=${side}]`, row);
    if (!cell || !blocksOf(cell).length) return void notice(`There is no ${NAMES[side]} in this pair to cut.`);
    if (taken?.row === row && taken.side === side) return forget();
    const blocks = blocksOf(cell);
    taken = { row, side, block: words && blocks.length > 1 ? blocks.indexOf(words) : null };
    show();
  }

  function put(row, how) {
    if (!taken || !row) return void notice("Nothing is cut. X cuts the English of a pair, Shift+X its Arabic.");
    if (taken.row === row && how === "put") return void notice("It is in that pair already. Go to another one first.");
    const { side, block } = taken;
    const from = taken.row ? () => taken.row.isConnected && draft.indexOf(taken.row) : () => taken.index;
    const was = taken;
    send(row, (now) => {
      const at = from();
      if (at === false) {
        notice("What was cut has changed in the meantime. Cut it again.");
        return null;
      }
      return { do: `${how}:${side}:${at}:${draft.indexOf(now)}`, ...(block === null ? {} : { block }) };
    }).then((answer) => answer && taken === was && forget());
  }

  function forget() {
    if (!taken) return false;
    taken = null;
    show();
    return true;
  }

  delegate(document, "click", "[data-put]", (event, button) => {
    event.preventDefault();
    if (button.dataset.put === "forget") forget();
    else put(draft.current(), button.dataset.put);
  });
  bind(root, { Escape: () => forget() });
  root.addEventListener("draft:changed", () => taken && (taken.row && !taken.row.isConnected ? forget() : show()));

  // Coming from another page with something cut there.
  const carried = new URLSearchParams(location.search).get("cut")?.match(/^(source|target):(\d+)$/);
  if (carried) {
    const index = Number(carried[2]);
    taken = { row: draft.rowsOf(root)[index - Number(root.dataset.offset)] ?? null, index, side: carried[1], block: null };
    show();
  }

  dragging(root, draft, send);
  return { cut, put, forget, taking };
}

// --- dragging a block to any pair of the page, on its own side

function dragging(root, draft, send) {
  let dragged = null;

  // Only the words under the pointer can be dragged: marking thousands would cost more than it gives.
  root.addEventListener("pointerover", (event) => {
    const words = event.target instanceof Element ? event.target.closest(".cell > .words") : null;
    if (words && !words.draggable) words.draggable = true;
  });

  /** Where a block would go: into the cell under the pointer, or above or below that pair near its edge. */
  function goal(event) {
    const row = event.target instanceof Element ? event.target.closest(".pair") : null;
    const from = dragged?.closest(".cell");
    if (!row || !from || "splitting" in row.dataset) return null;
    const cell = one(`.cell[data-side=${from.dataset.side}]`, row);
    const over = event.target.closest(".cell");
    if (over && over !== cell) return { why: "A block stays on its own side. Drop it on the same side of another pair." };
    const box = row.getBoundingClientRect();
    const edge = Math.min(12, box.height / 4);
    const how = event.clientY < box.top + edge ? "above" : event.clientY > box.bottom - edge ? "below" : "into";
    if (how === "into" && cell === from) return null;
    return { row, cell, from, how, why: "" };
  }

  const forgetGoals = () => {
    for (const cell of all("[data-over]", root)) delete cell.dataset.over;
  };

  root.addEventListener("dragstart", (event) => {
    dragged = event.target instanceof Element ? event.target.closest(".cell > .words") : null;
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
    event.dataTransfer.dropEffect = found.why ? "none" : "move";
    if (!found.why) found.cell.dataset.over = found.how;
  });
  root.addEventListener("drop", (event) => {
    const found = goal(event);
    if (!found) return;
    event.preventDefault();
    if (found.why) return void notice(found.why);
    const { side } = found.from.dataset;
    const blocks = blocksOf(found.from);
    const block = blocks.indexOf(dragged);
    const home = found.from.closest(".pair");
    const by = draft.indexOf(found.row) - draft.indexOf(home);
    send(home, (now) => {
      const from = draft.indexOf(now);
      if (found.how !== "into") {
        return { do: `apart:${side}:${from}:${from + by + (found.how === "below" ? 1 : 0)}`, block };
      }
      if (Math.abs(by) > 1) return { do: `put:${side}:${from}:${from + by}`, block };
      // Into the next pair order is kept: what stands between the block and that pair goes with it.
      const count = by > 0 ? blocks.length - block : block + 1;
      return { do: `${by > 0 ? "next" : "previous"}:${side}:${from}`, count };
    });
  });
  root.addEventListener("dragend", () => {
    forgetGoals();
    if (dragged) delete dragged.dataset.dragged;
    dragged = null;
  });
}
