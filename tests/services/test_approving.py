"""Approving what was read in one act, and the way back."""

import pytest

from tests.services.conftest import Rows
from tests.services.test_looks import look
from workbench.db.models import Decision
from workbench.db.queries.approvable import approvable, remaining
from workbench.domain.errors import NotAllowed, NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.workflow import State
from workbench.services.approving import approve_run, last_run, undo_run
from workbench.services.projection import compare
from workbench.services.segments import save_target


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
    run = undo_run(rows.session, rows.people["reviewer"], rows.article.id, event_id, at=rows.clock())
    assert (run.count, run.left) == (2, 0)
    assert {segment.state for segment in rows.all} == {State.TRANSLATED}
    assert compare(rows.session, rows.article) == []
    with pytest.raises(WrongState):
        undo_run(rows.session, rows.people["reviewer"], rows.article.id, event_id, at=rows.clock())
    with pytest.raises(NotFound):
        undo_run(rows.session, rows.people["reviewer"], rows.article.id, 10**9, at=rows.clock())


def test_nothing_left_to_approve_is_said(rows: Rows) -> None:
    with pytest.raises(WrongState):
        approve_all(rows)


def test_a_translator_may_not(rows: Rows) -> None:
    look(rows, "translator", 1)
    with pytest.raises(NotAllowed):
        approve_all(rows, "translator", 1)
