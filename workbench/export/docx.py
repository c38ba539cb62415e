"""Word: real styles, numbering, links and emphasis, and the same bytes every time."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from workbench.domain.editions import EditionContent
from workbench.export.directions import by_direction
from workbench.export.docx_styles import OTHER_FRAME, set_pages, set_styles, stamp_pages, w_element
from workbench.export.parts import Form, Line, Part, Stretch, parts, plain, stamp_of, visible
from workbench.text.arabic import is_only_arabic

_STYLES = {
    Form.DRAFT: "Draft",
    Form.EMBARGO: "Draft",
    Form.HEADLINE: "Title",
    Form.STANDFIRST: "Subtitle",
    Form.BYLINE: "Byline",
    Form.DATELINE: "Dateline",
    Form.SUBHEADING: "Heading 2",
    Form.PARAGRAPH: "Normal",
    Form.QUOTE: "Quote",
    Form.CAPTION: "Caption",
    Form.CORRECTION: "Correction",
    Form.CREDITS: "Credits",
}
_DEEPEST_STYLE = 3  # Word's own list styles end at "List Bullet 3"
_BULLETS = "•◦▪"
_INDENT = 360  # twentieths of a point a level

#: Stands where a date must stand and none is known; ZIP knows none before it.
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_LONGEST_PROPERTY = 255


class WordExporter:
    id = "docx"
    label = "Word"
    purpose = "Editing and layout in Word, LibreOffice, print desks"
    carries = "Title, headings, lists and quotes as Word’s own styles; links and emphasis"
    extension = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, content: EditionContent) -> bytes:
        document = docx.Document()
        set_styles(document)
        set_pages(document)
        set_properties(document, content)
        writer = _Writer(document)
        for part in parts(content):
            writer.add(part)
        if stamp := stamp_of(content):
            stamp_pages(document, stamp)
        buffer = io.BytesIO()
        document.save(buffer)
        return repacked(buffer.getvalue())


class _Writer:
    """Puts parts into a document, as XML: python-docx's own methods search all that went before."""

    def __init__(self, document: Document) -> None:
        self.part = document.part
        self.end = document.element.body.sectPr
        self.style_ids = {style.name: style.style_id for style in document.styles}
        self.numbering = _Numbering(document)
        self.corrections = 0

    def add(self, part: Part) -> None:
        """The part as one paragraph a line, before the end of the document."""
        self.corrections += part.form is Form.CORRECTION
        for n, line in enumerate(part.lines):
            # In the order the schema wants: style, numbering, direction, indent.
            properties = w_element("w:pPr")
            is_rtl = is_only_arabic(plain(line))
            if part.form is not Form.LIST_ITEM:
                properties.append(self._style("w:pStyle", _STYLES[part.form]))
            else:
                level = min(part.depth + 1, _DEEPEST_STYLE)
                name = "List Continue" if n else "List Number" if part.ordered else "List Bullet"
                properties.append(self._style("w:pStyle", name if level == 1 else f"{name} {level}"))
                if n == 0:
                    properties.append(self.numbering.reference(part))
            if is_rtl:
                properties.append(w_element("w:bidi"))
            if part.form is Form.LIST_ITEM and n:
                indent = str((part.depth + 1) * _INDENT)
                properties.append(OxmlElement("w:ind", {qn("w:left"): indent}))
            if part.form is Form.CORRECTION and self.corrections % 2 == 0:
                properties.append(OxmlElement("w:ind", {qn("w:left"): str(OTHER_FRAME)}))
            self.end.addprevious(w_element("w:p", None, properties, *self._content(line, is_rtl)))

    def _style(self, tag: str, name: str) -> Any:
        return w_element(tag, self.style_ids[name])

    def _content(self, line: Line, is_rtl: bool) -> Iterator[Any]:
        """The runs of a line, those of a link inside its hyperlink. Word wants to be told which go against it."""
        pieces = [
            (piece, is_rtl is not against)
            for against, run in by_direction(line, is_rtl=is_rtl)
            for piece in run
        ]
        for href, found in groupby(pieces, key=lambda piece: piece[0].href):
            runs = [self._run(*piece) for piece in found]
            if href is None:
                yield from runs
            else:
                relation = self.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
                hyperlink = OxmlElement("w:hyperlink", {qn("r:id"): relation})
                hyperlink.extend(runs)
                yield hyperlink

    def _run(self, stretch: Stretch, is_rtl: bool) -> Any:
        properties = w_element("w:rPr")
        if stretch.href is not None:
            properties.append(self._style("w:rStyle", "Hyperlink"))
        for tag, on in (("w:b", stretch.strong), ("w:i", stretch.emphasis)):
            if on:
                properties.extend((w_element(tag), w_element(f"{tag}Cs")))
        if is_rtl:
            properties.append(w_element("w:rtl"))
        run = OxmlElement("w:r")
        run.text = stretch.text
        run.insert(0, properties)
        return run


class _Numbering:
    """Numbering of the lists: one definition for bullets and one for numbers, and each list starts at 1."""

    def __init__(self, document: Document) -> None:
        self.element: Any = document.part.numbering_part.element
        self.open: list[int] = []  # numbering ids of the lists under way, by depth
        definitions = self.element.findall(qn("w:abstractNum"))
        first = max(int(d.get(qn("w:abstractNumId"))) for d in definitions) + 1
        self.definition = {ordered: first + ordered for ordered in (False, True)}
        # Definitions must come before the lists that use them.
        for ordered, number in sorted(self.definition.items(), reverse=True):
            definitions[-1].addnext(_definition(number, ordered))
        lists = self.element.findall(qn("w:num"))
        self.last = max(int(number.get(qn("w:numId"))) for number in lists)

    def reference(self, part: Part) -> Any:
        """What makes a paragraph an item of the list its part belongs to."""
        if part.number == 1:
            del self.open[part.depth :]
            self.last += 1
            self.open.append(self.last)
            start = w_element("w:lvlOverride", None, w_element("w:startOverride", "1"))
            start.set(qn("w:ilvl"), str(part.depth))
            definition = w_element("w:abstractNumId", str(self.definition[part.ordered]))
            number = w_element("w:num", None, definition, start)
            number.set(qn("w:numId"), str(self.last))
            self.element.append(number)
        level, number_id = str(part.depth), str(self.open[part.depth])
        return w_element("w:numPr", None, w_element("w:ilvl", level), w_element("w:numId", number_id))


def _definition(number: int, ordered: bool) -> Any:
    definition = OxmlElement("w:abstractNum", {qn("w:abstractNumId"): str(number)})
    definition.append(w_element("w:multiLevelType", "multilevel"))
    for depth in range(9):
        indent = OxmlElement(
            "w:ind", {qn("w:left"): str((depth + 1) * _INDENT), qn("w:hanging"): str(_INDENT)}
        )
        level = w_element(
            "w:lvl",
            None,
            w_element("w:start", "1"),
            w_element("w:numFmt", "decimal" if ordered else "bullet"),
            w_element("w:lvlText", f"%{depth + 1}." if ordered else _BULLETS[depth % len(_BULLETS)]),
            w_element("w:lvlJc", "left"),
            w_element("w:pPr", None, indent),
        )
        level.set(qn("w:ilvl"), str(depth))
        definition.append(level)
    return definition


def set_properties(document: Document, content: EditionContent) -> None:
    """The core properties; without a clock, so that the bytes stay the same."""
    when = content.published_at or _EPOCH
    title = ": ".join(filter(None, (stamp_of(content), content.title)))
    core = document.core_properties
    core.title = visible(title)[:_LONGEST_PROPERTY]
    core.author = visible(content.target_byline or content.target_outlet)[:_LONGEST_PROPERTY]
    core.keywords = visible(", ".join(content.target_tags))[:_LONGEST_PROPERTY]
    core.identifier = content.urn
    core.version = "" if content.number is None else str(content.number)
    core.comments = ""
    core.last_modified_by = ""
    core.language = "en-GB"
    core.revision = 1
    core.created = core.modified = when.astimezone(UTC).replace(tzinfo=None)
    # python-docx's template brings a picture of an empty page.
    relations = document.part.package.rels
    for key in [k for k, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def repacked(package: bytes) -> bytes:
    """The same ZIP with every entry dated alike and in one order, the content types first as readers expect."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(result, "w") as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            new.writestr(entry, old.read(name), compresslevel=6)
    return result.getvalue()
