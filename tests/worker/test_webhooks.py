"""Web sites are told, through a real receiver that fails first."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import bare_edition
from tests.conftest import START, add_people, sample
from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from workbench.db.engine import Database
from workbench.db.models import AuditEvent, Edition, EditionEvent, EditionEventKind, Webhook
from workbench.domain.editions import (
    Correction,
    EditionKind,
    canonical_json,
    content_from_json,
    content_to_json,
)
from workbench.domain.errors import InvalidInput, NotAllowed, WrongState
from workbench.services import jobs, telling
from workbench.services.articles import create_article
from workbench.services.telling import What, check_url
from workbench.settings import Settings
from workbench.worker.handlers import HANDLERS
from workbench.worker.runner import Worker

TELLS = {kind: HANDLERS[kind] for kind in (telling.KIND, telling.WHEN_OUT)}


class Site:
    """A web site that answers as it is told, then with 204; not before ``may_answer``."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.was_asked, self.may_answer = threading.Event(), threading.Event()
        self.may_answer.set()
        self.heard: list[tuple[dict[str, str], bytes]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                site.heard.append((dict(self.headers), body))
                site.was_asked.set()
                site.may_answer.wait(20)
                self.send_response(site.answers.pop(0) if site.answers else 204)
                self.end_headers()

            def log_message(self, *_args: Any) -> None: ...

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/told"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def numbers(self) -> list[int]:
        return [json.loads(body)["number"] for _, body in self.heard]


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.server.shutdown()
    site.thread.join()
    site.server.server_close()


class Office:
    def __init__(self, database: Database, url: str) -> None:
        self.database, self.now = database, START + timedelta(hours=1)
        with database.writing() as session:
            self.people = people = add_people(session)
            self.webhook, self.secret = telling.create_webhook(
                session, people["admin"], url, private=True, at=START
            )
            rows = Rows(
                session,
                create_article(session, people["editor"], sample(), at=START),
                people,
                self._tick,
            )  # type: ignore[arg-type]
            approve_all(rows)
            self.edition: Edition = publish_it(rows)
            session.flush()
            session.expunge_all()

    def _tick(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def work(self, *, private: bool = True, url: str = "") -> tuple[int, int]:
        settings = Settings(
            self.database.url.render_as_string(hide_password=False),
            "x" * 40,
            webhook_private=private,
            url=url,
        )
        # A new worker each time, as after a restart.
        return Worker(self.database, TELLS, now=lambda: self.now, settings=settings).run_due()

    def tell(self, what: What, edition: Edition | None = None) -> None:
        with self.database.writing() as session:
            telling.tell(session, edition or self.edition, what, self.now)

    def add_edition(
        self,
        session: Session,
        article_id: int | None = None,
        *,
        number: int = 1,
        hours: int = 0,
        content: str = "",
    ) -> Edition:
        """Of the office's article or another, with the same words or others, out in so many hours."""
        return bare_edition.add_edition(
            session,
            article_id or self.edition.article_id,
            self.people["editor"],
            self.now + timedelta(hours=hours),
            number=number,
            content=content or self.edition.content,
        )

    def line(self) -> telling.WebhookLine:
        with self.database.reading() as session:
            return telling.list_webhooks(session, at=self.now)[0]


@pytest.fixture
def office(database: Database, site: Site) -> Office:
    made = Office(database, site.url)
    made.work()
    site.heard.clear()
    return made


def test_what_fails_is_told_again_by_the_next_worker_and_is_signed(office: Office, site: Site) -> None:
    office.tell(What.PUBLISHED)
    site.answers = [500, 503]
    assert office.work() == (0, 1)
    assert office.line().last_answer.startswith("500")
    line = office.line()
    assert (line.waiting, line.next_at) == (1, office.now + timedelta(seconds=30))
    assert office.work() == (0, 0)  # not yet
    office.now += timedelta(seconds=31)
    assert (office.line().waiting, office.line().next_at) == (1, None), (
        "no time that is past is named as the next"
    )
    assert office.work() == (0, 1)
    office.now += timedelta(seconds=31)
    assert office.work() == (0, 0)  # the wait has grown
    office.now += timedelta(minutes=2)
    assert office.work() == (1, 0)
    assert office.line().last_answer.startswith("204")
    bodies = {body for _, body in site.heard}
    assert len(bodies) == 1
    headers, body = site.heard[-1]
    told = json.loads(body)
    assert (told["event"], told["number"]) == ("edition.published", 1)
    assert told["title"] == "Port workers return to work"
    assert "url" not in told  # the workbench does not know its own address
    moment, made = (part.partition("=")[2] for part in headers["X-Workbench-Signature"].split(","))
    expected = hmac.new(office.secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    assert made == expected
    assert abs(int(moment) - office.now.timestamp()) < 2


def test_it_says_what_happened_and_where_that_is_to_be_had(office: Office, site: Site) -> None:
    office.tell(What.CORRECTED)
    office.work(url="https://desk.example.org")
    told = json.loads(site.heard[-1][1])
    assert told["says"] == "Edition 1 corrects what was published before: Port workers return to work"
    assert told["url"] == f"https://desk.example.org/editions/{told['slug']}"
    assert told["edition_url"] == f"{told['url']}/1"


def test_only_the_edition_that_brings_a_correction_tells_of_it(office: Office, site: Site) -> None:
    content = content_from_json(json.loads(office.edition.content))
    note = Correction(2, office.now, "An earlier edition said 34 workers; they were 43.")
    for number, kind, what in (
        (2, EditionKind.CORRECTION, What.CORRECTED),
        (3, EditionKind.TYPO, What.PUBLISHED),
    ):
        words = content_to_json(replace(content, number=number, kind=kind, corrections=(note,)))
        with office.database.writing() as session:
            edition = office.add_edition(session, number=number, content=canonical_json(words))
            session.expunge(edition)
        office.tell(what, edition)
        office.work()
    corrected, published = (json.loads(body) for _, body in site.heard)
    assert (corrected["event"], corrected["correction"]) == ("edition.corrected", note.note)
    assert (published["event"], "correction" in published) == ("edition.published", False)


def test_what_was_withdrawn_meanwhile_is_not_told_as_published(office: Office, site: Site) -> None:
    office.tell(What.PUBLISHED)
    with office.database.writing() as session:
        session.add(
            EditionEvent(
                edition_id=office.edition.id,
                kind=EditionEventKind.WITHDRAWN,
                actor_id=office.people["editor"].id,
                reason="A name was wrong.",
                at=office.now,
            )
        )
    office.tell(What.WITHDRAWN)
    assert office.work() == (2, 0)
    (told,) = [json.loads(body) for _, body in site.heard]
    assert told["event"] == "edition.withdrawn"
    assert "A name was wrong." in told["notice"]
    assert "title" not in told


def next_edition(office: Office) -> Edition:
    with office.database.writing() as session:
        later = office.add_edition(session, number=2)
        session.expunge(later)
    return later


@pytest.mark.parametrize("what", [What.PUBLISHED, What.WITHDRAWN])
def test_what_was_overtaken_while_it_waited_is_not_told_after_what_overtook_it(
    office: Office, site: Site, what: What
) -> None:
    office.tell(what)
    site.answers = [500]
    office.work()
    office.tell(What.CORRECTED, next_edition(office))
    assert office.work() == (2, 0)  # the first is asked about once more, and not told
    assert site.numbers() == [1, 2]
    assert (office.line().waiting, office.line().failed) == (0, 0)


def test_two_workers_tell_a_slow_site_of_an_article_in_order(office: Office, site: Site) -> None:
    office.tell(What.PUBLISHED)
    site.answers = [500]
    site.was_asked.clear()
    site.may_answer.clear()
    slow = threading.Thread(target=office.work)
    slow.start()
    assert site.was_asked.wait(20)
    office.tell(What.CORRECTED, next_edition(office))
    assert office.work() == (0, 0), "the edition before it is under way"
    site.may_answer.set()
    slow.join()
    assert office.work() == (0, 0), "the edition before it was not taken, and is to be told again"
    office.now += timedelta(seconds=31)
    workers = [threading.Thread(target=office.work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    office.work()
    assert site.numbers() == [1, 2]
    assert (office.line().waiting, office.line().failed) == (0, 0)


def test_a_site_that_is_down_holds_up_no_other_and_is_not_tried_for_each_article(
    office: Office, site: Site
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{nobody.getsockname()[1]}/told"  # bound, and nobody listens
        with office.database.writing() as session:
            telling.create_webhook(session, office.people["admin"], gone, private=True, at=START)
            for edition in (office.edition, another_article(session, office)):
                telling.tell(session, edition, What.PUBLISHED, office.now)
        assert office.work() == (2, 1), "the other article waits for the site to be up"
        assert site.numbers() == [1, 1]
        office.now += timedelta(seconds=31)
        assert office.work() == (0, 1)


def another_article(session: Session, office: Office) -> Edition:
    made = create_article(session, office.people["editor"], sample(), at=START)
    return office.add_edition(session, made.id)


def test_a_site_that_takes_nothing_is_a_line_in_the_log_and_a_sentence_on_the_page(
    office: Office, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with office.database.writing() as session:  # it speaks no https
        session.get_one(Webhook, office.webhook).url = site.url.replace("http://", "https://")
    office.tell(What.PUBLISHED)
    assert office.work() == (0, 1)
    says = "No safe connection: what answers there does not speak https as it should."
    assert office.line().last_answer == says
    (warning,) = [record for record in caplog.records if record.levelname == "WARNING"]
    assert says in warning.getMessage()
    assert warning.exc_info is None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


@pytest.mark.parametrize("is_cancelled", [False, True])
def test_an_embargo_is_told_when_it_ends(office: Office, site: Site, is_cancelled: bool) -> None:
    with office.database.writing() as session:
        later = office.add_edition(session, number=2, hours=2)
        telling.tell(session, later, What.PUBLISHED, office.now)
        if is_cancelled:
            session.add(
                EditionEvent(
                    edition_id=later.id,
                    kind=EditionEventKind.CANCELLED,
                    actor_id=office.people["editor"].id,
                    at=office.now,
                )
            )
    assert office.work() == (0, 0)
    office.now += timedelta(hours=2, seconds=1)
    office.work()
    assert len(site.heard) == (0 if is_cancelled else 1)


def test_a_test_and_an_end(office: Office, site: Site) -> None:
    with office.database.writing() as session:
        telling.send_test(session, office.people["admin"], office.webhook, at=office.now)
    office.work()
    assert json.loads(site.heard[0][1])["event"] == "test"
    with office.database.writing() as session:
        telling.end_webhook(session, office.people["admin"], office.webhook, at=office.now)
    office.tell(What.PUBLISHED)
    office.work()
    assert len(site.heard) == 1


def test_what_was_given_up_is_sent_again_when_somebody_says_so(office: Office, site: Site) -> None:
    office.tell(What.PUBLISHED)
    site.answers = [500] * jobs.MOST_ATTEMPTS
    for _ in range(jobs.MOST_ATTEMPTS):
        assert office.work() == (0, 1)
        office.now += timedelta(hours=9)
    assert (office.line().waiting, office.line().failed) == (0, 1)
    with office.database.writing() as session:
        assert telling.send_again(session, office.people["admin"], office.webhook, at=office.now) == 1
        told = session.scalars(select(AuditEvent).where(AuditEvent.name == "webhook.sent_again")).one()
    assert told.detail["count"] == 1
    site.answers = [500]
    assert office.work() == (0, 1)  # with all its attempts anew
    office.now += timedelta(seconds=31)
    assert office.work() == (1, 0)
    assert {body for _, body in site.heard} == {site.heard[0][1]}
    with office.database.writing() as session:
        with pytest.raises(WrongState):
            telling.send_again(session, office.people["admin"], office.webhook, at=office.now)
        with pytest.raises(NotAllowed):
            telling.send_again(session, office.people["editor"], office.webhook, at=office.now)


def test_nothing_is_sent_into_a_private_network(office: Office, site: Site) -> None:
    office.tell(What.PUBLISHED)
    assert office.work(private=False) == (0, 1)
    assert site.heard == []
    assert "private network" in office.line().last_answer


@pytest.mark.parametrize(
    "url",
    [
        "http://site.example/told",
        "ftp://site.example",
        "https://127.0.0.1/told",
        "https://[::1]/told",
        "https://[::ffff:10.0.0.1]/told",
        "https://169.254.169.254/latest",
        "https://localhost/told",
        "https://name:password@site.example/",
        "https:///told",
        "https://site.example:port/",
        "https://site.example/a b",
    ],
)
def test_addresses_that_are_not_told(url: str) -> None:
    with pytest.raises(InvalidInput):
        check_url(url, private=False)


def test_addresses_that_are() -> None:
    assert check_url("https://site.example:8443/told?x=1", private=False)
    assert check_url("http://localhost:5000/told", private=True)
