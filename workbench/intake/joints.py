"""Lines of one paragraph that a page or a mail program broke, and what they make when joined."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from workbench.intake import wrapped
from workbench.intake.document import FIRST_LINE, NEXT_LINE, Block
from workbench.text.visual_order import has_arabic

_OPENS_INSIDE = re.compile(r"[.،؛؟!:)»”\]%٪]")  # as no line does
_ENDS_INSIDE = re.compile(r"[(«“\[]$")
_LEAST_PIECES = 2  # that begin as no line does, by which a text is known to be in pieces
_LEAST_YEAR = 1_000  # a bare number as high is no page's


@dataclass(frozen=True, slots=True)
class Joint:
    """Two lines of one paragraph that meet, and how a word broken between them is put together, if one is.

    ``hyphen``: how many characters leave the end of the first, and what comes between; None for a plain space.
    """

    first: int
    second: int
    hyphen: tuple[int, str] | None


def pieces(blocks: Sequence[Block]) -> list[Joint]:
    """Where one line of Arabic goes on in the next, in a text whose figures and Latin words stand on lines of their own.

    So some converters of PDF files give what reads from left to right. Known by pieces behind such lines that
    begin with the stop or bracket that closes them.
    """
    is_line = [block.is_kept and block.origin in (FIRST_LINE, NEXT_LINE) for block in blocks]
    meet = [
        n
        for n in range(1, len(blocks))
        if is_line[n - 1]
        and is_line[n]
        and blocks[n].origin == NEXT_LINE
        and has_arabic(blocks[n - 1].text) != has_arabic(blocks[n].text)
    ]
    closing = {n for n in meet if has_arabic(blocks[n].text) and _OPENS_INSIDE.match(blocks[n].text)}
    if len(closing) < _LEAST_PIECES:
        return []
    found: list[Joint] = []
    length = 0  # of the line so far, up to the last joint
    for n in meet:
        line, following = blocks[n - 1].text, blocks[n].text
        length = len(line) + (length if found and found[-1].second == n - 1 else 0)
        is_close = n in closing or bool(_ENDS_INSIDE.search(line))
        goes_on = not wrapped.ends_sentence(line) and (
            not has_arabic(following) or length >= wrapped.NARROWEST
        )
        if is_close or goes_on:
            found.append(Joint(n - 1, n, (0, "") if is_close else None))
    return found


def find(blocks: Sequence[Block]) -> tuple[list[Joint], bool]:
    """Where the lines of a text go on in the next one, and whether that is sure of the text.

    A page number between two lines is passed over.
    """
    is_line = [block.is_kept and block.origin in (FIRST_LINE, NEXT_LINE) for block in blocks]
    runs: list[list[str]] = []
    for block, counts in zip(blocks, is_line, strict=True):
        if counts and (block.origin == FIRST_LINE or not runs):
            runs.append([])
        if counts:
            runs[-1].append(block.text)
    wrap = wrapped.find_wrap(runs)
    if wrap is None:
        return [], False
    known = wrapped.words_of(block.text for block, counts in zip(blocks, is_line, strict=True) if counts)
    found: list[Joint] = []
    last: int | None = None
    over_page = False
    for n, block in enumerate(blocks):
        if not is_line[n]:
            last = None
            continue
        if wrapped.is_page_number(block.text):
            over_page = True
            continue
        if last is not None and (block.origin == NEXT_LINE or over_page):
            line = blocks[last].text
            goes_on = wrap.is_broken(line, block.text) and not (over_page and wrapped.ends_sentence(line))
            if goes_on:
                found.append(Joint(last, n, wrapped.joint(line, block.text, known)))
        last, over_page = n, False
    return found, wrap.is_sure


def join(
    blocks: Sequence[Block], joints: Sequence[Joint], *, is_printed: bool = True
) -> tuple[tuple[Block, ...], list[int]]:
    """The blocks with lines joined, and for each the number of its first line.

    A page number is left out; one that stood between two lines of a paragraph comes behind it.
    """
    into = {joint.second: joint for joint in joints}
    texts: dict[int, str] = {}  # by the first line of each paragraph
    home: dict[int, int] = {}
    for n, block in enumerate(blocks):
        if joint := into.get(n):
            home[n] = home[joint.first]
            cut, between = joint.hyphen or (0, " ")
            so_far = texts[home[n]]
            texts[home[n]] = f"{so_far[: len(so_far) - cut]}{between}{block.text}"
        else:
            home[n] = n
            texts[n] = block.text
    inside = {n for joint in joints for n in range(joint.first + 1, joint.second)}
    if joints and is_printed:  # the text is a printed page's
        inside |= _page_numbers(blocks, inside)
    joined = tuple(
        replace(blocks[n], text=text, dropped="page-margin" if n in inside else blocks[n].dropped)
        for n, text in texts.items()
    )
    return joined, list(texts)


def _page_numbers(blocks: Sequence[Block], inside: Set[int]) -> set[int]:
    """The lines of a printed page that are its number, beside those ``inside`` a paragraph, without doubt such.

    Bare numbers that count from one where a section may begin are its heading, when there are several.
    """
    lone = [n for n in range(len(blocks)) if n not in inside and _is_lone_number(blocks, n)]
    sections: list[int] = []
    for n in lone:
        if _value(blocks[n].text) == len(sections) + 1 and _may_begin_section(blocks, n):
            sections.append(n)
    counted = {_value(blocks[n].text) for n in inside}
    if len(sections) < 2 or counted & set(range(1, len(sections) + 2)):
        sections = []
    return set(lone) - set(sections)


def _is_lone_number(blocks: Sequence[Block], n: int) -> bool:
    """Whether a number stands by itself between lines of print; below one another they are a column of a table,
    and beside a word or two they belong to it.
    """
    if blocks[n].origin not in (FIRST_LINE, NEXT_LINE) or not wrapped.is_page_number(blocks[n].text):
        return False
    above = blocks[n - 1] if n else None
    below = blocks[n + 1] if n + 1 < len(blocks) else None
    if any(one and wrapped.is_page_number(one.text) for one in (above, below)):
        return False
    if (_value(blocks[n].text) or 0) >= _LEAST_YEAR:
        return False
    if above and blocks[n].origin == NEXT_LINE and not (_is_long(above) or wrapped.ends_sentence(above.text)):
        return False
    return not (below and below.origin == NEXT_LINE) or _is_long(below)


def _is_long(block: Block) -> bool:
    return len(block.text) >= wrapped.NARROWEST


def _may_begin_section(blocks: Sequence[Block], n: int) -> bool:
    above = blocks[n - 1].text if n else ""
    is_over = not above or wrapped.ends_sentence(above) or not _is_long(blocks[n - 1])
    return is_over and n + 1 < len(blocks)


def _value(text: str) -> int | None:
    """The number that a line bare of words is; None for "page 3" and "3/12"."""
    bare = text.strip(" .()-–—")
    return int(bare) if bare.isdecimal() else None
