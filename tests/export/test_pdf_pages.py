"""Pages set for print: the fonts are ours, nothing else is fetched, and what is read out is what was written."""

import io
import subprocess
import sys
import time

import pypdf
import pytest

from tests.export.readers import read_pdf
from workbench.domain.errors import TooLarge
from workbench.export import pdf_pages

ARABIC = "قال الوزير في تقرير نشر اليوم إن ٣٫٥ مليون شخص (تقريبا) ينتظرون"
PAGE = f"""<html lang="en"><head><title>Ports</title><meta name="author" content="Mona Haddad">
<meta name="dcterms.created" content="2021-08-18T07:30:00Z"></head><body>
<h1>Ḥāmid waits</h1><p>An office, <em>final</em> &amp; <a href="https://harbour.example/">linked</a>.</p>
<p dir="rtl" lang="ar">{ARABIC}</p></body></html>"""


def test_the_fonts_are_the_programs_own_and_embedded() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_pages.write(PAGE, "")))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    names = {str(font["/BaseFont"]).split("+")[1] for font in fonts}
    assert {name.split("-")[0] for name in names} == {"Serif", "Naskh"}
    for font in fonts:
        assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]
    assert (reader.metadata.title, reader.metadata.author) == ("Ports", "Mona Haddad")
    assert reader.metadata.creation_date_raw == "D:20210818073000Z"
    assert [a.get_object()["/A"]["/URI"] for a in reader.pages[0]["/Annots"]] == ["https://harbour.example/"]


def test_text_is_read_out_in_the_order_it_was_written() -> None:
    text = read_pdf(pdf_pages.write(PAGE, ""))
    assert "Ḥāmid waits" in text
    assert "An office, final & linked." in text
    # Spaces aside: where poppler puts those beside digits is its own affair.
    assert "".join(ARABIC.split()) in "".join(text.split())


def test_nothing_is_fetched_but_fonts(caplog: pytest.LogCaptureFixture) -> None:
    hostile = """<link rel="stylesheet" href="file:///etc/hosts"><img src="http://127.0.0.1:9/a.png">
    <img src="fonts:../css/base.css"><p style="background: url(file:///etc/passwd)">Nothing</p>"""
    assert pdf_pages.write(hostile, "@import url(http://127.0.0.1:9/x.css);")
    refused = [r.getMessage() for r in caplog.records if "not one of the bundled fonts" in r.getMessage()]
    assert {url for url in ("hosts", "a.png", "base.css", "passwd", "x.css") if url in " ".join(refused)} == {
        "hosts", "a.png", "base.css", "passwd", "x.css",
    }  # fmt: skip


@pytest.mark.slow
def test_the_bytes_hold_no_clock_and_no_process() -> None:
    first = pdf_pages.write(PAGE, "")
    time.sleep(1.1)  # a font would say to the second when it was cut out
    code = f"import sys; from workbench.export import pdf_pages; sys.stdout.buffer.write(pdf_pages.write({PAGE!r}, ''))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert first == other
    assert pdf_pages.write(PAGE, "p { color: red }") != first


def test_what_is_far_too_long_is_refused() -> None:
    with pytest.raises(TooLarge, match="Word or HTML"):
        pdf_pages.write("x" * (pdf_pages.LONGEST + 1), "")
