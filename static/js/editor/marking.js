// The marking box: a type by digit or by typing, a severity, a note, better words, Enter.

import { all, one } from "../lib/dom.js";
import { open } from "../lib/dialog.js";

const USED = "workbench.types-used";
const USUAL = ["mistranslation", "omission", "number-date-unit", "name-spelling", "awkward", "grammar"];
const SHOWN = 6;
const DIRECTIONS = [["auto", "⇄ by its letters"], ["ltr", "→ left to right"], ["rtl", "← right to left"]];
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

export class Marking {
  /** `send(data)` posts the problem and throws when it is refused. */
  constructor({ send }) {
    this.send = send;
    this.dialog = document.getElementById("marking");
    this.find = one("#marking-find", this.dialog);
    this.options = all("[role=option]", this.dialog);
    this.list = one("#marking-types", this.dialog);
    this.note = one("#marking-note", this.dialog);
    this.better = one("#marking-suggestion", this.dialog);
    this.wrong = one("#marking-wrong", this.dialog);
    this.form = one("form", this.dialog);
    this.find.addEventListener("keydown", (event) => this.#key(event));
    this.find.addEventListener("input", () => this.#filter());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(option);
    });
    for (const field of [this.note, this.better]) {
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.form.requestSubmit();
      });
    }
    this.turn = one("#marking-direction", this.dialog);
    this.turn.addEventListener("click", () => this.#direct(this.turn.dataset.direction === "auto" ? "ltr" : this.turn.dataset.direction === "ltr" ? "rtl" : "auto"));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** Asks about words on either side (or the whole row). `place` is a DOMRect to open beside. */
  start({ source, target, place, type = null }) {
    this.words = { source, target };
    this.rect = place;
    const isQuestion = type === "question";
    one("#marking-title", this.dialog).textContent = isQuestion ? "Ask about this row" : "Mark a problem";
    one("#marking-note-optional", this.dialog).hidden = isQuestion;
    this.form.reset();
    this.digits = this.eaten = "";
    this.#direct("auto");
    this.wrong.hidden = true;
    this.better.value = target?.text ?? "";
    one("#marking-suggestion-field", this.dialog).hidden = !target;
    this.#showWords();
    this.#filter();
    const first = type ? this.options.find((o) => o.dataset.type === type) : this.options.find((o) => !o.hidden);
    this.#choose(first);
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

  #showWords() {
    const { source, target } = this.words;
    const parts = [
      [target, "en", "ltr"],
      [source, "ar", "rtl"],
    ].flatMap(([words, lang, dir]) => {
      if (!words) return [];
      const quoted = Object.assign(document.createElement("q"), { className: `${lang} inline`, lang, dir, textContent: words.text });
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
      return this.#choose(shown.at(Math.min(Math.max(at, 0), shown.length - 1)));
    }
    if (event.key === "Enter") {
      event.preventDefault();
      return this.form.requestSubmit();
    }
    if (this.find.value) return;
    const before = this.eaten;
    this.eaten = "";
    const key = /^[0-9]$/.test(event.key) ? event.key : /^Digit\d$/.test(event.code) && !event.shiftKey ? event.code.at(-1) : event.key;
    if (/^[0-9?]$/.test(key)) {
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
      return this.#choose(second);
    }
    this.digits = key;
    this.#filter();
    this.#choose(this.options.find((o) => o.dataset.digit === key));
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

  #choose(option) {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    this.option = option;
    if (!option) return this.find.removeAttribute("aria-activedescendant");
    if (option.hidden) option.hidden = false;
    this.find.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
    one("#marking-says", this.dialog).textContent = option.title;
    one("#marking-severities", this.dialog).hidden = option.dataset.unscored !== undefined;
    this.#severity(option.dataset.severityOf);
  }

  #severity(value) {
    for (const box of all("[name=severity]", this.dialog)) box.checked = box.value === value;
  }

  async #submit() {
    if (!this.option) return this.#refuse("Choose what it is.");
    const { source, target } = this.words;
    const side = (name, words) => words && { side: name, start: words.start, end: words.end, exact: words.text };
    const better = this.better.value;
    try {
      await this.send({
        type: this.option.dataset.type,
        severity: one("[name=severity]:checked", this.dialog)?.value ?? null,
        note: this.note.value,
        note_direction: this.turn.dataset.direction,
        suggestion: target && better !== target.text ? better : null,
        spans: [side("target", target), side("source", source)].filter(Boolean),
      });
      countUse(this.option.dataset.type);
      this.dialog.close();
    } catch (error) {
      this.#refuse(error.message);
    }
  }

  #refuse(message) {
    this.wrong.textContent = message;
    this.wrong.hidden = false;
  }
}
