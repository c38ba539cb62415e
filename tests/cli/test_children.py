"""The child processes of ``serve``: they do their work, come back when killed, and go when their parent goes."""

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable

import pytest
from sqlalchemy import select

from workbench.cli.children import WORKBENCH, WORKER, start_server, start_worker
from workbench.db.engine import Database
from workbench.db.models import Job
from workbench.db.models.desk import JobState
from workbench.settings import Settings
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


def is_at_work(database: Database) -> bool:
    """Whether a worker has run all that is due on a new desk."""
    with database.reading() as session:
        return session.scalars(select(Job.state)).all() == [JobState.DONE] * sum(
            1 for handler in HANDLERS.values() if handler.every
        )


def test_it_works_comes_back_and_stops(settings: Settings, sqlite_database: Database) -> None:
    running = start_worker(settings)
    try:
        wait_until(lambda: is_at_work(sqlite_database))
        first = running.pid
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: running.pid != first)
        second = running.pid
    finally:
        running.stop()
    assert not is_running(first)
    assert not is_running(second)


@pytest.mark.parametrize("how", ["the pipe closes", "SIGTERM"])
def test_it_ends_well(
    settings: Settings, sqlite_database: Database, how: str, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = {**os.environ, "WORKBENCH_DATABASE_URL": settings.database_url}
    process = subprocess.Popen(WORKER, stdin=subprocess.PIPE, env=environment)
    assert process.stdin is not None
    wait_until(lambda: is_at_work(sqlite_database))
    if how == "SIGTERM":
        process.terminate()
    else:
        process.stdin.close()
    assert process.wait(SOON) == 0
    process.stdin.close()
    assert capfd.readouterr().err == ""


def test_a_further_server_answers_comes_back_and_stops(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(SOON)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/sign-in"

        def answers() -> bool:
            with urllib.request.urlopen(address, timeout=SOON) as answer:
                return bool(answer.status == 200)

        running = start_server(settings, listener)
        try:
            assert answers()
            first = running.pid
            os.kill(first, signal.SIGKILL)
            wait_until(lambda: running.pid != first)
            assert answers()
            second = running.pid
        finally:
            running.stop()
    assert not is_running(second)


def test_a_killed_server_leaves_nobody_on_its_port(settings: Settings) -> None:
    """However it ends: its children go with it, and a new one can listen where it did."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*WORKBENCH, "serve", "--port", str(port)]
    environment = {**os.environ, "WORKBENCH_DATABASE_URL": settings.database_url}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        while b"Ctrl+C" not in server.stdout.readline():
            assert server.poll() is None
        time.sleep(1)  # its children are up by now
        server.kill()

    def is_free() -> bool:
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return True
        return False

    wait_until(is_free)
