// What the actions do, over the parts that main.js put together.

import { notice } from "../lib/announce.js";
import { collapse, enter, hasCaret } from "../lib/caret.js";
import { all, element, one } from "../lib/dom.js";
import { ask, askReason, open } from "../lib/dialog.js";
import { getJSON, postJSON } from "../lib/http.js";
import { printed } from "../lib/keys.js";
import { choose, ofThePage } from "../lib/palette.js";
import { ACTIONS, byName } from "./actions.js";
import { CARD_ACTIONS } from "./cards.js";
import { DECIDED, saidOf, undoneOf } from "./decided.js";
import { toggleInvisibles } from "./invisibles.js";
import { showKeys } from "./key_list.js";
import { numberOf, rowOf, sourceOf, targetOf } from "./rows.js";
import { correctSource } from "./source.js";

const NONE_LEFT = {
  open: "No other row is open for you.",
  problems: "No other row has a problem.",
  changed: "No other row has changed since you looked at it.",
};
const REASONS = {
  return: { path: "return", title: "Send this row back", label: "What should be changed?", action: "Send back" },
  "leave-out": { path: "leave-out", title: "Leave this Arabic out", label: "Why has it no English?", action: "Leave out", says: "Left out." },
  "ask-reopen": { path: "ask-reopen", title: "Ask to reopen", label: "What should be changed?", action: "Ask", says: "Your request stands on the row as a question.", help: "A reviewer will see it on the row." },
};

/** The number somebody wrote, in the digits of whichever keyboard is on. */
const westernNumber = (text) => Number(text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15));

const hasProblems = (row) => row.dataset.problems !== undefined || row.dataset.fixed !== undefined;
const hasCards = (row) => hasProblems(row) || row.dataset.legal !== undefined;

/** Whether a link may lead there: a whole web or mail address. */
const isAddress = (href) => /^(https?:\/\/|mailto:)\S+$/i.test(href) && URL.canParse(href);

export class App {
  constructor(parts) {
    Object.assign(this, parts);
  }

  get canHandOver() {
    return document.getElementById("hand-over") !== null;
  }

  get approveRead() {
    return document.getElementById("approve-read");
  }

  /** The rows that were on the screen are told first, and unsent words saved: the page lists what the server knows. */
  async goToApproveRead() {
    await Promise.all([this.looks.tell(), ...this.saver.unsent.map((entry) => this.saver.flush(entry.id))]);
    location.assign(this.approveRead.href);
  }

  get isEmpty() {
    const { row, box } = this.hand;
    return Boolean(row) && !sourceOf(row).textContent.trim() && !(box?.text ?? targetOf(row).textContent).trim();
  }

  async goNext(kind, step) {
    const found = (await this.navigation.goNext(kind, step)) || (kind === "open" && (await this.navigation.goNext("owed", step)));
    const after = kind === "open" && one("#live-next a");
    if (!found) notice(NONE_LEFT[kind], { action: after ? { label: after.textContent, run: () => after.click() } : null });
  }

  /** From problem to problem: through the cards in the panel, then on to the next row that has some. */
  async goProblem(step) {
    const { row } = this.hand;
    if (this.cards.focused) {
      const next = this.cards.next(step);
      if (next) return this.cards.focus(next);
    } else if (row && hasCards(row) && step > 0) {
      return this.cards.focusFirst(step, async () => {
        await this.saver.flush(this.hand.id); // the cards say whether the words have changed since
        return this.panel.show("problems");
      });
    }
    const found = await this.navigation.nextOf("problems", step);
    if (!found) return notice(NONE_LEFT.problems);
    await this.cards.focusFirst(step, () => {
      this.hand.take(found, { focus: false });
      return this.panel.show("problems");
    });
  }

  /**
   * Confirms, approves or agrees, whichever the row is ready for, and goes on; the words are saved first. A row that asks
   * for nothing of it is left for the next that does.
   */
  async decide({ stay = false, wanted = null } = {}) {
    const { row, id } = this.hand;
    if (!row) return;
    if (!wanted && this.cards.focused) return notice(`You are on a card: ${printed("Escape")} leads to the row, which this decides on.`, { tone: "warn" });
    const entry = this.saver.entry(id);
    const isClean = !entry || entry.state === "saved";
    if (entry?.state === "conflict") return this.conflicts.settle(id);
    if (isClean && !row.dataset.primary) return stay || row.dataset.state === "untranslated" ? notice(this.#whyNot(row), { tone: "warn" }) : this.goNext("open", 1);
    if (!isClean && !entry.text.trim()) return notice("There is no English yet. Write it, or leave the row out with a reason.", { tone: "warn" });
    row.dataset.deciding = ""; // on its way: not open any more for whoever looks for the next one
    const agrees = (wanted ?? row.dataset.primary) === "agree";
    const next = stay ? null : ((agrees && (await this.navigation.nextOf("owed"))) || (await this.navigation.nextOf("open")));
    if (next) this.hand.take(next);
    else if (!stay) notice(agrees ? "Nothing else waits for your word." : "That was the last open row.", { tone: "good" });
    await this.#finish(id, wanted);
  }

  async #finish(id, wanted) {
    try {
      if (!(await this.saver.flush(id))) return;
      const primary = wanted ?? rowOf(id)?.dataset.primary;
      if (!primary) throw new Error(this.#whyNot(rowOf(id)));
      this.#sayDecided(id, primary, await this.saver.act(id, primary));
    } catch (error) {
      this.failed(error, id);
    } finally {
      delete rowOf(id)?.dataset.deciding;
    }
  }

  /**
   * Confirming alone does not approve: whoever may do both hears that a second step is left. A decision can be taken
   * back, and an approval names the marks it accepted along.
   */
  #sayDecided(id, name, { accepted = [], undo }) {
    const row = rowOf(id);
    const isHere = id === this.hand.id;
    const mayApprove = name === "confirm" && row?.dataset.primary === "approve";
    const again = isHere ? `. Approve it with ${printed(byName.get("decide").keys).join(" ")} once more` : "";
    const says = `${saidOf(name, row && !isHere ? numberOf(row) : null, accepted)}${mayApprove ? `, not approved yet${again}` : ""}.`;
    const goBack = mayApprove && !isHere ? { label: "Go back to approve it", run: () => this.navigation.goTo(id) } : null;
    if (undo) this.structure.offer(says, () => this.#takeBack(id, name, undo, accepted.length), goBack);
    else notice(says, { tone: "good", action: goBack });
  }

  /** Undoes a decision with all it did: the row is as before, and in hand. */
  async #takeBack(id, name, event, accepted) {
    await this.saver.act(id, "undo-decision", { event });
    await this.navigation.goTo(id);
    notice(undoneOf(name, accepted), { tone: "good" });
  }

  #whyNot(row) {
    const { state } = row?.dataset ?? {};
    if (state === "untranslated") return "There is no English yet. Write it, or leave the row out with a reason.";
    if (state === "approved" && row.dataset.owed !== undefined) return "You stand behind these words already: somebody else has to agree with them.";
    if (state === "approved") return "This row is approved already.";
    return "There is nothing for you to confirm or approve on this row.";
  }

  async act(path, data = {}, { says = "", thenEdit = false } = {}) {
    const { id } = this.hand;
    try {
      const answer = await this.saver.act(id, path, data);
      if (path in DECIDED) this.#sayDecided(id, path, answer);
      else this.structure.offerUndo(says, ["leave-out", "add", "take-back"].includes(path) ? answer.undo : null);
      if (thenEdit && this.hand.id === id) this.hand.take(rowOf(id));
    } catch (error) {
      this.failed(error, id);
    } finally {
      // What asked for it was an entry of a menu that has closed since.
      if (document.activeElement === document.body) this.hand.focus();
    }
  }

  async withReason(name) {
    const { path, says, ...words } = REASONS[name];
    const isReturn = name === "return";
    const offered = isReturn ? all("#return-reasons option").map((option) => option.value) : [];
    const known = isReturn && hasProblems(this.hand.row) ? await this.#standingMarks() : null;
    const reason = await askReason({ ...words, offered, known });
    if (reason !== null) await this.act(path, { reason }, { says });
  }

  /** Asks for a row to be reopened that words wait for; they stay on this device. */
  async askReopen(id) {
    const { path, says, ...words } = REASONS["ask-reopen"];
    const reason = await askReason({ ...words, offered: [] });
    if (reason === null) return;
    try {
      await this.saver.actOver(id, path, { reason });
      notice(`${says} Your text is kept on this device.`, { tone: "good" });
    } catch (error) {
      this.failed(error, id);
    }
  }

  /** The marks that say already why the row in hand goes back, as a list; null when there are none. */
  async #standingMarks() {
    const { marks } = await getJSON(`/articles/${this.slug}/segments/${this.hand.id}/standing`);
    if (!marks.length) return null;
    const said = marks.map(({ label, words }) => element("li", {}, label, words && [": ", element("q", { dir: "auto" }, words)]));
    return element("div", { class: "known" }, element("p", {}, marks.length === 1 ? "The mark on it says why:" : "The marks on it say why:"), element("ul", {}, said));
  }

  /** A legal read of the row in hand: publication waits until it is signed. */
  async askLegalRead() {
    const { id } = this.hand;
    const note = await askReason({ title: "Ask for a legal read of this row", label: "What should be looked at?", action: "Ask", help: "Nothing is published until somebody on the desk has signed it.", offered: [] });
    if (!note) return;
    const answer = await postJSON(`/articles/${this.slug}/legal-reads`, { segment: id, legal_note: note });
    notice(answer.says, { tone: "good" });
    await this.poll.now();
  }

  async saveAll() {
    const all = await Promise.all(this.saver.unsent.map((entry) => this.saver.flush(entry.id)));
    if (all.every(Boolean)) notice("Everything is saved.", { tone: "good" });
  }

  format(type) {
    if (!this.hand.box.toggle(type)) notice("Select the words first.");
  }

  async link() {
    const { box } = this.hand;
    const before = box.link;
    if (before) box.select(before.start, before.end);
    const { selectionStart: start, selectionEnd: end } = box.field;
    if (start === end) return notice("Select the words of the link first.");
    const address = element("input", { id: "link-address", name: "href", type: "text", inputmode: "url", dir: "ltr", value: before?.href ?? "", placeholder: "https://", autofocus: true });
    const { value, data } = await ask({
      title: before ? "Change the link" : "Link",
      content: [
        element(
          "div",
          { class: "field" },
          element("label", { for: "link-address" }, "Address"),
          address,
          element("p", { class: "help" }, before ? "Empty it to take the link away." : "Starts with https://, http:// or mailto:"),
        ),
      ],
      buttons: [
        { label: "Cancel", value: "" },
        { label: before ? "Change" : "Link", value: "yes", kind: "primary" },
      ],
    });
    box.select(start, end);
    if (value !== "yes") return;
    const href = data.href.trim();
    if (!href || isAddress(href)) box.toggle("link", href);
    else notice("A link must start with http://, https:// or mailto:.", { tone: "bad" });
  }

  switchSide() {
    const { row } = this.hand;
    const half = one(".ar-half", row);
    if (half.contains(document.activeElement)) {
      this.hand.open();
      return this.hand.focus();
    }
    const cell = sourceOf(row);
    if (cell.hidden) one("textarea", half)?.focus(); // it is being corrected
    else enter(cell, this.describe(cell), this.chosen.words.source);
  }

  /** What a text with a caret is called. */
  describe(cell) {
    const number = numberOf(cell.closest(".row"));
    return { label: `${cell.lang === "ar" ? "Arabic" : "English"} of row ${number}, for choosing words`, hint: "caret-hint" };
  }

  /** Whether the caret is in a text of the row in hand, be it one that can be changed or not. */
  get isInText() {
    const { row, box } = this.hand;
    return box !== null || (row !== null && [sourceOf(row), targetOf(row)].some(hasCaret));
  }

  leaveText() {
    targetOf(this.hand.row).closest(".row").querySelector(".gutter .n").focus();
  }

  correctSource() {
    const { id } = this.hand;
    correctSource(this.hand.row, {
      failed: (error) => this.failed(error, id),
      save: async (data, close) => {
        const answer = await postJSON(`/articles/${this.slug}/segments/${id}/source`, { ...data, seen: this.seen() });
        close();
        this.taken(answer);
        notice("The Arabic was corrected.", { tone: "good" });
      },
    });
  }

  invisibles() {
    const found = toggleInvisibles(this.hand.row, (side, cell) => (side === "target" && this.hand.box ? this.hand.box.text : cell.textContent));
    if (found === 0) notice("There are no invisible characters in this row.");
  }

  async mark(type = null) {
    const { id, row, box } = this.hand;
    const both = this.chosen.both;
    const point = both.source && !both.target ? this.chosen.point : null;
    const place = this.#placeOf(row, both);
    if (!(await this.saver.flush(id))) return this.failed(new Error("This row’s words are not saved yet. Mark them when they are."), id);
    const again = type ? null : this.repeated;
    this.repeated = null;
    this.forgetHint?.();
    const how = await this.marking.start({ ...both, point, place, type, again });
    if (how === "marked") this.#letGo(row);
    box?.forgetChosen();
    this.chosen.forget();
  }

  /** What was chosen is marked now: the caret stays behind it. */
  #letGo(row) {
    this.hand.box?.collapse();
    for (const cell of [sourceOf(row), targetOf(row)]) if (!cell.hidden) collapse(cell);
  }

  /** The same error in other words: those chosen now are marked at once, else the next ones that are. */
  async again({ first, problem }) {
    const { source, target } = this.chosen.both;
    const isOther = (words, side) => words && !this.chosen.isOn(side, words, problem) && { side, start: words.start, end: words.end, exact: words.text };
    const spans = [isOther(target, "target"), isOther(source, "source")].filter(Boolean);
    if (!spans.length) {
      this.repeated = first;
      this.forgetHint?.();
      this.forgetHint = notice(`Select the words that have the same error, in this row or another, and mark them: ${printed(byName.get("mark").keys).join(" ")}. Its type, severity and note are taken over.`);
      return;
    }
    if (!(await this.saver.flush(this.hand.id))) throw new Error("This row’s words are not saved yet. Mark them when they are.");
    this.forgetHint?.();
    await this.marking.send({ repeat_of: first, spans });
    this.#letGo(this.hand.row);
    this.hand.box?.forgetChosen();
    this.chosen.forget();
  }

  /** What a card is attached to: the chosen words of its row; `between`: else where the caret stands in the English. */
  attachTo(segment, { between }) {
    const isHere = this.hand.id === segment;
    const { source, target } = isHere ? this.chosen.both : {};
    const point = isHere && between && !source && !target ? this.chosen.point : null;
    const place = (words, side) => words && { side, start: words.start, end: words.end, exact: words.text };
    const spans = [place(target ?? point, "target"), place(source, "source")].filter(Boolean);
    if (!spans.length) throw new Error("Select the words in the row first, on either side, then attach the mark to them.");
    return spans;
  }

  /** Says that a mark is on other words now; the choice was for it, and is let go. */
  attached({ says, problem, detach }) {
    if (this.hand.row) this.#letGo(this.hand.row);
    this.hand.box?.forgetChosen();
    this.chosen.forget();
    const run = async () => {
      const answer = await postJSON(`/problems/${problem}/attach/undo`, { event: detach, seen: this.seen() });
      this.taken(answer);
      await this.panel.refresh();
      notice(answer.says, { tone: "good" });
    };
    this.structure.offer(says, Object.assign(run, { problem: String(problem) }));
  }

  #placeOf(row, { source, target }) {
    const selection = getSelection();
    if ((source || target) && !selection.isCollapsed && row.contains(selection.anchorNode)) {
      const rect = selection.getRangeAt(0).getBoundingClientRect();
      if (rect.width) return rect;
    }
    return (this.hand.box?.box ?? one(".half", row)).getBoundingClientRect();
  }

  async askNumber() {
    const number = element("input", { id: "row-number", name: "number", inputmode: "numeric", pattern: "\\s*[0-9٠-٩۰-۹]+\\s*", title: "A number", autocomplete: "off", required: true, autofocus: true });
    const { value, data } = await ask({
      title: "Go to a row",
      content: [element("div", { class: "field" }, element("label", { for: "row-number" }, "Number"), number)],
      buttons: [{ label: "Cancel", value: "" }, { label: "Go", value: "yes", kind: "primary" }],
    });
    if (value === "yes" && !(await this.navigation.goToNumber(westernNumber(data.number)))) notice("There is no row of that number.");
  }

  get canTake() {
    return document.getElementById("take") !== null;
  }

  async takeOn() {
    const form = document.getElementById("take");
    const answer = await postJSON(form.getAttribute("action"));
    form.remove();
    notice(answer.says, { tone: "good" });
  }

  async handOver() {
    await Promise.all(this.saver.unsent.map((entry) => this.saver.flush(entry.id)));
    open(document.getElementById("hand-over"));
  }

  async openPalette() {
    const own = ACTIONS.filter((action) => action.name !== "palette" && action.when(this));
    const action = await choose([...own, ...ofThePage().filter(({ name }) => !byName.has(name))]);
    if (action) await action.run(this);
  }

  showHelp() {
    return showKeys([...ACTIONS, ...CARD_ACTIONS]);
  }
}
