"""The cheapest way through the grid of beads, and what share of all the ways each of its beads has."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.align.costs import INFINITE, Costs, Shape
from workbench.align.evidence import Span

_MOST = 3  # blocks of one side in a bead
_UNTHINKABLE = 60.0  # a bead this much dearer than another is as good as impossible: e^-60

_Rows = list["array[float]"]  # for each row of the grid a value per column of the band


@dataclass(frozen=True, slots=True)
class Step:
    """A bead of a path: the cell it ends in and its shape."""

    i: int
    j: int
    shape: Shape


class Grid:
    """All beads within the band, by the cell they end in; cell (i, j) has i source and j target blocks
    behind it."""

    def __init__(self, costs: Costs, band: Sequence[Span]) -> None:
        self.costs, self.band = costs, band
        self.width = band[-1][1]  # target blocks
        self._best: _Rows = self._empty_rows(INFINITE)

    def _reach(self, i: int, shape: Shape) -> range:
        """The columns of row i where a bead of that shape can end, coming from inside the band."""
        low, high = self.band[i]
        from_low, from_high = self.band[i - shape[0]]
        return range(max(low, from_low + shape[1]), min(high, from_high + shape[1]) + 1)

    def path(self) -> list[Step]:
        """The cheapest way through (Viterbi)."""
        best = self._best = self._empty_rows(INFINITE)
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
        i, j = len(self.band) - 1, self.width
        while i or j:
            step = Step(i, j, list(self.costs[i])[shapes[i][j - self.band[i][0]]])
            path.append(step)
            i, j = i - step.shape[0], j - step.shape[1]
        return path[::-1]

    def leaves_the_band(self, path: Sequence[Step]) -> bool:
        """Whether the path runs along an edge of the band, so that a better one may lie outside."""
        return any(
            0 < step.j == self.band[step.i][0] or self.width > step.j == self.band[step.i][1] for step in path
        )

    def shares(self, path: Sequence[Step]) -> list[float]:
        """For each bead of the cheapest path its share of all the ways through the grid, 0–1.

        Forward–backward over what each bead costs more than the best way to the cell it ends in, so that
        the best path weighs 1 from end to end and nothing on it underflows.
        """
        weights = [self._weights(i) for i in range(len(self.band))]
        ahead, ahead_scales = self._forward(weights)
        behind, behind_scales = self._backward(weights)
        whole = ahead[-1][self.width - self.band[-1][0]]

        def share(i: int, j: int, shape: Shape) -> float:
            """Of the bead that ends in the cell; 0 outside the band."""
            from_i, from_j = i - shape[0], j - shape[1]
            (low, high), (from_low, from_high) = self.band[i], self.band[from_i]
            if not (low <= j <= high and from_low <= from_j <= from_high):
                return 0.0
            way = ahead[from_i][from_j - from_low] * weights[i][shape][j - low] * behind[i][j - low]
            return way / whole * math.exp(ahead_scales[from_i] + behind_scales[i] - ahead_scales[-1])

        shares = []
        for step in path:
            if not step.shape[1]:  # alone, wherever it falls among the blocks of the other side
                cells = [(step.i, j) for j in range(self.band[step.i][0], self.band[step.i][1] + 1)]
            elif not step.shape[0]:
                cells = [(i, step.j) for i in self._rows_of(step.j, step.i)]
            else:
                cells = [(step.i, step.j)]
            shares.append(min(1.0, sum(share(*cell, step.shape) for cell in cells)))
        return shares

    def _rows_of(self, j: int, near: int) -> range:
        """The rows around that one whose columns reach as far as j."""
        first = last = near
        while first > 0 and self.band[first - 1][1] >= j:
            first -= 1
        while last + 1 < len(self.band) and self.band[last + 1][0] <= j:
            last += 1
        return range(first, last + 1)

    def _weights(self, i: int) -> dict[Shape, array[float]]:
        """For each bead that ends in row i the likelihood of taking it rather than the best one there."""
        low, row = self.band[i][0], self._best[i]
        weights = {}
        for shape, costs in self.costs[i].items():
            before, shift = self._best[i - shape[0]], self.band[i - shape[0]][0] + shape[1]
            weights[shape] = weight = array("d", [0.0]) * len(row)
            for j in self._reach(i, shape):
                more = costs[j - low] + before[j - shift] - row[j - low]
                if more < _UNTHINKABLE:
                    weight[j - low] = math.exp(-more)
        return weights

    def _forward(self, weights: Costs) -> tuple[_Rows, list[float]]:
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

    def _backward(self, weights: Costs) -> tuple[_Rows, list[float]]:
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
