// The panel beside the rows follows the row in hand.

import { all, debounce, delegate, one } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";
import { tellTimes } from "../controllers/times.js";

const FOLDED = 80; // pixels: on a phone the sheet shows its tabs only while words are written

export class Panel {
  constructor({ slug, hand, showKeys, failed }) {
    Object.assign(this, { slug, hand, showKeys, failed });
    this.root = document.getElementById("panel");
    this.tab = one("[data-tab-content]", this.root).dataset.tabContent;
    this.filter = null; // of a row's history, for as long as the row is in hand
    this.pointed = null; // the card to be shown, and whether it has been
    this.drawn = () => {}; // hears that the panel was drawn anew
    this.request = null;
    this.drafts = new Map(); // what was begun to be written, by the field's id: it outlives the row in hand
    this.refreshSoon = debounce(() => this.refresh(), 90);
    hand.addEventListener("taken", () => {
      this.filter = this.pointed = null;
      if (this.tab === "all" || this.tab === "article") this.tab = this.chosen ?? "problems";
      this.refreshSoon();
    });
    // The sheet on a narrow screen gives way to the text box in use: were the focus to go at the press, the tab would
    // have moved from under the pointer before its release.
    delegate(this.root, "mousedown", "[data-tab]", (event) => event.preventDefault());
    delegate(this.root, "click", "[data-tab]", (event, link) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      if (this.root.scrollHeight > this.root.clientHeight && this.root.clientHeight < FOLDED) document.activeElement?.blur();
      this.show(link.dataset.tab, link.dataset.skip).then(() => link.dataset.points && this.point(link.dataset.points));
    });
    delegate(this.root, "change", "[data-history-filter] select", ({ target }) => {
      this.filter = new URLSearchParams(new FormData(target.form));
      this.refresh();
    });
    this.showKeys(this.root);
  }

  /** Turns to a tab. `history` and `problems` are kept for the rows to come. */
  show(tab, skip = 0) {
    this.chosen = tab === "history" ? "history" : "problems";
    this.tab = tab;
    this.skip = skip;
    return this.refresh();
  }

  /** Fetches the panel anew, unless somebody is writing in it. */
  async refresh({ force = false } = {}) {
    const writing = all("textarea, input", this.root).some((field) => field.value !== field.defaultValue);
    if (writing && !force && this.shown === this.hand.id) return;
    this.refreshSoon.cancel();
    this.request?.abort();
    this.request = new AbortController();
    const at = this.hand.id ?? "";
    try {
      const filter = this.tab === "history" && this.filter ? `&by=${this.filter.get("by")}&about=${this.filter.get("about")}` : "";
      const answer = await getJSON(`/articles/${this.slug}/panel?at=${at}&tab=${this.tab}&skip=${this.skip ?? 0}${filter}`, { signal: this.request.signal });
      const focused = this.#focused();
      this.#keepDrafts();
      this.root.innerHTML = answer.html;
      this.#giveDraftsBack();
      this.shown = this.hand.id;
      this.tab = answer.tab;
      tellTimes(this.root);
      this.showKeys(this.root);
      if (focused) this.#focusAgain(focused);
      this.#showPointed();
      this.drawn();
    } catch (error) {
      if (error.code !== "aborted") this.failed(error);
    }
  }

  /** Where in the panel the focus is, in words that hold when it is drawn anew; null when it is elsewhere. */
  #focused() {
    const at = document.activeElement;
    if (!this.root.contains(at)) return null;
    const card = at.closest(".problem");
    const field = at.matches("textarea[id]") ? { id: at.id, start: at.selectionStart, end: at.selectionEnd, sends: at.form?.dataset.sends } : null;
    return { field, choice: at.matches("select[id]") && at.id, isCard: at === card, tab: at.closest("[data-tab]")?.dataset.tab, problem: card?.dataset.problem, place: all(".problem", this.root).indexOf(card), address: at.closest("form")?.getAttribute("action") };
  }

  /** The same control, else the next one of the same card, else of the card that took its place, else the tab. */
  #focusAgain({ field, choice, isCard, tab, problem, place, address }) {
    if (field && this.#writeOn(field)) return;
    const card = problem && (one(`[data-problem="${problem}"]`, this.root) ?? all(".problem", this.root).at(place));
    const wanted = [
      choice && document.getElementById(choice),
      tab && one(`[data-tab="${tab}"]`, this.root),
      isCard && card,
      card && one(`form[action="${address}"] button`, card),
      card && one(":is(.fix, footer) :is(button, a)", card),
      card && one("summary", card),
      one("[data-tab][aria-current]", this.root),
    ];
    const to = wanted.find((control) => control && control.checkVisibility());
    to?.focus({ preventScroll: true });
    to?.scrollIntoView({ block: "nearest" });
  }

  /** Somebody has begun to write, or is about to: they go on where they were. */
  #writeOn({ id, start, end, sends }) {
    const box = document.getElementById(id);
    if (!box) return false;
    const talk = box.closest("details");
    if (talk) talk.open = true;
    if (sends) box.form.dataset.sends = sends;
    box.focus({ preventScroll: true });
    box.setSelectionRange(start, end);
    return true;
  }

  #keepDrafts() {
    for (const { id, value, defaultValue } of all("textarea[id]", this.root)) {
      if (value === defaultValue) this.drafts.delete(id);
      else this.drafts.set(id, value);
    }
  }

  #giveDraftsBack() {
    for (const field of all("textarea[id]", this.root)) {
      if (!this.drafts.has(field.id)) continue;
      field.value = this.drafts.get(field.id);
      const talk = field.closest("details");
      if (talk) talk.open = true;
    }
  }

  /** Brings a problem's card into sight and marks it; one that is not drawn yet, once it is. */
  point(problem) {
    this.pointed = { problem: String(problem), isShown: false };
    this.#showPointed();
  }

  #showPointed() {
    if (!this.pointed) return;
    for (const card of all(".problem", this.root)) card.classList.toggle("in-hand", card.dataset.problem === this.pointed.problem);
    const card = one(".problem.in-hand", this.root);
    if (!card || this.pointed.isShown) return;
    card.scrollIntoView({ block: "nearest" });
    this.pointed.isShown = true;
  }
}
