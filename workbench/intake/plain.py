"""Plain text: blank lines and line breaks make blocks; lines that are clearly wrapped are joined again."""

import re
from collections.abc import Iterator
from itertools import pairwise

from workbench.domain.errors import TooLarge
from workbench.intake.document import Document
from workbench.intake.encoding import decode
from workbench.intake.limits import LIMITS, UNSEEN, Collector, trimmed
from workbench.intake.reader import Language, has_extension
from workbench.text.clean import storable

#: Widths at which people and mail programs wrap plain text.
_NARROWEST, _WIDEST = 40, 100

_LIST_MARK = re.compile(r"[-–—•●▪◦‣*·]\s|\(?[0-9٠-٩]{1,2}[.)\-]\s")
_ENDS_SENTENCE = re.compile(r"[.!?؟…:]['\"”’»)\]]*$")
_BLANK = re.escape(UNSEEN.replace("\n", ""))
_LINE = re.compile(rf"^[{_BLANK}]*[^{_BLANK}\n][^\n]*", re.M)  # with something visible in it
_LINE_BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


class PlainReader:
    """Text without markup, from a file."""

    id = "txt"
    label = "Plain text"
    extensions: tuple[str, ...] = (".txt", ".text")

    def sniff(self, data: bytes, name: str) -> bool:
        return has_extension(name, self) or b"\x00" not in data[:4096]

    def read(self, data: bytes, language: Language, encoding: str | None = None) -> Document:
        decoded = decode(data, language, chosen=encoding)
        return read_text(decoded.text, encoding=decoded.encoding, warnings=decoded.warnings)


def read_text(text: str, encoding: str = "", warnings: tuple[str, ...] = ()) -> Document:
    """The blocks of a text, pasted or decoded. Raises TooLarge beyond the limits."""
    out = Collector()
    paragraphs = list(_runs(storable(text).translate(_LINE_BREAKS)))
    width = _wrap_width(paragraphs)
    for lines in paragraphs:
        for block in _joined(lines, width) if width else lines:
            out.add(block)
    if width:
        out.warn(f"Lines were broken at about {width} characters; they were joined into paragraphs again.")
    return Document(tuple(out.blocks), warnings=(*warnings, *out.warnings), encoding=encoding)


def _runs(text: str) -> Iterator[list[str]]:
    """Lines with something visible in them, grouped by the blank lines between."""
    run: list[str] = []
    last_end = 0
    for number, match in enumerate(_LINE.finditer(text)):
        if number >= LIMITS.lines:
            raise TooLarge(
                f"There are more than {LIMITS.lines:,} lines. Nothing was stored. "
                "Split the text and bring it in piece by piece."
            )
        if run and text.count("\n", last_end, match.start()) > 1:
            yield run
            run = []
        start, end = trimmed(match.group())
        run.append(match.group()[start:end])
        last_end = match.end()
    if run:
        yield run


def _wrap_width(paragraphs: list[list[str]]) -> int:
    """The width at which the text was wrapped, or 0 when its lines are blocks of their own.

    A wrapped line breaks where the next word would not have fitted, often inside a sentence, or where a
    paragraph ends; nearly all breaks of the text must look so.
    """
    pairs = [
        (line, following)
        for lines in paragraphs
        for line, following in pairwise(lines)
        if not _LIST_MARK.match(following)
    ]
    width = max((len(line) for pair in pairs for line in pair if " " in line), default=0)
    if len(pairs) < 4 or not _NARROWEST <= width <= _WIDEST:
        return 0
    full = [line for line, following in pairs if _overflows(line, following, width)]
    ends = [
        line
        for line, following in pairs
        if not _overflows(line, following, width) and _ENDS_SENTENCE.search(line)
    ]
    inside = [line for line in full if not _ENDS_SENTENCE.search(line)]
    is_wrapped = len(full) + len(ends) >= 0.9 * len(pairs) and len(full) >= 0.5 * len(pairs)
    return width if is_wrapped and len(inside) >= 0.4 * len(full) else 0


def _overflows(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _joined(lines: list[str], width: int) -> Iterator[str]:
    current = lines[0]
    last = lines[0]
    for line in lines[1:]:
        if _overflows(last, line, width) and not _LIST_MARK.match(line):
            current = f"{current} {line}"
        else:
            yield current
            current = line
        last = line
    yield current
