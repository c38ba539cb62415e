// Long articles: only the chunks of 50 rows near the screen are drawn; a gap keeps the room of the others. A chunk
// with the row in hand, with selected words or with unsent text stays.

import { all, element } from "../lib/dom.js";
import { getJSON } from "../lib/http.js";

const NEAR = "150% 0px"; // drawn before it is seen
const AGAIN = 5000; // after a failure, in milliseconds
const FAR = "600% 0px"; // let go of

export class Windowing {
  constructor(root, { slug, show, size, count, total, mustStay, arrived }) {
    Object.assign(this, { root, slug, show, size, count, total, mustStay, arrived });
    this.loading = new Map();
    this.heights = new Map();
    if (count < 2) return;
    const drawn = root.firstElementChild;
    const index = Number(drawn.dataset.chunkIndex);
    this.usual = drawn.offsetHeight || size * 110;
    const top = drawn.getBoundingClientRect().top;
    drawn.before(...Array.from({ length: index }, (_, n) => this.#gap(n)));
    drawn.after(...Array.from({ length: count - index - 1 }, (_, n) => this.#gap(index + 1 + n)));
    if (index) scrollBy(0, drawn.getBoundingClientRect().top - top);
    this.near = new IntersectionObserver((seen) => this.#seen(seen), { rootMargin: NEAR });
    this.far = new IntersectionObserver((seen) => this.#gone(seen), { rootMargin: FAR });
    for (const gap of all(".gap", root)) this.near.observe(gap);
    this.far.observe(drawn);
  }

  get isOn() {
    return this.count > 1;
  }

  #sizeOf(index) {
    return Math.min(this.size, this.total - index * this.size);
  }

  #gap(index) {
    const size = this.#sizeOf(index);
    const gap = element("div", { class: "gap", "aria-hidden": "true", data: { chunkIndex: index, size } });
    gap.style.blockSize = `${this.heights.get(index) ?? Math.round((this.usual * size) / this.size)}px`;
    return gap;
  }

  #seen(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.load(Number(target.dataset.chunkIndex)).catch(() => setTimeout(() => this.#watchAgain(target), AGAIN));
    }
  }

  /** Nothing came, the server being away or the person signed out: an observer that starts anew tells anew what is near. */
  #watchAgain(gap) {
    this.near.unobserve(gap);
    if (gap.isConnected) this.near.observe(gap);
  }

  #gone(entries) {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting || !target.isConnected || this.mustStay(target)) continue;
      const index = Number(target.dataset.chunkIndex);
      this.heights.set(index, target.offsetHeight);
      const gap = this.#gap(index);
      this.far.unobserve(target);
      target.replaceWith(gap);
      this.near.observe(gap);
    }
  }

  /** Draws a chunk. Resolves when its rows are in the page. */
  load(index) {
    const place = this.#place(index);
    if (!place?.matches(".gap")) return Promise.resolve();
    if (!this.loading.has(index)) {
      this.loading.set(index, this.#fetch(index).finally(() => this.loading.delete(index)));
    }
    return this.loading.get(index);
  }

  #place(index) {
    return this.root.querySelector(`:scope > [data-chunk-index="${index}"]`);
  }

  async #fetch(index) {
    const answer = await getJSON(`/articles/${this.slug}/rows?chunk=${index}&show=${this.show}`);
    const gap = this.#place(index);
    if (!gap?.matches(".gap")) return;
    const list = element("ol", { class: "rows", data: { chunkIndex: index } });
    list.innerHTML = answer.html;
    // Rows inserted or removed meanwhile shift the cut; what is here already is not drawn twice.
    for (const row of [...list.children]) if (document.getElementById(row.id)) row.remove();
    this.near.unobserve(gap);
    gap.replaceWith(list);
    for (const row of list.children) this.arrived(row);
    this.far.observe(list);
  }

  /** Makes sure the row at this place among the shown ones is drawn. */
  loadPlace(place) {
    return this.isOn ? this.load(Math.floor(place / this.size)) : Promise.resolve();
  }

  /** Draws the chunk beyond the drawn rows at one side of a row. */
  loadBeside(row, step) {
    const list = row.closest(".rows");
    const other = step > 0 ? list.nextElementSibling : list.previousElementSibling;
    return other?.matches(".gap") ? this.load(Number(other.dataset.chunkIndex)) : Promise.resolve();
  }
}
