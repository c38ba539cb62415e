// Who else is here: their letter beside the row they are on, and a warning where that is the row in hand.

import { notice } from "../lib/announce.js";
import { all, element, one } from "../lib/dom.js";
import { rowOf } from "./rows.js";

export class Presence {
  constructor({ root, hand }) {
    Object.assign(this, { root, hand });
    this.warned = new Map(); // person → the row they were warned of, for as long as they stay on it
  }

  /** Takes over who is where: people as {id, name, role, segment}. */
  show(people) {
    const { id } = this.hand;
    for (const [person, row] of this.warned) if (!people.some((here) => here.id === person && here.segment === row)) this.warned.delete(person);
    for (const person of people) {
      if (id === null || person.segment !== id || this.warned.has(person.id)) continue;
      this.warned.set(person.id, id);
      notice(`${person.name} is on this row too. Nothing will be overwritten; what you both write is brought together.`, { tone: "warn" });
    }
    for (const place of all(".others:not(:empty)", this.root)) place.replaceChildren();
    for (const person of people) {
      const row = person.segment && rowOf(person.segment);
      if (!row) continue;
      const says = `${person.name} is on this row`;
      one("[data-others]", row).append(element("span", { class: "avatar", role: "img", title: says, "aria-label": says, data: { role: person.role } }, person.name.slice(0, 1).toUpperCase()));
    }
  }
}
