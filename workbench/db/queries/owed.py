"""Words that only one person stands behind: whose they are, what they changed, and who could agree with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Decision, DecisionKind, Revision, User
from workbench.domain.kinds import Side
from workbench.domain.owed import Backed, Written, may_agree, owed_numbers
from workbench.domain.people import Actor

_BACKING = (DecisionKind.CONFIRMED, DecisionKind.APPROVED, DecisionKind.AGREED)


@dataclass(frozen=True, slots=True)
class OwedWords:
    """What is owed on a row. ``before``: the English that was there before the first owed words, None for none.

    ``by``: who wrote them. ``to_actor``: this person's agreement would settle something.
    """

    before: str | None
    by: tuple[str, ...]
    to_actor: bool


@dataclass(frozen=True, slots=True)
class _Standing:
    """Who wrote what since the last published words, and who stands behind it.

    ``ids`` are those of all the row's English revisions by number, ``names`` those of their authors by id.
    """

    written: list[Written]
    backed: list[Backed]
    ids: dict[int, int]
    names: dict[int, str]


def owed_words(session: Session, actor: Actor, published: Mapping[int, int | None]) -> dict[int, OwedWords]:
    """For each of these owed rows what is owed; ``published``: a row's id → its last published revision's."""
    standing = _standing(session, published)
    owed = {row_id: owed_numbers(one.written, one.backed) for row_id, one in standing.items()}
    before = {
        row_id: max((n for n in standing[row_id].ids if n < min(numbers)), default=None)
        for row_id, numbers in owed.items()
        if numbers
    }
    texts = _texts(session, [standing[row_id].ids[n] for row_id, n in before.items() if n is not None])
    found = {}
    for row_id, number in before.items():
        one = standing[row_id]
        authors = dict.fromkeys(w.author_id for w in one.written if w.number in owed[row_id] and w.author_id)
        found[row_id] = OwedWords(
            before=None if number is None else texts[one.ids[number]],
            by=tuple(one.names[author_id] for author_id in authors),
            to_actor=may_agree(actor.id, one.written, one.backed),
        )
    return found


def owed_to(session: Session, actor: Actor, owed: Iterable[Any]) -> set[int]:
    """Which of these owed rows this person's agreement would settle."""
    standing = _standing(session, {item.id: item.published_revision_id for item in owed})
    return {id_ for id_, one in standing.items() if may_agree(actor.id, one.written, one.backed)}


def _standing(session: Session, published: Mapping[int, int | None]) -> dict[int, _Standing]:
    if not published:
        return {}
    found: dict[int, _Standing] = {row_id: _Standing([], [], {}, {}) for row_id in published}
    revisions = session.execute(
        select(
            Revision.id,
            Revision.segment_id,
            Revision.number,
            Revision.author_id,
            Revision.suggested_by_id,
            User.name,
        )
        .outerjoin(User, User.id == Revision.author_id)
        .where(Revision.segment_id.in_(published), Revision.side == Side.TARGET)
        .order_by(Revision.number)
    ).all()
    numbers = {item.id: item.number for item in revisions}
    for item in revisions:
        one = found[item.segment_id]
        one.ids[item.number] = item.id
        if item.author_id is not None:
            one.names[item.author_id] = item.name
        if item.number > numbers.get(published[item.segment_id], 0):
            one.written.append(Written(item.number, item.author_id, item.suggested_by_id))
    decisions = session.execute(
        select(Decision.segment_id, Decision.actor_id, Decision.target_revision_id).where(
            Decision.segment_id.in_(published), Decision.kind.in_(_BACKING)
        )
    )
    for segment_id, actor_id, revision_id in decisions:
        if revision_id in numbers:
            found[segment_id].backed.append(Backed(numbers[revision_id], actor_id))
    return found


def _texts(session: Session, ids: Collection[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(session.execute(select(Revision.id, Revision.text).where(Revision.id.in_(ids))).all())
