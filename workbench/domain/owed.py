"""Two people behind every word.

Every target revision since the last published text needs a later confirmation, approval or agreement by
someone other than its author. An applied suggestion has both its writer and its applier behind it already.
Imported text has no author and owes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Written:
    """A target revision: its number within the segment, who wrote it and who suggested it."""

    number: int
    author_id: int | None
    suggested_by_id: int | None = None


@dataclass(frozen=True, slots=True)
class Backed:
    """A confirmation, approval or agreement, and the number of the newest revision it was made on."""

    number: int
    actor_id: int


def owed_numbers(written: Sequence[Written], backed: Sequence[Backed]) -> tuple[int, ...]:
    """Numbers of the revisions that only one person stands behind."""
    return tuple(w.number for w in written if _is_owed(w, backed))


def _is_owed(revision: Written, backed: Sequence[Backed]) -> bool:
    behind = {revision.author_id, revision.suggested_by_id} - {None}
    if not behind or len(behind) > 1:
        return False
    return not any(b.number >= revision.number and b.actor_id not in behind for b in backed)


def owed_authors(written: Sequence[Written], backed: Sequence[Backed]) -> list[int]:
    """Whose words are owed, without repeats, oldest first."""
    owed = set(owed_numbers(written, backed))
    return list(dict.fromkeys(w.author_id for w in written if w.number in owed and w.author_id is not None))


def may_agree(actor_id: int, written: Sequence[Written], backed: Sequence[Backed]) -> bool:
    """Whether this actor's agreement would settle at least one owed revision."""
    owed = set(owed_numbers(written, backed))
    return any(w.number in owed and actor_id not in (w.author_id, w.suggested_by_id) for w in written)
