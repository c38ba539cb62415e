"""Words that only one person stands behind: whose they are, what they changed, and who could agree with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Decision, DecisionKind, Revision, User
from workbench.db.queries.decided import stands
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, stored_marks
from workbench.domain.owed import Backed, Written, may_agree, owed_numbers
from workbench.domain.people import Actor

#: Decisions that put a person behind the words.
BACKING = (DecisionKind.CONFIRMED, DecisionKind.APPROVED, DecisionKind.AGREED)


@dataclass(frozen=True, slots=True)
class OwedWords:
    """What is owed on a row. ``before``: the English that was there before the first owed words, None for none, and
    its marks.

    ``by``: who wrote them. ``to_actor``: this person's agreement would settle something.
    """

    before: str | None
    before_marks: tuple[InlineMark, ...]
    by: tuple[str, ...]
    to_actor: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Who wrote a row's English since its last published words, oldest first, and who stands behind it.

    ``numbers`` are those of all its English revisions by id, ``names`` those of their authors by id.
    """

    written: list[Written]
    backed: list[Backed]
    numbers: dict[int, int]
    names: dict[int, str]


def standings(session: Session, published: Mapping[int, int | None]) -> dict[int, Standing]:
    """For each row its standing, in two queries; ``published``: a row's id → its last published revision's."""
    if not published:
        return {}
    found = {row_id: Standing([], [], {}, {}) for row_id in published}
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
    for item in revisions:
        one = found[item.segment_id]
        one.numbers[item.id] = item.number
        if item.author_id is not None:
            one.names[item.author_id] = item.name
    for item in revisions:
        one = found[item.segment_id]
        if item.number > one.numbers.get(published[item.segment_id] or 0, 0):
            one.written.append(Written(item.number, item.author_id, item.suggested_by_id))
    decisions = session.execute(
        select(Decision.segment_id, Decision.actor_id, Decision.target_revision_id).where(
            Decision.segment_id.in_(published), Decision.kind.in_(BACKING), stands()
        )
    )
    for segment_id, actor_id, revision_id in decisions:
        one = found[segment_id]
        if revision_id in one.numbers:  # and not one of another row that has gone into this
            one.backed.append(Backed(one.numbers[revision_id], actor_id))
    return found


def owed_words(session: Session, actor: Actor, published: Mapping[int, int | None]) -> dict[int, OwedWords]:
    """For each of these owed rows what is owed; ``published`` as for :func:`standings`."""
    found = standings(session, published)
    owed = {
        row_id: numbers for row_id, one in found.items() if (numbers := owed_numbers(one.written, one.backed))
    }
    before = {row_id: _newest_before(found[row_id], min(numbers)) for row_id, numbers in owed.items()}
    texts = _texts(session, [revision_id for revision_id in before.values() if revision_id is not None])
    return {
        row_id: OwedWords(
            before=None if revision_id is None else texts[revision_id][0],
            before_marks=() if revision_id is None else texts[revision_id][1],
            by=_authors(found[row_id], owed[row_id]),
            to_actor=may_agree(actor.id, found[row_id].written, found[row_id].backed),
        )
        for row_id, revision_id in before.items()
    }


def _newest_before(one: Standing, number: int) -> int | None:
    """The id of the row's newest English revision of a lower number."""
    lower = [(n, revision_id) for revision_id, n in one.numbers.items() if n < number]
    return max(lower)[1] if lower else None


def _authors(one: Standing, numbers: Collection[int]) -> tuple[str, ...]:
    ids = dict.fromkeys(w.author_id for w in one.written if w.number in numbers and w.author_id is not None)
    return tuple(one.names[author_id] for author_id in ids)


def owed_to(session: Session, actor: Actor, owed: Iterable[Any]) -> set[int]:
    """Which of these owed rows this person's agreement would settle."""
    found = standings(session, {item.id: item.published_revision_id for item in owed})
    return {row_id for row_id, one in found.items() if may_agree(actor.id, one.written, one.backed)}


def _texts(session: Session, ids: Collection[int]) -> dict[int, tuple[str, tuple[InlineMark, ...]]]:
    if not ids:
        return {}
    found = session.execute(select(Revision.id, Revision.text, Revision.marks).where(Revision.id.in_(ids)))
    return {item.id: (item.text, stored_marks(item.marks)) for item in found}
