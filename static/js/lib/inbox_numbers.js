// The numbers in the frame: how much waits in the inbox, and how many notices are unread.

import { one } from "./dom.js";
import { getJSON } from "./http.js";

/** Most pages are drawn without the first. */
export function startInbox() {
  if (one("[data-inbox][data-unasked]")) askInbox();
}

/** Asks for both; where that fails the inbox has them all the same. */
export async function askInbox() {
  const numbers = await getJSON("/inbox/count").catch(() => null);
  if (numbers) showInbox(numbers);
}

/** Each is "3" or "99+", "" or 0 for none; one that is not given stays as it is. */
export function showInbox({ waiting, unread }) {
  const link = one("[data-inbox]");
  if (!link) return;
  const work = show(one("[data-waiting]", link), waiting);
  const news = show(one("[data-unread]", link), unread);
  const says = ["Inbox", work && `${work} waiting`, news && `${news} new`].filter(Boolean).join(", ");
  if (link.getAttribute("aria-label") === says) return;
  link.setAttribute("aria-label", says);
  link.title = says;
}

/** Puts the number into its place; what stands there then. */
function show(place, number) {
  if (number !== undefined) {
    const words = number ? String(number) : "";
    if (place.textContent !== words) place.textContent = words;
    place.hidden = !words;
  }
  return place.textContent;
}
