// t takes the work of the article in focus, if it is free; the row then shows whose it is. Without scripts the button does it.

import { failure, notice } from "../lib/announce.js";
import { delegate, isTyping, one } from "../lib/dom.js";
import { postJSON } from "../lib/http.js";
import { bind } from "../lib/keys.js";

async function take(form) {
  const row = form.closest("[data-list-row]");
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  try {
    const answer = await postJSON(form.getAttribute("action"));
    const hadFocus = form.contains(document.activeElement);
    one(".who", row).innerHTML = answer.html;
    if (hadFocus) one("[data-list-link]", row).focus();
    notice(answer.says, { tone: "good" });
  } catch (error) {
    delete form.dataset.sent;
    failure(error);
  }
}

delegate(document, "submit", "[data-takes]", (event, form) => {
  event.preventDefault();
  take(form);
});

bind(
  document,
  {
    t: () => {
      const row = document.activeElement?.closest("[data-list-row]");
      if (!row) return false;
      const form = one("[data-takes]", row);
      if (form) form.requestSubmit();
      else notice("There is nothing of this article to take on: somebody has it, or it waits for others.", { tone: "warn" });
    },
  },
  { when: (event) => !isTyping(event.target) && !one("dialog[open]") },
);
