"""Word documents (.docx): paragraphs and tables in reading order, styles as kinds, runs as inline marks.

The package is checked before anything parses it (``package``). python-docx then gives the parts, styles and relationships; nothing outside the
file is fetched. Tracked changes are read as accepted.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from workbench.domain.errors import InvalidInput
from workbench.domain.exchange import MARK_REFERENCE, MISSING_WORDS
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind, safe_href
from workbench.intake.document import Block, Document
from workbench.intake.inline import InlineBuilder, Style
from workbench.intake.limits import Collector
from workbench.intake.package import opened
from workbench.intake.reader import Language
from workbench.intake.styles import claim_of_style, is_of_contents, kind_of_style
from workbench.intake.table_rows import LONGEST_CELL, SAID, as_one

_MAIN_PART = "word/document.xml"

#: Deleted and moved-away text, field codes, properties, and the second copy of a text box.
_SKIPPED = frozenset(
    (*map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rPr", "w:pPr", "w:sectPr")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip
_DELETED_MARK = f"{qn('w:rPr')}/{qn('w:del')}"
_CHANGES = ("w:ins", "w:del", "w:moveFrom", "w:moveTo")
_LEVEL_IN_STYLE = re.compile(r"[2-9]$")
_TEXT, _RUN, _LINK = qn("w:t"), qn("w:r"), qn("w:hyperlink")
_ROW, _TABLE, _PARAGRAPH = qn("w:tr"), qn("w:tbl"), qn("w:p")
_DRAWING = qn("wp:docPr")
_BOX, _CELL = qn("w:txbxContent"), qn("w:tc")
_AS_SPACE = frozenset((qn("w:tab"), qn("w:cr"), qn("w:ptab")))
_BREAK, _NO_BREAK_HYPHEN = qn("w:br"), qn("w:noBreakHyphen")
#: What stands in the style of that name: "[1, 2]", or the sign of missing words.
_REFERENCE = re.compile(rf"\[\d+(?:, \d+)*\]|{MISSING_WORDS}")
_OFF = frozenset(("0", "false", "off", "none"))


class DocxReader:
    """A Word document."""

    id = "docx"
    label = "Word document (.docx)"
    extensions: tuple[str, ...] = (".docx",)

    def sniff(self, data: bytes, name: str) -> bool:
        return data[:4] == b"PK\x03\x04" and (
            name.lower().endswith(self.extensions) or b"word/" in data[:65_536]
        )

    def read(self, data: bytes, language: Language, encoding: str | None = None) -> Document:
        if encoding:
            raise InvalidInput(
                "A Word document says itself how its letters are stored; no encoding can be chosen for it. "
                "Nothing was changed."
            )
        out = Collector()
        with word_document(data) as document:
            Story(document, out).read()
        return Document(tuple(out.blocks), warnings=tuple(out.warnings))


@contextmanager
def word_document(data: bytes) -> Iterator[Any]:
    """python-docx's document of a file that was checked first. Raises InvalidInput, TooLarge, here or in the block."""
    with opened(data, "Word file") as package:
        if _MAIN_PART not in package.names:
            raise InvalidInput("That is a zipped file but no Word document. Nothing was stored.")
        package.check_parts()
        yield docx.Document(io.BytesIO(data))


class Story:
    """Walks the body of one document."""

    def __init__(self, document: Any, out: Collector) -> None:
        self.document = document
        self.out = out
        self.style_kinds = {style.style_id: _kind_of_style(style) for style in document.styles}
        self.style_claims = {style.style_id: claim_of_style(_names(style)) for style in document.styles}
        self.contents = {style.style_id for style in document.styles if is_of_contents(_names(style))}
        self.references = {style.style_id for style in document.styles if style.name == MARK_REFERENCE}
        self.ordered = _ordered_lists(document)
        self.carried = InlineBuilder()  # a paragraph whose end was deleted goes on in the next

    def read(self) -> None:
        body = self.document.element.body
        self.say_changes()
        if body.find(f".//{_CELL}") is not None:
            self.out.warn(SAID)
        self._blocks(body)
        self._margins()
        self._footnotes()
        self._comments()

    def say_changes(self) -> None:
        """Warn of tracked changes, which are read as accepted."""
        if any(self.document.element.body.find(f".//{qn(tag)}") is not None for tag in _CHANGES):
            self.out.warn("The file has tracked changes; they were read as accepted.")

    def blocks_in(self, container: Any) -> tuple[Block, ...]:
        """The blocks of one element, such as a cell, apart from all others."""
        self.out, whole = Collector(), self.out
        self._blocks(container)
        self.out, found = whole, self.out
        for warning in found.warnings:
            self.out.warn(warning)
        return tuple(found.blocks)

    def _blocks(self, container: Any, dropped: str | None = None) -> None:
        """Paragraphs of a container in order, tables row by row; nested ones where they stand."""
        stack = [container]
        while stack:
            element = stack.pop()
            if element.tag == qn("w:p"):
                self._paragraph(element, dropped)
                stack.extend(reversed(_boxes(element)))
            elif element.tag == _ROW and not is_deleted_row(element) and self._row(element, dropped):
                continue
            elif element.tag not in _SKIPPED and not is_deleted_row(element):
                stack.extend(reversed(list(element)))
        self._flush(self.carried, Kind.PARAGRAPH, {}, dropped, None, "")

    def _row(self, row: Any, dropped: str | None) -> bool:
        """Add a row of data as one block, its cells side by side; not one that holds paragraphs or other tables."""
        cells = row.findall(_CELL)
        if (
            len(cells) < 2
            or row.find(f".//{_TABLE}") is not None
            or len(row.findall(f".//{_PARAGRAPH}")) > len(cells)
            or sum(len(text.text or "") for text in row.iter(_TEXT)) > LONGEST_CELL * len(cells)
        ):
            return False
        block = as_one([self.blocks_in(cell) for cell in cells])
        if block is None:
            return False
        self.out.add(block.text, marks=block.marks, dropped=dropped, origin=block.origin)
        return True

    def _paragraph(self, element: Any, dropped: str | None) -> None:
        properties = element.find(qn("w:pPr"))
        kind, attrs = self._kind(properties)
        style = _value(properties, "w:pStyle") or ""
        claim = self.style_claims.get(style)
        dropped = dropped or ("contents" if style in self.contents else None)
        origin = "cell" if element.getparent().tag == _CELL else ""
        if self.references:
            self._take_references_out(element)
        inline, hidden = self.carried, InlineBuilder()
        for text, styles in self._pieces(element):
            if styles is None:
                hidden.add(text)
            elif text == "\n" and kind is Kind.PARAGRAPH:
                self._flush(inline, kind, attrs, dropped, claim, origin)
            else:
                inline.add(text, styles)
        if properties is None or properties.find(_DELETED_MARK) is None:
            self._flush(inline, kind, attrs, dropped, claim, origin)
        self.out.add(hidden.take()[0], dropped=dropped or "hidden-text")

    def _flush(
        self,
        inline: InlineBuilder,
        kind: Kind,
        attrs: dict[str, object],
        dropped: str | None,
        claim: str | None,
        origin: str,
    ) -> None:
        text, marks = inline.take()
        if kind in (Kind.HEADLINE, Kind.SUBHEADING):  # a heading's own weight is no emphasis
            marks = tuple(m for m in marks if m.kind is MarkKind.LINK)
        self.out.add(text, kind, marks, attrs, dropped, claim, origin)

    def _pieces(self, paragraph: Any) -> Iterator[tuple[str, frozenset[Style] | None]]:
        """Text with its styles, None where it is hidden, in order; insertions count, deletions and text boxes do not."""
        stack: list[tuple[Any, frozenset[Style] | None]] = [(paragraph, frozenset())]
        while stack:
            element, styles = stack.pop()
            tag = element.tag
            if tag in _SKIPPED or tag == _BOX or not isinstance(tag, str):
                continue
            if tag == _DRAWING:
                self.out.add(element.get("descr") or "", Kind.CAPTION, dropped="image-description")
            if tag == _TEXT:
                yield element.text or "", styles
            elif tag in _AS_SPACE:
                yield " ", styles
            elif tag == _BREAK:
                yield "\n", styles
            elif tag == _NO_BREAK_HYPHEN:
                yield "\u2011", styles
            else:
                if tag == _RUN and styles is not None:
                    styles = None if _is_hidden(element) else styles | _run_styles(element)
                elif tag == _LINK and styles is not None and (href := self._address(element)):
                    styles |= {(MarkKind.LINK, href)}
                stack.extend((child, styles) for child in reversed(list(element)))

    def _take_references_out(self, paragraph: Any) -> None:
        """Take out what a table of ours has put among the words; LibreOffice has cut it up in Arabic."""
        for is_reference, found in groupby(paragraph.iter(_TEXT), key=self._is_reference):
            if not is_reference:
                continue
            first, *others = found
            words = "".join(element.text or "" for element in (first, *others))
            rest = _REFERENCE.sub("", words)  # what somebody went on typing there has its style as well
            if rest != words:
                self.out.warn(
                    "The file has the numbers of marks after marked words, as Word with both languages has them "
                    "from here; they were not brought in."
                )
                first.text = rest
                for element in others:
                    element.text = ""

    def _is_reference(self, text: Any) -> bool:
        return _value(text.getparent().find(qn("w:rPr")), "w:rStyle") in self.references

    def _address(self, link: Any) -> str | None:
        relation = self.document.part.rels.get(link.get(qn("r:id")) or "")
        return safe_href(relation.target_ref) if relation is not None and relation.is_external else None

    def _kind(self, properties: Any) -> tuple[Kind, dict[str, object]]:
        if properties is None:
            return Kind.PARAGRAPH, {}
        style = properties.find(qn("w:pStyle"))
        style_id = style.get(qn("w:val"), "") if style is not None else ""
        kind = self.style_kinds.get(style_id, Kind.PARAGRAPH)
        numbering = properties.find(qn("w:numPr"))
        if kind in (Kind.PARAGRAPH, Kind.LIST_ITEM) and (numbering is not None or kind is Kind.LIST_ITEM):
            number = _value(numbering, "w:numId")
            if number == "0":
                return Kind.PARAGRAPH, {}
            in_name = _LEVEL_IN_STYLE.search(style_id)
            level = min(int(_value(numbering, "w:ilvl") or (int(in_name[0]) - 1 if in_name else 0)), 8)
            is_ordered = "number" in style_id.lower() or self.ordered.get((number, level), False)
            return Kind.LIST_ITEM, {"ordered": is_ordered, "level": level + 1}
        outline = _value(properties, "w:outlineLvl")
        if kind is Kind.PARAGRAPH and outline and outline != "9":
            return Kind.SUBHEADING, {}
        return kind, {}

    def _margins(self) -> None:
        """Running heads and feet, once each, as left out."""
        seen: set[str] = set()
        for section in list(self.document.sections)[:50]:
            for margin in (section.header, section.footer):
                if margin.is_linked_to_previous or str(margin.part.partname) in seen:
                    continue
                seen.add(str(margin.part.partname))
                self._blocks(margin._element, "page-margin")

    def _footnotes(self) -> None:
        for part in self.document.part.package.iter_parts():
            if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
                self.out.warn(
                    "The file has notes; they stand at the end, left out, each one click from coming back."
                )
                self._blocks(parse_xml(part.blob), "footnote")

    def _comments(self) -> None:
        for comment in comments_of(self.document).values():
            self.out.warn(
                "The file has comments; they stand at the end, left out, each one click from coming back."
            )
            self.out.add(comment, dropped="comment")


def _is_hidden(run: Any) -> bool:
    return (switch := run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")) is not None and _is_on(switch)


def _is_on(switch: Any) -> bool:
    return (switch.get(qn("w:val")) or "1").lower() not in _OFF


def is_deleted_row(element: Any) -> bool:
    """Whether an element is a table row that a tracked change deletes."""
    return element.tag == qn("w:tr") and element.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def comments_of(document: Any) -> dict[str, str]:
    """The comments by their ids, each with who wrote it."""
    part = next(
        (p for p in document.part.package.iter_parts() if str(p.partname) == "/word/comments.xml"), None
    )
    if part is None:
        return {}
    found = {}
    for comment in parse_xml(part.blob).iter(qn("w:comment")):
        lines = ("".join(t.text or "" for t in p.iter(_TEXT)) for p in comment.iter(qn("w:p")))
        words = " ".join(" ".join(lines).split())
        if words:
            author = comment.get(qn("w:author"), "").strip()
            found[comment.get(qn("w:id"), "")] = f"{author}: {words}" if author else words
    return found


def _boxes(paragraph: Any) -> list[Any]:
    """Text boxes anchored in a paragraph; Word stores each twice, the fallback copy is passed over."""
    boxes: list[Any] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag == _BOX:
            boxes.append(element)
        elif element.tag not in _SKIPPED:
            stack.extend(reversed(list(element)))
    return boxes


def _value(parent: Any, name: str) -> str | None:
    child = parent.find(qn(name)) if parent is not None else None
    return child.get(qn("w:val")) if child is not None else None


def _run_styles(run: Any) -> frozenset[Style]:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return frozenset()
    found: set[Style] = set()
    for names, kind in ((("w:b", "w:bCs"), MarkKind.STRONG), (("w:i", "w:iCs"), MarkKind.EMPHASIS)):
        for name in names:
            toggle = properties.find(qn(name))
            if toggle is not None and _is_on(toggle):
                found.add((kind, None))
    return frozenset(found)


def _kind_of_style(style: Any) -> Kind:
    """The kind of a style by its id or name, else by the one it is based on."""
    for _ in range(10):
        if style is None:
            break
        if kind := kind_of_style(_names(style)):
            return kind
        style = getattr(style, "base_style", None)
    return Kind.PARAGRAPH


def _names(style: Any) -> tuple[str, str]:
    return str(style.style_id or ""), str(style.name or "")


def _ordered_lists(document: Any) -> dict[tuple[str | None, int], bool]:
    """(numbering id, level) → whether its items are numbered rather than bulleted."""
    part = next(
        (p for p in document.part.package.iter_parts() if str(p.partname) == "/word/numbering.xml"), None
    )
    if part is None:
        return {}
    root = parse_xml(part.blob)
    formats: dict[str, dict[int, bool]] = {}
    for abstract in root.iter(qn("w:abstractNum")):
        levels = {
            int(level.get(qn("w:ilvl"), "0")): _value(level, "w:numFmt") not in ("bullet", "none", None)
            for level in abstract.iter(qn("w:lvl"))
        }
        formats[abstract.get(qn("w:abstractNumId"), "")] = levels
    return {
        (number.get(qn("w:numId")), level): is_ordered
        for number in root.iter(qn("w:num"))
        for level, is_ordered in formats.get(_value(number, "w:abstractNumId") or "", {}).items()
    }
