from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.dates import printed_dateline, read_dateline

SEVENTEENTH = [
    "Tuesday 17/August/2021 - 08:30 PM",
    "الثلاثاء 17/أغسطس/2021 - 08:30 م",
    "17 August 2021",
    "August 17, 2021",
    "Aug. 17, 2021 at 5:30 a.m. ET",
    "Tue 17th of August, 2021",
    "2021-08-17",
    "2021-08-17T08:30:00Z",
    "17/08/2021",
    "08/17/2021",
    "17.8.2021",
    "١٧ آب/أغسطس ٢٠٢١",
    "17 أغسطس/ آب 2021",
    "17 غشت 2021",
    "17 أوت 2021",
    "۱۷/۰۸/۲۰۲۱",
    "الثلاثاء 9 محرم 1443 هـ",
    "9/1/1443 هـ",
    "1443/1/9هـ",
    "الثلاثاء 9 محرم 1443 هـ الموافق 17 أغسطس 2021 م",
    "Published: 17 Aug 2021 11:56 GMT",
    "نشر في: 17/08/2021 - 15:01",
    "آخر تحديث: الثلاثاء 17 أغسطس 2021 الساعة 10:15 صباحًا بتوقيت غرينتش",
]


@pytest.mark.parametrize("line", SEVENTEENTH)
def test_datelines_in_many_shapes_name_one_day(line):
    found = read_dateline(line)
    assert (found.iso, found.is_whole_line) == ("2021-08-17", True)


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("26 كانون الثاني 2023", "2023-01-26"),
        ("3 تشرين الأول 2020", "2020-10-03"),
        ("5 دجنبر 2019", "2019-12-05"),
        ("3 جمادى الآخرة 1442", "2021-01-16"),
        ("1.2.2021", "2021-02-01"),
    ],
)
def test_months_of_all_regions(line, iso):
    assert read_dateline(line).iso == iso


@pytest.mark.parametrize(
    "line",
    [
        "On 17 August 2021 the last convoy left the valley.",
        "وفي 17 أغسطس 2021 غادرت آخر قافلة الوادي.",
        "Written by the desk on 17 August 2021",
    ],
)
def test_a_sentence_with_a_date_is_no_dateline(line):
    found = read_dateline(line)
    assert (found.iso, found.is_whole_line) == ("2021-08-17", False)


@pytest.mark.parametrize(
    "line", ["", "Last updated 2 hours ago", "31/02/2021", "In 2021", "11 September", "17"]
)
def test_what_names_no_day(line):
    found = read_dateline(line)
    assert (found.iso, found.is_whole_line) == (None, False)


def test_a_weekday_without_a_year_is_a_dateline_without_a_date():
    found = read_dateline("Tuesday, August 17")
    assert (found.iso, found.is_whole_line) == (None, True)


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("Tuesday 17/August/2021 - 08:30 PM", "Tuesday 17 August 2021"),
        ("Published: 11 Apr 2018 12:31 GMT", "11 April 2018"),
        ("Updated 2021-08-17T20:30:00+00:00", "17 August 2021"),
        ("الثلاثاء 17/أغسطس/2021 - 08:30 م", "Tuesday 17 August 2021"),
        ("17 August 2021", "17 August 2021"),
        ("Tuesday, August 17, 2021 ", "Tuesday, August 17, 2021"),
        ("BEIRUT, August 17", "BEIRUT, August 17"),
        ("Summer 2021", "Summer 2021"),
        ("", ""),
    ],
)
def test_a_dateline_is_printed_as_people_write_it(line, printed):
    assert printed_dateline(line) == printed


@given(
    st.dates(date(1600, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%A %d/%B/%Y - %H:%M"]),
)
def test_any_day_of_this_age_is_read_back(day, shape):
    assert read_dateline(day.strftime(shape)).iso == day.isoformat()


@given(st.text(max_size=400))
def test_any_text_is_read(text):
    assert read_dateline(text).iso is None or any(c.isdigit() for c in text)
