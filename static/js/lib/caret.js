// A caret in a text that cannot be changed, to choose its words by keyboard as in any text box: Shift and the arrows by
// letter, with Ctrl (⌥ on a Mac) by word, Home and End. That a letter and its vowel signs are one, and which way an arrow
// goes in Arabic, the browser knows: so the text is editable while it has the focus, and every change is refused.

import { delegate } from "./dom.js";
import { placeIn, rangeOf } from "./offsets.js";

const MOVES = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
const CHANGES = ["beforeinput", "paste", "drop", "cut"];
const ATTRIBUTES = ["contenteditable", "spellcheck", "inputmode", "role", "aria-readonly", "aria-multiline", "aria-label", "aria-describedby", "data-caret"];
const kept = new WeakMap(); // text → where its selection was when the focus left it
let isByKeyboard = true; // how the page was last used; :focus-visible knows nothing of keys with Ctrl

addEventListener("keydown", () => (isByKeyboard = true), { capture: true });
addEventListener("pointerdown", () => (isByKeyboard = false), { capture: true });

/**
 * Gives the texts of `selector` under `root` a caret when the focus comes by keyboard, else with the first key that moves
 * one. `describe(cell)` says what they are called: {label, hint}, hint being the id of a sentence on the page.
 */
export function giveCarets(root, selector, describe) {
  delegate(root, "focusin", selector, (event, cell) => event.target === cell && isByKeyboard && enter(cell, describe(cell)));
  delegate(root, "keydown", selector, (event, cell) => event.target === cell && MOVES.includes(event.key) && enter(cell, describe(cell)), { capture: true });
}

/** Whether this text has the caret. */
export const hasCaret = (cell) => cell?.dataset?.caret !== undefined;

/** Puts the caret into a text: on these words ({start, end} in code points), else where it was, else at the start. */
export function enter(cell, { label, hint = null }, words = null) {
  if (!hasCaret(cell)) open(cell, label, hint);
  if (document.activeElement !== cell) cell.focus({ preventScroll: true });
  if (words) return select(cell, words.start, words.end);
  if (selectionOf(cell)) return;
  const { anchor, focus } = kept.get(cell) ?? { anchor: 0, focus: 0 };
  select(cell, anchor, focus);
}

function open(cell, label, hint) {
  cell.dataset.caret = "";
  cell.contentEditable = "true";
  cell.spellcheck = false;
  cell.inputMode = "none"; // nothing is written: no keyboard on the screen
  cell.setAttribute("role", "textbox");
  cell.setAttribute("aria-readonly", "true");
  cell.setAttribute("aria-multiline", "true");
  cell.setAttribute("aria-label", label);
  if (hint) cell.setAttribute("aria-describedby", hint);
  for (const type of CHANGES) cell.addEventListener(type, refuse);
  cell.addEventListener("compositionstart", holdComposition);
  cell.addEventListener("blur", leaveOnBlur);
}

const refuse = (event) => event.preventDefault();
const leaveOnBlur = ({ currentTarget }) => leave(currentTarget);

/** What an input method composes cannot be refused, only taken out again. */
function holdComposition({ currentTarget: cell }) {
  const nodes = [...cell.childNodes].map((node) => node.cloneNode(true));
  const { anchor, focus } = selectionOf(cell) ?? { anchor: 0, focus: 0 };
  const giveBack = () => {
    cell.replaceChildren(...nodes);
    if (hasCaret(cell)) select(cell, anchor, focus);
  };
  cell.addEventListener("compositionend", () => setTimeout(giveBack), { once: true });
}

/** Takes the caret out of a text. */
export function leave(cell) {
  if (!hasCaret(cell)) return;
  const selection = selectionOf(cell);
  if (selection) kept.set(cell, selection);
  for (const type of CHANGES) cell.removeEventListener(type, refuse);
  cell.removeEventListener("compositionstart", holdComposition);
  cell.removeEventListener("blur", leaveOnBlur);
  for (const name of ATTRIBUTES) cell.removeAttribute(name);
}

/** Selects from one place to another, in code points. */
export function select(cell, anchor, focus) {
  const last = [...cell.textContent].length;
  const [from, to] = [anchor, focus].map((at) => rangeOf(cell, Math.min(at, last), Math.min(at, last)));
  if (from) getSelection().setBaseAndExtent(from.startContainer, from.startOffset, to.startContainer, to.startOffset);
  else getSelection().collapse(cell, 0);
}

/** Both ends of the selection in a text, in code points; null when it is elsewhere. */
function selectionOf(cell) {
  const { anchorNode, anchorOffset, focusNode, focusOffset } = getSelection();
  const [anchor, focus] = [placeIn(cell, anchorNode, anchorOffset), placeIn(cell, focusNode, focusOffset)];
  return anchor === null || focus === null ? null : { anchor, focus };
}

/** Draws a text anew with `draw()`; a caret or words chosen in it stay where they were. */
export function keepingCaret(cell, draw) {
  const selection = hasCaret(cell) || !getSelection().isCollapsed ? selectionOf(cell) : null;
  draw();
  if (selection) select(cell, selection.anchor, selection.focus);
}

/** Lets go of the words chosen in a text: the caret stays at their end. */
export function collapse(cell) {
  const selection = selectionOf(cell);
  const { anchor, focus } = selection ?? kept.get(cell) ?? { anchor: 0, focus: 0 };
  const end = Math.max(anchor, focus);
  kept.set(cell, { anchor: end, focus: end });
  if (selection) select(cell, end, end);
}
