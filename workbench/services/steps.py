"""The steps all changes of a segment share: find the table's cell, finish up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, Revision, Segment
from workbench.domain.errors import InvalidInput, WrongState
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.domain.permissions import require
from workbench.domain.problems import STANDING
from workbench.domain.workflow import (
    GUARD_MESSAGES,
    TRANSITIONS,
    Event,
    Facts,
    State,
    Transition,
    unmet_guard,
)
from workbench.services import audit, backing, projection, reopening
from workbench.services.projection import Standing
from workbench.text.clean import storable
from workbench.text.invisible import has_visible

LONGEST_TEXT = 100_000  # code points in one side of a segment


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a step.

    ``repeated``: this very save had been taken before, and nothing was done twice. ``event_id``: the audit
    line, which an undo can name. ``only_words``: nothing but the words changed; state and marks stand, and the article
    was ahead of its edition before. ``warning``: what the person should know although it was done, as a sentence.
    ``accepted``: the types of the problems that were accepted along.
    """

    article: Article
    segment: Segment
    repeated: bool = False
    event_id: int | None = None
    only_words: bool = False
    warning: str = ""
    accepted: tuple[str, ...] = ()


def checked_text(text: str) -> str:
    """``text`` as it may be stored. Raises InvalidInput when it is too long."""
    text = storable(text)
    if len(text) > LONGEST_TEXT:
        raise InvalidInput(
            f"One segment holds at most {LONGEST_TEXT:,} characters; this has {len(text):,}. Split it first."
        )
    return text


def transition_for(
    session: Session, actor: Actor, article: Article, segment: Segment, event: Event, *, reason: str = ""
) -> Transition:
    """The table's cell for this step, its permission and guards checked."""
    transition = TRANSITIONS.get((segment.state, event))
    if transition is None:
        raise WrongState(_no_such_step(segment.state, event), state=segment.state.value)
    require(actor, transition.permission, article.subject)
    if event is Event.RETURN and not reason and _has_standing_problem(session, segment):
        reason = "see the problems"
    facts = Facts(
        has_source=bool(segment.source.strip()),
        has_target=has_visible(segment.target),
        left_out=segment.left_out,
        added=segment.added,
        owed_to_actor=event is Event.AGREE and backing.is_owed_to(session, segment, actor.id),
        reason=reason,
    )
    guard = unmet_guard(transition, facts)
    if guard is not None:
        raise WrongState(GUARD_MESSAGES[guard], guard=guard.value)
    return transition


def _no_such_step(state: State, event: Event) -> str:
    if state is State.APPROVED and event in (Event.EDIT, Event.CORRECT, Event.CLEAR, Event.RESTRUCTURE):
        return "This segment is approved and read-only. Reopen it first, or ask a reviewer to."
    if state is State.UNTRANSLATED and event in (Event.CONFIRM, Event.APPROVE):
        return "There is no English yet. Write it, or mark the segment as left out with a reason."
    if event is Event.APPROVE:
        return f"This segment is {state.value}. It must be confirmed before it can be approved."
    return f"A segment that is {state.value} cannot be changed that way."


def _has_standing_problem(session: Session, segment: Segment) -> bool:
    query = select(Problem.id).where(Problem.segment_id == segment.id, Problem.status.in_(STANDING)).limit(1)
    return session.scalar(query) is not None


def was_saved(session: Session, segment: Segment, save_id: str) -> bool:
    """Whether a save with this client id has been taken already, even if others saved since."""
    if segment.last_save_id == save_id:
        return True
    query = select(Revision.id).where(Revision.segment_id == segment.id, Revision.save_id == save_id).limit(1)
    return session.scalar(query) is not None


def after_new_words(
    session: Session,
    article: Article,
    segment: Segment,
    transition: Transition,
    at: datetime,
    *,
    save_id: str | None = None,
    before: Standing | None = None,
) -> None:
    """Finish a change of the English: state, version, owed, projection.

    ``before``: for a plain save of what the actor typed, how the segment stood. Nobody can stand behind those
    words yet, so neither its history nor the other rows need a look.
    """
    segment.state = transition.to
    if has_visible(segment.target):
        segment.left_out, segment.one_side_reason = False, segment.one_side_reason if segment.added else ""
    segment.lock_version += 1
    segment.last_save_id = save_id
    if before is None:
        backing.refresh_owed(session, segment)
        is_head = segment.kind is Kind.HEADLINE
        projection.refresh(session, article, at, changed=[segment], content=True, titles=is_head)
    else:
        segment.owed = True
        projection.refresh_row(session, article, segment, before, at)


def remember_source(session: Session, segment: Segment, text: str, at: datetime) -> None:
    """Before the Arabic becomes ``text``: keep which one the English was made from, until it is confirmed again.

    A change back to that one needs no more looking at.
    """
    revision_id = segment.source_before_id or segment.source_revision_id
    revision = session.get(Revision, revision_id) if revision_id else None
    if revision is None or not segment.target.strip():
        return
    if revision.sealed_at is None:
        revision.sealed_at = at  # or the change would be folded into it
        session.flush()
    segment.source_before_id = None if revision.text == text else revision.id


def after_source_change(
    session: Session, actor: Actor, article: Article, segment: Segment, transition: Transition, at: datetime
) -> None:
    """Finish a change of the Arabic: state, version, projection, audit."""
    was, segment.state = segment.state, transition.to
    if segment.source.strip():
        segment.added = False
    segment.lock_version += 1
    projection.refresh_behind_source(session, article, at)
    projection.refresh(
        session, article, at, changed=[segment], content=True, titles=segment.kind is Kind.HEADLINE
    )
    audit_step(session, actor, article, segment, transition, at, revision=segment.source_revision_id)
    if was is State.APPROVED:
        reopening.grant(session, actor, article, [segment.id], at)


def for_undoing(
    segments: Sequence[Segment], was: State, judged: Mapping[int, int] | None = None
) -> dict[str, Any]:
    """What the audit line of a decision says for taking it back: the version it leaves of each row, the state they were
    in, the Arabic their English was made from where that was another, and whose words it judged (row → translator)."""
    return {
        "rows": {str(s.id): s.lock_version for s in segments},
        "was": was.value,
        "source_before": {str(s.id): s.source_before_id for s in segments if s.source_before_id},
        **({"judged": {str(row_id): user_id for row_id, user_id in judged.items()}} if judged else {}),
    }


def audit_step(
    session: Session,
    actor: Actor,
    article: Article,
    segment: Segment,
    transition: Transition,
    at: datetime,
    **detail: Any,
) -> int | None:
    """Write the transition's audit line, if it has one, and return its id."""
    if transition.audit is None:
        return None
    detail = {k: v for k, v in detail.items() if v is not None}
    return audit.record(
        session,
        actor,
        transition.audit,
        at=at,
        article=article,
        segment=segment,
        to=transition.to.value,
        **detail,
    ).id
