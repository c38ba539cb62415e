"""Who is told what, and that nobody is told too much."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all, mark
from workbench.db.models import LegalRead, Notice, NoticeKind, ProblemEvent, User
from workbench.db.queries.news import read_news
from workbench.domain.kinds import Side
from workbench.domain.people import Actor, Role
from workbench.domain.problems import Severity, Step
from workbench.domain.stages import Handover
from workbench.services import (
    handover,
    housekeeping,
    legal,
    notices,
    reopening,
    review,
    seen_news,
    segments,
    structure,
    taking_back,
    threads,
    waiving,
)
from workbench.services.withdrawing import withdraw

K = NoticeKind


def inbox(session: Session, person: Actor) -> list[tuple[NoticeKind, str]]:
    """What somebody has not seen: kind and text, oldest first."""
    query = select(Notice).where(Notice.user_id == person.id, Notice.seen_at.is_(None)).order_by(Notice.id)
    return [(notice.kind, notice.text) for notice in session.scalars(query)]


def told(session: Session, people: dict[str, Actor]) -> set[str]:
    return {name for name, person in people.items() if inbox(session, person)}


@pytest.fixture
def assign(rows: Rows, session: Session, people: dict[str, Actor], clock: Clock) -> Any:
    """``assign("translator", Role.TRANSLATOR, 0, 1)``: by the editor; the notice of it is seen."""

    def make(who: str, role: Role, first: int | None = None, last: int | None = None) -> None:
        handover.assign(
            session,
            people["editor"],
            rows.article.id,
            user_id=people[who].id,
            role=role,
            first_segment_id=None if first is None else rows[first].id,
            last_segment_id=None if last is None else rows[last].id,
            at=clock(),
        )
        seen_news.see_all(session, people[who], up_to=2**31, at=clock())

    return make


@pytest.fixture
def hand_over(rows: Rows, session: Session, people: dict[str, Actor], clock: Clock) -> Any:
    def step(who: str, to: Handover, note: str = "") -> None:
        handover.hand_over(session, people[who], rows.article.id, to=to, note=note, at=clock())

    return step


def test_a_notice_leads_to_its_mark_wherever_a_split_or_a_join_took_it(rows: Rows, session: Session) -> None:
    problem = rows.mark(1, Side.TARGET, "Sunday", note="@Tala Translator, Monday?")
    at = {"source_at": rows[1].source.index("إلى"), "target_at": rows[1].target.index("to the")}
    rows.do(structure.split, "editor", 1, **at)
    (line,) = read_news(session, rows.people["translator"].id).pieces[0].lines
    assert (line.segment_id, line.number) == (problem.segment_id, 3)
    rows.do(structure.join_next, "editor", 1)
    (line,) = read_news(session, rows.people["translator"].id).pieces[0].lines
    assert (line.segment_id, line.number) == (rows[1].id, 2)


def test_a_hand_over_tells_who_is_assigned_once_however_many_marks(
    rows: Rows, session: Session, people: dict[str, Actor], assign: Any, hand_over: Any
) -> None:
    assign("translator", Role.TRANSLATOR)
    assign("reviewer", Role.REVIEWER, 0, 1)
    for number in (1, 2, 3):
        rows.mark(number, Side.TARGET, rows[number].target.split()[0])
    hand_over("reviewer", Handover.TRANSLATION, "Three marks, all small.")
    assert told(session, people) == {"translator"}
    assert inbox(session, people["translator"]) == [(K.HANDED_OVER, "Three marks, all small.")]


def test_where_nobody_is_assigned_all_who_may_take_it_are_told_but_who_hands_over(
    session: Session, people: dict[str, Actor], hand_over: Any
) -> None:
    hand_over("reviewer", Handover.REVIEW)
    assert told(session, people) == {"reviewer2"}


def test_the_next_hand_over_takes_the_unread_line_of_the_last_away(
    session: Session, people: dict[str, Actor], hand_over: Any
) -> None:
    hand_over("translator", Handover.REVIEW, "ready")
    hand_over("translator", Handover.REVIEW, "really ready")
    assert inbox(session, people["reviewer"]) == [(K.HANDED_OVER, "really ready")]
    hand_over("reviewer", Handover.DESK)
    assert told(session, people) == {"editor"}


def test_being_assigned_is_told_and_taking_it_on_oneself_is_not(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    article = rows.article
    for who in ("editor", "translator"):
        handover.assign(
            session,
            people[who],
            article.id,
            user_id=people["translator"].id,
            role=Role.TRANSLATOR,
            at=clock(),
        )
    assert inbox(session, people["translator"]) == [(K.ASSIGNED, "To translate: all rows")]
    handover.assign(
        session, people["reviewer"], article.id, user_id=people["reviewer"].id, role=Role.REVIEWER, at=clock()
    )
    assert told(session, people) == {"translator"}


def ask(rows: Rows, who: str, number: int, note: str) -> Any:
    return rows.do(review.mark_problem, who, number, type_slug="question", note=note)


def test_a_question_goes_to_those_whose_row_it_is(
    rows: Rows, session: Session, people: dict[str, Actor], assign: Any
) -> None:
    assign("translator", Role.TRANSLATOR, 0, 1)
    assign("translator2", Role.TRANSLATOR, 2, 3)
    ask(rows, "reviewer", 2, "Is it wages or salaries?")
    assert told(session, people) == {"translator2"}


def test_a_question_on_nobodys_article_goes_to_the_desk(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    review.ask_about_article(session, people["translator"], rows.article.id, note="Who runs it?", at=clock())
    assert told(session, people) == {"editor"}


def test_asking_to_reopen_goes_to_the_reviewers(
    rows: Rows, session: Session, people: dict[str, Actor], assign: Any, clock: Clock
) -> None:
    assign("reviewer2", Role.REVIEWER)
    rows.do(segments.approve, "reviewer", 1)
    reopening.ask_reopen(session, people["translator"], rows[1].id, reason="the number", at=clock())
    assert inbox(session, people["reviewer2"]) == [(K.ASKED, "Please reopen: the number")]
    assert told(session, people) == {"reviewer2"}


def test_who_asked_for_a_row_to_be_reopened_hears_that_it_is(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    rows.do(segments.approve, "reviewer", 1)
    reopening.ask_reopen(session, people["translator"], rows[1].id, reason="the number", at=clock())
    rows.do(segments.reopen, "reviewer", 1)
    assert inbox(session, people["translator"]) == [(K.ANSWERED, "It is open, as you asked.")]


def step(rows: Rows, who: str, problem: Any, what: Step, text: str = "") -> None:
    review.take_step(rows.session, rows.people[who], problem.id, what, text=text, at=rows.clock())


def test_an_answer_goes_to_who_asked(rows: Rows, session: Session, people: dict[str, Actor]) -> None:
    question = ask(rows, "translator", 1, "Which quay?")
    seen_news.see_all(session, people["editor"], up_to=2**31, at=rows.clock())
    step(rows, "reviewer", question, Step.ANSWER, "The eastern one.")
    assert inbox(session, people["translator"]) == [(K.ANSWERED, "The eastern one.")]
    assert told(session, people) == {"translator"}


def test_a_dispute_is_told_to_the_marks_author_and_its_end_to_who_disputed(
    rows: Rows, session: Session, people: dict[str, Actor]
) -> None:
    mark = rows.mark(1, Side.TARGET, "34")
    assert told(session, people) == set()  # a mark alone tells nobody
    step(rows, "translator", mark, Step.DISPUTE, "It says so in the agency's text.")
    assert inbox(session, people["reviewer"]) == [(K.DISPUTED, "It says so in the agency's text.")]
    step(rows, "reviewer2", mark, Step.UPHOLD, "The Arabic says 43.")
    assert inbox(session, people["translator"]) == [(K.DECIDED, "The Arabic says 43.")]
    assert (K.DECIDED, "The Arabic says 43.") in inbox(session, people["reviewer"])
    assert not inbox(session, people["reviewer2"])


def test_withdrawing_what_nobody_disputed_tells_nobody(
    rows: Rows, session: Session, people: dict[str, Actor]
) -> None:
    mark = rows.mark(1, Side.TARGET, "34")
    step(rows, "reviewer", mark, Step.WITHDRAW)
    assert told(session, people) == set()


def test_ten_replies_before_it_is_read_are_one_line(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    mark = rows.mark(1, Side.TARGET, "34")
    for number in range(10):
        threads.reply(session, people["translator"], mark.id, text=f"reply {number}", at=clock())
    assert inbox(session, people["reviewer"]) == [(K.REPLIED, "reply 9")]
    seen_news.see_all(session, people["reviewer"], up_to=2**31, at=clock())
    threads.reply(session, people["translator"], mark.id, text="one more", at=clock())
    assert inbox(session, people["reviewer"]) == [(K.REPLIED, "one more")]
    everything = session.scalars(select(Notice).where(Notice.user_id == people["reviewer"].id)).all()
    assert len(everything) == 2


def test_two_threads_are_two_lines(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    for words in ("34", "quay"):
        mark = rows.mark(1, Side.TARGET, words)
        threads.reply(session, people["translator"], mark.id, text=words, at=clock())
    assert inbox(session, people["reviewer"]) == [(K.REPLIED, "34"), (K.REPLIED, "quay")]


def test_a_mention_tells_who_is_named_and_is_their_only_line_of_it(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    mark = rows.mark(1, Side.TARGET, "34", note="@Tamim Translator, yours?")
    assert told(session, people) == {"translator2"}
    text = "@Rana @Tala Translator @Emad Editor look"
    threads.reply(session, people["translator"], mark.id, text=text, at=clock())
    assert inbox(session, people["reviewer"]) == [(K.MENTIONED, text)]
    assert inbox(session, people["editor"]) == [(K.MENTIONED, text)]
    assert not inbox(session, people["translator"])  # who names themselves knows


def test_people_who_left_are_told_nothing(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    mark = rows.mark(1, Side.TARGET, "34")
    session.get_one(User, people["reviewer"].id).deactivated_at = clock()
    session.flush()
    threads.reply(session, people["translator"], mark.id, text="@Rana Reviewer?", at=clock())
    assert told(session, people) == set()


def test_a_legal_read_goes_to_who_may_sign_and_its_signature_to_who_asked(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    read = LegalRead(
        article_id=rows.article.id,
        segment_id=rows[2].id,
        asked_by_id=people["reviewer"].id,
        asked_at=clock(),
        note="Names a company.",
    )
    session.add(read)
    session.flush()
    notices.legal_read_asked(session, people["reviewer"], rows.article, read, at=clock())
    assert told(session, people) == {"editor", "admin"}
    assert inbox(session, people["editor"]) == [(K.LEGAL_READ, "Names a company.")]
    notices.legal_read_signed(session, people["editor"], rows.article, read, at=clock())
    assert inbox(session, people["reviewer"]) == [(K.LEGAL_SIGNED, "")]


def test_seeing_is_ones_own_and_a_line_that_made_way_is_not_the_new_one(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    mark = rows.mark(1, Side.TARGET, "34")
    threads.reply(session, people["translator"], mark.id, text="first", at=clock())
    first = session.scalars(select(Notice.id)).one()
    assert seen_news.see(session, people["translator"], first, at=clock()) is None
    threads.reply(session, people["translator"], mark.id, text="second", at=clock())
    assert seen_news.see(session, people["reviewer"], first, at=clock()) is None
    assert seen_news.see_all(session, people["reviewer"], up_to=first, at=clock()) == 0
    assert inbox(session, people["reviewer"]) == [(K.REPLIED, "second")]


def test_seen_lines_are_forgotten_in_the_end_and_unread_ones_never(
    rows: Rows, session: Session, people: dict[str, Actor], clock: Clock
) -> None:
    for words in ("34", "quay"):
        mark = rows.mark(1, Side.TARGET, words)
        threads.reply(session, people["translator"], mark.id, text=words, at=clock())
    first = session.scalars(select(Notice.id).order_by(Notice.id)).first() or 0
    seen_news.see(session, people["reviewer"], first, at=clock())
    housekeeping.tidy(session, at=clock() + housekeeping.KEPT_NOTICES - timedelta(days=1))
    assert len(session.scalars(select(Notice.id)).all()) == 2
    housekeeping.tidy(session, at=clock() + housekeeping.KEPT_NOTICES)
    assert inbox(session, people["reviewer"]) == [(K.REPLIED, "quay")]
    assert session.scalars(select(Notice.id)).all() != [first]


# --- what stops publication while an edition is scheduled ---------------------------------------------------


def see_everything(rows: Rows) -> None:
    for person in rows.people.values():
        seen_news.see_all(rows.session, person, up_to=2**31, at=rows.clock())


def scheduled(rows: Rows) -> None:
    """Everything approved, and the first edition to go out in an hour, by the editor."""
    approve_all(rows)
    make_edition(rows, goes_out_at=rows.clock.moment + timedelta(hours=1))


def critical(rows: Rows) -> int:
    return mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")


def reopened(rows: Rows) -> None:
    problem = critical(rows)
    for step in (Step.FIX, Step.REOPEN):
        see_everything(rows)
        review.take_step(rows.session, rows.people["reviewer"], problem, step, at=rows.clock())


def made_worse(rows: Rows) -> None:
    problem = mark(rows, 1, "spelling", Severity.MINOR, "Sunday")
    assert told(rows.session, rows.people) == set()
    review.reclassify(
        rows.session,
        rows.people["reviewer"],
        problem,
        type_slug="quotation",
        severity=Severity.CRITICAL,
        at=rows.clock(),
    )


def let_through_no_more(rows: Rows) -> None:
    problem = critical(rows)
    waiving.waive(rows.session, rows.people["editor"], problem, reason="He did.", at=rows.clock())
    see_everything(rows)
    waiving.withdraw_waiver(rows.session, rows.people["admin"], problem, at=rows.clock())


def fix_taken_back(rows: Rows) -> None:
    problem = critical(rows)
    actor = rows.people["reviewer"]
    review.take_step(rows.session, actor, problem, Step.FIX, at=rows.clock())
    see_everything(rows)
    event = rows.session.scalars(select(ProblemEvent.id).order_by(ProblemEvent.id.desc())).first()
    assert event is not None
    taking_back.take_step_back(rows.session, actor, problem, event_id=event, at=rows.clock())


def legal_read(rows: Rows) -> None:
    legal.ask_legal_read(
        rows.session, rows.people["reviewer"], rows.article.id, note="Is this libel?", at=rows.clock()
    )


#: Whatever makes something stand that stops publication.
STOPS = [critical, reopened, made_worse, let_through_no_more, fix_taken_back, legal_read]


@pytest.mark.parametrize("act", STOPS)
def test_what_stops_a_scheduled_edition_reaches_the_desk_at_once(
    rows: Rows, act: Callable[[Rows], object]
) -> None:
    scheduled(rows)
    act(rows)
    lines = inbox(rows.session, rows.people["editor"])
    assert [kind for kind, _ in lines] == [K.STOPS]
    assert re.match(
        r"Edition 1 goes out 2 March 2026, \d\d:\d\d UTC all the same unless it is cancelled\. ", lines[0][1]
    )
    assert told(rows.session, rows.people) <= {"editor", "admin"}


def published(rows: Rows) -> None:
    approve_all(rows)
    make_edition(rows)


@pytest.mark.parametrize("act", STOPS)
def test_what_would_stop_what_readers_have_reaches_the_desk_at_once(
    rows: Rows, act: Callable[[Rows], object]
) -> None:
    published(rows)
    act(rows)
    (line,) = inbox(rows.session, rows.people["editor"])
    asked = (K.LEGAL_READ, "Readers have edition 1. A legal read is asked for: \u2068Is this libel?\u2069")
    says = "Readers have these words in edition 1. Critical: quotation."
    assert line == (asked if act is legal_read else (K.STOPS, says))
    assert told(rows.session, rows.people) <= {"editor", "admin"}


def test_words_that_are_out_and_scheduled_too_are_said_to_be_both(rows: Rows) -> None:
    published(rows)
    reword(rows, 3, "A joint committee on shifts.")
    make_edition(rows, goes_out_at=rows.clock.moment + timedelta(hours=1))
    critical(rows)
    ((_, text),) = inbox(rows.session, rows.people["editor"])
    assert text.startswith("Readers have these words in edition 1. Edition 2 goes out 2 March 2026")


def test_a_mark_on_words_that_readers_do_not_have_tells_nobody(rows: Rows) -> None:
    approve_all(rows)
    problem = critical(rows)
    assert told(rows.session, rows.people) == set(), "nothing is out"
    review.take_step(rows.session, rows.people["reviewer"], problem, Step.WITHDRAW, at=rows.clock())
    make_edition(rows)
    reword(rows, 1, "Some 43 workers came back on Sunday.", approved=False)
    critical(rows)
    assert told(rows.session, rows.people) == set(), "they wait for the next edition"
    withdraw(rows.session, rows.people["editor"], rows.article.id, reason="Forged.", at=rows.clock())
    mark(rows, 2, "quotation", Severity.CRITICAL, "authority")
    assert told(rows.session, rows.people) == set(), "readers have nothing any more"
