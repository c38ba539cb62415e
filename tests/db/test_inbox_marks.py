"""What waits for whom of what is marked, asked and said: the lines of problems and their threads."""

from typing import Any

import pytest

from tests.conftest import Clock
from tests.db.test_inbox import assign
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition
from tests.services.test_publishing import approve_all, mark
from workbench.db.queries.inbox import count_waiting, waiting_for
from workbench.db.queries.inbox_lines import Waits
from workbench.domain.kinds import Side
from workbench.domain.people import Actor, Role
from workbench.domain.problems import Severity, Step
from workbench.services import (
    review,
    seen_news,
    segments,
    threads,
    waiving,
    withdrawing,
)

pytestmark = pytest.mark.both_databases


def test_marks_wait_for_who_translates_the_rows_until_they_are_fixed_or_disputed(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    assign(rows, "translator", Role.TRANSLATOR, 0, 2)
    marks = [rows.mark(number, Side.TARGET, rows[number].target.split()[0]) for number in (1, 2, 3)]
    rows.do(review.mark_problem, "reviewer", 2, type_slug="praise", note="Well found.")
    rows.do(review.mark_problem, "translator", 2, type_slug="grammar")
    assert waits("translator") == {Waits.MARKED: [(2, 1)]}

    def step(who: str, mark: Any, step: Step, text: str = "") -> None:
        review.take_step(rows.session, people[who], mark.id, step, text=text, at=clock())

    step("translator", marks[0], Step.FIX)
    step("translator", marks[1], Step.DISPUTE, "It does not.")
    assert waits("translator") == {}
    step("reviewer", marks[0], Step.REOPEN)
    step("reviewer", marks[1], Step.UPHOLD)
    assert waits("translator") == {Waits.MARKED: [(2, 1)]}


def test_fixes_wait_for_who_marked_and_for_who_reviews(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    marks = [rows.mark(number, Side.TARGET, rows[number].target.split()[0]) for number in (1, 2)]
    for one in marks:
        review.take_step(rows.session, people["translator"], one.id, Step.FIX, at=clock())
    assert waits("reviewer") == waits("reviewer2") == {Waits.TO_ACCEPT: [(2, 1)]}
    assert waits("editor") == waits("translator") == {}
    assign(rows, "reviewer2", Role.REVIEWER, 2, 3)
    assert waits("reviewer2") == {Waits.TO_ACCEPT: [(1, 2)]}
    review.take_step(rows.session, people["reviewer2"], marks[0].id, Step.ACCEPT, at=clock())
    assert waits("reviewer") == {Waits.TO_ACCEPT: [(1, 2)]}


def test_who_is_named_in_a_thread_waits_to_be_heard_in_it(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    mark = rows.mark(2, Side.TARGET, rows[2].target.split()[0], note="Was it so, @Emad Editor?")
    other = rows.mark(3, Side.TARGET, rows[3].target.split()[0], note="Sure, @Emad Editor?")
    threads.reply(rows.session, people["reviewer"], mark.id, text="@Emad Editor, please.", at=clock())
    assert waits("editor") == {Waits.MENTIONED: [(2, 2)]}
    assert count_waiting(rows.session, people["editor"], at=clock()) == 1, "lines, not rows"
    seen_news.see_all(rows.session, people["editor"], up_to=2**31, at=clock())
    assert waits("editor") == {Waits.MENTIONED: [(2, 2)]}, "seeing is no answer"
    threads.reply(rows.session, people["editor"], mark.id, text="It was.", at=clock())
    assert waits("editor") == {Waits.MENTIONED: [(1, 3)]}
    review.take_step(rows.session, people["reviewer"], other.id, Step.WITHDRAW, at=clock())
    assert waits("editor") == {}
    threads.reply(rows.session, people["reviewer"], mark.id, text="@Emad Editor, really?", at=clock())
    assert waits("editor") == {Waits.MENTIONED: [(1, 2)]}


def test_disputed_marks_wait_for_their_author_and_for_who_decides(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    assign(rows, "reviewer2", Role.REVIEWER)
    for words in ("34", "quay"):
        mark = rows.mark(1, Side.TARGET, words)
        review.take_step(
            rows.session, people["translator"], mark.id, Step.DISPUTE, text="It does not.", at=clock()
        )
    assert waits("reviewer") == {Waits.DISPUTED: [(2, 1)]}
    assert waits("reviewer2") == {Waits.TO_DECIDE: [(2, 1)]}
    assert waits("translator") == waits("editor") == {}
    review.take_step(rows.session, people["reviewer2"], mark.id, Step.UPHOLD, at=clock())
    assert waits("reviewer") == {Waits.DISPUTED: [(1, 1)]}


def test_a_disputed_mark_in_anothers_part_waits_for_its_author_and_for_who_reviews_the_part(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    assign(rows, "reviewer2", Role.REVIEWER, 0, 1)

    def dispute(who: str, number: int) -> None:
        mark = rows.do(review.mark_problem, who, number, type_slug="grammar")
        review.take_step(
            rows.session, people["translator"], mark.id, Step.DISPUTE, text="It does not.", at=clock()
        )

    dispute("editor", 2)
    assert waits("reviewer2") == {Waits.TO_DECIDE: [(1, 2)]}, "nobody reviews that part"
    assign(rows, "reviewer", Role.REVIEWER, 2, 3)
    assert waits("reviewer2") == {}
    assert waits("reviewer") == {Waits.TO_DECIDE: [(1, 2)]}
    dispute("reviewer", 3)
    assert waits("reviewer") == {Waits.TO_DECIDE: [(1, 2)], Waits.DISPUTED: [(1, 3)]}
    assert waits("reviewer2") == {Waits.TO_DECIDE: [(1, 3)]}, "who marked does not decide alone"


def test_errors_of_the_arabic_wait_for_the_desk(rows: Rows, waits: Any) -> None:
    assign(rows, "translator", Role.TRANSLATOR)
    mark = rows.do(
        review.mark_problem, "editor", 1, type_slug="source-error", note="It was 34 in the report."
    )
    assert waits("editor") == waits("admin") == {Waits.SOURCE_ERROR: [(1, 1)]}
    assert waits("translator") == waits("reviewer") == {}
    review.take_step(rows.session, rows.people["editor"], mark.id, Step.FIX, at=rows.clock())
    assert Waits.SOURCE_ERROR not in waits("editor")


def test_questions_wait_for_the_row_or_for_the_desk(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    question = rows.do(review.mark_problem, "translator", 2, type_slug="question", note="Wages?")
    assert waits("editor") == {Waits.QUESTION: [(1, 2)]}
    assert waits("translator") == {}
    for who in ("reviewer", "translator"):
        rows.do(review.mark_problem, who, 3, type_slug="question", note="And this?")
    (line,) = waiting_for(rows.session, people["editor"], at=clock())[Waits.QUESTION]
    assert (line.count, line.by, line.by_others) == (3, "Tala Translator", 1)
    assign(rows, "translator2", Role.TRANSLATOR, 2, 2)
    assign(rows, "translator", Role.TRANSLATOR, 0, 1)
    assert waits("editor") == {}
    assert waits("translator2") == {Waits.QUESTION: [(1, 2)]}
    review.take_step(
        rows.session, people["reviewer"], question.id, Step.ANSWER, text="Yes, wages.", at=clock()
    )
    assert waits("translator2") == {}


def test_what_would_stop_what_is_out_waits_until_it_is_mended_or_nothing_is_out(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    approve_all(rows)
    make_edition(rows)
    first = mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")
    mark(rows, 2, "spelling", Severity.MINOR, "pay")
    rows.do(segments.reopen, "reviewer", 3)
    second = mark(rows, 3, "omission", Severity.MAJOR, "shifts")
    for who in ("editor", "admin"):
        seen_news.see_all(rows.session, people[who], up_to=2**31, at=clock())
        assert waits(who)[Waits.STOPS] == [(2, 1)]
    assert Waits.STOPS not in waits("reviewer")
    review.take_step(rows.session, people["reviewer"], first, Step.FIX, at=clock())
    assert waits("editor")[Waits.STOPS] == [(1, 3)]
    waiving.waive(rows.session, people["admin"], second, reason="It is short on purpose.", at=clock())
    assert Waits.STOPS not in waits("editor")
    waiving.withdraw_waiver(rows.session, people["admin"], second, at=clock())
    assert Waits.STOPS in waits("editor")
    withdrawing.withdraw(rows.session, people["editor"], rows.article.id, reason="Forged.", at=clock())
    assert Waits.STOPS not in waits("editor")
