"""Meanings that single words show in either language, to tell what two texts have in common.

Common words come from ``lexicon.tsv`` beside this file, countries from CLDR (babel), months from
``text.dates``. Words are compared by light stems; the Arabic ones after L. S. Larkey, L. Ballesteros and
M. E. Connell, "Light Stemming for Arabic Information Retrieval", 2007. Stems are for this only.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from babel import Locale

from workbench.text.arabic import match_key
from workbench.text.dates import month_names

_LONGEST_PHRASE = 3  # words: the United Arab Emirates

_PREFIX = re.compile("(?:[وف]?(?:[بك]?ال|لل)|و)(?=...)")
_JOINED = re.compile("[وف]?[بلك]?(?=...)")
_TO_THE = re.compile("^[وف]?لل")
_SUFFIX = re.compile("(?<=...)(?:ها|هم|ان|ات|ون|ين|يه|ا|ه|ي)$")
_SHORT_SUFFIX = re.compile("(?<=..)[هي]$")

#: English endings in the order they come off.
_ENDINGS = (
    (re.compile("'s?$"), ""),
    (re.compile("(?<=...)(?:ies|y)$"), "i"),
    (re.compile("(?<=...)(?:ing|ed|es|s|e)$"), ""),
)


@lru_cache(maxsize=20_000)
def arabic_stem(word: str) -> str:
    """A word of a match key without conjunction, article and common endings."""
    word = _PREFIX.sub("", word, count=1)
    return (_SUFFIX if len(word) > 3 else _SHORT_SUFFIX).sub("", word)


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """A word of a match key without the endings of number, person and tense."""
    for ending, replacement in _ENDINGS:
        word = ending.sub(replacement, word)
    return word


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What stems and phrases of one language mean, and the words that phrases start with."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, frozenset[str]]
    starts: frozenset[str]


def arabic_meanings(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The meanings of Arabic words of a match key: by common word, and by country or month."""
    lexicon = _lexicons()[0]
    written, bare, whole = zip(*map(_forms, words), strict=True) if words else ((), (), ())
    stems = {arabic_stem(word) for word in (*written, *bare)}
    places = {place for form in (written, bare, whole) for place in _phrases(form, lexicon.starts)}
    return _look_up(lexicon.words, stems), _look_up(lexicon.phrases, places)


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, str, str]:
    """An Arabic word as written, without what is joined to its front, and with "to the" as the article."""
    return word, _JOINED.sub("", word, count=1), _TO_THE.sub("ال", word)


def english_meanings(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The meanings of English words of a match key: by common word, and by country or month."""
    lexicon = _lexicons()[1]
    return (
        _look_up(lexicon.words, {english_stem(word) for word in words}),
        _look_up(lexicon.phrases, _phrases(words, lexicon.starts)),
    )


def _look_up(meanings: Mapping[str, frozenset[str]], words: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(meanings[word] for word in words if word in meanings))


def _phrases(words: Sequence[str], starts: frozenset[str]) -> Iterator[str]:
    """The runs of one to three words that begin as a known phrase does."""
    for n, word in enumerate(words):
        if word in starts:
            for end in range(n + 1, min(n + _LONGEST_PHRASE, len(words)) + 1):
                yield " ".join(words[n:end])


@cache
def _lexicons() -> tuple[_Lexicon, _Lexicon]:
    """The Arabic and the English one."""
    arabic: defaultdict[str, set[str]] = defaultdict(set)
    english: defaultdict[str, set[str]] = defaultdict(set)
    for english_words, arabic_words in _lines():
        for word in english_words:
            english[english_stem(word)].add(english_words[0])
        for word in arabic_words:
            arabic[arabic_stem(match_key(word))].add(english_words[0])
    return _lexicon(arabic, "ar"), _lexicon(english, "en")


def _lines() -> Iterator[tuple[list[str], list[str]]]:
    text = files("workbench.align").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            english, arabic = line.split("\t")
            yield english.split(), arabic.split()


def _lexicon(words: Mapping[str, set[str]], language: str) -> _Lexicon:
    phrases: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in Locale.parse(language).territories.items():
        if code.isalpha():
            phrases[match_key(name)].add(code)
    for name, number in month_names().items():
        if name.isascii() == (language == "en") and len(name) > 2:
            phrases[name].add(f"month {number}")
    return _Lexicon(_frozen(words), _frozen(phrases), frozenset(name.split()[0] for name in phrases))


def _frozen(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(meanings) for word, meanings in table.items()}
