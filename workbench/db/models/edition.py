"""Editions: immutable, numbered, chained by fingerprint. Triggers refuse any change or deletion."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.db.base import SQLITE_IDS, Base, Id, enum_of


class EditionEventKind(StrEnum):
    SCHEDULED = "scheduled"
    RELEASED = "released"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Edition(Base):
    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("article_id", "number"), SQLITE_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"))
    number: Mapped[int]
    content: Mapped[str] = mapped_column(Text)  # canonical JSON, RFC 8785: text, so its bytes stay as hashed
    sha256: Mapped[str] = mapped_column(String(64))
    previous_sha256: Mapped[str | None] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    published_by_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    published_at: Mapped[datetime]


class EditionEvent(Base):
    """What happened to an edition after it was made. Append-only."""

    __tablename__ = "edition_event"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    edition_id: Mapped[int] = mapped_column(Id, ForeignKey("edition.id"), index=True)
    kind: Mapped[EditionEventKind] = mapped_column(enum_of(EditionEventKind, "kind"))
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]
