"""Approving what was read in one act, and the way back."""

import pytest

from tests.services.conftest import Rows
from tests.services.test_looks import look
from workbench.db.models import Decision, Problem
from workbench.db.queries.approvable import approvable, remaining
from workbench.db.queries.history import history_of
from workbench.db.queries.problems import problems_of
from workbench.domain.errors import NotAllowed, NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.problems import Status, Step
from workbench.domain.workflow import State
from workbench.services import segments
from workbench.services.approving import approve_run, last_run
from workbench.services.projection import compare
from workbench.services.review import take_step
from workbench.services.segments import reopen, save_source, save_target
from workbench.services.taking_back import take_back_on, take_decision_back
from workbench.services.threads import reply


def ready(rows: Rows, who: str = "reviewer") -> list[int]:
    """Which rows, by place, ``who`` could approve at once."""
    rows.session.flush()
    places = {segment.id: n for n, segment in enumerate(rows.all)}
    return [places[row.id] for row in approvable(rows.session, rows.article.id, rows.people[who])]


def approve_all(rows: Rows, who: str = "reviewer", *numbers: int) -> int:
    asked = {rows[n].id: rows[n].lock_version for n in numbers or range(len(rows.all))}
    run = approve_run(rows.session, rows.people[who], rows.article.id, asked, at=rows.clock())
    return run.event_id


def test_only_rows_that_were_before_the_reviewer_are_ready(rows: Rows) -> None:
    assert ready(rows) == []
    look(rows, "reviewer", 1, 2)
    assert ready(rows) == [1, 2]
    assert ready(rows, "editor") == []
    left = remaining(rows.session, rows.article.id, rows.people["reviewer"])
    assert left.unseen == len(rows.all) - 2


def test_arabic_that_was_left_out_is_settled_and_waits_for_nobody(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="")
    rows.do(segments.leave_out, "translator", 1, reason="A caption of the page.")
    look(rows, "reviewer", 1, 2)
    assert ready(rows) == [2]
    assert remaining(rows.session, rows.article.id, rows.people["reviewer"]).unseen == len(rows.all) - 2


def test_a_row_changed_since_is_not(rows: Rows) -> None:
    look(rows, "reviewer", 1, 2)
    rows.do(save_target, "editor", 1, text="Other words.")
    assert ready(rows) == [2]
    look(rows, "reviewer", 1, in_hand=True)
    assert ready(rows) == [1, 2]


def test_a_row_somebody_marked_is_not(rows: Rows) -> None:
    look(rows, "reviewer", 1, 2)
    rows.mark(1, Side.TARGET, rows[1].target.split()[0])
    assert ready(rows) == [2]
    assert remaining(rows.session, rows.article.id, rows.people["reviewer"]).marked == 1


def test_what_the_reviewer_wrote_was_before_them(rows: Rows) -> None:
    look(rows, "reviewer", 1)
    rows.do(save_target, "reviewer", 1, text="Other words.")
    assert ready(rows) == [1]


def test_the_rows_asked_for_are_approved_and_the_others_are_left(rows: Rows) -> None:
    look(rows, "reviewer", 1, 2)
    asked = {rows[n].id: rows[n].lock_version for n in (1, 2, 3)}
    asked[rows[2].id] -= 1  # an older version was on the page
    run = approve_run(rows.session, rows.people["reviewer"], rows.article.id, asked, at=rows.clock())
    assert (run.count, run.left) == (1, 2)
    assert [segment.state for segment in rows.all][1:4] == [
        State.APPROVED,
        State.TRANSLATED,
        State.TRANSLATED,
    ]
    decision = rows.session.query(Decision).filter_by(segment_id=rows[1].id).one()
    assert decision.target_revision_id == rows[1].target_revision_id
    assert compare(rows.session, rows.article) == []


def test_words_of_ones_own_are_owed_after_it(rows: Rows) -> None:
    look(rows, "reviewer", 1, 2)
    rows.do(save_target, "reviewer", 1, text="Other words.")
    approve_all(rows, "reviewer", 1, 2)
    assert [segment.owed for segment in rows.all][1:3] == [True, False]
    assert compare(rows.session, rows.article) == []


def test_undo_reopens_what_nobody_has_touched_since(rows: Rows) -> None:
    look(rows, "reviewer", 1, 2)
    event_id = approve_all(rows, "reviewer", 1, 2)
    last = last_run(rows.session, rows.people["reviewer"], rows.article.id)
    assert last is not None
    assert (last[0].id, last[1]) == (event_id, 2)
    run = take_decision_back(
        rows.session, rows.people["reviewer"], rows.article.id, event_id, at=rows.clock()
    )
    assert (len(run.segments), run.left) == (2, 0)
    assert {segment.state for segment in rows.all} == {State.TRANSLATED}
    assert compare(rows.session, rows.article) == []
    with pytest.raises(WrongState):
        take_decision_back(rows.session, rows.people["reviewer"], rows.article.id, event_id, at=rows.clock())
    with pytest.raises(NotFound):
        take_decision_back(rows.session, rows.people["reviewer"], rows.article.id, 10**9, at=rows.clock())


def test_nothing_left_to_approve_is_said(rows: Rows) -> None:
    with pytest.raises(WrongState):
        approve_all(rows)


def test_a_translator_may_not(rows: Rows) -> None:
    look(rows, "translator", 1)
    with pytest.raises(NotAllowed):
        approve_all(rows, "translator", 1)


@pytest.mark.parametrize("at_once", [False, True])
def test_undoing_an_approval_takes_back_what_it_accepted(rows: Rows, at_once: bool) -> None:
    first, second = (rows.mark(1, Side.TARGET, word) for word in rows[1].target.split()[:2])
    for problem in (first, second):
        step(rows, problem, "translator", Step.FIX)
    event_id = approve(rows, 1, at_once=at_once)
    assert (first.status, second.status) == (Status.ACCEPTED, Status.ACCEPTED)
    reply(rows.session, rows.people["translator"], first.id, text="Thanks.", at=rows.clock())
    step(rows, second, "editor", Step.REOPEN)
    for who, what in (("translator", Step.FIX), ("editor", Step.ACCEPT)):
        step(rows, second, who, what)

    run = take_decision_back(
        rows.session, rows.people["reviewer"], rows.article.id, event_id, at=rows.clock()
    )
    assert (len(run.segments), run.unaccepted) == (1, 1)
    # The editor has looked at the second themselves since.
    assert (first.status, second.status) == (Status.FIXED, Status.ACCEPTED)
    assert rows[1].state is State.TRANSLATED
    assert compare(rows.session, rows.article) == []
    said = [entry.says for entry in history_of(rows.session, rows[1])[:3]]
    assert "by undoing the approval no longer accepted the fix of “mistranslation”" in said
    (card,) = [
        c
        for c in problems_of(rows.session, rows.article, rows[1].id, rows.people["reviewer"])
        if c.id == first.id
    ]
    assert card.thread[-1].words == "undid the approval: the fix waits again to be accepted"


def test_undoing_an_approval_of_changed_arabic_asks_to_look_at_it_again(rows: Rows) -> None:
    rows.do(save_source, "editor", 1, text="نص عربي آخر.")
    before = rows[1].source_before_id
    assert before is not None
    event_id = approve(rows, 1)
    assert rows[1].source_before_id is None
    take_decision_back(rows.session, rows.people["reviewer"], rows.article.id, event_id, at=rows.clock())
    assert rows[1].source_before_id == before


def test_plain_reopening_leaves_what_was_accepted(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, rows[1].target.split()[0])
    step(rows, problem, "translator", Step.FIX)
    approve(rows, 1)
    rows.do(reopen, "reviewer", 1)
    assert problem.status is Status.ACCEPTED


def test_an_approval_given_anew_is_not_undone_by_the_old_one(rows: Rows) -> None:
    old = approve(rows, 1)
    rows.do(reopen, "reviewer", 1)
    approve(rows, 1)
    with pytest.raises(WrongState):
        take_decision_back(rows.session, rows.people["reviewer"], rows.article.id, old, at=rows.clock())
    with pytest.raises(NotFound):
        take_back_on(rows.session, rows.people["reviewer"], rows[2].id, event_id=old, at=rows.clock())


def approve(rows: Rows, number: int, *, at_once: bool = False) -> int:
    if not at_once:
        event_id = rows.do(segments.approve, "reviewer", number).event_id
        assert isinstance(event_id, int)
        return event_id
    look(rows, "reviewer", number)
    return approve_all(rows, "reviewer", number)


def step(rows: Rows, problem: Problem, who: str, what: Step) -> None:
    take_step(rows.session, rows.people[who], problem.id, what, at=rows.clock())
