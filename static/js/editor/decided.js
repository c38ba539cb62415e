// What is said of a decision on a row: where it is the row in hand, where it is another by now, and once it is undone.

export const DECIDED = {
  confirm: { here: "Confirmed", there: (row) => `Row ${row} confirmed`, undone: "The confirmation is undone." },
  approve: { here: "Approved", there: (row) => `Row ${row} approved`, undone: "The approval is undone." },
  agree: { here: "Agreed", there: (row) => `You agreed with row ${row}`, undone: "The agreement is undone: these words are owed again." },
  return: { here: "Sent back", there: (row) => `Row ${row} sent back`, undone: "The row is not sent back any more." },
  reopen: { here: "Reopened", there: (row) => `Row ${row} reopened`, undone: "The row is approved again." },
};
const FIXES = { 0: "", 1: " Its fix waits again to be accepted." };

/** The sentence without its stop. `row`: its number where it is not the one in hand; `accepted`: the marks accepted along. */
export function saidOf(name, row, accepted) {
  const says = row ? DECIDED[name].there(row) : DECIDED[name].here;
  return accepted.length ? `${says}; accepted: ${accepted.join(", ")}` : says;
}

export const undoneOf = (name, accepted) => DECIDED[name].undone + (FIXES[accepted] ?? " Its fixes wait again to be accepted.");
