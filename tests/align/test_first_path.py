"""The rough way through the grid of two long texts."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.align.evidence import source_signs, target_signs
from workbench.align.first_path import first_path

lengths = st.lists(st.integers(0, 400), min_size=1, max_size=40)


def by_length(source: list[int], target: list[int]) -> list[tuple[int, int]]:
    """The way where no words help."""
    return first_path(source, target, [source_signs("")] * len(source), target_signs([""] * len(target)))


@given(lengths, lengths)
def test_a_first_path_leads_from_corner_to_corner(source: list[int], target: list[int]) -> None:
    path = by_length(source, target)
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


def test_a_first_path_goes_round_a_gap_on_either_side_by_lengths_alone() -> None:
    draw = random.Random(4)
    source = [draw.randint(20, 200) for _ in range(400)]
    target = [round(length * draw.uniform(1.07, 1.13)) for length in source]
    whole = {(n, n) for n in range(20, 100)} | {(n, n - 40) for n in range(160, 400)}
    assert len(whole & set(by_length(source, target[:110] + target[150:]))) > 0.9 * len(whole)
    turned = {(j, i) for i, j in whole}
    assert len(turned & set(by_length(source[:110] + source[150:], target))) > 0.9 * len(turned)
