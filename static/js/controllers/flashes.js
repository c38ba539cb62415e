// data-dismisses takes its flash away.

import { delegate } from "../lib/dom.js";

export function startFlashes(root) {
  delegate(root, "click", "[data-dismisses]", (_, button) => button.closest(".flash")?.remove());
}
