"""Where in the grid of two long texts the pairs can lie, so that not all is compared with all.

Blocks that share what is rare in both texts are anchors; the heaviest chain of them that keeps the order says
where the way must pass. A first path, by lengths and rare signs alone, then follows only what is not much
dearer than the best (beam search), and the aligner looks to either side of it. After R. C. Moore, "Fast and
Accurate Sentence Alignment of Bilingual Corpora", AMTA 2002, who also searches around a first alignment by
length and widens that where the path comes near the edge.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.align import cues
from workbench.align.evidence import Evidence, Signs, Span, evidence

Cell = tuple[int, int]  # so many source and target blocks lie behind it

_RARE = 6  # an anchor's signs stand in no more blocks of a side
_SURE = 2.0  # nats in common that make a pair of two blocks when neither has more with another
_ANCHOR = 4.0  # and as many for an anchor,
_AHEAD = 1.5  # which has so many times what either block has in common with any third one
_WRONG = 12  # columns by which an anchor may be off, being wrong
_BEAM = 80.0  # nats: ways this much dearer than the best one to the same row are given up
_TEXT_WEIGHS = 9  # as many anchors as the whole text counts for where its length ratio is looked for
_FIRST_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))  # what a first path is made of; (0, 1) last

_INFINITE = float("inf")


def anchors(rows: Evidence) -> list[Cell]:
    """Pairs of blocks that surely belong together, in order on both sides: (source block, target block)."""
    return _heaviest_chain([(i, j, rows[i][j]) for i, j in best_of_both(rows, _ANCHOR, _AHEAD)])


def sure_pairs(rows: Evidence) -> list[Cell]:
    """The source and target blocks that have most in common with one another, and not little."""
    return best_of_both(rows, _SURE, 1.0)


def best_of_both(rows: Evidence, least: float, ahead: float) -> list[Cell]:
    """The source and target blocks that have at least so much in common, and so many times what either has
    in common with any third one."""
    best: dict[int, tuple[float, int]] = {}  # for each target block the most, and with which source block
    second: dict[int, float] = {}
    for i, row in enumerate(rows):
        for j, weight in row.items():
            first = best.get(j, (0.0, -1))[0]
            if weight > first:
                best[j], second[j] = (weight, i), first
            elif weight > second.get(j, 0.0):
                second[j] = weight
    pairs = []
    for j, (weight, i) in best.items():
        others = max((w for k, w in rows[i].items() if k != j), default=0.0)
        if weight >= least and weight >= ahead * max(others, second.get(j, 0.0)):
            pairs.append((i, j))
    return sorted(pairs)


def _heaviest_chain(pairs: Sequence[tuple[int, int, float]]) -> list[Cell]:
    """The pairs of greatest weight together that ascend on both sides.

    ``pairs`` ascend by their first number, no number occurs twice on its side. The best chain that ends at
    each pair is found with a binary indexed tree of prefix maxima over the second number.
    """
    targets = sorted(j for _, j, _ in pairs)
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(targets) + 1)
    before: list[int] = []
    for n, (_, j, weight) in enumerate(pairs):
        rank = bisect_left(targets, j) + 1
        heaviest, place = (0.0, -1), rank - 1
        while place:
            heaviest = max(heaviest, tree[place])
            place &= place - 1
        before.append(heaviest[1])
        ending, place = (heaviest[0] + weight, n), rank
        while place < len(tree):
            tree[place] = max(tree[place], ending)
            place += place & -place
    chain: list[Cell] = []
    n = max(tree)[1] if pairs else -1
    while n >= 0:
        chain.append(pairs[n][:2])
        n = before[n]
    return chain[::-1]


@dataclass(frozen=True, slots=True)
class _Row:
    """The columns of a row that ways lead to: the first one, what the cheapest way to each costs, and the
    shape of its last bead, as a place in ``_FIRST_SHAPES``."""

    low: int
    costs: array[float]
    shapes: bytearray

    @property
    def high(self) -> int:
        return self.low + len(self.costs) - 1


def first_path(
    source: Sequence[int], target: Sequence[int], source_side: Sequence[Signs], target_side: Sequence[Signs]
) -> list[Cell]:
    """The cells of a rough way through the grid, from (0, 0) to the end, by lengths, anchors and rare signs.

    ``source`` and ``target`` are the lengths of the blocks in letters.
    """
    rare = evidence(source_side, target_side, common=_RARE)
    through = anchors(rare)
    whole = [(sum(source), sum(target))] * _TEXT_WEIGHS
    ratio = cues.length_ratio([(source[i], target[j]) for i, j in through] + whole)
    skipped = [cues.BEAD_COSTS[0, 1] + cues.unpaired_cost(length) for length in target]
    band = _boxes(through, len(source), len(target))
    rows: list[_Row] = []
    for i, (_, limit) in enumerate(band):
        must = band[i + 1][0] if i < len(source) else len(target)
        row = (
            _entered(source, target, rare, ratio, rows, band[i])
            if i
            else _Row(0, array("d", [0.0]), bytearray(1))
        )
        rows.append(_pruned(_swept(row, skipped, must, limit), must))
    cells = [(len(source), len(target))]
    while cells[-1] != (0, 0):
        i, j = cells[-1]
        taken, given = _FIRST_SHAPES[rows[i].shapes[j - rows[i].low]]
        cells.append((i - taken, j - given))
    return cells[::-1]


def _boxes(through: Sequence[Cell], rows: int, columns: int) -> list[Span]:
    """For each row of the grid the first and the last column that lie between two anchors, or near one."""
    cells = [(0, 0), *(cell for i, j in through for cell in ((i, j), (i + 1, j + 1))), (rows, columns)]
    return around(cells, _WRONG)


def _entered(
    source: Sequence[int],
    target: Sequence[int],
    rare: Evidence,
    ratio: float,
    rows: Sequence[_Row],
    span: Span,
) -> _Row:
    """The row after ``rows``, within the span, as it is entered from those above."""
    i = len(rows)
    low = max(span[0], min(row.low for row in rows[-2:]))
    high = min(span[1], max(row.high for row in rows[-2:]) + 2)
    costs, shapes = array("d", [_INFINITE]) * (high - low + 1), bytearray(high - low + 1)
    for number, (taken, given) in enumerate(_FIRST_SHAPES[:-1]):
        if taken > i:
            continue
        before = rows[i - taken]
        start, end = max(low, before.low + given), min(high, before.high + given)
        length = sum(source[i - taken : i])
        if given:
            lengths = [sum(target[j - given : j]) for j in range(start, end + 1)]
            beads = cues.length_costs(length, lengths, ratio)
            for row in rare[i - taken : i]:
                for j, weight in row.items():
                    for column in range(max(j + 1, start), min(j + given, end) + 1):
                        beads[column - start] -= weight
        else:
            beads = [cues.unpaired_cost(length * ratio)] * (end - start + 1)
        prior, shift, at = cues.BEAD_COSTS[taken, given], before.low + given, start - low
        for n, bead in enumerate(beads):
            cost = before.costs[start - shift + n] + prior + bead
            if cost < costs[at + n]:
                costs[at + n], shapes[at + n] = cost, number
    return _Row(low, costs, shapes)


def _swept(row: _Row, skipped: Sequence[float], must: int, limit: int) -> _Row:
    """The row with the ways that go on by leaving target blocks without a counterpart: as far as the beam and
    the limit let them, and in any case to column ``must``."""
    costs, shapes = array("d", row.costs), bytearray(row.shapes)
    worst = min(costs) + _BEAM
    n = 0
    while n < len(costs) and row.low + n < limit:
        cost = costs[n] + skipped[row.low + n]
        n += 1
        if n == len(costs) and (cost <= worst or row.low + n <= must):
            costs.append(_INFINITE)
            shapes.append(0)
        if n < len(costs) and cost < costs[n]:
            costs[n], shapes[n] = cost, len(_FIRST_SHAPES) - 1
    return _Row(row.low, costs, shapes)


def _pruned(row: _Row, must: int) -> _Row:
    """The row without the columns on either edge that are too dear, as far as the way does not have to go there."""
    worst = min(row.costs) + _BEAM
    start, end = 0, len(row.costs)
    while row.costs[start] > worst:
        start += 1
    while row.costs[end - 1] > worst and row.low + end - 1 > must:
        end -= 1
    return _Row(row.low + start, row.costs[start:end], row.shapes[start:end])


def around(path: Sequence[Cell], margin: int) -> list[Span]:
    """For each row of the grid the first and the last column to look at: ``margin`` to either side of a path.

    Between two cells of the path that are apart lies a box, all of which is looked at.
    """
    rows, columns = path[-1]
    spans = [(columns, 0)] * (rows + 1)
    for (i, j), (to_i, to_j) in pairwise([*path, path[-1]]):
        for row in range(i, to_i + 1):
            low, high = spans[row]
            spans[row] = max(0, min(low, j - margin)), min(columns, max(high, to_j + margin))
    return spans
