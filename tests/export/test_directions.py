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
from tests.export.readers import read_pdf
from tests.export.test_bilingual import problem
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


def test_english_in_an_arabic_paragraph_is_held_together_as_well() -> None:
    text = "قالت Port Workers Union أمس إن السفن تنتظر"
    at = text.index("Workers")
    assert paragraph(text, InlineMark(at, at + 7, MarkKind.STRONG)) == (
        '<p lang="ar" dir="rtl">قالت <span dir="ltr">Port <strong>Workers</strong> Union</span> أمس إن السفن تنتظر</p>'
    )


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
