// What is kept on this device.

/** The browser's storage for this site, or null where it is switched off (private mode). */
export function safeStorage() {
  const probe = "workbench.probe";
  try {
    localStorage.setItem(probe, "");
    localStorage.removeItem(probe);
    return localStorage;
  } catch {
    return null;
  }
}
