"""Another time for an edition under embargo: the same content, whatever has become of the article since."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from tests.services.test_after_publishing import HOUR, content, make_edition, out, reword, status
from tests.services.test_publishing import approve_all, mark, publish_it, setting
from workbench.db.models import Edition, Job
from workbench.domain.errors import Conflict, InvalidInput, NotAllowed, WrongState
from workbench.domain.house import BREAKING
from workbench.domain.problems import Severity
from workbench.domain.release import EditionStatus
from workbench.services import legal, projection
from workbench.services.prospect import Choices, prospect
from workbench.services.rescheduling import reschedule
from workbench.services.segments import approve, reopen, save_target
from workbench.services.structure import split
from workbench.services.telling import WHEN_OUT
from workbench.services.verifying import verify
from workbench.services.waiving import waive


def move(rows: Rows, number: int, goes_out_at: datetime | None, who: str = "admin") -> Edition:
    actor, at = rows.people[who], rows.clock()
    return reschedule(rows.session, actor, rows.article.id, number, goes_out_at=goes_out_at, at=at)


@pytest.fixture
def scheduled(rows: Rows) -> Rows:
    """Edition 1 is out, and edition 2, a correction, goes out in three hours."""
    approve_all(rows)
    publish_it(rows)
    reword(rows, 1, "Forty-three workers returned to the quay on Sunday.")
    make_edition(rows, goes_out_at=rows.clock.moment + 3 * HOUR, correction="It was 43.", note="For six.")
    return rows


@pytest.mark.parametrize("hours", [None, 1, 5])
def test_an_edition_gets_another_time_as_it_is_while_the_article_is_worked_on(
    scheduled: Rows, hours: int | None
) -> None:
    rows = scheduled
    reword(rows, 1, "An unfinished thought", approved=False)
    before, when = content(rows, 2), rows.clock.moment + hours * HOUR if hours else None
    made = move(rows, 2, when)
    time = when or rows.clock.moment
    assert content(rows, 3) == replace(
        before,
        number=3,
        published_at=time,
        corrections=tuple(replace(told, number=3, at=time) for told in before.corrections),
    )
    assert (made.note, made.published_at) == ("For six.", time)
    assert status(rows, 2) is EditionStatus.CANCELLED
    assert out(rows) == (1 if when else 3)
    rows.clock.moment += 6 * HOUR
    assert out(rows) == 3
    assert rows[1].target == "An unfinished thought"
    assert rows.article.changed_since_edition
    assert [one.failures for one in verify(rows.session)] == [()]
    assert projection.compare(rows.session, rows.article) == []
    told = rows.session.scalars(select(Job.payload).where(Job.kind == WHEN_OUT)).all()
    assert (made.id in [payload["edition"] for payload in told]) == (when is not None)


def test_what_it_corrects_is_told_with_its_own_time(scheduled: Rows) -> None:
    rows = scheduled
    move(rows, 2, rows.clock.moment + 5 * HOUR)
    rows.clock.moment += 6 * HOUR
    reword(rows, 3, "A joint committee on shifts.")
    make_edition(rows)
    assert [(told.number, told.note) for told in content(rows, 4).corrections] == [(3, "It was 43.")]


def test_the_first_edition_is_first_published_when_it_is_moved_to(rows: Rows) -> None:
    approve_all(rows)
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR)
    when = rows.clock.moment + 2 * HOUR
    move(rows, 1, when)
    assert content(rows, 2).first_published_at == when


def test_a_time_that_does_not_fit_and_a_move_that_comes_too_late_are_refused(scheduled: Rows) -> None:
    rows = scheduled
    due = content(rows, 2).published_at
    for when, says in (
        (due, "at that time already"),
        (rows.clock.moment - HOUR, "has passed"),
        (rows.clock.moment + timedelta(days=400), "more than a year"),
    ):
        with pytest.raises(InvalidInput, match=says):
            move(rows, 2, when)
    with pytest.raises(NotAllowed):
        move(rows, 2, None, who="reviewer")
    move(rows, 2, rows.clock.moment + HOUR)
    with pytest.raises(Conflict, match="Edition 3, which has the same content, has another time"):
        move(rows, 2, None)
    rows.clock.moment += 2 * HOUR
    with pytest.raises(Conflict, match="Edition 3 went out meanwhile"):
        move(rows, 3, None)


@pytest.mark.parametrize("is_legal", [False, True])
def test_over_what_stands_by_now_it_goes_out_no_earlier(scheduled: Rows, is_legal: bool) -> None:
    rows = scheduled
    if is_legal:
        legal.ask_legal_read(
            rows.session, rows.people["reviewer"], rows.article.id, note="Libel?", at=rows.clock()
        )
    else:
        problem = mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")
    for when in (None, rows.clock.moment + HOUR):
        with pytest.raises(WrongState, match="it goes out no earlier"):
            move(rows, 2, when)
    move(rows, 2, rows.clock.moment + 5 * HOUR)
    if not is_legal:
        waive(rows.session, rows.people["editor"], problem, reason="He did say so.", at=rows.clock())
        move(rows, 3, None)
        assert out(rows) == 4


def test_a_mark_on_words_that_are_not_in_it_holds_nothing_up(scheduled: Rows) -> None:
    rows = scheduled
    reword(rows, 1, "Sunday, of all days", approved=False)
    mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")
    move(rows, 2, None)
    assert out(rows) == 3


def test_a_breaking_edition_stays_breaking_and_owed(rows: Rows) -> None:
    setting(rows, BREAKING, True)
    approve_all(rows)
    rows.do(reopen, "editor", 1)
    rows.do(save_target, "editor", 1, text="Forty-three came back.")
    rows.do(approve, "editor", 1)
    make_edition(rows, goes_out_at=rows.clock.moment + HOUR, choices=Choices(is_breaking=True))
    move(rows, 1, None)
    assert (content(rows, 2).is_breaking, content(rows, 2).owed) == (True, (rows[1].id,))


def test_a_row_split_before_the_move_has_no_published_text_to_keep(scheduled: Rows) -> None:
    rows = scheduled
    rows.do(reopen, "reviewer", 1)
    rows.do(reopen, "reviewer", 3)
    other = rows[3].id
    rows.do(split, "translator", 1, source_at=10, target_at=16)
    move(rows, 2, None)
    ahead = prospect(rows.session, rows.article, at=rows.clock())
    assert [item.place.id for item in ahead.keepable] == [other]
