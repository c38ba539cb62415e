// The two columns: swapped or not, and how wide each is; remembered on this device.

import { element } from "../lib/dom.js";

const KEY = "workbench.columns";
const STEP = 0.04;

const limited = (share) => Math.min(0.7, Math.max(0.3, share));

export class Columns {
  constructor(page, root) {
    Object.assign(this, { page, root });
    const { swapped = false, share = 0.5 } = this.#read();
    this.swapped = swapped;
    this.share = limited(share);
    this.handle = element("div", {
      class: "column-handle",
      role: "separator",
      tabindex: "0",
      "aria-orientation": "vertical",
      "aria-label": "Width of the columns",
      "aria-valuemin": "30",
      "aria-valuemax": "70",
    });
    root.append(this.handle);
    this.handle.addEventListener("pointerdown", (event) => this.#drag(event));
    this.handle.addEventListener("dblclick", () => this.even());
    this.handle.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
      if (!by) return;
      event.preventDefault();
      this.#set(this.#firstShare() + by);
    });
    this.#apply();
  }

  #read() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  }

  /** The share of the column that stands first. */
  #firstShare() {
    return this.swapped ? 1 - this.share : this.share;
  }

  #set(first) {
    this.share = limited(this.swapped ? 1 - first : first);
    this.#apply();
    this.#keep();
  }

  #apply() {
    this.page.classList.toggle("swapped", this.swapped);
    this.root.style.setProperty("--en-width", `${this.share}fr`);
    this.root.style.setProperty("--ar-width", `${1 - this.share}fr`);
    const first = this.#firstShare();
    // The gutter is 84 px wide and the row has an edge of 3: the handle lies on the gutter's first line.
    this.handle.style.insetInlineStart = `calc(3px + (100% - 87px) * ${first} - 4px)`;
    this.handle.setAttribute("aria-valuenow", Math.round(first * 100));
  }

  #keep() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ swapped: this.swapped, share: this.share }));
    } catch {
      // Storage is switched off: the choice lasts as long as the page.
    }
  }

  #drag(event) {
    event.preventDefault();
    this.handle.setPointerCapture(event.pointerId);
    this.handle.classList.add("dragging");
    const box = this.root.getBoundingClientRect();
    const move = ({ clientX }) => this.#set((clientX - box.left - 3) / (box.width - 87));
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener(
      "pointerup",
      () => {
        this.handle.classList.remove("dragging");
        this.handle.removeEventListener("pointermove", move);
      },
      { once: true },
    );
  }

  swap() {
    this.swapped = !this.swapped;
    this.#apply();
    this.#keep();
  }

  even() {
    this.#set(0.5);
  }
}
