"""The dateline that a report opens with."""

import pytest

from workbench.intake.opening import opening_dateline
from workbench.intake.read import read_paste

ENGLISH = "The ferry that links both halves of the town sailed again on Thursday after nine days of storm."
ARABIC = "عادت العبارة التي تصل بين شطري البلدة إلى العمل يوم الخميس بعد تسعة أيام من العاصفة."


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        ("CAIRO, 12 May – ", "CAIRO, 12 May"),
        ("BEIRUT, Lebanon — ", "BEIRUT, Lebanon"),
        ("WADI HALFA, May 12, 2026 (Sahel News) - ", "WADI HALFA, May 12, 2026 (Sahel News)"),
        ("Beirut – ", "Beirut"),
        ("PORT RASHID (Delta Press) -- ", "PORT RASHID (Delta Press)"),
        ("", ""),
        ("BREAKING – ", ""),
        ("Beirut: ", ""),
        ("Cairo-based: ", ""),
        ("On the quay - ", ""),
        ("WANTED: 12 boats – ", ""),
        ("WANTED, 12 boats – ", ""),
    ],
)
def test_english(opening: str, said: str) -> None:
    assert opening_dateline(opening + ENGLISH) == said


@pytest.mark.parametrize(
    ("opening", "said"),
    [
        ("بيروت - ", "بيروت"),
        ("القاهرة، 12 أيار/مايو 2026 – ", "القاهرة، 12 أيار/مايو 2026"),
        ("وادي حلفا (وكالة الساحل) - ", "وادي حلفا (وكالة الساحل)"),
        ("القدس المحتلة — ", "القدس المحتلة"),
        ("", ""),
        ("عاجل - ", ""),
        ("تونسيون - ", ""),
        ("في المرفأ - ", ""),
        ("في 12 أيار - ", ""),
        ("استمعت المحكمة إلى، 12 شاهدا - ", ""),
    ],
)
def test_arabic(opening: str, said: str) -> None:
    assert opening_dateline(opening + ARABIC) == said


def test_it_is_a_fact_of_the_article_and_stays_in_its_text() -> None:
    text = f"العبارة تعود إلى العمل\n\nبيروت، 12 مايو 2026 - {ARABIC}\n\n{ARABIC}"
    document = read_paste(text, None, "ar")
    assert (document.fields.dateline, document.fields.published_on) == ("بيروت، 12 مايو 2026", "2026-05-12")
    assert document.kept[1].text.startswith("بيروت، 12 مايو 2026 - ")
    dated = read_paste(
        f"{text.splitlines()[0]}\n\nالثلاثاء 17/مارس/2026\n\nبيروت - {ARABIC}\n\n{ARABIC}", None, "ar"
    )
    assert dated.fields.dateline == "الثلاثاء 17/مارس/2026"  # the line that says nothing else


def test_a_bare_beginning_of_a_short_line_is_none() -> None:
    assert opening_dateline("بيروت - عمان") == ""
    assert opening_dateline("LONDON – a city") == ""
