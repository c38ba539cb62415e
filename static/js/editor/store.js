// Unsent text, on this device, keyed by person and segment, until the server has confirmed it.
// An entry: {slug, text, marks, base, version, pending, at}. `pending` is a save whose answer has not come: it is
// sent again with the same id, and the server then answers as the first time.

import { safeStorage } from "../lib/storage.js";

const PREFIX = "workbench.unsent";

export class UnsentStore {
  /** `storage` may be null (switched off, private mode): then words last as long as the page, and it says so. */
  constructor(user, storage = safeStorage()) {
    this.user = user;
    this.storage = storage;
  }

  #key(segment) {
    return `${PREFIX}.${this.user}.${segment}`;
  }

  /** Keeps an entry. Returns whether it is safe on this device. */
  put(segment, entry) {
    try {
      this.storage.setItem(this.#key(segment), JSON.stringify({ ...entry, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  get(segment) {
    try {
      return JSON.parse(this.storage.getItem(this.#key(segment)));
    } catch {
      return null;
    }
  }

  remove(segment) {
    this.storage?.removeItem(this.#key(segment));
  }

  /** All entries of one article, as [segment id, entry]. */
  of(slug) {
    if (!this.storage) return [];
    const prefix = `${PREFIX}.${this.user}.`;
    return Object.keys(this.storage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => [Number(key.slice(prefix.length)), this.get(Number(key.slice(prefix.length)))])
      .filter(([, entry]) => entry?.slug === slug);
  }
}
