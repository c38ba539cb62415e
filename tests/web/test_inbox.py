"""The inbox over HTTP: its lines and links, seeing, the number in the frame, and taking free work."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from tests.conftest import sample
from tests.web.conftest import Client
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Article, Assignment, Notice, Problem, Segment
from workbench.domain.people import Actor
from workbench.domain.problems import Step
from workbench.domain.stages import Handover
from workbench.services import handover, review, segments
from workbench.services.articles import create_article

ClientFor = Callable[[str], Client]


@pytest.fixture
def article(database: Database, staff: dict[str, Actor]) -> Article:
    """Handed over to review, with a question on its second row."""
    with database.writing() as session:
        made = create_article(session, staff["editor"], sample(), at=clock.now())
        row = session.scalars(select(Segment.id).order_by(Segment.position)).all()[1]
        handover.hand_over(
            session,
            staff["translator"],
            made.id,
            to=Handover.REVIEW,
            note="السطر الثاني <b>أولًا</b>",
            at=clock.now(),
        )
        review.mark_problem(
            session,
            staff["reviewer"],
            row,
            type_slug="question",
            note="Is this @Tamim Translator’s?",
            version=1,
            at=clock.now(),
        )
        return made


def notice_of(database: Database, person: Actor) -> Notice:
    with database.reading() as session:
        return session.scalars(select(Notice).where(Notice.user_id == person.id)).one()


def unread(page: str) -> str:
    return inbox_link(page)[1]


def inbox_link(page: str) -> tuple[str, str]:
    """What the frame says of the inbox: how much waits, how much is new."""
    found = re.search(r'aria-label="Inbox(?:, (\S+) waiting)?(?:, (\S+) new)?"', page)
    assert found
    return found[1] or "", found[2] or ""


def test_a_line_says_what_waits_and_leads_to_just_that(article: Article, client_for: ClientFor) -> None:
    page = client_for("reviewer2").get("/inbox").text
    assert "handed over to you" in page
    assert f'href="/articles/{article.slug}?show=open"' in page
    assert "السطر الثاني &lt;b&gt;أولًا&lt;/b&gt;" in page
    assert "<bdi>Tala Translator</bdi> handed the article over to you" in page
    assert "<bdi>Rana Reviewer</bdi> mentioned you on row 2" in client_for("translator2").get("/inbox").text
    desk = client_for("editor").get("/inbox").text
    assert "1 question to answer" in desk
    assert re.search(
        rf'href="/articles/{article.slug}\?at=\d+&amp;show=problems&amp;tab=problems#p\d+"', desk
    )


def test_an_empty_inbox_explains_itself(client_for: ClientFor) -> None:
    page = client_for("nobody").get("/inbox").text
    assert "Nothing waits for you" in page
    assert "No news yet" in page
    assert "sends no mail" in page
    assert "All seen" not in page


def test_the_frame_says_how_much_waits_and_how_much_is_new(
    article: Article, client_for: ClientFor, database: Database, staff: dict[str, Actor]
) -> None:
    client = client_for("reviewer2")
    assert inbox_link(client.get("/").text) == inbox_link(client.get("/inbox").text) == ("1", "1")
    assert client.get_json("/inbox/count").get_json() == {"waiting": "1", "unread": "1"}
    client.send_json("/inbox/seen", {"up_to": 2**31})
    assert inbox_link(client.get("/").text) == ("1", ""), "seen, and still to be done"
    assert "data-unasked" in client.get("/help").text
    with database.writing() as session:
        for row in session.scalars(select(Segment).order_by(Segment.position)).all():
            segments.approve(session, staff["reviewer"], row.id, version=row.lock_version, at=clock.now())
    assert client.get_json("/inbox/count").get_json() == {"waiting": "", "unread": ""}


def test_opening_a_line_leads_to_the_row_and_is_seeing_it(
    article: Article, client_for: ClientFor, database: Database, staff: dict[str, Actor]
) -> None:
    notice, client = notice_of(database, staff["translator2"]), client_for("translator2")
    assert unread(client.get("/").text) == "1"
    answer = client.get(f"/inbox/{notice.id}")
    assert answer.status_code == 303
    assert answer.location == (
        f"/articles/{article.slug}?at={notice.segment_id}&tab=problems#p{notice.problem_id}"
    )
    assert unread(client.get("/help").text) == ""
    assert notice_of(database, staff["translator2"]).seen_at is not None


def test_nobody_opens_or_sees_anothers_line(
    article: Article, client_for: ClientFor, database: Database, staff: dict[str, Actor]
) -> None:
    notice, other = notice_of(database, staff["translator2"]), client_for("editor")
    assert other.get(f"/inbox/{notice.id}").location == "/inbox"
    other.send_json(f"/inbox/{notice.id}/seen")
    other.send_json("/inbox/seen", {"up_to": notice.id})
    assert notice_of(database, staff["translator2"]).seen_at is None


def test_seeing_with_and_without_a_script(
    article: Article, client_for: ClientFor, database: Database, staff: dict[str, Actor]
) -> None:
    first, second = client_for("reviewer"), client_for("reviewer2")
    notice = notice_of(database, staff["reviewer2"])
    assert second.send_json(f"/inbox/{notice.id}/seen").get_json() == {"unread": 0}
    assert "data-unseen" not in second.get("/inbox").text
    page = first.get("/inbox").text
    assert page.count("data-unseen") == 1
    up_to = re.search(r'name="up_to" value="(\d+)"', page)
    assert up_to
    assert first.send("/inbox/seen", up_to=up_to[1]).location == "/inbox#news"
    assert "data-unseen" not in first.get("/inbox").text
    assert first.send("/inbox/seen", up_to="soon").status_code == 422


def test_a_line_whose_row_is_gone_leads_to_the_article(
    article: Article, client_for: ClientFor, database: Database, staff: dict[str, Actor]
) -> None:
    notice = notice_of(database, staff["translator2"])
    with database.writing() as session:
        session.get_one(Segment, notice.segment_id).retired = True
    client = client_for("translator2")
    assert "on a row that is gone" in client.get("/inbox").text
    assert client.get(f"/inbox/{notice.id}").location == f"/articles/{article.slug}?tab=all"


@pytest.mark.parametrize("path", ["/", "/inbox", "/help", "/articles/{}", "/articles/{}/about"])
def test_the_number_in_the_frame_is_one_query_a_page(
    article: Article, client_for: ClientFor, database: Database, path: str
) -> None:
    client, seen = client_for("reviewer2"), []
    engine = database.engine if not database.is_sqlite else database._reading

    def look(_c: Any, _cur: Any, statement: str, *_more: Any) -> None:
        if "count(" in statement and "notice" in statement:
            seen.append(statement)

    client.get(path.format(article.slug))
    engines = {id(e): e for e in (engine, database.engine)}.values()
    for each in engines:
        event.listen(each, "before_cursor_execute", look)
    try:
        page = client.get(path.format(article.slug))
    finally:
        for each in engines:
            event.remove(each, "before_cursor_execute", look)
    assert unread(page.text) == "1"
    assert len(seen) == 1


def test_the_poll_tells_of_news_and_is_quiet_otherwise(
    article: Article, client_for: ClientFor, staff: dict[str, Actor], database: Database
) -> None:
    client, address = client_for("translator2"), f"/articles/{article.slug}/changes"
    version = client.get_json(f"{address}?since=0").get_json()["article"]["version"]
    first = client.get_json(f"{address}?since={version}").get_json()
    assert first["unread"] == "1"
    quiet = f"{address}?since={version}&people={first['mark']}"
    assert client.get_json(quiet).status_code == 204
    client.get(f"/inbox/{notice_of(database, staff['translator2']).id}")
    assert client.get_json(quiet).get_json()["unread"] == ""


def test_a_page_of_an_error_of_ours_asks_the_database_nothing(
    app: Flask, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for("editor")
    monkeypatch.setattr("workbench.web.inbox.queries.waiting_for", lambda *_a, **_m: 1 / 0)
    monkeypatch.setattr("workbench.web.inbox.news_queries.count_unread", lambda *_a, **_m: 1 / 0)
    app.testing = False
    try:
        assert "Something broke on our side" in client.get("/inbox").text
    finally:
        app.testing = True


# --- taking free work -------------------------------------------------------------------------------------


def test_free_work_is_taken_from_the_desk_once(
    article: Article, client_for: ClientFor, database: Database
) -> None:
    first, second = client_for("reviewer"), client_for("reviewer2")
    assert "Take it" in first.get("/").text
    assert "Take it" not in client_for("translator").get("/").text  # it waits for review
    taken = first.send_json(f"/articles/{article.slug}/take").get_json()
    assert taken["says"] == "The review is yours."
    assert 'aria-label="Rana Reviewer, reviewer"' in taken["html"]
    assert "Take it" not in second.get("/").text
    refused = second.send_json(f"/articles/{article.slug}/take")
    assert refused.status_code == 409
    assert "Rana Reviewer has it already" in refused.get_json()["error"]["message"]
    with database.reading() as session:
        assert len(session.scalars(select(Assignment)).all()) == 1


def test_taking_without_a_script_comes_back_to_the_same_list(article: Article, client_for: ClientFor) -> None:
    client = client_for("reviewer")
    page = client.get("/?show=review&sort=deadline").text
    back = re.search(r'name="next" value="([^"]+)"', page)
    assert back
    answer = client.send(f"/articles/{article.slug}/take", next=back[1].replace("&amp;", "&"))
    assert answer.location == "/?show=review&sort=deadline"
    assert client.send(f"/articles/{article.slug}/take", next="https://evil.example").location == "/"


def test_what_waits_for_others_is_not_taken(
    article: Article, client_for: ClientFor, database: Database, staff: dict[str, Actor]
) -> None:
    refused = client_for("translator").send_json(f"/articles/{article.slug}/take")
    assert "waits for a reviewer" in refused.get_json()["error"]["message"]
    with database.writing() as session:
        for row in session.scalars(select(Segment).order_by(Segment.position)).all():
            segments.approve(session, staff["reviewer"], row.id, version=row.lock_version, at=clock.now())
        question = session.scalars(select(Problem.id)).one()
        review.take_step(session, staff["reviewer"], question, Step.ANSWER, text="Yes.", at=clock.now())
    refused = client_for("reviewer").send_json(f"/articles/{article.slug}/take")
    assert "nothing to take on" in refused.get_json()["error"]["message"]


def test_an_article_says_whom_it_lies_with_and_what_is_due(
    article: Article, client_for: ClientFor, database: Database, staff: dict[str, Actor]
) -> None:
    for hours, says in ((-3, "! was due"), (3, "due")):
        with database.writing() as session:
            deadline = clock.now() + timedelta(hours=hours)
            handover.set_deadline(session, staff["editor"], article.id, deadline=deadline, at=clock.now())
        page = client_for("reviewer").get(f"/articles/{article.slug}?tab=all").text
        assert re.search(rf'about#due">{says} <time', page)
    assert "With the reviewers: that is you" in page
    assert "I’ll review this" in page
    other = client_for("translator").get(f"/articles/{article.slug}").text
    assert "With the reviewers</strong>" in other
    assert "I’ll review this" not in other


def test_a_hand_over_says_who_was_told(article: Article, client_for: ClientFor) -> None:
    def sent(who: str, to: str) -> str:
        client = client_for(who)
        answer = client.send(f"/articles/{article.slug}/hand-over", to=to)
        return client.get(answer.location).text

    assert "Sent to review. ⁨Rami Reviewer⁩ and ⁨Rana Reviewer⁩ are told." in sent("translator", "review")
    assert "⁨Emad Editor⁩ is told. It cannot be published yet" in sent("reviewer", "desk")
    assert "There is nobody else to be told." in sent("editor", "desk")
