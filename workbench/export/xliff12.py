"""XLIFF 1.2 (OASIS Standard, 1 February 2008), for programs that read no later one: a unit each segment.

Links and emphasis are ``<bpt>`` and ``<ept>`` with the HTML they stand for, marks are notes. What XML cannot hold
becomes visible signs. ``original`` and the ids of units are those of :mod:`workbench.export.xliff`; what the file has to
say so that it can come back is a ``<context-group>`` of each unit.
"""

from collections.abc import Iterator

from lxml import etree

from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.exchange import CATEGORY, NOTE_STAMPS, STATE, TARGET_STAMP, note_stamps, stamp, unit_id
from workbench.domain.kinds import Side
from workbench.domain.workflow import State
from workbench.export.html_code import fill_with_codes
from workbench.export.marked import problem_says
from workbench.export.mixed import laid_out
from workbench.export.parts import stamp_of, visible

_XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MIXED = frozenset(("source", "target", "note", "context"))
_STATES = {
    State.UNTRANSLATED: "needs-translation",
    State.DRAFT: "new",
    State.RETURNED: "needs-translation",
    State.TRANSLATED: "translated",
    State.APPROVED: "signed-off",
}


class Xliff12Exporter:
    id = "xliff12"
    label = "XLIFF 1.2"
    purpose = "Translation programs that read no XLIFF 2, there and back"
    carries = "Both texts, states, links and emphasis; marks as notes"
    extension = "1.2.xlf"
    media_type = "application/x-xliff+xml; charset=utf-8"

    def write(self, content: EditionContent) -> bytes:
        root = etree.Element(f"{{{_XLIFF}}}xliff", version="1.2", nsmap={None: _XLIFF})
        file = _add(
            root,
            "file",
            {
                "original": visible(content.slug),
                "source-language": Side.SOURCE.language,
                "target-language": Side.TARGET.language,
                "datatype": "plaintext",
                "product-name": "workbench",
                **({} if content.number is None else {"product-version": str(content.number)}),
            },
        )
        if stamp := stamp_of(content):
            _add(_add(file, "header"), "note").text = stamp
        body = _add(file, "body")
        for segment in content.segments:
            _add_unit(body, segment, is_draft=content.is_draft)
        return laid_out(root, _MIXED)


def _add_unit(body: etree._Element, segment: EditionSegment, *, is_draft: bool) -> None:
    state = State(segment.state)
    is_approved = state is State.APPROVED
    unit = _add(
        body,
        "trans-unit",
        {
            "id": unit_id(segment.id),
            "restype": f"x-{segment.kind.value}",
            "approved": "yes" if is_approved else "no",
            **({} if segment.left_out_reason is None else {"translate": "no"}),
            _SPACE: "preserve",
        },
    )
    _fill(_add(unit, "source"), segment, Side.SOURCE)
    if segment.target or state in (State.TRANSLATED, State.APPROVED):
        said = "final" if is_approved and not is_draft else _STATES[state]
        _fill(_add(unit, "target", {"state": said}), segment, Side.TARGET)
    notes = [visible(note) for note in _notes(segment)]
    # The stamps are of the words as they stand in this file, with signs for what it cannot hold.
    facts = {STATE: state.value, TARGET_STAMP: stamp(visible(segment.target), segment.target_marks)}
    _add_facts(unit, facts | ({NOTE_STAMPS: note_stamps(notes)} if notes else {}))
    for note in notes:
        _add(unit, "note").text = note


def _notes(segment: EditionSegment) -> Iterator[str]:
    if segment.left_out_reason is not None:
        yield f"Left out: {segment.left_out_reason}" if segment.left_out_reason else "Left out."
    yield from map(problem_says, segment.problems)


def _add_facts(unit: etree._Element, facts: dict[str, str]) -> None:
    group = _add(unit, "context-group", {"name": CATEGORY, "purpose": "information"})
    for name, value in facts.items():
        _add(group, "context", {"context-type": f"x-{name}"}).text = value


def _fill(element: etree._Element, segment: EditionSegment, side: Side) -> None:
    is_source = side is Side.SOURCE
    text = segment.source if is_source else segment.target
    marks = segment.source_marks if is_source else segment.target_marks
    fill_with_codes(element, text, marks, id_name="id", type_name="ctype")


def _add(parent: etree._Element, name: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return etree.SubElement(parent, f"{{{_XLIFF}}}{name}", attributes or {})
