// Ranges over a row's text: links, emphasis and marked problems, beside the plain text and carried through typing. A
// problem's range without words is an insertion point: drawn as a sign between the letters, it adds none.
// Offsets are UTF-16 units here, as the browser counts; marks that travel to the server are in code points.

import { redraw } from "../lib/dom.js";
import { toCodePoints, toUnits } from "../lib/offsets.js";

const INLINE = ["link", "strong", "emphasis"];
const TAGS = { A: "link", U: "link", STRONG: "strong", EM: "emphasis", MARK: "problem" };

/** What a tag says about the text in it; null for a tag that says nothing. */
function meaning(node) {
  const type = TAGS[node.tagName];
  if (!type) return null;
  if (type === "link") return { type, href: node.getAttribute("href") ?? node.title };
  if (type !== "problem") return { type };
  const { problems, severity, status } = node.dataset;
  return problems ? { type, problems, severity, status } : null;
}

const same = (a, b) => a.type === b.type && a.href === b.href && a.problems === b.problems;

/** Reads a drawn cell: its text and the ranges over it. */
export function read(cell) {
  const ranges = [];
  let text = "";
  const walk = (node, over) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        for (const range of over) add(ranges, { ...range, start: text.length, end: text.length + child.length });
        text += child.data;
      } else if (child.nodeType === Node.ELEMENT_NODE) {
        const said = meaning(child);
        if (said?.type === "problem" && !child.textContent) ranges.push({ ...said, start: text.length, end: text.length });
        walk(child, said ? [...over, said] : over);
      }
    }
  };
  walk(cell, []);
  return { text, ranges };
}

/** Adds a range, joined to one of the same meaning that it touches. */
function add(ranges, range) {
  const before = ranges.findLast((r) => same(r, range) && r.end >= range.start && r.start <= range.end);
  if (!before) return ranges.push(range);
  before.start = Math.min(before.start, range.start);
  before.end = Math.max(before.end, range.end);
}

/** Where `before` and `after` differ: one stretch, from the common beginning to the common end. */
export function change(before, after) {
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  while (tail < most - start && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail += 1;
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** The ranges of `before` on the same words in `after`. Bold and italic grow with what is typed at their end. */
export function carry(ranges, before, after) {
  if (before === after) return ranges;
  const { start, oldEnd, newEnd } = change(before, after);
  const shift = newEnd - oldEnd;
  const carried = [];
  for (const range of ranges) {
    const grows = range.type === "strong" || range.type === "emphasis";
    const moved = { ...range };
    if (range.start >= oldEnd && range.start > start) moved.start += shift;
    else if (range.start > start) moved.start = newEnd;
    if (range.end >= oldEnd && (range.end > start || (grows && oldEnd === start && range.end === start))) moved.end += shift;
    else if (range.end > start) moved.end = start;
    if (range.type === "problem" && range.start === range.end) moved.end = moved.start; // a point stays one
    if (moved.start < moved.end || range.start === range.end) carried.push(moved);
  }
  return carried;
}

/** Turns `type` on over [start, end), or off where all of it has it. A link is replaced. */
export function toggle(ranges, type, start, end, href = undefined) {
  const alike = (r) => r.type === type;
  const covered = ranges.some((r) => alike(r) && r.start <= start && r.end >= end);
  const rest = ranges.filter((r) => !alike(r));
  for (const range of ranges.filter(alike)) {
    if (range.start < start) rest.push({ ...range, end: Math.min(range.end, start) });
    if (range.end > end) rest.push({ ...range, start: Math.max(range.start, end) });
  }
  if (href !== undefined ? href : !covered) {
    const pieces = rest.filter(isKept);
    add(pieces, href === undefined ? { type, start, end } : { type, start, end, href });
    return pieces;
  }
  return rest.filter(isKept);
}

/** A range lies over words; only a problem may point between them. */
const isKept = (range) => range.start < range.end || (range.type === "problem" && range.start === range.end);

/** The inline marks for the server, in code points. */
export function toMarks(text, ranges) {
  return ranges
    .filter((r) => INLINE.includes(r.type))
    .map(({ start, end, type, href }) => ({
      start: toCodePoints(text, start),
      end: toCodePoints(text, end),
      kind: type,
      ...(type === "link" ? { href } : {}),
    }));
}

/** The server's inline marks as ranges. */
export function fromMarks(text, marks) {
  return marks.map(({ start, end, kind, href }) => ({
    start: toUnits(text, start),
    end: toUnits(text, end),
    type: kind,
    ...(href ? { href } : {}),
  }));
}

/** How deep to draw each range, from 0, so that no two that overlap are drawn alike: as workbench/text/runs.py does. */
export function levels(ranges) {
  const order = ranges.map((_, n) => n).sort((a, b) => ranges[a].start - ranges[a].end - (ranges[b].start - ranges[b].end) || ranges[a].start - ranges[b].start || a - b);
  const found = [];
  for (const n of order) {
    const taken = new Set(order.filter((o) => found[o] !== undefined && ranges[o].start < ranges[n].end && ranges[n].start < ranges[o].end).map((o) => found[o]));
    found[n] = 0;
    while (taken.has(found[n])) found[n] += 1;
  }
  return found;
}

/** Problems outermost first with their depth, then what is drawn around them: the order in which draw() wraps is inverse. */
function layered(ranges) {
  const problems = ranges.filter((r) => r.type === "problem" && r.start < r.end);
  const depths = levels(problems);
  const deep = problems.map((range, n) => ({ ...range, depth: Math.min(depths[n], 3) })).sort((a, b) => b.depth - a.depth);
  return [...deep, ...ranges.filter((r) => r.type !== "problem")];
}

/** Draws the text with its ranges into `place`, cut at every edge; the text stays exactly the text. */
export function draw(place, text, ranges) {
  const points = ranges.filter((r) => r.type === "problem" && r.start === r.end);
  const over = layered(ranges);
  const edges = [...new Set([0, text.length, ...ranges.flatMap((r) => [r.start, r.end])])]
    .filter((at) => at >= 0 && at <= text.length)
    .sort((a, b) => a - b);
  const nodes = [];
  edges.forEach((edge, i) => {
    for (const point of points) if (point.start === edge) nodes.push(elementOf({ ...point, depth: 0 }));
    if (i + 1 === edges.length) return;
    let node = document.createTextNode(text.slice(edge, edges[i + 1]));
    for (const range of over) {
      if (range.start > edge || range.end < edges[i + 1]) continue;
      const element = elementOf(range);
      element.append(node);
      node = element;
    }
    nodes.push(node);
  });
  redraw(place, nodes);
}

function elementOf(range) {
  const element = document.createElement({ link: "u", strong: "strong", emphasis: "em", problem: "mark", chosen: "span" }[range.type]);
  if (range.type === "link") element.title = range.href;
  if (range.type === "chosen") element.className = "chosen";
  if (range.type === "problem") Object.assign(element.dataset, { problems: range.problems, severity: range.severity, status: range.status, depth: range.depth });
  if (range.type === "problem" && range.start === range.end) element.className = "point";
  return element;
}
