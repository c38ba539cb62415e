"""Approving many rows in one act: those somebody has had before them as they are, and that nothing stands against.

And taking an approval back, of one row or of many, with all that it did.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Decision, DecisionKind, Problem, Revision, Segment
from workbench.db.queries.approvable import approvable
from workbench.domain.errors import NotFound, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Status, Step
from workbench.domain.workflow import Event, State
from workbench.services import audit, backing, projection, reopening, scoring
from workbench.services.locking import lock_article, lock_segment
from workbench.services.problem_life import advance, unaccept
from workbench.services.steps import Done, approved_rows, transition_for

#: The names of the audit lines of an approval of one row and of many.
APPROVED, APPROVED_RUN = "segment.approved", "rows.approved"


@dataclass(frozen=True, slots=True)
class Run:
    """What came of it: how many rows it reached, how many of those asked for it did not, and the audit line.

    ``accepted``: how many fixed problems were accepted along, or wait again to be.
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
    _decide(session, actor, article, segments, Event.APPROVE, DecisionKind.APPROVED, at)
    scoring.count_decisions(session, actor, article, segments, at)
    detail = approved_rows(segments)
    for segment in segments:
        segment.source_before_id = None  # made of the Arabic as it is now
    fixed = select(Problem).where(Problem.segment_id.in_(ready), Problem.status == Status.FIXED)
    problems = session.scalars(fixed).all()
    for problem in problems:
        advance(session, actor, problem, Step.ACCEPT, at=at)
    run = _finish(session, actor, article, segments, APPROVED_RUN, len(rows) - len(ready), at, **detail)
    return replace(run, accepted=len(problems))


def undo_approval(session: Session, actor: Actor, article_id: int, event_id: int, *, at: datetime) -> Run:
    """Take that approval of one row or of many back, as far as nobody has touched the rows since.

    Those are open again, what it accepted waits again to be, and an Arabic that had changed before is to be looked at
    again. Raises NotFound for another audit line, WrongState when no row is left to reopen, NotAllowed.
    """
    article = lock_article(session, article_id)
    require(actor, Permission.REOPEN, article.subject)
    event = session.get(AuditEvent, event_id)
    if event is None or event.article_id != article.id or event.name not in (APPROVED, APPROVED_RUN):
        raise NotFound("There is no such approval.")
    versions = _approved_in(event)
    segments = [
        segment
        for segment in _segments(session, versions)
        if segment.state is State.APPROVED and segment.lock_version == versions[segment.id]
    ]
    if not segments:
        raise WrongState("Nothing is left to undo: what was approved has been worked on since.")
    _decide(session, actor, article, segments, Event.REOPEN, DecisionKind.REOPENED, at)
    for segment in segments:
        segment.source_before_id = event.detail.get("source_before", {}).get(str(segment.id))
    unaccepted = unaccept(session, actor, [segment.id for segment in segments], event, at)
    name = "rows.reopened" if event.name == APPROVED_RUN else "segment.reopened"
    run = _finish(session, actor, article, segments, name, len(versions) - len(segments), at)
    reopening.grant(session, actor, article, [segment.id for segment in segments], at)
    return replace(run, accepted=unaccepted)


def undo_approval_of(session: Session, actor: Actor, segment_id: int, *, event_id: int, at: datetime) -> Done:
    """:func:`undo_approval` of this one row."""
    article, segment = lock_segment(session, segment_id)
    event = session.get(AuditEvent, event_id)
    if event is None or event.segment_id != segment.id:
        raise NotFound("There is no such approval.")
    undo_approval(session, actor, article.id, event_id, at=at)
    return Done(article, segment)


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
    versions = _approved_in(event)
    present = session.execute(
        select(Segment.id, Segment.lock_version).where(
            Segment.id.in_(versions), Segment.state == State.APPROVED, Segment.retired.is_(False)
        )
    )
    return event, sum(versions[segment_id] == version for segment_id, version in present)


def _approved_in(event: AuditEvent) -> dict[int, int]:
    """The rows that the act approved: segment id → the version it left. Old lines of single rows do not say."""
    return {int(segment_id): version for segment_id, version in event.detail.get("rows", {}).items()}


def _segments(session: Session, ids: Collection[int]) -> list[Segment]:
    live = Segment.retired.is_(False)
    query = select(Segment).where(Segment.id.in_(ids), live).order_by(Segment.position)
    return list(session.scalars(query))


def _decide(
    session: Session,
    actor: Actor,
    article: Article,
    segments: Sequence[Segment],
    event: Event,
    kind: DecisionKind,
    at: datetime,
) -> None:
    ids = [i for s in segments for i in (s.source_revision_id, s.target_revision_id) if i]
    unsealed = update(Revision).where(Revision.id.in_(ids), Revision.sealed_at.is_(None))
    session.execute(unsealed.values(sealed_at=at))
    decisions = []
    for segment in segments:
        segment.state = transition_for(session, actor, article, segment, event).to
        segment.lock_version += 1
        decisions.append(
            {
                "segment_id": segment.id,
                "kind": kind,
                "actor_id": actor.id,
                "source_revision_id": segment.source_revision_id,
                "target_revision_id": segment.target_revision_id,
                "reason": "",
                "created_at": at,
            }
        )
    session.execute(insert(Decision), decisions)
    backing.refresh_owed(session, *segments)


def _finish(
    session: Session,
    actor: Actor,
    article: Article,
    segments: Sequence[Segment],
    name: str,
    left: int,
    at: datetime,
    **detail: Any,
) -> Run:
    one = segments[0] if name == "segment.reopened" else None
    event = audit.record(
        session, actor, name, at=at, article=article, segment=one, segments=len(segments), **detail
    )
    projection.refresh(session, article, at, changed=segments)
    return Run(len(segments), left, event.id)
