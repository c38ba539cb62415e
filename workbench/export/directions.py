"""Lines cut where words begin or end that are read against them: English in Arabic, Arabic in English.

A form that draws a line piece by piece has to keep the pieces of such a run together, or it puts them in the order
of the line.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from typing import Protocol, Self, TypeVar

from workbench.text.bidi import runs_against


class Cuttable(Protocol):
    @property
    def text(self) -> str: ...

    def part(self, start: int, end: int) -> Self: ...


PieceT = TypeVar("PieceT", bound=Cuttable)


def by_direction(
    line: Sequence[PieceT], *, is_rtl: bool, only_cut: bool = False
) -> Iterator[tuple[bool, tuple[PieceT, ...]]]:
    """The line in stretches that go with it (False) and runs against it (True), by turns; pieces that lie in both are cut.

    ``only_cut``: a run that lies within one piece does not count.
    """
    runs = runs_against("".join(piece.text for piece in line), "rtl" if is_rtl else "ltr")
    if only_cut:
        edges = set(accumulate(len(piece.text) for piece in line))
        runs = tuple((start, end) for start, end in runs if any(start < edge < end for edge in edges))
    if not runs:
        yield False, tuple(line)
        return
    for run, cut in groupby(_cut(line, runs), key=lambda found: found[0]):
        yield run is not None, tuple(piece for _, piece in cut)


def _cut(
    line: Sequence[PieceT], runs: Sequence[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int] | None, PieceT]]:
    """The pieces, each with the run it lies in."""
    at = n = 0
    for piece in line:
        end = at + len(piece.text)
        start = at
        while True:
            while n < len(runs) and runs[n][1] <= at:
                n += 1
            run = runs[n] if n < len(runs) and runs[n][0] <= at else None
            until = min(end, run[1] if run else runs[n][0] if n < len(runs) else end)
            yield run, piece if (at, until) == (start, end) else piece.part(at - start, until - start)
            at = until
            if at >= end:
                break
