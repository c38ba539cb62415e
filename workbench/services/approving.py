"""Approving many rows in one act: those somebody has had before them as they are, and that nothing stands against."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Decision, DecisionKind, Problem, Revision, Segment
from workbench.db.queries.approvable import approvable
from workbench.db.queries.decided import APPROVED_RUN, still_as_left
from workbench.db.queries.marked_words import ALONG
from workbench.domain.errors import WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Status, Step
from workbench.domain.workflow import Event, State
from workbench.services import audit, backing, projection, scoring
from workbench.services.locking import lock_article
from workbench.services.problem_life import advance
from workbench.services.steps import for_undoing, transition_for


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it: how many rows it reached, how many of those asked for it did not, and the audit line.

    ``accepted``: how many fixed problems were accepted along.
    """

    count: int
    left: int
    event_id: int
    accepted: int = 0


def approve_run(
    session: Session, actor: Actor, article_id: int, rows: Mapping[int, int], *, at: datetime
) -> Run:
    """Approve these rows: segment id → the version that was seen.

    Rows that have changed since, were not before the actor as they are now, or have a standing problem are left as
    they are and counted. Fixed problems are accepted along. Raises WrongState when no row is left, NotAllowed.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.APPROVE, article.subject)
    ready = [row.id for row in approvable(session, article.id, actor) if rows.get(row.id) == row.version]
    if not ready:
        raise WrongState(
            "None of these rows can be approved any more: they were changed or marked meanwhile."
        )
    segments = _segments(session, ready)
    _decide(session, actor, article, segments, at)
    judged = scoring.count_decisions(session, actor, article, segments, at)
    detail = for_undoing(segments, State.TRANSLATED, judged)
    for segment in segments:
        segment.source_before_id = None  # made of the Arabic as it is now
    fixed = select(Problem).where(Problem.segment_id.in_(ready), Problem.status == Status.FIXED)
    problems = session.scalars(fixed).all()
    for problem in problems:
        advance(session, actor, problem, Step.ACCEPT, detail={ALONG: True}, at=at)
    event = audit.record(
        session, actor, "rows.approved", at=at, article=article, segments=len(segments), **detail
    )
    projection.refresh(session, article, at, changed=segments)
    return Run(len(segments), len(rows) - len(ready), event.id, len(problems))


def last_run(session: Session, actor: Actor, article_id: int) -> tuple[AuditEvent, int] | None:
    """The actor's newest such act in the article, and how many of its rows still stand as it left them."""
    event = session.scalars(
        select(AuditEvent)
        .where(
            AuditEvent.article_id == article_id,
            AuditEvent.actor_id == actor.id,
            AuditEvent.name == APPROVED_RUN,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    if event is None:
        return None
    return event, len(still_as_left(session, event))


def _segments(session: Session, ids: Collection[int]) -> list[Segment]:
    live = Segment.retired.is_(False)
    query = select(Segment).where(Segment.id.in_(ids), live).order_by(Segment.position)
    return list(session.scalars(query))


def _decide(
    session: Session, actor: Actor, article: Article, segments: Sequence[Segment], at: datetime
) -> None:
    ids = [i for s in segments for i in (s.source_revision_id, s.target_revision_id) if i]
    unsealed = update(Revision).where(Revision.id.in_(ids), Revision.sealed_at.is_(None))
    session.execute(unsealed.values(sealed_at=at))
    decisions = []
    for segment in segments:
        segment.state = transition_for(session, actor, article, segment, Event.APPROVE).to
        segment.lock_version += 1
        decisions.append(
            {
                "segment_id": segment.id,
                "kind": DecisionKind.APPROVED,
                "actor_id": actor.id,
                "source_revision_id": segment.source_revision_id,
                "target_revision_id": segment.target_revision_id,
                "reason": "",
                "created_at": at,
            }
        )
    session.execute(insert(Decision), decisions)
    backing.refresh_owed(session, *segments)
