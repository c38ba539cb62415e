// The number of unread notices in the frame.

import { one } from "./dom.js";

/** `says` is "3" or "99+", "" or 0 for none. */
export function showUnread(says) {
  const link = one("[data-inbox]");
  if (!link) return;
  const words = says ? String(says) : "";
  const place = one("[data-unread]", link);
  if (place.textContent === words) return;
  place.textContent = words;
  place.hidden = !words;
  link.setAttribute("aria-label", words ? `Inbox, ${words} new` : "Inbox");
}
