"""The way through the grid of two long texts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.align.corridor import anchors, around, best_of_both, first_path, sure_pairs
from workbench.align.evidence import source_signs, target_signs

lengths = st.lists(st.integers(0, 400), max_size=40)


def test_sure_pairs_have_most_in_common_both_ways() -> None:
    assert sure_pairs([{0: 5.0, 1: 3.0}, {0: 4.0, 1: 6.0}, {2: 1.0}, {}]) == [(0, 0), (1, 1)]
    assert sure_pairs([{0: 5.0}, {0: 9.0}]) == [(1, 0)]


def test_a_pair_is_ahead_of_all_others_on_either_side() -> None:
    rows = [{0: 6.0, 1: 5.0}, {2: 6.0}, {2: 5.0}, {3: 6.0, 4: 2.0}, {3: 2.0}]
    assert best_of_both(rows, 4.0, 1.5) == [(3, 3)]


def test_anchors_are_the_heaviest_chain_in_order() -> None:
    assert anchors([{0: 9.0}, {3: 9.0}, {1: 5.0}, {2: 5.0}]) == [(0, 0), (2, 1), (3, 2)]
    assert anchors([{0: 9.0}, {3: 12.0}, {1: 5.0}, {2: 5.0}]) == [(0, 0), (1, 3)]
    assert anchors([{}, {}]) == []


@given(lengths, lengths)
def test_a_first_path_leads_from_corner_to_corner(source: list[int], target: list[int]) -> None:
    path = first_path(source, target, [source_signs("")] * len(source), target_signs([""] * len(target)))
    assert path[0] == (0, 0)
    assert path[-1] == (len(source), len(target))
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(path)]
    assert set(steps) <= {(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)}


def test_a_first_path_goes_round_a_long_gap_by_what_is_rare() -> None:
    source = [f"وقع الحدث رقم {n} في Town{n}" for n in range(1000, 1300)]
    target = [f"Event number {n} happened in Town{n}" for n in range(1000, 1300)]
    del target[40:240]
    sizes = [len(text) for text in source], [len(text) for text in target]
    path = first_path(*sizes, [source_signs(text) for text in source], target_signs(target))
    assert {(20, 20), (250, 50), (290, 90)} <= set(path)


def test_around_a_path_all_of_a_box_is_looked_at() -> None:
    assert around([(0, 0), (1, 1), (2, 5), (3, 6)], 1) == [(0, 2), (0, 6), (0, 6), (4, 6)]
