// An embargo ends by the clock alone: what a page says of it is drawn anew once it has, without a word from the server
// until then. The parts that say it carry data-embargo="name", the stage line also data-goes-out;
// data-embargo-ended is shown from then on.

import { all, one } from "../lib/dom.js";
import { tellTimes } from "./times.js";

const EVERY = 5000;
const LONGEST = 600000; // between two questions where this machine's clock is ahead of the server's

let asks = 0; // since when the page asks no more
let wait = EVERY;

async function follow() {
  const moment = one("[data-goes-out]")?.dataset.goesOut;
  const now = Date.now();
  if (!moment || document.hidden || now < new Date(moment).getTime() || now < asks) return;
  asks = now + wait;
  wait = Math.min(2 * wait, LONGEST);
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = one("[data-embargo=stage]", fresh);
  if (!next || next.dataset.goesOut === moment) return;
  wait = EVERY;
  for (const part of all("[data-embargo]")) {
    if (part.contains(document.activeElement)) continue; // nobody loses the place they are at
    const drawn = one(`[data-embargo=${part.dataset.embargo}]`, fresh);
    if (!drawn) part.remove();
    else {
      part.replaceWith(drawn);
      tellTimes(drawn);
    }
  }
  for (const part of all("[data-embargo-ended]")) part.hidden = false; // what cannot be drawn anew says so
}

export function startEmbargoes() {
  const look = () => follow().catch(() => {}); // no network: asked again
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
