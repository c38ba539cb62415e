import io
import zipfile

import pytest

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind
from workbench.intake.limits import LIMITS
from workbench.intake.odt import OdtReader
from workbench.intake.read import read

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
MIME = "application/vnd.oasis.opendocument.text"


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MIME)
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def document(body, automatic="", styles="", **parts):
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed(
        content=content, styles=f"<office:document-styles {NAMES}>{styles}</office:document-styles>", **parts
    )


def parsed(*given, **parts):
    return OdtReader().read(document(*given, **parts), "en")


def kept(found):
    return [(b.kind, b.text) for b in found.kept]


def p(text, style=""):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def test_styles_become_kinds_in_reading_order():
    automatic = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/>'
        '<text:list-level-style-bullet text:level="2"/></text:list-style>'
    )
    found = parsed(
        p("The ferry returns", "P1")
        + p("After nine days of storm", "Subtitle")
        + "<text:section>" + p("The council met on Thursday.", "Text_20_body") + "</text:section>"
        + '<text:h text:outline-level="2" text:style-name="Heading_20_2">Demands</text:h>'
        + f'<text:list text:style-name="L1"><text:list-item>{p("Open the gate")}<text:list><text:list-item>{p("every morning")}</text:list-item></text:list></text:list-item></text:list>'
        + p("We waited for the sea to calm.", "Quotations")
        + "<table:table><table:table-header-rows><table:table-row>"
        + f"<table:table-cell>{p('Boat')}</table:table-cell><table:table-cell>{p('Seats')}</table:table-cell></table:table-row></table:table-header-rows>"
        + f"<table:table-row><table:table-cell>{p('Noor')}</table:table-cell><table:covered-table-cell/><table:table-cell>{p('40')}</table:table-cell></table:table-row></table:table>"
        + p("The old quay at dawn", "Illustration"),
        automatic,
    )  # fmt: skip
    assert kept(found) == [
        (Kind.HEADLINE, "The ferry returns"),
        (Kind.STANDFIRST, "After nine days of storm"),
        (Kind.PARAGRAPH, "The council met on Thursday."),
        (Kind.SUBHEADING, "Demands"),
        (Kind.LIST_ITEM, "Open the gate"),
        (Kind.LIST_ITEM, "every morning"),
        (Kind.QUOTE, "We waited for the sea to calm."),
        *((Kind.PARAGRAPH, cell) for cell in ("Boat | Seats", "Noor | 40")),
        (Kind.CAPTION, "The old quay at dawn"),
    ]
    assert [dict(b.attrs) for b in found.kept if b.kind is Kind.LIST_ITEM] == [
        {"ordered": True, "level": 1},
        {"ordered": False, "level": 2},
    ]
    assert "row by row" in found.warnings[0]


def test_spans_links_spaces_and_breaks():
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
        '<style:style style:name="T2" style:family="text" style:parent-style-name="T1"><style:text-properties fo:font-style="italic"/></style:style>'
    )
    found = parsed(
        p(
            'He <text:span text:style-name="T1">said</text:span><text:s text:c="3"/>on <text:span text:style-name="T2">Thursday</text:span>'
            ' <text:a xlink:href="https://example.org/x">here</text:a><text:tab/>and<text:line-break/>there.'
            '<text:a xlink:href="javascript:x()"> Not.</text:a>'
        ),
        automatic,
    )
    assert [b.text for b in found.kept] == ["He said on Thursday here and", "there. Not."]
    block = found.kept[0]
    assert [(m.kind, block.text[m.start : m.end], m.href) for m in block.marks] == [
        (MarkKind.STRONG, "said", None),
        (MarkKind.EMPHASIS, "Thursday", None),
        (MarkKind.STRONG, "Thursday", None),
        (MarkKind.LINK, "here", "https://example.org/x"),
    ]
    assert found.kept[1].marks == ()


def test_tracked_changes_are_taken_as_accepted_and_said():
    found = parsed(
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('on Sunday')}</text:deletion></text:changed-region></text:tracked-changes>"
        + p(
            'The ferry sails <text:change text:change-id="c1"/><text:change-start/>on Monday<text:change-end/> again.'
        )
    )
    assert kept(found) == [(Kind.PARAGRAPH, "The ferry sails on Monday again.")]
    assert "tracked changes" in found.warnings[0]


def test_what_stands_beside_the_text_is_left_out_with_its_reason():
    hidden = '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    found = parsed(
        f"<text:table-of-content><text:index-body>{p('Demands 3')}</text:index-body></text:table-of-content>"
        + p(
            f"The ferry<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('Built in 1950.')}</text:note-body></text:note>"
            f"<office:annotation><dc:creator>Salma</dc:creator>{p('Check this.')}</office:annotation> sails."
            '<text:span text:style-name="H">secret</text:span>'
            f"<draw:frame><draw:text-box>{p('In a box')}</draw:text-box><svg:title>A boat at dawn</svg:title></draw:frame>"
        ),
        hidden,
        f"<style:master-page><style:header>{p('The Coast Daily')}</style:header></style:master-page>",
    )
    assert [(b.text, b.dropped) for b in found.blocks] == [
        ("Demands 3", "contents"),
        ("A boat at dawn", "image-description"),
        ("The ferry sails.", None),
        ("secret", "hidden-text"),
        ("In a box", None),
        ("The Coast Daily", "page-margin"),
        ("Built in 1950.", "footnote"),
        ("Check this.", "comment"),
    ]
    assert len(found.warnings) == 2


def test_arabic_is_read_whole_through_the_door():
    found = read(
        document(p("عودة المركب إلى الميناء", "Title") + p("عاد المركب إلى الميناء يوم الأحد.")),
        name="a",
        language="ar",
    )
    assert found.title == "عودة المركب إلى الميناء"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (packed(), "no OpenDocument text"),
        (packed(content="<x/>"), "no OpenDocument text"),
        (packed(content="<x>"), "XML"),
        (document(p("x"))[:-30], "damaged"),
        (document(p("x"), META__dummy="", **{"META-INF__manifest": "<m><encryption-data/></m>"}), "password"),
        (packed(content='<!DOCTYPE x [<!ENTITY a "b">]><x/>'), "document type"),
        (document(""), "no text"),
        (document(p("x") * 0 + "<text:list>" * 5_000 + "</text:list>" * 5_000), "nested too deeply"),
    ],
)
def test_what_cannot_be_read_says_so(data, says):
    with pytest.raises(InvalidInput, match=says) as raised:
        read(data, name="a.odt", language="en")
    assert "Nothing was stored" in raised.value.message


def test_styles_based_on_each_other_and_absurd_numbers_end():
    automatic = (
        '<style:style style:name="A" style:family="paragraph" style:parent-style-name="B"/>'
        '<style:style style:name="B" style:family="paragraph" style:parent-style-name="A"/>'
        '<style:style style:name="T" style:family="text" style:parent-style-name="T"/>'
    )
    found = parsed(
        p(f'The ferry <text:span text:style-name="T">sails</text:span><text:s text:c="{"9" * 50}"/>.', "A"),
        automatic,
    )
    assert kept(found) == [(Kind.PARAGRAPH, "The ferry sails .")]


def test_a_bomb_is_refused_unopened():
    with pytest.raises(TooLarge, match="unpacks"):
        read(packed(content="a" * 30_000_000), name="a.odt", language="en")
    with pytest.raises(TooLarge, match="unpacks"):
        read(packed(**{f"p{n}": "" for n in range(LIMITS.entries)}), name="a.odt", language="en")


def test_an_encoding_cannot_be_chosen():
    with pytest.raises(InvalidInput, match="says itself"):
        read(document(p("x")), name="a.odt", language="en", encoding="cp1256")
