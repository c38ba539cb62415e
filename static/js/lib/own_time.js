// Moments are kept in UTC. Where one is typed it is shown in the reader's own time, and sent as UTC again.

import { one } from "./dom.js";

const two = (number) => String(number).padStart(2, "0");

/** "2026-03-02T17:30" in UTC → the same moment as the clock on the wall here says it; "" for what is none. */
export function toLocal(utc) {
  const moment = new Date(`${utc}Z`);
  if (!utc || Number.isNaN(moment.getTime())) return "";
  const day = `${String(moment.getFullYear()).padStart(4, "0")}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
  return `${day}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** And back. */
export function toUtc(local) {
  const moment = new Date(local);
  return local && !Number.isNaN(moment.getTime()) ? moment.toISOString().slice(0, 16) : "";
}

/** What people call the zone they are in: "Central European Time". */
const zone = () =>
  new Intl.DateTimeFormat("en-GB", { timeZoneName: "longGeneric" })
    .formatToParts()
    .find((part) => part.type === "timeZoneName").value;

/** Has the field, which the page writes in UTC and says so, typed in the reader's own zone, and says that. */
export function typeInOwnTime(field) {
  if (!field) return;
  field.value = toLocal(field.value);
  one(`label[for=${field.id}]`).textContent = `Day and time, in your own zone (${zone()})`;
  field.form.addEventListener("formdata", (event) => event.formData.set(field.name, toUtc(field.value)));
}
