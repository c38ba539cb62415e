"""The desk's list: one row an article, by the questions people ask.

Pages go by key, never by offset, so the thousandth costs what the first does. A view is one or more branches,
each of which an index answers in the order asked for; their first rows are merged.
"""

import base64
import binascii
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session

from workbench.db import search
from workbench.db.base import UtcDateTime
from workbench.db.models import Article, Assignment, User
from workbench.db.queries.inbox_returned import articles_sent_back
from workbench.db.queries.released import NOTHING_OUT, releases
from workbench.domain.people import Actor, Role
from workbench.domain.release import Release
from workbench.domain.stages import SHELVES, Counts, Handover, Stage, work_of

PAGE = 50
COUNTED_UP_TO = 100  # beyond that a view says "99+": nobody needs the rest to know where to start

#: Stands for "no deadline" in the order by deadline: those come last.
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
#: Before anything was due.
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


class View(StrEnum):
    """A question somebody asks the desk."""

    ALL = "all"
    MINE = "mine"
    TO_REVIEW = "review"
    SENT_BACK = "sent-back"
    TO_PUBLISH = "publish"
    CHANGED = "changed"
    OVERDUE = "overdue"
    SHELVED = "shelved"


class Sort(StrEnum):
    """In which order: newest change first, nearest deadline first, by headline."""

    CHANGED = "changed"
    DEADLINE = "deadline"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two rows: the sort key and id of the row before (or, backwards, after) it."""

    key: str
    id: int
    backwards: bool = False

    def encode(self) -> str:
        data = json.dumps([self.key, self.id, self.backwards], separators=(",", ":"), ensure_ascii=False)
        return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> "Cursor | None":
        """The cursor in an address, or None for what is not one: then the list starts at its beginning."""
        try:
            key, row_id, backwards = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (ValueError, TypeError, binascii.Error):
            return None
        whole = isinstance(row_id, int) and not isinstance(row_id, bool) and abs(row_id) < 2**63
        return cls(key, row_id, bool(backwards)) if isinstance(key, str) and whole else None


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """Somebody on an article: assigned to it, or who translated it (perhaps somebody outside)."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One article as the desk lists it."""

    id: int
    slug: str
    source_title: str
    target_title: str
    stage: Stage
    counts: Counts
    edition_number: int
    changed_since_edition: bool
    deadline: datetime | None
    changed_at: datetime
    shelved: str
    handed_to: Handover | None
    people: tuple[DeskPerson, ...]
    free: Role | None = None  # whose work it waits for, where nobody here has that yet
    is_behind_source: bool = False
    release: Release = NOTHING_OUT


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Some rows and where the neighbouring pages begin."""

    rows: tuple[DeskRow, ...]
    previous: Cursor | None
    next: Cursor | None


@dataclass(frozen=True, slots=True)
class _Branch:
    """Conditions that together with a view's other branches make the view; an article may be in several.

    ``ordered_for``: the sorts in whose order an index gives the branch. For the others its rows are found
    first and sorted then: left alone, SQLite would walk the whole desk in the wanted order to find a handful.
    """

    conditions: tuple[ColumnElement[bool], ...]
    ordered_for: frozenset[Sort] = frozenset({Sort.CHANGED})


@dataclass(frozen=True, slots=True)
class _Order:
    """One way an index gives rows in a sort's order. A fixed key is the same for all its rows."""

    key: ColumnElement[Any]
    where: tuple[ColumnElement[bool], ...] = ()
    is_fixed: bool = False


_ORDERS: dict[Sort, tuple[_Order, ...]] = {
    Sort.CHANGED: (_Order(Article.changed_at.expression),),
    Sort.DEADLINE: (
        _Order(Article.deadline.expression, (Article.deadline.is_not(None),)),
        _Order(literal(_NEVER, UtcDateTime), (Article.deadline.is_(None),), is_fixed=True),
    ),
    Sort.TITLE: (_Order(Article.title_key.expression),),
}
_FALLING = frozenset({Sort.CHANGED})


def list_articles(
    session: Session,
    view: View,
    actor: Actor,
    *,
    query: str = "",
    sort: Sort = Sort.CHANGED,
    stage: Stage | None = None,
    at: Cursor | None = None,
    limit: int = PAGE,
    now: datetime = _BEGINNING,
) -> DeskPage:
    """One page of a view. Words of ``query`` are looked for in both languages; all articles means shelved
    ones too when something is looked for. ``now`` says what is overdue and what is out. Five queries, however many rows
    there are, and four more for what was sent back.
    """
    backwards = at is not None and at.backwards
    falling = (sort in _FALLING) is not backwards
    conditions = [search.matches(session, query)] if query.strip() else []
    if stage is not None:
        conditions.append(Article.stage == stage)
    parts = []
    for branch in _branches(session, view, actor, now, searching=bool(query.strip())):
        for order in _ORDERS[sort]:
            if sort not in branch.ordered_for and not order.is_fixed:
                order = replace(order, key=_unindexed(order.key))
            chosen = select(order.key.label("key"), Article.id.label("id")).where(
                *branch.conditions, *conditions, *order.where, *_beyond(order, sort, at, falling)
            )
            parts.append(_ordered(chosen, order.key, Article.id, falling).limit(limit + 1))
    found = [(row.key, row.id) for row in session.execute(_merged(parts, falling, limit + 1))]
    has_more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    has_previous, has_next = (has_more, True) if backwards else (at is not None, has_more)
    return DeskPage(
        _rows(session, [row_id for _, row_id in found], now),
        _cursor(found[0], sort, backwards=True) if found and has_previous else None,
        _cursor(found[-1], sort, backwards=False) if found and has_next else None,
    )


def count_views(
    session: Session, actor: Actor, views: Iterable[View], *, now: datetime = _BEGINNING
) -> dict[View, int]:
    """How many articles each view has, counted up to COUNTED_UP_TO, in one query."""
    wanted = list(views)
    counts = []
    for view in wanted:
        parts = [
            select(literal(1).label("key"), Article.id.label("id"))
            .where(*branch.conditions)
            .limit(COUNTED_UP_TO)
            for branch in _branches(session, view, actor, now, searching=False)
        ]
        some = _merged(parts, False, COUNTED_UP_TO).subquery()
        counts.append(select(func.count()).select_from(some).scalar_subquery())
    if not counts:
        return {}
    return dict(zip(wanted, session.execute(select(*counts)).one(), strict=True))


# --- views ----------------------------------------------------------------------------------------------


def _unindexed(column: Any) -> ColumnElement[Any]:
    """The same value, hidden from the planner's indexes: what a few rows are then checked or sorted by."""
    return func.coalesce(column, column)


_ON_DESK = Article.shelved == ""
_STILL_ON_DESK = _unindexed(Article.shelved) == ""


def _branches(session: Session, view: View, actor: Actor, now: datetime, *, searching: bool) -> list[_Branch]:
    match view:
        case View.ALL:
            return [_Branch(() if searching else (_ON_DESK,), frozenset(Sort))]
        case View.MINE:
            return [_Branch((mine, _STILL_ON_DESK), frozenset()) for mine in _is_mine(actor)]
        case View.TO_REVIEW:
            free = _is_free_to_review(actor)
            handed = (Article.handed_to == Handover.REVIEW, Article.stage == Stage.TRANSLATE)
            return [
                _Branch((_ON_DESK, Article.stage == Stage.REVIEW, free)),
                _Branch((_ON_DESK, *handed, free)),
            ]
        case View.SENT_BACK:
            waits = Article.id.in_(articles_sent_back(session, actor))
            return [_Branch((waits, _STILL_ON_DESK), frozenset())]
        case View.TO_PUBLISH:
            return [_Branch((_ON_DESK, Article.stage == Stage.PUBLISH))]
        case View.CHANGED:
            return [_Branch((_ON_DESK, Article.changed_since_edition.is_(True)))]
        case View.OVERDUE:
            waits = Article.stage.in_([stage for stage in Stage if stage is not Stage.PUBLISHED])
            return [_Branch((_ON_DESK, waits, Article.deadline < now), frozenset())]
        case View.SHELVED:
            return [_Branch((Article.shelved == shelf,), frozenset(Sort)) for shelf in SHELVES]


def _is_mine(actor: Actor) -> list[ColumnElement[bool]]:
    assigned = select(Assignment.article_id).where(
        Assignment.user_id == actor.id, Assignment.ended_at.is_(None)
    )
    return [Article.id.in_(assigned), Article.translated_by_id == actor.id]


def _is_free_to_review(actor: Actor) -> ColumnElement[bool]:
    """Nobody reviews it yet, or this person does."""
    reviewing = and_(
        Assignment.article_id == Article.id, Assignment.role == Role.REVIEWER, Assignment.ended_at.is_(None)
    )
    return or_(~exists().where(reviewing), exists().where(reviewing, Assignment.user_id == actor.id))


# --- pages by key ---------------------------------------------------------------------------------------


def _beyond(order: _Order, sort: Sort, at: Cursor | None, falling: bool) -> list[ColumnElement[bool]]:
    """The rows past the cursor, in the direction read."""
    key = _key_of(at, sort) if at else None
    if at is None or key is None:
        return []
    if order.is_fixed:
        if key != _NEVER:  # the cursor stands among the rows with a key of their own
            return [] if not falling else [literal(0) == 1]
        return [Article.id < at.id if falling else Article.id > at.id]
    place, here = tuple_(order.key, Article.id), tuple_(literal(key, order.key.type), literal(at.id, Integer))
    return [place < here if falling else place > here]


def _ordered(query: Select[Any], key: ColumnElement[Any], row_id: Any, falling: bool) -> Select[Any]:
    return query.order_by(key.desc(), row_id.desc()) if falling else query.order_by(key.asc(), row_id.asc())


def _merged(parts: Sequence[Select[Any, Any]], falling: bool, limit: int) -> Select[Any]:
    if len(parts) == 1:
        return parts[0]
    both = union(*(select(part.subquery()) for part in parts)).subquery()
    return _ordered(select(both.c.key, both.c.id), both.c.key, both.c.id, falling).limit(limit)


def _cursor(found: tuple[Any, int], sort: Sort, *, backwards: bool) -> Cursor:
    key, row_id = found
    return Cursor(key if sort is Sort.TITLE else key.isoformat(), row_id, backwards)


def _key_of(at: Cursor, sort: Sort) -> Any:
    """The cursor's key as the column holds it; None when it belongs to another sort."""
    if sort is Sort.TITLE:
        return at.key
    try:
        moment = datetime.fromisoformat(at.key)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


# --- rows -----------------------------------------------------------------------------------------------


def _rows(session: Session, ids: Sequence[int], now: datetime) -> tuple[DeskRow, ...]:
    if not ids:
        return ()
    people: dict[int, list[DeskPerson]] = defaultdict(list)
    has: dict[int, set[Role]] = defaultdict(set)
    articles: dict[int, Article] = {}
    for article, translator in session.execute(
        select(Article, User.name)
        .outerjoin(User, User.id == Article.translated_by_id)
        .where(Article.id.in_(ids))
    ):
        articles[article.id] = article
        if name := translator or article.translated_by_name:
            people[article.id].append(DeskPerson(name, Role.TRANSLATOR))
        if translator:
            has[article.id].add(Role.TRANSLATOR)
    assigned = (
        select(Assignment.article_id, User.name, Assignment.role)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.article_id.in_(ids), Assignment.ended_at.is_(None))
        .order_by(Assignment.id)
    )
    for article_id, name, role in session.execute(assigned):
        people[article_id].append(DeskPerson(name, role))
        has[article_id].add(role)
    out = releases(session, [i for i in ids if articles[i].edition_number], now)
    return tuple(
        _row(articles[i], tuple(dict.fromkeys(people[i])), has[i], out.get(i, NOTHING_OUT)) for i in ids
    )


def read_row(session: Session, article_id: int, *, now: datetime = _BEGINNING) -> DeskRow:
    """One article as the desk lists it."""
    return _rows(session, [article_id], now)[0]


def _row(article: Article, people: tuple[DeskPerson, ...], has: set[Role], out: Release) -> DeskRow:
    work = work_of(article.stage, article.handed_to)
    return DeskRow(
        article.id,
        article.slug,
        article.source_title,
        article.target_title,
        article.stage,
        article.counts,
        article.edition_number,
        article.changed_since_edition,
        article.deadline,
        article.changed_at,
        article.shelved,
        article.handed_to,
        people,
        work if work not in has and article.shelved in ("", "on-hold") else None,
        article.is_behind_source,
        out,
    )
