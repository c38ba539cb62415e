"""The article and the people assigned to it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workbench.db.base import SQLITE_IDS, Base, Id, enum_of
from workbench.domain.people import Role
from workbench.domain.permissions import Subject
from workbench.domain.stages import Counts, Handover, Stage

_COUNTED = tuple(Counts.__dataclass_fields__)


class Article(Base):
    """One piece. ``stage`` and the ``count_*`` columns are a projection, written by one function only.

    ``version`` grows with every change to the article or its segments; a segment remembers the version of
    its own last change, so a browser can ask what is new since the version it has.
    """

    __tablename__ = "article"
    __table_args__ = (
        Index("ix_article_desk", "shelved", "changed_at", "id"),
        Index("ix_article_desk_stage", "shelved", "stage", "changed_at", "id"),
        Index("ix_article_desk_deadline", "shelved", "deadline", "id"),
        Index("ix_article_desk_title", "shelved", "title_key", "id"),
        Index("ix_article_handed_to", "shelved", "handed_to", "changed_at", "id"),
        Index("ix_article_ahead", "shelved", "changed_since_edition", "changed_at", "id"),
        Index("ix_article_owed", "shelved", "count_owed"),
        Index("ix_article_overdue", "shelved", "stage", "deadline"),
        Index("ix_article_translated_by", "translated_by_id", "changed_at", "id"),
        SQLITE_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    # Projections of the headline segments, for lists and search.
    source_title: Mapped[str] = mapped_column(Text, default="")
    target_title: Mapped[str] = mapped_column(Text, default="")
    title_key: Mapped[str] = mapped_column(String(200), default="")

    source_byline: Mapped[str] = mapped_column(Text, default="")
    target_byline: Mapped[str] = mapped_column(Text, default="")
    source_outlet: Mapped[str] = mapped_column(Text, default="")
    target_outlet: Mapped[str] = mapped_column(Text, default="")
    source_dateline: Mapped[str] = mapped_column(Text, default="")
    target_dateline: Mapped[str] = mapped_column(Text, default="")
    source_tags: Mapped[list[Any]] = mapped_column(default=list)
    target_tags: Mapped[list[Any]] = mapped_column(default=list)
    source_url: Mapped[str] = mapped_column(Text, default="")
    published_on: Mapped[date | None]  # when the Arabic appeared

    deadline: Mapped[datetime | None]
    translated_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    translated_by_name: Mapped[str] = mapped_column(Text, default="")  # somebody outside
    created_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    # Human acts that cannot be derived.
    handed_to: Mapped[Handover | None] = mapped_column(enum_of(Handover, "handed_to"))
    handed_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    handed_at: Mapped[datetime | None]
    handover_note: Mapped[str] = mapped_column(Text, default="")
    shelved: Mapped[str] = mapped_column(String(16), default="")  # "", on-hold, spiked, archived
    shelved_at: Mapped[datetime | None]
    shelved_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    shelved_reason: Mapped[str] = mapped_column(Text, default="")

    # Projection.
    stage: Mapped[Stage] = mapped_column(enum_of(Stage, "stage"), default=Stage.TRANSLATE)
    edition_number: Mapped[int] = mapped_column(default=0)  # the newest edition, 0 for none
    changed_since_edition: Mapped[bool] = mapped_column(default=False)
    is_behind_source: Mapped[bool] = mapped_column(
        default=False
    )  # the Arabic is not what the last edition has
    count_untranslated: Mapped[int] = mapped_column(default=0)
    count_draft: Mapped[int] = mapped_column(default=0)
    count_translated: Mapped[int] = mapped_column(default=0)
    count_returned: Mapped[int] = mapped_column(default=0)
    count_approved: Mapped[int] = mapped_column(default=0)
    count_left_out: Mapped[int] = mapped_column(default=0)
    count_owed: Mapped[int] = mapped_column(default=0)
    count_minor: Mapped[int] = mapped_column(default=0)
    count_major: Mapped[int] = mapped_column(default=0)
    count_critical: Mapped[int] = mapped_column(default=0)
    count_neutral: Mapped[int] = mapped_column(default=0)
    count_fixed: Mapped[int] = mapped_column(default=0)
    count_blocking: Mapped[int] = mapped_column(default=0)
    count_legal_reads: Mapped[int] = mapped_column(default=0)
    count_source_words: Mapped[int] = mapped_column(default=0)
    count_target_words: Mapped[int] = mapped_column(default=0)

    @property
    def counts(self) -> Counts:
        return Counts(**{name: getattr(self, f"count_{name}") for name in _COUNTED})

    @counts.setter
    def counts(self, counts: Counts) -> None:
        for name in _COUNTED:
            setattr(self, f"count_{name}", getattr(counts, name))

    @property
    def subject(self) -> Subject:
        """What permissions look at. An article on hold may still be worked on."""
        return Subject(author_id=self.created_by_id, is_shelved=self.shelved in ("spiked", "archived"))

    @property
    def title(self) -> str:
        return self.target_title or self.source_title or self.slug


class Assignment(Base):
    """Somebody's work on an article, perhaps a range of its segments. It guides and never locks."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_user", "user_id", "ended_at", "article_id"),
        SQLITE_IDS,
    )

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    article_id: Mapped[int] = mapped_column(Id, ForeignKey("article.id"), index=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(enum_of(Role, "role"))
    first_segment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("segment.id"))
    last_segment_id: Mapped[int | None] = mapped_column(Id, ForeignKey("segment.id"))
    created_by_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
