"""The worker as a process: it does its work, comes back when killed, and goes when its parent goes."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

import pytest
from sqlalchemy import select

from workbench.db.engine import Database
from workbench.db.models import Job
from workbench.db.models.desk import JobState
from workbench.settings import Settings
from workbench.worker import child
from workbench.worker.handlers import HANDLERS

pytestmark = pytest.mark.slow

SECRET = "a secret for tests, long enough to be one"
SOON = 20.0


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for something another process does."""
    deadline = time.monotonic() + SOON
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def settings(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("WORKBENCH_SECRET_KEY", SECRET)
    return Settings(sqlite_database.url.render_as_string(hide_password=False), SECRET)


def test_it_works_comes_back_and_stops(settings: Settings, sqlite_database: Database) -> None:
    def all_done() -> bool:
        with sqlite_database.reading() as session:
            return session.scalars(select(Job.state)).all() == [JobState.DONE] * len(HANDLERS)

    running = child.start(settings)
    try:
        wait_until(all_done)
        first = running.pid
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: running.pid != first)
        second = running.pid
    finally:
        running.stop()
    assert not is_running(first)
    assert not is_running(second)


@pytest.mark.parametrize("how", ["the pipe closes", "SIGTERM"])
def test_it_ends_well(settings: Settings, how: str, capfd: pytest.CaptureFixture[str]) -> None:
    environment = {**os.environ, "WORKBENCH_DATABASE_URL": settings.database_url}
    process = subprocess.Popen(child.COMMAND, stdin=subprocess.PIPE, env=environment)
    assert process.stdin is not None
    time.sleep(3)
    assert process.poll() is None
    if how == "SIGTERM":
        process.terminate()
    else:
        process.stdin.close()
    assert process.wait(SOON) == 0
    process.stdin.close()
    assert capfd.readouterr().err == ""
