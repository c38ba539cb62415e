"""English in Arabic and Arabic in English, cut by links, emphasis and marks: what belongs together stays in order."""

import io
import re
from dataclasses import replace

import docx
import lxml.html
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from tests.export.article import REPORT, edition, segment
from tests.export.readers import read_pdf, read_wordpress
from tests.export.test_bilingual import problem
from workbench.domain.editions import EditionSegment
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.export.directions import by_direction
from workbench.export.parts import Stretch
from workbench.export.proof import proof_html
from workbench.export.registry import render

TEXT = "The sign reads مرفأ البحر القديم since 1960."
WORDS = "مرفأ البحر القديم"
AT = TEXT.index(WORDS)
EMPHASIS = InlineMark(AT + 5, AT + 10, MarkKind.EMPHASIS)
LINK = InlineMark(AT + 11, AT + len(WORDS), MarkKind.LINK, REPORT)


def paragraph(text: str, *marks: InlineMark) -> str:
    """What stands in the first paragraph of the HTML, links without their address."""
    written = render(edition(1, segment(Kind.PARAGRAPH, text, *marks)), "html")
    found = lxml.html.document_fromstring(written).xpath("//article/p[not(@class)]")[0]
    return re.sub(r' href="[^"]*"', "", lxml.html.tostring(found, encoding="unicode", with_tail=False))


def test_a_run_that_is_cut_gets_an_element_of_its_own() -> None:
    assert paragraph(TEXT, EMPHASIS, LINK) == (
        '<p>The sign reads <span dir="rtl">مرفأ <em>البحر</em> <a>القديم</a></span> since 1960.</p>'
    )


def test_a_run_that_is_whole_needs_none() -> None:
    whole = InlineMark(AT - 6, AT + len(WORDS), MarkKind.STRONG)
    assert paragraph(TEXT, whole) == f"<p>The sign <strong>reads {WORDS}</strong> since 1960.</p>"


def test_inside_a_link_that_holds_it_the_link_stays_one() -> None:
    around = InlineMark(4, len(TEXT) - 1, MarkKind.LINK, REPORT)
    assert paragraph(TEXT, EMPHASIS, around) == (
        '<p>The <a>sign reads <span dir="rtl">مرفأ <em>البحر</em> القديم</span> since 1960</a>.</p>'
    )


def test_a_link_that_ends_inside_a_run_is_two_links() -> None:
    half = InlineMark(4, AT + 4, MarkKind.LINK, REPORT)
    assert paragraph(TEXT, half) == (
        '<p>The <a>sign reads </a><span dir="rtl"><a>مرفأ</a> البحر القديم</span> since 1960.</p>'
    )


QUOTING = "He said: “لا بد من العودة إلى الميناء القديم قبل المساء”."


@pytest.mark.parametrize(
    "text", [QUOTING, "Hashtag: #أنقذوا_الميناء_القديم", "“نعم بالتأكيد” was all he said"]
)
def test_a_line_that_quotes_more_arabic_than_it_has_english_stays_an_english_line(text: str) -> None:
    assert paragraph(text) == f"<p>{text}</p>"
    content = edition(1, segment(Kind.PARAGRAPH, text))
    for format_id in ("docx", "bidocx"):
        written = docx.Document(io.BytesIO(render(content, format_id))).element.body
        [home] = [p for p in written.iter(qn("w:p")) if text in "".join(p.itertext())]
        assert home.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is None
    assert f'<td dir="ltr">{text}</td>' in proof_html(content)


def test_digits_and_signs_make_no_line_of_arabic_an_english_one() -> None:
    assert paragraph("«لا تعليق» – 2021!").startswith('<p lang="ar" dir="rtl">')


def read_frames(*segments: EditionSegment) -> list[tuple[str, str | None]]:
    """The elements around paragraphs and items, and the direction each says for itself."""
    page = lxml.html.document_fromstring(render(edition(1, *segments), "html"))
    return [(e.tag, e.get("dir")) for e in page.iter("blockquote", "ul", "li", "p") if not e.get("class")]


def test_a_quote_is_as_its_lines_are() -> None:
    for text, frame, lines in (
        ("قال نعم\nقال لا", "rtl", ["rtl", "rtl"]),
        ("قال نعم\nHe said no", None, ["rtl", None]),
    ):
        assert read_frames(segment(Kind.QUOTE, text)) == [("blockquote", frame), *(("p", d) for d in lines)]


def test_english_items_below_an_arabic_one_are_english() -> None:
    items = (segment(Kind.LIST_ITEM, "قال نعم", level=1), segment(Kind.LIST_ITEM, "He said no", level=2))
    assert read_frames(*items) == [("ul", None), ("li", "rtl"), ("ul", "ltr"), ("li", None)]


def test_wordpress_is_told_of_arabic_in_ways_its_editor_keeps() -> None:
    bold = InlineMark(0, 3, MarkKind.STRONG)
    said = (
        segment(Kind.SUBHEADING, "قال نعم"),
        segment(Kind.PARAGRAPH, "قال نعم", bold),
        segment(Kind.LIST_ITEM, "قال نعم", bold, level=1),
        segment(Kind.LIST_ITEM, "He said no", level=2),
        segment(Kind.QUOTE, "قال نعم"),
    )
    content = edition(1, *said)
    written = render(content, "wp").decode()
    arabic, strong = '<span lang="ar" dir="rtl">{}</span>'.format, "<strong>قال</strong> نعم"
    for block in (
        f'<!-- wp:heading -->\n<h2 class="wp-block-heading">{arabic("قال نعم")}</h2>',
        f'<!-- wp:paragraph {{"direction":"rtl"}} -->\n<p dir="rtl">{arabic(strong)}</p>',
        f"<li>{arabic(strong)}<!-- wp:list -->\n<ul class=",
        f'<blockquote class="wp-block-quote">\n<!-- wp:paragraph {{"direction":"rtl"}} -->\n<p dir="rtl">{arabic("قال نعم")}</p>',
    ):
        assert block in written
    assert [text for _, _, text, _ in read_wordpress(written.encode())][2:7] == [s.target for s in said]


@pytest.mark.parametrize("format_id", ["pdf", "proof"])
def test_paper_has_the_words_in_the_order_of_the_text_without_marks(format_id: str) -> None:
    def read(*marks: InlineMark) -> str:
        return "".join(read_pdf(render(edition(1, segment(Kind.PARAGRAPH, TEXT, *marks)), format_id)).split())

    # Spaces aside: poppler has its own mind about those beside Arabic.
    assert TEXT.replace(" ", "") in read()
    assert TEXT.replace(" ", "") in read(EMPHASIS, LINK)


def test_marked_words_of_a_proof_are_held_together() -> None:
    marked = replace(segment(Kind.PARAGRAPH, TEXT), problems=(problem(1, target=(AT + 5, AT + 10)),))
    assert (
        'The sign reads <span dir="rtl">مرفأ <mark>البحر</mark><sup>[1]</sup> القديم</span> since 1960.'
        in proof_html(edition(1, marked))
    )


@pytest.mark.parametrize("format_id", ["docx", "bidocx"])
def test_word_is_told_which_words_go_against_their_line(format_id: str) -> None:
    written = render(edition(1, segment(Kind.PARAGRAPH, TEXT, EMPHASIS)), format_id)
    told = [
        (run.findtext(qn("w:t")), run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None)
        for run in docx.Document(io.BytesIO(written)).element.body.iter(qn("w:r"))
    ]
    at = told.index(("The sign reads ", False))
    assert told[at : at + 5] == [
        ("The sign reads ", False), ("مرفأ ", True), ("البحر", True), (" القديم", True), (" since 1960.", False),
    ]  # fmt: skip


@given(st.lists(st.text("ab م1(« \u0301", max_size=4)), st.booleans(), st.booleans())
def test_nothing_is_lost_or_moved_by_cutting(texts: list[str], is_rtl: bool, only_cut: bool) -> None:
    line = [Stretch(text, strong=n % 2 == 0) for n, text in enumerate(texts)]
    cut = [piece for _, run in by_direction(line, is_rtl=is_rtl, only_cut=only_cut) for piece in run]
    assert [(c, p.strong) for p in cut for c in p.text] == [(c, p.strong) for p in line for c in p.text]
    assert [p.strong for p in cut if not p.text] == [p.strong for p in line if not p.text]
