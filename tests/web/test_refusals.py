"""What stands at public addresses in place of an edition: which one it was, why, and what is out instead."""

import base64
import hashlib
from datetime import timedelta

import lxml.html
import pytest
from flask import Flask

from tests.bare_edition import add_edition
from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all, publish_it
from tests.web.conftest import Client, Prepare
from tests.web.test_outside import let, published
from workbench import clock as the_clock
from workbench.db.engine import Database
from workbench.db.queries.editions import find_article
from workbench.domain.house import Outside
from workbench.domain.people import Actor
from workbench.services.embargoes import cancel
from workbench.services.withdrawing import withdraw

REASON = "A name was wrong.\n\nThe desk is looking into how that came about."


def text_of(page: str) -> list[str]:
    """The paragraphs of a page's article, its heading first."""
    article = lxml.html.document_fromstring(page).find("body/main/article")
    return [" ".join(child.text_content().split()) for child in article]


def test_a_withdrawal_says_which_edition_it_was_and_why_in_paragraphs(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor], clock: Clock
) -> None:
    def publish_and_withdraw(rows: Rows) -> None:
        published(rows)
        withdraw(rows.session, staff["editor"], rows.article.id, reason=REASON, at=clock())

    slug = prepare(publish_and_withdraw)
    let(database, Outside.ANYBODY)
    for path in (f"/editions/{slug}", f"/editions/{slug}/1"):
        answer = client.get(path)
        assert answer.status_code == 410
        assert text_of(answer.text) == [
            "Withdrawn",
            "Edition 1, published 2 March 2026",
            "This article was withdrawn on 2 March 2026. A name was wrong.",
            "The desk is looking into how that came about.",
        ]
        error = client.get(f"{path}.json").json["error"]
        assert (error["code"], error["kind"], error["edition"]) == ("gone", "withdrawn", 1)
        assert error["published"].startswith("2026-03-02T")
        assert error["message"].endswith(REASON)
        assert "newest" not in error
        lines = client.get(f"{path}.txt").text.splitlines()
        assert lines[0] == "Edition 1, published 2 March 2026"
        assert lines[-1] == "The desk is looking into how that came about."


def test_what_was_withdrawn_leads_to_the_edition_that_came_after_it(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor], clock: Clock
) -> None:
    def publish_again(rows: Rows) -> None:
        published(rows)
        withdraw(rows.session, staff["editor"], rows.article.id, reason=REASON, at=clock())
        reword(rows, 1, "Some 43 workers came back.")
        make_edition(rows)

    slug = prepare(publish_again)
    let(database, Outside.ANYBODY)
    answer = client.get(f"/editions/{slug}/1")
    assert answer.status_code == 410
    assert answer.headers["Link"] == f'</editions/{slug}>; rel="latest-version"'
    _, _, notice, *_, last = text_of(answer.text)
    assert notice == "Edition 1 was withdrawn on 2 March 2026. A name was wrong."
    assert last == "The newest edition of this article is edition 2"
    address = lxml.html.document_fromstring(answer.text).find(".//article//a").get("href")
    assert client.get(address).status_code == 200
    assert client.get(f"/editions/{slug}/1.json").json["error"]["newest"] == address


def test_an_edition_that_was_cancelled_is_said_to_have_never_been_out_once_one_after_it_is(
    prepare: Prepare, client: Client, database: Database, staff: dict[str, Actor], clock: Clock
) -> None:
    def schedule_and_cancel(rows: Rows) -> None:
        approve_all(rows)
        make_edition(rows, goes_out_at=clock.moment + timedelta(days=1))
        cancel(rows.session, staff["editor"], rows.article.id, 1, at=clock())

    slug = prepare(schedule_and_cancel)
    let(database, Outside.ANYBODY)
    first, nowhere = client.get(f"/editions/{slug}/1"), client.get("/editions/nowhere/1")
    assert (first.status_code, first.data) == (404, nowhere.data), "nobody is told that something was to come"
    with database.writing() as session:
        publish_it(Rows(session, find_article(session, slug), staff, clock))
    assert "Edition 2, published" in client.get(f"/editions/{slug}").text
    first = client.get(f"/editions/{slug}/1")
    assert first.status_code == 404
    assert text_of(first.text) == [
        "Never published",
        "Edition 1 was cancelled before it went out, so it was never published.",
        "The newest edition of this article is edition 2",
    ]
    error = client.get(f"/editions/{slug}/1.json").json["error"]
    assert (error["code"], error["newest"]) == ("never-published", f"/editions/{slug}")
    assert client.get(f"/editions/{slug}/3").data == nowhere.data


KINDS = {"": "text/html", ".html": "text/html", ".json": "application/json", ".txt": "text/plain"}


@pytest.mark.parametrize("suffix", KINDS)
def test_whatever_goes_wrong_is_said_in_the_form_that_was_asked_for(
    suffix: str,
    prepare: Prepare,
    app: Flask,
    client: Client,
    database: Database,
    staff: dict[str, Actor],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    slug = prepare()
    let(database, Outside.ANYBODY)
    with database.writing() as session:
        article_id, editor = find_article(session, slug).id, staff["editor"]
        add_edition(session, article_id, editor, the_clock.now(), content="a disk that failed")
    for method, path, status in (
        ("GET", f"/editions/{slug}{suffix}", 500),
        ("GET", f"/editions/{slug}/one{suffix}", 404),
        ("PUT", f"/editions/{slug}{suffix}", 405),
    ):
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.mimetype) == (status, KINDS[suffix])
        assert "Sign in" not in answer.text
        assert "disk" not in answer.text
        assert ("eference" in answer.text) is (status == 500)
    if not suffix:
        for accept in ("application/json", "text/plain", "text/html"):
            answer = client.get(f"/editions/{slug}", headers={"Accept": accept})
            assert (answer.status_code, answer.mimetype) == (500, accept)


def test_the_looks_of_a_page_are_within_it_and_its_policy_names_them(
    prepare: Prepare, client: Client, database: Database
) -> None:
    slug = prepare(published)
    let(database, Outside.ANYBODY)
    for path in (f"/editions/{slug}", "/editions/nowhere"):
        answer = client.get(path)
        sheet = answer.text.split("<style>")[1].split("</style>")[0]
        digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
        assert f"style-src 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]
    assert "<style>" not in client.get(f"/editions/{slug}.wp.html").text
