"""Cuts a text at the edges of the spans that lie over it, for anything that draws marks.

Stand-off spans may overlap in any way; a page, a document or a terminal wants flat stretches, each with one set
of marks. A sweep over the spans' edges gives them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar


class Spanned(Protocol):
    """Anything that lies over ``text[start:end]``; code points, end-exclusive."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


InlineT = TypeVar("InlineT", bound=Spanned)
ProblemT = TypeVar("ProblemT", bound=Spanned)


@dataclass(frozen=True, slots=True)
class Run(Generic[InlineT, ProblemT]):
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
        return tuple(sorted(zip(self.depths, self.problems, strict=True), key=lambda item: item[0]))


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
    edges = sorted(
        {0, len(text)}
        | {max(0, span.start) for span in spans}
        | {point.start for point in points}
        | {min(len(text), span.end) for span in spans}
    )
    inline_over, problems_over = _by_edge(edges, inline), _by_edge(edges, problems)
    depth = {id(span): level for span, level in zip(problems, levels(problems), strict=True)}
    found = [
        Run(
            start,
            end,
            text[start:end],
            tuple(inline_over[start]),
            tuple(problems_over[start]),
            tuple(depth[id(span)] for span in problems_over[start]),
        )
        for start, end in pairwise(edges)
    ]
    for at in {point.start for point in points}:
        here = tuple(point for point in points if point.start == at)
        around = tuple(mark for mark in inline if mark.start < at < mark.end)
        found.append(Run(at, at, "", around, here, (0,) * len(here)))
    return tuple(sorted(found, key=lambda run: (run.start, run.end)))


def levels(spans: Sequence[Spanned]) -> list[int]:
    """How deep to draw each span, from 0, so that no two that overlap are drawn alike.

    Longer ones come first, so that what is nested lies deeper; one level holds along the whole of a span.
    """
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
    return max(0, span.start) < min(length, span.end)


_T = TypeVar("_T", bound=Spanned)


def _by_edge(edges: list[int], spans: list[_T]) -> dict[int, list[_T]]:
    """For each edge where a stretch begins, the spans that lie over that stretch."""
    over: dict[int, list[_T]] = {edge: [] for edge in edges}
    for span in spans:
        for edge in edges:
            if edge >= span.end:
                break
            if edge >= span.start:
                over[edge].append(span)
    return over
