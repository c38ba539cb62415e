"""People, their roles and their sign-ins. People are never deleted, only deactivated."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workbench.db.base import SQLITE_IDS, Base, Id, enum_of
from workbench.domain.people import Actor, Role


class User(Base):
    __tablename__ = "user"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)  # casefolded: one account per address
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    roles: Mapped[list["UserRole"]] = relationship(
        lazy="selectin", cascade="save-update, merge, delete, delete-orphan", order_by="UserRole.role"
    )

    def as_actor(self) -> Actor:
        return Actor(self.id, self.name, self.email, frozenset(r.role for r in self.roles))


class UserRole(Base):
    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(enum_of(Role, "role"), primary_key=True)


class SignIn(Base):
    """A signed-in browser. Only the hash of its token is stored."""

    __tablename__ = "session"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    user_id: Mapped[int] = mapped_column(Id, ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # written at most every five minutes
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    browser: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(64), default="")

    user: Mapped[User] = relationship(lazy="joined")


class OneTimeLink(Base):
    """A link that works once: to create the first admin, or to choose a password."""

    __tablename__ = "one_time_link"
    __table_args__ = (SQLITE_IDS,)

    id: Mapped[int] = mapped_column(Id, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(Id, ForeignKey("user.id"))  # None: creates the first admin
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Throttle(Base):
    """Attempts counted per key (an address, an action) within a window, shared by all processes."""

    __tablename__ = "throttle"
    __table_args__ = (Index("ix_throttle_window_started_at", "window_started_at"),)

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    window_started_at: Mapped[datetime]
    count: Mapped[int]
