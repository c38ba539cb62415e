"""Writing a side's text: append a revision (or fold an autosave into the newest), carry marks and spans along.

Every change of a segment's words goes through :func:`write_revision`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workbench.db.models import Cause, Problem, ProblemEvent, ProblemEventKind, ProblemSpan, Revision, Segment
from workbench.domain.carrying import carry_places, put_back, stands_again
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, carry_marks, marks_from_json
from workbench.domain.people import Actor
from workbench.domain.problems import Move
from workbench.text.quotes import come_back
from workbench.text.spans import Carried, Quote, Span, quote
from workbench.text.tokens import count_words

#: Where an event that a mark lost its words keeps those it stood on last.
_LAST = "last"
_INTO_THE_TRAY = frozenset({Move.LOST, Move.CUT, Move.SENT_OFF})
#: Only running edits of one person fold into each other; everything else is an act worth its own revision.
FOLDING = frozenset({Cause.EDIT, Cause.CORRECTION})


def text_of(segment: Segment, side: Side) -> str:
    return segment.source if side is Side.SOURCE else segment.target


def revision_id_of(segment: Segment, side: Side) -> int | None:
    return segment.source_revision_id if side is Side.SOURCE else segment.target_revision_id


def current_revision(session: Session, segment: Segment, side: Side) -> Revision | None:
    revision_id = revision_id_of(segment, side)
    return session.get(Revision, revision_id) if revision_id else None


def marks_of(session: Session, segment: Segment, side: Side) -> tuple[InlineMark, ...]:
    """The inline marks of the side's present text."""
    revision = current_revision(session, segment, side)
    return marks_from_json(revision.marks, revision.text) if revision else ()


def write_revision(
    session: Session,
    segment: Segment,
    side: Side,
    text: str,
    *,
    cause: Cause,
    author_id: int | None,
    at: datetime,
    marks: Sequence[InlineMark] | None = None,
    save_id: str | None = None,
    suggested_by_id: int | None = None,
    problem_id: int | None = None,
) -> int:
    """Give the side a new text; returns how many problems' spans were carried along.

    ``marks`` None carries the present inline marks through the edit. Problems' spans on this side are
    carried too; those whose words are gone keep their problem and lose their place, and get it back from who
    writes the very words again. Their threads say so.
    """
    parent = current_revision(session, segment, side)
    if marks is None:
        marks = carry_marks(marks_of(session, segment, side), parent.text, text) if parent else ()
    marks_json = [m.as_json() for m in marks]
    if parent and _folds(parent, cause, author_id):
        old_text, revision = parent.text, parent
        revision.text, revision.marks, revision.changed_at, revision.save_id = text, marks_json, at, save_id
    else:
        if parent and parent.sealed_at is None:
            parent.sealed_at = at
        old_text = parent.text if parent else ""
        revision = Revision(
            segment_id=segment.id,
            side=side,
            number=parent.number + 1 if parent else 1,
            text=text,
            marks=marks_json,
            parent_id=parent.id if parent else None,
            author_id=author_id,
            suggested_by_id=suggested_by_id,
            problem_id=problem_id,
            cause=cause,
            save_id=save_id,
            created_at=at,
            changed_at=at,
            sealed_at=None,
        )
        session.add(revision)
        session.flush()  # the segment needs its id
    _set_text(segment, side, text, revision)
    return _carry_spans(session, segment, side, old_text, revision) if parent else 0


def seal(session: Session, segment: Segment, at: datetime, *, unless_by: Actor | None = None) -> None:
    """Make both current revisions permanent, because something is about to refer to them; not those of ``unless_by``."""
    for side in Side:
        revision = current_revision(session, segment, side)
        if revision and revision.sealed_at is None and (not unless_by or revision.author_id != unless_by.id):
            revision.sealed_at = at
    session.flush()


def _folds(parent: Revision, cause: Cause, author_id: int | None) -> bool:
    return (
        parent.sealed_at is None
        and author_id is not None
        and parent.author_id == author_id
        and parent.cause is cause
        and cause in FOLDING
    )


def _set_text(segment: Segment, side: Side, text: str, revision: Revision) -> None:
    words = count_words(text, side.language)
    if side is Side.SOURCE:
        segment.source, segment.source_words, segment.source_revision_id = text, words, revision.id
    else:
        segment.target, segment.target_words, segment.target_revision_id = text, words, revision.id


# Built once: it runs on every save.
_SPANS = (
    select(ProblemSpan)
    .join(Problem, Problem.id == ProblemSpan.problem_id)
    .where(
        Problem.segment_id == bindparam("segment_id"),
        ProblemSpan.side == bindparam("side"),
    )
    .order_by(ProblemSpan.id)
)


def _carry_spans(session: Session, segment: Segment, side: Side, old_text: str, revision: Revision) -> int:
    """Take the side's marks along, and tell in their threads which of them went into the tray or came out of it."""
    with session.no_autoflush:  # nothing pending concerns spans, and the save is written once at its end
        spans = session.scalars(_SPANS, {"segment_id": segment.id, "side": side}).all()
    if not spans:
        return 0  # the usual case, and no reason to compare the texts
    stood = {span: Span(span.start, span.end or 0) for span in spans if span.start is not None}
    sure = {span: span.confidence for span in stood}
    carry_places(list(stood), old_text, revision.text)
    found = 0
    for span in spans:
        was = stood.get(span)
        again = stands_again(span, old_text, revision.text, was) if span.start is None else None
        if again is None and was is None:
            again = _stands_where_last(session, span, old_text, revision.text)
        if again is not None and _is_whole_but(session, span):
            put_back(span, again)
        if was is not None or span.start is not None:
            span.revision_id = revision.id
        if was is None and span.start is not None:
            found += 1
            _tell(session, span, Move.FOUND, revision)
        elif was is not None and span.start is None:
            _tell(session, span, Move.LOST, revision, _last_words(span, quote(old_text, was), sure[span]))
    return len(stood) + found


def _last_words(span: ProblemSpan, last: Quote, confidence: float) -> dict[str, Any]:
    """What an event keeps of the words a mark loses, where they are others than it was made on: whoever takes the loss
    back (undoes it, restores a revision) writes those."""
    if last.exact == span.exact:
        return {}
    return {
        _LAST: {
            "start": last.span.start,
            "exact": last.exact,
            "prefix": last.prefix,
            "suffix": last.suffix,
            "confidence": confidence,
        }
    }


def _stands_where_last(session: Session, span: ProblemSpan, old_text: str, new_text: str) -> Carried | None:
    """Where the words are again that the mark had come to stand on before it lost them; as sure as it was then."""
    moved = select(ProblemEvent.detail).where(
        ProblemEvent.problem_id == span.problem_id, ProblemEvent.kind == ProblemEventKind.MOVED
    )
    detail = session.scalars(moved.order_by(ProblemEvent.id.desc()).limit(1)).first() or {}
    last = detail.get(span.side.value, {}).get(_LAST) if detail.get("how") == Move.LOST else None
    if last is None:
        return None
    place = Span(last["start"], last["start"] + len(last["exact"]))
    again = come_back(Quote(place, last["exact"], last["prefix"], last["suffix"]), old_text, new_text)
    return again and replace(again, confidence=min(again.confidence, last["confidence"]))


def _is_whole_but(session: Session, span: ProblemSpan) -> bool:
    """Whether the mark has all its other places, without which words might be others of the same wording."""
    problem = session.get_one(Problem, span.problem_id)
    return all(other.start is not None for other in problem.spans if other is not span)


def _tell(
    session: Session,
    span: ProblemSpan,
    how: Move,
    revision: Revision,
    last: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    if revision.author_id is None or revision.problem_id == span.problem_id:
        return  # nobody's act, or the mark's own suggestion, which takes the place of its words
    problem = session.get_one(Problem, span.problem_id)
    problem.changed_at = revision.changed_at
    detail = move_detail(how, {span.side: span.exact}, {span.side: revision.cause})
    detail[span.side.value] |= last
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            kind=ProblemEventKind.MOVED,
            actor_id=revision.author_id,
            revision_id=revision.id,
            detail=detail,
            created_at=revision.changed_at,
        )
    )


def move_detail(how: Move, words: Mapping[Side, str], causes: Mapping[Side, Cause | None]) -> dict[str, Any]:
    """What a problem's event says of a move: how, which words by side, and what was done to the text there."""
    said = "was" if how in _INTO_THE_TRAY else "now"
    sides = {side.value: {said: exact} for side, exact in words.items()}
    by = next((cause.value for side in words if (cause := causes.get(side)) is not None), None)
    return {"how": how.value, **sides} | ({"by": by} if how is Move.LOST and by else {})
