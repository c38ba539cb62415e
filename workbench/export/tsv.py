"""Pairs as tab-separated values: a header, then one line a pair, whatever its texts hold.

Nothing is quoted. Within a side ``\\n`` stands for a line end (so between blocks), ``\\t`` for a tab, ``\\r`` for a
carriage return and ``\\\\`` for a backslash, as in the text form of PostgreSQL's COPY. A quotation mark that begins a
side is ``\\"``, or a program that expects quoted cells would read on to the next one, lines further. Other
characters that would break a line or confuse a terminal become visible signs.
"""

from collections.abc import Sequence

from workbench.export.pairs import Pair, certainty
from workbench.export.parts import visible

HEADER = ("source", "target", "confidence", "moved")

_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write(pairs: Sequence[Pair]) -> bytes:
    """The table in UTF-8; ``moved`` is yes or no. One side of a pair may be an empty cell."""
    rows = [
        (
            _cell(pair.source_text),
            _cell(pair.target_text),
            certainty(pair.confidence),
            "yes" if pair.moved else "no",
        )
        for pair in pairs
    ]
    return "".join("\t".join(row) + "\n" for row in (HEADER, *rows)).encode()


def _cell(text: str) -> str:
    cell = visible(text.translate(_ESCAPES))
    return f"\\{cell}" if cell.startswith('"') else cell
