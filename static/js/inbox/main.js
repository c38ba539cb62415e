// e marks the line in focus as seen, Shift+E all of them; both stay where they are. Without scripts the buttons do it.

import { failure, notice } from "../lib/announce.js";
import { all, delegate, isTyping, one } from "../lib/dom.js";
import { postJSON } from "../lib/http.js";
import { bind } from "../lib/keys.js";
import { showInbox } from "../lib/inbox_numbers.js";

function drawSeen(row) {
  delete row.dataset.unseen;
  one(".dot", row).textContent = "";
  one("[data-new]", row)?.remove();
  one("[data-sees]", row)?.remove();
}

async function see(form) {
  const row = form.closest("[data-list-row]");
  try {
    const answer = await postJSON(form.getAttribute("action"));
    const hadFocus = form.contains(document.activeElement);
    drawSeen(row);
    if (hadFocus) one("[data-list-link]", row).focus();
    showInbox({ unread: answer.unread });
    if (!one("[data-unseen]")) one("[data-sees-all]")?.remove();
  } catch (error) {
    failure(error);
  }
}

async function seeAll(form) {
  try {
    const answer = await postJSON(form.getAttribute("action"), { up_to: Number(one("[name=up_to]", form).value) });
    const hadFocus = form.contains(document.activeElement);
    all("[data-unseen]").forEach(drawSeen);
    form.remove();
    if (hadFocus) one("#news-title").closest("section").querySelector("[data-list-link]")?.focus();
    showInbox({ unread: answer.unread });
    notice("All seen.", { tone: "good" });
  } catch (error) {
    failure(error);
  }
}

delegate(document, "submit", "[data-sees], [data-sees-all]", (event, form) => {
  event.preventDefault();
  if (form.matches("[data-sees]")) see(form);
  else seeAll(form);
});

bind(
  document,
  {
    e: () => {
      const line = document.activeElement?.closest("[data-list-row]");
      const form = line && one("[data-sees]", line);
      if (form) form.requestSubmit();
      else if (!line) notice("Choose a line of the news first.");
      else notice("waits" in line.dataset ? "This stays here until it is done; only news is marked as seen." : "You have seen this already.");
    },
    "Shift+E": () => {
      const form = one("[data-sees-all]");
      if (form) form.requestSubmit();
      else notice("There is nothing new to mark as seen.");
    },
  },
  { when: (event) => !isTyping(event.target) && !one("dialog[open]") },
);
