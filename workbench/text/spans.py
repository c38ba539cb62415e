"""Spans of text, and the words they quote.

Offsets are code points, end-exclusive. A span that comes from outside (a selection in a browser) carries
its quoted text and a little context as in the W3C Web Annotation Data Model's TextPositionSelector and
TextQuoteSelector, so that it can be checked and found again (:mod:`workbench.text.quotes`). How spans travel through edits is in
:mod:`workbench.text.carry`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.text.clusters import is_boundary

CONTEXT = 32  # code points of prefix and suffix kept with a quote

#: Below this confidence a carried span is a guess, for a person to confirm.
CLEAR = 0.6


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """``text[start:end]``; empty (start == end) is an insertion point."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Quote:
    """A span with the words it was made on and what stood around them."""

    span: Span
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a span is in another text (None: gone), and how sure that is, 0–1.

    1.0: exactly the words it was made on. Less: they were edited, moved, or cannot be told from others of
    the same wording; under ``CLEAR`` it is a guess.
    """

    span: Span | None
    confidence: float


def quote(text: str, span: Span) -> Quote:
    """The span with its quoted words and context. Raises ValueError when it lies outside the text."""
    if not 0 <= span.start <= span.end <= len(text):
        raise ValueError(f"span {span.start}:{span.end} lies outside a text of {len(text)} code points")
    return Quote(
        span,
        span.of(text),
        text[max(0, span.start - CONTEXT) : span.start],
        text[span.end : span.end + CONTEXT],
    )


def occurrences(part: str, text: str) -> Iterator[int]:
    """Where ``part`` begins in ``text``, overlapping ones too."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def snap(text: str, span: Span) -> Span:
    """The span widened to whole characters as a reader sees them; an insertion point moves before its own."""
    start, end = span.start, span.end
    while not is_boundary(text, start):
        start -= 1
    if span.start == span.end:
        return Span(start, start)
    while not is_boundary(text, end):
        end += 1
    return Span(start, end)
