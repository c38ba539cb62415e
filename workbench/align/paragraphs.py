"""An older and a newer version of one text, paragraph by paragraph: what became of each.

Not alignment of two languages but comparison of one text with itself. Equal paragraphs are found first, in order
and then wherever else they stand; between those that kept their order, changed, split and joined ones by dynamic
programming over common words; last, changed ones that moved as well. Time is near-linear: large stretches without
an equal paragraph are cut at paragraphs that are nearly equal, and what is still too large only takes part in the
last search.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz.distance import Indel, LCSseq

from workbench.text.arabic import drawn_key, match_key
from workbench.text.diff import longest_rising, token_blocks

#: Share of words in common (of both together) from which a paragraph is the same one, changed.
_ALIKE = 0.4
#: The same where the only one that went and the only one that came stand in one place.
_ALIKE_ALONE = 0.2
#: The same where nothing but the words speaks for it: it stands elsewhere.
_ALIKE_ELSEWHERE = 0.6
#: Of the letters, for paragraphs of few words.
_ALIKE_LETTERS = 0.7
_NEARLY_EQUAL = 0.8
_PART_OF = 0.6  # share of a part's words that the whole must hold
_MOST_PARTS = 5
_CELLS = 2_500  # of a stretch that is compared in full: 50 paragraphs against 50
_RARE = 6  # a phrase that stands in more paragraphs than this leads to none of them
_CANDIDATES = 5


class Change(StrEnum):
    """What became of a paragraph. ``COSMETIC``: the same letters, drawn or spaced otherwise."""

    SAME = "same"
    COSMETIC = "cosmetic"
    CHANGED = "changed"
    SPLIT = "split"
    JOINED = "joined"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Match:
    """Paragraphs of the old version and what they are in the new one, by their indexes, ascending.

    One and one for SAME, COSMETIC and CHANGED; one and several for SPLIT, several and one for JOINED; none on one
    side for ADDED and GONE. ``moved``: it stands in another order among those that are in both versions.
    """

    change: Change
    old: tuple[int, ...]
    new: tuple[int, ...]
    moved: bool = False


def compare_paragraphs(
    old: Sequence[str], new: Sequence[str], *, pinned: Iterable[tuple[int, int]] = ()
) -> tuple[Match, ...]:
    """Every paragraph of both versions in exactly one match, in the new order; a gone one behind its old neighbour.

    ``pinned``: pairs that are known to be each other whatever their words, as two headlines are.
    """
    search = _Search(old, new)
    for i, j in pinned:
        search.pair((i,), (j,))
    search.equal_ones()
    search.between_equal_ones()
    search.elsewhere()
    return _in_order(search.matches(), len(old))


class _Search:
    """What is found so far."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, new
        self.old_keys = [match_key(text) or f"\0{text}" for text in old]
        self.new_keys = [match_key(text) or f"\0{text}" for text in new]
        numbers: dict[str, str] = {}
        self.old_words = [_as_signs(key, numbers) for key in self.old_keys]
        self.new_words = [_as_signs(key, numbers) for key in self.new_keys]
        self.found: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
        self.used_old: set[int] = set()
        self.used_new: set[int] = set()
        self.anchors: list[tuple[int, int]] = []

    def pair(self, old: tuple[int, ...], new: tuple[int, ...]) -> None:
        self.found.append((old, new))
        self.used_old.update(old)
        self.used_new.update(new)

    def left(self) -> tuple[list[int], list[int]]:
        return (
            [i for i in range(len(self.old)) if i not in self.used_old],
            [j for j in range(len(self.new)) if j not in self.used_new],
        )

    # -- the same words

    def equal_ones(self) -> None:
        """Those with equal keys: first in order, then each with the next of the same key anywhere."""
        a, b = self.left()
        for block in token_blocks([self.old_keys[i] for i in a], [self.new_keys[j] for j in b]):
            if block.equal:
                here = zip(a[block.a_start : block.a_end], b[block.b_start : block.b_end], strict=True)
                self.anchors += here
        for i, j in self.anchors:
            self.pair((i,), (j,))
        a, b = self.left()
        waiting: dict[str, list[int]] = defaultdict(list)
        for i in reversed(a):
            waiting[self.old_keys[i]].append(i)
        for j in b:
            if waiting.get(self.new_keys[j]):
                self.pair((waiting[self.new_keys[j]].pop(),), (j,))

    # -- changed in place

    def between_equal_ones(self) -> None:
        a, b = self.left()
        for one, other in _gaps(a, b, self.anchors):
            if len(one) * len(other) <= _CELLS:
                self._compare(one, other)
                continue
            near = [(i, j) for s, i, j in self._candidates(one, other) if s >= _NEARLY_EQUAL]
            steady = longest_rising(sorted(_one_to_one(near), key=lambda pair: pair[1]))
            for i, j in steady:
                self.pair((i,), (j,))
            for smaller, beside in _gaps(one, other, steady):
                if len(smaller) * len(beside) <= _CELLS:
                    self._compare(smaller, beside)

    def _compare(self, a: Sequence[int], b: Sequence[int]) -> None:
        """The best way to read ``b`` as ``a`` with paragraphs changed, split and joined."""
        a = [i for i in a if i not in self.used_old]
        b = [j for j in b if j not in self.used_new]
        if not a or not b:
            return
        if len(a) == len(b) == 1:
            if self._alike(a, b) >= _ALIKE_ALONE or self._letters(a[0], b[0]) >= _ALIKE_LETTERS:
                self.pair((a[0],), (b[0],))
            return
        best = [[0.0] * (len(b) + 1) for _ in range(len(a) + 1)]
        step: dict[tuple[int, int], tuple[int, int]] = {}
        for i in range(1, len(a) + 1):
            for j in range(1, len(b) + 1):
                best[i][j], step[i, j] = max((best[i - 1][j], (1, 0)), (best[i][j - 1], (0, 1)))
                for p, q in _shapes(i, j):
                    score = best[i - p][j - q] + self._worth(a[i - p : i], b[j - q : j])
                    if score > best[i][j]:
                        best[i][j], step[i, j] = score, (p, q)
        i, j = len(a), len(b)
        while i and j:
            p, q = step[i, j]
            if p and q:
                self.pair(tuple(a[i - p : i]), tuple(b[j - q : j]))
            i, j = i - p, j - q

    def _worth(self, a: Sequence[int], b: Sequence[int]) -> float:
        """Twice the words in common less what chance would give; 0 or less where they are not each other's.

        It adds up over a text, so that one paragraph split in two is worth more than one changed and one new.
        """
        old, new = self._joined(a, b)
        size = len(old) + len(new)
        worth = 2.0 * LCSseq.similarity(old, new, score_cutoff=int(_ALIKE * size / 2)) - _ALIKE * size
        if len(a) == len(b) == 1:
            letters = self._letters(a[0], b[0]) if worth <= 0 else 0.0
            return max(worth, (letters - _ALIKE_LETTERS) * size)
        whole, parts = (
            (old, [self.new_words[j] for j in b]) if len(a) == 1 else (new, [self.old_words[i] for i in a])
        )
        if worth > 0 and all(LCSseq.similarity(part, whole) >= _PART_OF * len(part) for part in parts):
            return worth
        return 0.0

    def _joined(self, a: Sequence[int], b: Sequence[int]) -> tuple[str, str]:
        return "".join(self.old_words[i] for i in a), "".join(self.new_words[j] for j in b)

    def _alike(self, a: Sequence[int], b: Sequence[int]) -> float:
        return Indel.normalized_similarity(*self._joined(a, b))

    def _letters(self, i: int, j: int) -> float:
        """How alike two short paragraphs are by their letters; long ones are judged by their words."""
        if len(self.old_words[i]) > 8 or len(self.new_words[j]) > 8:
            return 0.0
        return Indel.normalized_similarity(self.old_keys[i], self.new_keys[j])

    # -- changed and moved

    def elsewhere(self) -> None:
        """Of what is left, those that are each other's wherever they stand, the most alike first."""
        alike = [(s, i, j) for s, i, j in self._candidates(*self.left()) if s >= _ALIKE_ELSEWHERE]
        for i, j in _one_to_one((i, j) for _, i, j in sorted(alike, key=lambda c: (-c[0], c[1], c[2]))):
            self.pair((i,), (j,))

    def _candidates(self, a: Sequence[int], b: Sequence[int]) -> Iterator[tuple[float, int, int]]:
        """For each new paragraph the few old ones it shares most rare phrases with, and how alike they are."""
        holders: dict[str, list[int]] = defaultdict(list)
        for i in a:
            for phrase in _phrases(self.old_words[i]):
                holders[phrase].append(i)
        for j in b:
            shared: Counter[int] = Counter()
            for phrase in _phrases(self.new_words[j]):
                if len(holders.get(phrase, ())) <= _RARE:
                    shared.update(holders.get(phrase, ()))
            for i, _ in shared.most_common(_CANDIDATES):
                yield self._alike([i], [j]), i, j

    # -- the answer

    def matches(self) -> Iterator[Match]:
        for old, new in self.found:
            yield Match(self._change(old, new), old, new)
        a, b = self.left()
        yield from (Match(Change.GONE, (i,), ()) for i in a)
        yield from (Match(Change.ADDED, (), (j,)) for j in b)

    def _change(self, old: tuple[int, ...], new: tuple[int, ...]) -> Change:
        if len(new) > 1:
            return Change.SPLIT
        if len(old) > 1:
            return Change.JOINED
        return difference(self.old[old[0]], self.new[new[0]])


def difference(old: str, new: str) -> Change:
    """How two versions of one paragraph differ: SAME, COSMETIC or CHANGED."""
    if old == new:
        return Change.SAME
    return Change.COSMETIC if drawn_key(old) == drawn_key(new) else Change.CHANGED


def _as_signs(key: str, numbers: dict[str, str]) -> str:
    """Words as one sign each, so that words are compared as quickly as letters."""
    return "".join(numbers.setdefault(w, chr(0x10000 + len(numbers) % 0x100000)) for w in key.split())


def _phrases(words: str) -> dict[str, None]:
    """Every two words that follow each other, once; a single word for itself."""
    return dict.fromkeys(words[n : n + 2] for n in range(max(len(words) - 1, 1)))


def _shapes(i: int, j: int) -> Iterator[tuple[int, int]]:
    """How many old and new paragraphs a match may have that ends behind ``i`` and ``j`` of them."""
    yield 1, 1
    yield from ((1, q) for q in range(2, min(j, _MOST_PARTS) + 1))
    yield from ((p, 1) for p in range(2, min(i, _MOST_PARTS) + 1))


def _gaps(
    a: Sequence[int], b: Sequence[int], anchors: Sequence[tuple[int, int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """What of ``a`` and ``b`` lies between anchors that rise on both sides, where there is some of both."""
    befores, afters = [i for i, _ in anchors], [j for _, j in anchors]
    gaps: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i in a:
        gaps[bisect_left(befores, i)][0].append(i)
    for j in b:
        gaps[bisect_left(afters, j)][1].append(j)
    yield from (gaps[n] for n in sorted(gaps) if all(gaps[n]))


def _one_to_one(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those whose two indexes no earlier pair has taken."""
    old, new = set(), set()
    for i, j in pairs:
        if i not in old and j not in new:
            old.add(i)
            new.add(j)
            yield i, j


def _in_order(matches: Iterable[Match], count: int) -> tuple[Match, ...]:
    """Matches in the new order with those marked that moved, each gone one behind what stood before it."""
    found = list(matches)
    both = sorted((m for m in found if m.old and m.new), key=lambda m: m.new)
    steady = set(longest_rising([(m.old[0], m.new[0]) for m in both]))
    both = [replace(m, moved=(m.old[0], m.new[0]) not in steady) for m in both]
    home: list[tuple[int, int]] = [(-1, -1)] * (count + 1)  # where in the new text the paragraph before stood
    stands = {i: m.new[-1] for m in both if not m.moved for i in m.old}
    last = -1
    for i in range(count):
        home[i] = (last, i)
        last = stands.get(i, last)
    keyed = [((m.new[0], -1), m) for m in both]
    keyed += [((m.new[0], -1), m) for m in found if not m.old]
    keyed += [(home[m.old[0]], m) for m in found if not m.new]
    return tuple(m for _, m in sorted(keyed, key=lambda pair: pair[0]))
