// A zip of many articles is being made: how far, until it can be fetched; and all or none of a list ticked.

import { delegate, one } from "../lib/dom.js";
import { watch } from "../lib/watching.js";

const place = one("#making");
if (place) watch(place);

delegate(document, "click", "[data-ticks]", (_event, button) => {
  for (const box of document.querySelectorAll('input[name="article"]')) box.checked = button.dataset.ticks === "all";
});
