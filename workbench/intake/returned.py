"""A file of this desk that was edited elsewhere and comes back: XLIFF 2.1 or 1.2, as :mod:`workbench.export` writes them.

Unlike in an import every character counts, as the texts are held against those that went out: white space too where
the file keeps it (``xml:space``), as ours do.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from workbench.domain.errors import InvalidInput, TooLarge
from workbench.domain.exchange import (
    CATEGORY,
    NOTE_STAMPS,
    STATE,
    TARGET_STAMP,
    note_stamp,
    segment_of,
    stamp,
)
from workbench.domain.marks import InlineMark, Look
from workbench.domain.workflow import State
from workbench.intake import xliff1, xliff2
from workbench.intake.limits import LIMITS, UNSEEN, check_size
from workbench.intake.states import state_of
from workbench.intake.units import Content, Note, read_note, wrong_languages
from workbench.intake.xml import child, children, local, parse_xml

_ANOTHER = "That is no XLIFF file. Only a file in XLIFF 2.1 or 1.2 that was exported here can come back. Nothing was stored."


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """A unit as it comes back. ``segment_id`` is None for one that is none of this desk's.

    ``stamp`` and ``sent_state`` say what went out, None and "" where the program that wrote the file has dropped them.
    ``state`` is how far the file says it is, translated at most; None when it does not say. ``notes``: those that did
    not go out with it. ``refused``: links of the English whose addresses cannot be taken.
    """

    segment_id: int | None
    source: str
    target: str
    marks: tuple[InlineMark, ...]
    state: State | None
    sent_state: State | None
    stamp: str
    notes: tuple[Note, ...] = ()
    refused: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file holds; ``slug`` names the article it was exported from, "" when it does not say.

    ``notes``: those on the file as a whole or a group of units.
    """

    slug: str
    units: tuple[ReturnedUnit, ...]
    notes: tuple[Note, ...] = ()


def read_returned(data: bytes) -> Returned:
    """Raises InvalidInput when it is no such file, TooLarge beyond a limit; nothing else, whatever the bytes."""
    check_size(len(data))
    root = parse_xml(data)
    form = _FORMS.get(root.get("version", "")[:1]) if local(root) == "xliff" else None
    if form is None:
        raise InvalidInput(_ANOTHER)
    file = child(root, "file")
    languages = {**root.attrib, **({} if file is None else file.attrib)}  # on the root in 2, on the file in 1
    if problem := wrong_languages(*(str(languages.get(name, "")) for name in form.languages)):
        raise InvalidInput(problem)
    comments = xliff1.kept_comments(root)
    units = tuple(form.read(e, comments) for e in root.iter(etree.Element) if local(e) == form.unit)
    if not units:
        raise InvalidInput("There is no unit in that file. Nothing was stored.")
    if len(units) > LIMITS.blocks:
        raise InvalidInput(f"There are more than {LIMITS.blocks:,} units in that file. Nothing was stored.")
    shared = [note for e in root.iter(etree.Element) for note in form.shared(e)]
    return Returned("" if file is None else file.get("original", ""), units, _checked(shared))


def _checked(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Those that say something. Raises TooLarge."""
    kept = tuple(note for note in notes if note.words.strip(UNSEEN))
    if any(len(note.text) > LIMITS.note_characters for note in kept):
        raise TooLarge(
            f"One note has more than {LIMITS.note_characters:,} characters. Nothing was stored. Shorten it."
        )
    return kept


def _unit_2(element: etree._Element, comments: dict[str, Note]) -> ReturnedUnit:
    parts = xliff2.parts_of(element)
    source = _Side(_children(parts, "source"), xliff2.original_codes(element))
    target = _Side(_children(xliff2.in_order(parts), "target"), source.codes)
    states = [part.get("state", "initial") for part in parts if local(part) == "segment"]
    return _returned(element, source, target, states, dict(_facts_2(element)), xliff2.notes_of(element))


def _facts_2(unit: etree._Element) -> Iterator[tuple[str, str]]:
    for group in unit.iter(etree.Element):
        if local(group) == "metaGroup" and group.get("category") == CATEGORY:
            for meta in children(group, "meta"):
                yield meta.get("type", ""), meta.text or ""


def _unit_1(element: etree._Element, comments: dict[str, Note]) -> ReturnedUnit:
    source, target = (_Side(_children([element], name)) for name in ("source", "target"))
    english = child(element, "target")
    states, notes = xliff1.states_of(element, english), xliff1.notes_of(element, comments)
    return _returned(element, source, target, states, dict(_facts_1(element)), notes)


def _facts_1(unit: etree._Element) -> Iterator[tuple[str, str]]:
    for group in children(unit, "context-group"):
        if group.get("name") == CATEGORY:
            for context in children(group, "context"):
                yield context.get("context-type", "").removeprefix("x-"), context.text or ""


def _returned(
    element: etree._Element,
    source: "_Side",
    target: "_Side",
    states: list[str],
    facts: dict[str, str],
    notes: list[Note],
) -> ReturnedUnit:
    arabic = source.read()
    arabic_text, _ = arabic.whole()
    english = target.read(keeps=True)
    text, marks = english.whole()
    if stamp(text, marks) != facts.get(TARGET_STAMP):  # or it is as it went out, whatever is lost beside it
        english = target.read()
        text, marks = english.whole()
        if not text.strip(UNSEEN):
            text, marks = "", ()
    sent = frozenset(facts.get(NOTE_STAMPS, "").split())
    return ReturnedUnit(
        segment_of(element.get("id", "")),
        arabic_text,
        text,
        marks,
        _least(states),
        State(facts[STATE]) if facts.get(STATE) in set(State) else None,
        facts.get(TARGET_STAMP, ""),
        _checked(
            note
            for note in (*notes, *arabic.comments, *english.comments)
            if note_stamp(note.words) not in sent
        ),
        english.refused,
    )


@dataclass(frozen=True, slots=True)
class _Side:
    """The elements that hold one side of a unit, and the codes of the original file that they refer to."""

    elements: list[etree._Element]
    codes: dict[str, str] = field(default_factory=dict)

    def read(self, *, keeps: bool = False) -> Content:
        """``keeps``: white space counts, whatever the file says."""
        content = Content(self.codes, exact=True)
        for element in self.elements:
            content.feed(element, keeps_lines=keeps)
        return content


def _children(parts: Iterable[etree._Element], name: str) -> list[etree._Element]:
    return [found for part in parts if (found := child(part, name)) is not None]


def _least(words: list[str]) -> State | None:
    """Several parts are as far as the one that is least far."""
    states = {state_of(word) for word in words}
    return State.DRAFT if State.DRAFT in states else State.TRANSLATED if State.TRANSLATED in states else None


@dataclass(frozen=True, slots=True)
class _Form:
    """Where a version of XLIFF keeps what is read here."""

    unit: str
    read: Callable[[etree._Element, dict[str, Note]], ReturnedUnit]
    shared: Callable[[etree._Element], Iterable[Note]]  # the notes beside no unit that an element holds
    languages: tuple[str, str]  # the attributes that name them


def _shared_1(element: etree._Element) -> Iterable[Note]:
    return [read_note(element)] if xliff1.is_shared(element) else ()


def _shared_2(element: etree._Element) -> Iterable[Note]:
    return map(read_note, children(element, "note")) if xliff2.is_shared(element) else ()


#: By the first digit of the version.
_FORMS = {
    "1": _Form("trans-unit", _unit_1, _shared_1, ("source-language", "target-language")),
    "2": _Form("unit", _unit_2, _shared_2, ("srcLang", "trgLang")),
}
