"""The lines of the inbox about marks, questions and what is said in their threads."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import (
    Article,
    Assignment,
    Notice,
    NoticeKind,
    Problem,
    ProblemEvent,
    Segment,
    User,
    Waiver,
)
from workbench.db.queries.inbox_lines import (
    MOST_LOOKED_AT,
    NEEDED,
    ON_DESK,
    Mine,
    Waiting,
    Waits,
    is_free,
    line_of,
    per_article,
)
from workbench.db.queries.released import releases
from workbench.db.queries.returned import parts_of
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission, allows
from workbench.domain.problems import (
    BLOCKING_SEVERITIES,
    LEGAL_RISK,
    SOURCE_ERROR,
    STANDING,
    TYPES,
    Status,
)

#: A mark somebody has to answer or fix.
_TO_ANSWER = (Status.OPEN, Status.REOPENED, Status.UPHELD)
_SCORED = [slug for slug, kind in TYPES.items() if kind.scored]


def _problems(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(Problem, Article, Segment.position, User.name)
        .join(Article, Article.id == Problem.article_id)
        .outerjoin(Segment, Segment.id == Problem.segment_id)
        .join(User, User.id == Problem.author_id)
        .where(ON_DESK, *conditions)
        .order_by(Problem.article_id, Segment.position, Problem.id)
        .limit(MOST_LOOKED_AT)
        .options(NEEDED)
    )


def _line(kind: Waits, rows: list[Any], **more: Any) -> Waiting:
    """The line of these problems of one article, which begins with the first of them."""
    first = rows[0].Problem
    return line_of(
        kind, rows[0].Article, count=len(rows), segment_id=first.segment_id, problem_id=first.id, **more
    )


def disputed(session: Session, actor: Actor, mine: dict[int, Mine]) -> list[Waiting]:
    """Disputed marks: the person's own, to withdraw or to be upheld; and, for who reviews, those of others.

    Those of others wait for who reviews the part that they are in; where that is nobody but who marked, for all who decide.
    """
    decides = allows(actor, Permission.UPHOLD_PROBLEM)
    whose = [Problem.author_id == actor.id]
    if decides:
        whose += [Article.id.in_(list(mine)), is_free(Role.REVIEWER)]
    query = _problems(Problem.status == Status.DISPUTED, or_(*whose))
    found = session.execute(query).all()
    own = [row for row in found if row.Problem.author_id == actor.id]
    others = _not_anothers(session, actor, [row for row in found if row.Problem.author_id != actor.id])

    def line(kind: Waits) -> Callable[[list[Any]], Waiting]:
        return lambda rows: _line(kind, rows)

    return per_article(own, line(Waits.DISPUTED)) + per_article(others, line(Waits.TO_DECIDE))


def _not_anothers(session: Session, actor: Actor, rows: list[Any]) -> list[Any]:
    """Those of these marks that are in the person's part of the review, or in nobody's but their authors'."""
    if not rows:
        return []
    parts = parts_of(session, {row.Article.id for row in rows}, Role.REVIEWER)

    def waits(row: Any) -> bool:
        holders = {part.user_id for part in parts[row.Article.id] if part.holds(row.position)}
        holders.discard(row.Problem.author_id)
        return actor.id in holders or not holders

    return [row for row in rows if waits(row)]


def questions(session: Session, actor: Actor, mine: dict[int, Mine]) -> list[Waiting]:
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
    return per_article(theirs, _as_said(Waits.QUESTION))


def marks_to_answer(session: Session, actor: Actor, mine: dict[int, Mine]) -> list[Waiting]:
    """Errors others marked in what the person translates, neither fixed nor disputed yet."""
    ids = [
        id_
        for id_, item in mine.items()
        if Role.TRANSLATOR in item.roles
        and item.article.count_minor + item.article.count_major + item.article.count_critical
    ]
    if not ids:
        return []
    query = _problems(
        Problem.status.in_(_TO_ANSWER),
        Problem.type.in_(_SCORED),
        Problem.author_id != actor.id,
        Article.id.in_(ids),
    )
    found = session.execute(query).all()
    return per_article(
        [row for row in found if mine[row.Article.id].holds(row.position)],
        lambda rows: _line(Waits.MARKED, rows),
    )


def source_errors(session: Session, actor: Actor) -> list[Waiting]:
    """Errors marked in the Arabic of any article, for those who may correct it."""
    if not allows(actor, Permission.EDIT_SOURCE):
        return []
    found = session.execute(_problems(Problem.status.in_(_TO_ANSWER), Problem.type == SOURCE_ERROR)).all()
    return per_article(found, _as_said(Waits.SOURCE_ERROR))


def _as_said(kind: Waits) -> Callable[[list[Any]], Waiting]:
    """One line for what was said of an article: by whom and when, and in which words where it is but one."""

    def line(rows: list[Any]) -> Waiting:
        first = rows[0]
        return _line(
            kind,
            rows,
            by=first.name,
            by_others=len({row.Problem.author_id for row in rows}) - 1,
            note=first.Problem.note if len(rows) == 1 else "",
            at=first.Problem.created_at,
        )

    return line


def stops(session: Session, actor: Actor, at: datetime) -> list[Waiting]:
    """Problems of which the person was told that they would stop what readers have, or will by itself: until they are put
    right or waived, or readers have nothing of the article any more."""
    if not allows(actor, Permission.WITHDRAW_EDITION):
        return []
    waived = exists().where(Waiver.problem_id == Problem.id, Waiver.withdrawn_at.is_(None))
    query = _problems(
        Notice.user_id == actor.id,
        Notice.kind == NoticeKind.STOPS,
        Problem.status.in_(STANDING),
        or_(Problem.severity.in_(BLOCKING_SEVERITIES), Problem.type == LEGAL_RISK),
        ~waived,
    ).join(Notice, Notice.problem_id == Problem.id)
    found = {row.Problem.id: row for row in session.execute(query)}  # told twice: once
    given = releases(session, {row.Article.id for row in found.values()}, at)

    def is_given(article_id: int) -> bool:
        return bool((edition := given.get(article_id)) and (edition.out or edition.scheduled))

    return per_article([row for row in found.values() if is_given(row.Article.id)], _as_said(Waits.STOPS))


def fixes_to_accept(session: Session, actor: Actor, mine: dict[int, Mine]) -> list[Waiting]:
    """Fixed marks: the person's own, those of what they review, and for reviewers those of what nobody reviews."""
    if not allows(actor, Permission.ACCEPT_PROBLEM):
        return []
    reviews = {id_: item for id_, item in mine.items() if Role.REVIEWER in item.roles}
    whose = [Problem.author_id == actor.id, Article.id.in_(list(reviews))]
    if actor.is_reviewer:
        whose.append(is_free(Role.REVIEWER))
    found = session.execute(_problems(Problem.status == Status.FIXED, or_(*whose))).all()
    theirs = [
        row
        for row in found
        if row.Problem.author_id == actor.id
        or row.Article.id not in reviews
        or reviews[row.Article.id].holds(row.position)
    ]
    return per_article(
        theirs,
        lambda rows: _line(Waits.TO_ACCEPT, rows),
    )


def mentions(session: Session, actor: Actor) -> list[Waiting]:
    """Threads not settled that name the person, who has said nothing in them since."""
    answered = exists().where(
        ProblemEvent.problem_id == Notice.problem_id,
        ProblemEvent.actor_id == actor.id,
        ProblemEvent.created_at > Notice.created_at,
    )
    query = _problems(
        Notice.user_id == actor.id,
        Notice.kind == NoticeKind.MENTIONED,
        Problem.status.in_([*STANDING, Status.FIXED]),
        ~answered,
    )
    namer = aliased(User)
    by = select(namer.name).where(namer.id == Notice.actor_id).scalar_subquery()
    query = query.join(Notice, Notice.problem_id == Problem.id).add_columns(
        by.label("by"),
        Notice.actor_id.label("by_id"),
        Notice.text.label("said"),
        Notice.created_at.label("at"),
    )
    newest = {row.Problem.id: row for row in session.execute(query.order_by(Notice.id))}  # named twice: once
    return per_article(
        newest.values(),
        lambda rows: _line(
            Waits.MENTIONED,
            rows,
            by=rows[0].by,
            by_others=len({row.by_id for row in rows}) - 1,
            note=rows[0].said if len(rows) == 1 else "",
            at=rows[0].at,
        ),
    )
