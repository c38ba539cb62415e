"""How the place of a problem's span follows its words from one text to the next.

Whoever rewrites a text, be it one edit or an act on many rows, takes its marks along with :func:`carry_places` and looks
for those without a place with :func:`stands_again`. So all say the same of the same words.
"""

from collections.abc import Sequence
from typing import Protocol

from workbench.text import quotes
from workbench.text.carry import carry_all
from workbench.text.spans import CLEAR, Carried, Quote, Span


class HasPlace(Protocol):
    """A problem's span, stored or in work: the words it was made on, and where they are now (None: in the tray)."""

    origin_start: int
    origin_end: int
    exact: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    confidence: float


def quote_of(span: HasPlace) -> Quote:
    """The words a mark was made on, and where."""
    return Quote(Span(span.origin_start, span.origin_end), span.exact, span.prefix, span.suffix)


def carry_places(spans: Sequence[HasPlace], old_text: str, new_text: str) -> None:
    """Let spans that have a place follow their words; where those are gone, they lose it.

    A guess is no place. Nor are words among which none is left of those the mark was made on, however slowly they went;
    where others had been put in their place on purpose (a suggestion applied), those are followed. A span that has only
    what was left of its words is widened where they stand whole around that again.
    """
    if old_text == new_text:
        return
    carried = carry_all([Span(s.start or 0, s.end or 0) for s in spans], old_text, new_text)
    for span, where in zip(spans, carried, strict=True):
        before, place = old_text[span.start : span.end], where.span
        if place is None or where.confidence < CLEAR or _are_gone(span.exact, before, place.of(new_text)):
            span.start = span.end = None
            span.confidence = min(span.confidence, where.confidence)
            continue
        span.start, span.end = place.start, place.end
        span.confidence = min(span.confidence, where.confidence)
        _widen(span, new_text)


def stands_again(
    span: HasPlace, old: str, new: str, was: Span | None = None, elsewhere: Sequence[str] = ()
) -> Carried | None:
    """Where the words of a span of the tray are again in ``new``, for :func:`put_back`; None where they are not.

    They are where they stand once and can be no others: none stood in ``old`` or ``elsewhere`` already, but at ``was``,
    where these were until just now.
    """
    quote = quote_of(span)
    if any(quotes.places_of(quote, text) for text in elsewhere):
        return None
    return quotes.come_back(quote, old, new, was)


def put_back(span: HasPlace, found: Carried) -> None:
    """Out of the tray, or over more of its words."""
    assert found.span is not None
    span.start, span.end, span.confidence = found.span.start, found.span.end, found.confidence


def _widen(span: HasPlace, text: str) -> None:
    """Over all its words again, where a mark has only what was left of them and they stand whole around that.

    One that has come to lie on more than its words, a suggestion applied for instance, keeps that.
    """
    start, end = span.start, span.end
    if start is None or end is None or not span.exact or text[start:end] == span.exact:
        return
    made = quote_of(span)
    around = [p for p in quotes.places_of(made, text) if p.start <= start and end <= p.end]
    if len(around) == 1:
        fit = quotes.context_fit(made, text, around[0].start)
        put_back(span, Carried(around[0], CLEAR + (1 - CLEAR) * fit))


def _are_gone(exact: str, before: str, now: str) -> bool:
    """Whether a mark that was still on one of its words is on none of them now."""
    return before != now and quotes.has_word_of(exact, before) and not quotes.has_word_of(exact, now)
