"""The arithmetic of the review rules, on hand-made figures and on random ones."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.problems import TYPES, Severity
from workbench.domain.scores import Marked, Standard, Verdict, score

MINOR, MAJOR, CRITICAL, NEUTRAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL, Severity.NEUTRAL

marks = st.lists(
    st.builds(
        Marked,
        type=st.sampled_from([slug for slug, kind in TYPES.items() if kind.scored]),
        severity=st.sampled_from(list(Severity)),
        count=st.integers(1, 6),
    ),
    max_size=8,
)
words = st.integers(1, 20_000)


def test_an_article_reckoned_by_hand() -> None:
    """Two major and three minor problems in 1,300 Arabic words: 13 points, 10 per thousand."""
    found = score(
        [Marked("omission", MAJOR, 2), Marked("awkward", MINOR, 2), Marked("spelling", MINOR)],
        source_words=1300,
        target_words=1710,
    )
    assert (found.penalty, found.per_thousand, found.raw) == (13, 10, 99)
    assert (found.calibrated, found.verdict) == (90, Verdict.PASS)
    assert found.by_type == (("omission", 2), ("awkward", 2), ("spelling", 1))
    assert [(slug, dict(counts), points) for slug, counts, points in found.by_category] == [
        ("accuracy", {MAJOR: 2}, 10),
        ("language", {MINOR: 1}, 1),
        ("style", {MINOR: 2}, 2),
    ]


def test_one_point_more_fails() -> None:
    assert score([Marked("awkward", MINOR, 14)], source_words=1300).verdict is Verdict.FAIL


def test_pass_mark_and_tolerance_are_the_desks() -> None:
    strict = Standard(pass_mark=80, tolerance=5)
    found = score([Marked("omission", MAJOR)], source_words=1000, standard=strict)
    assert (found.calibrated, found.verdict) == (80, Verdict.PASS)
    found = score([Marked("omission", MAJOR, 2)], source_words=1000, standard=strict)
    assert (found.calibrated, found.verdict) == (60, Verdict.FAIL)


def test_a_critical_problem_fails_whatever_the_score() -> None:
    found = score([Marked("quotation", CRITICAL)], source_words=50_000)
    assert found.calibrated is not None
    assert found.calibrated > 99
    assert found.verdict is Verdict.FAIL


@pytest.mark.parametrize(("source_words", "verdict"), [(499, Verdict.TOO_SMALL), (500, Verdict.PASS)])
def test_under_five_hundred_words_nothing_is_judged(source_words: int, verdict: Verdict) -> None:
    assert score([], source_words=source_words).verdict is verdict
    assert score([Marked("quotation", CRITICAL)], source_words=499).verdict is Verdict.TOO_SMALL


def test_without_words_there_is_no_score() -> None:
    found = score([Marked("omission", MAJOR)], source_words=0)
    assert (found.penalty, found.raw, found.calibrated, found.interval) == (5, None, None, None)
    assert found.verdict is Verdict.TOO_SMALL


def test_what_is_not_scored_does_not_count() -> None:
    found = score(
        [Marked("praise", NEUTRAL, 3), Marked("question", NEUTRAL), Marked("source-error", NEUTRAL)],
        source_words=900,
    )
    assert (found.count, found.calibrated) == (0, 100)


def test_an_error_marked_again_counts_once_with_its_heaviest_mark() -> None:
    again = [
        Marked("wrong-term", MINOR, error=7),
        Marked("wrong-term", MAJOR, error=7),
        Marked("wrong-term", MINOR, 4, error=7),
    ]
    found = score([*again, Marked("wrong-term", MINOR)], source_words=1000)
    assert (found.count, found.penalty) == (2, 6)


@given(marks, words)
def test_the_three_scores_are_one_figure(found: list[Marked], source_words: int) -> None:
    it = score(found, source_words=source_words)
    assert it.penalty == sum(m.severity.weight * m.count for m in found)
    assert it.per_thousand == Fraction(1000 * it.penalty, source_words)
    assert it.raw == 100 - Fraction(100 * it.penalty, source_words)
    assert it.count == sum(m.count for m in found)
    assert sum(counts.total() for _, counts, _ in it.by_category) == it.count
    assert sum(points for *_, points in it.by_category) == it.penalty


@given(marks, words, st.integers(1, 99), st.integers(1, 100))
def test_the_pass_mark_is_reached_exactly_at_the_tolerance(
    found: list[Marked], source_words: int, pass_mark: int, tolerance: int
) -> None:
    it = score(found, source_words=source_words, standard=Standard(pass_mark, tolerance))
    within = 1000 * it.penalty <= tolerance * source_words
    assert (it.calibrated is not None and it.calibrated >= pass_mark) == within
    if source_words >= 500:
        assert (it.verdict is Verdict.PASS) == (within and not it.has_critical)


@given(marks, words, st.permutations(range(8)))
def test_neither_order_nor_grouping_matters(found: list[Marked], source_words: int, order: list[int]) -> None:
    one_by_one = [Marked(m.type, m.severity) for m in found for _ in range(m.count)]
    shuffled = [found[k] for k in order if k < len(found)]
    a, b, c = (score(x, source_words=source_words) for x in (found, one_by_one, shuffled))
    assert a.penalty == b.penalty == c.penalty
    assert dict(a.by_type) == dict(b.by_type) == dict(c.by_type)


@given(marks, marks, words)
def test_more_problems_never_score_higher(found: list[Marked], more: list[Marked], source_words: int) -> None:
    few, many = score(found, source_words=source_words), score([*found, *more], source_words=source_words)
    assert few.calibrated is not None
    assert many.calibrated is not None
    assert many.calibrated <= few.calibrated


@given(marks, marks, words)
def test_two_months_together_lie_between_the_two(a: list[Marked], b: list[Marked], source_words: int) -> None:
    first, second = score(a, source_words=source_words), score(b, source_words=source_words)
    both = score([*a, *b], source_words=2 * source_words)
    low, high = sorted([first.raw or 0, second.raw or 0])
    assert both.raw is not None
    assert low <= both.raw <= high


@given(marks, words)
def test_the_interval_holds_the_score(found: list[Marked], source_words: int) -> None:
    it = score(found, source_words=source_words)
    assert it.calibrated is not None
    assert it.interval is not None
    assert float(it.calibrated) in it.interval
