import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.intake.pairs_shown import notes, shown, states
from tests.intake.test_docx import saved
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind
from workbench.intake.read import read, read_pairs

BOAT = ("عاد المركب إلى الميناء.", "The boat returned to port.")
NETS = ("جفّت الشباك على الرصيف.", "The nets dried on the quay.")


def with_table(*rows, document=None):
    document = document or docx.Document()
    table = document.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return document, table


def test_two_columns_are_pairs_with_states_and_notes():
    document, _ = with_table(
        ("ID", "Segment status", "Arabic (Saudi Arabia)", "English (United Kingdom)", "Comment"),
        ("1", "Translated", *BOAT, "Which port?"),
        ("2", "Draft", *NETS, ""),
    )
    found = read_pairs(saved(document), name="review.docx")
    assert shown(found) == [BOAT, NETS]
    assert (states(found), notes(found)) == (["translated", "draft"], [("Which port?",), ()])


def test_cells_keep_their_paragraphs_kinds_and_marks_and_comments_are_notes():
    document, table = with_table(BOAT, NETS)
    cell = table.cell(0, 1)
    cell.paragraphs[0].style = "Heading 1"
    second = cell.add_paragraph("On ")
    second.add_run("Monday").bold = True
    document.add_comment(second.runs, "Or Sunday?", author="Salma")
    found = read_pairs(saved(document), name="review.docx")
    assert shown(found)[0] == (BOAT[0], f"{BOAT[1]} | On Monday")
    heading, words = found.pairs[0].target
    assert heading.kind is Kind.SUBHEADING
    assert [(m.kind, words.text[m.start : m.end]) for m in words.marks] == [(MarkKind.STRONG, "Monday")]
    assert notes(found)[0] == ("Salma: Or Sunday?",)


def test_tables_follow_each_other_and_what_stands_outside_is_left_out():
    document = docx.Document()
    document.add_paragraph("Working copy")
    with_table(BOAT, document=document)
    document.add_page_break()
    with_table(NETS, document=document)
    found = read_pairs(saved(document), name="review.docx")
    assert shown(found) == [BOAT, NETS]
    assert [(b.text, b.dropped) for b in found.pairs[0].source] == [("Working copy", "outside-table")]


def test_tracked_changes_are_taken_as_accepted_and_said():
    document, table = with_table(BOAT, NETS)
    table.cell(0, 1).paragraphs[0]._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t> Today.</w:t></w:r></w:ins>')
    )
    found = read_pairs(saved(document), name="review.docx")
    assert shown(found)[0][1] == f"{BOAT[1]} Today."
    assert "tracked changes" in found.warnings[0]


@pytest.mark.parametrize(
    "rows",
    [(("Boat", "Seats"), ("Noor", "40")), (("عاد", "جفّت"), ("نام", "قام")), (("عاد المركب إلى الميناء",),)],
)
def test_a_table_in_one_language_is_no_table_of_pairs(rows):
    assert read_pairs(saved(with_table(*rows)[0]), name="report.docx") is None


def test_a_small_table_in_a_long_text_leaves_it_a_document():
    document = docx.Document()
    for _ in range(20):
        document.add_paragraph("The council met on Thursday, and the boat sailed on Friday.")
    with_table(BOAT, NETS, document=document)
    assert read_pairs(saved(document), name="report.docx") is None
    assert "row by row" in " ".join(read(saved(document), name="report.docx", language="en").warnings)


def test_a_broken_file_is_no_table():
    assert read_pairs(b"PK\x03\x04 word/document.xml", name="review.docx") is None
