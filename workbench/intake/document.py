"""What intake makes of one side of an article.

The shape every reader returns and the import page shows. Nothing is ever lost: a block that was left out
stays in place with its reason, so that one click brings it back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.workflow import State

#: Origins of lines of plain text: the first after a blank line, and one right below another.
FIRST_LINE, NEXT_LINE = "first-line", "next-line"
#: The origin of blocks of a file of pairs: their letters are repaired, all else stands as the file has it.
PAIRED = "paired"


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the page in reading order, kept (``dropped is None``) or left out.

    ``dropped`` is the id of the furniture rule that left it out (a key of ``furniture.REASONS``).
    ``field`` names the article's field the text went to, when it did: byline, dateline, outlet, tags. As a
    reader returns a block it is only what the file's structure says; ``furniture.clean`` decides.
    ``attrs`` holds list facts: {"ordered": bool, "level": int}. ``origin`` is a reader's word to
    ``repairs`` and ``furniture.clean``, which take it off: "paragraph" for a block that the markup calls one,
    "cell" for a cell of a table of data, "link" for one that is nothing but links, and those of lines of plain text. ``state`` and ``notes`` are what a file
    of pairs says of a translation: how far it is (draft or translated) and what people wrote beside it. ``offer``
    is a number that blocks of both sides share when the aligner pairs them out of the order of the others, so that
    one side can be moved (0: none); ``row`` is the id of the segment it is of, for the rows of an article in work
    (0: of none). Readers leave both alone.
    """

    text: str
    kind: Kind = Kind.PARAGRAPH
    marks: tuple[InlineMark, ...] = ()
    attrs: Mapping[str, Any] = field(default_factory=dict)
    dropped: str | None = None
    field: str | None = None
    origin: str = ""
    state: State | None = None
    notes: tuple[str, ...] = ()
    offer: int = 0
    row: int = 0

    @property
    def is_kept(self) -> bool:
        return self.dropped is None

    def with_kind(self, kind: Kind) -> "Block":
        return replace(self, kind=kind)


@dataclass(frozen=True, slots=True)
class Fields:
    """Facts about the article found on the page; each can be corrected before anything is stored."""

    byline: str = ""
    dateline: str = ""
    outlet: str = ""
    tags: tuple[str, ...] = ()
    published_on: str = ""  # ISO date when the dateline could be read, else ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whether a kind of repair is made, and the places that go the other way.

    A place is known by the number of its block as parsed; a joint of two lines by that of the second.
    """

    is_applied: bool
    but: frozenset[int] = frozenset()

    def takes(self, at: int) -> bool:
        """Whether the repair is made there."""
        return self.is_applied != (at in self.but)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a repair would change something: ``at`` as in :class:`Choice`, and each change as (before, after) with
    some words around."""

    at: int
    samples: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of change that was made to the letters of a text, here and there, or is only offered.

    ``id`` is a key of ``repairs.RULES``, which says what it is. ``count`` says how many changes it would be in all
    and ``made`` how many of them were made; ``places`` are the first of those that can be looked at.
    """

    id: str
    count: int
    made: int
    choice: Choice
    places: tuple[Place, ...] = ()

    @property
    def samples(self) -> tuple[tuple[str, str], ...]:
        return tuple(sample for place in self.places for sample in place.samples)

    @property
    def can_be_divided(self) -> bool:
        """Whether there is more than one place to decide about."""
        return len(self.places) > 1


@dataclass(frozen=True)  # without slots, so that what is asked often is found once
class Document:
    """One side as read: blocks in order, fields, warnings in the user's words, repairs made and offered."""

    blocks: tuple[Block, ...]
    fields: Fields = Fields()
    warnings: tuple[str, ...] = ()
    encoding: str = ""  # as declared or guessed, for the page to show; "" for pasted text
    repairs: tuple[Repair, ...] = ()

    @cached_property
    def kept(self) -> tuple[Block, ...]:
        return tuple(b for b in self.blocks if b.is_kept)

    @cached_property
    def offered(self) -> Mapping[int, tuple[int, ...]]:
        """The places among the kept blocks of those that share each number of an offer."""
        found: dict[int, tuple[int, ...]] = {}
        for n, block in enumerate(self.kept):
            if block.offer:
                found[block.offer] = (*found.get(block.offer, ()), n)
        return found

    @property
    def title(self) -> str:
        return next((b.text for b in self.kept if b.kind is Kind.HEADLINE), "")


@dataclass(frozen=True, slots=True)
class Pair:
    """The blocks of both sides that a file says belong together; one side may be empty."""

    source: tuple[Block, ...]
    target: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table of pairs as a page names them, and which are the Arabic and the English, if any are."""

    names: tuple[str, ...]
    source: int | None = None
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A file that holds both languages, already paired: pairs in the file's order, warnings in the user's words.

    ``encoding`` is as in :class:`Document`; ``columns`` are those of a table, None for other formats.
    """

    pairs: tuple[Pair, ...]
    warnings: tuple[str, ...] = ()
    encoding: str = ""
    columns: Columns | None = None


def stated(blocks: Iterable[Block]) -> State | None:
    """How far a file says that these blocks are, all of them; None when it does not say."""
    states = {block.state for block in blocks if block.state is not None}
    return State.DRAFT if State.DRAFT in states else next(iter(states), None)


def document_to_json(document: Document) -> dict[str, Any]:
    """Plain JSON data, as an import draft stores it."""
    return {
        "blocks": [
            {
                "text": b.text,
                "kind": b.kind.value,
                "marks": [m.as_json() for m in b.marks],
                "attrs": dict(b.attrs),
                "dropped": b.dropped,
                "field": b.field,
                "state": b.state.value if b.state else None,
                "notes": list(b.notes),
                **({"offer": b.offer} if b.offer else {}),
                **({"row": b.row} if b.row else {}),
            }
            for b in document.blocks
        ],
        "fields": {
            "byline": document.fields.byline,
            "dateline": document.fields.dateline,
            "outlet": document.fields.outlet,
            "tags": list(document.fields.tags),
            "published_on": document.fields.published_on,
            "url": document.fields.url,
        },
        "warnings": list(document.warnings),
        "encoding": document.encoding,
        "repairs": repairs_to_json(document.repairs),
    }


def repairs_to_json(repairs: Sequence[Repair]) -> list[Any]:
    """Repairs as plain JSON data."""
    return [
        [r.id, r.count, r.made, r.choice.is_applied, sorted(r.choice.but), places_to_json(r.places)]
        for r in repairs
    ]


def repairs_from_json(data: Sequence[Any]) -> tuple[Repair, ...]:
    """The inverse of :func:`repairs_to_json`."""
    return tuple(
        Repair(id, count, made, Choice(is_applied, frozenset(but)), places_from_json(places))
        for id, count, made, is_applied, but, places in map(_by_place, data)
    )


def _by_place(one: Sequence[Any]) -> Sequence[Any]:
    """A repair as stored now; of drafts from before places were told apart, all samples as of one."""
    if len(one) > 4:
        return one
    id, count, samples, is_applied = one
    return id, count, count if is_applied else 0, is_applied, (), [[0, samples]]


def places_to_json(places: Sequence[Place]) -> list[Any]:
    """Places of repairs as plain JSON data."""
    return [[place.at, [list(sample) for sample in place.samples]] for place in places]


def places_from_json(data: Sequence[Any]) -> tuple[Place, ...]:
    """The inverse of :func:`places_to_json`."""
    return tuple(Place(at, tuple((before, after) for before, after in samples)) for at, samples in data)


def document_from_json(data: Mapping[str, Any]) -> Document:
    """The inverse of :func:`document_to_json`."""
    return Document(
        blocks=tuple(
            Block(
                text=b["text"],
                kind=Kind(b["kind"]),
                marks=tuple(
                    InlineMark(m["start"], m["end"], MarkKind(m["kind"]), m.get("href")) for m in b["marks"]
                ),
                attrs=b["attrs"],
                dropped=b["dropped"],
                field=b["field"],
                state=State(b["state"]) if b.get("state") else None,
                notes=tuple(b.get("notes", ())),
                offer=b.get("offer", 0),
                row=b.get("row", 0),
            )
            for b in data["blocks"]
        ),
        fields=Fields(**{**data["fields"], "tags": tuple(data["fields"]["tags"])}),
        warnings=tuple(data["warnings"]),
        encoding=data["encoding"],
        repairs=repairs_from_json(data.get("repairs", ())),  # drafts from before there were any have none
    )
