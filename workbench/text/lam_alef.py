"""Lam and alef that changed places: "األمن" for "الأمن", as many PDF files give their ligature.

The one glyph for both letters is turned around with the rest of the line, or never was. Where a word then
begins as no Arabic word does, that is sure. In a text with several such words, common words are known too
("خالل" for "خلال"); what could equally be another word ("عالم", "ثالث") stays.
"""

import re
from collections.abc import Iterator

from workbench.text.letters import Edit

_LETTERS = "\u0621-\u063a\u0641-\u064a\u064b-\u0652\u0670"
#: An alef with another alef behind it at the beginning of a word: "األ", "اإل", "اال", with a particle before it or not.
_SURE = re.compile(rf"(?<![{_LETTERS}])[وفبك]{{0,2}}(?P<pair>ا[أإآا]ل)(?=[{_LETTERS}])")
_RIGHT = re.compile(rf"(?<![{_LETTERS}])[وفبك]{{0,2}}ال[أإآا](?=[{_LETTERS}])")
_ENOUGH = 3  # sure words by which a text is known to be of that make

#: Frequent words with the ligature inside, of which the turned form is no word.
_WORDS = (
    "خلال", "علاقات", "بلاد", "ثلاثين", "ثلاثون", "إسلام", "إسلامي", "إسلامية", "إعلام", "إعلامي", "إعلامية",
    "سلاح", "استقلال", "احتلال", "انقلاب", "خلافات", "ولاية", "ولايات", "إصلاح", "إصلاحات", "غلاء", "دلالة",
    "دولار", "إطلاق", "استغلال", "اختلاف", "اختلافات", "إغلاق", "أخلاق", "أخلاقي", "قائلا", "فضلا", "أولا",
    "كاملا", "طويلا", "قليلا", "إلا", "مقابلات", "سلالة", "ملاحظة", "ملاحظات", "فلاحين", "لاجئين", "لاجئون",
    "لاعبين", "مستقلا", "انتقالا", "تلاميذ", "زملاء", "عملاء", "فلاسفة", "إملاء", "تلاعب", "جلالة", "ميلاد",
    "ميلادي",
)  # fmt: skip
_NOT = re.compile(rf"(?<![{_LETTERS}])(?P<lead>[وف]?)(?P<word>ال)(?![{_LETTERS}])")  # "ال" for "لا", alone
_TURNED = {word.replace("لا", "ال"): word for word in _WORDS}
_PREFIX = "(?:[وف]?(?:[بك]?ال|لل|[بكلس])?)"
_KNOWN = re.compile(
    rf"(?<![{_LETTERS}]){_PREFIX}(?P<word>{'|'.join(sorted(map(re.escape, _TURNED), key=len, reverse=True))})"
    rf"(?:ها|هم|هما|نا|ه|ك|ية|ي|ات|ين|ون|ا|ً|اً)?(?![{_LETTERS}])"
)


def is_turned(text: str) -> bool:
    """Whether a whole text is of that make: several words that can be nothing else, and few written rightly."""
    sure = len(_SURE.findall(text))
    return sure >= _ENOUGH and sure >= 3 * len(_RIGHT.findall(text))


def lam_alef(text: str, *, whole_is_turned: bool) -> Iterator[Edit]:
    """The two letters put in their places; common words only where the whole text is of that make."""
    edits: list[Edit] = []
    for match in _SURE.finditer(text):
        start, end = match.span("pair")
        if match["pair"][1] == "ا" and not whole_is_turned:
            continue  # an alef too many, as likely
        edits.append((start, end, f"ال{match['pair'][1]}"))
    if whole_is_turned:
        taken = {start for start, _, _ in edits}
        for match in _KNOWN.finditer(text):
            start, end = match.span("word")
            if not any(at in taken for at in range(match.start(), end)):
                edits.append((start, end, _TURNED[match["word"]]))
        edits += [(*match.span("word"), "لا") for match in _NOT.finditer(text)]
    yield from sorted(edits)
