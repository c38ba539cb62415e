// Splitting a pair: each side by its sentences, with a place to cut before each, chosen with the arrow keys; with Ctrl,
// or by a click into the words, the cut goes to any word.

import { announce, notice } from "../lib/announce.js";
import { all, delegate, element, one } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";
import { bind, isMac } from "../lib/keys.js";
import { toCodePoints } from "../lib/offsets.js";

/** Returns split(row), which shows the form in the row's place until it is sent or left. `step(row, fields)` sends. */
export function splitting(root, draft, step) {
  const whole = new WeakMap(); // rows being split → what they showed

  async function split(row) {
    if (!row || "splitting" in row.dataset || "correcting" in row.dataset) return;
    let form;
    try {
      form = await getJSON(`${root.dataset.splitForm}?row=${draft.indexOf(row)}`);
    } catch (error) {
      return void notice(error.message, { tone: "bad" });
    }
    if (!row.isConnected || "splitting" in row.dataset || !form.cells) return;
    whole.set(row, [...row.childNodes]);
    const middle = one(".middle", row);
    const cells = Object.entries(form.cells).map(([side, html]) => {
      const cell = element("div", { class: "cell", data: { side } });
      cell.innerHTML = html;
      return cell;
    });
    const acts = document.createElement("template");
    acts.innerHTML = form.acts.trim();
    row.replaceChildren(...cells, middle, acts.content);
    row.dataset.splitting = "";
    const chosen = all("input:checked", row).find((input) => !isLast(input)) ?? one("input:checked", row);
    chosen?.focus();
  }

  function leave(row) {
    row.replaceChildren(...whole.get(row));
    delete row.dataset.splitting;
    row.focus();
  }

  function send(row) {
    const cuts = all("[data-cuts]", row).map((cell) => [`cut-${cell.dataset.cuts}`, one("input:checked", cell)?.value]);
    step(row, Object.fromEntries(cuts.filter(([, cut]) => cut)));
  }

  delegate(root, "click", "[data-split]", (event, button) => {
    const row = button.closest("[data-splitting]");
    if (!row) return; // the page without this script's form has it by itself
    event.preventDefault();
    if (button.dataset.split === "do") send(row);
    else leave(row);
  });

  const inForm = (event) => event.target instanceof Element && event.target.closest("[data-splitting]");
  const word = isMac() ? "Alt" : "Ctrl";
  const byWord = (left) => (event) => {
    const cell = event.target.closest("[data-cuts]");
    if (!cell) return false;
    const forward = left === (getComputedStyle(one(".words", cell)).direction === "rtl");
    moveByWord(cell, forward);
    return true;
  };
  /** The arrows of a group of choices go round by themselves; here its ends are the pair's. */
  const stopAt = (end) => (event) => event.target.matches("input[type=radio]") && all("input", event.target.closest("[data-cuts]")).at(end) === event.target;
  bind(
    root,
    {
      ArrowUp: stopAt(0),
      ArrowLeft: stopAt(0),
      ArrowDown: stopAt(-1),
      ArrowRight: stopAt(-1),
      Enter: (event) => (event.target.matches("a, button") ? false : send(inForm(event))),
      Escape: (event) => leave(inForm(event)),
      [`${word}+ArrowLeft`]: byWord(true),
      [`${word}+ArrowRight`]: byWord(false),
    },
    { when: inForm },
  );

  delegate(root, "click", "[data-cuts] .words", (event, words) => {
    const place = caretAt(event);
    if (!place || !words.contains(place.node)) return;
    event.preventDefault();
    const at = nearestWord(words.textContent, place.offset);
    cutAt(words.closest("[data-cuts]"), Number(words.dataset.block), Number(words.dataset.at) + toCodePoints(words.textContent, at));
  });

  return split;
}

const isLast = (input) => input.closest(".cut").matches(":last-child");

function caretAt(event) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(event.clientX, event.clientY);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  return range && { node: range.startContainer, offset: range.startOffset };
}

/** Where words begin, as UTF-16 offsets, without the first. */
const wordStarts = (text) => [...text.matchAll(/\s+(?=\S)/gu)].map((gap) => gap.index + gap[0].length);

function nearestWord(text, at) {
  return [0, ...wordStarts(text)].reduce((best, one) => (Math.abs(one - at) < Math.abs(best - at) ? one : best));
}

/** All places to cut a side at, from the top: [block, code point]. */
function places(cell) {
  const found = all(".words", cell).flatMap((words) =>
    [0, ...wordStarts(words.textContent)].map((at) => [
      Number(words.dataset.block),
      Number(words.dataset.at) + toCodePoints(words.textContent, at),
    ]),
  );
  return [...found, all(".cut input", cell).at(-1).value.split(":").map(Number)];
}

function moveByWord(cell, forward) {
  const [block, at] = one("input:checked", cell).value.split(":").map(Number);
  const all = places(cell);
  const here = all.findIndex((place) => place[0] === block && place[1] === at);
  const goal = all[here + (forward ? 1 : -1)];
  if (goal) cutAt(cell, ...goal);
}

/** Chooses the cut before this code point of a block; between words it is put there for the time being. */
function cutAt(cell, block, at) {
  const own = one(".cut[data-own]", cell);
  const isOwn = own && one("input", own).value === `${block}:${at}`;
  if (own && !isOwn) joinAround(own);
  let input = all("input", cell).find((one) => one.value === `${block}:${at}`);
  if (!input) input = cutInto(cell, block, at);
  input.checked = true;
  input.focus();
  const next = input.closest(".cut").nextElementSibling;
  if (next) announce(next.textContent.slice(0, 60));
}

function joinAround(own) {
  const [above, below] = [own.previousElementSibling, own.nextElementSibling];
  above.textContent += below.textContent;
  below.remove();
  own.remove();
}

function cutInto(cell, block, at) {
  const words = all(".words", cell).findLast((one) => Number(one.dataset.block) === block && Number(one.dataset.at) < at);
  const letters = [...words.textContent];
  const head = at - Number(words.dataset.at);
  const below = words.cloneNode();
  below.dataset.at = at;
  below.textContent = letters.slice(head).join("");
  words.textContent = letters.slice(0, head).join("");
  const input = element("input", { type: "radio", name: one("input", cell).name, value: `${block}:${at}`, "aria-label": "between words" });
  words.after(element("label", { class: "cut", data: { own: "" } }, input, element("span", {}, "split here")), below);
  return input;
}
