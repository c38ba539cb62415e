"""Writing a side's text: append a revision (or fold an autosave into the newest), carry marks and spans along.

Every change of a segment's words goes through :func:`write_revision`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workbench.db.models import Cause, Problem, ProblemEvent, ProblemEventKind, ProblemSpan, Revision, Segment
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, carry_marks, marks_from_json
from workbench.domain.problems import Move
from workbench.text.quotes import come_back, context_fit, places_of
from workbench.text.spans import CLEAR, Quote, Span, carry_all
from workbench.text.tokens import count_words

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
    writes the very words again.
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


def seal(session: Session, segment: Segment, at: datetime) -> None:
    """Make both current revisions permanent, because something is about to refer to them."""
    for side in Side:
        revision = current_revision(session, segment, side)
        if revision and revision.sealed_at is None:
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
    with session.no_autoflush:  # nothing pending concerns spans, and the save is written once at its end
        spans = session.scalars(_SPANS, {"segment_id": segment.id, "side": side}).all()
    if not spans:
        return 0  # the usual case, and no reason to compare the texts
    places = {span: Span(span.start, span.end or 0) for span in spans if span.start is not None}
    carry_places(list(places), old_text, revision.text)
    for span in places:
        span.revision_id = revision.id
        _widen(span, revision.text)
    back = [
        span
        for span in spans
        if span.start is None and _comes_back(session, span, old_text, revision, places)
    ]
    return len({*places, *back})


def _widen(span: ProblemSpan, text: str) -> None:
    """Over all its words again, where a mark has only what was left of them and they stand whole around that.

    One that has come to lie on more than its words, a suggestion applied for instance, keeps that.
    """
    start, end = span.start, span.end
    if start is None or end is None or not span.exact or text[start:end] == span.exact:
        return
    made = quote_of(span)
    around = [place for place in places_of(made, text) if place.start <= start and end <= place.end]
    if len(around) == 1:
        span.start, span.end = around[0].start, around[0].end
        span.confidence = CLEAR + (1 - CLEAR) * context_fit(made, text, around[0].start)


def _comes_back(
    session: Session, span: ProblemSpan, old_text: str, revision: Revision, places: Mapping[ProblemSpan, Span]
) -> bool:
    """Put a mark of the tray on its own words where they stand again and its other side holds; its thread says so."""
    found = come_back(quote_of(span), old_text, revision.text, places.get(span))
    if found is None or found.span is None or revision.author_id is None:
        return False
    problem = session.get_one(Problem, span.problem_id)
    if any(other.start is None for other in problem.spans if other is not span):
        return False
    span.start, span.end, span.confidence = found.span.start, found.span.end, found.confidence
    span.revision_id = revision.id
    last = session.scalars(
        select(ProblemEvent)
        .where(ProblemEvent.problem_id == problem.id)
        .order_by(ProblemEvent.id.desc())
        .limit(1)
    ).one()
    if last.detail.get("how") == Move.FOUND and last.actor_id == revision.author_id:
        return True  # said already: they try out words
    problem.changed_at = revision.changed_at
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            kind=ProblemEventKind.MOVED,
            actor_id=revision.author_id,
            detail={"how": Move.FOUND.value, span.side.value: {"now": span.exact}},
            created_at=revision.changed_at,
        )
    )
    return True


def quote_of(span: ProblemSpan) -> Quote:
    """The words a mark was made on, and where."""
    where = Span(span.origin_start, span.origin_end)
    return Quote(where, span.exact, span.prefix, span.suffix)


class HasPlace(Protocol):
    """A problem's span: stored, or in work."""

    start: int | None
    end: int | None
    confidence: float


def carry_places(spans: Sequence[HasPlace], old_text: str, new_text: str) -> None:
    """Let spans that have a place follow their words; where those are gone, they lose it."""
    carried = carry_all([Span(s.start or 0, s.end or 0) for s in spans], old_text, new_text)
    for span, where in zip(spans, carried, strict=True):
        place = where.span if where.confidence >= CLEAR else None  # a guess belongs into the tray
        span.start, span.end = (place.start, place.end) if place else (None, None)
        span.confidence = min(span.confidence, where.confidence)
