"""The way through the grid of two long texts."""

from workbench.align.corridor import anchors, around, best_of_both, sure_pairs


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


def test_around_a_path_all_of_a_box_is_looked_at() -> None:
    assert around([(0, 0), (1, 1), (2, 5), (3, 6)], 1) == [(0, 2), (0, 6), (0, 6), (4, 6)]
