"""An article's history in plain words: one table from the name of a line to its sentence."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import get_template_attribute, url_for
from markupsafe import Markup

from workbench.db.queries.history_words import TAKEN_BACK_WORDS
from workbench.db.queries.timeline_lines import Line
from workbench.domain.kinds import Side
from workbench.domain.parts import rows_in_words
from workbench.domain.people import Role
from workbench.domain.problems import Severity, label_of

#: What somebody did, as it follows their name. The words in braces are those of ``_PLACES``.
SENTENCES: dict[str, str] = {
    "article.created": "created the article with {count}",
    "article.fields_changed": "changed {fields}",
    "article.reimported": "brought in a corrected Arabic text: {outcome}",
    "article.handed_over": "handed the article over to {to}",
    "article.assigned": "put {whom} on {work}",
    "article.unassigned": "took {whom} off {work}",
    "article.deadline_set": "changed the deadline: {before} → {after}",
    "article.shelved": "shelved the article: {shelf}",
    "article.unshelved": "brought the article back to the desk",
    "article.projection_repaired": "repaired the article’s stored counts",
    "segment.confirmed": "confirmed {row}",
    "segment.approved": "approved {row}{accepted}",
    "rows.approved": "approved {count} at once",
    "segment.agreed": "agreed with {row}",
    "segment.returned": "sent {row} back",
    "segment.reopened": "reopened {row}",
    "rows.decision_undone": "undid {undone}",
    "segment.left_out": "left out {row}",
    "segment.added_by_desk": "marked {row} as added by the desk",
    "segment.taken_back": "took {row} back into the translation",
    "segment.source_corrected": "corrected the Arabic of {row}",
    "segment.restored": "restored an earlier text of {row}",
    "segment.rekinded": "changed the kind of {row}",
    "rows.inserted": "inserted {row}",
    "rows.split": "split {row} in two",
    "rows.joined": "joined two rows into {row}",
    "rows.moved": "moved {row}",
    "rows.removed": "removed an empty row",
    "rows.paired": "paired the rows anew: {outcome}",
    "rows.brought_back": "brought back a translation file that was edited elsewhere: {outcome}",
    "rows.undone": "undid a change of rows",
    "problem.opened": "raised {problem} on {row}",
    "problem.fixed": "fixed {problem} on {row}",
    "problem.accepted": "accepted the fix of {problem} on {row}",
    "problem.unaccepted": "by undoing the approval no longer accepted the fix of {problem} on {row}",
    "problem.taken_back": "took back having {step} {problem} on {row}",
    "problem.reopened": "reopened {problem} on {row}",
    "problem.disputed": "disputed {problem} on {row}",
    "problem.withdrawn": "withdrew {problem} on {row}",
    "problem.upheld": "upheld {problem} on {row}",
    "problem.answered": "answered {problem} on {row}",
    "problem.granted": "thereby did what {problem} on {row} asked for",
    "problem.author_answered": "noted what the author, {author}, answered to {problem} on {row}",
    "problem.replied": "replied to {problem} on {row}",
    "problem.said_edited": "mended what they said about {problem} on {row}",
    "problem.reclassified": "made {was} on {row} {became}",
    "problem.moved": "put {problem} on other words of {row}",
    "problem.detached": "put {problem} on {row} back where it was before",
    "problem.lost": "changed away the words of {problem} on {row}: it lies in the tray",
    "problem.found": "wrote the words of {problem} again in {row}: it was found where they stand",
    "problem.cut": "split {row} through the words of {problem}, which lies in the tray",
    "problem.brought_back": "brought {problem} back to its words in {row}",
    "problem.sent_off": "sent {problem} on {row} into the tray, off other words",
    "problem.waived": "waived {problem} on {row}",
    "problem.waiver_withdrawn": "withdrew the waiver of {problem} on {row}",
    "problem.waiver_fell": "thereby ended the waiver of {problem} on {row}",
    "problem.waiver_stands": "by taking that back gave {problem} on {row} its waiver again",
    "legal_read.asked": "asked for a legal read of {row}",
    "legal_read.signed": "signed the legal read of {row}",
    "legal_read.refused": "found in the legal read of {row} that it may not go out",
    "legal_read.withdrawn": "took back the legal read of {row}",
    "edition.published": "published {edition}{apart}",
    "edition.corrected": "published {edition}, a correction{apart}",
    "edition.scheduled": "scheduled {edition} to go out {goes_out}{apart}",
    "edition.typo_fixed": "fixed a typo in {row} and published {edition}",
    "edition.marked_corrected": "thereby wrote for readers what was wrong in {edition}",
    "edition.cancelled": "cancelled {edition} before it went out",
    "edition.withdrawn": "withdrew {edition}",
    "edition.erased": "erased the text of {edition}",
    "revision.import": "brought {words} in",
    "revision.edit": "edited {words}",
    "revision.correction": "corrected {words}",
    "revision.suggestion": "applied {suggestion} to {words}",
    "revision.merge_of_edits": "merged two edits of {words}",
    "revision.restore": "restored an earlier text of {words}",
    "revision.insert": "wrote {words}",
    "revision.returned_file": "brought {words} in with a translation file",
    "revision.typo_fix": "fixed a typo in {words}",
}

#: What was undone, by the name of its line.
UNDONE_WORDS = {
    "segment.confirmed": "their confirmation of {row}",
    "segment.approved": "their approval of {row}",
    "rows.approved": "their approval of {count}",
    "segment.agreed": "their agreement with {row}",
    "segment.returned": "sending {row} back",
    "segment.reopened": "their reopening of {row}",
}
SHELF_WORDS = {"on-hold": "on hold", "spiked": "spiked", "archived": "archived"}
WORK_WORDS = {Role.TRANSLATOR: "the translation", Role.REVIEWER: "the review"}
HANDOVER_WORDS = {"translation": "the translators", "review": "the reviewers", "desk": "the desk"}
#: Problem types that are no problem.
_RAISED = {"question": "a question", "praise": "a word of praise"}
_FIELDS = {"published_on": "date", "source_url": "source address"}


def sentence(line: Line, slug: str) -> Markup:
    """What the line says after the person's name; an event nobody has put into words is named as it is."""
    words = SENTENCES.get(line.name)
    if words is None:
        return Markup("{}").format(line.name)
    needed = {name: tell(line, slug) for name, tell in _PLACES.items() if f"{{{name}}}" in words}
    return Markup(words).format(**needed)  # noqa: S704  the table's own words; what fills them is escaped


def _undone(line: Line, slug: str) -> Any:
    words = UNDONE_WORDS.get(line.detail.get("of", ""), "a decision")
    return Markup(words).format(row=_row(line, slug), count=_count(line, slug))  # noqa: S704  the table's own words


def _accepted(line: Line, slug: str) -> str:
    types = line.detail.get("accepted")
    return f", accepting: {', '.join(map(label_of, types))}" if types else ""


def _row(line: Line, slug: str) -> Any:
    if line.segment_id is None:
        return "the article"
    if line.number is None:
        address = url_for("history.show", slug=slug, gone=line.segment_id)
        return Markup('<a href="{}">a row that is gone</a>').format(address)
    address = url_for("workbench.show", slug=slug, at=line.segment_id)
    return Markup('<a href="{}">row {}</a>').format(address, line.number)


def _problem(line: Line, slug: str) -> Any:
    if line.problem is None:
        return "a problem"
    said = _RAISED.get(line.problem) or f"a problem ({_severe(line)}{label_of(line.problem)})"
    return _to_card(line, slug, said)


def _severe(line: Line) -> str:
    return f"{line.severity}, " if line.severity else ""


def _to_card(line: Line, slug: str, says: str) -> Any:
    """A link to the problem beside its row; what is asked about the article stands on the page about it."""
    if line.problem_id is None or (line.segment_id and line.number is None):
        return says
    if line.segment_id is None:
        address = url_for("about.show", slug=slug, _anchor="questions")
    else:
        address = url_for("workbench.show", slug=slug, at=line.segment_id, _anchor=f"p{line.problem_id}")
    return Markup('<a href="{}">{}</a>').format(address, says)


def _was(line: Line, slug: str) -> Any:
    return _to_card(line, slug, _classed(line.detail.get("before")))


def _became(line: Line, slug: str) -> str:
    return _classed(line.detail.get("after"))


def _classed(type_and_severity: Any) -> str:
    """ "a minor problem (grammar)"; nothing is known of events that say less."""
    if not type_and_severity:
        return "a problem"
    type_slug, severity = type_and_severity
    kind = "" if severity == Severity.NEUTRAL else f"{severity} "
    return _RAISED.get(type_slug) or f"a {kind}problem ({label_of(type_slug)})"


def _words(line: Line, slug: str) -> Any:
    row = _row(line, slug)
    return Markup("the Arabic of {}").format(row) if line.side is Side.SOURCE else row


def _suggestion(line: Line, slug: str) -> Any:
    said = _to_card(line, slug, "a suggestion")
    if line.whom is None:
        return said
    return Markup("{} of {}").format(said, "their own" if line.to_oneself else _whom(line, slug))


def _whom(line: Line, slug: str) -> Any:
    return "themselves" if line.to_oneself else Markup("<bdi>{}</bdi>").format(line.whom or "somebody")


def _work(line: Line, slug: str) -> str:
    work = WORK_WORDS.get(line.detail.get("role", ""), "the article")
    first, last = line.detail.get("rows") or (None, None)  # their numbers of then
    return work if first is last is None else f"{work}, {rows_in_words(first, last)}"


def _edition(line: Line, slug: str) -> Any:
    number = line.detail.get("number", 0)
    address = url_for("editions.show", slug=slug, number=number)
    return Markup('<a href="{}">edition {}</a>').format(address, number)


def _apart(line: Line, slug: str) -> str:
    """What is out of the ordinary in an edition."""
    kept = len(line.detail.get("kept", ()))
    said = [
        "as breaking" if line.detail.get("breaking") else "",
        f"with {kept} {'row' if kept == 1 else 'rows'} as published before" if kept else "",
    ]
    return "".join(f", {words}" for words in said if words)


def _goes_out(line: Line, slug: str) -> Any:
    return _time(line.detail["goes_out_at"])


def _fields(line: Line, slug: str) -> str:
    names = [_FIELDS.get(name) or name.partition("_")[2] for name in line.detail.get("changed", {})]
    return "the " + (" and ".join(dict.fromkeys(names)) or "fields")


def _count(line: Line, slug: str) -> str:
    count = line.detail.get("segments", 0)
    return "1 row" if count == 1 else f"{count} rows"


#: What a re-import comes to, in the order it is told: the word for one row and for several.
OUTCOME_WORDS = {
    "changed": ("1 row changed", "{} rows changed"),
    "cosmetic": ("1 row drawn otherwise", "{} rows drawn otherwise"),
    "split": ("1 row split", "{} rows split"),
    "joined": ("1 row joined from others", "{} rows joined from others"),
    "new": ("1 new row", "{} new rows"),
    "back": ("1 row back with its English", "{} rows back with their English"),
    "gone": ("1 row gone", "{} rows gone"),
    "went": ("1 row went into others", "{} rows went into others"),
    "moved": ("1 row moved", "{} rows moved"),
    "stay_approved": ("1 approval kept with the new Arabic", "{} approvals kept with the new Arabic"),
    "conflict": ("1 row taken over what was written here", "{} rows taken over what was written here"),
    "state": ("1 row translated as it stood", "{} rows translated as they stood"),
    "approvals": ("1 approval withdrawn", "{} approvals withdrawn"),
    "notes": ("1 note asked as a question", "{} notes asked as questions"),
}


def outcome_in_words(counts: Mapping[str, int]) -> str:
    """ "2 rows changed, 1 new row, 1 approval withdrawn"; what did not happen is left out."""
    said = [
        words[0] if counts[name] == 1 else words[1].format(counts[name])
        for name, words in OUTCOME_WORDS.items()
        if counts.get(name)
    ]
    return ", ".join(said) or "no row changed"


def _outcome(line: Line, slug: str) -> str:
    return outcome_in_words(line.detail.get("counts", {}))


def _change(which: int) -> Callable[[Line, str], Any]:
    """The deadline before (0) or after (1) the change."""

    def tell(line: Line, slug: str) -> Any:
        moment = (line.detail.get("change") or (None, None))[which]
        if moment is None:
            return "none"
        return _time(moment)

    return tell


def _time(moment: str) -> Markup:
    time = get_template_attribute("components/page.html", "time")
    return Markup(str(time(datetime.fromisoformat(moment))).strip())  # noqa: S704  drawn by our template


def _shelf(line: Line, slug: str) -> str:
    shelf: str = (line.detail.get("change") or ("", ""))[1]
    return SHELF_WORDS.get(shelf, shelf)


def _to(line: Line, slug: str) -> str:
    to: str = line.detail.get("to", "")
    return HANDOVER_WORDS.get(to, to)


#: What fills the braces of a sentence: text, or markup that is escaped already.
_PLACES: dict[str, Callable[[Line, str], Any]] = {
    "accepted": _accepted,
    "after": _change(1),
    "apart": _apart,
    "author": lambda line, slug: Markup("<bdi>{}</bdi>").format(line.detail.get("author", "")),
    "became": _became,
    "before": _change(0),
    "count": _count,
    "edition": _edition,
    "fields": _fields,
    "goes_out": _goes_out,
    "outcome": _outcome,
    "problem": _problem,
    "row": _row,
    "shelf": _shelf,
    "step": lambda line, slug: TAKEN_BACK_WORDS.get(line.detail.get("step", ""), "done something about"),
    "suggestion": _suggestion,
    "to": _to,
    "undone": _undone,
    "was": _was,
    "whom": _whom,
    "words": _words,
    "work": _work,
}
