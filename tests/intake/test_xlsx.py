import io
import zipfile
from html import escape

import pytest

from tests.intake.pairs_shown import notes, shown, states
from workbench.domain.errors import InvalidInput, TooLarge
from workbench.intake.read import read_pairs

BOAT = ("عاد المركب إلى الميناء.", "The boat returned to port.")
NETS = ("جفّت الشباك على الرصيف.", "The nets dried on the quay.")
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(**targets):
    """Relations by id: (kind, target)."""
    items = "".join(
        f'<Relationship Id="{k}" Type="{LINKS}/{kind}" Target="{to}"/>' for k, (kind, to) in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


def sheet(*rows, dimension="A1:B2"):
    """A sheet with its texts in the cells."""
    body = ""
    for n, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{chr(65 + k)}{n}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for k, text in enumerate(row)
            if text
        )
        body += f'<row r="{n}">{cells}</row>'
    return f'<worksheet {MAIN}><dimension ref="{dimension}"/><sheetData>{body}</sheetData></worksheet>'


def workbook(*sheets, hidden=(), **parts):
    hides = ("", ' state="hidden"')
    names = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"{hides[n in hidden]}/>'
        for n in range(1, len(sheets) + 1)
    )
    links = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
    files = {
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(**links, s=("sharedStrings", "/xl/sharedStrings.xml")),
        **{f"xl/worksheets/sheet{n}.xml": content for n, content in enumerate(sheets, 1)},
        **{name.replace("__", "/"): content for name, content in parts.items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return out.getvalue()


def read(data, name="pairs.xlsx"):
    return read_pairs(data, name=name)


@pytest.mark.parametrize("name", ["pairs.xlsx", "upload"])
def test_columns_states_and_notes(name):
    data = workbook(
        sheet(
            ("English", "Arabic", "Status", "Notes"),
            (*BOAT[::-1], "Done", "Which port?"),
            (*NETS[::-1], "draft", ""),
        )
    )
    found = read(data, name)
    assert shown(found) == [BOAT, NETS]
    assert (states(found), notes(found)) == (["translated", "draft"], [("Which port?",), ()])


def test_shared_and_formatted_strings_and_gaps():
    strings = (
        f"<sst {MAIN}><si><t>{BOAT[0]}</t></si><si><r><t>The boat </t></r><r><rPr><b/></rPr><t>returned to port.</t></r>"
        "<rPh sb='0' eb='1'><t>x</t></rPh></si><si><t>a_x000D_&#10;b</t></si></sst>"
    )
    rows = (
        '<row r="3"><c r="B3" t="s"><v>0</v></c><c r="E3" t="s"><v>1</v></c><c r="F3"><v>12</v></c></row>'
        '<row r="9"><c r="B9" t="s"><v>0</v></c><c r="E9" t="s"><v>2</v></c><c r="G9" t="e"><v>#REF!</v></c></row>'
        '<row><c t="s"><v>99</v></c></row>'
    )
    data = workbook(
        f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>", **{"xl__sharedStrings.xml": strings}
    )
    found = read(data)
    assert shown(found) == [BOAT, (BOAT[0], "a | b")]
    assert "Arabic from column B, English from column E" in found.warnings[0]
    assert "Column F was not brought in" in found.warnings[1]


def test_comments_are_notes_of_their_row():
    old = f'<comments {MAIN}><authors><author>Salma</author></authors><commentList><comment ref="B2" authorId="0"><text><r><t>a dhow?</t></r></text></comment><comment ref="A1"><text><t>[Threaded comment] …</t></text></comment></commentList></comments>'
    new = '<ThreadedComments xmlns="http://x"><threadedComment ref="A1"><text>Which port?</text></threadedComment></ThreadedComments>'
    data = workbook(
        sheet(BOAT, NETS),
        **{
            "xl__worksheets___rels__sheet1.xml.rels": relations(
                a=("comments", "../comments1.xml"), b=("threadedComment", "../threadedComments/t1.xml")
            ),
            "xl__comments1.xml": old,
            "xl__threadedComments__t1.xml": new,
        },
    )
    assert notes(read(data)) == [("Which port?",), ("Salma: a dhow?",)]


def test_the_sheet_with_both_languages_is_read_and_the_others_are_named():
    found = read(workbook(sheet(("Contents",)), sheet(("hidden",)), sheet(BOAT, NETS), hidden=(2,)))
    assert shown(found) == [BOAT, NETS]
    assert found.warnings[0] == "Only the sheet \u2068S3\u2069 was read, not \u2068S1\u2069."


def test_a_million_rows_that_are_only_claimed_cost_nothing():
    rows = f'<row r="1">{sheet(BOAT).split("<row r=")[1].split(">", 1)[1].split("</row>")[0]}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = workbook(
        f'<worksheet {MAIN}><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>'
    )
    assert shown(read(data)) == [BOAT]


def test_too_many_real_ones_are_refused():
    with pytest.raises(TooLarge):
        read(workbook(f"<worksheet {MAIN}><sheetData>{'<row/>' * 250_000}</sheetData></worksheet>"))
    wide = "".join(f'<row><c r="ZZ{n}"><v>1</v></c></row>' for n in range(1, 1_000))
    with pytest.raises(TooLarge):
        read(workbook(f"<worksheet {MAIN}><sheetData>{wide}</sheetData></worksheet>"))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (workbook(), "no text"),
        (workbook(sheet()), "no text"),
        (workbook(sheet(("one", "two"))), "Arabic"),
        (workbook(sheet(BOAT))[:-40], "damaged"),
        (workbook("<worksheet"), "XML"),
        (workbook('<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'), "document type"),
    ],
)
def test_what_cannot_be_read_says_so(data, says):
    with pytest.raises(InvalidInput, match=says) as raised:
        read(data)
    assert "Nothing was stored" in raised.value.message


def test_a_sheet_that_refers_to_itself_ends():
    links = relations(
        a=("comments", "sheet1.xml"), b=("comments", "_rels/sheet1.xml.rels"), c=("comments", "../../../../x")
    )
    assert shown(read(workbook(sheet(BOAT), **{"xl__worksheets___rels__sheet1.xml.rels": links}))) == [BOAT]
