"""Word: real styles, numbering, links and emphasis, and the same bytes every time."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from workbench.domain.editions import EditionContent
from workbench.export.parts import DRAFT_STAMP, Form, Line, Part, Stretch, linked, parts, plain, visible
from workbench.text.arabic import is_arabic

_STYLES = {
    Form.DRAFT: "Draft",
    Form.HEADLINE: "Title",
    Form.STANDFIRST: "Subtitle",
    Form.BYLINE: "Byline",
    Form.DATELINE: "Dateline",
    Form.SUBHEADING: "Heading 2",
    Form.PARAGRAPH: "Normal",
    Form.QUOTE: "Quote",
    Form.CAPTION: "Caption",
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
    extension = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def write(self, content: EditionContent) -> bytes:
        document = docx.Document()
        _set_page(document)
        _add_styles(document)
        _set_properties(document, content)
        styles, numbering = _Styles(document), _Numbering(document)
        for part in parts(content):
            _add(document, part, styles, numbering)
        if content.is_draft:
            header = document.sections[0].header.paragraphs[0]
            header.add_run(DRAFT_STAMP, style="Draft Stamp")
        buffer = io.BytesIO()
        document.save(buffer)
        return _repacked(buffer.getvalue())


class _Styles:
    """Ids of styles by name, looked up once: python-docx searches all styles for every paragraph."""

    def __init__(self, document: Document) -> None:
        self.ids = {style.name: style.style_id for style in document.styles}

    def apply(self, paragraph: Paragraph, name: str) -> None:
        paragraph._p.get_or_add_pPr().style = self.ids[name]


def _add(document: Document, part: Part, styles: _Styles, numbering: "_Numbering") -> None:
    for n, line in enumerate(part.lines):
        paragraph = document.add_paragraph()
        is_rtl = is_arabic(plain(line))
        if is_rtl:  # first, because the schema wants it before indents
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        if part.form is not Form.LIST_ITEM:
            styles.apply(paragraph, _STYLES[part.form])
        else:
            level = min(part.depth + 1, _DEEPEST_STYLE)
            name = "List Continue" if n else "List Number" if part.ordered else "List Bullet"
            styles.apply(paragraph, name if level == 1 else f"{name} {level}")
            if n:
                paragraph.paragraph_format.left_indent = Pt((part.depth + 1) * _INDENT / 20)
            else:
                numbering.apply(paragraph, part)
        _fill(paragraph, line, is_rtl, styles)


def _fill(paragraph: Paragraph, line: Line, is_rtl: bool, styles: _Styles) -> None:
    for href, stretches in linked(line):
        runs = [_run(paragraph, stretch, is_rtl) for stretch in stretches]
        if href is not None:
            hyperlink = OxmlElement("w:hyperlink")
            relation = paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            hyperlink.set(qn("r:id"), relation)
            paragraph._p.append(hyperlink)
            for run in runs:
                run._r.get_or_add_rPr().style = styles.ids["Hyperlink"]
                hyperlink.append(run._r)


def _run(paragraph: Paragraph, stretch: Stretch, is_rtl: bool) -> Run:
    run = paragraph.add_run(stretch.text)
    run.bold = stretch.strong or None
    run.italic = stretch.emphasis or None
    run.font.rtl = is_rtl or None
    return run


class _Numbering:
    """Numbering of the lists: one definition for bullets and one for numbers, and each list starts at 1."""

    def __init__(self, document: Document) -> None:
        self.element: Any = document.part.numbering_part.element
        self.open: list[int] = []  # numbering ids of the lists under way, by depth
        definitions = self.element.findall(qn("w:abstractNum"))
        first = max(int(d.get(qn("w:abstractNumId"))) for d in definitions) + 1
        self.definition = {ordered: first + ordered for ordered in (False, True)}
        for ordered, number in self.definition.items():
            # Definitions must come before the lists that use them.
            definitions[-1].addnext(_definition(number, ordered))
            definitions = self.element.findall(qn("w:abstractNum"))

    def apply(self, paragraph: Paragraph, part: Part) -> None:
        """Makes a paragraph an item of the list its part belongs to."""
        if part.number == 1:
            del self.open[part.depth :]
            new = self.element.add_num(self.definition[part.ordered])
            new.add_lvlOverride(ilvl=part.depth).add_startOverride(1)
            self.open.append(new.numId)
        number = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        number.get_or_add_ilvl().val = part.depth
        number.get_or_add_numId().val = self.open[part.depth]


def _definition(number: int, ordered: bool) -> Any:
    definition = OxmlElement("w:abstractNum", {qn("w:abstractNumId"): str(number)})
    definition.append(OxmlElement("w:multiLevelType", {qn("w:val"): "multilevel"}))
    for depth in range(9):
        level = OxmlElement("w:lvl", {qn("w:ilvl"): str(depth)})
        values = {
            "w:start": "1",
            "w:numFmt": "decimal" if ordered else "bullet",
            "w:lvlText": f"%{depth + 1}." if ordered else _BULLETS[depth % len(_BULLETS)],
            "w:lvlJc": "left",
        }
        for tag, value in values.items():
            level.append(OxmlElement(tag, {qn("w:val"): value}))
        properties = OxmlElement("w:pPr")
        left = str((depth + 1) * _INDENT)
        properties.append(OxmlElement("w:ind", {qn("w:left"): left, qn("w:hanging"): str(_INDENT)}))
        level.append(properties)
        definition.append(level)
    return definition


def _set_page(document: Document) -> None:
    """A4, as the template is on American paper."""
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(25)


def _add_styles(document: Document) -> None:
    red, grey, blue = RGBColor(0xB0, 0x1E, 0x1E), RGBColor(0x55, 0x55, 0x55), RGBColor(0x05, 0x4A, 0x91)
    for name in ("Byline", "Dateline", "Credits", "Draft"):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        style.font.size = Pt(10)
        style.font.color.rgb = red if name == "Draft" else grey
        style.font.bold = name in ("Byline", "Draft")
    stamp = document.styles.add_style("Draft Stamp", WD_STYLE_TYPE.CHARACTER)
    stamp.font.bold, stamp.font.color.rgb = True, red
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, blue


def _set_properties(document: Document, content: EditionContent) -> None:
    """The core properties; without a clock, so that the bytes stay the same."""
    when = content.published_at or _EPOCH
    title = f"{DRAFT_STAMP}: {content.title}" if content.is_draft else content.title
    core = document.core_properties
    core.title = visible(title)[:_LONGEST_PROPERTY]
    core.author = visible(content.target_byline or content.target_outlet)[:_LONGEST_PROPERTY]
    core.keywords = visible(", ".join(content.target_tags))[:_LONGEST_PROPERTY]
    core.identifier = visible(content.slug)[:_LONGEST_PROPERTY]
    core.version = "" if content.number is None else str(content.number)
    core.comments = ""
    core.last_modified_by = ""
    core.language = "en"
    core.revision = 1
    core.created = core.modified = when.astimezone(UTC).replace(tzinfo=None)
    # python-docx's template brings a picture of an empty page.
    relations = document.part.package.rels
    for key in [k for k, relation in relations.items() if relation.reltype.endswith("/thumbnail")]:
        del relations[key]


def _repacked(package: bytes) -> bytes:
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
