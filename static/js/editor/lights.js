// What is pointed at lights up everywhere: a mark on one side, the words on the other, the card in the panel. The text is
// not touched for it (CSS custom highlights), so that typing and its undo go on undisturbed.

import { all, delegate } from "../lib/dom.js";
import { sourceOf, targetOf } from "./rows.js";

const HIGHLIGHT = "lit";

export class Lights {
  constructor({ root, panel, hand }) {
    Object.assign(this, { root, panel, hand });
    this.hovered = null;
    this.held = null;
    const hover = (ids) => {
      if (ids === this.hovered) return;
      this.hovered = ids;
      this.show();
    };
    delegate(root, "pointerover", "mark[data-problems]", (_, mark) => hover(idsOf(mark)));
    delegate(root, "pointerout", "mark[data-problems]", () => hover(null));
    delegate(panel.root, "pointerover", ".problem", (_, card) => hover(card.dataset.problem));
    delegate(panel.root, "pointerout", ".problem", (event, card) => card.contains(event.relatedTarget) || hover(null));
    // The marks of the row in hand lie under its text box.
    delegate(root, "pointermove", ".edit > textarea", ({ clientX, clientY }) => {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        const mark = document.elementsFromPoint(clientX, clientY).find((found) => found.matches("mark[data-problems]"));
        hover(mark ? idsOf(mark) : null);
      });
    });
    delegate(root, "pointerout", ".edit > textarea", () => hover(null));
    document.addEventListener("focusin", () => this.#hold());
    document.addEventListener("selectionchange", () => this.#hold());
  }

  /** The problems at the caret, or of the card in use. */
  #hold() {
    const card = document.activeElement?.closest(".problem");
    const ids = card ? card.dataset.problem : this.#atCaret();
    if (ids === this.held && !this.hand.box) return;
    this.held = ids;
    this.show();
  }

  #atCaret() {
    const { row, box } = this.hand;
    if (!row) return null;
    if (box && document.activeElement === box.field) {
      const at = box.field.selectionStart;
      const over = box.ranges.filter((r) => r.type === "problem" && r.start <= at && at <= r.end);
      return over.map((r) => r.problems).join(" ") || null;
    }
    const { anchorNode } = getSelection();
    const isInText = anchorNode && [sourceOf(row), targetOf(row)].some((cell) => cell.contains(anchorNode));
    const mark = isInText ? anchorNode.parentElement.closest("mark[data-problems]") : null;
    return mark ? idsOf(mark) : null;
  }

  /** Lights the words and the cards of what is pointed at, else of what is in use. */
  show() {
    const ids = (this.hovered ?? this.held)?.split(" ") ?? [];
    for (const card of all(".problem", this.panel.root)) card.classList.toggle("lit", ids.includes(card.dataset.problem));
    if (!CSS.highlights) return;
    const ranges = ids.flatMap((id) => all(`mark[data-problems="${id}"]`, this.root)).map((mark) => {
      const range = document.createRange();
      range.selectNodeContents(mark);
      return range;
    });
    for (const point of all("mark.point.lit", this.root)) point.classList.remove("lit");
    for (const id of ids) for (const point of all(`mark.point[data-problems="${id}"]`, this.root)) point.classList.add("lit");
    if (ranges.length) CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
    else CSS.highlights.delete(HIGHLIGHT);
  }
}

/** The problems a mark stands for, itself and those around it. */
function idsOf(mark) {
  const ids = [];
  for (let at = mark; at; at = at.parentElement.closest("mark[data-problems]")) ids.push(at.dataset.problems);
  return ids.join(" ");
}
