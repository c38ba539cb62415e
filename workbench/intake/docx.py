"""Word documents (.docx): paragraphs and tables in reading order, styles as kinds, runs as inline marks.

The package is checked before anything parses it: sizes against zip bombs, and no document type declaration
in any part, so no entities. python-docx then gives the parts, styles and relationships; nothing outside the
file is fetched. Tracked changes are read as accepted.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind, safe_href
from workbench.intake.document import Document
from workbench.intake.inline import InlineBuilder, Style
from workbench.intake.limits import LIMITS, Collector, Limits
from workbench.intake.reader import Language

_BROKEN = "That Word file is damaged and could not be read. Nothing was stored. Open it in Word, save it again, and retry."
_DECLARATION = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.I)
_MAIN_PART = "word/document.xml"

#: Built-in style ids and names (which Word keeps in English in the file) by the kind they mean.
_STYLE_KINDS = (
    (re.compile(r"^title$", re.I), Kind.HEADLINE),
    (re.compile(r"^sub ?title$", re.I), Kind.STANDFIRST),
    (re.compile(r"^heading ?[1-9]$", re.I), Kind.SUBHEADING),
    (re.compile(r"quote", re.I), Kind.QUOTE),
    (re.compile(r"^caption$", re.I), Kind.CAPTION),
    (re.compile(r"^list\b|^list ?(?:bullet|number|paragraph)", re.I), Kind.LIST_ITEM),
)
#: Deleted and moved-away text, field codes, properties, and the second copy of a text box.
_SKIPPED = frozenset(
    (*map(qn, ("w:del", "w:moveFrom", "w:instrText", "w:delText", "w:rPr", "w:pPr", "w:sectPr")),
     "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)  # fmt: skip
#: Styles of desks and of export programs for the lines below the headline.
_STYLE_CLAIMS = (
    (re.compile(r"^(?:by-?line|author)s?$", re.I), "byline"),
    (re.compile(r"^(?:date|date-?line|published)$", re.I), "dateline"),
    (re.compile(r"^(?:publication|publisher|outlet)$", re.I), "outlet"),
    (re.compile(r"^(?:tags|keywords)$", re.I), "tags"),
)
_LEVEL_IN_STYLE = re.compile(r"[2-9]$")
_TEXT, _RUN, _LINK = qn("w:t"), qn("w:r"), qn("w:hyperlink")
_BOX, _CELL = qn("w:txbxContent"), qn("w:tc")
_AS_SPACE = frozenset((qn("w:tab"), qn("w:cr"), qn("w:ptab")))
_BREAK, _NO_BREAK_HYPHEN = qn("w:br"), qn("w:noBreakHyphen")
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
        check_package(data)
        out = Collector()
        try:
            document = docx.Document(io.BytesIO(data))
            _Story(document, out).read()
        except (InvalidInput, MemoryError):
            raise
        except Exception as error:  # python-docx and lxml raise many kinds on a damaged package
            raise InvalidInput(_BROKEN) from error
        return Document(tuple(out.blocks), warnings=tuple(out.warnings))


def check_package(data: bytes, limits: Limits = LIMITS) -> None:
    """Refuse a zipped document that unpacks too far, declares a document type, or is no Word document.

    Raises TooLarge or InvalidInput. Sizes are those of the directory; ``zipfile`` never unpacks more of an
    entry than its directory states.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            unpacked = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            if (
                len(entries) > limits.entries
                or unpacked > limits.unpacked_bytes
                or (unpacked > 1_000_000 and unpacked / packed > limits.unpacked_ratio)
            ):
                raise TooLarge(
                    "That file unpacks to far more than a document should hold and was not opened. "
                    "Nothing was stored. Copy its text and paste it."
                )
            if _MAIN_PART not in package.namelist():
                raise InvalidInput("That is a zipped file but no Word document. Nothing was stored.")
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels")):
                    _check_part(package.read(entry))
    except InvalidInput:
        raise
    except Exception as error:  # zipfile and zlib raise a dozen kinds on a broken file
        raise InvalidInput(_BROKEN) from error


def _check_part(part: bytes) -> None:
    plain = part.replace(b"\x00", b"")  # UTF-16 parts show their ASCII this way
    if _DECLARATION.search(plain):
        raise InvalidInput(
            "That Word file carries a document type declaration, which Word never writes and which can be "
            "used to attack. It was not opened and nothing was stored."
        )


class _Story:
    """Walks the body of one document."""

    def __init__(self, document: Any, out: Collector) -> None:
        self.document = document
        self.out = out
        self.style_kinds = {style.style_id: _kind_of_style(style) for style in document.styles}
        self.style_claims = {style.style_id: _claim_of_style(style) for style in document.styles}
        self.ordered = _ordered_lists(document)

    def read(self) -> None:
        body = self.document.element.body
        if body.find(f".//{qn('w:ins')}") is not None or body.find(f".//{qn('w:del')}") is not None:
            self.out.warn("The file has tracked changes; they were read as accepted.")
        if any("comments" in str(part.partname) for part in self.document.part.package.iter_parts()):
            self.out.warn("The file has comments; they were not brought in.")
        self._blocks(body)
        self._margins()
        self._footnotes()

    def _blocks(self, container: Any, dropped: str | None = None) -> None:
        """Paragraphs of a container in order, tables row by row; nested ones where they stand."""
        stack = [container]
        while stack:
            element = stack.pop()
            if element.tag == qn("w:p"):
                self._paragraph(element, dropped)
                stack.extend(reversed(_boxes(element)))
            elif element.tag not in _SKIPPED:
                stack.extend(reversed(list(element)))

    def _paragraph(self, element: Any, dropped: str | None) -> None:
        properties = element.find(qn("w:pPr"))
        kind, attrs = self._kind(properties)
        claim = self.style_claims.get(_value(properties, "w:pStyle") or "")
        origin = "cell" if element.getparent().tag == _CELL else ""
        inline = InlineBuilder()
        for text, styles in self._pieces(element):
            if text == "\n" and kind is Kind.PARAGRAPH:
                self._flush(inline, kind, attrs, dropped, claim, origin)
            else:
                inline.add(text, styles)
        self._flush(inline, kind, attrs, dropped, claim, origin)

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

    def _pieces(self, paragraph: Any) -> Iterator[tuple[str, frozenset[Style]]]:
        """Text with its styles, in order; insertions count, deletions and text boxes do not."""
        stack: list[tuple[Any, frozenset[Style]]] = [(paragraph, frozenset())]
        while stack:
            element, styles = stack.pop()
            tag = element.tag
            if tag in _SKIPPED or tag == _BOX or not isinstance(tag, str):
                continue
            if tag == _TEXT:
                yield element.text or "", styles
            elif tag in _AS_SPACE:
                yield " ", styles
            elif tag == _BREAK:
                yield "\n", styles
            elif tag == _NO_BREAK_HYPHEN:
                yield "\u2011", styles
            else:
                if tag == _RUN:
                    styles |= _run_styles(element)
                elif tag == _LINK and (href := self._address(element)):
                    styles |= {(MarkKind.LINK, href)}
                stack.extend((child, styles) for child in reversed(list(element)))

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
            if toggle is not None and (toggle.get(qn("w:val")) or "1").lower() not in _OFF:
                found.add((kind, None))
    return frozenset(found)


def _kind_of_style(style: Any) -> Kind:
    """The kind of a style by its id or name, else by the one it is based on."""
    for _ in range(10):
        if style is None:
            break
        for shape, kind in _STYLE_KINDS:
            if shape.search(str(style.style_id or "")) or shape.search(str(style.name or "")):
                return kind
        style = getattr(style, "base_style", None)
    return Kind.PARAGRAPH


def _claim_of_style(style: Any) -> str | None:
    """The field that paragraphs of a style are for, by its id or name."""
    names = (str(style.style_id or ""), str(style.name or ""))
    return next((field for shape, field in _STYLE_CLAIMS if any(shape.search(name) for name in names)), None)


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
