// Buttons with data-theme-choice="light|dark|system" choose the theme, here and in other tabs.

import { all, delegate } from "../lib/dom.js";
import { setTheme, theme } from "../lib/theme.js";

export function startThemeChoice(root) {
  const show = () => {
    for (const button of all("[data-theme-choice]", root)) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === theme()));
    }
  };
  delegate(root, "click", "[data-theme-choice]", (_, button) => {
    setTheme(button.dataset.themeChoice);
    show();
  });
  addEventListener("storage", (event) => {
    if (event.key !== "workbench.theme") return;
    document.documentElement.dataset.theme = event.newValue ?? "system";
    show();
  });
  show();
}
