"""Gapped positions: a row can be put between two others without touching the rest."""

from collections.abc import Sequence
from itertools import groupby, pairwise

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from workbench.db.models import Segment
from workbench.domain.errors import NotFound

GAP = 1024


def position_after(session: Session, article_id: int, after: Segment | None) -> int:
    """A free position right behind ``after`` (None: before the first row), making room where there is none."""
    low = after.position if after else 0
    high = _next_position(session, article_id, low)
    if high is not None and high - low < 2:
        _spread(session, article_id)
        if after is not None:
            session.refresh(after, ["position"])
        low = after.position if after else 0
        high = _next_position(session, article_id, low)
    return low + GAP if high is None else (low + high) // 2


def make_room(session: Session, article_id: int, count: int) -> None:
    """See to it that ``count`` rows fit between any two live ones, by spreading all rows where they would not."""
    places = [0, *live_positions(session, article_id).values()]
    if any(high - low <= count for low, high in pairwise(places)):
        _spread(session, article_id, GAP + count)


def live_positions(session: Session, article_id: int) -> dict[int, int]:
    """Of each live row, by its id, in their order."""
    live = select(Segment.id, Segment.position).where(
        Segment.article_id == article_id, Segment.retired.is_(False)
    )
    return dict(session.execute(live.order_by(Segment.position)).all())


def positions_between(kept: Sequence[int | None]) -> list[int]:
    """Positions for rows in this order, of which some keep theirs, which rise already; None for the others.

    There must be room (:func:`make_room`) for these.
    """
    positions: list[int] = []
    low = 0
    for keeps, run in groupby(enumerate(kept), key=lambda row: row[1] is not None):
        members = list(run)
        if keeps:
            positions += [position for _, position in members if position is not None]
            low = positions[-1]
            continue
        behind = members[-1][0] + 1
        high = kept[behind] if behind < len(kept) else None
        gap = GAP if high is None else (high - low) // (len(members) + 1)
        positions += [low + k * gap for k in range(1, len(members) + 1)]
    return positions


def neighbour(session: Session, segment: Segment) -> Segment:
    """The live row behind ``segment``. Raises NotFound when it is the last."""
    found = session.scalar(
        select(Segment)
        .where(
            Segment.article_id == segment.article_id,
            Segment.retired.is_(False),
            Segment.position > segment.position,
        )
        .order_by(Segment.position)
        .limit(1)
    )
    if found is None:
        raise NotFound("This is the last segment; there is none to join it with.")
    return found


def _next_position(session: Session, article_id: int, low: int) -> int | None:
    # Retired rows keep their positions, so that an undo puts them back where they were.
    return session.scalar(
        select(func.min(Segment.position)).where(
            Segment.article_id == article_id,
            Segment.position > low,
            Segment.retired.is_(False),
        )
    )


def _spread(session: Session, article_id: int, gap: int = GAP) -> None:
    session.flush()
    ids = session.scalars(
        select(Segment.id).where(Segment.article_id == article_id).order_by(Segment.position, Segment.id)
    )
    session.execute(update(Segment), [{"id": id_, "position": n * gap} for n, id_ in enumerate(ids, 1)])
