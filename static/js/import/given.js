// Step one: a paste with its formatting, a dropped file, and at once what was recognised of it.

import { all, debounce, one } from "../lib/dom.js";

const start = () => {
  const form = one("#give");
  if (!form) return;
  for (const side of all("[data-side]", form)) watchSide(form, side);
};

function watchSide(form, side) {
  const name = side.dataset.side;
  const field = one("textarea", side);
  const html = one(`input[name=${name}_html]`, side);
  const file = one("input[type=file]", side);
  const preview = one(".preview", side);
  const recognised = one(".recognised", side);
  const asPlain = one("[data-as-plain]", side);
  const clear = one("[data-clear]", side);
  let asked = 0;

  /** A rich paste is shown as it will stand; a plain one stays to be typed in. */
  function showPage() {
    const page = one("template[data-preview]", recognised);
    const rich = Boolean(html.value && page);
    preview.replaceChildren(...(rich ? [page.content.cloneNode(true)] : []));
    preview.hidden = !rich;
    field.hidden = rich;
    asPlain.hidden = !rich;
    clear.hidden = !(rich || file.files.length);
  }

  /** A file beyond the limit is not sent at all: the server would refuse the whole form, the other side with it. */
  function tooLarge() {
    const limit = Number(form.dataset.limit);
    const size = file.files[0]?.size ?? 0;
    const megabytes = (bytes) => (bytes / 1048576).toFixed(1);
    const wrong = size > limit ? `That file has ${megabytes(size)} MB; the most that can be read is ${megabytes(limit)} MB.` : "";
    file.setCustomValidity(wrong);
    if (wrong) recognised.textContent = wrong;
    return Boolean(wrong);
  }

  async function look() {
    asked += 1;
    const mine = asked;
    if (tooLarge()) return;
    if (!field.value.trim() && !html.value && !file.files.length) {
      recognised.replaceChildren();
      showPage();
      return;
    }
    const data = new FormData();
    data.set("csrf_token", one("input[name=csrf_token]", form).value);
    data.set("side", name);
    if (file.files.length) data.set("file", file.files[0]);
    else {
      data.set("text", field.value);
      data.set("html", html.value);
    }
    recognised.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(form.dataset.recognise, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      const answer = await response.json();
      if (mine !== asked) return;
      recognised.innerHTML = response.ok ? answer.html : "";
      if (!response.ok) recognised.textContent = answer.error?.message ?? "";
    } catch {
      // Without an answer nothing is said; the form still sends what was given.
      if (mine === asked) recognised.replaceChildren();
    }
    if (mine !== asked) return;
    recognised.removeAttribute("aria-busy");
    showPage();
  }
  const lookSoon = debounce(look, 700);

  function takeRich(data) {
    const rich = data.getData("text/html");
    const everything = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    if (!rich.trim() || !everything) return false;
    html.value = rich;
    field.value = data.getData("text/plain");
    file.value = "";
    look();
    return true;
  }

  field.addEventListener("paste", (event) => {
    if (takeRich(event.clipboardData)) event.preventDefault();
  });
  field.addEventListener("input", lookSoon);
  file.addEventListener("change", look);
  asPlain.addEventListener("click", () => {
    html.value = "";
    look();
    field.hidden = false;
    field.focus();
  });
  clear.addEventListener("click", () => {
    html.value = field.value = file.value = "";
    look();
    field.focus();
  });

  side.addEventListener("dragover", (event) => {
    event.preventDefault();
    side.dataset.over = "";
  });
  side.addEventListener("dragleave", (event) => {
    if (!side.contains(event.relatedTarget)) delete side.dataset.over;
  });
  side.addEventListener("drop", (event) => {
    delete side.dataset.over;
    if (event.dataTransfer.files.length) {
      event.preventDefault();
      const held = new DataTransfer();
      held.items.add(event.dataTransfer.files[0]);
      file.files = held.files;
      html.value = "";
      look();
    } else if (takeRich(event.dataTransfer)) event.preventDefault();
  });

  showPage();
}

start();
