"""What waits for whom, straight from the articles, and a page of news."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition
from tests.services.test_publishing import approve_all, mark, setting
from workbench.db.models import Article, Assignment, LegalRead, Notice, User
from workbench.db.queries.inbox import waiting_for
from workbench.db.queries.inbox_lines import Waits
from workbench.db.queries.news import count_unread, read_news
from workbench.db.queries.returned import Why
from workbench.db.queries.rows import changed_since, read_rows
from workbench.domain.house import BREAKING
from workbench.domain.kinds import Side
from workbench.domain.people import Actor, Role
from workbench.domain.problems import Severity, Step
from workbench.domain.stages import Handover
from workbench.services import (
    handover,
    publishing,
    review,
    seen_news,
    segments,
    threads,
    waiving,
    withdrawing,
)
from workbench.services.prospect import Choices

pytestmark = pytest.mark.both_databases


def assign(rows: Rows, who: str, role: Role, first: int | None = None, last: int | None = None) -> None:
    handover.assign(
        rows.session,
        rows.people["editor"],
        rows.article.id,
        user_id=rows.people[who].id,
        role=role,
        first_segment_id=None if first is None else rows[first].id,
        last_segment_id=None if last is None else rows[last].id,
        at=rows.clock(),
    )


def send_back(rows: Rows, *numbers: int) -> None:
    for number in numbers:
        rows.do(segments.send_back, "reviewer", number, reason="Please look again.")


def test_nothing_waits_on_a_fresh_desk(waits: Any, people: dict[str, Actor]) -> None:
    assert {who: waits(who) for who in people} == {who: {} for who in people}


def test_rows_sent_back_wait_for_who_translates_them_until_they_are_confirmed(rows: Rows, waits: Any) -> None:
    assign(rows, "translator", Role.TRANSLATOR, 0, 1)
    assign(rows, "translator2", Role.TRANSLATOR, 2, 3)
    send_back(rows, 1, 2, 3)
    assert waits("translator") == {Waits.RETURNED: [(1, 1)]}
    assert waits("translator2") == {Waits.RETURNED: [(2, 2)]}
    assert waits("reviewer") == {}
    rows.do(segments.confirm, "translator2", 2)
    assert waits("translator2") == {Waits.RETURNED: [(1, 3)]}


def test_rows_sent_back_that_nobody_translates_wait_for_all_who_could_and_for_who_sent_them(
    rows: Rows, waits: Any, session: Session
) -> None:
    send_back(rows, 1, 3)
    for who in ("translator", "translator2", "editor", "reviewer"):
        assert waits(who) == {Waits.UNCLAIMED: [(2, 1)]}, who
    assert waits("reviewer2") == {}
    assign(rows, "translator2", Role.TRANSLATOR)
    assert waits("translator2") == {Waits.RETURNED: [(2, 1)]}
    assert waits("translator") == waits("editor") == waits("reviewer") == {}
    session.get_one(User, rows.people["translator2"].id).deactivated_at = rows.clock()
    assert waits("translator") == {Waits.UNCLAIMED: [(2, 1)]}, "who left translates nothing"


def test_a_row_sent_back_outside_everybodys_part_waits_for_who_translated_it_last(
    rows: Rows, waits: Any, session: Session
) -> None:
    assign(rows, "translator", Role.TRANSLATOR, 0, 1)
    assign(rows, "translator2", Role.TRANSLATOR, 2, 2)
    rows.do(segments.save_target, "translator2", 3, text="Others wrote this.")
    rows.do(segments.confirm, "translator2", 3)
    rows.do(segments.save_target, "reviewer", 3, text="Others wrote it.")
    send_back(rows, 1, 3)
    assert waits("translator") == {Waits.RETURNED: [(1, 1)]}
    assert waits("translator2") == {Waits.RETURNED_TO_LAST: [(1, 3)]}
    assert waits("reviewer") == waits("editor") == {}
    (said,) = [row.sent_back for row in read_rows(session, rows.article.id, rows.people["editor"])][3:]
    assert said is not None
    assert (said.waits_for.why, list(said.waits_for.whom.values())) == (
        Why.LAST,
        [rows.people["translator2"].name],
    )
    session.get_one(User, rows.people["translator2"].id).deactivated_at = rows.clock()
    assert waits("translator") == {Waits.RETURNED: [(1, 1)], Waits.RETURNED_TO_ALL: [(1, 3)]}, (
        "all who are left"
    )
    assign(rows, "translator", Role.TRANSLATOR, 3, 3)
    assert waits("translator") == {Waits.RETURNED: [(2, 1)]}


def test_rows_that_say_whom_they_wait_for_are_drawn_anew_when_that_changes(
    rows: Rows, session: Session
) -> None:
    send_back(rows, 1)

    def drawn_since(version: int) -> list[tuple[int, Why]]:
        changes, _ = changed_since(session, rows.article.id, rows.people["editor"], version)
        return [
            (change.row.number, change.row.sent_back.waits_for.why)
            for change in changes
            if change.row.sent_back
        ]

    for who, why in (("translator", Why.PART), (None, Why.FREE)):
        seen = rows.article.version
        if who:
            assign(rows, who, Role.TRANSLATOR)
        else:
            assigned = session.scalars(select(Assignment.id)).one()
            handover.unassign(session, rows.people["editor"], assigned, at=rows.clock())
        session.flush()
        assert drawn_since(seen) == [(2, why)]


def test_a_row_sent_back_where_nobody_is_assigned_waits_for_who_translated_it_last(
    rows: Rows, waits: Any
) -> None:
    rows.do(segments.confirm, "translator", 1)
    rows.do(segments.save_target, "translator2", 1, text="Others wrote this.")
    rows.do(segments.confirm, "translator", 1)
    send_back(rows, 1, 2)
    assert waits("translator") == {Waits.RETURNED_TO_LAST: [(1, 1)], Waits.UNCLAIMED: [(1, 2)]}
    assert waits("translator2") == waits("reviewer") == waits("editor") == {Waits.UNCLAIMED: [(1, 2)]}


def test_a_hand_over_waits_for_its_side_and_goes_with_the_next(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    def hand(to: Handover) -> None:
        handover.hand_over(
            rows.session, people["translator"], rows.article.id, to=to, note="Over to you", at=clock()
        )

    hand(Handover.REVIEW)
    assert waits("reviewer") == waits("reviewer2") == {Waits.HANDED_OVER: [(1, None)]}
    assign(rows, "reviewer", Role.REVIEWER)
    assert waits("reviewer2") == {}
    assert waits("reviewer") == {Waits.HANDED_OVER: [(1, None)]}
    hand(Handover.DESK)
    assert waits("reviewer") == {}
    assert waits("editor") == waits("admin") == {Waits.HANDED_OVER: [(1, None)]}


def test_owed_rows_wait_for_everybody_who_can_agree_but_who_wrote_them(rows: Rows, waits: Any) -> None:
    assign(rows, "translator", Role.TRANSLATOR)
    for number in (1, 2):
        rows.do(segments.save_target, "reviewer", number, text=f"Corrected {number}.")
        rows.do(segments.approve, "reviewer", number)
    assert waits("translator") == waits("reviewer2") == waits("editor") == {Waits.OWED: [(2, 1)]}
    assert waits("reviewer") == waits("translator2") == waits("nobody") == {}
    rows.do(segments.agree, "translator", 1)
    assert waits("reviewer2") == {Waits.OWED: [(1, 2)]}


def test_owed_words_that_readers_have_already_wait_apart(rows: Rows, waits: Any) -> None:
    approve_all(rows)
    setting(rows, BREAKING, True)
    for number in (1, 2):
        rows.do(segments.reopen, "reviewer", number)
        rows.do(segments.save_target, "reviewer", number, text=f"Corrected {number}.")
        rows.do(segments.approve, "reviewer", number)
    assert waits("reviewer2") == {Waits.OWED: [(2, 1)]}
    make_edition(rows, choices=Choices(is_breaking=True))
    assert waits("reviewer2") == {Waits.OWED_OUT: [(2, 1)]}
    rows.do(segments.reopen, "reviewer", 1)
    rows.do(segments.save_target, "reviewer", 1, text="Corrected anew.")
    rows.do(segments.approve, "reviewer", 1)
    assert waits("reviewer2") == {Waits.OWED_OUT: [(1, 2)], Waits.OWED: [(1, 1)]}
    withdrawing.withdraw(rows.session, rows.people["editor"], rows.article.id, reason="No.", at=rows.clock())
    assert waits("reviewer2") == {Waits.OWED: [(2, 1)]}


def test_what_is_ready_waits_for_the_desk_until_it_is_published(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    for number in range(4):
        rows.do(segments.approve, "reviewer", number)
    assert waits("editor") == waits("admin") == {Waits.PUBLISH: [(1, None)]}
    assert waits("reviewer") == {}
    version = rows.article.version
    publishing.publish(
        rows.session, people["editor"], rows.article.id, note="", seen_version=version, at=clock()
    )
    assert waits("editor") == {}


def test_who_waived_a_critical_problem_is_not_asked_to_publish_over_it(rows: Rows, waits: Any) -> None:
    problem = mark(rows, 2, "negation-modality", Severity.CRITICAL, "would")
    approve_all(rows)
    waiving.waive(rows.session, rows.people["editor"], problem, reason="Confirmed.", at=rows.clock())
    assert (waits("editor"), waits("admin")) == ({}, {Waits.PUBLISH_OVER: [(1, None)]})
    waiving.withdraw_waiver(rows.session, rows.people["editor"], problem, at=rows.clock())
    waiving.waive(rows.session, rows.people["admin"], problem, reason="Confirmed.", at=rows.clock())
    assert (waits("editor"), waits("admin")) == ({Waits.PUBLISH_OVER: [(1, None)]}, {})


def test_overdue_waits_for_its_people_and_the_desk(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    assign(rows, "reviewer", Role.REVIEWER)
    handover.set_deadline(
        rows.session,
        people["editor"],
        rows.article.id,
        deadline=clock() - timedelta(hours=2),
        at=clock(),
    )
    assert waits("reviewer") == waits("editor") == {Waits.OVERDUE: [(1, None)]}
    assert waits("reviewer2") == {}


def test_a_legal_read_waits_for_who_may_sign_it(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    read = LegalRead(
        article_id=rows.article.id, segment_id=rows[2].id, asked_by_id=people["editor"].id, asked_at=clock()
    )
    rows.session.add(read)
    assert waits("admin") == {Waits.LEGAL_READ: [(1, 2)]}
    assert waits("editor") == waits("reviewer") == {}
    read.refused_at = clock()
    assert waits("admin") == {}, "it is for others to mend now"
    rows.do(segments.save_target, "translator", 2, text="Other words.")
    assert waits("admin") == {Waits.LEGAL_READ: [(1, 2)]}
    read.signed_at = clock()
    assert waits("admin") == {}


def test_what_is_shelved_waits_for_nobody(
    rows: Rows, waits: Any, people: dict[str, Actor], clock: Clock
) -> None:
    assign(rows, "translator", Role.TRANSLATOR)
    send_back(rows, 1)
    rows.do(review.mark_problem, "reviewer", 2, type_slug="question", note="Wages?")
    handover.shelve(
        rows.session, people["editor"], rows.article.id, shelf="on-hold", reason="Not now", at=clock()
    )
    assert waits("translator") == {}


def statements_of(session: Session, run: Callable[[], Any]) -> int:
    seen: list[str] = []

    def count(_c: Any, _cur: Any, statement: str, *_more: Any) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", count)
    try:
        run()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_the_number_of_queries_does_not_grow_with_the_articles(
    session: Session, make_article: Callable[..., Article], people: dict[str, Actor], clock: Clock
) -> None:
    def work() -> None:
        rows = Rows(session, make_article(), people, clock)
        rows.do(segments.save_target, "reviewer", 1, text="Corrected.")
        rows.do(segments.approve, "reviewer", 1)
        rows.do(review.mark_problem, "translator", 2, type_slug="question", note="Wages?")
        mark = rows.do(review.mark_problem, "editor", 0, type_slug="grammar")
        threads.reply(session, people["translator"], mark.id, text="@Emad Editor, how?", at=clock())
        review.take_step(session, people["translator"], mark.id, Step.FIX, at=clock())
        send_back(rows, 3)
        handover.hand_over(
            session, people["translator"], rows.article.id, to=Handover.DESK, note="", at=clock()
        )
        session.expunge_all()

    def look() -> Any:
        session.expunge_all()
        return waiting_for(session, people["editor"], at=clock())

    work()
    look()
    few = statements_of(session, look)
    for _ in range(4):
        work()
    found = look()
    assert {kind: len(lines) for kind, lines in found.items()} == {
        Waits.HANDED_OVER: 5,
        Waits.UNCLAIMED: 5,
        Waits.MENTIONED: 5,
        Waits.TO_ACCEPT: 5,
        Waits.QUESTION: 5,
        Waits.OWED: 5,
    }
    assert statements_of(session, look) == few <= 24


# --- news -------------------------------------------------------------------------------------------------


def test_news_comes_unread_first_by_article_and_by_pages(
    session: Session, make_article: Callable[..., Article], people: dict[str, Actor], clock: Clock
) -> None:
    reader = people["reviewer"]
    articles = [Rows(session, make_article(), people, clock) for _ in range(3)]
    for number in range(4):
        for rows in articles:
            mark = rows.mark(number, Side.TARGET, rows[number].target.split()[0])
            threads.reply(session, people["translator"], mark.id, text=f"reply {number}", at=clock())
    ids = session.scalars(select(Notice.id).where(Notice.user_id == reader.id).order_by(Notice.id)).all()
    for seen in (ids[11], ids[0]):
        seen_news.see(session, reader, seen, at=clock())
    assert count_unread(session, reader.id) == 10

    def order(page: Any) -> list[tuple[str, list[int]]]:
        return [(piece.slug, [line.id for line in piece.lines]) for piece in page.pieces]

    first = read_news(session, reader.id, limit=5)
    slugs = [rows.article.slug for rows in articles]
    assert order(first) == [
        (slugs[1], [ids[10], ids[7]]),
        (slugs[0], [ids[9], ids[6]]),
        (slugs[2], [ids[8]]),
    ]
    assert first.newest == ids[10]
    second = read_news(session, reader.id, at=first.next or "", limit=5)
    third = read_news(session, reader.id, at=second.next or "", limit=5)
    assert order(third) == [(slugs[0], [ids[0]]), (slugs[2], [ids[11]])]
    assert third.next is None
    (_, line), *_ = [(piece.slug, piece.lines[0]) for piece in second.pieces]
    assert (line.by, line.number, line.is_seen) == ("Tala Translator", 2, False)
    past = read_news(session, reader.id, at=third.next or f"{clock().isoformat()}~{ids[5]}", limit=5)
    assert order(past) == order(third)
    for nonsense in ("x", "~", "soon~5", "2026-03-02~5", "~99999999999999999999"):
        assert read_news(session, reader.id, at=nonsense, limit=5) == first
