from datetime import UTC, datetime

import pytest

from workbench.domain.errors import InvalidInput
from workbench.domain.months import Months, month_of, read_months, shifted

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_a_moment_lies_in_the_month_it_has_in_utc() -> None:
    assert month_of(datetime.fromisoformat("2026-01-01T00:30:00+03:00")) == "2025-12"


@pytest.mark.parametrize(
    ("by", "month"), [(0, "2026-03"), (-3, "2025-12"), (10, "2027-01"), (-27, "2023-12")]
)
def test_months_follow_each_other_over_the_year(by: int, month: str) -> None:
    assert shifted("2026-03", by) == month


def test_all_of_them_and_where_they_begin_and_end() -> None:
    months = Months("2025-11", "2026-02")
    assert months.all == ("2025-11", "2025-12", "2026-01", "2026-02")
    assert (months.begins, months.ends) == (
        datetime(2025, 11, 1, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        ("", "", ("2025-04", "2026-03")),
        ("2025-06", "", ("2025-06", "2026-03")),
        ("", "2025-06", ("2024-07", "2025-06")),
        (" 2020-01 ", "2020-01", ("2020-01", "2020-01")),
        ("2027-05", "", ("2027-05", "2027-05")),
    ],
)
def test_what_is_not_said_is_the_last_twelve(first: str, last: str, found: tuple[str, str]) -> None:
    months = read_months(first, last, NOW)
    assert (months.first, months.last) == found


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2026-13", "", "Choose a month"),
        ("", "9999-12", "Choose a month"),
        ("٢٠٢٦-٠٣", "", "Choose a month"),
        ("", "last year", "Choose a month"),
        ("2026-03", "2026-02", "comes after"),
        ("2010-01", "2026-02", "at most 60"),
    ],
)
def test_what_cannot_be_shown_is_said(first: str, last: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read_months(first, last, NOW)
