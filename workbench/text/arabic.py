"""Arabic letters: which text is Arabic, and one normalisation for matching and searching.

Nothing here is for text that will be stored or published: a match key is compared with match keys only.
"""

import re
import unicodedata

#: Tashkeel, Quranic signs, superscript alef and tatweel: said or drawn, but not told apart in a search.
_SILENT = (
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    0x0670,
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E5),
    0x06E7,
    0x06E8,
    *range(0x06EA, 0x06EE),
    0x0640,
)

#: Characters that are never seen: bidi controls, joiners, zero-width space, BOM, soft hyphen.
INVISIBLE = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e"
    "\u2066\u2067\u2068\u2069\u2060\ufeff\u00ad"
)

#: Letters that writers, keyboards and desks mix up, Persian keyboards included.
_LETTERS = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ی": "ي", "ې": "ي",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ک": "ك", "ڪ": "ك",
}  # fmt: skip

_DIGITS = {
    **{chr(0x0660 + d): str(d) for d in range(10)},
    **{chr(0x06F0 + d): str(d) for d in range(10)},
    "٫": ".",
    "٬": ",",
}

_QUOTES = {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-"}

_FOLD: dict[int, str | None] = {
    **dict.fromkeys(_SILENT),
    **{ord(c): None for c in INVISIBLE},
    **{ord(k): v for k, v in (_LETTERS | _DIGITS).items()},
}
_KEY: dict[int, str | None] = {**_FOLD, **{ord(k): v for k, v in _QUOTES.items()}}

_ARABIC_RANGES = (
    "\u0620-\u063f\u0641-\u064a\u066e-\u066f\u0671-\u06d3\u06d5"
    "\u06ee-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdfd\ufe70-\ufefc"
)
_ARABIC_LETTER = re.compile(f"[{_ARABIC_RANGES}]")
_LETTER = re.compile(r"[^\W\d_]")


def fold_letters(text: str) -> str:
    """``text`` with Arabic letters, digits and signs folded, everything else as it is.

    Length-changing. Serves to write patterns that are held against a :func:`match_key`.
    """
    return text.translate(_FOLD)


def match_key(text: str) -> str:
    """What two texts share when a reader would call them the same words.

    Folds alef and hamza seats, alef maqsura and ya, ta marbuta and ha; drops tashkeel, tatweel and
    invisible characters; Arabic-Indic and Persian digits become ASCII; presentation forms are resolved
    (NFKC); Latin is case-folded; typographic quotes and dashes become ASCII; white space becomes one space.

    >>> match_key("إيرانُ  ٢٠٢١") == match_key("ايران 2021")
    True
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    key = unicodedata.normalize("NFKC", text).translate(_KEY).casefold()
    return " ".join(key.split())


_PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_DRAWING = str.maketrans(dict.fromkeys(f"\u0640{INVISIBLE}"))


def drawn_key(text: str) -> str:
    """What two texts share when they hold the same letters and signs and only their drawing or spacing differs.

    Much narrower than :func:`match_key`: presentation forms are resolved, tatweel and invisible characters
    dropped, white space becomes one space; hamzas, vowels, digits and quotes stay as they are.

    >>> drawn_key("ﻻ  بـــأس") == drawn_key("لا بأس")
    True
    """
    plain = _PRESENTATION_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return " ".join(plain.translate(_DRAWING).split())


def arabic_share(text: str) -> float:
    """Share of the letters of ``text`` that are Arabic, 0.0–1.0; 0.0 when it has no letters."""
    letters = len(_LETTER.findall(text))
    return len(_ARABIC_LETTER.findall(text)) / letters if letters else 0.0


def is_arabic(text: str) -> bool:
    """Whether at least half of the letters are Arabic."""
    return arabic_share(text) >= 0.5


def is_only_arabic(text: str) -> bool:
    """Whether there are letters and all are Arabic: on the English side only such a line is an Arabic one.

    An English sentence may quote more letters of Arabic than it has itself. Digits and signs are nobody's.

    >>> is_only_arabic("«لا تعليق» 2021"), is_only_arabic("He said: «لا تعليق إلا بعد التحقيق»")
    (True, False)
    """
    return arabic_share(text) == 1
