// Saying what happened: to the ear (announce) and to the eye (notice). Both are polite; neither takes the focus.

import { element, one } from "./dom.js";

/** Reads a sentence out in screen readers. The same sentence twice is said twice. */
export function announce(text) {
  const place = one("#announcer");
  if (!place) return;
  place.textContent = "";
  requestAnimationFrame(() => {
    place.textContent = text;
  });
}

/**
 * Shows a notice above the foot. tone: good, warn, bad or "". It leaves by itself after `seconds` unless it is bad or
 * carries an action {label, run} (an Undo must be reachable); 0 keeps it. Returns a function that takes it away.
 */
export function notice(text, { tone = "", action = null, seconds = action || tone === "bad" ? 0 : 6 } = {}) {
  const place = one("#notices");
  if (!place) return () => {};
  const leave = () => shown.remove();
  const shown = element(
    "div",
    { class: "flash", data: { tone } },
    element("p", {}, text),
    action &&
      element("button", { type: "button", class: "outlined", on: { click: () => (leave(), action.run()) } }, action.label),
    element("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", on: { click: leave } }, "✕"),
  );
  place.append(shown);
  while (place.children.length > 3) place.firstElementChild.remove();
  announce(action ? `${text} ${action.label} is available.` : text);
  if (seconds) setTimeout(leave, seconds * 1000);
  return leave;
}
