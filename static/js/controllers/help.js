// Mod+/ shows the keys over the page one is on: the help page's list in a dialog. Also prints key combinations
// ([data-keys]) as this device's keyboard has them.

import { all, element, one } from "../lib/dom.js";
import { build, open } from "../lib/dialog.js";
import { bind, isMac, printed } from "../lib/keys.js";

let dialog = null;

/** The help page's keys, fetched once; without the network the page itself is asked for. */
async function showKeys(address) {
  if (dialog?.open) return dialog.close();
  if (!dialog) {
    const response = await fetch(address, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const keys = page.querySelector("#keys");
    if (!response.ok || !keys) return location.assign(address);
    keys.querySelector("h2")?.remove();
    keys.removeAttribute("id");
    // Those of the page one is on come first.
    const own = one("[data-keys-of]")?.dataset.keysOf;
    const first = all("table", keys).find((table) => table.caption?.textContent === own);
    first?.parentElement.prepend(first);
    const more = element("a", { href: address }, "Help: the rest");
    dialog = build({ title: "Keys", content: [keys, more], wide: true });
    document.body.append(dialog);
    printKeys(dialog);
  }
  return open(dialog);
}

export function printKeys(root) {
  if (!isMac()) return;
  for (const place of all("[data-keys]", root)) {
    place.replaceChildren(...printed(place.dataset.keys).map((sign) => element("kbd", {}, sign)));
  }
}

export function startHelp(root) {
  printKeys(root);
  const link = one("[data-help]", root);
  if (!link) return;
  bind(root, {
    "Mod+/": () => {
      showKeys(link.href).catch(() => location.assign(link.href));
    },
  });
}
