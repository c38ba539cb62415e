"""Counts attempts per key within a window, in the database, so that all processes count together."""

import ipaddress
from datetime import datetime, timedelta

from sqlalchemy import case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workbench.db.models import Throttle

#: Rows older than this mean nothing and go when the next attempt is counted.
KEPT = timedelta(days=1)


def count_attempt(
    session: Session, key: str, *, window: timedelta, at: datetime, from_last: bool = False
) -> int:
    """Count one attempt and return how many the window holds; a new window starts once the old has passed.

    ``from_last``: the window runs from the latest attempt instead of the first.
    """
    session.execute(delete(Throttle).where(Throttle.window_started_at < at - KEPT))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(Throttle).values(key=key, window_started_at=at, count=1)
    passed = Throttle.window_started_at <= at - window
    count: int = session.execute(
        statement.on_conflict_do_update(
            index_elements=[Throttle.key],
            set_={
                "count": case((passed, 1), else_=Throttle.count + 1),
                "window_started_at": at
                if from_last
                else case((passed, at), else_=Throttle.window_started_at),
            },
        ).returning(Throttle.count)
    ).scalar_one()
    return count


def attempts(session: Session, key: str, *, window: timedelta, at: datetime) -> tuple[int, datetime | None]:
    """How many attempts the present window holds, and when it ends (None without attempts)."""
    row = session.get(Throttle, key)
    if row is None or row.window_started_at <= at - window:
        return 0, None
    return row.count, row.window_started_at + window


def address_key(address: str) -> str:
    """The key for a visitor's address; an IPv6 household has 2**64 of them and counts as one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "address:unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return f"address:{parsed.ipv4_mapped}"
        return f"address:{ipaddress.ip_network((parsed, 64), strict=False)}"
    return f"address:{parsed}"
