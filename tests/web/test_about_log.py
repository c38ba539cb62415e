"""The log on the page about an article: who did what on which row and why, filtered and page by page."""

from collections.abc import Callable

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.web.conftest import ClientFor, Prepare
from tests.web.test_about import section
from workbench.db.engine import Database
from workbench.db.models import Article, AuditEvent
from workbench.db.queries import about as queries
from workbench.db.queries.about import Matter
from workbench.domain.people import Actor, Role
from workbench.services import audit, handover, review, structure
from workbench.services.segments import approve, confirm, send_back


def some_work(rows: Rows) -> None:
    rows.do(confirm, "translator", 1)
    rows.do(approve, "reviewer", 1)
    rows.do(send_back, "reviewer", 2, reason="The negation is lost.")


def test_the_log_says_who_did_what_on_which_row_and_why(prepare: Prepare, client_for: ClientFor) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        some_work(rows)
        ids.extend(row.id for row in rows.all)

    slug = prepare(steps)
    page = client_for("nobody").get(f"/articles/{slug}/about").text
    log = section(page, "log")
    assert "Rana Reviewer sent row 3 back The negation is lost." in log
    assert "Tala Translator confirmed row 2" in log
    assert "Emad Editor created the article with 4 rows" in log
    assert log.index("sent row 3 back") < log.index("approved row 2") < log.index("created the article")
    assert f'<a href="/articles/{slug}?at={ids[2]}">row 3</a>' in page
    assert '<time datetime="2026-03-02T09:00:01+00:00"' in page


def test_the_log_is_filtered_by_person_and_by_matter(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    slug, client = prepare(some_work), client_for("editor")
    mine = section(client.get(f"/articles/{slug}/about?by={staff['reviewer'].id}").text, "log")
    assert "approved row 2" in mine
    assert "confirmed" not in mine
    assert "created the article" not in mine
    matter = section(client.get(f"/articles/{slug}/about?matter=article").text, "log")
    assert "created the article" in matter
    assert "approved" not in matter
    none = section(client.get(f"/articles/{slug}/about?matter=editions").text, "log")
    assert "Nothing of this sort." in none
    assert "created" in section(client.get(f"/articles/{slug}/about?matter=x&by=y&before=z").text, "log")


def test_an_event_nobody_put_into_words_is_named_as_it_is(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        audit.record(rows.session, None, "weather.<changed>", at=rows.clock(), article=rows.article)

    slug = prepare(steps)
    log = section(client_for("editor").get(f"/articles/{slug}/about").text, "log")
    assert "The command line weather.<changed>" in log


def test_the_log_is_walked_page_by_page_both_ways(database: Database, prepare: Prepare) -> None:
    def steps(rows: Rows) -> None:
        for number in range(9):
            audit.record(rows.session, None, f"segment.n{number}", at=rows.clock(), article=rows.article)

    slug = prepare(steps)
    with database.reading() as session:
        article_id = session.scalars(select(Article.id).where(Article.slug == slug)).one()
        everything = list(session.scalars(select(AuditEvent.id).order_by(AuditEvent.id.desc())))
        seen, page = [], queries.read_log(session, article_id, limit=4)
        assert page.newer is None
        while True:
            seen += [line.id for line in page.lines]
            if page.older is None:
                break
            page = queries.read_log(session, article_id, before=page.older, limit=4)
        assert seen == everything
        assert page.newer is not None
        back = queries.read_log(session, article_id, after=page.newer, limit=4)
        assert [line.id for line in back.lines] == everything[4:8]
        first = queries.read_log(session, article_id, after=back.newer, limit=4)
        assert [line.id for line in first.lines] == everything[:4]
        assert first.newer is None
        rows = queries.read_log(session, article_id, matter=Matter.ROWS, limit=20)
        assert len(rows.lines) == 9


def test_the_page_asks_no_more_of_the_database_when_there_is_more_to_show(
    database: Database, prepare: Prepare, client_for: ClientFor
) -> None:
    def busy(rows: Rows) -> None:
        some_work(rows)
        for who in ("translator", "translator2", "reviewer"):
            role = Role.REVIEWER if who == "reviewer" else Role.TRANSLATOR
            for row in rows.all:
                handover.assign(
                    rows.session,
                    rows.people["editor"],
                    rows.article.id,
                    user_id=rows.people[who].id,
                    role=role,
                    first_segment_id=row.id,
                    at=rows.clock(),
                )
            for note in ("Why?", "How?"):
                review.ask_about_article(
                    rows.session, rows.people["reviewer"], rows.article.id, note=note, at=rows.clock()
                )

    def some(rows: Rows) -> None:
        handover.assign(
            rows.session,
            rows.people["editor"],
            rows.article.id,
            user_id=rows.people["reviewer"].id,
            role=Role.REVIEWER,
            first_segment_id=rows[1].id,
            at=rows.clock(),
        )
        rows.do(confirm, "translator", 1)
        review.ask_about_article(
            rows.session, rows.people["reviewer"], rows.article.id, note="Why?", at=rows.clock()
        )

    client = client_for("editor")
    counted: list[str] = []

    def count(*arguments: object) -> None:
        counted.append(str(arguments[2]))

    asked = []
    for steps in (some, busy):
        slug = prepare(steps)
        client.get(f"/articles/{slug}/about")
        counted.clear()
        for engine in {database.engine, database._reading}:
            event.listen(engine, "before_cursor_execute", count)
        assert client.get(f"/articles/{slug}/about").status_code == 200
        for engine in {database.engine, database._reading}:
            event.remove(engine, "before_cursor_execute", count)
        asked.append(len(counted))
    assert asked[0] >= asked[1] > 0


def test_rows_that_are_gone_are_told_without_a_link(
    session: Session, people: dict[str, Actor], make_article: Callable[..., Article], clock: Clock
) -> None:
    article = make_article()
    made = structure.insert_after(session, people["editor"], article.id, None, at=clock())
    row = made.segments[0]
    structure.remove(session, people["editor"], row.id, version=row.lock_version, at=clock())
    lines = {line.name: line for line in queries.read_log(session, article.id).lines}
    assert lines["rows.inserted"].segment_id == row.id
    assert lines["rows.inserted"].number is None
