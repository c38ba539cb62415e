"""Where things stand in a chart of scores by month: places only, which ``components/chart.html`` draws.

Across, places are per cent of the width, so that a chart fits a phone and its words keep their size; down,
they are pixels. What a place stands for is in the table below every chart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from workbench.domain.months import name_of
from workbench.domain.scores import Score, Standard, Verdict

#: Where the months begin and end across, and how many of them are named on one line.
_FROM, _TO = 7.0, 100.0
_NAMED = 12

TOP = 18.0  # room for the highest figure above its line
LABELS = 36.0  # the two lines below: months and years


@dataclass(frozen=True, slots=True)
class Dot:
    """One month's score. ``low`` and ``high``: the ends of its interval; ``is_below``: off the scale."""

    x: float
    y: float
    low: float
    high: float
    is_below: bool
    month: str
    score: Score


@dataclass(frozen=True, slots=True)
class Line:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Neighbouring months without words, from ``x`` on as wide as that."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on the scale (``says``) or a month under it (``year`` where one begins)."""

    at: float
    says: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class Trend:
    """Calibrated scores by month."""

    height: float
    bottom: float
    dots: tuple[Dot, ...]
    lines: tuple[Line, ...]
    gaps: tuple[Gap, ...]
    scale: tuple[Tick, ...]
    months: tuple[Tick, ...]
    pass_y: float
    pass_mark: int
    top: float = TOP


def lowest(scores: Iterable[tuple[str, Score]], standard: Standard) -> int:
    """The low end of a scale that holds them: a round figure under the scores and the pass mark, not under nought."""
    known = [float(score.calibrated) for _, score in scores if score.calibrated is not None]
    return max(0, int(min([*known, standard.pass_mark - 10.0]) // 10) * 10)


def trend(
    scores: Sequence[tuple[str, Score]], standard: Standard, *, low: int | None = None, plot: float = 140.0
) -> Trend:
    """The chart of these months in their order. ``low``: the low end of its scale, where it is to be like
    that of others. ``plot``: how high, in pixels, without the words below.

    Months without judged words leave a gap, which is marked as one: emptiness would read as nought. A line joins neighbouring months that both were judged: through
    those with too few words it would draw chance as a trend.
    """
    bottom_value = lowest(scores, standard) if low is None else low

    def y(value: float) -> float:
        share = (min(max(value, bottom_value), 100.0) - bottom_value) / (100.0 - bottom_value)
        return round(TOP + plot * (1 - share), 1)

    xs = [round(_FROM + (_TO - _FROM) * (k + 0.5) / len(scores), 2) for k in range(len(scores))]
    dots: list[Dot | None] = []
    for x, (month, score) in zip(xs, scores, strict=True):
        if score.calibrated is None or score.interval is None:
            dots.append(None)
            continue
        value, interval = float(score.calibrated), score.interval
        below = value < bottom_value
        dots.append(Dot(x, y(value), y(interval.low), y(interval.high), below, month, score))
    lines = [
        Line(a.x, a.y, b.x, b.y)
        for a, b in pairwise(dots)
        if a and b and Verdict.TOO_SMALL not in (a.score.verdict, b.score.verdict)
    ]
    bottom = TOP + plot
    return Trend(
        height=bottom + LABELS,
        bottom=bottom,
        dots=tuple(dot for dot in dots if dot),
        lines=tuple(lines),
        gaps=_gaps([dot is None for dot in dots]),
        scale=tuple(Tick(y(value), str(value)) for value in _scale(bottom_value)),
        months=_months([month for month, _ in scores], xs),
        pass_y=y(standard.pass_mark),
        pass_mark=standard.pass_mark,
    )


def _gaps(are_empty: Sequence[bool]) -> tuple[Gap, ...]:
    wide = (_TO - _FROM) / max(len(are_empty), 1)
    runs = [
        (is_empty, [k for k, _ in run]) for is_empty, run in groupby(enumerate(are_empty), lambda m: m[1])
    ]
    return tuple(
        Gap(round(_FROM + wide * ks[0], 2), round(wide * len(ks), 2)) for is_empty, ks in runs if is_empty
    )


def _scale(low: int) -> tuple[int, ...]:
    step = 10 if 100 - low <= 40 else 25 if low % 25 == 0 else 20
    return tuple(range(100, low - 1, -step))


def _months(months: Sequence[str], xs: Sequence[float]) -> tuple[Tick, ...]:
    """Every month's name, or every other's where they are many; the year under the first of each.

    Not under the very first where the next year begins beside it: there is no room for both.
    """
    step = -(-len(months) // _NAMED)
    years = [month[:4] for month in months[::step]]
    ticks = []
    for k, (x, month) in enumerate(list(zip(xs, months, strict=True))[::step]):
        name, year = name_of(month).split()
        is_first = k == 0 or years[k - 1] != year
        crowded = k == 0 and len(years) > 1 and years[1] != year
        ticks.append(Tick(x, name, year if is_first and not crowded else ""))
    return tuple(ticks)
