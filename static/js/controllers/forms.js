// data-once on a form: a second click while it is under way sends nothing twice.
// data-sends on a field (a filter, a sort): choosing sends its form.

import { all, delegate } from "../lib/dom.js";

export function startForms(root) {
  delegate(root, "submit", "form[data-once]", (event, form) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  delegate(root, "change", "[data-sends]", (_, field) => field.form?.requestSubmit());
  // Coming back with the browser's Back button finds the forms ready again.
  addEventListener("pageshow", () => {
    for (const form of all("form[data-once]", root)) delete form.dataset.sent;
    for (const button of all("[aria-busy=true]", root)) button.removeAttribute("aria-busy");
  });
}
