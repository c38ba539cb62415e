"""The part of a redline around some words."""

from collections.abc import Iterator

from workbench.text.diff import Op, Piece, redline
from workbench.text.spans import Span

AROUND = 80  # code points kept on either side
ELLIPSIS = "…"


def redline_around(old: str, new: str, span: Span, around: int = AROUND) -> tuple[Piece, ...]:
    """What became of ``span`` of ``old``: the redline there, with whole words of what stands around it.

    Deletions and insertions are never cut; what was left away is marked with an ellipsis.
    """
    low, high = max(0, span.start - around), min(len(old), span.end + around)
    pieces = tuple(_within(redline(old, new), span, low, high))
    before = (Piece(Op.EQUAL, ELLIPSIS),) if low > 0 else ()
    after = (Piece(Op.EQUAL, ELLIPSIS),) if high < len(old) else ()
    return before + pieces + after


def _within(pieces: tuple[Piece, ...], span: Span, low: int, high: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        start, end = at, at if piece.op is Op.INSERT else at + len(piece.text)
        at = end
        if end < low or start > high or (start == end and not low <= start <= high):
            continue
        if piece.op is not Op.EQUAL:
            yield piece
            continue
        first, last = max(start, low), min(end, high)
        if first > start:  # on to the next word, though never into the span
            space = piece.text.find(" ", first - start, max(first, min(span.start, last)) - start)
            first = start + space + 1 if space >= 0 else first
        if last < end:
            space = piece.text.rfind(" ", max(first, min(span.end, last)) - start, last - start)
            last = start + space if space >= 0 else last
        if first < last:
            yield piece.part(first - start, last - start)
