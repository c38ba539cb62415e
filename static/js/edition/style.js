// A house style holds from the moment it is chosen for all that is taken from the page: links (Mod+K's too), zip and code at once, the
// text and its copies as soon as the server has set them.

import { notice } from "../lib/announce.js";
import { all, delegate, one } from "../lib/dom.js";

let setting = Promise.resolve();

/** Settles once the text is in the style chosen last; rejects where it could not be fetched. */
export const styled = () => setting;

function inStyle(address, choices) {
  const found = new URL(address, location.href);
  for (const [name, value] of choices) {
    if (value) found.searchParams.set(name, value);
    else found.searchParams.delete(name);
  }
  return found.pathname + found.search;
}

async function setText(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (address !== location.pathname + location.search) return styled(); // another was chosen meanwhile
  for (const id of ["#edition-text", "#edition-plain"]) one(id).replaceChildren(...one(id, fresh).childNodes);
  return undefined;
}

delegate(document, "change", "[data-house-style] select", () => {
  const choices = [...new FormData(one("[data-house-style]"))];
  for (const [name, value] of choices) one(`.files input[name=${name}]`).value = value;
  for (const link of all(".files a[href], #commands a[download]")) link.setAttribute("href", inStyle(link.getAttribute("href"), choices));
  for (const button of all("[data-copy-from]")) button.dataset.copyFrom = inStyle(button.dataset.copyFrom, choices);
  one("[data-styled]").hidden = !choices.some(([, value]) => value);
  const address = inStyle(one("[data-house-style]").action, choices);
  history.replaceState(history.state, "", address);
  setting = setText(address);
  setting.catch(() => notice("The text could not be shown in this style: reload the page to try again.", { tone: "bad" }));
});
