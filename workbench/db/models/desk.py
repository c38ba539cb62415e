"""The desk's settings, background jobs, import drafts and who is where."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbench.db.base import SQLITE_IDS, Base, Id, Json, enum_of


class JobState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Setting(Base):
    """One thing the desk may change; absent means its default."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))


class Job(Base):
    """Work for later: written in the caller's transaction, leased, run at least once.

    ``queue``: jobs of the same one run one after another, as they were asked for; None: whenever there is time.
    ``run_at``: when it is to run, or was last begun.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_due", "state", "run_at"), SQLITE_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(64))
    queue: Mapped[str | None] = mapped_column(String(64), index=True)
    payload: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[JobState] = mapped_column(enum_of(JobState, "state"), default=JobState.WAITING)
    run_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
    created_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class ImportDraft(Base):
    """An import on its way: both documents, their pairing and the answers so far.

    ``into_article_id``: a corrected Arabic text for an article that exists. ``article_id`` is set once the
    import has become an article or gone into one.
    """

    __tablename__ = "import_draft"
    __table_args__ = (Index("ix_import_draft_owner", "owner_id", "changed_at"), SQLITE_IDS)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    owner_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[dict[str, Any]] = mapped_column(default=dict)
    article_id: Mapped[int | None] = mapped_column(Id, ForeignKey("article.id"))
    into_article_id: Mapped[int | None] = mapped_column(Id, ForeignKey("article.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class Presence(Base):
    """Where somebody is right now; a row older than a minute means nothing."""

    __tablename__ = "presence"

    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True)
    segment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("segment.id"))
    seen_at: Mapped[datetime]
