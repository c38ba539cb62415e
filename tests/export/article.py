"""An article with one of everything that a form for readers may have to carry."""

from datetime import UTC, datetime

from workbench.domain.editions import (
    Credit,
    EditionContent,
    EditionSegment,
)
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind

REPORT = "https://harbour.example/report?year=2021&part=2"


def segment(kind: Kind, target: str, *marks: InlineMark, **attrs: object) -> EditionSegment:
    return EditionSegment(1, kind, "نص عربي", target, target_marks=marks, attrs=attrs)


def edition(number: int | None = 1, *segments: EditionSegment) -> EditionContent:
    return EditionContent(
        slug="tram-delayed",
        number=number,
        urn="urn:uuid:0b6b1a52-54f7-5e6b-a1a5-3c1f2d6f9f10",
        segments=segments or SEGMENTS,
        target_byline="By Mona Haddad",
        target_outlet="The Harbour Post",
        target_dateline="17 August 2021",
        target_tags=("transport", "council"),
        source_url="https://harbour.example/ar/77",
        credits=(Credit("Ali Nasser", "translated"), Credit("Sara Aoun", "reviewed"), Credit("Omar Bitar", "reviewed")),
        published_at=datetime(2021, 8, 18, 7, 30, tzinfo=UTC),
    )  # fmt: skip


SEGMENTS = (
    segment(Kind.HEADLINE, "Council puts off\ntram line"),
    segment(Kind.STANDFIRST, "Money is short, the mayor says"),
    segment(
        Kind.PARAGRAPH,
        "The report says 5 * 8 is 40.\n2. Its second paragraph says <more>.",
        InlineMark(4, 10, MarkKind.LINK, REPORT),
        InlineMark(11, 15, MarkKind.EMPHASIS),
        InlineMark(16, 21, MarkKind.STRONG),
    ),
    segment(Kind.SUBHEADING, "The bill"),
    segment(Kind.LIST_ITEM, "Rails:", level=1),
    segment(Kind.LIST_ITEM, "steel", level=2, ordered=True),
    segment(Kind.LIST_ITEM, "labour", level=2, ordered=True),
    segment(Kind.LIST_ITEM, "Trains", level=1),
    segment(Kind.LIST_ITEM, "First vote", level=1, ordered=True),
    segment(Kind.LIST_ITEM, "Second vote", level=1, ordered=True),
    segment(Kind.PARAGRAPH, "   "),
    segment(Kind.QUOTE, "“We have waited.”\n“Every day.”"),
    segment(Kind.CAPTION, "The depot in spring"),
)
