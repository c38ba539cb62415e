// Keeps the keys that are pressed before the editor has come; it takes them up once it is there. Not a module, so that it
// runs at once.
window.keysFirst = [];
addEventListener("keydown", (event) => window.keysFirst?.push(event), { capture: true });
