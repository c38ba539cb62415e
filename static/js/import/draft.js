// What steps two and three share: rows in hand, steps sent one after another, answers put in their place.

import { announce, notice } from "../lib/announce.js";
import { all, isTyping, one } from "../lib/dom.js";
import { postJSON } from "../lib/http.js";
import { bind } from "../lib/keys.js";
import { fold, openFold, shutFold, unfold } from "./folds.js";
import { forgetKept, readKept, writeKept } from "./kept.js";

const STOP = "[data-row], .fold";

/**
 * Walks and changes the rows of a draft. `root` carries data-version and data-action; each list data-list-of and
 * data-offset; its rows carry data-row and may stand in folds. `before` runs ahead of every step and may send some of its own; `blocked`
 * says why no other step may be taken now, or "". `taken` hears which row is in hand now, `beyond`(1 or -1) that one
 * would go on over an end. Returns {send, keys, move, take, arrive, hold, leave, current, listOf, indexOf, rowsOf, stopsOf, …}.
 */
export function startDraft(root, { before = () => {}, blocked = () => "", taken = () => {}, beyond = () => {} } = {}) {
  forgetKept((_, { sent }) => sent); // it is in this draft now
  const lists = root.matches("[data-list-of]") ? [root] : all("[data-list-of]", root);
  const listOf = (row) => row.closest("[data-list-of]");
  const rowsOf = (list) => all("[data-row]", list);
  /** Where the keys go: rows, and folds; of a shut fold only itself. */
  const stopsOf = (list) => all(STOP, list).filter((stop) => [null, stop].includes(shutFold(stop)));
  const indexOf = (row) => Number(listOf(row).dataset.offset) + rowsOf(listOf(row)).indexOf(row);
  let version = Number(root.dataset.version);
  let queue = Promise.resolve();
  let waiting = 0;
  let isLeaving = false; // the answer asked for another page
  let unsaved = ""; // why the last step is not
  const held = new Set(); // rows with words that are typed and not sent

  // --- the row in hand

  // Rows that come with an answer carry no tools: they get a copy of the first row's when taken in hand.
  const tools = one(".acts:not(.always)", lists[0])?.cloneNode(true);

  const current = () => one("[data-current]", root);

  function take(row, { focus = true, scroll = true } = {}) {
    if (!row) return;
    const before = current();
    if (before && before !== row) {
      delete before.dataset.current;
      if (!before.matches(".fold")) before.tabIndex = -1;
    }
    if (tools && root === lists[0] && !one(":scope > .acts:not(.without-script)", row)) row.append(tools.cloneNode(true));
    row.dataset.current = "";
    const shut = shutFold(row);
    if (shut && shut !== row) openFold(shut);
    const place = row.matches(".fold") ? one(".fold-says", row) : row;
    if (place === row) row.tabIndex = 0;
    taken(row, before);
    if (focus) place.focus({ preventScroll: !scroll });
  }

  function prepare(list) {
    for (const row of rowsOf(list)) row.tabIndex = "current" in row.dataset ? 0 : -1;
    const first = stopsOf(list).find((stop) => !stop.matches(".fold"));
    if (first && !one("[data-current]", list)) first.tabIndex = 0;
  }

  const move = (by) => {
    const row = current();
    if (!row) return take(stopsOf(lists[0])[0]);
    const rows = stopsOf(listOf(row));
    const goal = rows[rows.indexOf(row) + by];
    if (goal) take(goal);
    else beyond(by);
  };

  // A page that is left remembers its row in hand, for when one comes back to it.
  const handKey = `hand:${root.dataset.action ?? location.pathname}`;
  addEventListener("pagehide", () => current() && writeKept(handKey, { id: current().id }));

  /** Takes a row in hand as the page comes: the one linked to, the one in hand before, or the first. It gets the focus
   *  unless something else has it or was meant by the address. */
  function arrive() {
    const isRow = (one) => Boolean(one?.matches("[data-row]")) && lists.includes(listOf(one));
    const [linked, before] = [location.hash.slice(1), readKept(handKey)?.id ?? ""].map((id) => document.getElementById(id));
    const first = lists.map((list) => stopsOf(list)[0]).find(Boolean);
    const row = [linked, before].find(isRow) ?? first;
    const isFree = document.activeElement === document.body && !one("[autofocus]");
    take(row, { focus: isFree && (!location.hash || isRow(linked)), scroll: row !== first });
  }

  for (const list of lists) {
    prepare(list);
    list.addEventListener("focusin", (event) => {
      const at = event.target.closest(STOP);
      const row = at && (shutFold(at) ?? at);
      if (row && row !== current()) afterPress((isDrag) => isDrag || take(row, { focus: false }));
    });
    list.addEventListener("click", (event) => {
      const row = event.target.closest(STOP);
      if (!row || event.target.closest("a, button, select, textarea, input, summary")) return;
      if (getSelection().isCollapsed) take(row);
    });
  }

  // --- steps

  const shown = () =>
    Object.fromEntries(lists.map((list) => [list.dataset.listOf, [Number(list.dataset.offset), rowsOf(list).length]]));

  /** Sends one step after those before it; resolves with the answer, or null when it was refused. `even`: also now
   *  that others are blocked. */
  function send(step, { even = false } = {}) {
    before();
    const data = typeof step === "function" ? null : step;
    waiting += 1;
    sayState();
    queue = queue.then(async () => {
      try {
        const why = even ? "" : blocked();
        if (why) notice(why);
        const asked = why ? null : (data ?? step());
        if (!asked) return null;
        const answer = await postJSON(root.dataset.action, { ...asked, version, shown: shown() });
        apply(answer);
        unsaved = "";
        return answer;
      } catch (error) {
        refused(error);
        return null;
      } finally {
        waiting -= 1;
        sayState();
      }
    });
    return queue;
  }

  let line = Promise.resolve();
  let inLine = 0;
  /** Runs at once, or when all that was sent and pressed before is done: only then one knows which row is in hand. Not
   *  where one is writing by then. */
  function inTurn(run) {
    if (!waiting && !inLine) return run();
    inLine += 1;
    sayState();
    const runInTurn = async () => {
      while (waiting) await queue;
      inLine -= 1;
      if (!isLeaving && !isTyping(document.activeElement) && !one("dialog[open]")) run();
      sayState();
    };
    line = line.then(runInTurn).catch(reportError);
  }
  /** A table of keys for bind() that wait their turn. */
  const keys = (table) =>
    Object.fromEntries(Object.entries(table).map(([key, run]) => [key, (event) => inTurn(() => run(event))]));

  /** Notes that a row has (or no longer has) words that are typed and not sent. */
  function hold(row, isHeld) {
    if (isHeld) held.add(row);
    else held.delete(row);
    sayState();
  }

  const isUnsaved = () => waiting + inLine + held.size > 0;

  // Forms beside the rows, such as the article's facts, are sent by their own button.
  const typed = new Set();
  document.addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-fields]");
    if (form) typed.add(form);
  });
  addEventListener("beforeunload", (event) => {
    if ((held.size || typed.size) && !isLeaving) event.preventDefault();
  });

  /** Going on waits for what is not saved yet, and does not happen when that could not be saved. */
  async function goWhenSaved(go) {
    before();
    while (waiting || inLine) await (waiting ? queue : line);
    if (!isUnsaved() && !unsaved) go();
  }
  const leave = (go) => (isUnsaved() ? void goWhenSaved(go) : go());
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("form[data-once]:not(#history)") || !isUnsaved()) return;
      event.preventDefault();
      event.stopPropagation();
      const by = event.submitter;
      goWhenSaved(() => form.requestSubmit(by));
    },
    { capture: true },
  );
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.hash === link.getAttribute("href")) return;
    if (!isUnsaved()) return;
    event.preventDefault();
    goWhenSaved(() => location.assign(link.href));
  });

  function refused(error) {
    unsaved =
      error.code === "conflict" ? "Not saved: another window changed this" :
      error.code === "invalid" ? "Not done" : "Last step not saved";
    if (error.code === "conflict") {
      notice(error.message, { tone: "warn", action: { label: "Show the newer state", run: () => location.reload() } });
    } else notice(error.message, { tone: error.code === "invalid" ? "" : "bad" });
  }

  function sayState() {
    const place = one("[data-saved]");
    const words = waiting || inLine ? "Saving…" : unsaved || (held.size ? "Not saved yet" : "Everything saved");
    if (place && place.textContent !== words) place.textContent = words;
  }

  function apply(answer) {
    if (answer.location) {
      isLeaving = true;
      location.assign(answer.location);
      return;
    }
    version = answer.version;
    root.dataset.version = version;
    for (const field of all("input[name=version]")) field.value = version;
    if ("offset" in answer) {
      lists[0].dataset.offset = answer.offset;
      lists[0].start = answer.offset + 1;
    }
    for (const list of lists) {
      const patches = answer.patches.filter((patch) => patch.list === list.dataset.listOf);
      if (patches.length) change(list, patches, answer.folds?.[list.dataset.listOf] ?? []);
    }
    for (const [id, html] of Object.entries(answer.regions)) {
      const place = document.getElementById(id);
      if (place) drawAnew(place, html);
    }
    offer("undo", answer.undo);
    edge = answer.leaves ?? "";
    isEdgeSaid = false;
    offer("redo", answer.redo);
    const said = one("[data-last-step] bdi");
    if (said) said.textContent = answer.said;
    if (answer.said) announce(answer.said);
    root.dispatchEvent(new CustomEvent("draft:changed", { detail: answer }));
  }

  /** Lists that were open stay so, and the focus stays on what had it; where that is gone, the row in hand gets it. */
  function drawAnew(place, html) {
    const open = all("details[id][open]", place).map(({ id }) => id);
    const focused = place.contains(document.activeElement) ? document.activeElement : null;
    const list = focused?.matches("summary") ? focused.closest("details").id : "";
    place.innerHTML = html;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (!focused) return;
    const again = document.getElementById(focused.id) ?? one("summary", document.getElementById(list) ?? place);
    (again ?? current() ?? document.body).focus({ preventScroll: true });
  }

  function change(list, patches, folds) {
    const focused = list.contains(document.activeElement) ? document.activeElement : null;
    const held = one(".fold[data-current] [data-row]", list);
    const hidden = unfold(list);
    for (const patch of patches) replaceRows(list, patch);
    fold(list, folds, hidden);
    const hand = held ? (held.isConnected ? held : stopsOf(list)[0]) : current();
    const shut = hand && shutFold(hand);
    if (shut || held) take(shut ?? hand?.closest(".fold") ?? hand, { focus: Boolean(focused) });
    else if (focused && document.activeElement === document.body) (focused.isConnected ? focused : hand)?.focus({ preventScroll: true });
  }

  function replaceRows(list, { at, remove, html }) {
    const first = at - Number(list.dataset.offset);
    const rows = rowsOf(list);
    const gone = rows.slice(first, first + remove);
    const inHand = gone.some((row) => row.contains(document.activeElement) || "current" in row.dataset);
    const focus = gone.some((row) => row.contains(document.activeElement)) || document.activeElement === document.body;
    const offset = gone.findIndex((row) => "current" in row.dataset);
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const come = [...made.content.children];
    const next = rows[first + remove] ?? null;
    for (const row of gone) row.remove();
    list.insertBefore(made.content, next);
    renumber(list);
    prepare(list);
    if (inHand) take(come[Math.min(Math.max(offset, 0), come.length - 1)] ?? next ?? rowsOf(list).at(-1), { focus });
  }

  /** Rows behind a change moved: their ids follow, so that links to them keep meaning something. */
  function renumber(list) {
    const word = list.dataset.listOf === "pairs" ? "pair" : list.dataset.listOf;
    const offset = Number(list.dataset.offset);
    rowsOf(list).forEach((row, n) => {
      row.id = `${word}-${offset + n}`;
    });
  }

  function offer(name, label) {
    const button = one(`[data-history=${name}]`);
    if (button) button.disabled = label === null;
  }

  // An undo that leads to another page is done when it is asked for again; a key that is held down asks once.
  let edge = one("[data-history=undo]")?.dataset.leaves ?? "";
  let isEdgeSaid = false;
  function stopsAtEdge(isHeld) {
    if (!edge || (isEdgeSaid && !isHeld)) return false;
    if (!isEdgeSaid) notice(edge);
    isEdgeSaid = true;
    return true;
  }

  function go(name, { repeat: isHeld = false } = {}) {
    if (waiting || held.size || !one(`[data-history=${name}]`)?.disabled) {
      send(() => (name === "undo" && stopsAtEdge(isHeld) ? null : { do: name }));
    }
    else announce(`There is nothing to ${name}.`);
  }

  one("#history")?.addEventListener("submit", (event) => {
    event.preventDefault();
    go(event.submitter?.value ?? "undo");
  });
  bind(
    document,
    keys({ "Mod+Z": (event) => go("undo", event), "Mod+Shift+Z": () => go("redo"), "Mod+Y": () => go("redo") }),
    { when: (event) => !isTyping(event.target) && !one("dialog[open]") },
  );

  return { send, keys, move, take, arrive, hold, leave, typed, current, listOf, indexOf, rowsOf, stopsOf, lists };
}

let isPressed = false;
let afterwards = [];
const press = () => void (isPressed = true);
const release = ({ type }) => {
  isPressed = false;
  const runs = afterwards;
  afterwards = [];
  if (runs.length) setTimeout(() => runs.forEach((run) => run(type === "pointercancel")));
};
addEventListener("pointerdown", press, { capture: true });
for (const type of ["pointerup", "pointercancel"]) addEventListener(type, release, { capture: true });

/** Runs at once, or when the button of the mouse is up: rows that change their height under it would swallow the click
 *  or have another block dragged. `run` is told whether the press became a drag. */
export function afterPress(run) {
  if (isPressed) afterwards.push(run);
  else run(false);
}

/** Single keys work with the row in hand or one of its buttons in focus, and when nothing has it. */
export const onRow = (draft) => (event) =>
  !isTyping(event.target) && !one("dialog[open]") && Boolean(draft.current()) &&
  (event.target === document.body || draft.current().contains(event.target));

/**
 * The row that a step is meant for, asked when its turn has come: an earlier answer may have replaced the row in hand,
 * and its successor is in hand then. Null when it is gone for good.
 */
export function rowInTurn(draft, row) {
  const inHand = row === draft.current();
  return () => (row.isConnected ? row : inHand ? draft.current() : null);
}

export const KIND_KEYS = {
  1: "headline", 2: "standfirst", 3: "subheading", 4: "paragraph", 5: "list_item", 6: "quote", 7: "caption",
};
