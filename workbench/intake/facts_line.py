"""Lines that are several facts and buttons in a row, taken apart: "By … | 14 March 2026 | 3 min read"."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from workbench.domain.marks import cut_marks
from workbench.intake import people
from workbench.intake.document import Block
from workbench.intake.wording import is_furniture, line_key, rule_for
from workbench.text.dates import read_dateline

_LONGEST = 240  # characters
_MOST_PARTS = 24
_SEPARATOR = re.compile(r"\s*[|•·]\s*|\s+[-–—/]\s+")
_EDGES = " \t\u00a0|•·,،-–—/"


def parts_of(
    text: str, cuts: Iterable[int] = (), is_known: Callable[[int, int], bool] | None = None
) -> list[tuple[int, int]]:
    """The parts (start, end) of a line that is nothing but facts and buttons; none of any other line.

    ``cuts`` are places where the markup begins something new, beside the separators in the text; ``is_known``
    says of a part that the markup names it a fact. A date with a dash before its time is one part.
    """
    if len(text) > _LONGEST or is_furniture(text, at_edge=True) or read_dateline(text).is_whole_line:
        return []
    places = {cut for cut in cuts if 0 < cut < len(text)}
    places |= {match.end() for match in _SEPARATOR.finditer(text)}
    edges = [0, *sorted(places), len(text)]
    if not 2 < len(edges) <= _MOST_PARTS:
        return []
    found: list[tuple[int, int]] = []
    n = 0
    while n < len(edges) - 1:
        for m in range(len(edges) - 1, n, -1):
            start, end = _bare(text, edges[n], edges[m])
            if start >= end:
                break
            is_whole = n == 0 and m == len(edges) - 1
            if not is_whole and (_is_fact(text[start:end]) or (is_known and is_known(start, end))):
                found.append((start, end))
                break
        else:
            return []
        n = m
    return found if len(found) > 1 else []


def split(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with such lines taken apart at their separators, where a day or a byline is among the parts."""
    result: list[Block] = []
    for block in blocks:
        parts = parts_of(block.text) if block.is_kept and block.origin != "cell" else []
        if not any(_names(block.text[start:end]) for start, end in parts):
            parts = []
        result += [
            replace(block, text=block.text[start:end], marks=cut_marks(block.marks, start, end), field=None)
            for start, end in parts
        ] or [block]
    return result


def is_of_facts(text: str) -> bool:
    """Whether a line is nothing but facts and buttons, with a day or a byline and words beside figures."""
    parts = [text[start:end] for start, end in parts_of(text)]
    return any(map(_names, parts)) and any(not any(map(str.isdigit, part)) for part in parts)


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(_EDGES)), end - (len(piece) - len(piece.rstrip(_EDGES)))


def _is_fact(text: str) -> bool:
    """Whether a part alone is a button, a count, a day or a byline."""
    return rule_for(line_key(text), at_edge=True) is not None or _names(text)


def _names(text: str) -> bool:
    """Whether a part is a day, or a byline with no day beside the name."""
    is_byline = people.is_sure_byline(text) and not any(letter.isdigit() for letter in text)
    return is_byline or read_dateline(text).is_whole_line
