"""A table as pairs: which column is the Arabic, which the English, and what the others say.

The header row decides where it names them, else the letters do. Columns for notes, states and kinds are
known by their header only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.exchange import PAIRS_HEADER
from workbench.intake.document import Bilingual, Columns
from workbench.intake.kinds import field_of, kind_of
from workbench.intake.limits import LIMITS, PairCollector, Piece, trimmed
from workbench.intake.states import about_approval, state_of
from workbench.text.arabic import arabic_share, match_key
from workbench.text.cells import from_cell

#: What a header calls a column, by the part that the column plays.
_HEADERS: dict[str, tuple[str, ...]] = {
    "source": ("arabic", "ar", "ar-sa", "source", "source text", "source segment", "original", "العربية", "عربي", "النص العربي", "الأصل", "المصدر"),
    "target": (
        "english", "en", "en-us", "en-gb", "target", "target text", "target segment", "translation", "الإنجليزية", "إنجليزي", "انكليزي",
        "النص الإنجليزي", "الترجمة", "الهدف",
    ),
    "notes": ("note", "notes", "comment", "comments", "remark", "remarks", "ملاحظة", "ملاحظات", "تعليق", "تعليقات"),
    "state": ("state", "status", "segment status", "الحالة", "حالة"),
    "kind": ("kind", "type", "style", "النوع", "نوع"),
}  # fmt: skip
_PARTS = {match_key(name): part for part, names in _HEADERS.items() for name in names}
_MOST_COLUMNS = 60
_LONGEST_HEADER = 40  # characters
_LONGEST_NAME = 40  # of a column where one is chosen
_SAMPLE = 20_000  # characters of a column that its letters are counted in
_MOSTLY = 0.6  # of a column's letters
_BRACKETS = re.compile(r"\s*\(.*\)\s*$")
_LINES = re.compile(r"[\n\v\f\x85\u2028\u2029]+")


#: The numbers of the columns that somebody chose for the Arabic and for the English.
Chosen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the text of its cells, what they hold where the format knows more of it, and notes on any of them."""

    cells: list[str]
    pieces: Sequence[Sequence[Piece]] | None = None
    notes: tuple[str, ...] = ()

    def text(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class _Columns:
    """The number of each column by the part it plays, and whether the first row names them."""

    parts: dict[str, int]
    has_header: bool


class Rows:
    """Gathers the rows of a table under the limits; rows with nothing visible in them are not kept."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._is_ours = False  # exported here, perhaps with more columns since
        self._cells = 0
        self._seen = 0

    def add(
        self, cells: Sequence[str], pieces: Sequence[Sequence[Piece]] | None = None, notes: Sequence[str] = ()
    ) -> None:
        """Raises TooLarge when there are too many rows or cells."""
        self._seen += 1
        self._cells += len(cells)
        if self._seen > LIMITS.lines or self._cells > LIMITS.cells:
            raise TooLarge(
                f"That table has more than {LIMITS.lines:,} rows or {LIMITS.cells:,} cells. Nothing was stored. "
                "Leave out empty rows and columns, or split it."
            )
        if not self.rows:
            self._is_ours = set(PAIRS_HEADER) <= set(cells)
        if self._is_ours:
            cells = [*map(from_cell, cells)]
        if any(trimmed(cell) != (0, 0) for cell in cells):
            self.rows.append(Row([*cells][:_MOST_COLUMNS], pieces, tuple(notes)))


class NoPairs(InvalidInput):
    """A table of which no column is Arabic or none English, by itself; somebody may say which are."""

    def __init__(self, message: str, columns: Columns) -> None:
        super().__init__(message)
        self.columns = columns


def paired_rows(
    rows: Sequence[Row], collector: PairCollector, encoding: str = "", chosen: Chosen | None = None
) -> Bilingual:
    """The pairs of a table. Raises NoPairs, and InvalidInput where ``chosen`` columns are not there, TooLarge."""
    columns = _columns(rows)
    if chosen:
        columns = _with_chosen(columns, chosen, _width(rows))
    missing = [
        word for part, word in (("source", "Arabic"), ("target", "English")) if part not in columns.parts
    ]
    if missing:
        raise NoPairs(
            f"No column of that table holds mostly {' and none mostly '.join(missing)} text. Nothing was stored. "
            "A table needs a column of Arabic and a column of its English; a text in one language goes in as a document.",
            _shown(rows, columns),
        )
    collector.out.warn(_taken(rows[0], columns))
    _say_what_stays(rows, columns, collector)
    words = []
    for row in rows[1:] if columns.has_header else rows:
        cell = {part: row.text(n) for part, n in columns.parts.items()}
        word = cell.get("state")
        words.append(word if trimmed(cell["target"]) != (0, 0) else None)
        collector.add(
            _pieces(row, columns.parts["source"], cell.get("kind")),
            _pieces(row, columns.parts["target"], cell.get("kind")),
            state_of(word),
            (cell.get("notes", ""), *row.notes),
        )
    for warning in about_approval(words):
        collector.out.warn(warning)
    return Bilingual(tuple(collector.pairs), tuple(collector.out.warnings), encoding, _shown(rows, columns))


def _with_chosen(columns: _Columns, chosen: Chosen, width: int) -> _Columns:
    """The same with the columns that somebody chose. Raises InvalidInput for one twice or one that is not there."""
    source, target = chosen
    if source == target or not (0 <= source < width and 0 <= target < width):
        raise InvalidInput("Choose one column for the Arabic and another one for the English.")
    others = {
        part: n for part, n in columns.parts.items() if part not in ("source", "target") and n not in chosen
    }
    return replace(columns, parts={"source": source, "target": target, **others})


def _shown(rows: Sequence[Row], columns: _Columns) -> Columns:
    """The columns as a page offers them: each by its letter and its header or first words."""
    body = rows[1:] if columns.has_header else rows

    def name(n: int) -> str:
        header = rows[0].text(n) if columns.has_header else ""
        words = " ".join((header or next((row.text(n) for row in body if row.text(n).strip()), "")).split())
        words = words if len(words) <= _LONGEST_NAME else f"{words[: _LONGEST_NAME - 1]}…"
        return f"{_letter(n)}: \u2068{words}\u2069" if words else _letter(n)

    names = tuple(name(n) for n in range(_width(rows)))
    return Columns(names, columns.parts.get("source"), columns.parts.get("target"))


def is_paired(rows: Sequence[Row]) -> bool:
    """Whether rows that could be something else are surely pairs: two or more, nearly all with both languages."""
    columns = _columns(rows)
    if "source" not in columns.parts or "target" not in columns.parts:
        return False
    body = rows[1:] if columns.has_header else rows
    ends = (columns.parts["source"], columns.parts["target"])
    whole = sum(all(trimmed(row.text(n)) != (0, 0) for n in ends) for row in body)
    return whole >= (1 if columns.has_header else 2) and whole >= 0.7 * len(body)


def _pieces(row: Row, column: int, kind: str | None) -> list[Piece]:
    """What a cell holds: its lines, each a block, or what the format knows of it, as the kind or fact that a column names."""
    if row.pieces is None:
        found = [Piece(line) for line in _LINES.split(row.text(column))]
    else:
        found = list(row.pieces[column]) if column < len(row.pieces) else []
    if kind and (field := field_of(kind)):
        return [piece.as_fact(field) for piece in found]
    return [replace(piece, kind=kind_of(kind)) for piece in found] if kind else found


def _columns(rows: Sequence[Row]) -> _Columns:
    first = rows[0].cells if rows else []
    named: dict[str, int] = {}
    if all(len(cell) <= _LONGEST_HEADER for cell in first):
        for n, cell in enumerate(first):
            if part := _PARTS.get(match_key(_BRACKETS.sub("", cell))):
                named.setdefault(part, n)
    # One of many columns may hold a word that is also a name; a header names a language, or nothing else stands there.
    has_header = (
        "source" in named or "target" in named or (bool(named) and len(named) == sum(map(bool, first)))
    )
    parts = named if has_header else {}
    body = rows[1:] if has_header else rows
    width = _width(rows)
    texts = ["\n".join(row.text(n) for row in body)[:_SAMPLE] for n in range(width)]
    for part, is_arabic in (("source", True), ("target", False)):
        free = [n for n in range(width) if n not in parts.values() and _is_mostly(texts[n], arabic=is_arabic)]
        if part not in parts and free:
            parts[part] = max(free, key=lambda n: len(texts[n]))
    if body and "source" in parts and "target" in parts:
        source, target = texts[parts["source"]], texts[parts["target"]]
        if _is_mostly(source, arabic=False) and _is_mostly(
            target, arabic=True
        ):  # "source" and "target" of another desk
            parts["source"], parts["target"] = parts["target"], parts["source"]
    return _Columns(parts, has_header)


def _is_mostly(text: str, *, arabic: bool) -> bool:
    if not any(c.isalpha() for c in text):
        return False
    share = arabic_share(text)
    return share >= _MOSTLY if arabic else share <= 1 - _MOSTLY


def _letter(n: int) -> str:
    """A column's letter as spreadsheets name it."""
    return (ascii_uppercase[n // 26 - 1] if n >= 26 else "") + ascii_uppercase[n % 26]


def _width(rows: Sequence[Row]) -> int:
    return max((len(row.cells) for row in rows), default=0)


def _named(first: Row, columns: _Columns, n: int) -> str:
    name = " ".join(first.text(n).split()) if columns.has_header else ""
    return f"{_letter(n)} (\u2068{name}\u2069)" if name else _letter(n)


def _taken(first: Row, columns: _Columns) -> str:
    words = {"source": "Arabic", "target": "English", "notes": "notes", "state": "states", "kind": "kinds"}
    parts = [f"{word} from column {_named(first, columns, columns.parts[part])}"
             for part, word in words.items() if part in columns.parts]  # fmt: skip
    said = f"Taken: {', '.join(parts)}."
    return f"{said} The first row was read as the names of the columns." if columns.has_header else said


def _say_what_stays(rows: Sequence[Row], columns: _Columns, collector: PairCollector) -> None:
    body = rows[1:] if columns.has_header else rows
    others = [
        _named(rows[0], columns, n)
        for n in range(_width(rows))
        if n not in columns.parts.values() and any(row.text(n).strip() for row in body)
    ]
    if others:
        many = len(others) > 1
        collector.out.warn(
            f"Column{'s' if many else ''} {', '.join(others[:8])}{' …' if len(others) > 8 else ''} "
            f"{'were' if many else 'was'} not brought in."
        )
