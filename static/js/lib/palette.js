// All commands in one list, found by typing. A command: label, the words it is also found by, keys, run().

import { open } from "./dialog.js";
import { all, element } from "./dom.js";
import { printed } from "./keys.js";

export const keysOf = (keys) => element("span", { class: "keys" }, printed(keys).flatMap((sign) => [element("kbd", {}, sign), " "]));

/** Every word typed is found in the label or beside it. */
export function fits({ label, also = "" }, typed) {
  const said = `${label} ${also}`.toLowerCase();
  return typed.toLowerCase().split(/\s+/).every((word) => said.includes(word));
}

/** What the page holds to go to and to do about its article (components/commands.html). */
export const ofThePage = () =>
  all("#commands > *").map((item) => ({
    name: item.dataset.standsFor,
    label: item.textContent.trim(),
    also: item.dataset.also,
    run: () => (item.matches("form") ? item.requestSubmit() : item.click()),
  }));

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
    shown = actions.filter((action) => fits(action, input.value));
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
