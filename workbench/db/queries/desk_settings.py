"""Who last changed each of the desk's settings, for their page."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Setting, User


@dataclass(frozen=True, slots=True)
class LastChange:
    at: datetime
    by: str | None


def last_changes(session: Session) -> dict[str, LastChange]:
    """By key; settings nobody has touched are missing."""
    rows = session.execute(
        select(Setting.key, Setting.changed_at, User.name).outerjoin(User, User.id == Setting.changed_by_id)
    )
    return {key: LastChange(at, by) for key, at, by in rows}
