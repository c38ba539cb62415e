"""Who set an article's facts: byline, dateline and the like, which nobody approves."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import AuditEvent, User


def set_by(session: Session, article_id: int, facts: Mapping[str, Any]) -> dict[str, str]:
    """Who made each of these facts what it is (field → name), those left out of which the log does not say it: as they
    were imported, or as an act on the whole article left them. ``facts``: the values of now. One query."""
    if not facts:
        return {}
    found: dict[str, str] = {}
    told: set[str] = set()
    for name, detail in session.execute(
        select(User.name, AuditEvent.detail)
        .join(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.article_id == article_id, AuditEvent.name == "article.fields_changed")
        .order_by(AuditEvent.id.desc())
    ):
        for field, (_, became) in detail["changed"].items():
            if field in facts and field not in told and became == facts[field]:
                found[field] = name
            told.add(field)
    return found
