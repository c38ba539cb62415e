"""Problems (MQM error annotations), where they point, their life, and waivers."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.db.base import SQLITE_IDS, Base, Id, enum_of
from workbench.domain.kinds import Side
from workbench.domain.problems import TYPES, Pass, Severity, Status

_TYPE_CHECK = "type IN ({})".format(", ".join(f"'{slug}'" for slug in TYPES))


class ProblemEventKind(StrEnum):
    OPENED = "opened"
    REPLIED = "replied"
    FIXED = "fixed"
    ACCEPTED = "accepted"
    REOPENED = "reopened"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    ANSWERED = "answered"
    RECLASSIFIED = "reclassified"
    MOVED = "moved"
    TAKEN_BACK = "taken_back"


class Problem(Base):
    """Anyone's mark on a segment, or on the article (``segment_id`` is None)."""

    __tablename__ = "problem"
    __table_args__ = (
        CheckConstraint(_TYPE_CHECK, name="type"),
        Index("ix_problem_article", "article_id", "status", "severity"),
        Index("ix_problem_segment", "segment_id", "status"),
        Index("ix_problem_waiting", "status", "type"),  # disputed ones, open questions: few, of all articles
        # The marks on somebody's words in their order; the other columns make the counts of scores index-only.
        Index(
            "ix_problem_translator",
            "translator_id",
            "created_at",
            "status",
            "type",
            "severity",
            "repeat_of_id",
        ),
        SQLITE_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"))
    segment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("segment.id"))
    type: Mapped[str] = mapped_column(String(32))
    severity: Mapped[Severity] = mapped_column(enum_of(Severity, "severity"))
    status: Mapped[Status] = mapped_column(enum_of(Status, "status"))
    note: Mapped[str] = mapped_column(Text, default="")
    note_direction: Mapped[str] = mapped_column(String(4), default="auto")
    suggestion: Mapped[str | None] = mapped_column(Text)  # for the words of the target span
    reading_pass: Mapped[str] = mapped_column(String(16), default=Pass.BILINGUAL)
    repeat_of_id: Mapped[int | None] = mapped_column(Id, ForeignKey("problem.id"))
    fixed_revision_id: Mapped[int | None] = mapped_column(Id)
    author_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    translator_id: Mapped[int | None] = mapped_column(Id)  # whose words it is about; None: imported ones
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    spans: Mapped[list["ProblemSpan"]] = relationship(lazy="selectin", order_by="ProblemSpan.id")


class ProblemSpan(Base):
    """Words a problem points at. ``start`` is None when they are gone: the problem lies in the tray."""

    __tablename__ = "problem_span"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    problem_id: Mapped[int] = mapped_column(Id, ForeignKey("problem.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_of(Side, "side"))
    origin_revision_id: Mapped[int] = mapped_column(Id, ForeignKey("revision.id"))
    origin_start: Mapped[int]
    origin_end: Mapped[int]
    exact: Mapped[str] = mapped_column(Text)
    prefix: Mapped[str] = mapped_column(Text)
    suffix: Mapped[str] = mapped_column(Text)
    revision_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revision.id"))
    start: Mapped[int | None]
    end: Mapped[int | None]
    confidence: Mapped[float] = mapped_column(default=1.0)


class ProblemEvent(Base):
    """A step in a problem's life, or a reply. Append-only."""

    __tablename__ = "problem_event"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    problem_id: Mapped[int] = mapped_column(Id, ForeignKey("problem.id"), index=True)
    kind: Mapped[ProblemEventKind] = mapped_column(enum_of(ProblemEventKind, "kind"))
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    direction: Mapped[str] = mapped_column(String(4), default="auto")
    revision_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revision.id"))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]


class Waiver(Base):
    """A standing problem published over, with a written reason. Stays in the edition's record."""

    __tablename__ = "waiver"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    problem_id: Mapped[int] = mapped_column(Id, ForeignKey("problem.id"), index=True)
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
