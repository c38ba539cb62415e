// A problem's card under the keys: what can be done with it has a letter, which counts while the card, and no text field,
// has the focus.

import { notice } from "../lib/announce.js";
import { all, isTyping, one } from "../lib/dom.js";
import { SEND } from "../lib/dialog.js";
import { keyOf, matches } from "../lib/keys.js";

/** Letter, and what it does: the buttons say which of them a card offers now. */
export const CARD_KEYS = {
  apply: ["A", "Apply the suggestion"],
  fix: ["F", "Mark as fixed"],
  accept: ["Y", "Accept the fix"],
  reopen: ["R", "Reopen"],
  dispute: ["D", "Dispute, with a reason"],
  withdraw: ["W", "Withdraw"],
  undo: ["Z", "Take back the step you took last"],
  uphold: ["U", "Uphold"],
  answer: ["N", "Answer the question"],
  author: ["O", "Note what the author of the Arabic answered"],
  reply: ["C", "Reply"],
  mend: ["E", "Edit what you just said"],
  again: ["S", "The same error in other words"],
  attach: ["H", "Attach to the words chosen in the row"],
  place: ["P", "Attach where its own words stand"],
  off: ["T", "To the tray: it was found on other words"],
  go: ["G", "Go to the row"],
  sign: ["V", "Sign the legal read: it may go out"],
  refuse: ["X", "Legal read: it may not go out"],
};
/** The list of keys for the help. */
export const CARD_ACTIONS = Object.entries(CARD_KEYS).map(([name, [keys, label]]) => ({ name: `card-${name}`, label, keys, group: "On a problem’s card" }));

/** Why a letter does nothing on a card. `state`: its row's. */
function whyNot(name, card, state) {
  if (name !== "apply") return `This card does not offer “${CARD_KEYS[name][1]}” as it stands.`;
  if (!one(".fix ins", card)) return "This card suggests no words to apply.";
  return state === "approved" ? "The row is approved: its words can be changed once it is reopened." : "The suggestion cannot be applied as the row stands.";
}

export class Cards {
  /**
   * `leave()` takes the focus back into the row in hand, `renew()` draws the cards as they are with all words saved;
   * `stateOf(id)` is a row's state, and `undo(problem)` takes back what the last act did to it, if that can be.
   */
  constructor({ panel, leave, renew, stateOf, undo }) {
    Object.assign(this, { renew, stateOf, undo });
    this.root = panel.root;
    this.typed = null; // while a card is on its way: the letters typed for it
    this.leave = leave;
    // Before the keys of the page, of which Mod+Enter is one.
    addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  /** The card that has the focus, itself or something in it. */
  get focused() {
    const card = document.activeElement?.closest(".problem");
    return card && this.root.contains(card) ? card : null;
  }

  /** The cards somebody still has to do something about. */
  get #waiting() {
    return all(".problem:not(.settled)", this.root);
  }

  /** The card `step` from the focused one; null at the end. */
  next(step) {
    const at = this.#waiting.indexOf(this.focused);
    return (at < 0 ? this.#waiting.at(step > 0 ? 0 : -1) : this.#waiting[at + step]) ?? null;
  }

  /** The first card of what `load()` brings (from behind: the last). */
  focusFirst(step, load) {
    return this.#focusOnce(load, () => this.#waiting.at(step > 0 ? 0 : -1) ?? one(".problem", this.root));
  }

  /** The card of this problem, once `load()` has brought it; the row where it does not. */
  focusOn(problem, load = () => {}) {
    return this.#focusOnce(load, () => one(`.problem[data-problem="${problem}"]`, this.root));
  }

  /** Letters typed until the card is there are for it, not for a text. */
  async #focusOnce(load, find) {
    this.root.tabIndex = -1;
    this.root.focus({ preventScroll: true });
    this.typed ??= [];
    try {
      await load();
      const card = find();
      if (card) this.focus(card);
      else this.leave();
    } finally {
      this.#replayTyped();
    }
  }

  #replayTyped() {
    const typed = this.typed ?? [];
    this.typed = null;
    for (const event of typed) this.#replay(event);
  }

  focus(card) {
    card?.focus({ preventScroll: true });
    card?.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    const card = this.focused;
    const isLetter = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (this.typed && isLetter && !isTyping(event.target)) {
      event.preventDefault();
      this.typed.push(event);
      return;
    }
    if (!card || event.isComposing) return;
    if (this.#do(card, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  /** A letter typed before the card was there: for the card, or for the text that a letter before it opened. */
  #replay(event) {
    const field = document.activeElement;
    if (isTyping(field)) {
      field.setRangeText(event.key, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (this.focused) this.#do(this.focused, event);
  }

  #do(card, event) {
    const field = isTyping(event.target) ? event.target : null;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (matches(event, SEND)) return field?.form ? this.#send(field.form) : false;
    if (event.key === "Escape") return this.#escape(card, field);
    if (field || !isPlain) return false;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return this.#step(card, event.key === "ArrowDown" ? 1 : -1);
    if (event.shiftKey || event.key.length > 1) return false;
    const letter = keyOf(event);
    const name = Object.keys(CARD_KEYS).find((known) => CARD_KEYS[known][0].toLowerCase() === letter);
    if (!name) return false;
    if (name === "undo" && this.undo(card.dataset.problem)) return true;
    const control = all(`[data-card="${name}"]`, card).at(-1); // of several things one said, the last
    if (control) this.#use(control);
    else notice(whyNot(name, card, this.stateOf(Number(card.dataset.segment))), { tone: "warn" });
    return true;
  }

  /** What says something opens its box first, and is what Mod+Enter sends then; what only asks to be sure waits for the
   *  same key once more. */
  #use(control) {
    const talk = control.closest("details");
    if (!talk || "atOnce" in control.dataset) return control.click();
    const field = one("textarea, input[data-mentions]", talk);
    if (!field) return talk.open ? control.click() : this.#makeSure(control);
    talk.open = true;
    field.form.dataset.sends = control.dataset.card;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }

  /** Asks to be sure, if there is still reason to: the words may have been changed just now. Letters typed meanwhile wait. */
  async #makeSure({ dataset, form }) {
    const { problem } = form.closest(".problem").dataset;
    this.typed ??= [];
    try {
      await this.renew();
      const control = all(`[data-problem="${problem}"] [data-card="${dataset.card}"]`, this.root).at(-1);
      const talk = control?.closest("details");
      if (!talk) return control?.click();
      talk.open = true;
      control.focus();
    } finally {
      this.#replayTyped();
    }
  }

  #send(form) {
    const wanted = one(`[data-card="${form.dataset.sends}"][type=submit]`, form) ?? all("[data-says]", form).at(-1);
    if (wanted) form.requestSubmit(wanted);
    else form.closest(".problem").focus(); // there is a choice, which has its letters
    return true;
  }

  /** Out of a box to its card, from the card to the row. What was written stays. */
  #escape(card, field) {
    if (field?.getAttribute("aria-activedescendant")) return false; // the picker of names closes first
    const talk = (field ?? document.activeElement).closest("details.talk[open]");
    if (!field && !talk) this.leave();
    else {
      if (talk && (!field || field.value === field.defaultValue)) talk.open = false;
      card.focus();
    }
    return true;
  }

  #step(card, step) {
    const cards = all(".problem", this.root);
    this.focus(cards[cards.indexOf(card) + step]);
    return true;
  }
}
