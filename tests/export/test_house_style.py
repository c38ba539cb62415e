"""House style: what each choice changes, what it leaves alone, and that links stay on their words."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.editions import Correction, EditionContent, EditionSegment
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.export.house_style import AS_WRITTEN, OPTIONS, HouseStyle, restyled
from workbench.export.registry import render


def edition(text: str, *marks: InlineMark) -> EditionContent:
    return EditionContent("harbour", 1, (EditionSegment(1, Kind.PARAGRAPH, "نص", text, target_marks=marks),))


def styled(text: str, **style: str) -> str:
    return restyled(edition(text), HouseStyle.of(style)).segments[0].target


@pytest.mark.parametrize(
    ("style", "text", "wanted"),
    [
        ({"quotes": "straight"}, "“It’s ‘late’,” she said.", "\"It's 'late',\" she said."),
        ({"quotes": "curly"}, "\"It's 'late',\" she said.", "“It’s ‘late’,” she said."),
        ({"quotes": "curly"}, "The '90s (\"gold\") were the workers' years.", "The ’90s (“gold”) were the workers’ years."),
        ({"quotes": "curly"}, "A 6' wall and a 5\" pipe.", "A 6' wall and a 5\" pipe."),
        ({"quotes": "curly"}, 'See https://a.example/?q="x" now', 'See https://a.example/?q="x" now'),
        ({"quotes": "curly"}, 'قال: "لا تعليق"', 'قال: "لا تعليق"'),
        ({"dashes": "em"}, "The port – closed - opened; pages 3–5.", "The port—closed—opened; pages 3–5."),
        ({"dashes": "en"}, "The port—closed -- opened, a well-known fact.", "The port – closed – opened, a well-known fact."),
        ({"dashes": "spaced"}, "The port – closed—opened, 7 - 3 is 4.", "The port — closed — opened, 7 - 3 is 4."),
        ({"dates": "mdy"}, "On 17 August 2021 in Beirut, and on 3 May.", "On August 17, 2021, in Beirut, and on May 3."),
        ({"dates": "mdy"}, "From 17–19 August and on 4 and 5 June.", "From 17–19 August and on 4 and 5 June."),
        ({"dates": "dmy"}, "On August 17, 2021, in Beirut; by May 3rd.", "On 17 August 2021 in Beirut; by 3 May."),
        ({"dates": "dmy"}, "From August 17–19, a March of 500.", "From August 17–19, a March of 500."),
        ({"numbers": "words"}, "5 men saw 3 ships, 12 boats and 1.", "Five men saw three ships, 12 boats and one."),
        ({"numbers": "words"}, "Article 5, 3 million, 4%, 6 pm, 2.5 and 5 * 8.", "Article 5, 3 million, 4%, 6 pm, 2.5 and 5 * 8."),
        ({"dates": "mdy"}, "On Tuesday 17 August 2021 it rained.", "On Tuesday, August 17, 2021, it rained."),
        ({"dates": "dmy"}, "On Tuesday, August 17, it rained.", "On Tuesday 17 August, it rained."),
        ({"numbers": "words", "dates": "mdy"}, "The 3 ships left on 5 May.", "The three ships left on May 5."),
    ],
)  # fmt: skip
def test_a_choice_changes_this_and_leaves_that(style: dict[str, str], text: str, wanted: str) -> None:
    assert styled(text, **style) == wanted


def test_links_and_emphasis_stay_on_their_words() -> None:
    text = "On 17 August 2021 the port – they say - opened for 3 ships."
    words = ("17 August 2021", "port", "they say", "3 ships")
    marks = [InlineMark(text.index(w), text.index(w) + len(w), MarkKind.STRONG) for w in words]
    style = HouseStyle(dashes="em", dates="mdy", numbers="words")
    [segment] = restyled(edition(text, *marks), style).segments
    assert [segment.target[m.start : m.end] for m in segment.target_marks] == [
        "August 17, 2021,", "port", "they say", "three ships",
    ]  # fmt: skip


def test_nothing_is_changed_unless_chosen() -> None:
    content = edition('"5 ships" - on 17 August 2021')
    assert restyled(content, AS_WRITTEN) is content
    assert render(content, "txt") == render(content, "txt", AS_WRITTEN)
    assert "“5 ships”" in render(content, "txt", HouseStyle(quotes="curly")).decode()


def test_dates_hold_for_all_that_a_file_says_of_days() -> None:
    content = replace(
        edition("It rained."),
        target_dateline="Published: Tuesday 17/August/2021 - 08:30 PM",
        published_at=datetime(2021, 8, 18, tzinfo=UTC),
        first_published_at=datetime(2021, 8, 17, tzinfo=UTC),
        corrections=(Correction(2, datetime(2021, 8, 18, tzinfo=UTC), "It rained on 5 August."),),
    )
    written = render(content, "txt", HouseStyle(dates="mdy")).decode()
    for says in (
        "Tuesday, August 17, 2021",
        "Correction, August 18, 2021: It rained on August 5.",
        "published August 18, 2021; first published August 17, 2021.",
    ):
        assert says in written
    assert "Tuesday 17 August 2021" in render(content, "txt", HouseStyle(quotes="curly")).decode()
    assert "published 18 August 2021; first published 17 August 2021." in render(content, "txt").decode()


def test_forms_with_both_languages_stay_as_they_are() -> None:
    content = edition('"5 ships"')
    assert render(content, "tmx", HouseStyle(quotes="curly")) == render(content, "tmx")


def test_an_unknown_choice_is_named() -> None:
    assert HouseStyle.of({"quotes": "", "other": "x"}) == AS_WRITTEN
    with pytest.raises(InvalidInput, match=r"Dashes can be em, en, spaced.*“wavy”"):
        HouseStyle.of({"dashes": "wavy"})


choices = st.fixed_dictionaries({o.name: st.sampled_from(["", *o.choices]) for o in OPTIONS})
texts = st.lists(
    st.sampled_from([*"\"'“”‘’ –—-5.,(\n", "word", " 17 May", " June 3, 2020", "https://x.example/'", "لا"]), max_size=14
).map("".join)  # fmt: skip


@given(texts, choices, st.integers(0, 60), st.integers(0, 60))
def test_marks_and_lines_stay_within_the_text(
    text: str, chosen: dict[str, str], one: int, other: int
) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    marks = [InlineMark(start, end, MarkKind.STRONG)] if start < end else []
    style = HouseStyle.of(chosen)
    once = restyled(edition(text, *marks), style)
    [segment] = once.segments
    assert all(0 <= m.start <= m.end <= len(segment.target) for m in segment.target_marks)
    assert segment.target.count("\n") == text.count("\n")
