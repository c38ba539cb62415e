"""Pairing a long import in the background: asked for, watched, given up, and its result stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from workbench.db.models import ImportDraft, Job, User
from workbench.db.models.desk import JobState
from workbench.domain.errors import Conflict, NotFound, WorkbenchError
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.services import importing, jobs
from workbench.services.draft_state import DraftState
from workbench.services.importing import Draft

KIND = "pair_import"

#: So many paragraphs of both sides together are paired within a request; it takes well under a second.
MOST_AT_ONCE = 800
#: What a paragraph more takes, in seconds, for saying about how long it will be.
SECONDS_EACH = 0.001


@dataclass(frozen=True, slots=True)
class Underway:
    """A pairing that was asked for and has not come to an end, or has come to a bad one.

    ``has_nobody``: as :func:`workbench.services.jobs.has_nobody`.
    """

    state: JobState
    began_at: datetime | None
    next_at: datetime
    attempts: int
    error: str
    has_nobody: bool


def is_long(state: DraftState) -> bool:
    """Whether pairing takes longer than somebody should wait for a page."""
    return bool(state.source.kept and state.target.kept) and size(state) > MOST_AT_ONCE


def size(state: DraftState) -> int:
    """The paragraphs of both sides together."""
    return len(state.source.kept) + len(state.target.kept)


def ask(session: Session, actor: Actor, draft: Draft, *, keep_by_hand: bool, at: datetime) -> None:
    """Have this version of an import paired; whatever was asked of it before is given up."""
    give_up(session, actor, draft.id)
    payload = {"draft_id": draft.id, "version": draft.version, "keep_by_hand": keep_by_hand}
    jobs.enqueue(session, KIND, payload, at=at, actor=actor)


def find(session: Session, draft: Draft, *, at: datetime) -> Underway | None:
    """The pairing of this version that is under way or has failed."""
    job = session.scalars(_jobs_of(draft.id).order_by(Job.id.desc()).limit(1)).first()
    if job is None or job.payload["version"] != draft.version:
        return None
    began_at = job.run_at if job.state is JobState.RUNNING else None
    return Underway(job.state, began_at, job.run_at, job.attempts, job.error, jobs.has_nobody(job, at=at))


def give_up(session: Session, actor: Actor, draft_id: int) -> None:
    """Nobody waits for it any more: a worker that is at it finds its job gone and stores nothing."""
    require(actor, Permission.IMPORT)
    importing.find_draft(session, actor, draft_id)
    ids = session.scalars(_jobs_of(draft_id).with_only_columns(Job.id)).all()
    session.execute(delete(Job).where(Job.id.in_(ids)))


def _jobs_of(draft_id: int) -> Any:
    return select(Job).where(
        Job.state.in_([JobState.WAITING, JobState.RUNNING, JobState.FAILED]),
        Job.kind == KIND,
        Job.payload["draft_id"].as_integer() == draft_id,
    )


# --- the worker's part ---------------------------------------------------------------------------------


def load(session: Session, payload: Mapping[str, Any]) -> tuple[Actor, Draft] | None:
    """Whose import is to be paired, and the import; None when it is gone, not what it was, or no longer theirs to do."""
    row = session.get(ImportDraft, payload["draft_id"])
    if row is None:
        return None
    actor = session.get_one(User, row.owner_id).as_actor()
    try:
        draft = importing.find_draft(session, actor, row.id)
    except WorkbenchError:
        return None
    return (actor, draft) if draft.version == payload["version"] else None


def store(session: Session, actor: Actor, draft: Draft, state: DraftState, *, at: datetime) -> None:
    """Keep the pairs, unless the import was changed or discarded while they were being found."""
    try:
        importing.save_draft(session, actor, draft.id, state, version=draft.version, at=at)
    except (Conflict, NotFound):
        return
