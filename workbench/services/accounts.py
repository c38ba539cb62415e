"""People's accounts: adding, roles, deactivating, passwords and one-time links.

Everything here takes password *hashes*: hashing is slow and belongs outside the transaction. An actor of
None is the command line, whose user holds the database itself and so needs no permission.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workbench.db.models import OneTimeLink, User, UserRole
from workbench.domain import permissions
from workbench.domain.errors import InvalidInput, LinkSpent, NotFound, WrongState
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission
from workbench.services import audit, signin

FIRST_ADMIN_LINK_LASTS = timedelta(hours=24)
PASSWORD_LINK_LASTS = timedelta(days=3)

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+")
SPENT = "This link has been used, replaced by a newer one, or is too old. Ask an admin for a new one."


@dataclass(frozen=True, slots=True)
class Link:
    """A valid one-time link: whose password it sets, or nobody's when it creates the first admin."""

    id: int
    user_id: int | None
    name: str
    email: str

    @property
    def makes_first_admin(self) -> bool:
        return self.user_id is None


def has_users(session: Session) -> bool:
    return session.scalar(select(User.id).limit(1)) is not None


def find_person(session: Session, email: str) -> Actor:
    """The person with this e-mail address, active or not. Raises NotFound."""
    user = session.scalar(select(User).where(User.email_key == signin.email_key(email)))
    if user is None:
        raise NotFound(f"Nobody here has the e-mail address {email.strip()}.")
    return user.as_actor()


def add_person(
    session: Session,
    actor: Actor | None,
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    password_hash: str | None = None,
    at: datetime,
) -> Actor:
    """Add somebody. Without a password they need a link from ``issue_password_link``. Raises InvalidInput."""
    _require_manager(actor)
    email, name = check_email(email), check_name(name)
    key = signin.email_key(email)
    if session.scalar(select(User.id).where(User.email_key == key)) is not None:
        raise InvalidInput(f"Somebody with the e-mail address {email} is already here.", field="email")
    user = User(
        email=email,
        email_key=key,
        name=name,
        password_hash=password_hash,
        created_at=at,
        roles=[UserRole(role=role) for role in sorted(set(roles))],
    )
    session.add(user)
    session.flush()
    audit.record(session, actor, "user.created", at=at, user=user.id, roles=_names(user))
    return user.as_actor()


def set_roles(
    session: Session, actor: Actor | None, user_id: int, roles: Iterable[Role], *, at: datetime
) -> Actor:
    """Give somebody exactly these roles. Raises WrongState rather than leave the desk without an admin."""
    _require_manager(actor)
    admins = _lock_admins(session)
    user = _lock_user(session, user_id)
    wanted = set(roles)
    if Role.ADMIN not in wanted and admins == {user.id}:
        raise WrongState("This is the last admin. Make somebody else an admin first.")
    before = _names(user)
    if set(before) == {role.value for role in wanted}:
        return user.as_actor()
    user.roles = [r for r in user.roles if r.role in wanted] + [
        UserRole(role=role) for role in sorted(wanted) if role.value not in before
    ]
    session.flush()
    audit.record(session, actor, "user.roles_changed", at=at, user=user.id, before=before, after=_names(user))
    return user.as_actor()


def rename(session: Session, actor: Actor | None, user_id: int, name: str, *, at: datetime) -> Actor:
    """Change how somebody is called; what they did keeps pointing at them."""
    _require_manager(actor)
    user = _lock_user(session, user_id)
    before, user.name = user.name, check_name(name)
    if before != user.name:
        audit.record(session, actor, "user.renamed", at=at, user=user.id, before=before, after=user.name)
    return user.as_actor()


def deactivate(session: Session, actor: Actor | None, user_id: int, *, at: datetime) -> None:
    """Bar somebody from signing in and end their sessions and links; their work keeps their name."""
    _require_manager(actor)
    admins = _lock_admins(session)
    user = _lock_user(session, user_id)
    if admins == {user.id}:
        raise WrongState("This is the last admin. Make somebody else an admin first.")
    if user.deactivated_at is not None:
        return
    user.deactivated_at = at
    audit.record(session, actor, "user.deactivated", at=at, user=user.id)
    _spend_links(session, user.id, at)
    signin.close_all_sessions(session, actor, user.id, at=at)


def activate(session: Session, actor: Actor | None, user_id: int, *, at: datetime) -> None:
    """Let somebody back in, with the roles and the password they had."""
    _require_manager(actor)
    user = _lock_user(session, user_id)
    if user.deactivated_at is None:
        return
    user.deactivated_at = None
    signin.forget_failures(session, user)
    audit.record(session, actor, "user.activated", at=at, user=user.id)


def set_password(
    session: Session, actor: Actor | None, user_id: int, password_hash: str, *, at: datetime
) -> None:
    """Replace somebody's password, unlock the account and end every session they have."""
    _require_manager(actor)
    _replace_password(session, actor, _lock_user(session, user_id), password_hash, at=at)


def change_own_password(
    session: Session,
    actor: Actor,
    *,
    checked_hash: str,
    password_hash: str,
    this_session: int | None,
    at: datetime,
) -> None:
    """Replace the actor's own password and end their other sessions.

    ``checked_hash`` is the hash the old password was checked against; if it has changed since, somebody
    else was here first and WrongState is raised.
    """
    permissions.require(actor, Permission.OWN_ACCOUNT)
    user = _lock_user(session, actor.id)
    if user.password_hash != checked_hash:
        raise WrongState("Your password was changed a moment ago. Sign in again with the new one.")
    _replace_password(session, actor, user, password_hash, keep=this_session, at=at)


def has_password(session: Session, actor: Actor) -> bool:
    """Whether the actor signs in with a password (in the demo nobody does)."""
    return session.scalar(select(User.password_hash).where(User.id == actor.id)) is not None


def issue_password_link(session: Session, actor: Actor | None, user_id: int, *, at: datetime) -> str:
    """A token for a link that lets somebody choose a password once; earlier ones stop working."""
    _require_manager(actor)
    user = _lock_user(session, user_id)
    if user.deactivated_at is not None:
        raise WrongState("This person is deactivated. Bring them back first.")
    _spend_links(session, user.id, at)
    token = _store_link(session, user.id, PASSWORD_LINK_LASTS, at)
    audit.record(session, actor, "user.link_issued", at=at, user=user.id)
    return token


def issue_first_admin_link(session: Session, *, at: datetime) -> str:
    """A token for a link that creates the first admin. Raises WrongState once there is anybody."""
    if has_users(session):
        raise WrongState("There are people here already; an admin can add more.")
    _spend_links(session, None, at)
    return _store_link(session, None, FIRST_ADMIN_LINK_LASTS, at)


def find_link(session: Session, token: str, *, at: datetime) -> Link:
    """The link behind a token, if it can still be used. Raises LinkSpent."""
    row = session.execute(
        select(OneTimeLink, User)
        .outerjoin(User, User.id == OneTimeLink.user_id)
        .where(
            OneTimeLink.token_hash == signin.token_hash(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > at,
        )
    ).one_or_none()
    if row is None:
        raise LinkSpent(SPENT)
    link, user = row[0], cast("User | None", row[1])
    if user is None:
        if has_users(session):
            raise LinkSpent(SPENT)
        return Link(link.id, None, "", "")
    if user.deactivated_at is not None:
        raise LinkSpent(SPENT)
    return Link(link.id, user.id, user.name, user.email)


def create_first_admin(
    session: Session, token: str, *, email: str, name: str, password_hash: str, at: datetime
) -> Actor:
    """Use a first-admin link. Raises LinkSpent, InvalidInput."""
    link = find_link(session, token, at=at)
    if not link.makes_first_admin:
        raise LinkSpent(SPENT)
    _use_link(session, link, at)
    return add_person(
        session, None, email=email, name=name, roles={Role.ADMIN}, password_hash=password_hash, at=at
    )


def choose_password(session: Session, token: str, *, password_hash: str, at: datetime) -> Actor:
    """Use a password link; earlier sessions of the person end. Raises LinkSpent."""
    link = find_link(session, token, at=at)
    if link.user_id is None:
        raise LinkSpent(SPENT)
    _use_link(session, link, at)
    user = _lock_user(session, link.user_id)
    _replace_password(session, user.as_actor(), user, password_hash, at=at)
    return user.as_actor()


def check_email(email: str) -> str:
    """The address without surrounding space. Raises InvalidInput."""
    email = email.strip()
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise InvalidInput("That is not an e-mail address.", field="email")
    return email


def check_name(name: str) -> str:
    """The name with single spaces. Raises InvalidInput."""
    name = " ".join(name.split())
    if not name or len(name) > 200 or not name.isprintable():
        raise InvalidInput("Give a name of at most 200 characters.", field="name")
    return name


def _replace_password(
    session: Session,
    actor: Actor | None,
    user: User,
    password_hash: str,
    *,
    keep: int | None = None,
    at: datetime,
) -> None:
    user.password_hash = password_hash
    signin.forget_failures(session, user)
    _spend_links(session, user.id, at)
    audit.record(session, actor, "user.password_changed", at=at, user=user.id)
    signin.close_all_sessions(session, actor, user.id, but=keep, at=at)


def _require_manager(actor: Actor | None) -> None:
    if actor is not None:
        permissions.require(actor, Permission.MANAGE_PEOPLE)


def _lock_user(session: Session, user_id: int) -> User:
    user = session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None:
        raise NotFound("There is no such person.")
    return user


def _lock_admins(session: Session) -> set[int]:
    """Ids of the active admins, their rows locked: two of them must not demote each other at once."""
    return set(
        session.scalars(
            select(User.id)
            .join(UserRole)
            .where(UserRole.role == Role.ADMIN, User.deactivated_at.is_(None))
            .order_by(User.id)
            .with_for_update(of=User)
        )
    )


def _store_link(session: Session, user_id: int | None, lasts: timedelta, at: datetime) -> str:
    token = signin.new_token()
    session.add(
        OneTimeLink(
            token_hash=signin.token_hash(token), user_id=user_id, created_at=at, expires_at=at + lasts
        )
    )
    session.flush()
    return token


def _spend_links(session: Session, user_id: int | None, at: datetime) -> None:
    mine = OneTimeLink.user_id.is_(None) if user_id is None else OneTimeLink.user_id == user_id
    session.execute(update(OneTimeLink).where(mine, OneTimeLink.used_at.is_(None)).values(used_at=at))


def _use_link(session: Session, link: Link, at: datetime) -> None:
    used = session.scalar(
        update(OneTimeLink)
        .where(OneTimeLink.id == link.id, OneTimeLink.used_at.is_(None))
        .values(used_at=at)
        .returning(OneTimeLink.id)
    )
    if used is None:  # somebody else was a moment faster
        raise LinkSpent(SPENT)


def _names(user: User) -> list[str]:
    return sorted(r.role.value for r in user.roles)
