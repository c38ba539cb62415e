"""Gapped positions: a row can be put between two others without touching the rest."""

from collections.abc import Collection, Sequence
from itertools import pairwise

from sqlalchemy import func, select
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
    live = select(Segment.position).where(Segment.article_id == article_id, Segment.retired.is_(False))
    places = [0, *session.scalars(live.order_by(Segment.position))]
    if any(high - low <= count for low, high in pairwise(places)):
        _spread(session, article_id, GAP + count)


def arrange(session: Session, order: Sequence[Segment], stay: Collection[int]) -> None:
    """Give the rows positions in this order; those whose ids are in ``stay`` keep theirs, which rise already.

    There must be room (:func:`make_room`) for all the others.
    """
    runs: list[tuple[int, list[Segment]]] = [(0, [])]  # the position behind which to place some
    for segment in order:
        if segment.id in stay:
            runs.append((segment.position, []))
        else:
            runs[-1][1].append(segment)
    ends = [low for low, _ in runs[1:]]
    for (low, run), high in zip(runs, [*ends, None], strict=True):
        gap = GAP if high is None else (high - low) // (len(run) + 1)
        for k, segment in enumerate(run, 1):
            segment.position = low + k * gap
    session.flush()


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
    rows = session.scalars(
        select(Segment).where(Segment.article_id == article_id).order_by(Segment.position, Segment.id)
    ).all()
    for index, row in enumerate(rows):
        row.position = (index + 1) * gap
    session.flush()
