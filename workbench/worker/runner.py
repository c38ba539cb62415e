"""The worker's loop: ask for what is due by the calendar, take a job, run it, record how it ended."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from workbench import clock
from workbench.db.engine import Database
from workbench.services import jobs
from workbench.services.jobs import Lease, LeaseLost
from workbench.settings import Settings
from workbench.worker.handlers import HANDLERS, Handler, Task
from workbench.worker.webhooks import NotTaken

IDLE_SECONDS = 2.0
#: After which a job's lease is renewed while it runs.
RENEWAL_SECONDS = jobs.LEASE.total_seconds() / 4

log = logging.getLogger(__name__)


class Worker:
    """Runs jobs one after another until told to stop. Any number may work on one database."""

    def __init__(
        self,
        database: Database,
        handlers: Mapping[str, Handler] = HANDLERS,
        *,
        now: Callable[[], datetime] = clock.now,
        settings: Settings | None = None,
    ) -> None:
        self._database, self._handlers, self._now, self._settings = database, handlers, now, settings
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Finish the job in hand, then return from :meth:`run`. Safe in a signal handler."""
        self._stopping.set()

    def run(self, idle: float = IDLE_SECONDS) -> None:
        """Work until stopped, looking for jobs every ``idle`` seconds when there are none."""
        while not self._stopping.is_set():
            try:
                self.run_due()
            except Exception:
                # The database may be restarting: a worker outlives that.
                log.exception("The worker could not look for jobs and will try again.")
            self._stopping.wait(idle)

    def run_due(self) -> tuple[int, int]:
        """Run everything that is due now. Returns how many jobs ended well and how many did not."""
        self._ask_for_regular_jobs()
        well = badly = 0
        while not self._stopping.is_set() and (lease := self._take()) is not None:
            if self._run_one(lease):
                well += 1
            else:
                badly += 1
        return well, badly

    def _ask_for_regular_jobs(self) -> None:
        regular = {kind: handler.every for kind, handler in self._handlers.items() if handler.every}
        at = self._now()
        with self._database.reading() as session:
            due = [kind for kind, every in regular.items() if jobs.is_due_every(session, kind, every, at=at)]
        if not due:
            return
        with self._database.writing() as session:
            for kind in due:
                jobs.enqueue_every(session, kind, regular[kind], at=at)

    def _take(self) -> Lease | None:
        at = self._now()
        with self._database.reading() as session:
            if not jobs.has_due(session, self._handlers, at=at):
                return None
        with self._database.writing() as session:
            return jobs.take(session, self._handlers, at=at)

    def _run_one(self, lease: Lease) -> bool:
        def report(done: int, total: int) -> None:
            with self._database.writing() as session:
                jobs.report(session, lease, done, total, at=self._now())

        task = Task(self._database, lease.payload, self._now, report, lease.job_id, self._settings)
        try:
            with self._renewing(lease):
                self._handlers[lease.kind].run(task)
            with self._database.writing() as session:
                jobs.finish(session, lease, at=self._now())
        except LeaseLost as error:
            log.warning("%s", error.message)
            return False
        except NotTaken as error:  # nothing of ours is wrong
            log.warning("Job %s (%s), attempt %s: %s", lease.job_id, lease.kind, lease.attempt, error)
            self._record_failure(lease, error)
            return False
        except Exception as error:
            log.exception("Job %s (%s) failed at attempt %s.", lease.job_id, lease.kind, lease.attempt)
            self._record_failure(lease, error)
            return False
        log.info("Job %s (%s) is done.", lease.job_id, lease.kind)
        return True

    @contextmanager
    def _renewing(self, lease: Lease) -> Iterator[None]:
        """Renew the lease meanwhile, however long the handler says nothing: it ends with this process, and soon."""
        over = threading.Event()

        def renew() -> None:
            while not over.wait(RENEWAL_SECONDS):
                try:
                    with self._database.writing() as session:
                        jobs.renew(session, lease, at=self._now())
                except LeaseLost:
                    return  # said where its results are recorded
                except Exception:
                    log.exception(
                        "The lease of job %s could not be renewed; that is tried again.", lease.job_id
                    )

        renewing = threading.Thread(target=renew, name="lease", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            over.set()
            renewing.join()

    def _record_failure(self, lease: Lease, error: Exception) -> None:
        try:
            with self._database.writing() as session:
                again = jobs.fail(session, lease, f"{type(error).__name__}: {error}", at=self._now())
        except LeaseLost as lost:
            log.warning("%s", lost.message)
            return
        log.info("Next attempt: %s.", again.isoformat(timespec="seconds") if again else "none, it has failed")
