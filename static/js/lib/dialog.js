// The native dialog, as a promise.

import { element } from "./dom.js";
import { matches, parseKeys } from "./keys.js";

/** Sends what is written in a box of several lines, where Enter begins the next. */
export const SEND = parseKeys("Mod+Enter");

/** Opens a <dialog>; resolves with its returnValue ("" when dismissed). Focus returns to where it was. */
export function open(dialog) {
  const before = document.activeElement;
  dialog.returnValue = "";
  if (!dialog.open) {
    dialog.showModal();
    // The native choice is the first control, which is the one that closes. Of radio buttons it is the one that is on.
    const fields = ":is(input:not([type=hidden], [type=radio]:not(:checked)), select, textarea)";
    dialog.querySelector(`[autofocus], .content ${fields}, .buttons .primary`)?.focus();
  }
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        if (before?.isConnected) before.focus();
        resolve(dialog.returnValue);
      },
      { once: true },
    );
  });
}

let made = 0;

/** Builds a dialog like the template macro's. `content` is nodes; buttons are {label, value, kind}. */
export function build({ title, content, buttons = [], wide = false }) {
  made += 1;
  const id = `dialog-${made}-title`;
  const form = element(
    "form",
    { method: "dialog" },
    element("div", { class: "content" }, content),
    element(
      "div",
      { class: "buttons" },
      buttons.map(({ label, value, kind = "" }) =>
        // A button without a value only closes: Enter in a field must not find it first.
        value === ""
          ? element("button", { type: "button", class: kind || null, data: { closes: "" } }, label)
          : element("button", { type: "submit", class: kind || null, value }, label),
      ),
    ),
  );
  const close = element("button", { type: "button", class: "icon-button", "aria-label": "Close", data: { closes: "" } }, "✕");
  return element(
    "dialog",
    { class: wide ? "wide" : null, "aria-labelledby": id },
    element("header", {}, element("h2", { id }, title), close),
    form,
  );
}

/** Builds, opens, waits and takes away again. Resolves with {value, data}: the button's value and the form's
 *  data. `check()` may hold the dialog open by giving false, having said why. */
export async function ask({ check = null, ...options }) {
  const dialog = build(options);
  document.body.append(dialog);
  if (check) dialog.querySelector("form").addEventListener("submit", (event) => check() || event.preventDefault());
  const value = await open(dialog);
  const data = Object.fromEntries(new FormData(dialog.querySelector("form")));
  dialog.remove();
  return { value, data };
}

/**
 * Asks for a reason in words; resolves with it, or null when the person thought better of it.
 * `offered` are usual ones: choosing one writes it into the box, where it can be gone on with. `known` (nodes): the
 * reason there is already; then the box may stay empty.
 */
export async function askReason({ title, label, help = "", action, kind = "primary", offered = [], known = null }) {
  const box = element("textarea", { id: "dialog-reason", "aria-describedby": "dialog-reason-error", name: "reason", rows: 3, "aria-required": String(!known), dir: "auto", autofocus: true });
  const wrong = element("p", { class: "wrong", id: "dialog-reason-error", role: "alert", hidden: true }, "Say why first: the next person reads it.");
  const check = () => {
    const isEmpty = !known && !box.value.trim();
    wrong.hidden = !isEmpty;
    box.setAttribute("aria-invalid", String(isEmpty));
    return !isEmpty;
  };
  box.addEventListener("input", () => wrong.hidden || check());
  box.addEventListener("keydown", (event) => {
    if (matches(event, SEND)) box.form.requestSubmit(box.form.querySelector("[type=submit]"));
  });
  const choose = (reason) => {
    box.value = [box.value.trim(), reason].filter(Boolean).join("\n");
    box.focus();
    check();
  };
  const choices = offered.map((reason) =>
    element("button", { type: "button", class: "outlined", dir: "auto", on: { click: () => choose(reason) } }, reason),
  );
  const field = element(
    "div",
    { class: "field" },
    element("label", { for: "dialog-reason" }, label, known && element("span", { class: "optional" }, " (optional)")),
    box,
    wrong,
    help && element("p", { class: "help" }, help),
  );
  const usual = choices.length > 0 && element("div", { class: "line", role: "group", "aria-label": "Usual reasons" }, choices);
  const { value, data } = await ask({
    title,
    check: () => check() || (box.focus(), false),
    content: [element("div", { class: "stack" }, known, field, usual)],
    buttons: [
      { label: "Cancel", value: "" },
      { label: action, value: "yes", kind },
    ],
  });
  return value === "yes" ? data.reason.trim() : null;
}
