"""Word with both languages side by side: a table, a row a segment, English on the left and Arabic on the right.

Marked words are shaded and followed by the number of their mark, which the last column tells with who signed. These
numbers have a style of their own, by which whoever reads the file tells them from the text.
"""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.exchange import MARK_REFERENCE, MISSING_WORDS
from workbench.domain.kinds import Side
from workbench.domain.marks import MarkKind
from workbench.export.directions import by_direction
from workbench.export.docx import WordExporter, repacked, set_properties
from workbench.export.docx_styles import set_pages, set_styles, stamp_pages, w_element, w_text
from workbench.export.marked import Stretch, problem_says, signed, state_says, stretches
from workbench.export.parts import stamp_of, visible, which_of
from workbench.text.arabic import is_only_arabic

_HEADER = ("No.", "English", "Arabic", "Marks and signatures")
_WIDTHS = (1400, 5000, 5000, 3400)  # twentieths of a point
_MARKED = "FFE9A8"
#: Hyphens where no line may end: of dates and ranges.
_IN_A_NUMBER = re.compile(r"(?<=\d)-(?=\d)")


class BilingualWordExporter:
    id = "bidocx"
    label = "Word, both languages"
    purpose = "Reading and commenting beside the Arabic"
    carries = "A row a segment, marked words shaded, what was marked and who signed"
    extension = "ar-en.docx"
    media_type = WordExporter.media_type

    def write(self, content: EditionContent) -> bytes:
        document = docx.Document()
        set_styles(document)
        set_pages(document, across=True)
        set_properties(document, content)
        stamp = stamp_of(content)
        document.add_paragraph(visible(content.title), style="Title").runs[0].font.size = Pt(16)
        if which := which_of(content):
            document.add_paragraph(which, style="Dateline")
        if stamp:
            document.add_paragraph(stamp, style="Draft")
            stamp_pages(document, stamp)
        document.element.body.sectPr.addprevious(_Table(document).of(content))
        buffer = io.BytesIO()
        document.save(buffer)
        return repacked(buffer.getvalue())


class _Table:
    """Builds the table as XML: python-docx's own methods search all that went before."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        style_ids = {style.name: style.style_id for style in document.styles}
        self._link_style, self._reference = style_ids["Hyperlink"], style_ids[MARK_REFERENCE]
        self._relations: dict[str, str] = {}

    def of(self, content: EditionContent) -> Any:
        table = w_element("w:tbl", None, _properties(), _grid())
        head = w_element("w:trPr", None, w_element("w:cantSplit"), w_element("w:tblHeader"))
        cells = [
            _cell(width, [self._said(name, bold=True)]) for name, width in zip(_HEADER, _WIDTHS, strict=True)
        ]
        table.append(w_element("w:tr", None, head, *cells))
        for number, segment in enumerate(content.segments, 1):
            table.append(self._row(number, segment))
        for properties in table[-2].iter(qn("w:pPr")):
            properties.insert(0, w_element("w:keepNext"))  # no row is alone on the last page
        return table

    def _row(self, number: int, segment: EditionSegment) -> Any:
        about = [
            self._said(str(number), bold=True),
            self._said(segment.kind.label),
            self._said(state_says(segment)),
        ]
        cells = (
            about,
            self._side(segment, Side.TARGET),
            self._side(segment, Side.SOURCE),
            self._notes(segment),
        )
        whole = w_element("w:trPr", None, w_element("w:cantSplit"))  # on one page, as long as it fits
        return w_element(
            "w:tr",
            None,
            whole,
            *(_cell(width, list(cell)) for width, cell in zip(_WIDTHS, cells, strict=True)),
        )

    def _notes(self, segment: EditionSegment) -> Iterator[Any]:
        if segment.added:
            yield self._said("Added by the desk: no Arabic.")
        if segment.left_out_reason is not None:
            yield self._said(f"Left out: {segment.left_out_reason}")
        for number, problem in enumerate(segment.problems, 1):
            yield self._said(f"{number}. {problem_says(problem)}")
        for did, who in signed(segment.signatures):
            yield self._said(f"{did}: {who}")

    def _said(self, text: str, *, bold: bool = False) -> Any:
        looks = [w_element("w:b")] if bold else []
        small = [w_element("w:sz", "18"), w_element("w:szCs", "21")]
        first, *others = _IN_A_NUMBER.split(visible(" ".join(text.split())))
        run = self._run(first, [*looks, *small])
        for words in others:
            run.extend((w_element("w:noBreakHyphen"), w_text(words)))
        return w_element("w:p", None, w_element("w:pPr", None, _spacing()), run)

    def _side(self, segment: EditionSegment, side: Side) -> Iterator[Any]:
        for line in stretches(segment, side):
            is_rtl = side is Side.SOURCE or is_only_arabic("".join(s.text for s in line))
            properties = w_element("w:pPr", None, *([w_element("w:bidi")] if is_rtl else ()), _spacing())
            yield w_element("w:p", None, properties, *self._runs(line, is_rtl))

    def _runs(self, line: Sequence[Stretch], is_rtl: bool) -> Iterator[Any]:
        """The runs of a line. Word wants to be told which go against it."""
        for against, run in by_direction(line, is_rtl=is_rtl):
            for stretch in run:
                yield from self._drawn(stretch, is_rtl is not against)

    def _drawn(self, stretch: Stretch, is_rtl: bool) -> Iterator[Any]:
        looks = [] if stretch.text else [w_element("w:rStyle", self._reference)]
        if stretch.text and stretch.href is not None:
            looks.append(w_element("w:rStyle", self._link_style))
        for tag, kind in (("w:b", MarkKind.STRONG), ("w:i", MarkKind.EMPHASIS)):
            if kind in stretch.kinds:
                looks += [w_element(tag), w_element(f"{tag}Cs")]
        if stretch.problems:
            looks.append(
                OxmlElement("w:shd", {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): _MARKED})
            )
        run = self._run(stretch.text or MISSING_WORDS, [*looks, *_direction(is_rtl)])
        if stretch.href is None:
            yield run
        else:
            link = OxmlElement("w:hyperlink", {qn("r:id"): self._relation(stretch.href)})
            link.append(run)
            yield link
        if stretch.sign:
            yield self._run(stretch.sign, [w_element("w:rStyle", self._reference), *_direction(is_rtl)])

    def _relation(self, href: str) -> str:
        if href not in self._relations:
            self._relations[href] = self._part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        return self._relations[href]

    def _run(self, text: str, looks: list[Any]) -> Any:
        run = OxmlElement("w:r")
        run.text = text
        run.insert(0, w_element("w:rPr", None, *looks))
        return run


def _direction(is_rtl: bool) -> list[Any]:
    return [w_element("w:rtl")] if is_rtl else []


def _spacing() -> Any:
    return OxmlElement("w:spacing", {qn("w:after"): "40", qn("w:line"): "264", qn("w:lineRule"): "auto"})


def _properties() -> Any:
    lines = w_element("w:tblBorders")
    for name in ("top", "left", "bottom", "right", "insideH", "insideV"):
        lines.append(
            OxmlElement(f"w:{name}", {qn("w:val"): "single", qn("w:sz"): "4", qn("w:color"): "BBBBBB"})
        )
    width = OxmlElement("w:tblW", {qn("w:w"): str(sum(_WIDTHS)), qn("w:type"): "dxa"})
    margins = w_element("w:tblCellMar")
    for side, distance in (("top", 50), ("left", 100), ("bottom", 30), ("right", 100)):
        margins.append(OxmlElement(f"w:{side}", {qn("w:w"): str(distance), qn("w:type"): "dxa"}))
    layout = OxmlElement("w:tblLayout", {qn("w:type"): "fixed"})
    return w_element("w:tblPr", None, width, lines, layout, margins)


def _grid() -> Any:
    return w_element(
        "w:tblGrid", None, *(OxmlElement("w:gridCol", {qn("w:w"): str(width)}) for width in _WIDTHS)
    )


def _cell(width: int, paragraphs: list[Any]) -> Any:
    """A cell; the standard wants at least one paragraph in it."""
    size = OxmlElement("w:tcW", {qn("w:w"): str(width), qn("w:type"): "dxa"})
    return w_element("w:tc", None, w_element("w:tcPr", None, size), *(paragraphs or [w_element("w:p")]))
