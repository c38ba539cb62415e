"""An import on its way: what was given, what was read, how it is paired, and every step taken on it.

Frozen values and their JSON. The operations are in ``draft_steps`` and ``pair_steps``, undoing them in
``draft_history``, storing in ``importing``.
"""

import base64
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from itertools import accumulate
from typing import Any

from workbench.align.bead import Bead
from workbench.domain.kinds import Kind, Side
from workbench.intake.document import (
    Block,
    Columns,
    Document,
    Fields,
    Repair,
    document_from_json,
    document_to_json,
    places_from_json,
    places_to_json,
    repairs_from_json,
    repairs_to_json,
)


def packed_json(data: Any) -> str:
    """JSON data as one short string."""
    return base64.b64encode(zlib.compress(json.dumps(data).encode("ascii"), 3)).decode("ascii")


def unpacked_json(packed: str) -> Any:
    """The inverse of :func:`packed_json`."""
    return json.loads(zlib.decompress(base64.b64decode(packed)))


def packed_document(document: Document) -> str:
    """A document as parsed, as one short string; with the origins of its blocks, which its JSON leaves out."""
    return packed_json([document_to_json(document), [block.origin for block in document.blocks]])


def unpacked_document(packed: str) -> Document:
    """The inverse of :func:`packed_document`."""
    data, origins = unpacked_json(packed)
    document = document_from_json(data)
    blocks = (replace(b, origin=origin) for b, origin in zip(document.blocks, origins, strict=True))
    return replace(document, blocks=tuple(blocks))


@dataclass(frozen=True, slots=True)
class Given:
    """One side as the person gave it, so that it can be read again or given back after an error.

    ``encoding`` is the codec they chose for the file, "" to let the reader find out; ``columns`` the numbers of
    those of a table that they chose for the Arabic and the English.
    """

    text: str = ""
    html: str = ""
    file_name: str = ""
    file: bytes = b""
    encoding: str = ""
    columns: tuple[int, int] | None = None

    @property
    def has_words(self) -> bool:
        """Whether something was pasted or typed."""
        return bool(self.text.strip() or self.html.strip())

    @property
    def is_empty(self) -> bool:
        return not (self.has_words or self.file)

    def packed(self) -> str:
        """As one short string: it is kept in the draft but read only when asked for."""
        data = {
            "text": self.text,
            "html": self.html,
            "file_name": self.file_name,
            "file": base64.b64encode(self.file).decode("ascii"),
            "encoding": self.encoding,
            "columns": self.columns,
        }
        return packed_json(data)

    @classmethod
    def unpacked(cls, packed: str) -> "Given":
        if not packed:
            return cls()
        data = unpacked_json(packed)
        columns = tuple(data["columns"]) if data.get("columns") else None
        return cls(**{**data, "file": base64.b64decode(data["file"]), "columns": columns})


@dataclass(frozen=True, slots=True)
class SideState:
    """One side: what was given (packed), its name for the page, what was read, or why it could not be.

    ``parsed`` is the document before repairs (packed), where there are any that could be made or taken back.
    ``columns`` are those of a table of pairs that was given here.
    """

    given: str = ""
    name: str = ""  # the file's name; "" for a paste
    document: Document | None = None
    problem: str = ""
    parsed: str = ""
    columns: Columns | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.document.blocks if self.document else ()

    @property
    def kept(self) -> tuple[Block, ...]:
        return self.document.kept if self.document else ()

    @property
    def fields(self) -> Fields:
        return self.document.fields if self.document else Fields()

    @property
    def repairs(self) -> tuple[Repair, ...]:
        return self.document.repairs if self.document else ()


@dataclass(frozen=True, slots=True)
class Patch:
    """One list changed at one place: ``before`` stood at ``at``, now ``after`` does."""

    at: int
    before: tuple[Any, ...]
    after: tuple[Any, ...]

    def inverted(self) -> "Patch":
        return Patch(self.at, self.after, self.before)

    def applied(self, items: tuple[Any, ...]) -> tuple[Any, ...]:
        return (*items[: self.at], *self.after, *items[self.at + len(self.before) :])

    @property
    def size(self) -> int:
        return len(self.before) + len(self.after)


@dataclass(frozen=True, slots=True)
class Step:
    """Something the person did, in words, and what it changed; enough to undo and redo it.

    ``patches`` are, for each list, replacements in the order in which they are applied. A step that changed more
    than lists (a side read anew) has none but the whole state before and after, packed.
    """

    label: str
    patches: Mapping[str, tuple[Patch, ...]] = field(default_factory=dict)
    before: str = ""
    after: str = ""

    @property
    def size(self) -> int:
        whole = (len(self.before) + len(self.after)) // 100  # as if an item were packed into so many letters
        return whole + sum(patch.size for patches in self.patches.values() for patch in patches)


@dataclass(frozen=True, slots=True)
class SeenRow:
    """A row of an article as somebody began to pair it anew; ``digest`` is of its texts.

    ``owed``: only one person stands behind its words.
    """

    id: int
    version: int
    digest: str
    is_approved: bool = False
    owed: bool = False


@dataclass(frozen=True, slots=True)
class DraftState:
    """The whole import. ``pairs`` index the *kept* blocks of each side, in order; () until aligned.

    ``rows``: those of an article in work that are paired anew, as they were when that began; blocks name them.
    """

    source: SideState = field(default_factory=SideState)
    target: SideState = field(default_factory=SideState)
    pairs: tuple[Bead, ...] = ()
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()
    rows: tuple[SeenRow, ...] = ()

    def side(self, side: Side) -> SideState:
        return self.source if side is Side.SOURCE else self.target

    def with_side(self, side: Side, value: SideState) -> "DraftState":
        return replace(self, source=value) if side is Side.SOURCE else replace(self, target=value)

    @property
    def is_readable(self) -> bool:
        """Whether step two can be shown: the Arabic was read and no side is in trouble."""
        return self.source.document is not None and not (self.source.problem or self.target.problem)

    @property
    def about(self) -> dict[str, Any]:
        """A few facts for the list of unfinished imports, readable without the rest."""
        return {
            "source_title": _title(self.source),
            "target_title": _title(self.target),
            "source_blocks": len(self.source.kept),
            "target_blocks": len(self.target.kept),
            "step": "pairs" if self.pairs else "clean" if self.is_readable else "given",
        }


def _title(side: SideState) -> str:
    """The headline, else the first words, else the file's name."""
    first = next((block.text for block in side.kept), "")
    title = (side.document.title if side.document else "") or first or side.name
    return title if len(title) <= 120 else f"{title[:119]}…"


# --- pairs as three columns ----------------------------------------------------------------------------
# Both sides keep their order, so how many blocks each pair takes says everything. Columns change little
# where index pairs would all change, and so keep the history small.


def sizes(pairs: Sequence[Bead], side: Side) -> tuple[int, ...]:
    """How many blocks of a side each pair holds."""
    return tuple(len(bead.source if side is Side.SOURCE else bead.target) for bead in pairs)


def beads(source: Sequence[int], target: Sequence[int], confidence: Sequence[float]) -> tuple[Bead, ...]:
    """The inverse: pairs from the sizes of both sides and the confidences."""
    source_ends, target_ends = accumulate(source), accumulate(target)
    return tuple(
        Bead(tuple(range(s_end - s, s_end)), tuple(range(t_end - t, t_end)), c)
        for s, s_end, t, t_end, c in zip(source, source_ends, target, target_ends, confidence, strict=True)
    )


# --- JSON ----------------------------------------------------------------------------------------------


def _blocks_json(blocks: tuple[Any, ...]) -> list[Any]:
    return list(document_to_json(Document(blocks))["blocks"])


def _blocks(data: Sequence[Any]) -> tuple[Any, ...]:
    empty = document_to_json(Document(()))
    return document_from_json({**empty, "blocks": data}).blocks


def _places_json(places: tuple[Any, ...]) -> list[Any]:
    return [[id, *places_to_json([place])] for id, place in places]


def _places(data: Sequence[Any]) -> tuple[Any, ...]:
    return tuple((id, *places_from_json([place])) for id, place in data)


def _fields_json(fields: tuple[Any, ...]) -> list[Any]:
    return [document_to_json(Document((), one))["fields"] for one in fields]


def _fields(data: Sequence[Any]) -> tuple[Any, ...]:
    empty = document_to_json(Document(()))
    return tuple(document_from_json({**empty, "fields": one}).fields for one in data)


_Codec = tuple[Callable[[tuple[Any, ...]], list[Any]], Callable[[Sequence[Any]], tuple[Any, ...]]]

#: How the items of each list are stored.
_CODECS: dict[str, _Codec] = {
    "source": (_blocks_json, _blocks),
    "target": (_blocks_json, _blocks),
    "source_fields": (_fields_json, _fields),
    "target_fields": (_fields_json, _fields),
    "source_repairs": (repairs_to_json, repairs_from_json),
    "target_repairs": (repairs_to_json, repairs_from_json),
    "source_places": (_places_json, _places),
    "target_places": (_places_json, _places),
    "source_sizes": (list, tuple),
    "target_sizes": (list, tuple),
    "confidence": (list, tuple),
}


def _step_json(step: Step) -> dict[str, Any]:
    data: dict[str, Any] = {
        "label": step.label,
        "patches": {
            name: [[p.at, _CODECS[name][0](p.before), _CODECS[name][0](p.after)] for p in patches]
            for name, patches in step.patches.items()
        },
    }
    return {**data, "before": step.before, "after": step.after} if step.before else data


def _step(data: Mapping[str, Any]) -> Step:
    def patches(name: str, stored: Sequence[Any]) -> tuple[Patch, ...]:
        read = _CODECS[name][1]
        # Drafts stored before a list could change in several places have the one patch itself here.
        several = [stored] if isinstance(stored[0], int) else stored
        return tuple(Patch(at, read(before), read(after)) for at, before, after in several)

    return Step(
        data["label"],
        {name: patches(name, stored) for name, stored in data["patches"].items()},
        data.get("before", ""),
        data.get("after", ""),
    )


def state_to_json(state: DraftState) -> dict[str, Any]:
    """Plain JSON data, as ``import_draft.state`` stores it."""
    return {
        "about": state.about,
        "sides": {
            side.value: {
                "given": value.given,
                "name": value.name,
                "document": document_to_json(value.document) if value.document else None,
                "problem": value.problem,
                "parsed": value.parsed,
                **({"columns": list(astuple(value.columns))} if value.columns else {}),
            }
            for side in Side
            if (value := state.side(side))
        },
        "pairs": [
            list(sizes(state.pairs, Side.SOURCE)),
            list(sizes(state.pairs, Side.TARGET)),
            [bead.confidence for bead in state.pairs],
        ],
        "done": [_step_json(step) for step in state.done],
        "undone": [_step_json(step) for step in state.undone],
        **({"rows": [list(astuple(row)) for row in state.rows]} if state.rows else {}),
    }


def _columns(data: Sequence[Any] | None) -> Columns | None:
    return Columns(tuple(data[0]), data[1], data[2]) if data else None


def state_from_json(data: Mapping[str, Any]) -> DraftState:
    """The inverse of :func:`state_to_json`."""
    sides = {
        name: SideState(
            given=value["given"],
            name=value["name"],
            document=document_from_json(value["document"]) if value["document"] else None,
            problem=value["problem"],
            parsed=value.get("parsed", ""),  # drafts from before there were repairs have none
            columns=_columns(value.get("columns")),
        )
        for name, value in data["sides"].items()
    }
    return DraftState(
        source=sides["source"],
        target=sides["target"],
        pairs=beads(*data["pairs"]),
        done=tuple(_step(step) for step in data["done"]),
        undone=tuple(_step(step) for step in data["undone"]),
        rows=tuple(SeenRow(*row) for row in data.get("rows", ())),
    )


def headlines(side: SideState) -> tuple[int, ...]:
    """Which of the kept blocks are headlines; one is usual."""
    return tuple(n for n, block in enumerate(side.kept) if block.kind is Kind.HEADLINE)
