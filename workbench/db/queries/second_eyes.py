"""Words that went out on one person's word (a breaking release, a mended typo, a desk that asks for one), and whether anybody has agreed since."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Revision, Segment
from workbench.db.queries.decided import EDITION_MADE
from workbench.db.queries.edition_record import agreed_since
from workbench.db.queries.owed import owed_words
from workbench.db.queries.released import releases
from workbench.domain.editions import BROUGHT_IN, WROTE, EditionContent, Signature
from workbench.domain.people import Actor


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
        .where(AuditEvent.article_id == article.id, AuditEvent.name.in_(EDITION_MADE))
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


def out_on_one_word(session: Session, article_ids: Collection[int], at: datetime) -> set[int]:
    """The segments (ids) of these articles whose words of now readers have on one person's word."""
    out = {
        (article_id, found.out.number)
        for article_id, found in releases(session, article_ids, at).items()
        if found.out is not None
    }
    if not out:
        return set()
    issued = session.execute(
        select(AuditEvent.article_id, AuditEvent.at, AuditEvent.detail).where(
            AuditEvent.article_id.in_({article_id for article_id, _ in out}),
            AuditEvent.name.in_(EDITION_MADE),
        )
    )
    made = {
        segment_id: event.at
        for event in issued
        if (event.article_id, event.detail["number"]) in out
        for segment_id in set(event.detail.get("owed", ())) - set(event.detail.get("kept", ()))
    }
    words = session.execute(
        select(Segment.id, Revision.changed_at)
        .join(Revision, Revision.id == Segment.target_revision_id)
        .where(Segment.id.in_(made))
    )
    return {id_ for id_, changed_at in words if changed_at <= made[id_]}


@dataclass(frozen=True, slots=True)
class OnOneWord:
    """A segment (id) of an edition that one person alone stood behind when it was made.

    ``by``: whose words they are. ``agreed``: who has stood behind those very words since. ``waits``: they are still
    the row's and still owed; ``to_actor``: this person's agreement would settle something.
    """

    id: int
    by: tuple[str, ...]
    agreed: tuple[Signature, ...]
    waits: bool
    to_actor: bool


def on_one_word(session: Session, actor: Actor, content: EditionContent) -> tuple[OnOneWord, ...]:
    """What an edition says was owed in it, in its order, and what became of it; nothing is asked where it says none."""
    said = [s for s in content.segments if s.id in content.owed]
    if not said:
        return ()
    agreed: defaultdict[int, list[Signature]] = defaultdict(list)
    for segment_id, signature in agreed_since(session, content):
        agreed[segment_id].append(signature)
    waiting = session.scalars(
        select(Segment.id).where(
            Segment.id.in_([s.id for s in said]),
            Segment.target_revision_id.in_([s.target_revision_id for s in said]),
            Segment.owed.is_(True),
            Segment.retired.is_(False),
        )
    ).all()
    owed = owed_words(session, actor, waiting)
    return tuple(
        OnOneWord(
            id=s.id,
            by=owed[s.id].by
            if s.id in owed
            else tuple(w.name for w in s.signatures if w.did in (WROTE, BROUGHT_IN)),
            agreed=tuple(agreed[s.id]),
            waits=s.id in owed,
            to_actor=s.id in owed and owed[s.id].to_actor,
        )
        for s in said
    )
