// Reading the English alone: words chosen in a passage are marked there, and a passage's Arabic opens when asked for.

import { announce, notice } from "../lib/announce.js";
import { collapse, giveCarets, keepingCaret } from "../lib/caret.js";
import { all, delegate, element, one } from "../lib/dom.js";
import { getJSON, postJSON } from "../lib/http.js";
import { bind } from "../lib/keys.js";
import { selectionIn, toUnits } from "../lib/offsets.js";
import { Marking } from "../editor/marking.js";
import { Mentions } from "../editor/mentions.js";
import * as ranges from "../editor/ranges.js";

const MARK = "Mod+E";
const page = document.getElementById("reading");
const texts = all(".target", page);
const button = element("button", { type: "button", class: "mark-here", hidden: true }, "Mark");
const beside = new Set(); // the passages whose Arabic was opened on this visit: they are no longer read without it
let passage = null;

/** The words selected in one passage, or null. */
function chosen() {
  const selection = getSelection();
  const cell = selection.anchorNode?.parentElement?.closest(".target");
  if (selection.isCollapsed || !cell || !page.contains(cell)) return null;
  const words = selectionIn(cell, selection);
  return words && { cell, words, place: selection.getRangeAt(0).getBoundingClientRect() };
}

new Mentions({ slug: page.dataset.slug });
const marking = new Marking({
  earlier: async () => (await getJSON(`/articles/${page.dataset.slug}/marks`)).marks,
  send: async (data) => {
    const { slug, version: seen } = page.dataset;
    const { id, version } = passage.dataset;
    const url = `/articles/${slug}/segments/${id}/problems`;
    const reading_pass = beside.has(passage) ? "bilingual" : "english";
    const answer = await postJSON(url, { ...data, version: Number(version), seen: Number(seen), reading_pass });
    draw(data, answer.problem);
    notice(answer.says, { tone: "good", action: { label: "See it in the rows", run: () => location.assign(`/articles/${slug}?at=${id}`) } });
  },
});

/** Draws what was marked over the passage's words. */
function draw({ severity, spans }, problem) {
  const cell = one(".target", passage);
  const { text, ranges: over } = ranges.read(cell);
  const [{ start, end }] = spans;
  const said = { type: "problem", problems: String(problem), severity: severity ?? "neutral", status: "open" };
  const drawn = [...over, { ...said, start: toUnits(text, start), end: toUnits(text, end) }];
  keepingCaret(cell, () => ranges.draw(cell, text, drawn));
}

async function mark() {
  const found = chosen();
  if (!found) return notice("Select the words to mark first, within one passage.");
  button.hidden = true;
  passage = found.cell.closest(".passage");
  const how = await marking.start({ source: null, target: found.words, place: found.place });
  if (how === "marked") collapse(found.cell);
}

function offer() {
  const found = chosen();
  button.hidden = !found;
  if (!found) return;
  button.style.insetBlockStart = `${scrollY + found.place.bottom + 6}px`;
  button.style.insetInlineStart = `${scrollX + Math.min(found.place.left + found.place.width / 2, innerWidth - 80)}px`;
}

document.body.append(button);
button.addEventListener("pointerdown", (event) => event.preventDefault());
button.addEventListener("click", mark);
document.addEventListener("pointerup", () => setTimeout(offer, 0));
document.addEventListener("touchend", () => setTimeout(offer, 300));
document.addEventListener("selectionchange", () => getSelection().isCollapsed && (button.hidden = true));

page.addEventListener("toggle", ({ target }) => target.open && beside.add(target.closest(".passage")), { capture: true });

// --- by keyboard: one text is in the tab order, the others are reached from it --------------------------------------

giveCarets(page, ".target", (cell) => ({ label: `Passage ${texts.indexOf(cell) + 1} of ${texts.length}, for choosing words`, hint: "reading-note" }));
if (texts.length) texts[0].tabIndex = 0;
page.addEventListener("focusin", ({ target }) => {
  if (texts.includes(target)) for (const text of texts) text.tabIndex = text === target ? 0 : -1;
});

const current = () => document.activeElement.closest?.(".passage") ?? null;

/** To the passage `step` from the one in use; before any was, to the first. */
function go(step) {
  const at = texts.indexOf(current() && one(".target", current()));
  const to = at < 0 ? texts[0] : texts[at + step];
  to?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: "nearest" });
}

/** Shows or hides the Arabic of the passage in use. */
function turn() {
  const original = current() && one(".original", current());
  if (!original) return notice("Choose a passage that has Arabic first.");
  original.open = !original.open;
  announce(original.open ? one(".ar", original).textContent : "The Arabic is hidden again.");
}

/** The problem at the caret, in the rows. */
function openMark() {
  const found = getSelection().focusNode?.parentElement?.closest("mark[data-problems]");
  if (!found || !page.contains(found)) return false;
  goToRow(found);
}

bind(
  document,
  { [MARK]: mark, F2: turn, "Alt+ArrowDown": () => go(1), "Alt+ArrowUp": () => go(-1), Enter: openMark },
  { when: ({ target }) => !one("dialog[open]") && !target.closest?.("summary, a, button") },
);

// An arrow that leads nowhere in its passage leads on to the next.
const ON = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
page.addEventListener("keydown", ({ key, target, shiftKey, ctrlKey, altKey, metaKey }) => {
  if (!ON[key] || shiftKey || ctrlKey || altKey || metaKey || !texts.includes(target)) return;
  const { focusNode, focusOffset, isCollapsed } = getSelection();
  setTimeout(() => {
    const now = getSelection();
    if (isCollapsed && now.focusNode === focusNode && now.focusOffset === focusOffset && document.activeElement === target) go(ON[key]);
  });
});

// Other marks are drawn where one was reading.
delegate(document, "click", "a[data-marks]", (_, link) => {
  const passage = all(".passage", page).find((shown) => shown.getBoundingClientRect().bottom > innerHeight / 4);
  if (passage) link.hash = passage.id;
});

// A mark leads to its problem in the rows.
const goToRow = (found) => location.assign(`/articles/${page.dataset.slug}?at=${found.closest(".passage").dataset.id}#p${found.dataset.problems}`);
page.addEventListener("click", ({ target }) => {
  const found = target.closest("mark[data-problems]");
  if (found && getSelection().isCollapsed) goToRow(found);
});
