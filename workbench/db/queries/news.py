"""Somebody's notices: unread ones first, by article, a page at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from workbench.db.base import UtcDateTime
from workbench.db.models import Article, Notice, NoticeKind, Problem, Segment, User
from workbench.domain.problems import Status

#: Notices on one page.
PAGE = 40
COUNTED_UP_TO = 100


@dataclass(frozen=True, slots=True)
class NewsLine:
    """One notice. ``segment_id``: the row, for a problem the one it is on now.

    ``number`` is the row's present number; None with a ``segment_id`` means that it is gone.
    """

    id: int
    kind: NoticeKind
    by: str
    text: str
    at: datetime
    is_seen: bool
    segment_id: int | None
    number: int | None
    status: Status | None  # where its problem stands now


@dataclass(frozen=True, slots=True)
class NewsOfArticle:
    """The notices of one article, unread and newest first."""

    slug: str
    source_title: str
    target_title: str
    lines: tuple[NewsLine, ...]


@dataclass(frozen=True, slots=True)
class NewsPage:
    """Some news by article; ``newest`` is the id up to which all are on this or later pages, 0 for none."""

    pieces: tuple[NewsOfArticle, ...]
    newest: int
    next: str | None


# Built once: every page of the frame and every poll asks.
_UNREAD = select(func.count()).select_from(
    select(Notice.id)
    .where(Notice.user_id == bindparam("user_id"), Notice.seen_at.is_(None))
    .limit(COUNTED_UP_TO)
    .subquery()
)


def count_unread(session: Session, user_id: int) -> int:
    """How many notices somebody has not seen, counted up to COUNTED_UP_TO."""
    return session.scalar(_UNREAD, {"user_id": user_id}) or 0


def read_news(session: Session, user_id: int, *, at: str = "", limit: int = PAGE) -> NewsPage:
    """The page that begins after the place ``at``; a place that cannot be read is the beginning.

    Unread ones by age, then the seen ones, those seen last first.
    """
    seen_at, last_id = _place(at)
    found: list[Any] = []
    if seen_at is None:
        unread = _query(user_id).where(Notice.seen_at.is_(None)).order_by(Notice.id.desc())
        if last_id is not None:
            unread = unread.where(Notice.id < last_id)
        found = list(session.execute(unread.limit(limit + 1)))
    if len(found) <= limit:
        seen = _query(user_id).where(Notice.seen_at.is_not(None))
        if seen_at is not None:
            seen = seen.where(
                tuple_(Notice.seen_at, Notice.id)
                < tuple_(literal(seen_at, UtcDateTime), literal(last_id, Integer))
            )
        seen = seen.order_by(Notice.seen_at.desc(), Notice.id.desc())
        found += session.execute(seen.limit(limit + 1 - len(found)))
    more, found = len(found) > limit, found[:limit]
    numbers = numbers_of_rows(session, {row.row_id for row in found} - {None})
    pieces: dict[str, list[Any]] = {}
    for row in found:
        pieces.setdefault(row.slug, []).append(row)
    return NewsPage(
        tuple(
            NewsOfArticle(
                slug,
                rows[0].source_title,
                rows[0].target_title,
                tuple(_line(row, numbers) for row in rows),
            )
            for slug, rows in pieces.items()
        ),
        max((row.Notice.id for row in found), default=0),
        _place_of(found[-1].Notice) if more else None,
    )


def _query(user_id: int) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = (
        select(
            Notice,
            Article.slug,
            Article.source_title,
            Article.target_title,
            User.name,
            Problem.status,
            func.coalesce(Problem.segment_id, Notice.segment_id).label("row_id"),
        )
        .join(Article, Article.id == Notice.article_id)
        .join(User, User.id == Notice.actor_id)
        .outerjoin(Problem, Problem.id == Notice.problem_id)
        .where(Notice.user_id == user_id)
    )
    return query


def _line(row: Any, numbers: dict[int, int]) -> NewsLine:
    notice: Notice = row.Notice
    return NewsLine(
        id=notice.id,
        kind=notice.kind,
        by=row.name,
        text=notice.text,
        at=notice.created_at,
        is_seen=notice.seen_at is not None,
        segment_id=row.row_id,
        number=numbers.get(row.row_id or 0),
        status=row.status,
    )


def numbers_of_rows(session: Session, ids: Collection[int | None]) -> dict[int, int]:
    """The present numbers of these rows, of whichever articles; those that are gone are left out."""
    if not ids:
        return {}
    other = aliased(Segment)
    up_to = (
        select(func.count())
        .where(
            other.article_id == Segment.article_id,
            other.retired.is_(False),
            other.position <= Segment.position,
        )
        .scalar_subquery()
    )
    query = select(Segment.id, up_to).where(Segment.id.in_(list(ids)), Segment.retired.is_(False))
    return dict(session.execute(query).all())


def _place_of(notice: Notice) -> str:
    return f"{notice.seen_at.isoformat() if notice.seen_at else ''}~{notice.id}"


def _place(text: str) -> tuple[datetime | None, int | None]:
    moment, _, number = text.rpartition("~")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        return None, None
    try:
        seen_at = datetime.fromisoformat(moment) if moment else None
    except ValueError:
        return None, None
    if seen_at is not None and seen_at.tzinfo is None:
        return None, None
    return seen_at, int(number)


def names_told(session: Session, article_id: int, kind: NoticeKind, at: datetime) -> list[str]:
    """Who was told of what happened on the article at this moment, by name."""
    query = (
        select(User.name)
        .join(Notice, Notice.user_id == User.id)
        .where(Notice.article_id == article_id, Notice.kind == kind, Notice.created_at == at)
        .order_by(User.name, User.id)
    )
    return list(session.scalars(query))
