"""Cuts a text at the edges of the spans that lie over it, for anything that draws marks.

Stand-off spans may overlap in any way; a page, a document or a terminal wants flat stretches, each with one set
of marks. A sweep over the spans' edges gives them.
"""

from collections.abc import Iterable
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
    """A stretch of text over which nothing begins or ends, with what lies over it in the order given."""

    start: int
    end: int
    text: str
    inline: tuple[InlineT, ...] = ()
    problems: tuple[ProblemT, ...] = ()


def runs(
    text: str, inline_marks: Iterable[InlineT], problem_spans: Iterable[ProblemT]
) -> tuple[Run[InlineT, ProblemT], ...]:
    """The text in flat stretches that join to it again; an empty text has none.

    Spans reaching beyond the text are cut to it; empty ones (insertion points) mark no text and are left out.
    """
    inline = [mark for mark in inline_marks if _covers(mark, len(text))]
    problems = [span for span in problem_spans if _covers(span, len(text))]
    if not inline and not problems:
        return (Run(0, len(text), text),) if text else ()
    spans: list[Spanned] = [*inline, *problems]
    edges = sorted(
        {0, len(text)} | {max(0, span.start) for span in spans} | {min(len(text), span.end) for span in spans}
    )
    inline_over, problems_over = _by_edge(edges, inline), _by_edge(edges, problems)
    return tuple(
        Run(start, end, text[start:end], tuple(inline_over[start]), tuple(problems_over[start]))
        for start, end in pairwise(edges)
    )


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
