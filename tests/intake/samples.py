"""One small valid file of every format, made here, and ways to spoil it."""

import io
import zipfile

import docx

from tests.intake import test_odt, test_xlsx

ARABIC = "عاد المركب إلى الميناء يوم الأحد."
ENGLISH = "The boat returned to port on Sunday."


def _docx(table: bool) -> bytes:
    document = docx.Document()
    if table:
        cells = document.add_table(2, 2)._cells
        for cell, text in zip(cells, (ARABIC, ENGLISH) * 2, strict=True):
            cell.text = text
    else:
        document.add_heading("The ferry returns", 0)
        document.add_paragraph(ENGLISH).add_run("bold").bold = True
        document.add_paragraph("Open the gate", style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    links = test_xlsx.relations(a=("comments", "../comments1.xml"))
    comments = f'<comments {test_xlsx.MAIN}><commentList><comment ref="B2"><text><t>a dhow?</t></text></comment></commentList></comments>'
    return test_xlsx.workbook(
        test_xlsx.sheet((ARABIC, ENGLISH), (ARABIC, ENGLISH)),
        **{"xl__worksheets___rels__sheet1.xml.rels": links, "xl__comments1.xml": comments},
    )


XLIFF1 = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="ar" target-language="en" '
    'original="a" datatype="html"><body><trans-unit id="1" approved="yes"><source>' + ARABIC + "</source><target>"
    '<bpt id="1">&lt;b&gt;</bpt>' + ENGLISH + '<ept id="1"/><ph id="2"><sub>inside</sub></ph></target><note>n</note>'
    "</trans-unit></body></file></xliff>"
)  # fmt: skip
XLIFF2 = (
    '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="ar" trgLang="en"><file id="f"><unit id="u">'
    '<originalData><data id="d">&lt;b&gt;</data></originalData><segment state="final"><source>' + ARABIC + "</source>"
    '<target order="1"><pc id="1" dataRefStart="d">' + ENGLISH + "</pc></target></segment></unit></file></xliff>"
)  # fmt: skip
TMX = (
    '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="ar"/><body><tu><note>n</note>'
    '<tuv xml:lang="ar"><seg>' + ARABIC + '</seg></tuv><tuv xml:lang="en"><seg>' + ENGLISH + "</seg></tuv></tu></body></tmx>"
)  # fmt: skip

#: By the name of a file.
SAMPLES: dict[str, bytes] = {
    "a.txt": f"{ENGLISH}\n\n{ENGLISH}\n".encode(),
    "a.md": f"# The ferry\n\n{ENGLISH} **bold** [link](https://example.org)\n\n- one\n".encode(),
    "a.html": f"<!doctype html><meta charset=utf-8><h1>Ferry</h1><p>{ENGLISH} <a href='https://x.org'>x</a>".encode(),
    "a.docx": _docx(table=False),
    "a.odt": test_odt.document(
        test_odt.p("The ferry") + '<text:list text:style-name="L1"><text:list-item>' + test_odt.p(ENGLISH) + "</text:list-item></text:list>"
    ),
    "pairs.xlf": XLIFF1.encode(),
    "pairs2.xlf": XLIFF2.encode(),
    "pairs.tmx": TMX.encode(),
    "pairs.csv": f"Arabic,English,Notes\n{ARABIC},{ENGLISH},n\n".encode(),
    "pairs.tsv": f"{ARABIC}\t{ENGLISH}\n{ARABIC}\t{ENGLISH}\n".encode("cp1256", "replace"),
    "pairs.xlsx": _xlsx(),
    "table.docx": _docx(table=True),
}  # fmt: skip


def repacked(data: bytes, change) -> bytes:
    """A package with ``change(name, bytes)`` made to each of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return out.getvalue()
