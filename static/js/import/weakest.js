// The way from row to row: to the next of the weakest and back, to a row named by a link, over the edge of a page.
//
// The order of weakness is the server's (data-weakest). Where one is in it, the row visited last says, which after another
// page has come is the one in its address; nothing else is kept.

import { announce, notice } from "../lib/announce.js";
import { delegate, one } from "../lib/dom.js";

/** Returns {goTo, next, back, beyond}. `carried()` is what the address of another page takes along. */
export function wayThrough(root, draft, carried) {
  const link = one("[data-weakest]");
  const weak = () => link.dataset.weakest.split(" ").filter(Boolean).map(Number);
  let visited = null; // the row itself: its number changes as rows above it come and go
  let place = 0; // where it stood, for when it is settled: the one after it stands there then

  function goTo(number) {
    const row = draft.rowsOf(root)[number - Number(root.dataset.offset)];
    if (!row) return leaveFor(number);
    visited = row;
    draft.take(row);
    row.scrollIntoView({ block: "center" });
  }

  let left = "";
  addEventListener("pageshow", () => void (left = ""));
  function leaveFor(number) {
    const address = `?at=${number}${carried()}`;
    draft.leave(() => {
      if (left === address) return; // a key held down would begin anew each time
      left = address;
      const isHere = location.search === address; // then the address alone would load nothing
      location.assign(`${address}#pair-${number}`);
      if (isHere) location.reload();
    });
  }

  /** Where the tour is: the place of the row visited last, and whether it is still in doubt. */
  function here(rows) {
    const at = visited?.isConnected ? rows.indexOf(draft.indexOf(visited)) : -1;
    return at < 0 ? { at: place, isWeak: false } : { at, isWeak: true };
  }

  function visit(rows, at) {
    place = at;
    announce(`Weakest pair ${at + 1} of ${rows.length}.`);
    goTo(rows[at]);
  }

  function next(event) {
    event?.preventDefault();
    const rows = weak();
    if (!rows.length) return void notice("No pair is in doubt.");
    const { at, isWeak } = here(rows);
    visit(rows, (isWeak ? at + 1 : at) % rows.length);
  }

  function back() {
    const rows = weak();
    const { at } = here(rows);
    if (!rows.length || at < 1) return void announce("This is the weakest pair.");
    visit(rows, Math.min(at, rows.length) - 1);
  }

  /** The row before the first or after the last of this page, where there is another page. */
  function beyond(by) {
    if (!one(`.pagination a[rel=${by > 0 ? "next" : "prev"}]`)) return;
    const first = Number(root.dataset.offset);
    leaveFor(by > 0 ? first + draft.rowsOf(root).length : first - 1);
  }

  link.addEventListener("click", next);
  delegate(document, "click", "a[data-row]", (event, { dataset }) => {
    event.preventDefault();
    goTo(Number(dataset.row));
  });
  root.addEventListener("draft:changed", ({ detail }) => {
    if (visited && !visited.isConnected) visited = draft.current(); // drawn anew
    link.dataset.weakest = detail.weakest.join(" ");
    link.hidden = !detail.weakest.length;
    if (detail.weakest.length) link.href = `?at=${detail.weakest[0]}#pair-${detail.weakest[0]}`;
  });

  const linked = document.getElementById(location.hash.slice(1));
  if (linked?.matches(".pair")) {
    visited = linked;
    place = Math.max(weak().indexOf(draft.indexOf(linked)), 0);
  }
  return { goTo, next, back, beyond };
}
