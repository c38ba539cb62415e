"""What the import's page of pairs shows of a draft, and what its buttons and keys ask for.

As in ``import_rows``: a button's value names its step, ``merge:12`` or ``put:target:12:40``, for forms and scripts alike.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for

from workbench.align.bead import BY_HAND, Bead
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.domain.workflow import State
from workbench.intake.document import Block, stated
from workbench.services import draft_words, pair_offers, pair_steps
from workbench.services.draft_history import patches_between
from workbench.services.draft_state import DraftState, SeenRow
from workbench.services.draft_words import Sureness
from workbench.services.importing import Draft
from workbench.services.pair_steps import Cut
from workbench.web.import_rows import (
    HISTORY,
    LANGUAGE_NAMES,
    Data,
    Window,
    answer_after,
    is_read_anew,
    kind_of,
    places_of,
    shown_patches,
    side_of,
    whole,
)

# --- steps ---------------------------------------------------------------------------------------------

PairStep = Callable[[DraftState, int, Data], DraftState]

PAIR_STEPS: dict[str, PairStep] = {
    "merge": lambda state, row, data: pair_steps.merge_pairs(state, row),
    "split": lambda state, row, data: pair_steps.split_pair(state, row, _cuts(data, row)),
    "unpair": lambda state, row, data: pair_steps.unpair(state, row),
    "pin": lambda state, row, data: pair_steps.pin_pair(state, row),
    "kind": lambda state, row, data: pair_steps.set_pair_kind(
        state, row, kind_of(data.get("kind") or data.get(f"kind-{row}"))
    ),
}

SidedPairStep = Callable[[DraftState, Side, int, Data], DraftState]

SIDED_PAIR_STEPS: dict[str, SidedPairStep] = {
    "down": lambda state, side, row, data: pair_steps.shift_side(state, side, row, 1),
    "up": lambda state, side, row, data: pair_steps.shift_side(state, side, row, -1),
    "next": lambda state, side, row, data: pair_steps.move_blocks(state, side, row, row + 1, _count(data)),
    "previous": lambda state, side, row, data: pair_steps.move_blocks(
        state, side, row, row - 1, _count(data)
    ),
    "swap": lambda state, side, row, data: pair_steps.swap_pairs(state, side, row),
    "leave-out": lambda state, side, row, data: pair_steps.leave_out(state, side, row, _block(data)),
    "join": lambda state, side, row, data: pair_steps.join_blocks(state, side, row, _block(data)),
    "headline": lambda state, side, row, data: pair_steps.make_headline(state, side),
}

PlacedPairStep = Callable[[DraftState, Side, int, int, Data], DraftState]

#: Steps that name two numbers: a row and another one, or a row and its block.
PLACED_PAIR_STEPS: dict[str, PlacedPairStep] = {
    "put": lambda state, side, row, to, data: pair_steps.move_to(state, side, row, to, _block(data)),
    "apart": lambda state, side, row, to, data: pair_steps.set_apart(state, side, row, to, _block(data)),
    "text": lambda state, side, row, block, data: pair_steps.edit_pair_text(
        state, side, row, block, str(data.get("text", ""))
    ),
}

OFFER_STEPS: dict[str, Callable[[DraftState, int], DraftState]] = {
    "take": pair_offers.take_offer,
    "leave": pair_offers.leave_offer,
}


def change(state: DraftState, data: Data) -> tuple[DraftState, dict[str, Any]]:
    """Take the step that ``data["do"]`` names; also where that was, as parts of the page's address."""
    after, row = _changed(state, data)
    return after, {} if row is None else {"page": None, "at": row, "_anchor": f"pair-{row}"}


def _changed(state: DraftState, data: Data) -> tuple[DraftState, int | None]:
    name, *rest = str(data.get("do", "")).split(":")
    match rest:
        case [] if name in HISTORY:
            return HISTORY[name](state), None
        case [] if name == "take-all":
            return pair_offers.take_all_offers(state), None
        case [number] if name in OFFER_STEPS:
            return OFFER_STEPS[name](state, whole(number)), _row_of_offer(state, whole(number))
        case [row, kind] if name == "kind":
            return pair_steps.set_pair_kind(state, whole(row), kind_of(kind)), whole(row)
        case [row] if name in PAIR_STEPS:
            return PAIR_STEPS[name](state, whole(row), data), whole(row)
        case [side, row] if name in SIDED_PAIR_STEPS:
            return SIDED_PAIR_STEPS[name](state, side_of(side), whole(row), data), whole(row)
        case [side, row, other] if name in PLACED_PAIR_STEPS:
            after = PLACED_PAIR_STEPS[name](state, side_of(side), whole(row), whole(other), data)
            return after, whole(row) if name == "text" else _landed(
                name, state, after, whole(row), whole(other)
            )
    raise InvalidInput("That step does not exist.")


def _landed(name: str, before: DraftState, after: DraftState, row: int, other: int) -> int:
    """Where what was put into row ``other``, or above it, stands now: one row up when the one it left above it went."""
    went = len(after.pairs) < len(before.pairs) + (name == "apart")
    return other - (went and row < other)


def _row_of_offer(state: DraftState, number: int) -> int | None:
    """The row from which an offer would move its English."""
    return next((one.target_row for one in pair_offers.offers(state) if one.number == number), None)


def _count(data: Data) -> int:
    return max(1, whole(data.get("count", 1)))


def _block(data: Data) -> int | None:
    """Which block of a side is meant; None for all of them."""
    block = data.get("block", "")
    return None if block in ("", None) else whole(block)


def _cuts(data: Data, row: int) -> dict[Side, Cut]:
    """Where the form cuts each side, as "block:code point"; a side it does not name is not cut."""
    cuts = {}
    for side in Side:
        said = data.get(f"cut-{side.value}") or data.get(f"cut-{side.value}-{row}")
        if said:
            block, _, at = str(said).partition(":")
            cuts[side] = Cut(whole(block), whole(at or 0))
    return cuts


@dataclass(frozen=True, slots=True)
class InHand:
    """What a page without JavaScript has in hand, from its address: the row with the tools (``at``), one to
    split, a block to correct ("target-12-0"), what was cut ("target:12")."""

    row: int
    split: "Split | None" = None
    edit: str = ""
    cut: str = ""

    @property
    def cut_says(self) -> str:
        side, _, row = self.cut.partition(":")
        return f"{LANGUAGE_NAMES[Side(side)]} of row {int(row) + 1}" if self.cut else ""


_EDIT = re.compile(r"(?:source|target)-(\d+)-\d+")
_CUT = re.compile(r"(?:source|target):\d+")


def in_hand(args: Data, state: DraftState, window: Window) -> InHand:
    """What the address names; what is not there any more is as if not named."""
    at, split, edit, cut = (str(args.get(name, "")) for name in ("at", "split", "edit", "cut"))
    row = int(at) if at.isdecimal() else window.offset
    return InHand(
        row if row < len(state.pairs) else window.offset,
        split_of(state, int(split)) if split.isdecimal() and int(split) < len(state.pairs) else None,
        edit if _EDIT.fullmatch(edit) else "",
        cut if _CUT.fullmatch(cut) else "",
    )


def offers_of(state: DraftState) -> tuple[pair_offers.Offer, ...]:
    """The moves offered, for the page."""
    return pair_offers.offers(state)


# --- rows ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowOffer:
    """A move offered beside the block that would be moved (``side`` English) or that waits for it (Arabic)."""

    number: int
    side: Side
    other_row: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """One pair as shown."""

    source: tuple[Block, ...]
    target: tuple[Block, ...]
    confidence: float
    offers: tuple[RowOffer, ...] = ()
    rows: tuple[SeenRow, ...] = ()  # of an article in work: those it has words of

    def blocks(self, side: Side) -> tuple[Block, ...]:
        return self.source if side is Side.SOURCE else self.target

    @property
    def kind(self) -> Kind:
        return (self.source or self.target)[0].kind

    @property
    def other_kinds(self) -> tuple[Kind, ...]:
        """Of an article's rows: the kinds that words of it had which will be of its kind when they are put in."""
        kinds = dict.fromkeys(block.kind for block in (*self.source, *self.target) if block.row)
        return tuple(kind for kind in kinds if kind is not self.kind)

    @property
    def faces_kind(self) -> Kind | None:
        """The one other kind that all its English had, where all its Arabic is of its own; None for any other mixture."""
        english = {block.kind for block in self.target}
        is_swapped = len(english) == 1 and {block.kind for block in self.source} == {self.kind}
        return english.pop() if is_swapped and english != {self.kind} else None

    @property
    def state(self) -> State | None:
        """How far the file says that the English is."""
        return stated(self.target)

    @property
    def notes(self) -> tuple[str, ...]:
        """What stood beside the pair in its file."""
        return tuple(note for block in (*self.source, *self.target) for note in block.notes)

    @property
    def sureness(self) -> Sureness:
        return draft_words.sureness(bool(self.source), bool(self.target), self.confidence)

    @property
    def figure(self) -> int | None:
        """Of a hundred pairs as sure as this one, about how many are right; None where nothing was weighed."""
        is_weighed = self.sureness.key in ("sure", "likely", "unsure")
        return max(1, min(99, round(100 * self.confidence))) if is_weighed else None

    @property
    def is_pinned(self) -> bool:
        return self.confidence == BY_HAND


Cells = tuple[tuple[Block, ...], tuple[Block, ...], float, tuple[RowOffer, ...], tuple[SeenRow, ...]]


def _cells(state: DraftState) -> tuple[Cells, ...]:
    """All pairs as plain tuples: quick to build and to compare, thousands at a time."""
    source, target = state.source.kept, state.target.kept
    offered: dict[int, tuple[RowOffer, ...]] = {}
    for one in pair_offers.offers(state):
        for row, mine in (
            (one.target_row, RowOffer(one.number, Side.TARGET, one.source_row)),
            (one.source_row, RowOffer(one.number, Side.SOURCE, one.target_row)),
        ):
            offered[row] = (*offered.get(row, ()), mine)
    seen = {row.id: row for row in state.rows}

    def cells(row: int, bead: Bead) -> Cells:
        arabic = source[bead.source[0] : bead.source[-1] + 1] if bead.source else ()
        english = target[bead.target[0] : bead.target[-1] + 1] if bead.target else ()
        of = dict.fromkeys(block.row for block in (*arabic, *english) if block.row) if seen else ()
        return arabic, english, bead.confidence, offered.get(row, ()), tuple(seen[id] for id in of)

    return tuple(cells(row, bead) for row, bead in enumerate(state.pairs))


def shown_pairs(state: DraftState, window: Window) -> list[tuple[int, PairRow]]:
    """The pairs of one page, each with its index."""
    return [(n, PairRow(*cells)) for n, cells in window.of(_cells(state))]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair worth a look, for the list of them."""

    row: int
    sureness: Sureness
    source: str
    target: str


def doubts(state: DraftState, most: int = 20) -> tuple[list[Doubt], int]:
    """The weakest pairs in a few of their words, and how many more there are."""
    source, target = state.source.kept, state.target.kept
    weak = draft_words.weakest(state)
    listed = []
    for row in weak[:most]:
        bead = state.pairs[row]
        words = (
            source[bead.source[0]].text if bead.source else "",
            target[bead.target[0]].text if bead.target else "",
        )
        sure = draft_words.sureness(bool(bead.source), bool(bead.target), bead.confidence)
        listed.append(Doubt(row, sure, *words))
    return listed, len(weak) - len(listed)


# --- splitting -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Split:
    """What the form for splitting a row shows: each side by its sentences, and where it would be cut."""

    row: int
    pieces: dict[Side, tuple[pair_offers.Piece, ...]]
    cuts: dict[Side, Cut]

    def end(self, side: Side) -> Cut:
        """The cut below everything."""
        blocks = {piece.cut.block for piece in self.pieces[side]}
        return Cut(len(blocks))

    def is_chosen(self, side: Side, cut: Cut) -> bool:
        return cut == self.cuts.get(side, self.end(side))


def split_of(state: DraftState, row: int) -> Split:
    """The form for splitting a row. Raises InvalidInput when there is no such row."""
    cuts = dict(pair_offers.likely_cuts(state, row))
    pieces = {side: pair_offers.pieces(state, row, side, cuts.get(side)) for side in Side}
    return Split(row, pieces, cuts)


# --- what changed, for scripts -------------------------------------------------------------------------


def changes(before: DraftState, saved: Draft, data: Data) -> dict[str, Any]:
    """What a script does to the page of pairs, as ``import_rows.changes`` says it.

    ``offset`` is the number of the first row shown, which changes when rows above it come or go.
    """
    state = saved.state
    answer = answer_after(saved, data)
    if not state.pairs:
        answer["location"] = url_for("imports.clean", draft_id=saved.id)
        return answer
    if is_read_anew(before, state):
        answer["location"] = url_for("imports.pairs", draft_id=saved.id)
        return answer
    patches = patches_between(_cells(before), _cells(state))
    shown = shown_patches(patches, *places_of(data).get("pairs", (0, 0)))
    answer["offset"] = shown.first
    for at, gone, come in shown.patches:
        rows = [(n, PairRow(*cells)) for n, cells in enumerate(come, at)]
        html = render_template("imports/_pair_rows.html", pairs=rows, bare=True)
        answer["patches"].append({"list": "pairs", "at": at, "remove": gone, "html": html})
    if patches and not shown.patches:
        at = patches[0].at
        answer["location"] = url_for("imports.pairs", draft_id=saved.id, at=at, _anchor=f"pair-{at}")
    answer["weakest"] = draft_words.weakest(state)
    answer["leaves"] = draft_words.undo_leaves(state)
    for place, template in (
        ("pairs-summary", "_summary"),
        ("headlines", "_headlines"),
        ("offers", "_offers"),
        ("doubts", "_doubts"),
        ("one-sided", "_one_sided"),
    ):
        answer["regions"][place] = render_template(f"imports/{template}.html", state=state)
    return answer
