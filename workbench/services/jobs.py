"""Work for later: jobs are written in the caller's transaction, leased, and run at least once.

A worker renews the lease of its job as long as it is at it; the job of one that dies is soon another's. So a job may
run twice, one time after another, and every handler has to bear that. Jobs of one queue run one after another, as they were asked for, however many workers
there are: one that failed keeps those behind it waiting, until it is done or given up, and nobody else.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, text, update
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Job
from workbench.db.models.desk import JobState
from workbench.domain.errors import WorkbenchError
from workbench.domain.people import Actor

#: How long a worker may stay silent before its job is given to another: several times what it renews it after, so that
#: neither a long wait for the database nor clocks that differ a little between machines cost it the job.
LEASE = timedelta(minutes=1)
#: So long after its time a job that nobody has taken makes one doubt that a worker is running.
NOBODY_CAME = timedelta(seconds=8)
#: Waits between attempts: half a minute, two minutes, eight, half an hour, two hours; then a job has failed.
FIRST_DELAY = timedelta(seconds=30)
DELAY_GROWTH = 4
MOST_ATTEMPTS = 6
LONGEST_ERROR = 2000


class LeaseLost(WorkbenchError):
    """The job was silent for too long and belongs to another worker now; its results must not be recorded."""

    code = "lease-lost"
    status = 409


@dataclass(frozen=True, slots=True)
class Lease:
    """A job in hand. ``attempt`` is what tells this run from a later one of the same job."""

    job_id: int
    kind: str
    payload: Mapping[str, Any]
    attempt: int


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any] | None = None,
    *,
    at: datetime,
    run_at: datetime | None = None,
    actor: Actor | None = None,
    queue: str | None = None,
) -> Job:
    """Ask for a job. It exists when the caller's transaction commits, and not at all if it does not.

    Those before it in its ``queue`` that wait for another attempt have it now: nothing new lies behind a long wait.
    """
    if queue is not None:
        _bring_forward(session, queue, at)
    job = Job(
        kind=kind,
        queue=queue,
        payload=dict(payload or {}),
        state=JobState.WAITING,
        run_at=run_at or at,
        attempts=0,
        created_by_id=actor.id if actor else None,
        created_at=at,
    )
    session.add(job)
    session.flush()
    return job


def _bring_forward(session: Session, queue: str, at: datetime) -> None:
    session.execute(
        update(Job)
        .where(Job.queue == queue, Job.state == JobState.WAITING, Job.run_at > at)
        .values(run_at=at)
        .execution_options(synchronize_session="fetch")
    )


def put_off(session: Session, queues: str, until: datetime) -> None:
    """Let all that waits in queues whose names begin so wait until then: it would fail like what has just failed, and
    hold up a worker each time."""
    session.execute(
        update(Job)
        .where(
            Job.queue.startswith(queues, autoescape=True),
            Job.state == JobState.WAITING,
            Job.run_at < until,
        )
        .values(run_at=until)
        .execution_options(synchronize_session="fetch")
    )


def enqueue_every(session: Session, kind: str, every: timedelta, *, at: datetime) -> Job | None:
    """Ask for a job of this kind unless one is under way or was asked for less than ``every`` ago.

    Any number of workers may call this: they take turns, so that one of them asks.
    """
    if _is_recent(session, kind, at - every):
        return None
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:kind))"), {"kind": f"job {kind}"})
        if _is_recent(session, kind, at - every):
            return None
    return enqueue(session, kind, at=at)


def is_due_every(session: Session, kind: str, every: timedelta, *, at: datetime) -> bool:
    """Whether :func:`enqueue_every` would ask; for looking without writing."""
    return not _is_recent(session, kind, at - every)


def _is_recent(session: Session, kind: str, since: datetime) -> bool:
    under_way = Job.state.in_([JobState.WAITING, JobState.RUNNING])
    query = select(exists().where(Job.kind == kind, or_(under_way, Job.created_at > since)))
    return bool(session.scalar(query))


def _due(kinds: Collection[str], at: datetime) -> ColumnElement[bool]:
    """Waiting and its time has come, or running for a worker that went silent; and its turn in its queue."""
    other = aliased(Job)
    ahead = exists().where(
        other.queue == Job.queue,
        or_(
            and_(other.state == JobState.RUNNING, other.id != Job.id),
            and_(other.state == JobState.WAITING, other.id < Job.id),
        ),
    )
    return and_(
        Job.kind.in_(sorted(kinds)),
        ~ahead.correlate(Job),
        or_(
            and_(Job.state == JobState.WAITING, Job.run_at <= at),
            and_(Job.state == JobState.RUNNING, Job.leased_until < at),
        ),
    )


def has_due(session: Session, kinds: Collection[str], *, at: datetime) -> bool:
    """Whether there is anything to take; a look that does not queue up with the writers."""
    return bool(session.scalar(select(exists().where(_due(kinds, at)))))


def take(session: Session, kinds: Collection[str], *, at: datetime) -> Lease | None:
    """Lease the job that has waited longest, or None. Two workers never get the same one.

    What was not tried yet goes before what failed: others' trouble holds nothing up. A job whose last allowed attempt
    went silent is marked as failed on the way.
    """
    query = (
        select(Job)
        .where(_due(kinds, at))
        .order_by(Job.attempts, Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    while (job := session.scalars(query).first()) is not None:
        if job.attempts >= MOST_ATTEMPTS:
            _give_up(job, "The worker stopped without a word.", at)
            session.flush()
            continue
        job.state = JobState.RUNNING
        job.attempts += 1
        job.run_at, job.leased_until = at, at + LEASE
        session.flush()
        return Lease(job.id, job.kind, dict(job.payload), job.attempts)
    return None


def renew(session: Session, lease: Lease, *, at: datetime) -> None:
    """Say that the job is being worked on. Raises LeaseLost."""
    _held(session, lease).leased_until = at + LEASE
    session.flush()


def report(session: Session, lease: Lease, done: int, total: int, *, at: datetime) -> None:
    """Say how far the job is, which renews its lease. Raises LeaseLost."""
    job = _held(session, lease)
    job.done, job.total, job.leased_until = done, total, at + LEASE
    session.flush()


def finish(session: Session, lease: Lease, *, at: datetime) -> None:
    """The job is done. Raises LeaseLost."""
    job = _held(session, lease)
    job.state, job.leased_until, job.finished_at, job.error = JobState.DONE, None, at, ""
    session.flush()


def fail(session: Session, lease: Lease, error: str, *, at: datetime) -> datetime | None:
    """This attempt failed. Returns when the next one is due, None when there will be none. Raises LeaseLost.

    The waits grow unless others wait behind it in its queue.
    """
    job = _held(session, lease)
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job, error, at)
        session.flush()
        return None
    job.state, job.leased_until, job.error = JobState.WAITING, None, error[:LONGEST_ERROR]
    behind = select(exists().where(Job.queue == job.queue, Job.state == JobState.WAITING, Job.id > job.id))
    job.run_at = at + FIRST_DELAY * (1 if session.scalar(behind) else DELAY_GROWTH ** (job.attempts - 1))
    session.flush()
    return job.run_at


def has_nobody(job: Job, *, at: datetime) -> bool:
    """Whether nobody does what is to be done: no worker came for it, or the one that did went silent."""
    due_at = {JobState.WAITING: job.run_at, JobState.RUNNING: job.leased_until}.get(job.state)
    return due_at is not None and at - due_at > NOBODY_CAME


def try_again(session: Session, job: Job, *, at: datetime) -> None:
    """Give one that was given up all its attempts anew, the first of them now."""
    assert job.state is JobState.FAILED, "the others are on their way, or done"
    job.state, job.run_at, job.attempts, job.finished_at = JobState.WAITING, at, 0, None
    session.flush()


def delete_finished(session: Session, before: datetime) -> int:
    """Forget jobs that were done before; failed ones stay until somebody has looked. Returns how many."""
    gone = session.execute(
        delete(Job).where(Job.state == JobState.DONE, Job.finished_at < before).returning(Job.id)
    )
    return len(gone.all())


def _give_up(job: Job, error: str, at: datetime) -> None:
    job.state, job.leased_until, job.finished_at = JobState.FAILED, None, at
    job.error = error[:LONGEST_ERROR]


def _held(session: Session, lease: Lease) -> Job:
    """The leased job, locked, if it still is this worker's."""
    job = session.scalar(
        select(Job).where(Job.id == lease.job_id).with_for_update().execution_options(populate_existing=True)
    )
    if job is None or job.state is not JobState.RUNNING or job.attempts != lease.attempt:
        raise LeaseLost(
            f"Job {lease.job_id} ({lease.kind}) was silent for too long and was given to another worker."
        )
    return job
