// All commands in one list, found by typing; and the list of keys. Both come from the table of actions.

import { element } from "../lib/dom.js";
import { build, open } from "../lib/dialog.js";
import { printed } from "../lib/keys.js";

const keysOf = (keys) => element("span", { class: "keys" }, printed(keys).flatMap((sign) => [element("kbd", {}, sign), " "]));

/** Every word typed is found in the label. */
export function fits(label, typed) {
  const said = label.toLowerCase();
  return typed.toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

/** Opens the palette; resolves with the chosen action, or null. */
export async function choose(actions) {
  const input = element("input", { type: "text", placeholder: "What do you want to do?", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-label": "Find a command", autocomplete: "off", autofocus: true });
  const list = element("ul", { id: "palette-list", role: "listbox", "aria-label": "Commands" });
  const dialog = element("dialog", { class: "palette", "aria-label": "Commands" }, input, list);
  let shown = [];
  let at = 0;
  let chosen = null;
  const point = (index) => {
    at = Math.min(Math.max(index, 0), shown.length - 1);
    [...list.children].forEach((item, n) => item.setAttribute("aria-selected", String(n === at)));
    const item = list.children[at];
    if (item?.id) input.setAttribute("aria-activedescendant", item.id);
    item?.scrollIntoView({ block: "nearest" });
  };
  const run = (action) => {
    chosen = action;
    dialog.close();
  };
  const draw = () => {
    shown = actions.filter((action) => fits(action.label, input.value));
    const items = shown.map((action, n) => element("li", { role: "option", id: `command-${n}`, on: { click: () => run(action) } }, element("span", {}, action.label), action.keys && keysOf(action.keys)));
    list.replaceChildren(...(items.length ? items : [element("li", { class: "nothing quiet", role: "option", "aria-disabled": "true" }, "No command of that name.")]));
    point(0);
  };
  input.addEventListener("input", draw);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") point(at + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter" && shown[at]) run(shown[at]);
    else return;
    event.preventDefault();
  });
  draw();
  document.body.append(dialog);
  await open(dialog);
  dialog.remove();
  return chosen;
}

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
