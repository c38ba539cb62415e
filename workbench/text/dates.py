"""Datelines: which day a line names, and whether it says nothing else.

Month and weekday names come from CLDR (babel), in English and in the Arabic of Egypt, the Levant, Iraq and
the Maghreb; Hijri months and their conversion from hijridate (Umm al-Qura).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from babel.dates import format_date
from hijridate import Hijri

from workbench.text.arabic import match_key

_LONGEST = 300  # characters; no dateline is longer

_MONTH_LOCALES = ("en", "ar", "ar_LB", "ar_MA", "ar_MR", "ar_TN")

#: Spellings in print that CLDR does not list.
_MORE_MONTHS = {
    "sept": 9, "يونيه": 6, "يوليه": 7, "اوكتوبر": 10, "نوفنبر": 11, "كانون ثاني": 1, "كانون اول": 12,
    "تشرين اول": 10, "تشرين ثاني": 11, "اذار": 3, "مايس": 5,
}  # fmt: skip
_MORE_HIJRI = {
    "محرم الحرام": 1, "ربيع الاخر": 4, "ربيع اول": 3, "ربيع ثاني": 4, "جمادي الاول": 5, "جمادي الثانيه": 6,
    "جمادي الاخر": 6, "ذي القعده": 11, "ذي الحجه": 12, "رمضان المبارك": 9, "muharram": 1, "rabi al-awwal": 3,
    "rabi al-thani": 4, "jumada al-awwal": 5, "jumada al-thani": 6, "shaban": 8, "ramadhan": 9,
    "dhu al-qadah": 11, "dhul qadah": 11, "dhul hijjah": 12, "dhu al-hijja": 12,
}  # fmt: skip

#: What may stand beside the date in a dateline, as match keys.
_AROUND = (
    r"(?:first |last |originally )?(?:published|posted|updated?|issued|modified|edited|revised|created)(?: on| at)?",
    "publication date", "date", "time", "release date", "local time", r"makkah(?: time)?", r"as of", "last update",
    "on", "at", "the", "of", r"\bad\b", r"\bah\b", "a\\.h\\.", r"\bce\b",
    "تاريخ النشر", "تاريخ التحديث", "تاريخ", "بتاريخ", "نشر(?:ت)?", "في", "يوم", "تم التحديث", "تم النشر",
    "(?:اخر )?(?:تحديث|تعديل)", "محدث", "(?:تم )?(?:تحديثه|تعديله|نشره|التعديل)", "(?:ال)?تاريخ", "(?:اول|موعد|وقت) (?:ال)?نشر",
    "الاصدار", "صدر في", "حرر في", "(?:ب)?التوقيت المحلي", "توقيت", "ل", "الساعه", "الموافق", r"\bم\b", r"\bه(?:ـ)?\b", "عام", "سنه", "لعام", "من",
    r"\b(?:gmt|utc|est|edt|cst|pst|pdt|cet|cest|bst|ast|eet|ist|msk|aest|sast|[ecmp]t)\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?",
    "(?:ب?توقيت )?(?:غرينتش|جرينتش|غرينيتش|القاهره|بيروت|بغداد|مكه(?: المكرمه)?|السعوديه|ابو ?ظبي|دبي|الدوحه|عمان|دمشق|لندن|باريس)", "تغ",
    r"\bمـ(?!\w)", r"\bهجري(?:ه|ا)?\b", r"\bميلادي(?:ه|ا)?\b",
)  # fmt: skip
_TIME = (
    r"\d{1,2}[:.٫h]\d{2}(?::\d{2})?(?:\.\d+)?(?:\s?(?:[ap]\.?m\b\.?|صباحا|مساء|ظهرا|ص\b|م\b))?(?:\s?[+-]\d{2}:?\d{2}|z\b)?"
    r"|\b\d{1,2}\s?(?:[ap]\.?m\b\.?|صباحا|مساء)"
)


#: "Tuesday, 17 August 2021", "August 17, 2021": letters, a day and a year, no figures for a month, no hour.
_IN_WORDS = re.compile(
    r"(?:(?:[Mm]on|[Tt]ue|[Ww]ed|[Tt]hu|[Ff]ri|[Ss]at|[Ss]un)[a-z]*\.?,? )?(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]+\.?,? \d{4}|[A-Za-z]+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a line says of a day: an ISO date or None, and whether the line holds nothing but that."""

    iso: str | None
    is_whole_line: bool


@dataclass(frozen=True, slots=True)
class _Grammar:
    months: dict[str, int]
    hijri: dict[str, int]
    dates: tuple[re.Pattern[str], ...]
    day_month: re.Pattern[str]
    weekday: re.Pattern[str]
    around: re.Pattern[str]


def read_dateline(line: str) -> Dateline:
    """The first day named in ``line``, the Gregorian one where both calendars are given.

    Reads ``Tuesday 17/August/2021 - 08:30 PM``, ``August 17, 2021``, ``2021-08-17``, ``١٧ آب/أغسطس ٢٠٢١``,
    ``9 محرم 1443 هـ`` and their like. Days come before months where only figures stand, unless that cannot
    be. A day and month with a weekday but no year is a dateline without an ISO date.
    """
    key = match_key(line[:_LONGEST])
    if len(line) > _LONGEST or not re.search(r"\d", key):
        return Dateline(None, False)
    grammar = _grammar()
    found = sorted(_dates(key, grammar))
    rest = key
    for pattern in grammar.dates:
        rest = pattern.sub(" ", rest)
    rest = grammar.weekday.sub(" ", rest)
    named = bool(found)
    if not found and grammar.weekday.search(key) and grammar.day_month.search(rest):
        rest = grammar.day_month.sub(" ", rest)
        named = True
    rest = re.sub(_TIME, " ", rest)
    rest = grammar.around.sub(" ", rest)
    iso = found[0][2].isoformat() if found else None
    return Dateline(iso, named and not re.search(r"[^\W_]", rest))


def printed_dateline(line: str) -> str:
    """A dateline as an English page prints it: "Tuesday 17 August 2021".

    What was copied from a page as the machine set it ("Published: Tuesday 17/August/2021 - 08:30 PM") is put so; a
    line that people write (a date in words, a place, anything else) stays as it is.
    """
    read = read_dateline(line)
    if not (read.iso and read.is_whole_line) or _IN_WORDS.fullmatch(line.strip()):
        return line.strip()
    has_weekday = _grammar().weekday.search(match_key(line))
    return str(
        format_date(date.fromisoformat(read.iso), "EEEE d MMMM y" if has_weekday else "d MMMM y", locale="en")
    )


def _dates(key: str, grammar: _Grammar) -> Iterator[tuple[bool, int, date]]:
    """Days named in a match key: whether in the Hijri calendar, where, and which."""
    for pattern in grammar.dates:
        for match in pattern.finditer(key):
            parts = match.groupdict()
            name = parts.get("name")
            year, day = int(parts["year"]), int(parts["day"])
            month = int(parts["month"]) if name is None else grammar.months.get(name) or grammar.hijri[name]
            is_hijri = name in grammar.hijri if name else 1343 <= year <= 1500
            made = _day(year, month, day, is_hijri)
            if made is None and name is None and not is_hijri:
                made = _day(year, day, month, False)
            if made:
                yield is_hijri, match.start(), made


def _day(year: int, month: int, day: int, is_hijri: bool) -> date | None:
    try:
        return Hijri(year, month, day).to_gregorian() if is_hijri else date(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_names() -> Mapping[str, int]:
    """The Gregorian months by name in English and Arabic, as match keys, with their numbers."""
    return _grammar().months


@cache
def _grammar() -> _Grammar:
    months = dict(_MORE_MONTHS)
    weekdays = {"tues", "wednes", "thur", "thurs"}
    for name in _MONTH_LOCALES:
        locale = Locale.parse(name)
        for width in ("wide", "abbreviated"):
            months |= {match_key(m).rstrip("."): n for n, m in locale.months["format"][width].items()}
            weekdays |= {match_key(d).rstrip(".") for d in locale.days["format"][width].values()}
    hijri = dict(_MORE_HIJRI)
    for number in range(1, 13):
        for language in ("ar", "en"):
            hijri[match_key(Hijri(1443, number, 1).month_name(language))] = number
    gregorian = _either(months)
    name = rf"(?P<name>{gregorian}|{_either(hijri)})\.?"
    day = r"(?<!\d)(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
    year = r"(?P<year>1[3-9]\d\d|20\d\d)(?!\d)"
    gap = r"\s*[/\-.,،]?\s*"
    again = rf"(?:\s*(?:/|\(|-|\s)\s*(?:{gregorian})\s*\)?)?"
    figures = r"(?P<month>[01]?\d|[0-3]\d)"
    return _Grammar(
        months,
        hijri,
        (
            re.compile(rf"{day}{gap}(?:of |من )?(?:شهر )?{name}{again}{gap}(?:عام |سنه |لعام )?{year}"),
            re.compile(rf"\b{name}{gap}{day}{gap}{year}"),
            re.compile(rf"(?<![\d/.-]){year}\s?[-/.]\s?{figures}\s?[-/.]\s?(?P<day>[0-3]?\d)(?=t\d|\D|$)t?"),
            re.compile(rf"(?<![\d/.-])(?P<day>[0-3]?\d)\s?[-/.]\s?{figures}\s?[-/.]\s?{year}"),
        ),
        re.compile(rf"\b[0-3]?\d{gap}(?:{gregorian})\b|\b(?:{gregorian}){gap}[0-3]?\d\b"),
        re.compile(rf"\b(?:{_either(dict.fromkeys(weekdays, 0))})\b\.?"),
        re.compile("|".join(rf"\b(?:{p})(?!\w)" for p in _AROUND)),
    )


def _either(names: dict[str, int]) -> str:
    """A pattern for any of the names, the longest first."""
    return "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
