"""Marks, suggestions and the life of a problem."""

import pytest

from tests.services.conftest import Rows
from workbench.db.models import Cause, Problem, Revision
from workbench.db.queries.history import history_of
from workbench.db.queries.problems import open_problems, problems_of
from workbench.domain.errors import Conflict, InvalidInput, NotAllowed, WrongState
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity, Status, Step
from workbench.services import projection
from workbench.services.problem_life import Place
from workbench.services.review import apply_suggestion, mark_problem, reclassify, take_step
from workbench.services.segments import agree, approve, confirm, reopen, save_target, send_back
from workbench.services.threads import reply
from workbench.services.waiving import waive


def place(rows: Rows, number: int, side: Side, words: str) -> Place:
    text = rows[number].source if side is Side.SOURCE else rows[number].target
    return Place(side, text.index(words), text.index(words) + len(words), words)


def mark_number(rows: Rows, who: str = "reviewer", suggestion: str | None = "43") -> Problem:
    places = [place(rows, 1, Side.TARGET, "34"), place(rows, 1, Side.SOURCE, "٤٣")]
    problem: Problem = rows.do(
        mark_problem,
        who,
        1,
        type_slug="number-date-unit",
        note="The digits are swapped.",
        suggestion=suggestion,
        places=places,
    )
    return problem


def step(rows: Rows, problem: Problem, who: str, what: Step, text: str = "") -> None:
    take_step(rows.session, rows.people[who], problem.id, what, text=text, at=rows.clock())


def test_a_mark_points_at_words_on_both_sides(rows: Rows) -> None:
    problem = mark_number(rows)
    assert {(s.side, s.exact) for s in problem.spans} == {(Side.TARGET, "34"), (Side.SOURCE, "٤٣")}
    assert problem.severity is Severity.MAJOR
    assert rows.article.counts.major == 1
    assert rows.article.counts.blocking == 1


def test_a_translator_may_mark_too_but_somebody_without_a_role_may_not(rows: Rows) -> None:
    assert mark_number(rows, "translator").author_id == rows.people["translator"].id
    with pytest.raises(NotAllowed):
        mark_number(rows, "nobody")


def test_words_that_are_not_there_cannot_be_marked(rows: Rows) -> None:
    with pytest.raises(InvalidInput, match="not there any more"):
        rows.do(mark_problem, "reviewer", 1, type_slug="grammar", places=[Place(Side.TARGET, 0, 4, "None")])


def test_a_mark_on_a_stale_row_is_refused(rows: Rows) -> None:
    seen = rows[1].lock_version
    there = [place(rows, 1, Side.TARGET, "34")]
    rows.do(save_target, "translator", 1, text="All different now.")
    with pytest.raises(Conflict):
        rows.do(mark_problem, "reviewer", 1, type_slug="grammar", places=there, version=seen)


def test_a_suggestion_needs_words_to_replace(rows: Rows) -> None:
    with pytest.raises(InvalidInput, match="Select them"):
        rows.do(mark_problem, "reviewer", 1, type_slug="grammar", suggestion="better")


def test_an_applied_suggestion_is_a_revision_that_names_the_problem_and_owes_nothing(rows: Rows) -> None:
    problem = mark_number(rows)
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    assert rows[1].target == "Some 43 workers returned to the quay on Sunday."
    revision = rows.session.get_one(Revision, rows[1].target_revision_id)
    assert (revision.cause, revision.problem_id) == (Cause.SUGGESTION, problem.id)
    assert problem.status is Status.FIXED
    assert problem.fixed_revision_id == revision.id
    assert not rows[1].owed
    span = next(s for s in problem.spans if s.side is Side.TARGET)
    assert rows[1].target[span.start : span.end] == "43"  # the reviewer sees what to accept
    assert projection.compare(rows.session, rows.article) == []


def test_a_suggestion_of_other_words_is_marked_whole(rows: Rows) -> None:
    problem = mark_number(rows, suggestion="Forty-three, no fewer,")
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    span = next(s for s in problem.spans if s.side is Side.TARGET)
    assert rows[1].target[span.start : span.end] == "Forty-three, no fewer,"


def test_a_suggestion_that_is_withdrawn_writes_no_word(rows: Rows) -> None:
    problem = mark_number(rows)
    take_step(rows.session, rows.people["reviewer"], problem.id, Step.WITHDRAW, at=rows.clock())
    before = rows[1].target
    with pytest.raises(WrongState):
        rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "translator", 1)
    assert rows[1].target == before
    assert projection.compare(rows.session, rows.article) == []


def test_applying_ones_own_suggestion_is_owed(rows: Rows) -> None:
    problem = mark_number(rows)
    rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, problem.id, **k), "reviewer", 1)
    rows.do(approve, "reviewer", 1)
    assert rows[1].owed
    rows.do(agree, "translator", 1)
    assert not rows[1].owed


def test_marks_stay_on_their_words_through_edits_and_go_to_the_tray_without_them(rows: Rows) -> None:
    problem = mark_number(rows)
    span = next(s for s in problem.spans if s.side is Side.TARGET)
    rows.do(save_target, "translator", 1, text="On Sunday, some 34 workers returned to the quay.")
    assert rows[1].target[span.start : span.end] == "34"
    rows.do(save_target, "translator", 1, text="On Sunday, workers returned to the quay.")
    assert (span.start, span.exact) == (None, "34")
    assert problem.status is Status.OPEN


def test_from_open_to_accepted(rows: Rows) -> None:
    problem = mark_number(rows)
    step(rows, problem, "translator", Step.FIX)
    assert rows.article.counts.fixed == 1
    with pytest.raises(NotAllowed):
        step(rows, problem, "translator", Step.ACCEPT)
    step(rows, problem, "reviewer", Step.ACCEPT)
    assert problem.status is Status.ACCEPTED
    assert rows.article.counts.problems == 0


def test_a_fix_can_be_reopened_and_fixed_again(rows: Rows) -> None:
    problem = mark_number(rows)
    step(rows, problem, "translator", Step.FIX)
    step(rows, problem, "reviewer", Step.REOPEN, "Still 34 in the caption.")
    assert problem.status is Status.REOPENED
    step(rows, problem, "translator", Step.FIX)
    assert problem.status is Status.FIXED


def test_a_dispute_needs_a_reason_and_is_upheld_or_withdrawn(rows: Rows) -> None:
    problem = mark_number(rows)
    with pytest.raises(InvalidInput):
        step(rows, problem, "translator", Step.DISPUTE)
    step(rows, problem, "translator", Step.DISPUTE, "The ministry says 34.")
    assert rows.article.counts.blocking == 1
    step(rows, problem, "reviewer2", Step.UPHOLD)
    assert rows.article.counts.blocking == 1
    step(rows, problem, "reviewer", Step.WITHDRAW)
    assert rows.article.counts.blocking == 0


def test_who_disputed_a_mark_can_fix_it_after_all(rows: Rows) -> None:
    problem = mark_number(rows)
    step(rows, problem, "translator", Step.DISPUTE, "The ministry says 34.")
    step(rows, problem, "translator", Step.FIX)
    assert problem.status is Status.FIXED
    assert rows.article.counts.blocking == 0


def test_an_error_of_the_arabic_is_fixed_by_who_may_correct_that(rows: Rows) -> None:
    problem = rows.do(
        mark_problem, "translator", 1, type_slug="source-error", note="It was 34 in the report."
    )
    for who in ("translator", "reviewer"):
        with pytest.raises(NotAllowed):
            step(rows, problem, who, Step.FIX)
    step(rows, problem, "editor", Step.FIX)
    assert problem.status is Status.FIXED


def test_a_question_is_answered_not_fixed(rows: Rows) -> None:
    problem = rows.do(mark_problem, "translator", 1, type_slug="question", note="Which quay?")
    with pytest.raises(WrongState):
        step(rows, problem, "translator", Step.FIX)
    step(rows, problem, "editor", Step.ANSWER, "The northern one.")
    assert problem.status is Status.ANSWERED


def test_praise_blocks_nothing_and_asks_nothing_of_anybody(rows: Rows) -> None:
    rows.do(mark_problem, "reviewer", 1, type_slug="praise", note="Lovely.", severity=Severity.CRITICAL)
    assert rows.article.counts.problems == 0


def test_approving_over_a_standing_major_problem_says_that_it_stops_publication(rows: Rows) -> None:
    problem = mark_number(rows)
    assert "a major problem still open" in rows.do(approve, "reviewer", 1).warning
    assert rows.do(approve, "reviewer", 2).warning == ""  # another row's problem is no concern of this one
    step(rows, problem, "reviewer", Step.WITHDRAW, "The source says 34 as well.")
    rows.do(reopen, "reviewer", 1)
    assert rows.do(approve, "reviewer", 1).warning == ""


def test_approving_accepts_the_fixed_problems(rows: Rows) -> None:
    problem = mark_number(rows)
    step(rows, problem, "translator", Step.FIX)
    rows.do(confirm, "translator", 1)
    done = rows.do(approve, "reviewer", 1)
    assert problem.status is Status.ACCEPTED
    assert done.accepted == (problem.type,)


def test_a_standing_problem_is_reason_enough_to_send_back(rows: Rows) -> None:
    mark_number(rows)
    rows.do(send_back, "reviewer", 1, reason="")
    assert rows[1].state == "returned"


def test_only_author_reviewer_or_desk_reclassifies(rows: Rows) -> None:
    problem = mark_number(rows, "translator")
    with pytest.raises(NotAllowed):
        reclassify(
            rows.session,
            rows.people["translator2"],
            problem.id,
            type_slug="grammar",
            severity=Severity.MINOR,
            at=rows.clock(),
        )
    reclassify(
        rows.session,
        rows.people["translator"],
        problem.id,
        type_slug="grammar",
        severity=Severity.MINOR,
        at=rows.clock(),
    )
    assert (rows.article.counts.major, rows.article.counts.minor) == (0, 1)


def test_replies_are_kept_in_order(rows: Rows) -> None:
    problem = mark_number(rows)
    for who, text in (("translator", "Sure?"), ("reviewer", "Yes: ٤٣.")):
        reply(rows.session, rows.people[who], problem.id, text=text, at=rows.clock())
    with pytest.raises(InvalidInput):
        reply(rows.session, rows.people["reviewer"], problem.id, text="\u200f", at=rows.clock())


@pytest.mark.parametrize("change", ["reopened", "reopened after it was withdrawn", "reclassified"])
def test_a_waiver_falls_when_the_problem_is_not_the_one_it_let_through(rows: Rows, change: str) -> None:
    session, people, at = rows.session, rows.people, rows.clock
    problem = rows.mark(1, Side.TARGET, "34")
    waive(session, people["editor"], problem.id, reason="The author insists.", at=at())
    assert rows.article.counts.blocking == 0
    if change != "reclassified":
        first = ("reviewer", Step.WITHDRAW) if "withdrawn" in change else ("translator", Step.FIX)
        for who, step in (first, ("reviewer", Step.REOPEN)):
            take_step(session, people[who], problem.id, step, at=at())
    else:
        reclassify(
            session,
            people["reviewer"],
            problem.id,
            type_slug="quotation",
            severity=Severity.CRITICAL,
            at=at(),
        )
    assert rows.article.counts.blocking == 1
    waive(session, people["editor"], problem.id, reason="Still so.", at=at())
    assert rows.article.counts.blocking == 0
    told = [(e.name, e.says, e.reason) for e in history_of(session, rows[1]) if "waive" in e.says]
    kind = "quotation" if change == "reclassified" else "mistranslation"
    assert told == [
        ("Emad Editor", f"waived “{kind}”", "Still so."),
        ("Rana Reviewer", f"thereby ended the waiver of “{kind}”", ""),
        ("Emad Editor", f"waived “{kind}”", "The author insists."),
    ]


def test_a_waiver_holds_through_what_changes_nothing_of_the_problem(rows: Rows) -> None:
    session, people, at = rows.session, rows.people, rows.clock
    problem = rows.mark(1, Side.TARGET, "34")
    waive(session, people["editor"], problem.id, reason="The author insists.", at=at())
    take_step(session, people["translator"], problem.id, Step.DISPUTE, text="No.", at=at())
    take_step(session, people["reviewer"], problem.id, Step.UPHOLD, at=at())
    reply(session, people["reviewer"], problem.id, text="Still.", at=at())
    same = {"type_slug": problem.type, "severity": problem.severity}
    reclassify(session, people["reviewer"], problem.id, at=at(), **same)
    assert rows.article.counts.blocking == 0


def test_the_cards_of_a_row_lie_in_the_order_of_its_text(rows: Rows) -> None:
    reviewer = rows.people["reviewer"]
    gone = rows.mark(1, Side.TARGET, "Some")
    rows.do(save_target, "translator", 1, text="34 workers returned to the quay on Sunday.", save_id="1")
    late = rows.mark(1, Side.TARGET, "Sunday")
    early = rows.mark(1, Side.TARGET, "workers")
    arabic = rows.mark(1, Side.SOURCE, "الرصيف")
    whole = rows.do(mark_problem, "reviewer", 1, type_slug="awkward", places=[])
    praise = rows.mark(1, Side.TARGET, "34")
    praise.type, praise.status = "praise", Status.ACCEPTED
    above = rows.mark(0, Side.TARGET, "work")
    standing = [whole.id, early.id, late.id, arabic.id]
    beside = problems_of(rows.session, rows.article, rows[1].id, reviewer)
    assert [card.id for card in beside] == [*standing, praise.id, gone.id]
    among_all, _ = open_problems(rows.session, rows.article, reviewer)
    assert [card.id for card in among_all] == [above.id, *standing, gone.id]
