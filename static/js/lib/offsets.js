// Offsets. The browser counts UTF-16 units, the server code points (end-exclusive); an emoji is two of one and one of
// the other. Selections are snapped to whole grapheme clusters, so that no mark begins inside a letter and its vowel.

/** UTF-16 offset → code point offset. */
export function toCodePoints(text, units) {
  let points = 0;
  for (let at = 0; at < units && at < text.length; points += 1) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return points;
}

/** Code point offset → UTF-16 offset. */
export function toUnits(text, points) {
  let at = 0;
  for (let seen = 0; seen < points && at < text.length; seen += 1) {
    at += text.codePointAt(at) > 0xffff ? 2 : 1;
  }
  return at;
}

const graphemes = new Intl.Segmenter("ar", { granularity: "grapheme" });

/** Widens a span in UTF-16 units to whole grapheme clusters. An empty span stays empty and moves to the cluster's start. */
export function snapToGraphemes(text, start, end) {
  const clusters = graphemes.segment(text);
  const from = start < text.length ? clusters.containing(start).index : text.length;
  if (end <= start) return [from, from];
  const last = clusters.containing(Math.min(end, text.length) - 1);
  return [from, last.index + last.segment.length];
}

/** The same without the white space at either end. */
export function trimSpan(text, start, end) {
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  return [start, end];
}

/** The text nodes of a container, skipping what carries data-not-text (badges, controls). */
function textNodes(container) {
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement?.closest("[data-not-text]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** The container's text as its offsets count it. */
export const textOf = (container) =>
  textNodes(container)
    .map((node) => node.data)
    .join("");

/** The selection inside `container` as {start, end, text} in code points, snapped; null when there is none. */
export function selectionIn(container, selection = getSelection()) {
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(container)) return null;
  const nodes = textNodes(container);
  const text = nodes.map((node) => node.data).join("");
  const whole = document.createRange();
  whole.selectNodeContents(container);
  const start = range.compareBoundaryPoints(Range.START_TO_START, whole) < 0 ? 0 : unitsBefore(nodes, range.startContainer, range.startOffset);
  const end = range.compareBoundaryPoints(Range.END_TO_END, whole) > 0 ? text.length : unitsBefore(nodes, range.endContainer, range.endOffset);
  return spanOf(text, start, end);
}

/** The selection of a textarea or input, likewise. */
export function selectionInField(field) {
  return spanOf(field.value, field.selectionStart, field.selectionEnd);
}

function spanOf(text, start, end) {
  [start, end] = trimSpan(text, start, end);
  if (start >= end) return null;
  [start, end] = snapToGraphemes(text, start, end);
  return { start: toCodePoints(text, start), end: toCodePoints(text, end), text: text.slice(start, end) };
}

function unitsBefore(nodes, node, offset) {
  const point = document.createRange();
  point.setStart(node, offset);
  let units = 0;
  for (const text of nodes) {
    if (text === node) return units + offset;
    if (point.comparePoint(text, 0) >= 0) break;
    units += text.length;
  }
  return units;
}

/** A place in the document as an offset in the container's text, in code points; null when it lies elsewhere. */
export function placeIn(container, node, offset) {
  if (!node || !container.contains(node)) return null;
  const nodes = textNodes(container);
  return toCodePoints(nodes.map((text) => text.data).join(""), unitsBefore(nodes, node, offset));
}

/** A DOM Range over code points [start, end) of the container's text; null when they lie outside it. */
export function rangeOf(container, start, end) {
  const nodes = textNodes(container);
  const text = nodes.map((node) => node.data).join("");
  const from = toUnits(text, start);
  const to = toUnits(text, end);
  if (nodes.length === 0 || toCodePoints(text, to) < end) return null;
  const range = document.createRange();
  let seen = 0;
  let started = false;
  for (const node of nodes) {
    if (!started && from < seen + node.length + (node === nodes.at(-1) ? 1 : 0)) {
      range.setStart(node, from - seen);
      started = true;
    }
    if (started && to <= seen + node.length) {
      range.setEnd(node, to - seen);
      return range;
    }
    seen += node.length;
  }
  return null;
}
