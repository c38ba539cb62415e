"""Byline and outlet: who wrote a piece and for whom, from the lines around its headline."""

import re
from collections.abc import Sequence
from typing import Protocol

from workbench.intake.document import Block
from workbench.intake.wording import line_key, pattern
from workbench.text.arabic import is_arabic, match_key
from workbench.text.dates import read_dateline


class Judged(Protocol):
    """A line that may be judged to be the byline or the outlet."""

    block: Block
    key: str
    words: int
    reason: str | None

    @property
    def is_open(self) -> bool: ...
    def drop(self, reason: str, field: str | None = None) -> None: ...


_BY = (
    r"by|written by|words by|story by|report(?:ing|ed)? by|author|analysis by|opinion by"
    r"|كتب(?:ت|ه|ته|ها)?|بقلم|إعداد|أعدها?|أعد التقرير|تقرير|تحقيق|الكاتبة?|المحرر|أجرى الحوار|حوار|مراسل(?:ة|نا)?"
)
_BYLINE = pattern(rf"(?:{_BY})(?:\s*[:：/|-]\s*|\s+)(?P<name>\S.{{1,80}})")
_BY_LABEL = re.compile(rf"^\s*(?:{_BY})(?:\s*[:：/|–—-]\s*|\s+)", re.I)

_OUTLET_WORD = pattern(
    r"(?:.* )?(?:news|times|post|press|agency|journal|gazette|herald|tribune|observer|review|reporter|magazine|daily|weekly"
    r"|monitor|chronicle|telegraph|guardian|standard|network|media|tv|online|today|reference|independent|cent(?:er|re)|institute|foundation)(?: .*)?"
    r"|(?:صحيفة|جريدة|وكالة|موقع|شبكة|قناة|مجلة|مركز|بوابة|مؤسسة|معهد|دار|منصة)(?: .*)?"
)
_THE = pattern(r"the .*|ال\w{3,}")

_PARTICLES = frozenset((
    "al", "el", "bin", "bint", "ibn", "abu", "umm", "de", "da", "di", "del", "van", "von", "der", "la", "le", "and",
))  # fmt: skip
_BREAK = re.compile(r"\s+[|•·–—-]\s+|\s*[|•]\s*")

#: Common given names, as match keys: evidence that a lone line is a person where nothing else says so.
_GIVEN_NAMES = frozenset(
    match_key(
        "محمد أحمد محمود علي حسن حسين إبراهيم خالد عمر يوسف مصطفى عبدالله عبد سامي سمير كريم طارق ياسر رامي فادي جمال كمال "
        "نبيل هاني وليد زياد بلال ماجد ناصر سعيد سعد صالح عادل أيمن أشرف شريف حسام فاطمة عائشة مريم زينب نور سارة ليلى هدى "
        "منى رنا ريم دينا هبة أمل سلمى نادية سعاد إيمان رشا لينا داليا mohamed mohammed muhammad mohammad ahmed ahmad mahmoud ali "
        "hassan hussein ibrahim khaled khalid omar youssef yusuf mostafa mustafa abdullah sami samir karim tarek tariq nabil hani "
        "walid ziad bilal majed nasser said saleh adel ayman ashraf sherif hossam fatima aisha mariam maryam zainab nour sara sarah "
        "leila layla hoda huda mona rana reem dina heba amal salma nadia suad iman lina dalia john james david michael robert william "
        "peter paul mark thomas daniel anna mary jane emma kate laura julia helen susan elizabeth emily charles george andrew"
    ).split()
)


def find_people(lines: Sequence[Judged], headline: int, first_solid: int) -> None:
    """Mark the byline and the outlet among the open lines above the first paragraph.

    A line that says "By …" is a byline. A lone name or outlet needs evidence: a date line, a button or a
    byline right beside it, or a well-known given name or outlet word in it.
    """
    head = [i for i in range(min(first_solid, len(lines))) if i != headline]
    for i in head:
        line = lines[i]
        if line.is_open and line.words <= 12 and len(line.key) <= 150 and is_byline(line.key):
            line.drop("byline", "byline")
    has_byline = any(lines[i].reason == "byline" for i in head)
    for i in head:
        if not (lines[i].is_open and _is_label(lines[i])):
            continue
        beside = any(0 <= j < len(lines) and not lines[j].is_open for j in (i - 1, i + 1))
        line = lines[i]
        if _is_outlet(line) and (beside or bool(_OUTLET_WORD.fullmatch(line.key))):
            line.drop("outlet", "outlet")
        elif i > headline and not has_byline and _is_name(line) and (beside or _has_given_name(line)):
            line.drop("byline", "byline")
            has_byline = True
    outlet = next((line.key for line in lines if line.reason == "outlet"), None)
    for i in head:
        if i < headline and lines[i].is_open and lines[i].key == outlet:
            lines[i].drop("outlet", "outlet")


def is_byline(key: str) -> bool:
    """Whether a line key is "By" and a name."""
    match = _BYLINE.fullmatch(key)
    if match is None:
        return False
    return not read_dateline(match["name"]).is_whole_line and len(match["name"].split()) <= 10


def byline_name(text: str) -> str:
    """The name in a byline, without "By" before it or a date, place or outlet behind it."""
    name = _BY_LABEL.sub("", text) if is_byline(line_key(text)) else text
    return _BREAK.split(name)[0].strip(" \t\u00a0:،,")


def _is_label(line: Judged) -> bool:
    text = line.block.text
    return line.words <= 6 and len(text) <= 60 and not re.search(r"[\d.!?؟:،,;؛«»“”\"]", text)


def _is_outlet(line: Judged) -> bool:
    if _OUTLET_WORD.fullmatch(line.key):
        return line.words <= 5
    return line.words <= (1 if is_arabic(line.block.text) else 3) and bool(_THE.fullmatch(line.key))


def _is_name(line: Judged) -> bool:
    """Two to five words that can be a person's: in Latin letters all of them capitalised."""
    words = line.block.text.split()
    if not 2 <= len(words) <= 5:
        return False
    if is_arabic(line.block.text):
        return all(len(w) > 1 for w in words)
    return all(w[0].isupper() or w.lower() in _PARTICLES for w in words)


def _has_given_name(line: Judged) -> bool:
    return line.key.split()[0] in _GIVEN_NAMES
