"""Excel workbooks of pairs: the first sheet that has Arabic in one column and its English in another.

Read with lxml straight from the parts, so that nothing is unpacked or counted beyond the limits whatever a
sheet claims of its size, and so that comments come in as notes, which reading libraries leave out.
"""

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree

from workbench.domain.errors import InvalidInput
from workbench.intake.columns import Chosen, Rows, is_paired, paired_rows
from workbench.intake.document import Bilingual
from workbench.intake.limits import PairCollector
from workbench.intake.package import Package, opened
from workbench.intake.xml import attribute, local

_WORKBOOK = "xl/workbook.xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_COMMENTS = ("comments", "threadedComment")
_MOST_COMMENT_PARTS = 4  # of one sheet; there are two kinds
_MOST_SHEETS = 100
_MOST_COLUMNS = 702  # up to ZZ
_THREADED = "[Threaded comment]"  # the stand-in that old programs show


class XlsxReader:
    """An Excel workbook."""

    id = "xlsx"
    label = "Excel workbook (.xlsx)"
    extensions: tuple[str, ...] = (".xlsx", ".xlsm")

    def sniff(self, data: bytes, name: str) -> bool:
        return data[:4] == b"PK\x03\x04" and (
            name.lower().endswith(self.extensions) or b"xl/workbook" in data[:65_536]
        )

    def read(self, data: bytes, encoding: str | None = None, columns: Chosen | None = None) -> Bilingual:
        collector = PairCollector()
        found = []
        with opened(data, "Excel file") as package:
            strings = _strings(package)
            for name, part in _sheets(package):
                collector.out.check_time()
                if (rows := _rows(package, part, strings)).rows:
                    found.append((name, rows))
        if not found:
            raise InvalidInput("There is no text in that Excel file. Nothing was stored.")
        name, chosen = next(((name, rows) for name, rows in found if is_paired(rows.rows)), found[0])
        others = [f"\u2068{other}\u2069" for other, _ in found if other != name]
        if others:
            collector.out.warn(
                f"Only the sheet \u2068{name}\u2069 was read, not {', '.join(others[:6])}{' …' if len(others) > 6 else ''}."
            )
        return paired_rows(chosen.rows, collector, chosen=columns)


def _sheets(package: Package) -> list[tuple[str, str]]:
    """Names and parts of the visible sheets, in order, each part once."""
    workbook = package.xml(_WORKBOOK)
    if workbook is None:
        raise InvalidInput("That is a zipped file but no Excel workbook. Nothing was stored.")
    parts = {key: part for key, _, part in _relations(package, _WORKBOOK)}
    found = [
        (sheet.get("name", ""), parts[key])
        for sheet in workbook.iter(etree.Element)
        if local(sheet) == "sheet"
        and sheet.get("state", "visible") == "visible"
        and (key := _relation_id(sheet)) in parts
    ][:_MOST_SHEETS]
    names: dict[str, str] = {}
    for name, part in found:
        names.setdefault(part, name)
    return [(name, part) for part, name in names.items()]


def _relation_id(element: etree._Element) -> str:
    return next((str(value) for key, value in element.items() if key.endswith("}id")), "")


def _relations(package: Package, part: str) -> Iterator[tuple[str, str, str]]:
    """Id, kind and part of what a part refers to inside the package."""
    folder, name = posixpath.split(part)
    root = package.xml(f"{folder}/_rels/{name}.rels")
    for relation in root.iter(etree.Element) if root is not None else ():
        target = unquote(relation.get("Target", ""))
        if relation.get("Id") and relation.get("TargetMode") != "External":
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], path


def _strings(package: Package) -> list[str]:
    """The texts that cells refer to by number."""
    part = next((p for _, kind, p in _relations(package, _WORKBOOK) if kind == "sharedStrings"), "")
    root = package.xml(part)
    return [] if root is None else [_text(item) for item in root if local(item) == "si"]


def _text(element: etree._Element) -> str:
    """The text of a string with or without formatting; not its phonetic reading."""
    texts = (
        t.text or "" for t in element.iter(etree.Element) if local(t) == "t" and local(t.getparent()) != "rPh"
    )
    return _ESCAPE.sub(lambda code: chr(int(code[1], 16)), "".join(texts))


def _rows(package: Package, part: str, strings: list[str]) -> Rows:
    rows = Rows()
    root = package.xml(part)
    if root is None:
        return rows
    notes = _comments(package, part)
    for number, row in enumerate((r for r in root.iter(etree.Element) if local(r) == "row"), 1):
        cells: list[str] = []
        for cell in row:
            place = _REFERENCE.fullmatch(cell.get("r", ""))
            column = _column(place[1]) if place else len(cells)
            if column < _MOST_COLUMNS:
                cells += [""] * (column + 1 - len(cells))
                cells[column] = _value(cell, strings)
        rows.add(cells, notes=notes.get(row.get("r", str(number)), ()))
    return rows


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(cell: etree._Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = next((v.text or "" for v in cell if local(v) == "v"), "")
    if kind == "s":
        return strings[int(value)] if value.isdecimal() and int(value) < len(strings) else ""
    return "" if kind == "e" else value


def _comments(package: Package, part: str) -> dict[str, list[str]]:
    """Comments by the row they stand at, the old ones with who wrote them."""
    found: dict[str, list[str]] = {}
    relations = {(kind, target) for _, kind, target in _relations(package, part) if kind in _COMMENTS}
    for _, target in sorted(relations)[:_MOST_COMMENT_PARTS]:
        root = package.xml(target)
        elements = list(root.iter(etree.Element)) if root is not None else []
        authors = [(element.text or "").strip() for element in elements if local(element) == "author"]
        for comment in elements:
            place = _REFERENCE.fullmatch(attribute(comment, "ref"))
            if not place or local(comment) not in ("comment", "threadedComment"):
                continue
            words = " ".join((_text(comment) or _own_text(comment)).split())
            number = comment.get("authorId", "")
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            if words and not words.startswith(_THREADED):
                is_named = author and not author.startswith("tc=") and not words.startswith(f"{author}:")
                found.setdefault(place[2], []).append(f"{author}: {words}" if is_named else words)
    return found


def _own_text(comment: etree._Element) -> str:
    """What a threaded comment says."""
    return next((text.text or "" for text in comment if local(text) == "text"), "")
