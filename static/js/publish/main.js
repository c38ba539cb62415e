import { delegate, one } from "../lib/dom.js";
import { typeInOwnTime } from "../lib/own_time.js";

typeInOwnTime(one("#time"));

// What a choice asks for appears below it: in sight, though it may lie beyond what the panel shows.
for (const [choice, asked] of [["#kind-correction", ".only-correction"], ["#when-later", ".only-later"]])
  delegate(document, "change", choice, () => one(`.publish-form ${asked}`).scrollIntoView({ block: "nearest" }));
