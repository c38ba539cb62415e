"""Who is meant by ``@Name`` in a note or a reply."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

#: An address (hala@example.org) is no mention. Direction marks may stand between the sign and the name.
_SIGN = re.compile(r"(?<![\w.@])@[\u200e\u200f\u061c\u2066-\u2069]*")

#: Signs further on in one text mean nobody: a note that names more people is no note to any of them.
MOST = 50


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who can be mentioned. ``is_here``: they are on the article, so a shared name means them."""

    user_id: int
    name: str
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Where in the text (code points, end-exclusive, with the sign) who is meant."""

    user_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text; ``user_id`` says who is named there, None that nobody is."""

    text: str
    user_id: int | None = None


def parts_of(text: str, people: Sequence[Named]) -> tuple[Part, ...]:
    """The text cut where somebody is named in it, for drawing; the parts join to it again."""
    meant: dict[tuple[int, int], int] = {}
    for mention in find_mentions(text, people):
        meant.setdefault((mention.start, mention.end), mention.user_id)
    parts, at = [], 0
    for (start, end), user_id in meant.items():
        parts += [Part(text[at:start]), Part(text[start:end], user_id)]
        at = end
    return tuple(part for part in (*parts, Part(text[at:])) if part.text)


def find_mentions(text: str, people: Sequence[Named]) -> tuple[Mention, ...]:
    """Everybody the text names with ``@``: by the whole name, or by its first word where only one has it.

    People on the article come before others of that name. A whole name that several still share means all
    of them; a first name that several share means nobody.
    """
    found: list[Mention] = []
    for sign in islice(_SIGN.finditer(text), MOST):
        start = sign.end()
        whole = _longest(text, start, [(person, person.name) for person in people])
        meant = whole or _only_one(
            _longest(text, start, [(p, p.name.split()[0]) for p in people if p.name.split()])
        )
        found += [Mention(person.user_id, sign.start(), start + length) for person, length in meant]
    return tuple(found)


def _longest(text: str, start: int, names: Sequence[tuple[Named, str]]) -> list[tuple[Named, int]]:
    """The people whose name stands there whole, by the longest of these names; those on the article first."""
    fitting = [(person, len(name)) for person, name in names if name and _stands_at(text, start, name)]
    longest = max((length for _, length in fitting), default=0)
    fitting = [(person, length) for person, length in fitting if length == longest]
    return [(person, length) for person, length in fitting if person.is_here] or fitting


def _only_one(found: list[tuple[Named, int]]) -> list[tuple[Named, int]]:
    return found if len(found) == 1 else []


def _stands_at(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    ends_there = end >= len(text) or not (text[end].isalnum() or text[end] == "_")
    return ends_there and text[start:end].casefold() == name.casefold()
