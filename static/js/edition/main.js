// Copying an edition: with its formatting for a content system, as plain text, or the text of one of its files.

import { notice } from "../lib/announce.js";
import { copy } from "../lib/clipboard.js";
import { delegate, one } from "../lib/dom.js";
import { styled } from "./style.js";

// Promised: a style chosen a moment ago may still be on its way.
const richText = () => styled().then(() => one("#edition-text").innerHTML.trim());
const plainText = () => styled().then(() => one("#edition-plain").textContent);

const FAILED = "The browser did not allow copying. Download the edition instead; nothing was copied.";

async function textOf(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

delegate(document, "click", "[data-copy-from]", async (_event, button) => {
  button.setAttribute("aria-busy", "true");
  const done = await copy({ "text/plain": textOf(button.dataset.copyFrom) }).catch(() => false);
  button.removeAttribute("aria-busy");
  notice(done ? "Copied: paste it into the code view of the editor." : FAILED, { tone: done ? "good" : "bad" });
});

delegate(document, "click", "[data-copy]", async (_event, button) => {
  const rich = button.dataset.copy === "rich";
  const types = rich ? { "text/html": richText(), "text/plain": plainText() } : { "text/plain": plainText() };
  if (!(await copy(types).catch(() => false))) {
    notice(FAILED, { tone: "bad" });
    return;
  }
  notice(rich ? "Copied with headings, links and emphasis." : "Copied as plain text.", { tone: "good" });
});
