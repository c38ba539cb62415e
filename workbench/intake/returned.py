"""A file of this desk that was edited elsewhere and comes back: XLIFF 2.1 or 1.2, as :mod:`workbench.export` writes them.

Unlike in an import every character counts, as the texts are held against those that went out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from workbench.domain.errors import InvalidInput
from workbench.domain.exchange import CATEGORY, STATE, TARGET_STAMP, segment_of
from workbench.domain.marks import InlineMark
from workbench.domain.workflow import State
from workbench.intake.limits import LIMITS, check_size
from workbench.intake.states import state_of
from workbench.intake.units import Content, wrong_languages
from workbench.intake.xliff1 import states_of
from workbench.intake.xliff2 import in_order, original_codes, parts_of
from workbench.intake.xml import child, children, local, parse_xml

_ANOTHER = "That is no XLIFF file. Only a file in XLIFF 2.1 or 1.2 that was exported here can come back. Nothing was stored."


@dataclass(frozen=True, slots=True)
class ReturnedUnit:
    """A unit as it comes back. ``segment_id`` is None for one that is none of this desk's.

    ``stamp`` and ``sent_state`` say what went out, None and "" where the program that wrote the file has dropped them.
    ``state`` is how far the file says it is, translated at most; None when it does not say.
    """

    segment_id: int | None
    source: str
    target: str
    marks: tuple[InlineMark, ...]
    state: State | None
    sent_state: State | None
    stamp: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a file holds; ``slug`` names the article it was exported from, "" when it does not say."""

    slug: str
    units: tuple[ReturnedUnit, ...]


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
    units = tuple(form.read(e) for e in root.iter(etree.Element) if local(e) == form.unit)
    if not units:
        raise InvalidInput("There is no unit in that file. Nothing was stored.")
    if len(units) > LIMITS.blocks:
        raise InvalidInput(f"There are more than {LIMITS.blocks:,} units in that file. Nothing was stored.")
    return Returned("" if file is None else file.get("original", ""), units)


def _unit_2(element: etree._Element) -> ReturnedUnit:
    codes, parts = original_codes(element), parts_of(element)
    source, target = Content(codes, exact=True), Content(codes, exact=True)
    for part in parts:
        if (arabic := child(part, "source")) is not None:
            source.feed(arabic)
    for part in in_order(parts):
        if (english := child(part, "target")) is not None:
            target.feed(english)
    states = [part.get("state", "initial") for part in parts if local(part) == "segment"]
    return _returned(element, source, target, states, dict(_facts_2(element)))


def _facts_2(unit: etree._Element) -> Iterator[tuple[str, str]]:
    for group in unit.iter(etree.Element):
        if local(group) == "metaGroup" and group.get("category") == CATEGORY:
            for meta in children(group, "meta"):
                yield meta.get("type", ""), meta.text or ""


def _unit_1(element: etree._Element) -> ReturnedUnit:
    source, target = Content(exact=True), Content(exact=True)
    english = child(element, "target")
    for side, part in ((source, child(element, "source")), (target, english)):
        if part is not None:
            side.feed(part)
    return _returned(element, source, target, states_of(element, english), dict(_facts_1(element)))


def _facts_1(unit: etree._Element) -> Iterator[tuple[str, str]]:
    for group in children(unit, "context-group"):
        if group.get("name") == CATEGORY:
            for context in children(group, "context"):
                yield context.get("context-type", "").removeprefix("x-"), context.text or ""


def _returned(
    element: etree._Element, source: Content, target: Content, states: list[str], facts: dict[str, str]
) -> ReturnedUnit:
    text, marks = target.whole()
    return ReturnedUnit(
        segment_of(element.get("id", "")),
        source.whole()[0],
        text,
        marks,
        _least(states),
        State(facts[STATE]) if facts.get(STATE) in set(State) else None,
        facts.get(TARGET_STAMP, ""),
    )


def _least(words: list[str]) -> State | None:
    """Several parts are as far as the one that is least far."""
    states = {state_of(word) for word in words}
    return State.DRAFT if State.DRAFT in states else State.TRANSLATED if State.TRANSLATED in states else None


@dataclass(frozen=True, slots=True)
class _Form:
    """Where a version of XLIFF keeps what is read here."""

    unit: str
    read: Callable[[etree._Element], ReturnedUnit]
    languages: tuple[str, str]  # the attributes that name them


#: By the first digit of the version.
_FORMS = {
    "1": _Form("trans-unit", _unit_1, ("source-language", "target-language")),
    "2": _Form("unit", _unit_2, ("srcLang", "trgLang")),
}
