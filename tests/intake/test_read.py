import io
import time

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.samples import SAMPLES
from workbench.domain.errors import InvalidInput, TooLarge, WorkbenchError
from workbench.intake.document import document_from_json, document_to_json
from workbench.intake.limits import LIMITS
from workbench.intake.read import EXTENSIONS, READERS, read, read_paste

NAMES = ["a.txt", "a.md", "a.html", "a.docx", "a", "صفحة.HTML"]
SENTENCE = b"The ferry sailed again on Monday after nine long days of storm. "


def test_every_format_is_listed_once():
    assert len({r.id for r in READERS}) == len(READERS)
    assert {".txt", ".md", ".html", ".docx"} <= set(EXTENSIONS)
    assert len(set(EXTENSIONS)) == len(EXTENSIONS)


@pytest.mark.parametrize(
    ("data", "name", "reader"),
    [
        (b"<!doctype html><p>Words", "page", "html"),
        (b"<p>Words", "page.txt", "html"),
        (b"# Words", "a.MD", "md"),
        (b"# Words", "a.txt", "txt"),
        (b"words", "", "txt"),
        (b"PK\x03\x04....word/document.xml", "upload", "docx"),
    ],
)
def test_formats_are_recognised(data, name, reader):
    assert next(r.id for r in READERS if r.sniff(data, name)) == reader


@pytest.mark.parametrize(
    ("data", "name", "advice"),
    [
        (b"%PDF-1.7 ...", "a.pdf", "PDF"),
        (b"%PDF-1.7 ...", "a.txt", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.doc", "password"),
        (b"{\\rtf1 hello}", "a.rtf", "RTF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "picture"),
        (b"%PDF", "tiny", "PDF is not read yet; copy its text and paste it, or save it as .docx"),
        (b"x", "a.PDF", "PDF is not read yet"),
        (b"x", "a.rtf", "RTF"),
        (b"x", "a.doc", "old Word document"),
        (b"x", "a.pages", "Pages"),
        (b"PK\x03\x04 mimetype", "a.odt", "OpenDocument"),
        (b"PK\x03\x04 mimetype", "a.zip", "zipped"),
        (b"x", "fake.docx", "fake.docx is not a Word document"),
        (b"", "fake.docx", "not a Word document"),
        (b"%PDF-1.7", "fake.docx", "PDF"),
        (b"", "a.txt", "no text"),
        ("\u200f \n\u00a0".encode(), "a.txt", "no text"),
        (b"\x00\x01\x02\x03\x04" * 2000, "a.bin", "kind of file"),
        (b"\x00\x01\x02\x03\x04" * 2000, "a.txt", "control characters"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(data, name, advice):
    with pytest.raises(InvalidInput, match=advice) as raised:
        read(data, name=name, language="en")
    assert "Nothing was stored" in raised.value.message


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_a_file_is_read_in_the_encoding_somebody_chose(name):
    markup = "<p>" if name == "a.html" else ""
    data = f"<meta charset=utf-8>{markup}عاد المركب إلى العمل يوم الأحد.".encode("iso8859-6")
    document = read(data, name=name, language="ar", encoding="iso8859-6")
    assert document.kept[-1].text.endswith("عاد المركب إلى العمل يوم الأحد.")
    assert (document.encoding, document.warnings) == ("ISO-8859-6", ())


def test_a_word_file_takes_no_encoding():
    out = io.BytesIO()
    docx.Document().save(out)
    with pytest.raises(InvalidInput, match="says itself"):
        read(out.getvalue(), name="a.docx", language="en", encoding="utf-8")


def test_a_text_on_the_wrong_side_is_said():
    assert "right side" in read_paste("عاد المركب إلى العمل يوم الأحد.", None, "en").warnings[0]
    assert "right side" in read_paste("The ferry sails again.", None, "ar").warnings[0]
    assert read_paste("1 2 3", None, "ar").warnings == ()


#: Made to hurt, by name.
HOSTILE = {
    "too big.txt": b"a" * (LIMITS.upload_bytes + 1),
    "empty lines.txt": b"\n" * 10_000_000,
    "no-break lines.txt": "\u00a0\n".encode() * 3_000_000,
    "short lines.txt": b"a\n" * 5_000_000,
    "one line.txt": b"a " * 5_000_000,
    "paragraphs.txt": (SENTENCE + b"\n\n") * 25_000,
    "paragraphs.html": b"<p>x" * 2_500_000,
    "deep.html": b"<div>" * 200_000 + b"x",
    "comments.html": b"<!--" * 2_000_000,
    "attributes.html": b"<p " + b"a=b " * 2_000_000 + b">" + SENTENCE * 2_000,
    "boxes.html": (b"<div class='widget author'>" * 250 + b"<a></a>" * 1_100 + b"</div>" * 250) * 6
    + b"<p>x" * 20_001,
    "entities.html": b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]><p>" + b"&a;" * 100_000,
    "brackets.md": b"[" * 1_000_000,
    "stars.md": b"*a **b " * 140_000,
    "list.md": b"- a\n" * 200_000,
}
LIMIT_SAID = {"too big.txt": "10 MB", "one line.txt": "characters", "paragraphs.txt": "paragraphs"}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_bounded_time(name):
    started = time.process_time()
    with pytest.raises(WorkbenchError) as raised:
        read(HOSTILE[name], name=name, language="en")
    assert raised.value.message
    if name in LIMIT_SAID:
        assert isinstance(raised.value, TooLarge)
        assert LIMIT_SAID[name] in raised.value.message
    assert time.process_time() - started < 15


def test_a_long_book_is_read_in_seconds():
    started = time.process_time()
    document = read((SENTENCE * 4 + b"\n\n") * 6_000, name="book.txt", language="en")
    assert len(document.kept) == 6_000
    assert time.process_time() - started < 6


@pytest.mark.parametrize(
    "line",
    ["a" * 90_000, "." * 90_000, '."' * 40_000, "share " * 15_000, "#a,," * 20_000 + "x y", " |" * 40_000, "By " + "a | " * 20_000],
)  # fmt: skip
def test_no_rule_is_slow_on_a_long_line(line):
    started = time.process_time()
    read_paste(f"A headline for this\n{line}\nb c d {line}", None, "en")
    assert time.process_time() - started < 3


@given(st.binary(max_size=600), st.sampled_from(NAMES), st.sampled_from(["ar", "en"]))
def test_any_bytes_are_read_or_refused(data, name, language):
    try:
        document = read(data, name=name, language=language)
    except WorkbenchError:
        return
    assert document_from_json(document_to_json(document)) == document
    for block in document.blocks:
        assert block.text
        assert all(0 <= m.start < m.end <= len(block.text) for m in block.marks)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            "<a",
            "href='https://x.y'>",
            "</a>",
            "<ul>",
            "<li>",
            "</ul>",
            "<ol>",
            "<table>",
            "<tr>",
            "<td>",
            "<br>",
            "<h1>",
            "</h1>",
            "<h2>",
            "<article>",
            "</article>",
            "<nav>",
            "</nav>",
            "<blockquote>",
            "<!--",
            "-->",
            "<script>",
            "</script>",
            "<![CDATA[",
            "&amp;",
            "&#0;",
            "&#xD800;",
            "<svg>",
            "<template>",
            "<",
            ">",
        ]
    )
    | st.text(max_size=8),
    max_size=40,
).map("".join)


@given(st.text(max_size=100), MARKUP, st.sampled_from(["ar", "en"]))
def test_any_paste_is_read_or_refused(text, html, language):
    try:
        document = read_paste(text, html, language)
    except WorkbenchError:
        return
    for block in document.blocks:
        assert block.text == block.text.strip()
        assert "\x00" not in block.text
        block.text.encode()


@pytest.mark.parametrize("name", ["pairs.xlf", "pairs2.xlf", "pairs.tmx", "pairs.csv", "pairs.xlsx"])
def test_a_file_of_pairs_is_no_document_in_one_language(name):
    with pytest.raises(InvalidInput, match="two languages side by side"):
        read(SAMPLES[name], name=name, language="ar")


def test_words_in_pieces_are_said():
    broken = "عاد ت الحافل ة إلى الق رية بع د أسبو ع من الغيا ب، وفرح ت المدرس ة كله ا."
    assert "in pieces" in read_paste(broken, None, "ar").warnings[0]
    for whole in (
        "عادت الحافلة إلى القرية بعد أسبوع من الغياب، وفرحت المدرسة كلها.",
        "الفئات أ و ب و ج: في الصف أ، والصف ب",
    ):
        assert read_paste(whole, None, "ar").warnings == ()
