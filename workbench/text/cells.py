"""Text in the cells of a spreadsheet's table, there and back.

A cell of text is never taken for a formula: one that begins with a sign a spreadsheet acts on (= + - @, a tab,
a return) gets an apostrophe before it (OWASP, "CSV Injection"), as does one that could be taken for such a one on its
way back. Each line with Arabic letters in it stands in an isolate of its own direction, so that it reads right in a cell
that runs from the left and turns no neighbour round.
"""

import re
import unicodedata

from workbench.text.bidi import isolate, mostly

_ACTS = re.compile("'*(?:[ \u00a0\ufeff\u200b\u200e\u200f\u061c\u2066\u2067\u2068]*[-=+@\t\r\n])")


def as_cell(text: str) -> str:
    """What stands in the cell for ``text``."""
    safe = f"'{text}" if _ACTS.match(text) else text
    return "\n".join(map(_isolated, safe.split("\n")))


def from_cell(cell: str) -> str:
    """The text that :func:`as_cell` made the cell of, but that isolates left open in it are closed; any other as it is."""
    text = "\n".join(map(_bare, cell.split("\n")))
    return text[1:] if text.startswith("'") and _ACTS.match(text[1:]) else text


def _isolated(line: str) -> str:
    return isolate(line, mostly(line)) if _turns(line) else line


def _bare(line: str) -> str:
    return line[1:-1] if _turns(line) and _isolated(line[1:-1]) == line else line


def _turns(line: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line)
