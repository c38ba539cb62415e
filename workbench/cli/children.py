"""The child processes of ``serve``, so that one command starts everything a desk needs.

They are the worker, and further processes that answer requests on the same socket: Python runs one thread
at a time, so a second process is a second core.
"""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence

from workbench.settings import Settings, as_environment

WORKBENCH = (sys.executable, "-m", "workbench")
WORKER = (*WORKBENCH, "worker", "--with-parent")
STOP_SECONDS = 10.0
LONGEST_PAUSE = 60.0


class Child:
    """A process that is started again when it dies and that dies with its parent.

    The child reads its standard input to the end: the pipe closes however the parent ends, even by kill -9.
    ``keeps`` are open files it inherits.
    """

    def __init__(
        self, command: Sequence[str], environment: dict[str, str], *, keeps: Sequence[int] = ()
    ) -> None:
        self._command, self._environment, self._keeps = list(command), environment, tuple(keeps)
        self._stopping = threading.Event()
        self._process = self._spawn()
        self._watch = threading.Thread(target=self._keep_running, name="child-watch", daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Let the work in hand finish (for ten seconds at most; another would take a job up), and end."""
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
        return subprocess.Popen(  # noqa: S603
            self._command, stdin=subprocess.PIPE, env=self._environment, pass_fds=self._keeps
        )

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


def start_worker(settings: Settings) -> Child:
    """Start the worker of this deployment. Stop it with :meth:`Child.stop`."""
    return Child(WORKER, {**os.environ, **as_environment(settings)})


def start_server(settings: Settings, listener: socket.socket) -> Child:
    """Start another process that answers requests on ``listener``. Stop it with :meth:`Child.stop`."""
    number = listener.fileno()
    command = (*WORKBENCH, "serve", "--beside-parent-on", str(number))
    return Child(command, {**os.environ, **as_environment(settings)}, keeps=[number])


def when_parent_ends(act: Callable[[], None]) -> None:
    """In a child: call ``act``, from a thread, when the parent has gone or wants this process to end."""

    def wait() -> None:
        # Not through sys.stdin: a thread that waits inside it makes Python's exit fail.
        while os.read(0, 4096):
            pass
        act()

    threading.Thread(target=wait, name="parent-watch", daemon=True).start()
