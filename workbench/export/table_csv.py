"""Tables of figures and words as CSV (RFC 4180), for spreadsheets: UTF-8 with its mark, CRLF."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from workbench.text.cells import as_cell

MEDIA_TYPE = "text/csv; charset=utf-8"

Cell = str | int | Decimal | None


def table_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file's bytes. Numbers stay numbers, None is an empty cell, and no text is a formula."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(head)
    writer.writerows([as_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")
