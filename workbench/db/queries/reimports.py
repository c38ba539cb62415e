"""Changes of many rows at once: corrected Arabic texts brought in, rows paired anew, translation files brought back; which can still be undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import AuditEvent, Segment, User
from workbench.db.queries.undone import undone_since

MOST = 10

#: The events that are one, and what they are called.
MANY_ROWS = {
    "article.reimported": "corrected Arabic",
    "rows.paired": "rows paired anew",
    "rows.brought_back": "translation file brought back",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """One of them. ``what``: in words; ``counts``: rows by what became of them, as the log has it."""

    event_id: int
    what: str
    at: datetime
    by: str | None
    counts: Mapping[str, int]
    undone: bool
    can_undo: bool
    first: int | None = None  # the first live row it touched

    @property
    def is_news(self) -> bool:
        """Whether it still stands as it was done and somebody has to look at its rows."""
        return self.can_undo and self.reopens

    @property
    def reopens(self) -> bool:
        return any(self.counts.get(name) for name in ("reopened", "new", "back", "part", "changed"))


def earlier_reimports(session: Session, article_id: int, *, most: int = MOST) -> list[Earlier]:
    """The newest first. Only as long as nobody touched its rows can one be undone."""
    found = session.execute(
        select(AuditEvent, User.name)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.article_id == article_id, AuditEvent.name.in_(MANY_ROWS))
        .order_by(AuditEvent.id.desc())
        .limit(most)
    ).all()
    if not found:
        return []
    undone = undone_since(session, article_id, found[-1][0].id)
    rows = session.execute(
        select(Segment.id, Segment.lock_version, Segment.retired)
        .where(Segment.article_id == article_id)
        .order_by(Segment.position)
    ).all()
    versions = {row.id: row.lock_version for row in rows}
    live = [row.id for row in rows if not row.retired]
    return [
        Earlier(
            event.id,
            MANY_ROWS[event.name],
            event.at,
            name,
            event.detail["counts"],
            undone=event.id in undone.acts,
            can_undo=event.id not in undone.acts and undone.leaves(event.detail["versions"], versions),
            first=next((n for n in live if str(n) in event.detail["versions"]), None),
        )
        for event, name in found
    ]
