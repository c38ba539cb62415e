"""Letters that came wrong: what a copy, a conversion or a keyboard did to a text that nobody wrote so.

Each function lists the edits that would mend one kind of fault in a text: (start, end, what belongs there), in
order and without overlaps. None of them changes a word as it is read aloud.
"""

import re
import unicodedata
from collections.abc import Iterator

from bidi import get_display  # type: ignore[import-untyped]

from workbench.text.arabic import is_arabic

Edit = tuple[int, int, str]

_ARABIC = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
_SIGNS = "\u064b-\u065f\u0670\u06d6-\u06ed"

# --- presentation forms --------------------------------------------------------------------------------

#: Letters drawn in one of their shapes (Unicode, Arabic Presentation Forms-A and -B), and the ligature of the
#: name of God, which is spelled out wherever it is typed. The other ligatures of U+FDF0-FDFD (ﷺ, ﷻ, ﷽, ﷼) are
#: written as such, and ﴾ ﴿ are brackets.
_FORMS = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe70-\ufefc]+|\u0627?\ufdf2")


def presentation_forms(text: str) -> Iterator[Edit]:
    """Shaped letters as letters. In some fonts the ligature of God's name follows its alef, which is then one."""
    for match in _FORMS.finditer(text):
        if match.group().endswith("\ufdf2"):
            yield match.start(), match.end(), "الله"
            continue
        letters = "".join(_unshaped(letter) for letter in match.group())
        if letters != match.group():
            yield match.start(), match.end(), letters


def _unshaped(letter: str) -> str:
    """Vowel signs are shaped upon a space or a tatweel, which is not theirs."""
    return unicodedata.normalize("NFKC", letter).replace(" ", "").replace("\u0640", "") or letter


# --- tatweel -------------------------------------------------------------------------------------------

#: Between two letters. At the end of an abbreviation (هـ), before a name in Latin letters or quotation marks
#: (الـ«عين»), and under a sign (بـٰ) it is spelling.
_TATWEEL = re.compile(rf"(?<=[{_ARABIC}])([{_SIGNS}]*)\u0640+(?=[{_ARABIC}])")


def tatweel(text: str) -> Iterator[Edit]:
    """Letters drawn longer than they are."""
    for match in _TATWEEL.finditer(text):
        yield match.end(1), match.end(), ""


# --- Persian letters -----------------------------------------------------------------------------------

_PERSIAN = {
    "ک": "ك", "ڪ": "ك", "ی": "ي", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۀ": "ه", "ۃ": "ة",
}  # fmt: skip
_PERSIAN_LETTER = re.compile(f"[{''.join(_PERSIAN)}]")
_ARABIC_WORD = re.compile(rf"[{_ARABIC}{_SIGNS}\u0640\u200c]+")
#: What Arabic spelling has and Persian, Urdu and Kurdish do not.
_ONLY_ARABIC = re.compile("[ةأإىيك]|^[وفبكل]?ال.|^لل.")
_NOT_ARABIC = re.compile("[پچژگڤٹڈڑںےۆێڵڕ]|\u200c")
_COMMON = frozenset((
    "في", "علی", "إلی", "الی", "حتی", "متی", "لدی", "سوی", "مدی", "هی", "هذی", "التی", "الذی", "فی", "أی",
    "ای", "بین", "حین", "غیر", "کل", "کان", "کما", "لکن", "ذلک", "هناک", "کانت", "لیس", "قبل",
))  # fmt: skip
#: Of those, and of names, the ones that end in an alef maqsura.
_MAQSURA = frozenset((
    "علی", "إلی", "الی", "حتی", "متی", "لدی", "سوی", "مدی", "موسی", "عیسی", "مصطفی", "یحیی", "کبری",
    "الکبری", "أخری", "اخری", "مستوی", "قوی", "جدوی", "فتوی", "دعوی",
))  # fmt: skip
_PERSIAN_WORDS = re.compile(r"(?<!\S)(?:است|که|را|این|برای|هستند|شده|می‌?\w+|از|ہے|کے|کی|میں|نے|لە|بۆ)(?!\S)")


def is_persian(text: str) -> bool:
    """Whether a text with such letters is Persian, Urdu or Kurdish."""
    return len(_PERSIAN_WORDS.findall(text)) * 12 > len(text.split())


def is_from_persian_keyboard(text: str) -> bool:
    """Whether an Arabic text has hardly a kaf or ya of Arabic's own."""
    persian = sum(text.count(letter) for letter in "کی")
    return persian >= 8 and persian >= 9 * sum(text.count(letter) for letter in "كي") and "ة" in text


def persian_letters(text: str, *, is_keyboard: bool = False, are_names: bool = False) -> Iterator[Edit]:
    """Persian, Urdu and Kurdish kaf, ya and ha in words that are Arabic by something else about them.

    ``is_keyboard``: that holds for the whole text (:func:`is_from_persian_keyboard`). ``are_names``: those in
    the other words instead, which may be names that are written so at home.
    """
    if not _PERSIAN_LETTER.search(text):
        return
    for match in _ARABIC_WORD.finditer(text):
        word = match.group()
        if not _PERSIAN_LETTER.search(word):
            continue
        is_sure = not _NOT_ARABIC.search(word) and (
            is_keyboard or word in _COMMON or word in _MAQSURA or bool(_ONLY_ARABIC.search(word))
        )
        if is_sure == are_names:
            continue
        for letter in _PERSIAN_LETTER.finditer(word):
            is_last = letter.end() == len(word)
            new = "ى" if is_last and word in _MAQSURA else _PERSIAN[letter.group()]
            yield match.start() + letter.start(), match.start() + letter.end(), new


# --- what cannot be seen -------------------------------------------------------------------------------

_BIDI = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_MOST_ALONE = 40  # controls of one text that are judged one by one
_ZERO_WIDTH = re.compile(
    rf"[\u200b\u2060\ufeff]+|(?<![{_ARABIC}{_SIGNS}\u0640])\u200c+|\u200c+(?![{_ARABIC}])"
    rf"|(?:^|(?<=[\s.,;:!?()«»،؛؟]))\u200d+|\u200d+(?=[\s.,;:!?()«»،؛؟]|$)(?<!هـ\u200d)(?<!ه\u200d)"
)
_SOFT_HYPHEN = re.compile("\u00ad+")


def bidi_controls(text: str, *, rtl: bool) -> Iterator[Edit]:
    """Direction marks and embeddings without which a paragraph of that direction is seen in the same order.

    Those that make a difference stay, such as a mark behind a Latin abbreviation at the end of a sentence.
    """
    places = [match.span() for match in _BIDI.finditer(text)]
    if not places:
        return
    shown = _seen(text, rtl)
    if _seen(_BIDI.sub("", text), rtl) == shown:
        yield from ((start, end, "") for start, end in places)
        return
    if len(places) > _MOST_ALONE:
        return
    kept, gone = text, []
    for start, end in reversed(places):
        without = kept[:start] + kept[end:]
        if _seen(without, rtl) == shown:
            kept = without
            gone.append((start, end, ""))
    yield from reversed(gone)


def _seen(text: str, rtl: bool) -> str:
    """The letters, line by line, in the order of the eye."""
    base = "R" if rtl else "L"
    shown = (str(get_display(line, base_dir=base)) if line else "" for line in text.split("\n"))
    return _BIDI.sub("", "\n".join(shown))


def zero_width(text: str) -> Iterator[Edit]:
    """Zero-width spaces, and joiners where there is nothing to join or to part."""
    return _without(_ZERO_WIDTH, text)


def soft_hyphens(text: str) -> Iterator[Edit]:
    """Places where a word might have been broken."""
    return _without(_SOFT_HYPHEN, text)


def _without(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    return ((match.start(), match.end(), "") for match in pattern.finditer(text))


# --- spaces --------------------------------------------------------------------------------------------

#: Not beside a figure: there it keeps a number and its unit together.
_NO_BREAK = re.compile(r"(?<![0-9٠-٩\u00a0])\u00a0(?![0-9٠-٩\u00a0])")
_DOUBLE = re.compile("[ \u00a0]{2,}")


def no_break_spaces(text: str) -> Iterator[Edit]:
    """No-break spaces between Arabic words, which a web page left there."""
    if "\u00a0" in text and is_arabic(text):
        for match in _NO_BREAK.finditer(text):
            yield match.start(), match.end(), " "


def double_spaces(text: str) -> Iterator[Edit]:
    """Several spaces where one is meant."""
    return ((match.start(), match.end(), " ") for match in _DOUBLE.finditer(text))


#: A letter by itself behind a word; "و" is often written so.
_LONE = re.compile(rf"(?<=[{_ARABIC}] )(?!و)[{_ARABIC}][{_SIGNS}]*(?![^\s.،؛؟!»])")


def has_broken_words(text: str) -> bool:
    """Whether words of a text stand in pieces with spaces between, as PDF files give stretched lines."""
    lone = [match.group()[0] for match in _LONE.finditer(text)]
    return len(lone) >= 5 and len(set(lone)) >= 3 and len(lone) > 0.03 * len(text.split())


def edited(text: str, edits: list[Edit]) -> str:
    """The text with the edits made."""
    parts, at = [], 0
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])
