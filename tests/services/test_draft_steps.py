"""The steps of an import: no sequence of them loses, doubles or re-orders text, and each can be undone."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.services.drafts import AR, EN, draft, letters, shown
from tests.thoroughness import examples
from workbench.align.bead import BY_HAND, Bead
from workbench.align.pairing import IN_DOUBT
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.intake.document import Block, Document, Fields
from workbench.services import draft_steps, pair_offers, pair_steps
from workbench.services.draft_history import redo, undo
from workbench.services.draft_state import (
    DraftState,
    Given,
    SeenRow,
    SideState,
    beads,
    state_from_json,
    state_to_json,
)
from workbench.services.pair_steps import Cut

# --- pairs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (lambda s: pair_steps.merge_pairs(s, 0), "1:1 1:1 1:1", "2:2 1:1"),
        (lambda s: pair_steps.split_pair(s, 0, {AR: Cut(1)}), "2:1 1:2", "1:1 1:0 1:2"),
        (lambda s: pair_steps.split_pair(s, 1, {AR: Cut(0), EN: Cut(1)}), "1:1 1:2 1:0", "1:1 0:1 1:1 1:0"),
        (lambda s: pair_steps.unpair(s, 1), "1:1 2:2", "1:1 2:0 0:2"),
        (lambda s: pair_steps.shift_side(s, EN, 1, 1), "1:1 1:1 1:1", "1:1 1:0 1:1 0:1"),
        (lambda s: pair_steps.shift_side(s, AR, 0, 1), "1:1 1:1 1:1", "0:1 1:1 1:1 1:0"),
        (lambda s: pair_steps.shift_side(s, EN, 0, -1), "1:0 1:1 1:1 0:1", "1:1 1:1 1:1"),
        (lambda s: pair_steps.move_blocks(s, EN, 0, 1), "1:2 2:1", "1:1 2:2"),
        (lambda s: pair_steps.move_blocks(s, AR, 1, 0), "1:1 1:1 1:1", "2:1 0:1 1:1"),
        (lambda s: pair_steps.move_blocks(s, AR, 0, 1, 2), "3:1 0:2", "1:1 2:2"),
        (lambda s: pair_steps.move_blocks(s, EN, 1, 0, 5), "2:1 0:1 1:1", "2:2 1:1"),
    ],
)  # fmt: skip
def test_each_pair_step_moves_the_borders_it_should(
    step: Callable[[DraftState], DraftState], before: str, after: str
) -> None:
    state = draft("a b c", "x y z", before)
    assert shown(step(state)) == after
    assert shown(undo(step(state))) == before
    assert shown(redo(undo(step(state)))) == after


@pytest.mark.parametrize(
    "step",
    [
        lambda s: pair_steps.merge_pairs(s, 1),
        lambda s: pair_steps.merge_pairs(s, 9),
        lambda s: pair_steps.split_pair(s, 1, {}),
        lambda s: pair_steps.split_pair(s, 0, {AR: Cut(1), EN: Cut(1)}),
        lambda s: pair_steps.split_pair(s, 0, {AR: Cut(3)}),
        lambda s: pair_steps.split_pair(s, 0, {AR: Cut(1, 4)}),
        lambda s: pair_steps.move_to(s, EN, 1, 0),
        lambda s: pair_steps.move_to(s, AR, 0, 1, 1),
        lambda s: pair_steps.swap_pairs(s, AR, 1),
        lambda s: pair_steps.pin_pair(s, 2),
        lambda s: pair_steps.edit_pair_text(s, EN, 1, 0, "z"),
        lambda s: pair_steps.unpair(s, 1),
        lambda s: pair_steps.shift_side(s, AR, 1, -1),
        lambda s: pair_steps.move_blocks(s, AR, 1, 2),
        lambda s: pair_steps.move_blocks(s, AR, 0, -1),
        lambda s: pair_steps.set_pair_kind(s, 2, Kind.QUOTE),
    ],
)
def test_a_step_that_makes_no_sense_is_refused(step: Callable[[DraftState], DraftState]) -> None:
    with pytest.raises(InvalidInput):
        step(draft("a b", "x", "1:1 1:0"))


def paired_words(state: DraftState) -> list[str]:
    """Each pair's words, "a b/x" for the Arabic a and b opposite the English x."""
    source, target = state.source.kept, state.target.kept
    return [
        f"{' '.join(source[n].text for n in b.source)}/{' '.join(target[n].text for n in b.target)}"
        for b in state.pairs
    ]


@pytest.mark.parametrize(
    ("step", "after"),
    [
        (lambda s: pair_steps.move_to(s, EN, 0, 2), "a/ b/y c/x_z"),
        (lambda s: pair_steps.move_to(s, EN, 2, 0), "a/x_z b/y c/"),
        (lambda s: pair_steps.move_to(s, AR, 0, 2), "/x b/y a_c/z"),
        (lambda s: pair_steps.set_apart(s, EN, 2, 0), "/z a/x b/y c/"),
        (lambda s: pair_steps.set_apart(s, EN, 0, 3), "a/ b/y c/z /x"),
        (lambda s: pair_steps.swap_pairs(s, EN, 1), "a/x b/z c/y"),
        (lambda s: pair_steps.swap_pairs(s, AR, 0), "b/x a/y c/z"),
    ],
)
def test_text_changes_its_place_and_lines_left_out_keep_theirs(
    step: Callable[[DraftState], DraftState], after: str
) -> None:
    state = draft("-ad a b -more c", "x -print y z", "1:1 1:1 1:1")
    moved = step(state)
    assert paired_words(moved) == [pair.replace("_", " ") for pair in after.split(" ")]
    assert [b.text for b in moved.source.blocks if not b.is_kept] == ["ad", "more"]
    assert moved.source.blocks[0].text == "ad"
    assert undo(moved).source == state.source
    assert undo(moved).target == state.target
    assert redo(undo(moved)) == moved


def test_a_pair_is_split_inside_its_blocks_on_both_sides() -> None:
    state = draft("one_two_three b", "uno_dos_tres y", "1:1 1:1")
    halves = pair_steps.split_pair(state, 0, {AR: Cut(0, 8), EN: Cut(0, 4)})
    assert paired_words(halves) == ["one two/uno", "three/dos tres", "b/y"]
    # A side without a cut stays with the first.
    assert paired_words(pair_steps.split_pair(state, 0, {EN: Cut(0, 4)})) == [
        "one two three/uno",
        "/dos tres",
        "b/y",
    ]
    assert undo(halves).pairs == state.pairs
    assert [step.label for step in halves.done] == ["split pair 1"]
    with pytest.raises(InvalidInput, match="between two words"):
        pair_steps.split_pair(state, 0, {EN: Cut(0, 99)})


def test_a_block_of_a_pair_is_corrected_where_it_stands() -> None:
    state = draft("-ad a b", "x y", "2:1 0:1")
    after = pair_steps.edit_pair_text(state, AR, 0, 1, "bee")
    assert paired_words(after) == ["a bee/x", "/y"]


# --- blocks --------------------------------------------------------------------------------------------


def test_leaving_out_and_putting_back_is_followed_by_the_pairs() -> None:
    state = draft("a b c", "x y z", "1:1 1:1 1:1")
    without = draft_steps.leave_out(state, AR, 1)
    assert shown(without) == "1:1 0:1 1:1"
    assert [b.text for b in without.source.kept] == ["a", "c"]
    assert without.source.blocks[1].dropped == draft_steps.BY_HAND
    # Back, it does not know its former partner and stands alone.
    assert shown(draft_steps.restore(without, AR, 1)) == "1:1 1:0 0:1 1:1"


def test_a_line_put_back_inside_a_pair_joins_it() -> None:
    state = draft("a -b c", "x", "2:1")
    assert shown(draft_steps.restore(state, AR, 1)) == "3:1"
    assert shown(draft_steps.restore(draft("-a b", "x", "1:1"), AR, 0)) == "1:0 1:1"


def test_splitting_and_joining_blocks_keeps_pairs_and_marks() -> None:
    link = InlineMark(4, 12, MarkKind.LINK, "https://example.org/")
    state = draft("one_two_three four", "x y", "1:1 1:1")
    block = Block("one two three", marks=(link,))
    state = state.with_side(AR, SideState(document=Document((block, state.source.blocks[1]))))
    halves = draft_steps.split_block(state, AR, 0, 7)
    assert [b.text for b in halves.source.blocks] == ["one two", "three", "four"]
    assert halves.source.blocks[0].marks == (InlineMark(4, 7, MarkKind.LINK, "https://example.org/"),)
    assert halves.source.blocks[1].marks == (InlineMark(0, 4, MarkKind.LINK, "https://example.org/"),)
    assert shown(halves) == "2:1 1:1"
    assert [b.text for b in draft_steps.join_block(halves, AR, 0).source.blocks] == ["one two three", "four"]


def test_joining_skips_what_was_left_out_between() -> None:
    joined = draft_steps.join_block(draft("a -ad b", "x y", "1:1 1:1"), AR, 0)
    assert [(b.text, b.is_kept) for b in joined.source.blocks] == [("a b", True), ("ad", False)]
    assert shown(joined) == "1:1 0:1"


def test_joining_and_splitting_within_a_pair_leaves_it_as_sure_as_it_was() -> None:
    state = draft("a b c", "x y", "2:1 1:1")
    joined = draft_steps.join_block(state, AR, 0)
    assert [bead.confidence for bead in joined.pairs] == [0.5, 0.5]
    halves = draft_steps.edit_text(joined, AR, 0, "a\n\nb")
    assert (shown(halves), [bead.confidence for bead in halves.pairs]) == ("2:1 1:1", [0.5, 0.5])
    across = draft_steps.join_block(state, AR, 1)
    assert [bead.confidence for bead in undo(across).pairs] == [0.5, 0.5]


def test_what_is_joined_across_pairs_goes_to_that_of_its_larger_part_and_both_are_in_doubt() -> None:
    for texts, shape in (("a longer z", "0:1 1:1 1:1"), ("longer a z", "1:1 0:1 1:1")):
        state = draft(texts, "x y w", "1:1 1:1 1:1")
        for row in range(3):
            state = pair_steps.pin_pair(state, row)
        joined = draft_steps.join_block(state, AR, 0)
        assert shown(joined) == shape
        # What nobody looked at is found again by "Align the rest"; what was not touched stays pinned.
        assert [bead.confidence == BY_HAND for bead in joined.pairs] == [False, False, True]


def test_an_unpinned_pair_is_as_sure_as_it_was_before() -> None:
    state = draft("a b", "x y", "1:1 1:1")
    state = replace(state, pairs=tuple(replace(bead, confidence=0.8) for bead in state.pairs))
    again = pair_steps.set_pair_kind(pair_steps.pin_pair(pair_steps.pin_pair(state, 0), 1), 1, Kind.QUOTE)
    again = pair_steps.pin_pair(state_from_json(state_to_json(again)), 0)
    assert [bead.confidence for bead in again.pairs] == [0.8, BY_HAND]
    merged = pair_steps.pin_pair(pair_steps.merge_pairs(state, 0), 0)
    assert [bead.confidence for bead in merged.pairs] == [IN_DOUBT], "it was never another than by hand"


def test_there_is_one_headline_the_one_before_becomes_a_paragraph() -> None:
    def kinds(state: DraftState, side: Side) -> list[str]:
        return [block.kind.value for block in state.side(side).kept]

    for second in (
        lambda state: draft_steps.set_kind(state, AR, 1, Kind.HEADLINE),
        lambda state: pair_steps.set_pair_kind(state, 1, Kind.HEADLINE),
    ):
        state = pair_steps.set_pair_kind(draft("a b", "x y", "1:1 1:1"), 0, Kind.HEADLINE)
        state = second(state)
        assert kinds(state, AR) == ["paragraph", "headline"]
        assert kinds(undo(state), AR) == ["headline", "paragraph"]
        assert "“\u2068a\u2069”, the headline before, a paragraph" in state.done[-1].label
    assert kinds(state, EN) == ["paragraph", "headline"]


def test_what_is_left_out_or_put_back_leaves_its_pair_in_doubt() -> None:
    state = pair_steps.pin_pair(draft("a b", "x y", "1:1 1:1"), 0)
    without = draft_steps.leave_out(state, AR, 0)
    assert [bead.confidence == BY_HAND for bead in without.pairs] == [False, False]
    again = draft_steps.restore(without, AR, 0)
    assert all(bead.confidence < BY_HAND for bead in again.pairs)


def test_a_side_is_shifted_up_into_the_empty_row_above_or_what_to_do_is_said() -> None:
    state = draft("a b c", "x y", "1:0 1:1 1:1")
    assert shown(pair_steps.shift_side(state, EN, 1, -1)) == "1:1 1:1 1:0"
    assert shown(pair_steps.shift_side(state, EN, 0, -1)) == "1:1 1:1 1:0"
    with pytest.raises(InvalidInput, match=r"Row 2 above has English of its own.*Merge the two rows"):
        pair_steps.shift_side(state, EN, 2, -1)
    with pytest.raises(InvalidInput, match="first row"):
        pair_steps.shift_side(state, AR, 0, -1)


def test_a_side_of_a_pair_or_one_block_of_it_is_left_out_from_the_pairs() -> None:
    state = draft("a b c", "x y z", "1:1 1:2 1:0")
    one = pair_steps.leave_out(state, EN, 1, 1)
    assert [(b.text, b.dropped) for b in one.target.blocks][1:] == [("y", None), ("z", draft_steps.BY_HAND)]
    assert shown(one) == "1:1 1:1 1:0"
    whole = pair_steps.leave_out(state, EN, 1)
    assert (shown(whole), whole.done[-1].label) == ("1:1 1:0 1:0", "left out the English of row 2")
    assert undo(whole).target == state.target
    assert shown(pair_steps.leave_out(state, AR, 2)) == "1:1 1:2"
    with pytest.raises(InvalidInput, match="no English"):
        pair_steps.leave_out(state, EN, 2)


def test_two_blocks_of_a_pair_are_joined_never_with_the_next_pair() -> None:
    state = draft("a b", "x y z w", "1:3 1:1")
    for block, texts in ((None, ["x y", "z", "w"]), (1, ["x", "y z", "w"]), (2, ["x", "y z", "w"])):
        joined = pair_steps.join_blocks(state, EN, 0, block)
        assert [b.text for b in joined.target.kept] == texts
        assert shown(joined) == "1:2 1:1"
    with pytest.raises(InvalidInput, match="no two English paragraphs"):
        pair_steps.join_blocks(state, EN, 1)


def test_the_text_of_an_article_that_is_paired_anew_stays() -> None:
    state = replace(draft("a b", "x y", "2:2"), rows=(SeenRow(1, 1, ""),))
    for step in (pair_steps.leave_out, pair_steps.join_blocks):
        with pytest.raises(InvalidInput, match="an article’s"):
            step(state, EN, 0)


def test_a_move_that_was_offered_is_named_by_the_row_where_it_went() -> None:
    state = draft("a b", "x y z", "0:1 1:1 1:1")
    state = replace(state, pairs=tuple(replace(bead, confidence=0.5) for bead in state.pairs))
    state = pair_offers.with_offers(state, [Bead((1,), (0,))])
    taken = pair_offers.take_offer(state, 1)
    assert shown(taken) == "1:1 1:2"
    assert taken.done[-1].label == "moved English to row 2, as offered"


def test_a_blank_line_in_a_correction_makes_two_blocks() -> None:
    state = draft_steps.edit_text(draft("a_b c", "x y", "1:1 1:1"), AR, 0, " a\r\n \n\nbee \n")
    assert [b.text for b in state.source.blocks] == ["a", "bee", "c"]
    assert shown(state) == "2:1 1:1"
    # A single line break is part of the text (verse, addresses).
    assert draft_steps.edit_text(state, AR, 0, "a\nb").source.blocks[0].text == "a\nb"


@pytest.mark.parametrize("text", ["", "  \n ", "\x00"])
def test_a_block_cannot_be_emptied(text: str) -> None:
    with pytest.raises(InvalidInput, match="Leave it out instead"):
        draft_steps.edit_text(draft("a", "x"), AR, 0, text)


@pytest.mark.parametrize("at", [-3, 0, 3, 99])
def test_a_split_needs_words_on_both_sides(at: int) -> None:
    with pytest.raises(InvalidInput):
        draft_steps.split_block(draft("abc", "x"), AR, 0, at)


def test_kind_and_facts_can_be_corrected() -> None:
    state = draft_steps.set_kind(draft("a", "x"), EN, 0, Kind.QUOTE)
    assert state.target.blocks[0].kind is Kind.QUOTE
    state = draft_steps.set_fields(state, EN, Fields(byline="Huda Salim", published_on="2026-03-02"))
    assert state.target.fields.byline == "Huda Salim"
    assert undo(state).target.fields == Fields()
    with pytest.raises(InvalidInput, match="year-month-day"):
        draft_steps.set_fields(state, EN, Fields(published_on="2 March"))
    with pytest.raises(InvalidInput, match="http"):
        draft_steps.set_fields(state, EN, Fields(url="javascript:x"))


# --- any sequence --------------------------------------------------------------------------------------

side_of = st.sampled_from(Side)
place = st.integers(0, 7)

a_cut = st.dictionaries(side_of, st.builds(Cut, st.integers(0, 2), st.integers(0, 9)))
block = st.one_of(st.none(), st.integers(0, 2))
moving = st.one_of(
    st.tuples(st.sampled_from([pair_steps.move_to, pair_steps.set_apart]), side_of, place, place, block),
    st.tuples(st.just(pair_steps.swap_pairs), side_of, place),
    st.tuples(st.just(pair_offers.take_offer), st.integers(0, 3)),
    st.tuples(st.just(pair_offers.leave_offer), st.integers(0, 3)),
    st.tuples(st.just(pair_offers.take_all_offers)),
)
any_step = st.one_of(
    st.tuples(
        st.sampled_from([draft_steps.leave_out, draft_steps.restore, draft_steps.join_block]), side_of, place
    ),
    st.tuples(st.just(draft_steps.split_block), side_of, place, st.integers(0, 9)),
    st.tuples(st.just(draft_steps.set_kind), side_of, place, st.sampled_from(Kind)),
    st.tuples(st.just(pair_steps.shift_side), side_of, place, st.sampled_from([1, -1])),
    st.tuples(st.just(pair_steps.move_blocks), side_of, place, place, st.integers(1, 3)),
    st.tuples(st.just(pair_steps.set_pair_kind), place, st.sampled_from(Kind)),
    st.tuples(st.just(pair_steps.split_pair), place, a_cut),
    st.tuples(st.sampled_from([pair_steps.merge_pairs, pair_steps.unpair, pair_steps.pin_pair]), place),
    st.tuples(st.sampled_from([undo, redo])),
)


#: A side as (words in a block, left out?); pairs as wished sizes, cut to what there is.
a_side = st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1, max_size=6)
some_sizes = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6)


def built(
    source: list[tuple[int, bool]], target: list[tuple[int, bool]], wished: list[tuple[int, int]]
) -> DraftState:
    def blocks(letter: str, shape: list[tuple[int, bool]]) -> str:
        return " ".join(
            ("-" if dropped else "") + "_".join(f"{letter}{n}{m}" for m in range(count))
            for n, (count, dropped) in enumerate(shape)
        )

    state = draft(blocks("s", source), blocks("t", target))
    left = [len(state.source.kept), len(state.target.kept)]
    columns: list[tuple[int, int]] = []
    for wish in [*wished, *[(1, 1)] * 12]:
        pair = (min(wish[0], left[0]), min(wish[1], left[1]))
        left = [left[0] - pair[0], left[1] - pair[1]]
        if any(pair):
            columns.append(pair)
    pairs = beads([s for s, _ in columns], [t for _, t in columns], [0.7] * len(columns))
    return DraftState(state.source, state.target, pairs)


@settings(max_examples=examples(250))
@given(st.builds(built, a_side, a_side, some_sizes), st.lists(any_step, max_size=12))
def test_no_sequence_of_steps_loses_doubles_or_reorders_text(start: DraftState, steps: list[Any]) -> None:
    state = start
    joins = any(step[0] is draft_steps.join_block for step in steps)
    for function, *arguments in steps:
        before = state
        try:
            state = function(state, *arguments)
        except InvalidInput:
            assert state is before
        for side in Side:
            # Joining across a left-out line puts that line behind; nothing else changes the order.
            now, then = letters(state, side), letters(start, side)
            assert now == then or (joins and sorted(now) == sorted(then))
            if state.pairs:
                numbers = [n for b in state.pairs for n in (b.source if side is AR else b.target)]
                assert numbers == list(range(len(state.side(side).kept)))
        assert all(b.source or b.target for b in state.pairs)
    assert state_from_json(state_to_json(state)) == state
    while state.done:
        state = undo(state)
    assert (state.source, state.target, state.pairs) == (start.source, start.target, start.pairs)


@settings(max_examples=examples(250))
@given(
    st.builds(built, a_side, a_side, some_sizes),
    st.lists(st.tuples(place, place), max_size=2),
    st.lists(st.one_of(any_step, moving), max_size=10),
)
def test_no_move_loses_or_doubles_text_and_each_is_undone_exactly(
    start: DraftState, offered: list[tuple[int, int]], steps: list[Any]
) -> None:
    counts = len(start.source.kept), len(start.target.kept)
    moved = [Bead((s,), (t,)) for s, t in offered if s < counts[0] and t < counts[1]]
    start = state = pair_offers.with_offers(start, moved)
    for function, *arguments in steps:
        before = state
        try:
            state = function(state, *arguments)
        except InvalidInput:
            assert state is before
        for side in Side:
            assert sorted(letters(state, side)) == sorted(letters(start, side))
            if state.pairs:
                numbers = [n for b in state.pairs for n in (b.source if side is AR else b.target)]
                assert numbers == list(range(len(state.side(side).kept)))
        assert all(b.source or b.target for b in state.pairs)
        pair_offers.offers(state)
    assert state_from_json(state_to_json(state)) == state
    while state.done:
        state = undo(state)
    assert (state.source, state.target, state.pairs) == (start.source, start.target, start.pairs)
    while state.undone:
        state = redo(state)
    assert state_from_json(state_to_json(state)) == state


def test_what_was_given_survives_packing() -> None:
    given_side = Given("نص\n", "<p>نص</p>", "a.txt", b"\xe4\x00\xff", "cp1256")
    assert Given.unpacked(given_side.packed()) == given_side
    assert Given.unpacked("").is_empty


@pytest.mark.parametrize(
    ("pairs", "row", "to", "says"),
    [
        ("1:1 1:1 1:1", 0, 2, "moved English from row 1 to row 3"),
        ("0:1 1:1 2:1", 0, 2, "moved English to row 2; row 1 had nothing more and went"),
        ("2:1 1:1 0:1", 2, 0, "moved English to row 1; row 3 had nothing more and went"),
    ],
)
def test_what_was_moved_is_told_by_the_numbers_that_are_seen_now(
    pairs: str, row: int, to: int, says: str
) -> None:
    state = draft("a b c", "x y z", pairs)
    assert pair_steps.move_to(state, EN, row, to).done[-1].label == says


def test_what_goes_to_a_neighbour_or_apart_is_told_by_the_numbers_that_are_seen_now() -> None:
    state = draft("a b", "x y z", "0:1 1:1 1:1")
    moved = pair_steps.move_blocks(state, EN, 0, 1)
    assert moved.done[-1].label == "moved English to row 1; row 1 had nothing more and went"
    apart = pair_steps.set_apart(state, EN, 2, 0)
    assert (shown(apart), apart.done[-1].label) == (
        "0:1 0:1 1:1 1:0",
        "set English of row 3 apart, now row 1",
    )
