"""What the import pages list: my unfinished imports, and who may have translated."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, ImportDraft, User

MOST_DRAFTS = 50


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One unfinished import in the list. ``about`` is ``DraftState.about``.

    ``into_slug``, ``into_title``: the article it is a corrected Arabic text for, if it is one.
    """

    id: int
    version: int
    about: dict[str, Any]
    changed_at: datetime
    into_slug: str | None = None
    into_title: str | None = None


def unfinished_drafts(session: Session, owner_id: int) -> list[DraftLine]:
    """Somebody's imports on their way, the last changed first, without reading their texts."""
    rows = session.execute(
        select(
            ImportDraft.id,
            ImportDraft.version,
            ImportDraft.state["about"],
            ImportDraft.changed_at,
            Article.slug,
            func.coalesce(func.nullif(Article.target_title, ""), Article.source_title),
        )
        .outerjoin(Article, Article.id == ImportDraft.into_article_id)
        .where(ImportDraft.owner_id == owner_id, ImportDraft.article_id.is_(None))
        .order_by(ImportDraft.changed_at.desc(), ImportDraft.id.desc())
        .limit(MOST_DRAFTS)
    )
    return [DraftLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to choose from a list."""

    id: int
    name: str
    email: str


def active_people(session: Session) -> list[Person]:
    """Everybody with an account in use, by name."""
    rows = session.execute(
        select(User.id, User.name, User.email)
        .where(User.deactivated_at.is_(None))
        .order_by(User.name, User.id)
    )
    return [Person(*row) for row in rows]
