"""Where in the grid of two long texts the pairs can lie, so that not all is compared with all.

Blocks that share what is rare in both texts are anchors; the heaviest chain of them that keeps the order says
where the way must pass, and the aligner looks to either side of a ``first_path`` along them. After R. C. Moore,
"Fast and Accurate Sentence Alignment of Bilingual Corpora", AMTA 2002, who also searches around a first
alignment and widens that where the path comes near the edge.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from workbench.align.evidence import Evidence, Span

Cell = tuple[int, int]  # so many source and target blocks lie behind it

_SURE = 2.0  # nats in common that make a pair of two blocks when neither has more with another
_ANCHOR = 3.0  # and as many for an anchor,
_AHEAD = 1.5  # which has so many times what either block has in common with any third one
_WRONG = 12  # columns by which an anchor may be off, being wrong


def anchors(rows: Evidence, least: float = _ANCHOR, ahead: float = _AHEAD) -> list[Cell]:
    """Pairs of blocks that surely belong together, in order on both sides: (source block, target block).

    ``least`` and ``ahead`` are those of :func:`best_of_both`.
    """
    return _heaviest_chain([(i, j, rows[i][j]) for i, j in best_of_both(rows, least, ahead)])


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


def between(through: Sequence[Cell], rows: int, columns: int) -> list[Span]:
    """For each row of the grid the first and the last column that lie between two anchors, or near one."""
    cells = [(0, 0), *(cell for i, j in through for cell in ((i, j), (i + 1, j + 1))), (rows, columns)]
    return around(cells, _WRONG)


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
