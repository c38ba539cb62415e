"""What is out: the one reading of it, which every way out of the workbench goes by.

Nothing has to run for an embargo to end: what is out is a matter of the moment asked for.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Article, Edition, EditionEvent, EditionEventKind, User
from workbench.domain.release import Happening, Issue, Release, release_of

#: Of an article that was never published.
NOTHING_OUT = Release()
_TAKEN = (EditionEventKind.WITHDRAWN, EditionEventKind.ERASED)


def release(session: Session, article_id: int, at: datetime) -> Release:
    """What readers may have of the article at ``at``; one query, and no content is read."""
    return releases(session, [article_id], at).get(article_id, NOTHING_OUT)


def releases(session: Session, article_ids: Collection[int], at: datetime) -> Mapping[int, Release]:
    """The same for many articles, by id; those without an edition are left out. One query."""
    if not article_ids:
        return {}
    rows = session.execute(_issued(Edition.article_id.in_(article_ids))).all()
    return {article_id: release_of(issues, at) for article_id, issues in _issues(rows).items()}


def release_by_slug(session: Session, slug: str, at: datetime) -> tuple[Release, Mapping[int, str]]:
    """The same for the article of that name in its address, with its editions' fingerprints by number. One query:
    whoever fetches what is published asks this each time."""
    rows = session.execute(_ISSUED_BY_SLUG, {"slug": slug}).all()
    found = next(iter(_issues(rows).values()), None)
    return release_of(found, at) if found else NOTHING_OUT, {row.number: row.sha256 for row in rows}


def _issued(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Editions, each with what happened to it: a row a happening, one for an edition of which there is none."""
    query: Select[*tuple[Any, ...]] = (
        select(
            Edition.article_id,
            Edition.id,
            Edition.number,
            Edition.published_at,
            Edition.sha256,
            EditionEvent.kind,
            EditionEvent.at,
            User.name,
            EditionEvent.reason,
        )
        .outerjoin(EditionEvent, EditionEvent.edition_id == Edition.id)
        .outerjoin(User, User.id == EditionEvent.actor_id)
        .where(which)
        .order_by(Edition.id, EditionEvent.id)
    )
    return query


_ISSUED_BY_SLUG = _issued(
    Edition.article_id == select(Article.id).where(Article.slug == bindparam("slug")).scalar_subquery()
)


def _issues(rows: Sequence[Any]) -> dict[int, list[Issue]]:
    """The editions of such rows, by article."""
    found: defaultdict[int, list[Issue]] = defaultdict(list)
    for _, group in groupby(rows, key=lambda row: row.id):
        first, *more = group
        happened = tuple(
            Happening(row.kind, row.at, row.name, row.reason)
            for row in (first, *more)
            if row.kind is not None
        )
        found[first.article_id].append(Issue(first.id, first.number, first.published_at, happened))
    return found


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


def gone_since() -> ScalarSelect[datetime]:
    """When an edition was withdrawn, or erased without that; for a query of editions."""
    return (
        select(func.min(EditionEvent.at))
        .where(EditionEvent.edition_id == Edition.id, EditionEvent.kind.in_(_TAKEN))
        .correlate(Edition)
        .scalar_subquery()
    )


@dataclass(frozen=True, slots=True)
class OutState:
    """What readers have, told apart from all it was before: how many editions went out, how many were withdrawn or
    erased, and when the last of both happened."""

    out: int
    taken: int
    changed: datetime | None


_WENT_OUT = select(func.count(), func.max(Edition.published_at)).where(
    Edition.published_at <= bindparam("at"), ~has(EditionEventKind.CANCELLED)
)
_WAS_TAKEN = select(func.count(), func.max(EditionEvent.at)).where(
    EditionEvent.at <= bindparam("at"),
    EditionEvent.kind.in_(_TAKEN),
)
_ERASURES = select(func.count()).where(EditionEvent.kind == EditionEventKind.ERASED)


def out_state(session: Session, at: datetime) -> OutState:
    """The state of all that is out, for what is made of it and kept."""
    out, last_out = session.execute(_WENT_OUT, {"at": at}).one()
    taken, last_taken = session.execute(_WAS_TAKEN, {"at": at}).one()
    return OutState(out, taken, max((moment for moment in (last_out, last_taken) if moment), default=None))


def erasures(session: Session) -> int:
    """How many editions were erased so far, for what holds copies of them."""
    return session.scalar(_ERASURES) or 0
