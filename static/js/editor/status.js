// What has been saved and what has not, in words: on the row in hand, on rows left behind, and in the foot.

import { all, element, one, redraw } from "../lib/dom.js";
import { build, open } from "../lib/dialog.js";
import { rowOf } from "./rows.js";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export function words(entry) {
  switch (entry.state) {
    case "local":
      return entry.isKept === false ? "not saved yet" : "on this device";
    case "saving":
      return "saving…";
    case "offline":
      return entry.isKept === false ? "no connection; keep this page open" : "no connection; kept on this device";
    case "conflict":
      return entry.conflict?.approved ? "approved meanwhile; kept on this device" : "someone changed this too";
    case "stopped":
      return entry.code === "signed-out" ? "signed out; kept on this device" : "not saved; kept on this device";
    default:
      return entry.savedAt ? `saved ${clock.format(new Date(entry.savedAt))}` : "";
  }
}

export class Status {
  constructor({ saver, hand, settle }) {
    Object.assign(this, { saver, hand, settle });
    this.foot = document.getElementById("save-state");
    this.foot.addEventListener("click", () => this.saver.unsent.length && this.listUnsent());
    this.lastSaved = null;
    saver.addEventListener("state", ({ detail: entry }) => this.show(entry));
    hand.addEventListener("taken", () => this.#showRow(hand.id));
    hand.addEventListener("released", ({ detail: id }) => this.#showRow(id));
    addEventListener("beforeunload", (event) => {
      // Words that this device keeps come back by themselves; only those it cannot keep are worth a question.
      if (saver.unsent.some((entry) => entry.isKept === false)) event.preventDefault();
    });
  }

  show(entry) {
    if (entry.state === "saved" && entry.savedAt) this.lastSaved = entry.savedAt;
    this.#showRow(entry.id);
    this.#showFoot();
  }

  #showRow(id) {
    const row = rowOf(id);
    const entry = this.saver.entry(id);
    if (!row) return;
    const place = one(".rowbar > [data-save]", row);
    for (const badge of all(".waiting-badge", row)) badge.remove();
    row.classList.toggle("is-waiting", Boolean(entry) && entry.state !== "saved");
    if (place) {
      place.dataset.save = entry?.state ?? "saved";
      const said = entry ? this.#say(entry) : [""];
      if (said.length === 1) redraw(place, said);
      else place.replaceChildren(...said);
    } else if (entry && entry.state !== "saved") {
      one(".en-half", row).append(element("div", { class: "waiting-badge", data: { save: entry.state } }, this.#say(entry)));
    }
  }

  #say(entry) {
    const said = [words(entry)];
    if (entry.state === "conflict") said.push(this.#button("Look at both", () => this.settle(entry.id)));
    if (entry.state === "stopped") {
      if (entry.code === "signed-out") said.push(" ", element("a", { href: "/sign-in", target: "_blank", rel: "noopener" }, "Sign in in another tab"));
      else said.push(element("span", { class: "quiet" }, ` ${entry.message}`));
      said.push(this.#button("Try again", () => this.saver.retry()));
      if (entry.code !== "signed-out") said.push(this.#button("Copy my words", () => navigator.clipboard?.writeText(entry.text)), this.#button("Let go of them", () => this.#letGo(entry.id)));
    }
    return said;
  }

  #letGo(id) {
    this.saver.discard(id);
    location.assign(`?at=${id}#s${id}`);
  }

  /** All words the server does not have, also of rows that are not drawn or not there any more. */
  async listUnsent() {
    const content = this.saver.unsent.map((entry) =>
      element(
        "section",
        {},
        element("div", { class: "en", lang: "en", dir: "ltr" }, entry.text || "(empty)"),
        element("div", { class: "waiting-badge", data: { save: entry.state } }, this.#say(entry)),
      ),
    );
    const dialog = build({ title: "Words that are not saved yet", content: element("div", { class: "stack" }, content), buttons: [{ label: "Close", value: "", kind: "outlined" }] });
    dialog.addEventListener("click", (event) => event.target.closest(".waiting-badge button") && dialog.close());
    document.body.append(dialog);
    await open(dialog);
    dialog.remove();
  }

  #button(label, run) {
    return element("button", { type: "button", class: "link", on: { click: run } }, label);
  }

  #showFoot() {
    const worst = ["conflict", "stopped", "offline", "local", "saving"].find((state) => this.saver.unsent.some((e) => e.state === state)) ?? "saved";
    const those = this.saver.unsent.filter((e) => e.state === worst);
    const count = those.length;
    const rows = count === 1 ? "one row" : `${count} rows`;
    this.foot.dataset.save = worst;
    this.foot.disabled = worst === "saved";
    const said = {
      conflict: those.every((e) => e.conflict?.approved) ? `Approved meanwhile: ${rows}; kept on this device` : `Someone changed ${rows} too`,
      stopped: `Not saved: ${rows}; kept on this device`,
      offline: `No connection: ${rows} kept on this device`,
      local: `On this device: ${rows}`,
      saving: "Saving…",
      saved: this.lastSaved ? `Everything saved · ${clock.format(new Date(this.lastSaved))}` : "Everything saved",
    }[worst];
    redraw(one("[data-words]", this.foot), [said]);
  }
}
