"""What is out: the one reading of it, which every way out of the workbench goes by.

Nothing has to run for an embargo to end: what is out is a matter of the moment asked for.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Article, Edition, EditionEvent, EditionEventKind, User
from workbench.domain.release import Happening, Issue, Release, release_of

#: Of an article that was never published.
NOTHING_OUT = Release()


def release(session: Session, article_id: int, at: datetime) -> Release:
    """What readers may have of the article at ``at``; two queries, and no content is read."""
    return releases(session, [article_id], at).get(article_id, NOTHING_OUT)


def releases(session: Session, article_ids: Collection[int], at: datetime) -> Mapping[int, Release]:
    """The same for many articles, by id; those without an edition are left out. Two queries."""
    if not article_ids:
        return {}
    return _releases(session, Edition.article_id.in_(article_ids), at)[0]


def release_by_slug(session: Session, slug: str, at: datetime) -> tuple[Release, Mapping[int, str]]:
    """The same for the article of that name in its address, with its editions' fingerprints by number. Two queries:
    whoever fetches what is published asks this each time."""
    of_article = Edition.article_id == select(Article.id).where(Article.slug == slug).scalar_subquery()
    found, prints = _releases(session, of_article, at)
    return next(iter(found.values()), NOTHING_OUT), prints


def _releases(
    session: Session, which: ColumnElement[bool], at: datetime
) -> tuple[dict[int, Release], dict[int, str]]:
    happenings: defaultdict[int, list[Happening]] = defaultdict(list)
    for edition_id, kind, when, by, reason in session.execute(
        select(EditionEvent.edition_id, EditionEvent.kind, EditionEvent.at, User.name, EditionEvent.reason)
        .join(Edition, Edition.id == EditionEvent.edition_id)
        .join(User, User.id == EditionEvent.actor_id)
        .where(which)
        .order_by(EditionEvent.id)
    ):
        happenings[edition_id].append(Happening(kind, when, by, reason))
    issues: defaultdict[int, list[Issue]] = defaultdict(list)
    prints: dict[int, str] = {}
    for row in session.execute(
        select(Edition.article_id, Edition.id, Edition.number, Edition.published_at, Edition.sha256).where(
            which
        )
    ):
        issues[row.article_id].append(
            Issue(row.id, row.number, row.published_at, tuple(happenings.get(row.id, ())))
        )
        prints[row.number] = row.sha256
    return {article_id: release_of(found, at) for article_id, found in issues.items()}, prints


def has(kind: EditionEventKind, edition: Any = Edition) -> ColumnElement[bool]:
    """Whether that happened to the edition, for a WHERE."""
    return exists().where(EditionEvent.edition_id == edition.id, EditionEvent.kind == kind)


def newest_released(at: datetime, *, gone: bool = False) -> Select[*tuple[Any, ...]]:
    """Of every article the newest edition that has gone out by ``at``, the last published first.

    Rows of (Article.slug, Edition); for feeds, which add their limit. ``gone``: instead those of articles that were
    withdrawn or erased, so that whoever shows them can take them away. Archived articles are out like others.
    """
    newer = aliased(Edition)
    supersedes = exists().where(
        newer.article_id == Edition.article_id,
        newer.number > Edition.number,
        newer.published_at <= at,
        ~has(EditionEventKind.CANCELLED, newer),
    )
    taken = has(EditionEventKind.WITHDRAWN) | has(EditionEventKind.ERASED)
    query: Select[*tuple[Any, ...]] = (
        select(Article.slug, Edition)
        .join(Article, Article.id == Edition.article_id)
        .where(
            and_(Edition.published_at <= at, ~has(EditionEventKind.CANCELLED), ~supersedes),
            taken if gone else ~taken,
        )
        .order_by(Edition.published_at.desc(), Edition.id.desc())
    )
    return query


def last_change(session: Session, at: datetime) -> datetime | None:
    """When what readers have last became another: something went out, or was withdrawn or erased. For feeds' headers."""
    out = session.scalar(
        select(func.max(Edition.published_at)).where(
            Edition.published_at <= at, ~has(EditionEventKind.CANCELLED)
        )
    )
    taken = session.scalar(
        select(func.max(EditionEvent.at)).where(
            EditionEvent.at <= at,
            EditionEvent.kind.in_([EditionEventKind.WITHDRAWN, EditionEventKind.ERASED]),
        )
    )
    return max((moment for moment in (out, taken) if moment), default=None)
