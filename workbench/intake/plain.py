"""Plain text: every line is a block; whether lines are pieces of paragraphs is judged by ``repairs``."""

import re
from collections.abc import Iterator
from dataclasses import replace

from workbench.domain.errors import TooLarge
from workbench.intake.document import FIRST_LINE, NEXT_LINE, Document
from workbench.intake.encoding import decode
from workbench.intake.limits import LIMITS, UNSEEN, Collector, trimmed
from workbench.intake.reader import Language, has_extension
from workbench.text.clean import storable

_BLANK = re.escape(UNSEEN.replace("\n", ""))
_LINE = re.compile(rf"^[{_BLANK}]*[^{_BLANK}\n][^\n]*", re.M)  # with something visible in it
_LINE_BREAKS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


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
    """The lines of a text, pasted or decoded, with where runs of them begin. Raises TooLarge beyond the limits."""
    out = Collector(replace(LIMITS, blocks=LIMITS.lines))
    for lines in _runs(_LINE_BREAKS.sub("\n", storable(text))):
        for n, line in enumerate(lines):
            out.add(line, origin=NEXT_LINE if n else FIRST_LINE)
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
