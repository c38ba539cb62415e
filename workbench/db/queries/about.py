"""What the page about an article shows of its people."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Assignment, Segment, User, UserRole
from workbench.domain.parts import rows_in_words
from workbench.domain.people import Role

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
        return rows_in_words(self.first, self.last)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be given an article in one role."""

    id: int
    name: str


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
    numbers = rows_of(session, [a for a, _, _ in found])
    assigned = [
        Assigned(
            id=a.id,
            user_id=a.user_id,
            name=name,
            role=a.role,
            first=numbers[a.id][0],
            last=numbers[a.id][1],
            by=by,
            by_id=a.created_by_id,
            at=a.created_at,
        )
        for a, name, by in found
    ]
    return tuple(sorted(assigned, key=lambda a: list(Role).index(a.role)))


def rows_of(
    session: Session, assignments: Collection[Assignment]
) -> dict[int, tuple[int | None, int | None]]:
    """Of each assignment, by id, the numbers of its first and last row as they stand now; None: the article's."""
    ends = {id_ for a in assignments for id_ in (a.first_segment_id, a.last_segment_id) if id_ is not None}
    places = _places(session, ends)
    return {
        a.id: (
            places[a.first_segment_id][0] if a.first_segment_id is not None else None,
            places[a.last_segment_id][1] if a.last_segment_id is not None else None,
        )
        for a in assignments
    }


def _places(session: Session, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """For each row, gone ones too, the numbers of the first live row from it on and of the last up to it."""
    if not ids:
        return {}
    other = aliased(Segment)
    live = select(func.count()).where(other.article_id == Segment.article_id, other.retired.is_(False))
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
