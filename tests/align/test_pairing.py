"""The repairs of a pairing: nothing is lost, nothing changes places."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.bead import BY_HAND, Bead
from workbench.align.pairing import (
    CAME_ALONG,
    IN_DOUBT,
    Moved,
    Pairing,
    blocks_of,
    insert_index,
    merge_with_next,
    move_block,
    move_to,
    pin,
    remove_index,
    set_apart,
    shift,
    split,
    swap_with_next,
    unpair,
    unpin,
)
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Side

S, T = Side.SOURCE, Side.TARGET


def pairing(*beads: tuple[int, int]) -> Pairing:
    """A pairing by the number of blocks each bead has on either side."""
    made, i, j = [], 0, 0
    for source, target in beads:
        made.append(Bead(tuple(range(i, i + source)), tuple(range(j, j + target)), 0.5))
        i, j = i + source, j + target
    return Pairing(tuple(made))


def shape(pairing: Pairing) -> list[tuple[int, int]]:
    return [(len(bead.source), len(bead.target)) for bead in pairing.beads]


sizes = st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any)
pairings = st.lists(sizes, max_size=7).map(lambda beads: pairing(*beads))
small = st.integers(-1, 7)
sides = st.sampled_from(Side)
keeping = st.one_of(
    st.builds(lambda i: lambda p: merge_with_next(p, i), small),
    st.builds(lambda i, a, b: lambda p: split(p, i, a, b), small, st.integers(-1, 3), st.integers(-1, 3)),
    st.builds(lambda i: lambda p: unpair(p, i), small),
    st.builds(lambda i, side, by: lambda p: shift(p, i, side, by), small, sides, st.integers(-3, 3)),
    st.builds(lambda side, i, j: lambda p: move_block(p, side, i, j), sides, small, small),
)


@given(pairings, st.lists(keeping, max_size=12))
def test_no_repair_loses_or_reorders_a_block(
    start: Pairing, repairs: list[Callable[[Pairing], Pairing]]
) -> None:
    now = start
    for repair in repairs:
        with suppress(InvalidInput):
            now = repair(now)
        for side in Side:
            flat = [n for bead in now.beads for n in blocks_of(bead, side)]
            assert flat == list(range(start.count(side)))
        assert all(bead.source or bead.target for bead in now.beads)


def lettered(pairing: Pairing, side: Side, letters: str) -> list[str]:
    """The blocks of one side in each pair, when its blocks are these letters."""
    return ["".join(letters[n] for n in blocks_of(bead, side)) for bead in pairing.beads]


def after_move(letters: str, moved: Moved) -> str:
    """The letters in the order in which a move leaves them."""
    run = letters[moved.start : moved.start + moved.count]
    rest = letters[: moved.start] + letters[moved.start + moved.count :]
    return rest[: moved.to] + run + rest[moved.to :]


moving = st.one_of(
    st.builds(lambda *at: lambda p, side: move_to(p, side, *at), small, st.integers(1, 3), small),
    st.builds(lambda *at: lambda p, side: set_apart(p, side, *at), small, st.integers(1, 3), small),
)


def opposite(pairing: Pairing, side: Side, letters: str) -> dict[str, tuple[int, ...]]:
    """What each block of a side stands opposite."""
    other = T if side is S else S
    pairs = zip(lettered(pairing, side, letters), pairing.beads, strict=True)
    return {letter: blocks_of(bead, other) for mine, bead in pairs for letter in mine}


@given(pairings, sides, moving)
def test_a_move_takes_along_what_it_says_and_leaves_the_rest_opposite_the_same(
    start: Pairing, side: Side, move: Callable[[Pairing, Side], Moved]
) -> None:
    try:
        moved = move(start, side)
    except InvalidInput:
        return
    letters = "abcdefghijklmnopqrstu"[: start.count(side)]
    now = after_move(letters, moved)
    assert sorted(now) == sorted(letters)
    before, after = opposite(start, side, letters), opposite(moved.pairing, side, now)
    run = set(letters[moved.start : moved.start + moved.count])
    assert {letter for letter in letters if before[letter] != after[letter]} <= run


@given(pairings, sides, st.integers(0, 6))
def test_a_swap_exchanges_what_two_pairs_have(start: Pairing, side: Side, i: int) -> None:
    try:
        moved = swap_with_next(start, i, side)
    except InvalidInput:
        return
    letters = "abcdefghijklmnopqrstu"[: start.count(side)]
    rows = lettered(start, side, letters)
    rows[i], rows[i + 1] = rows[i + 1], rows[i]
    # A pair that has no text left is gone.
    other = T if side is S else S
    kept = [row for n, row in enumerate(rows) if row or blocks_of(start.beads[n], other)]
    assert lettered(moved.pairing, side, after_move(letters, moved)) == kept


def test_a_block_moves_to_a_far_pair_and_stands_on_the_side_it_comes_from() -> None:
    start = pairing((1, 1), (1, 2), (1, 0), (1, 1))
    moved = move_to(start, T, 1, 1, 3)
    assert shape(moved.pairing) == [(1, 1), (1, 1), (1, 0), (1, 2)]
    assert lettered(moved.pairing, T, after_move("abcd", moved)) == ["a", "c", "", "bd"]
    moved = move_to(start, T, 3, 1, 0)
    assert lettered(moved.pairing, T, after_move("abcd", moved)) == ["ad", "bc", "", ""]
    assert [bead.confidence for bead in moved.pairing.beads] == [BY_HAND, 0.5, 0.5, BY_HAND]
    # A pair that was nothing but this disappears.
    assert shape(move_to(pairing((0, 1), (1, 0), (1, 0)), T, 0, 1, 2).pairing) == [(1, 0), (1, 1)]


def test_a_block_is_set_apart_anywhere() -> None:
    start = pairing((1, 1), (1, 2))
    moved = set_apart(start, T, 1, 2, 0)
    assert lettered(moved.pairing, T, after_move("abc", moved)) == ["bc", "a", ""]
    assert shape(set_apart(start, T, 0, 1, 2).pairing) == [(1, 0), (1, 2), (0, 1)]


def test_one_side_of_two_pairs_is_swapped() -> None:
    moved = swap_with_next(pairing((1, 1), (1, 2), (1, 0)), 0, T)
    assert lettered(moved.pairing, T, after_move("abc", moved)) == ["bc", "a", ""]
    assert lettered(moved.pairing, S, "xyz") == ["x", "y", "z"]
    # With nothing on one side it is a move.
    assert shape(swap_with_next(pairing((1, 1), (1, 0)), 0, T).pairing) == [(1, 0), (1, 1)]


def test_a_person_says_of_a_pair_that_it_is_right_and_takes_it_back() -> None:
    pinned = pin(pairing((1, 1), (1, 1)), 1)
    assert [bead.confidence for bead in pinned.beads] == [0.5, BY_HAND]
    assert [bead.confidence for bead in unpin(pinned, 1).beads] == [0.5, IN_DOUBT]


def test_what_only_came_along_with_a_push_is_not_said_to_be_right() -> None:
    pushed = shift(pairing((1, 1), (1, 1), (1, 1)), 1, T, 1)
    assert [bead.confidence for bead in pushed.beads] == [0.5, BY_HAND, CAME_ALONG, CAME_ALONG]


@given(pairings, st.data())
def test_what_is_put_in_can_be_taken_out(start: Pairing, data: st.DataObject) -> None:
    side = data.draw(sides)
    at = data.draw(st.integers(0, start.count(side)))
    grown = insert_index(start, side, at, alone=data.draw(st.booleans()))
    assert grown.count(side) == start.count(side) + 1
    assert shape(remove_index(grown, side, at)) == shape(start)


@given(pairings, st.data())
def test_a_push_down_can_be_taken_back(start: Pairing, data: st.DataObject) -> None:
    if not start.beads:
        return
    side = data.draw(sides)
    i = data.draw(st.integers(0, len(start.beads) - 1))
    # Where the other side has a gap, closing it is part of the push and not undone by the pull.
    if all(blocks_of(bead, T if side is S else S) for bead in start.beads[i:]):
        assert shape(shift(shift(start, i, side, 1), i, side, -1)) == shape(start)


def test_merge_and_split() -> None:
    merged = merge_with_next(pairing((1, 1), (1, 0), (1, 1)), 0)
    assert merged.beads == (Bead((0, 1), (0,)), Bead((2,), (1,), 0.5))
    assert split(merged, 0, 1, 1).beads[:2] == (Bead((0,), (0,)), Bead((1,), ()))


def test_push_the_english_down_so_that_it_lines_up() -> None:
    # The Arabic has an extra first paragraph.
    off_by_one = pairing((1, 1), (1, 1), (1, 0))
    assert shape(shift(off_by_one, 0, T, 1)) == [(1, 0), (1, 1), (1, 1)]
    assert shape(shift(pairing((1, 1), (1, 1)), 1, T, 1)) == [(1, 1), (1, 0), (0, 1)]
    assert shape(shift(pairing((1, 0), (1, 1), (1, 1)), 0, T, -1)) == [(1, 1), (1, 1), (1, 0)]


def test_move_a_block_to_its_neighbour() -> None:
    assert shape(move_block(pairing((1, 2), (1, 0)), T, 0, 1)) == [(1, 1), (1, 1)]
    assert shape(move_block(pairing((1, 1), (0, 1)), T, 1, 0)) == [(1, 2)]


def test_unpair() -> None:
    assert shape(unpair(pairing((2, 1)), 0)) == [(2, 0), (0, 1)]


def test_a_brought_back_block_stands_alone_and_a_split_one_stays_in_its_pair() -> None:
    start = pairing((1, 1), (2, 1))
    assert shape(insert_index(start, S, 1, alone=True)) == [(1, 1), (1, 0), (2, 1)]
    assert shape(insert_index(start, S, 1)) == [(2, 1), (2, 1)]
    assert shape(insert_index(start, S, 2, alone=True)) == [(1, 1), (3, 1)]
    assert shape(insert_index(start, T, 0, alone=True)) == [(0, 1), (1, 1), (2, 1)]
    assert shape(remove_index(pairing((1, 1), (0, 1)), T, 1)) == [(1, 1)]


@pytest.mark.parametrize(
    ("repair", "says"),
    [
        (lambda p: merge_with_next(p, 1), "last pair"),
        (lambda p: merge_with_next(p, 9), "no such pair"),
        (lambda p: split(p, 0, 0, 0), "at least one paragraph"),
        (lambda p: split(p, 0, 5, 0), "fewer paragraphs"),
        (lambda p: unpair(p, 1), "one side only"),
        (lambda p: shift(p, 0, T, -1), "English text in the way"),
        (lambda p: shift(p, 0, S, 99), "further down"),
        (lambda p: move_block(p, T, 1, 0), "no English text"),
        (lambda p: move_block(p, T, 0, 2), "before or after"),
        (lambda p: move_to(p, T, 0, 1, 0), "in that pair already"),
        (lambda p: move_to(p, S, 0, 2, 1), "in one pair"),
        (lambda p: move_to(p, T, 0, 1, 5), "no such pair"),
        (lambda p: set_apart(p, T, 0, 1, 3), "no such pair"),
        (lambda p: set_apart(p, T, 4, 1, 0), "no such English text"),
        (lambda p: swap_with_next(p, 1, T), "last pair"),
        (lambda p: swap_with_next(pairing((1, 0), (1, 0)), 0, T), "Neither"),
        (lambda p: unpin(p, 0), "Nobody has said"),
        (lambda p: remove_index(p, S, 2), "no such paragraph"),
        (lambda p: insert_index(p, S, 9), "no such place"),
        (lambda p: Pairing((Bead((1,), ()), Bead((0,), ()))), "out of order"),
        (lambda p: Pairing((Bead((), ()),)), "no paragraphs"),
    ],
)
def test_what_cannot_be_done_is_said(repair: Callable[[Pairing], Pairing], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        repair(pairing((1, 1), (1, 0)))
