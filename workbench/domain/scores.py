"""What problems add up to: the penalty, the scores and the verdict of an article, a translator or a month.

Pure arithmetic over counts, as the review rules have it. Every scored problem that was not withdrawn counts,
whoever fixed it: its severity's weight are its points. The points P are set against W, the Arabic source
words they were made in:

    per thousand words   N = 1000 · P / W
    raw score            100 · (1 - P / W)
    calibrated score     100 - N · (100 - pass mark) / tolerance

A calibrated score at or over the pass mark passes, unless there is a critical problem. Under 500 words no
verdict is given: there the interval says how far the score could be chance. Scores are fractions, so that
the pass mark itself is met exactly.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import TypeVar

from workbench.domain.intervals import Interval, weighted_poisson
from workbench.domain.problems import CATEGORIES, TYPES, Severity

T = TypeVar("T")

#: Fewer Arabic words than this are too few for a verdict.
FEWEST_WORDS = 500


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    TOO_SMALL = "too small to judge"

    @property
    def label(self) -> str:
        """What people read: "passes"."""
        return {"pass": "passes", "fail": "fails"}.get(self.value, self.value)


@dataclass(frozen=True, slots=True)
class Standard:
    """What the desk asks for: the score to reach, and the points per thousand words that just reach it."""

    pass_mark: int = 90
    tolerance: int = 10


USUAL = Standard()


@dataclass(frozen=True, slots=True)
class Marked:
    """Some problems that count alike. ``error``: where they repeat one error, what names it (else None)."""

    type: str
    severity: Severity
    count: int = 1
    error: int | None = None


@dataclass(frozen=True)
class Score:
    """Problems and words, and what they add up to. Make it with :func:`score`, which settles repeats.

    ``marked`` has no repeats and no unscored types. A score is None where there are no words to set it against.
    """

    marked: tuple[Marked, ...]
    source_words: int
    target_words: int
    standard: Standard

    @cached_property
    def by_severity(self) -> Counter[Severity]:
        return _sums((m.severity, m.count) for m in self.marked)

    @cached_property
    def by_type(self) -> tuple[tuple[str, int], ...]:
        """Types and how often, the most frequent first."""
        return tuple(_sums((m.type, m.count) for m in self.marked).most_common())

    @cached_property
    def by_category(self) -> tuple[tuple[str, Counter[Severity], int], ...]:
        """The categories that occur, in their order, each with its problems by severity and its points."""
        found = (
            (c.slug, _sums((m.severity, m.count) for m in self.marked if TYPES[m.type].category == c.slug))
            for c in CATEGORIES
        )
        return tuple((slug, counts, _points(counts)) for slug, counts in found if counts)

    @property
    def count(self) -> int:
        return self.by_severity.total()

    @cached_property
    def penalty(self) -> int:
        return _points(self.by_severity)

    @property
    def per_thousand(self) -> Fraction | None:
        return self._per_thousand(self.penalty)

    @property
    def raw(self) -> Fraction | None:
        n = self.per_thousand
        return None if n is None else 100 - n / 10

    @property
    def calibrated(self) -> Fraction | None:
        return self._calibrated(self.penalty)

    @property
    def has_critical(self) -> bool:
        return self.by_severity[Severity.CRITICAL] > 0

    @property
    def is_small(self) -> bool:
        return self.source_words < FEWEST_WORDS

    @property
    def verdict(self) -> Verdict:
        """The verdict; with too few words none, not even where a critical problem means that it cannot pass."""
        calibrated = self.calibrated
        if calibrated is None or self.is_small:
            return Verdict.TOO_SMALL
        passes = calibrated >= self.standard.pass_mark and not self.has_critical
        return Verdict.PASS if passes else Verdict.FAIL

    @cached_property
    def points(self) -> Interval:
        """Between how many points the penalty could be, by chance alone, at 95 %.

        Of problems not yet seen, major ones are reckoned with; critical ones only where there was one, as
        one of them decides without any score.
        """
        heaviest = Severity.CRITICAL if self.has_critical else Severity.MAJOR
        counts = {severity.weight: count for severity, count in self.by_severity.items()}
        return weighted_poisson(counts, heaviest=heaviest.weight)

    @property
    def interval(self) -> Interval | None:
        """The calibrated scores that belong to ``points``."""
        worst, best = self._calibrated(self.points.high), self._calibrated(self.points.low)
        return None if worst is None or best is None else Interval(float(worst), float(best))

    def _per_thousand(self, points: float) -> Fraction | None:
        return 1000 * Fraction(points) / self.source_words if self.source_words else None

    def _calibrated(self, points: float) -> Fraction | None:
        n = self._per_thousand(points)
        if n is None:
            return None
        return 100 - n * (100 - self.standard.pass_mark) / self.standard.tolerance


def score(
    marked: Iterable[Marked], *, source_words: int, target_words: int = 0, standard: Standard = USUAL
) -> Score:
    """The score of these problems in so many words.

    Unscored types are left out. Of one error marked several times the heaviest counts, once.
    """
    alike: Counter[tuple[str, Severity]] = Counter()
    errors: dict[int, Marked] = {}
    for m in marked:
        if not TYPES[m.type].scored:
            continue
        if m.error is None:
            alike[m.type, m.severity] += m.count
        elif m.error not in errors or m.severity.weight > errors[m.error].severity.weight:
            errors[m.error] = m
    alike.update((m.type, m.severity) for m in errors.values())
    settled = tuple(Marked(slug, severity, count) for (slug, severity), count in alike.items())
    return Score(settled, source_words, target_words, standard)


def _points(counts: Counter[Severity]) -> int:
    return sum(severity.weight * count for severity, count in counts.items())


def _sums(pairs: Iterable[tuple[T, int]]) -> Counter[T]:
    """How many of each, added up."""
    counts: Counter[T] = Counter()
    for what, count in pairs:
        counts[what] += count
    return counts
