// Copying an edition: with its formatting for a content system, as plain text, or the text of one of its files.

import { notice } from "../lib/announce.js";
import { delegate, one } from "../lib/dom.js";
import { styled } from "./style.js";

// Promised: a style chosen a moment ago may still be on its way.
const richText = () => styled().then(() => one("#edition-text").innerHTML.trim());
const plainText = () => styled().then(() => one("#edition-plain").textContent);

/** Without the clipboard API (a page served over plain http): a copy event carries what we put into it. */
function copyByEvent(types) {
  let done = false;
  const fill = (event) => {
    event.preventDefault();
    for (const [type, text] of Object.entries(types)) event.clipboardData.setData(type, text);
    done = true;
  };
  document.addEventListener("copy", fill, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return done;
}

async function copy(types) {
  if (navigator.clipboard?.write && globalThis.ClipboardItem) {
    // A text that is still on its way is promised: waited for first, the click would count no more for some browsers.
    const blobs = Object.entries(types).map(([type, text]) => [
      type,
      Promise.resolve(text).then((words) => new Blob([words], { type })),
    ]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      // Refused by the browser or by a policy: the older way may still be allowed.
    }
  }
  const texts = await Promise.all(Object.values(types));
  return copyByEvent(Object.fromEntries(Object.keys(types).map((type, n) => [type, texts[n]])));
}

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
