// Reading the English alone: words chosen in a passage are marked there, and a passage's Arabic opens when asked for.

import { notice } from "../lib/announce.js";
import { element, one } from "../lib/dom.js";
import { getJSON, postJSON } from "../lib/http.js";
import { matches, parseKeys, printed } from "../lib/keys.js";
import { selectionIn, toUnits } from "../lib/offsets.js";
import { Marking } from "../editor/marking.js";
import { Mentions } from "../editor/mentions.js";
import * as ranges from "../editor/ranges.js";

const MARK = "Mod+E";
const page = document.getElementById("reading");
const button = element("button", { type: "button", class: "mark-here", hidden: true }, "Mark");
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
    const answer = await postJSON(url, { ...data, version: Number(version), seen: Number(seen), reading_pass: "english" });
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
  ranges.draw(cell, text, [...over, { ...said, start: toUnits(text, start), end: toUnits(text, end) }]);
}

async function mark() {
  const found = chosen();
  if (!found) return notice("Select the words to mark first, within one passage.");
  button.hidden = true;
  passage = found.cell.closest(".passage");
  await marking.start({ source: null, target: found.words, place: found.place });
  getSelection().removeAllRanges();
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

const keys = parseKeys(MARK);
document.addEventListener("keydown", (event) => {
  if (event.isComposing || one("dialog[open]") || !matches(event, keys)) return;
  event.preventDefault();
  mark();
});
one("[data-mark-key]").textContent = printed(MARK).join(" ");

// A mark leads to its problem in the rows.
page.addEventListener("click", ({ target }) => {
  const found = target.closest("mark[data-problems]");
  if (found && getSelection().isCollapsed) location.assign(`/articles/${page.dataset.slug}?at=${found.closest(".passage").dataset.id}`);
});
