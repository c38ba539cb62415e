"""The interval against published Poisson limits, and against what it promises: to hold the truth often enough."""

import math
from itertools import product

import pytest

from workbench.domain.intervals import weighted_poisson


@pytest.mark.parametrize(
    ("events", "low", "high"),
    # Exact 95 % limits of a Poisson count, as every table of them has it (Garwood 1936).
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (10, 4.795, 18.390), (50, 37.111, 65.918)],
)
def test_equal_weights_give_the_exact_poisson_limits(events: int, low: float, high: float) -> None:
    found = weighted_poisson({1: events}, heaviest=1)
    assert found.low == pytest.approx(low, abs=0.001)
    assert found.high == pytest.approx(high, abs=0.001)


def test_weights_scale_it() -> None:
    one, five = weighted_poisson({1: 4}, heaviest=1), weighted_poisson({5: 4}, heaviest=5)
    assert (five.low, five.high) == pytest.approx((5 * one.low, 5 * one.high))


def test_nothing_seen_is_not_nothing_there() -> None:
    found = weighted_poisson({}, heaviest=5)
    assert found.low == 0
    assert found.high == pytest.approx(5 * 3.689, abs=0.01)


def test_many_events_narrow_it() -> None:
    found = weighted_poisson({1: 40_000, 5: 9_000}, heaviest=5)
    assert found.low == pytest.approx(85_000, rel=0.02)
    assert found.high == pytest.approx(85_000, rel=0.02)


@pytest.mark.parametrize(("minor", "major"), [(0.2, 0.1), (1, 0.5), (3, 0.3), (2, 2), (6, 1)])
def test_it_holds_the_truth_at_least_so_often(minor: float, major: float) -> None:
    """Every outcome that matters, with its probability: how often does the interval hold the true sum?"""
    true = minor + 5 * major
    covered = sum(
        _chance(a, minor) * _chance(b, major)
        for a, b in product(range(30), range(14))
        if true in weighted_poisson({1: a, 5: b}, heaviest=5)
    )
    assert covered >= 0.95


def _chance(events: int, expected: float) -> float:
    return math.exp(-expected) * expected**events / math.factorial(events)
