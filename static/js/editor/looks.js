// Tells the server which rows were looked at: those new to the person once they were on the screen for a while, others
// when they have been in hand for as long. So the person finds later what others changed since.

import { postJSON } from "../lib/http.js";
import { idOf, rowOf, versionOf } from "./rows.js";

const LONG_ENOUGH = 1500; // on the screen, or in hand
const EVERY = 4000;
const MOST = 400; // rows in one request

/** Whether so much of a row is on the screen that it can be read. */
const isReadable = ({ intersectionRatio, intersectionRect, rootBounds }) =>
  intersectionRatio > 0.7 || intersectionRect.height > 0.5 * (rootBounds?.height ?? innerHeight);

export class Looks {
  constructor({ slug, hand, taken }) {
    Object.assign(this, { slug, taken });
    this.seen = new Map(); // id → {id, version, in_hand}
    this.timers = new Map();
    this.watcher = new IntersectionObserver((entries) => entries.forEach((entry) => this.#crossed(entry)), { threshold: [0, 0.35, 0.71] });
    hand.addEventListener("taken", () => (this.takenAt = performance.now()));
    hand.addEventListener("released", ({ detail: id }) => this.#left(id));
    document.addEventListener("visibilitychange", () => document.hidden && this.#forgetTimers());
    addEventListener("pagehide", () => {
      if (hand.id !== null) this.#left(hand.id);
      this.tell({ keepalive: true });
    });
    setInterval(() => this.tell(), EVERY);
  }

  /** A row has come into the page. */
  watch(row) {
    if (row.dataset.look === "first") this.watcher.observe(row);
  }

  #crossed(entry) {
    const id = idOf(entry.target);
    if (!isReadable(entry) || document.hidden) return this.#stop(id);
    if (!this.timers.has(id)) this.timers.set(id, setTimeout(() => this.#read(entry.target), LONG_ENOUGH));
  }

  #stop(id) {
    clearTimeout(this.timers.get(id));
    this.timers.delete(id);
  }

  #forgetTimers() {
    for (const id of [...this.timers.keys()]) this.#stop(id);
  }

  #read(row) {
    this.#stop(idOf(row));
    if (!row.isConnected || row.dataset.look !== "first") return;
    this.watcher.unobserve(row);
    this.#note(row, false);
  }

  #left(id) {
    const row = rowOf(id);
    if (row?.dataset.look && performance.now() - this.takenAt >= LONG_ENOUGH) this.#note(row, row.dataset.look === "again");
  }

  #note(row, isInHand) {
    this.seen.set(idOf(row), { id: idOf(row), version: versionOf(row), in_hand: isInHand });
    if (isInHand) this.tell(); // its redline goes with it
  }

  /** Tells what was seen so far. What is lost on the way is told when the row is looked at another time. */
  async tell(options = {}) {
    if (!this.seen.size) return;
    const seen = [...this.seen.values()].slice(0, MOST);
    for (const { id } of seen) this.seen.delete(id);
    try {
      const answer = await postJSON(`/articles/${this.slug}/looks`, { seen }, options);
      for (const { id, version } of seen) {
        const row = rowOf(id);
        if (row?.dataset.look === "first" && versionOf(row) === version) delete row.dataset.look;
      }
      if (answer) this.taken(answer);
    } catch {
      // Offline or signed out: the saver says so when there is something to lose.
    }
  }
}
