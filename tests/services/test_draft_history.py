"""Undo and redo of an import's steps: exact, bounded, and remembered as little as what changed."""

from hypothesis import given
from hypothesis import strategies as st

from tests.services.drafts import AR, EN, draft
from workbench.services import draft_steps, pair_steps
from workbench.services.draft_history import HISTORY_STEPS, patches_between, record_whole, redo, undo
from workbench.services.draft_state import DraftState, state_from_json, state_to_json


@given(st.lists(st.integers(0, 3), max_size=60), st.lists(st.integers(0, 3), max_size=60))
def test_patches_lead_from_one_list_to_the_other_and_back(old: list[int], new: list[int]) -> None:
    patches = patches_between(tuple(old), tuple(new))
    there = tuple(old)
    for patch in patches:
        there = patch.applied(there)
    assert there == tuple(new)
    for patch in reversed(patches):
        there = patch.inverted().applied(there)
    assert there == tuple(old)


def test_a_far_move_is_a_short_memory() -> None:
    names = " ".join(f"w{n}" for n in range(3000))
    state = pair_steps.move_to(draft(names, names, "1:1 " * 3000), EN, 5, 2900)
    assert state.done[-1].size < 20


def test_a_side_read_anew_is_undone_as_a_whole() -> None:
    before = pair_steps.merge_pairs(draft("a b", "x y", "1:1 1:1"), 0)
    after = record_whole(before, DraftState(before.source), "read the English again")
    after = draft_steps.edit_text(after, AR, 0, "other")
    after = state_from_json(state_to_json(after))
    back = undo(undo(after))
    assert (back.target, back.pairs) == (before.target, before.pairs)
    assert undo(back).pairs == draft("a b", "x y", "1:1 1:1").pairs
    assert redo(redo(back)) == after


def test_history_is_bounded_and_forgets_the_oldest_first() -> None:
    state = draft("a b", "x y", "1:1 1:1")
    for n in range(HISTORY_STEPS + 20):
        state = draft_steps.edit_text(state, AR, 0, f"a{n}")
    assert len(state.done) == HISTORY_STEPS
    for _ in range(HISTORY_STEPS + 5):
        state = undo(state)
    assert state.source.blocks[0].text == "a19"


def test_a_new_step_after_undo_forgets_what_was_undone() -> None:
    state = undo(pair_steps.merge_pairs(draft("a b", "x y", "1:1 1:1"), 0))
    assert state.undone
    assert not pair_steps.unpair(state, 0).undone


def test_a_shift_in_a_long_article_is_a_short_memory() -> None:
    names = " ".join(f"w{n}" for n in range(2000))
    state = pair_steps.shift_side(draft(names, names, "1:1 " * 2000), EN, 5, 1)
    patches = state.done[-1].patches
    for column in ("source_sizes", "target_sizes"):
        assert sum(patch.size for patch in patches[column]) == 1
