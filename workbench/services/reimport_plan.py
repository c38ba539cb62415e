"""What a corrected Arabic text does to an article's rows: the plan, worked out by :mod:`.reimport_planner`.

Pure: rows and blocks go in, a frozen plan comes out, which the preview shows and ``reimporting`` carries out.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark
from workbench.domain.workflow import TRANSITIONS, Event, State, state_without_target
from workbench.text.arabic import match_key


class Outcome(StrEnum):
    """What becomes of a row.

    ``COSMETIC``: its Arabic is only drawn or spaced otherwise. ``KEPT``: the person keeps its old Arabic.
    ``PART``: a row of its own for what was cut off a split one. ``BACK``: one that had gone, whose very words are new
    in the text again.
    """

    UNTOUCHED = "untouched"
    KEPT = "kept"
    COSMETIC = "cosmetic"
    CHANGED = "changed"
    SPLIT = "split"
    JOINED = "joined"
    PART = "part"
    NEW = "new"
    BACK = "back"
    GONE = "gone"


#: The outcomes that give a row another Arabic.
REWRITTEN = frozenset({Outcome.COSMETIC, Outcome.CHANGED, Outcome.SPLIT, Outcome.JOINED})


@dataclass(frozen=True, slots=True)
class OldRow:
    """A row of the article as it stands; ``number`` counts live ones from 1.

    ``retired``: it has gone, but could come back. ``approved_for``: each Arabic for which its present English was
    approved.
    """

    id: int
    number: int
    version: int
    state: State
    kind: Kind
    source: str
    target: str
    source_revision_id: int | None = None
    left_out: bool = False
    owed: bool = False
    retired: bool = False
    approved_for: tuple[str, ...] = ()

    @property
    def lines(self) -> list[str]:
        return [text for text, _ in placed_lines(self.source)]


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the article afterwards, or one that goes.

    ``row``: the one whose history goes on (a retired one for BACK); None for a new one. ``source`` and ``marks``: its Arabic afterwards; of a
    split one that of its first part, and ``whole`` that of all parts. ``joined``: rows that go into it. ``cut_from``:
    of a part, the split row, with the place in that row's English where the part's begins (its end: it has none).
    ``moved``: it stands in another order among the rows there were. ``can_keep``: its old Arabic may stay.
    ``stays_approved``: somebody who may approve says that its approval holds for the new Arabic too.
    """

    outcome: Outcome
    row: OldRow | None
    source: str = ""
    marks: tuple[InlineMark, ...] = ()
    kind: Kind = Kind.PARAGRAPH
    attrs: Mapping[str, object] = field(default_factory=dict)
    joined: tuple[OldRow, ...] = ()
    whole: str = ""
    whole_marks: tuple[InlineMark, ...] = ()
    cut_from: OldRow | None = None
    target: str = ""  # its English afterwards
    target_at: int = 0
    moved: bool = False
    can_keep: bool = False
    stays_approved: bool = False

    @property
    def is_touched(self) -> bool:
        return self.moved or self.outcome not in (Outcome.UNTOUCHED, Outcome.KEPT)

    @property
    def old_rows(self) -> tuple[OldRow, ...]:
        """The rows whose words these were."""
        return (self.row, *self.joined) if self.row else ()

    @property
    def old_source(self) -> str:
        return "\n".join(row.source for row in self.old_rows)

    @property
    def can_stay_approved(self) -> bool:
        """Whether the new Arabic has the same words, for a reader: then its approval may hold, if one is sure of it.

        Not where somebody's agreement is still owed: that has to be given to the row itself.
        """
        if self.row is None or self.outcome not in (Outcome.COSMETIC, Outcome.CHANGED):
            return False
        approved = self.row.state is State.APPROVED and not self.row.owed
        return approved and match_key(self.row.source) == match_key(self.whole)

    @property
    def was_approved(self) -> bool:
        """Whether its English, a draft by now, was once approved for the very words that the text now has again."""
        return (
            self.row is not None
            and self.row.state is not State.APPROVED
            and self.outcome in (Outcome.COSMETIC, Outcome.CHANGED)
            and self.whole in self.row.approved_for
        )

    @property
    def state_after(self) -> State | None:
        """None for a row that goes."""
        if self.outcome is Outcome.GONE:
            return None
        if self.row is None:
            return state_without_target(State.DRAFT, bool(self.target.strip()))
        if self.outcome not in (*REWRITTEN, Outcome.BACK) or self.stays_approved:
            return self.row.state
        state = TRANSITIONS[self.row.state, Event.REIMPORT].to
        if state is State.UNTRANSLATED:
            state = State.DRAFT  # it may get English from a row that is joined to it
        return state_without_target(state, bool(self.target.strip()))

    @property
    def approvals(self) -> int:
        """How many approvals fall with it."""
        if self.stays_approved or (self.outcome not in REWRITTEN and self.outcome is not Outcome.GONE):
            return 0
        return sum(row.state is State.APPROVED for row in self.old_rows)


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows in the order afterwards; one that goes stands behind its old neighbour.

    ``seen`` is a fingerprint of what the plan rests on: the Arabic and order of all rows, and all of those touched.
    """

    rows: tuple[PlannedRow, ...]
    seen: str

    @property
    def counts(self) -> Counter[str]:
        """How many rows have each outcome, and how many move."""
        counts = Counter(row.outcome.value for row in self.rows)
        counts["moved"] = sum(row.moved for row in self.rows)
        counts["stay_approved"] = sum(row.stays_approved for row in self.rows)
        return +counts

    @property
    def approvals(self) -> int:
        return sum(row.approvals for row in self.rows)

    @property
    def reopened(self) -> int:
        """How many rows with English want a look again."""
        return sum(
            row.outcome in (*REWRITTEN, Outcome.BACK) and not row.stays_approved and bool(row.target.strip())
            for row in self.rows
        )

    @property
    def changes_something(self) -> bool:
        return any(row.is_touched for row in self.rows)


def touched(planned: Iterable[PlannedRow]) -> set[int]:
    """The ids of the article's rows that something happens to."""
    return {old.id for row in planned if row.is_touched for old in row.old_rows}


def fingerprint(rows: Sequence[OldRow], of_touched: Collection[int]) -> str:
    """Of the rows as they stand, as far as a plan rests on it: somebody's English elsewhere makes no difference."""
    facts = [(r.id, r.source_revision_id, r.version if r.id in of_touched else 0) for r in rows]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


def placed_lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines that are not blank, without white space at their ends, and where each starts."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield line.strip(), at + len(line) - len(line.lstrip())
        at += len(line) + 1
