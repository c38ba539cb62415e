"""What waits for somebody, read off the articles as they stand: a line goes when its work is done.

The number of queries never depends on the number of articles, and none walks the whole desk.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Article, Assignment, LegalRead, Problem, Segment, User
from workbench.db.queries.concerned import SIDES, SIGNING
from workbench.db.queries.owed import owed_to
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission, allows
from workbench.domain.problems import Status
from workbench.domain.stages import Handover, Stage
from workbench.domain.workflow import State

#: The most lines of one kind. Nobody works through more at a sitting, and the desk has its own views.
MOST = 25
#: The most rows or problems looked at to make them.
MOST_LOOKED_AT = 500
#: The most articles of one's own that are looked at, those changed last: what begins to wait changes its article.
MOST_OF_ONES_OWN = 200

#: On the desk, for articles found by other means: hidden from the planner, or SQLite walks the whole desk for them.
_ON_DESK = func.coalesce(Article.shelved, Article.shelved) == ""


class Waits(StrEnum):
    """What waits for somebody, in the order of the inbox."""

    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    DISPUTED = "disputed"  # a mark of theirs
    TO_DECIDE = "to_decide"  # somebody else's disputed mark
    QUESTION = "question"
    OWED = "owed"
    LEGAL_READ = "legal_read"
    PUBLISH = "publish"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line: what waits on which article, how much of it, and where it begins (None: the whole article).

    ``by`` and ``note`` say who handed over, asked or disputed, and with which words; ``at`` is when, for an
    overdue article its deadline.
    """

    kind: Waits
    slug: str
    source_title: str
    target_title: str
    count: int = 1
    segment_id: int | None = None
    by: str = ""
    note: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Mine:
    """An article in the person's hands: in which roles, and in which ranges of positions (None: all of it)."""

    article: Article
    roles: frozenset[Role]
    ranges: tuple[tuple[int | None, int | None], ...] | None

    def holds(self, position: int | None) -> bool:
        """Whether a row at this position is theirs; what is on the article as a whole is."""
        if self.ranges is None or position is None:
            return True
        return any((a is None or a <= position) and (b is None or position <= b) for a, b in self.ranges)


def waiting_for(session: Session, actor: Actor, *, at: datetime) -> dict[Waits, tuple[Waiting, ...]]:
    """Everything that waits for the person, by kind; kinds with nothing are left out."""
    mine = _mine(session, actor)
    found = [
        *_handed_over(session, actor, mine),
        *_returned(session, mine),
        *_disputed(session, actor, mine),
        *_questions(session, actor, mine),
        *_owed(session, actor, mine),
        *_legal_reads(session, actor),
        *_to_publish(session, actor),
        *_overdue(session, actor, mine, at),
    ]
    by_kind: dict[Waits, tuple[Waiting, ...]] = {}
    for kind in Waits:
        lines = tuple(line for line in found if line.kind is kind)
        if lines:
            by_kind[kind] = lines
    return by_kind


# --- whose an article is ----------------------------------------------------------------------------------


def _mine(session: Session, actor: Actor) -> dict[int, _Mine]:
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
            _ON_DESK,
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


def _of(article: Article, work: list[tuple[Role, int | None, int | None]], actor: Actor) -> _Mine:
    is_translator = article.translated_by_id == actor.id
    roles = {role for role, _, _ in work} | ({Role.TRANSLATOR} if is_translator else set())
    ranges = tuple((start, end) for _, start, end in work)
    is_whole = is_translator or any(start is None and end is None for start, end in ranges)
    return _Mine(article, frozenset(roles), None if is_whole else ranges)


def _is_free(role: Role) -> ColumnElement[bool]:
    """Nobody does this work on the article yet."""
    doing = exists().where(
        Assignment.article_id == Article.id, Assignment.role == role, Assignment.ended_at.is_(None)
    )
    return and_(~doing, Article.translated_by_id.is_(None)) if role is Role.TRANSLATOR else ~doing


def _line(kind: Waits, article: Article, **more: Any) -> Waiting:
    return Waiting(kind, article.slug, article.source_title, article.target_title, **more)


# --- what waits -------------------------------------------------------------------------------------------


#: Stages in which an article handed to a side has not left it again.
_STILL_THERE = {
    Handover.TRANSLATION: {Stage.TRANSLATE},
    Handover.REVIEW: {Stage.TRANSLATE, Stage.REVIEW},
    Handover.DESK: {Stage.TRANSLATE, Stage.REVIEW},  # one to publish has a line of its own
}


def _handed_over(session: Session, actor: Actor, mine: dict[int, _Mine]) -> list[Waiting]:
    """Handed to a side on which it is the person's, or on which it is nobody's and they may take it."""
    found = [
        item.article
        for item in mine.values()
        if item.article.handed_to is not None and SIDES[item.article.handed_to] in item.roles
    ]
    for side, role in SIDES.items():
        holds = actor.is_desk if side is Handover.DESK else role in actor.roles
        if holds:
            free = () if side is Handover.DESK else (_is_free(role),)
            query = select(Article).where(Article.shelved == "", Article.handed_to == side, *free)
            still = Article.stage.in_(_STILL_THERE[side])
            found += session.scalars(query.where(still).order_by(Article.changed_at.desc()).limit(MOST))
    names = _names(session, {article.handed_by_id for article in found})
    return [
        _line(
            Waits.HANDED_OVER,
            article,
            by=names.get(article.handed_by_id or 0, ""),
            note=article.handover_note,
            at=article.handed_at,
        )
        for article in {article.id: article for article in found}.values()
        if article.handed_to is not None and article.stage in _STILL_THERE[article.handed_to]
    ][:MOST]


def _returned(session: Session, mine: dict[int, _Mine]) -> list[Waiting]:
    """Rows that were sent back, of articles the person translates."""
    ids = [id_ for id_, item in mine.items() if Role.TRANSLATOR in item.roles and item.article.count_returned]
    rows = session.execute(
        select(Segment.article_id, Segment.id, Segment.position)
        .where(
            Segment.article_id.in_(ids), Segment.retired.is_(False), Segment.state == State.RETURNED
        )
        .order_by(Segment.article_id, Segment.position)
        .limit(MOST_LOOKED_AT)
    ).all() if ids else []  # fmt: skip
    theirs = [row for row in rows if mine[row.article_id].holds(row.position)]
    return _per_article(
        theirs,
        lambda rows: _line(
            Waits.RETURNED, mine[rows[0].article_id].article, count=len(rows), segment_id=rows[0].id
        ),
    )


def _problems(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(Problem, Article, Segment.position, User.name)
        .join(Article, Article.id == Problem.article_id)
        .outerjoin(Segment, Segment.id == Problem.segment_id)
        .join(User, User.id == Problem.author_id)
        .where(_ON_DESK, *conditions)
        .order_by(Problem.article_id, Segment.position, Problem.id)
        .limit(MOST_LOOKED_AT)
    )


def _disputed(session: Session, actor: Actor, mine: dict[int, _Mine]) -> list[Waiting]:
    """Disputed marks: the person's own, to withdraw or to be upheld; and, for who reviews, those of others."""
    decides = allows(actor, Permission.UPHOLD_PROBLEM)
    whose = [Problem.author_id == actor.id]
    if decides:
        whose += [Article.id.in_(list(mine)), _is_free(Role.REVIEWER)]
    query = _problems(Problem.status == Status.DISPUTED, or_(*whose))
    found = session.execute(query).all()
    own = [row for row in found if row.Problem.author_id == actor.id]
    others = [row for row in found if row.Problem.author_id != actor.id]

    def line(kind: Waits) -> Callable[[list[Any]], Waiting]:
        return lambda rows: _line(
            kind, rows[0].Article, count=len(rows), segment_id=rows[0].Problem.segment_id
        )

    return _per_article(own, line(Waits.DISPUTED)) + _per_article(others, line(Waits.TO_DECIDE))


def _questions(session: Session, actor: Actor, mine: dict[int, _Mine]) -> list[Waiting]:
    """Unanswered questions of others on the person's articles and rows; the desk has those of nobody's articles."""
    whose: list[ColumnElement[bool]] = [Article.id.in_(list(mine))]
    if actor.is_desk:
        other = exists().where(
            Assignment.article_id == Article.id,
            Assignment.ended_at.is_(None),
            Assignment.user_id != Problem.author_id,
        )
        translated = and_(
            Article.translated_by_id.is_not(None), Article.translated_by_id != Problem.author_id
        )
        whose.append(and_(~other, ~translated))
    open_ones = Problem.status.in_([Status.OPEN, Status.REOPENED])
    query = _problems(open_ones, Problem.type == "question", Problem.author_id != actor.id, or_(*whose))
    found = session.execute(query).all()
    theirs = [row for row in found if row.Article.id not in mine or mine[row.Article.id].holds(row.position)]
    return _per_article(
        theirs,
        lambda rows: _line(
            Waits.QUESTION,
            rows[0].Article,
            count=len(rows),
            segment_id=rows[0].Problem.segment_id,
            by=rows[0].name,
            note=rows[0].Problem.note if len(rows) == 1 else "",
            at=rows[0].Problem.created_at,
        ),
    )


def _owed(session: Session, actor: Actor, mine: dict[int, _Mine]) -> list[Waiting]:
    """Owed rows the person's agreement would settle: on their articles, for reviewers and the desk on all."""
    if not allows(actor, Permission.AGREE):
        return []
    whose = () if actor.is_reviewer or actor.is_desk else (Article.id.in_(list(mine)),)
    articles = {
        article.id: article
        for article in session.scalars(
            select(Article)
            .where(Article.shelved == "", Article.count_owed > 0, *whose)
            .order_by(Article.count_owed.desc())
            .limit(4 * MOST)
        )
    }
    if not articles:
        return []
    rows = session.execute(
        select(Segment.article_id, Segment.id, Segment.published_revision_id)
        .where(
            Segment.article_id.in_(articles),
            Segment.retired.is_(False),
            Segment.state == State.APPROVED,
            Segment.owed.is_(True),
        )
        .order_by(Segment.article_id, Segment.position)
        .limit(MOST_LOOKED_AT)
    ).all()
    settles = owed_to(session, actor, rows)
    return _per_article(
        [row for row in rows if row.id in settles],
        lambda rows: _line(Waits.OWED, articles[rows[0].article_id], count=len(rows), segment_id=rows[0].id),
    )


def _legal_reads(session: Session, actor: Actor) -> list[Waiting]:
    """Legal reads that others asked for, for who may sign them."""
    if not allows(actor, SIGNING):
        return []
    found = session.execute(
        select(LegalRead, Article, User.name)
        .join(Article, Article.id == LegalRead.article_id)
        .join(User, User.id == LegalRead.asked_by_id)
        .where(
            LegalRead.signed_at.is_(None),
            LegalRead.withdrawn_at.is_(None),
            LegalRead.asked_by_id != actor.id,
            _ON_DESK,
        )
        .order_by(LegalRead.id)
        .limit(MOST)
    )
    return [
        _line(
            Waits.LEGAL_READ, article, segment_id=read.segment_id, by=name, note=read.note, at=read.asked_at
        )
        for read, article, name in found
    ]


def _to_publish(session: Session, actor: Actor) -> list[Waiting]:
    if not allows(actor, Permission.PUBLISH):
        return []
    ready = (
        select(Article)
        .where(Article.shelved == "", Article.stage == Stage.PUBLISH)
        .order_by(Article.changed_at.desc())
        .limit(MOST)
    )
    return [_line(Waits.PUBLISH, article, at=article.changed_at) for article in session.scalars(ready)]


def _overdue(session: Session, actor: Actor, mine: dict[int, _Mine], at: datetime) -> list[Waiting]:
    """Past their deadline and not published: the person's own, for the desk all."""
    found = [item.article for item in mine.values()]
    if actor.is_desk:
        query = select(Article).where(
            Article.shelved == "",
            Article.stage.in_([stage for stage in Stage if stage is not Stage.PUBLISHED]),
            Article.deadline < at,
        )
        found = list(session.scalars(query.order_by(Article.deadline.desc()).limit(MOST)))
    late = {
        article.id: article
        for article in found
        if article.deadline is not None and article.deadline < at and article.stage is not Stage.PUBLISHED
    }
    return [_line(Waits.OVERDUE, article, at=article.deadline) for article in late.values()][:MOST]


def _per_article(rows: Iterable[Any], line: Callable[[list[Any]], Waiting]) -> list[Waiting]:
    """One line of each article's rows, which come together."""
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.article_id if hasattr(row, "article_id") else row.Article.id].append(row)
    return [line(group) for group in groups.values()][:MOST]


def _names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = [id_ for id_ in ids if id_ is not None]
    if not wanted:
        return {}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(wanted))).all())
