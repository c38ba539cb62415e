"""What people say in threads: mending it for a few minutes, who is told, and asking again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from workbench.db.models import Notice, NoticeKind, Problem, ProblemEvent, ProblemEventKind
from workbench.db.queries.history import history_of
from workbench.db.queries.problems import Card, problems_of
from workbench.domain.errors import InvalidInput, NotAllowed, WrongState
from workbench.domain.kinds import Side
from workbench.domain.problems import EDITABLE_FOR, Status, Step
from workbench.services.review import mark_problem, take_step
from workbench.services.threads import edit_said, reply


def say(rows: Rows, problem: Problem, who: str, text: str) -> ProblemEvent:
    return reply(rows.session, rows.people[who], problem.id, text=text, at=rows.clock())


def mend(
    rows: Rows, event: ProblemEvent, who: str, text: str, after: timedelta = timedelta(minutes=1)
) -> None:
    edit_said(rows.session, rows.people[who], event.id, text=text, at=event.created_at + after)


def opening(rows: Rows, problem: Problem) -> ProblemEvent:
    return rows.session.scalars(
        select(ProblemEvent).where(
            ProblemEvent.problem_id == problem.id, ProblemEvent.kind == ProblemEventKind.OPENED
        )
    ).one()


def card_of(rows: Rows, problem: Problem, who: str) -> Card:
    assert problem.segment_id is not None
    cards = problems_of(rows.session, rows.article, problem.segment_id, rows.people[who])
    return next(card for card in cards if card.id == problem.id)


def told(rows: Rows, who: str, kind: NoticeKind) -> list[str]:
    query = select(Notice.text).where(Notice.user_id == rows.people[who].id, Notice.kind == kind)
    return list(rows.session.scalars(query.order_by(Notice.id)))


def test_a_reply_is_mended_by_its_author_and_says_that_it_was(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    event = say(rows, problem, "translator", "It is forty-thee.")
    mend(rows, event, "translator", "It is forty-three.")
    (said,) = card_of(rows, problem, "translator").thread
    assert said.text == "It is forty-three."
    assert said.edited_at == event.created_at + timedelta(minutes=1)


def test_nobody_mends_the_words_of_somebody_else(rows: Rows) -> None:
    event = say(rows, rows.mark(1, Side.TARGET, "34"), "translator", "It is forty-three.")
    for who in ("reviewer", "editor", "admin"):
        with pytest.raises(NotAllowed):
            mend(rows, event, who, "It is thirty-four.")
    assert event.text == "It is forty-three."


def test_after_five_minutes_a_reply_stands(rows: Rows) -> None:
    event = say(rows, rows.mark(1, Side.TARGET, "34"), "translator", "One")
    mend(rows, event, "translator", "Two", EDITABLE_FOR)
    with pytest.raises(WrongState, match="five minutes"):
        mend(rows, event, "translator", "Three", EDITABLE_FOR + timedelta(seconds=1))
    assert event.text == "Two"


def test_it_is_offered_to_its_author_as_long_as_it_can_be_done(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    event = say(rows, problem, "translator", "One")
    (own,), (other,) = (card_of(rows, problem, who).thread for who in ("translator", "reviewer"))
    assert own.may_edit(event.created_at)
    assert not own.may_edit(event.created_at + EDITABLE_FOR + timedelta(seconds=1))
    assert not other.may_edit(event.created_at)


def test_the_note_of_a_mark_is_mended_where_it_is_shown(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34", note="Swaped.")
    mend(rows, opening(rows, problem), "reviewer", "Swapped.")
    assert (problem.note, card_of(rows, problem, "editor").note) == ("Swapped.", "Swapped.")
    mend(rows, opening(rows, problem), "reviewer", "")
    assert problem.note == ""


def test_what_has_to_say_something_is_not_mended_to_nothing(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    with pytest.raises(InvalidInput, match="Nothing would be left"):
        mend(rows, say(rows, problem, "translator", "One"), "translator", "\u2060")
    question = rows.do(mark_problem, "reviewer", 1, type_slug="question", note="Who?")
    with pytest.raises(InvalidInput, match="Nothing would be left"):
        mend(rows, opening(rows, question), "reviewer", " ")


def test_who_is_named_only_in_the_mended_words_is_told_then_and_nobody_twice(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    editor, admin = (rows.people[who].name for who in ("editor", "admin"))
    event = say(rows, problem, "translator", f"@{editor} look")
    assert told(rows, "editor", NoticeKind.MENTIONED) == [f"@{editor} look"]
    mend(rows, event, "translator", f"@{editor} and @{admin}, look")
    assert told(rows, "editor", NoticeKind.MENTIONED) == [f"@{editor} and @{admin}, look"]
    assert told(rows, "admin", NoticeKind.MENTIONED) == [f"@{editor} and @{admin}, look"]


def test_names_in_a_reply_are_cut_out_for_drawing(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, "34")
    editor = rows.people["editor"]
    say(rows, problem, "translator", f"Ask @{editor.name}, please.")
    (said,) = card_of(rows, problem, "reviewer").thread
    assert [(part.text, part.user_id) for part in said.parts] == [
        ("Ask ", None),
        (f"@{editor.name}", editor.id),
        (", please.", None),
    ]


def test_who_asked_may_ask_again_where_the_answer_did_not_settle_it(rows: Rows) -> None:
    question = rows.do(mark_problem, "translator", 1, type_slug="question", note="Which quay?")

    def take(who: str, step: Step, text: str = "") -> None:
        take_step(rows.session, rows.people[who], question.id, step, text=text, at=rows.clock())

    take("reviewer", Step.ANSWER, "The old one.")
    with pytest.raises(NotAllowed):
        take("translator2", Step.REOPEN)
    take("translator", Step.REOPEN)
    assert question.status is Status.REOPENED
    assert Step.ANSWER in card_of(rows, question, "reviewer").steps


def test_what_the_author_answered_is_noted_as_theirs(rows: Rows) -> None:
    question = rows.do(mark_problem, "reviewer", 1, type_slug="question", note="34 or 43?")
    step = {"text": "Forty-three.", "author": "  Salma\n Kateb ", "at": rows.clock()}
    take_step(rows.session, rows.people["translator"], question.id, Step.ANSWER, **step)
    assert question.status is Status.ANSWERED
    more = {"text": "And it was in May.", "author": "Salma Kateb", "at": rows.clock()}
    reply(rows.session, rows.people["editor"], question.id, **more)
    say(rows, question, "translator", "Thanks.")
    thread = card_of(rows, question, "reviewer").thread
    assert [(said.author, said.name) for said in thread] == [
        ("Salma Kateb", "Tala Translator"),
        ("Salma Kateb", "Emad Editor"),
        ("", "Tala Translator"),
    ]
    assert told(rows, "reviewer", NoticeKind.ANSWERED) == []
    assert told(rows, "reviewer", NoticeKind.AUTHOR_ANSWERED) == ["And it was in May."], (
        "one line of a thread"
    )
    says = [entry.says for entry in history_of(rows.session, rows[1]) if entry.reason]
    assert says.count("noted what the author, \u2068Salma Kateb\u2069, answered") == 2


def test_the_author_has_a_name_and_answers_questions_only(rows: Rows) -> None:
    question = rows.do(mark_problem, "reviewer", 1, type_slug="question", note="34 or 43?")
    mark = rows.mark(2, Side.TARGET, rows[2].target.split()[0])
    for problem, author in ((question, " "), (question, "x" * 201), (mark, "Salma Kateb")):
        with pytest.raises(InvalidInput):
            reply(rows.session, rows.people["editor"], problem.id, text="So.", author=author, at=rows.clock())
    assert question.status is Status.OPEN
