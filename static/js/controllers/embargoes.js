// An embargo ends by the clock alone: what a page says of it is drawn anew once it has, without a word from the server
// until then, or once the stage line has heard that it was cancelled or moved. The parts that say it carry
// data-embargo="name", the stage line also data-goes-out; data-embargo-ended is shown from its end on.

import { all, one } from "../lib/dom.js";
import { tellTimes } from "./times.js";

const EVERY = 5000;
const LONGEST = 600000; // between two questions where this machine's clock is ahead of the server's

let asks = 0; // since when the page asks no more
let wait = EVERY;
let drawn; // what the parts were drawn for

const goesOut = () => one("[data-goes-out]")?.dataset.goesOut;

async function follow() {
  const moment = goesOut();
  const isOther = moment !== drawn;
  const now = Date.now();
  const isDue = isOther || (moment && now >= new Date(moment).getTime());
  if (!isDue || document.hidden || now < asks) return;
  asks = now + wait;
  wait = Math.min(2 * wait, LONGEST);
  const answer = await fetch(location.href, { credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = one("[data-embargo=stage]", fresh);
  if (!next || next.dataset.goesOut === drawn) return;
  wait = EVERY;
  drawn = next.dataset.goesOut;
  for (const part of all("[data-embargo]")) {
    if (part.contains(document.activeElement)) continue; // nobody loses the place they are at
    const made = one(`[data-embargo=${part.dataset.embargo}]`, fresh);
    if (!made) part.remove();
    else {
      part.replaceWith(made);
      tellTimes(made);
    }
  }
  if (!isOther) for (const part of all("[data-embargo-ended]")) part.hidden = false; // what cannot be drawn anew says so
}

export function startEmbargoes() {
  drawn = goesOut();
  const look = () => follow().catch(() => {}); // no network: asked again
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}
