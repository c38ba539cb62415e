"""Pairs as XLIFF 2.1 (OASIS Standard, 13 February 2018), from Arabic into English, a unit each.

The blocks of a side stand on lines of their own in one segment; white space is kept (``xml:space``). A text
without a counterpart is a unit with an empty source or without a target. The kind is the unit's ``type``;
confidence and move are in the metadata module, as a note would come back beside the text wherever the file is
read. No state is claimed: that two texts belong together does not tell how good the translation is.
"""

from collections.abc import Sequence

from lxml import etree

from workbench.domain.kinds import Side
from workbench.export.pairs import Pair, certainty
from workbench.export.parts import visible

_XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def write(pairs: Sequence[Pair]) -> bytes:
    """The file in UTF-8. ``pairs`` has at least one; what XML cannot hold becomes visible signs."""
    root = etree.Element(
        f"{{{_XLIFF}}}xliff",
        version="2.1",
        srcLang=Side.SOURCE.language,
        trgLang=Side.TARGET.language,
        nsmap={None: _XLIFF, "mda": _METADATA},
    )
    file = _add(root, "file", id="f1", srcDir=Side.SOURCE.direction, trgDir=Side.TARGET.direction)
    for number, pair in enumerate(pairs, 1):
        _add_unit(file, number, pair)
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _add_unit(file: etree._Element, number: int, pair: Pair) -> None:
    unit = _add(file, "unit", id=f"u{number}", type=f"workbench:{pair.kind.value}")
    metadata = etree.SubElement(unit, f"{{{_METADATA}}}metadata")
    group = etree.SubElement(metadata, f"{{{_METADATA}}}metaGroup", category="alignment")
    facts = {"confidence": certainty(pair.confidence), **({"moved": "yes"} if pair.moved else {})}
    for name, value in facts.items():
        etree.SubElement(group, f"{{{_METADATA}}}meta", type=name).text = value
    segment = _add(unit, "segment", id=f"s{number}")
    for name, text in (("source", pair.source_text), ("target", pair.target_text)):
        if text or name == "source":  # a segment needs a source
            side = _add(segment, name)
            side.set(_SPACE, "preserve")
            side.text = visible(text)


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XLIFF}}}{name}", attributes)
