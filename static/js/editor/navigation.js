// Going from row to row: the next one, the next open one, the next with a problem, a number, an id.

import { getJSON } from "../lib/http.js";
import { drawnRows, idOf, neighbour, rowOf, search } from "./rows.js";

const FITS = {
  open: (row) => row.dataset.open !== undefined && row.dataset.deciding === undefined,
  problems: (row) => ["problems", "fixed", "legal"].some((name) => row.dataset[name] !== undefined),
  changed: (row) => row.dataset.look === "again",
  owed: (row) => row.dataset.owedToMe !== undefined && row.dataset.deciding === undefined,
};

export class Navigation {
  constructor({ root, hand, windowing, slug, show }) {
    Object.assign(this, { root, hand, windowing, slug, show });
  }

  /** The neighbouring row, drawn first if need be; null at the end. */
  async beside(row, step) {
    let found = neighbour(row, step);
    if (found === undefined) {
      await this.windowing.loadBeside(row, step);
      found = neighbour(row, step);
    }
    return found ?? null;
  }

  async step(by) {
    const { row } = this.hand;
    const to = row ? await this.beside(row, by) : drawnRows(this.root).at(by > 0 ? 0 : -1);
    if (to) this.hand.take(to);
    return Boolean(to);
  }

  /** The next row of a sort (open, problems, owed), going around the end once. Returns it, or null. */
  async nextOf(kind, step = 1, from = this.hand.row) {
    const fits = FITS[kind];
    const rows = drawnRows(this.root);
    if (!from) return rows.find(fits) ?? null;
    const found = search(from, step, fits);
    if (found) return found;
    if (!this.windowing.isOn) return (step > 0 ? rows : rows.reverse()).find((row) => row !== from && fits(row)) ?? null;
    // Undrawn rows lie between: the server knows.
    const side = step > 0 ? "after" : "before";
    const answer = await getJSON(`/articles/${this.slug}/find?${side}=${idOf(from)}&next=${kind}&show=${this.show}`);
    return answer.id && answer.id !== idOf(from) ? this.fetchRow(answer) : null;
  }

  /** Takes the next row of a sort in hand. Returns whether there was one. */
  async goNext(kind, step = 1) {
    const to = await this.nextOf(kind, step);
    if (to) this.hand.take(to);
    return Boolean(to);
  }

  async fetchRow({ id, place }) {
    if (!rowOf(id) && place !== null) await this.windowing.loadPlace(place);
    return rowOf(id);
  }

  /**
   * The row with this id, wherever it is; loads the page anew for one the filter hides. `problem`: the focus is for its
   * card. Returns whether the row is there.
   */
  async goTo(id, { problem = null } = {}) {
    const row = rowOf(id);
    if (row) this.hand.take(row, { focus: !problem });
    else location.assign(`/articles/${this.slug}?at=${id}#${problem ? `p${problem}` : `s${id}`}`);
    return Boolean(row);
  }

  async goToNumber(number) {
    const answer = await getJSON(`/articles/${this.slug}/find?number=${number}&show=${this.show}`);
    if (!answer.id) return false;
    const row = rowOf(answer.id) ?? (await this.fetchRow(answer));
    if (row) this.hand.take(row);
    else this.goTo(answer.id);
    return true;
  }
}
