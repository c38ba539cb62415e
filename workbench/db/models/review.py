"""Review between people: notices, how somebody wants mail, legal reads, what somebody has looked at, what was judged."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbench.db.base import SQLITE_IDS, Base, Id, enum_of


class NoticeKind(StrEnum):
    """What somebody is told. What only waits (owed, sent back, ready to publish) is read off the articles."""

    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    MENTIONED = "mentioned"
    REPLIED = "replied"
    ANSWERED = "answered"
    AUTHOR_ANSWERED = "author_answered"  # somebody noted what the source's author answered
    DISPUTED = "disputed"
    DECIDED = "decided"  # a disputed mark of theirs, or one they disputed, was withdrawn or upheld
    ASKED = "asked"  # a question, or asking for a row to be reopened
    LEGAL_READ = "legal_read"
    LEGAL_SIGNED = "legal_signed"
    LEGAL_REFUSED = "legal_refused"
    BREAKING = "breaking"  # an edition went out before second eyes had read it
    STOPS = "stops"  # something stops publication, but an edition is out already or is to go out by itself


class Mail(StrEnum):
    """When somebody wants their notices by mail too."""

    NONE = "none"
    AT_ONCE = "at_once"
    DAILY = "daily"


class Notice(Base):
    """One line in somebody's inbox: what another person did that concerns them."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_inbox", "user_id", "seen_at", "id"),
        Index("ix_notice_article", "article_id"),
        SQLITE_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    kind: Mapped[NoticeKind] = mapped_column(enum_of(NoticeKind, "kind"))
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"))
    segment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("segment.id"))
    problem_id: Mapped[int | None] = mapped_column(Id, ForeignKey("problem.id"))
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]


class MailWish(Base):
    """How somebody wants mail; absent means none."""

    __tablename__ = "mail_wish"

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True)
    mail: Mapped[Mail] = mapped_column(enum_of(Mail, "mail"))
    changed_at: Mapped[datetime]


class LegalRead(Base):
    """A legal read asked for, of a segment or of the article; publication waits until it is signed.

    ``refusal``: why it may not go out as it stood then; it waits all the same, and may be signed once that is mended.
    """

    __tablename__ = "legal_read"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"), index=True)
    segment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("segment.id"))
    asked_by_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    asked_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text, default="")
    signed_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    signed_at: Mapped[datetime | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    refused_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    refused_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(Text, default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    withdrawn_at: Mapped[datetime | None]


class Look(Base):
    """The words of a segment that somebody last had on their screen, to show what changed since."""

    __tablename__ = "look"
    __table_args__ = (Index("ix_look_segment", "segment_id"),)

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True)
    segment_id: Mapped[int] = mapped_column(Id, ForeignKey("segment.id"), primary_key=True)
    source_revision_id: Mapped[int | None] = mapped_column(Id)
    target_revision_id: Mapped[int | None] = mapped_column(Id)
    looked_at: Mapped[datetime]


class Judged(Base):
    """A row's English that somebody else judged, once a month for whoever wrote it: the words of a score.

    Written by :mod:`workbench.services.scoring`, which has the rule; the words are those of that moment.
    """

    __tablename__ = "judged"
    __table_args__ = (
        # All that the sums by month and translator read.
        Index("ix_judged_words", "month", "translator_id", "source_words", "target_words"),
    )

    segment_id: Mapped[int] = mapped_column(Id, ForeignKey("segment.id"), primary_key=True)
    translator_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)  # "2026-03", of UTC
    source_words: Mapped[int]
    target_words: Mapped[int]
