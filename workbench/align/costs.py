"""What every bead within the corridor costs: the cues added up, less what its blocks have in common."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from workbench.align import cues
from workbench.align.cues import Block
from workbench.align.evidence import Evidence, Span
from workbench.align.in_common import InCommon
from workbench.domain.kinds import Kind

INFINITE = math.inf
_MOST = 3  # blocks of one side in a bead

Shape = tuple[int, int]  # blocks of the source and of the target
#: For each row of the grid and each shape, what the bead of that shape costs that ends in each column of the row.
Costs = list[dict[Shape, "array[float]"]]

#: Shapes in the order they are tried; (0, 1) stays in its row and must come last, going up the columns.
SHAPES = tuple(sorted(cues.BEAD_COSTS, key=lambda shape: shape == (0, 1)))


@dataclass(frozen=True, slots=True)
class Look:
    """All of a group that costs but its length and words; a side has few different ones."""

    kind: Kind | None
    punctuation: cues.Punctuation
    joining: float


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring blocks of one side as one half of a bead; ``look`` is a place in the side's looks."""

    length: int
    named: float  # what it costs if the other side shows nothing of what it names
    sentences: int
    words: float  # known ones
    look: int


@dataclass(frozen=True, slots=True)
class Part:
    """A run of blocks of one side; ``groups[n][i]`` are the n blocks that end before block i (None where there
    are not so many, or one of them must stay alone)."""

    blocks: tuple[Block, ...]
    groups: tuple[tuple[Group | None, ...], ...]
    looks: tuple[Look, ...]


def part(blocks: Sequence[Block]) -> Part:
    """The blocks with all their groups of up to three."""
    looks: dict[Look, int] = {}

    def group(start: int, end: int) -> Group | None:
        if start < 0 or start == end:
            return None
        members = blocks[start:end]
        if any(block.stays_alone for block in members):
            return None
        joined = cues.joined_punctuation(block.punctuation for block in members)
        look = Look(members[0].kind, joined, cues.joining_cost([block.kind for block in members]))
        return Group(
            sum(block.length for block in members),
            sum(thing.cost for block in members for thing in block.named),
            sum(block.sentences for block in members),
            sum(block.words for block in members),
            looks.setdefault(look, len(looks)),
        )

    groups = tuple(tuple(group(i - n, i) for i in range(len(blocks) + 1)) for n in range(_MOST + 1))
    return Part(tuple(blocks), groups, tuple(looks))


def bead_costs(source: Part, target: Part, common: InCommon, ratio: float, band: Sequence[Span]) -> Costs:
    """The costs of all beads that end within the band; ``ratio`` is English letters for one Arabic letter."""
    text = _Text(
        ratio,
        cues.richness(common.signs, ratio * sum(block.length for block in source.blocks)),
        cues.words_share(common.words, sum(block.words for block in source.blocks)),
        (
            [cues.alone_cost(block, ratio) for block in source.blocks],
            [cues.alone_cost(block, 1.0) for block in target.blocks],
        ),
        [[_apart(one, other) for other in target.looks] for one in source.looks],
    )
    return [
        {
            shape: array("d", _row(source, target, common, text, i, span, shape))
            for shape in SHAPES
            if shape[0] <= i
        }
        for i, span in enumerate(band)
    ]


@dataclass(frozen=True, slots=True)
class _Text:
    """What is the same for all beads of a text: English letters for one Arabic letter, what its blocks have in common
    with their counterparts at the average, and what its blocks cost alone and its looks together."""

    ratio: float
    richness: float
    words_share: float
    alone: tuple[list[float], list[float]]
    apart: list[list[float]]


def _apart(source: Look, target: Look) -> float:
    return (
        source.joining
        + target.joining
        + cues.kind_cost(source.kind, target.kind)
        + cues.punctuation_cost(source.punctuation, target.punctuation)
    )


def _row(
    source: Part, target: Part, common: InCommon, text: _Text, i: int, span: Span, shape: Shape
) -> list[float]:
    """The costs of the beads of that shape that end in row i."""
    low, high = span
    taken, given = shape
    prior = cues.BEAD_COSTS[shape]
    if not given:
        return [prior + text.alone[0][i - 1]] * (high - low + 1)
    if not taken:
        return [prior + text.alone[1][j - 1] if j else INFINITE for j in range(low, high + 1)]
    ours = source.groups[taken][i]
    theirs = target.groups[given][low : high + 1]
    if ours is None:
        return [INFINITE] * len(theirs)
    shared, words, met = (
        _by_column(rows[i - taken : i], given) for rows in (common.signs, common.words, common.shown)
    )
    unlike = text.apart[ours.look]
    expected = ours.length * text.ratio
    lengths = [group.length if group else 0 for group in theirs]
    costs = cues.length_costs(ours.length, lengths, text.ratio)
    row_costs = []
    for column, (group, cost) in enumerate(zip(theirs, costs, strict=True), low):
        if group is None:
            row_costs.append(INFINITE)
            continue
        signs = shared.get(column, 0.0)
        lacking = cues.due(expected if expected < group.length else group.length, text.richness) - signs
        if lacking > 0:
            cost += cues.LACKING * lacking
        fewer = ours.words if ours.words < group.words else group.words
        cost += cues.wordless_cost(fewer, text.words_share, words.get(column, 0.0))
        cost += cues.strange_cost(ours.named + group.named, met.get(column, 0.0), (expected, group.length))
        cost += cues.sentences_cost(ours.sentences - group.sentences)
        row_costs.append(prior + cost + unlike[group.look] - signs)
    return row_costs


def _by_column(rows: Evidence, given: int) -> dict[int, float]:
    """For each column, what these rows have with the so many target blocks before it."""
    sums: dict[int, float] = {}
    for row in rows:
        for j, weight in row.items():
            for column in range(j + 1, j + 1 + given):
                sums[column] = sums.get(column, 0.0) + weight
    return sums
