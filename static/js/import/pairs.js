// Step three: merge, split, shift, move, pin and unpair, by keys, buttons and dragging.

import { notice } from "../lib/announce.js";
import { all, delegate, isTyping, one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { corrections } from "./correct.js";
import { KIND_KEYS, onRow, rowInTurn, startDraft } from "./draft.js";
import { readKept, writeKept } from "./kept.js";
import { moving } from "./moving.js";
import { splitting } from "./split.js";
import { wayThrough } from "./weakest.js";

const root = one("[data-draft]");
const correcting = corrections();
const draft = startDraft(root, { ...correcting.guards, taken, beyond: (by) => way.beyond(by) });

/** Sends what make(row) gives when the step's turn has come: an earlier one may have put another row in its place. */
function send(row, make) {
  if (!row) return Promise.resolve(null);
  const turn = rowInTurn(draft, row);
  return draft.send(() => {
    const now = turn();
    return now && make(now);
  });
}

/** name is "merge" or "down:target"; the row's number goes behind it. */
const step = (row, name, more = {}) => send(row, (now) => ({ do: `${name}:${draft.indexOf(now)}`, ...more }));

// --- blocks: where a side of the row in hand has several, each can have the focus and is meant alone

function taken(row, before) {
  const kind = one(".acts select", row);
  if (kind) kind.value = row.dataset.kind;
  const more = one(".acts .more", row);
  if (more) more.open = (before && one(".acts .more", before)?.open) ?? isMoreOpen;
  for (const words of before ? all(".words[tabindex]", before) : []) words.removeAttribute("tabindex");
  for (const cell of all(".cell", row)) {
    const blocks = all(":scope > .words", cell);
    if (blocks.length > 1) for (const words of blocks) words.tabIndex = 0;
  }
}

// "More", once opened, stays open from row to row.
let isMoreOpen = false;
root.addEventListener("toggle", ({ target }) => void (isMoreOpen = target.open), { capture: true });

const cellOf = (row, side) => one(`.cell[data-side=${side}]`, row);
/** The block of that side in focus, else null. */
const focused = (row, side) => {
  const words = document.activeElement?.closest?.(".words");
  return words && cellOf(row, side).contains(words) ? words : null;
};

const SIDES = ["target", "source"];
/** A step on one side of a row: on its block in focus alone where there are several. */
function sideStep(row, name, side) {
  const words = row && focused(row, side);
  step(row, `${name}:${side}`, words ? { block: all(":scope > .words", cellOf(row, side)).indexOf(words) } : {});
}
/** The side of the block in focus, else the first one that has words. */
const sideInHand = (row) =>
  SIDES.find((side) => focused(row, side)) ?? SIDES.find((side) => one(".words", cellOf(row, side))) ?? "target";

// --- correcting, splitting, moving

const blockOf = (box) => [...box.parentElement.children].filter((one) => one.matches(".words, .correct")).indexOf(box);
correcting.start(draft, {
  text: (row, box, text) => ({
    do: `text:${box.parentElement.dataset.side}:${draft.indexOf(row)}:${blockOf(box)}`,
    text,
  }),
  split: (row, box, at) => ({
    do: `split:${draft.indexOf(row)}`,
    [`cut-${box.parentElement.dataset.side}`]: `${blockOf(box)}:${at}`,
  }),
});
const correct = (row, side) => correcting.correct(row, focused(row, side) ?? one(".words", cellOf(row, side)));
const split = splitting(root, draft, (row, cuts) => step(row, "split", cuts));
const moves = moving(root, draft, send);
const way = wayThrough(root, draft, moves.taking);

delegate(root, "dblclick", ".cell > .words", (_, words) => correcting.correct(words.closest(".pair"), words));

// --- buttons

const OPENERS = {
  split: (row) => split(row),
  "edit:target": (row) => correct(row, "target"),
  "edit:source": (row) => correct(row, "source"),
  "cut:target": (row) => moves.cut(row, "target", focused(row, "target")),
  "cut:source": (row) => moves.cut(row, "source", focused(row, "source")),
  "join:target": (row) => sideStep(row, "join", "target"),
  "join:source": (row) => sideStep(row, "join", "source"),
  "leave-out:target": (row) => sideStep(row, "leave-out", "target"),
  "leave-out:source": (row) => sideStep(row, "leave-out", "source"),
};

delegate(root, "click", "[data-act]", (event, button) => {
  event.preventDefault();
  const row = button.closest(".pair");
  const { act } = button.dataset;
  if (OPENERS[act]) OPENERS[act](row);
  else step(row, act);
});
delegate(root, "change", ".pair select", (_, select) => step(select.closest(".pair"), "kind", { kind: select.value }));
one("#rows").addEventListener("submit", (event) => {
  event.preventDefault();
  // The headline check's and the offers' buttons belong to this form and stand outside the rows or name no row.
  if (event.submitter?.matches("[data-do], [data-offer]")) draft.send({ do: event.submitter.value });
});

function answerOffer(row, how) {
  const button = one(`[data-offer=${how}]`, row);
  if (button) draft.send({ do: button.value });
  else notice("No move is offered for this pair.");
}

// --- naming the translator says which of the two is meant

for (const field of all("#create-form [name=translator_id], #create-form [name=translator_name]")) {
  field.addEventListener("input", () => {
    if (field.value.trim()) one("[name=translator]", field.closest(".check")).checked = true;
  });
}

// --- what is answered before the article is created is kept while one goes from page to page

function keepAnswers(answers) {
  const key = answers.dataset.keep;
  const given = () =>
    Object.fromEntries([...new FormData(answers)].filter(([name]) => !["csrf_token", "version"].includes(name)));
  if (!one("[aria-invalid]", answers)) {
    for (const [name, value] of Object.entries(readKept(key)?.answers ?? {})) {
      for (const field of all(`[name="${CSS.escape(name)}"]`, answers)) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
    }
  }
  answers.addEventListener("input", () => writeKept(key, { answers: given() }));
  // Once created there is nothing to come back to.
  answers.addEventListener("submit", () => writeKept(key, null));
}

// The rows of an article in work make no new one: then nothing is asked.
const answers = one("#create-form");
if (answers) keepAnswers(answers);

// --- keys

const on = (name, more) => () => step(draft.current(), name, more);
const inHand = (run) => () => draft.current() && run(draft.current());
const align = () => one("#align [value=rest]")?.click();
// Aligned anew, the page opens where one was.
one("#align")?.addEventListener("submit", ({ target }) => {
  const row = draft.current();
  if (row) target.elements.at.value = draft.indexOf(row);
});

bind(document, draft.keys({ w: way.next, "Shift+W": way.back, r: align }), { when: (event) => !isTyping(event.target) && !one("dialog[open]") });
// On: to what changes, or to the questions before an article is made of it; there it makes it.
bind(
  document,
  {
    "Mod+Enter": ({ target }) => {
      const questions = one("#create-form");
      if (questions?.contains(target)) return questions.requestSubmit();
      one("[data-onward]").click();
      if (questions) one("input:not([type=hidden])", questions).focus();
    },
  },
  { when: ({ target }) => !target.closest?.("[data-splitting]") && !one("dialog[open]") },
);

bind(
  document,
  draft.keys({
    j: () => draft.move(1),
    k: () => draft.move(-1),
    ArrowDown: () => draft.move(1),
    ArrowUp: () => draft.move(-1),
    m: on("merge"),
    s: inHand(split),
    u: on("unpair"),
    p: on("pin"),
    t: on("swap:target"),
    "Shift+T": on("swap:source"),
    x: inHand(OPENERS["cut:target"]),
    "Shift+X": inHand(OPENERS["cut:source"]),
    v: inHand((row) => moves.put(row, "put")),
    "Shift+V": inHand((row) => moves.put(row, "apart")),
    e: inHand(OPENERS["edit:target"]),
    "Shift+E": inHand(OPENERS["edit:source"]),
    n: inHand(OPENERS["join:target"]),
    "Shift+N": inHand(OPENERS["join:source"]),
    Delete: inHand((row) => sideStep(row, "leave-out", sideInHand(row))),
    "Shift+Delete": inHand(OPENERS["leave-out:source"]),
    g: inHand((row) => answerOffer(row, "take")),
    "Shift+G": inHand((row) => answerOffer(row, "leave")),
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
  }),
  { when: (event) => onRow(draft)(event) && !event.target.closest("[data-splitting]") },
);

draft.arrive();
