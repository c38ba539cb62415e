"""The direction of what people write."""

from typing import Literal

import pytest

from workbench.text.bidi import mostly, runs_against


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("يدفع is not what the Arabic says.", "ltr"),
        ("“pay” ليست ما تقوله العربية.", "rtl"),
        ("قَالَ", "rtl"),
        ("34 – 43!", "auto"),
        ("", "auto"),
    ],
)
def test_a_note_runs_the_way_most_of_its_letters_do(text: str, direction: str) -> None:
    assert mostly(text) == direction


@pytest.mark.parametrize(
    ("text", "direction", "runs"),
    [
        ("He said قال الوزير today.", "ltr", ["قال الوزير"]),
        ("He said (قال) and نعم!", "ltr", ["قال", "نعم"]),
        ("He said قال (في 2019) today", "ltr", ["قال (في 2019)"]),
        ("It read «نعم» and عام 2020, then 3", "ltr", ["نعم", "عام 2020"]),
        ("قال \u2067نعم\u2069 قال", "ltr", ["قال", "نعم", "قال"]),
        ("In 34 towns", "ltr", []),
        ("قال Port Authority (PA) أمس", "rtl", ["Port Authority (PA)"]),
        ("قال ٣٫٥ مليون", "rtl", []),
        ("قال 5 G20 3 أمس", "rtl", ["G20 3"]),
        ("", "ltr", []),
    ],
)
def test_words_against_the_direction_are_found_with_what_goes_along(
    text: str, direction: Literal["ltr", "rtl"], runs: list[str]
) -> None:
    assert [text[start:end] for start, end in runs_against(text, direction)] == runs
