"""Scores as people and spreadsheets get them: rounded against the score, grouped by person, in words, as rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from workbench.db.queries.scores import Mark, MonthOf, Words
from workbench.domain.months import Months, name_of
from workbench.domain.problems import Severity, label_of
from workbench.domain.scores import Marked, Score, Standard, Verdict, score
from workbench.export.table_csv import Cell
from workbench.text.diff import Op, Piece
from workbench.text.excerpt import redline_around
from workbench.text.spans import Span


def rounded_down(value: Fraction | float, places: int = 1) -> Decimal:
    """A score as it is shown: never so that it seems to reach what it does not."""
    return _rounded(value, ROUND_FLOOR, places)


def rounded_up(value: Fraction | float, places: int = 1) -> Decimal:
    """Penalty points in a thousand words as they are shown, which must not seem fewer than they are."""
    return _rounded(value, ROUND_CEILING, places)


def shown_down(value: Fraction | float) -> str:
    """:func:`rounded_down` for a page, with a real minus."""
    return str(rounded_down(value)).replace("-", "−")


def shown_up(value: Fraction | float) -> str:
    return str(rounded_up(value)).replace("-", "−")


def _rounded(value: Fraction | float, how: str, places: int) -> Decimal:
    exact = Fraction(value)
    shown = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(Decimal(1).scaleb(-places), how)
    return shown if shown else abs(shown)  # no minus before nought


@dataclass(frozen=True, slots=True)
class Record:
    """What one person's problems add up to (or everybody's: ``id`` 0), month by month and in all."""

    id: int
    name: str
    months: tuple[tuple[str, Score], ...]
    total: Score

    @property
    def judged(self) -> tuple[tuple[str, Score], ...]:
        """The months that hold anything."""
        return tuple((month, it) for month, it in self.months if it.source_words or it.count)


def records(
    marked: Mapping[MonthOf, Sequence[Marked]],
    words: Mapping[MonthOf, Words],
    names: Mapping[int, str],
    months: Months,
    standard: Standard,
) -> tuple[Record, ...]:
    """One for each of ``names``, by name."""
    return tuple(
        _record(id_, name, {id_}, marked, words, months, standard)
        for id_, name in sorted(names.items(), key=lambda item: (item[1].casefold(), item[0]))
    )


def everybody(
    marked: Mapping[MonthOf, Sequence[Marked]],
    words: Mapping[MonthOf, Words],
    months: Months,
    standard: Standard,
) -> Record:
    """All of them together."""
    everyone = {key.translator_id for key in (*marked, *words)}
    return _record(0, "Everybody", everyone, marked, words, months, standard)


def _record(
    id_: int,
    name: str,
    whose: Iterable[int],
    marked: Mapping[MonthOf, Sequence[Marked]],
    words: Mapping[MonthOf, Words],
    months: Months,
    standard: Standard,
) -> Record:
    people = sorted(whose)

    def over(them: Sequence[str]) -> Score:
        keys = [MonthOf(person, month) for month in them for person in people]
        counted = [words[key] for key in keys if key in words]
        return score(
            [m for key in keys for m in marked.get(key, ())],
            source_words=sum(w.source for w in counted),
            target_words=sum(w.target for w in counted),
            standard=standard,
        )

    return Record(id_, name, tuple((month, over([month])) for month in months.all), over(months.all))


def in_words(record: Record) -> str:
    """What a chart of the record shows."""
    judged = [(month, it) for month, it in record.months if it.verdict is not Verdict.TOO_SMALL]
    small = len(record.judged) - len(judged)
    if not judged:
        return (
            f"No month with enough words to judge; {small} with fewer." if small else "No month was judged."
        )
    passed = sum(it.verdict is Verdict.PASS for _, it in judged)
    month, last = judged[-1]
    assert last.calibrated is not None
    return (
        f"{passed} of {len(judged)} judged months pass; the last, {name_of(month)}, scores "
        f"{shown_down(last.calibrated)} and {last.verdict.label}."
        + (f" {small} more with too few words to judge." if small else "")
    )


# --- as rows of a file ----------------------------------------------------------------------------------

MONTHS_HEAD = (
    "translator", "month", "Arabic words", "English words", "problems", "neutral", "minor", "major", "critical",
    "penalty points", "points per 1000 Arabic words", "raw score", "calibrated score", "from", "to", "verdict",
)  # fmt: skip


def month_rows(them: Iterable[Record]) -> Iterable[tuple[Cell, ...]]:
    for record in them:
        for month, it in record.judged:
            interval = it.interval
            yield (
                record.name,
                month,
                it.source_words,
                it.target_words,
                it.count,
                *(it.by_severity[severity] for severity in Severity),
                it.penalty,
                None if it.per_thousand is None else rounded_up(it.per_thousand, 2),
                None if it.raw is None else rounded_down(it.raw, 2),
                None if it.calibrated is None else rounded_down(it.calibrated, 2),
                rounded_down(interval.low, 2) if interval else None,
                rounded_down(interval.high, 2) if interval else None,
                it.verdict.value,
            )


MARKS_HEAD = (
    "date", "article", "type", "severity", "status", "marked words", "before", "after", "Arabic words", "note", "by",
)  # fmt: skip


def mark_rows(marks: Iterable[Mark]) -> Iterable[tuple[Cell, ...]]:
    for mark in marks:
        pieces = what_became(mark)
        yield (
            mark.at.date().isoformat(),
            mark.title or mark.slug,
            label_of(mark.type),
            mark.severity.value,
            mark.status.label,
            mark.words,
            "".join(piece.text for piece in pieces if piece.op is not Op.INSERT),
            "".join(piece.text for piece in pieces if piece.op is not Op.DELETE),
            mark.arabic,
            mark.note,
            mark.by,
        )


def what_became(mark: Mark) -> tuple[Piece, ...]:
    """The redline around the marked words, from when they were marked; nothing where none were."""
    if mark.text is None or mark.became is None:
        return ()
    return redline_around(mark.text, mark.became, Span(mark.start, mark.end))
