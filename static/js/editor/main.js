// The workbench's editor: puts the parts together and binds keys, buttons and forms to the table of actions.

import { failure, notice, settled } from "../lib/announce.js";
import { giveCarets, hasCaret } from "../lib/caret.js";
import { all, debounce, delegate, one } from "../lib/dom.js";
import { getJSON, postJSON, watchOnline } from "../lib/http.js";
import { askInbox, showInbox } from "../lib/inbox_numbers.js";
import { matches, parseKeys, printed } from "../lib/keys.js";
import { toUnits } from "../lib/offsets.js";
import { ACTIONS, byName, whyNot } from "./actions.js";
import { App } from "./app.js";
import { CARD_ACTIONS, Cards } from "./cards.js";
import { Columns } from "./columns.js";
import { Conflicts } from "./conflict.js";
import { Hand } from "./hand.js";
import { Lights } from "./lights.js";
import { Looks } from "./looks.js";
import { Marking } from "./marking.js";
import { Mentions } from "./mentions.js";
import { Navigation } from "./navigation.js";
import { Panel } from "./panel.js";
import { Poll } from "./poll.js";
import { Presence } from "./presence.js";
import { Rows, drawnRows, idOf, mayIn, numberOf, rowOf, showWords, targetOf, versionOf } from "./rows.js";
import { Saver } from "./saver.js";
import { Chosen, watchPointer } from "./selection.js";
import { Sight } from "./sight.js";
import { Status } from "./status.js";
import { UnsentStore } from "./store.js";
import { Structure } from "./structure.js";
import { Windowing } from "./windowing.js";

const page = document.getElementById("workbench");
const root = document.getElementById("rows");
const { slug, show, user } = page.dataset;
let version = Number(page.dataset.version);
const seen = () => version;
const keysOf = (name) => (byName.get(name) ?? CARD_ACTIONS.find((action) => action.name === name))?.keys;

function showKeys(place) {
  for (const key of all("[data-key-of]", place)) key.textContent = printed(keysOf(key.dataset.keyOf) ?? "").join(" ");
}

const store = new UnsentStore(user);
const saver = new Saver({
  slug,
  store,
  seen,
  shown: (id) => (rowOf(id) ? versionOf(rowOf(id)) : null),
  taken: (answer) => taken(answer),
  renewToken: () => poll.now({ token: true }),
});
const hand = new Hand({ saver, keysOf });
new Sight({ hand });
const presence = new Presence({ root, hand });
const looks = new Looks({ slug, hand, taken: (answer) => taken(answer) });

/** A row that came into the page: its link leaves the tab order (keys go from row to row), unsent words show. */
function arrived(row) {
  const number = one(".gutter .n", row);
  number.tabIndex = idOf(row) === hand.id ? 0 : -1;
  looks.watch(row);
  const entry = saver.entry(idOf(row));
  if (entry && entry.state !== "saved") {
    showWords(row, entry);
    status.show(entry);
  }
}

/** A removed row stays as long as words in it are unsent; sending them will say what became of it. */
function letGo(id) {
  const entry = saver.entry(id);
  if (entry && entry.state !== "saved") {
    saver.flush(id);
    return false;
  }
  if (id === hand.id) hand.release();
  return true;
}

/** A row was saved and its HTML did not come along. Words that are typed since, or unsent, stay as they are. */
function saved(row) {
  const entry = saver.entry(idOf(row));
  if (entry?.state === "saved") hand.saved(row, entry);
}

const rows = new Rows(root, { isHeld: (id) => id === hand.id, merge: (old, fresh) => hand.merge(old, fresh), letGo, arrived, saved });
const windowing = new Windowing(root, {
  slug,
  show,
  size: Number(page.dataset.chunkSize),
  count: Number(page.dataset.chunks),
  total: Number(page.dataset.total),
  arrived,
  mustStay: (list) =>
    (hand.row && list.contains(hand.row)) ||
    list.contains(getSelection().anchorNode) ||
    list.contains(document.activeElement) ||
    saver.unsent.some((entry) => rowOf(entry.id) && list.contains(rowOf(entry.id))),
});
const navigation = new Navigation({ root, hand, windowing, slug, show });

const askInboxSoon = debounce(askInbox, 4000);

/** Takes over what an answer of the server says: changed rows, the article's parts, its version. */
function taken(answer, { byOthers = false } = {}) {
  if (answer.reload) return notice("A lot of rows changed.", { seconds: 0, action: { label: "Load the page again", run: () => location.reload() } });
  const { id, box } = hand;
  const before = box?.text;
  const drawn = answer.segment && rowOf(answer.segment.id);
  const isOvertaken = drawn && answer.segment.version < versionOf(drawn);
  const focused = document.activeElement;
  rows.apply(answer);
  lights.show();
  if (focused !== document.body) setTimeout(focusAgain, 50);
  // Somebody saved this row right after us, and we heard of theirs first: once our words are safe, theirs are drawn.
  if (isOvertaken) poll.now({ since: answer.article.version }).catch(() => poll.soon());
  if (byOthers && box && hand.id === id && hand.box === box && box.text !== before) notice("Someone else saved this row. You see their words now.");
  if (answer.article) {
    version = Math.max(version, answer.article.version);
    if (answer.article.live?.["live-progress"] !== undefined) askInboxSoon(); // more than words changed: work may be done
    for (const [id, html] of Object.entries(answer.article.live)) replaceLive(id, html);
  }
  if (answer.people) presence.show(answer.people);
  const touched = new Set([...answer.rows.map((row) => row.id), ...answer.removed, answer.segment?.id]);
  settled(touched);
  if (touched.has(hand.id) || hand.id === null || panel.tab === "all") panel.refreshSoon();
  if (byOthers) warnAboutHand(answer);
  if (answer.warning) notice(answer.warning, { tone: "warn" });
}

/** What had the focus went with a change of the row in hand: it falls to the row's text, not to the page's start. */
function focusAgain() {
  if (document.activeElement === document.body && !one("dialog[open]")) hand.focus();
}

function replaceLive(id, html) {
  const place = document.getElementById(id);
  if (!place || place.innerHTML.trim() === html || place.contains(document.activeElement)) return;
  place.innerHTML = html;
  // What an answer to a change knows is the article, not which of its rows this page shows.
  if (id === "live-filters") for (const link of all("[data-filter]", place)) link.dataset.filter === show ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
}

/** Somebody else changed the row in hand while words in it wait: say so now, not only when they are sent. */
function warnAboutHand({ rows: changed }) {
  const entry = saver.entry(hand.id);
  if (!entry || entry.state === "saved" || entry.state === "saving") return;
  const fresh = changed.find((row) => row.id === hand.id);
  if (!fresh || fresh.version <= entry.version) return;
  const isApproved = hand.row?.dataset.state === "approved";
  notice(isApproved ? "This row was approved while you were writing. Your text is kept: it can be saved when the row is reopened." : "Someone changed the row in hand too. Your words are safe; both will be brought together when it is saved.", { tone: "warn", about: aboutRow(hand.id) });
}

/** A row as what a notice is about. */
const aboutRow = (id) => ({ id, label: rowOf(id) ? `Row ${numberOf(rowOf(id))}` : "A row", go: () => navigation.goTo(id) });

/** Says what went wrong, and on which row (`id`, or the one the error names). */
async function failed(error, id = error.row) {
  if (error.code === "conflict") await poll.now().catch(() => poll.soon()); // what others changed is seen before it is tried again
  failure(error, { about: id ? aboutRow(id) : null });
}
const panel = new Panel({ slug, user, hand, showKeys, failed });
const chosen = new Chosen({ root, hand, mayMark: page.dataset.mayMark !== undefined, mark: () => perform(byName.get("mark")) });
const structure = new Structure({ slug, hand, saver, chosen, seen, taken, failed });
const columns = new Columns(page, root);
const renew = async () => {
  if (hand.id !== null) await saver.flush(hand.id);
  await panel.refresh();
};
const cards = new Cards({ panel, renew, leave: () => hand.focus(), stateOf: (id) => rowOf(id)?.dataset.state, undo: (problem) => structure.undoOf(problem) });
const lights = new Lights({ root, panel, hand });
const mentions = new Mentions({ slug });
panel.drawn = () => {
  lights.show();
  mentions.stay();
};
const marking = new Marking({
  earlier: async () => (await getJSON(`/articles/${slug}/marks`)).marks,
  send: async (data) => {
    const { id } = hand;
    const drawn = drawAhead(data);
    await saver.acted(id); // who approves and marks at once has seen the row as the approval leaves it
    const answer = await postJSON(`/articles/${slug}/segments/${id}/problems`, { ...data, version: versionOf(rowOf(id)), seen: seen() }).catch((error) => {
      drawn(null);
      throw Object.assign(error, { row: id });
    });
    if (id === hand.id) drawn(answer.problem);
    taken(answer);
    panel.show("problems").then(() => panel.point(answer.problem));
    const stays = rowOf(id)?.dataset.state === "approved" && data.type !== "praise";
    const reopen = { label: "Reopen the row", run: () => navigation.goTo(id).then(() => perform(byName.get("reopen"))) };
    if (stays) notice(`${answer.says} The row stays approved.`, { tone: "good", action: mayIn(rowOf(id), "reopen") ? reopen : null });
    else notice(answer.says, { tone: "good" });
  },
});

/** Draws a mark before the server has it; what it returns gives it its id then, or (null) takes it away again. */
function drawAhead({ spans, severity }) {
  for (const { side, start, end } of spans) {
    const text = hand.textOf(side);
    const mark = { type: "problem", problems: "new", severity: severity ?? "minor", status: "open", start: toUnits(text, start), end: toUnits(text, end) };
    hand.redraw(side, (over) => [...over, mark]);
  }
  const { id } = hand;
  return (problem) => {
    if (id !== hand.id) return;
    const known = (range) => (range.problems === "new" ? { ...range, problems: String(problem) } : range);
    for (const { side } of spans) hand.redraw(side, (over) => (problem === null ? over.filter((range) => range.problems !== "new") : over.map(known)));
  };
}

const conflicts = new Conflicts({ saver, hand, renew: (query) => poll.now(query), seen, failed, askReopen: (id) => app.askReopen(id) });
const app = new App({ slug, failed, conflicts, looks, root, saver, hand, panel, chosen, structure, columns, marking, cards, navigation, seen, taken, mayStructure: page.dataset.mayStructure !== undefined });
saver.addEventListener("state", ({ detail: { id, state } }) => state === "saved" && settled([id]));
const status = new Status({ saver, hand, settle: (id) => conflicts.settle(id) });
const poll = new Poll({
  slug,
  show,
  hand,
  seen,
  taken,
  people: (answer) => {
    presence.show(answer.people);
    showInbox(answer);
    if (answer.live_people !== undefined) replaceLive("live-people", answer.live_people);
  },
  renewed: (token) => {
    one("meta[name=csrf-token]").content = token;
    for (const field of all("input[name=csrf_token]")) field.value = token;
  },
});
app.poll = poll;

// --- keys, buttons, forms --------------------------------------------------------------------------------------------

const bound = ACTIONS.filter((action) => action.keys).map((action) => [parseKeys(action.keys), action]);

document.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || (one("dialog[open]") && !event.target.closest?.("#rows"))) return;
    const meant = bound.filter(([wanted, action]) => matches(event, wanted) && isFor(action, event)).map(([, action]) => action);
    const action = meant.find((one) => one.when(app)) ?? meant[0];
    if (!action) return;
    // Also where it is refused: the browser would do something of its own, delete a line for instance.
    event.preventDefault();
    event.stopPropagation();
    if (action.when(app)) perform(action);
    else notice(whyNot(action, app), { tone: "warn" });
  },
  { capture: true },
);

/** Words typed at a row that cannot be written in: say why nothing happens. */
document.addEventListener("keydown", (event) => {
  const { row, box } = hand;
  const isWord = event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!row || box || !isWord || event.isComposing || document.activeElement !== targetOf(row)) return;
  notice(row.dataset.state === "approved" ? "This row is approved. Reopen it, or ask for it to be reopened, to change its words." : "You cannot change the words of this row.", { tone: "warn" });
});

/** Does an action; what goes wrong is said, whatever it was. */
async function perform(action) {
  try {
    await action.run(app);
  } catch (error) {
    failed(error);
  }
}

/** Undo belongs to a text field that was typed in since the rows changed; Escape to open menus; the rest to all. */
function isFor(action, event) {
  const inField = event.target.matches?.("textarea, input, select, [contenteditable=true]:not([data-caret])");
  if (action.name === "undo" && inField && (structure.last === null || event.target !== hand.box?.field || hand.box.typedAt > structure.lastAt)) return false;
  if (action.name === "leave" && (one("details.menu[open]") || (event.target !== hand.box?.field && !hasCaret(event.target)))) return false;
  if (["bold", "italic", "link"].includes(action.name) && event.target !== hand.box?.field) return false;
  return true;
}

delegate(document, "click", "[data-action]", (event, button) => {
  const action = byName.get(button.dataset.action);
  if (!action || (button.matches("a") && (event.ctrlKey || event.metaKey))) return;
  event.preventDefault();
  const menu = button.closest("details");
  if (menu) menu.open = false;
  if (action.when(app)) perform(action);
});

delegate(document, "click", "[data-go]", (event, link) => {
  if (event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  goToCard(Number(link.dataset.go), link.dataset.goProblem ?? link.closest("[data-problem]")?.dataset.problem);
});

/** Takes the row in hand with the focus on a problem's card (null: in its text), whose words are lit by that. */
async function goToCard(id, problem = null) {
  panel.tab = panel.chosen = "problems";
  if (!(await navigation.goTo(id, { problem }))) return;
  if (!problem) return panel.show("problems");
  await cards.focusOn(problem, () => panel.show("problems"));
  panel.point(problem);
}

delegate(root, "click", "mark[data-problems]", (_, mark) => setTimeout(() => panel.point(mark.dataset.problems.split(" ")[0])));

// The focus stays in the text where the words are chosen: pressing these must not let go of them.
delegate(panel.root, "mousedown", "[data-again], [data-attach] button", (event) => event.preventDefault());
delegate(panel.root, "click", "[data-again]", (_, button) => {
  app.again({ first: Number(button.dataset.again), problem: button.closest(".problem").dataset.problem }).catch(failed);
});
delegate(panel.root, "change", "select.direction", (_, { form, value }) => (one("textarea", form).dir = value));

// Forms of the panel go by script, so that the row in hand stays open.
delegate(document, "submit", "form[data-async], form[data-attach]", async (event, form) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.getAttribute("aria-busy")) return;
  button?.setAttribute("aria-busy", "true");
  const url = button?.getAttribute("formaction") ?? form.getAttribute("action");
  const { csrf_token: _token, version: _version, ...data } = Object.fromEntries(new FormData(form));
  const id = Number(form.closest("[data-segment]")?.dataset.segment ?? hand.id);
  try {
    const said = form.dataset.attach === undefined ? data : { spans: app.attachTo(id, { between: form.dataset.between !== undefined }) };
    if (!(await saver.flush(id))) throw new Error("This row’s words are not saved yet. Try again when they are.");
    await saver.acted(id);
    if (said.revision) said.revision = Number(said.revision);
    const answer = await postJSON(url, { ...said, version: rowOf(id) ? versionOf(rowOf(id)) : Number(_version), seen: seen() });
    taken(answer);
    if (data.event) structure.forget(); // a button of the panel has undone it
    // Before anybody can press the key that undoes it.
    if (answer.detach) app.attached(answer);
    else if (answer.problem && answer.undo) structure.offer(answer.says, () => takeStepBack(id, answer.problem, answer.undo));
    else if (answer.undo) structure.offerUndo(answer.says, answer.undo);
    panel.sent(form, data);
    await panel.refresh();
    if (!answer.detach && !answer.undo && answer.says) notice(answer.says, { tone: "good" });
  } catch (error) {
    failed(error, id);
  } finally {
    button?.removeAttribute("aria-busy");
  }
});

/** Takes a step of a problem back, whichever row is in hand by now; the focus goes to its card where that is drawn. */
async function takeStepBack(id, problem, event) {
  if (!(await saver.flush(id))) throw new Error("This row's words are not saved yet. Try again when they are.");
  const answer = await postJSON(`/problems/${problem}/take-back`, { event, seen: seen() });
  taken(answer);
  await cards.focusOn(problem, () => panel.refresh());
  notice(answer.says, { tone: "good" });
}

// The row's menu opens to where there is more room, and scrolls where that is too little.
root.addEventListener(
  "toggle",
  ({ target: menu }) => {
    if (!menu.matches(".rowbar .menu[open]")) return;
    const sheet = one(".sheet", menu);
    sheet.classList.remove("upwards");
    sheet.style.maxBlockSize = "";
    const { top, bottom } = menu.getBoundingClientRect();
    const ceiling = Math.max(0, ...all(".frame > .bar, .frame > .tools").filter((bar) => getComputedStyle(bar).position === "sticky").map((bar) => bar.getBoundingClientRect().bottom));
    const above = top - ceiling - 16;
    const below = one(".foot").getBoundingClientRect().top - bottom - 16;
    const isUp = sheet.scrollHeight > below && above > below;
    sheet.classList.toggle("upwards", isUp);
    sheet.style.maxBlockSize = `${Math.max(160, isUp ? above : below)}px`;
  },
  { capture: true },
);

watchPointer(root, hand);
giveCarets(root, ".target, .source", (cell) => app.describe(cell));
watchOnline((isOnline) => isOnline && saver.retry());
addEventListener("focus", () => saver.retryQuietly());
const sendAll = () => saver.unsent.forEach((entry) => saver.flush(entry.id));
addEventListener("pagehide", sendAll);
document.addEventListener("visibilitychange", () => (document.hidden ? sendAll() : saver.retryQuietly()));

hand.addEventListener("taken", ({ detail: row }) => {
  one(".gutter .n", row).tabIndex = 0;
  const id = idOf(row);
  const address = new URL(location.href);
  address.searchParams.set("at", id);
  address.searchParams.delete("page");
  address.hash = "";
  history.replaceState(null, "", address);
  for (const link of all("a[data-filter]")) {
    const to = new URL(link.href);
    to.searchParams.set("at", id);
    link.href = to;
  }
});
hand.addEventListener("released", ({ detail: id }) => {
  const row = rowOf(id);
  if (row) one(".gutter .n", row).tabIndex = -1;
});

// --- start -----------------------------------------------------------------------------------------------------------

if (show !== "all") root.dataset.filtered = "";
showKeys(document);
const begun = one(".row-form textarea", root); // the page's own form, that somebody may have written in by now
for (const form of all(".row-form", root)) form.remove();
const recovered = saver.recover();
for (const row of drawnRows(root)) arrived(row);
if (recovered) notice(`Words from before were still on this device (${recovered === 1 ? "one row" : `${recovered} rows`}); they are being saved.`, { tone: "good" });
const asked = Number(new URLSearchParams(location.search).get("at"));
const card = location.hash.match(/^#p?(\d+|legal-\d+)$/)?.[1]; // a link to a problem, or a legal read, beside its row
const first = (asked && rowOf(asked)) || null;
if (first) {
  first.classList.remove("current");
  hand.take(first, { scroll: false, focus: !card });
  first.scrollIntoView({ block: "center" });
  if (card) {
    panel.point(card);
    cards.focusOn(card, () => one(`.problem[data-problem="${card}"]`, panel.root) ?? panel.show("problems"));
  }
}
if (begun && begun.value !== begun.defaultValue && hand.box) {
  hand.box.field.value = begun.value;
  hand.box.field.dispatchEvent(new Event("input", { bubbles: true }));
  hand.box.select(begun.selectionStart, begun.selectionEnd);
}
const { keysFirst } = window;
window.keysFirst = null;
for (const pressed of keysFirst) document.activeElement.dispatchEvent(new KeyboardEvent("keydown", pressed));
