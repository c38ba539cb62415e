"""Writes the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Segment
from workbench.domain.people import Actor


def record(
    session: Session,
    actor: Actor | None,
    name: str,
    *,
    at: datetime,
    article: Article | None = None,
    segment: Segment | None = None,
    **detail: Any,
) -> AuditEvent:
    """Append one line: ``name`` is subject and verb, ``detail`` is before → after as ids and short values.

    Call it after the article or segment has been flushed; their ids are stored. No actor means the command line.
    """
    event = AuditEvent(
        at=at,
        actor_id=actor.id if actor else None,
        name=name,
        article_id=article.id if article else segment.article_id if segment else None,
        segment_id=segment.id if segment else None,
        detail=detail,
    )
    session.add(event)
    session.flush()
    return event
