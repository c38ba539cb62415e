"""Cuts a text at the edges of the spans that lie over it, for anything that draws marks.

Stand-off spans may overlap in any way; a page, a document or a terminal wants flat stretches, each with one set
of marks. A sweep over the spans' edges gives them.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Generic, NamedTuple, Protocol, TypeVar


class Spanned(Protocol):
    """Anything that lies over ``text[start:end]``; code points, end-exclusive."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


InlineT = TypeVar("InlineT", bound=Spanned)
ProblemT = TypeVar("ProblemT", bound=Spanned)


class Run(NamedTuple, Generic[InlineT, ProblemT]):
    """A stretch of text over which nothing begins or ends, with what lies over it in the order given.

    One without text is an insertion point, with the problems that point there.
    """

    start: int
    end: int
    text: str
    inline: tuple[InlineT, ...] = ()
    problems: tuple[ProblemT, ...] = ()
    depths: tuple[int, ...] = ()  # of each problem: see :func:`levels`

    @property
    def nested(self) -> tuple[tuple[int, ProblemT], ...]:
        """The problems with their depth, outermost first."""
        deep = list(zip(self.depths, self.problems, strict=True))
        return tuple(sorted(deep, key=itemgetter(0)) if len(deep) > 1 else deep)


def runs(
    text: str, inline_marks: Iterable[InlineT], problem_spans: Iterable[ProblemT]
) -> tuple[Run[InlineT, ProblemT], ...]:
    """The text in flat stretches that join to it again; an empty text has none.

    Spans reaching beyond the text are cut to it. Empty problem spans (insertion points) give a stretch without text
    between their neighbours, also in an empty text; empty inline marks are left out.
    """
    inline = [mark for mark in inline_marks if _covers(mark, len(text))]
    asked = list(problem_spans)
    problems = [span for span in asked if _covers(span, len(text))]
    points = [span for span in asked if 0 <= span.start == span.end <= len(text)]
    if not inline and not asked:
        return (Run(0, len(text), text),) if text else ()
    spans: list[Spanned] = [*inline, *problems]
    edges = {0, len(text)}
    for span in spans:
        edges |= {max(0, span.start), min(len(text), span.end)}
    edges |= {point.start for point in points}
    deep = list(zip(problems, levels(problems), strict=True))
    found = []
    for start, end in pairwise(sorted(edges)):
        over = [(span, depth) for span, depth in deep if span.start < end and start < span.end]
        found.append(
            Run(
                start,
                end,
                text[start:end],
                tuple([mark for mark in inline if mark.start < end and start < mark.end]),
                *(zip(*over, strict=True) if over else ((), ())),
            )
        )
    for at in {point.start for point in points}:
        here = tuple(point for point in points if point.start == at)
        around = tuple(mark for mark in inline if mark.start < at < mark.end)
        found.append(Run(at, at, "", around, here, (0,) * len(here)))
    if points:
        found.sort(key=lambda run: (run.start, run.end))
    return tuple(found)


def levels(spans: Sequence[Spanned]) -> list[int]:
    """How deep to draw each span, from 0, so that no two that overlap are drawn alike.

    Longer ones come first, so that what is nested lies deeper; one level holds along the whole of a span.
    """
    if len(spans) < 2:
        return [0] * len(spans)
    order = sorted(range(len(spans)), key=lambda n: (spans[n].start - spans[n].end, spans[n].start, n))
    found: dict[int, int] = {}
    for n in order:
        taken = {
            level
            for other, level in found.items()
            if spans[other].start < spans[n].end and spans[n].start < spans[other].end
        }
        found[n] = next(level for level in range(len(taken) + 1) if level not in taken)
    return [found[n] for n in range(len(spans))]


def _covers(span: Spanned, length: int) -> bool:
    return max(0, span.start) < length and span.start < span.end and span.end > 0
