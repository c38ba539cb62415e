"""Acts on an article's rows that have been undone since: what they did to versions and marks counts for nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Undone:
    """``acts``: ids of their audit lines. ``same``: by row and version, the earlier version it is the same as.

    ``moments``: when they were done, and undone.
    """

    acts: frozenset[int]
    same: Mapping[tuple[int, int], int]
    moments: frozenset[datetime]

    def leaves(self, versions: Mapping[str, int], now: Mapping[int, int]) -> bool:
        """Whether rows of the versions ``now``, by id, are as an act left them, that had these ``versions`` then."""
        return all(self._is_as(int(row_id), now.get(int(row_id)), was) for row_id, was in versions.items())

    def _is_as(self, row_id: int, now: int | None, was: int) -> bool:
        while now is not None and now > was:
            now = self.same.get((row_id, now))
        return now == was


def undone_since(session: Session, article_id: int, event_id: int) -> Undone:
    """What of the article was undone after that audit line."""
    undoings = session.scalars(
        select(AuditEvent).where(
            AuditEvent.article_id == article_id, AuditEvent.name == "rows.undone", AuditEvent.id > event_id
        )
    ).all()
    acts = frozenset(int(event.detail["undone"]) for event in undoings)
    done = session.scalars(select(AuditEvent.at).where(AuditEvent.id.in_(acts))) if acts else ()
    return Undone(
        acts,
        {
            (int(row_id), now): was
            for event in undoings
            for row_id, (now, was) in event.detail.get(
                "same", {}
            ).items()  # events of earlier versions say none
        },
        frozenset((*(event.at for event in undoings), *done)),
    )
