// Copying, with formatting or without.

/** Without the clipboard API (a page served over plain http): a copy event carries what we put into it. */
function copyByEvent(types) {
  let done = false;
  const fill = (event) => {
    event.preventDefault();
    for (const [type, text] of Object.entries(types)) event.clipboardData.setData(type, text);
    done = true;
  };
  document.addEventListener("copy", fill, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return done;
}

/** Puts these into the clipboard, by type: a text or the promise of one. Says whether the browser allowed it. */
export async function copy(types) {
  if (navigator.clipboard?.write && globalThis.ClipboardItem) {
    // A text that is still on its way is promised: waited for first, the click would count no more for some browsers.
    const blobs = Object.entries(types).map(([type, text]) => [
      type,
      Promise.resolve(text).then((words) => new Blob([words], { type })),
    ]);
    try {
      await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
      return true;
    } catch {
      // Refused by the browser or by a policy: the older way may still be allowed.
    }
  }
  const texts = await Promise.all(Object.values(types));
  return copyByEvent(Object.fromEntries(Object.keys(types).map((type, n) => [type, texts[n]])));
}
