"""Words that were taken back: which revisions bring back the words of an earlier one, and which no longer count."""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Case, Text, case, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from workbench.db.models import Cause, Revision, Segment
from workbench.domain.kinds import Side


@cache
def brings_back() -> Case[int | None]:
    """The number of the earlier revision whose very words and inline marks this one brings back; NULL for none.

    Undoing an act on rows brings back what was there before it, 0 where that was nothing. Running edits that ended
    where they began bring back the revision they began from. Whoever restores or types an earlier text decides
    against what came after it: those are words of their own. Built once.
    """
    earlier, begun_from = aliased(Revision), aliased(Revision)
    newest = select(func.max(earlier.number)).where(*_same(earlier), earlier.number < Revision.number)
    parent = select(begun_from.number).where(*_same(begun_from), begun_from.number == Revision.number - 1)
    nothing = case((Revision.text == "", 0))
    return case(
        (
            Revision.cause == Cause.UNDO,
            func.coalesce(newest.correlate(Revision).scalar_subquery(), nothing),
        ),
        else_=parent.correlate(Revision).scalar_subquery(),
    )


def _same(earlier: type[Revision]) -> Iterator[Any]:
    of: tuple[InstrumentedAttribute[Any], ...] = (earlier.segment_id, earlier.side, earlier.text)
    ours: tuple[InstrumentedAttribute[Any], ...] = (Revision.segment_id, Revision.side, Revision.text)
    yield from (theirs == own for theirs, own in zip(of, ours, strict=True))
    yield cast(earlier.marks, Text) == cast(Revision.marks, Text)  # JSON has no equality everywhere


def undone_rows(session: Session, article_id: int) -> Collection[int]:
    """The article's live segments on whose English an act was undone."""
    return session.scalars(
        select(Segment.id)
        .join(Revision, Revision.segment_id == Segment.id)
        .where(
            Segment.article_id == article_id,
            Segment.retired.is_(False),
            Revision.side == Side.TARGET,
            Revision.cause == Cause.UNDO,
        )
        .distinct()
    ).all()
