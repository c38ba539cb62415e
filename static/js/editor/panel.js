// The panel beside the rows follows the row in hand.

import { all, debounce, delegate, one, renewAround } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";
import { tellTimes } from "../controllers/times.js";

const FIELDS = "form[method=post] :is(textarea, select, input:not([type=hidden]))"; // what can be written in
const FOLDED = 80; // pixels: on a phone the sheet shows its tabs only while words are written

/** What a field is known by when the panel is drawn anew. */
const keyOf = (field) => field.id || `${field.form.getAttribute("action")} ${field.name}`;
const fieldIn = (root, key) => all(FIELDS, root).find((field) => keyOf(field) === key);
/** The same of a box: by what is written in it, else by what it would do. */
const keyOfTalk = (talk) => (one(FIELDS, talk) ? keyOf(one(FIELDS, talk)) : one("form", talk).getAttribute("action"));
const defaultOf = (field) => (field.matches("select") ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0]).value : field.defaultValue);

/** What this tab keeps under a name, a list; nothing where storage is switched off. */
function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name)) ?? [];
  } catch {
    return [];
  }
}

function write(name, list) {
  try {
    if (list.length) sessionStorage.setItem(name, JSON.stringify(list));
    else sessionStorage.removeItem(name);
  } catch {
    // Storage is switched off: what was begun lasts as long as the page.
  }
}

export class Panel {
  constructor({ slug, user, hand, showKeys, failed }) {
    Object.assign(this, { slug, hand, showKeys, failed });
    this.kept = `workbench.said.${user}.${slug}`;
    this.root = document.getElementById("panel");
    this.tab = one("[data-tab-content]", this.root).dataset.tabContent;
    this.filter = null; // of a row's history, for as long as the row is in hand
    this.pointed = null; // the card to be shown, and whether it has been
    this.drawn = () => {}; // hears that the panel was drawn anew
    this.request = null;
    this.drafts = new Map(read(this.kept)); // what was begun to be written, by the field's key: it outlives row and page
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
      if (this.root.scrollHeight > this.root.clientHeight && this.root.clientHeight < FOLDED) link.focus({ preventScroll: true });
      this.show(link.dataset.tab, link.dataset.skip).then(() => link.dataset.points && this.point(link.dataset.points));
    });
    delegate(this.root, "change", "[data-history-filter] select", ({ target }) => {
      this.filter = new URLSearchParams(new FormData(target.form));
      this.refresh();
    });
    addEventListener("pagehide", () => {
      this.#keepDrafts();
      write(this.kept, [...this.drafts]);
    });
    this.#giveDraftsBack(null);
    this.showKeys(this.root);
  }

  /** Turns to a tab. `history` and `problems` are kept for the rows to come. */
  show(tab, skip = 0) {
    this.chosen = tab === "history" ? "history" : "problems";
    this.tab = tab;
    this.skip = skip;
    return this.refresh();
  }

  /**
   * Fetches the panel anew; resolves when it is drawn, be it by a later call that took this one's place. Where somebody
   * is writing in it they go on undisturbed; what was begun elsewhere stays.
   */
  refresh() {
    this.refreshSoon.cancel();
    this.request?.abort();
    this.request = new AbortController();
    return (this.refreshing = this.#fetch());
  }

  async #fetch() {
    const at = this.hand.id ?? "";
    try {
      const filter = this.tab === "history" && this.filter ? `&by=${this.filter.get("by")}&about=${this.filter.get("about")}` : "";
      const answer = await getJSON(`/articles/${this.slug}/panel?at=${at}&tab=${this.tab}&skip=${this.skip ?? 0}${filter}`, { signal: this.request.signal });
      this.#draw(answer.html);
      this.tab = answer.tab;
      tellTimes(this.root);
      this.showKeys(this.root);
      this.#showPointed();
      this.drawn();
    } catch (error) {
      if (error.code === "aborted") return this.refreshing;
      this.failed(error);
    }
  }

  #draw(html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const fresh = template.content;
    const held = document.activeElement?.matches(FIELDS) && this.root.contains(document.activeElement) ? document.activeElement : null;
    const twin = held && fieldIn(fresh, keyOf(held));
    const focused = twin ? null : this.#focused();
    const opened = new Set(all("details.talk[open]", this.root).map(keyOfTalk));
    this.#keepDrafts();
    if (twin) renewAround(this.root, fresh, held, twin);
    else this.root.replaceChildren(fresh);
    for (const talk of all("details.talk", this.root)) if (opened.has(keyOfTalk(talk))) talk.open = true;
    this.#giveDraftsBack(held);
    if (focused) this.#focusAgain(focused);
  }

  /** Where in the panel the focus is, in words that hold when it is drawn anew; null when it is elsewhere. */
  #focused() {
    const at = document.activeElement;
    if (!this.root.contains(at)) return null;
    const card = at.closest(".problem");
    return { choice: at.matches("select[id]") && at.id, isCard: at === card, tab: at.closest("[data-tab]")?.dataset.tab, problem: card?.dataset.problem, place: all(".problem", this.root).indexOf(card), address: at.closest("form")?.getAttribute("action") };
  }

  /** The same control, else the next one of the same card, else of the card that took its place, else the tab. */
  #focusAgain({ choice, isCard, tab, problem, place, address }) {
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

  #keepDrafts() {
    for (const field of all(FIELDS, this.root)) {
      if (field.value === defaultOf(field)) this.drafts.delete(keyOf(field));
      else this.drafts.set(keyOf(field), field.value);
    }
  }

  #giveDraftsBack(held) {
    for (const field of all(FIELDS, this.root)) {
      if (field === held || !this.drafts.has(keyOf(field))) continue;
      field.value = this.drafts.get(keyOf(field));
      const talk = field.closest("details");
      if (talk) talk.open = true;
    }
  }

  /** What a form said has arrived: its fields are as they were at first, but for what was typed into them since. */
  sent(form, said) {
    const fields = [...form.elements].filter((field) => field.matches(FIELDS) && field.name in said).map((field) => fieldIn(this.root, keyOf(field)) ?? field);
    for (const field of fields) {
      const was = said[field.name];
      if (field.value === was) field.value = defaultOf(field);
      else if (field.value.startsWith(was)) field.value = field.value.slice(was.length).trimStart();
    }
    if (fields.some((field) => field.value !== defaultOf(field))) return;
    const talk = fields[0]?.closest("details");
    if (talk?.contains(document.activeElement) || form.contains(document.activeElement)) (talk ?? form).closest(".problem")?.focus();
    if (talk) talk.open = false;
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
