"""Who stands behind a segment's words: loads the facts for :mod:`workbench.domain.owed`."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Decision, DecisionKind, Revision, Segment
from workbench.domain.kinds import Side
from workbench.domain.owed import Backed, Written, may_agree, owed_numbers

BACKING = (DecisionKind.CONFIRMED, DecisionKind.APPROVED, DecisionKind.AGREED)


def written_since_publication(session: Session, segment: Segment) -> list[Written]:
    """The target revisions after the last published one, oldest first."""
    query = select(Revision.number, Revision.author_id, Revision.suggested_by_id).where(
        Revision.segment_id == segment.id, Revision.side == Side.TARGET
    )
    if segment.published_revision_id:
        published = (
            select(Revision.number).where(Revision.id == segment.published_revision_id).scalar_subquery()
        )
        query = query.where(Revision.number > published)
    return [Written(*row) for row in session.execute(query.order_by(Revision.number))]


def backed(session: Session, segment: Segment) -> list[Backed]:
    rows = session.execute(
        select(Revision.number, Decision.actor_id)
        .join(Revision, Revision.id == Decision.target_revision_id)
        .where(
            Decision.segment_id == segment.id, Decision.kind.in_(BACKING), Revision.segment_id == segment.id
        )
    )
    return [Backed(*row) for row in rows]


def refresh_owed(session: Session, segment: Segment) -> None:
    """Recompute whether only one person stands behind some of the segment's words."""
    session.flush()
    segment.owed = bool(owed_numbers(written_since_publication(session, segment), backed(session, segment)))


def refresh_owed_of(session: Session, segments: Sequence[Segment]) -> None:
    """:func:`refresh_owed` of many, in as many queries as of one."""
    session.flush()
    ids = [segment.id for segment in segments]
    revisions = session.execute(
        select(
            Revision.id, Revision.segment_id, Revision.number, Revision.author_id, Revision.suggested_by_id
        )
        .where(Revision.segment_id.in_(ids), Revision.side == Side.TARGET)
        .order_by(Revision.number)
    ).all()
    numbers = {item.id: item.number for item in revisions}
    words: defaultdict[int, list[Written]] = defaultdict(list)
    for item in revisions:
        words[item.segment_id].append(Written(item.number, item.author_id, item.suggested_by_id))
    words_backed: defaultdict[int, list[Backed]] = defaultdict(list)
    decisions = select(Decision.segment_id, Decision.actor_id, Decision.target_revision_id).where(
        Decision.segment_id.in_(ids), Decision.kind.in_(BACKING)
    )
    for segment_id, actor_id, revision_id in session.execute(decisions):
        if revision_id in numbers:
            words_backed[segment_id].append(Backed(numbers[revision_id], actor_id))
    for segment in segments:
        published = numbers.get(segment.published_revision_id, 0)
        written = [one for one in words[segment.id] if one.number > published]
        segment.owed = bool(owed_numbers(written, words_backed[segment.id]))


def is_owed_to(session: Session, segment: Segment, actor_id: int) -> bool:
    """Whether this person's agreement would settle something."""
    return may_agree(actor_id, written_since_publication(session, segment), backed(session, segment))
