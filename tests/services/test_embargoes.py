"""What becomes of an edition under embargo: cancelled by somebody, or called off by a problem."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from tests.services.test_after_publishing import HOUR, make_edition, out, reword, status
from tests.services.test_notices import inbox
from tests.services.test_publishing import approve_all, mark, setting
from workbench.db.models import NoticeKind, ProblemEvent
from workbench.db.queries.released import release
from workbench.domain.errors import Conflict, NotFound
from workbench.domain.house import BREAKING
from workbench.domain.problems import Severity, Step
from workbench.domain.release import EditionStatus
from workbench.services import projection, review, taking_back
from workbench.services.embargoes import cancel
from workbench.services.prospect import Choices
from workbench.services.verifying import verify
from workbench.services.withdrawing import withdraw


def test_a_cancel_that_comes_too_late_says_what_is_out_and_stops_nothing_else(rows: Rows) -> None:
    def cancel_it(number: int) -> str:
        with pytest.raises(Conflict) as refused:
            cancel(rows.session, rows.people["admin"], rows.article.id, number, at=rows.clock())
        return refused.value.message.replace("\u2068", "").replace("\u2069", "")

    approve_all(rows)
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    reword(rows, 1, "Forty-three came back.")
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    assert cancel_it(1) == (
        "Emad Editor cancelled edition 1 meanwhile. Edition 2 was scheduled instead. "
        "Edition 2 is to go out by itself. Nothing was changed."
    )
    assert status(rows, 2) is EditionStatus.SCHEDULED
    rows.clock.moment += 2 * HOUR
    assert cancel_it(2) == "Edition 2 went out meanwhile. Nothing was changed."
    reword(rows, 1, "Forty-four came back.")
    make_edition(rows)
    assert cancel_it(2) == "Edition 2 went out meanwhile. Edition 3 is out. Nothing was changed."
    withdraw(rows.session, rows.people["editor"], rows.article.id, reason="Forged.", at=rows.clock())
    assert cancel_it(2) == "Edition 2 went out meanwhile. The article is withdrawn. Nothing was changed."
    with pytest.raises(NotFound):
        cancel(rows.session, rows.people["admin"], rows.article.id, 9, at=rows.clock())


# --- a problem comes to stand -----------------------------------------------------------------------------


def critical(rows: Rows) -> int:
    return mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")


def slight(rows: Rows) -> int:
    return mark(rows, 1, "spelling", Severity.MINOR, "Sunday")


def step(rows: Rows, problem: int, taken: Step) -> int:
    review.take_step(rows.session, rows.people["reviewer"], problem, taken, at=rows.clock())
    return problem


def make_worse(rows: Rows, problem: int) -> None:
    worse = {"type_slug": "quotation", "severity": Severity.CRITICAL}
    review.reclassify(rows.session, rows.people["reviewer"], problem, at=rows.clock(), **worse)  # type: ignore[arg-type]


def take_back(rows: Rows, problem: int) -> None:
    newest = select(ProblemEvent.id).order_by(ProblemEvent.id.desc()).limit(1)
    event = rows.session.scalars(newest).one()
    taking_back.take_step_back(
        rows.session, rows.people["reviewer"], problem, event_id=event, at=rows.clock()
    )


#: What there is before the edition is scheduled, and what then makes a critical problem stand.
WAYS: dict[str, tuple[Callable[[Rows], int], Callable[[Rows, int], object]]] = {
    "marked": (lambda rows: 0, lambda rows, _: critical(rows)),
    "made worse": (slight, make_worse),
    "reopened": (
        lambda rows: step(rows, critical(rows), Step.FIX),
        lambda rows, problem: step(rows, problem, Step.REOPEN),
    ),
    "fix taken back": (lambda rows: step(rows, critical(rows), Step.FIX), take_back),
    "withdrawal taken back": (lambda rows: step(rows, critical(rows), Step.WITHDRAW), take_back),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("is_breaking", [True, False])
def test_whatever_makes_a_critical_problem_stand_calls_off_a_breaking_edition_and_no_other(
    rows: Rows, way: str, is_breaking: bool
) -> None:
    before, act = WAYS[way]
    setting(rows, BREAKING, True)
    approve_all(rows)
    problem = before(rows)
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR, choices=Choices(is_breaking=is_breaking))
    act(rows, problem)
    ((kind, text),) = inbox(rows.session, rows.people["editor"])
    assert kind is NoticeKind.STOPS
    assert "Critical: quotation." in text
    assert text.startswith("Edition 1, breaking, is cancelled.") == is_breaking
    off = release(rows.session, rows.article.id, rows.clock.moment).issues[0].cancelled
    if is_breaking:
        assert off is not None
        assert off.reason == "A critical problem stands; nothing breaking goes out over one."
    rows.clock.moment += 2 * HOUR
    assert out(rows) == (None if is_breaking else 1)
    assert projection.compare(rows.session, rows.article) == []
    assert [one.failures for one in verify(rows.session)] == [()]


def test_a_breaking_edition_that_was_called_off_stays_so_though_the_mark_is_withdrawn(rows: Rows) -> None:
    setting(rows, BREAKING, True)
    approve_all(rows)
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR, choices=Choices(is_breaking=True))
    mark(rows, 1, "mistranslation", Severity.MAJOR, "Sunday")
    assert status(rows, 1) is EditionStatus.SCHEDULED, "over a major one it goes out all the same"
    step(rows, critical(rows), Step.WITHDRAW)
    assert status(rows, 1) is EditionStatus.CANCELLED
