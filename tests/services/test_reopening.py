"""Asking for an approved row to be reopened: the question is settled by whatever opens the row."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.services.conftest import Rows
from workbench.db.models import Problem
from workbench.db.queries.history import history_of
from workbench.db.queries.problems import problems_of
from workbench.db.queries.timeline import Matter, Wanted, read_timeline
from workbench.domain.kinds import Kind
from workbench.domain.problems import Status, Step
from workbench.services.reopening import ask_reopen
from workbench.services.review import mark_problem, take_step
from workbench.services.segments import approve, rekind, reopen, save_source, send_back
from workbench.services.taking_back import take_decision_back


def asked(rows: Rows) -> Problem:
    return ask_reopen(
        rows.session, rows.people["translator"], rows[1].id, reason="It says 34.", at=rows.clock()
    )


def test_reopening_settles_what_asked_for_it_and_says_so(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    question = asked(rows)
    other = rows.do(mark_problem, "translator", 1, type_slug="question", note="Please reopen: the shop?")
    rows.do(reopen, "reviewer2", 1)
    assert (question.status, other.status) == (Status.ANSWERED, Status.OPEN)
    cards = problems_of(rows.session, rows.article, rows[1].id, rows.people["translator"])
    (card,) = (card for card in cards if card.id == question.id)
    assert [(said.name, said.words) for said in card.thread] == [
        (rows.people["reviewer2"].name, "reopened the row, as was asked")
    ]
    said = [entry.says for entry in history_of(rows.session, rows[1])]
    assert "reopened it, as “question” asked" in said
    lines = read_timeline(rows.session, rows.article.id, Wanted(matter=Matter.PROBLEMS)).lines
    assert [(line.name, line.problem_id) for line in lines][:1] == [("problem.granted", question.id)]


def undo_the_approval(rows: Rows, event_id: int) -> None:
    take_decision_back(rows.session, rows.people["reviewer"], rows.article.id, event_id, at=rows.clock())


@pytest.mark.parametrize(
    "open_it",
    [
        lambda rows, _: rows.do(send_back, "reviewer", 1, reason="As asked."),
        lambda rows, _: rows.do(save_source, "editor", 1, text="كلام آخر."),
        lambda rows, _: rows.do(rekind, "editor", 1, kind=Kind.SUBHEADING),
        undo_the_approval,
    ],
    ids=["sent back", "Arabic corrected", "another kind", "approval undone"],
)
def test_whatever_else_opens_the_row_settles_it_too(rows: Rows, open_it: Callable[[Rows, int], Any]) -> None:
    event_id = rows.do(approve, "reviewer", 1).event_id
    question = asked(rows)
    open_it(rows, event_id)
    assert question.status is Status.ANSWERED


def test_what_was_refused_in_words_stays_so(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    question = asked(rows)
    take_step(
        rows.session, rows.people["reviewer"], question.id, Step.ANSWER, text="It is right.", at=rows.clock()
    )
    rows.do(reopen, "reviewer", 1)
    (card,) = problems_of(rows.session, rows.article, rows[1].id, rows.people["reviewer"])
    assert [said.text for said in card.thread] == ["It is right."]
