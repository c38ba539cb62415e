"""Segments, their append-only history of revisions and decisions, and where they came from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.db.base import SQLITE_IDS, Base, Id, enum_of
from workbench.domain.kinds import Kind, Side
from workbench.domain.workflow import State


class Cause(StrEnum):
    """Why a revision came to be."""

    IMPORT = "import"
    EDIT = "edit"
    CORRECTION = "correction"
    SUGGESTION = "suggestion"
    MERGE_OF_EDITS = "merge_of_edits"
    RESTORE = "restore"
    INSERT = "insert"
    SPLIT = "split"
    JOIN = "join"
    UNDO = "undo"
    TYPO_FIX = "typo_fix"
    REIMPORT = "reimport"
    PAIRING = "pairing"
    RETURNED_FILE = "returned_file"


class DecisionKind(StrEnum):
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    AGREED = "agreed"
    RETURNED = "returned"
    REOPENED = "reopened"
    TAKEN_BACK = "taken_back"


class LineageKind(StrEnum):
    SPLIT = "split"
    JOIN = "join"


class Segment(Base):
    """One aligned pair. Its texts are copies of its current revisions'; ``position`` is gapped.

    ``lock_version`` changes with source, target, kind or state only: what a person must have seen before
    acting. ``article_version`` is the article's version at this row's last change of any sort.
    """

    __tablename__ = "segment"
    __table_args__ = (
        # The order of an article's live rows; the other columns make the projection's count index-only.
        Index("ix_segment_order", "article_id", "retired", "position"),
        Index(
            "ix_segment_counts", "article_id", "retired", "state", "owed", "left_out", "source_words", "target_words"
        ),
        Index("ix_segment_changes", "article_id", "article_version"),
        CheckConstraint("NOT (left_out AND added)", name="one_side_at_most"),
        SQLITE_IDS,
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"))
    position: Mapped[int]
    kind: Mapped[Kind] = mapped_column(enum_of(Kind, "kind"))
    attrs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[State] = mapped_column(enum_of(State, "state"))
    source: Mapped[str] = mapped_column(Text, default="")
    target: Mapped[str] = mapped_column(Text, default="")
    source_words: Mapped[int] = mapped_column(default=0)
    target_words: Mapped[int] = mapped_column(default=0)
    source_revision_id: Mapped[int | None] = mapped_column(Id)
    target_revision_id: Mapped[int | None] = mapped_column(Id)
    source_before_id: Mapped[int | None] = mapped_column(
        Id
    )  # the Arabic the English was made from, once changed
    left_out: Mapped[bool] = mapped_column(default=False)  # empty English on purpose
    added: Mapped[bool] = mapped_column(default=False)  # empty Arabic on purpose
    one_side_reason: Mapped[str] = mapped_column(Text, default="")
    owed: Mapped[bool] = mapped_column(default=False)  # words only one person stands behind
    lock_version: Mapped[int] = mapped_column(default=1)
    last_save_id: Mapped[str | None] = mapped_column(String(64))
    article_version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    retired: Mapped[bool] = mapped_column(default=False)
    retired_at: Mapped[datetime | None]

    #: Only to load both in one query; read it by :func:`workbench.services.revisions.current_revision`.
    target_revision: Mapped["Revision | None"] = relationship(
        primaryjoin="foreign(Segment.target_revision_id) == Revision.id", viewonly=True, lazy="raise"
    )


class Revision(Base):
    """One side's text at one time. Sealed ones never change again (a trigger sees to it)."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("segment_id", "side", "number"), SQLITE_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    segment_id: Mapped[int] = mapped_column(Id, ForeignKey("segment.id"))
    side: Mapped[Side] = mapped_column(enum_of(Side, "side"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    marks: Mapped[list[Any]] = mapped_column(default=list)  # inline marks, as their JSON
    parent_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revision.id"))
    author_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))  # None: imported
    suggested_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    problem_id: Mapped[int | None] = mapped_column(Id, ForeignKey("problem.id"))
    cause: Mapped[Cause] = mapped_column(enum_of(Cause, "cause"))
    save_id: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]  # the last autosave folded in
    sealed_at: Mapped[datetime | None]


class Decision(Base):
    """Somebody's word on a segment, naming the revisions it was given on. Append-only.

    Who took their word back (``takes_back_id``) is behind nothing by it:
    :func:`workbench.db.queries.decided.stands` says which stand.
    """

    __tablename__ = "decision"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    segment_id: Mapped[int] = mapped_column(Id, ForeignKey("segment.id"), index=True)
    kind: Mapped[DecisionKind] = mapped_column(enum_of(DecisionKind, "kind"))
    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    source_revision_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revision.id"))
    target_revision_id: Mapped[int | None] = mapped_column(Id, ForeignKey("revision.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    takes_back_id: Mapped[int | None] = mapped_column(Id, ForeignKey("decision.id"), index=True)
    created_at: Mapped[datetime]


class Lineage(Base):
    """What came from what, when segments were split or joined."""

    __tablename__ = "lineage"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"), index=True)
    from_segment_id: Mapped[int] = mapped_column(Id, ForeignKey("segment.id"), index=True)
    to_segment_id: Mapped[int] = mapped_column(Id, ForeignKey("segment.id"), index=True)
    kind: Mapped[LineageKind] = mapped_column(enum_of(LineageKind, "kind"))
    actor_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime]
