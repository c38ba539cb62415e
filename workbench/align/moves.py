"""Pairs out of order: a paragraph that the translation has at another place.

The aligner keeps the order. So the two halves of such a pair stand alone at first, or one of them has been
joined to a neighbour's pair; neighbours that changed places are two blocks with two. Of all these blocks those
are paired that are likelier together than where they are.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.align import cues
from workbench.align.bead import BY_HAND, Bead
from workbench.align.cues import Block
from workbench.align.evidence import Evidence, Signs, Span
from workbench.align.in_common import InCommon, in_common

_LEAST = 1.0  # nats that the two must have in common
_MOVED = 4.0  # nats that a pair out of order costs for being so
_SHARE_DUE = 0.6  # of what pairs in order have in common, for each letter, must be there,
_LACKING = 3.0  # and a nat less costs so much: where no order speaks for a pair, its words must
_TEMPER = 2.0  # by so much the costs overrate how sure such a pair is, as order speaks for none


@dataclass(frozen=True, slots=True)
class _Text:
    """Both sides as the cues see them, and what blocks that may move have in common with all others."""

    source: Sequence[Block]
    target: Sequence[Block]
    common: InCommon
    ratio: float
    richness: float  # nats that pairs in order have in common for each letter
    words_share: float  # of the known words of a block, those that pairs in order have in common

    def shared(self, bead: Bead) -> float:
        """What the blocks of the bead have in common."""
        return _between(self.common.signs, bead)

    def cost(self, bead: Bead) -> float:
        """What the bead costs, less what its blocks have in common."""
        source, target = [self.source[i] for i in bead.source], [self.target[j] for j in bead.target]
        lacking = cues.due(self._length(bead), self.richness) - self.shared(bead)
        cost = cues.bead_cost(source, target, self.ratio) + cues.LACKING * max(0.0, lacking)
        if source and target:
            named = sum(thing.cost for block in (*source, *target) for thing in block.named)
            cost += cues.strange_cost(named, _between(self.common.shown, bead), self._lengths(bead))
            words = min(sum(block.words for block in side) for side in (source, target))
            cost += cues.wordless_cost(words, self.words_share, _between(self.common.words, bead))
        return cost - self.shared(bead)

    def doubt(self, pair: Bead) -> float:
        """What a pair of two blocks out of order costs."""
        lacking = _SHARE_DUE * self.richness * self._length(pair) - self.shared(pair)
        return _MOVED + self.cost(pair) + _LACKING * max(0.0, lacking)

    def saved(self, bead: Bead, without: Bead) -> float:
        """What is saved when the bead loses the blocks of another."""
        return self.cost(bead) - sum(map(self.cost, self.regrouped(_without(bead, without))))

    def regrouped(self, bead: Bead) -> list[Bead]:
        """The blocks of the bead as the beads in order that cost least."""
        ways: list[list[Bead]] = []
        for taken, given in cues.BEAD_COSTS:
            if taken <= len(bead.source) and given <= len(bead.target):
                first = replace(bead, source=bead.source[:taken], target=bead.target[:given])
                rest = replace(bead, source=bead.source[taken:], target=bead.target[given:])
                ways.append([first, *self.regrouped(rest)])
        return min(ways, key=lambda way: sum(map(self.cost, way)), default=[])

    def _length(self, bead: Bead) -> float:
        """The length of the bead's shorter side in English letters; 0 if it has but one."""
        return min(self._lengths(bead))

    def _lengths(self, bead: Bead) -> tuple[float, float]:
        """Both in English letters."""
        ours = self.ratio * sum(self.source[i].length for i in bead.source)
        return ours, sum(self.target[j].length for j in bead.target)


def with_moves(
    beads: Sequence[Bead],
    source_side: Sequence[Signs],
    target_side: Sequence[Signs],
    source: Sequence[Block],
    target: Sequence[Block],
) -> list[Bead]:
    """The beads with blocks paired where they belong together out of order.

    A pair so found is ``moved``, and stands at its source block. Beads set by hand stay as they are.
    """
    sources = {i: n for n, bead in enumerate(beads) for i in _loose(bead, bead.source)}
    targets = {j: n for n, bead in enumerate(beads) for j in _loose(bead, bead.target)}
    if not sources or not targets:
        return list(beads)
    ones = [(bead.source[0], bead.target[0]) for bead in beads if len(bead.source) == len(bead.target) == 1]
    ratio = cues.length_ratio([(source[i].length, target[j].length) for i, j in ones])
    homes = {i for n in {*sources.values(), *targets.values()} for i in beads[n].source}
    reach = _reach(homes, dict(ones), len(source), len(target))
    common = in_common(source, target, source_side, target_side, reach)
    signs, words = (sum(rows[i].get(j, 0.0) for i, j in ones) for rows in (common.signs, common.words))
    richness = signs / max(1, sum(target[j].length for _, j in ones))
    words_share = words / max(1.0, sum(source[i].words for i, _ in ones))
    text = _Text(source, target, common, ratio, richness, words_share)
    doubts: dict[tuple[int, int], float] = {}
    for i, here in sources.items():
        for j, weight in text.common.signs[i].items():
            there = targets.get(j, here)
            pair = Bead((i,), (j,), moved=True)
            if weight < _LEAST or (there == here and not _crosses(beads[here], pair)):
                continue
            saved = sum(text.saved(beads[n], pair) for n in {here, there})
            doubts[i, j] = text.doubt(pair) - saved
    shares = _shares(doubts)
    return _rearranged(_less_sure(beads, shares), _chosen(shares, sources, targets), text)


def _loose(bead: Bead, blocks: tuple[int, ...]) -> tuple[int, ...]:
    """The blocks of one side of the bead that may go elsewhere: those that stand alone, or one of several."""
    if bead.confidence == BY_HAND or (len(blocks) == 1 and bead.source and bead.target):
        return ()
    return blocks


def _crosses(bead: Bead, pair: Bead) -> bool:
    """Whether the bead is two neighbours on each side, and the pair the first of one and the second of the other."""
    if len(bead.source) != 2 or len(bead.target) != 2:
        return False
    return pair.source + pair.target in [*zip(bead.source, reversed(bead.target), strict=True)]


def _between(rows: Evidence, bead: Bead) -> float:
    """What the rows say of all blocks of the bead's two sides together."""
    return sum(rows[i].get(j, 0.0) for i in bead.source for j in bead.target)


def _reach(sources: Collection[int], opposite: Mapping[int, int], rows: int, columns: int) -> list[Span]:
    """All target blocks for these source blocks, and for others the one opposite."""
    everywhere, nowhere = (0, columns), (0, 0)
    return [
        everywhere if i in sources else (opposite[i], opposite[i] + 1) if i in opposite else nowhere
        for i in range(rows)
    ]


def _shares(doubts: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """How likely each pair is, among staying apart and all others of the same blocks, 0–1."""
    weights = {pair: math.exp(-max(-30.0, min(30.0, doubt / _TEMPER))) for pair, doubt in doubts.items()}
    rivals: defaultdict[tuple[str, int], float] = defaultdict(float)
    for (i, j), weight in weights.items():
        rivals["source", i] += weight
        rivals["target", j] += weight
    return {
        (i, j): weight / (1 + rivals["source", i] + rivals["target", j] - weight)
        for (i, j), weight in weights.items()
    }


def _less_sure(beads: Sequence[Bead], shares: Mapping[tuple[int, int], float]) -> list[Bead]:
    """The beads, what stands alone no surer than that it belongs to nothing elsewhere."""
    likeliest: defaultdict[tuple[str, int], float] = defaultdict(float)
    for (i, j), share in shares.items():
        likeliest["source", i] = max(likeliest["source", i], share)
        likeliest["target", j] = max(likeliest["target", j], share)

    def elsewhere(bead: Bead) -> float:
        if bead.source and bead.target:
            return 0.0
        return (
            max(likeliest["source", i] for i in bead.source)
            if bead.source
            else likeliest["target", bead.target[0]]
        )

    return [replace(bead, confidence=min(bead.confidence, 1 - elsewhere(bead))) for bead in beads]


def _chosen(
    shares: Mapping[tuple[int, int], float], sources: Mapping[int, int], targets: Mapping[int, int]
) -> list[Bead]:
    """The pairs that are likelier than not, the surest first; no bead loses more than one block."""
    chosen: list[Bead] = []
    touched: set[int] = set()
    for (i, j), share in sorted(shares.items(), key=lambda item: (-item[1], item[0])):
        if share > 0.5 and not touched & {sources[i], targets[j]}:
            touched |= {sources[i], targets[j]}
            chosen.append(Bead((i,), (j,), share, moved=True))
    return chosen


def _without(bead: Bead, other: Bead) -> Bead:
    """The bead without the blocks of the other."""
    source = tuple(i for i in bead.source if i not in other.source)
    target = tuple(j for j in bead.target if j not in other.target)
    return Bead(source, target, min(bead.confidence, other.confidence))


def _rearranged(beads: Sequence[Bead], moved: Sequence[Bead], text: _Text) -> list[Bead]:
    """The beads with the moved pairs at their source blocks' places and nowhere else.

    What a bead keeps that lost a block is grouped anew, and no surer than that it lost it.
    """
    of_source, of_target = {bead.source[0]: bead for bead in moved}, {bead.target[0]: bead for bead in moved}
    result: list[Bead] = []
    for bead in beads:
        lost = [
            *(of_source[i] for i in bead.source if i in of_source),
            *(of_target[j] for j in bead.target if j in of_target),
        ]
        rest = bead
        for other in lost:
            rest = _without(rest, other)
        result += text.regrouped(rest) if lost else [bead]
        result += [of_source[i] for i in bead.source if i in of_source]
    return sorted_by_source(result)


def sorted_by_source(beads: Sequence[Bead]) -> list[Bead]:
    """The beads in the order of their source blocks; those without stay behind the ones before them."""
    keys, last = [], -1
    for bead in beads:
        last = max(last, bead.source[0]) if bead.source else last
        keys.append(bead.source[0] if bead.source else last)
    return [beads[n] for n in sorted(range(len(beads)), key=lambda n: keys[n])]


def in_order(beads: Sequence[Bead]) -> tuple[list[Bead], list[Bead]]:
    """The beads with each moved one taken apart, every half at its own place, and the moved ones.

    Those of the first list keep the order of both sides; the halves are as sure as the pair was.
    """
    moved = [bead for bead in beads if bead.moved]
    halves = sorted(moved, key=lambda bead: bead.target)
    ordered: list[Bead] = []
    for bead in beads:
        if bead.target and not bead.moved:
            while halves and halves[0].target < bead.target:
                ordered.append(Bead((), halves[0].target, halves.pop(0).confidence))
        ordered.append(Bead(bead.source, (), bead.confidence) if bead.moved else bead)
    return ordered + [Bead((), bead.target, bead.confidence) for bead in halves], moved
