// A list walked by keyboard: data-list around rows with data-list-row, each holding a link with data-list-link.
// j/k or the arrows move, Home and End jump, Enter opens; "/" goes to the list's search field (data-list-search).

import { all, isTyping, one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";

export function startLists(root) {
  const list = one("[data-list]", root);
  if (!list) return;
  const rows = () => all("[data-list-row]", list);
  const current = () => rows().indexOf(document.activeElement?.closest("[data-list-row]"));
  const go = (index) => {
    const row = rows().at(index);
    if (!row) return false;
    one("[data-list-link]", row).focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const move = (by) => () => go(Math.min(Math.max(current() + by, 0), rows().length - 1));
  const inList = (run) => (event) => (list.contains(event.target) ? run(event) : false);
  bind(
    document,
    {
      j: move(1),
      k: move(-1),
      ArrowDown: inList(move(1)),
      ArrowUp: inList(move(-1)),
      Home: inList(() => go(0)),
      End: inList(() => go(-1)),
      "/": () => {
        const search = one("[data-list-search]", root);
        search?.focus();
        return search !== null;
      },
    },
    { when: (event) => !isTyping(event.target) && !one("dialog[open]") },
  );
  // A click anywhere on a row opens it, unless the click was on a control or selected some words.
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-list-row]");
    if (!row || event.target.closest("a, button, input, select, label, summary") || !getSelection().isCollapsed) return;
    one("[data-list-link]", row)?.click();
  });
}
