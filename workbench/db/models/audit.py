"""The audit log: who did what, when, on what, before → after as ids. Append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from workbench.db.base import SQLITE_IDS, Base, Id


class AuditEvent(Base):
    """One line. ``name`` is subject and verb: article.created, segment.approved, user.roles_changed."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_article", "article_id", "id"),
        Index("ix_event_name", "name", "id"),
        SQLITE_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))  # None: the command line
    name: Mapped[str] = mapped_column(String(64))
    article_id: Mapped[int | None] = mapped_column(Id, ForeignKey("article.id"))
    segment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("segment.id"))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
