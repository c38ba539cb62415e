"""Which rows of an article there are to show, and where they stand: counted, numbered, the next one, the neighbours.

The number of queries never depends on the number of rows.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Function, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, LegalRead, Problem, Segment, Waiver
from workbench.db.queries.looks import has_changed_for
from workbench.domain.people import Actor
from workbench.domain.problems import BLOCKING_SEVERITIES, LEGAL_RISK, STANDING, TYPES, Status
from workbench.domain.workflow import State

#: Problems drawn in the text: those that stand, and fixed ones that wait to be accepted.
DRAWN = (*sorted(STANDING), Status.FIXED)

LIVE = Segment.retired.is_(False)
#: Words one person stands behind are owed once the row is approved; before that, the approval is to come.
_OWED = and_(Segment.owed.is_(True), Segment.state == State.APPROVED)


class Show(StrEnum):
    """Which rows of an article to show."""

    ALL = "all"
    OPEN = "open"
    PROBLEMS = "problems"
    BLOCKING = "blocking"
    OWED = "owed"
    CHANGED = "changed"
    RETURNED = "returned"


def is_open_for(actor: Actor) -> ColumnElement[bool]:
    """The rows this person still has work on. A translator's work is done once a row is translated."""
    if actor.is_reviewer or actor.is_desk:
        return and_(Segment.state != State.APPROVED, Segment.left_out.is_(False))
    return Segment.state.in_((State.UNTRANSLATED, State.DRAFT, State.RETURNED))


def open_count(actor: Actor, article: Article) -> int:
    """How many rows :func:`is_open_for` finds, from the stored counts."""
    counts = article.counts
    if actor.is_reviewer or actor.is_desk:
        return counts.open
    return counts.untranslated + counts.draft + counts.returned


def _has_problem() -> ColumnElement[bool]:
    return exists().where(Problem.segment_id == Segment.id, Problem.status.in_(DRAWN))


def _has_blocking_problem() -> ColumnElement[bool]:
    """What ``domain.problems.is_blocking`` says of one of the row's problems, where it is not waived."""
    waived = exists().where(Waiver.problem_id == Problem.id, Waiver.withdrawn_at.is_(None))
    return exists().where(
        Problem.segment_id == Segment.id,
        Problem.status.in_(STANDING),
        Problem.type.in_([slug for slug, kind in TYPES.items() if kind.scored]),
        or_(Problem.severity.in_(BLOCKING_SEVERITIES), Problem.type == LEGAL_RISK),
        ~waived,
    )


def _waits_for_legal_read() -> ColumnElement[bool]:
    return exists().where(
        LegalRead.segment_id == Segment.id,
        LegalRead.article_id == Segment.article_id,  # which has the index
        LegalRead.signed_at.is_(None),
        LegalRead.withdrawn_at.is_(None),
    )


def _condition(show: Show, actor: Actor) -> ColumnElement[bool] | None:
    match show:
        case Show.OPEN:
            return is_open_for(actor)
        case Show.PROBLEMS:
            return or_(_has_problem(), _waits_for_legal_read())
        case Show.BLOCKING:
            return or_(_has_blocking_problem(), _waits_for_legal_read())
        case Show.OWED:
            return _OWED
        case Show.CHANGED:
            return has_changed_for(actor)
        case Show.RETURNED:
            return Segment.state == State.RETURNED
        case _:
            return None


def shown(article_id: int, show: Show, actor: Actor) -> list[ColumnElement[bool]]:
    """The conditions by which a query finds the rows to show."""
    conditions: list[ColumnElement[bool]] = [Segment.article_id == article_id, LIVE]
    condition = _condition(show, actor)
    return conditions if condition is None else [*conditions, condition]


def count_shown(session: Session, article: Article, show: Show, actor: Actor) -> int:
    """How many rows there are to show."""
    if show is Show.ALL:
        return article.counts.segments
    if show is Show.OPEN:
        return open_count(actor, article)
    if show is Show.RETURNED:
        return article.counts.returned
    return session.scalar(select(func.count()).where(*shown(article.id, show, actor))) or 0


def _in_order(window: Function[Any]) -> Select[Any]:
    """Asked for each of some rows: what ``window`` says of it among the article's live ones in their order."""
    placed = (
        select(Segment.id, window.over(order_by=Segment.position).label("said"))
        .where(Segment.article_id == bindparam("article_id"), LIVE)
        .subquery()
    )
    return select(placed.c.id, placed.c.said).where(placed.c.id.in_(bindparam("ids", expanding=True)))


_NUMBERS = _in_order(func.row_number())

_BEFORE = _in_order(func.lag(Segment.id))


def numbers_of(session: Session, article_id: int, ids: Collection[int]) -> dict[int, int]:
    """Where these rows stand among the live ones, counted from 1; one pass over the order's index."""
    if not ids:
        return {}
    return dict(session.execute(_NUMBERS, {"article_id": article_id, "ids": list(ids)}).all())


def rows_before(session: Session, article_id: int, ids: Sequence[int]) -> dict[int, int | None]:
    """The live row before each of these; None for the first."""
    if not ids:
        return {}
    return dict(session.execute(_BEFORE, {"article_id": article_id, "ids": list(ids)}).all())


def place_of(session: Session, article_id: int, segment_id: int, show: Show, actor: Actor) -> int | None:
    """How many shown rows stand before this one; None when it is not live or of another article."""
    position = session.scalar(
        select(Segment.position).where(Segment.id == segment_id, Segment.article_id == article_id, LIVE)
    )
    if position is None:
        return None
    before = select(func.count()).where(*shown(article_id, show, actor), Segment.position < position)
    return session.scalar(before) or 0


def next_row(
    session: Session, article_id: int, actor: Actor, segment_id: int | None, show: Show, *, back: bool = False
) -> int | None:
    """The next shown row after this one (before it, going back), around the end of the article."""
    position = (
        session.scalar(select(Segment.position).where(Segment.id == segment_id)) if segment_id else None
    )
    order = Segment.position.desc() if back else Segment.position
    query = select(Segment.id).where(*shown(article_id, show, actor)).order_by(order).limit(1)
    if position is not None:
        beyond = Segment.position < position if back else Segment.position > position
        found = session.scalar(query.where(beyond))
        if found is not None:
            return found
    return session.scalar(query)


def numbered_row(session: Session, article_id: int, number: int) -> int | None:
    """The id of the row that has this number in the gutter."""
    query = select(Segment.id).where(Segment.article_id == article_id, LIVE).order_by(Segment.position)
    return session.scalar(query.offset(number - 1).limit(1)) if number > 0 else None


def place_for(session: Session, article_id: int, segment_id: int, by: int) -> tuple[bool, int | None]:
    """Where a row goes when it moves ``by`` one (-1 up, 1 down): whether it can, and the id it goes behind."""
    position = select(Segment.position).where(Segment.id == segment_id).scalar_subquery()
    rows = select(Segment.id).where(Segment.article_id == article_id, LIVE)
    if by < 0:
        above = session.scalars(
            rows.where(Segment.position < position).order_by(Segment.position.desc()).limit(2)
        ).all()
        return bool(above), above[1] if len(above) > 1 else None
    below = session.scalar(rows.where(Segment.position > position).order_by(Segment.position).limit(1))
    return below is not None, below
