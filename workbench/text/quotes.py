"""Where quoted words stand in a text: the places a mark whose words were gone can be put on again."""

import unicodedata

from rapidfuzz.distance import LCSseq

from workbench.text.carry import ALIKE
from workbench.text.diff import word_tokens
from workbench.text.spans import CLEAR, CONTEXT, Carried, Quote, Span, occurrences

#: Share of the context that must stand around signs without a letter or digit: a comma alone is no words.
_SIGNS_FIT = 0.5
#: Words among which respelled ones are looked for.
_FEW = 40


def places_of(quote: Quote, text: str) -> list[Span]:
    """Where exactly these words stand, in order; none for words inside longer ones unless they were marked so.

    An insertion point stands where all that stood around it does.
    """
    if not quote.exact:
        around = quote.prefix + quote.suffix
        points = [at + len(quote.prefix) for at in occurrences(around, text)] if around.strip() else []
        return [Span(at, at) for at in points]
    size = len(quote.exact)
    before_is_open = _is_one_word(quote.prefix[-1:], quote.exact[0])
    after_is_open = _is_one_word(quote.exact[-1], quote.suffix[:1])
    has_words = any(char.isalnum() for char in quote.exact)
    return [
        Span(at, at + size)
        for at in occurrences(quote.exact, text)
        if (before_is_open or not _is_one_word(text[at - 1 : at], quote.exact[0]))
        and (after_is_open or not _is_one_word(quote.exact[-1], text[at + size : at + size + 1]))
        and (has_words or context_fit(quote, text, at) >= _SIGNS_FIT)
    ]


def come_back(quote: Quote, old: str, new: str, was: Span | None = None) -> Carried | None:
    """Where words without a place are again once ``old`` became ``new``; None unless they stand once, and can be no others.

    Others are words that stood in ``old`` already; ``was`` is where these did, if their place was lost just now.
    """
    here = places_of(quote, new)
    if len(here) != 1 or any(place != was for place in places_of(quote, old)):
        return None
    return Carried(here[0], CLEAR + (1 - CLEAR) * context_fit(quote, new, here[0].start))


def has_word_of(exact: str, text: str) -> bool:
    """Whether one of the words of ``exact`` is in the text, respelled perhaps. So it is where ``exact`` has none."""
    own, there = word_tokens(exact), word_tokens(text)
    if not own or set(own) & set(there):
        return True
    return any(LCSseq.normalized_similarity(a, b) >= ALIKE for a in own[:_FEW] for b in there[:_FEW])


def context_fit(quote: Quote, text: str, at: int) -> float:
    """Share (0–1) of the quote's context that stands around ``text[at:]``; 1.0 where there was none."""
    after = at + len(quote.exact)
    expected = len(quote.prefix) + len(quote.suffix)
    if not expected:
        return 1.0
    before_text, after_text = text[max(0, at - CONTEXT) : at], text[after : after + CONTEXT]
    same = _common(quote.prefix[::-1], before_text[::-1]) + _common(quote.suffix, after_text)
    return same / expected


def _common(a: str, b: str) -> int:
    """Length of the common beginning."""
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _is_one_word(before: str, after: str) -> bool:
    """Whether two neighbouring code points ("" for none) belong to one word."""
    return bool(before and after) and _is_of_word(before) and _is_of_word(after)


def _is_of_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"
