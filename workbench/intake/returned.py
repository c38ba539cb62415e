"""A file of this desk that was edited elsewhere and comes back: XLIFF 2 as :mod:`workbench.export.xliff` writes it.

Unlike in an import every character counts, as the texts are held against those that went out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from workbench.domain.errors import InvalidInput
from workbench.domain.exchange import CATEGORY, STATE, TARGET_STAMP, segment_of
from workbench.domain.marks import InlineMark
from workbench.domain.workflow import State
from workbench.intake.limits import LIMITS, check_size
from workbench.intake.states import state_of
from workbench.intake.units import Content, wrong_languages
from workbench.intake.xliff2 import in_order, original_codes, parts_of
from workbench.intake.xml import child, children, local, parse_xml

_ANOTHER = "That is no XLIFF 2 file. Only a file in XLIFF 2.1 that was exported here can come back. Nothing was stored."


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
    if local(root) != "xliff" or not root.get("version", "").startswith("2"):
        raise InvalidInput(_ANOTHER)
    if problem := wrong_languages(root.get("srcLang", ""), root.get("trgLang", "")):
        raise InvalidInput(problem)
    file = child(root, "file")
    units = tuple(_unit(e) for e in root.iter(etree.Element) if local(e) == "unit")
    if not units:
        raise InvalidInput("There is no unit in that file. Nothing was stored.")
    if len(units) > LIMITS.blocks:
        raise InvalidInput(f"There are more than {LIMITS.blocks:,} units in that file. Nothing was stored.")
    return Returned("" if file is None else file.get("original", ""), units)


def _unit(element: etree._Element) -> ReturnedUnit:
    codes, parts = original_codes(element), parts_of(element)
    source, target = Content(codes, exact=True), Content(codes, exact=True)
    for part in parts:
        if (arabic := child(part, "source")) is not None:
            source.feed(arabic)
    for part in in_order(parts):
        if (english := child(part, "target")) is not None:
            target.feed(english)
    facts = dict(_facts(element))
    text, marks = target.whole()
    return ReturnedUnit(
        segment_of(element.get("id", "")),
        source.whole()[0],
        text,
        marks,
        _least([part.get("state", "initial") for part in parts if local(part) == "segment"]),
        State(facts[STATE]) if facts.get(STATE) in set(State) else None,
        facts.get(TARGET_STAMP, ""),
    )


def _facts(unit: etree._Element) -> Iterator[tuple[str, str]]:
    for group in unit.iter(etree.Element):
        if local(group) == "metaGroup" and group.get("category") == CATEGORY:
            for meta in children(group, "meta"):
                yield meta.get("type", ""), meta.text or ""


def _least(words: list[str]) -> State | None:
    """Several parts are as far as the one that is least far."""
    states = {state_of(word) for word in words}
    return State.DRAFT if State.DRAFT in states else State.TRANSLATED if State.TRANSLATED in states else None
