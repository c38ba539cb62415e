"""Where things stand in a chart of scores."""

from workbench.domain.months import Months
from workbench.domain.problems import Severity
from workbench.domain.scores import USUAL, Marked, Score, score
from workbench.web.charts import TOP, trend


def month(points: int, words: int = 1000) -> Score:
    return score([Marked("awkward", Severity.MINOR, points)] if points else [], source_words=words)


def test_a_full_score_is_at_the_top_and_the_pass_mark_on_its_line() -> None:
    chart = trend([("2026-01", month(0)), ("2026-02", month(10)), ("2026-03", month(20))], USUAL)
    ys = [dot.y for dot in chart.dots]
    assert ys[0] == TOP
    assert ys[1] == chart.pass_y
    assert ys[0] < ys[1] < ys[2] <= chart.bottom
    assert [(tick.says, tick.at) for tick in chart.scale if tick.says == "80"] == [("80", ys[2])]


def test_dots_follow_each_other_within_the_width_and_their_range_holds_them() -> None:
    chart = trend([(m, month(n)) for n, m in enumerate(Months("2024-01", "2028-12").all)], USUAL)
    xs = [dot.x for dot in chart.dots]
    assert xs == sorted(set(xs))
    assert 0 < xs[0] < xs[-1] < 100
    assert all(dot.high <= dot.y <= dot.low for dot in chart.dots)


def test_a_month_without_words_leaves_a_gap_and_small_ones_no_line() -> None:
    chart = trend(
        [
            ("2026-01", month(3)),
            ("2026-02", month(4)),
            ("2026-03", month(0, 0)),
            ("2026-04", month(1, 90)),
            ("2026-05", month(2)),
        ],
        USUAL,
    )
    assert [dot.month for dot in chart.dots] == ["2026-01", "2026-02", "2026-04", "2026-05"]
    assert [(line.x1, line.x2) for line in chart.lines] == [(chart.dots[0].x, chart.dots[1].x)]
    (gap,) = chart.gaps
    assert chart.dots[1].x < gap.x < gap.x + gap.width < chart.dots[2].x


def test_what_is_under_nought_is_drawn_at_the_bottom_and_says_so() -> None:
    chart = trend([("2026-01", month(300)), ("2026-02", month(5))], USUAL)
    assert [(dot.is_below, dot.y == chart.bottom) for dot in chart.dots] == [(True, True), (False, False)]


def test_years_are_named_where_they_begin_and_never_on_top_of_each_other() -> None:
    names = [
        (t.says, t.year)
        for t in trend([(m, month(1)) for m in Months("2025-12", "2026-03").all], USUAL).months
    ]
    assert names == [("Dec", ""), ("Jan", "2026"), ("Feb", ""), ("Mar", "")]
    names = [
        (t.says, t.year)
        for t in trend([(m, month(1)) for m in Months("2025-10", "2026-01").all], USUAL).months
    ]
    assert names == [("Oct", "2025"), ("Nov", ""), ("Dec", ""), ("Jan", "2026")]


def test_of_many_months_at_most_twelve_are_named() -> None:
    chart = trend([(m, month(1)) for m in Months("2022-01", "2026-12").all], USUAL)
    assert len(chart.months) == 12
