"""XLIFF 1.0 to 1.2 and its relatives (.sdlxliff, .mqxliff, .mxliff).

A unit becomes one pair, however many segments a program has cut it into: units are the paragraphs of the
original. Comments and states that programs add in namespaces of their own are read where they are.
"""

from collections.abc import Iterator

from lxml import etree

from workbench.domain.errors import InvalidInput
from workbench.intake.document import Bilingual
from workbench.intake.kinds import field_of, kind_of
from workbench.intake.reader import has_extension
from workbench.intake.units import Content, Note, Unit, Units, read_note, wrong_languages
from workbench.intake.xml import attribute, child, children, local, parse_xml

#: Attributes in which programs keep a state, in namespaces of their own.
_STATE_ATTRIBUTES = ("conf", "status")
_CONFIRMED = {"1": "translated", "0": "draft"}


class Xliff1Reader:
    """A translation file in XLIFF 1."""

    id = "xliff-1"
    label = "XLIFF 1.2"
    extensions: tuple[str, ...] = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff")

    def sniff(self, data: bytes, name: str) -> bool:
        return b"<xliff" in data[:4096].replace(b"\x00", b"") or has_extension(name, self)

    def read(self, data: bytes, encoding: str | None = None) -> Bilingual:
        root = parse_xml(data)
        if local(root) != "xliff":
            raise InvalidInput("That is no XLIFF file. Nothing was stored.")
        files = list(children(root, "file"))
        wrong = [wrong_languages(f.get("source-language", ""), f.get("target-language", "")) for f in files]
        fitting = [file for file, problem in zip(files, wrong, strict=True) if problem is None]
        if wrong and not fitting:
            raise InvalidInput(str(wrong[0]))
        units = Units()
        if len(fitting) < len(files):
            units.warn(
                f"{len(files) - len(fitting)} of its {len(files)} parts are between other languages and were not brought in."
            )
        comments = kept_comments(root)
        for file in fitting:
            for unit in _units(file, comments):
                units.add(unit)
        if any(local(e) == "alt-trans" for e in root.iter(etree.Element)):
            units.warn(
                "The file also holds other translations that a program offered; only the one of each unit was taken."
            )
        if any(local(e) == "bin-unit" for e in root.iter(etree.Element)):
            units.warn("The file also holds pictures or other binary parts; they were not brought in.")
        return units.finished()


def _units(file: etree._Element, comments: dict[str, Note]) -> Iterator[Unit]:
    waiting: list[Note] = []
    for element in file.iter(etree.Element):
        name = local(element)
        if is_shared(element):
            waiting.append(read_note(element))
        elif name == "trans-unit":
            unit = _unit(element, comments)
            unit.notes[:0] = waiting
            waiting = []
            yield unit


def _unit(element: etree._Element, comments: dict[str, Note]) -> Unit:
    source, target = Content(), Content()
    english = child(element, "target")
    for side, part in ((source, child(element, "source")), (target, english)):
        if part is not None:
            side.feed(part)
    return Unit(
        source.take(),
        target.take(),
        kind_of(element.get("restype", "")),
        states_of(element, english),
        [*notes_of(element, comments), *source.comments, *target.comments],
        element.get("translate") != "no",
        _lacks_part(element, english),
        field_of(element.get("restype", ""), element.get("resname", "")),
    )


def is_shared(element: etree._Element) -> bool:
    """Whether it is a note of a file or group, which is beside no unit."""
    return local(element) == "note" and local(element.getparent()) in ("header", "group")


def notes_of(unit: etree._Element, comments: dict[str, Note]) -> list[Note]:
    """Its own notes and those of ``comments`` (see :func:`kept_comments`) that it points at."""
    notes = [read_note(note) for note in children(unit, "note")]
    notes += [read_note(e) for e in unit.iter(etree.Element) if local(e) == "comment"]
    ids = dict.fromkeys(
        attribute(e, "id") for e in unit.iter(etree.Element) if "comment" in e.get("mtype", "")
    )
    return notes + [comments[key] for key in ids if key in comments]


def _lacks_part(element: etree._Element, target: etree._Element | None) -> bool:
    """Whether some segments of the unit have English and others none, where both sides name their segments."""
    source, english = map(_segments, (child(element, "seg-source"), target))
    return bool(source & english) and bool(source - english)


def _segments(side: etree._Element | None) -> set[str]:
    """The ids of the segments that hold words."""
    marks = () if side is None else side.iter(etree.Element)
    return {
        mark.get("mid", "")
        for mark in marks
        if local(mark) == "mrk" and mark.get("mtype") == "seg" and "".join(mark.itertext()).strip()
    }


def states_of(element: etree._Element, target: etree._Element | None) -> list[str]:
    """The states of a unit's parts, in the file's words."""
    if element.get("approved") == "yes":
        return ["approved"]
    if target is not None and (state := target.get("state")):
        return [state]
    if confirmed := _CONFIRMED.get(attribute(element, "confirmed")):
        return [confirmed]
    parts = (element, *(e for e in element.iter(etree.Element) if local(e) == "seg"))
    return [word for part in parts for name in _STATE_ATTRIBUTES if (word := attribute(part, name))]


def kept_comments(root: etree._Element) -> dict[str, Note]:
    """Comments that are kept in one place and pointed at by id."""
    return {
        attribute(definition, "id"): _together([read_note(line) for line in _lines(definition)])
        for definition in root.iter(etree.Element)
        if local(definition) == "cmt-def"
    }


def _lines(definition: etree._Element) -> list[etree._Element]:
    return [e for e in definition.iter(etree.Element) if local(e) == "Comment"]


def _together(lines: list[Note]) -> Note:
    return lines[0] if len(lines) == 1 else Note(" / ".join(filter(None, (line.text for line in lines))))
