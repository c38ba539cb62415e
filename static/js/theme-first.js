// Sets the chosen theme before the first paint. Not a module, so that it runs before the sheets are drawn.
(() => {
  try {
    const choice = localStorage.getItem("workbench.theme");
    if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
  } catch {
    // Storage is switched off: the system's theme it is.
  }
})();
