// Copying an edition: with its formatting for a content system, or as plain text.

import { notice } from "../lib/announce.js";
import { delegate, one } from "../lib/dom.js";

const richText = () => one("#edition-text").innerHTML.trim();
const plainText = () => one("#edition-plain").textContent;

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
    const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      // Refused by the browser or by a policy: the older way may still be allowed.
    }
  }
  return copyByEvent(types);
}

delegate(document, "click", "[data-copy]", async (_event, button) => {
  const rich = button.dataset.copy === "rich";
  const types = rich ? { "text/html": richText(), "text/plain": plainText() } : { "text/plain": plainText() };
  if (!(await copy(types))) {
    notice("The browser did not allow copying. Download the edition instead; nothing was copied.", { tone: "bad" });
    return;
  }
  notice(rich ? "Copied with headings, links and emphasis." : "Copied as plain text.", { tone: "good" });
});
