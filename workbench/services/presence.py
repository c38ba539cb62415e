"""Remembers where somebody is, so that two people on one row are warned. It guides and never locks."""

from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Presence
from workbench.domain.people import Actor


def note_presence(
    session: Session, actor: Actor, article_id: int, segment_id: int | None, *, at: datetime
) -> None:
    """The actor is in the article, with this row in hand (None: with none)."""
    presence = session.get(Presence, (article_id, actor.id))
    if presence is None:
        session.add(Presence(article_id=article_id, user_id=actor.id, segment_id=segment_id, seen_at=at))
    else:
        presence.segment_id, presence.seen_at = segment_id, at
