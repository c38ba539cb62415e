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

_PREFIX = re.compile("^(?:[وف]?(?:[بك]?ال|لل)|و)(?=...)")
_ARTICLE = re.compile("^[وف]?(?:[بك]?ال|لل)(?=..)")
_JOINED = re.compile("[وف]?[بلك]?(?=...)")
_TO_THE = re.compile("^[وف]?لل")
_FEMININE = re.compile("(?<=..)ت(?:ها|هم|ه|ي|ك|كم|نا)$")
_JOINED_BEHIND = re.compile("(?<=...)(?:و?(?:ها|هم|ه|ني|نا)|ت(?:ه|ها|هم|ي|ك|نا|م)?|ك|كم|هن|هما|و?ا)$")
_PERSON = re.compile("^[وف]?س?[اتني](?=...)")
_SUFFIX = re.compile("(?<=...)(?:ها|هم|ان|ات|ون|ين|يه|ا|ه|ي)$")
_SHORT_SUFFIX = re.compile("(?<=..)[هي]$")

#: English endings in the order they come off: buildings, classes; then stopp(ed) and studi(es) are made even.
_ENDINGS = (
    (re.compile("'s?$"), ""),
    (re.compile("(?<=...)(?:ings?|ed|es|(?<!s)s|e)$"), ""),
    (re.compile(r"(?<=..)([^aeiou])\1$"), r"\1"),
    (re.compile("(?<=.[^aeiou])y$"), "i"),
)
_DERIVED = re.compile(
    "(?<=...)(?:ly|ness|ment|ful|less|er|est|or|ion|ation|[ae]nce|able|al|ist|ism|ity|ive|ous)s?$"
)


@lru_cache(maxsize=20_000)
def arabic_stem(word: str) -> str:
    """A word of a match key without conjunction, article and common endings."""
    word = _PREFIX.sub("", word)
    return (_SUFFIX if len(word) > 3 else _SHORT_SUFFIX).sub("", word)


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """A word of a match key without the endings of number, person and tense."""
    for ending, replacement in _ENDINGS:
        word = ending.sub(replacement, word)
    return word


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What words as they stand, stems and phrases of one language mean, and what phrases start with."""

    words: Mapping[str, frozenset[str]]
    stems: Mapping[str, frozenset[str]]
    phrases: Mapping[str, frozenset[str]]
    starts: frozenset[str]


def arabic_meanings(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The meanings of Arabic words of a match key: by common word, and by country or month."""
    lexicon = _lexicons()[0]
    written, bare, whole = zip(*map(_forms, words), strict=True) if words else ((), (), ())
    places = {place for form in (written, bare, whole) for place in _phrases(form, lexicon.starts)}
    return _united(map(_arabic_word, words)), _united(map(lexicon.phrases.get, places))


def english_meanings(words: Sequence[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The meanings of English words of a match key: by common word, and by country or month."""
    lexicon = _lexicons()[1]
    places = _phrases(words, lexicon.starts)
    return _united(map(_english_word, words)), _united(map(lexicon.phrases.get, places))


@lru_cache(maxsize=20_000)
def _arabic_word(word: str) -> frozenset[str] | None:
    """What a word means: one that the lexicon has as it stands is not taken apart."""
    lexicon = _lexicons()[0]
    for readings in _readings(word):
        for form in (*readings, *(_ARTICLE.sub("", reading) for reading in readings)):
            if form in lexicon.words:
                return lexicon.words[form]
        for stem in map(arabic_stem, readings):
            if stem in lexicon.stems:
                return lexicon.stems[stem]
    return None


def _readings(word: str) -> Iterator[tuple[str, str]]:
    """Ways to read an Arabic word, the likeliest first: as it stands, with its ta marbuta back, without what
    is joined to its end, and as the present tense in ya; each with and without what is joined to its front."""
    noun, verb = _FEMININE.sub("ه", word), _JOINED_BEHIND.sub("", word)
    persons = (_PERSON.sub(prefix, form) for prefix in ("ي", "", "ا") for form in (word, verb))
    for form in dict.fromkeys((word, noun, verb, *persons)):
        yield form, _JOINED.sub("", form, count=1)


@lru_cache(maxsize=20_000)
def _english_word(word: str) -> frozenset[str] | None:
    """What a word means, or, when the lexicon has not got it, the word that it is derived from."""
    lexicon = _lexicons()[1]
    for form in (word, _DERIVED.sub("", word)):
        if form in lexicon.words:
            return lexicon.words[form]
        if (stem := english_stem(form)) in lexicon.stems:
            return lexicon.stems[stem]
    return None


@lru_cache(maxsize=20_000)
def _forms(word: str) -> tuple[str, str, str]:
    """An Arabic word as written, without what is joined to its front, and with "to the" as the article."""
    return word, _JOINED.sub("", word, count=1), _TO_THE.sub("ال", word)


def _united(meanings: Iterable[frozenset[str] | None]) -> frozenset[str]:
    return frozenset().union(*filter(None, meanings))


def _phrases(words: Sequence[str], starts: frozenset[str]) -> Iterator[str]:
    """The runs of one to three words that begin as a known phrase does."""
    for n, word in enumerate(words):
        if word in starts:
            for end in range(n + 1, min(n + _LONGEST_PHRASE, len(words)) + 1):
                yield " ".join(words[n:end])


@cache
def _lexicons() -> tuple[_Lexicon, _Lexicon]:
    """The Arabic and the English one."""
    arabic, arabic_stems = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    english, english_stems = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for english_words, arabic_words in _lines():
        meaning = english_words[:1]
        for word in english_words:
            english[word].update(meaning)
            english_stems[english_stem(word)].update(meaning)
        for word in map(match_key, arabic_words):
            arabic[word].update(meaning)
            if meaning:
                arabic_stems[arabic_stem(word)].update(meaning)
    return _lexicon(arabic, arabic_stems, "ar"), _lexicon(english, english_stems, "en")


def _lines() -> Iterator[tuple[list[str], list[str]]]:
    text = files("workbench.align").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            english, arabic = line.split("\t")
            yield english.split(), arabic.split()


def _lexicon(words: Mapping[str, set[str]], stems: Mapping[str, set[str]], language: str) -> _Lexicon:
    phrases: defaultdict[str, set[str]] = defaultdict(set)
    for code, name in Locale.parse(language).territories.items():
        if code.isalpha():
            phrases[match_key(name)].add(code)
    for name, number in month_names().items():
        if name.isascii() == (language == "en") and len(name) > 2:
            phrases[name].add(f"month {number}")
    starts = frozenset(name.split()[0] for name in phrases)
    return _Lexicon(_frozen(words), _frozen(stems), _frozen(phrases), starts)


def _frozen(table: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(meanings) for word, meanings in table.items()}
