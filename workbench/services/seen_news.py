"""What people have seen of their notices."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from workbench.db.models import Notice
from workbench.domain.people import Actor


def see(session: Session, actor: Actor, notice_id: int, *, at: datetime) -> Notice | None:
    """The actor has seen this line of theirs. None when it made way for a newer one, or is somebody else's."""
    notice = session.get(Notice, notice_id)
    if notice is None or notice.user_id != actor.id:
        return None
    if notice.seen_at is None:
        notice.seen_at = at
        session.flush()
    return notice


def see_all(session: Session, actor: Actor, *, up_to: int, at: datetime) -> int:
    """All lines up to this id are seen: those that came since the person looked stay unread. Returns how many."""
    seen = session.execute(
        update(Notice)
        .where(Notice.user_id == actor.id, Notice.seen_at.is_(None), Notice.id <= up_to)
        .values(seen_at=at)
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    )
    return len(seen.all())


def see_all_of(session: Session, article_id: int, *, at: datetime) -> None:
    """Everybody has seen what was told of this article."""
    session.execute(
        update(Notice)
        .where(Notice.article_id == article_id, Notice.seen_at.is_(None))
        .values(seen_at=at)
        .execution_options(synchronize_session=False)
    )
