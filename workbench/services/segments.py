"""What people do to one segment: write it, confirm, approve, agree, send back, reopen, leave out, re-kind.

Every function takes the ``version`` (the segment's lock_version) the person saw. When somebody else changed
the segment since, Conflict is raised with both texts and their three-way merge; nothing is overwritten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workbench.db.models import Cause, Decision, DecisionKind, Revision
from workbench.domain.errors import NotFound
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, marks_from_json
from workbench.domain.people import Actor
from workbench.domain.workflow import Event, State, text_event
from workbench.services import backing, looks, projection, reopening, scoring
from workbench.services.locking import lock_segment
from workbench.services.overtaken import require_version, require_version_or_merge
from workbench.services.problem_life import accept_fixed, blocking_problems
from workbench.services.projection import Standing
from workbench.services.revisions import marks_of, seal, text_of, write_revision
from workbench.services.steps import (
    Done,
    after_new_words,
    after_source_change,
    audit_step,
    checked_text,
    for_undoing,
    remember_source,
    transition_for,
    was_saved,
)
from workbench.services.undo import snapshot, undoable
from workbench.services.words import checked_words

# --- words ------------------------------------------------------------------------------------------------


def save_target(
    session: Session,
    actor: Actor,
    segment_id: int,
    *,
    text: str,
    marks: Sequence[InlineMark] | None = None,
    version: int,
    save_id: str | None = None,
    base: str | None = None,
    merged: bool = False,
    at: datetime,
) -> Done:
    """Store the English as typed.

    ``base`` is the text the person started from (for the merge when somebody else was faster). ``marks`` None
    carries the inline marks through the edit. ``merged``: the text settles a conflict. Repeating a
    ``save_id`` answers as the first time. Raises Conflict, WrongState (approved), NotAllowed.
    """
    article, segment = lock_segment(session, segment_id)
    if version != segment.lock_version and save_id and was_saved(session, segment, save_id):
        return Done(article, segment, repeated=True)  # taking a save changes the version it named
    text = checked_text(text)
    marks_now = marks_of(session, segment, Side.TARGET)
    if text == segment.target and (marks is None or tuple(marks) == marks_now):
        return Done(article, segment)
    require_version_or_merge(session, actor, article, segment, version, Side.TARGET, base=base, mine=text)
    event = text_event(actor, segment.state, text)
    transition = transition_for(session, actor, article, segment, event)
    causes = {Event.CORRECT: Cause.CORRECTION}
    cause = Cause.MERGE_OF_EDITS if merged else causes.get(event, Cause.EDIT)
    before, revision_id = Standing.of(segment), segment.target_revision_id
    was_ahead = article.changed_since_edition
    carried = write_revision(
        session,
        segment,
        Side.TARGET,
        text,
        cause=cause,
        author_id=actor.id,
        at=at,
        marks=marks,
        save_id=save_id,
    )
    after_new_words(session, article, segment, transition, at, save_id=save_id, before=before)
    if segment.target_revision_id != revision_id:  # further words go into that one
        looks.have_seen(session, actor, segment, at=at)
    is_drawn_alike = before.is_drawn_as(Standing.of(segment)) and article.changed_since_edition == was_ahead
    return Done(article, segment, only_words=is_drawn_alike and not carried)


def restore(
    session: Session, actor: Actor, segment_id: int, *, revision_id: int, version: int, at: datetime
) -> Done:
    """Make an earlier revision's words the present ones again, as a new revision of the actor's. Can be undone."""
    article, segment = lock_segment(session, segment_id)
    revision = session.get(Revision, revision_id)
    if revision is None or revision.segment_id != segment.id:
        raise NotFound("This segment has no such revision.")
    side = revision.side
    if revision.text == text_of(segment, side):
        return Done(article, segment)
    require_version(session, segment, version, side)
    event = text_event(actor, segment.state, revision.text) if side is Side.TARGET else Event.EDIT_SOURCE
    transition = transition_for(session, actor, article, segment, event)
    before = [snapshot(session, actor, segment, at)]
    if side is Side.SOURCE:
        remember_source(session, segment, revision.text, at)
    write_revision(
        session,
        segment,
        side,
        revision.text,
        cause=Cause.RESTORE,
        author_id=actor.id,
        at=at,
        marks=marks_from_json(revision.marks, revision.text),
    )
    if side is Side.TARGET:
        after_new_words(session, article, segment, transition, at)
    else:
        after_source_change(session, actor, article, segment, transition, at)
    looks.have_seen(session, actor, segment, at=at)
    line = undoable(session, actor, "segment.restored", article, before, [segment], at)
    return Done(article, segment, event_id=line)


def save_source(
    session: Session,
    actor: Actor,
    segment_id: int,
    *,
    text: str,
    version: int,
    base: str | None = None,
    at: datetime,
) -> Done:
    """Correct a slip in the Arabic. An approval is withdrawn by it."""
    article, segment = lock_segment(session, segment_id)
    text = checked_text(text)
    if text == segment.source:
        return Done(article, segment)
    require_version_or_merge(session, actor, article, segment, version, Side.SOURCE, base=base, mine=text)
    transition = transition_for(session, actor, article, segment, Event.EDIT_SOURCE)
    remember_source(session, segment, text, at)
    write_revision(session, segment, Side.SOURCE, text, cause=Cause.CORRECTION, author_id=actor.id, at=at)
    after_source_change(session, actor, article, segment, transition, at)
    looks.have_seen(session, actor, segment, at=at)
    return Done(article, segment)


# --- decisions --------------------------------------------------------------------------------------------


def confirm(
    session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime, save_id: str | None = None
) -> Done:
    """The translator's word that this is the translation."""
    return _decide(session, actor, segment_id, Event.CONFIRM, version=version, at=at, save_id=save_id)


def approve(
    session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime, save_id: str | None = None
) -> Done:
    """The reviewer's word that it may be published. Accepts the segment's fixed problems along.

    A row may be approved with problems standing; the warning says that they stop publication.
    """
    done = _decide(session, actor, segment_id, Event.APPROVE, version=version, at=at, save_id=save_id)
    return replace(done, warning=_still_blocked(session, done))


def _still_blocked(session: Session, done: Done) -> str:
    if not done.article.count_blocking:
        return ""
    blocking = blocking_problems(session, done.segment)
    if not blocking:
        return ""
    what = f"a {blocking[0]} problem" if len(blocking) == 1 else f"{len(blocking)} serious problems"
    stops = "it stops" if len(blocking) == 1 else "they stop"
    return f"Approved with {what} still open on this row; {stops} publication."


def agree(
    session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime, save_id: str | None = None
) -> Done:
    """A second person's word behind what the approver corrected themselves."""
    return _decide(session, actor, segment_id, Event.AGREE, version=version, at=at, save_id=save_id)


def reopen(
    session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime, save_id: str | None = None
) -> Done:
    return _decide(session, actor, segment_id, Event.REOPEN, version=version, at=at, save_id=save_id)


def send_back(
    session: Session,
    actor: Actor,
    segment_id: int,
    *,
    reason: str,
    version: int,
    at: datetime,
    save_id: str | None = None,
) -> Done:
    """Back to the translator. A reason is needed unless a standing problem already says why."""
    return _decide(
        session, actor, segment_id, Event.RETURN, version=version, at=at, save_id=save_id, reason=reason
    )


_DECISIONS = {
    Event.CONFIRM: DecisionKind.CONFIRMED,
    Event.APPROVE: DecisionKind.APPROVED,
    Event.AGREE: DecisionKind.AGREED,
    Event.RETURN: DecisionKind.RETURNED,
    Event.REOPEN: DecisionKind.REOPENED,
}


def _decide(
    session: Session,
    actor: Actor,
    segment_id: int,
    event: Event,
    *,
    version: int,
    at: datetime,
    save_id: str | None,
    reason: str = "",
) -> Done:
    article, segment = lock_segment(session, segment_id)
    if save_id and segment.last_save_id == save_id:
        return Done(article, segment, repeated=True)
    require_version(session, segment, version, Side.TARGET)
    reason = checked_words(reason)
    transition = transition_for(session, actor, article, segment, event, reason=reason)
    seal(session, segment, at)
    session.add(
        Decision(
            segment_id=segment.id,
            kind=_DECISIONS[event],
            actor_id=actor.id,
            source_revision_id=segment.source_revision_id,
            target_revision_id=segment.target_revision_id,
            reason=reason,
            created_at=at,
        )
    )
    looks.have_seen(session, actor, segment, at=at)
    accepted = accept_fixed(session, actor, segment, at) if event is Event.APPROVE else []
    judges = event in (Event.APPROVE, Event.RETURN)
    judged = scoring.count_decisions(session, actor, article, [segment], at) if judges else None
    was = segment.state
    if transition.to is not was:
        segment.state = transition.to
        segment.lock_version += 1
    before = for_undoing([segment], was, judged)
    if event in (Event.CONFIRM, Event.APPROVE):  # made of the Arabic as it is now
        segment.source_before_id = None
    if save_id:
        segment.last_save_id = save_id
    backing.refresh_owed(session, segment)
    line = audit_step(
        session,
        actor,
        article,
        segment,
        transition,
        at,
        reason=reason or None,
        accepted=accepted or None,
        **before,
    )
    projection.refresh(session, article, at, changed=[segment])
    if was is State.APPROVED and transition.to is not was:
        reopening.grant(session, actor, article, [segment.id], at)
    return Done(article, segment, event_id=line, accepted=tuple(accepted))


# --- one side empty on purpose, kind ----------------------------------------------------------------------


def leave_out(
    session: Session, actor: Actor, segment_id: int, *, reason: str, version: int, at: datetime
) -> Done:
    """Confirm that this Arabic has no English, and why."""
    return _set_one_side(session, actor, segment_id, Event.LEAVE_OUT, version=version, at=at, reason=reason)


def add_by_desk(
    session: Session, actor: Actor, segment_id: int, *, reason: str = "", version: int, at: datetime
) -> Done:
    """Confirm that this English has no Arabic."""
    return _set_one_side(session, actor, segment_id, Event.ADD, version=version, at=at, reason=reason)


def take_back(session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime) -> Done:
    """Neither left out nor added any more."""
    return _set_one_side(session, actor, segment_id, Event.TAKE_BACK, version=version, at=at)


def _set_one_side(
    session: Session,
    actor: Actor,
    segment_id: int,
    event: Event,
    *,
    version: int,
    at: datetime,
    reason: str = "",
) -> Done:
    article, segment = lock_segment(session, segment_id)
    require_version(session, segment, version, Side.TARGET)
    reason = checked_words(reason)
    transition = transition_for(session, actor, article, segment, event, reason=reason)
    before = [snapshot(session, actor, segment, at)]
    segment.left_out = event is Event.LEAVE_OUT
    segment.added = event is Event.ADD
    segment.one_side_reason = reason
    segment.state = transition.to
    segment.lock_version += 1
    projection.refresh(session, article, at, changed=[segment], content=True)
    line = undoable(
        session, actor, transition.audit or event.value, article, before, [segment], at, reason=reason
    )
    return Done(article, segment, event_id=line)


def rekind(
    session: Session,
    actor: Actor,
    segment_id: int,
    *,
    kind: Kind,
    attrs: Mapping[str, Any] | None = None,
    version: int,
    at: datetime,
) -> Done:
    """Make it a subheading, a list item and so on. An approval is withdrawn by it."""
    article, segment = lock_segment(session, segment_id)
    require_version(session, segment, version, Side.TARGET)
    attrs = dict(attrs or {}) if kind is Kind.LIST_ITEM else {}
    if (segment.kind, segment.attrs) == (kind, attrs):
        return Done(article, segment)
    transition = transition_for(session, actor, article, segment, Event.REKIND)
    before = [snapshot(session, actor, segment, at)]
    was, stood = segment.kind, segment.state
    segment.kind, segment.attrs, segment.state = kind, attrs, transition.to
    segment.lock_version += 1
    titles = Kind.HEADLINE in (was, kind)
    projection.refresh(session, article, at, changed=[segment], content=True, titles=titles)
    line = undoable(session, actor, "segment.rekinded", article, before, [segment], at)
    if stood is State.APPROVED:
        reopening.grant(session, actor, article, [segment.id], at)
    return Done(article, segment, event_id=line)
