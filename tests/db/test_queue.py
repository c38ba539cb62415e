"""The fair lock: one at a time, in order."""

import threading
import time

import pytest

from workbench.db.queue import FairLock


def test_waiters_are_served_in_the_order_they_came() -> None:
    lock, served = FairLock(), []

    def wait(number: int) -> None:
        with lock.held():
            served.append(number)

    threads = [threading.Thread(target=wait, args=(n,)) for n in range(20)]
    with lock.held():
        for count, thread in enumerate(threads, 1):
            thread.start()
            while len(lock._waiting) < count:
                time.sleep(0.001)
        assert served == []
    for thread in threads:
        thread.join(5)
    assert served == list(range(20))


def test_one_at_a_time() -> None:
    lock, inside, most = FairLock(), [], 0

    def work() -> None:
        nonlocal most
        for _ in range(50):
            with lock.held():
                inside.append(1)
                most = max(most, len(inside))
                time.sleep(0)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert most == 1


def _fail_inside(lock: FairLock) -> None:
    with lock.held():
        raise RuntimeError("inside")


def test_an_error_inside_lets_the_next_one_in() -> None:
    lock = FairLock()
    with pytest.raises(RuntimeError):
        _fail_inside(lock)
    with lock.held():
        pass
