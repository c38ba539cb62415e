"""XLIFF 2.0, 2.1 and 2.2. A unit becomes one pair, its segments and what stands between them joined again."""

import re

from lxml import etree

from workbench.domain.errors import InvalidInput
from workbench.intake.document import Bilingual
from workbench.intake.kinds import field_of, kind_of
from workbench.intake.units import Content, Note, Unit, Units, read_note, wrong_languages
from workbench.intake.xml import child, children, local, parse_xml

_HEAD = re.compile(rb"<xliff\b[^>]*?\bversion\s*=\s*[\"']2", re.S)


class Xliff2Reader:
    """A translation file in XLIFF 2."""

    id = "xliff-2"
    label = "XLIFF 2"
    extensions: tuple[str, ...] = (".xlf", ".xliff")

    def sniff(self, data: bytes, name: str) -> bool:
        return bool(_HEAD.search(data[:8192].replace(b"\x00", b"")))

    def read(self, data: bytes, encoding: str | None = None) -> Bilingual:
        root = parse_xml(data)
        if local(root) != "xliff":
            raise InvalidInput("That is no XLIFF file. Nothing was stored.")
        if problem := wrong_languages(root.get("srcLang", ""), root.get("trgLang", "")):
            raise InvalidInput(problem)
        units = Units()
        waiting: list[Note] = []
        for element in root.iter(etree.Element):
            if is_shared(element):
                waiting += map(read_note, children(element, "note"))
            elif local(element) == "unit":
                unit = _unit(element)
                unit.notes[:0] = waiting
                waiting = []
                units.add(unit)
        if any(local(e) == "matches" for e in root.iter(etree.Element)):
            units.warn(
                "The file also holds other translations that a program offered; only the one of each unit was taken."
            )
        return units.finished()


def _unit(element: etree._Element) -> Unit:
    codes = original_codes(element)
    parts = parts_of(element)
    source, target = Content(codes), Content(codes)
    for part in parts:
        if (arabic := child(part, "source")) is not None:
            source.feed(arabic)
            source.space()
    if any(_has_words(child(part, "target")) for part in parts):
        for part in in_order(parts):
            english = child(part, "target")
            if english is None and local(part) == "ignorable":
                english = child(part, "source")  # what stands between segments is the same in both
            if english is not None:
                target.feed(english)
                target.space()
    segments = [p for p in parts if local(p) == "segment" and _has_words(child(p, "source"))]
    done = [segment for segment in segments if _has_words(child(segment, "target"))]
    return Unit(
        source.take(),
        target.take(),
        kind_of(element.get("type", "")),
        [segment.get("state", "") for segment in done],
        [*notes_of(element), *source.comments, *target.comments],
        _is_for_translation(element),
        0 < len(done) < len(segments),
        field_of(element.get("type", ""), element.get("name", "")),
    )


def is_shared(element: etree._Element) -> bool:
    """Whether it holds the notes of a file or group, which are beside no unit."""
    return local(element) == "notes" and local(element.getparent()) in ("file", "group")


def notes_of(unit: etree._Element) -> list[Note]:
    """Its own notes, without the comments inside its texts."""
    notes = child(unit, "notes")
    return [] if notes is None else [read_note(note) for note in children(notes, "note")]


def original_codes(unit: etree._Element) -> dict[str, str]:
    """The codes of the original file that a unit keeps, by id."""
    original = child(unit, "originalData")
    return (
        {}
        if original is None
        else {d.get("id", ""): "".join(d.itertext()) for d in children(original, "data")}
    )


def parts_of(unit: etree._Element) -> list[etree._Element]:
    """Its segments and what stands between them."""
    return [part for part in unit if local(part) in ("segment", "ignorable")]


def in_order(parts: list[etree._Element]) -> list[etree._Element]:
    """The parts as their English stands: ``order`` names the place of a target that is not its source's."""
    places: dict[int, etree._Element] = {}
    others = []
    for number, part in enumerate(parts, 1):
        english = child(part, "target")
        order = english.get("order", "") if english is not None else ""
        place = int(order) if order.isascii() and order.isdigit() and len(order) < 7 else number
        if place in places:
            others.append(part)
        else:
            places[place] = part
    return [*(places[n] for n in sorted(places)), *others]


def _is_for_translation(element: etree._Element | None) -> bool:
    """As the nearest element that says so says."""
    while element is not None:
        if said := element.get("translate"):
            return bool(said != "no")
        element = element.getparent()
    return True


def _has_words(element: etree._Element | None) -> bool:
    return element is not None and bool("".join(element.itertext()).strip())
