"""What each format makes of one article, and what all of them promise."""

import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

import docx
import lxml.html
import pytest
from docx.oxml.ns import qn

from tests.export.article import REPORT, edition, segment
from tests.export.readers import read_pdf
from workbench.domain.editions import (
    Correction,
    EditionContent,
    EditionProblem,
    Signature,
)
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.export.filename import file_name
from workbench.export.html import reading_sheet
from workbench.export.parts import DRAFT_STAMP, Form, parts, visible
from workbench.export.registry import READER_FORMATS, render

MARKDOWN = """\
# Council puts off tram line

Money is short, the mayor says

By Mona Haddad

The Harbour Post · 17 August 2021

The [report](https://harbour.example/report?year=2021&amp;part=2) *says* **5 \\* 8** is 40.

2\\. Its second paragraph says \\<more\\>.

## The bill

- Rails:
  1. steel
  2. labour
- Trains

1. First vote
2. Second vote

> “We have waited.”
>
> “Every day.”

Caption: The depot in spring

Translated by Ali Nasser. Reviewed by Sara Aoun and Omar Bitar.

Edition 1, published 18 August 2021.

Arabic original: <https://harbour.example/ar/77>
"""


TEXT = """\
Council puts off tram line
==========================

Money is short, the mayor says

By Mona Haddad

The Harbour Post · 17 August 2021

The report <https://harbour.example/report?year=2021&part=2> says 5 * 8 is 40.

2. Its second paragraph says <more>.

The bill
--------

- Rails:
    1. steel
    2. labour
- Trains

1. First vote
2. Second vote

    “We have waited.”

    “Every day.”

Caption: The depot in spring

Translated by Ali Nasser. Reviewed by Sara Aoun and Omar Bitar.

Edition 1, published 18 August 2021.

Arabic original: https://harbour.example/ar/77
"""


HTML = """\
<!DOCTYPE html>
<html lang="en" dir="ltr"><head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Council puts off tram line</title>
<meta name="author" content="By Mona Haddad">
<meta name="keywords" content="transport, council">
<meta name="dcterms.created" content="2021-08-18T07:30:00Z">
<meta name="dcterms.modified" content="2021-08-18T07:30:00Z">
<script type="application/ld+json">{STRUCTURED}</script>
<style>{SHEET}</style>
</head>
<body>
<main>
<article>
<h1>Council puts off tram line</h1>
<p class="standfirst">Money is short, the mayor says</p>
<p class="byline">By Mona Haddad</p>
<p class="dateline">The Harbour Post · 17 August 2021</p>
<p>The <a href="https://harbour.example/report?year=2021&amp;part=2">report</a> <em>says</em> \
<strong>5 * 8</strong> is 40.</p>
<p>2. Its second paragraph says &lt;more&gt;.</p>
<h2>The bill</h2>
<ul>
<li>Rails:<ol>
<li>steel</li>
<li>labour</li>
</ol>
</li>
<li>Trains</li>
</ul>
<ol>
<li>First vote</li>
<li>Second vote</li>
</ol>
<blockquote>
<p>“We have waited.”</p>
<p>“Every day.”</p>
</blockquote>
<figure>
<figcaption>The depot in spring</figcaption>
</figure>
<p class="credits">Translated by Ali Nasser. Reviewed by Sara Aoun and Omar Bitar.</p>
<p class="credits">Edition 1, published 18 August 2021.</p>
<p class="credits">Arabic original: <a href="https://harbour.example/ar/77">https://harbour.example/ar/77</a></p>
</article>
</main>
</body>
</html>
"""


@pytest.mark.parametrize(("format_id", "expected"), [("md", MARKDOWN), ("txt", TEXT), ("html", HTML)])
def test_an_article_in_the_text_formats(format_id: str, expected: str) -> None:
    made = render(edition(), format_id).decode().replace(reading_sheet(), "{SHEET}")
    made = re.sub(r"(json\">).*(</script>)", r"\1{STRUCTURED}\2", made, flags=re.DOTALL)
    assert made == expected


def test_a_list_goes_on_where_a_level_was_left_out() -> None:
    levels = [("a", 1), ("b", 3), ("c", 2), ("d", 1)]
    items = (segment(Kind.LIST_ITEM, text, ordered=True, level=level) for text, level in levels)
    assert re.findall(r"( *)(\d)\. (\w)", whole_text(edition(1, *items), "txt")) == [
        ("", "1", "a"),
        ("    ", "1", "b"),
        ("    ", "2", "c"),
        ("", "2", "d"),
    ]


def whole_text(content: EditionContent, format_id: str) -> str:
    data = render(content, format_id)
    if format_id == "pdf":
        return read_pdf(data)
    if format_id == "json":
        lines = [line for part in json.loads(data)["parts"] for line in part["lines"]]
        return "\n".join("".join(stretch["text"] for stretch in line) for line in lines)
    if format_id == "ninjs":
        return str(json.loads(data)["bodies"][1]["value"])
    if format_id != "docx":
        return data.decode()
    document = docx.Document(io.BytesIO(data))
    return "\n".join(p.text for p in [*document.sections[0].header.paragraphs, *document.paragraphs])


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_a_draft_says_so_at_both_ends_and_an_edition_does_not(format_id: str) -> None:
    assert DRAFT_STAMP not in whole_text(edition(), format_id)
    draft = whole_text(edition(None), format_id)
    assert draft.index(DRAFT_STAMP) < draft.index("Money is short")
    assert draft.rindex(DRAFT_STAMP) > draft.index("Arabic original")
    assert "published" not in draft


UNTIL = "EMBARGOED until 18 August 2021, 07:30 UTC"


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_what_is_taken_under_embargo_says_until_when(format_id: str) -> None:
    assert "EMBARGOED" not in whole_text(edition(), format_id)
    embargoed = replace(edition(), embargoed_until=edition().published_at)
    if format_id == "ninjs":  # it has fields for that
        data = json.loads(render(embargoed, format_id))
        assert (data["embargoedUntil"], data["edNote"]) == ("2021-08-18T07:30:00Z", UNTIL)
        assert "EMBARGOED" not in str(data["bodies"])
        return
    text = " ".join(whole_text(embargoed, format_id).split())
    assert text.index(UNTIL) < text.index("Money is short")
    american = whole_text(replace(embargoed, month_first=True), format_id)
    assert "EMBARGOED until August 18, 2021, 07:30 UTC" in " ".join(american.split())


def test_where_the_headline_has_a_field_of_its_own_it_stands_there_alone() -> None:
    assert "Council puts off" not in whole_text(edition(), "wp")
    data = json.loads(render(edition(), "ninjs"))
    assert data["headlines"][0]["value"] == "Council puts off tram line"
    html, text = (body["value"] for body in data["bodies"])
    assert "Council puts off" not in html + text
    assert not re.search(r"^[=-]{2,}$", text, re.MULTILINE), "headings are paragraphs, without lines of signs"
    assert "----" in whole_text(edition(), "txt")


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_an_edition_without_anything_in_it_is_still_a_file(format_id: str) -> None:
    assert render(EditionContent("empty", 1, ()), format_id)


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_a_dangerous_link_becomes_plain_text(format_id: str) -> None:
    mark = InlineMark(0, 5, MarkKind.LINK, "javascript:alert(1)")
    assert b"javascript" not in render(edition(1, segment(Kind.PARAGRAPH, "Click here", mark)), format_id)
    assert "Click here" in whole_text(edition(1, segment(Kind.PARAGRAPH, "Click here", mark)), format_id)


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_hostile_text_stays_text(format_id: str) -> None:
    hostile = "]]> & <script>alert(1)</script> \x1b[31m \x00 \u202eevil\u202c 👩‍🚒"
    content = edition(1, segment(Kind.PARAGRAPH, hostile))
    text = whole_text(content, format_id)
    assert "<script>alert" not in text or format_id in ("txt", "docx", "pdf", "json", "ninjs")
    assert "␛" in text
    assert "␀" in text
    if format_id != "pdf":  # whose glyphs stand in the order of the page
        assert "\u202eevil\u202c 👩‍🚒" in text


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_readers_get_no_marks_waivers_scores_or_notes_of_the_desk(format_id: str) -> None:
    at = datetime(2021, 8, 18, tzinfo=UTC)
    inside = "zzinside"
    problem = EditionProblem(1, "omission", "critical", "waived", inside, at, note=inside, suggestion=inside)
    content = edition()
    content = replace(
        content,
        source_byline=inside, source_outlet=inside, source_dateline=inside, source_tags=(inside,), note=inside,
        waivers=({"by": inside, "reason": inside},), owed=(987654,), scores={inside: 987654}, is_breaking=True,
        kept=(987654,),
        segments=tuple(
            replace(s, source=inside, left_out_reason=inside, problems=(problem,),
                    signatures=(Signature(inside, inside, at),))
            for s in content.segments
        ),
    )  # fmt: skip
    assert unpacked(render(content, format_id), format_id) == unpacked(
        render(edition(), format_id), format_id
    )


def unpacked(data: bytes, format_id: str) -> object:
    if format_id != "docx":
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_a_correction_keeps_its_paragraphs(format_id: str) -> None:
    at = datetime(2021, 8, 20, 9, tzinfo=UTC)
    told = Correction(2, at, "An earlier edition named the wrong depot.\n\nIt is the one at the old quay.")
    for content in (
        replace(edition(2), corrections=(told,)),
        replace(edition(1), later_corrections=(told,)),
    ):
        says = "Correction" if content.number == 2 else "A later edition corrects this"
        text = re.sub(r"<[^>]*>", "", whole_text(content, format_id))
        first = f"{says}, 20 August 2021: An earlier edition named the wrong depot.".replace(" ", r"\s")
        assert re.search(rf"{first}\n\s*It is the one", text)


def test_each_correction_has_a_frame_of_its_own() -> None:
    at = datetime(2021, 8, 20, 9, tzinfo=UTC)
    content = replace(
        edition(3), corrections=(Correction(2, at, "It is 43.\nNot 34."), Correction(3, at, "On 4 May."))
    )
    framed = [["Correction, 20 August 2021: It is 43.", "Not 34."], ["Correction, 20 August 2021: On 4 May."]]
    page = lxml.html.document_fromstring(render(content, "html"))
    frames = page.find_class("correction")
    assert [[p.text_content() for p in frame.findall("p")] for frame in frames] == framed
    # Word draws one frame around neighbours whose style and indents are the same.
    told = [
        p
        for p in docx.Document(io.BytesIO(render(content, "docx"))).paragraphs
        if p.style.name == "Correction"
    ]
    alike = groupby(told, key=lambda p: p.paragraph_format.left_indent)
    assert [[p.text for p in same] for _, same in alike] == framed


def test_ninjs_counts_the_words_and_characters_of_each_body_without_its_captions() -> None:
    content = edition(
        1,
        segment(Kind.PARAGRAPH, "The report says so.", InlineMark(4, 10, MarkKind.LINK, REPORT)),
        segment(Kind.LIST_ITEM, "Rails"),
        segment(Kind.CAPTION, "The depot in spring"),
    )
    data = json.loads(render(replace(content, source_url="", published_at=None), "ninjs"))
    html, text = data["bodies"]
    said = text["value"].replace("Caption: The depot in spring\n\n", "")
    assert len(said) < len(text["value"])
    assert (text["wordCount"], text["charCount"]) == (len(said.split()), len(said))
    seen = "\n".join(
        (
            "The Harbour Post · 17 August 2021",
            "The report says so.",
            "Rails",
            "Translated by Ali Nasser. Reviewed by Sara Aoun and Omar Bitar.",
        )
    )
    assert (html["wordCount"], html["charCount"]) == (len(seen.split()), len(seen))


def test_an_article_has_one_id_in_all_forms() -> None:
    content = edition()
    data = json.loads(render(content, "ninjs"))
    assert data["uri"] == content.urn
    assert data["altIds"] == [{"role": "slug", "value": "tram-delayed"}]
    assert json.loads(render(content, "json"))["id"] == content.urn
    assert f'"identifier": "{content.urn}"' in render(content, "html").decode()
    assert docx.Document(io.BytesIO(render(content, "docx"))).core_properties.identifier == content.urn


@pytest.mark.parametrize("format_id", READER_FORMATS)
def test_corrections_are_told_at_the_end_before_the_credits(format_id: str) -> None:
    at = datetime(2021, 8, 20, 9, tzinfo=UTC)
    told = Correction(2, at, "An earlier edition named the wrong depot.")
    text = whole_text(replace(edition(2), corrections=(told,), first_published_at=at), format_id)
    text = " ".join(text.split())
    says = "Correction, 20 August 2021: An earlier edition named the wrong depot."
    assert text.index("The depot in spring") < text.index(says) < text.index("Translated by Ali Nasser")
    assert "Edition 2, published 18 August 2021; first published 20 August 2021." in text


def test_arabic_paragraphs_in_the_english_run_from_the_right() -> None:
    content = edition(1, segment(Kind.QUOTE, "قال الوزير: لا تعليق."))
    assert '<p lang="ar" dir="rtl">قال' in render(content, "html").decode()
    document = docx.Document(io.BytesIO(render(content, "docx")))
    [quote] = [p for p in document.paragraphs if p.style.name == "Quote"]
    assert quote._p.pPr.find(qn("w:bidi")) is not None
    assert quote.runs[0].font.rtl
    assert quote.style.font.italic
    assert not quote.style.font.cs_italic


def test_a_second_headline_is_a_subheading() -> None:
    made = parts(edition(1, segment(Kind.HEADLINE, "One"), segment(Kind.HEADLINE, "Two")))
    assert [p.form for p in made][:2] == [Form.HEADLINE, Form.SUBHEADING]


def test_visible_keeps_the_length() -> None:
    assert visible("a\x00\tb\n\x7f\x9b\ufffe") == "a␀\tb\n␡\ufffd\ufffd"


def test_an_unknown_format_is_named_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match=r"“wav”.*docx, pdf, html, wp, md, txt"):
        render(edition(), "wav")


@pytest.mark.parametrize(
    ("slug", "number", "expected"),
    [
        ("tram-delayed", 2, "tram-delayed-edition-2.docx"),
        ("tram-delayed", None, "tram-delayed-draft.docx"),
        ("../../etc/passwd", 1, "etc-passwd-edition-1.docx"),
        ('a "b"\r\n: c', 1, "a-b-c-edition-1.docx"),
        ("مقال", 1, "مقال-edition-1.docx"),
        ("CON", 1, "article-CON-edition-1.docx"),
        ("...", 1, "article-edition-1.docx"),
        ("x" * 300, 1, "x" * 60 + "-edition-1.docx"),
    ],
)
def test_file_names_are_safe(slug: str, number: int | None, expected: str) -> None:
    assert file_name(slug, number, "docx") == expected
