"""Pairs as a translation memory, TMX 1.4b (LISA OSCAR, 26 April 2005): those that have both sides.

The blocks of a side stand on lines of their own in its segment, where all white space counts. The confidence
is a property of the unit.
"""

from collections.abc import Sequence

from lxml import etree

from workbench import __version__
from workbench.domain.kinds import Side
from workbench.export.pairs import Pair, certainty
from workbench.export.parts import visible

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write(pairs: Sequence[Pair]) -> bytes:
    """The file in UTF-8. Pairs with one side are left out; what XML cannot hold becomes visible signs."""
    root = etree.Element("tmx", version="1.4")
    header = {
        "creationtool": "workbench",
        "creationtoolversion": __version__,
        "segtype": "paragraph",
        "o-tmf": "workbench",
        "adminlang": "en",
        "srclang": Side.SOURCE.language,
        "datatype": "plaintext",
    }
    etree.SubElement(root, "header", header)
    body = etree.SubElement(root, "body")
    for pair in pairs:
        if pair.source and pair.target:
            unit = etree.SubElement(body, "tu")
            etree.SubElement(unit, "prop", type="x-confidence").text = certainty(pair.confidence)
            for side, text in ((Side.SOURCE, pair.source_text), (Side.TARGET, pair.target_text)):
                variant = etree.SubElement(unit, "tuv", {_LANG: side.language})
                etree.SubElement(variant, "seg").text = visible(text)
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"
