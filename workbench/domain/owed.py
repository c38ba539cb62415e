"""Two people behind every word.

Every target revision needs a later confirmation, approval or agreement by someone other than its author; going out to
readers is no substitute. An applied suggestion has both its writer and its applier behind it already. Imported text has
no author and owes nothing. Neither does what was taken back: where a revision brings back the words of an earlier one,
only what led to those counts, and who stood behind those.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Written:
    """A target revision: its number within the segment, who wrote it and who suggested it.

    ``brings_back``: the number of an earlier one whose very words (and inline marks) it says again, 0 for none at all:
    an act on the row was undone, or typing ended where it began.
    """

    number: int
    author_id: int | None
    suggested_by_id: int | None = None
    brings_back: int | None = None


@dataclass(frozen=True, slots=True)
class Backed:
    """A confirmation, approval or agreement, and the number of the newest revision it was made on."""

    number: int
    actor_id: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All target revisions of a segment, oldest first, and what people said of them."""

    written: tuple[Written, ...] = ()
    backed: tuple[Backed, ...] = ()

    def after(self, revision: Written) -> "Standing":
        return replace(self, written=(*self.written, revision))


def on_record(written: Sequence[Written], upto: int | None = None) -> dict[int, Written]:
    """By number, oldest first, the revisions that led to the newest one's words, or to those of number ``upto``.

    Each was made from the one before it, or brings back an earlier one; what lies between was taken back.
    """
    by_number = {w.number: w for w in written}
    at = upto if upto is not None else max(by_number, default=0)
    led: list[Written] = []
    while (revision := by_number.get(at)) is not None:
        led.append(revision)
        at = revision.number - 1 if revision.brings_back is None else revision.brings_back
    return {w.number: w for w in reversed(led)}


def owed_numbers(standing: Standing, upto: int | None = None) -> tuple[int, ...]:
    """Numbers of the revisions that only one person stands behind; ``upto``: as if that were the newest."""
    record = on_record(standing.written, upto)
    backed = [b for b in standing.backed if b.number in record]
    return tuple(w.number for w in record.values() if _is_owed(w, backed))


def _is_owed(revision: Written, backed: Sequence[Backed]) -> bool:
    behind = {revision.author_id, revision.suggested_by_id} - {None}
    if not behind or len(behind) > 1 or revision.brings_back is not None:
        return False
    return not any(b.number >= revision.number and b.actor_id not in behind for b in backed)


def owed_authors(standing: Standing) -> list[int]:
    """Whose words are owed, without repeats, oldest first."""
    return list(dict.fromkeys(w.author_id for w in _owed(standing) if w.author_id is not None))


def may_agree(actor_id: int, standing: Standing) -> bool:
    """Whether this actor's agreement would settle at least one owed revision."""
    return any(actor_id not in (w.author_id, w.suggested_by_id) for w in _owed(standing))


def _owed(standing: Standing) -> list[Written]:
    owed = set(owed_numbers(standing))
    return [w for w in standing.written if w.number in owed]
