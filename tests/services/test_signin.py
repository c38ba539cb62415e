"""Attempts, lockout and throttling, with a clock moved by hand."""

from datetime import timedelta

import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.conftest import Clock
from workbench.db.models import AuditEvent, Throttle, User
from workbench.domain.errors import TooManyAttempts
from workbench.domain.people import Actor
from workbench.services import passwords, signin, throttling
from workbench.services.passwords import Checked

RIGHT, WRONG = Checked(True), Checked(False)


def attempt(
    session: Session, email: str, checked: Checked, clock: Clock, *, address: str = "192.0.2.1"
) -> str | None:
    at = clock()
    begun = signin.begin_attempt(session, email, address=address, at=at)
    return signin.finish_attempt(session, begun, checked, browser="", lasts=timedelta(days=1), at=at)


def fail(session: Session, email: str, times: int, clock: Clock, *, address: str = "192.0.2.1") -> None:
    for _ in range(times):
        assert attempt(session, email, WRONG, clock, address=address) is None


@pytest.fixture
def tala(session: Session, people: dict[str, Actor]) -> Actor:
    session.get(User, people["translator"].id).password_hash = "hash"
    return people["translator"]


@pytest.mark.parametrize("email", ["tala.translator@example.org", "nobody@example.net"])
def test_the_fifth_failure_locks_and_each_further_one_for_longer(
    session: Session, tala: Actor, clock: Clock, email: str
) -> None:
    fail(session, email, 5, clock)
    with pytest.raises(TooManyAttempts, match="Wait a minute"):
        attempt(session, email, RIGHT, clock)
    clock.moment += timedelta(minutes=1)
    fail(session, email, 1, clock)
    with pytest.raises(TooManyAttempts, match="Wait 2 minutes"):
        attempt(session, email, RIGHT, clock)
    clock.moment += timedelta(days=2)
    fail(session, email, 4, clock)  # a quiet day, and it begins anew
    assert (attempt(session, email, RIGHT, clock) is not None) == (email == tala.email)


def test_the_right_password_forgets_the_failures(session: Session, tala: Actor, clock: Clock) -> None:
    fail(session, tala.email, 4, clock)
    assert attempt(session, tala.email, RIGHT, clock)
    fail(session, tala.email, 4, clock)
    assert attempt(session, tala.email, RIGHT, clock)
    assert session.get(User, tala.id).failures == 0


def test_a_lock_goes_on_record(session: Session, tala: Actor, clock: Clock) -> None:
    fail(session, tala.email, 5, clock)
    (line,) = session.query(AuditEvent).filter_by(name="user.locked")
    assert line.detail == {"user": tala.id, "failures": 5}


def test_a_lock_set_while_the_password_was_checked_holds(session: Session, tala: Actor, clock: Clock) -> None:
    at = clock()
    begun = signin.begin_attempt(session, tala.email, address="192.0.2.1", at=at)
    fail(session, tala.email, 5, clock)
    with pytest.raises(TooManyAttempts):
        signin.finish_attempt(session, begun, RIGHT, browser="", lasts=timedelta(days=1), at=at)


def test_a_password_replaced_while_the_old_one_was_checked_wins(
    session: Session, tala: Actor, clock: Clock
) -> None:
    begun = signin.begin_attempt(session, tala.email, address="192.0.2.1", at=clock())
    session.get(User, tala.id).password_hash = "new"
    done = signin.finish_attempt(session, begun, RIGHT, browser="", lasts=timedelta(days=1), at=clock())
    assert done is None


def test_an_address_that_tries_many_accounts_has_to_wait(session: Session, tala: Actor, clock: Clock) -> None:
    for n in range(signin.ADDRESS_LIMIT):
        fail(session, f"person{n}@example.net", 1, clock, address="198.51.100.7")
    with pytest.raises(TooManyAttempts):
        attempt(session, tala.email, RIGHT, clock, address="198.51.100.7")
    assert attempt(session, tala.email, RIGHT, clock, address="198.51.100.8")
    clock.moment += signin.ADDRESS_WINDOW
    assert attempt(session, tala.email, RIGHT, clock, address="198.51.100.7")


def test_a_newer_hash_is_kept(session: Session, tala: Actor, clock: Clock) -> None:
    assert attempt(session, tala.email, Checked(True, "stronger"), clock)
    assert session.get(User, tala.id).password_hash == "stronger"


def test_an_ipv6_household_counts_as_one() -> None:
    key = throttling.address_key
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::1")
    assert key("::ffff:192.0.2.1") == key("192.0.2.1") != key("192.0.2.2")
    assert key("") == key("not an address")


@pytest.mark.both_databases
def test_windows_end_and_old_rows_go(session: Session, clock: Clock) -> None:
    window = timedelta(minutes=10)
    counts = [throttling.count_attempt(session, "a", window=window, at=clock()) for _ in range(3)]
    assert counts == [1, 2, 3]
    clock.moment += window
    assert throttling.attempts(session, "a", window=window, at=clock()) == (0, None)
    assert throttling.count_attempt(session, "a", window=window, at=clock()) == 1
    clock.moment += timedelta(days=2)
    throttling.count_attempt(session, "b", window=window, at=clock())
    assert [row.key for row in session.query(Throttle)] == ["b"]


@given(st.integers(min_value=0, max_value=10_000))
def test_locks_grow_and_stop_growing(failures: int) -> None:
    here, next_one = signin.lock_after(failures), signin.lock_after(failures + 1)
    assert timedelta(0) <= here <= next_one <= signin.LOCK_LIMIT
    assert (here > timedelta(0)) == (failures > signin.FREE_FAILURES)


def test_a_password_is_hashed_with_argon2id_and_checked() -> None:
    stored = passwords.make_hash("cafe\u0301 au lait")
    assert stored.startswith("$argon2id$")
    assert passwords.check(stored, "caf\u00e9 au lait") == Checked(True)  # composed or not, the same word
    assert not passwords.check(stored, "cafe au lait").right
    assert not passwords.check(None, "anything at all").right
    assert not passwords.check("not a hash", "anything").right
    assert not passwords.check(None, "").right


def test_the_decoy_costs_what_a_real_hash_costs() -> None:
    decoy, real = passwords.decoy().split("$"), passwords.make_hash("three quiet harbours").split("$")
    assert decoy[1:4] == real[1:4]
    assert [len(part) for part in decoy] == [len(part) for part in real]


def test_a_guess_costs_three_passes_over_64_mib() -> None:
    """The tests themselves hash at a lower cost."""
    assert passwords.COST.type is argon2.Type.ID
    assert (passwords.COST.time_cost, passwords.COST.memory_cost) == (3, 64 * 1024)


def test_an_older_hash_is_renewed() -> None:
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("three quiet harbours")
    checked = passwords.check(weak, "three quiet harbours")
    assert checked.right
    assert checked.fresh_hash is not None
    assert passwords.check(checked.fresh_hash, "three quiet harbours") == Checked(True)
