"""Pairs the blocks of an Arabic text with those of its English translation.

Dynamic programming over beads (1-1, 1-0, 0-1, 1-2, 2-1, 2-2, 1-3, 3-1) after W. A. Gale and K. W. Church,
"A Program for Aligning Sentences in Bilingual Corpora", Computational Linguistics 19(1), 1993; the costs are
those of ``cues`` less what ``evidence`` finds in common, the grid is looked at within the ``corridor``. The
confidence of a bead is its posterior probability by the forward–backward algorithm over the same costs.
Blocks left over on both sides that belong together are paired by ``moves``. Nothing is random.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate, groupby, product

from workbench.align import cues
from workbench.align.bead import Bead
from workbench.align.corridor import Cell, around, sure_pairs
from workbench.align.costs import bead_costs, part
from workbench.align.cues import Block
from workbench.align.evidence import Evidence, Signs, known_words, source_signs, target_signs
from workbench.align.first_path import first_path
from workbench.align.grid import Grid
from workbench.align.in_common import in_common
from workbench.align.moves import with_moves
from workbench.align.named import Named, named_in_source, named_in_target
from workbench.domain.kinds import Kind
from workbench.intake.wording import is_furniture
from workbench.text.arabic import match_key
from workbench.text.sentences import sentence_starts

_WHOLE_CELLS = 10_000  # up to this many cells every pairing is considered; beyond, those in the corridor
#: The confidence of a bead that nothing speaks against; a person who sets a pair is surer still.
MOST_SURE = 0.999

_WIDEST = 48  # columns at last, where the path keeps running along the edge
_MARGIN = 12  # columns at first on either side of the first path

_FAR_OFF = 1.6  # times as long as it should be: a pair that lacks something
_CLOSE = 1.3  # times as long as it should be: a pair that lacks nothing
_IN_COMMON = 2.0  # nats of evidence that what stands alone belongs to it
_WANTING = 1.0  # nats that a pair has less in common than is due
_LIKELY = 0.8  # the most that is said of such a pair
_DOUBT = 0.5  # the most that is said of a pair whose missing part stands alone close by


def align(
    source: Sequence[str],
    target: Sequence[str],
    *,
    source_kinds: Sequence[Kind | None] | None = None,
    target_kinds: Sequence[Kind | None] | None = None,
    pinned: Sequence[Bead] = (),
) -> list[Bead]:
    """The likeliest pairing of two sequences of blocks; every index is in exactly one bead.

    ``source_kinds`` and ``target_kinds``, when given, are as long as their texts. ``pinned`` beads, in order,
    are kept as they are, and what lies between them is paired; the blocks of one with an empty side stay alone.
    The beads are in order but for those that are ``moved``, which stand at their source block. An empty side
    leaves every block of the other unpaired. Time grows with the length of the texts beyond some hundred blocks
    a side. Raises ValueError when pinned beads cross.
    """
    signs = [source_signs(text) for text in source], target_signs(target)
    named = named_in_source(signs[0]), named_in_target(target, signs[1])
    alone = [pin for pin in pinned if not (pin.source and pin.target)]
    blocks = (
        _blocks(source, source_kinds, signs[0], named[0], {i for pin in alone for i in pin.source}),
        _blocks(target, target_kinds, signs[1], named[1], {j for pin in alone for j in pin.target}),
    )
    beads: list[Bead] = []
    start = (0, 0)
    for pin in (*(pin for pin in pinned if pin.source and pin.target), None):
        end = (pin.source[0], pin.target[0]) if pin else (len(source), len(target))
        if end[0] < start[0] or end[1] < start[1]:
            raise ValueError("pinned beads cross")
        beads += _stretch(*blocks, *signs, start, end)
        if pin:
            beads.append(pin)
            start = end[0] + len(pin.source), end[1] + len(pin.target)
    return with_moves(_as_pinned(beads, alone), *signs, *blocks)


def _as_pinned(beads: Sequence[Bead], alone: Sequence[Bead]) -> list[Bead]:
    """The beads with the pins of one side at the place of their first block."""
    first = {(pin.source[:1], pin.target[:1]): pin for pin in alone}
    inside = {
        *((pin.source[n : n + 1], ()) for pin in alone for n in range(1, len(pin.source))),
        *(((), pin.target[n : n + 1]) for pin in alone for n in range(1, len(pin.target))),
    }
    return [
        first.get((bead.source, bead.target), bead)
        for bead in beads
        if (bead.source, bead.target) not in inside
    ]


def _blocks(
    texts: Sequence[str],
    kinds: Sequence[Kind | None] | None,
    side: Sequence[Signs],
    named: Sequence[tuple[Named, ...]],
    alone: Collection[int],
) -> list[Block]:
    words = known_words(side)
    kinds = kinds if kinds is not None else [None] * len(texts)
    signs = [cues.punctuation(text) for text in texts]
    above = list(accumulate((p.ends for p in signs), max, initial=False))
    below = list(accumulate((p.ends for p in reversed(signs)), max, initial=False))[::-1]
    outer = [not (above[n] and below[n + 1]) for n in range(len(texts))]
    return [
        Block(
            len(match_key(text)),
            named[n],
            len(sentence_starts(text)) + punctuation.ends,
            words[n],
            kind,
            punctuation,
            is_outer,
            is_furniture(text, at_edge=is_outer),
            n in alone,
        )
        for n, (text, kind, punctuation, is_outer) in enumerate(zip(texts, kinds, signs, outer, strict=True))
    ]


def _stretch(
    source: Sequence[Block],
    target: Sequence[Block],
    source_side: Sequence[Signs],
    target_side: Sequence[Signs],
    start: Cell,
    end: Cell,
) -> list[Bead]:
    """The beads, in order, of the blocks from one cell to another."""
    ours, theirs = slice(start[0], end[0]), slice(start[1], end[1])
    found = _in_order(source[ours], target[theirs], source_side[ours], target_side[theirs])
    return [
        Bead(
            tuple(i + start[0] for i in bead.source),
            tuple(j + start[1] for j in bead.target),
            bead.confidence,
        )
        for bead in found
    ]


def _in_order(
    source: Sequence[Block],
    target: Sequence[Block],
    source_side: Sequence[Signs],
    target_side: Sequence[Signs],
) -> list[Bead]:
    if not source or not target:
        alone = [Bead((i,), (), MOST_SURE) for i in range(len(source))]
        return alone + [Bead((), (j,), MOST_SURE) for j in range(len(target))]
    lengths = [block.length for block in source], [block.length for block in target]
    whole = [(0, 0), (len(source), len(target))]
    is_small = len(source) * len(target) <= _WHOLE_CELLS
    way = whole if is_small else first_path(*lengths, source_side, target_side)
    left, right = part(source), part(target)
    margin = _MARGIN
    while True:
        band = around(way, margin)
        reach = band[1:]
        common = in_common(source, target, source_side, target_side, reach)
        found = common.signs
        ratio = cues.length_ratio([(lengths[0][i], lengths[1][j]) for i, j in sure_pairs(found)])
        grid = Grid(bead_costs(left, right, common, ratio, band), band)
        path = grid.path()
        if is_small or margin >= _WIDEST or not grid.leaves_the_band(path):
            break
        margin *= 2
    beads = [
        Bead(
            tuple(range(step.i - step.shape[0], step.i)),
            tuple(range(step.j - step.shape[1], step.j)),
            min(MOST_SURE, share),
        )
        for step, share in zip(path, grid.shares(path), strict=True)
    ]
    has_title = target[0].kind is Kind.HEADLINE
    likely = _no_surer_than_likely(_arabic_first(beads, has_title), *lengths, ratio, found)
    return _doubted(likely, *lengths, ratio, found)


def _no_surer_than_likely(
    beads: Iterable[Bead], source: Sequence[int], target: Sequence[int], ratio: float, found: Evidence
) -> list[Bead]:
    """The beads, less sure where only length and place speak for one.

    A paragraph that is missing and one from elsewhere may be alike in both.
    """
    richness = cues.richness(found, ratio * sum(source))

    def is_wanting(bead: Bead) -> bool:
        ours = ratio * sum(source[i] for i in bead.source)
        length = min(ours, sum(target[j] for j in bead.target))
        common = sum(found[i].get(j, 0.0) for i in bead.source for j in bead.target)
        return cues.due(length, richness) - common >= _WANTING

    return [
        replace(bead, confidence=min(bead.confidence, _LIKELY)) if is_wanting(bead) else bead
        for bead in beads
    ]


def _arabic_first(beads: Iterable[Bead], has_title: bool) -> list[Bead]:
    """The beads with what stands alone between two pairs sorted: first the source's blocks, then the target's.

    Any order of them keeps that of both sides; this one reads best. ``has_title``: the first target block is a
    headline, which stays on top.
    """

    def place(bead: Bead) -> tuple[bool, bool]:
        return not (has_title and bead.target == (0,)), not bead.source

    runs = groupby(beads, lambda bead: bool(bead.source and bead.target))
    return [bead for is_paired, run in runs for bead in (run if is_paired else sorted(run, key=place))]


def _doubted(
    beads: Sequence[Bead],
    source: Sequence[int],
    target: Sequence[int],
    ratio: float,
    found: Evidence,
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
