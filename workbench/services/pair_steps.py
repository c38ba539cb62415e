"""What a person can do to the pairs of an import: the pairing's operations as steps that can be undone."""

from dataclasses import replace

from workbench.align import pairing
from workbench.align.pairing import Pairing
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.services.draft_state import DraftState, record
from workbench.services.draft_steps import rekinded

_NAMES: dict[Side, str] = {Side.SOURCE: "Arabic", Side.TARGET: "English"}


def _step(state: DraftState, after: Pairing, label: str) -> DraftState:
    return record(state, replace(state, pairs=after.beads), label)


def merge_pairs(state: DraftState, row: int) -> DraftState:
    """Make one pair of this and the next. Raises InvalidInput on the last."""
    after = pairing.merge_with_next(Pairing(state.pairs), row)
    return _step(state, after, f"merged pairs {row + 1} and {row + 2}")


def split_pair(state: DraftState, row: int) -> DraftState:
    """Keep the first block of each side together; the others become a pair of their own.

    A pair of one and one is taken apart. Raises InvalidInput when there is only one block.
    """
    before = Pairing(state.pairs)
    bead = before.beads[row] if 0 <= row < len(before.beads) else None
    if bead and len(bead.source) == len(bead.target) == 1:
        return unpair(state, row)
    sizes = (min(1, len(bead.source)), min(1, len(bead.target))) if bead else (0, 0)
    return _step(state, pairing.split(before, row, *sizes), f"split pair {row + 1}")


def unpair(state: DraftState, row: int) -> DraftState:
    """Pair both sides of this row with nothing. Raises InvalidInput when one is empty already."""
    after = pairing.unpair(Pairing(state.pairs), row)
    return _step(state, after, f"paired both sides of row {row + 1} with nothing")


def shift_side(state: DraftState, side: Side, row: int, by: int) -> DraftState:
    """Push a side down (1) or up (-1) from here on. Raises InvalidInput when text is in the way."""
    after = pairing.shift(Pairing(state.pairs), row, side, by)
    return _step(state, after, f"shifted the {_NAMES[side]} {'down' if by > 0 else 'up'} from row {row + 1}")


def move_blocks(state: DraftState, side: Side, row: int, to: int, count: int = 1) -> DraftState:
    """Move ``count`` blocks of a side to the neighbouring pair ``to``: the last ones down, the first ones up.

    Raises InvalidInput when there is no such pair or not so many blocks.
    """
    if not 0 <= to < len(state.pairs):
        raise InvalidInput("There is no pair on that side of it. Split or unpair it instead.")
    after = Pairing(state.pairs)
    for _ in range(count):
        before, after = after, pairing.move_block(after, side, row, to)
        if len(after.beads) < len(before.beads):
            break  # the pair had nothing more and is gone
    return _step(state, after, f"moved {_NAMES[side]} from row {row + 1} to row {to + 1}")


def set_pair_kind(state: DraftState, row: int, kind: Kind) -> DraftState:
    """Say what a pair is: every block on both its sides."""
    if not 0 <= row < len(state.pairs):
        raise InvalidInput("There is no such pair any more. Reload the page to see the present ones.")
    bead = state.pairs[row]
    after = _with_kind(state, Side.SOURCE, bead.source, kind)
    after = _with_kind(after, Side.TARGET, bead.target, kind)
    return record(state, after, f"made pair {row + 1} a {kind.label}")


def make_headline(state: DraftState, side: Side) -> DraftState:
    """Say that a side's first kept block is its headline."""
    after = _with_kind(state, side, (0,), Kind.HEADLINE)
    return record(state, after, f"made the first {_NAMES[side]} line the headline")


def _with_kind(state: DraftState, side: Side, numbers: tuple[int, ...], kind: Kind) -> DraftState:
    """The kept blocks of these numbers as another kind."""
    given = state.side(side)
    if given.document is None:
        return state
    places = [n for n, block in enumerate(given.blocks) if block.is_kept]
    chosen = {places[n] for n in numbers if n < len(places)}
    blocks = tuple(rekinded(block, kind) if n in chosen else block for n, block in enumerate(given.blocks))
    return state.with_side(side, replace(given, document=replace(given.document, blocks=blocks)))
