"""The peer: alignment by length alone, as in W. A. Gale and K. W. Church, "A Program for Aligning Sentences in
Bilingual Corpora", Computational Linguistics 19(1), 1993, with the priors and the variance given there.

The one parameter fitted is the number of English characters to an Arabic one, taken from the two texts.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import accumulate

Bead = tuple[tuple[int, ...], tuple[int, ...]]

#: How likely each shape of bead is: (source blocks, target blocks) → probability.
PRIORS = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.089, (1, 2): 0.089, (2, 2): 0.011}
VARIANCE = 6.8  # of the length of a translation, per character

_COSTS = {shape: -math.log(prior) for shape, prior in PRIORS.items()}
_SHAPES = tuple(PRIORS)
_FARTHEST = 25.0  # the most that a difference in length costs
_WHOLE = 500  # target blocks up to which every cell is looked at
_BAND = 100  # cells on either side of where the lengths say, for longer texts


def align(source: Sequence[str], target: Sequence[str]) -> list[Bead]:
    """The likeliest beads in order; every index is in exactly one."""
    ours, theirs = (list(accumulate(map(len, texts), initial=0)) for texts in (source, target))
    ratio = theirs[-1] / ours[-1] if ours[-1] and theirs[-1] else 1.0
    bands = list(_bands(ours, theirs))
    rows: list[list[float]] = []
    ways: list[bytearray] = []
    for i, (low, high) in enumerate(bands):
        row, way = [math.inf] * (high - low), bytearray(high - low)
        for j in range(low, high):
            best = 0.0 if i == j == 0 else math.inf
            for number, (back, left) in enumerate(_SHAPES):
                if back > i or left > j:
                    continue
                low_there, high_there = bands[i - back]
                if not low_there <= j - left < high_there:
                    continue
                before = (row if back == 0 else rows[i - back])[j - left - low_there]
                lengths = ours[i] - ours[i - back], theirs[j] - theirs[j - left]
                cost = before + _COSTS[back, left] + _difference(*lengths, ratio)
                if cost < best:
                    best, way[j - low] = cost, number
            row[j - low] = best
        rows.append(row)
        ways.append(way)
        if i >= 2:
            rows[i - 2] = []  # no longer reached
    return list(_path(bands, ways))[::-1]


def _difference(ours: int, theirs: int, ratio: float) -> float:
    """What it costs that texts of these lengths translate each other, in nats."""
    mean = (ours + theirs / ratio) / 2
    if not mean:
        return 0.0
    tail = math.erfc(abs(ours * ratio - theirs) / math.sqrt(2 * VARIANCE * mean))
    return min(_FARTHEST, -math.log(tail)) if tail else _FARTHEST


def _bands(ours: Sequence[int], theirs: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of each row the first cell looked at and the one behind the last."""
    size = len(theirs)
    j = 0
    for i, done in enumerate(ours):
        if size <= _WHOLE:
            yield 0, size
            continue
        while j < size - 1 and theirs[j] * ours[-1] < done * theirs[-1]:
            j += 1
        at = size - 1 if i == len(ours) - 1 else j
        yield max(0, at - _BAND), min(size, at + _BAND + 1)


def _path(bands: Sequence[tuple[int, int]], ways: Sequence[bytearray]) -> Iterator[Bead]:
    i, j = len(bands) - 1, bands[-1][1] - 1
    while i or j:
        back, left = _SHAPES[ways[i][j - bands[i][0]]]
        yield tuple(range(i - back, i)), tuple(range(j - left, j))
        i, j = i - back, j - left
