"""Tables of figures and words as CSV (RFC 4180), for spreadsheets: UTF-8 with its mark, CRLF.

A cell of text is never taken for a formula: one that begins with a sign a spreadsheet acts on (= + - @, a tab,
a return) gets an apostrophe before it (OWASP, "CSV Injection"). Each line with Arabic letters in it stands in an
isolate of its own direction, so that it reads right in a cell that runs from the left and turns no neighbour round.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal

from workbench.text.bidi import isolate, mostly

MEDIA_TYPE = "text/csv; charset=utf-8"

Cell = str | int | Decimal | None

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n")


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
    return "\n".join(isolate(line, mostly(line)) if _turns(line) else line for line in cell.split("\n"))


def _turns(line: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line)
