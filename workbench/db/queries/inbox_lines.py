"""The lines of the inbox: what one says, whose an article is, and how rows come together in a line."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased, load_only

from workbench.db.models import Article, Assignment, Segment, User
from workbench.domain.people import Actor, Role
from workbench.domain.stages import Stage

#: The most lines of one kind. Nobody works through more at a sitting, and the desk has its own views.
MOST = 25
#: The most rows or problems looked at to make them.
MOST_LOOKED_AT = 500
#: The most articles of one's own that are looked at, those changed last: what begins to wait changes its article.
MOST_OF_ONES_OWN = 200

#: On the desk, for articles found by other means: hidden from the planner, or SQLite walks the whole desk for them.
ON_DESK = func.coalesce(Article.shelved, Article.shelved) == ""

#: What lines are made of: every page counts them, and an article has many columns.
NEEDED = load_only(
    Article.slug,
    Article.source_title,
    Article.target_title,
    Article.translated_by_id,
    Article.handed_to,
    Article.handed_by_id,
    Article.handed_at,
    Article.handover_note,
    Article.deadline,
    Article.changed_at,
    Article.stage,
    Article.count_returned,
    Article.count_minor,
    Article.count_major,
    Article.count_critical,
)


class Waits(StrEnum):
    """What waits for somebody, in the order of the inbox."""

    STOPS = "stops"  # something would stop publication of words that are out or scheduled
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    RETURNED_TO_LAST = "returned_to_last"  # outside everybody's part; they translated it last
    RETURNED_TO_ALL = "returned_to_all"  # outside everybody's part; they translate others of the article
    UNCLAIMED = "unclaimed"  # sent back, and nobody translates the article
    MARKED = "marked"  # somebody's marks on what they translate
    DISPUTED = "disputed"  # a mark of theirs
    TO_DECIDE = "to_decide"  # somebody else's disputed mark
    QUESTION = "question"
    SOURCE_ERROR = "source_error"  # marked in the Arabic, for who may correct that
    MENTIONED = "mentioned"
    TO_ACCEPT = "to_accept"
    OWED_OUT = "owed_out"  # readers have the words already
    OWED = "owed"
    LEGAL_READ = "legal_read"
    PUBLISH = "publish"
    PUBLISH_OVER = "publish_over"  # somebody else waived a critical problem or a legal risk
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: what waits on which article, how much of it, and where it begins (None: the whole article).

    ``by`` and ``note`` say who handed over, asked or disputed, and with which words; ``by_others``: how many others did
    so too; ``at`` is when, for an
    overdue article its deadline. ``problem_id``, ``read_id``: the mark or the legal read it begins with.
    """

    kind: Waits
    slug: str
    source_title: str
    target_title: str
    count: int = 1
    segment_id: int | None = None
    problem_id: int | None = None
    read_id: int | None = None
    by: str = ""
    by_others: int = 0
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mine:
    """An article in the person's hands: in which roles, and in which ranges of positions (None: all of it)."""

    article: Article
    roles: frozenset[Role]
    ranges: tuple[tuple[int | None, int | None], ...] | None

    def holds(self, position: int | None) -> bool:
        """Whether a row at this position is theirs; what is on the article as a whole is."""
        if self.ranges is None or position is None:
            return True
        return any((a is None or a <= position) and (b is None or position <= b) for a, b in self.ranges)


def mine_of(session: Session, actor: Actor) -> dict[int, Mine]:
    """The articles on the desk that the person is assigned to or translated, and that are not as published."""
    assigned = select(Assignment.article_id).where(
        Assignment.user_id == actor.id, Assignment.ended_at.is_(None)
    )
    is_open = or_(Article.stage != Stage.PUBLISHED, Article.count_owed > 0)
    newest = (
        select(Article.id)
        .where(Article.translated_by_id == actor.id, is_open)
        .order_by(Article.changed_at.desc(), Article.id.desc())
        .limit(MOST_OF_ONES_OWN)
        .subquery()
    )
    ids = union(assigned, select(newest.c.id)).subquery()
    articles = session.scalars(
        select(Article)
        .where(
            Article.id.in_(select(ids)),
            ON_DESK,
            is_open,
        )
        .order_by(Article.changed_at.desc(), Article.id.desc())
        .limit(MOST_OF_ONES_OWN)
    ).all()
    first, last = aliased(Segment), aliased(Segment)
    work: dict[int, list[tuple[Role, int | None, int | None]]] = defaultdict(list)
    for article_id, role, start, end in session.execute(
        select(Assignment.article_id, Assignment.role, first.position, last.position)
        .outerjoin(first, first.id == Assignment.first_segment_id)
        .outerjoin(last, last.id == Assignment.last_segment_id)
        .where(Assignment.user_id == actor.id, Assignment.ended_at.is_(None))
    ):
        work[article_id].append((role, start, end))
    return {article.id: _of(article, work[article.id], actor) for article in articles}


def _of(article: Article, work: list[tuple[Role, int | None, int | None]], actor: Actor) -> Mine:
    is_translator = article.translated_by_id == actor.id
    roles = {role for role, _, _ in work} | ({Role.TRANSLATOR} if is_translator else set())
    ranges = tuple((start, end) for _, start, end in work)
    is_whole = is_translator or any(start is None and end is None for start, end in ranges)
    return Mine(article, frozenset(roles), None if is_whole else ranges)


def is_free(role: Role) -> ColumnElement[bool]:
    """Nobody who is still here does this work on the article yet."""
    worker = aliased(User)
    at_work = worker.deactivated_at.is_(None)
    doing = exists().where(
        Assignment.article_id == Article.id,
        Assignment.role == role,
        Assignment.ended_at.is_(None),
        worker.id == Assignment.user_id,
        at_work,
    )
    translated = exists().where(worker.id == Article.translated_by_id, at_work)
    return and_(~doing, ~translated) if role is Role.TRANSLATOR else ~doing


def line_of(kind: Waits, article: Article, **more: Any) -> Waiting:
    return Waiting(kind, article.slug, article.source_title, article.target_title, **more)


def per_article(rows: Iterable[Any], line: Callable[[list[Any]], Waiting]) -> list[Waiting]:
    """One line of each article's rows, which come together."""
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.article_id if hasattr(row, "article_id") else row.Article.id].append(row)
    return [line(group) for group in groups.values()][:MOST]
