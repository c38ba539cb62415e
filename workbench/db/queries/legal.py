"""Legal reads of an article: who asked, who signed, and whether the words are still those that were signed."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import LegalRead, Revision, Segment, User
from workbench.db.queries.row_places import numbers_of
from workbench.domain.permissions import Subject

_AskedBy, _SignedBy = aliased(User), aliased(User)


@dataclass(frozen=True, slots=True)
class ReadLegally:
    """A legal read. ``number``: that of its row, None for the article or a row that is gone.

    ``is_outdated``: signed, and the words have changed since.
    """

    id: int
    segment_id: int | None
    number: int | None
    asked_by_id: int
    asked_by: str
    asked_at: datetime
    note: str
    signed_by: str | None
    signed_at: datetime | None
    opinion: str
    is_outdated: bool

    @property
    def is_open(self) -> bool:
        return self.signed_at is None

    def subject(self, is_shelved: bool) -> Subject:
        """What permissions look at."""
        return Subject(self.asked_by_id, is_shelved)


def legal_reads_of(session: Session, article_id: int) -> list[ReadLegally]:
    """Those that stand, the open ones first, then the newest; without what was taken back."""
    query = _query().where(LegalRead.article_id == article_id, LegalRead.withdrawn_at.is_(None))
    found = session.execute(query.order_by(LegalRead.signed_at.is_not(None), LegalRead.id.desc())).all()
    numbers = numbers_of(
        session, article_id, [row.LegalRead.segment_id for row in found if row.LegalRead.segment_id]
    )
    return [
        ReadLegally(
            id=read.id,
            segment_id=read.segment_id,
            number=numbers.get(read.segment_id) if read.segment_id else None,
            asked_by_id=read.asked_by_id,
            asked_by=asked_by,
            asked_at=read.asked_at,
            note=read.note,
            signed_by=signed_by,
            signed_at=read.signed_at,
            opinion=read.opinion,
            is_outdated=bool(outdated),
        )
        for read, asked_by, signed_by, outdated in found
    ]


def _query() -> Select[LegalRead, str, str, bool]:
    changed = exists().where(
        Revision.segment_id == Segment.id,
        Segment.article_id == LegalRead.article_id,
        or_(LegalRead.segment_id.is_(None), LegalRead.segment_id == Segment.id),
        Segment.retired.is_(False),
        or_(Revision.id == Segment.source_revision_id, Revision.id == Segment.target_revision_id),
        Revision.changed_at > LegalRead.signed_at,
    )
    return (
        select(LegalRead, _AskedBy.name, _SignedBy.name, changed)
        .join(_AskedBy, _AskedBy.id == LegalRead.asked_by_id)
        .outerjoin(_SignedBy, _SignedBy.id == LegalRead.signed_by_id)
    )
