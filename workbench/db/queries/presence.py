"""Who is in an article right now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workbench.db.models import Presence, User
from workbench.domain.people import Actor

#: Somebody not heard of for this long is not here any more. Browsers ask every ten seconds.
HERE_FOR = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody in the article and the row they have in hand."""

    person: Actor
    segment_id: int | None
    seen_at: datetime

    @property
    def role(self) -> str:
        """The role that gives the colour of their sign."""
        if self.person.is_desk:
            return "editor"
        return "reviewer" if self.person.is_reviewer else "translator"


# Built once: it is asked with every poll and every answer to a change.
_HERE = (
    select(User, Presence.segment_id, Presence.seen_at)
    .join(Presence, Presence.user_id == User.id)
    .where(Presence.article_id == bindparam("article_id"), Presence.seen_at > bindparam("after"))
    .order_by(User.name, User.id)
)


def people_here(session: Session, article_id: int, *, at: datetime) -> list[Here]:
    """Everybody seen within the last minute, by name."""
    found = session.execute(_HERE, {"article_id": article_id, "after": at - HERE_FOR})
    return [Here(user.as_actor(), segment_id, seen_at) for user, segment_id, seen_at in found]
