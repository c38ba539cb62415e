"""The worker as a child process of ``serve``, so that a desk starts one command and has everything."""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence

from workbench.settings import PREFIX, Settings

COMMAND = (sys.executable, "-m", "workbench", "worker", "--with-parent")
STOP_SECONDS = 10.0
LONGEST_PAUSE = 60.0


class Child:
    """A worker process that is started again when it dies and that dies with its parent.

    The child reads its standard input to the end: the pipe closes however the parent ends, even by kill -9.
    """

    def __init__(self, environment: dict[str, str], command: Sequence[str] = COMMAND) -> None:
        self._command, self._environment = list(command), environment
        self._stopping = threading.Event()
        self._process = self._spawn()
        self._watch = threading.Thread(target=self._keep_running, name="worker-watch", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Let the job in hand finish (for ten seconds at most; another worker would take it up), and end."""
        self._stopping.set()
        process = self._process
        _close_input(process)
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._watch.join(STOP_SECONDS)

    def _spawn(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, stdin=subprocess.PIPE, env=self._environment)  # noqa: S603

    def _keep_running(self) -> None:
        pause = 1.0
        while True:
            self._process.wait()
            _close_input(self._process)
            if self._stopping.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE)
            self._process = self._spawn()
            if self._stopping.is_set():
                self._process.terminate()


def _close_input(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None and not process.stdin.closed:
        process.stdin.close()


def start(settings: Settings) -> Child:
    """Start the worker of this deployment. Stop it with :meth:`Child.stop`."""
    return Child({**os.environ, f"{PREFIX}DATABASE_URL": settings.database_url})
