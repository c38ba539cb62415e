"""What has changed in rows since somebody last looked at them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Look, Revision, Segment, User
from workbench.domain.marks import InlineMark, stored_marks
from workbench.domain.people import Actor

_SourceWas, _TargetWas = aliased(Revision), aliased(Revision)
_SourceNow, _TargetNow = aliased(Revision), aliased(Revision)
_SourceBy, _TargetBy = aliased(User), aliased(User)


@dataclass(frozen=True, slots=True)
class Changed:
    """What a row was when somebody last looked; None for a side that others have not changed since.

    ``by``: who wrote its present words, "" for imported ones; the marks are those of what it was.
    """

    source: str | None
    target: str | None
    by: str
    source_marks: tuple[InlineMark, ...] = ()
    target_marks: tuple[InlineMark, ...] = ()


def _is_news(was: type[Revision], now: type[Revision], looker: BindParameter[int]) -> ColumnElement[bool]:
    """Other words, and not one's own: who wrote the present ones has seen what they were written over."""
    return and_(was.id != now.id, was.text != now.text, now.author_id.is_distinct_from(looker))


_LOOKER: BindParameter[int] = bindparam("looker")


_LOOKS = (
    select(
        Look.segment_id,
        _SourceWas.text.label("source"),
        _TargetWas.text.label("target"),
        _SourceWas.marks.label("source_marks"),
        _TargetWas.marks.label("target_marks"),
        func.coalesce(_TargetBy.name, _SourceBy.name, "").label("by"),
    )
    .join(Segment, Segment.id == Look.segment_id)
    .outerjoin(_SourceNow, _SourceNow.id == Segment.source_revision_id)
    .outerjoin(_TargetNow, _TargetNow.id == Segment.target_revision_id)
    .outerjoin(
        _SourceWas, and_(_SourceWas.id == Look.source_revision_id, _is_news(_SourceWas, _SourceNow, _LOOKER))
    )
    .outerjoin(
        _TargetWas, and_(_TargetWas.id == Look.target_revision_id, _is_news(_TargetWas, _TargetNow, _LOOKER))
    )
    .outerjoin(_SourceBy, and_(_SourceBy.id == _SourceNow.author_id, _SourceWas.id.is_not(None)))
    .outerjoin(_TargetBy, and_(_TargetBy.id == _TargetNow.author_id, _TargetWas.id.is_not(None)))
    .where(Look.user_id == _LOOKER, Look.segment_id.in_(bindparam("ids", expanding=True)))
)


def looks_at(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Changed | None]:
    """For those of these rows that the actor has looked at: what has changed since, None for nothing."""
    if not ids:
        return {}
    found = session.execute(_LOOKS, {"looker": actor.id, "ids": list(ids)})
    return {
        row.segment_id: Changed(
            row.source, row.target, row.by, stored_marks(row.source_marks), stored_marks(row.target_marks)
        )
        if (row.source, row.target) != (None, None)
        else None
        for row in found
    }


def has_changed_for(actor: Actor) -> ColumnElement[bool]:
    """The rows whose words others have changed since the actor looked."""
    looker: BindParameter[int] = bindparam("has_looked", actor.id)
    return exists(
        select(Look.segment_id)
        .outerjoin(_SourceNow, _SourceNow.id == Segment.source_revision_id)
        .outerjoin(_TargetNow, _TargetNow.id == Segment.target_revision_id)
        .outerjoin(_SourceWas, _SourceWas.id == Look.source_revision_id)
        .outerjoin(_TargetWas, _TargetWas.id == Look.target_revision_id)
        .where(
            Look.user_id == looker,
            Look.segment_id == Segment.id,
            or_(_is_news(_SourceWas, _SourceNow, looker), _is_news(_TargetWas, _TargetNow, looker)),
        )
        .correlate(Segment)
    )
