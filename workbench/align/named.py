"""What a block names, and so its translation should: figures, places, months, names in English.

What two blocks have in common speaks for them (``evidence``); what one of them names and the other does not show
speaks against them. A paragraph missing on one side and the next one missing on the other are often of the same
topic and length, and differ in just this. Arabic writes no capitals, so its names are not known from its words.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from workbench.align.evidence import Evidence, Signs, Sort, Span
from workbench.align.lexicon import english_meanings
from workbench.align.names import capitalised, latin_sounds
from workbench.text.arabic import match_key

#: What it costs, in nats, that one side names a thing of such a sort and the other does not show it.
FIGURE, PLACE, NAME = 1.5, 0.5, 0.4

Sign = tuple[Sort, str]


class Named(NamedTuple):
    """A thing named: what it costs if the other side lacks it, and its signs there, of which one will do."""

    cost: float
    signs: frozenset[Sign]


def named_in_source(side: Sequence[Signs]) -> list[tuple[Named, ...]]:
    """For each Arabic text its figures, places and months."""
    return [(*_each(signs, Sort.FIGURE, FIGURE), *_each(signs, Sort.PLACE_OR_MONTH, PLACE)) for signs in side]


def named_in_target(texts: Sequence[str], side: Sequence[Signs]) -> list[tuple[Named, ...]]:
    """For each English text its figures and the words it writes with a capital, among them places and months."""
    return [
        (
            *_each(signs, Sort.FIGURE, FIGURE),
            *(Named(NAME, found) for word in sorted(names) if (found := _signs_of_name(word))),
        )
        for signs, names in zip(side, capitalised(texts), strict=True)
    ]


def _each(signs: Signs, sort: Sort, cost: float) -> Iterator[Named]:
    return (Named(cost, frozenset({(sort, sign)})) for sign in sorted(signs[sort]))


@lru_cache(maxsize=20_000)
def _signs_of_name(name: str) -> frozenset[Sign]:
    """What an Arabic text may show for an English name: its sounds, its meaning, the country or month it is."""
    meanings, places = english_meanings([match_key(name)])
    return frozenset(
        {
            *((Sort.of_name(sounds), sounds) for sounds in latin_sounds(name)),
            *((Sort.WORD, meaning) for meaning in meanings),
            *((Sort.PLACE_OR_MONTH, place) for place in places),
        }
    )


def shown(
    source: Sequence[Sequence[Named]],
    target: Sequence[Sequence[Named]],
    source_side: Sequence[Signs],
    target_side: Sequence[Signs],
    reach: Sequence[Span],
) -> Evidence:
    """For each source block and the target blocks within its reach, the cost of all that either names and the
    other shows."""
    showing: defaultdict[Sign, list[int]] = defaultdict(list)  # the target blocks that show a sign,
    naming: defaultdict[Sign, list[tuple[int, int]]] = defaultdict(
        list
    )  # and those that name it, at which place
    for j, signs in enumerate(target_side):
        for sign in _all(signs):
            showing[sign].append(j)
    for j, block in enumerate(target):
        for place, (_, readings) in enumerate(block):
            for sign in readings:
                naming[sign].append((j, place))
    rows: Evidence = [{} for _ in source]
    for row, block, signs, (low, high) in zip(rows, source, source_side, reach, strict=True):
        for cost, readings in block:
            places = (showing[sign] for sign in readings if sign in showing)
            for j in {
                j for found in places for j in found[bisect_left(found, low) : bisect_left(found, high)]
            }:
                row[j] = row.get(j, 0.0) + cost
        met = {
            place
            for sign in _all(signs)
            if (found := naming.get(sign))
            for place in found[bisect_left(found, (low, 0)) : bisect_left(found, (high, 0))]
        }
        for j, place in sorted(met):
            row[j] = row.get(j, 0.0) + target[j][place].cost
    return rows


def _all(signs: Signs) -> Iterator[Sign]:
    return ((sort, sign) for sort, those in signs.items() for sign in those)
