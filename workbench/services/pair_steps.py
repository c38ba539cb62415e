"""What a person can do to the pairs of an import: the pairing's operations as steps that can be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.align import pairing
from workbench.align.bead import BY_HAND, Bead
from workbench.align.pairing import IN_DOUBT, Moved, Pairing, blocks_of
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.services import draft_steps
from workbench.services.draft_history import earlier_pairs, record
from workbench.services.draft_state import DraftState

_NAMES: dict[Side, str] = {Side.SOURCE: "Arabic", Side.TARGET: "English"}


def _step(state: DraftState, after: Pairing, label: str) -> DraftState:
    return record(state, replace(state, pairs=after.beads), label)


def _bead(state: DraftState, row: int) -> Bead:
    if not 0 <= row < len(state.pairs):
        raise InvalidInput("There is no such pair any more. Reload the page to see the present ones.")
    return state.pairs[row]


# --- borders between pairs ------------------------------------------------------------------------------


def merge_pairs(state: DraftState, row: int) -> DraftState:
    """Make one pair of this and the next. Raises InvalidInput on the last."""
    after = pairing.merge_with_next(Pairing(state.pairs), row)
    return _step(state, after, f"merged pairs {row + 1} and {row + 2}")


def unpair(state: DraftState, row: int) -> DraftState:
    """Pair both sides of this row with nothing. Raises InvalidInput when one is empty already."""
    after = pairing.unpair(Pairing(state.pairs), row)
    return _step(state, after, f"paired both sides of row {row + 1} with nothing")


def shift_side(state: DraftState, side: Side, row: int, by: int) -> DraftState:
    """Push a side down (1) or up (-1) from here on. Raises InvalidInput when text is in the way.

    Up, a row that has text takes it into the empty one above it. The pair that comes of the row it was done on counts
    as set by hand; those below only came along.
    """
    if by < 0 and blocks_of(_bead(state, row), side):
        name = _NAMES[side]
        if row == 0:
            raise InvalidInput(f"This is the first row: there is none above it to take its {name}.")
        if blocks_of(state.pairs[row - 1], side):
            raise InvalidInput(
                f"Row {row} above has {name} of its own, so this {name} cannot go up. "
                f"Merge the two rows, or move the {name} of row {row} elsewhere first."
            )
        row -= 1
    after = pairing.shift(Pairing(state.pairs), row, side, by)
    if pushed := blocks_of(state.pairs[row], side):
        after = pairing.pin(after, row_of(after.beads, side, pushed[0]))
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
    gone = len(after.beads) < len(state.pairs)
    lands = to - (gone and row < to)
    return _step(state, after, f"moved {_NAMES[side]} {_way(state, after, row, lands)}")


def row_of(pairs: Sequence[Bead], side: Side, block: int) -> int:
    """The row in which a block stands."""
    return next(row for row, bead in enumerate(pairs) if block in blocks_of(bead, side))


def same_place(before: DraftState, after: DraftState, row: int | None) -> int | None:
    """The pair that has now what the pair ``row`` began with; None for None."""
    if row is None:
        return None
    bead = _bead(before, row)
    side = Side.SOURCE if bead.source else Side.TARGET
    return row_of(after.pairs, side, blocks_of(bead, side)[0])


def _way(state: DraftState, after: Pairing, row: int, lands: int) -> str:
    """From where to where, by the numbers that are seen now; a row that went with the move has none any more."""
    if len(after.beads) < len(state.pairs):
        return f"to row {lands + 1}; row {row + 1} had nothing more and went"
    return f"from row {row + 1} to row {lands + 1}"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where one side of a pair is cut: before code point ``at`` of its block number ``block``, from 0.

    Block 0 at 0 leaves nothing above the cut; one block more than there are, at 0, nothing below it.
    """

    block: int
    at: int = 0


def split_pair(state: DraftState, row: int, cuts: Mapping[Side, Cut]) -> DraftState:
    """Make two pairs of one, cut on either side; a side without a cut stays with the first pair whole.

    A block that is cut inside becomes two. Raises InvalidInput when one of the two pairs would have no text.
    """
    bead = _bead(state, row)
    after = state
    above = {}
    for side in Side:
        blocks = blocks_of(bead, side)
        cut = cuts.get(side, Cut(len(blocks)))
        if not 0 <= cut.block <= len(blocks) or (cut.at and cut.block == len(blocks)):
            raise InvalidInput("This pair has fewer paragraphs than that.")
        if cut.at:
            after = draft_steps.split_block(after, side, _place(state, side, blocks[cut.block]), cut.at)
        above[side] = cut.block + bool(cut.at)
    pairs = pairing.split(Pairing(after.pairs), row, above[Side.SOURCE], above[Side.TARGET])
    return record(state, replace(after, pairs=pairs.beads), f"split pair {row + 1}")


# --- order ---------------------------------------------------------------------------------------------


def move_to(state: DraftState, side: Side, row: int, to: int, block: int | None = None) -> DraftState:
    """Move a side of one pair, or only its block number ``block``, into any other pair.

    The text moves within its document then. Raises InvalidInput when there is nothing to move or no such pair.
    """
    after = pairing.move_to(Pairing(state.pairs), side, *_run(state, side, row, block), to)
    label = (
        f"moved {_NAMES[side]} {_way(state, after.pairing, row, row_of(after.pairing.beads, side, after.to))}"
    )
    return record(state, _reordered(state, side, after), label)


def set_apart(state: DraftState, side: Side, row: int, before: int, block: int | None = None) -> DraftState:
    """The same as a pair of its own, opposite nothing, that comes before pair ``before``."""
    after = pairing.set_apart(Pairing(state.pairs), side, *_run(state, side, row, block), before)
    alone = row_of(after.pairing.beads, side, after.to) + 1
    label = f"set {_NAMES[side]} of row {row + 1} apart, now row {alone}"
    return record(state, _reordered(state, side, after), label)


def swap_pairs(state: DraftState, side: Side, row: int) -> DraftState:
    """Exchange one side of this pair and of the next. Raises InvalidInput on the last."""
    after = pairing.swap_with_next(Pairing(state.pairs), row, side)
    label = f"swapped the {_NAMES[side]} of rows {row + 1} and {row + 2}"
    return record(state, _reordered(state, side, after), label)


def _run(state: DraftState, side: Side, row: int, block: int | None) -> tuple[int, int]:
    """Which blocks are meant, as the first one's index and how many."""
    blocks = blocks_of(_bead(state, row), side)
    if not blocks or not 0 <= (block or 0) < len(blocks):
        raise InvalidInput(f"This pair has no {_NAMES[side]} text to move.")
    return (blocks[0], len(blocks)) if block is None else (blocks[block], 1)


def _reordered(state: DraftState, side: Side, moved: Moved) -> DraftState:
    """The state with the pairs that came of a move and the blocks in their new order.

    Lines that were left out stay where they are between the others.
    """
    given = state.side(side)
    assert given.document is not None
    places = [n for n, block in enumerate(given.blocks) if block.is_kept]
    taken = places[moved.start : moved.start + moved.count]
    staying = [n for n in places if n not in taken]
    if moved.to > moved.start:
        before = staying[moved.to - 1] + 1
    else:
        before = staying[moved.to] if moved.to < len(staying) else len(given.blocks)
    run = [given.blocks[n] for n in taken]
    rest = [(n, block) for n, block in enumerate(given.blocks) if n not in taken]
    blocks = (*(b for n, b in rest if n < before), *run, *(b for n, b in rest if n >= before))
    document = replace(given.document, blocks=blocks)
    return replace(state.with_side(side, replace(given, document=document)), pairs=moved.pairing.beads)


# --- what a pair is ------------------------------------------------------------------------------------


def pin_pair(state: DraftState, row: int) -> DraftState:
    """Say of a pair that it is right, so that aligning again leaves it; said twice, take it back."""
    if _bead(state, row).confidence == BY_HAND:
        after = pairing.unpin(Pairing(state.pairs), row, _sure_before(state, row))
        return _step(state, after, f"unpinned pair {row + 1}")
    return _step(state, pairing.pin(Pairing(state.pairs), row), f"pinned pair {row + 1}")


def _sure_before(state: DraftState, row: int) -> float:
    """How sure the pair was of itself before somebody said that it is right; in doubt where they made it."""
    pinned = _bead(state, row)
    for pairs in earlier_pairs(state):
        if pinned not in pairs:
            same = (bead for bead in pairs if (bead.source, bead.target) == (pinned.source, pinned.target))
            return next((bead.confidence for bead in same), IN_DOUBT)
    return IN_DOUBT


def edit_pair_text(state: DraftState, side: Side, row: int, block: int, text: str) -> DraftState:
    """Correct the words of one block of a pair. Raises InvalidInput when nothing is left of them."""
    start, _ = _run(state, side, row, block)
    return draft_steps.edit_text(state, side, _place(state, side, start), text)


def leave_out(state: DraftState, side: Side, row: int, block: int | None = None) -> DraftState:
    """Leave a side of a pair out of the article, or only its block number ``block``.

    Raises InvalidInput when there is no text there, or when the rows are an article's, whose text stays.
    """
    start, count = _own(state, side, row, block)
    after = state
    for n in reversed(range(start, start + count)):
        after = draft_steps.leave_out(after, side, _place(state, side, n))
    return after if count == 1 else record(state, after, f"left out the {_NAMES[side]} of row {row + 1}")


def join_blocks(state: DraftState, side: Side, row: int, block: int | None = None) -> DraftState:
    """Make one block of a pair's block number ``block`` (the first) and the next of that pair; of the last and the
    one before it. Raises InvalidInput when the side has but one, or when the rows are an article's.
    """
    start, count = _own(state, side, row, None)
    if count < 2:
        raise InvalidInput(f"There are no two {_NAMES[side]} paragraphs in this pair to join.")
    n = min(max(block or 0, 0), count - 2)
    return draft_steps.join_block(state, side, _place(state, side, start + n))


def _own(state: DraftState, side: Side, row: int, block: int | None) -> tuple[int, int]:
    """The run that is meant, where its text is this import's own."""
    if state.rows:
        raise InvalidInput("These rows are an article’s: here they are only paired, and none of them goes.")
    return _run(state, side, row, block)


def set_pair_kind(state: DraftState, row: int, kind: Kind) -> DraftState:
    """Say what a pair is: every block on both its sides."""
    bead = _bead(state, row)
    after, arabic = _with_kind(state, Side.SOURCE, bead.source, kind)
    after, english = _with_kind(after, Side.TARGET, bead.target, kind)
    return record(state, after, f"made pair {row + 1} a {kind.label}{arabic}{english}")


def make_headline(state: DraftState, side: Side) -> DraftState:
    """Say that a side's first kept block is its headline."""
    after, _ = _with_kind(state, side, (0,), Kind.HEADLINE)
    return record(state, after, f"made the first {_NAMES[side]} line the headline")


def _place(state: DraftState, side: Side, number: int) -> int:
    """Where the kept block of this number stands among all of its side."""
    return [n for n, block in enumerate(state.side(side).blocks) if block.is_kept][number]


def _with_kind(state: DraftState, side: Side, numbers: tuple[int, ...], kind: Kind) -> tuple[DraftState, str]:
    """The kept blocks of these numbers as another kind, as :func:`draft_steps.rekinded` does it."""
    places = [n for n, block in enumerate(state.side(side).blocks) if block.is_kept]
    return draft_steps.rekinded(state, side, {places[n] for n in numbers if n < len(places)}, kind)
