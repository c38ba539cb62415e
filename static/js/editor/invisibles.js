// Invisible characters as labelled chips, on a copy of the text below it: the text itself is never touched.

import { all, element, one } from "../lib/dom.js";

const NAMES = new Map([
  ["\u00a0", "NBSP"], ["\u202f", "NNBSP"], ["\u00ad", "SHY"], ["\u200b", "ZWSP"], ["\u200c", "ZWNJ"], ["\u200d", "ZWJ"],
  ["\u200e", "LRM"], ["\u200f", "RLM"], ["\u061c", "ALM"], ["\u202a", "LRE"], ["\u202b", "RLE"], ["\u202c", "PDF"],
  ["\u202d", "LRO"], ["\u202e", "RLO"], ["\u2066", "LRI"], ["\u2067", "RLI"], ["\u2068", "FSI"], ["\u2069", "PDI"],
  ["\u2060", "WJ"], ["\ufeff", "BOM"], ["\u0640", "tatweel"], ["\t", "TAB"], ["\n", "¶"],
]);
const ANY = new RegExp(`([${[...NAMES.keys()].join("")}])`);

/** The text as strings and chips; null when there is nothing invisible in it. */
export function chips(text) {
  const parts = text.split(ANY).filter(Boolean);
  if (!parts.some((part) => NAMES.has(part))) return null;
  return parts.flatMap((part) => {
    if (!NAMES.has(part)) return part;
    const chip = element("span", { class: "chip" }, NAMES.get(part));
    return part === "\n" ? [chip, "\n"] : chip;
  });
}

/** Shows or hides the copies of one row. Returns how many sides have any. */
export function toggleInvisibles(row, textOf) {
  const shown = all(".copy-of-text", row);
  for (const copy of shown) copy.remove();
  if (shown.length) return null;
  let found = 0;
  for (const side of ["target", "source"]) {
    const cell = one(`.${side}`, row);
    const parts = chips(textOf(side, cell));
    if (!parts) continue;
    found += 1;
    const copy = element("div", { class: `copy-of-text ${cell.lang}`, lang: cell.lang, dir: cell.dir, "aria-label": "Copy with invisible characters" }, parts);
    cell.parentElement.append(copy);
  }
  return found;
}
