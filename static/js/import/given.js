// Step one: a paste with its formatting, a dropped file, and at once what was recognised of it.

import { all, debounce, one } from "../lib/dom.js";
import { bind } from "../lib/keys.js";
import { forgetKept, readKept, writeKept } from "./kept.js";

const start = () => {
  const form = one("#give");
  if (!form) return;
  const changed = new EventTarget();
  const sides = all("[data-side]", form).map((side) => watchSide(form, side, changed));
  keepGiven(form, sides, changed);
  sendGiven(form, sides);
  bind(document, { "Mod+Enter": () => form.requestSubmit(one(".after button.primary", form)) });
};

/** Sends the form without leaving the page, so that what is refused stays as it is in its box. Where that does not work
 *  (signed out, no answer), the form is sent as ever. */
function sendGiven(form, sides) {
  let asEver = false;
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (asEver || form.dataset.sent) return;
    event.preventDefault();
    form.dataset.sent = "yes"; // as data-once does: a second click sends nothing twice
    button?.setAttribute("aria-busy", "true");
    const data = new FormData(form, button);
    const answer = await send(form.action, data);
    if (answer?.location) {
      location.assign(answer.location);
      return;
    }
    delete form.dataset.sent;
    button?.removeAttribute("aria-busy");
    if (answer?.problems) {
      for (const side of sides) side.refuse(answer.problems[side.name]);
      one("textarea[aria-invalid]:not([hidden])", form)?.focus();
      return;
    }
    asEver = true;
    form.requestSubmit(button);
  });
  addEventListener("pageshow", () => (asEver = false));
}

/** What the server says to this, or null where it says nothing to be shown here. */
async function send(url, data) {
  try {
    const response = await fetch(url, {
      method: "POST",
      body: data,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
    });
    return response.redirected ? null : await response.json();
  } catch {
    return null;
  }
}

/** Keeps what was pasted until it is sent, and brings it back after a reload. */
function keepGiven(form, sides, changed) {
  const key = form.dataset.keep; // whose : which import
  const [mine] = key.split(":");
  forgetKept((other, { sent }) => !other.startsWith(`${mine}:`) || (sent && other !== key));

  const kept = readKept(key);
  const missing = kept ? sides.filter(({ name, isAs }) => kept[name] && !isAs(kept[name])) : [];
  for (const { name, bringBack } of missing) bringBack(kept[name]);
  if (missing.length) one("[data-brought-back]", form).textContent = "What you had given here before is back.";

  function keep(more = {}) {
    const isNew = sides.some(({ isAsServed }) => !isAsServed());
    const given = Object.fromEntries(sides.map(({ name, value }) => [name, value()]));
    writeKept(key, isNew ? { ...given, ...more } : null);
  }
  const keepSoon = debounce(keep, 300);
  changed.addEventListener("change", () => keepSoon());
  form.addEventListener("submit", () => {
    keepSoon.cancel();
    keep({ sent: true });
  });
  addEventListener("pagehide", () => keepSoon.flush());
}

function watchSide(form, side, changed) {
  const name = side.dataset.side;
  const field = one("textarea", side);
  const html = one(`input[name=${name}_html]`, side);
  const file = one("input[type=file]", side);
  const preview = one(".preview", side);
  const recognised = one(".recognised", side);
  const asPlain = one("[data-as-plain]", side);
  const clear = one("[data-clear]", side);
  const served = { text: field.defaultValue, html: html.getAttribute("value") ?? "" };
  let asked = 0;

  const value = () => ({ text: field.value, html: html.value });
  const isAs = (other) => field.value === other.text && html.value === other.html;
  const tell = () => changed.dispatchEvent(new Event("change"));

  /** A rich paste is shown as it will stand; a plain one stays to be typed in. */
  function showPage() {
    const page = one("template[data-preview]", recognised);
    const rich = Boolean(html.value && page);
    preview.replaceChildren(...(rich ? [page.content.cloneNode(true)] : []));
    preview.hidden = !rich;
    if (rich && document.activeElement === field) preview.focus(); // what is hidden loses the focus, and with it the keys
    field.hidden = rich;
    asPlain.hidden = !rich;
    clear.hidden = !(rich || file.files.length || field.value);
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
    refuse("");
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

  /** Says beside the box why nothing of it was kept; "" takes that back. */
  function refuse(sentence) {
    one(`#${name}-problem`, side)?.remove();
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
    if (!sentence) return;
    lookSoon.cancel();
    asked += 1; // what is still being asked says the same
    recognised.replaceChildren();
    recognised.removeAttribute("aria-busy");
    const said = Object.assign(document.createElement("p"), { id: `${name}-problem`, className: "wrong", textContent: sentence });
    said.setAttribute("role", "alert");
    one("h2", side).after(said);
    field.setAttribute("aria-describedby", said.id);
    field.setAttribute("aria-invalid", "true");
  }

  function bringBack(given) {
    field.value = given.text;
    html.value = given.html;
    look();
  }

  function takeRich(data) {
    const rich = data.getData("text/html");
    const everything = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    if (!rich.trim() || !everything) return false;
    html.value = rich;
    field.value = data.getData("text/plain");
    file.value = "";
    look();
    tell();
    return true;
  }

  field.addEventListener("paste", (event) => {
    if (takeRich(event.clipboardData)) event.preventDefault();
  });
  field.addEventListener("input", lookSoon);
  field.addEventListener("input", tell);
  file.addEventListener("change", look);
  asPlain.addEventListener("click", () => {
    html.value = "";
    look();
    tell();
    field.hidden = false;
    field.focus();
  });
  clear.addEventListener("click", () => {
    html.value = field.value = file.value = "";
    look();
    tell();
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
      tell();
    } else if (takeRich(event.dataTransfer)) event.preventDefault();
  });

  showPage();
  return { name, value, isAs, isAsServed: () => isAs(served), bringBack, refuse };
}

start();
