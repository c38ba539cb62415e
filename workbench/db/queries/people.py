"""What the people page, the sign-in page of the demo and ``workbench user list`` show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.db.models import SignIn, User
from workbench.domain.errors import NotFound
from workbench.domain.people import Actor, Role


@dataclass(frozen=True, slots=True)
class Person:
    """One account. ``seen_at`` is the last sighting of any session, within five minutes."""

    id: int
    name: str
    email: str
    roles: tuple[Role, ...]
    has_password: bool
    created_at: datetime
    seen_at: datetime | None
    locked_until: datetime | None
    deactivated_at: datetime | None

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    def as_actor(self) -> Actor:
        return Actor(self.id, self.name, self.email, frozenset(self.roles))


def list_people(session: Session) -> tuple[Person, ...]:
    """Everybody, those who can sign in first, by name. Three queries, however many they are."""
    last = select(SignIn.user_id, func.max(SignIn.seen_at)).group_by(SignIn.user_id)
    seen = {row[0]: row[1] for row in session.execute(last)}
    users = session.scalars(select(User).order_by(User.deactivated_at.is_not(None), User.name, User.id))
    return tuple(_person(user, seen.get(user.id)) for user in users)


def active_people(session: Session, emails: Collection[str]) -> tuple[Person, ...]:
    """Those with these addresses who can sign in, in the order they were added."""
    users = session.scalars(
        select(User).where(User.deactivated_at.is_(None), User.email.in_(emails)).order_by(User.id)
    )
    return tuple(_person(user, None) for user in users)


def get_person(session: Session, user_id: int) -> Person:
    """One person. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such person.")
    return _person(user, session.scalar(select(func.max(SignIn.seen_at)).where(SignIn.user_id == user_id)))


def _person(user: User, seen_at: datetime | None) -> Person:
    return Person(
        user.id,
        user.name,
        user.email,
        tuple(role for role in Role if role in {r.role for r in user.roles}),
        user.password_hash is not None,
        user.created_at,
        seen_at,
        user.locked_until,
        user.deactivated_at,
    )
