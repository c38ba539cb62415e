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
        ({"quotes": "curly"}, "Rock 'n' roll, fish'n'chips, a 'new' one.", "Rock ’n’ roll, fish’n’chips, a ‘new’ one."),
        ({"quotes": "curly"}, "A 6' wall and a 5\" pipe.", "A 6' wall and a 5\" pipe."),
        ({"quotes": "curly"}, 'See https://a.example/?q="x" now', 'See https://a.example/?q="x" now'),
        ({"quotes": "curly"}, 'قال: "لا تعليق"', 'قال: "لا تعليق"'),
        ({"dashes": "em"}, "The port – closed - opened; pages 3–5.", "The port—closed—opened; pages 3–5."),
        ({"dashes": "en"}, "The port—closed -- opened, a well-known fact.", "The port – closed – opened, a well-known fact."),
        ({"dashes": "spaced"}, "The port – closed—opened, 7 - 3 is 4.", "The port — closed — opened, 7 - 3 is 4."),
        ({"dates": "mdy"}, "On 17 August 2021 in Beirut, and on 3 May.", "On August 17, 2021, in Beirut, and on May 3."),
        ({"dates": "mdy"}, "From 17–19 August and on 4 and 5 June.", "From August 17–19 and on June 4 and 5."),
        ({"dates": "dmy"}, "On August 17, 2021, in Beirut; by May 3rd.", "On 17 August 2021 in Beirut; by 3 May."),
        ({"dates": "dmy"}, "From August 17–19, a March of 500.", "From 17–19 August, a March of 500."),
        ({"dates": "mdy"}, "On Tuesday 17 August 2021 it rained.", "On Tuesday, August 17, 2021, it rained."),
        ({"dates": "dmy"}, "On Tuesday, August 17, it rained.", "On Tuesday 17 August, it rained."),
        ({"numbers": "words", "dates": "mdy"}, "The 3 ships left on 5 May.", "The three ships left on May 5."),
    ],
)  # fmt: skip
def test_a_choice_changes_this_and_leaves_that(style: dict[str, str], text: str, wanted: str) -> None:
    assert styled(text, **style) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("5 men saw 3 ships, 12 boats and 1.", "Five men saw three ships, 12 boats and 1."),
        ("“3 ships left,” he said; 2 others stayed.", "“Three ships left,” he said; two others stayed."),
        ("At least 4 people died and 2 others fled.", "At least four people died and two others fled."),
        ("They shelled 2 houses, killing 3 people.", "They shelled two houses, killing three people."),
        ("In 2021, 7 boats sank. It was raining. 1 man swam.", "In 2021, seven boats sank. It was raining. One man swam."),
        ("The 3 ships left on 5 May.", "The three ships left on 5 May."),
    ],
)  # fmt: skip
def test_small_numbers_that_count_are_written_in_words(written: str, wanted: str) -> None:
    assert styled(written, numbers="words") == wanted


@pytest.mark.parametrize(
    "text",
    [
        # A name's number, with whatever follows.
        "Article 5", "page 3 shows", "the size 8 shoes", "iPhone 5 sells", "type 2 diabetes", "No. 4 reactor", "vol. 2 ends",
        "building 7 residents", "at speed 3 only", "Channel 4 news", "Ahmed 2 miles ahead",
        # A date's, a time's, a measure's.
        "on 1 Dec 2020", "on 2 Sept 2019", "on 4 Nov", "on 3 and 4 May 2024", "by 7 this evening", "by 6 pm", "8am",
        "5'9\" tall", "a 5\" pipe", "the 3.5 km road", "of 9 mm steel", "the 7-year-old", "to 4% now", "for 3 million people",
        "of 3 hours 20 minutes", "a 3 x 4 grid", "of 5 * 8",
        # One of several.
        "between 3 and 5 people", "of pages 3, 4 and 5 alone", "by 3 goals to 2", "saw 3 or 12 ships",
        # Nobody knows.
        "left. 5 men", "5. Its end", "and 3.",
    ],
)  # fmt: skip
def test_numbers_that_may_be_something_else_than_a_count_stay(text: str) -> None:
    assert styled(f"It was {text}", numbers="words") == f"It was {text}"


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("On 3 and 4 May 2024 in Beirut.", "On May 3 and 4, 2024, in Beirut."),
        ("On 3–5 May 2024 it rained.", "On May 3–5, 2024, it rained."),
        ("On 3, 4 and 5 May in Beirut.", "On May 3, 4 and 5 in Beirut."),
        ("From 3 to 5 June.", "From June 3 to 5."),
        (
            "On 1 Dec 2020 and 2 Sept 2019 it rained, as on 4 Nov.",
            "On Dec 1, 2020, and Sept 2, 2019, it rained, as on Nov 4.",
        ),
        ("From 30 April–2 May 2024.", "From April 30–May 2, 2024."),
        ("On 3 May 2023 and 4 May 2024.", "On May 3, 2023, and May 4, 2024."),
    ],
)
def test_dates_of_all_shapes_go_both_ways(british: str, american: str) -> None:
    assert styled(british, dates="mdy") == american
    assert styled(american, dates="dmy") == british


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("mdy", "On Monday 3 and Tuesday 4 May 2024."),
        ("mdy", "Of 32 and 4 May nothing is known; nor of 1.3 May."),
        ("dmy", "In May 3,500 people fled, in May 12 people died."),
        ("dmy", "It rained in May. 3 people fled."),
        ("dmy", "On May 3 and 4 people fled; May 3–500."),
    ],
)
def test_what_may_be_another_date_or_none_stays(style: str, text: str) -> None:
    assert styled(text, dates=style) == text


def test_days_months_and_years_are_found_where_spaces_keep_them_together() -> None:
    assert styled("On 3\u00a0May\u00a02024 he left.", dates="mdy") == "On May 3, 2024, he left."
    assert styled("On May\u00a03,\u00a02024, he left.", dates="dmy") == "On 3 May 2024 he left."


def test_the_stop_after_a_short_month_is_kept_where_it_is_the_sentences() -> None:
    assert styled("On 1 Dec. 2020 and 4 Nov. The end.", dates="mdy") == "On Dec. 1, 2020, and Nov 4. The end."
    assert styled("On Dec. 1, 2020, and Nov. 4. The end.", dates="dmy") == "On 1 Dec 2020 and 4 Nov. The end."


@pytest.mark.parametrize(
    "text", ['He said--"then"--no', 'He said --"then"-- no', 'He said– "then" –no', 'He said — "then"—no']
)
def test_dashes_of_all_shapes_become_one(text: str) -> None:
    assert styled(text, dashes="em") == 'He said—"then"—no'
    assert styled(text, dashes="en") == 'He said – "then" – no'
    assert styled(text, dashes="spaced") == 'He said — "then" — no'


@pytest.mark.parametrize(
    "text", ["at –5 degrees", "run it --twice", "a---b", "`--twice`", "pre- and post-war", "1990–2000", "“I thought—” he said", '"—and then"']
)  # fmt: skip
def test_what_may_be_no_dash_or_ends_a_quotation_stays(text: str) -> None:
    assert [styled(text, dashes=style) for style in ("em", "en", "spaced")] == [text] * 3


def test_of_two_languages_in_a_text_the_english_lines_are_styled() -> None:
    assert (
        styled('قال: "نعم"\n"لا تعليق إلا غدا" was all', quotes="curly")
        == 'قال: "نعم"\n“لا تعليق إلا غدا” was all'
    )


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
