"""The desk's views, orders and pages, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.conftest import START, Clock
from workbench.db.models import Article, Assignment, Segment
from workbench.db.queries.desk import (
    COUNTED_UP_TO,
    Cursor,
    DeskPage,
    Sort,
    View,
    count_views,
    list_articles,
)
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor, Role
from workbench.domain.stages import Handover, Stage
from workbench.services import handover, segments

pytestmark = pytest.mark.both_databases

MakeArticle = Callable[..., Article]


def headline(source: str, target: str) -> tuple[tuple[Kind, str, str], ...]:
    return ((Kind.HEADLINE, source, target),)


def slugs(page: DeskPage) -> list[str]:
    return [row.slug for row in page.rows]


@pytest.fixture
def make(make_article: MakeArticle) -> Callable[..., Article]:
    """``make("A headline")``: an article of one translated headline."""
    return lambda title, source="عنوان", finished=True: make_article(
        finished=finished, rows=headline(source, title)
    )


def test_a_row_says_where_the_article_stands_and_who_is_on_it(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock
) -> None:
    article = make("Port workers return", "عمال الميناء يعودون")
    for who, role in (("translator", Role.TRANSLATOR), ("reviewer", Role.REVIEWER)):
        handover.assign(session, people["editor"], article.id, user_id=people[who].id, role=role, at=clock())
    article.translated_by_name = "A. Stringer"
    session.flush()
    (row,) = list_articles(session, View.ALL, people["nobody"]).rows
    assert (row.target_title, row.source_title) == ("Port workers return", "عمال الميناء يعودون")
    assert (row.stage, row.counts.translated, row.changed_at) == (Stage.REVIEW, 1, article.changed_at)
    assert [(p.name, p.role) for p in row.people] == [
        ("A. Stringer", Role.TRANSLATOR),
        ("Tala Translator", Role.TRANSLATOR),
        ("Rana Reviewer", Role.REVIEWER),
    ]


def test_mine_is_what_i_am_assigned_to_or_translated(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock
) -> None:
    assigned, translated, ended, _other = (make(title) for title in ("One", "Two", "Three", "Four"))
    me = people["translator"]
    given = [
        handover.assign(
            session, people["editor"], article.id, user_id=me.id, role=Role.TRANSLATOR, at=clock()
        )
        for article in (assigned, ended)
    ]
    handover.unassign(session, people["editor"], given[1].id, at=clock())
    translated.translated_by_id = me.id
    assigned.translated_by_id = me.id  # both ways: still listed once
    session.flush()
    assert slugs(list_articles(session, View.MINE, me)) == ["one", "two"]
    assert slugs(list_articles(session, View.MINE, people["translator2"])) == []


def test_review_waits_for_me_unless_it_is_another_reviewers(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock
) -> None:
    free, mine, theirs = make("Free"), make("Mine"), make("Theirs")
    make("Not yet", finished=False)
    handed = make("Handed over", finished=False)
    for article, who in ((mine, "reviewer"), (theirs, "reviewer2")):
        handover.assign(
            session, people["editor"], article.id, user_id=people[who].id, role=Role.REVIEWER, at=clock()
        )
    handover.hand_over(
        session, people["translator"], handed.id, to=Handover.REVIEW, note="The rest is easy", at=clock()
    )
    assert set(slugs(list_articles(session, View.TO_REVIEW, people["reviewer"]))) == {
        free.slug,
        mine.slug,
        handed.slug,
    }


def test_sent_back_lists_my_articles_with_returned_segments(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock
) -> None:
    mine, other, fine = make("Mine"), make("Of somebody else"), make("Fine")
    for article in (mine, fine):
        article.translated_by_id = people["translator"].id
    for article in (mine, other):
        segment = session.query(Segment).filter_by(article_id=article.id).one()
        segments.send_back(
            session,
            people["reviewer"],
            segment.id,
            version=segment.lock_version,
            reason="A number is off",
            at=clock(),
        )
    handover.hand_over(session, people["editor"], fine.id, to=Handover.TRANSLATION, note="", at=clock())
    untouched = make("Untouched", finished=False)
    handover.hand_over(session, people["editor"], untouched.id, to=Handover.TRANSLATION, note="", at=clock())
    handover.take_on(session, people["translator"], untouched.id, at=clock())
    for sort in Sort:
        found = list_articles(session, View.SENT_BACK, people["translator"], sort=sort)
        assert slugs(found) == ["mine"], "handed over is not sent back"
    counts = {who: count_views(session, people[who], [View.SENT_BACK])[View.SENT_BACK] for who in people}
    assert counts == dict.fromkeys(people, 0) | {"translator": 1}


def test_sent_back_lists_what_waits_for_me_as_the_inbox_does(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock
) -> None:
    article = make("Shared")
    row = session.query(Segment).filter_by(article_id=article.id).one()
    for who in ("translator", "translator2"):
        handover.assign(
            session,
            people["editor"],
            article.id,
            user_id=people[who].id,
            role=Role.TRANSLATOR,
            first_segment_id=row.id if who == "translator2" else None,
            last_segment_id=row.id if who == "translator2" else None,
            at=clock(),
        )
    segments.send_back(
        session, people["reviewer"], row.id, version=row.lock_version, reason="A number is off", at=clock()
    )
    split = session.scalars(select(Assignment).where(Assignment.user_id == people["translator"].id)).one()
    assert slugs(list_articles(session, View.SENT_BACK, people["translator"])) == ["shared"]
    handover.unassign(session, people["editor"], split.id, at=clock())
    assert slugs(list_articles(session, View.SENT_BACK, people["translator"])) == []
    assert slugs(list_articles(session, View.SENT_BACK, people["translator2"])) == ["shared"]


@pytest.mark.parametrize("sort", list(Sort))
def test_overdue_is_what_was_due_and_is_not_published(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock, sort: Sort
) -> None:
    now = clock()
    due = {"Late": -2, "Later": -1, "Soon": 1, "Published": -3, "Held": -3}
    articles = {title: make(title) for title in (*due, "No hurry")}
    for title, hours in due.items():
        articles[title].deadline = now + timedelta(hours=hours)
    articles["Published"].stage = Stage.PUBLISHED
    session.flush()
    handover.shelve(
        session, people["editor"], articles["Held"].id, shelf="on-hold", reason="Later", at=clock()
    )
    nobody = people["nobody"]
    found = slugs(list_articles(session, View.OVERDUE, nobody, sort=sort, now=now))
    assert found == (["later", "late"] if sort is Sort.CHANGED else ["late", "later"])
    assert count_views(session, nobody, [View.OVERDUE], now=now) == {View.OVERDUE: 2}


def test_changed_and_shelved_articles_have_views_of_their_own(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock
) -> None:
    changed, held, spiked, _plain = (make(title) for title in ("Changed", "Held", "Spiked", "Plain"))
    changed.edition_number, changed.changed_since_edition = 1, True
    session.flush()
    handover.shelve(session, people["editor"], held.id, shelf="on-hold", reason="Later", at=clock())
    handover.shelve(session, people["editor"], spiked.id, shelf="spiked", reason="Later", at=clock())
    editor = people["editor"]
    assert slugs(list_articles(session, View.CHANGED, editor)) == ["changed"]
    assert slugs(list_articles(session, View.SHELVED, editor)) == ["spiked", "held"]
    assert set(slugs(list_articles(session, View.ALL, editor))) == {"changed", "plain"}
    assert count_views(session, editor, [View.CHANGED, View.SHELVED, View.TO_PUBLISH]) == {
        View.CHANGED: 1,
        View.SHELVED: 2,
        View.TO_PUBLISH: 0,
    }


def test_search_finds_in_both_languages_and_on_the_shelf_too(
    session: Session, people: dict[str, Actor], make: MakeArticle, clock: Clock
) -> None:
    make("Port workers return", "عمال الميناء يعودون")
    shelved = make("The old port", "مدرسة قديمة")
    make("A school", "الأمطار")
    handover.shelve(session, people["editor"], shelved.id, shelf="archived", reason="Later", at=clock())
    nobody = people["nobody"]
    assert slugs(list_articles(session, View.ALL, nobody, query="PORT")) == [
        "the-old-port",
        "port-workers-return",
    ]
    assert slugs(list_articles(session, View.ALL, nobody, query="مدرسه")) == ["the-old-port"]
    assert slugs(list_articles(session, View.ALL, nobody, query="امطار")) == ["a-school"]
    assert slugs(list_articles(session, View.SHELVED, nobody, query="school")) == []


def walk(session: Session, actor: Actor, sort: Sort, limit: int) -> tuple[list[str], list[str]]:
    """Every slug going forward page by page, and again going back from the last page."""
    forward: list[str] = []
    page = list_articles(session, View.ALL, actor, sort=sort, limit=limit)
    assert page.previous is None
    while True:
        forward += slugs(page)
        if page.next is None:
            break
        page = list_articles(session, View.ALL, actor, sort=sort, at=page.next, limit=limit)
    back = slugs(page)
    while page.previous is not None:
        page = list_articles(session, View.ALL, actor, sort=sort, at=page.previous, limit=limit)
        back = slugs(page) + back
    return forward, back


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("limit", [1, 3, 50])
def test_pages_hold_every_article_once_both_ways(
    session: Session, people: dict[str, Actor], make: MakeArticle, sort: Sort, limit: int
) -> None:
    for index, title in enumerate(["Delta", "alpha", "Charlie", "Bravo", "alpha", "Echo", "Foxtrot"]):
        article = make(title)
        # Equal keys and missing deadlines: the id decides, those without a deadline come last.
        article.deadline = START + timedelta(days=(9 - index) // 2) if index % 3 else None
        article.changed_at = START + timedelta(hours=index // 2)
    session.flush()
    expected = {
        Sort.CHANGED: ["foxtrot", "echo", "alpha-2", "bravo", "charlie", "alpha", "delta"],
        Sort.DEADLINE: ["alpha-2", "echo", "charlie", "alpha", "delta", "bravo", "foxtrot"],
        Sort.TITLE: ["alpha", "alpha-2", "bravo", "charlie", "delta", "echo", "foxtrot"],
    }[sort]
    forward, back = walk(session, people["nobody"], sort, limit)
    assert forward == expected
    assert back == expected


@pytest.mark.parametrize(
    ("view", "who", "queries"), [(View.TO_REVIEW, "reviewer", 3), (View.SENT_BACK, "translator", 7)]
)
def test_a_page_takes_so_many_queries_however_many_rows(
    session: Session,
    people: dict[str, Actor],
    make: MakeArticle,
    clock: Clock,
    view: View,
    who: str,
    queries: int,
) -> None:
    def waiting(title: str) -> None:
        article = make(title)
        if view is View.SENT_BACK:
            article.translated_by_id = people[who].id
            row = session.query(Segment).filter_by(article_id=article.id).one()
            segments.send_back(
                session, people["reviewer"], row.id, version=row.lock_version, reason="A number", at=clock()
            )

    def count_queries() -> int:
        seen: list[str] = []
        connection = session.connection()

        def note(*args: object) -> None:
            seen.append(str(args[2]))

        event.listen(connection, "before_cursor_execute", note)
        list_articles(session, view, people[who])
        event.remove(connection, "before_cursor_execute", note)
        return len(seen)

    waiting("One")
    session.flush()
    few = count_queries()
    for number in range(12):
        waiting(f"Number {number}")
    session.flush()
    assert count_queries() == few == queries


def test_a_view_is_counted_only_so_far(session: Session, people: dict[str, Actor], make: MakeArticle) -> None:
    article = make("Template")
    columns = {c.name: getattr(article, c.name) for c in Article.__table__.columns if c.name != "id"}
    session.add_all(Article(**{**columns, "slug": f"copy-{n}"}) for n in range(COUNTED_UP_TO + 5))
    session.flush()
    assert count_views(session, people["reviewer"], [View.TO_REVIEW]) == {View.TO_REVIEW: COUNTED_UP_TO}


def test_a_cursor_comes_back_from_its_address_and_nonsense_is_none() -> None:
    cursor = Cursor("عمال الميناء", 7, backwards=True)
    assert Cursor.decode(cursor.encode()) == cursor
    for nonsense in ("", "x", "é", "bm90IGpzb24", Cursor("k", 1).encode()[:-3], "WzEsMiwzXQ"):
        assert Cursor.decode(nonsense) is None


def test_a_cursor_of_another_sort_starts_at_the_beginning(
    session: Session, people: dict[str, Actor], make: MakeArticle
) -> None:
    make("One")
    make("Two")
    page = list_articles(session, View.ALL, people["nobody"], at=Cursor("port workers", 1))
    assert slugs(page) == ["two", "one"]
