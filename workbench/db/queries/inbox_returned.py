"""Rows sent back that wait for somebody, for their inbox and for their view of the desk."""

from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, exists, or_, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Decision, DecisionKind, Revision, Segment
from workbench.db.queries.decided import stands
from workbench.db.queries.inbox_lines import MOST_LOOKED_AT, NEEDED, Mine, is_free, mine_of
from workbench.db.queries.returned import Placed, Why, whom_rows_wait_for
from workbench.domain.people import Actor, Role
from workbench.domain.stages import Stage
from workbench.domain.workflow import State


def articles_sent_back(session: Session, actor: Actor) -> set[int]:
    """The ids of the articles with rows sent back that wait for the person, not for whoever takes them."""
    found = returned_rows(session, actor, mine_of(session, actor))
    return {row.article_id for row, why in found if why is not Why.FREE}


def returned_rows(session: Session, actor: Actor, mine: dict[int, Mine]) -> list[tuple[Any, Why]]:
    """Rows sent back that wait for the person, and why (:mod:`workbench.db.queries.returned`).

    Those that wait for whoever takes the article are for who may, for the desk, and for who sent them.
    A row has its ``id``, ``article_id``, ``position`` and its ``Article``.
    """
    translates = [id_ for id_, item in mine.items() if Role.TRANSLATOR in item.roles]
    concerns: list[ColumnElement[bool]] = [Article.id.in_(translates)]
    if actor.is_translator:
        worked = exists().where(Revision.segment_id == Segment.id, Revision.author_id == actor.id)
        concerns += [is_free(Role.TRANSLATOR), worked, _decided(actor, DecisionKind.CONFIRMED)]
    elif actor.is_desk:
        concerns.append(is_free(Role.TRANSLATOR))
    else:
        concerns.append(and_(is_free(Role.TRANSLATOR), _decided(actor, DecisionKind.RETURNED)))
    query = (
        select(Segment.article_id, Segment.id, Segment.position, Article)
        .join(Article, Article.id == Segment.article_id)
        .where(
            Article.shelved == "",
            Article.stage == Stage.TRANSLATE,
            Article.count_returned > 0,
            Segment.retired.is_(False),
            Segment.state == State.RETURNED,
            or_(*concerns),
        )
        .order_by(Segment.article_id, Segment.position)
        .limit(MOST_LOOKED_AT)
        .options(NEEDED)
    )
    rows = session.execute(query).all()
    waits = whom_rows_wait_for(session, [Placed(row.id, row.article_id, row.position) for row in rows])
    return [
        (row, waits[row.id].why)
        for row in rows
        if waits[row.id].why is Why.FREE or actor.id in waits[row.id].whom
    ]


def _decided(actor: Actor, kind: DecisionKind) -> Exists:
    return exists().where(
        Decision.segment_id == Segment.id, Decision.kind == kind, Decision.actor_id == actor.id, stands()
    )
