"""Words that went out on one person's word (a breaking release, a mended typo) and that nobody has agreed with yet."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Segment

_ISSUED = ("edition.published", "edition.corrected", "edition.scheduled", "edition.typo_fixed")


@dataclass(frozen=True, slots=True)
class OutUnread:
    """The edition that went out so, and the segments (ids) somebody else still has to read."""

    number: int
    is_breaking: bool
    segments: tuple[int, ...]


def out_unread(session: Session, article: Article) -> OutUnread | None:
    """What of the newest edition waits for second eyes; costs nothing where nothing is owed."""
    if not article.edition_number or not article.count_owed:
        return None
    detail = session.scalars(
        select(AuditEvent.detail)
        .where(AuditEvent.article_id == article.id, AuditEvent.name.in_(_ISSUED))
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    if not detail or not detail.get("owed"):
        return None
    owed = session.scalars(
        select(Segment.id)
        .where(Segment.id.in_(detail["owed"]), Segment.owed.is_(True), Segment.retired.is_(False))
        .order_by(Segment.position)
    ).all()
    if not owed:
        return None
    return OutUnread(detail["number"], bool(detail.get("breaking")), tuple(owed))
