"""The links and emphasis of a unit of XLIFF 2 as its inline codes, with their original data."""

from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from workbench.domain.marks import InlineMark, MarkKind
from workbench.export.html_code import html_code
from workbench.export.mixed import Mixed
from workbench.export.nesting import Edge

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"

_TYPES = {
    MarkKind.STRONG: {"type": "fmt", "subType": "xlf:b"},
    MarkKind.EMPHASIS: {"type": "fmt", "subType": "xlf:i"},
    MarkKind.LINK: {"type": "link"},
}


@dataclass(slots=True)
class UnitCodes:
    """The codes of a unit. One of the English that is like one of the Arabic has its id, as programs that look for
    forgotten codes go by it."""

    data: dict[str, str] = field(default_factory=dict)  # ids of original data by what it is
    named: list[tuple[tuple[str, str], str]] = field(
        default_factory=list
    )  # codes of the Arabic with their ids
    count: int = 0
    sides: int = 0

    def of_side(self) -> "SideCodes":
        """For the next side, the Arabic first."""
        self.sides += 1
        return SideCodes(self, is_first=self.sides == 1)

    def data_id(self, code: str) -> str:
        return self.data.setdefault(code, f"d{len(self.data) + 1}")

    def new_id(self) -> str:
        self.count += 1
        return f"c{self.count}"

    def add_data(self, unit: etree._Element) -> None:
        if self.data:
            holder = etree.SubElement(unit, f"{{{XLIFF}}}originalData")
            for code, name in self.data.items():
                etree.SubElement(holder, f"{{{XLIFF}}}data", id=name).text = code


class SideCodes:
    """The codes of one side."""

    def __init__(self, codes: UnitCodes, *, is_first: bool) -> None:
        self._codes = codes
        self._is_first = is_first
        self._ids: dict[int, str] = {}

    def code(self, mixed: Mixed, edge: Edge[Any], mark: InlineMark) -> None:
        before, after = html_code(mark)
        if not before:
            return
        if edge.opens:
            self._ids[edge.number] = name = self._name(mark, nests=edge.nests)
            attributes = {"id": name, **_TYPES[mark.kind]}
            if edge.nests:
                refs = {
                    "dataRefStart": self._codes.data_id(before),
                    "dataRefEnd": self._codes.data_id(after),
                }
                mixed.start(f"{{{XLIFF}}}pc", attributes | refs)
            else:
                mixed.empty(f"{{{XLIFF}}}sc", attributes | {"dataRef": self._codes.data_id(before)})
        elif edge.nests:
            mixed.end()
        else:
            mixed.empty(
                f"{{{XLIFF}}}ec",
                {"startRef": self._ids[edge.number], "dataRef": self._codes.data_id(after)},
            )

    def _name(self, mark: InlineMark, *, nests: bool) -> str:
        if not nests:
            return self._codes.new_id()
        like = (mark.kind.value, mark.href or "")
        if self._is_first:
            name = self._codes.new_id()
            self._codes.named.append((like, name))
            return name
        found = next((known for known in self._codes.named if known[0] == like), None)
        if found is None:
            return self._codes.new_id()
        self._codes.named.remove(found)
        return found[1]
