// Work that goes on elsewhere: how far it is, until there is something to go to.

import { one } from "./dom.js";
import { getJSON } from "./http.js";

const EVERY = 1000; // ms

/** Asks place's data-address again and again: { html } is how it stands, { location } where it leads when done. */
export function watch(place) {
  const later = () => setTimeout(look, EVERY);

  async function look() {
    try {
      const answer = await getJSON(place.dataset.address);
      if (answer.location) return void location.replace(answer.location);
      // Only the words change while it goes on; a button drawn anew would lose the focus or its press.
      const bar = one("progress", place);
      const made = document.createElement("template");
      made.innerHTML = answer.html.trim();
      const now = one("progress", made.content);
      if (bar && now) {
        bar.value = now.value;
        one(".working > span", place).textContent = one(".working > span", made.content).textContent;
      } else if (!place.contains(document.activeElement)) place.replaceChildren(made.content);
    } catch {
      // The next look may be answered.
    }
    later();
  }

  later();
}
