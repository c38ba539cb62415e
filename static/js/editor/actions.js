// One table of everything that can be done: it drives the keys, the palette, the list of keys and the buttons.
// Each row: name, label, group, keys; `when(app)` says whether it makes sense now; `run(app)` does it.

const inHand = (app) => app.hand.row !== null;
const may = (name) => (app) => app.hand.may(name);
const editing = (app) => app.hand.box !== null;
const always = () => true;

export const ACTIONS = [
  ["next", "Next row", "Moving", "Alt+ArrowDown", always, (app) => app.navigation.step(1)],
  ["previous", "Previous row", "Moving", "Alt+ArrowUp", always, (app) => app.navigation.step(-1)],
  ["next-open", "Next open row", "Moving", "F8", always, (app) => app.goNext("open", 1)],
  ["previous-open", "Previous open row", "Moving", "Shift+F8", always, (app) => app.goNext("open", -1)],
  ["next-problem", "Next problem", "Moving", "F4", always, (app) => app.goProblem(1)],
  ["previous-problem", "Previous problem", "Moving", "Shift+F4", always, (app) => app.goProblem(-1)],
  ["next-changed", "Next row changed since you looked", "Moving", "Mod+Shift+F8", always, (app) => app.goNext("changed", 1)],
  ["go-to", "Go to a row by number", "Moving", "Mod+G", always, (app) => app.askNumber()],
  ["other-side", "Between the English and the Arabic", "Moving", "F2", inHand, (app) => app.switchSide()],
  ["leave", "Leave the text, keep the row", "Moving", "Escape", (app) => app.isInText, (app) => app.leaveText()],

  ["decide", "Confirm, approve or agree, and go to the next open row", "Deciding", "Mod+Enter", inHand, (app) => app.decide()],
  ["decide-stay", "Confirm, approve or agree, and stay", "Deciding", "Mod+Shift+Enter", inHand, (app) => app.decide({ stay: true })],
  ["confirm", "Confirm this row", "Deciding", "", may("confirm"), (app) => app.decide({ wanted: "confirm" })],
  ["approve", "Approve this row", "Deciding", "", may("approve"), (app) => app.decide({ wanted: "approve" })],
  ["agree", "Agree with what was corrected", "Deciding", "", may("agree"), (app) => app.decide({ wanted: "agree" })],
  ["return", "Send this row back", "Deciding", "Mod+Shift+Backspace", may("return"), (app) => app.withReason("return")],
  ["reopen", "Reopen this approved row", "Deciding", "Shift+F2", may("reopen"), (app) => app.act("reopen", {}, { thenEdit: true })],
  ["ask_reopen", "Ask for this row to be reopened", "Deciding", "Shift+F2", may("ask_reopen"), (app) => app.withReason("ask-reopen")],
  ["approve-read", "Approve all rows you have read…", "Deciding", "Mod+Shift+9", (app) => app.approveRead !== null, (app) => app.goToApproveRead()],
  ["take-on", "Take the article on: nobody has it yet", "Deciding", "", (app) => app.canTake, (app) => app.takeOn()],
  ["hand-over", "Hand the article over", "Deciding", "Mod+Shift+1", (app) => app.canHandOver, (app) => app.handOver()],

  ["save", "Save now", "Writing", "Mod+S", always, (app) => app.saveAll()],
  ["bold", "Bold", "Writing", "Mod+B", editing, (app) => app.format("strong")],
  ["italic", "Italic", "Writing", "Mod+I", editing, (app) => app.format("emphasis")],
  ["link", "Link…", "Writing", "Mod+Shift+L", editing, (app) => app.link()],
  ["edit_source", "Correct the Arabic", "Writing", "", may("edit_source"), (app) => app.correctSource()],
  ["invisibles", "Show invisible characters", "Writing", "Mod+Shift+8", inHand, (app) => app.invisibles()],
  ["settle", "Look at what someone else changed", "Writing", "", (app) => app.saver.entries.some((e) => e.state === "conflict"), (app) => app.conflicts.settle()],
  ["retry", "Try to save again", "Writing", "", (app) => app.saver.unsent.length > 0, (app) => app.saver.retry()],

  ["mark", "Mark the chosen words", "Reviewing", "Mod+E", may("mark"), (app) => app.mark()],
  ["ask", "Ask about this row", "Reviewing", "Mod+U", may("mark"), (app) => app.mark("question")],
  ["legal-read", "Ask for a legal read of this row", "Reviewing", "Mod+Shift+7", may("mark"), (app) => app.askLegalRead()],
  ["problems", "Show this row’s problems", "Reviewing", "", inHand, (app) => app.panel.show("problems")],
  ["history", "Show this row’s history", "Reviewing", "", inHand, (app) => app.panel.show("history")],
  ["all-problems", "Show all open problems of the article", "Reviewing", "", always, (app) => app.panel.show("all")],
  ["article", "Byline, date and tags of the article", "Reviewing", "", always, (app) => app.panel.show("article")],

  ["split", "Split the row at the caret", "Rows", "Mod+\\", may("restructure"), (app) => app.structure.split()],
  ["join", "Join with the next row", "Rows", "Mod+J", may("restructure"), (app) => app.structure.change("join")],
  ["insert", "Insert a row below", "Rows", "", (app) => app.mayStructure, (app) => app.structure.change("insert")],
  ["move-up", "Move the row up", "Rows", "", (app) => app.mayStructure && inHand(app), (app) => app.structure.change("move", { by: -1 })],
  ["move-down", "Move the row down", "Rows", "", (app) => app.mayStructure && inHand(app), (app) => app.structure.change("move", { by: 1 })],
  ["remove", "Remove this empty row", "Rows", "", (app) => app.mayStructure && app.isEmpty, (app) => app.structure.change("remove")],
  ["rekind", "Change the kind of the row", "Rows", "", may("rekind"), (app) => app.structure.rekind()],
  ["leave_out", "Leave this Arabic out, with a reason", "Rows", "", may("leave_out"), (app) => app.withReason("leave-out")],
  ["add", "Mark as added by the desk", "Rows", "", may("add"), (app) => app.act("add", {}, { says: "Marked as added by the desk." })],
  ["take_back", "Take back “left out” or “added”", "Rows", "", may("take_back"), (app) => app.act("take-back", {}, { says: "Taken back." })],
  ["undo", "Undo your last decision, step of a problem or change of rows", "Rows", "Mod+Z", (app) => app.structure.last !== null, (app) => app.structure.undo()],

  ["swap-columns", "Swap the columns", "Page", "", always, (app) => app.columns.swap()],
  ["even-columns", "Columns of equal width", "Page", "", always, (app) => app.columns.even()],
  ["inbox", "Go to your inbox", "Page", "", always, () => location.assign("/inbox")],
  ["palette", "All commands", "Page", "Mod+K", always, (app) => app.openPalette()],
  ["help", "List of keys", "Page", "Mod+/", always, (app) => app.showHelp()],
].map(([name, label, group, keys, when, run]) => ({ name, label, group, keys, when, run }));

const REFUSED = {
  return: "This row cannot be sent back as it stands: only what is confirmed or approved can be, by a reviewer.",
  mark: "You cannot mark anything in this row as it stands.",
  ask: "You cannot ask about this row as it stands.",
  split: "You cannot split this row as it stands.",
  join: "You cannot join this row as it stands.",
  undo: "There is nothing to undo here: no decision, step of a problem or change of rows.",
  reopen: "This row is not approved: there is nothing to reopen.",
  "approve-read": "Only a reviewer or the desk approves, and nothing on a shelf.",
  "hand-over": "You cannot hand this article over as it stands.",
  "legal-read": "You cannot ask for a legal read of this row as it stands.",
};

const OF_THE_ARTICLE = ["undo", "approve-read", "hand-over"];

/** What to say where the keys of an action were pressed and it makes no sense now. */
export function whyNot(action, app) {
  if (!OF_THE_ARTICLE.includes(action.name) && !inHand(app)) return "Choose a row first.";
  return REFUSED[action.name] ?? "That is not possible in this row as it stands.";
}

export const byName = new Map(ACTIONS.map((action) => [action.name, action]));
