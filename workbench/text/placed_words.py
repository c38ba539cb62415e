"""Arabic with its letters in reading order on lines in the order of the eye, as converters of PDF files give it.

They know where each piece of a line stood and which pieces read from right to left, and say so with direction
marks: around the line, and within it around whatever is not Arabic, punctuation and all ("‫2019 في‪ :‬كتب‬"); or
around every word, the words from left to right. Where the marks were lost, words with their letters in order stand
in turned lines. What is seen is worked out from that and put in reading order like any text in visual order.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from workbench.text import visual_order

RLE, LRE, PDF = "\u202b", "\u202a", "\u202c"
_CONTROLS = f"{RLE}{LRE}{PDF}"
_PIECE = re.compile(f"{RLE}[^{_CONTROLS}]*{PDF}|{LRE}[^{_CONTROLS}]*{PDF}|[^{_CONTROLS}]+")
_LINE = re.compile(f"{RLE}(?P<inside>(?:[^{_CONTROLS}]|{LRE}[^{_CONTROLS}]*{PDF})*){PDF}")
_LETTERS = "\u0621-\u063a\u0641-\u065f\u0670-\u06d3\u06d5"
#: A piece from left to right that nobody would mark so: bare of Latin letters and digits, or with Arabic punctuation.
_ODD_PIECE = re.compile(rf"{LRE}(?:[^\w{_CONTROLS}]+|[^{_CONTROLS}]*[،؛؟][^{_CONTROLS}]*){PDF}")
_TWO_WORDS = re.compile(rf"{RLE}[^\s{_CONTROLS}]+{PDF}[^{_CONTROLS}{_LETTERS}]+{RLE}[^\s{_CONTROLS}]+{PDF}")
_ENOUGH = 2  # of such places; each by itself is next to impossible otherwise

_OPENERS = r"(\[{«‹"
_WORD = re.compile(rf"[{_OPENERS}]*[{_LETTERS}]+")
_STOPS = ".،؛؟!"
_OPENS = re.compile(rf"[{_STOPS}][)»”]?\s?[{_LETTERS}]")
_CLOSES = re.compile(rf"[{_LETTERS}][)»”\"]?[{_STOPS}:]$")
_STOP_BEFORE = re.compile(rf"\s[{_STOPS}](?=[{_LETTERS}])")
_STOP_BEHIND = re.compile(rf"[{_LETTERS}][)»”]?[{_STOPS}](?=\s)")
_THE = "ال"
_WHO = frozenset(("التي", "الذي", "الذين"))  # behind what they tell of, with its article
_THIS = frozenset(("هذا", "هذه", "ذلك", "تلك"))  # before what they point at, with its article
_NOT = frozenset(("لم", "لن", "سوف"))  # before a verb, which begins with one of four letters
_LEAST_LINES, _LEAST_ORDER = 3, 2


def reading_orders(lines: Sequence[str]) -> list[tuple[str, list[int]] | None]:
    """Each line of a text in reading order, with the index of each of its characters before.

    None for a line that stays as it is, and for all of a text that is not of that make.
    """
    if is_marked(lines):
        seen = [_marked(line) for line in lines]
    elif is_bare(lines):
        seen = [_bare(line) for line in lines]
    else:
        return [None] * len(lines)
    shown = ["".join(line[n] for n in at) for line, at in zip(lines, seen, strict=True)]
    as_read = visual_order.are_brackets_turned("\n".join(shown), if_unsure=True)
    found: list[tuple[str, list[int]] | None] = []
    for line, at, view in zip(lines, seen, shown, strict=True):
        text, order = visual_order.reading_order(view, is_mirrored=not as_read)
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if start < end and text[start:end] != line:
            found.append((text[start:end], [at[n] for n in order[start:end]]))
        else:
            found.append(None)
    return found


def without_marks(line: str) -> str:
    """A line with its words where they stand, without the marks that say how they are placed."""
    return line.translate(dict.fromkeys(map(ord, _CONTROLS)))


def is_marked(lines: Sequence[str]) -> bool:
    """Whether a text has the marks of a converter."""
    places = 0
    for line in lines:
        if PDF in line:
            places += len(_ODD_PIECE.findall(line)) + len(_TWO_WORDS.findall(line))
        if places >= _ENOUGH:
            return True
    return False


def _marked(line: str) -> list[int]:
    """The indexes of a marked line from left to right; none for one without marks, or with others."""
    if PDF not in line:
        return []
    whole = _LINE.fullmatch(line)
    start, end = whole.span("inside") if whole else (0, len(line))
    pieces: list[list[int]] = []
    at = start
    while at < end:
        piece = _PIECE.match(line, at, end)
        if not piece:
            return []
        begin, at = piece.span()
        if line[begin] in (RLE, LRE):
            inside = range(begin + 1, at - 1)
            pieces.append(_turned(line, inside) if line[begin] == RLE else list(inside))
        else:
            inside = range(begin, at)
            pieces.append(_turned(line, inside) if whole else list(inside))
    return [n for piece in (reversed(pieces) if whole else pieces) for n in piece]


def _turned(line: str, inside: range) -> list[int]:
    _, order = visual_order.reading_order(line[inside.start : inside.stop], is_mirrored=False)
    return [inside.start + n for n in order]


def is_bare(lines: Sequence[str]) -> bool:
    """Whether words in turned lines stand in a text without marks.

    Lines open with the stop that ends their sentence and none ends with one, and the small words stand on the other
    side of those they belong to.
    """
    opens = sum(bool(_OPENS.match(line)) for line in lines)
    if opens < _LEAST_LINES or opens < 5 * sum(bool(_CLOSES.search(line)) for line in lines):
        return False
    text = "\n".join(lines)
    if len(_STOP_BEHIND.findall(text)) > 0.2 * len(_STOP_BEFORE.findall(text)):
        return False
    turned = right = 0
    for line in lines:
        words = _WORD.findall(line)
        turned += _ordered(words[::-1])
        right += _ordered(words)
    return turned >= _LEAST_ORDER and turned >= 4 * right


def _ordered(words: Sequence[str]) -> int:
    """How many small words stand in a row of words as they do in Arabic."""
    return sum(
        (second in _WHO and first.startswith(_THE))
        or (first in _THIS and second.startswith(_THE) and second not in _WHO)
        or (first in _NOT and second[0] in "يتنأ")
        for first, second in pairwise(words)
    )


def _bare(line: str) -> list[int]:
    """The indexes of an unmarked line from left to right; none for one without Arabic."""
    order: list[int] = []
    at = 0
    for word in _WORD.finditer(line):
        order += range(at, word.start())
        order += reversed(range(*word.span()))
        at = word.end()
    return [*order, *range(at, len(line))] if at else []
