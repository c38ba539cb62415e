"""Tables for spreadsheets: read back as they were, and never run."""

import csv
import io
from decimal import Decimal

import pytest

from workbench.export.table_csv import table_csv


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_text_numbers_and_nothing() -> None:
    data = table_csv(
        ["who", "score"], [["Tala, T.", Decimal("-12.50")], ['says "no"\nand goes', None], ["x", 7]]
    )
    assert data.startswith(b"\xef\xbb\xbfwho,score\r\n")
    assert read(data)[1:] == [["Tala, T.", "-12.50"], ['says "no"\nand goes', ""], ["x", "7"]]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u200e=1",
        "\u2068=1\u2069",
        '=HYPERLINK("x")',
        "=ا",
    ],
)
def test_no_text_is_a_formula(text: str) -> None:
    (cell,) = read(table_csv(["x"], [[text]]))[1]
    assert cell.lstrip("\u2066\u2067\u2068").startswith("'")
    assert text in cell


def test_arabic_stands_between_isolates_and_english_does_not() -> None:
    arabic, english = read(table_csv(["a", "b"], [["عمال الميناء (٣٤)", "Port workers"]]))[1]
    assert arabic == "\u2067عمال الميناء (٣٤)\u2069"
    assert english == "Port workers"


def test_each_line_has_the_direction_of_most_of_it() -> None:
    (cell,) = read(table_csv(["a"], [["BBC تنقل الخبر\nThe word سوق alone\n12"]]))[1]
    assert cell == "\u2067BBC تنقل الخبر\u2069\n\u2066The word سوق alone\u2069\n12"
