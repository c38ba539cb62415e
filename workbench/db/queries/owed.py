"""Words that only one person stands behind: whose they are, what they changed, and who could agree with them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from workbench.db.models import Decision, DecisionKind, Revision, User
from workbench.db.queries.brought_back import brings_back
from workbench.db.queries.decided import stands
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, stored_marks
from workbench.domain.owed import (
    Backed,
    Standing,
    Written,
    may_agree,
    on_record,
    owed_authors,
    owed_numbers,
)
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
class Recorded:
    """Who wrote a row's English and who stands behind it; its English revisions' numbers by id, their authors' names."""

    standing: Standing
    numbers: Mapping[int, int]
    names: Mapping[int, str]

    def number(self, revision_id: int | None) -> int:
        """0 for none, and for one of another row."""
        return self.numbers.get(revision_id or 0, 0)


# Built once, for every save and decision asks them.
_WRITTEN = (
    select(
        Revision.id,
        Revision.segment_id,
        Revision.number,
        Revision.author_id,
        Revision.suggested_by_id,
        brings_back(),
        User.name,
    )
    .outerjoin(User, User.id == Revision.author_id)
    .where(Revision.segment_id.in_(bindparam("rows", expanding=True)), Revision.side == Side.TARGET)
    .order_by(Revision.number)
)
_BACKED = select(Decision.segment_id, Decision.actor_id, Decision.target_revision_id).where(
    Decision.segment_id.in_(bindparam("rows", expanding=True)), Decision.kind.in_(BACKING), stands()
)


def recorded(session: Session, rows: Collection[int]) -> dict[int, Recorded]:
    """Of each of these rows (ids), in two queries."""
    if not rows:
        return {}
    written: dict[int, list[Written]] = {row_id: [] for row_id in rows}
    numbers: dict[int, dict[int, int]] = {row_id: {} for row_id in rows}
    names: dict[int, dict[int, str]] = {row_id: {} for row_id in rows}
    these = {"rows": list(rows)}
    for id_, row_id, number, author_id, suggested_by_id, of, name in session.execute(_WRITTEN, these):
        written[row_id].append(Written(number, author_id, suggested_by_id, of))
        numbers[row_id][id_] = number
        if author_id is not None:
            names[row_id][author_id] = name
    backed: dict[int, list[Backed]] = {row_id: [] for row_id in rows}
    for row_id, actor_id, revision_id in session.execute(_BACKED, these):
        if revision_id in numbers[row_id]:  # and not one of another row that has gone into this
            backed[row_id].append(Backed(numbers[row_id][revision_id], actor_id))
    return {
        row_id: Recorded(
            Standing(tuple(written[row_id]), tuple(backed[row_id])), numbers[row_id], names[row_id]
        )
        for row_id in rows
    }


def standings(session: Session, rows: Collection[int]) -> dict[int, Standing]:
    """For each of these rows (ids) its standing."""
    return {row_id: one.standing for row_id, one in recorded(session, rows).items()}


def same_words(one: Recorded) -> list[int]:
    """The ids of the revisions that say what the newest does because they bring one another back, newest first."""
    ids = {number: revision_id for revision_id, number in one.numbers.items()}
    found = []
    for revision in reversed(on_record(one.standing.written).values()):
        found.append(ids[revision.number])
        if not revision.brings_back:
            break
    return found


def taken_back(one: Recorded) -> set[int]:
    """The ids of the revisions whose words nothing came of."""
    record = on_record(one.standing.written)
    return {revision_id for revision_id, number in one.numbers.items() if number not in record}


def owed_words(session: Session, actor: Actor, rows: Collection[int]) -> dict[int, OwedWords]:
    """For each of these owed rows (ids) what is owed."""
    found = recorded(session, rows)
    owed = {row_id: numbers for row_id, one in found.items() if (numbers := owed_numbers(one.standing))}
    before = {row_id: _newest_before(found[row_id], min(numbers)) for row_id, numbers in owed.items()}
    texts = _texts(session, [revision_id for revision_id in before.values() if revision_id is not None])
    return {
        row_id: OwedWords(
            before=None if revision_id is None else texts[revision_id][0],
            before_marks=() if revision_id is None else texts[revision_id][1],
            by=tuple(found[row_id].names[author_id] for author_id in owed_authors(found[row_id].standing)),
            to_actor=may_agree(actor.id, found[row_id].standing),
        )
        for row_id, revision_id in before.items()
    }


def _newest_before(one: Recorded, number: int) -> int | None:
    """The id of the row's newest English revision of a lower number that was not taken back."""
    record = on_record(one.standing.written)
    lower = [(n, revision_id) for revision_id, n in one.numbers.items() if n < number and n in record]
    return max(lower)[1] if lower else None


def owed_to(session: Session, actor: Actor, rows: Collection[int]) -> set[int]:
    """Which of these owed rows (ids) this person's agreement would settle."""
    return {row_id for row_id, one in standings(session, rows).items() if may_agree(actor.id, one)}


def _texts(session: Session, ids: Collection[int]) -> dict[int, tuple[str, tuple[InlineMark, ...]]]:
    if not ids:
        return {}
    found = session.execute(select(Revision.id, Revision.text, Revision.marks).where(Revision.id.in_(ids)))
    return {item.id: (item.text, stored_marks(item.marks)) for item in found}
