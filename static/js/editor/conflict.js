// Two people changed one row: base, theirs and mine merged word by word; the person chooses, edits and saves. Where it
// was approved meanwhile, it is reopened first, or that is asked for.

import { all, element, one } from "../lib/dom.js";
import { notice } from "../lib/announce.js";
import { build, open } from "../lib/dialog.js";
import * as ranges from "./ranges.js";
import { rowOf, targetOf } from "./rows.js";

const CHOICES = [
  ["mine", "mine", (hunk) => hunk.mine],
  ["theirs", "theirs", (hunk) => hunk.theirs],
  ["both", "both", (hunk) => joined(hunk.theirs, hunk.mine)],
];

/** Both wordings one after the other, with a space between where neither brings one. */
export function joined(first, second) {
  return first && second && !/\s$/.test(first) && !/^\s/.test(second) ? `${first} ${second}` : first + second;
}

/** What the hunks give with these choices (one per hunk; only conflicts have one). */
export function merged(hunks, choices) {
  return hunks
    .map((hunk, index) => {
      if (hunk.kind === "theirs") return hunk.theirs;
      if (hunk.kind !== "conflict") return hunk.mine;
      return CHOICES.find(([name]) => name === (choices[index] ?? "mine"))[2](hunk);
    })
    .join("");
}

/** What the last button does: its label and what `ask` resolves with. By the act the person has on an approved row. */
const SAVES = {
  none: { label: "Save this text", value: "save" },
  reopen: { label: "Reopen and save", value: "save" },
  ask_reopen: { label: "Ask to reopen…", value: "ask" },
};

/** What became of the row while the person wrote: the words after a name, by what the merge holds. */
export function changeSaid({ base, theirs, merge }) {
  if (merge.conflicts && base === "") return " wrote this row too while you were writing. Choose one, or edit the result. Nothing has been overwritten.";
  if (merge.conflicts) return " changed the same words while you were writing. Choose for each, or edit the result. Nothing has been overwritten.";
  if (theirs.text !== base) return " changed other words while you were writing. Both changes fit together; look, then save.";
  return null;
}

function drawSaid(conflict) {
  const { approved, theirs, base } = conflict;
  const changed = changeSaid(conflict);
  const name = (who) => element("bdi", {}, who ?? "Somebody else");
  if (!approved) return changed ? [name(theirs.author), changed] : ["Something about this row changed while you were writing, but none of its words. Your text is kept: save it."];
  const next = { reopen: "reopen the row to save it", ask_reopen: "ask for the row to be reopened, to save it" }[approved.act] ?? "it can be saved when somebody reopens the row";
  return [name(approved.by), ` approved this row while you were writing. Your text is kept; ${next}.`, ...(theirs.text === base ? [] : [" Its words were changed too, by ", name(theirs.author), "."])];
}

/**
 * Shows a conflict's details (as the server sends them). Resolves with {text} to save over theirs, {theirs: true} to
 * let go of mine, {ask: true} to ask for the row to be reopened, or null to decide later.
 */
async function ask(conflict) {
  const { base, theirs, mine, merge, approved } = conflict;
  const kinds = new Set(merge.hunks.map(({ kind }) => kind));
  const saves = approved ? SAVES[approved.act] : SAVES.none;
  const choices = {};
  const result = element("textarea", { lang: "en", dir: "ltr", class: "en", "aria-label": "The text to save" });
  let edited = false;
  result.addEventListener("input", () => (edited = true));
  const renew = () => {
    if (!edited) result.value = merged(merge.hunks, choices);
  };
  const view = element("div", { class: "merge", lang: "en", dir: "ltr" }, merge.hunks.map((hunk, index) => drawHunk(hunk, index, choices, () => ((edited = false), renew()))));
  const dialog = build({
    title: approved ? "Approved while you were writing" : "Someone changed this too",
    wide: true,
    content: [
      element("p", {}, drawSaid(conflict)),
      element(
        "p",
        { class: "legend" },
        kinds.has("theirs") && element("span", { class: "of-theirs" }, "theirs"),
        kinds.has("mine") && element("span", { class: "of-mine" }, "yours"),
        merge.conflicts > 0 && element("span", { class: "of-clash" }, base === "" ? "you both wrote this: choose" : "both changed: choose"),
      ),
      view,
      ...(saves?.value === "save" ? [element("h3", {}, "What will be saved"), result] : []),
      element("details", {}, element("summary", {}, "All three texts"), threeTexts(base, theirs.text, mine.text)),
    ],
    buttons: [
      { label: approved ? "Keep on this device" : "Later", value: "" },
      { label: theirs.text === base ? "Discard mine" : "Keep theirs", value: "theirs", kind: "outlined" },
      saves && { ...saves, kind: "primary" },
    ].filter(Boolean),
  });
  dialog.classList.add("conflict");
  document.body.append(dialog);
  renew();
  const closed = open(dialog);
  (one(".clash button", dialog) ?? one(".buttons .primary", dialog) ?? one(".buttons button", dialog)).focus();
  const value = await closed;
  dialog.remove();
  if (value === "save") return { text: result.value };
  return ["theirs", "ask"].includes(value) ? { [value]: true } : null;
}

function drawHunk(hunk, index, choices, changed) {
  if (hunk.kind !== "conflict") {
    const text = hunk.kind === "theirs" ? hunk.theirs : hunk.mine;
    const gone = !text && hunk.base ? element("del", {}, hunk.base) : null;
    return element("span", { class: "hunk", data: { kind: hunk.kind } }, gone ?? text);
  }
  choices[index] = "mine";
  const group = element("span", { class: "clash", role: "group", "aria-label": hunk.base.trim() ? `Both changed “${hunk.base}”` : "Both wrote here" });
  for (const [name, word, text] of CHOICES) {
    const button = element("button", { type: "button", "aria-pressed": String(name === "mine") }, element("small", {}, `${word} `), text(hunk) || "(nothing)");
    button.addEventListener("click", () => {
      choices[index] = name;
      for (const other of all("button", group)) other.setAttribute("aria-pressed", String(other === button));
      changed();
    });
    group.append(button);
  }
  return group;
}

function threeTexts(base, theirs, mine) {
  const text = (heading, words) => [element("h3", {}, heading), element("div", { class: "en", lang: "en", dir: "ltr" }, words || "(empty)")];
  return [...text("Before both", base ?? "(not known)"), ...text("Theirs", theirs), ...text("Yours", mine)];
}

export class Conflicts {
  /**
   * `renew(query)` asks the server for what is there now; `seen()` is the article's version that this page knows;
   * `failed(error, id)` says what went wrong on a row, and `askReopen(id)` asks for it to be reopened.
   */
  constructor({ saver, hand, renew, seen, failed, askReopen }) {
    Object.assign(this, { saver, hand, renew, seen, failed, askReopen });
  }

  /** Shows both texts of a conflict and does what the person decides. */
  async settle(id = this.saver.entries.find((e) => e.state === "conflict")?.id) {
    if (id === undefined) return;
    const conflict = await this.saver.renewConflict(id);
    if (!conflict?.merge) return;
    const decided = await ask(conflict);
    this.#backTo(id);
    if (!decided) return;
    if (decided.theirs) {
      this.saver.discard(id);
      await this.renew().catch(() => {});
      return this.#showTheirs(id, conflict.theirs);
    }
    if (decided.ask) return this.askReopen(id);
    const { text } = decided;
    let { version } = conflict.theirs;
    try {
      if (conflict.approved) ({ version } = (await this.saver.actOver(id, "reopen", { version })).segment);
    } catch (error) {
      return this.failed(error, id);
    }
    const theirs = ranges.fromMarks(conflict.theirs.text, conflict.theirs.marks);
    const over = ranges.carry(theirs, conflict.theirs.text, text);
    if (this.hand.id === id && this.hand.box) this.hand.box.replace(text, over);
    // Without marks the server carries theirs word by word, which is surer than one stretch here; then they are fetched.
    const saved = await this.saver.settle(id, { text, marks: null, base: conflict.theirs.text, version });
    if (saved && conflict.approved) notice("The row is reopened, and your text is saved.", { tone: "good" });
    if (saved) await this.renew({ since: this.seen() - 1 }).catch(() => {});
  }

  /** The button that asked has gone with what it asked: the focus goes into the row's text. */
  #backTo(id) {
    if (id === this.hand.id) this.hand.focus();
    else if (rowOf(id)) this.hand.take(rowOf(id));
  }

  #showTheirs(id, theirs) {
    const row = rowOf(id);
    if (!row) return;
    const over = ranges.fromMarks(theirs.text, theirs.marks);
    this.saver.track(id, { text: theirs.text, version: theirs.version, marks: theirs.marks });
    if (this.hand.id === id && this.hand.box) this.hand.box.replace(theirs.text, over);
    else ranges.draw(targetOf(row), theirs.text, over);
  }
}
