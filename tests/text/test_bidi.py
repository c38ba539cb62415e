"""The direction of what people write."""

import pytest

from workbench.text.bidi import mostly


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
