// Sends what was typed. Each row has one entry; its saves go one after the other, each with the version it saw, the
// text it started from and an id of its own. Nothing typed is let go before the server has confirmed it.
//
// States of an entry: saved, local (on this device), saving, offline, conflict (someone changed this too), stopped
// (the server refused for a reason that sending again cannot mend; `message` says which).

import { RequestError, postJSON } from "../lib/http.js";

const PAUSE = 1000; // autosave after a pause in typing
const LONGEST = 5000; // … and at the latest this long after the first unsent change
const RETRY = [1000, 2000, 4000, 8000, 15000];
const SIGNED_OUT = ["signed-out", "stale-form"]; // mended by signing in, in this window or another

export const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((b) => b.toString(16).padStart(2, "0")).join("");

/** Nobody decides on words they have not seen: those somebody else was faster with are shown, to decide on. */
function overtaken(error) {
  if (error.code !== "conflict") throw error;
  throw new RequestError("conflict", "Someone else changed this row just now. You see it as it is: look at it, and decide once more.");
}

export class Saver extends EventTarget {
  #entries = new Map();
  #acts = new Map(); // row → what is being done to it

  /**
   * `seen()` is the article's version the page has, `shown(id)` the version of a drawn row; `taken(answer)` gets every
   * answer; `renewToken()` fetches a fresh form token.
   */
  constructor({ slug, store, seen, shown, taken, renewToken, post = postJSON }) {
    super();
    Object.assign(this, { slug, store, seen, shown, taken, renewToken, post });
  }

  entry(id) {
    return this.#entries.get(id);
  }

  get entries() {
    return [...this.#entries.values()];
  }

  /** Starts with a row as the server has it, unless something unsent of it is already here. */
  track(id, { text, version, marks }) {
    const known = this.#entries.get(id);
    if (known && known.state !== "saved") return known;
    const entry = { id, text, marks, base: text, baseMarks: JSON.stringify(marks ?? null), version, state: "saved", pending: null, tries: 0, savedAt: known?.savedAt ?? null };
    this.#entries.set(id, entry);
    return entry;
  }

  /** The person typed. Kept on the device at once; sent soon. */
  typed(id, text, marks) {
    const entry = this.#entries.get(id);
    entry.text = text;
    entry.marks = marks;
    if (!this.#isDirty(entry) && !entry.pending) {
      clearTimeout(entry.timer);
      entry.dirtySince = null;
      this.store.remove(id);
      return this.#set(entry, "saved");
    }
    this.#keep(entry);
    entry.dirtySince ??= Date.now();
    if (entry.state === "conflict" || entry.state === "stopped") return this.#changed(entry);
    if (entry.state === "saving") return;
    this.#set(entry, entry.state === "offline" ? "offline" : "local");
    if (entry.state === "local") this.#schedule(entry);
  }

  #schedule(entry) {
    clearTimeout(entry.timer);
    const left = LONGEST - (Date.now() - entry.dirtySince);
    entry.timer = setTimeout(() => this.#start(entry), Math.max(0, Math.min(PAUSE, left)));
  }

  /** Sends what is unsent of a row, all of it; resolves with whether the server now has it. */
  flush(id) {
    const entry = this.#entries.get(id);
    if (!entry || entry.state === "conflict" || entry.state === "stopped") return Promise.resolve(!entry);
    entry.wanted = true;
    return this.#start(entry);
  }

  #start(entry) {
    clearTimeout(entry.timer);
    entry.running ??= this.#run(entry).finally(() => {
      entry.running = null;
      entry.wanted = false;
    });
    return entry.running;
  }

  /** One save, and more while all is wanted; what is typed during an autosave waits for the next pause. */
  async #run(entry) {
    while (entry.pending || this.#isDirty(entry)) {
      entry.pending ??= {
        save_id: newId(),
        text: entry.text,
        marks: entry.marks,
        base: entry.base,
        version: entry.version,
        ...(entry.merged ? { merged: true } : {}),
      };
      this.#keep(entry);
      if (entry.state !== "stopped") this.#set(entry, "saving"); // what is tried again quietly still reads as it did
      try {
        this.#confirmed(entry, await this.#send(entry, "save", entry.pending));
      } catch (error) {
        this.#failed(entry, error);
        return false;
      }
      if (this.#isDirty(entry) && !entry.wanted) {
        entry.dirtySince = Date.now();
        this.#set(entry, "local");
        this.#schedule(entry);
        return false;
      }
    }
    if (entry.state !== "saved") {
      this.store.remove(entry.id);
      this.#set(entry, "saved");
    }
    return true;
  }

  async #send(entry, path, data) {
    const url = `/articles/${this.slug}/segments/${entry.id}/${path}`;
    try {
      // A page that is being left may go before the answer comes: the browser finishes sending without it.
      return await this.post(url, { ...data, seen: this.seen() }, { keepalive: document.hidden && data.text?.length < 20000 });
    } catch (error) {
      if (error.code !== "stale-form") throw error;
      await this.renewToken(); // or says why not: signed out, for instance
      return this.post(url, { ...data, seen: this.seen() });
    }
  }

  #confirmed(entry, answer) {
    const sent = entry.pending;
    entry.pending = null;
    entry.tries = 0;
    entry.merged = false;
    entry.base = sent.text;
    entry.baseMarks = JSON.stringify(sent.marks ?? null);
    // A repeated save that others have written over since keeps its old version, so that more typing meets theirs.
    if (!answer.repeated || answer.segment.target === sent.text) entry.version = answer.segment.version;
    entry.savedAt = answer.saved_at;
    if (this.#isDirty(entry)) {
      this.#keep(entry);
    } else {
      entry.dirtySince = null;
      this.store.remove(entry.id);
      this.#set(entry, "saved");
    }
    this.taken(answer);
  }

  #failed(entry, error) {
    if (error.isTransient) {
      const wait = RETRY[Math.min(entry.tries, RETRY.length - 1)];
      entry.tries += 1;
      this.#set(entry, "offline");
      entry.timer = setTimeout(() => this.flush(entry.id), wait);
      return;
    }
    entry.pending = null; // refused: it will never be answered otherwise
    this.#keep(entry);
    if (error.code === "conflict") {
      entry.conflict = error.details;
      this.#set(entry, "conflict");
    } else {
      const isNews = entry.state !== "stopped" || entry.code !== error.code;
      entry.message = error.message;
      entry.code = error.code;
      if (SIGNED_OUT.includes(error.code)) entry.timer = setTimeout(() => this.#start(entry), RETRY.at(-1));
      if (isNews) this.#set(entry, "stopped");
    }
  }

  /** The page is looked at again: perhaps somebody has signed in elsewhere meanwhile. Says nothing unless it worked. */
  retryQuietly() {
    for (const entry of this.entries) if (entry.state === "stopped" && SIGNED_OUT.includes(entry.code)) this.#start(entry);
  }

  /** After sign-in, a reopening, or the network's return: try again what was stopped or waits. */
  retry() {
    for (const entry of this.entries) {
      if (entry.state === "stopped") this.#set(entry, "local");
      if (entry.state !== "conflict") this.flush(entry.id);
    }
  }

  /** Asks the server once more how both texts stand: either may have grown since. Resolves with the conflict, or null. */
  async renewConflict(id) {
    const entry = this.#entries.get(id);
    if (!entry) return null;
    entry.state = "local";
    await this.flush(id);
    return entry.state === "conflict" ? entry.conflict : null;
  }

  /** A conflict was settled: this text is to be saved over the version that was shown. */
  settle(id, { text, marks, base, version }) {
    const entry = this.#entries.get(id);
    Object.assign(entry, { text, marks, base, version, merged: true, conflict: null, baseMarks: null, dirtySince: Date.now() });
    this.#keep(entry);
    this.#set(entry, "local");
    return this.flush(id);
  }

  /** Lets go of what is unsent of a row: the person chose the other text. */
  discard(id) {
    const entry = this.#entries.get(id);
    if (!entry) return;
    clearTimeout(entry.timer);
    this.store.remove(id);
    this.#entries.delete(id);
    Object.assign(entry, { state: "saved", pending: null, conflict: null });
    this.#changed(entry);
  }

  /** Does something to a row after its words are safe: confirm, approve, … Resolves with the answer or throws, naming
   *  the row. */
  async act(id, path, data = {}) {
    try {
      return await this.#act(id, path, data);
    } catch (error) {
      throw Object.assign(error, { row: id });
    }
  }

  async #act(id, path, data) {
    if (!(await this.flush(id))) {
      const entry = this.entry(id);
      if (entry.state === "offline") throw new RequestError("offline", "The server does not answer. Your words are kept on this device; try again in a moment.");
      throw new Error(entry.message ?? "Settle what someone else changed in this row first.");
    }
    const version = this.shown(id) ?? this.entry(id)?.version;
    const sent = this.#send({ id }, path, { save_id: newId(), ...data, version }).catch(overtaken);
    this.#acts.set(id, sent);
    try {
      const answer = await sent;
      const entry = this.entry(id);
      if (entry && answer.segment) entry.version = answer.segment.version;
      this.taken(answer);
      return answer;
    } finally {
      if (this.#acts.get(id) === sent) this.#acts.delete(id);
    }
  }

  /** Does something to a row while words in it wait for just that. Resolves with the answer or throws. */
  async actOver(id, path, data) {
    const answer = await this.#send({ id }, path, { save_id: newId(), ...data });
    this.taken(answer);
    return answer;
  }

  /** Resolves when what was being done to a row has been answered: the version shown is then the one that it left. */
  async acted(id) {
    await this.#acts.get(id)?.catch(() => {});
  }

  /** What was left on this device by an earlier page: taken up again, and sent. */
  recover() {
    const found = this.store.of(this.slug);
    for (const [id, kept] of found) {
      const entry = this.track(id, { text: kept.base, version: kept.version, marks: undefined });
      Object.assign(entry, { text: kept.text, marks: kept.marks, baseMarks: kept.baseMarks ?? null, pending: kept.pending ?? null, merged: Boolean(kept.merged), dirtySince: Date.now(), recovered: true });
      this.#set(entry, "local");
      this.flush(id);
    }
    return found.length;
  }

  #isDirty(entry) {
    return entry.text !== entry.base || (entry.baseMarks !== null ? JSON.stringify(entry.marks ?? null) !== entry.baseMarks : Boolean(entry.merged));
  }

  #keep(entry) {
    const { text, marks, base, baseMarks, version, pending, merged } = entry;
    entry.isKept = this.store.put(entry.id, { slug: this.slug, text, marks, base, baseMarks, version, pending, merged });
  }

  #set(entry, state) {
    entry.state = state;
    this.#changed(entry);
  }

  #changed(entry) {
    this.dispatchEvent(new CustomEvent("state", { detail: entry }));
  }

  /** Rows whose words the server does not have yet. */
  get unsent() {
    return this.entries.filter((entry) => entry.state !== "saved");
  }
}
