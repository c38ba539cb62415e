"""Tables of figures and words as CSV (RFC 4180), for spreadsheets: UTF-8 with its mark, CRLF.

A cell of text is never taken for a formula: one that begins with a sign a spreadsheet acts on (= + - @, a tab,
a return) gets an apostrophe before it (OWASP, "CSV Injection"). Text in Arabic letters stands between isolates,
so that it does not turn its neighbours round.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

MEDIA_TYPE = "text/csv; charset=utf-8"

Cell = str | int | Decimal | None

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def table_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file's bytes. Numbers stay numbers; None is an empty cell."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _safe(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    visible = cell.lstrip(" \u00a0\ufeff\u200b\u200e\u200f\u061c\u2066\u2067\u2068")
    if visible.startswith(_ACTS) or cell.startswith(_ACTS):
        cell = f"'{cell}"
    if any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in cell):
        return f"{_FIRST_STRONG_ISOLATE}{cell}{_POP_ISOLATE}"
    return cell
