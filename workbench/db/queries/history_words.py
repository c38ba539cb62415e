"""What a row's history calls things: words for causes, decisions, steps of a problem and what was recorded of it."""

from workbench.db.models import Cause, DecisionKind, ProblemEvent, ProblemEventKind
from workbench.db.queries.marked_words import how_moved, is_granted, is_unaccepted
from workbench.domain.problems import Move, label_of

CAUSE_WORDS = {
    Cause.IMPORT: "imported",
    Cause.EDIT: "edited",
    Cause.CORRECTION: "corrected",
    Cause.SUGGESTION: "applied a suggestion",
    Cause.MERGE_OF_EDITS: "merged two edits",
    Cause.RESTORE: "restored an earlier text",
    Cause.INSERT: "inserted the row",
    Cause.SPLIT: "split the row",
    Cause.JOIN: "joined two rows",
    Cause.UNDO: "undid a change of rows",
    Cause.TYPO_FIX: "fixed a typo",
    Cause.REIMPORT: "brought in a corrected text",
    Cause.PAIRING: "paired the rows anew",
    Cause.RETURNED_FILE: "brought in a translation file",
}
#: What is done to rows: its revisions have no author, or that of the words they carry along.
ACTS_ON_ROWS = frozenset({Cause.SPLIT, Cause.JOIN, Cause.UNDO, Cause.REIMPORT, Cause.PAIRING})
DECISION_WORDS = {
    DecisionKind.CONFIRMED: "confirmed",
    DecisionKind.APPROVED: "approved",
    DecisionKind.AGREED: "agreed",
    DecisionKind.RETURNED: "sent it back",
    DecisionKind.REOPENED: "reopened it",
}
UNDONE_WORDS = {
    DecisionKind.CONFIRMED: "undid the confirmation",
    DecisionKind.APPROVED: "undid the approval",
    DecisionKind.AGREED: "undid the agreement",
    DecisionKind.RETURNED: "undid sending it back",
    DecisionKind.REOPENED: "undid the reopening",
}
#: What somebody did about a problem, before what it is called.
PROBLEM_WORDS = {
    ProblemEventKind.OPENED: "marked",
    ProblemEventKind.REPLIED: "said about",
    ProblemEventKind.FIXED: "fixed",
    ProblemEventKind.ACCEPTED: "accepted the fix of",
    ProblemEventKind.REOPENED: "reopened",
    ProblemEventKind.DISPUTED: "disputed",
    ProblemEventKind.WITHDRAWN: "withdrew",
    ProblemEventKind.UPHELD: "upheld",
    ProblemEventKind.ANSWERED: "answered",
    ProblemEventKind.RECLASSIFIED: "made it",
}
#: A step of a problem that was taken back, as it follows "took back having".
TAKEN_BACK_WORDS = {kind.value: words for kind, words in PROBLEM_WORDS.items()} | {"withdrawn": "withdrawn"}
_UNACCEPTED = "by undoing the approval no longer accepted the fix of"
_MOVE_WORDS = {
    Move.LOST: "changed away the words of",
    Move.ATTACHED: "put on other words",
    Move.DETACHED: "put back where it was",
    Move.FOUND: "wrote again the words of",
    Move.CUT: "split the row through the words of",
    Move.BROUGHT_BACK: "by undoing put back on its words",
    Move.SENT_OFF: "sent into the tray",
}
#: What was recorded of publishing a row's words; the braces hold what a problem is called.
RECORDED_WORDS = {
    "problem.waived": "waived “{}”",
    "problem.waiver_withdrawn": "withdrew the waiver of “{}”",
    "problem.waiver_fell": "thereby ended the waiver of “{}”",
    "problem.waiver_stands": "by taking that back gave “{}” its waiver again",
    "legal_read.asked": "asked for a legal read",
    "legal_read.signed": "signed the legal read",
    "legal_read.refused": "found in the legal read that it may not go out",
    "legal_read.withdrawn": "took the legal read back",
}


def told_of(event: ProblemEvent, type_slug: str) -> str:
    """disputed “mistranslation”; a mark and another type say how bad it was."""
    if event.kind is ProblemEventKind.OPENED:
        first, severity = event.detail.get("type", type_slug), event.detail.get("severity")
    elif event.kind is ProblemEventKind.RECLASSIFIED:
        first, severity = event.detail["after"]
    else:
        first, severity = type_slug, None
    if author := event.detail.get("author"):
        return f"noted what the author, \u2068{author}\u2069, answered"
    if is_granted(event):
        return f"reopened it, as “{label_of(first)}” asked"
    if event.kind is ProblemEventKind.TAKEN_BACK:
        return f"took back having {TAKEN_BACK_WORDS[event.detail['step']]} “{label_of(first)}”"
    bad = f", {severity}" if severity and severity != "neutral" else ""
    how = how_moved(event)
    done = _MOVE_WORDS[how] if how else _UNACCEPTED if is_unaccepted(event) else PROBLEM_WORDS[event.kind]
    return f"{done} “{label_of(first)}”{bad}"
