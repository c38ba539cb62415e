// The marking box: a type by digit or by typing, a severity, a note, better words, Enter (in a text Mod+Enter). A question
// is all that is asked for where somebody wants to ask.

import { all, one } from "../lib/dom.js";
import { SEND, open } from "../lib/dialog.js";
import { matches, printed } from "../lib/keys.js";

const USED = "workbench.types-used";
const USUAL = ["mistranslation", "omission", "number-date-unit", "name-spelling", "awkward", "grammar"];
const SHOWN = 6;
const DIRECTIONS = [["auto", "⇄ direction: automatic"], ["ltr", "→ left to right"], ["rtl", "← right to left"]];
const POINTING = ["omission", "missing-text"]; // what is usually missing at a place
const AROUND = 24; // letters shown on either side of an insertion point
const SEVERITY_KEYS = { m: "minor", j: "major", c: "critical" };

/** How often each type was used on this device. */
function used() {
  try {
    return JSON.parse(localStorage.getItem(USED)) ?? {};
  } catch {
    return {};
  }
}

function countUse(type) {
  const counts = used();
  counts[type] = (counts[type] ?? 0) + 1;
  try {
    localStorage.setItem(USED, JSON.stringify(counts));
  } catch {
    // Storage is switched off: the usual order stays.
  }
}

/** The types to offer first: the most used, filled up with the usual ones. */
export function favourites(counts = used()) {
  const often = Object.keys(counts).sort((a, b) => counts[b] - counts[a]);
  return [...new Set([...often, ...USUAL])].slice(0, SHOWN);
}

/** Words to put at an insertion point, with the spaces that they need there. */
export function spaced(words, { before, after }) {
  const said = words.trim();
  if (!said) return "";
  const first = /[^\s(“‘«]$/u.test(before) && !/^[.,;:!?)”’»]/u.test(said) ? " " : "";
  const last = /^[^\s.,;:!?)”’»]/u.test(after) ? " " : "";
  return first + said + last;
}

export class Marking {
  /**
   * `send(data)` posts the problem and throws when it is refused. `earlier()` gives the marks that may be repeated, as
   * {id, type, severity, note, label, words, row}.
   */
  constructor({ send, earlier = async () => [] }) {
    Object.assign(this, { send, earlier });
    this.dialog = document.getElementById("marking");
    this.find = one("#marking-find", this.dialog);
    this.options = all("[role=option]", this.dialog);
    this.list = one("#marking-types", this.dialog);
    this.note = one("#marking-note", this.dialog);
    this.better = one("#marking-suggestion", this.dialog);
    this.wrong = one("#marking-wrong", this.dialog);
    this.form = one("form", this.dialog);
    this.same = one("#marking-again", this.dialog);
    this.point = one("#marking-point", this.dialog);
    this.same.addEventListener("change", () => this.#repeat(this.marks.find(({ id }) => id === Number(this.same.value))));
    this.point.addEventListener("change", () => {
      this.isPointAsked = true;
      this.#showPoint();
    });
    this.find.addEventListener("keydown", (event) => this.#key(event));
    this.find.addEventListener("input", () => this.#filter());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(option, { byHand: true });
    });
    this.form.addEventListener("keydown", (event) => {
      if (!matches(event, SEND)) return;
      event.preventDefault();
      this.form.requestSubmit();
    });
    const sends = one("#marking-sends", this.dialog);
    this.form.addEventListener("focusin", ({ target }) => (sends.textContent = target.matches("textarea") ? printed("Mod+Enter").join(" ") : "↵"));
    this.turn = one("#marking-direction", this.dialog);
    this.turn.addEventListener("click", () => this.#direct(this.turn.dataset.direction === "auto" ? "ltr" : this.turn.dataset.direction === "ltr" ? "rtl" : "auto"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /**
   * Asks about words on either side (or the whole row). `place` is a DOMRect to open beside; `point` where the caret
   * stands in the English, should something be missing there; `again` the id of a mark that is to be repeated. Resolves
   * with "marked" where it came to that.
   */
  async start({ source, target, place, point = null, type = null, again = null }) {
    this.words = { source, target };
    this.caret = point;
    this.rect = place;
    const isQuestion = type === "question";
    this.dialog.toggleAttribute("data-asks", isQuestion);
    one("#marking-note-name", this.dialog).textContent = isQuestion ? "Your question" : "Note";
    this.form.reset();
    this.digits = this.eaten = "";
    this.wanted = null; // the type that was chosen by hand: "=" goes through earlier marks of it
    this.#direct("auto");
    this.wrong.hidden = true;
    this.better.value = target?.text ?? "";
    this.isPointAsked = false;
    one("#marking-point-field", this.dialog).hidden = !point;
    this.#showPoint();
    this.#filter();
    const first = type ? this.options.find((o) => o.dataset.type === type) : this.options.find((o) => !o.hidden);
    this.#choose(first);
    const offered = this.#offerEarlier(isQuestion ? [] : this.earlier().catch(() => []), again);
    if (again) await offered;
    const closed = open(this.dialog);
    this.#place();
    (isQuestion ? this.note : this.find).focus();
    return closed;
  }

  /** Which way the note runs. */
  #direct(direction) {
    this.turn.dataset.direction = direction;
    this.turn.textContent = DIRECTIONS.find(([name]) => name === direction)[1];
    this.note.dir = direction;
  }

  /** The English words, or the place where some are missing. */
  get #target() {
    return this.words.target ?? (this.caret && this.point.checked && !this.#isPraise ? this.caret : null);
  }

  get #isPraise() {
    return this.option?.dataset.type === "praise";
  }

  /** What the box is for, as its title and its button say. */
  #showPurpose() {
    const isQuestion = this.dialog.hasAttribute("data-asks");
    this.dialog.toggleAttribute("data-praises", this.#isPraise);
    const { source, target } = this.words;
    const asks = source || target ? "Ask about these words" : "Ask about this row";
    one("#marking-title", this.dialog).textContent = isQuestion ? asks : this.#isPraise ? "Praise" : "Mark a problem";
    one("#marking-does", this.dialog).textContent = isQuestion ? "Ask" : this.#isPraise ? "Praise" : "Mark";
  }

  #showPoint() {
    const target = this.#target;
    one("#marking-suggestion-field", this.dialog).hidden = !target;
    one("#marking-suggestion-name", this.dialog).textContent = target && !this.words.target ? "What is missing there" : "Better words";
    this.#showWords();
    if (this.dialog.open) this.#place();
  }

  /** The marks that may be repeated arrive when they do; nobody waits for them. */
  async #offerEarlier(found, again) {
    const asked = (this.asked = {});
    const field = one("#marking-again-field", this.dialog);
    field.hidden = true;
    this.same.length = 1;
    this.marks = [];
    const marks = await found;
    if (this.asked !== asked) return; // the box is about other words by now
    this.marks = marks;
    for (const { id, label, words, row } of this.marks) {
      const said = `${label}${words ? `: \u2068${words.length > 40 ? `${words.slice(0, 40)}…` : words}\u2069` : ""}${row ? ` (row ${row})` : ""}`;
      this.same.append(new Option(said, id));
    }
    field.hidden = this.marks.length === 0;
    const mark = again && this.marks.find(({ id }) => id === again);
    if (mark) this.#repeat(mark);
    if (this.dialog.open) this.#place();
  }

  /** Takes over the type, severity and note of an earlier mark; null: of none. */
  #repeat(mark) {
    if (!mark) return;
    this.#choose(this.options.find((option) => option.dataset.type === mark.type));
    this.same.value = String(mark.id);
    this.#severity(mark.severity);
    if (!this.note.value.trim()) this.note.value = mark.note;
  }

  #showWords() {
    const { source } = this.words;
    const target = this.#target;
    const parts = [
      [target, "en", "ltr"],
      [source, "ar", "rtl"],
    ].flatMap(([words, lang, dir]) => {
      if (!words) return [];
      const said = words.text || `${words.before.slice(-AROUND)}‸${words.after.slice(0, AROUND)}`;
      const quoted = Object.assign(document.createElement("q"), { className: `${lang} inline`, lang, dir, textContent: said });
      return [quoted, " ↔ "];
    });
    one("#marking-words", this.dialog).replaceChildren(...(parts.length ? parts.slice(0, -1) : ["The whole row"]));
  }

  /** Beside the rows, over the panel, where it hides none of the words; on smaller screens below or above them. */
  #place() {
    const { rect } = this;
    if (innerWidth <= 640) return Object.assign(this.dialog.style, { insetInlineStart: "", insetBlockStart: "", margin: "" });
    const { offsetWidth: width, offsetHeight: height } = this.dialog;
    const panel = document.getElementById("panel")?.getBoundingClientRect(); // there is none beside a page to read
    const isBeside = panel !== undefined && panel.left > innerWidth / 2;
    const left = isBeside ? panel.right - width : rect.left;
    const below = rect.bottom + 8;
    const wanted = isBeside ? rect.top - 60 : below + height < innerHeight ? below : rect.top - height - 8;
    const within = (at, room) => Math.max(8, Math.min(at, room - 8));
    Object.assign(this.dialog.style, {
      margin: "0",
      insetBlockStart: `${within(wanted, innerHeight - height)}px`,
      insetInlineStart: `${within(left, innerWidth - width)}px`,
    });
  }

  #key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const shown = this.options.filter((o) => !o.hidden);
      const at = shown.indexOf(this.option) + (event.key === "ArrowDown" ? 1 : -1);
      return this.#choose(shown.at(Math.min(Math.max(at, 0), shown.length - 1)), { byHand: true });
    }
    if (event.key === "Enter") {
      event.preventDefault();
      return this.form.requestSubmit();
    }
    if (this.find.value) return;
    const before = this.eaten;
    this.eaten = "";
    const key = /^[0-9]$/.test(event.key) ? event.key : /^Digit\d$/.test(event.code) && !event.shiftKey ? event.code.at(-1) : event.key;
    if (key === "=" && this.marks.length) {
      event.preventDefault();
      const alike = this.marks.filter(({ type }) => type === this.wanted);
      const ring = alike.length ? alike : this.marks;
      this.#repeat(ring[(ring.findIndex(({ id }) => String(id) === this.same.value) + 1) % ring.length]);
    } else if (/^[0-9?]$/.test(key)) {
      event.preventDefault();
      this.#digit(key);
    } else if (SEVERITY_KEYS[key.toLowerCase()]) {
      event.preventDefault();
      this.#severity(SEVERITY_KEYS[key.toLowerCase()]);
      this.eaten = before + key;
    } else if (key === "Backspace") {
      this.digits = "";
      this.#filter();
    } else if (key.length === 1 && before) {
      this.find.value = before; // "m" was no severity but the beginning of "misleading"
    }
  }

  /** A category, then a type in it: "1" is mistranslation, "17" number-date-unit; "11" is the first again. */
  #digit(key) {
    const inCategory = this.options.filter((o) => o.dataset.digit === this.digits);
    const second = inCategory.find((o) => o.dataset.place === (key === "0" ? "10" : key));
    if (this.digits && second) {
      this.digits = "";
      return this.#choose(second, { byHand: true });
    }
    this.digits = key;
    this.#filter();
    this.#choose(this.options.find((o) => o.dataset.digit === key), { byHand: true });
  }

  #filter() {
    const words = this.find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const first = favourites();
    for (const option of this.options) {
      const said = `${option.dataset.type} ${option.textContent} ${option.title}`.toLowerCase();
      if (words.length) option.hidden = !words.every((word) => said.includes(word));
      else if (this.digits) option.hidden = option.dataset.digit !== this.digits;
      else option.hidden = !first.includes(option.dataset.type);
    }
    if (words.length || this.digits) this.list.append(...this.options);
    else this.list.prepend(...first.map((type) => this.options.find((o) => o.dataset.type === type)).filter(Boolean));
    if (this.option?.hidden !== false) this.#choose(this.options.find((o) => !o.hidden) ?? null);
    if (this.dialog.open) this.#place(); // a longer list must not grow out of the window
  }

  /** `byHand`: the person wants this type, so it is no repeat of an earlier mark. */
  #choose(option, { byHand = false } = {}) {
    if (byHand) {
      this.same.value = "";
      this.wanted = option?.dataset.type;
    }
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    this.option = option;
    this.#showPurpose();
    if (!option) return this.find.removeAttribute("aria-activedescendant");
    if (option.hidden) option.hidden = false;
    this.find.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
    one("#marking-says", this.dialog).textContent = option.title;
    one("#marking-severities", this.dialog).hidden = option.dataset.unscored !== undefined;
    this.#severity(option.dataset.severityOf);
    if (this.caret && !this.isPointAsked) {
      this.point.checked = POINTING.includes(option.dataset.type);
      this.#showPoint();
    }
  }

  #severity(value) {
    for (const box of all("[name=severity]", this.dialog)) box.checked = box.value === value;
  }

  async #submit() {
    if (!this.option) return this.#refuse("Choose what it is.");
    const { source } = this.words;
    const target = this.#target;
    const side = (name, words) => words && { side: name, start: words.start, end: words.end, exact: words.text };
    const better = target && !target.text ? spaced(this.better.value, target) : this.better.value;
    try {
      await this.send({
        type: this.option.dataset.type,
        severity: one("[name=severity]:checked", this.dialog)?.value ?? null,
        note: this.note.value,
        note_direction: this.turn.dataset.direction,
        suggestion: target && better !== target.text && !this.#isPraise ? better : null,
        spans: [side("target", target), side("source", source)].filter(Boolean),
        repeat_of: (!this.#isPraise && Number(this.same.value)) || null,
      });
      countUse(this.option.dataset.type);
      this.dialog.close("marked");
    } catch (error) {
      this.#refuse(error.message);
    }
  }

  #refuse(message) {
    this.wrong.textContent = message;
    this.wrong.hidden = false;
  }
}
