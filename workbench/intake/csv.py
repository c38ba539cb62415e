"""Tables as text: CSV with any of the usual separators, TSV, and what a spreadsheet puts on the clipboard."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from workbench.domain.errors import InvalidInput
from workbench.intake.columns import Chosen, NoPairs, Row, Rows, is_paired, paired_rows
from workbench.intake.document import Bilingual
from workbench.intake.encoding import decode
from workbench.intake.limits import LIMITS, PairCollector
from workbench.intake.reader import has_extension
from workbench.text.clean import storable

_SEPARATORS = ",;\t|"
_LOOKED_AT = 200  # lines that the separator is found in
_SAMPLE = 4 * LIMITS.block_characters


class CsvReader:
    """A table as text, its columns parted by commas, semicolons or tabs."""

    id = "csv"
    label = "Table of pairs (CSV, TSV)"
    extensions: tuple[str, ...] = (".csv", ".tsv", ".tab")

    def sniff(self, data: bytes, name: str) -> bool:
        return has_extension(name, self) or (name.lower().endswith(".txt") and _is_table(data))

    def read(self, data: bytes, encoding: str | None = None, columns: Chosen | None = None) -> Bilingual:
        decoded = decode(data, "ar", chosen=encoding)
        collector = PairCollector()
        for warning in decoded.warnings:
            collector.out.warn(warning)
        try:
            return paired_rows(_rows(decoded.text), collector, decoded.encoding, columns)
        except NoPairs as error:
            if not decoded.warnings or encoding:
                raise
            guess = f"Its letters were read as {decoded.encoding}, which was a guess: save it as UTF-8."
            raise NoPairs(f"{error.message} {guess}", error.columns) from error


def read_pasted_table(text: str, columns: Chosen | None = None) -> Bilingual | None:
    """The pairs of two columns pasted from a spreadsheet; None when the paste is anything else.

    Raises TooLarge beyond a limit; InvalidInput for chosen ``columns`` that are not there.
    """
    if "\t" not in text[:100_000]:
        return None
    try:
        rows = _rows(storable(text), "\t")
    except InvalidInput:
        return None
    return paired_rows(rows, PairCollector(), chosen=columns) if columns or is_paired(rows) else None


def _is_table(data: bytes) -> bool:
    """Whether a text is what a spreadsheet saves as text: pairs, a tab between."""
    if b"\t" not in data[:100_000]:
        return False
    try:
        return is_paired(_rows(decode(data, "ar").text, "\t"))
    except InvalidInput:
        return False


def _rows(text: str, separator: str | None = None) -> list[Row]:
    """The rows with something in them. Raises InvalidInput, TooLarge."""
    if text.startswith("sep=") and len(first := text.partition("\n")[0].strip()) == 5:  # a word to Excel
        separator, text = first[4], text.partition("\n")[2]
    rows = Rows()
    try:
        for row in _parsed(text, separator or _separator(text)):
            rows.add(row)
    except csv.Error as error:
        raise InvalidInput(
            "That table could not be read: one of its cells never ends. Nothing was stored. "
            "Look for a quotation mark without its partner, or give the table as .xlsx."
        ) from error
    return rows.rows


def _parsed(text: str, separator: str) -> Iterator[list[str]]:
    # Not splitlines(): only a line feed ends a row.
    return csv.reader(io.StringIO(text, newline="\n"), delimiter=separator)


def _separator(text: str) -> str:
    """The separator under which most lines have the same number of columns, and the most of them."""

    def score(separator: str) -> tuple[float, int]:
        try:
            widths = [len(row) for row in islice(_parsed(text[:_SAMPLE], separator), _LOOKED_AT) if row]
        except csv.Error:
            return 0.0, 0
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(common) / len(widths) if common > 1 else 0.0), common

    return max(_SEPARATORS, key=score)
