"""Stand-off spans laid into a text as the translation formats have them: elements that nest, and pairs of
empty elements where one span crosses another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from workbench.text.runs import Spanned

SpanT = TypeVar("SpanT", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Edge(Generic[SpanT]):
    """Where a span begins or ends. ``nests``: it lies wholly in or beside all others that nest, so that an
    element can go round it; ``number`` counts the spans as given, from 0."""

    span: SpanT
    number: int
    opens: bool
    nests: bool


def laid_in(text: str, spans: Sequence[SpanT]) -> Iterator[str | Edge[SpanT]]:
    """The text in pieces with the edges of the spans between them; spans that reach beyond it are left out.

    An empty span opens and closes at its place. Of spans over the same words the first given is the outermost.
    """
    fitting = [(n, span) for n, span in enumerate(spans) if 0 <= span.start <= span.end <= len(text)]
    fitting.sort(key=lambda item: (item[1].start, -item[1].end, item[0]))
    around: list[tuple[int, SpanT]] = []  # those that nest and are open, the innermost last
    crossing: list[tuple[int, SpanT]] = []
    at = 0

    def until(place: int) -> Iterator[str | Edge[SpanT]]:
        """Close what ends up to there, in order, with the text between."""
        nonlocal at
        while True:
            ends = [(span.end, 0, n, span) for n, span in crossing]
            ends += [(span.end, 1, n, span) for n, span in around[-1:]]
            ends = [end for end in ends if end[0] <= place]
            if not ends:
                break
            end, nests, n, span = min(ends, key=lambda found: found[:3])
            if end > at:
                yield text[at:end]
                at = end
            (around if nests else crossing).remove((n, span))
            yield Edge(span, n, opens=False, nests=bool(nests))
        if place > at:
            yield text[at:place]
            at = place

    for n, span in fitting:
        yield from until(span.start)
        nests = not around or span.end <= around[-1][1].end
        (around if nests else crossing).append((n, span))
        yield Edge(span, n, opens=True, nests=nests)
    yield from until(len(text))
