"""Pairs the blocks of an Arabic text with those of its English translation.

Dynamic programming over beads (1-1, 1-0, 0-1, 1-2, 2-1, 2-2, 1-3, 3-1) after W. A. Gale and K. W. Church,
"A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics 19(1), 1993; the costs are
those of ``cues`` less what ``evidence`` finds in common. The confidence of a bead is its posterior probability
by the forward–backward algorithm over the same costs. Order is kept; nothing is random.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from workbench.align import cues
from workbench.align.bead import Bead
from workbench.align.evidence import evidence, sure_pairs
from workbench.domain.kinds import Kind

_MOST = 3  # blocks of one side in a bead
_WHOLE_CELLS = 60_000  # up to this many cells every pairing is considered; beyond, a band around the diagonal
_BAND = 40  # narrowest half-width of the band, in target blocks

#: Shapes in the order they are tried; (0, 1) stays in its row and must come last, going up the columns.
_SHAPES = tuple(sorted(cues.BEAD_COSTS, key=lambda shape: shape == (0, 1)))

_FAR_OFF = 1.6  # times as long as it should be: a pair that lacks something
_CLOSE = 1.3  # times as long as it should be: a pair that lacks nothing
_IN_COMMON = 2.0  # nats of evidence that what stands alone belongs to it
_DOUBT = 0.5  # the most that is said of a pair whose missing part stands alone close by

_INFINITE = math.inf
_UNTHINKABLE = 60.0  # a bead this much dearer than another is as good as impossible: e^-60


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_kinds: Sequence[Kind | None] | None = None,
    target_kinds: Sequence[Kind | None] | None = None,
) -> list[Bead]:
    """The likeliest pairing of two sequences of blocks, in order; every index is in exactly one bead.

    ``source_kinds`` and ``target_kinds``, when given, are as long as their texts. An empty side leaves every
    block of the other unpaired. Time grows with the product of the lengths up to some 250 blocks a side,
    then with the product of the longer side and a tenth of it.
    """
    left = _side(source, source_kinds)
    right = _side(target, target_kinds)
    if not source or not target:
        alone = [Bead((i,), ()) for i in range(len(source))]
        return alone + [Bead((), (j,)) for j in range(len(target))]
    found = evidence(source, target)
    half = _BAND if len(source) * len(target) > _WHOLE_CELLS else len(target)
    half = max(half, len(target) // 12, 4 * len(target) // len(source))
    while True:
        grid = _Grid(left, right, found, _band(left, right, half))
        best, path = grid.best()
        if not grid.leaves_the_band(path):
            return _doubted(grid.beads(best, path), left.lengths, right.lengths, grid.ratio, found)
        half *= 2


def _doubted(
    beads: Sequence[Bead],
    source: Sequence[int],
    target: Sequence[int],
    ratio: float,
    found: Sequence[dict[int, float]],
) -> list[Bead]:
    """The beads, less sure of a pair that lacks on one side what stands alone behind its neighbour.

    Where a caption parts a paragraph on one side only, no pairing that keeps the order can be right, and the
    likeliest of them must not look sure. ``source`` and ``target`` are the blocks' lengths; what is missing is
    known by its length and by what it has in common with the other side.
    """
    doubted = list(beads)
    for n in range(len(beads) - 2):
        for here, there in ((n, n + 2), (n + 2, n)):
            bead, alone = beads[here], beads[there]
            if not (bead.source and bead.target) or (alone.source and alone.target):
                continue
            ours = ratio * sum(source[i] for i in bead.source)
            theirs = float(sum(target[j] for j in bead.target))
            missing = ratio * sum(source[i] for i in alone.source) + sum(target[j] for j in alone.target)
            pairs = product(alone.source or bead.source, alone.target or bead.target)
            short, long = (ours, theirs) if alone.source else (theirs, ours)
            if (
                long > _FAR_OFF * short
                and 1 / _CLOSE < (short + missing) / long < _CLOSE
                and sum(found[i].get(j, 0.0) for i, j in pairs) >= _IN_COMMON
            ):
                doubted[here] = replace(bead, confidence=min(bead.confidence, _DOUBT))
    return doubted


@dataclass(frozen=True, slots=True)
class _Look:
    """All of a group that costs but its length and words; a side has few different ones."""

    kind: Kind | None
    punctuation: cues.Punctuation
    joining: float


@dataclass(frozen=True, slots=True)
class _Group:
    """Neighbouring blocks of one side as one half of a bead; ``look`` is a place in the side's looks."""

    length: int
    look: int


@dataclass(frozen=True, slots=True)
class _Side:
    """``groups[n][i]`` are the n blocks that end before block i (None where there are not so many)."""

    size: int
    groups: tuple[tuple[_Group | None, ...], ...]
    lengths: tuple[int, ...]
    looks: tuple[_Look, ...]


def _side(texts: Sequence[str], kinds: Sequence[Kind | None] | None) -> _Side:
    kinds = kinds if kinds is not None else [None] * len(texts)
    lengths = tuple(len(text.strip()) for text in texts)
    signs = [cues.punctuation(text) for text in texts]
    looks: dict[_Look, int] = {}

    def group(start: int, end: int) -> _Group | None:
        if start < 0 or start == end:
            return None
        joined = cues.joined_punctuation(signs[start:end])
        look = _Look(kinds[start], joined, cues.joining_cost(kinds[start:end]))
        return _Group(sum(lengths[start:end]), looks.setdefault(look, len(looks)))

    groups = tuple(tuple(group(i - n, i) for i in range(len(texts) + 1)) for n in range(_MOST + 1))
    return _Side(len(texts), groups, lengths, tuple(looks))


def _band(left: _Side, right: _Side, half: int) -> list[tuple[int, int]]:
    """For each row the first and last column looked at: ``half`` to either side of equal shares of text."""
    total_left, total_right = sum(left.lengths) or 1, sum(right.lengths) or 1
    rows: list[tuple[int, int]] = []
    done_left = done_right = column = 0
    for i in range(left.size + 1):
        while column < right.size and done_right * total_left < done_left * total_right:
            done_right += right.lengths[column]
            column += 1
        low, high = max(0, column - half), min(right.size, column + half)
        if rows:
            low, high = max(rows[-1][0], min(low, rows[-1][1])), max(rows[-1][1], high)
        rows.append((low, high))
        done_left += left.lengths[i] if i < left.size else 0
    rows[0] = (0, rows[0][1])
    rows[-1] = (rows[-1][0], right.size)
    return rows


@dataclass(frozen=True, slots=True)
class _Step:
    """A bead of a path: the cell it ends in and its shape."""

    i: int
    j: int
    shape: tuple[int, int]


_Shape = tuple[int, int]  # blocks of the source and of the target
_Rows = list["array[float]"]  # for each row of the grid a value per column of the band
_Weights = list[dict[_Shape, "array[float]"]]


class _Grid:
    """All beads within the band, by the cell they end in; cell (i, j) has i source and j target blocks
    behind it."""

    def __init__(
        self,
        left: _Side,
        right: _Side,
        evidence: Sequence[dict[int, float]],
        band: list[tuple[int, int]],
    ) -> None:
        self.left, self.right, self.evidence, self.band = left, right, evidence, band
        self.ratio = cues.length_ratio([(left.lengths[i], right.lengths[j]) for i, j in sure_pairs(evidence)])
        # costs[i][shape][j - low]: the bead of that shape that ends in cell (i, j).
        self.costs = [
            {shape: array("d", self._bead_costs(i, *shape)) for shape in _SHAPES if shape[0] <= i}
            for i in range(left.size + 1)
        ]

    def _bead_costs(self, i: int, taken: int, given: int) -> list[float]:
        """Costs of the beads of ``taken`` source and ``given`` target blocks that end in row i."""
        low, high = self.band[i]
        prior = cues.BEAD_COSTS[taken, given]
        ours = self.left.groups[taken][i]
        theirs = self.right.groups[given][low : high + 1]
        if ours is None:
            return [
                _INFINITE if group is None else prior + cues.unpaired_cost(group.length) for group in theirs
            ]
        if not given:
            return [prior + cues.unpaired_cost(ours.length * self.ratio)] * len(theirs)
        shared: dict[int, float] = {}
        for row in self.evidence[i - taken : i]:
            for j, weight in row.items():
                for column in range(j + 1, j + 1 + given):
                    shared[column] = shared.get(column, 0.0) + weight
        look = self.left.looks[ours.look]
        prior += look.joining
        apart = [
            prior
            + other.joining
            + cues.kind_cost(look.kind, other.kind)
            + cues.punctuation_cost(look.punctuation, other.punctuation)
            for other in self.right.looks
        ]
        costs = cues.length_costs(ours.length, (group.length if group else 0 for group in theirs), self.ratio)
        return [
            _INFINITE if group is None else cost + apart[group.look] - shared.get(column, 0.0)
            for column, (group, cost) in enumerate(zip(theirs, costs, strict=True), low)
        ]

    def _reach(self, i: int, shape: _Shape) -> range:
        """The columns of row i where a bead of that shape can end, coming from inside the band."""
        low, high = self.band[i]
        from_low, from_high = self.band[i - shape[0]]
        return range(max(low, from_low + shape[1]), min(high, from_high + shape[1]) + 1)

    def best(self) -> tuple[_Rows, list[_Step]]:
        """For each cell the cost of the cheapest way to it, and the cheapest way through (Viterbi)."""
        best = self._empty_rows(_INFINITE)
        shapes = [bytearray(len(row)) for row in best]
        best[0][0] = 0.0
        for i, by_shape in enumerate(self.costs):
            low, row, row_shapes = self.band[i][0], best[i], shapes[i]
            for number, (shape, costs) in enumerate(by_shape.items()):
                before, shift = best[i - shape[0]], self.band[i - shape[0]][0] + shape[1]
                for j in self._reach(i, shape):
                    cost = before[j - shift] + costs[j - low]
                    if cost < row[j - low]:
                        row[j - low], row_shapes[j - low] = cost, number
        path = []
        i, j = self.left.size, self.right.size
        while i or j:
            step = _Step(i, j, list(self.costs[i])[shapes[i][j - self.band[i][0]]])
            path.append(step)
            i, j = i - step.shape[0], j - step.shape[1]
        return best, path[::-1]

    def leaves_the_band(self, path: Sequence[_Step]) -> bool:
        """Whether the path runs along an edge of the band, so that a better one may lie outside."""
        return any(
            0 < step.j == self.band[step.i][0] or self.right.size > step.j == self.band[step.i][1]
            for step in path
        )

    def beads(self, best: _Rows, path: Sequence[_Step]) -> list[Bead]:
        """The beads of a path, each with its share of all the ways through the grid.

        Forward–backward over what each bead costs more than the best way to the cell it ends in, so that
        the best path weighs 1 from end to end and nothing on it underflows.
        """
        weights = [self._weights(i, best) for i in range(len(best))]
        ahead, ahead_scales = self._forward(weights)
        behind, behind_scales = self._backward(weights)
        beads = []
        for step in path:
            (taken, given), low = step.shape, self.band[step.i][0]
            from_i, from_j = step.i - taken, step.j - given
            share = (
                ahead[from_i][from_j - self.band[from_i][0]]
                * weights[step.i][step.shape][step.j - low]
                * behind[step.i][step.j - low]
                / ahead[-1][self.right.size - self.band[-1][0]]
                * math.exp(ahead_scales[from_i] + behind_scales[step.i] - ahead_scales[-1])
            )
            source, target = range(from_i, step.i), range(from_j, step.j)
            beads.append(Bead(tuple(source), tuple(target), round(min(1.0, share), 4)))
        return beads

    def _weights(self, i: int, best: _Rows) -> dict[_Shape, array[float]]:
        """For each bead that ends in row i the likelihood of taking it rather than the best one there."""
        low, row = self.band[i][0], best[i]
        weights = {}
        for shape, costs in self.costs[i].items():
            before, shift = best[i - shape[0]], self.band[i - shape[0]][0] + shape[1]
            weights[shape] = weight = array("d", [0.0]) * len(row)
            for j in self._reach(i, shape):
                more = costs[j - low] + before[j - shift] - row[j - low]
                if more < _UNTHINKABLE:
                    weight[j - low] = math.exp(-more)
        return weights

    def _forward(self, weights: _Weights) -> tuple[_Rows, list[float]]:
        """For each cell the weight of all ways to it; rows are scaled, ``scales`` are the logarithms."""
        rows = self._empty_rows(0.0)
        scales = [0.0] * len(rows)
        rows[0][0] = 1.0
        for i, by_shape in enumerate(weights):
            low, row = self.band[i][0], rows[i]
            scales[i] = scales[i - 1] if i else 0.0
            for shape, weight in by_shape.items():
                before, shift = rows[i - shape[0]], self.band[i - shape[0]][0] + shape[1]
                factor = math.exp(scales[i - shape[0]] - scales[i])
                for j in self._reach(i, shape):
                    row[j - low] += before[j - shift] * weight[j - low] * factor
            scales[i] += _rescale(row)
        return rows, scales

    def _backward(self, weights: _Weights) -> tuple[_Rows, list[float]]:
        """For each cell the weight of all ways from it to the end; rows are scaled as above."""
        rows = self._empty_rows(0.0)
        scales = [0.0] * len(rows)
        rows[-1][-1] = 1.0
        for i in range(len(rows) - 1, -1, -1):
            low, row = self.band[i][0], rows[i]
            scales[i] = scales[i + 1] if i + 1 < len(rows) else 0.0
            for later in range(i + 1, min(i + _MOST + 1, len(rows))):
                after, after_low = rows[later], self.band[later][0]
                factor = math.exp(scales[later] - scales[i])
                for shape, weight in weights[later].items():
                    if shape[0] == later - i:
                        shift = shape[1] + low
                        for j in self._reach(later, shape):
                            row[j - shift] += after[j - after_low] * weight[j - after_low] * factor
            alone = weights[i][0, 1]
            for j in reversed(self._reach(i, (0, 1))):
                row[j - 1 - low] += row[j - low] * alone[j - low]
            scales[i] += _rescale(row)
        return rows, scales

    def _empty_rows(self, value: float) -> _Rows:
        return [array("d", [value]) * (high - low + 1) for low, high in self.band]


def _rescale(row: array[float]) -> float:
    """Divides a row by its greatest value, in place, and returns that value's logarithm."""
    greatest = max(row)
    for n, value in enumerate(row):
        row[n] = value / greatest
    return math.log(greatest)
