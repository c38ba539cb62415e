// What is typed into a form stays on this device until the server has answered.

import { all } from "./dom.js";
import { safeStorage } from "./storage.js";

const PREFIX = "workbench.unsent-form";

/**
 * Keeps what is typed into `form`: data-keeps names it, person and all, data-keeps-for what it would make, and
 * data-refused says that it holds what was sent and refused. What was sent is done with once the page asks for the next;
 * what was not, or was lost on the way, is put back. Returns whether it was.
 */
export function keepTyped(form, storage = safeStorage()) {
  const key = `${PREFIX}.${form.dataset.keeps}`;
  const makes = form.dataset.keepsFor;
  const texts = all("textarea, input[type=text], input[type=datetime-local]", form);
  const choices = all("input[type=radio]", form);
  const isTyped = () => texts.some((field) => field.value.trim());

  function put(isSent) {
    const values = texts.map((field) => [field.name, field.value]);
    const chosen = choices.filter((choice) => choice.checked).map((choice) => [choice.name, choice.value]);
    try {
      if (isTyped()) storage.setItem(key, JSON.stringify({ makes, isSent, values, chosen }));
      else storage.removeItem(key);
    } catch {
      // Without room or storage it lasts as long as the page.
    }
  }

  function putBack() {
    const kept = JSON.parse(storage?.getItem(key) ?? "null");
    if (!kept) return false;
    if (kept.isSent && kept.makes !== makes) {
      storage.removeItem(key);
      return false;
    }
    const values = new Map(kept.values);
    for (const field of texts) field.value = values.get(field.name) ?? "";
    for (const choice of choices) if (kept.chosen.some(([name, value]) => name === choice.name && value === choice.value)) choice.checked = true;
    return true;
  }

  const isBack = !form.dataset.refused && putBack();
  if (form.dataset.refused) put(false);
  form.addEventListener("input", () => put(false));
  form.addEventListener("submit", () => put(true));
  return isBack;
}
