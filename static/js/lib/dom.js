// Small helpers over the DOM.

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Listens at `root` for events whose target lies within `selector`: handler(event, thatElement). */
export function delegate(root, type, selector, handler, options) {
  root.addEventListener(
    type,
    (event) => {
      const found = event.target instanceof Element ? event.target.closest(selector) : null;
      if (found && (root === document || root.contains(found))) handler(event, found);
    },
    options,
  );
}

/**
 * Builds an element. Attributes that are null, undefined or false are left out, true stands alone; `on` holds
 * listeners, `data` data attributes. Children are nodes or strings; text is never read as markup.
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [type, listener] of Object.entries(value)) made.addEventListener(type, listener);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/**
 * Puts these nodes (or strings) into `place`. What is drawn alike is kept and only its letters change: a node taken
 * out of the page while somebody types cuts the run of typing that Chromium's undo takes back in one go.
 */
export function redraw(place, nodes) {
  const wanted = nodes.map((node) => (typeof node === "string" ? document.createTextNode(node) : node));
  const drawn = [...place.childNodes];
  if (drawn.length === wanted.length && drawn.every((node, n) => isAlike(node, wanted[n]))) drawn.forEach((node, n) => letter(node, wanted[n]));
  else place.replaceChildren(...wanted);
}

function isAlike(a, b) {
  if (a.nodeType !== b.nodeType || a.childNodes.length !== b.childNodes.length) return false;
  if (a.nodeType === Node.ELEMENT_NODE && !a.cloneNode().isEqualNode(b.cloneNode())) return false;
  return [...a.childNodes].every((child, n) => isAlike(child, b.childNodes[n]));
}

function letter(from, to) {
  if (from.nodeType === Node.TEXT_NODE && from.data !== to.data) from.data = to.data;
  from.childNodes.forEach((child, n) => letter(child, to.childNodes[n]));
}

/**
 * Draws `old` anew as `fresh`, all but the element `held` within it, whose place `fresh` gives to `twin`. Neither it nor
 * what is around it leaves the page, so that focus, caret, composition and undo go on.
 */
export function renewAround(old, fresh, held, twin) {
  const kept = [...old.children].find((child) => child.contains(held));
  const place = [...fresh.children].find((child) => child.contains(twin));
  if (!kept || !place) return;
  for (const node of [...old.childNodes]) if (node !== kept) node.remove();
  const nodes = [...fresh.childNodes];
  kept.before(...nodes.slice(0, nodes.indexOf(place)));
  kept.after(...nodes.slice(nodes.indexOf(place) + 1));
  if (kept === held) return;
  for (const { name, value } of place.attributes) kept.setAttribute(name, value);
  renewAround(kept, place, held, twin);
}

/** Whether keys pressed here write text. */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])");
}

/** Calls `run` once `ms` after the last call; `.flush()` runs what waits, `.cancel()` forgets it. */
export function debounce(run, ms) {
  let timer = null;
  let waiting = null;
  const fire = () => {
    timer = null;
    const args = waiting;
    waiting = null;
    run(...args);
  };
  const later = (...args) => {
    waiting = args;
    clearTimeout(timer);
    timer = setTimeout(fire, ms);
  };
  later.flush = () => {
    if (timer === null) return;
    clearTimeout(timer);
    fire();
  };
  later.cancel = () => {
    clearTimeout(timer);
    timer = null;
    waiting = null;
  };
  return later;
}

export const prefersReducedMotion = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
