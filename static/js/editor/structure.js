// Rows inserted, split, joined, moved, removed and re-kinded, each with an Undo (which approvals share).

import { notice } from "../lib/announce.js";
import { element, one } from "../lib/dom.js";
import { ask, open } from "../lib/dialog.js";
import { postJSON } from "../lib/http.js";
import { placeIn, toCodePoints } from "../lib/offsets.js";
import { idOf, rowOf, sourceOf, versionOf } from "./rows.js";

export class Structure {
  constructor({ slug, hand, saver, chosen, seen, taken, failed }) {
    Object.assign(this, { slug, hand, saver, chosen, seen, taken, failed });
    this.last = null;
    this.lastAt = 0;
    this.from = null;
  }

  /** Saves the row in hand, then changes its place or cut; `data` goes along. */
  async change(path, data = {}) {
    const { row, id } = this.hand;
    if (!row && path !== "insert") return;
    if (id !== null && !(await this.saver.flush(id))) return this.failed(new Error("This row’s words are not saved yet. Try again when they are."), id);
    const version = row && versionOf(rowOf(id));
    this.from = id;
    await this.#post(path, { segment: id, version, ...data });
  }

  async #post(path, data) {
    const wasEditing = this.hand.box !== null;
    try {
      const answer = await postJSON(`/articles/${this.slug}/rows/${path}`, { ...data, seen: this.seen() });
      this.taken(answer);
      this.offerUndo(answer.says, answer.undo);
      const row = answer.focus && rowOf(answer.focus);
      if (row) this.hand.take(row, { edit: wasEditing || path === "insert" });
    } catch (error) {
      this.failed(error, data.segment);
    }
  }

  /** A notice with Undo; Mod+Z does the same until something is typed. */
  offerUndo(says, event) {
    if (event) return this.offer(says, () => this.#undo(event));
    this.last = null;
    if (says) notice(says, { tone: "good" });
  }

  /** The same of anything that `run()` takes back; `more`: what else can be done about it, as an action of a notice. */
  offer(says, run, more = null) {
    this.last = run;
    this.lastAt = performance.now();
    this.dismiss?.();
    this.dismiss = notice(says, { tone: "good", action: [more, { label: "Undo", run: () => this.undo(run) }] });
  }

  /** Takes back the last act if it was one on this problem that says so. Returns whether it was. */
  undoOf(problem) {
    if (this.last?.problem !== problem) return false;
    this.undo();
    return true;
  }

  /** It has been undone by other means. */
  forget() {
    this.dismiss?.();
    this.last = null;
  }

  async undo(run = this.last) {
    if (!run) return;
    this.dismiss?.();
    if (this.last === run) this.last = null;
    await run().catch((error) => this.failed(error));
  }

  async #undo(event) {
    await this.#post("undo", { event });
    // The row in hand may have been what was undone: its place is taken by the one the change started from.
    if (!this.hand.row && this.from && rowOf(this.from)) this.hand.take(rowOf(this.from));
  }

  /** Where to cut both sides: the caret or the words chosen, else sentence ends; asked in a small dialog. */
  async split() {
    const { row, id, box } = this.hand;
    if (!row) return;
    const asked = new URLSearchParams({ part: "1" });
    const caret = box && toCodePoints(box.text, box.caret);
    if (caret) asked.set("target_at", caret);
    const { focusNode, focusOffset } = getSelection();
    const source = this.chosen.both.source?.start ?? placeIn(sourceOf(row), focusNode, focusOffset);
    if (source) asked.set("source_at", source);
    if (!(await this.saver.flush(id))) return this.failed(new Error("This row’s words are not saved yet. Try again when they are."), id);
    const response = await fetch(`/articles/${this.slug}/segments/${id}/split?${asked}`, { credentials: "same-origin" });
    if (!response.ok) return this.failed(new Error("The places to cut at could not be fetched."), id);
    const place = element("div", {});
    place.innerHTML = await response.text();
    const form = one("form", place);
    const dialog = element("dialog", { class: "wide", "aria-label": "Split the row" }, element("header", {}, element("h2", {}, "Split the row")), form);
    document.body.append(dialog);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      dialog.close("split");
    });
    const how = await open(dialog);
    const data = Object.fromEntries(new FormData(form));
    dialog.remove();
    if (how === "split") {
      await this.#post("split", { segment: id, version: versionOf(rowOf(id)), source_at: Number(data.source_at), target_at: Number(data.target_at) });
    }
  }

  /** Asks for a kind and gives it to the row. */
  async rekind() {
    const { row, id } = this.hand;
    if (!row) return;
    const choice = element("select", { id: "kind-choice", name: "kind", autofocus: true });
    choice.append(document.getElementById("kind-choices").content.cloneNode(true));
    choice.value = row.dataset.kind;
    const ordered = element("input", { type: "checkbox", id: "kind-ordered", name: "ordered", checked: row.dataset.ordered !== undefined });
    const { value, data } = await ask({
      title: "What kind of row is it?",
      content: [
        element("div", { class: "field" }, element("label", { for: "kind-choice" }, "Kind"), choice),
        element("div", { class: "check" }, ordered, element("label", { for: "kind-ordered" }, "Numbered, if it is a list item")),
      ],
      buttons: [
        { label: "Cancel", value: "" },
        { label: "Change", value: "yes", kind: "primary" },
      ],
    });
    if (value !== "yes") return;
    try {
      const answer = await this.saver.act(idOf(rowOf(id)), "rekind", { kind: data.kind, ordered: data.ordered === "on" });
      this.offerUndo("The kind was changed.", answer.undo);
    } catch (error) {
      this.failed(error);
    }
  }
}
