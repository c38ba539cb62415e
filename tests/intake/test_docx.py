import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind
from workbench.intake.read import read

W = nsdecls("w")


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read_docx(document, language="en"):
    data = document if isinstance(document, bytes) else saved(document)
    return read(data, name="ferry.docx", language=language)


def kept(document):
    return [(b.kind, b.text) for b in document.kept]


def repacked(data, **parts):
    """The package with parts replaced or added; ``__`` stands for the slash."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name.replace("__", "/") + ".xml": content for name, content in parts.items()}
        for entry in old.infolist():
            if entry.filename not in parts:
                new.writestr(entry, old.read(entry))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def test_styles_become_kinds_in_reading_order():
    d = docx.Document()
    d.add_heading("The ferry returns", 0)
    d.add_paragraph("After nine days of storm", style="Subtitle")
    d.add_paragraph("The council met on Thursday, and the boat sailed on Friday.")
    d.add_heading("Demands", 1)
    d.add_paragraph("Open the gate", style="List Bullet")
    d.add_paragraph("every morning", style="List Bullet 2")
    d.add_paragraph("Publish the figures", style="List Number")
    d.add_paragraph("We waited for the sea to calm.", style="Intense Quote")
    table = d.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["Boat", "Seats", "Noor", "40"], strict=True
    ):
        cell.text = text
    d.add_paragraph("The old quay at dawn", style="Caption")
    d.add_paragraph("All of them went home on the evening boat.")
    document = read_docx(d)
    assert kept(document) == [
        (Kind.HEADLINE, "The ferry returns"),
        (Kind.STANDFIRST, "After nine days of storm"),
        (Kind.PARAGRAPH, "The council met on Thursday, and the boat sailed on Friday."),
        (Kind.SUBHEADING, "Demands"),
        (Kind.LIST_ITEM, "Open the gate"),
        (Kind.LIST_ITEM, "every morning"),
        (Kind.LIST_ITEM, "Publish the figures"),
        (Kind.QUOTE, "We waited for the sea to calm."),
        *((Kind.PARAGRAPH, row) for row in ("Boat | Seats", "Noor | 40")),
        (Kind.CAPTION, "The old quay at dawn"),
        (Kind.PARAGRAPH, "All of them went home on the evening boat."),
    ]
    assert [dict(b.attrs) for b in document.kept if b.kind is Kind.LIST_ITEM] == [
        {"ordered": False, "level": 1},
        {"ordered": False, "level": 2},
        {"ordered": True, "level": 1},
    ]


def test_runs_and_links_become_marks():
    d = docx.Document()
    p = d.add_paragraph("The council ")
    p.add_run("said").bold = True
    p.add_run(" on ")
    p.add_run("Thursday").italic = True
    link = d.part.relate_to(
        "https://example.org/x", docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    element = parse_xml(
        f'<w:hyperlink {W} {nsdecls("r")} r:id="{link}"><w:r><w:t> in the hall</w:t></w:r></w:hyperlink>'
    )
    p._p.append(element)
    p.add_run(".")
    block = read_docx(d).kept[0]
    assert block.text == "The council said on Thursday in the hall."
    assert [(m.kind, block.text[m.start : m.end], m.href) for m in block.marks] == [
        (MarkKind.STRONG, "said", None),
        (MarkKind.EMPHASIS, "Thursday", None),
        (MarkKind.LINK, " in the hall", "https://example.org/x"),
    ]


def test_tracked_changes_are_read_as_accepted_and_said():
    d = docx.Document()
    p = d.add_paragraph("The ferry sails ")
    p._p.append(
        parse_xml(f'<w:del {W} w:id="1" w:author="a"><w:r><w:delText>on Sunday</w:delText></w:r></w:del>')
    )
    p._p.append(parse_xml(f'<w:ins {W} w:id="2" w:author="a"><w:r><w:t>on Monday</w:t></w:r></w:ins>'))
    p.add_run(" again.")
    document = read_docx(d)
    assert document.kept[0].text == "The ferry sails on Monday again."
    assert "tracked changes" in document.warnings[0]


def test_text_boxes_are_read_once_and_breaks_part_paragraphs():
    d = docx.Document()
    p = d.add_paragraph("Before the box.")
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>Inside the box.</w:t></w:r></w:p></w:txbxContent>"
    p._p.append(
        parse_xml(
            f'<w:r {W} xmlns:mc="{mc}"><mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    d.add_paragraph("One line.").add_run().add_break()
    d.paragraphs[-1].add_run("Another line.")
    assert [text for _, text in kept(read_docx(d))] == [
        "Before the box.",
        "Inside the box.",
        "One line.",
        "Another line.",
    ]


def test_margins_and_notes_are_left_out_but_not_lost():
    d = docx.Document()
    d.add_paragraph("The council met on Thursday about the boat.")
    d.sections[0].header.paragraphs[0].text = "The Harbour Post"
    notes = f'<w:footnotes {W}><w:footnote w:id="2"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    part = docx.opc.part.Part(
        docx.opc.packuri.PackURI("/word/footnotes.xml"), "application/xml", notes.encode(), d.part.package
    )
    d.part.relate_to(part, docx.opc.constants.RELATIONSHIP_TYPE.FOOTNOTES)
    document = read_docx(d)
    assert {b.text: b.dropped for b in document.blocks if not b.is_kept} == {
        "The Harbour Post": "page-margin",
        "A note.": "footnote",
    }
    assert "notes" in document.warnings[0]


def test_arabic_bold_is_strong():
    d = docx.Document()
    run = d.add_paragraph("عاد المركب ").add_run("اليوم")
    run._r.get_or_add_rPr().append(parse_xml(f"<w:bCs {W}/>"))
    block = read_docx(d, "ar").kept[0]
    assert [(m.kind, block.text[m.start : m.end]) for m in block.marks] == [(MarkKind.STRONG, "اليوم")]


def test_a_type_declaration_is_refused_in_any_part_and_encoding():
    xml = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
    data = saved(docx.Document())
    for content in (xml.encode(), xml.encode("utf-16")):
        with pytest.raises(InvalidInput, match="document type"):
            read_docx(repacked(data, word__styles=content))


def test_a_zip_bomb_is_refused_unopened():
    with pytest.raises(TooLarge, match="unpacks"):
        read_docx(repacked(saved(docx.Document()), word__media=b"\0" * 70_000_000))
    with pytest.raises(TooLarge, match="unpacks"):
        read_docx(repacked(saved(docx.Document()), word__document=b" " * 30_000_000))


def test_a_broken_file_is_refused_kindly():
    data = saved(docx.Document())
    broken = [
        data[: len(data) // 2],
        data[:2000] + b"xxxx" + data[2004:],
        b"PK\x03\x04word/",
        repacked(data, word__document=b"<w:p>"),
    ]
    for bad in broken:
        with pytest.raises(InvalidInput, match=r"damaged|no text"):
            read_docx(bad)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        other.writestr("sheet.xml", "<a/>")
    with pytest.raises(InvalidInput, match="no Word document"):
        read_docx(out.getvalue())


def test_a_heading_carries_no_emphasis_of_its_own():
    d = docx.Document()
    d.add_heading("", 1).add_run("Demands").bold = True
    assert read_docx(d).blocks[0].marks == ()
    assert d.paragraphs[0]._p.find(qn("w:pPr")) is not None


@pytest.mark.parametrize("style", [None, "Byline"])
def test_lines_below_the_headline_fill_the_fields(style):
    d = docx.Document()
    d.add_heading("The ferry returns", 0)
    name = d.add_paragraph("Zephyrine Quill")
    if style:
        name.style = d.styles.add_style(style, docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    else:
        d.add_paragraph("5 March 2024")
    d.add_paragraph("The council met on Thursday, and the boat sailed on Friday.")
    document = read_docx(d)
    assert document.fields.byline == "Zephyrine Quill"
    assert [text for _, text in kept(document)] == [
        "The ferry returns",
        "The council met on Thursday, and the boat sailed on Friday.",
    ]


def test_numbers_in_a_table_are_no_counters():
    document = docx.Document()
    document.add_paragraph("Ferry returns after nine days", style="Title")
    document.add_paragraph("The ferry sailed again on Monday after nine long days of storm.")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Year", "Boats", "2023", "1200"], strict=True):
        cell.text = text
    assert [text for _, text in kept(read_docx(document))][-2:] == ["Year | Boats", "2023 | 1200"]


def test_comments_hidden_words_contents_and_descriptions_are_left_out_with_their_reasons():
    d = docx.Document()
    d.add_paragraph("Demands 3", style="Title").style = d.styles.add_style("toc 1", 1)
    p = d.add_paragraph("The ferry sails again on Monday.")
    p.add_run(" secret").font.hidden = True
    p.add_run(" Really.").font.hidden = False
    d.add_comment(p.runs, "Or on Sunday?", author="Salma", initials="S")
    drawing = f'<w:r {W}><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><wp:docPr id="1" name="x" descr="A boat at dawn"/></wp:inline></w:drawing></w:r>'
    p._p.append(parse_xml(drawing))
    document = read_docx(d)
    assert [(b.text, b.dropped) for b in document.blocks] == [
        ("Demands 3", "contents"),
        ("A boat at dawn", "image-description"),
        ("The ferry sails again on Monday. Really.", None),
        ("secret", "hidden-text"),
        ("Salma: Or on Sunday?", "comment"),
    ]
    assert "comments" in document.warnings[0]


def test_moved_text_is_a_tracked_change():
    d = docx.Document()
    p = d.add_paragraph("The ferry sails")
    p._p.append(
        parse_xml(f'<w:moveTo {W} w:id="1" w:author="a"><w:r><w:t> on Monday.</w:t></w:r></w:moveTo>')
    )
    document = read_docx(d)
    assert document.kept[0].text == "The ferry sails on Monday."
    assert "tracked changes" in document.warnings[0]


def test_deleted_ends_of_paragraphs_and_deleted_rows_are_taken_as_accepted():
    d = docx.Document()
    d.add_paragraph("The ferry sails")._p.get_or_add_pPr().append(
        parse_xml(f'<w:rPr {W}><w:del w:id="1" w:author="a"/></w:rPr>')
    )
    d.add_paragraph(" again on Monday.", style="Quote")
    table = d.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "Noor", "Amal"
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="2" w:author="a"/>'))
    last = d.add_paragraph("All went home.")
    last._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {W}><w:del w:id="3" w:author="a"/></w:rPr>'))
    document = read_docx(d)
    assert kept(document) == [
        (Kind.QUOTE, "The ferry sails again on Monday."),
        (Kind.PARAGRAPH, "Noor"),
        (Kind.PARAGRAPH, "All went home."),
    ]
    assert "tracked changes" in document.warnings[0]


def test_a_row_with_a_long_or_divided_cell_is_read_cell_by_cell():
    d = docx.Document()
    table = d.add_table(2, 2)
    long = "The ferry sails again on Monday, as the council said in a letter to all who live on the island."
    for cell, text in zip(table._cells, ["Noor", long, "Amal", "40"], strict=True):
        cell.text = text
    table.cell(1, 1).add_paragraph("and 12 standing")
    assert [text for _, text in kept(read_docx(d))] == ["Noor", long, "Amal", "40", "and 12 standing"]


def test_emphasis_in_a_row_of_data_stays_on_its_words():
    d = docx.Document()
    cells = d.add_table(1, 2)._cells
    cells[0].text = "Boat"
    cells[1].paragraphs[0].add_run("Seats").bold = True
    block = read_docx(d).kept[0]
    assert [block.text[m.start : m.end] for m in block.marks] == ["Seats"]
