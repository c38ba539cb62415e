"""XLIFF 2.1 (OASIS Standard, 13 February 2018), from Arabic into English, a unit each.

The one writer for pairs of the aligner and for editions. White space is kept (``xml:space``), characters that XML
cannot hold are ``<cp>``; only what may not be stored at all becomes visible signs. Links and emphasis are ``<pc>``
with the HTML they stand for as original data, or ``<sc>`` and ``<ec>`` where they cross. The kind is the unit's
``type``; what is left out is not to be translated; what this desk has to say besides is in the metadata module, as a
note would come back beside the text wherever the file is read.

Of an edition the marks are annotations of ITS 2.0, Localization Quality Issue (XLIFF 2.1, 5.9.11), standoff where several
lie on the same words, and notes as well, for the many programs that show no ITS.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from workbench.domain.editions import EditionContent, EditionProblem, EditionSegment
from workbench.domain.exchange import CATEGORY, NOTE_STAMPS, STATE, TARGET_STAMP, note_stamps, stamp, unit_id
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark
from workbench.domain.workflow import State
from workbench.export.marked import (
    PROFILE,
    Marked,
    is_standing,
    its_severity,
    its_type,
    marked_words,
    problem_says,
    signed,
)
from workbench.export.mixed import Mixed, laid_out
from workbench.export.nesting import Edge, laid_in
from workbench.export.pairs import Pair, certainty
from workbench.export.parts import stamp_of, visible
from workbench.export.xliff_codes import XLIFF, SideCodes, UnitCodes

_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_ITS = "http://www.w3.org/2005/11/its"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_MIXED = frozenset(("source", "target", "note", "data", "meta"))

#: How far the file says a segment is. An approved one is final once it is published.
_STATES = {
    State.UNTRANSLATED: "initial",
    State.DRAFT: "initial",
    State.RETURNED: "initial",
    State.TRANSLATED: "translated",
    State.APPROVED: "reviewed",
}
_NOT_IN_XML = re.compile("([\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff])")
_NEVER_STORED = re.compile("[\x00\r\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class _Text:
    """One side of a unit with its links and emphasis and its marked words."""

    text: str
    marks: tuple[InlineMark, ...] = ()
    marked: tuple[Marked, ...] = ()


@dataclass(frozen=True, slots=True)
class _Note:
    id: str
    text: str
    category: str
    side: Side | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit to be written; ``facts`` by the category of their group, ``state`` with what it is called here."""

    id: str
    kind: Kind
    source: _Text
    target: _Text | None
    facts: Mapping[str, Sequence[tuple[str, str]]]
    state: tuple[str, State] | None = None
    notes: tuple[_Note, ...] = ()
    translate: bool = True


class XliffExporter:
    id = "xliff"
    label = "XLIFF 2.1"
    purpose = "Translation programs, there and back"
    carries = "Both texts, states, links and emphasis; marks as ITS and as notes"
    extension = "xlf"
    media_type = "application/xliff+xml; charset=utf-8"

    def write(self, content: EditionContent) -> bytes:
        article = [("slug", content.slug)]
        if content.number is not None:
            article.append(("edition", str(content.number)))
        if content.published_at is not None:
            article.append(("published", content.published_at.isoformat()))
        stamp = stamp_of(content)
        return _document(
            [_unit_of(segment, is_draft=content.is_draft) for segment in content.segments],
            original=content.slug,
            facts={"article": article},
            notes=(_Note("stamp", stamp, "draft" if content.is_draft else "embargo"),) if stamp else (),
        )


def write(pairs: Sequence[Pair]) -> bytes:
    """Pairs of the aligner. ``pairs`` has at least one.

    The blocks of a side stand on lines of their own. A text without a counterpart is a unit with an empty source
    or without a target. No state is claimed: that two texts belong together does not tell how good the translation
    is.
    """
    return _document(
        [
            _Unit(
                id=f"u{number}",
                kind=pair.kind,
                source=_Text(pair.source_text),
                target=_Text(pair.target_text) if pair.target_text else None,
                facts={
                    "alignment": [
                        ("confidence", certainty(pair.confidence)),
                        *([("moved", "yes")] if pair.moved else ()),
                    ]
                },
            )
            for number, pair in enumerate(pairs, 1)
        ]
    )


def _unit_of(segment: EditionSegment, *, is_draft: bool) -> _Unit:
    state = State(segment.state)
    is_final = state is State.APPROVED and not is_draft
    notes = [
        _Note(f"p{problem.id}", problem_says(problem), "problem", _side_of(problem))
        for problem in segment.problems
    ]
    if segment.left_out_reason is not None:
        notes.append(_Note("left-out", segment.left_out_reason or "Left out on purpose.", "left-out"))
    facts = {
        CATEGORY: [
            (STATE, state.value),
            (TARGET_STAMP, stamp(segment.target, segment.target_marks)),
            *([(NOTE_STAMPS, note_stamps(visible(note.text) for note in notes))] if notes else ()),
            *([("added", "yes")] if segment.added else ()),
        ]
    }
    if words := signed(segment.signatures):
        facts["signatures"] = list(words)
    has_target = bool(segment.target) or _STATES[state] != "initial"  # the standard asks for one then
    return _Unit(
        id=unit_id(segment.id),
        kind=segment.kind,
        source=_Text(segment.source, segment.source_marks, marked_words(segment, Side.SOURCE)),
        target=_Text(segment.target, segment.target_marks, marked_words(segment, Side.TARGET))
        if has_target
        else None,
        facts=facts,
        state=("final" if is_final else _STATES[state], state),
        notes=tuple(notes),
        translate=segment.left_out_reason is None,
    )


def _side_of(problem: EditionProblem) -> Side | None:
    if (problem.source is None) == (problem.target is None):
        return None
    return Side.SOURCE if problem.source else Side.TARGET


# --- writing --------------------------------------------------------------------------------------------


def _document(
    units: Sequence[_Unit],
    *,
    original: str = "",
    facts: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    notes: Sequence[_Note] = (),
) -> bytes:
    has_issues = any(text.marked for unit in units for text in (unit.source, unit.target) if text)
    namespaces: dict[str | None, str] = {None: XLIFF, "mda": _METADATA}
    if has_issues:
        namespaces["its"] = _ITS
    root = etree.Element(
        f"{{{XLIFF}}}xliff",
        version="2.1",
        srcLang=Side.SOURCE.language,
        trgLang=Side.TARGET.language,
        nsmap=namespaces,
    )
    if has_issues:
        root.set(f"{{{_ITS}}}version", "2.0")
    file = _add(root, "file", id="f1")
    if original:
        file.set("original", visible(original))
        file.set("canResegment", "no")  # or its parts would not find back to their segments
    file.set("srcDir", Side.SOURCE.direction)
    file.set("trgDir", Side.TARGET.direction)
    _add_facts(file, facts or {})
    _add_notes(file, notes)
    for unit in units:
        _add_unit(file, unit)
    return laid_out(root, _MIXED)


def _add_unit(file: etree._Element, unit: _Unit) -> None:
    element = _add(file, "unit", id=unit.id, type=f"workbench:{unit.kind.value}")
    if not unit.translate:
        element.set("translate", "no")
    _add_facts(element, unit.facts)
    sides = [text for text in (unit.source, unit.target) if text]
    issues = _Issues()
    for text in sides:
        for words in text.marked:
            issues.add_standoff(element, words)
    _add_notes(element, unit.notes)
    codes = UnitCodes()
    segment = etree.Element(f"{{{XLIFF}}}segment", id=f"s{unit.id.removeprefix('u')}")
    if unit.state:
        segment.set("state", unit.state[0])
        segment.set("subState", f"workbench:{unit.state[1].value}")
    for name, side in (("source", unit.source), ("target", unit.target)):
        if side is not None:
            holder = _add(segment, name)
            holder.set(_SPACE, "preserve")
            _fill(holder, side, codes.of_side(), issues)
    codes.add_data(element)
    element.append(segment)


def _add_facts(element: etree._Element, facts: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    if not facts:
        return
    metadata = etree.SubElement(element, f"{{{_METADATA}}}metadata")
    for category, said in facts.items():
        group = etree.SubElement(metadata, f"{{{_METADATA}}}metaGroup", category=category)
        for name, value in said:
            etree.SubElement(group, f"{{{_METADATA}}}meta", type=name).text = visible(value)


def _add_notes(element: etree._Element, notes: Sequence[_Note]) -> None:
    if not notes:
        return
    holder = _add(element, "notes")
    for note in notes:
        applies = {"appliesTo": note.side.value} if note.side else {}
        _add(holder, "note", id=note.id, **applies, category=note.category).text = visible(note.text)


def _fill(element: etree._Element, text: _Text, codes: SideCodes, issues: "_Issues") -> None:
    """The text with its codes and annotations."""
    mixed = Mixed(element)
    spans: list[InlineMark | Marked] = [*text.marks, *text.marked]
    for piece in laid_in(text.text, spans):
        if isinstance(piece, str):
            for n, part in enumerate(_NOT_IN_XML.split(_NEVER_STORED.sub(_as_sign, piece))):
                if n % 2:
                    mixed.empty(f"{{{XLIFF}}}cp", {"hex": f"{ord(part):04X}"})
                elif part:
                    mixed.text(part)
        elif isinstance(piece.span, Marked):
            _mark(mixed, piece, issues, piece.span, piece.number)
        else:
            codes.code(mixed, piece, piece.span)


def _as_sign(found: re.Match[str]) -> str:
    return visible(found[0])


def _mark(mixed: Mixed, edge: Edge[Any], issues: "_Issues", words: Marked, number: int) -> None:
    if edge.opens:
        attributes = {"id": issues.annotation(number), "type": "its:generic", **issues.said(words)}
        if edge.nests:
            mixed.start(f"{{{XLIFF}}}mrk", attributes)
        else:
            mixed.empty(f"{{{XLIFF}}}sm", attributes)
    elif edge.nests:
        mixed.end()
    else:
        mixed.empty(f"{{{XLIFF}}}em", {"startRef": issues.annotation_of(number)})


class _Issues:
    """The problems of a unit as annotations: on the words themselves, or standoff where there are several."""

    def __init__(self) -> None:
        self._standoff: dict[tuple[int, ...], str] = {}
        self._count = 0
        self._open: dict[int, str] = {}

    def add_standoff(self, unit: etree._Element, words: Marked) -> None:
        """Lay down in the unit what several problems on the same words have to say, once."""
        key = _ids(words)
        if len(key) == 1 or key in self._standoff:
            return
        # Of its own in the whole file: parsers hold it to be an XML id.
        self._standoff[key] = name = f"{unit.get('id')}-issues{len(self._standoff) + 1}"
        holder = etree.SubElement(unit, f"{{{_ITS}}}locQualityIssues", {_ID: name})
        for problem in words.problems:
            etree.SubElement(holder, f"{{{_ITS}}}locQualityIssue", dict(_issue(problem)))

    def said(self, words: Marked) -> dict[str, str]:
        """The attributes of an annotation on these words."""
        if name := self._standoff.get(_ids(words)):
            return {f"{{{_ITS}}}locQualityIssuesRef": f"#its={name}"}
        return {f"{{{_ITS}}}{name}": value for name, value in _issue(words.problems[0])}

    def annotation(self, number: int) -> str:
        """A new id for the annotation of that number."""
        self._count += 1
        self._open[number] = f"m{self._count}"
        return self._open[number]

    def annotation_of(self, number: int) -> str:
        return self._open[number]


def _ids(words: Marked) -> tuple[int, ...]:
    return tuple(problem.id for problem in words.problems)


def _issue(problem: EditionProblem) -> Iterator[tuple[str, str]]:
    yield "locQualityIssueType", its_type(problem)
    yield "locQualityIssueComment", visible(problem_says(problem))
    yield "locQualityIssueSeverity", its_severity(problem)
    yield "locQualityIssueProfileRef", PROFILE
    yield "locQualityIssueEnabled", "yes" if is_standing(problem) else "no"


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{XLIFF}}}{name}", attributes)
