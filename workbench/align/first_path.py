"""A rough way through the grid of two long texts, by lengths, anchors and rare signs.

Row by row, only ways that are not much dearer than the best one are followed (beam search). Such a search gets
past any number of blocks that only the side of its rows has, but not past many that only the other side has. So
where a stretch of the way it finds is too dear to be right, it is made anew, wider, with the sides changed over
as well, and with another guess of how much longer English is.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from workbench.align import cues
from workbench.align.corridor import Cell, anchors, between
from workbench.align.evidence import Evidence, Signs, evidence

_RARE = 6  # signs that stand in no more blocks of a side are looked at
_BEAM = 80.0  # nats: ways this much dearer than the best one to the same row are given up
_WIDE_BEAM = 200.0  # and this much where the way is looked for again
_STRETCH = 50  # beads
_TOO_DEAR, _DEARER = (
    3.0,
    1.8,
)  # nats for each, at all or more than usual, that tell of a wrong way or a great gap
_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))  # what the path is made of; (0, 1) last
_ALONG = len(_SHAPES) - 1
_TEXT_WEIGHS = 9  # as many anchors as the whole text counts for where its length ratio is looked for
_INFINITE = float("inf")


def first_path(
    source: Sequence[int], target: Sequence[int], source_side: Sequence[Signs], target_side: Sequence[Signs]
) -> list[Cell]:
    """The cells of a rough way through the grid, from (0, 0) to the end.

    ``source`` and ``target`` are the lengths of the blocks in letters, at least one block a side.
    """
    rare = evidence(source_side, target_side, common=_RARE)
    through = anchors(rare)
    found = next(_ways(source, target, rare, through, _BEAM))
    if found.is_doubtful():
        found = min(_ways(source, target, rare, through, _WIDE_BEAM), key=lambda way: way.costs[-1])
    return found.cells


@dataclass(frozen=True, slots=True)
class _Way:
    """Cells from (0, 0) to the end, and what the way up to each of them costs."""

    cells: list[Cell]
    costs: list[float]

    def is_doubtful(self) -> bool:
        """Whether some stretch of the way is too dear to be right."""
        ends = [*range(0, len(self.costs) - 1, _STRETCH), len(self.costs) - 1]
        each = [(self.costs[end] - self.costs[start]) / _STRETCH for start, end in pairwise(ends)]
        return bool(max(each) > min(_TOO_DEAR, median(each) + _DEARER))

    def turned(self) -> _Way:
        """The same with the sides changed over."""
        return _Way([(j, i) for i, j in self.cells], self.costs)


def _ways(
    source: Sequence[int], target: Sequence[int], rare: Evidence, through: Sequence[Cell], beam: float
) -> Iterator[_Way]:
    """The ways found with either side for rows, by the length ratio of the whole texts and by that of their
    usual blocks, as one of the texts may hold much that the other does not."""
    pairs = [(source[i], target[j]) for i, j in through]
    total = sum(source), sum(target)
    usual = total[0] // len(source), total[1] // len(target)
    for whole in (total, usual):
        ratio = cues.length_ratio(pairs + [whole] * _TEXT_WEIGHS)
        as_english = [ratio * length for length in source]
        yield _Search(as_english, target, rare, through, beam).way()
        turned = [(j, i) for i, j in through]
        yield _Search(target, as_english, _transposed(rare, len(target)), turned, beam).way().turned()


def _transposed(rows: Evidence, width: int) -> Evidence:
    """The evidence by target block."""
    columns: Evidence = [{} for _ in range(width)]
    for i, row in enumerate(rows):
        for j, weight in row.items():
            columns[j][i] = weight
    return columns


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns of a row that ways lead to: the first one, what the cheapest way to each costs, and the
    shape of its last bead, as a place in ``_SHAPES``."""

    low: int
    costs: array[float]
    shapes: bytearray

    @property
    def high(self) -> int:
        return self.low + len(self.costs) - 1


class _Search:
    """One beam search over rows of one side; lengths are in English letters on both."""

    def __init__(
        self,
        rows: Sequence[float],
        columns: Sequence[float],
        rare: Evidence,
        through: Sequence[Cell],
        beam: float,
    ) -> None:
        self.rows, self.columns, self.rare, self.beam = rows, columns, rare, beam
        self.band = between(through, len(rows), len(columns))
        self.skipped = [cues.BEAD_COSTS[0, 1] + cues.unpaired_cost(length) for length in columns]

    def way(self) -> _Way:
        """The cheapest way found."""
        found = [self._pruned(self._swept(_Row(0, array("d", [0.0]), bytearray(1)), 0), 0)]
        for i in range(1, len(self.rows) + 1):
            found.append(self._pruned(self._swept(self._entered(found), i), i))
        cells = [(len(self.rows), len(self.columns))]
        while cells[-1] != (0, 0):
            i, j = cells[-1]
            taken, given = _SHAPES[found[i].shapes[j - found[i].low]]
            cells.append((i - taken, j - given))
        cells.reverse()
        return _Way(cells, [found[i].costs[j - found[i].low] for i, j in cells])

    def _must(self, i: int) -> int:
        """The column that row i has to reach, lest the anchors below cannot be."""
        return self.band[i + 1][0] if i < len(self.rows) else len(self.columns)

    def _entered(self, above: Sequence[_Row]) -> _Row:
        """The next row as it is entered from those above."""
        i = len(above)
        span = self.band[i]
        low = max(span[0], min(row.low for row in above[-2:]))
        high = min(span[1], max(row.high for row in above[-2:]) + 2)
        costs, shapes = array("d", [_INFINITE]) * (high - low + 1), bytearray(high - low + 1)
        for number, (taken, given) in enumerate(_SHAPES[:-1]):
            if taken > i:
                continue
            before = above[i - taken]
            start, end = max(low, before.low + given), min(high, before.high + given)
            beads = self._beads(i, taken, given, start, end)
            shift, at = before.low + given, start - low
            for n, bead in enumerate(beads):
                cost = before.costs[start - shift + n] + bead
                if cost < costs[at + n]:
                    costs[at + n], shapes[at + n] = cost, number
        return _Row(low, costs, shapes)

    def _beads(self, i: int, taken: int, given: int, start: int, end: int) -> list[float]:
        """What the beads of one shape cost that end in row i, from one column to another."""
        length = sum(self.rows[i - taken : i])
        if not given:
            return [cues.BEAD_COSTS[1, 0] + cues.unpaired_cost(length)] * (end - start + 1)
        prior = cues.BEAD_COSTS[taken, given]
        lengths = [sum(self.columns[j - given : j]) for j in range(start, end + 1)]
        beads = [prior + cost for cost in cues.length_costs(length, lengths, 1.0)]
        for row in self.rare[i - taken : i]:
            for j, weight in row.items():
                for column in range(max(j + 1, start), min(j + given, end) + 1):
                    beads[column - start] -= weight
        return beads

    def _swept(self, row: _Row, i: int) -> _Row:
        """The row with the ways that go on by leaving blocks of the columns without a counterpart: as far as
        the beam and the band let them, and in any case as far as they must."""
        costs, shapes = array("d", row.costs), bytearray(row.shapes)
        worst = min(costs) + self.beam
        n = 0
        while n < len(costs) and row.low + n < self.band[i][1]:
            cost = costs[n] + self.skipped[row.low + n]
            n += 1
            if n == len(costs) and (cost <= worst or row.low + n <= self._must(i)):
                costs.append(_INFINITE)
                shapes.append(0)
            if n < len(costs) and cost < costs[n]:
                costs[n], shapes[n] = cost, _ALONG
        return _Row(row.low, costs, shapes)

    def _pruned(self, row: _Row, i: int) -> _Row:
        """The row without the columns on either edge that are too dear, as far as the way need not go there."""
        worst = min(row.costs) + self.beam
        start, end = 0, len(row.costs)
        while row.costs[start] > worst:
            start += 1
        while row.costs[end - 1] > worst and row.low + end - 1 > self._must(i):
            end -= 1
        return _Row(row.low + start, row.costs[start:end], row.shapes[start:end])
