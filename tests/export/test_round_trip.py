"""Whatever an edition holds, it reads back from each format that can carry it."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cache

import html5lib
import jsonschema
import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.export.readers import Entry, picture, read_docx, read_html, read_markdown, read_pdf, read_wordpress
from tests.export.test_pairs import SCHEMAS
from tests.thoroughness import examples
from workbench.domain.editions import Correction, EditionContent, EditionSegment
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.export.parts import DRAFT_STAMP, Form, Part, Stretch, below_headline, parts, visible
from workbench.export.registry import READER_FORMATS, render
from workbench.export.txt import plain_text
from workbench.text.invisible import has_visible

HOSTILE = [
    *"abc é1.)-+=#>*_`~[]()!|\\&<\"'“”:;/%\t\n\u00a0",
    "]]>", "&amp;", "&#42;", "<b>", "</p>", "**", "__", "```", "---", "1. ", "- ", "    ", "![x](y)", "<!--",
    "https://example.org/x_y", "عربي", "القاهرة", "\u202e", "\u2067", "\u200f", "\u200d", "👩‍🚒", "e\u0301",
    "\x00", "\x01", "\x0b", "\x0c", "\r", "\x1b", "\x1f", "\x7f", "\x85", "\u2028", "\ufeff", "\ufffe", "\ufffd",
]  # fmt: skip
texts = st.one_of(
    st.lists(st.sampled_from(HOSTILE), max_size=12).map("".join),
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.lists(st.sampled_from(["word", "two words", "A “quoted” name,", "end."]), max_size=4).map(" ".join),
)
hrefs = st.sampled_from(
    [
        "https://example.org/",
        "https://example.org/a_b*c(d)?x=1&copy=2&amp;y#[z]",
        "http://example.org/%41%zz/\u0642\"'<>\\`|",
        "mailto:desk@example.org",
        "javascript:alert(1)",
    ]
)


@st.composite
def segments(draw: st.DrawFn) -> EditionSegment:
    text = draw(texts)
    marks = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        kind = draw(st.sampled_from(MarkKind))
        if start < end:
            marks.append(InlineMark(start, end, kind, draw(hrefs) if kind is MarkKind.LINK else None))
    kind = draw(st.sampled_from(Kind))
    attrs = (
        {"ordered": draw(st.booleans()), "level": draw(st.integers(1, 5))} if kind is Kind.LIST_ITEM else {}
    )
    return EditionSegment(1, kind, "نص", text, target_marks=tuple(marks), attrs=attrs)


AT = datetime(2021, 8, 18, 7, 30, tzinfo=UTC)

contents = st.builds(
    EditionContent,
    slug=st.just("harbour"),
    urn=st.just("urn:uuid:0b6b1a52-54f7-5e6b-a1a5-3c1f2d6f9f10"),
    number=st.sampled_from([None, 3]),
    segments=st.lists(segments(), max_size=6).map(tuple),
    target_byline=texts,
    target_dateline=texts,
    source_url=hrefs,
    corrections=st.lists(st.builds(Correction, st.just(3), st.just(AT), texts), max_size=2).map(tuple),
    published_at=st.just(AT),
)


def article(text: str, *marks: InlineMark, kind: Kind = Kind.PARAGRAPH) -> EditionContent:
    return EditionContent("harbour", 1, (EditionSegment(1, kind, "نص", text, target_marks=marks),))


STRONG, EMPHASIS = MarkKind.STRONG, MarkKind.EMPHASIS
QUOTE_AGAINST_LETTER = article("“not”ably so", InlineMark(0, 5, STRONG))
OVERLAPPING = article("one two three", InlineMark(0, 7, STRONG), InlineMark(4, 13, EMPHASIS))
ITS_OWN_WORDS = [
    article(f"See {href} here", InlineMark(4, 4 + len(href), MarkKind.LINK, href))
    for href in (
        "https://example.org/a_b*c?x=1&y=2",
        "https://example.org/?a=1&copy;",
        "https://example.org/%61",
    )
]
SPACES_AT_ENDS = article(" \u00a0one two ", InlineMark(0, 6, STRONG), InlineMark(8, 10, EMPHASIS))
CALLING_A_LINK = article("Look!here", InlineMark(5, 9, MarkKind.LINK, "https://example.org/"))

DOCX_NAMES = {
    Form.DRAFT: "Draft", Form.HEADLINE: "Title", Form.STANDFIRST: "Subtitle", Form.BYLINE: "Byline",
    Form.DATELINE: "Dateline", Form.SUBHEADING: "Heading 2", Form.PARAGRAPH: "Normal", Form.QUOTE: "Quote",
    Form.CAPTION: "Caption", Form.CORRECTION: "Correction", Form.CREDITS: "Credits", Form.LIST_ITEM: "List",
}  # fmt: skip
HTML_NAMES = {
    **{form: form.value for form in Form}, Form.HEADLINE: "h1", Form.SUBHEADING: "h2", Form.PARAGRAPH: "p",
    Form.QUOTE: "blockquote", Form.CAPTION: "figcaption", Form.LIST_ITEM: "li",
}  # fmt: skip
WORDPRESS_NAMES = {**HTML_NAMES, Form.CAPTION: "caption"}
MARKDOWN_NAMES = {
    **dict.fromkeys(Form, "p"), Form.HEADLINE: "h1", Form.SUBHEADING: "h2", Form.QUOTE: "quote",
    Form.LIST_ITEM: "li",
}  # fmt: skip


NINJS = SCHEMAS / "ninjs" / "ninjs-schema_3.1.json"


@cache
def ninjs_schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(
        json.loads(NINJS.read_text()), format_checker=jsonschema.FormatChecker()
    )


def strong_stamp(part: Part) -> Part:
    if part.form is not Form.DRAFT:
        return part
    return replace(part, lines=((Stretch(DRAFT_STAMP, strong=True),),))


def captioned(part: Part) -> Part:
    if part.form is not Form.CAPTION:
        return part
    return replace(part, lines=((Stretch("Caption: "), *part.lines[0]), *part.lines[1:]))


def named(entries: list[Entry], names: dict[str, str]) -> list[Entry]:
    return [(names.get(entry[0], entry[0]), *entry[1:]) for entry in entries]


@settings(max_examples=examples(25))  # python-docx takes its time to open its template
@given(contents)
@example(QUOTE_AGAINST_LETTER)
@example(OVERLAPPING)
def test_word_reads_back(content: EditionContent) -> None:
    wanted = named(
        picture(parts(content), DOCX_NAMES, more="List Continue"),
        {"List 1.": "List Number", "List -": "List Bullet"},
    )
    assert read_docx(render(content, "docx")) == wanted


@given(contents)
@example(QUOTE_AGAINST_LETTER)
@example(OVERLAPPING)
def test_html_reads_back(content: EditionContent) -> None:
    wanted = picture(map(strong_stamp, parts(content)), HTML_NAMES)
    assert read_html(render(content, "html")) == wanted


@given(contents)
@example(QUOTE_AGAINST_LETTER)
@example(OVERLAPPING)
@example(SPACES_AT_ENDS)
@example(CALLING_A_LINK)
@example(ITS_OWN_WORDS[0])
@example(ITS_OWN_WORDS[1])
@example(ITS_OWN_WORDS[2])
def test_markdown_reads_back(content: EditionContent) -> None:
    wanted = picture(map(captioned, map(strong_stamp, parts(content))), MARKDOWN_NAMES)
    assert read_markdown(render(content, "md")) == wanted


def test_an_address_that_is_its_own_words_is_short_in_markdown() -> None:
    assert render(ITS_OWN_WORDS[0], "md").startswith(b"See <https://example.org/a_b*c?x=1&y=2> here\n")
    assert b"[https://example.org/?a=1" in render(ITS_OWN_WORDS[1], "md"), (
        "readers do not agree on it in short"
    )


@given(contents)
@example(OVERLAPPING)
def test_wordpress_blocks_read_back(content: EditionContent) -> None:
    wanted = picture(map(strong_stamp, below_headline(content)), WORDPRESS_NAMES)
    assert read_wordpress(render(content, "wp")) == wanted


@given(contents)
@example(OVERLAPPING)
def test_json_reads_back(content: EditionContent) -> None:
    data = json.loads(render(content, "json"))
    assert data["parts"] == [
        {
            "form": part.form,
            **(
                {"depth": part.depth, "number": part.number, "ordered": part.ordered}
                if part.form is Form.LIST_ITEM
                else {}
            ),
            "lines": [
                [{name: value for name, value in asdict(stretch).items() if value} for stretch in line]
                for line in part.lines
            ],
        }
        for part in parts(content)
    ]


@given(contents)
def test_ninjs_carries_the_page_and_is_valid(content: EditionContent) -> None:
    data = json.loads(render(content, "ninjs"))
    html, text = (body["value"] for body in data["bodies"])
    below = tuple(part for part in below_headline(content) if part.form is not Form.BYLINE)
    bylines = [part.text.split() for part in parts(content) if part.form is Form.BYLINE]
    assert bylines == ([visible(data["by"]).split()] if content.target_byline.strip() else [])
    assert text == plain_text(below, underlined=False)
    page = f"<!DOCTYPE html><html><body><main>{html}</main></body></html>"
    assert read_html(page.encode()) == picture(map(strong_stamp, below), HTML_NAMES)
    if NINJS.is_file() and content.published_at:
        embargoed = replace(content, embargoed_until=content.published_at)
        ninjs_schema().validate(json.loads(render(embargoed, "ninjs")))
    if NINJS.is_file():
        ninjs_schema().validate(data)


@settings(max_examples=examples(8))  # a PDF takes its second
@given(contents)
@example(article("]]> & </p>\tTab \u202eturned\u202c 👩‍🚒 قال الوزير"))
def test_pdf_holds_every_letter_of_ours(content: EditionContent) -> None:
    found = Counter(read_pdf(render(content, "pdf")))
    wanted = Counter(c for part in parts(content) for c in part.text if c.isascii() and c.isalnum())
    assert all(found[letter] >= times for letter, times in wanted.items())


@given(contents)
def test_html_is_html_for_a_strict_parser(content: EditionContent) -> None:
    html5lib.HTMLParser(strict=True).parse(render(content, "html").decode())
    html5lib.HTMLParser(strict=True).parseFragment(render(content, "wp").decode())


@given(contents)
def test_structured_data_stays_in_its_script(content: EditionContent) -> None:
    page = lxml.html.document_fromstring(render(content, "html"))
    scripts = page.findall(".//script")
    assert len(scripts) == (0 if content.is_draft else 1)
    for script in scripts:
        data = json.loads(script.text)
        assert data["@type"] == "NewsArticle"
        notes = [visible(c.note) for c in content.corrections if c.note.strip()]
        assert [c["text"] for c in data.get("correction", ())] == notes


@given(contents)
def test_plain_text_holds_every_paragraph_in_order(content: EditionContent) -> None:
    text = render(content, "txt").decode()
    at = 0
    for part in parts(content):
        for line in part.lines:
            for stretch in line:
                at = text.index(stretch.text, at) + len(stretch.text)


@given(contents)
def test_parts_hold_the_english_and_nothing_is_lost(content: EditionContent) -> None:
    shown = [text for s in content.segments if has_visible(text := visible(s.target))]
    fields = (Form.DRAFT, Form.BYLINE, Form.DATELINE, Form.CORRECTION, Form.CREDITS)
    made = [part for part in parts(content) if part.form not in fields]
    assert len(made) == len(shown)
    for text, part in zip(shown, made, strict=True):
        assert part.text.split() == text.split()
    assert sum(part.form is Form.HEADLINE for part in made) <= 1
    depth = -1
    for part in made:
        if part.form is Form.LIST_ITEM:
            assert part.depth <= depth + 1
            assert part.number >= 1
        depth = part.depth if part.form is Form.LIST_ITEM else -1


@pytest.mark.parametrize("format_id", READER_FORMATS)
@settings(max_examples=examples(6))
@given(content=contents)
def test_the_same_content_gives_the_same_bytes(format_id: str, content: EditionContent) -> None:
    assert render(content, format_id) == render(content, format_id)


@pytest.mark.parametrize(
    ("format_id", "read"), [("docx", read_docx), ("html", read_html), ("md", read_markdown)]
)
def test_a_very_long_paragraph(format_id: str, read: Callable[[bytes], list[Entry]]) -> None:
    text = ("He said *no* & went. " * 5000).strip()
    assert len(text) > 100_000
    [entry] = read(render(article(text, InlineMark(3, 90_000, STRONG)), format_id))
    assert entry[2] == text
