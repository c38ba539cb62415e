"""Numbers in either script, in figures and in words, as one key: ``٣`` and ``3`` and ``three`` and ``ثلاثة``."""

import re
from functools import lru_cache

_FIGURES = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r",(?=\d{3}(?:\D|$))")
#: Arabic desks write 20.000 as often as 20,000; nobody writes a decimal to exactly three places in the news.
_DOTTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_PREFIX = re.compile("(?:و?ال|[وبل])(?=..)")

#: Value, English words, Arabic words as a match key has them.
_NUMBER_WORDS = (
    ("2", "two", "اثنين اثنان اثنتين"),
    ("3", "three", "ثلاث ثلاثه"),
    ("4", "four", "اربع اربعه"),
    ("5", "five", "خمس خمسه"),
    ("6", "six", "ست سته"),
    ("7", "seven", "سبع سبعه"),
    ("8", "eight", "ثماني ثمانيه ثمان"),
    ("9", "nine", "تسع تسعه"),
    ("10", "ten", "عشر عشره"),
    ("20", "twenty", "عشرين عشرون"),
    ("30", "thirty", "ثلاثين ثلاثون"),
    ("40", "forty", "اربعين اربعون"),
    ("50", "fifty", "خمسين خمسون"),
    ("60", "sixty", "ستين ستون"),
    ("70", "seventy", "سبعين سبعون"),
    ("80", "eighty", "ثمانين ثمانون"),
    ("90", "ninety", "تسعين تسعون"),
    ("hundred", "hundred hundreds", "مئه مائه ميه مئات ميات مئتي ميتي"),
    ("thousand", "thousand thousands", "الف الفا الاف"),
    ("million", "million millions", "مليون مليونا ملايين"),
    ("billion", "billion billions", "مليار مليارا مليارات بليون"),
    ("trillion", "trillion trillions", "تريليون تريليونا"),
)
_VALUES = {
    word: value for value, english, arabic in _NUMBER_WORDS for word in (*english.split(), *arabic.split())
}


def figures(key: str) -> frozenset[str]:
    """The numbers in a match key that are written in figures; 1,200 and 1.200 as 1200."""
    return frozenset(_bare(number) for number in _FIGURES.findall(key))


def _bare(number: str) -> str:
    return number.replace(".", "") if _DOTTED.fullmatch(number) else _THOUSANDS.sub("", number)


def number_words(words: list[str]) -> frozenset[str]:
    """The numbers among the words of a match key, as figures up to ninety, above by their name."""
    return frozenset(value for word in words if (value := _value(word)))


@lru_cache(maxsize=20_000)
def _value(word: str) -> str | None:
    bare = _PREFIX.sub("", word, count=1)
    return _VALUES.get(word) or _VALUES.get(bare)
