"""What is offered for the pairs of an import: where to split one, and moves that the aligner found.

A moved pair's blocks carry its number (``Block.offer``) on both sides, so that the offer follows them through every
other step. It stands as long as both sides are kept, are not in one pair, and nobody has decided otherwise: a row that a
person has set is no longer in question.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from workbench.align.aligner import align
from workbench.align.bead import BY_HAND, Bead
from workbench.align.pairing import blocks_of
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Side
from workbench.services import pair_steps
from workbench.services.draft_history import record
from workbench.services.draft_state import DraftState
from workbench.services.pair_steps import Cut
from workbench.text.sentences import sentence_starts

# --- moves ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Offer:
    """The English of row ``target_row`` seems to belong to the Arabic of row ``source_row``."""

    number: int
    source_row: int
    target_row: int


def with_offers(state: DraftState, moved: Iterable[Bead]) -> DraftState:
    """The state in which these pairs, whose halves stand apart, are offered, and no others."""
    moved = list(moved)
    for side in Side:
        given = state.side(side)
        if given.document is None:
            continue
        numbers = {n: k for k, bead in enumerate(moved, 1) for n in blocks_of(bead, side)}
        kept = 0
        blocks = []
        for block in given.blocks:
            number = numbers.get(kept, 0) if block.is_kept else 0
            kept += block.is_kept
            blocks.append(block if block.offer == number else replace(block, offer=number))
        document = replace(given.document, blocks=tuple(blocks))
        state = state.with_side(side, replace(given, document=document))
    return state


def offers(state: DraftState) -> tuple[Offer, ...]:
    """The moves that are offered, from the top of the English."""
    places = {side: _offered(state, side) for side in Side}
    both = places[Side.SOURCE].keys() & places[Side.TARGET].keys()
    if not both:
        return ()
    rows = {side: _rows(state.pairs, side) for side in Side}
    found = (
        Offer(n, rows[Side.SOURCE][places[Side.SOURCE][n][0]], rows[Side.TARGET][places[Side.TARGET][n][0]])
        for n in both
    )
    standing = (
        offer
        for offer in found
        if offer.source_row != offer.target_row
        and BY_HAND not in (state.pairs[row].confidence for row in (offer.source_row, offer.target_row))
    )
    return tuple(sorted(standing, key=lambda offer: offer.target_row))


def take_offer(state: DraftState, number: int) -> DraftState:
    """Move the English of an offer to its Arabic. Raises InvalidInput when it is not offered any more."""
    _offer(state, number)
    after = _taken(state, number)
    # Its old row may be gone now, so that those below it count one less.
    row = _rows(after.pairs, Side.SOURCE)[_offered(state, Side.SOURCE)[number][0]]
    return record(state, after, f"moved English to row {row + 1}, as offered")


def take_all_offers(state: DraftState) -> DraftState:
    """Take every offer there is, in one step."""
    standing = offers(state)
    after = state
    for offer in standing:
        after = _taken(after, offer.number)
    count = len(standing)
    return record(state, after, f"took {count} {'offer' if count == 1 else 'offers'} to move English")


def leave_offer(state: DraftState, number: int) -> DraftState:
    """Leave both where they are; the offer is withdrawn. Raises InvalidInput when it is not offered any more."""
    row = _offer(state, number).target_row
    return record(state, _without(state, number), f"left the English of row {row + 1} where it is")


def _offer(state: DraftState, number: int) -> Offer:
    for offer in offers(state):
        if offer.number == number:
            return offer
    raise InvalidInput("That move is not offered any more.")


def _offered(state: DraftState, side: Side) -> Mapping[int, tuple[int, ...]]:
    """The indexes of the kept blocks that carry each number."""
    document = state.side(side).document
    return document.offered if document else {}


def _rows(pairs: Sequence[Bead], side: Side) -> list[int]:
    """The row of every block."""
    return [row for row, bead in enumerate(pairs) for _ in blocks_of(bead, side)]


def _taken(state: DraftState, number: int) -> DraftState:
    """The state with all English of this number in the row of its Arabic, in its own order."""
    while True:
        to = _rows(state.pairs, Side.SOURCE)[_offered(state, Side.SOURCE)[number][0]]
        rows = _rows(state.pairs, Side.TARGET)
        above = [n for n in _offered(state, Side.TARGET)[number] if rows[n] < to]
        below = [n for n in _offered(state, Side.TARGET)[number] if rows[n] > to]
        if not above and not below:
            return _without(state, number)
        # What comes from above stands before what is there, so the last of it goes first.
        block = above[-1] if above else below[0]
        home = state.pairs[rows[block]]
        state = pair_steps.move_to(state, Side.TARGET, rows[block], to, block - home.target[0])
        if home.source:  # what stays there is as much in question as it was
            row = pair_steps.row_of(state.pairs, Side.SOURCE, home.source[0])
            left = replace(state.pairs[row], confidence=home.confidence)
            state = replace(state, pairs=(*state.pairs[:row], left, *state.pairs[row + 1 :]))


def _without(state: DraftState, number: int) -> DraftState:
    for side in Side:
        given = state.side(side)
        assert given.document is not None
        blocks = tuple(replace(b, offer=0) if b.offer == number else b for b in given.blocks)
        state = state.with_side(side, replace(given, document=replace(given.document, blocks=blocks)))
    return state


# --- places to split at --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of one side of a pair, or a part of one, and the cut before it."""

    cut: Cut
    text: str


def pieces(state: DraftState, row: int, side: Side, cut: Cut | None = None) -> tuple[Piece, ...]:
    """One side of a pair by its sentences, and by ``cut`` where that is inside of one."""
    kept = state.side(side).kept
    found = []
    for n, index in enumerate(blocks_of(state.pairs[row], side)):
        text = kept[index].text
        starts = sorted({0, *sentence_starts(text), *([cut.at] if cut and cut.block == n else [])})
        found += [Piece(Cut(n, a), text[a:b]) for a, b in zip(starts, (*starts[1:], len(text)), strict=True)]
    return tuple(found)


def likely_cuts(state: DraftState, row: int) -> Mapping[Side, Cut]:
    """Where a pair would best be split: between sentences that say the same, near the middle.

    Where a side has several paragraphs, between two of them. A side of one sentence is not cut, unless nothing says
    the same: then each side is, near its middle, between words if need be. Raises InvalidInput when there is no such
    pair.
    """
    if not 0 <= row < len(state.pairs):
        raise InvalidInput("There is no such pair any more. Reload the page to see the present ones.")
    sides = {side: pieces(state, row, side) for side in Side}
    beads = align(*([piece.text for piece in sides[side]] for side in Side))
    borders = [
        {side: sum(len(blocks_of(bead, side)) for bead in beads[:n]) for side in Side}
        for n in range(1, len(beads))
    ]
    if not any(_at_paragraphs(sides, border) and len(_cuts(sides, border)) == 2 for border in borders):
        # No sentences end together where a paragraph does: the nearest by length, then.
        borders += _by_length(sides)
    useful = [border for border in borders if _cuts(sides, border)]
    if useful:
        return _cuts(sides, max(useful, key=lambda border: _merit(sides, border)))
    middles = {side: _middle(sides[side]) for side in Side if sides[side]}
    return {side: cut for side, cut in middles.items() if cut != Cut(0)}


_Pieces = Mapping[Side, Sequence[Piece]]


def _cuts(sides: _Pieces, border: Mapping[Side, int]) -> dict[Side, Cut]:
    """The cuts that leave so many pieces of each side above; none where that is all of them or nothing."""
    return {side: sides[side][above].cut for side, above in border.items() if 0 < above < len(sides[side])}


def _merit(sides: _Pieces, border: Mapping[Side, int]) -> tuple[int, int, float]:
    """Paragraphs before sentences, both sides before one, the middle before the ends."""
    cuts = _cuts(sides, border)
    above = sum(_shares(sides[side])[border[side]] for side in cuts) / len(cuts)
    return _at_paragraphs(sides, border), len(cuts), -abs(above - 0.5)


def _at_paragraphs(sides: _Pieces, border: Mapping[Side, int]) -> int:
    """On how many sides a border comes between two paragraphs."""
    return sum(not cut.at for cut in _cuts(sides, border).values())


def _by_length(sides: _Pieces) -> Iterator[dict[Side, int]]:
    """For each border between paragraphs, the border of the other side's sentences with most nearly as much above."""
    shares = {side: _shares(sides[side]) for side in Side}
    for side in Side:
        other = side.other
        for n in range(1, len(sides[side])):
            if not sides[side][n].cut.at:
                yield {side: n, other: 1 + _nearest(shares[other][1:-1], shares[side][n])}


def _nearest(places: Sequence[float], to: float) -> int:
    """Which of the places is nearest; -1 when there is none."""
    return min(range(len(places)), key=lambda n: abs(places[n] - to), default=-1)


def _shares(found: Sequence[Piece]) -> list[float]:
    """How much of all letters stands above each piece, from 0 to 1."""
    ends = [0, *accumulate(len(piece.text) for piece in found)]
    return [end / (ends[-1] or 1) for end in ends]


def _middle(found: Sequence[Piece]) -> Cut:
    """The cut between sentences that is nearest to the middle, of a single one between words; none before one word."""
    if len(found) > 1:
        return found[1 + _nearest(_shares(found)[1:-1], 0.5)].cut
    text = found[0].text
    starts = [gap.end() for gap in re.finditer(r"\s+(?=\S)", text.rstrip()) if gap.start()]
    return Cut(0, min(starts, key=lambda at: abs(at - len(text) / 2), default=0))
