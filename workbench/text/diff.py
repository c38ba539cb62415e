"""Word-level differences: tokens, a redline of two texts, and a three-way merge.

Time is bounded whatever the texts: what is alike at both ends is set aside; small rests are aligned exactly
(affine gaps, after Gotoh 1982, so that a change stays in one piece); large ones are first cut at words that
are unique to both sides and in the same order (patience diff, Bram Cohen); between those a longest common
subsequence decides; and what is still too large counts as rewritten.
"""

import re
import sys
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Any

from rapidfuzz.distance import LCSseq

_EXACT_CELLS = 60_000  # about 245 words against 245: some 40 ms in plain Python
_LCS_CELLS = 2**27  # bits of the bit-parallel matrix: 16 MB
_CHANGE = 4  # price of one more separate change, in units of _weight


def _marks_class() -> str:
    """The combining marks of the Basic Multilingual Plane, as ranges for a regex character class.

    ``\\w`` does not hold them, yet a vowelled Arabic word is one word.
    """
    marks = [c for c in range(0x10000) if unicodedata.category(chr(c))[0] == "M"]
    runs = [[c for _, c in run] for _, run in groupby(enumerate(marks), lambda pair: pair[1] - pair[0])]
    return "".join(f"{chr(run[0])}-{chr(run[-1])}" for run in runs)


_MARKS = _marks_class()
_TOKEN = re.compile(
    rf"""
      \n | [^\S\n]+                                            # a line end, or a run of other white space
    | \w (?: [\w{_MARKS}\u200c\u200d]                          # a word with its marks and joiners
           | (?<=\d) [.,:/\u066b\u066c] (?=\d)                 # 3.5  ٣٫٥  10:30  17/8/2021
           | (?<=[^\W\d_]) ['\u2019] (?=[^\W\d_]) )*           # don't
    | [\U0001f1e6-\U0001f1ff]{{2}}                             # a flag
    | \S (?: [{_MARKS}\U0001f3fb-\U0001f3ff] | \u200d \S )*    # one sign with what hangs on it
    """,
    re.VERBOSE,
)


class Op(StrEnum):
    EQUAL = "equal"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a redline; ``marks`` lie over it (values with ``start`` and ``end``), if it was given some."""

    op: Op
    text: str
    marks: tuple[Any, ...] = ()

    def part(self, start: int, end: int) -> "Piece":
        return Piece(self.op, self.text[start:end], _within(self.marks, start, end))


def _within(marks: Iterable[Any], start: int, end: int, put_at: int = 0) -> tuple[Any, ...]:
    """The parts of marks over ``text[start:end]``, where that is put at an offset."""
    by = put_at - start
    return tuple(
        replace(mark, start=max(mark.start, start) + by, end=min(mark.end, end) + by)
        for mark in marks
        if mark.start < end and start < mark.end
    )


@dataclass(frozen=True, slots=True)
class Block:
    """What corresponds: ``a[a_start:a_end]`` and ``b[b_start:b_end]``, alike or changed into each other."""

    equal: bool
    a_start: int
    a_end: int
    b_start: int
    b_end: int


def tokens(text: str) -> tuple[str, ...]:
    """Words, numbers, runs of space, line ends and single signs; joined they are ``text`` again."""
    return tuple(_TOKEN.findall(text))


def word_tokens(text: str) -> tuple[str, ...]:
    """Its words and numbers."""
    return tuple(token for token in tokens(text) if any(char.isalnum() for char in token))


def token_blocks(old: Sequence[str], new: Sequence[str]) -> tuple[Block, ...]:
    """How two token sequences correspond, as blocks over their indexes, in order and without a gap.

    Words, signs and line ends are matched first; other white space then follows its neighbours, so that two
    rewritten words are one change and not two with an unchanged space between.
    """
    old_words = [i for i, part in enumerate(old) if part == "\n" or not part.isspace()]
    new_words = [j for j, part in enumerate(new) if part == "\n" or not part.isspace()]
    matched = _matches([old[i] for i in old_words], [new[j] for j in new_words])
    pairs = [(old_words[i], new_words[j]) for i, j in matched]
    return tuple(_blocks(_with_edges(old, new, pairs), len(old), len(new)))


def redline(old: str, new: str) -> tuple[Piece, ...]:
    """What was deleted and inserted between two texts, word by word; a deletion precedes its insertion.

    The pieces that are not inserted join to ``old``, those not deleted to ``new``. A few words that happen
    to stand in both versions of a rewritten passage are shown as rewritten too.
    """
    a, b = tokens(old), tokens(new)
    changes = [
        ("".join(a[x.a_start : x.a_end]), "".join(b[x.b_start : x.b_end]), x.equal)
        for x in token_blocks(a, b)
    ]
    pieces = []
    for deleted, inserted, equal in _without_islands(changes):
        if equal:
            pieces.append(Piece(Op.EQUAL, deleted))
        else:
            pieces += [Piece(op, text) for op, text in ((Op.DELETE, deleted), (Op.INSERT, inserted)) if text]
    return tuple(pieces)


def _without_islands(changes: list[tuple[str, str, bool]]) -> list[tuple[str, str, bool]]:
    """Joins an unchanged stretch to the changes around it when it is little beside both of them.

    After the semantic clean-up of Neil Fraser's Diff Match Patch; one pass, in reading order.
    """
    result: list[tuple[str, str, bool]] = []
    for index, (deleted, inserted, equal) in enumerate(changes):
        after = changes[index + 1] if index + 1 < len(changes) else None
        if equal and result and after and not result[-1][2]:
            sizes = [max(len(change[0]), len(change[1])) for change in (result[-1], after)]
            equal = 3 * len(deleted.strip()) > min(sizes) or "\n" in deleted
        if result and result[-1][2] == equal:
            before = result.pop()
            deleted, inserted = before[0] + deleted, before[1] + inserted
        result.append((deleted, inserted, equal))
    return result


def _with_edges(
    old: Sequence[str], new: Sequence[str], pairs: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The matches, and in each gap between them what is alike at its two ends."""
    i = j = 0
    for next_i, next_j in [*pairs, (len(old), len(new))]:
        while i < next_i and j < next_j and old[i] == new[j]:
            yield i, j
            i, j = i + 1, j + 1
        tail = 0
        while next_i - tail > i and next_j - tail > j and old[next_i - tail - 1] == new[next_j - tail - 1]:
            tail += 1
        yield from ((next_i - k, next_j - k) for k in range(tail, 0, -1))
        if next_i < len(old) and next_j < len(new):
            yield next_i, next_j
        i, j = next_i + 1, next_j + 1


def _blocks(pairs: Iterable[tuple[int, int]], old_length: int, new_length: int) -> Iterator[Block]:
    i = j = start_i = start_j = 0  # the equal block under way is old[start_i:i], new[start_j:j]
    for next_i, next_j in [*pairs, (old_length, new_length)]:
        if (next_i, next_j) == (i, j) and next_i < old_length and next_j < new_length:
            i, j = i + 1, j + 1
            continue
        if start_i < i:
            yield Block(True, start_i, i, start_j, j)
        if i < next_i or j < next_j:
            yield Block(False, i, next_i, j, next_j)
        start_i, start_j = next_i, next_j
        i, j = next_i + 1, next_j + 1


#: What stands in a shortened redline for words that were left as they are.
CUT = "…"


def excerpt(pieces: Sequence[Piece], around: int = 80) -> tuple[Piece, ...]:
    """A redline's changes with some of the unchanged text beside them, cut between words.

    ``around``: how many code points of an unchanged stretch are kept beside a change, at least. All that changed is
    kept; a text without a change keeps its beginning.
    """
    last = len(pieces) - 1
    if all(piece.op is Op.EQUAL for piece in pieces):
        return tuple(_cut(piece, _head(piece.text, 3 * around), len(piece.text)) for piece in pieces)
    return tuple(
        piece
        if piece.op is not Op.EQUAL
        else _cut(
            piece,
            0 if i == 0 else _head(piece.text, around),
            len(piece.text) if i == last else _tail(piece.text, around),
        )
        for i, piece in enumerate(pieces)
    )


def _cut(piece: Piece, head: int, tail: int) -> Piece:
    """Without what stands between two places, where that makes it shorter."""
    text, end = piece.text, len(piece.text)
    before = f"{text[:head]} {CUT}" if head else CUT
    after = f" {text[tail:]}" if tail < end else ""
    if len(before) + len(after) >= end:
        return piece
    marks = _within(piece.marks, 0, head) + _within(piece.marks, tail, end, len(before) + 1)
    return Piece(Op.EQUAL, before + after, marks)


def _head(text: str, length: int) -> int:
    """Where the first white space from there on stands."""
    return next((i for i in range(length, len(text)) if text[i].isspace()), len(text))


def _tail(text: str, length: int) -> int:
    """Where the words behind the last white space before so many begin."""
    return 1 + next((i for i in range(len(text) - length - 1, -1, -1) if text[i].isspace()), -1)


# --- which words are the same --------------------------------------------------------------------------


def _matches(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of words taken to be the same ones, ascending on both sides."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(a), 0, len(b))]
    while waiting:
        a_start, a_end, b_start, b_end = waiting.pop()
        while a_start < a_end and b_start < b_end and a[a_start] == b[b_start]:
            found.append((a_start, b_start))
            a_start, b_start = a_start + 1, b_start + 1
        while a_start < a_end and b_start < b_end and a[a_end - 1] == b[b_end - 1]:
            a_end, b_end = a_end - 1, b_end - 1
            found.append((a_end, b_end))
        cells = (a_end - a_start) * (b_end - b_start)
        if not cells:
            continue
        part_a, part_b = a[a_start:a_end], b[b_start:b_end]
        if cells <= _EXACT_CELLS:
            found += [(a_start + i, b_start + j) for i, j in _exact(part_a, part_b)]
        elif anchors := _anchors(part_a, part_b):
            i, j = a_start, b_start
            for next_i, next_j in [(a_start + x, b_start + y) for x, y in anchors] + [(a_end, b_end)]:
                waiting.append((i, next_i, j, next_j))
                if next_i < a_end:
                    found.append((next_i, next_j))
                i, j = next_i + 1, next_j + 1
        elif cells <= _LCS_CELLS:
            found += [(a_start + i, b_start + j) for i, j in _lcs(part_a, part_b)]
    return sorted(found)


def _weight(token: str) -> int:
    """What keeping a word is worth: always more than a separate change costs, long words more."""
    return _CHANGE + (1 + min(len(token), 6) if token[0].isalnum() else 1)


def _exact(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """The matching that keeps most in fewest changes."""
    ids = {token: n for n, token in enumerate(dict.fromkeys([*a, *b]))}
    xs, ys, weights = [ids[t] for t in a], [ids[t] for t in b], [_weight(t) for t in ids]
    width = len(ys) + 1
    low = -sys.maxsize
    # Scores of the suffixes from (i, j): `kept` when what stands before it was kept, `cut` inside a change.
    kept = [[0] * width for _ in range(len(xs) + 1)]
    cut = [[0] * width for _ in range(len(xs) + 1)]
    for j in range(width - 1):
        kept[-1][j] = -_CHANGE
    for i in range(len(xs) - 1, -1, -1):
        kept_i, cut_i, kept_below, cut_below = kept[i], cut[i], kept[i + 1], cut[i + 1]
        kept_i[-1] = -_CHANGE
        word, worth = xs[i], weights[xs[i]]
        for j in range(width - 2, -1, -1):
            skip = cut_below[j] if cut_below[j] >= cut_i[j + 1] else cut_i[j + 1]
            same = worth + kept_below[j + 1] if word == ys[j] else low
            kept_i[j] = same if same >= skip - _CHANGE else skip - _CHANGE
            cut_i[j] = same if same >= skip else skip
    pairs = []
    i = j = 0
    inside = False
    while i < len(xs) and j < len(ys):
        here = cut[i][j] if inside else kept[i][j]
        if xs[i] == ys[j] and here == weights[xs[i]] + kept[i + 1][j + 1]:
            pairs.append((i, j))
            i, j, inside = i + 1, j + 1, False
        elif cut[i + 1][j] >= cut[i][j + 1]:
            i, inside = i + 1, True
        else:
            j, inside = j + 1, True
    return pairs


def _anchors(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Words that occur once on each side, the longest run of them in the same order on both."""
    a_counts, b_counts = Counter(a), Counter(b)
    where = {token: j for j, token in enumerate(b) if b_counts[token] == 1}
    common = [(where[token], i) for i, token in enumerate(a) if a_counts[token] == 1 and token in where]
    return [(i, j) for j, i in longest_rising(common)]


def longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in the order of their second index, the most whose first index rises too (patience sorting)."""
    tops: list[int] = []
    top_at: list[int] = []
    previous = [-1] * len(pairs)
    for n, (i, _) in enumerate(pairs):
        pile = bisect_left(tops, i)
        previous[n] = top_at[pile - 1] if pile else -1
        if pile == len(tops):
            tops.append(i)
            top_at.append(n)
        else:
            tops[pile], top_at[pile] = i, n
    run = []
    n = top_at[-1] if top_at else -1
    while n >= 0:
        run.append(pairs[n])
        n = previous[n]
    return run[::-1]


def _lcs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    for op in LCSseq.opcodes(list(a), list(b)):
        if op.tag == "equal":
            yield from zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True)


# --- three-way merge -----------------------------------------------------------------------------------


class HunkKind(StrEnum):
    """Who changed a stretch of the base: nobody, one of two, both alike, both differently."""

    SAME = "same"
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Hunk:
    """A stretch of the three texts that corresponds."""

    kind: HunkKind
    base: str
    theirs: str
    mine: str

    @property
    def text(self) -> str:
        """What the merge takes: the one changed side, and mine where both changed."""
        return self.theirs if self.kind is HunkKind.THEIRS else self.mine


@dataclass(frozen=True, slots=True)
class Merge:
    """Two changed versions of one text brought together.

    ``text`` is the merge; where ``conflicts`` (a count) is not 0, it holds mine in each conflicting hunk
    and is a proposal for a person, not a result.
    """

    text: str
    hunks: tuple[Hunk, ...]
    conflicts: int


def merge(base: str, theirs: str, mine: str) -> Merge:
    """Merge word by word: what only one side changed is taken, what both changed alike too.

    diff3 (Khanna, Kunal and Pierce 2007): words of the base found in both versions hold the three together,
    and each stretch between such words is decided as a whole. Changes of two sides with nothing but white space
    between them are one conflict: nobody wrote the phrase they would make together.
    """
    a, b, c = tokens(base), tokens(theirs), tokens(mine)
    in_b, in_c = dict(_equal_pairs(a, b)), dict(_equal_pairs(a, c))
    stretches: list[tuple[bool, str, str, str]] = []
    i = j = k = 0
    anchors = [(n, in_b[n], in_c[n]) for n in range(len(a)) if n in in_b and n in in_c]
    for next_i, next_j, next_k in [*anchors, (len(a), len(b), len(c))]:
        between = ("".join(a[i:next_i]), "".join(b[j:next_j]), "".join(c[k:next_k]))
        if any(between):
            stretches.append((False, *between))
        if next_i < len(a):
            stretches.append((True, a[next_i], a[next_i], a[next_i]))
        i, j, k = next_i + 1, next_j + 1, next_k + 1
    hunks = []
    for _, run in groupby(stretches, key=lambda stretch: stretch[0]):
        _, in_base, in_theirs, in_mine = zip(*run, strict=True)
        texts = ("".join(in_base), "".join(in_theirs), "".join(in_mine))
        hunks.append(Hunk(_kind(*texts), *texts))
        while _touch(*hunks[-3:]):
            hunks[-3:] = [_together(hunks[-3:])]
    return Merge(
        "".join(hunk.text for hunk in hunks),
        tuple(hunks),
        sum(hunk.kind is HunkKind.CONFLICT for hunk in hunks),
    )


def _touch(*hunks: Hunk) -> bool:
    """Whether these are two changes, not of the same side, that only white space keeps apart."""
    if len(hunks) < 3 or hunks[1].kind is not HunkKind.SAME or not hunks[1].base.isspace():
        return False
    sides = {hunks[0].kind, hunks[2].kind} - {HunkKind.BOTH}
    return len(sides) == 2 or HunkKind.CONFLICT in sides


def _together(hunks: Sequence[Hunk]) -> Hunk:
    base, theirs, mine = (
        "".join(parts) for parts in zip(*((h.base, h.theirs, h.mine) for h in hunks), strict=True)
    )
    return Hunk(_kind(base, theirs, mine), base, theirs, mine)


def _equal_pairs(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[int, int]]:
    for block in token_blocks(a, b):
        if block.equal:
            yield from zip(range(block.a_start, block.a_end), range(block.b_start, block.b_end), strict=True)


def _kind(base: str, theirs: str, mine: str) -> HunkKind:
    if theirs == mine:
        return HunkKind.SAME if mine == base else HunkKind.BOTH
    if theirs == base:
        return HunkKind.MINE
    return HunkKind.THEIRS if mine == base else HunkKind.CONFLICT
