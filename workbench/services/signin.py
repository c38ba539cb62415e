"""Signing in and out: attempts, lockout, server-side sessions.

Only the hash of a session's token is stored, so a stolen database signs nobody in. A password is checked
between two transactions, never inside one: ``begin_attempt`` reads, the caller runs ``passwords.check``,
``finish_attempt`` writes.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from workbench.db.models import SignIn, Throttle, User, UserRole
from workbench.domain.errors import NotFound, TooManyAttempts
from workbench.domain.people import Actor
from workbench.services import audit, throttling
from workbench.services.passwords import Checked

SEEN_EVERY = timedelta(minutes=5)

FREE_FAILURES = 4  # the fifth locks for a minute, each further one twice as long
LOCK_STEP = timedelta(minutes=1)
LOCK_LIMIT = timedelta(minutes=30)

ADDRESS_WINDOW = timedelta(minutes=10)
ADDRESS_LIMIT = 30  # a whole newsroom may share one address; only failures count

WRONG = "That e-mail address and password do not belong together. Check both and try again."


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in under way: the account it may be for, and the hash to check the password against."""

    email_key: str
    address: str
    user_id: int | None
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A valid session: whose it is, and whether its last sighting is old enough to be written again."""

    id: int
    actor: Actor
    is_due: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of a person's own sessions, as they see it listed."""

    id: int
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    browser: str
    address: str
    is_this_one: bool


def email_key(email: str) -> str:
    """What makes two spellings of an address one account."""
    return email.strip().casefold()


def begin_attempt(session: Session, email: str, *, address: str, at: datetime) -> Attempt:
    """Look the account up before its password is checked. Raises TooManyAttempts.

    Addresses of nobody are counted and locked like those of somebody, so that a lock gives nothing away.
    """
    count, until = throttling.attempts(session, throttling.address_key(address), window=ADDRESS_WINDOW, at=at)
    if count >= ADDRESS_LIMIT and until is not None:
        raise _too_many(until, at)
    key = email_key(email)
    user = session.scalar(select(User).where(User.email_key == key))
    until = user.locked_until if user else _unknown_locked_until(session, key, at)
    if until is not None and until > at:
        raise _too_many(until, at)
    usable = user is not None and user.deactivated_at is None
    return Attempt(
        key, address, user.id if user else None, user.password_hash if user is not None and usable else None
    )


def finish_attempt(
    session: Session,
    attempt: Attempt,
    checked: Checked,
    *,
    browser: str,
    lasts: timedelta,
    replaces: str | None = None,
    at: datetime,
) -> str | None:
    """Record the outcome: a new session's token, or None for a wrong password, which is counted.

    ``replaces`` is the token the browser held so far; its session ends. Raises TooManyAttempts when the
    account was locked while the password was being checked.
    """
    user = session.get(User, attempt.user_id, with_for_update=True) if attempt.user_id else None
    if user is not None and user.locked_until is not None and user.locked_until > at:
        raise _too_many(user.locked_until, at)
    if user is None or not checked.right or user.deactivated_at is not None:
        count_failure(session, attempt, at=at)
        return None
    if user.password_hash != attempt.password_hash:  # changed while it was being checked
        return None
    forget_failures(session, user)
    if checked.fresh_hash is not None:
        user.password_hash = checked.fresh_hash
    return open_session(
        session,
        user.as_actor(),
        address=attempt.address,
        browser=browser,
        lasts=lasts,
        replaces=replaces,
        at=at,
    )


def open_session(
    session: Session,
    actor: Actor,
    *,
    address: str,
    browser: str,
    lasts: timedelta,
    replaces: str | None = None,
    at: datetime,
) -> str:
    """Start a session for somebody who has shown who they are; returns its token, which is not stored."""
    if replaces:
        session.execute(
            update(SignIn)
            .where(SignIn.token_hash == token_hash(replaces), SignIn.revoked_at.is_(None))
            .values(revoked_at=at)
        )
    token = new_token()
    row = SignIn(
        user_id=actor.id,
        token_hash=token_hash(token),
        created_at=at,
        seen_at=at,
        expires_at=at + lasts,
        browser=browser[:300],
        address=address[:64],
    )
    session.add(row)
    session.flush()
    audit.record(session, actor, "session.opened", at=at, sign_in=row.id)
    return token


#: Built once: it runs on every request, and putting it together takes longer than running it.
_FIND_VISIT = (
    select(SignIn.id, SignIn.seen_at, User.id, User.name, User.email, UserRole.role)
    .join(User, User.id == SignIn.user_id)
    .outerjoin(UserRole, UserRole.user_id == User.id)
    .where(
        SignIn.token_hash == bindparam("token_hash"),
        SignIn.revoked_at.is_(None),
        SignIn.expires_at > bindparam("at"),
        User.deactivated_at.is_(None),
    )
)


def find_visit(session: Session, token: str, *, at: datetime) -> Visit | None:
    """The session behind a token, if it is still good."""
    rows = session.execute(_FIND_VISIT, {"token_hash": token_hash(token), "at": at}).all()
    if not rows:
        return None
    sign_in_id, seen_at, user_id, name, email, _ = rows[0]
    roles = frozenset(row[5] for row in rows if row[5] is not None)
    return Visit(sign_in_id, Actor(user_id, name, email, roles), at - seen_at >= SEEN_EVERY)


def mark_seen(session: Session, visit: Visit, *, at: datetime) -> None:
    session.execute(update(SignIn).where(SignIn.id == visit.id).values(seen_at=at))


def list_sessions(
    session: Session, actor: Actor, *, this: int | None, at: datetime
) -> tuple[OpenSession, ...]:
    """A person's own open sessions, the last used first."""
    rows = session.scalars(
        select(SignIn)
        .where(SignIn.user_id == actor.id, SignIn.revoked_at.is_(None), SignIn.expires_at > at)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return tuple(
        OpenSession(r.id, r.created_at, r.seen_at, r.expires_at, r.browser, r.address, r.id == this)
        for r in rows
    )


def close_session(session: Session, actor: Actor, sign_in_id: int, *, at: datetime) -> None:
    """End one of the actor's own sessions. Raises NotFound for anybody else's."""
    row = session.scalar(select(SignIn).where(SignIn.id == sign_in_id, SignIn.user_id == actor.id))
    if row is None:
        raise NotFound("There is no such session among yours.")
    if row.revoked_at is None:
        row.revoked_at = at
        audit.record(session, actor, "session.closed", at=at, sign_in=row.id)


def close_all_sessions(
    session: Session, actor: Actor | None, user_id: int, *, but: int | None = None, at: datetime
) -> int:
    """End every open session of a person (``but`` one); returns how many were open."""
    query = (
        update(SignIn)
        .where(SignIn.user_id == user_id, SignIn.revoked_at.is_(None), SignIn.expires_at > at)
        .values(revoked_at=at)
        .returning(SignIn.id)
    )
    if but is not None:
        query = query.where(SignIn.id != but)
    closed = sorted(session.scalars(query))
    if closed:
        audit.record(session, actor, "session.closed", at=at, user=user_id, sign_ins=closed)
    return len(closed)


def new_token() -> str:
    """256 unguessable bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token. A plain hash will do: there is nothing in it to guess."""
    return hashlib.sha256(token.encode()).hexdigest()


def lock_after(failures: int) -> timedelta:
    """How long an account is locked after so many failures in a row."""
    steps = failures - FREE_FAILURES - 1
    if steps < 0:
        return timedelta(0)
    return min(LOCK_STEP * (1 << min(steps, 20)), LOCK_LIMIT)


def forget_failures(session: Session, user: User) -> None:
    """Unlock an account: after the right password, or when an admin has vouched for the person."""
    user.failures, user.locked_until = 0, None
    session.execute(delete(Throttle).where(Throttle.key == _account_key(user.email_key)))


def count_failure(session: Session, attempt: Attempt, *, at: datetime) -> None:
    """Count a wrong password against the visitor's address and the account, and lock when it is one too many."""
    throttling.count_attempt(session, throttling.address_key(attempt.address), window=ADDRESS_WINDOW, at=at)
    failures = throttling.count_attempt(
        session, _account_key(attempt.email_key), window=throttling.KEPT, at=at, from_last=True
    )
    user = session.get(User, attempt.user_id, with_for_update=True) if attempt.user_id else None
    if user is None:
        return
    user.failures = failures
    locked_for = lock_after(failures)
    if locked_for:
        user.locked_until = at + locked_for
        audit.record(session, None, "user.locked", at=at, user=user.id, failures=failures)


def _unknown_locked_until(session: Session, key: str, at: datetime) -> datetime | None:
    """Until when an address without an account is locked, by the same rule as those with one."""
    failures, ends = throttling.attempts(session, _account_key(key), window=throttling.KEPT, at=at)
    return ends - throttling.KEPT + lock_after(failures) if ends else None


def _account_key(key: str) -> str:
    # Hashed: addresses of people who have no account here are nobody's business.
    return f"account:{token_hash(key)}"


def _too_many(until: datetime, at: datetime) -> TooManyAttempts:
    minutes = max(1, -int((at - until).total_seconds() // 60))
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return TooManyAttempts(
        f"There were too many failed attempts. Wait {wait} and try again, or ask an admin for a link "
        "to choose a new password.",
        seconds=int((until - at).total_seconds()) + 1,
    )
