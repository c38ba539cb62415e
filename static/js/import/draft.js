// What steps two and three share: rows in hand, steps sent one after another, answers put in their place.

import { announce, notice } from "../lib/announce.js";
import { all, isTyping, one } from "../lib/dom.js";
import { postJSON } from "../lib/http.js";
import { bind } from "../lib/keys.js";

/**
 * Walks and changes the rows of a draft. `root` carries data-version and data-action; each list data-list-of and
 * data-offset; its rows are its children. Returns {send, move, current, listOf, indexOf}.
 */
export function startDraft(root) {
  const lists = root.matches("[data-list-of]") ? [root] : all("[data-list-of]", root);
  const listOf = (row) => row.closest("[data-list-of]");
  const rowsOf = (list) => [...list.children];
  const indexOf = (row) => Number(listOf(row).dataset.offset) + rowsOf(listOf(row)).indexOf(row);
  let version = Number(root.dataset.version);
  let queue = Promise.resolve();
  let waiting = 0;
  let unsaved = ""; // why the last step is not

  // --- the row in hand

  // Rows that come with an answer carry no tools: they get a copy of the first row's when taken in hand.
  const tools = one(".acts:not(.always)", lists[0])?.cloneNode(true);

  const current = () => one("[data-current]", root);

  function take(row, { focus = true } = {}) {
    if (!row) return;
    const before = current();
    if (before && before !== row) {
      delete before.dataset.current;
      before.tabIndex = -1;
    }
    if (tools && root === lists[0] && !one(":scope > .acts", row)) row.append(tools.cloneNode(true));
    row.dataset.current = "";
    row.tabIndex = 0;
    if (focus) row.focus({ preventScroll: false });
  }

  function prepare(list) {
    for (const row of rowsOf(list)) row.tabIndex = "current" in row.dataset ? 0 : -1;
    if (!one("[data-current]", list) && list.firstElementChild) list.firstElementChild.tabIndex = 0;
  }

  const move = (by) => {
    const row = current();
    if (!row) return take(lists[0].firstElementChild);
    const rows = rowsOf(listOf(row));
    take(rows[Math.min(Math.max(rows.indexOf(row) + by, 0), rows.length - 1)]);
  };

  for (const list of lists) {
    prepare(list);
    list.addEventListener("focusin", (event) => {
      const row = event.target.closest("[data-list-of] > *");
      if (row && row !== current()) take(row, { focus: false });
    });
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-list-of] > *");
      if (!row || event.target.closest("a, button, select, textarea, input")) return;
      if (getSelection().isCollapsed) take(row);
    });
  }

  // --- steps

  const shown = () =>
    Object.fromEntries(lists.map((list) => [list.dataset.listOf, [Number(list.dataset.offset), list.children.length]]));

  /** Sends one step after those before it; resolves with the answer, or null when it was refused. */
  function send(step) {
    const data = typeof step === "function" ? null : step;
    waiting += 1;
    saying("Saving…");
    queue = queue.then(async () => {
      try {
        const asked = data ?? step();
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
        if (!waiting) saying(unsaved || "Everything saved");
      }
    });
    return queue;
  }

  function refused(error) {
    unsaved = error.code === "conflict" ? "Not saved: another window changed this" : "Last step not saved";
    if (error.code === "conflict") {
      notice(error.message, { tone: "warn", action: { label: "Show the newer state", run: () => location.reload() } });
    } else notice(error.message, { tone: error.code === "invalid" ? "" : "bad" });
  }

  const saying = (words) => {
    const place = one("[data-saved]");
    if (place) place.textContent = words;
  };

  function apply(answer) {
    if (answer.location) {
      location.assign(answer.location);
      return;
    }
    version = answer.version;
    root.dataset.version = version;
    for (const field of all("input[name=version]")) field.value = version;
    for (const patch of answer.patches) replaceRows(patch);
    for (const [id, html] of Object.entries(answer.regions)) {
      const place = document.getElementById(id);
      if (place) place.innerHTML = html;
    }
    history("undo", answer.undo);
    history("redo", answer.redo);
    root.dispatchEvent(new CustomEvent("draft:changed", { detail: answer }));
  }

  function replaceRows({ list: name, at, remove, html }) {
    const list = lists.find((one) => one.dataset.listOf === name);
    const first = at - Number(list.dataset.offset);
    const rows = rowsOf(list);
    const gone = rows.slice(first, first + remove);
    const held = gone.some((row) => row.contains(document.activeElement) || "current" in row.dataset);
    const offset = gone.findIndex((row) => "current" in row.dataset);
    const made = document.createElement("template");
    made.innerHTML = html.trim();
    const come = [...made.content.children];
    const before = rows[first + remove] ?? null;
    for (const row of gone) row.remove();
    list.insertBefore(made.content, before);
    renumber(list);
    prepare(list);
    if (held) take(come[Math.min(Math.max(offset, 0), come.length - 1)] ?? before ?? list.lastElementChild);
  }

  /** Rows behind a change moved: their ids follow, so that links to them keep meaning something. */
  function renumber(list) {
    const word = list.dataset.listOf === "pairs" ? "pair" : list.dataset.listOf;
    const offset = Number(list.dataset.offset);
    rowsOf(list).forEach((row, n) => {
      row.id = `${word}-${offset + n}`;
    });
  }

  function history(name, label) {
    const button = one(`[data-history=${name}]`);
    if (!button) return;
    button.disabled = label === null;
    if (name === "undo") {
      const said = one("[data-last-step] bdi");
      if (said) said.textContent = label ?? "";
      if (label) announce(label);
    }
  }

  one("#history")?.addEventListener("submit", (event) => {
    event.preventDefault();
    send({ do: event.submitter?.value ?? "undo" });
  });
  bind(
    document,
    { "Mod+Z": () => void send({ do: "undo" }), "Mod+Shift+Z": () => void send({ do: "redo" }), "Mod+Y": () => void send({ do: "redo" }) },
    { when: (event) => !isTyping(event.target) && !one("dialog[open]") },
  );

  return { send, move, take, current, listOf, indexOf, rowsOf, lists };
}

/** Single keys work only with the row itself or one of its buttons in focus. */
export const onRow = (draft) => (event) =>
  !isTyping(event.target) && !one("dialog[open]") && draft.current()?.contains(event.target);

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
