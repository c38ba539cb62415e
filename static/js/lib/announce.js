// Saying what happened: to the ear (announce) and to the eye (notice). Both are polite; neither takes the focus.

import { element, one } from "./dom.js";

const MOST = 3; // notices at a time
const flashes = () => [...(one("#notices")?.children ?? [])];

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
 * Shows a notice above the foot. tone: good, warn, bad or "". It leaves by itself after `seconds` (later with an action
 * {label, run} or several; never when it is bad, or 0), though not from under a pointer or the focus; and when the window hears
 * the event `until`. `about`: {id, label, go} of what it is about, which it begins with as a link, until `settled([id])`.
 * Returns a function that takes it away.
 */
export function notice(text, { tone = "", action = null, until = null, about = null, seconds = tone === "bad" ? 0 : action ? 12 : 6 } = {}) {
  const place = one("#notices");
  if (!place) return () => {};
  const actions = [action].flat().filter(Boolean);
  const leave = () => shown.remove();
  const shown = element(
    "div",
    { class: "flash", data: { tone, ...(about && { about: about.id }) } },
    element("p", {}, about && [drawLink(about), ": "], text),
    actions.map(({ label, run }) => element("button", { type: "button", class: "outlined", on: { click: () => (leave(), run()) } }, label)),
    element("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", on: { click: leave } }, "✕"),
  );
  // What only passes makes way for what passes after it, and the same is not said twice.
  if (about) settled([about.id]);
  const isPassing = (said) => ["good", ""].includes(said.dataset.tone) && !one("button.outlined", said);
  for (const said of [...place.children]) if ((isPassing(said) && isPassing(shown)) || one("p", said).textContent === text) said.remove();
  place.append(shown);
  while (place.children.length > MOST) ([...place.children].find(({ dataset }) => dataset.tone !== "bad") ?? place.firstElementChild).remove();
  announce([about ? `${about.label}: ${text}` : text, ...actions.map(({ label }) => `${label} is available.`)].join(" "));
  const leaveUnused = () => (shown.matches(":hover, :focus-within") ? setTimeout(leaveUnused, 2000) : leave());
  if (seconds) setTimeout(leaveUnused, seconds * 1000);
  if (until) addEventListener(until, leave, { once: true });
  return leave;
}

function drawLink({ label, go }) {
  const link = element("a", { href: "#notices" }, label);
  link.addEventListener("click", (event) => (event.preventDefault(), go()));
  return link;
}

/** What notices were about is in order, or has changed since: they go. */
export function settled(ids) {
  const gone = new Set([...ids].map(String));
  for (const said of flashes()) if (gone.has(said.dataset.about)) said.remove();
}

/** Says what went wrong, as long as it holds: that the server did not answer, or not to who is signed out, only until it does. */
export function failure(error, { about = null } = {}) {
  return notice(error.message, { tone: "bad", about, until: error.isTransient || error.code === "signed-out" ? "answered" : null });
}

// Escape takes the newest of those that stay away, before it means anything to the page; what is open closes first.
addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Escape" || event.isComposing || one("dialog[open], details.menu[open], .mention-list:not([hidden])")) return;
    const said = flashes().findLast(({ dataset }) => dataset.tone === "bad");
    if (!said) return;
    said.remove();
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);
