"""Rows of a table of data: short cells side by side are one block, whatever the format."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.intake.document import Block
from workbench.intake.facts_line import is_of_facts
from workbench.intake.limits import Collector

LONGEST_CELL = 60  # characters of a cell of data
BETWEEN = " | "  # cells, in both directions
SAID = "The file has a table; it was read row by row, short cells joined by “|”."


def as_one(cells: Sequence[Sequence[Block]]) -> Block | None:
    """The blocks of a row's cells as one block; None where they are no data.

    Those that hold paragraphs, lists, headings or claims of a field are none, nor is a row of links, or one of
    facts about the article and buttons.
    """
    filled = [blocks[0] for blocks in cells if blocks]
    if len(filled) < 2 or any(len(blocks) > 1 for blocks in cells) or not all(map(_is_data, filled)):
        return None
    text = BETWEEN.join(block.text for block in filled)
    if all(map(_is_link, filled)) or is_of_facts(text):
        return None
    starts = accumulate((len(b.text) + len(BETWEEN) for b in filled), initial=0)
    marks = tuple(_shifted(mark, start) for b, start in zip(filled, starts, strict=False) for mark in b.marks)
    return Block(text, marks=marks, origin="cell")


def _is_data(block: Block) -> bool:
    is_plain = block.is_kept and block.kind is Kind.PARAGRAPH and block.field is None
    return is_plain and len(block.text) <= LONGEST_CELL


def _is_link(block: Block) -> bool:
    return any(m.kind is MarkKind.LINK and (m.start, m.end) == (0, len(block.text)) for m in block.marks)


def _shifted(mark: InlineMark, by: int) -> InlineMark:
    return replace(mark, start=mark.start + by, end=mark.end + by)


class RowJoiner:
    """Joins the rows of data among what a reader adds, told as it goes through a file where rows and cells begin.

    A row with another table inside is left as it is.
    """

    def __init__(self, out: Collector) -> None:
        self.out = out
        # Of each open row, how many blocks there were as each cell began; None for one that holds a table.
        self._rows: list[list[int] | None] = []

    def begin_row(self) -> None:
        self._rows[-1:] = [None] if self._rows else []
        self._rows.append([])

    def begin_cell(self) -> None:
        if self._rows and self._rows[-1] is not None:
            self._rows[-1].append(len(self.out.blocks))

    def end_row(self) -> None:
        starts = self._rows.pop()
        blocks = self.out.blocks
        if starts and (joined := as_one([blocks[a:b] for a, b in pairwise([*starts, len(blocks)])])):
            blocks[starts[0] :] = [joined]
