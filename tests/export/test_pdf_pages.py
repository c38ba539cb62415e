"""Pages set for print: the fonts are ours, nothing else is fetched, and what is read out is what was written."""

import io
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from tests.export.article import edition
from tests.export.readers import read_pdf, read_pdf_as_chrome, read_pdf_as_python
from workbench.domain.editions import EditionSegment
from workbench.domain.errors import TooLarge
from workbench.domain.kinds import Kind
from workbench.export import pdf_fonts, pdf_pages
from workbench.export.pdf import boxed

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


def fonts_of(data: bytes) -> list[str]:
    fonts = pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Resources"]["/Font"].values()
    return [str(font.get_object()["/BaseFont"]).split("+")[1] for font in fonts]


def test_text_is_read_out_in_the_order_it_was_written() -> None:
    text = read_pdf(pdf_pages.write(PAGE, ""))
    assert "Ḥāmid waits" in text
    assert "An office, final & linked." in text
    # Spaces aside: where poppler puts those beside digits is its own affair.
    assert "".join(ARABIC.split()) in "".join(text.split())


@pytest.mark.parametrize("read", [read_pdf, read_pdf_as_chrome, read_pdf_as_python])
def test_hyphens_inside_words_are_read_out_wherever_the_lines_end(read: Callable[[bytes], str]) -> None:
    written = "The sit-in by al-<em>Samman</em> and <em>nine</em>-day co-operation at Port-au-Prince, <em>al-Bahr</em>. "
    lines = ["".join(("o " * n, written * 3)) for n in range(30)]
    body = "".join(f"<p>{line}</p>" for line in lines)
    found = Counter(read(pdf_pages.write(f'<html lang="en"><body>{body}</body></html>', "")).split())
    wanted = Counter(word for line in lines for word in re.sub("<.*?>", "", line).split())
    assert not wanted - found


def test_a_word_that_is_longer_than_the_line_is_broken() -> None:
    word = "-".join(["harbour"] * 12)
    data = pdf_pages.write(f'<html lang="en"><body><p style="width: 4cm">{word}</p></body></html>', "")
    assert read_pdf(data).count("\n") > 4
    assert word in "".join(read_pdf(data).split())


def test_nothing_is_fetched_but_fonts(caplog: pytest.LogCaptureFixture) -> None:
    hostile = """<link rel="stylesheet" href="file:///etc/hosts"><img src="http://127.0.0.1:9/a.png">
    <img src="fonts:../css/base.css"><p style="background: url(file:///etc/passwd)">Nothing</p>"""
    assert pdf_pages.write(hostile, "@import url(http://127.0.0.1:9/x.css);")
    refused = [r.getMessage() for r in caplog.records if "not one of the bundled fonts" in r.getMessage()]
    assert {url for url in ("hosts", "a.png", "base.css", "passwd", "x.css") if url in " ".join(refused)} == {
        "hosts", "a.png", "base.css", "passwd", "x.css",
    }  # fmt: skip


def test_names_in_greek_cyrillic_and_hebrew_and_the_shekel_are_drawn() -> None:
    words = "Αθήνα, Тверь, שלום, ₪20"
    assert pdf_fonts.lacking(words) == ()
    data = pdf_pages.write(f'<html lang="en"><body><p>{words}</p></body></html>', "")
    assert all(word in read_pdf(data) for word in words.split(", "))
    assert set(fonts_of(data)) == {"Serif", "Serif-Greek", "Serif-Cyrillic", "Serif-Hebrew"}


def test_signs_the_fonts_lack_are_boxes_that_read_out() -> None:
    page = '<html lang="en"><body><p>Dates 🌴 and 中 and ☎20.</p></body></html>'
    data = pdf_pages.write(page, "")
    assert "Dates 🌴 and 中 and ☎20." in read_pdf(data)
    assert set(fonts_of(data)) == {"Serif"}
    for joined in ("👩\u200d🚒", "⭐\ufe0f", "🇱🇧"):
        page = f'<html lang="en"><body><p>Crew {joined} came</p></body></html>'
        assert f"Crew {joined} came" in read_pdf_as_python(pdf_pages.write(page, ""))
    assert pdf_fonts.lacking(f"Ḥāmid, {ARABIC}: – “x” • 中\u2067🌴\u2069\n中") == ("中", "🌴")


@pytest.mark.parametrize("sign", ["🌴", "中"])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_box_is_drawn_where_the_fonts_lack_a_sign(sign: str, direction: str) -> None:
    page = f'<html lang="en"><body><p dir="{direction}">{{}}</p></body></html>'
    words = "قال الوزير {}" if direction == "rtl" else "Dates {}"
    assert ink(pdf_pages.write(page.format(words.format(sign)), "")) > ink(
        pdf_pages.write(page.format(words.format("\u00a0")), "")
    )


def ink(data: bytes) -> int:
    """How much of the first page is not white, as Chrome draws it."""
    pdfium = pytest.importorskip("pypdfium2")
    with pdfium.PdfDocument(data) as document:
        picture = document[0].render(scale=2, grayscale=True)
        return len(bytes(picture.buffer).translate(None, b"\xff"))


def test_what_a_pdf_lacks_is_said_of_an_edition() -> None:
    said = replace(edition(), segments=(EditionSegment(1, Kind.PARAGRAPH, "نخل", "Dates 🌴 for ☎20"),))
    assert boxed(said).startswith("PDF has boxes in place of 🌴 ☎: ")
    assert boxed(replace(said, segments=(EditionSegment(1, Kind.PARAGRAPH, "نخل", "Dates نخل"),))) == ""


@pytest.mark.slow
def test_the_bytes_hold_no_clock_no_process_and_no_font_of_the_machine(tmp_path: Path) -> None:
    page = PAGE.replace("Ports", "中🌴").replace("waits", "waits for 中🌴")
    first = pdf_pages.write(page, "")
    time.sleep(1.1)  # a font would say to the second when it was cut out
    code = f"import sys; from workbench.export import pdf_pages; sys.stdout.buffer.write(pdf_pages.write({page!r}, ''))"
    bare = tmp_path / "fonts.conf"
    bare.write_text("<fontconfig/>")
    other = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(bare)},
    ).stdout
    assert first == other
    assert pdf_pages.write(PAGE, "p { color: red }") != first


def test_what_is_far_too_long_is_refused() -> None:
    with pytest.raises(TooLarge, match="Word or HTML"):
        pdf_pages.write("x" * (pdf_pages.LONGEST + 1), "")


def test_every_sign_of_a_font_is_drawn_where_it_occurs() -> None:
    """A sign outside of its font's unicode-range would be a box, and is said to be one."""
    fonts = pdf_fonts.files(pdf_fonts.base())
    signs = "".join(map(chr, sorted(set().union(*map(pdf_fonts.letters_of, fonts)))))
    assert [sign for sign in signs if pdf_fonts.lacking(sign)] == []


def test_fonts_are_left_out_where_the_text_has_none_of_their_signs() -> None:
    declared = set(
        pdf_fonts.files(pdf_fonts.declared(pdf_fonts.base(), "The port’s “final” price: €20 – café"))
    )
    assert declared == {"source-serif-4-latin-opsz-normal.woff2", "source-serif-4-latin-opsz-italic.woff2"}
