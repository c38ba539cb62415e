"""Legal reads of an article: who asked, who signed, and whether the words are still those that were signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import LegalRead, Revision, Segment, User
from workbench.db.queries.row_places import numbers_of
from workbench.domain.permissions import Subject

_AskedBy, _SignedBy, _RefusedBy = aliased(User), aliased(User), aliased(User)


@dataclass(frozen=True, slots=True)
class RowText:
    """One row's two texts, for who has to read them where they sign."""

    id: int
    number: int
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class ReadLegally:
    """A legal read. ``number``: that of its row, None for the article or a row that is gone.

    ``refused_by``: who said last that it may not go out. ``is_outdated``: signed or refused, and the words have changed
    since.
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
    refused_by: str | None
    refused_at: datetime | None
    refusal: str
    is_outdated: bool

    @property
    def is_open(self) -> bool:
        return self.signed_at is None

    @property
    def status(self) -> str:
        """Where it stands, in words."""
        if not self.is_open:
            return "signed"
        return "may not go out" if self.refused_at else "waits to be signed"

    def rows_in(self, texts: Sequence[RowText]) -> list[RowText]:
        """What of the article's rows is to be read: the one it is of, or all."""
        return [row for row in texts if self.segment_id in (None, row.id)]

    def subject(self, is_shelved: bool) -> Subject:
        """What permissions look at."""
        return Subject(self.asked_by_id, is_shelved)


def texts_to_read(session: Session, article_id: int, reads: Sequence[ReadLegally]) -> list[RowText]:
    """What the open ones among these are of: their rows, or the whole article, in its order."""
    waiting = [read for read in reads if read.is_open]
    if not waiting:
        return []
    number = func.row_number().over(order_by=Segment.position)
    live = (Segment.article_id == article_id, Segment.retired.is_(False))
    rows = select(Segment.id, number.label("number"), Segment.source, Segment.target).where(*live).subquery()
    query = select(rows).order_by(rows.c.number)
    if all(read.segment_id is not None for read in waiting):
        query = query.where(rows.c.id.in_([read.segment_id for read in waiting]))
    return [RowText(*row) for row in session.execute(query)]


def legal_reads_of(
    session: Session, article_id: int, *, segment_id: int | None = None, only_open: bool = False
) -> list[ReadLegally]:
    """Those that stand, the open ones first, then the newest; without what was taken back.

    ``segment_id``: of this row alone.
    """
    query = _query().where(LegalRead.article_id == article_id, LegalRead.withdrawn_at.is_(None))
    if segment_id is not None:
        query = query.where(LegalRead.segment_id == segment_id)
    if only_open:
        query = query.where(LegalRead.signed_at.is_(None))
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
            refused_by=refused_by,
            refused_at=read.refused_at,
            refusal=read.refusal,
            is_outdated=bool(outdated),
        )
        for read, asked_by, signed_by, refused_by, outdated in found
    ]


def has_changed_since_judged() -> ColumnElement[bool]:
    """Whether words a legal read is of have changed since it was signed or, before that, refused."""
    return exists().where(
        Revision.segment_id == Segment.id,
        Segment.article_id == LegalRead.article_id,
        or_(LegalRead.segment_id.is_(None), LegalRead.segment_id == Segment.id),
        Segment.retired.is_(False),
        or_(Revision.id == Segment.source_revision_id, Revision.id == Segment.target_revision_id),
        Revision.changed_at > func.coalesce(LegalRead.signed_at, LegalRead.refused_at),
    )


def _query() -> Select[LegalRead, str, str, str, bool]:
    return (
        select(LegalRead, _AskedBy.name, _SignedBy.name, _RefusedBy.name, has_changed_since_judged())
        .join(_AskedBy, _AskedBy.id == LegalRead.asked_by_id)
        .outerjoin(_SignedBy, _SignedBy.id == LegalRead.signed_by_id)
        .outerjoin(_RefusedBy, _RefusedBy.id == LegalRead.refused_by_id)
    )
