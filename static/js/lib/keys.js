// Key combinations as people write them: "Mod+Shift+Enter", "Alt+ArrowDown", "F8", "?".
//
// Mod is Ctrl, on a Mac ⌘. Letters and signs are matched on event.key; when the active layout gives a key that is
// not Latin (an Arabic layout is active half the time), on event.code. Keys pressed while an input method composes
// are nobody's.

export const isMac = (platform = globalThis.navigator?.userAgentData?.platform ?? globalThis.navigator?.platform ?? "") =>
  /mac|iphone|ipad/i.test(platform);

// What a physical key gives on a US keyboard, for those that are not Letter or Digit.
const BY_CODE = {
  Backquote: "`", Minus: "-", Equal: "=", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Semicolon: ";",
  Quote: "'", Comma: ",", Period: ".", Slash: "/", IntlBackslash: "\\", Space: " ",
};
const ALIASES = { up: "ArrowUp", down: "ArrowDown", left: "ArrowLeft", right: "ArrowRight", space: " ", esc: "Escape" };

/** "Mod+Shift+8" → {key, ctrl, meta, alt, shift}. Throws on a modifier it does not know. */
export function parseKeys(combination, mac = isMac()) {
  // "Mod++" is Mod and the plus key.
  const parts = combination === "+" ? ["+"] : combination.replace(/\+\+$/, "+plus").split("+");
  const key = parts.pop();
  const wanted = { key: key === "plus" ? "+" : (ALIASES[key.toLowerCase()] ?? key), ctrl: false, meta: false, alt: false, shift: false };
  for (const part of parts) {
    const name = { Mod: mac ? "meta" : "ctrl", Ctrl: "ctrl", Control: "ctrl", Meta: "meta", Alt: "alt", Shift: "shift" }[part];
    if (!name) throw new Error(`unknown modifier in ${combination}: ${part}`);
    wanted[name] = true;
  }
  if (wanted.key.length === 1) wanted.key = wanted.key.toLowerCase();
  return wanted;
}

/** The key an event stands for, as a US keyboard would give it where the layout is not Latin. */
export function keyOf(event) {
  if (event.key.length > 1) return event.key;
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  return physicalKey(event.code) ?? event.key;
}

function physicalKey(code = "") {
  if (code.startsWith("Key")) return code.slice(3).toLowerCase();
  if (code.startsWith("Digit") || /^Numpad\d$/.test(code)) return code.at(-1);
  return BY_CODE[code];
}

/** Whether an event is the combination. */
export function matches(event, combination, mac = isMac()) {
  if (event.isComposing || event.keyCode === 229) return false;
  const wanted = typeof combination === "string" ? parseKeys(combination, mac) : combination;
  if (event.ctrlKey !== wanted.ctrl || event.metaKey !== wanted.meta || event.altKey !== wanted.alt) return false;
  const key = keyOf(event);
  // Shift turns digits and signs into others ("8" → "*"), and some signs need it on some layouts ("/", "?").
  if (/^[0-9]$/.test(wanted.key)) return event.shiftKey === wanted.shift && physicalOrTyped(event, wanted.key);
  if (wanted.key.length === 1 && !/[a-z]/.test(wanted.key)) {
    if (wanted.shift && !event.shiftKey) return false;
    return key === wanted.key || physicalOrTyped(event, wanted.key);
  }
  return event.shiftKey === wanted.shift && key === wanted.key;
}

function physicalOrTyped(event, key) {
  if (keyOf(event) === key) return true;
  const typedLatin = /^[\x20-\x7e]$/.test(event.key);
  return (event.shiftKey || !typedLatin) && physicalKey(event.code) === key;
}

/**
 * Binds a table {"Mod+S": handler, …} to an element. The first row that matches runs; unless it returns false, the
 * event is done with. `when(event)` may hold the whole table back. Returns a function that unbinds.
 */
export function bind(target, table, { when = () => true } = {}) {
  const rows = Object.entries(table).map(([combination, run]) => [parseKeys(combination), run]);
  const listener = (event) => {
    if (event.defaultPrevented || event.isComposing || !when(event)) return;
    const row = rows.find(([wanted]) => matches(event, wanted));
    if (row && row[1](event) !== false) event.preventDefault();
  };
  target.addEventListener("keydown", listener);
  return () => target.removeEventListener("keydown", listener);
}

const MAC_SIGNS = { Mod: "⌘", Ctrl: "⌃", Alt: "⌥", Shift: "⇧", Enter: "↵", Backspace: "⌫" };
const SIGNS = { Mod: "Ctrl", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

/** The parts of a combination as this device's keyboard prints them: ["Ctrl", "S"] or ["⌘", "S"]. */
export function printed(combination, mac = isMac()) {
  return combination
    .replace(/\+\+$/, "+plus")
    .split("+")
    .map((part) => (mac && MAC_SIGNS[part]) || SIGNS[part] || (part === "plus" ? "+" : part));
}
