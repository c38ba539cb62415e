"""A Word document that is a table of pairs: Arabic in one column, its English in another.

Translators and their programs write such tables. What stands outside the table is left out, one click from
coming back.
"""

from collections.abc import Iterator
from itertools import filterfalse
from typing import Any

from docx.oxml.ns import qn

from workbench.domain.errors import InvalidInput
from workbench.intake.columns import Chosen, Rows, is_paired, paired_rows
from workbench.intake.document import Bilingual, Block
from workbench.intake.docx import DocxReader, Story, comments_of, is_deleted_row, word_document
from workbench.intake.limits import Collector, PairCollector, Piece

_TABLE, _ROW, _CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
_COMMENT = qn("w:commentReference")
_MOSTLY = 0.6  # of a document's letters, inside its table


class DocxTableReader:
    """A Word document with two columns."""

    id = "docx-table"
    label = "Word table of pairs"
    extensions: tuple[str, ...] = DocxReader.extensions

    def sniff(self, data: bytes, name: str) -> bool:
        if not DocxReader().sniff(data, name):
            return False
        try:
            with word_document(data) as document:
                body = document.element.body
                if body.find(f"{_TABLE}/{_ROW}/{_CELL}[2]") is None:
                    return False
                inside = sum(map(_length, body.iterchildren(_TABLE)))
                return inside >= _MOSTLY * _length(body) and is_paired(
                    _rows(Story(document, Collector())).rows
                )
        except InvalidInput:
            return False

    def read(self, data: bytes, encoding: str | None = None, columns: Chosen | None = None) -> Bilingual:
        collector = PairCollector()
        with word_document(data) as document:
            story = Story(document, collector.out)
            story.say_changes()
            for block in _outside(story):
                collector.add([Piece(block.text, block.kind, block.marks, "outside-table")], ())
            return paired_rows(_rows(story).rows, collector, chosen=columns)


def _rows(story: Story) -> Rows:
    """The rows of all tables of the body, one after another."""
    comments = comments_of(story.document)
    rows = Rows()
    for table in story.document.element.body.iterchildren(_TABLE):
        for row in filterfalse(is_deleted_row, table.iterchildren(_ROW)):
            pieces = [[_piece(block) for block in story.blocks_in(cell)] for cell in row.iterchildren(_CELL)]
            ids = dict.fromkeys(mark.get(qn("w:id"), "") for mark in row.iter(_COMMENT))
            rows.add(
                ["\n".join(piece.text for piece in cell) for cell in pieces],
                pieces,
                [comments[key] for key in ids if key in comments],
            )
    return rows


def _outside(story: Story) -> Iterator[Block]:
    for element in story.document.element.body:
        if element.tag != _TABLE:
            yield from story.blocks_in(element)


def _piece(block: Block) -> Piece:
    return Piece(block.text, block.kind, block.marks)


def _length(element: Any) -> int:
    return sum(len(text.text or "") for text in element.iter(qn("w:t")))
