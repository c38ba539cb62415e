"""What speaks for and against two blocks saying the same thing, as costs in nats (lower is likelier).

Each cue is one small function; the aligner adds them up. Lengths are code points without surrounding space.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workbench.domain.kinds import Kind
from workbench.text.arabic import match_key

#: English code points for one Arabic code point, and the variance of that per Arabic code point
#: (Gale and Church 1993 have 1 and 6.8 for European languages). Arabic leaves out short vowels and articles
#: are two letters, so English comes out longer.
ENGLISH_PER_ARABIC = 1.08
VARIANCE = 6.8

#: How often so many source and target blocks make a pair.
BEAD_PRIORS = {
    (1, 1): 0.8,
    (1, 0): 0.08,
    (0, 1): 0.08,
    (1, 2): 0.03,
    (2, 1): 0.03,
    (2, 2): 0.006,
    (1, 3): 0.004,
    (3, 1): 0.004,
}
BEAD_COSTS = {shape: -math.log(prior) for shape, prior in BEAD_PRIORS.items()}

_STEP = 0.05  # standard deviations between entries of the length table
_WORST_LENGTH = 9.0  # beyond this, length says "no" and cannot say it louder


def _length_table() -> tuple[float, ...]:
    """Cost of a deviation of n · _STEP standard deviations: minus the log of its two-sided tail."""
    costs = []
    for n in range(200):
        tail = math.erfc(n * _STEP / math.sqrt(2))
        costs.append(min(_WORST_LENGTH, -math.log(tail)) if tail > 0 else _WORST_LENGTH)
    return tuple(costs)


_LENGTH_COSTS = _length_table()


def length_cost(source_length: int, target_length: int) -> float:
    """How surprising the two lengths are for a translation (Gale and Church 1993, equation 3)."""
    expected = source_length * ENGLISH_PER_ARABIC
    # The mean of both sides keeps the measure symmetric and defined when one is empty.
    deviation = abs(target_length - expected) / math.sqrt(VARIANCE * (expected + target_length + 1) / 2)
    return _LENGTH_COSTS[min(int(deviation / _STEP), len(_LENGTH_COSTS) - 1)]


def unpaired_cost(length: int) -> float:
    """What it costs to leave a block without a counterpart: a line of furniture little, a paragraph more."""
    return 0.4 + 1.85 * min(1.0, length / 200)


_HEADINGS = frozenset({Kind.HEADLINE, Kind.STANDFIRST, Kind.SUBHEADING})
_UNLIKE_KINDS = 2.5
_HEADLINE_APART = 8.0


def kind_cost(source: Kind | None, target: Kind | None) -> float:
    """What two kinds cost together; 0 when they agree or one is not known."""
    if source is None or target is None:
        return 0.0
    if source is target:
        return -0.5 if source is not Kind.PARAGRAPH else 0.0
    if Kind.HEADLINE in (source, target):
        return _HEADLINE_APART if Kind.PARAGRAPH in (source, target) else _UNLIKE_KINDS
    return _UNLIKE_KINDS


def joining_cost(kinds: Sequence[Kind | None]) -> float:
    """What it costs to take neighbouring blocks together: a heading does not run on into a paragraph."""
    return sum(
        _UNLIKE_KINDS
        for this, after in pairwise(kinds)
        if this is not after and (this in _HEADINGS or after in _HEADINGS)
    )


@dataclass(frozen=True, slots=True)
class Punctuation:
    """The signs of a text that a translation keeps."""

    asks: bool
    quotes: bool
    opens: bool


_QUOTE = re.compile('["«»“”„]')


def punctuation(text: str) -> Punctuation:
    """Whether a text asks, quotes, and ends in a colon."""
    return Punctuation("?" in text or "؟" in text, bool(_QUOTE.search(text)), text.rstrip().endswith(":"))


def punctuation_cost(source: Punctuation, target: Punctuation) -> float:
    """What differing question marks, quotation marks and final colons cost."""
    return (
        1.8 * (source.asks != target.asks)
        + 1.4 * (source.quotes != target.quotes)
        + 0.5 * (source.opens != target.opens)
    )


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")
_LATIN = re.compile(r"[a-z][a-z0-9]+")


def strings(text: str) -> frozenset[str]:
    """The numbers (in ASCII digits, 1,200 as 1200) and the Latin words of a text."""
    key = match_key(text)
    numbers = (_THOUSANDS.sub("", number) for number in _NUMBER.findall(key))
    return frozenset([*numbers, *_LATIN.findall(key)])


def string_weight(string: str, occurrences: int) -> float:
    """What finding the same string on both sides is worth; rare and long ones say more."""
    size = 1.5 if len(string) < 2 else 3.5
    return size / occurrences


def shared_strings(source: Sequence[str], target: Sequence[str]) -> list[dict[int, float]]:
    """For each source block, the target blocks that share numbers or Latin words, with their weight."""
    source_strings, target_strings = [strings(text) for text in source], [strings(text) for text in target]
    counts = Counter(s for side in (source_strings, target_strings) for block in side for s in block)
    where: defaultdict[str, list[int]] = defaultdict(list)
    for j, block in enumerate(target_strings):
        for string in block:
            where[string].append(j)
    shared: list[dict[int, float]] = []
    for block in source_strings:
        row: defaultdict[int, float] = defaultdict(float)
        for string in sorted(block):
            if len(where[string]) <= _COMMON:
                for j in where[string]:
                    row[j] += string_weight(string, max(1, counts[string] - 1))
        shared.append({j: min(weight, _MOST_SHARED) for j, weight in sorted(row.items())})
    return shared


_COMMON = 50  # a string in more target blocks than this tells nothing and would cost time
_MOST_SHARED = 8.0

#: A cue that finds evidence between single blocks, as :func:`shared_strings` does. Further ones go here.
Evidence = Callable[[Sequence[str], Sequence[str]], list[dict[int, float]]]
EVIDENCE: tuple[Evidence, ...] = (shared_strings,)


def evidence(source: Sequence[str], target: Sequence[str]) -> list[dict[int, float]]:
    """For each source block, the target blocks something speaks for, with the sum of what does."""
    total: list[dict[int, float]] = [{} for _ in source]
    for cue in EVIDENCE:
        for row, found in zip(total, cue(source, target), strict=True):
            for j, weight in found.items():
                row[j] = row.get(j, 0.0) + weight
    return total


def joined_punctuation(parts: Iterable[Punctuation]) -> Punctuation:
    """The punctuation of blocks taken together."""
    parts = list(parts)
    return Punctuation(any(p.asks for p in parts), any(p.quotes for p in parts), parts[-1].opens)
