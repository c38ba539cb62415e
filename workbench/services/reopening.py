"""Asking for an approved row to be reopened, and the end of that: it is."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, ProblemEvent, ProblemEventKind
from workbench.db.queries.marked_words import ALONG, ASKS, GRANTED, REOPENING
from workbench.domain.errors import WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import STANDING, Status, Step
from workbench.domain.stages import Handover
from workbench.domain.workflow import State
from workbench.services import notices, projection
from workbench.services.locking import lock_segment
from workbench.services.problem_life import advance, open_problem, restore
from workbench.services.threads import clean_note, finish


def ask_reopen(session: Session, actor: Actor, segment_id: int, *, reason: str, at: datetime) -> Problem:
    """A translator's request to reopen an approved segment: a question on it that says why."""
    article, segment = lock_segment(session, segment_id)
    require(actor, Permission.ASK_REOPEN, article.subject)
    if segment.state is not State.APPROVED:
        raise WrongState("This segment is not approved; you can edit it.")
    reason = clean_note(reason, "Say what should be changed, so that a reviewer can decide.")
    problem = open_problem(
        session,
        actor,
        article,
        segment,
        type_slug="question",
        severity=None,
        note=f"Please reopen: {reason}",
        detail={ASKS: REOPENING},
        at=at,
    )
    projection.refresh(session, article, at, changed=[segment])
    notices.asked(session, actor, article, problem, to=Handover.REVIEW, at=at)
    return problem


def grant(
    session: Session, actor: Actor, article: Article, segment_ids: Collection[int], at: datetime
) -> None:
    """Answer what asked for these rows to be reopened, for they are; who asked hears of it."""
    asked = (
        select(Problem)
        .join(ProblemEvent, ProblemEvent.problem_id == Problem.id)
        .where(
            Problem.segment_id.in_(segment_ids),
            Problem.type == "question",
            Problem.status.in_(STANDING),
            ProblemEvent.kind == ProblemEventKind.OPENED,
            ProblemEvent.detail[ASKS].as_string() == REOPENING,
        )
        .order_by(Problem.id)
    )
    for problem in session.scalars(asked).all():
        was = problem.status
        advance(session, actor, problem, Step.ANSWER, detail={GRANTED: REOPENING, ALONG: True}, at=at)
        finish(session, actor, article.id, problem, "problem.answered", at)
        says = "It is open, as you asked."
        notices.stepped(session, actor, article, problem, Step.ANSWER, was, says, at=at)


def take_back(
    session: Session,
    actor: Actor,
    article: Article,
    segment_ids: Collection[int],
    then: datetime,
    at: datetime,
) -> None:
    """These rows are approved again: what the actor's reopening of that moment answered waits again, unless it was
    asked anew since."""
    granted = (
        select(Problem, ProblemEvent)
        .join(ProblemEvent, ProblemEvent.problem_id == Problem.id)
        .where(
            Problem.segment_id.in_(segment_ids),
            Problem.status == Status.ANSWERED,
            ProblemEvent.kind == ProblemEventKind.ANSWERED,
            ProblemEvent.actor_id == actor.id,
            ProblemEvent.created_at == then,
            ProblemEvent.detail[GRANTED].as_string() == REOPENING,
        )
        .order_by(Problem.id)
    )
    for problem, event in session.execute(granted).all():
        restore(session, actor, problem, event, at)
        notices.taken_back(session, problem, actor.id, then)
        finish(session, actor, article.id, problem, "problem.taken_back", at)
