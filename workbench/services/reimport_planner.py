"""Works out what a corrected Arabic text does to an article's rows: the plan of :mod:`.reimport_plan`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workbench.align.paragraphs import Change, Match, compare_paragraphs
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, as_lines, cut_marks
from workbench.intake.document import Block
from workbench.services.english_cuts import english_cuts
from workbench.services.reimport_plan import (
    OldRow,
    Outcome,
    Plan,
    PlannedRow,
    fingerprint,
    placed_lines,
    touched,
)
from workbench.text.diff import longest_rising


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
