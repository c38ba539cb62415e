"""How far a penalty could be chance: an interval for a weighted sum of few events.

Errors are taken as Poisson events, a kind of its own for each severity, and what is wanted is an interval
for the sum of their expected numbers times their weights. The gamma interval of Fay and Feuer keeps its
level there whatever the counts, and is the exact Poisson interval (Garwood 1936) where all weights are one.

Michael P. Fay and Eric J. Feuer, "Confidence intervals for directly standardized rates: a method based on
the gamma distribution", Statistics in Medicine 16 (1997), 791-801.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

LEVEL = 0.95

_STEPS = 200  # never needed: a handful is
_CLOSE = 1e-12
_SMALL = 1e-15


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``low`` to ``high``, both included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def weighted_poisson(counts: Mapping[int, int], *, heaviest: int, level: float = LEVEL) -> Interval:
    """An interval for the expected Σ weight × events, given how many events of each weight there were.

    ``heaviest``: the largest weight that an event not yet seen could have; the upper end is as if one more
    of them had happened. Weights of 0 say nothing.
    """
    total = sum(weight * count for weight, count in counts.items())
    variance = sum(weight**2 * count for weight, count in counts.items())
    tail = (1 - level) / 2
    low = _gamma_quantile(total**2 / variance, tail) * variance / total if total else 0.0
    more, spread = total + heaviest, variance + heaviest**2
    return Interval(low, _gamma_quantile(more**2 / spread, 1 - tail) * spread / more)


def _gamma_quantile(shape: float, probability: float) -> float:
    """The value a gamma variable of scale 1 stays under with ``probability``.

    By Newton's steps, and by halving where one would leave the stretch the value is known to lie in.
    """
    low, high = 0.0, math.inf
    x = shape
    for _ in range(_STEPS):
        error = _gamma_below(shape, x) - probability
        low, high = (x, high) if error < 0 else (low, x)
        density = math.exp((shape - 1) * math.log(x) - x - math.lgamma(shape))
        following = x - error / density if density else low
        if not low < following < high:
            following = (low + high) / 2 if high < math.inf else 2 * x
        if abs(following - x) <= _CLOSE * x:
            break
        x = following
    return x


def _gamma_below(shape: float, x: float) -> float:
    """P(shape, x), the regularised lower incomplete gamma function, by its power series (DLMF 8.11.4)."""
    if x <= 0:
        return 0.0
    term = math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))
    if not term:  # too far out for a float, on one side or the other
        return float(x > shape)
    total, n = term, 0
    while term > _SMALL * total or n < x - shape:
        n += 1
        term *= x / (shape + n)
        total += term
    return min(total, 1.0)
