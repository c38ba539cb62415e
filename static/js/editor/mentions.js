// Naming somebody: an @ in a note or a reply offers the people, those on the article first.

import { announce } from "../lib/announce.js";
import { delegate, element } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";

const MOST = 6;
const BEGUN = /(?:^|[^\w.@])@([\p{L}\p{M}’'-]*(?: [\p{L}\p{M}’'-]*)?)$/u;

/** What somebody has begun to write after an @ just before the caret, or null. */
export function begun(text) {
  return BEGUN.exec(text)?.[1] ?? null;
}

/** Those whose name, or a word of it, begins so; people on the article come first as they are given. */
export function fitting(people, wanted) {
  const typed = wanted.toLocaleLowerCase();
  return people.filter(({ name }) => [name, ...name.split(/\s+/)].some((word) => word.toLocaleLowerCase().startsWith(typed))).slice(0, MOST);
}

export class Mentions {
  constructor({ slug }) {
    this.slug = slug;
    this.people = null;
    this.list = element("ul", { class: "mention-list", role: "listbox", id: "mention-list", "aria-label": "People", hidden: true });
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the text keeps the focus
      const option = event.target.closest("[role=option]");
      if (option) this.#write(this.shown[[...this.list.children].indexOf(option)]);
    });
    delegate(document, "input", "[data-mentions]", (event, field) => event.isComposing || this.#offer(field));
    delegate(document, "focusout", "[data-mentions]", () => this.#close());
    addEventListener("keydown", (event) => this.#key(event), { capture: true });
  }

  /** What stands around the field was drawn anew: the people offered stay with it. */
  stay() {
    if (!this.list.hidden && this.field.isConnected) this.field.after(this.list);
  }

  async #offer(field) {
    const wanted = begun(field.value.slice(0, field.selectionStart));
    if (wanted === null) return this.#close();
    this.people ??= getJSON(`/articles/${this.slug}/mentionable`).then(({ people }) => people, () => ((this.people = null), []));
    this.shown = fitting(await this.people, wanted);
    if (!this.shown.length || document.activeElement !== field) return this.#close();
    const isNew = this.list.hidden;
    this.field = field;
    this.wanted = wanted;
    this.list.replaceChildren(
      ...this.shown.map(({ name, here }, n) =>
        element("li", { role: "option", id: `mention-${n}` }, element("bdi", {}, name), here && element("span", { class: "quiet small" }, "on this article")),
      ),
    );
    if (field.nextElementSibling !== this.list) field.after(this.list);
    this.list.hidden = false;
    field.setAttribute("aria-controls", this.list.id);
    field.setAttribute("aria-autocomplete", "list");
    this.#point(0);
    if (isNew) announce(`${this.shown.length === 1 ? "One person" : `${this.shown.length} people`} to name: up and down to choose, Enter to name.`);
  }

  #point(at) {
    this.at = (at + this.shown.length) % this.shown.length;
    [...this.list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === this.at)));
    this.field.setAttribute("aria-activedescendant", `mention-${this.at}`);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (this.list.hidden || event.target !== this.field || event.isComposing) return;
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key === "ArrowDown" || key === "ArrowUp") this.#point(this.at + (key === "ArrowDown" ? 1 : -1));
    else if (key === "Enter" || key === "Tab") this.#write(this.shown[this.at]);
    else if (key === "Escape") this.#close();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** The whole name in place of what was typed of it, through the browser's own undo where it has one. */
  #write({ name }) {
    const { field, wanted } = this;
    const end = field.selectionStart;
    field.setSelectionRange(end - wanted.length, end);
    if (!document.execCommand("insertText", false, `${name} `)) field.setRangeText(`${name} `, end - wanted.length, end, "end");
    this.#close();
  }

  #close() {
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }
}
