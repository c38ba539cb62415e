"""A lock whose waiters are served in the order they came."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class FairLock:
    """First come, first served, for the threads of one process.

    ``threading.Lock`` and ``flock`` wake whoever is quickest; under load somebody's save then waits many
    times longer than the others'.
    """

    def __init__(self) -> None:
        self._state = Lock()
        self._held = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for one's turn, and let the next one in at the end."""
        self._acquire()
        try:
            yield
        finally:
            self._release()

    def _acquire(self) -> None:
        with self._state:
            if not self._held:
                self._held = True
                return
            turn = Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()  # until the one before hands over

    def _release(self) -> None:
        with self._state:
            if self._waiting:
                self._waiting.popleft().release()  # stays held: it is the next one's now
            else:
                self._held = False
