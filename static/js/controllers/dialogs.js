// data-opens="id" opens a dialog, data-closes closes the one it is in; a click on the backdrop closes too, and
// Ctrl+Enter does what the main button does.

import { delegate } from "../lib/dom.js";
import { open } from "../lib/dialog.js";
import { matches } from "../lib/keys.js";

export function startDialogs(root) {
  delegate(root, "click", "[data-opens]", (event, button) => {
    const dialog = document.getElementById(button.dataset.opens);
    if (!dialog) return;
    event.preventDefault();
    open(dialog);
  });
  delegate(root, "click", "[data-closes]", (_, button) => button.closest("dialog")?.close());
  // Ctrl+Enter in a dialog does what its main button does.
  root.addEventListener("keydown", (event) => {
    const main = event.target.closest?.("dialog form")?.querySelector(".primary[type=submit]");
    if (!main || event.defaultPrevented || !matches(event, "Mod+Enter")) return;
    event.preventDefault();
    main.form.requestSubmit(main);
  });
  root.addEventListener("pointerdown", (event) => {
    const dialog = event.target;
    if (!(dialog instanceof HTMLDialogElement) || !dialog.open) return;
    const box = dialog.getBoundingClientRect();
    const inside =
      event.clientX >= box.x && event.clientX <= box.x + box.width && event.clientY >= box.y && event.clientY <= box.y + box.height;
    // A half-written form is not thrown away by a slip of the hand.
    const written = [...dialog.querySelectorAll("textarea, input[type=text]")].some((field) => field.value.trim());
    if (!inside && !written) dialog.close();
  });
}
