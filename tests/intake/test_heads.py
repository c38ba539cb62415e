"""The head of a piece pasted bare or with a page around it: its title, its dateline, what is neither."""

import pytest

from tests.intake.around import ARABIC_PROSE, PROSE, cleaned, in_page
from workbench.domain.kinds import Kind


@pytest.mark.parametrize(
    ("title", "heading", "prose"),
    [
        ("Nine nights", "A town of boats", PROSE),
        ("تسع ليال", "ميناء المدينة القديمة", ARABIC_PROSE),
    ],
)
def test_the_first_of_two_lines_above_the_text_is_the_title_though_the_text_repeats_the_second(
    title, heading, prose
):
    blocks, _ = cleaned([title, heading, *prose])
    assert blocks[0].kind is Kind.HEADLINE


def test_headlines_below_a_label_are_those_of_other_pieces_but_for_the_last():
    title = "Ferries of the port sail again after the storm"
    others = ["Minister resigns over the price of flour", "Two schools closed in the hills"]
    blocks, fields = cleaned(["Trending", *others, title, "Samer Nahhas in Tripoli", "3 March 2024", *PROSE])
    assert [block.text for block in blocks if block.kind is Kind.HEADLINE and block.is_kept] == [title]
    assert [block.dropped for block in blocks[:3]] == ["related", "ticker", "ticker"]
    assert (fields.byline, fields.dateline) == ("Samer Nahhas", "3 March 2024")


@pytest.mark.parametrize("line", ["Homs, April 4, 2023", "حمص، 4 نيسان 2023", "al-Bab – 4 April 2023"])
def test_a_place_and_a_day_are_the_dateline(line):
    block, fields = in_page(line, "head")
    assert (block.dropped, fields.dateline, fields.published_on) == ("dateline", line, "2023-04-04")


@pytest.mark.parametrize("line", ["In the spring, April came early in 2023", "The fire, 4 dead"])
def test_a_day_with_more_than_a_place_stays(line):
    assert in_page(line, "head")[0].is_kept


@pytest.mark.parametrize(
    "line",
    [
        "Related: the price of a ticket, which doubled in March.",
        "ذات صلة: أجرة العبّارة التي تضاعفت في شهر آذار.",
    ],
)
def test_a_sentence_of_the_text_stays_whatever_opens_it(line):
    assert in_page(line, "inside")[0].is_kept
    assert in_page(line.rstrip("."), "inside")[0].dropped == "related"


@pytest.mark.parametrize("line", ["* * *", "https://example.org/report.pdf"])
def test_a_row_of_stars_and_an_address_are_no_subheadings(line):
    assert in_page(line, "inside")[0].kind is Kind.PARAGRAPH
