"""Parts of an article in words."""

import pytest

from workbench.domain.parts import rows_in_words


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (None, None, "all rows"),
        (1, 5, "rows 1 to 5"),
        (None, 3, "rows up to 3"),
        (4, None, "from row 4 on"),
        (2, 2, "row 2"),
        (3, 2, "rows that are gone"),
    ],
)
def test_a_part_is_told_from_one_end_to_the_other(first: int | None, last: int | None, says: str) -> None:
    assert rows_in_words(first, last) == says
