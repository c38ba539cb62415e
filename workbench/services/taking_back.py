"""Taking back what one did oneself, a decision on rows or a step of a problem, as long as nobody has built on it.

Nothing is deleted: that it was taken back is an event of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workbench.db.models import (
    AuditEvent,
    Cause,
    Decision,
    DecisionKind,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    Revision,
    Segment,
)
from workbench.db.queries.decided import APPROVED_RUN, DECIDED, still_as_left
from workbench.db.queries.marked_words import is_step_by_itself
from workbench.domain.errors import NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, Subject, require
from workbench.domain.workflow import State, text_event
from workbench.services import audit, backing, notices, projection, reopening, scoring, waiving
from workbench.services.embargoes import stand_in_the_way
from workbench.services.locking import lock_article, lock_problem, lock_segment
from workbench.services.problem_life import restore, unaccept
from workbench.services.revisions import write_revision
from workbench.services.steps import Done, after_new_words, transition_for
from workbench.services.threads import finish


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of it: what is as before now, how many rows are not, and how many fixes wait again to be accepted."""

    segments: tuple[Segment, ...]
    left: int
    unaccepted: int


def take_decision_back(
    session: Session, actor: Actor, article_id: int, event_id: int, *, at: datetime
) -> TakenBack:
    """Take the actor's own decision of that audit line back, as far as its rows are as it left them.

    They are in the state they were in, nobody stands behind their words by it any more, and what it did along (fixes
    accepted, a wish to reopen granted, words judged) is undone with it. Raises WrongState when no such row is left,
    NotFound for another audit line, NotAllowed.
    """
    article = lock_article(session, article_id)
    event = session.get(AuditEvent, event_id)
    if event is None or event.article_id != article.id or event.name not in DECIDED:
        raise NotFound("There is no such decision.")
    require(actor, Permission.UNDO_OWN, Subject(event.actor_id, article.subject.is_shelved))
    decisions = still_as_left(session, event)
    if not decisions:
        raise WrongState(
            "It is too late to undo that: the row was changed, decided on or published since."
            if event.name != APPROVED_RUN
            else "It is too late to undo that: all the rows were changed, decided on or published since."
        )
    segments = [session.get_one(Segment, decision.segment_id) for decision in decisions]
    session.add_all(
        Decision(
            segment_id=decision.segment_id,
            kind=DecisionKind.TAKEN_BACK,
            actor_id=actor.id,
            source_revision_id=decision.source_revision_id,
            target_revision_id=decision.target_revision_id,
            takes_back_id=decision.id,
            created_at=at,
        )
        for decision in decisions
    )
    kind, was = DECIDED[event.name], State(event.detail.get("was", State.TRANSLATED))
    left_from = segments[0].state
    for segment in segments:
        if segment.state is not was:
            segment.state, segment.lock_version = was, segment.lock_version + 1
        if kind in (DecisionKind.CONFIRMED, DecisionKind.APPROVED):
            segment.source_before_id = event.detail.get("source_before", {}).get(str(segment.id))
    ids = [segment.id for segment in segments]
    judged = {int(row_id): user_id for row_id, user_id in event.detail.get("judged", {}).items()}
    scoring.uncount(session, {row_id: judged[row_id] for row_id in ids if row_id in judged}, event.at)
    unaccepted = unaccept(session, actor, ids, event, at) if kind is DecisionKind.APPROVED else 0
    backing.refresh_owed(session, *segments)
    audit.record(
        session,
        actor,
        "rows.decision_undone",
        at=at,
        article=article,
        segment=segments[0] if event.segment_id else None,
        undone=event.id,
        of=event.name,
        segments=len(segments),
    )
    projection.refresh(session, article, at, changed=segments)
    if was is State.APPROVED:
        reopening.take_back(session, actor, article, ids, event.at, at)
    elif left_from is State.APPROVED:
        reopening.grant(session, actor, article, ids, at)
    return TakenBack(tuple(segments), len(event.detail["rows"]) - len(segments), unaccepted)


def take_back_on(session: Session, actor: Actor, segment_id: int, *, event_id: int, at: datetime) -> Done:
    """:func:`take_decision_back` of a decision on this one row."""
    article, segment = lock_segment(session, segment_id)
    event = session.get(AuditEvent, event_id)
    if event is None or event.segment_id != segment.id:
        raise NotFound("There is no such decision.")
    take_decision_back(session, actor, article.id, event_id, at=at)
    return Done(article, segment)


def take_step_back(
    session: Session, actor: Actor, problem_id: int, *, event_id: int, at: datetime
) -> Problem:
    """The problem stands again as before that step of the actor's; a waiver that fell by it stands again, who has not
    read of it in the inbox yet never will, and words that were applied make way for those before them.

    Raises WrongState when somebody has done or said something about the problem since, NotFound, NotAllowed.
    """
    article, problem = lock_problem(session, problem_id)
    event = session.get(ProblemEvent, event_id)
    if event is None or event.problem_id != problem.id or not is_step_by_itself(event):
        raise NotFound("There is no such step to take back.")
    require(actor, Permission.UNDO_OWN, Subject(event.actor_id, article.subject.is_shelved))
    since = exists().where(
        ProblemEvent.problem_id == problem.id,
        ProblemEvent.id > event.id,
        ProblemEvent.kind != ProblemEventKind.MOVED,
    )
    if session.scalar(select(since)):
        raise WrongState(
            "It is too late to take that back: something was done or said about this problem since."
        )
    if "applied_to" in event.detail:
        _take_words_back(session, actor, problem, event, at)
    undone_from = problem.status
    restore(session, actor, problem, event, at)
    waiving.let_stand_again(session, actor, article, problem, event.created_at, at)
    notices.taken_back(session, problem, actor.id, event.created_at)
    finish(session, actor, article.id, problem, "problem.taken_back", at)
    if not undone_from.is_standing:
        stand_in_the_way(session, actor, article, problem, at=at)
    return problem


def _take_words_back(
    session: Session, actor: Actor, problem: Problem, event: ProblemEvent, at: datetime
) -> None:
    """The words before the suggestion, as a revision of the actor's; row and mark stand as they did then."""
    assert problem.segment_id is not None
    article, segment = lock_segment(session, problem.segment_id)
    if segment.target_revision_id != event.revision_id:
        raise WrongState("The words have been changed since the suggestion was applied. Change them by hand.")
    before = event.detail["applied_to"]
    words = session.get_one(Revision, before["revision"])
    transition = transition_for(
        session, actor, article, segment, text_event(actor, segment.state, words.text)
    )
    write_revision(
        session,
        segment,
        Side.TARGET,
        words.text,
        cause=Cause.RESTORE,
        author_id=actor.id,
        problem_id=problem.id,
        marks=marks_from_json(words.marks, words.text),
        at=at,
    )
    span = next(s for s in problem.spans if s.side is Side.TARGET)
    span.start, span.end, span.confidence = before["place"]
    span.revision_id = segment.target_revision_id
    after_new_words(session, article, segment, replace(transition, to=State(before["state"])), at)
