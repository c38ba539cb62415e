"""How much intake takes, and the one place where blocks are collected under those limits."""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from workbench.domain.errors import TooLarge
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, cut_marks
from workbench.domain.workflow import State
from workbench.intake.document import Block, Pair
from workbench.text.arabic import INVISIBLE
from workbench.text.clean import storable


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one file or paste. The longest article a desk has met is about a tenth of them."""

    upload_bytes: int = 10 * 1024 * 1024
    unpacked_bytes: int = 60 * 1024 * 1024  # everything inside a zipped format together
    unpacked_ratio: int = 200  # unpacked : packed; office files reach about 20
    entries: int = 2_000  # files inside a zipped format
    blocks: int = 20_000
    block_characters: int = 100_000
    lines: int = 200_000  # of plain text, before wrapped ones are joined
    tags: int = 300_000  # of an HTML page or XML file; a heavy front page has 20,000
    note_characters: int = 5_000  # as much as a person may write on the desk
    cells: int = 400_000  # of a table
    seconds: float = 20.0


LIMITS = Limits()

#: White space around a block, which goes.
TRIM = (
    " \t\n\r\f\v\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff"
)
#: All that leaves no trace on the page; a block of nothing else is none.
UNSEEN = "".join(dict.fromkeys(TRIM + INVISIBLE + "".join(map(chr, (*range(32), *range(127, 160))))))


def check_size(size: int, limits: Limits = LIMITS) -> None:
    """Raise TooLarge when an upload has more than the allowed number of bytes."""
    if size > limits.upload_bytes:
        raise TooLarge(
            f"That is {math.ceil(size / 104857.6) / 10} MB; the most that can be read at once is "
            f"{limits.upload_bytes // 1048576} MB. Nothing was stored. "
            "Split the text, or leave out the images."
        )


class Collector:
    """Gathers the blocks of one document and stops at the limits of number, length and time."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.limits = limits
        self.blocks: list[Block] = []
        self.warnings: list[str] = []
        self._deadline = time.monotonic() + limits.seconds

    def add(
        self,
        text: str,
        kind: Kind = Kind.PARAGRAPH,
        marks: Sequence[InlineMark] = (),
        attrs: Mapping[str, Any] | None = None,
        dropped: str | None = None,
        claim: str | None = None,
        origin: str = "",
    ) -> None:
        """Add a block, its outer white space trimmed and its marks with it; nothing visible, nothing added.

        ``claim`` is the field that the file's structure says the text is for, ``origin`` that of the block.

        Raises TooLarge beyond a limit.
        """
        start, end = trimmed(text)
        if start == end:
            return
        if end - start > self.limits.block_characters:
            raise TooLarge(
                f"One paragraph has more than {self.limits.block_characters:,} characters. "
                "Nothing was stored. Put line breaks between its paragraphs and try again."
            )
        if len(self.blocks) >= self.limits.blocks:
            raise TooLarge(
                f"There are more than {self.limits.blocks:,} paragraphs. Nothing was stored. "
                "Split the text and bring it in piece by piece."
            )
        self.check_time()
        self.blocks.append(
            Block(text[start:end], kind, cut_marks(marks, start, end), attrs or {}, dropped, claim, origin)
        )

    def warn(self, sentence: str) -> None:
        """Add a warning once."""
        if sentence not in self.warnings:
            self.warnings.append(sentence)

    def check_time(self) -> None:
        """Raise TooLarge when the time for one document is used up."""
        if time.monotonic() > self._deadline:
            raise TooLarge(
                "Reading that took too long and was stopped. Nothing was stored. "
                "Split the text, or paste it as plain text."
            )


@dataclass(frozen=True, slots=True)
class Piece:
    """A block's worth of text before it is trimmed and counted."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    marks: tuple[InlineMark, ...] = ()
    dropped: str | None = None
    field: str | None = None

    def as_fact(self, field: str) -> "Piece":
        """The same left out of the text, as what fills a field of the article."""
        return replace(self, dropped=field, field=field)


class PairCollector:
    """Gathers the pairs of one file under the same limits."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self.out = Collector(limits)
        self.pairs: list[Pair] = []

    def add(
        self,
        source: Sequence[Piece],
        target: Sequence[Piece],
        state: State | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        """Add a pair; one without anything visible on either side is none.

        ``state`` goes to the English, ``notes`` to the Arabic or, where there is none, to the English. Raises
        TooLarge beyond a limit.
        """
        arabic, english = self._blocks(source), self._blocks(target)
        english = [replace(block, state=state) for block in english]
        if kept_notes := tuple(self._note(note) for note in notes if trimmed(note) != (0, 0)):
            side = arabic or english
            if side:
                side[0] = replace(side[0], notes=kept_notes)
            else:
                self.out.warn("A note that stands beside no text was not brought in.")
        if arabic or english:
            self.pairs.append(Pair(tuple(arabic), tuple(english)))

    def _blocks(self, pieces: Sequence[Piece]) -> list[Block]:
        start = len(self.out.blocks)
        for piece in pieces:
            self.out.add(piece.text, piece.kind, piece.marks, dropped=piece.dropped, claim=piece.field)
        return self.out.blocks[start:]

    def _note(self, note: str) -> str:
        if len(note) > self.out.limits.note_characters:
            raise TooLarge(
                f"One note has more than {self.out.limits.note_characters:,} characters. Nothing was stored. Shorten it."
            )
        start, end = trimmed(note)
        return storable(note[start:end])


def trimmed(text: str) -> tuple[int, int]:
    """Start and end of ``text`` without outer white space; equal when nothing visible is in it."""
    start = len(text) - len(text.lstrip(TRIM))
    end = len(text.rstrip(TRIM))
    if start >= end or not text[start:end].strip(UNSEEN):
        return 0, 0
    return start, end
