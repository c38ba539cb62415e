"""What the lines of an article's history say: loads a page of them, each sort in as many queries as one line."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import (
    AuditEvent,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    Revision,
    Segment,
    User,
)
from workbench.db.queries.history_words import ACTS_ON_ROWS
from workbench.db.queries.marked_words import (
    Quoted,
    how_moved,
    is_granted,
    is_unaccepted,
    told,
    words_marked,
)
from workbench.db.queries.recorded_reasons import reasons_of
from workbench.db.queries.row_places import numbers_of
from workbench.domain.kinds import Side
from workbench.domain.marks import marked_redline, stored_marks
from workbench.domain.problems import Move, Severity
from workbench.text.diff import Op, Piece, excerpt

#: Acts on rows that may write words.
WRITING_ACTS = (
    "rows.split",
    "rows.joined",
    "rows.paired",
    "rows.brought_back",
    "rows.undone",
    "article.reimported",
)
#: A line of a fix that waits again to be accepted, because the approval that accepted it was undone.
UNACCEPTED = "problem.unaccepted"
#: A line of the answer to who asked for a row to be reopened: it was.
GRANTED = "problem.granted"
#: How many changes of words an act on rows tells in its line; a row's own history has them all.
MOST_CHANGES = 6
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Source(IntEnum):
    """The table a line comes from. Of lines of one moment, those of the higher stand for what led to the lower."""

    REVISIONS = 0
    PROBLEMS = 1
    EVENTS = 2


class Place(NamedTuple):
    """Where a line stands in the stream; places compare as their lines follow each other, oldest first."""

    at: datetime
    source: Source
    id: int

    def __str__(self) -> str:
        """As an address says it; :func:`place_from` reads it."""
        return f"{(self.at - _EPOCH) // _MICROSECOND}.{self.source}.{self.id}"


def place_from(text: str) -> Place | None:
    """The place an address names, None for anything else."""
    parts = text.split(".")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() and len(p) < 17 for p in parts):
        return None
    moment, source, number = map(int, parts)
    if source not in set(Source):
        return None
    return Place(_EPOCH + moment * _MICROSECOND, Source(source), number)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier text of a row: the revision to restore it from, and the row's version and whether it is open now."""

    revision_id: int
    version: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What one side of a row became: a redline, shortened to the changes and what stands around them.

    ``earlier``: the words it became, where they are not those that stand there now.
    """

    side: Side
    pieces: tuple[Piece, ...]
    segment_id: int
    number: int | None = None
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article's history, with what its ids stand for.

    ``name``: the audit event's, ``problem.<what>`` or ``revision.<cause>``. ``who`` is None for the command line and
    for imported words. ``number`` is the row's present number; None with a ``segment_id`` means that the row is gone.
    ``whom``: the person it was done to. ``problem``: the type of its problem; ``marked``: the words it was put on then. ``text``: what was said, as it was set.
    ``more_changes``: how many changes of words are not among ``changes``.
    """

    place: Place
    name: str
    who: str | None
    detail: Mapping[str, Any] = field(default_factory=dict)
    segment_id: int | None = None
    number: int | None = None
    whom: str | None = None
    to_oneself: bool = False
    problem: str | None = None
    problem_id: int | None = None
    severity: Severity | None = None
    text: str = ""
    direction: str = "auto"
    marked: tuple[Quoted, ...] = ()
    suggestion: str | None = None
    changes: tuple[Change, ...] = ()
    more_changes: int = 0

    @property
    def at(self) -> datetime:
        return self.place.at

    @property
    def side(self) -> Side | None:
        """The side a revision is of."""
        return self.changes[0].side if self.place.source is Source.REVISIONS else None


def read_lines(
    session: Session, article_id: int, places: Sequence[Place], *, row: int | None = None
) -> tuple[Line, ...]:
    """The lines at these places, in their order; of what was tried out only the last. ``row``: of acts on many rows, only what they did to this one."""
    ids = {source: {p.id: p for p in places if p.source is source} for source in Source}
    found = {
        **_revisions(session, ids[Source.REVISIONS]),
        **_said(session, ids[Source.PROBLEMS]),
        **_events(session, article_id, ids[Source.EVENTS], row),
    }
    rows = {line.segment_id for line in found.values()}
    rows |= {change.segment_id for line in found.values() for change in line.changes}
    numbers = numbers_of(session, article_id, {id_ for id_ in rows if id_ is not None})
    return tuple(_numbered(found[place], numbers) for place in places if place in found)


def _numbered(line: Line, numbers: Mapping[int, int]) -> Line:
    changes = tuple(replace(c, number=numbers.get(c.segment_id)) for c in line.changes)
    return replace(line, number=numbers.get(line.segment_id or 0), changes=changes)


# --- what was written -------------------------------------------------------------------------------------

#: Of the row that a change was made to, as it is now.
_ROW = (Segment.source, Segment.target, Segment.state, Segment.lock_version, Segment.retired)


def _revisions(session: Session, places: Mapping[int, Place]) -> dict[Place, Line]:
    if not places:
        return {}
    suggester, before = aliased(User), aliased(Revision)
    found = session.execute(
        select(
            Revision.id,
            Revision.segment_id,
            Revision.side,
            Revision.cause,
            Revision.text,
            Revision.marks,
            Revision.author_id,
            Revision.problem_id,
            before.text.label("was"),
            before.marks.label("was_marks"),
            User.name.label("who"),
            Revision.suggested_by_id,
            suggester.name.label("suggested_by"),
            *_ROW,
        )
        .join(Segment, Segment.id == Revision.segment_id)
        .outerjoin(before, before.id == Revision.parent_id)
        .outerjoin(User, User.id == Revision.author_id)
        .outerjoin(suggester, suggester.id == Revision.suggested_by_id)
        .where(Revision.id.in_(places))
    )
    return {
        places[item.id]: Line(
            place=places[item.id],
            name=f"revision.{item.cause.value}",
            who=item.who,
            segment_id=item.segment_id,
            whom=item.suggested_by,
            to_oneself=item.suggested_by_id is not None and item.suggested_by_id == item.author_id,
            problem_id=item.problem_id,
            changes=(_change(item),),
        )
        for item in found
    }


def _change(item: Any) -> Change:
    marks = stored_marks(item.marks)
    pieces = (
        (Piece(Op.EQUAL, item.text, marks),)
        if item.was is None
        else marked_redline(item.was, item.text, stored_marks(item.was_marks), marks)
    )
    present = item.source if item.side is Side.SOURCE else item.target
    is_earlier = not item.retired and item.text != present
    earlier = Earlier(item.id, item.lock_version, item.state.is_open) if is_earlier else None
    return Change(item.side, excerpt(pieces), item.segment_id, earlier=earlier)


# --- marks, replies, steps --------------------------------------------------------------------------------


def _said(session: Session, places: Mapping[int, Place]) -> dict[Place, Line]:
    if not places:
        return {}
    found = session.execute(
        select(ProblemEvent, Problem, User.name)
        .join(Problem, Problem.id == ProblemEvent.problem_id)
        .join(User, User.id == ProblemEvent.actor_id)
        .where(ProblemEvent.id.in_(places))
        .order_by(ProblemEvent.id)
    ).all()
    events = [event for event, _, _ in found]
    marked, kept = words_marked(session, events), set(told(events))
    lines = {}
    for event, problem, who in found:
        if event not in kept:
            continue
        is_new = event.kind is ProblemEventKind.OPENED
        lines[places[event.id]] = Line(
            place=places[event.id],
            name=_name_of(event),
            who=who,
            detail=event.detail,
            segment_id=problem.segment_id,
            problem=event.detail.get("type", problem.type) if is_new else problem.type,
            problem_id=problem.id,
            severity=_severity(event.detail) if is_new else None,
            text=event.text,
            direction=event.direction,
            marked=marked[event.id],
            suggestion=problem.suggestion if is_new else None,
        )
    return lines


def _name_of(event: ProblemEvent) -> str:
    if "author" in event.detail:
        return "problem.author_answered"
    if is_unaccepted(event):
        return UNACCEPTED
    if is_granted(event):
        return GRANTED
    how = how_moved(event)
    return f"problem.{event.kind if how in (None, Move.ATTACHED) else how}"


def _severity(detail: Mapping[str, Any]) -> Severity | None:
    severity = Severity(detail.get("severity", Severity.NEUTRAL))
    return severity if severity.rank else None


# --- what was recorded ------------------------------------------------------------------------------------


def _events(
    session: Session, article_id: int, places: Mapping[int, Place], row: int | None
) -> dict[Place, Line]:
    if not places:
        return {}
    query = select(AuditEvent, User.name).outerjoin(User, User.id == AuditEvent.actor_id)
    found = session.execute(query.where(AuditEvent.id.in_(places))).all()
    details = [event.detail for event, _ in found]
    people = _names(session, {d["user"] for d in details if isinstance(d.get("user"), int)})
    problems = _problems(session, {d["problem"] for d in details if isinstance(d.get("problem"), int)})
    moments = {event.at for event, _ in found if event.name in WRITING_ACTS}
    changes = _changes(session, article_id, moments, row)
    said = reasons_of(session, [event for event, _ in found])
    lines = {}
    for event, who in found:
        type_slug, problem_row = problems.get(event.detail.get("problem", 0), (None, None))
        done, count = changes.get(event.at, ((), 0)) if event.name in WRITING_ACTS else ((), 0)
        text = said.get(event.id, "")
        lines[places[event.id]] = Line(
            place=places[event.id],
            name=event.name,
            who=who,
            detail=event.detail,
            segment_id=event.segment_id or problem_row,
            whom=people.get(event.detail.get("user", 0)),
            to_oneself=event.actor_id is not None and event.detail.get("user") == event.actor_id,
            problem=type_slug,
            problem_id=event.detail.get("problem") if type_slug else None,
            text=text,
            changes=tuple(done),
            more_changes=count - len(done),
        )
    return lines


def _names(session: Session, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())


def _problems(session: Session, ids: Collection[int]) -> dict[int, tuple[str | None, int | None]]:
    """The type of each problem, and the row it is on (None: the article)."""
    if not ids:
        return {}
    found = session.execute(select(Problem.id, Problem.type, Problem.segment_id).where(Problem.id.in_(ids)))
    return {id_: (type_slug, segment_id) for id_, type_slug, segment_id in found}


def _changes(
    session: Session, article_id: int, moments: Collection[datetime], row: int | None
) -> dict[datetime, tuple[list[Change], int]]:
    """For each act's moment the first of the words it wrote, in the order of the text, and how many there are."""
    if not moments:
        return {}
    rows = Segment.id == row if row is not None else Segment.article_id == article_id
    moment = Revision.changed_at
    order = (Segment.position, Segment.id, Revision.side)
    written = (
        select(
            Revision.id,
            func.row_number().over(partition_by=moment, order_by=order).label("place"),
            func.count().over(partition_by=moment).label("in_all"),
        )
        .join(Segment, Segment.id == Revision.segment_id)
        .where(rows, Revision.cause.in_(ACTS_ON_ROWS), Revision.changed_at.in_(moments))
        .subquery()
    )
    before = aliased(Revision)
    found = session.execute(
        select(
            Revision.id,
            Revision.changed_at,
            Revision.segment_id,
            Revision.side,
            Revision.text,
            Revision.marks,
            before.text.label("was"),
            before.marks.label("was_marks"),
            written.c.in_all,
            *_ROW,
        )
        .join(Segment, Segment.id == Revision.segment_id)
        .join(written, written.c.id == Revision.id)
        .outerjoin(before, before.id == Revision.parent_id)
        .where(written.c.place <= MOST_CHANGES)
        .order_by(written.c.place)
    )
    changes: dict[datetime, tuple[list[Change], int]] = {}
    for item in found:
        changes.setdefault(item.changed_at, ([], item.in_all))[0].append(_change(item))
    return changes
