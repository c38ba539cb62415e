// Two people changed one row: base, theirs and mine merged word by word; the person chooses, edits and saves.

import { all, element, one } from "../lib/dom.js";
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

/**
 * Shows a conflict's details (as the server sends them). Resolves with {text} to save over theirs, {theirs: true} to
 * let go of mine, or null to decide later.
 */
async function ask({ base, theirs, mine, merge }) {
  const choices = {};
  const result = element("textarea", { lang: "en", dir: "ltr", class: "en", "aria-label": "The text to save" });
  let edited = false;
  result.addEventListener("input", () => (edited = true));
  const renew = () => {
    if (!edited) result.value = merged(merge.hunks, choices);
  };
  const who = theirs.author ?? "Somebody else";
  const view = element("div", { class: "merge", lang: "en", dir: "ltr" }, merge.hunks.map((hunk, index) => drawHunk(hunk, index, choices, () => ((edited = false), renew()))));
  const dialog = build({
    title: "Someone changed this too",
    wide: true,
    content: [
      element(
        "p",
        {},
        element("bdi", {}, who),
        merge.conflicts
          ? ` changed the same words while you were writing. Choose for each, or edit the result. Nothing has been overwritten.`
          : ` changed other words while you were writing. Both changes fit together; look, then save.`,
      ),
      theirs.state === "approved" &&
        element("p", { class: "callout", data: { tone: "warn" } }, "Theirs has been approved meanwhile. It must be reopened before another text can be saved; yours stays on this device until then."),
      element(
        "p",
        { class: "legend" },
        element("span", { class: "of-theirs" }, "theirs"),
        element("span", { class: "of-mine" }, "yours"),
        merge.conflicts > 0 && element("span", { class: "of-clash" }, "both changed: choose"),
      ),
      view,
      element("h3", {}, "What will be saved"),
      result,
      element("details", {}, element("summary", {}, "All three texts"), threeTexts(base, theirs.text, mine.text)),
    ],
    buttons: [
      { label: "Later", value: "" },
      { label: "Keep theirs", value: "theirs", kind: "outlined" },
      { label: "Save this text", value: "save", kind: "primary" },
    ],
  });
  dialog.classList.add("conflict");
  document.body.append(dialog);
  renew();
  const closed = open(dialog);
  (one(".clash button", dialog) ?? one("button[value=save]", dialog)).focus();
  const value = await closed;
  dialog.remove();
  if (value === "save") return { text: result.value };
  return value === "theirs" ? { theirs: true } : null;
}

function drawHunk(hunk, index, choices, changed) {
  if (hunk.kind !== "conflict") {
    const text = hunk.kind === "theirs" ? hunk.theirs : hunk.mine;
    const gone = !text && hunk.base ? element("del", {}, hunk.base) : null;
    return element("span", { class: "hunk", data: { kind: hunk.kind } }, gone ?? text);
  }
  choices[index] = "mine";
  const group = element("span", { class: "clash", role: "group", "aria-label": `Both changed “${hunk.base || "…"}”` });
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
  /** `renew(query)` asks the server for what is there now; `seen()` is the article's version that this page knows. */
  constructor({ saver, hand, renew, seen }) {
    Object.assign(this, { saver, hand, renew, seen });
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
    const { text } = decided;
    const theirs = ranges.fromMarks(conflict.theirs.text, conflict.theirs.marks);
    const over = ranges.carry(theirs, conflict.theirs.text, text);
    if (this.hand.id === id && this.hand.box) this.hand.box.replace(text, over);
    // Without marks the server carries theirs word by word, which is surer than one stretch here; then they are fetched.
    const saved = await this.saver.settle(id, { text, marks: null, base: conflict.theirs.text, version: conflict.theirs.version });
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
