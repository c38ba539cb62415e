// Keeps the row in hand in sight: clear of the bars above, and of the panel, the notices and the foot below it
// (WCAG 2.4.11). What covers the page is measured and told to the browser as scroll padding, which every scrolling
// into view then keeps to.

import { all, one } from "../lib/dom.js";

const AIR = 8; // pixels between the row and what would cover it
const HELD = ["sticky", "fixed"];

/** The pixels covered at the page's start and end, of parts given as {position, top, bottom}. */
export function covered(above, below, height) {
  const held = (parts) => parts.filter(({ position, top, bottom }) => HELD.includes(position) && bottom > top);
  return {
    start: Math.max(0, ...held(above).map(({ bottom }) => bottom)),
    end: Math.max(0, ...held(below).map(({ top }) => height - top)),
  };
}

export class Sight {
  constructor({ hand }) {
    Object.assign(this, { hand });
    this.panel = document.getElementById("panel");
    this.notices = document.getElementById("notices");
    this.foot = one(".foot");
    this.bars = all(".frame > .bar, .frame > .tools");
    this.watcher = new ResizeObserver(() => this.soon());
    for (const part of [this.panel, this.notices, this.foot, ...this.bars]) this.watcher.observe(part);
    hand.addEventListener("taken", ({ detail: row }) => {
      this.watched = row;
      this.watcher.observe(row);
      this.soon({ taken: true });
    });
    hand.addEventListener("released", () => this.watched && this.watcher.unobserve(this.watched));
    // What is shown within the sheet is not covered by it.
    this.panel.addEventListener("focusin", () => {
      document.documentElement.style.scrollPaddingBlock = "0px";
      this.soon();
    });
    this.panel.addEventListener("focusout", () => this.soon());
    addEventListener("resize", () => this.soon());
    document.addEventListener("input", ({ target }) => target === hand.box?.field && this.soon());
  }

  /** Once the page is laid out anew. A row just taken comes into sight; later one only if it was in use there. */
  soon({ taken = false } = {}) {
    this.taken ||= taken;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.#measure();
      if (this.taken || this.#isInUse) this.#reveal();
      this.taken = false;
    });
  }

  get #isInUse() {
    const { row } = this.hand;
    if (![row, this.panel].some((part) => part?.contains(document.activeElement))) return false;
    const { top, bottom } = row?.getBoundingClientRect() ?? {};
    return bottom > 0 && top < innerHeight;
  }

  #measure() {
    const rows = document.getElementById("rows").getBoundingClientRect();
    const part = (node) => {
      const { top, bottom, left, right } = node.getBoundingClientRect();
      const isBeside = left >= rows.right || right <= rows.left;
      return { position: isBeside ? "static" : getComputedStyle(node).position, top, bottom };
    };
    // A bar that may stick covers the page once the rows are scrolled, wherever it is now: at its full height.
    let at = 0;
    const above = this.bars.map((bar) => ({ ...part(bar), top: at, bottom: (at += bar.offsetHeight) }));
    // A sheet that lies in its own place below the rows covers nothing; held up, it ends where the foot starts.
    const foot = part(this.foot);
    const panel = part(this.panel);
    const size = this.panel.offsetHeight;
    // Notices lie above a sheet, not over what it shows.
    const isSheet = HELD.includes(panel.position);
    document.documentElement.style.setProperty("--sheet", `${isSheet ? size : 0}px`);
    const below = [
      { ...foot, top: innerHeight - this.foot.offsetHeight, bottom: innerHeight },
      { ...panel, top: innerHeight - this.foot.offsetHeight - size, bottom: innerHeight },
      part(this.notices),
    ];
    const { start, end } = covered(above, below, innerHeight);
    const isInPanel = this.panel.contains(document.activeElement);
    document.documentElement.style.scrollPaddingBlock = isInPanel ? "0px" : `${Math.round(start + AIR)}px ${Math.round(end + AIR)}px`;
    this.start = start;
    this.room = innerHeight - start - end - 2 * AIR;
  }

  /** A row that fits is shown whole; of a longer one the words of the card in use, its English with its bar, or the
   *  line with the caret. */
  #reveal() {
    const { row, box } = this.hand;
    if (!row) return;
    const card = document.activeElement.closest(".problem")?.dataset.problem;
    const marked = card ? all(`mark[data-problems~="${card}"]`, row).filter((mark) => mark.checkVisibility()) : [];
    const shown = [row, ...marked.slice(0, 1), one(".en-half", row)].find((part) => part.offsetHeight <= this.room);
    const line = shown ? null : box && caretBox(box.mirror, box.caret);
    if (shown) this.#bring(shown.getBoundingClientRect());
    else if (line) this.#bring(line, line.height);
    else {
      const { top } = (box?.mirror ?? row).getBoundingClientRect();
      this.#bring({ top, bottom: top + this.room });
    }
  }

  /** Scrolls as little as it takes to have what is there in sight; `more` beyond it where it has to. */
  #bring({ top, bottom }, more = 0) {
    const over = top - (this.start + AIR);
    const under = bottom - (this.start + AIR + this.room);
    if (under > 0) scrollBy({ top: under + more, behavior: "instant" });
    else if (over < 0) scrollBy({ top: over - more, behavior: "instant" });
  }
}

/** Where the caret stands, on the mirror of the text; null in an empty text. */
function caretBox(mirror, caret) {
  const texts = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  let left = Math.max(0, caret - 1);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (left < node.length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left + 1);
      return [...range.getClientRects()].at(-1) ?? null;
    }
    left -= node.length;
  }
  return null;
}
