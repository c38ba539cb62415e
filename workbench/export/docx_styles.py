"""The looks of our Word files: every form of a part is a style, so that whoever takes a file changes all of a form at
once. A serif for reading, black headings, British English, numbered A4 pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from workbench.domain.exchange import MARK_REFERENCE

#: On every machine that has Word, and both drawn for text; other programs take what they have of the kind.
_FONT, _ARABIC_FONT = "Georgia", "Times New Roman"
#: Arabic letters are smaller than Latin ones of the same size.
_ARABIC_LARGER = 1.18
_POINT = 20  # Word measures paragraphs in twentieths of a point


@dataclass(frozen=True, slots=True)
class _Look:
    """How a style looks; sizes and distances in points. ``joined``: no distance between paragraphs of the style.

    ``border``: lines at these sides, around all that follow one another.
    """

    size: float = 11
    bold: bool = False
    italic: bool = False
    before: float = 0
    after: float = 8
    line: float = 1.25
    indent: float = 0
    joined: bool = False
    keeps_next: bool = False
    centred: bool = False
    border: tuple[str, ...] = ()


_BOX = ("top", "left", "bottom", "right")
_LOOKS = {
    "Title": _Look(24, bold=True, after=6, line=1.1, keeps_next=True),
    "Subtitle": _Look(14, after=10, line=1.2),
    "Byline": _Look(10.5, bold=True, after=0, keeps_next=True),
    "Dateline": _Look(10.5, after=16),
    "Heading 2": _Look(14, bold=True, before=14, after=4, line=1.15, keeps_next=True),
    "Quote": _Look(italic=True, indent=22),
    "Caption": _Look(9.5, after=10),
    "Correction": _Look(10, before=8, indent=6, border=_BOX),
    "Credits": _Look(8.5, before=20, after=0, joined=True, border=("top",)),
    "Draft": _Look(10.5, bold=True, before=8),
    "Header": _Look(9, after=0, line=1),
    "Footer": _Look(9, after=0, line=1, centred=True),
}
#: Neighbours of one style share a frame, as the paragraphs of a correction are to do, unless their indents differ: the left
#: one of every other correction, in twentieths of a point, is more than its style's by what nobody sees.
OTHER_FRAME = 121
#: Space after an item: the template's styles for lists keep their numbering and indents.
_AFTER_ITEM = 4
#: Those that Word does not know by itself.
_OURS = ("Byline", "Dateline", "Correction", "Credits", "Draft")


def w_element(tag: str, value: str | None = None, *children: Any) -> Any:
    """An element of the w: namespace with its ``w:val`` and what is inside."""
    element = OxmlElement(tag, {} if value is None else {qn("w:val"): value})
    element.extend(children)
    return element


def set_pages(document: Document, *, across: bool = False) -> None:
    """A4, as the template is on American paper; the margins leave lines of some seventy letters."""
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    width, height, side = (Mm(297), Mm(210), Mm(18)) if across else (Mm(210), Mm(297), Mm(30))
    page.page_width, page.page_height = Length(width), Length(height)
    page.left_margin = page.right_margin = side
    page.top_margin = page.bottom_margin = Mm(18) if across else Mm(25)
    _number(page.footer)


def stamp_pages(document: Document, stamp: str) -> None:
    """Stamp every page but the first, which has the stamp in its text."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].add_run(stamp, style="Draft Stamp")
    _number(section.first_page_footer)


def _number(footer: Any) -> None:
    paragraph = footer.paragraphs[0]._p
    for instruction, between in (("PAGE", " / "), ("NUMPAGES", "")):
        field = OxmlElement("w:fldSimple", {qn("w:instr"): instruction})
        field.append(w_element("w:r", None, w_text("1")))
        paragraph.append(field)
        if between:
            paragraph.append(w_element("w:r", None, w_text(between)))


def w_text(words: str) -> Any:
    """Words of a run as they are, outer spaces too."""
    element = OxmlElement("w:t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
    element.text = words
    return element


def set_styles(document: Document) -> None:
    """Give the template's styles our looks, and add those of ours."""
    _set_defaults(document)
    for name in _OURS:
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles["Normal"]
    for style in document.styles:
        if style.type in (WD_STYLE_TYPE.PARAGRAPH, WD_STYLE_TYPE.CHARACTER):
            _take_theme_out(style.element)
    for name, look in _LOOKS.items():
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set(style.element, look)
    for style in document.styles:
        if isinstance(style, ParagraphStyle) and style.name and style.name.startswith("List "):
            style.paragraph_format.space_after = Pt(_AFTER_ITEM)
            for joined in style.element.findall(f"{qn('w:pPr')}/{qn('w:contextualSpacing')}"):
                joined.getparent().remove(joined)
    red, blue = RGBColor(0xB0, 0x1E, 0x1E), RGBColor(0x05, 0x4A, 0x91)
    stamp = document.styles.add_style("Draft Stamp", WD_STYLE_TYPE.CHARACTER)
    stamp.font.bold, stamp.font.color.rgb = True, red
    document.styles["Draft"].font.color.rgb = red
    link = document.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, blue
    document.styles.add_style(MARK_REFERENCE, WD_STYLE_TYPE.CHARACTER).font.superscript = True


def _set_defaults(document: Document) -> None:
    """What holds where a style says nothing: font, language, distances."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    letters = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    paragraphs = defaults.find(f"{qn('w:pPrDefault')}/{qn('w:pPr')}")
    fonts = {"ascii": _FONT, "hAnsi": _FONT, "eastAsia": _FONT, "cs": _ARABIC_FONT}
    language = {"val": "en-GB", "eastAsia": "en-GB", "bidi": "ar-SA"}
    _replace(letters, _w("w:rFonts", fonts), *_sizes(_Look().size), _w("w:lang", language))
    _replace(paragraphs, _spacing(_Look()))
    settings = document.settings.element
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")  # else Word says of the file that it is an old one


def _take_theme_out(style: Any) -> None:
    """Fonts and colours of the template's theme, which are another's looks."""
    for tag in ("w:rFonts", "w:color"):
        for found in list(style.iter(qn(tag))):
            if any("heme" in name for name in found.attrib):
                found.getparent().remove(found)


def _set(style: Any, look: _Look) -> None:
    _replace(style.get_or_add_pPr(), *_paragraph(style, look))
    _replace(style.get_or_add_rPr(), *_letters(look))


def _replace(element: Any, *children: Any) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(children)


def _paragraph(style: Any, look: _Look) -> Iterator[Any]:
    """The properties in the order that the schema wants."""
    outline = style.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    if look.keeps_next:
        yield w_element("w:keepNext")
        yield w_element("w:keepLines")
    if look.border:
        line = {"val": "single", "sz": "4", "space": "6", "color": "808080"}
        yield w_element("w:pBdr", None, *(_w(f"w:{side}", line) for side in look.border))
    yield _spacing(look)
    if look.indent:
        indent = str(round(look.indent * _POINT))
        yield _w("w:ind", {"left": indent, "right": indent})
    if look.joined:
        yield w_element("w:contextualSpacing")
    if look.centred:
        yield w_element("w:jc", "center")
    if outline is not None:
        yield outline


def _letters(look: _Look) -> Iterator[Any]:
    if look.bold:
        yield w_element("w:b")
        yield w_element("w:bCs")
    if look.italic:
        yield w_element("w:i")  # Arabic has no italics: it would be slanted
    yield from _sizes(look.size)


def _sizes(size: float) -> tuple[Any, Any]:
    """Of Latin and of Arabic letters, in half points."""
    return w_element("w:sz", str(round(size * 2))), w_element("w:szCs", str(round(size * 2 * _ARABIC_LARGER)))


def _spacing(look: _Look) -> Any:
    distances = {"before": look.before * _POINT, "after": look.after * _POINT, "line": look.line * 240}
    return _w("w:spacing", {**{name: str(round(d)) for name, d in distances.items()}, "lineRule": "auto"})


def _w(tag: str, attributes: dict[str, str]) -> Any:
    return OxmlElement(tag, {qn(f"w:{name}"): value for name, value in attributes.items()})
