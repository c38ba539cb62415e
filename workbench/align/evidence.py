"""What two blocks have in common whatever their language: numbers, names, countries, months, words.

Every block is read once into signs; signs that both sides show meet in a table, so that the work grows with
the text and not with the number of pairs. A sign counts the less the more blocks near by show it.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from enum import Enum, auto
from itertools import pairwise

from workbench.align.lexicon import arabic_meanings, english_meanings
from workbench.align.names import arabic_sounds, arabic_words, capitalised, joined_sounds, latin_sounds
from workbench.align.numbers import figures, number_words
from workbench.text.arabic import match_key

_LATIN = re.compile(r"[a-z][a-z0-9]{1,40}")
_ENGLISH_WORD = re.compile(r"[a-z]{1,40}(?:'[a-z]{1,9})?")

_COMMON = 30  # a sign in more blocks than this near by tells nothing and would cost time
_NEAR = 30  # blocks to either side among which a sign is counted
_MOST = 3.0  # so many signs of one sort that no other block has; more say no more


class Sort(Enum):
    """The sorts of signs, by how much they tell."""

    FIGURE = auto()  # a number of two figures and more
    SMALL_NUMBER = auto()
    NUMBER_WORD = auto()
    LATIN = auto()
    PLACE_OR_MONTH = auto()
    SHORT_NAME = auto()  # a name of two consonants
    NAME = auto()
    LONG_NAME = auto()
    WORD = auto()

    @classmethod
    def of_name(cls, sounds: str) -> "Sort":
        """The sort of a name of these consonants, two or more."""
        return {2: cls.SHORT_NAME, 3: cls.NAME}.get(len(sounds), cls.LONG_NAME)


#: What a sign that no other block shows is worth, in nats.
WEIGHTS = {
    Sort.FIGURE: 3.1,
    Sort.SMALL_NUMBER: 0.6,
    Sort.NUMBER_WORD: 0.2,
    Sort.LATIN: 1.3,
    Sort.PLACE_OR_MONTH: 0.9,
    Sort.SHORT_NAME: 0.6,
    Sort.NAME: 2.5,
    Sort.LONG_NAME: 2.3,
    Sort.WORD: 1.1,
}

Signs = dict[Sort, frozenset[str]]
Evidence = list[dict[int, float]]  # for each source block the target blocks with signs in common: nats
Span = tuple[int, int]  # target blocks from one to before the other


def source_signs(text: str) -> Signs:
    """The signs of an Arabic text."""
    key = match_key(text)
    words = arabic_words(key)
    meanings, places = arabic_meanings(words)
    names = {sounds for word in words for sounds in arabic_sounds(word)}
    names.update(sounds for pair in pairwise(words) for sounds in joined_sounds(*pair))
    return _signs(key, words, names, places, meanings)


def target_signs(texts: Sequence[str]) -> list[Signs]:
    """The signs of English texts, which tell one another's names from words."""
    signs = []
    for text, capitals in zip(texts, capitalised(texts), strict=True):
        key = match_key(text)
        words = _ENGLISH_WORD.findall(key)
        meanings, places = english_meanings(words)
        names = {sounds for word in capitals for sounds in latin_sounds(word)}
        signs.append(_signs(key, words, names, places, meanings))
    return signs


def _signs(
    key: str, words: list[str], names: set[str], places: frozenset[str], meanings: frozenset[str]
) -> Signs:
    numbers = figures(key)
    spelled = number_words(words)
    return {
        Sort.FIGURE: frozenset(n for n in numbers if len(n) > 1),
        Sort.SMALL_NUMBER: frozenset(n for n in numbers if len(n) == 1),
        Sort.NUMBER_WORD: spelled | numbers,
        Sort.LATIN: frozenset(_LATIN.findall(key)),
        Sort.PLACE_OR_MONTH: places,
        Sort.SHORT_NAME: frozenset(n for n in names if len(n) == 2),
        Sort.NAME: frozenset(n for n in names if len(n) == 3),
        Sort.LONG_NAME: frozenset(n for n in names if len(n) > 3),
        Sort.WORD: meanings,
    }


def evidence(
    source: Sequence[Signs],
    target: Sequence[Signs],
    reach: Sequence[Span] | None = None,
    *,
    common: int = _COMMON,
) -> Evidence:
    """For each source block, the target blocks that show signs it shows, with what that is worth in nats.

    ``reach`` are the target blocks that come into question for each source block, all of them if it is not
    given. Signs that more than ``common`` of those show are passed over.
    """
    reach = reach if reach is not None else [(0, len(target))] * len(source)
    return evidence_and_words(source, target, reach, common=common)[0]


def evidence_and_words(
    source: Sequence[Signs], target: Sequence[Signs], reach: Sequence[Span], *, common: int = _COMMON
) -> tuple[Evidence, Evidence]:
    """The evidence, and in the same shape how many known words the blocks have in common, those that others show
    near by as fractions."""
    total: Evidence = [{} for _ in source]
    words: Evidence = []
    for sort, weight in WEIGHTS.items():
        rows = shared([s[sort] for s in source], [s[sort] for s in target], reach, common)
        for sums, row in zip(total, rows, strict=True):
            for j, amount in row.items():
                sums[j] = sums.get(j, 0.0) + weight * min(_MOST, amount)
        if sort is Sort.WORD:
            words = rows
    return total, words


def shared(
    source: Sequence[frozenset[str]],
    target: Sequence[frozenset[str]],
    reach: Sequence[Span],
    common: int = _COMMON,
) -> list[dict[int, float]]:
    """For each source block, the target blocks within its reach with the same signs and how many those are,
    a sign that several blocks of a side show near by as the fraction."""
    here, there = _where(source), _where(target)
    rows: list[dict[int, float]] = [{} for _ in source]
    for sign in sorted(here.keys() & there.keys()):
        sources, targets = here[sign], there[sign]
        for i in sources:
            low, high = reach[i]
            width = max(_NEAR, high - low)
            aside = (width - (high - low)) // 2
            others = _count(targets, low - aside, high + aside)
            most = max(_count(sources, i - width, i + width + 1), others)
            if others and most <= common:
                row = rows[i]
                for j in targets[bisect_left(targets, low) : bisect_left(targets, high)]:
                    row[j] = row.get(j, 0.0) + 1 / most
    return rows


def known_words(side: Sequence[Signs]) -> list[float]:
    """How many known words each block has that its translation could show, counted as those in common are."""
    where = _where([signs[Sort.WORD] for signs in side])
    return [
        sum(
            1 / most
            for sign in signs[Sort.WORD]
            if (most := _count(where[sign], n - _NEAR, n + _NEAR + 1)) <= _COMMON
        )
        for n, signs in enumerate(side)
    ]


def _count(places: list[int], low: int, high: int) -> int:
    """How many of the places, which ascend, lie from one number to before another."""
    return bisect_left(places, high) - bisect_left(places, low)


def _where(side: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    """For each sign the blocks that show it."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for n, signs in enumerate(side):
        for sign in signs:
            blocks[sign].append(n)
    return blocks
