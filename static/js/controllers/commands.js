// Mod+K over any page about an article: where one can go from it and what can be done. The rows have more of their own.

import { one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";

async function choose() {
  const { choose: chosen, ofThePage } = await import("../lib/palette.js");
  if (one("dialog[open]")) return;
  (await chosen(ofThePage()))?.run();
}

export function startCommands(root) {
  if (one("#commands", root) && !one("#workbench", root)) bind(root, { "Mod+K": () => void choose() });
}
