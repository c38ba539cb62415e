// Light, dark or as the system says; remembered on this device. theme-first.js applies it before the first paint.

const KEY = "workbench.theme";

export function theme() {
  return document.documentElement.dataset.theme ?? "system";
}

export function setTheme(choice) {
  document.documentElement.dataset.theme = choice;
  try {
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}
