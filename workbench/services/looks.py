"""What somebody has looked at: the words of a row they last had before them, so that they find what changed since.

A first look is had of a row that was on the screen for a while. From then on it takes the row in hand for a while: what
changed since must not pass for seen because the page was scrolled by. Who decides on a row or writes in it, for which
they name the version before them, has looked at it as it is then.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Update, bindparam, exists, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Look, Revision, Segment
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.services.revisions import seal

#: Rows that one request may name; a browser sends what was on its screen within a few seconds.
MOST = 500


def note_looks(
    session: Session,
    actor: Actor,
    article_id: int,
    seen: Mapping[int, int],
    *,
    in_hand: Collection[int] = (),
    at: datetime,
) -> list[int]:
    """Remember that these rows were seen: segment id → the version that was on the screen.

    Rows of another article, retired ones, and those that have another version by now are passed over. Only rows
    ``in_hand`` get another look once they have had one. Returns the ids of rows whose look is new or another, in
    the order of the text.
    """
    require(actor, Permission.READ)
    present = session.execute(
        select(Segment.id, Segment.lock_version, Segment.source_revision_id, Segment.target_revision_id)
        .where(
            Segment.article_id == article_id, Segment.retired.is_(False), Segment.id.in_(list(seen)[:MOST])
        )
        .order_by(Segment.position)
    ).all()
    known = {
        look.segment_id: (look.source_revision_id, look.target_revision_id)
        for look in session.execute(
            select(Look.segment_id, Look.source_revision_id, Look.target_revision_id).where(
                Look.user_id == actor.id, Look.segment_id.in_([row.id for row in present])
            )
        )
    }
    news = [
        row
        for row in present
        if row.lock_version == seen[row.id]
        and known.get(row.id) != (row.source_revision_id, row.target_revision_id)
        and (row.id not in known or row.id in in_hand)
    ]
    if not news:
        return []
    _seal(
        session, actor, [i for row in news for i in (row.source_revision_id, row.target_revision_id) if i], at
    )
    _remember(session, actor, news, at)
    return [row.id for row in news]


def have_seen(session: Session, actor: Actor, *segments: Segment, at: datetime) -> None:
    """Who just acted on the words of these rows has them before them as they are now."""
    for segment in segments:
        seal(session, segment, at, unless_by=actor)  # what they type themselves may go on
    _remember(session, actor, segments, at)


def _remember(session: Session, actor: Actor, rows: Sequence[Any], at: datetime) -> None:
    looks = [
        {
            "user_id": actor.id,
            "segment_id": row.id,
            "source_revision_id": row.source_revision_id,
            "target_revision_id": row.target_revision_id,
            "looked_at": at,
        }
        for row in rows
    ]
    session.execute(_storing(session.get_bind().dialect.name), looks)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A side of a row that an act on rows gave other words: the ids of the revisions before and after, None for none."""

    row_id: int
    side: Side
    was: int | None
    now: int | None


def take_along(session: Session, rewritten: Sequence[Rewritten], user_id: int | None = None) -> None:
    """Let who knew the words that ``was`` held pass for having seen ``now``; ``user_id``: of them only this person.

    For who rewrote the rows, and for everybody where an undoing brought back what they had seen. Somebody knows words
    that they looked at last, that read like those, or that they wrote.
    """
    for side in Side:
        values = [
            {"row": one.row_id, "was": one.was, "now": one.now}
            for one in rewritten
            if one.side is side and one.was != one.now and None not in (one.was, one.now)
        ]
        if not values:
            continue
        statement = _taking_along(side)
        if user_id is not None:
            statement = statement.where(Look.user_id == user_id)
        session.connection().execute(statement, values)


# Built once, for they run on every save.


@cache
def _taking_along(side: Side) -> Update:
    column = Look.source_revision_id if side is Side.SOURCE else Look.target_revision_id
    was, seen = aliased(Revision), aliased(Revision)
    knew = exists().where(
        was.id == bindparam("was"),
        seen.id == column,
        or_(was.id == seen.id, was.text == seen.text, was.author_id == Look.user_id),
    )
    looks = update(Look.__table__)  # type: ignore[arg-type]
    return looks.where(Look.segment_id == bindparam("row"), knew).values({column.key: bindparam("now")})


@cache
def _storing(dialect: str) -> Insert:
    """Two windows of one person may tell of the same row at once."""
    statement = postgresql.insert(Look) if dialect == "postgresql" else sqlite.insert(Look)
    told = ("source_revision_id", "target_revision_id", "looked_at")
    return statement.on_conflict_do_update(
        index_elements=[Look.user_id, Look.segment_id],
        set_={name: statement.excluded[name] for name in told},
    )


def _seal(session: Session, actor: Actor, revision_ids: Collection[int], at: datetime) -> None:
    """Others' words must not change under the look: what they type next is a revision of its own."""
    session.execute(
        update(Revision)
        .where(Revision.id.in_(revision_ids), Revision.sealed_at.is_(None), Revision.author_id != actor.id)
        .values(sealed_at=at)
    )
