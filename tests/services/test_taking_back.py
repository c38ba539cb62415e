"""Taking back what one did oneself, exactly, as long as nobody has built on it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from workbench.db.models import Judged, Notice, NoticeKind, Problem, ProblemEvent, ProblemEventKind, Waiver
from workbench.db.queries.history import history_of
from workbench.db.queries.problems import Card, last_event, problems_of
from workbench.domain.errors import NotAllowed, NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity, Status, Step
from workbench.domain.workflow import State
from workbench.services.projection import compare
from workbench.services.publishing import publish
from workbench.services.reopening import ask_reopen
from workbench.services.review import apply_suggestion, take_step
from workbench.services.segments import agree, approve, confirm, reopen, save_source, save_target, send_back
from workbench.services.taking_back import take_decision_back, take_step_back
from workbench.services.threads import reply
from workbench.services.waiving import waive

# --- steps of a problem -----------------------------------------------------------------------------------


def step(rows: Rows, problem: Problem, who: str, what: Step, text: str = "") -> int:
    take_step(rows.session, rows.people[who], problem.id, what, text=text, at=rows.clock())
    event_id = last_event(rows.session, problem.id)
    assert event_id is not None
    return event_id


def back(rows: Rows, problem: Problem, who: str, event_id: int) -> None:
    take_step_back(rows.session, rows.people[who], problem.id, event_id=event_id, at=rows.clock())


def card_of(rows: Rows, problem: Problem, who: str) -> Card:
    rows.session.flush()
    cards = problems_of(rows.session, rows.article, rows[1].id, rows.people[who])
    return next(card for card in cards if card.id == problem.id)


@pytest.fixture
def problem(rows: Rows) -> Problem:
    return rows.mark(1, Side.TARGET, rows[1].target.split()[0])


@pytest.mark.parametrize(
    ("before", "who", "what"),
    [
        ((), "translator", Step.FIX),
        ((), "translator", Step.DISPUTE),
        ((), "reviewer", Step.WITHDRAW),
        ((("translator", Step.FIX),), "reviewer", Step.ACCEPT),
        ((("translator", Step.FIX),), "reviewer", Step.REOPEN),
        ((("translator", Step.DISPUTE),), "reviewer", Step.UPHOLD),
        ((("translator", Step.DISPUTE),), "reviewer", Step.WITHDRAW),
    ],
)
def test_each_step_is_taken_back_by_who_took_it(
    rows: Rows, problem: Problem, before: tuple[tuple[str, Step], ...], who: str, what: Step
) -> None:
    for other, earlier in before:
        step(rows, problem, other, earlier, "why")
    status, fixed = problem.status, problem.fixed_revision_id
    event_id = step(rows, problem, who, what, "why")
    stranger = "editor"
    assert card_of(rows, problem, who).may_take_back == event_id
    assert card_of(rows, problem, stranger).may_take_back is None
    with pytest.raises(NotAllowed):
        back(rows, problem, stranger, event_id)

    back(rows, problem, who, event_id)
    assert (problem.status, problem.fixed_revision_id) == (status, fixed)
    assert compare(rows.session, rows.article) == []
    assert card_of(rows, problem, who).thread[-1].words == f"took that back: it is {status.label} again"
    assert history_of(rows.session, rows[1])[0].says.startswith("took back having ")
    with pytest.raises(WrongState):  # once
        back(rows, problem, who, event_id)


def test_it_is_too_late_once_somebody_answered(rows: Rows, problem: Problem) -> None:
    event_id = step(rows, problem, "translator", Step.DISPUTE, "It is right.")
    reply(rows.session, rows.people["reviewer"], problem.id, text="Why?", at=rows.clock())
    assert card_of(rows, problem, "translator").may_take_back is None
    with pytest.raises(WrongState, match="too late"):
        back(rows, problem, "translator", event_id)
    assert problem.status is Status.DISPUTED
    opened = rows.session.scalars(
        select(ProblemEvent.id).where(ProblemEvent.kind == ProblemEventKind.OPENED)
    ).one()
    with pytest.raises(NotFound):  # a mark is withdrawn, not taken back
        back(rows, problem, "reviewer", opened)


def test_words_written_since_are_no_answer(rows: Rows, problem: Problem) -> None:
    event_id = step(rows, problem, "translator", Step.FIX)
    rows.do(save_target, "translator", 1, text="Wholly other words.")
    back(rows, problem, "translator", event_id)
    assert problem.status is Status.OPEN


def test_who_has_not_read_of_it_never_will(rows: Rows, problem: Problem) -> None:
    event_id = step(rows, problem, "translator", Step.DISPUTE, "It is right.")
    told = select(Notice.kind).where(Notice.problem_id == problem.id)
    assert NoticeKind.DISPUTED in rows.session.scalars(told).all()
    back(rows, problem, "translator", event_id)
    assert rows.session.scalars(told).all() == []


def test_a_waiver_that_fell_stands_again(rows: Rows, problem: Problem) -> None:
    assert problem.severity is Severity.MAJOR
    waive(rows.session, rows.people["editor"], problem.id, reason="It can wait.", at=rows.clock())
    step(rows, problem, "translator", Step.FIX)
    waiver = rows.session.scalars(select(Waiver)).one()
    event_id = step(rows, problem, "reviewer", Step.REOPEN)
    assert waiver.withdrawn_at is not None
    back(rows, problem, "reviewer", event_id)
    assert waiver.withdrawn_at is None
    assert problem.status is Status.FIXED
    assert "by taking that back gave “mistranslation” its waiver again" in [
        entry.says for entry in history_of(rows.session, rows[1])
    ]


def test_a_suggestion_applied_by_a_slip_goes_with_its_words(rows: Rows) -> None:
    words, state = rows[1].target, rows[1].state
    first = words.split()[0]
    problem = rows.mark(1, Side.TARGET, first, suggestion="Nine")
    beside = rows.mark(1, Side.TARGET, words.split()[1])
    apply_suggestion(
        rows.session, rows.people["translator"], problem.id, version=rows[1].lock_version, at=rows.clock()
    )
    assert rows[1].target.startswith("Nine ")
    assert rows[1].state is State.DRAFT
    event_id = last_event(rows.session, problem.id)
    assert event_id is not None
    back(rows, problem, "translator", event_id)
    assert (rows[1].target, rows[1].state, problem.status) == (words, state, Status.OPEN)
    for marked, exact in ((problem, first), (beside, words.split()[1])):
        (span,) = marked.spans
        assert words[span.start : span.end] == exact
    assert compare(rows.session, rows.article) == []


def test_words_changed_since_are_not_overwritten(rows: Rows) -> None:
    problem = rows.mark(1, Side.TARGET, rows[1].target.split()[0], suggestion="Nine")
    apply_suggestion(
        rows.session, rows.people["translator"], problem.id, version=rows[1].lock_version, at=rows.clock()
    )
    event_id = last_event(rows.session, problem.id)
    assert event_id is not None
    rows.do(save_target, "editor", 1, text="Wholly other words.")
    with pytest.raises(WrongState, match="changed since"):
        back(rows, problem, "translator", event_id)
    assert (rows[1].target, problem.status) == ("Wholly other words.", Status.FIXED)


# --- fixed without a change -------------------------------------------------------------------------------


def test_a_fix_without_a_change_of_words_says_so(rows: Rows, problem: Problem) -> None:
    assert card_of(rows, problem, "translator").is_unchanged
    step(rows, problem, "translator", Step.FIX)
    assert card_of(rows, problem, "reviewer").thread[-1].words == (
        "marked it fixed, although the words had not changed since the mark"
    )
    step(rows, problem, "reviewer", Step.REOPEN)
    rows.do(save_target, "translator", 1, text=rows[1].target + " Indeed.")
    assert not card_of(rows, problem, "translator").is_unchanged
    step(rows, problem, "translator", Step.FIX)
    assert card_of(rows, problem, "reviewer").thread[-1].words == "fixed"
    step(rows, problem, "reviewer", Step.REOPEN)
    assert card_of(rows, problem, "translator").is_unchanged  # since it was reopened


# --- decisions on rows ------------------------------------------------------------------------------------


def undo(rows: Rows, who: str, event_id: int) -> None:
    take_decision_back(rows.session, rows.people[who], rows.article.id, event_id, at=rows.clock())


def decided(rows: Rows, act: Callable[..., Any], who: str, **arguments: Any) -> int:
    event_id = rows.do(act, who, 1, **arguments).event_id
    assert isinstance(event_id, int)
    return event_id


def owed_approved(rows: Rows) -> None:
    """Row 1 approved by who corrected it, which somebody else has to agree with."""
    rows.do(save_target, "reviewer", 1, text="Mended words.")
    rows.do(approve, "reviewer", 1)
    assert rows[1].owed


def test_an_agreement_taken_back_leaves_the_words_owed_again(rows: Rows) -> None:
    owed_approved(rows)
    event_id = decided(rows, agree, "translator")
    assert not rows[1].owed
    with pytest.raises(NotAllowed):
        undo(rows, "reviewer", event_id)
    undo(rows, "translator", event_id)
    assert (rows[1].state, rows[1].owed) == (State.APPROVED, True)
    assert compare(rows.session, rows.article) == []
    assert [entry.says for entry in history_of(rows.session, rows[1])[:2]] == [
        "undid the agreement",
        "agreed",
    ]
    with pytest.raises(WrongState, match="too late"):
        undo(rows, "translator", event_id)
    rows.do(agree, "translator", 1)  # and meant this time
    assert not rows[1].owed


@pytest.mark.parametrize("approves_first", [False, True])
def test_who_took_their_word_back_is_behind_no_words(rows: Rows, approves_first: bool) -> None:
    """Or they would go out on their writer's word alone."""
    rows.do(save_target, "editor", 1, text="The editor's own words.")
    act, who = (approve, "reviewer") if approves_first else (confirm, "translator")
    undo(rows, who, decided(rows, act, who))
    rows.do(approve, "editor", 1)
    assert rows[1].owed


@pytest.mark.parametrize("state", [State.TRANSLATED, State.APPROVED])
def test_what_was_sent_back_by_a_slip_stands_as_before(rows: Rows, state: State) -> None:
    if state is State.APPROVED:
        rows.do(approve, "reviewer", 1)
    judged = rows.session.scalars(select(Judged.segment_id)).all()
    event_id = decided(rows, send_back, "reviewer", reason="Too long.")
    assert rows.article.count_returned == 1
    undo(rows, "reviewer", event_id)
    assert rows[1].state is state
    assert rows.article.count_returned == 0
    assert rows.session.scalars(select(Judged.segment_id)).all() == judged
    assert compare(rows.session, rows.article) == []


def test_words_marked_since_stay_judged(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="The words of the translator.")
    rows.do(confirm, "translator", 1)
    event_id = decided(rows, approve, "reviewer")
    rows.mark(1, Side.TARGET, "words")
    undo(rows, "reviewer", event_id)
    assert rows.session.scalars(select(Judged.segment_id)).all() == [rows[1].id]


def test_a_confirmation_taken_back_leaves_a_draft(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Half a sen")
    event_id = decided(rows, confirm, "translator")
    undo(rows, "translator", event_id)
    assert (rows[1].state, rows[1].target) == (State.DRAFT, "Half a sen")
    assert compare(rows.session, rows.article) == []


def test_reopening_taken_back_leaves_the_approval_and_the_wish_to_reopen(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    question = ask_reopen(
        rows.session, rows.people["translator"], rows[1].id, reason="A figure.", at=rows.clock()
    )
    event_id = decided(rows, reopen, "reviewer2")
    assert question.status is Status.ANSWERED
    undo(rows, "reviewer2", event_id)
    assert (rows[1].state, question.status) == (State.APPROVED, Status.OPEN)
    assert NoticeKind.ANSWERED not in rows.session.scalars(select(Notice.kind)).all()


@pytest.mark.parametrize(
    "since",
    [
        lambda rows: rows.do(save_target, "translator", 1, text="Other words."),
        lambda rows: rows.do(approve, "reviewer", 1),
        lambda rows: rows.do(save_source, "editor", 1, text="كلام آخر."),
    ],
    ids=["words", "approval", "Arabic"],
)
def test_nobodys_work_since_is_undone_along(rows: Rows, since: Callable[[Rows], Any]) -> None:
    event_id = decided(rows, confirm, "translator")
    since(rows)
    state = rows[1].state
    with pytest.raises(WrongState, match="too late"):
        undo(rows, "translator", event_id)
    assert rows[1].state is state


def test_what_is_published_is_reopened_not_taken_back(rows: Rows) -> None:
    for number in range(len(rows.all)):
        line = rows.do(approve, "reviewer", number).event_id
    article, editor = rows.article, rows.people["editor"]
    publish(rows.session, editor, article.id, note="", seen_version=article.version, at=rows.clock())
    with pytest.raises(WrongState, match="published since"):
        undo(rows, "reviewer", line)


def test_the_rows_history_offers_its_newest_decision(rows: Rows) -> None:
    event_id = decided(rows, confirm, "translator")
    assert [entry.undo for entry in history_of(rows.session, rows[1])][:2] == [event_id, None]
    rows.do(save_target, "translator", 1, text="Other words.")
    assert {entry.undo for entry in history_of(rows.session, rows[1])} == {None}
