"""What waits for somebody, read off the articles as they stand: a line goes when its work is done.

The number of queries never depends on the number of articles, and none walks the whole desk.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, LegalRead, Problem, Segment, Setting, User, Waiver
from workbench.db.queries import inbox_marks
from workbench.db.queries.concerned import SIDES, SIGNING
from workbench.db.queries.inbox_lines import (
    MOST,
    MOST_LOOKED_AT,
    ON_DESK,
    Mine,
    Waiting,
    Waits,
    is_free,
    line_of,
    mine_of,
    per_article,
)
from workbench.db.queries.inbox_returned import returned_rows
from workbench.db.queries.legal import has_changed_since_judged
from workbench.db.queries.owed import owed_to
from workbench.db.queries.returned import Why
from workbench.db.queries.second_eyes import out_on_one_word
from workbench.domain.house import FOUR_EYES
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, allows
from workbench.domain.problems import LEGAL_RISK, STANDING, Severity
from workbench.domain.stages import Handover, Stage
from workbench.domain.workflow import State


def waiting_for(session: Session, actor: Actor, *, at: datetime) -> dict[Waits, tuple[Waiting, ...]]:
    """Everything that waits for the person, by kind; kinds with nothing are left out."""
    mine = mine_of(session, actor)
    found = [
        *inbox_marks.stops(session, actor, at),
        *_handed_over(session, actor, mine),
        *_returned(session, actor, mine),
        *inbox_marks.marks_to_answer(session, actor, mine),
        *inbox_marks.disputed(session, actor, mine),
        *inbox_marks.questions(session, actor, mine),
        *inbox_marks.source_errors(session, actor),
        *inbox_marks.mentions(session, actor),
        *inbox_marks.fixes_to_accept(session, actor, mine),
        *_owed(session, actor, mine, at),
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


def count_waiting(session: Session, actor: Actor, *, at: datetime) -> int:
    """How many lines wait for the person, for the frame of every page."""
    return sum(len(lines) for lines in waiting_for(session, actor, at=at).values())


# --- what waits -------------------------------------------------------------------------------------------


#: Stages in which an article handed to a side has not left it again.
_STILL_THERE = {
    Handover.TRANSLATION: {Stage.TRANSLATE},
    Handover.REVIEW: {Stage.TRANSLATE, Stage.REVIEW},
    Handover.DESK: {Stage.TRANSLATE, Stage.REVIEW},  # one to publish has a line of its own
}


def _handed_over(session: Session, actor: Actor, mine: dict[int, Mine]) -> list[Waiting]:
    """Handed to a side on which it is the person's, or on which it is nobody's and they may take it."""
    found = [
        item.article
        for item in mine.values()
        if item.article.handed_to is not None and SIDES[item.article.handed_to] in item.roles
    ]
    for side, role in SIDES.items():
        holds = actor.is_desk if side is Handover.DESK else role in actor.roles
        if holds:
            free = () if side is Handover.DESK else (is_free(role),)
            query = select(Article).where(Article.shelved == "", Article.handed_to == side, *free)
            still = Article.stage.in_(_STILL_THERE[side])
            found += session.scalars(query.where(still).order_by(Article.changed_at.desc()).limit(MOST))
    names = _names(session, {article.handed_by_id for article in found})
    return [
        line_of(
            Waits.HANDED_OVER,
            article,
            by=names.get(article.handed_by_id or 0, ""),
            note=article.handover_note,
            at=article.handed_at,
        )
        for article in {article.id: article for article in found}.values()
        if article.handed_to is not None and article.stage in _STILL_THERE[article.handed_to]
    ][:MOST]


_RETURNED_AS = {
    Why.PART: Waits.RETURNED,
    Why.LAST: Waits.RETURNED_TO_LAST,
    Why.ALL: Waits.RETURNED_TO_ALL,
    Why.FREE: Waits.UNCLAIMED,
}


def _returned(session: Session, actor: Actor, mine: dict[int, Mine]) -> list[Waiting]:
    """Rows sent back that wait for the person, each reason in lines of its own."""
    rows = returned_rows(session, actor, mine)

    def line(kind: Waits) -> Callable[[list[Any]], Waiting]:
        return lambda rows: line_of(kind, rows[0].Article, count=len(rows), segment_id=rows[0].id)

    return [
        item
        for why, kind in _RETURNED_AS.items()
        for item in per_article([row for row, reason in rows if reason is why], line(kind))
    ]


_FOUR_EYES = select(Setting.value).where(Setting.key == FOUR_EYES)  # none: as it is from the start, on


def _owed(session: Session, actor: Actor, mine: dict[int, Mine], at: datetime) -> list[Waiting]:
    """Owed rows the person's agreement would settle: on their articles, for reviewers and the desk on all.

    Those whose words readers have already are lines of their own. Nothing waits for a second person where the desk
    has decided to do without; the rows still say that they are owed.
    """
    if not allows(actor, Permission.AGREE) or session.scalar(_FOUR_EYES) is False:
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
        select(Segment.article_id, Segment.id)
        .where(
            Segment.article_id.in_(articles),
            Segment.retired.is_(False),
            Segment.state == State.APPROVED,
            Segment.owed.is_(True),
        )
        .order_by(Segment.article_id, Segment.position)
        .limit(MOST_LOOKED_AT)
    ).all()
    settles = owed_to(session, actor, [row.id for row in rows])
    rows = [row for row in rows if row.id in settles]
    published = {row.article_id for row in rows if articles[row.article_id].edition_number}
    out = out_on_one_word(session, published, at)

    def line(kind: Waits) -> Callable[[list[Any]], Waiting]:
        return lambda rows: line_of(
            kind, articles[rows[0].article_id], count=len(rows), segment_id=rows[0].id
        )

    return [
        *per_article([row for row in rows if row.id in out], line(Waits.OWED_OUT)),
        *per_article([row for row in rows if row.id not in out], line(Waits.OWED)),
    ]


def _legal_reads(session: Session, actor: Actor) -> list[Waiting]:
    """Legal reads that others asked for, for who may sign them; those refused once the words have changed."""
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
            or_(LegalRead.refused_at.is_(None), has_changed_since_judged()),
            ON_DESK,
        )
        .order_by(LegalRead.id)
        .limit(MOST)
    )
    return [
        line_of(
            Waits.LEGAL_READ,
            article,
            segment_id=read.segment_id,
            read_id=read.id,
            by=name,
            note=read.note,
            at=read.asked_at,
        )
        for read, article, name in found
    ]


def _to_publish(session: Session, actor: Actor) -> list[Waiting]:
    if not allows(actor, Permission.PUBLISH):
        return []
    over = exists().where(
        Problem.article_id == Article.id,
        Problem.status.in_(STANDING),
        or_(Problem.severity == Severity.CRITICAL, Problem.type == LEGAL_RISK),
        Waiver.problem_id == Problem.id,
        Waiver.withdrawn_at.is_(None),
    )
    # Whoever waived such a problem is not the one who publishes over it.
    ready = (
        select(Article, over)
        .where(
            Article.shelved == "", Article.stage == Stage.PUBLISH, ~over.where(Waiver.actor_id == actor.id)
        )
        .order_by(Article.changed_at.desc())
        .limit(MOST)
    )
    return [
        line_of(Waits.PUBLISH_OVER if is_over else Waits.PUBLISH, article, at=article.changed_at)
        for article, is_over in session.execute(ready)
    ]


def _overdue(session: Session, actor: Actor, mine: dict[int, Mine], at: datetime) -> list[Waiting]:
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
    return [line_of(Waits.OVERDUE, article, at=article.deadline) for article in late.values()][:MOST]


def _names(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = [id_ for id_ in ids if id_ is not None]
    if not wanted:
        return {}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(wanted))).all())
