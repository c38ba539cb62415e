// The list of keys, from the table of actions.

import { element } from "../lib/dom.js";
import { build, open } from "../lib/dialog.js";
import { printed } from "../lib/keys.js";
import { keysOf } from "../lib/palette.js";

/** The list of keys, by group. */
export async function showKeys(actions) {
  const groups = [...new Set(actions.map((action) => action.group))];
  const content = element(
    "div",
    { class: "key-groups" },
    groups.map((group) =>
      element(
        "section",
        {},
        element("h3", {}, group),
        element(
          "dl",
          { class: "key-list" },
          actions
            .filter((action) => action.group === group && action.keys)
            .flatMap((action) => [element("dt", {}, action.label), element("dd", {}, keysOf(action.keys))]),
        ),
      ),
    ),
  );
  const dialog = build({ title: "Keys", content: [content, element("p", { class: "quiet small" }, `${printed("Mod+Z").join(" ")} in a text takes back typing; after an approval or a change of rows and before you type again, it undoes that. In the Arabic, and in English that is only read (an approved row’s), there is a caret too: Shift and the arrows choose words. In the marking box: a digit picks the category and a second one the type; 9 source error, 0 praise, ? question; m, j, c the severity; = the same error as an earlier one; Enter marks, in a text ${printed("Mod+Enter").join(" ")}. The letters of a problem’s card count while it has the focus: F4 brings you there, up and down go from card to card, Escape leads back to the row; ${printed("Mod+Enter").join(" ")} sends what you write in it.`)], buttons: [{ label: "Close", value: "", kind: "outlined" }], wide: true });
  document.body.append(dialog);
  await open(dialog);
  dialog.remove();
}
