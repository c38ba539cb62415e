"""What a person can do to the pairs of an import, as pure steps from state to state.

Both sides keep their order throughout, so every step only moves the borders between pairs.
"""

from dataclasses import replace

from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.services.draft_state import DraftState, beads, record, sizes
from workbench.services.draft_steps import rekinded

#: How sure a pair is that somebody made by hand.
BY_HAND = 1.0

_NAMES: dict[Side, str] = {Side.SOURCE: "Arabic", Side.TARGET: "English"}


class _Table:
    """The pairs as columns that can be written to: how many blocks of each side, and the confidence."""

    def __init__(self, state: DraftState) -> None:
        self.sides = {side: list(sizes(state.pairs, side)) for side in Side}
        self.confidence = [bead.confidence for bead in state.pairs]

    def __len__(self) -> int:
        return len(self.confidence)

    def insert(self, row: int) -> None:
        """A new pair of nothing before ``row``."""
        for column in self.sides.values():
            column.insert(row, 0)
        self.confidence.insert(row, BY_HAND)

    def remove(self, row: int) -> None:
        for column in (*self.sides.values(), self.confidence):
            del column[row]

    def store(self, state: DraftState, label: str) -> DraftState:
        """The state with these pairs, those of nothing gone."""
        source, target = self.sides[Side.SOURCE], self.sides[Side.TARGET]
        live = [row for row in range(len(self)) if source[row] or target[row]]
        pairs = beads(
            [source[row] for row in live],
            [target[row] for row in live],
            [self.confidence[row] for row in live],
        )
        return record(state, replace(state, pairs=pairs), label)


def _table(state: DraftState, row: int) -> _Table:
    if not 0 <= row < len(state.pairs):
        raise InvalidInput("That pair is not there any more. Load the page again.")
    return _Table(state)


def merge_pairs(state: DraftState, row: int) -> DraftState:
    """Make one pair of this and the next. Raises InvalidInput on the last."""
    table = _table(state, row)
    if row + 1 == len(table):
        raise InvalidInput("There is no pair after it to merge with.")
    for column in table.sides.values():
        column[row] += column[row + 1]
    table.confidence[row] = BY_HAND
    table.remove(row + 1)
    return table.store(state, f"merged pairs {row + 1} and {row + 2}")


def split_pair(state: DraftState, row: int) -> DraftState:
    """Keep the first block of each side together; the others become a pair of their own.

    A pair of one and one is taken apart. Raises InvalidInput when there is only one block.
    """
    table = _table(state, row)
    if all(column[row] <= 1 for column in table.sides.values()):
        return unpair(state, row)
    table.insert(row + 1)
    for column in table.sides.values():
        column[row + 1] = max(column[row] - 1, 0)
        column[row] = min(column[row], 1)
    table.confidence[row] = BY_HAND
    return table.store(state, f"split pair {row + 1}")


def unpair(state: DraftState, row: int) -> DraftState:
    """Pair both sides of this row with nothing. Raises InvalidInput when one is empty already."""
    table = _table(state, row)
    if not all(column[row] for column in table.sides.values()):
        raise InvalidInput("That row is paired with nothing already.")
    table.insert(row + 1)
    target = table.sides[Side.TARGET]
    target[row + 1], target[row] = target[row], 0
    table.confidence[row] = BY_HAND
    return table.store(state, f"paired both sides of row {row + 1} with nothing")


def shift_down(state: DraftState, side: Side, row: int) -> DraftState:
    """Move a side down by one from here, as far as its first gap (or the end); here it is then empty."""
    table = _table(state, row)
    column = table.sides[side]
    if not column[row]:
        raise InvalidInput("There is nothing on that side of the row to move down.")
    gap = next((n for n in range(row, len(table)) if not column[n]), None)
    if gap is None:
        gap = len(table)
        table.insert(gap)
    column[row : gap + 1] = [0, *column[row:gap]]
    table.confidence[row : gap + 1] = [BY_HAND] * (gap + 1 - row)
    return table.store(state, f"moved the {_NAMES[side]} down from row {row + 1}")


def shift_up(state: DraftState, side: Side, row: int) -> DraftState:
    """Move a side up by one from the row below, as far as its next gap (or the end).

    What stood here stays and takes the first of them in. Raises InvalidInput when nothing is below.
    """
    table = _table(state, row)
    column = table.sides[side]
    end = next((n for n in range(row + 1, len(table)) if not column[n]), len(table))
    if end == row + 1:
        raise InvalidInput("There is nothing on that side of the next row to move up.")
    column[row:end] = [column[row] + column[row + 1], *column[row + 2 : end], 0]
    table.confidence[row:end] = [BY_HAND] * (end - row)
    return table.store(state, f"moved the {_NAMES[side]} up to row {row + 1}")


def move_to_next(state: DraftState, side: Side, row: int, count: int = 1) -> DraftState:
    """Move the last ``count`` blocks of a side to the pair below; from the last, to a new one."""
    table = _table(state, row)
    _check_count(table, side, row, count)
    if row + 1 == len(table):
        table.insert(row + 1)
    return _move(state, table, side, row, row + 1, count)


def move_to_previous(state: DraftState, side: Side, row: int, count: int = 1) -> DraftState:
    """Move the first ``count`` blocks of a side to the pair above; from the first, to a new one."""
    table = _table(state, row)
    _check_count(table, side, row, count)
    if row == 0:
        table.insert(0)
        row = 1
    return _move(state, table, side, row, row - 1, count)


def _check_count(table: _Table, side: Side, row: int, count: int) -> None:
    if not 1 <= count <= table.sides[side][row]:
        raise InvalidInput("There is nothing on that side of the row to move.")


def _move(state: DraftState, table: _Table, side: Side, row: int, to: int, count: int) -> DraftState:
    column = table.sides[side]
    column[row] -= count
    column[to] += count
    table.confidence[row] = table.confidence[to] = BY_HAND
    return table.store(state, f"moved {_NAMES[side]} from row {row + 1} to row {to + 1}")


def set_pair_kind(state: DraftState, row: int, kind: Kind) -> DraftState:
    """Say what a pair is: every block on both its sides."""
    _table(state, row)
    bead = state.pairs[row]
    after = state
    for side, numbers in ((Side.SOURCE, bead.source), (Side.TARGET, bead.target)):
        after = _with_kind(after, side, numbers, kind)
    return record(state, after, f"made pair {row + 1} a {kind.label}")


def make_headline(state: DraftState, side: Side) -> DraftState:
    """Say that a side's first kept block is its headline."""
    return record(
        state,
        _with_kind(state, side, (0,), Kind.HEADLINE),
        f"made the first {_NAMES[side]} line the headline",
    )


def _with_kind(state: DraftState, side: Side, numbers: tuple[int, ...], kind: Kind) -> DraftState:
    given = state.side(side)
    if given.document is None:
        return state
    places = [n for n, block in enumerate(given.blocks) if block.is_kept]
    chosen = {places[n] for n in numbers if n < len(places)}
    blocks = tuple(rekinded(block, kind) if n in chosen else block for n, block in enumerate(given.blocks))
    return state.with_side(side, replace(given, document=replace(given.document, blocks=blocks)))
