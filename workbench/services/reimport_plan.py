"""What a corrected Arabic text does to an article's rows, worked out before anything is stored.

Pure: rows and blocks go in, a frozen plan comes out, which the preview shows and ``reimporting`` carries out.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from workbench.align.paragraphs import Change, Match, compare_paragraphs
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, as_lines, cut_marks
from workbench.domain.workflow import TRANSITIONS, Event, State, state_without_target
from workbench.intake.document import Block
from workbench.services.english_cuts import english_cuts
from workbench.text.arabic import match_key
from workbench.text.diff import longest_rising


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


def make_plan(
    rows: Sequence[OldRow],
    blocks: Sequence[Block],
    keep: Collection[int] = (),
    stay_approved: Collection[int] = (),
) -> Plan:
    """What putting these Arabic blocks in the place of the rows' Arabic comes to.

    ``rows``: the live ones in order, and those that could come back, the latest that went first.
    ``keep``: ids of rows whose old Arabic stays, as far as each can (a row that is split or joined cannot).
    ``stay_approved``: ids of those whose approval holds for the new Arabic, as far as it has the same words.
    """
    planned = tuple(
        replace(p, stays_approved=bool(p.row and p.row.id in stay_approved and p.can_stay_approved))
        for p in _with_returns(
            _Planner([r for r in rows if not r.retired], blocks, frozenset(keep)).plan(),
            [r for r in rows if r.retired],
        )
    )
    return Plan(planned, fingerprint(rows, touched(planned)))


def touched(planned: Iterable[PlannedRow]) -> set[int]:
    """The ids of the article's rows that something happens to."""
    return {old.id for row in planned if row.is_touched for old in row.old_rows}


def fingerprint(rows: Sequence[OldRow], of_touched: Collection[int]) -> str:
    """Of the rows as they stand, as far as a plan rests on it: somebody's English elsewhere makes no difference."""
    facts = [(r.id, r.source_revision_id, r.version if r.id in of_touched else 0) for r in rows]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the new text: its block's index, and where in it it starts."""

    block: int
    text: str
    start: int


class _Planner:
    def __init__(self, rows: Sequence[OldRow], blocks: Sequence[Block], keep: frozenset[int]) -> None:
        self.rows, self.blocks = rows, blocks
        self.old = [(n, text) for n, row in enumerate(rows) for text in row.lines]
        self.new = [_Line(n, *line) for n, block in enumerate(blocks) for line in placed_lines(block.text)]
        matches = compare_paragraphs(
            [text for _, text in self.old], [line.text for line in self.new], pinned=self._headlines()
        )
        self.of_row: dict[int, list[Match]] = defaultdict(list)
        for match in matches:
            for n in dict.fromkeys(self.old[i][0] for i in match.old):
                self.of_row[n].append(match)
        self.keep = {n for n, row in enumerate(rows) if row.id in keep and self._can_keep(n)}
        self.home: list[int | None] = [None] * len(self.new)  # the row each new line goes to
        self.starts: set[int] = set()  # new lines that begin a row of their own
        self._find_homes(matches)
        self.runs, self.order = self._runs()
        self.hung, self.joined = self._without_lines()

    def _headlines(self) -> list[tuple[int, int]]:
        """The two headlines are each other, however differently they are worded."""
        old = [i for i, (n, _) in enumerate(self.old) if self.rows[n].kind is Kind.HEADLINE]
        new = [j for j, line in enumerate(self.new) if self.blocks[line.block].kind is Kind.HEADLINE]
        return [(old[0], new[0])] if old and new else []

    def _can_keep(self, n: int) -> bool:
        changes = {match.change for match in self.of_row[n]}
        return bool(changes - {Change.SAME}) and not changes & {Change.SPLIT, Change.JOINED}

    def _find_homes(self, matches: Iterable[Match]) -> None:
        for match in matches:
            if match.old and match.new:
                row = self.old[match.old[0]][0]
                for j in match.new:
                    self.home[j] = row
                if match.change is Change.SPLIT and len(self.rows[row].lines) == 1:
                    self.starts.update(match.new[1:])
        behind: int | None = None  # the next row in the new text that is known
        behinds: list[int | None] = []
        for home in reversed(self.home):
            behind = behind if home is None else home
            behinds.append(behind)
        for j, behind in enumerate(reversed(behinds)):
            before = self.home[j - 1] if j else None
            if self.home[j] is not None or before is None or before in self.keep:
                continue
            # A new line in the middle of a row, or of the block that the row's last one is in.
            if self.new[j].block == self.new[j - 1].block or (before == behind and not self._is_cut(before)):
                self.home[j] = before

    def _is_cut(self, row: int) -> bool:
        return (
            any(match.change is Change.SPLIT for match in self.of_row[row]) and len(self.rows[row].lines) == 1
        )

    def _runs(self) -> tuple[dict[int, list[list[int]]], list[tuple[int | None, list[int]]]]:
        """Stretches of new lines that make one row: of each old row, and all in order."""
        runs: dict[int, list[list[int]]] = defaultdict(list)
        order: list[tuple[int | None, list[int]]] = []
        for j, home in enumerate(self.home):
            last = order[-1] if order else None
            follows = last is not None and last[0] == home and j not in self.starts
            if last and follows and (home is not None or self.new[j].block == self.new[j - 1].block):
                last[1].append(j)
                continue
            order.append((home, [j]))
            if home is not None:
                runs[home].append(order[-1][1])
        return runs, order

    def _without_lines(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Rows no new line goes to: behind which row they hang (-1: at the top), or which they are joined to."""
        hung: dict[int, list[int]] = defaultdict(list)
        joined: dict[int, list[int]] = defaultdict(list)
        last = -1
        for n in range(len(self.rows)):
            if n in self.runs:
                last = n
                continue
            into = next((m.old[0] for m in self.of_row[n] if m.change is Change.JOINED), None)
            if into is None:
                hung[last].append(n)
            else:
                joined[self.old[into][0]].append(n)
        return hung, joined

    # -- the rows afterwards

    def plan(self) -> tuple[PlannedRow, ...]:
        planned: list[PlannedRow] = []
        waiting = self.hung[-1]
        done: set[int] = set()
        for home, run in self.order:
            if home is None or home not in done:
                planned += map(self._hanging, waiting)
                waiting = []
            if home is None:
                planned.append(self._new(run))
            elif home not in done:
                done.add(home)
                planned.append(self._old(home))
                waiting = self.hung[home]
            elif home not in self.keep:
                planned.append(self._part(home, run))
        planned += map(self._hanging, waiting)
        return _with_moves(planned)

    def _hanging(self, n: int) -> PlannedRow:
        row = self.rows[n]
        stays = Outcome.KEPT if n in self.keep else None if row.lines else Outcome.UNTOUCHED
        return PlannedRow(
            stays or Outcome.GONE,
            row,
            source=row.source if stays else "",
            target=row.target,
            can_keep=bool(row.lines),
        )

    def _new(self, run: Sequence[int]) -> PlannedRow:
        block = self.blocks[self.new[run[0]].block]
        text, marks = self._together(run)
        return PlannedRow(Outcome.NEW, None, text, marks, kind=block.kind, attrs=block.attrs)

    def _old(self, n: int) -> PlannedRow:
        row, runs = self.rows[n], self.runs[n]
        outcome = self._outcome(n)
        if outcome in (Outcome.KEPT, Outcome.UNTOUCHED):
            return PlannedRow(outcome, row, row.source, target=row.target, can_keep=outcome is Outcome.KEPT)
        text, marks = self._together(runs[0])
        whole, whole_marks = self._together([j for run in runs for j in run])
        return PlannedRow(
            outcome,
            row,
            text,
            marks,
            joined=tuple(self.rows[k] for k in self.joined[n]),
            whole=whole,
            whole_marks=whole_marks,
            target=self._target(n)[: self._cuts(n)[0]].rstrip() if len(runs) > 1 else self._target(n),
            can_keep=self._can_keep(n),
        )

    def _outcome(self, n: int) -> Outcome:
        if n in self.keep:
            return Outcome.KEPT
        if len(self.runs[n]) > 1:
            return Outcome.SPLIT
        if self.joined[n]:
            return Outcome.JOINED
        changes = {match.change for match in self.of_row[n]}
        in_order = [j for match in sorted(self.of_row[n], key=lambda m: m.old) for j in match.new]
        if in_order != self.runs[n][0] or not changes <= {Change.SAME, Change.COSMETIC}:
            return Outcome.CHANGED
        return Outcome.UNTOUCHED if changes == {Change.SAME} else Outcome.COSMETIC

    def _part(self, n: int, run: Sequence[int]) -> PlannedRow:
        text, marks = self._together(run)
        row = self.rows[n]
        at = self.runs[n].index(list(run))
        cuts = [*self._cuts(n), len(self._target(n))]
        return PlannedRow(
            Outcome.PART,
            None,
            text,
            marks,
            kind=row.kind,
            cut_from=row,
            target=self._target(n)[cuts[at - 1] : cuts[at]].strip(),
            target_at=cuts[at - 1],
        )

    def _target(self, n: int) -> str:
        """The English of a row and of those joined to it."""
        rows = (self.rows[n], *(self.rows[k] for k in self.joined[n]))
        return "\n".join(row.target for row in rows if row.target)

    def _cuts(self, n: int) -> list[int]:
        return english_cuts([self._together(run)[0] for run in self.runs[n]], self._target(n))

    def _together(self, run: Sequence[int]) -> tuple[str, tuple[InlineMark, ...]]:
        """Lines as one text with their inline marks."""
        return as_lines((line.text, self._marks_of(line)) for line in (self.new[j] for j in run))

    def _marks_of(self, line: _Line) -> tuple[InlineMark, ...]:
        return cut_marks(self.blocks[line.block].marks, line.start, line.start + len(line.text))


def placed_lines(text: str) -> Iterator[tuple[str, int]]:
    """The lines that are not blank, without white space at their ends, and where each starts."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield line.strip(), at + len(line) - len(line.lstrip())
        at += len(line) + 1


def _with_returns(planned: Iterable[PlannedRow], gone: Iterable[OldRow]) -> Iterator[PlannedRow]:
    """New rows that are word for word one that has gone are that one, with its English and its history."""
    waiting: dict[str, list[OldRow]] = defaultdict(list)
    for row in gone:
        waiting[row.source].append(row)
    for p in planned:
        if p.outcome is Outcome.NEW and waiting[p.source]:
            row = waiting[p.source].pop(0)
            p = replace(
                p, outcome=Outcome.BACK, row=row, target=row.target, whole=p.source, whole_marks=p.marks
            )
        yield p


def _with_moves(planned: Sequence[PlannedRow]) -> tuple[PlannedRow, ...]:
    """Those marked that do not keep their order; as few as can be."""
    stay = [(p.row.number, n) for n, p in enumerate(planned) if p.row and p.outcome is not Outcome.GONE]
    steady = {n for _, n in longest_rising(stay)}
    moves = {n for _, n in stay} - steady
    return tuple(replace(row, moved=True) if n in moves else row for n, row in enumerate(planned))
