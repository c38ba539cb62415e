"""Publishing over a standing problem: a written reason, and for a critical one a second person."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, Segment, Waiver
from workbench.domain.errors import WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import LEGAL_RISK, Severity, is_blocking
from workbench.services import audit, projection
from workbench.services.embargoes import stand_in_the_way
from workbench.services.locking import lock_problem
from workbench.services.words import checked_words


def waive(session: Session, actor: Actor, problem_id: int, *, reason: str, at: datetime) -> Waiver:
    """Let the article be published with this problem standing.

    Whether the waiver of a critical problem or a legal risk came from somebody other than the publisher is
    asked when publishing. Raises InvalidInput without a reason, WrongState when nothing needs a waiver.
    """
    article, problem = lock_problem(session, problem_id)
    _require(actor, article, problem)
    missing = "Say why this may be published as it stands; the edition keeps the reason."
    reason = checked_words(reason, missing=missing, field="reason")
    if not is_blocking(problem.type, problem.severity, problem.status):
        raise WrongState("This problem does not stop publication, so it needs no waiver.")
    if _standing(session, problem) is not None:
        raise WrongState("This problem is waived already.")
    waiver = Waiver(problem_id=problem.id, actor_id=actor.id, reason=reason, created_at=at)
    session.add(waiver)
    session.flush()
    projection.refresh(session, article, at)
    _record(session, actor, "problem.waived", article, problem, waiver, at)
    return waiver


def withdraw_waiver(session: Session, actor: Actor, problem_id: int, *, at: datetime) -> None:
    """Take a waiver back; the problem stops publication again. Raises WrongState when there is none."""
    article, problem = lock_problem(session, problem_id)
    _require(actor, article, problem)
    waiver = _standing(session, problem)
    if waiver is None:
        raise WrongState("This problem is not waived.")
    _withdraw(session, actor, article, problem, waiver, "problem.waiver_withdrawn", at)
    projection.refresh(session, article, at)
    stand_in_the_way(session, actor, article, problem, at=at)


def let_fall(session: Session, actor: Actor, article: Article, problem: Problem, at: datetime) -> None:
    """A waiver lets a problem through as it stood: opened again or made another, it has to be looked at anew.

    The caller refreshes the projection.
    """
    waiver = _standing(session, problem)
    if waiver is not None:
        _withdraw(session, actor, article, problem, waiver, "problem.waiver_fell", at)


def let_stand_again(
    session: Session, actor: Actor, article: Article, problem: Problem, fell_at: datetime, at: datetime
) -> None:
    """The step that let a waiver fall at that moment is taken back. The caller refreshes the projection."""
    fallen = select(Waiver).where(Waiver.problem_id == problem.id, Waiver.withdrawn_at == fell_at)
    for waiver in session.scalars(fallen):
        waiver.withdrawn_at = None
        session.flush()
        _record(session, actor, "problem.waiver_stands", article, problem, waiver, at)


def _withdraw(
    session: Session,
    actor: Actor,
    article: Article,
    problem: Problem,
    waiver: Waiver,
    name: str,
    at: datetime,
) -> None:
    waiver.withdrawn_at = at
    session.flush()
    _record(session, actor, name, article, problem, waiver, at)


def _record(
    session: Session,
    actor: Actor,
    name: str,
    article: Article,
    problem: Problem,
    waiver: Waiver,
    at: datetime,
) -> None:
    segment = session.get(Segment, problem.segment_id) if problem.segment_id else None
    ids = {"problem": problem.id, "waiver": waiver.id}
    audit.record(session, actor, name, at=at, article=article, segment=segment, **ids)


def _require(actor: Actor, article: Article, problem: Problem) -> None:
    second = problem.severity is Severity.CRITICAL or problem.type == LEGAL_RISK
    require(actor, Permission.RELEASE_CRITICAL if second else Permission.WAIVE, article.subject)


def _standing(session: Session, problem: Problem) -> Waiver | None:
    return session.scalar(
        select(Waiver).where(Waiver.problem_id == problem.id, Waiver.withdrawn_at.is_(None)).limit(1)
    )
