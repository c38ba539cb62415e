"""Scores of alignments against the right beads.

Strict and lax precision and recall as in R. Sennrich and M. Volk, "Iterative, MT-based Sentence Alignment of
Parallel Texts", NODALIDA 2011, and B. Thompson and P. Koehn, "Vecalign", EMNLP 2019: over beads that have both
sides; strict, a bead counts when it is exactly one of the others', lax, when it has a link with them in common.
Every figure is over all beads of all articles together.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

Bead = tuple[tuple[int, ...], tuple[int, ...]]

#: Ranges of confidence, and from which on each begins.
BINS = ((0.9, 1.01), (0.6, 0.9), (0.0, 0.6))


@dataclass
class Tally:
    """How many were found and how many of those are right; how many there are and how many of those were found."""

    found: int = 0
    right: int = 0
    wanted: int = 0
    met: int = 0

    def add(self, found: Collection[object], right: int, wanted: Collection[object], met: int) -> None:
        self.found += len(found)
        self.right += right
        self.wanted += len(wanted)
        self.met += met

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.met / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """Figures of one aligner over articles of one condition."""

    articles: int = 0
    blocks: int = 0
    perfect: int = 0
    strict: Tally = field(default_factory=Tally)
    lax: Tally = field(default_factory=Tally)
    links: Tally = field(default_factory=Tally)
    unmatched: Tally = field(default_factory=Tally)
    sure: list[tuple[float, bool]] = field(default_factory=list)  # confidence, and whether it was right
    seconds: list[float] = field(default_factory=list)

    def add(self, size: tuple[int, int], gold: Iterable[Bead], found: Iterable[Bead], seconds: float) -> None:
        """Count one article of ``size`` source and target blocks."""
        right, beads = (_norm(one) for one in (gold, found))
        wanted, pairs = ({bead for bead in one if all(bead)} for one in (right, beads))
        wanted_links, pair_links = links(wanted), links(pairs)
        self.strict.add(pairs, len(pairs & wanted), wanted, len(pairs & wanted))
        self.lax.add(pairs, _touching(pairs, wanted_links), wanted, _touching(wanted, pair_links))
        self.links.add(
            pair_links, len(pair_links & wanted_links), wanted_links, len(pair_links & wanted_links)
        )
        alone, said_alone = (_unmatched(size, one) for one in (wanted_links, pair_links))
        self.unmatched.add(said_alone, len(said_alone & alone), alone, len(said_alone & alone))
        self.perfect += pairs == wanted
        self.articles += 1
        self.blocks += sum(size)
        self.seconds.append(seconds)

    def add_sureness(self, gold: Iterable[Bead], found: Iterable[tuple[Bead, float]]) -> None:
        """Count how sure an aligner was of its beads. One without a side is right where all in it stand alone."""
        right = _norm(gold)
        linked = [{n for bead in right if all(bead) for n in bead[side]} for side in (0, 1)]
        for bead, confidence in found:
            is_right = (
                bead in right
                if all(bead)
                else not any(n in linked[side] for side in (0, 1) for n in bead[side])
            )
            self.sure.append((confidence, is_right))

    def right_between(self, low: float, high: float) -> tuple[int, float | None]:
        """How many beads were said to be as sure as that, and the share of them that is right."""
        oks = [ok for confidence, ok in self.sure if low <= confidence < high]
        return len(oks), sum(oks) / len(oks) if oks else None


def links(beads: Iterable[Bead]) -> set[tuple[int, int]]:
    """The single links of a source block with a target block."""
    return {(i, j) for ours, theirs in beads for i in ours for j in theirs}


def _norm(beads: Iterable[Bead]) -> set[Bead]:
    return {(tuple(sorted(ours)), tuple(sorted(theirs))) for ours, theirs in beads}


def _touching(beads: Iterable[Bead], others: set[tuple[int, int]]) -> int:
    return sum(not others.isdisjoint(links([bead])) for bead in beads)


def _unmatched(size: tuple[int, int], linked: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """The blocks without a counterpart, as (side, index)."""
    ends = {(side, link[side]) for link in linked for side in (0, 1)}
    return {(side, n) for side in (0, 1) for n in range(size[side])} - ends
