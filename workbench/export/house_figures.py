"""Dates and small numbers as a publication writes them: rules of a house style (:mod:`workbench.export.house_style`).

They know English by its shape alone, so they change what can be read in one way only, and leave the rest.
"""

import re
from collections.abc import Iterator

#: A change of a text: from, to (code points), and what stands there instead.
Edit = tuple[int, int, str]

_NEAR = 40  # characters before a figure that tell what it is

# --- dates -----------------------------------------------------------------------------------------------

_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_SHORT = "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
_DAY = r"(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?\b"
#: Days of one month: "3", "3–5", "3 and 4", "3, 4 and 5".
_DAYS = rf"(?P<days>{_DAY}(?:[–-]{_DAY}|(?P<several>(?:, {_DAY}){{0,4}},? (?:and|or|to) {_DAY})?))"
_YEAR = r"(?P<year>\d{4})\b"
_DAY_FIRST = re.compile(
    # The stop after a short name is the sentence's, unless a year or a small letter follows.
    rf"\b{_DAYS}[ \u00a0](?P<month>(?:{_NAMES})\b|(?:{_SHORT})\b(?:\.(?=[ \u00a0](?:\d{{4}}\b|[a-z])))?)(?:,?[ \u00a0]{_YEAR})?"
)
_MONTH_FIRST = re.compile(
    # "In May 3 people" and "In May 3,500 people" have no day.
    rf"(?<!\b[Ii]n )\b(?P<month>(?:{_NAMES})\b|(?:{_SHORT})\b\.?)[ \u00a0]{_DAYS}"
    rf"(?![,.]\d|\s*[–—-]\s*\d|,? (?:and|or|to) \d)(?:,[ \u00a0]{_YEAR}(?:,(?= ))?)?"
)
#: Before a day that may be one of several, or no day.
_ONE_OF_SEVERAL = re.compile(r"(?:(?<!\d)\d\d?(?:,|,? (?:and|or|to)) (?:[A-Z]\w+day,? )?|[\d.,/–—-])$")
#: Before the later day of a range over two months.
_RANGE = re.compile(rf"\b(?:{_NAMES}|{_SHORT})\b\.?(?:,? \d{{4}})?[–—-]$")
#: After several days: "May 3 and 4 in Beirut", unlike "May 3 and 4 people", has two.
_NO_NOUN = re.compile(r"(?! [a-z])| (?:in|at|on|and|or|but|for|with|by|from|to|after|before|when|while|as)\b")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")
_LETTER = re.compile(r" [^\W\d_]")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(,?) $")


def month_first(text: str) -> Iterator[Edit]:
    """For "17 August 2021" "August 17, 2021"; for "3 and 4 May" "May 3 and 4"."""
    for match in _DAY_FIRST.finditer(text):
        before = _before(match)
        if _ONE_OF_SEVERAL.search(*before) and not _RANGE.search(*before):
            continue
        days, month, year = _parts(match)
        goes_on = _LETTER.match(text, match.end())
        yield from _after_weekday(match, ", ")
        yield *match.span(), f"{month} {days}" + (f", {year}{',' if goes_on else ''}" if year else "")


def day_first(text: str) -> Iterator[Edit]:
    """For "August 17, 2021" "17 August 2021"; for "May 3 and 4" "3 and 4 May"."""
    for match in _MONTH_FIRST.finditer(text):
        days, month, year = _parts(match)
        if match["several"] and not year and not _NO_NOUN.match(text, match.end()):
            continue
        yield from _after_weekday(match, " ")
        yield *match.span(), f"{days} {month.rstrip('.')}" + (f" {year}" if year else "")


def _parts(match: re.Match[str]) -> tuple[str, str, str | None]:
    return _ORDINAL.sub("", match["days"]), match["month"], match["year"]


def _before(match: re.Match[str]) -> tuple[str, int, int]:
    """Where to look for what stands right before a match: the text, from and to."""
    return match.string, max(0, match.start() - _NEAR), match.start()


def _after_weekday(match: re.Match[str], between: str) -> Iterator[Edit]:
    """What stands between a date and the day of the week before it: "Tuesday, August 17", "Tuesday 17 August"."""
    found = _WEEKDAY.search(*_before(match))
    if found and f"{found[1]} " != between:
        yield found.start(1), found.end(), between


# --- numbers ---------------------------------------------------------------------------------------------

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
#: A digit with a word of small letters after it, which may be what is counted.
_DIGIT = re.compile(r"(?<![^\s(“‘\"'])([1-9])[ \u00a0](?=([a-z]{3,})(?![\w’'-])(?! (?:to )?\d))")
#: Words that are not counted: what stands for a unit, a time or a power of ten, and those that join words.
_NOT_COUNTED = re.compile(
    r"[^aeiouy]+|mins?|secs?|percent|per|(?:hundr|thous|m|b|tr)(?:ed|and|illion)|minus|plus|versus|times"
    r"|local|sharp|today|tonight|tomorrow|yesterday|daily|last|next"
    r"|and|but|nor|for|from|with|without|than|that|this|the|these|those|its|his|her|their|our|your"
    r"|was|were|are|has|had|have|will|would|can|could|may|might|must|shall|should|does|did|not"
    r"|out|off|over|under|into|onto|upon|when|while|then|after|before|until|since|because|who|which"
)
#: Before a number that counts; after any other word it may be a name's: "page 3", "size 8", "iPhone 5". A stop
#: ends a sentence only after a word too long to be cut short, as "No." is.
_COUNTS = re.compile(
    r"""(?:
      ^ | \n | [“‘"'(] | [,;:!?…][”’"')]*\s | \w{5}\.[”’"')]*\s | \s[–—]\s | —
      | \b(?:
          the|these|those|all|any|both|every|other|another|some|their|its|his|her|our|my|your|first|last|next|past
        | of|in|on|by|for|from|to|with|without|within|into|through|during|until|since|among|against|between
        | about|around|over|under|after|before|nearly|almost|only|just|least|most|than|as|and|or|but|nor|plus
        | that|which|who|when|where|while|if|because|so|then
        | is|are|was|were|be|been|has|had|have|having
        | saw|took|lost|won|sent|held|found|met|made|gave|brought|bought|built|sold|spent|fought|caught
        | (?-i:[a-z]{2,}[a-df-z]ed)  # what was done: "killed 3 people", not "speed 3" or "Ahmed 3"
        | (?<=,[ ])(?-i:[a-z]+ing) | (?<=,[ ]and[ ])(?-i:[a-z]+ing)  # by what came before: ", killing 3 people"
      )\s
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
#: Before a number that goes with another.
_JOINED = re.compile(r"(?<!\d)\d{1,3}(?:,|,?\s(?:and|or|to))\s$")
_STARTS = re.compile(r"(?:^|\n|[.!?][”’\"')]*\s+)[“‘\"'( ]*$")


def numbers_in_words(text: str) -> Iterator[Edit]:
    """ "three ships" in the place of "3 ships", where it can be nothing but a count."""
    for match in _DIGIT.finditer(text):
        before = _before(match)
        if _NOT_COUNTED.fullmatch(match[2]) or _JOINED.search(*before) or not _COUNTS.search(*before):
            continue
        word = _WORDS[int(match[1]) - 1]
        yield *match.span(1), word.capitalize() if _STARTS.search(*before) else word
