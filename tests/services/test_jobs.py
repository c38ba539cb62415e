"""Jobs: exist with their transaction, are leased to one worker, are run again, and end."""

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.conftest import START, Clock, add_people, sample
from workbench.db.engine import Database
from workbench.db.models import Article, AuditEvent, Job, OneTimeLink, Presence, SignIn, Throttle
from workbench.db.models.desk import JobState
from workbench.services import jobs, projection
from workbench.services.articles import create_article
from workbench.services.jobs import LEASE, MOST_ATTEMPTS, LeaseLost
from workbench.worker import runner
from workbench.worker.handlers import HANDLERS, Handler, Task
from workbench.worker.runner import Worker

pytestmark = pytest.mark.both_databases

KINDS = ("greet",)


def test_a_job_exists_only_if_its_transaction_ends_well(database: Database) -> None:
    def refuse() -> None:
        with database.writing() as session:
            jobs.enqueue(session, "greet", at=START)
            raise ValueError

    with pytest.raises(ValueError):
        refuse()
    with database.writing() as session:
        assert jobs.take(session, KINDS, at=START) is None
        jobs.enqueue(session, "greet", {"name": "Hala"}, at=START)
    with database.writing() as session:
        lease = jobs.take(session, KINDS, at=START)
    assert lease is not None
    assert (lease.kind, lease.payload, lease.attempt) == ("greet", {"name": "Hala"}, 1)


def test_jobs_come_in_the_order_of_their_time_and_not_before(session: Session, clock: Clock) -> None:
    later = jobs.enqueue(session, "greet", at=clock(), run_at=START + timedelta(minutes=3))
    first = jobs.enqueue(session, "greet", at=clock())
    jobs.enqueue(session, "not-known-here", at=clock())
    taken = jobs.take(session, KINDS, at=clock())
    assert taken is not None
    assert taken.job_id == first.id
    assert jobs.take(session, KINDS, at=clock()) is None
    assert not jobs.has_due(session, KINDS, at=clock())
    taken = jobs.take(session, KINDS, at=START + timedelta(minutes=3))
    assert taken is not None
    assert taken.job_id == later.id


def test_a_silent_workers_job_goes_to_another_and_the_first_cannot_record(session: Session) -> None:
    jobs.enqueue(session, "greet", at=START)
    first = jobs.take(session, KINDS, at=START)
    assert first is not None
    reported, renewed = START + LEASE / 2, START + LEASE
    jobs.report(session, first, 1, 3, at=reported)
    jobs.renew(session, first, at=renewed)
    assert jobs.take(session, KINDS, at=reported + LEASE) is None
    second = jobs.take(session, KINDS, at=renewed + LEASE + timedelta(seconds=1))
    assert second is not None
    assert second.attempt == 2
    for act in (jobs.renew, jobs.finish):
        with pytest.raises(LeaseLost):
            act(session, first, at=START)
    jobs.finish(session, second, at=START)
    assert session.scalars(select(Job.state)).one() is JobState.DONE


def test_failures_are_tried_again_ever_later_and_then_given_up(session: Session) -> None:
    job = jobs.enqueue(session, "greet", at=START)
    at, waits = START, []
    for _ in range(MOST_ATTEMPTS):
        lease = jobs.take(session, KINDS, at=at)
        assert lease is not None
        again = jobs.fail(session, lease, "no network", at=at)
        if again is not None:
            assert jobs.take(session, KINDS, at=again - timedelta(seconds=1)) is None
            waits.append(again - at)
            at = again
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=30)
    assert len(set(waits)) == MOST_ATTEMPTS - 1
    assert (job.state, job.error) == (JobState.FAILED, "no network")
    assert not jobs.has_due(session, KINDS, at=at + timedelta(days=30))


def test_a_job_whose_workers_keep_dying_fails_in_the_end(session: Session) -> None:
    job = jobs.enqueue(session, "greet", at=START)
    at = START
    for _ in range(MOST_ATTEMPTS):
        assert jobs.take(session, KINDS, at=at) is not None
        at += LEASE + timedelta(seconds=1)
    assert jobs.take(session, KINDS, at=at) is None
    assert (job.state, job.error) == (JobState.FAILED, "The worker stopped without a word.")


def test_a_job_that_is_due_and_that_nobody_does_is_told_from_others(session: Session) -> None:
    job = jobs.enqueue(session, "greet", at=START, run_at=START + timedelta(hours=1))
    moment = timedelta(seconds=1)

    def due_at(at: datetime) -> None:
        assert not jobs.has_nobody(job, at=at + jobs.NOBODY_CAME)
        assert jobs.has_nobody(job, at=at + jobs.NOBODY_CAME + moment)

    due_at(job.run_at)
    began = START + timedelta(hours=2)
    lease = jobs.take(session, KINDS, at=began)
    assert lease is not None
    assert job.run_at == began
    due_at(began + LEASE)
    jobs.finish(session, lease, at=began)
    assert not jobs.has_nobody(job, at=began + timedelta(days=1))


def test_many_workers_never_share_a_job(database: Database) -> None:
    with database.writing() as session:
        for number in range(24):
            jobs.enqueue(session, "greet", {"number": number}, at=START)
    taken: list[int] = []

    def work() -> None:
        while True:
            with database.writing() as session:
                lease = jobs.take(session, KINDS, at=START)
            if lease is None:
                return
            taken.append(lease.job_id)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 24


def test_jobs_of_a_queue_run_one_after_another_and_hold_up_no_other(session: Session) -> None:
    first, second, other = (
        jobs.enqueue(session, "greet", at=START, queue=queue).id for queue in ("one", "one", "two")
    )

    def take(at: datetime) -> jobs.Lease:
        lease = jobs.take(session, KINDS, at=at)
        assert lease is not None
        return lease

    lease = take(START)
    assert (lease.job_id, take(START).job_id) == (first, other)
    assert not jobs.has_due(session, KINDS, at=START), "the first is under way"
    again = jobs.fail(session, lease, "no network", at=START)
    assert again is not None
    assert not jobs.has_due(session, KINDS, at=again - timedelta(seconds=1)), "it waits to be tried again"
    fresh = jobs.enqueue(session, "greet", at=again, queue="three").id
    assert take(again).job_id == fresh, "what was not tried yet comes first"
    lease = take(again)
    assert lease.job_id == first
    last = jobs.fail(session, lease, "no network", at=again)
    assert last == again + jobs.FIRST_DELAY, "with one behind it the waits do not grow"
    third = jobs.enqueue(session, "greet", at=again, queue="one").id
    for wanted in (first, second, third):
        lease = take(again)  # a new one behind them gives all of them their turn
        assert lease.job_id == wanted
        jobs.finish(session, lease, at=again)


def test_a_job_taken_up_again_waits_for_those_of_its_queue_under_way(session: Session) -> None:
    given_up = jobs.enqueue(session, "greet", at=START, queue="one")
    given_up.state = JobState.FAILED
    later = jobs.enqueue(session, "greet", at=START, queue="one").id
    lease = jobs.take(session, KINDS, at=START)
    assert lease is not None
    assert lease.job_id == later
    jobs.try_again(session, given_up, at=START)
    assert jobs.take(session, KINDS, at=START) is None


def test_regular_jobs_are_asked_for_once_a_period(session: Session) -> None:
    day = timedelta(days=1)
    assert jobs.enqueue_every(session, "greet", day, at=START) is not None
    assert jobs.enqueue_every(session, "greet", day, at=START + 2 * day) is None, "the first still waits"
    lease = jobs.take(session, KINDS, at=START)
    assert lease is not None
    jobs.finish(session, lease, at=START)
    assert not jobs.is_due_every(session, "greet", day, at=START + day - timedelta(seconds=1))
    assert jobs.enqueue_every(session, "greet", day, at=START + day) is not None


def worker_for(database: Database, run: Callable[[Task], None], clock: Callable[[], datetime]) -> Worker:
    return Worker(database, {"greet": Handler(run)}, now=clock)


def test_the_worker_runs_records_and_goes_on_after_a_failure(database: Database, clock: Clock) -> None:
    greeted: list[Any] = []

    def greet(task: Task) -> None:
        task.report(1, 2)
        if task.payload["name"] == "nobody":
            raise LookupError("nobody is here")
        greeted.append(task.payload["name"])

    with database.writing() as session:
        for name in ("nobody", "Hala", "Omar"):
            jobs.enqueue(session, "greet", {"name": name}, at=clock())
    assert worker_for(database, greet, clock).run_due() == (2, 1)
    assert greeted == ["Hala", "Omar"]
    with database.reading() as session:
        failed, done, _ = session.scalars(select(Job).order_by(Job.id)).all()
        assert (failed.state, failed.error) == (JobState.WAITING, "LookupError: nobody is here")
        assert (done.state, done.done, done.total) == (JobState.DONE, 1, 2)


def test_a_job_keeps_its_lease_as_long_as_its_worker_lives(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "RENEWAL_SECONDS", 0.01)
    moment, others = START, worker_for(database, lambda task: None, lambda: moment)

    def leased_until() -> datetime | None:
        with database.reading() as session:
            return session.scalars(select(Job.leased_until)).one()

    def greet(task: Task) -> None:
        nonlocal moment
        for _ in range(2):
            moment += LEASE * 0.6
            until = time.monotonic() + 20
            while leased_until() != moment + LEASE and time.monotonic() < until:
                time.sleep(0.005)
        assert others.run_due() == (0, 0)

    with database.writing() as session:
        jobs.enqueue(session, "greet", at=START)
    assert worker_for(database, greet, lambda: moment).run_due() == (1, 0)
    assert leased_until() is None


def test_a_stopped_worker_finishes_the_job_in_hand_and_takes_no_other(
    database: Database, clock: Clock
) -> None:
    with database.writing() as session:
        for name in ("Hala", "Omar"):
            jobs.enqueue(session, "greet", {"name": name}, at=clock())
    worker = worker_for(database, lambda task: worker.stop(), clock)
    worker.run()
    with database.reading() as session:
        states = session.scalars(select(Job.state).order_by(Job.id)).all()
    assert states == [JobState.DONE, JobState.WAITING]


def run_regular_jobs(database: Database, at: datetime) -> None:
    well, badly = Worker(database, HANDLERS, now=lambda: at).run_due()
    assert (well, badly) == (sum(1 for handler in HANDLERS.values() if handler.every), 0)


def test_housekeeping_forgets_what_means_nothing_any_more(database: Database) -> None:
    now = START + timedelta(days=90)
    with database.writing() as session:
        people = add_people(session)
        article = create_article(session, people["editor"], sample(), at=START)
        user_id = people["editor"].id
        for number, created in enumerate((START, now - timedelta(days=1))):
            session.add(
                SignIn(
                    user_id=user_id,
                    token_hash=f"session {number}",
                    created_at=created,
                    seen_at=created,
                    expires_at=created + timedelta(days=14),
                )
            )
            session.add(
                OneTimeLink(
                    token_hash=f"link {number}", created_at=created, expires_at=created + timedelta(days=1)
                )
            )
            session.add(Throttle(key=f"address:{number}", window_started_at=created, count=1))
            session.add(
                Presence(
                    article_id=article.id,
                    user_id=people["editor" if number else "reviewer"].id,
                    seen_at=START if number == 0 else now,
                )
            )
        old = jobs.enqueue(session, "greet", at=START)
        old.state, old.finished_at = JobState.DONE, START
    run_regular_jobs(database, now)
    with database.reading() as session:
        assert session.scalars(select(SignIn.token_hash)).all() == ["session 1"]
        assert session.scalars(select(OneTimeLink.token_hash)).all() == ["link 1"]
        assert session.scalars(select(Throttle.key)).all() == ["address:1"]
        assert session.scalars(select(Presence.user_id)).all() == [user_id]
        assert "greet" not in session.scalars(select(Job.kind)).all()


def test_wrong_projections_are_repaired_and_written_down(database: Database, clock: Clock) -> None:
    with database.writing() as session:
        people = add_people(session)
        ids = [create_article(session, people["editor"], sample(), at=clock()).id for _ in range(3)]
        session.execute(
            update(Article)
            .where(Article.id == ids[1])
            .values(count_approved=7, target_title="Something else")
        )
    run_regular_jobs(database, clock())
    with database.reading() as session:
        for article in session.scalars(select(Article)):
            assert projection.compare(session, article) == []
        event = session.scalars(
            select(AuditEvent).where(AuditEvent.name == "article.projection_repaired")
        ).one()
        assert (event.article_id, event.actor_id) == (ids[1], None)
        assert "approved: stored 7, counted 0" in event.detail["wrong"]
