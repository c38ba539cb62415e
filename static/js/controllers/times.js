// <time data-time="moment|ago|clock|day"> in the reader's own time zone. "ago" is kept true while the page is open.

import { all } from "../lib/dom.js";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const ago = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

const STEPS = [
  [60, "second", 1],
  [3600, "minute", 60],
  [86400, "hour", 3600],
  [7 * 86400, "day", 86400],
];

/** How long before (or after) `now` a moment is, in words; beyond a week its date. */
export function sayAgo(moment, now = new Date()) {
  const seconds = Math.round((moment - now) / 1000);
  const size = Math.abs(seconds);
  if (size < 45) return "just now";
  const step = STEPS.find(([limit]) => size < limit);
  if (!step) return (moment.getFullYear() === now.getFullYear() ? dayOfYear : day).format(moment);
  return ago.format(Math.round(seconds / step[2]), step[1]);
}

export function sayTime(moment, style, now = new Date()) {
  if (style === "clock") return clock.format(moment);
  if (style === "day") return day.format(moment);
  if (style === "ago") return sayAgo(moment, now);
  return `${day.format(moment)}, ${clock.format(moment)}`;
}

/** Puts every <time data-time> under `root` into words. For rows that arrive later too. */
export function tellTimes(root) {
  for (const time of all("time[data-time]", root)) {
    const moment = new Date(time.dateTime);
    const words = sayTime(moment, time.dataset.time);
    if (time.textContent !== words) time.textContent = words;
    if (!time.title) time.title = `${day.format(moment)}, ${clock.format(moment)}`;
  }
}

export function startTimes(root) {
  tellTimes(root);
  setInterval(() => document.hidden || tellTimes(root), 60000);
}
