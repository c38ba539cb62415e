// What was pasted on step one and not read yet, kept in this tab so that a reload does not lose it. A key begins with
// whose it is. Where the browser keeps nothing (private windows, full stores), nothing is kept and nothing breaks.

const PREFIX = "import-given:";

/** What is kept under this key: {side: {text, html}, sent}; or null. */
export function readKept(key) {
  try {
    return JSON.parse(sessionStorage.getItem(PREFIX + key));
  } catch {
    return null;
  }
}

/** Keeps this; null forgets it. */
export function writeKept(key, value) {
  try {
    if (value) sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
    else sessionStorage.removeItem(PREFIX + key);
  } catch {
    // Too much to keep: an older, shorter state would only mislead.
    forgetKept((other) => other === key);
  }
}

/** Forgets all for which isGone(key, what is kept) says so. */
export function forgetKept(isGone) {
  try {
    for (const name of Object.keys(sessionStorage)) {
      const key = name.slice(PREFIX.length);
      if (name.startsWith(PREFIX) && isGone(key, readKept(key) ?? {})) sessionStorage.removeItem(name);
    }
  } catch {
    // Nothing can be kept here at all.
  }
}
