"""Whom a row that was sent back waits for, so that none waits for nobody.

Those whose part of the article it is; where it is in nobody's part, whoever translated it last; else all who translate the
article; else whoever takes the article on.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import bindparam, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Article, Assignment, Decision, DecisionKind, Revision, Segment, User, UserRole
from workbench.db.queries.decided import stands
from workbench.domain.kinds import Side
from workbench.domain.people import Role


class Why(StrEnum):
    """Why a row waits for somebody."""

    PART = "part"  # it is in the part they translate
    LAST = "last"  # it is in nobody's part, and they translated it last
    ALL = "all"  # it is in nobody's part, and they translate others of the article
    FREE = "free"  # nobody translates the article


@dataclass(frozen=True, slots=True)
class WaitsFor:
    """Whom a row waits for (user id → name; nobody for FREE), and why."""

    why: Why
    whom: Mapping[int, str]


class Placed(NamedTuple):
    """A row and where it stands in which article."""

    id: int
    article_id: int
    position: int


class Part(NamedTuple):
    """What one person has of an article: between which positions, both included; None: from its first, to its last."""

    user_id: int
    name: str
    first: int | None
    last: int | None

    def holds(self, position: int | None) -> bool:
        """Whether a row at this position is in it; what is on the article as a whole is."""
        if position is None:
            return True
        return (self.first is None or self.first <= position) and (self.last is None or position <= self.last)


def whom_rows_wait_for(session: Session, rows: Sequence[Placed]) -> dict[int, WaitsFor]:
    """Of each of these rows that were sent back. One query, and one more where a row is in nobody's part."""
    if not rows:
        return {}
    parts = parts_of(session, {row.article_id for row in rows}, Role.TRANSLATOR)
    waits = {}
    astray = []
    for row in rows:
        holders = {part.user_id: part.name for part in parts[row.article_id] if part.holds(row.position)}
        if holders:
            waits[row.id] = WaitsFor(Why.PART, holders)
        else:
            astray.append(row)
    last = _last_translators(session, [row.id for row in astray])
    for row in astray:
        everybody = {part.user_id: part.name for part in parts[row.article_id]}
        whom = {last[row.id][0]: last[row.id][1]} if row.id in last else everybody
        why = Why.LAST if row.id in last else Why.ALL if everybody else Why.FREE
        waits[row.id] = WaitsFor(why, whom)
    return waits


_FIRST, _LAST = aliased(Segment), aliased(Segment)
_IDS: Any = bindparam("ids", expanding=True)
_PARTS: Any = union_all(
    select(
        Assignment.article_id,
        User.id,
        User.name,
        _FIRST.position.label("first"),
        _LAST.position.label("last"),
    )
    .join(User, User.id == Assignment.user_id)
    .outerjoin(_FIRST, _FIRST.id == Assignment.first_segment_id)
    .outerjoin(_LAST, _LAST.id == Assignment.last_segment_id)
    .where(
        Assignment.article_id.in_(_IDS),
        Assignment.role == bindparam("role"),
        Assignment.ended_at.is_(None),
        User.deactivated_at.is_(None),
    ),
    select(Article.id, User.id, User.name, null(), null())
    .join(User, User.id == Article.translated_by_id)
    .where(Article.id.in_(_IDS), User.deactivated_at.is_(None), bindparam("role") == Role.TRANSLATOR),
)


def parts_of(session: Session, article_ids: Collection[int], role: Role) -> dict[int, list[Part]]:
    """What somebody who is still here translates or reviews of each article; who is said to have translated it has
    all of it."""
    parts: dict[int, list[Part]] = defaultdict(list)
    for article_id, *part in session.execute(_PARTS, {"ids": list(article_ids), "role": role}):
        parts[article_id].append(Part(*part))
    return parts


_WORKED = union_all(
    select(
        Revision.segment_id.label("row_id"),
        Revision.author_id.label("user_id"),
        Revision.changed_at.label("at"),
        literal(False).label("sent_back"),
    ).where(Revision.segment_id.in_(_IDS), Revision.side == Side.TARGET, Revision.author_id.is_not(None)),
    select(
        Decision.segment_id,
        Decision.actor_id,
        Decision.created_at,
        (Decision.kind == DecisionKind.RETURNED).label("sent_back"),
    ).where(
        Decision.segment_id.in_(_IDS),
        Decision.kind.in_([DecisionKind.CONFIRMED, DecisionKind.RETURNED]),
        stands(),
    ),
).subquery()
_WHO_WORKED = (
    select(_WORKED.c.row_id, _WORKED.c.user_id, User.name, _WORKED.c.at, _WORKED.c.sent_back)
    .join(User, User.id == _WORKED.c.user_id)
    .join(UserRole, UserRole.user_id == User.id)
    .where(UserRole.role == Role.TRANSLATOR, User.deactivated_at.is_(None))
)


def _last_translators(session: Session, row_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Of each row the translator who wrote or confirmed its English last and is still here, but never who sent it back."""
    if not row_ids:
        return {}
    worked: dict[int, list[tuple[datetime, int, str]]] = defaultdict(list)
    sent: dict[int, tuple[datetime, int]] = {}
    for row_id, user_id, name, at, is_sending in session.execute(_WHO_WORKED, {"ids": list(row_ids)}):
        if is_sending:
            sent[row_id] = max(sent.get(row_id, (at, user_id)), (at, user_id))
        else:
            worked[row_id].append((at, user_id, name))
    found = {}
    for row_id, those in worked.items():
        sender = sent.get(row_id, (None, None))[1]
        others = [(at, user_id, name) for at, user_id, name in those if user_id != sender]
        if others:
            _, user_id, name = max(others)
            found[row_id] = (user_id, name)
    return found
