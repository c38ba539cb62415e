"""A translation memory, TMX 1.4b (LISA OSCAR, 26 April 2005): the pairs that have both sides.

The one writer for pairs of the aligner and for editions. The blocks of a side stand on lines of their own in its
segment, where all white space counts; links and emphasis are ``<bpt>`` and ``<ept>`` with the HTML they stand for.
The confidence of the aligner, or the state of a segment, is a property of the unit; that it is of a draft too, as
memories mix the units of many files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lxml import etree

from workbench import __version__
from workbench.domain.editions import EditionContent
from workbench.domain.exchange import unit_id
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark
from workbench.export.html_code import fill_with_codes
from workbench.export.mixed import laid_out
from workbench.export.pairs import Pair, certainty
from workbench.export.parts import stamp_of, visible

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MIXED = frozenset(("note", "prop", "seg"))


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit to be written: its properties, and the text of each side with its links and emphasis."""

    props: tuple[tuple[str, str], ...]
    texts: tuple[tuple[Side, str, tuple[InlineMark, ...]], ...]
    id: str | None = None


class TmxExporter:
    id = "tmx"
    label = "TMX 1.4 (translation memory)"
    purpose = "Translation memories"
    carries = "Pairs that have both sides, with links, emphasis and state"
    extension = "tmx"
    media_type = "application/x-tmx+xml; charset=utf-8"

    def write(self, content: EditionContent) -> bytes:
        which = f"Edition {content.number}" if content.number is not None else ""
        stamp = stamp_of(content)
        stamped = (("x-stamp", stamp),) if stamp else ()
        units = [
            _Unit(
                (("x-kind", segment.kind.value), ("x-state", segment.state), *stamped),
                (
                    (Side.SOURCE, segment.source, segment.source_marks),
                    (Side.TARGET, segment.target, segment.target_marks),
                ),
                unit_id(segment.id),
            )
            for segment in content.segments
            if segment.source.strip() and segment.target.strip()
        ]
        return _document(
            units,
            [("x-article", content.slug), ("x-edition", ", ".join(filter(None, (which, stamp))))],
        )


def write(pairs: Sequence[Pair]) -> bytes:
    """Pairs of the aligner; those with one side are left out, and what XML cannot hold becomes visible signs."""
    return _document(
        [
            _Unit(
                (("x-confidence", certainty(pair.confidence)),),
                ((Side.SOURCE, pair.source_text, ()), (Side.TARGET, pair.target_text, ())),
            )
            for pair in pairs
            if pair.source and pair.target
        ]
    )


def _document(units: Iterable[_Unit], props: Iterable[tuple[str, str]] = ()) -> bytes:
    root = etree.Element("tmx", version="1.4")
    header = etree.SubElement(
        root,
        "header",
        {
            "creationtool": "workbench",
            "creationtoolversion": __version__,
            "segtype": "paragraph",
            "o-tmf": "workbench",
            "adminlang": "en",
            "srclang": Side.SOURCE.language,
            "datatype": "plaintext",
        },
    )
    _add_props(header, props)
    body = etree.SubElement(root, "body")
    for unit in units:
        element = etree.SubElement(body, "tu", {"tuid": unit.id} if unit.id else {})
        _add_props(element, unit.props)
        for side, text, marks in unit.texts:
            variant = etree.SubElement(element, "tuv", {_LANG: side.language})
            fill_with_codes(etree.SubElement(variant, "seg"), text, marks, id_name="i", type_name="type")
    return laid_out(root, _MIXED)


def _add_props(element: etree._Element, props: Iterable[tuple[str, str]]) -> None:
    for name, value in props:
        etree.SubElement(element, "prop", type=name).text = visible(value)
