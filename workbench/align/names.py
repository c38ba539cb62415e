"""Names that sound alike in Arabic and in English: one short key for both spellings.

After A. T. Freeman, S. L. Condon and C. M. Ackerman, "Cross Linguistic Name Matching in English and Arabic",
NAACL 2006, who compare names by classes of letters that stand for one another in transliteration. Here the
classes make a key as Soundex does, so that names meet in a table and not by comparing each with each.
Vowels, which Arabic leaves out, and the letters English renders freely (و ي ه ح ع and h, w, y) are dropped.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

_SHORTEST = 2  # consonants; one alone is no name
_SHORTEST_JOINED = 4  # consonants of two words read as one

#: One class of sounds a line: its sign, Arabic letters as a match key has them, Latin letters.
_CLASSES = (
    ("B", "بپ", "bp"),
    ("T", "تطث", "t"),
    ("D", "دض", "d"),
    ("S", "سصشزذظژ", "sz"),
    ("G", "جغ", "gj"),
    ("K", "كقخگ", "kqc"),
    ("F", "فڤ", "fv"),
    ("L", "ل", "l"),
    ("M", "م", "m"),
    ("N", "ن", "n"),
    ("R", "ر", "r"),
    ("TS", "چ", ""),
    ("KS", "", "x"),
)
_ARABIC_SOUNDS = {ord(letter): sound for sound, letters, _ in _CLASSES for letter in letters}
_LATIN_SOUNDS = {ord(letter): sound for sound, _, letters in _CLASSES for letter in letters}

#: Latin spellings of one sound, in this order, before the letters are read one by one. Where English does
#: not show which sound is meant, every one is taken.
_SPELLINGS = (
    (re.compile("tch"), ("ts",)),
    (re.compile("sch|sh"), ("s",)),
    (re.compile("ch"), ("ts", "s", "k")),
    (re.compile("ph"), ("f",)),
    (re.compile("gh"), ("g", "")),
    (re.compile("c(?=[eiy])"), ("s",)),
    (re.compile("(?<=n)g(?![aeiouylr])"), ("",)),  # Washington, King
)

#: What may be written onto the front of an Arabic word: "and", "so", "by", "to", "like", the article.
_PREFIX = re.compile("[وف]?(?:[بك]?ال|لل)|[وفبلك]")
_SHORTEST_BARE = 3  # letters that must be left of a word without its prefix

# No word is longer than forty letters; what is gets read in pieces, so that the caches stay small.
_WORD = re.compile(r"[^\W\d_]{1,40}")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06a4\u06af]{1,40}")


def arabic_words(key: str) -> list[str]:
    """The words in Arabic letters of a match key, in order."""
    return _ARABIC_WORD.findall(key)


@lru_cache(maxsize=20_000)
def arabic_sounds(word: str) -> frozenset[str]:
    """The keys an Arabic word may have: as it stands and without a prefix, which may be part of the name."""
    found = {_key(word, _ARABIC_SOUNDS)}
    prefix = _PREFIX.match(word)
    if prefix and len(word) - prefix.end() >= _SHORTEST_BARE:
        found.add(_key(word[prefix.end() :], _ARABIC_SOUNDS))
    return frozenset(key for key in found if len(key) >= _SHORTEST)


@lru_cache(maxsize=20_000)
def latin_sounds(word: str) -> frozenset[str]:
    """The keys a name in Latin letters may have: as it stands, and without the ending of a plural or people."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isascii())
    forms = {bare, re.sub("s$", "", bare), re.sub("(?:ian|an|ese|i)?s?$", "", bare)}
    for spelling, sounds in _SPELLINGS:
        forms = {spelling.sub(sound, form) for form in forms for sound in sounds}
    return frozenset(key for form in forms if len(key := _key(form, _LATIN_SOUNDS)) >= _SHORTEST)


def _key(word: str, sounds: dict[int, str]) -> str:
    key = "".join(sounds.get(ord(letter), "") for letter in word)
    return re.sub(r"(.)\1+", r"\1", key)


def joined_sounds(first: str, second: str) -> Iterator[str]:
    """The keys of two Arabic words that English writes as one: Ahmadinejad, Islamabad."""
    for start in arabic_sounds(first):
        for end in arabic_sounds(second):
            if len(start) + len(end) >= _SHORTEST_JOINED:
                yield start + end[start[-1] == end[0] :]


def capitalised(texts: Iterable[str]) -> list[frozenset[str]]:
    """For each English text its words with a capital that no text has without one.

    That leaves out what is only at the start of a sentence, without a list of such words.
    """
    words = [_WORD.findall(text) for text in texts]
    small = {word for block in words for word in block if word[0].islower()}
    return [
        frozenset(
            word for word in block if word[0].isupper() and len(word) > 2 and word.casefold() not in small
        )
        for block in words
    ]
