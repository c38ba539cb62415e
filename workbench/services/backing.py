"""Who stands behind a segment's words: asks :mod:`workbench.domain.owed` of what the database knows."""

from sqlalchemy.orm import Session

from workbench.db.models import Segment
from workbench.db.queries.owed import standings
from workbench.domain.owed import may_agree, owed_numbers


def refresh_owed(session: Session, *segments: Segment) -> None:
    """Recompute of each segment whether only one person stands behind some of its words."""
    session.flush()
    found = standings(session, [segment.id for segment in segments])
    for segment in segments:
        segment.owed = bool(owed_numbers(found[segment.id]))


def is_owed_to(session: Session, segment: Segment, actor_id: int) -> bool:
    """Whether this person's agreement would settle something."""
    return may_agree(actor_id, standings(session, [segment.id])[segment.id])
