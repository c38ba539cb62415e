"""Editions: immutable, numbered, chained by fingerprint; who may fetch them and who is told of them.

Triggers refuse any change of an edition or its deletion, but for an erasure: its content becomes "" once, after
an event of that kind and a line of the log say why, and only where readers do not have it. An edition with
``published_at`` in the future is scheduled: nobody outside sees it until then, and no job has to run for it to go out.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workbench.db.base import SQLITE_IDS, Base, Id, enum_of
from workbench.domain.release import EditionEventKind


class Edition(Base):
    __tablename__ = "edition"
    __table_args__ = (
        UniqueConstraint("article_id", "number"),
        Index("ix_edition_published_at", "published_at", "id"),
        SQLITE_IDS,
    )

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


class FeedKey(Base):
    """Lets somebody's web site fetch the feed and the editions; only its hash is kept."""

    __tablename__ = "feed_key"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Webhook(Base):
    """An address that is told of what is published, corrected and withdrawn; each telling is a job."""

    __tablename__ = "webhook"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    secret: Mapped[str] = mapped_column(String(100))  # signs what is sent, so it has to be kept readable
    created_by_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    last_at: Mapped[datetime | None]
    last_answer: Mapped[str] = mapped_column(Text, default="")
