// Publishing: what a choice asks for comes into sight, and the preview shows what readers will be told as it is written.

import { notice } from "../lib/announce.js";
import { all, delegate, one } from "../lib/dom.js";
import { keepTyped } from "../lib/kept_form.js";
import { typeInOwnTime } from "../lib/own_time.js";

typeInOwnTime(one("#time"));

// What a choice asks for appears below it: in sight, though it may lie beyond what the panel shows.
for (const [choice, asked] of [["#kind-correction", ".only-correction"], ["#when-later", ".only-later"]])
  delegate(document, "change", choice, () => one(`.publish-form ${asked}`).scrollIntoView({ block: "nearest" }));

const PAUSE = 300; // in typing, before the preview follows
const form = one("#publish-form");
const asks = one("[data-preview]"); // for pages without scripts
const preview = asks?.formAction;
asks?.remove(); // or Enter in a field would press it
let waiting = 0;
let asking = null;

async function show() {
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch(preview, { method: "POST", body: new FormData(form), credentials: "same-origin", signal: asking.signal });
  if (!answer.ok || answer.redirected) return;
  const fresh = one("#preview", new DOMParser().parseFromString(await answer.text(), "text/html"));
  one("#preview").replaceChildren(...fresh.childNodes);
  const isBeside = getComputedStyle(one(".publish-gate")).position === "sticky"; // else the box typed in would move away
  if (isBeside && one("#kind-correction")?.checked) all("#preview .correction").at(-1)?.scrollIntoView({ block: "nearest" });
}

if (preview)
  form.addEventListener("input", ({ target }) => {
    clearTimeout(waiting);
    if (target.name !== "note") waiting = setTimeout(() => show().catch(() => {}), PAUSE); // unanswered: the next one shows it
  });

if (form && keepTyped(form)) {
  form.dispatchEvent(new Event("input"));
  notice("What you had written and not sent is back.");
}

// What is chosen above is looked at before it is published, and what was typed below is carried along.
const choices = one(".release-choices");
const ticked = () => all("input:checked", choices).map((box) => box.id).join();
const asShown = choices && ticked();

choices?.addEventListener("input", () => {
  const isOther = ticked() !== asShown;
  one("#look-first")?.toggleAttribute("hidden", !isOther);
  one(".gate-foot .primary")?.toggleAttribute("disabled", isOther);
});
if (choices && preview) {
  choices.method = "post";
  choices.action = preview;
  choices.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of new FormData(form)) if (!["keep", "breaking"].includes(name)) formData.append(name, value);
  });
}
