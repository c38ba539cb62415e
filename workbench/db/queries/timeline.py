"""The history of an article as one stream, newest first, paged by where a line stands.

Three tables tell it. Revisions are what was written; the events of problems are marks, replies and steps; the audit log
is all the rest: decisions, acts on rows, hand-overs, editions. What two of them tell is taken from one. What an act on
rows (a split, a corrected Arabic text) did to words is part of the act's line, for it is nobody's writing; imported
words are the article's beginning and are left to the history of their row.

A page asks for the places of its lines first, of ids and moments alone, and then for what the lines say: a number of
queries that does not grow with the lines.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from workbench.db.models import (
    AuditEvent,
    Cause,
    Decision,
    Lineage,
    LineageKind,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    Revision,
    Segment,
    User,
)
from workbench.db.queries.about import Candidate
from workbench.db.queries.decided import UNDONE
from workbench.db.queries.history_words import ACTS_ON_ROWS
from workbench.db.queries.marked_words import was_on
from workbench.db.queries.timeline_lines import WRITING_ACTS, Line, Place, Source, read_lines
from workbench.domain.kinds import Side

#: Lines on one page.
LINES = 40
#: Rows that are gone among which one can choose.
MOST_GONE = 100


class Matter(StrEnum):
    """What a line is about; the value is what the filter's address says."""

    WORDS = "words"
    DECISIONS = "decisions"
    PROBLEMS = "problems"
    ROWS = "rows"
    ARTICLE = "article"
    EDITIONS = "editions"


#: Events of decisions on rows. The other events of rows change what rows there are, or of which kind.
DECISIONS = (
    "segment.confirmed",
    "segment.approved",
    "segment.agreed",
    "segment.returned",
    "segment.reopened",
    "rows.approved",
    UNDONE,
)
#: The first words of the names of what else is recorded.
SUBJECTS: dict[Matter, tuple[str, ...]] = {
    Matter.WORDS: ("revision",),
    Matter.DECISIONS: (),
    Matter.PROBLEMS: ("problem", "legal_read"),
    Matter.ROWS: ("segment", "rows"),
    Matter.ARTICLE: ("article",),
    Matter.EDITIONS: ("edition",),
}
#: Events the other two tables tell better.
TOLD_ELSEWHERE = (
    "segment.source_corrected",
    "segment.restored",
    "problem.author_answered",
    *(f"problem.{kind.value}" for kind in ProblemEventKind),
)


def matter_of(name: str) -> Matter | None:
    """What a line of this name is about."""
    if name in DECISIONS:
        return Matter.DECISIONS
    subject = name.partition(".")[0]
    return next((matter for matter, subjects in SUBJECTS.items() if subject in subjects), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the history is wanted: by whom, what about, of which row (segment id)."""

    by: int | None = None
    matter: Matter | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Some lines, newest first, and the places next to which the neighbouring pages begin."""

    lines: tuple[Line, ...]
    newer: Place | None
    older: Place | None


def read_timeline(
    session: Session,
    article_id: int,
    wanted: Wanted = Wanted(),
    *,
    before: Place | None = None,
    after: Place | None = None,
    limit: int = LINES,
) -> TimelinePage:
    """The newest lines, those older than the place ``before``, or those newer than the place ``after``."""
    places = _places(session, article_id, wanted, after or before, newer=after is not None, limit=limit + 1)
    more, places = len(places) > limit, places[:limit]
    if after is not None:
        places.reverse()
        more_newer, more_older = more, True
    else:
        more_newer, more_older = before is not None, more
    return TimelinePage(
        read_lines(session, article_id, places, row=wanted.row),
        places[0] if places and more_newer else None,
        places[-1] if places and more_older else None,
    )


def people_of(session: Session, article_id: int) -> tuple[Candidate, ...]:
    """Everybody with a line in the article's history, by name."""
    rows = select(Segment.id).where(Segment.article_id == article_id)
    problems = select(Problem.id).where(Problem.article_id == article_id)
    acted = or_(
        User.id.in_(select(AuditEvent.actor_id).where(AuditEvent.article_id == article_id)),
        User.id.in_(select(Revision.author_id).where(Revision.segment_id.in_(rows))),
        User.id.in_(select(ProblemEvent.actor_id).where(ProblemEvent.problem_id.in_(problems))),
    )
    found = session.execute(select(User.id, User.name).where(acted).order_by(User.name, User.id))
    return tuple(Candidate(id_, name) for id_, name in found)


@dataclass(frozen=True, slots=True)
class GoneRow:
    """A row that is no longer there: what it said last, and whether it was joined to another."""

    id: int
    side: Side
    words: str
    was_joined: bool


def gone_rows(session: Session, article_id: int) -> tuple[GoneRow, ...]:
    """The rows of the article that were joined away, removed, or undone, those that went last first."""
    joined = exists().where(Lineage.from_segment_id == Segment.id, Lineage.kind == LineageKind.JOIN)
    found = session.execute(
        select(Segment.id, Segment.source, Segment.target, joined.label("was_joined"))
        .where(Segment.article_id == article_id, Segment.retired.is_(True))
        .order_by(Segment.retired_at.desc(), Segment.id.desc())
        .limit(MOST_GONE)
    )
    return tuple(
        GoneRow(
            row.id,
            Side.TARGET if row.target.strip() else Side.SOURCE,
            row.target.strip() or row.source,
            row.was_joined,
        )
        for row in found
    )


# --- places ---------------------------------------------------------------------------------------------


def _places(
    session: Session, article_id: int, wanted: Wanted, beside: Place | None, *, newer: bool, limit: int
) -> list[Place]:
    """The nearest places beside that one (None: the newest), nearest first."""
    found: list[Place] = []
    for source, query, at, id_ in _sources(article_id, wanted):
        if beside is not None:
            query = query.where(_beyond(at, id_, source, beside, newer=newer))
        order = (at.asc(), id_.asc()) if newer else (at.desc(), id_.desc())
        rows = session.execute(query.order_by(*order).limit(limit))
        found += [Place(moment, source, number) for moment, number in rows]
    return sorted(found, reverse=not newer)[:limit]


def _beyond(
    at: InstrumentedAttribute[datetime],
    id_: InstrumentedAttribute[int],
    source: Source,
    place: Place,
    *,
    newer: bool,
) -> ColumnElement[bool]:
    further = at > place.at if newer else at < place.at
    if source is place.source:
        return or_(further, and_(at == place.at, id_ > place.id if newer else id_ < place.id))
    shares_the_moment = source > place.source if newer else source < place.source
    return or_(further, at == place.at) if shares_the_moment else further


_Keys = tuple[Source, Select[datetime, int], InstrumentedAttribute[datetime], InstrumentedAttribute[int]]


def _sources(article_id: int, wanted: Wanted) -> list[_Keys]:
    """For each table that may have what is wanted: the query of its moments and ids, and those columns."""
    events = select(AuditEvent.at, AuditEvent.id).where(*_events(article_id, wanted))
    sources: list[_Keys] = [(Source.EVENTS, events, AuditEvent.at, AuditEvent.id)]
    if wanted.matter in (None, Matter.PROBLEMS):
        said = select(ProblemEvent.created_at, ProblemEvent.id).where(*_said(article_id, wanted))
        sources.append((Source.PROBLEMS, said, ProblemEvent.created_at, ProblemEvent.id))
    if wanted.matter in (None, Matter.WORDS):
        words = select(Revision.changed_at, Revision.id).where(*_words(article_id, wanted))
        sources.append((Source.REVISIONS, words, Revision.changed_at, Revision.id))
    return sources


def _words(article_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Revision.cause.not_in(ACTS_ON_ROWS)]
    if wanted.row is None:
        rows = select(Segment.id).where(Segment.article_id == article_id)
        conditions += [Revision.segment_id.in_(rows), Revision.cause != Cause.IMPORT]
    else:
        conditions.append(Revision.segment_id == wanted.row)
    if wanted.by is not None:
        conditions.append(Revision.author_id == wanted.by)
    return conditions


def _said(article_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    problems = select(Problem.id).where(Problem.article_id == article_id)
    if wanted.row is not None:
        problems = problems.where(was_on(article_id, wanted.row))
    conditions: list[ColumnElement[bool]] = [ProblemEvent.problem_id.in_(problems)]
    if wanted.by is not None:
        conditions.append(ProblemEvent.actor_id == wanted.by)
    if wanted.matter is None:
        conditions.append(~_told_with_an_approval(article_id))
    return conditions


def _told_with_an_approval(article_id: int) -> ColumnElement[bool]:
    """The acceptances that the line of the approval says, which accepts in its own moment."""
    moments = select(AuditEvent.at).where(
        AuditEvent.article_id == article_id,
        AuditEvent.name == "segment.approved",
        AuditEvent.detail["accepted"].as_string().is_not(None),
    )
    return and_(ProblemEvent.kind == ProblemEventKind.ACCEPTED, ProblemEvent.created_at.in_(moments))


def _events(article_id: int, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [
        AuditEvent.article_id == article_id,
        AuditEvent.name.not_in(TOLD_ELSEWHERE),
    ]
    if wanted.matter is not None:
        conditions.append(_is_about(wanted.matter))
    if wanted.by is not None:
        conditions.append(AuditEvent.actor_id == wanted.by)
    if wanted.row is not None:
        conditions.append(_had_to_do_with(article_id, wanted.row))
    return conditions


def _is_about(matter: Matter) -> ColumnElement[bool]:
    if matter is Matter.DECISIONS:
        return AuditEvent.name.in_(DECISIONS)
    if matter is Matter.WORDS:
        return AuditEvent.name.in_(WRITING_ACTS)
    of_it = or_(false(), *(AuditEvent.name.startswith(f"{word}.") for word in SUBJECTS[matter]))
    return and_(of_it, AuditEvent.name.not_in(DECISIONS))


def _had_to_do_with(article_id: int, row: int) -> ColumnElement[bool]:
    """An event names one row at most. Acts on many are found by their moment, which is that of what they left."""
    decided = select(Decision.created_at).where(Decision.segment_id == row)
    written = select(Revision.changed_at).where(Revision.segment_id == row, Revision.cause.in_(ACTS_ON_ROWS))
    moved = select(Lineage.created_at).where(
        or_(Lineage.from_segment_id == row, Lineage.to_segment_id == row)
    )
    problems = select(Problem.id).where(was_on(article_id, row))
    return or_(
        AuditEvent.segment_id == row,
        and_(AuditEvent.name.in_(("rows.approved", UNDONE)), AuditEvent.at.in_(decided)),
        and_(AuditEvent.name.in_(WRITING_ACTS), or_(AuditEvent.at.in_(written), AuditEvent.at.in_(moved))),
        and_(AuditEvent.name.startswith("problem."), AuditEvent.detail["problem"].as_integer().in_(problems)),
    )
