"""An edition put into the database by hand, for tests of what only its row and its time decide."""

from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Edition
from workbench.domain.people import Actor


def add_edition(
    session: Session, article_id: int, by: Actor, at: datetime, *, number: int = 1, content: str = "{}"
) -> Edition:
    """No service made it: it has no event, no log and no true fingerprint."""
    edition = Edition(
        article_id=article_id,
        number=number,
        content=content,
        sha256=f"{number:064}",
        published_by_id=by.id,
        published_at=at,
    )
    session.add(edition)
    session.flush()
    return edition
