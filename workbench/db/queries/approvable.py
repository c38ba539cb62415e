"""The rows somebody can approve in one act: confirmed, without a standing problem, and seen as they are now.

Arabic that was left out is settled, for the gate and for who looks for open rows: nobody has to approve it.
"""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from workbench.db.models import Look, Problem, Revision, Segment
from workbench.db.queries.row_places import numbers_of
from workbench.domain.people import Actor
from workbench.domain.problems import STANDING, Status
from workbench.domain.workflow import State


@dataclass(frozen=True, slots=True)
class Approvable:
    """A row that may be approved with others. ``number`` as in the gutter; ``fixed``: its marks that would be accepted."""

    id: int
    number: int
    version: int
    source: str
    target: str
    fixed: int


@dataclass(frozen=True, slots=True)
class Remaining:
    """How many confirmed rows one act does not reach, and why."""

    unseen: int
    marked: int


def approvable(session: Session, article_id: int, actor: Actor) -> list[Approvable]:
    """In the article's order."""
    found = session.execute(
        select(
            Segment.id,
            Segment.lock_version,
            Segment.source,
            Segment.target,
            _FIXED.label("fixed"),
        )
        .where(*_confirmed(article_id), _seen_by(actor), ~_MARKED)
        .order_by(Segment.position)
    ).all()
    numbers = numbers_of(session, article_id, [row.id for row in found])
    return [
        Approvable(row.id, numbers[row.id], row.lock_version, row.source, row.target, row.fixed)
        for row in found
    ]


def remaining(session: Session, article_id: int, actor: Actor) -> Remaining:
    """The confirmed rows that :func:`approvable` does not name."""
    unseen, marked = (
        session.scalar(select(func.count()).where(*_confirmed(article_id), *why)) or 0
        for why in ((~_MARKED, ~_seen_by(actor)), (_MARKED,))
    )
    return Remaining(unseen, marked)


_FIXED = (
    select(func.count())
    .where(Problem.segment_id == Segment.id, Problem.status == Status.FIXED)
    .scalar_subquery()
)
_MARKED = exists().where(Problem.segment_id == Segment.id, Problem.status.in_(STANDING))


def _confirmed(article_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Segment.article_id == article_id,
        Segment.retired.is_(False),
        Segment.state == State.TRANSLATED,
        Segment.left_out.is_(False),
    )


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """The words as they are now have been before the actor: looked at, or written by them."""
    looked = exists().where(
        Look.user_id == actor.id,
        Look.segment_id == Segment.id,
        Look.source_revision_id.is_not_distinct_from(Segment.source_revision_id),
        Look.target_revision_id.is_not_distinct_from(Segment.target_revision_id),
    )
    wrote = exists().where(
        Look.user_id == actor.id,
        Look.segment_id == Segment.id,
        Look.source_revision_id.is_not_distinct_from(Segment.source_revision_id),
        Revision.id == Segment.target_revision_id,
        Revision.author_id == actor.id,
    )
    return or_(looked, wrote)
