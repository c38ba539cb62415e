// What others do: a cheap question every ten seconds, sooner when the row in hand changes or the page comes back.

import { getJSON } from "../lib/http.js";

const EVERY = 10000;
const HIDDEN = 60000; // in a tab nobody looks at

export class Poll {
  constructor({ slug, show, hand, seen, taken, people, renewed }) {
    Object.assign(this, { slug, show, hand, seen, taken, people, renewed });
    this.mark = "";
    this.timer = null;
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
    hand.addEventListener("taken", () => this.soon(1500));
    this.soon(1500);
  }

  soon(wait = 200) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), wait);
  }

  async #ask() {
    try {
      await this.now();
    } catch {
      // Offline or signed out: the saver says so when there is something to lose.
    }
    this.soon(document.hidden ? HIDDEN : EVERY);
  }

  /** Asks now. `since` asks for rows that are here already once more. */
  async now({ token = false, since = this.seen() } = {}) {
    const query = new URLSearchParams({ since, people: this.mark, show: this.show });
    if (this.hand.id !== null) query.set("at", this.hand.id);
    if (token) query.set("token", "1");
    const answer = await getJSON(`/articles/${this.slug}/changes?${query}`);
    if (!answer) return;
    this.mark = answer.mark;
    if (answer.csrf) this.renewed(answer.csrf);
    if (answer.article) this.taken(answer, { byOthers: true });
    this.people(answer);
  }
}
