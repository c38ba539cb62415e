// data-copy-field="id" on a button: copies what that field holds.

import { notice } from "../lib/announce.js";
import { copy } from "../lib/clipboard.js";
import { delegate, one } from "../lib/dom.js";

export function startCopying(root) {
  delegate(root, "click", "[data-copy-field]", async (_event, button) => {
    const field = one(`#${button.dataset.copyField}`, root);
    const done = await copy({ "text/plain": field.value }).catch(() => false);
    if (done) return notice("Copied.", { tone: "good" });
    field.select(); // so that one key copies it
    return notice("The browser did not allow copying. It is selected now: copy it with the keyboard.", { tone: "bad" });
  });
}
