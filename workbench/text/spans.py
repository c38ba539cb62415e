"""Spans of text and how they travel through edits.

Offsets are code points, end-exclusive. A span that comes from outside (a selection in a browser) carries
its quoted text and a little context as in the W3C Web Annotation Data Model's TextPositionSelector and
TextQuoteSelector, so that it can be checked and found again.
"""

from dataclasses import dataclass

CONTEXT = 32  # code points of prefix and suffix kept with a quote


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
