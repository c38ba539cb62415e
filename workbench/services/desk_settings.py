"""Reads and changes the desk's settings; absent rows mean the default."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Setting
from workbench.domain import permissions
from workbench.domain.house import BY_KEY, RULES
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission
from workbench.services import audit


def get(session: Session, key: str) -> Any:
    """The value in force for a key of ``domain.house``. Raises KeyError for any other."""
    rule = BY_KEY[key]
    row = session.get(Setting, key)
    return rule.default if row is None else row.value


def get_all(session: Session) -> dict[str, Any]:
    """Every value in force, by key, in one query."""
    stored = {row.key: row.value for row in session.scalars(select(Setting))}
    return {rule.key: stored.get(rule.key, rule.default) for rule in RULES}


def change(session: Session, actor: Actor, texts: Mapping[str, str], *, at: datetime) -> tuple[str, ...]:
    """Set these keys to what a form said; returns the keys that changed. All or nothing.

    Raises InvalidInput naming the row, KeyError for a key that is not in the table.
    """
    permissions.require(actor, Permission.MANAGE_SETTINGS)
    before = get_all(session)
    wanted = {key: BY_KEY[key].read(text) for key, text in texts.items()}
    changed = tuple(key for key, value in wanted.items() if value != before[key])
    for key in changed:
        row = session.get(Setting, key) or Setting(key=key)
        row.value, row.changed_at, row.changed_by_id = wanted[key], at, actor.id
        session.add(row)
        audit.record(session, actor, "setting.changed", at=at, key=key, before=before[key], after=wanted[key])
    return changed
