"""News by mail, through a real SMTP server that refuses, fails, hangs up and accepts as it is told."""

import email
import email.policy
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from sqlalchemy import select, update

from tests.conftest import START, add_people, sample
from workbench.db.engine import Database
from workbench.db.models import Article, Job, Mail, Notice, NoticeKind, Segment, User
from workbench.db.models.desk import JobState
from workbench.domain.people import Actor
from workbench.services import mailing, notices, seen_news
from workbench.services.articles import create_article
from workbench.settings import Settings
from workbench.worker.handlers import HANDLERS
from workbench.worker.runner import Worker

HOST = "127.0.0.1"
MAIL = {kind: HANDLERS[kind] for kind in (mailing.KIND, "mail_due")}
EDITOR_SAYS = "الأجور المتأخرة"


class Post:
    """A mail server. ``answers``: what it says to the next messages instead of taking them."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.keeps_refused = False  # takes the message all the same: its answer is what gets lost
        self.envelopes: list[Envelope] = []
        self.signed_in: list[bool] = []

    async def handle_DATA(self, _server: Any, session: Any, envelope: Envelope) -> str:
        self.signed_in.append(session.authenticated)
        answer = self.answers.pop(0) if self.answers else "250 Taken"
        if answer.startswith("250") or self.keeps_refused:
            self.envelopes.append(envelope)
        return answer

    @property
    def messages(self) -> list[EmailMessage]:
        return [read(envelope) for envelope in self.envelopes]


def read(envelope: Envelope) -> EmailMessage:
    assert isinstance(envelope.content, bytes)
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def post() -> Iterator[Post]:
    yield from serve(Post())


def serve(post: Any, **options: Any) -> Iterator[Any]:
    post.port = free_port()
    controller = Controller(post, hostname=HOST, port=post.port, **options)
    controller.start()
    yield post
    controller.stop()


class Office:
    """A desk with an article, somebody who wants mail, and a worker whose clock is moved by hand."""

    def __init__(self, database: Database, port: int, **settings: Any) -> None:
        self.database, self.now = database, START
        self.settings = settings_for(port, **settings)
        with database.writing() as session:
            self.people = add_people(session)
            self.reader = self.people["reviewer"]
            self.articles = [
                create_article(session, self.people["editor"], sample(), at=START) for _ in range(2)
            ]
            self.rows = session.scalars(
                select(Segment.id).where(Segment.article_id == self.articles[0].id).order_by(Segment.position)
            ).all()
            session.expunge_all()

    def wants(self, wish: Mail, who: Actor | None = None) -> None:
        with self.database.writing() as session:
            mailing.set_wish(session, who or self.reader, wish, at=self.now)

    def tell(
        self, kind: NoticeKind = NoticeKind.HANDED_OVER, *, article: int = 0, row: int | None = None
    ) -> None:
        with self.database.writing() as session:
            notices.tell(
                session,
                self.people["editor"],
                session.get_one(Article, self.articles[article].id),
                kind,
                [self.reader.id],
                segment_id=None if row is None else self.rows[row],
                text=EDITOR_SAYS,
                at=self.now,
            )

    def work(self, after: timedelta | datetime = timedelta()) -> tuple[int, int]:
        self.now = self.now + after if isinstance(after, timedelta) else after
        return Worker(self.database, MAIL, now=lambda: self.now, settings=self.settings).run_due()

    def jobs(self, state: JobState) -> int:
        with self.database.reading() as session:
            query = select(Job).where(Job.kind == mailing.KIND, Job.state == state)
            return len(session.scalars(query).all())

    def held_up(self) -> int:
        with self.database.reading() as session:
            return mailing.held_up(session, self.reader, at=self.now)

    def change(self, change: Callable[[User, Article], None]) -> None:
        with self.database.writing() as session:
            editor = session.get_one(User, self.people["editor"].id)
            change(editor, session.get_one(Article, self.articles[0].id))


def settings_for(port: int, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "url": "https://desk.example.org",
        "smtp_host": HOST,
        "smtp_port": port,
        "smtp_tls": "none",
        "smtp_from": "The Desk <desk@example.org>",
    }
    return Settings("sqlite:///x", "x" * 40, **(given | more))


@pytest.fixture
def office(database: Database, post: Any) -> Office:
    return Office(database, post.port)


MINUTE = timedelta(minutes=1)


def test_a_server_that_fails_first_costs_time_and_nothing_else(office: Office, post: Post) -> None:
    office.wants(Mail.AT_ONCE)
    office.tell()
    office.tell(article=1)
    office.now += MINUTE
    office.tell(NoticeKind.MENTIONED, row=2)
    assert office.jobs(JobState.WAITING) == 1
    office.work(MINUTE)
    assert not post.messages, "others may still join it"

    reachable, office.settings = office.settings, settings_for(free_port())
    assert office.work(MINUTE)[1] == 1  # nobody listens there
    office.settings = reachable
    post.answers = ["451 Try again later", "554 Not now"]
    assert office.work(MINUTE)[1] == 1
    office.tell(NoticeKind.ASKED, row=1)  # joins the one that waits
    assert office.work(5 * MINUTE)[1] == 1
    assert not post.messages
    assert office.work(timedelta(minutes=10)) == (1, 0)

    (message,) = post.messages
    text = body(message, "plain")
    assert message["Subject"] == "4 things for you on 2 articles"
    assert text.count("handed the article over to you") == 2
    assert "⁨Emad Editor⁩ mentioned you on row 3" in text
    assert "⁨Emad Editor⁩ asked something on row 2" in text
    for hours in (1, 10, 100):
        office.work(timedelta(hours=hours))
    assert len(post.messages) == 1
    office.tell(NoticeKind.REPLIED, row=1)
    office.work(4 * MINUTE)
    assert len(post.messages) == 2
    assert "replied on row 2" in post.messages[1]["Subject"]
    assert "mentioned" not in body(post.messages[1], "plain")


def test_a_message_whose_answer_was_lost_can_be_told_by_its_id(office: Office, post: Post) -> None:
    office.wants(Mail.AT_ONCE)
    office.tell()
    post.answers, post.keeps_refused = ["451 Lost"], True
    office.work(4 * MINUTE)
    office.work(4 * MINUTE)
    first, second = post.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_a_bad_goodbye_is_no_reason_to_send_again(office: Office, post: Any) -> None:
    async def handle_QUIT(_server: Any, _session: Any, _envelope: Any) -> str:
        return "421 Falling over"

    post.handle_QUIT = handle_QUIT
    office.wants(Mail.AT_ONCE)
    office.tell()
    assert office.work(4 * MINUTE)[1] == 0
    office.work(timedelta(hours=1))
    assert len(post.messages) == 1


def test_what_a_mail_says_and_what_it_does_not(office: Office, post: Post) -> None:
    office.wants(Mail.AT_ONCE)
    office.tell(NoticeKind.REPLIED, row=2)
    office.work(4 * MINUTE)
    (envelope,), (message,) = post.envelopes, post.messages
    assert envelope.mail_from == "desk@example.org"
    assert envelope.rcpt_tos == ["rana.reviewer@example.org"]
    assert message["From"] == "The Desk <desk@example.org>"
    assert message["To"] == "Rana Reviewer <rana.reviewer@example.org>"
    assert message["Subject"] == "⁨Emad Editor⁩ replied on row 3: ⁨Port workers return to work⁩"
    assert message["Auto-Submitted"] == "auto-generated"
    stop = message["List-Unsubscribe"].strip("<>")
    assert stop.startswith("https://desk.example.org/mail/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text, html = body(message, "plain"), body(message, "html")
    assert "⁨Port workers return to work⁩ · ⁨عمال الميناء يعودون إلى العمل⁩" in text
    assert '<bdi lang="ar" dir="rtl">عمال الميناء يعودون إلى العمل</bdi>' in html
    for part in (text, html):
        assert "https://desk.example.org/inbox/" in part
        assert "https://desk.example.org/sessions#mail" in part
        assert stop in part
        assert EDITOR_SAYS not in part
        assert "late wages" not in part


def test_nothing_in_a_name_or_a_title_becomes_a_header_or_markup(office: Office, post: Post) -> None:
    def spoil(user: User, article: Article) -> None:
        user.name = "Em\r\nBcc: all@example.org\r\n\r\n<b>ad</b>"
        article.target_title = "A\u2069\u202e title\nX-Spam: yes\u2028<script>" + "x" * 300
        article.source_title = ""

    office.wants(Mail.AT_ONCE)
    office.change(spoil)
    office.tell(NoticeKind.REPLIED, row=0)
    office.work(4 * MINUTE)
    (envelope,), (message,) = post.envelopes, post.messages
    assert envelope.rcpt_tos == ["rana.reviewer@example.org"]
    assert {name.lower() for name in message} == {
        *("from", "to", "subject", "date", "message-id", "auto-submitted"),
        *("list-unsubscribe", "list-unsubscribe-post", "mime-version", "content-type"),
    }
    assert "\n" not in message["Subject"]
    assert message["Subject"].count("\u2068") == message["Subject"].count("\u2069") == 2
    html = body(message, "html")
    assert "<script>" not in html
    assert "<b>" not in html


def test_without_a_wish_or_before_it_nothing_is_sent(office: Office, post: Post) -> None:
    office.tell()
    assert office.jobs(JobState.WAITING) == 0
    office.now += MINUTE
    office.wants(Mail.AT_ONCE)
    office.now += MINUTE
    office.tell(article=1)
    office.work(4 * MINUTE)
    (message,) = post.messages
    assert body(message, "plain").count("handed") == 1
    office.tell()
    office.wants(Mail.NONE)
    office.work(4 * MINUTE)
    assert len(post.messages) == 1


def test_what_was_seen_or_whose_reader_left_is_not_sent(office: Office, post: Post) -> None:
    office.wants(Mail.AT_ONCE)
    office.tell()
    with office.database.writing() as session:
        seen_news.see_all(session, office.reader, up_to=2**31, at=office.now)
    office.work(4 * MINUTE)
    office.tell()
    with office.database.writing() as session:
        session.get_one(User, office.reader.id).deactivated_at = office.now
    office.work(4 * MINUTE)
    assert not post.messages


def test_a_digest_comes_once_a_day_with_what_nobody_saw(office: Office, post: Post) -> None:
    morning = START.replace(hour=4)
    office.now = morning
    office.wants(Mail.DAILY)
    office.tell()
    office.work(morning + timedelta(minutes=50))
    assert not post.messages
    office.work(morning + timedelta(minutes=115))
    assert len(post.messages) == 1
    office.now = morning + timedelta(hours=3)
    office.tell(NoticeKind.ASKED, row=1)
    office.tell(article=1)
    for hour in range(4, 25):
        office.work(morning + timedelta(hours=hour))
    assert len(post.messages) == 1
    office.work(morning + timedelta(hours=25, minutes=30))
    (_, second) = post.messages
    assert second["Subject"] == "2 things for you on 2 articles"


def test_news_outlives_a_server_that_is_away_for_hours(office: Office, post: Post) -> None:
    office.wants(Mail.AT_ONCE)
    office.tell()
    back, office.settings = office.settings, settings_for(free_port())
    for _ in range(10):
        office.work(timedelta(hours=1))
    assert office.jobs(JobState.FAILED) == 1
    assert office.held_up() == 1
    office.settings = back
    office.work(timedelta(hours=3))
    assert len(post.messages) == 1
    assert office.held_up() == 0
    with office.database.writing() as session:
        session.execute(update(Notice).values(mailed_at=None))
    office.work(timedelta(days=3))
    assert len(post.messages) == 1, "old news is worth no mail of its own"


def test_one_who_cannot_be_reached_holds_up_nobody_else(office: Office, post: Any) -> None:
    async def handle_RCPT(
        _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if address.startswith("rami"):
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    post.handle_RCPT = handle_RCPT
    others = [office.people["reviewer2"], office.people["reviewer"]]
    for reader in others:
        office.wants(Mail.AT_ONCE, reader)
    with office.database.writing() as session:
        article = session.get_one(Article, office.articles[0].id)
        notices.tell(
            session,
            office.people["editor"],
            article,
            NoticeKind.HANDED_OVER,
            [reader.id for reader in others],
            at=office.now,
        )
    for _ in range(7):
        office.work(timedelta(hours=3))
    assert [envelope.rcpt_tos for envelope in post.envelopes] == [["rana.reviewer@example.org"]]
    assert (office.jobs(JobState.DONE), office.jobs(JobState.FAILED)) == (1, 1)
    with office.database.reading() as session:
        unsent = session.scalars(select(Notice.user_id).where(Notice.mailed_at.is_(None))).all()
    assert unsent == [office.people["reviewer2"].id]  # still in the inbox


def test_a_server_without_tls_is_not_spoken_to_in_the_clear(office: Office, post: Post) -> None:
    office.settings = settings_for(office.settings.smtp_port or 0, smtp_tls="starttls")
    office.wants(Mail.AT_ONCE)
    office.tell()
    assert office.work(4 * MINUTE)[1] == 1
    assert not post.messages


def test_signing_in_to_the_server(sqlite_database: Database) -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        right = (data.login, data.password) == (b"desk", b"a word")
        return AuthResult(success=right, handled=False)

    options = {"authenticator": check, "auth_require_tls": False}
    for post in serve(Post(), **options):
        office = Office(sqlite_database, post.port, smtp_user="desk", smtp_password="wrong")
        office.wants(Mail.AT_ONCE)
        office.tell()
        assert office.work(4 * MINUTE)[1] == 1
        with office.database.reading() as session:
            (error,) = session.scalars(select(Job.error).where(Job.kind == mailing.KIND))
        assert "SMTPAuthenticationError" in error
        assert "wrong" not in error
        office.settings = settings_for(post.port, smtp_user="desk", smtp_password="a word")
        office.work(4 * MINUTE)
        assert post.signed_in == [True]


def test_where_no_mail_is_set_up_nothing_is_tried(office: Office, post: Post) -> None:
    office.wants(Mail.AT_ONCE)
    office.tell()
    office.settings = Settings("sqlite:///x", "x" * 40)
    assert office.work(4 * MINUTE)[1] == 0
    with office.database.reading() as session:
        assert session.scalars(select(Notice.mailed_at)).all() == [None]


@pytest.mark.both_databases
def test_several_workers_send_each_their_news_once(office: Office, post: Post) -> None:
    readers = [office.people[who] for who in ("reviewer", "reviewer2", "translator", "translator2")]
    for reader in readers:
        office.wants(Mail.AT_ONCE, reader)
    with office.database.writing() as session:
        for article in office.articles:
            notices.tell(
                session,
                office.people["editor"],
                session.get_one(Article, article.id),
                NoticeKind.ASSIGNED,
                [reader.id for reader in readers],
                at=office.now,
            )
    office.now += 4 * MINUTE
    workers = [threading.Thread(target=office.work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(envelope.rcpt_tos[0] for envelope in post.envelopes) == sorted(r.email for r in readers)
