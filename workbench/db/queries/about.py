"""What the page about an article shows: its people, and its log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Assignment, AuditEvent, Problem, Segment, User, UserRole
from workbench.db.queries.row_places import numbers_of
from workbench.domain.people import Role

#: Lines of the log on one page.
LINES = 40

#: The roles an article is given to people in.
WORK = (Role.TRANSLATOR, Role.REVIEWER)


@dataclass(frozen=True, slots=True)
class Assigned:
    """Somebody's work on the article. ``first`` and ``last`` are row numbers as they stand now.

    Both None: the whole article. ``by`` is None for the command line.
    """

    id: int
    user_id: int
    name: str
    role: Role
    first: int | None
    last: int | None
    by: str | None
    by_id: int | None
    at: datetime

    @property
    def is_whole(self) -> bool:
        return self.first is None and self.last is None

    @property
    def rows(self) -> str:
        """Which rows, in words."""
        if self.first is None:
            return "all rows" if self.last is None else f"up to row {self.last}"
        if self.last is None:
            return f"from row {self.first}"
        if self.first > self.last:
            return "rows that are gone"
        return f"row {self.first}" if self.first == self.last else f"rows {self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be given an article in one role."""

    id: int
    name: str


class Matter(StrEnum):
    """What a line of the log is about; the value is what the filter's address says."""

    ROWS = "rows"
    PROBLEMS = "problems"
    ARTICLE = "article"
    EDITIONS = "editions"

    @property
    def subjects(self) -> tuple[str, ...]:
        """The first words of the names of its events."""
        return _SUBJECTS[self]


_SUBJECTS: dict[Matter, tuple[str, ...]] = {
    Matter.ROWS: ("segment", "rows"),
    Matter.PROBLEMS: ("problem", "legal_read"),
    Matter.ARTICLE: ("article",),
    Matter.EDITIONS: ("edition",),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One event of the article's log, with what its ids stand for.

    ``who`` is None for the command line. ``number`` is the row's present number; None with a ``segment_id``
    means that the row is gone. ``whom``: the person it was done to. ``problem``: the type of its problem.
    """

    id: int
    at: datetime
    name: str
    who: str | None
    detail: Mapping[str, Any]
    segment_id: int | None = None
    number: int | None = None
    whom: str | None = None
    to_oneself: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some lines, newest first, and the ids next to which the neighbouring pages begin."""

    lines: tuple[Line, ...]
    newer: int | None
    older: int | None


# --- people ---------------------------------------------------------------------------------------------


def assignments_of(session: Session, article_id: int) -> tuple[Assigned, ...]:
    """Who works on the article now: translators first, then in the order they came. Two queries."""
    giver = aliased(User)
    found = session.execute(
        select(Assignment, User.name, giver.name.label("by"))
        .join(User, User.id == Assignment.user_id)
        .outerjoin(giver, giver.id == Assignment.created_by_id)
        .where(Assignment.article_id == article_id, Assignment.ended_at.is_(None))
        .order_by(Assignment.id)
    ).all()
    ends = {id_ for a, _, _ in found for id_ in (a.first_segment_id, a.last_segment_id) if id_ is not None}
    places = _places(session, article_id, ends)
    assigned = [
        Assigned(
            id=a.id,
            user_id=a.user_id,
            name=name,
            role=a.role,
            first=places[a.first_segment_id][0] if a.first_segment_id is not None else None,
            last=places[a.last_segment_id][1] if a.last_segment_id is not None else None,
            by=by,
            by_id=a.created_by_id,
            at=a.created_at,
        )
        for a, name, by in found
    ]
    return tuple(sorted(assigned, key=lambda a: list(Role).index(a.role)))


def _places(session: Session, article_id: int, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """For each row, gone ones too, the numbers of the first live row from it on and of the last up to it."""
    if not ids:
        return {}
    other = aliased(Segment)
    live = select(func.count()).where(other.article_id == article_id, other.retired.is_(False))
    before = live.where(other.position < Segment.position).scalar_subquery()
    up_to = live.where(other.position <= Segment.position).scalar_subquery()
    found = session.execute(select(Segment.id, before, up_to).where(Segment.id.in_(ids)))
    return {id_: (count + 1, last) for id_, count, last in found}


def candidates(session: Session) -> dict[Role, tuple[Candidate, ...]]:
    """Everybody at work here who can be given an article, by role and name."""
    found = session.execute(
        select(UserRole.role, User.id, User.name)
        .join(User, User.id == UserRole.user_id)
        .where(User.deactivated_at.is_(None), UserRole.role.in_(WORK))
        .order_by(User.name, User.id)
    ).all()
    return {role: tuple(Candidate(id_, name) for held, id_, name in found if held is role) for role in WORK}


def name_of(session: Session, user_id: int | None) -> str:
    """Somebody's name, empty for nobody."""
    found = session.get(User, user_id) if user_id is not None else None
    return found.name if found else ""


# --- the log --------------------------------------------------------------------------------------------


def actors_of(session: Session, article_id: int) -> tuple[Candidate, ...]:
    """Everybody who did something to the article, by name."""
    actors = select(AuditEvent.actor_id).where(AuditEvent.article_id == article_id)
    found = session.execute(
        select(User.id, User.name).where(User.id.in_(actors)).order_by(User.name, User.id)
    )
    return tuple(Candidate(id_, name) for id_, name in found)


def read_log(
    session: Session,
    article_id: int,
    *,
    by: int | None = None,
    matter: Matter | None = None,
    before: int | None = None,
    after: int | None = None,
    limit: int = LINES,
) -> LogPage:
    """The article's events, newest first: the newest ones, those older than the event ``before``, or newer
    than the event ``after``. The number of queries does not grow with the lines.
    """
    conditions: list[ColumnElement[bool]] = [AuditEvent.article_id == article_id]
    if by is not None:
        conditions.append(AuditEvent.actor_id == by)
    if matter is not None:
        conditions.append(or_(*(AuditEvent.name.startswith(f"{word}.") for word in matter.subjects)))
    query = select(AuditEvent, User.name).outerjoin(User, User.id == AuditEvent.actor_id)
    if after is not None:
        newer = query.where(*conditions, AuditEvent.id > after).order_by(AuditEvent.id).limit(limit + 1)
        found = session.execute(newer).all()
        more_newer, more_older = len(found) > limit, True
        found = found[:limit][::-1]
    else:
        if before is not None:
            conditions.append(AuditEvent.id < before)
        older = query.where(*conditions).order_by(AuditEvent.id.desc()).limit(limit + 1)
        found = session.execute(older).all()
        more_newer, more_older = before is not None, len(found) > limit
        found = found[:limit]
    return LogPage(
        _lines(session, article_id, [(event, name) for event, name in found]),
        found[0][0].id if found and more_newer else None,
        found[-1][0].id if found and more_older else None,
    )


def _lines(
    session: Session, article_id: int, found: Sequence[tuple[AuditEvent, str | None]]
) -> tuple[Line, ...]:
    events = [event for event, _ in found]
    people = _names(session, {e.detail["user"] for e in events if isinstance(e.detail.get("user"), int)})
    problems = _problems(
        session, {e.detail["problem"] for e in events if isinstance(e.detail.get("problem"), int)}
    )
    rows = {e.id: e.segment_id or problems.get(e.detail.get("problem", 0), (None, None))[1] for e in events}
    numbers = numbers_of(session, article_id, {id_ for id_ in rows.values() if id_ is not None})
    return tuple(
        Line(
            id=event.id,
            at=event.at,
            name=event.name,
            who=who,
            detail=event.detail,
            segment_id=rows[event.id],
            number=numbers.get(rows[event.id] or 0),
            whom=people.get(event.detail.get("user", 0)),
            to_oneself=event.actor_id is not None and event.detail.get("user") == event.actor_id,
            problem=problems.get(event.detail.get("problem", 0), (None, None))[0],
        )
        for event, who in found
    )


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
