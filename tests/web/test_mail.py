"""Choosing mail on the account page, and stopping it by the link in a mail."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.conftest import SECRET, Client, ClientFor, make_app, sign_in_client
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import AuditEvent, Mail
from workbench.domain.people import Actor
from workbench.services import mailing
from workbench.services.mail_links import token_for


@pytest.fixture
def mails(database: Database) -> Flask:
    """The app where it is set up to send mail."""
    mail = {"smtp_host": "localhost", "smtp_from": "desk@example.org", "url": "https://desk.example.org"}
    return make_app(database, digest_hour=17, **mail)


def wish_of(database: Database, who: Actor) -> Mail:
    with database.reading() as session:
        return mailing.wish_of(session, who)


def test_where_no_mail_is_set_up_the_account_page_says_so(client_for: ClientFor) -> None:
    page = client_for("editor").get("/sessions").text
    assert "not set up to send mail" in page
    assert 'name="mail"' not in page


def test_everybody_chooses_their_own_mail(mails: Flask, database: Database, staff: dict[str, Actor]) -> None:
    client = sign_in_client(mails, database, staff["editor"])
    assert 'href="/sessions#mail"' in client.get("/inbox").text
    page = client.get("/sessions").text
    assert 'value="none" checked' in page
    assert "What you have not seen by 17:00 UTC" in page
    assert client.send("/sessions/mail", mail="daily").location == "/sessions#mail"
    assert 'value="daily" checked' in client.get("/sessions").text
    assert client.send("/sessions/mail", mail="hourly").status_code == 422
    other = sign_in_client(mails, database, staff["reviewer"])
    assert 'value="none" checked' in other.get("/sessions").text


def test_the_link_of_a_mail_stops_it_without_signing_in(
    mails: Flask, database: Database, staff: dict[str, Actor]
) -> None:
    reader = staff["reviewer"]
    with database.writing() as session:
        mailing.set_wish(session, reader, Mail.DAILY, at=clock.now())
    path, client = f"/mail/stop/{token_for(SECRET, reader.id)}", mails.test_client()
    assert isinstance(client, Client)
    page = client.get(path)
    assert "Rana Reviewer" in page.text
    assert "Stop the mail" in page.text
    assert wish_of(database, reader) is Mail.DAILY, "looking changes nothing"
    # As a mail program asks (RFC 8058): no cookie, no form token of ours, perhaps from a page of its own.
    asks = {"Origin": "https://mail.example.net", "Sec-Fetch-Site": "cross-site"}
    for _ in range(2):
        answer = mails.test_client().post(path, data={"List-Unsubscribe": "One-Click"}, headers=asks)
        assert answer.status_code == 200, "an answer, never sent elsewhere"
        assert wish_of(database, reader) is Mail.NONE
    with database.reading() as session:
        told = session.scalars(select(AuditEvent).where(AuditEvent.name == "user.mail_stopped_by_link")).all()
    assert [(event.actor_id, event.detail) for event in told] == [(None, {"user": reader.id})]


def test_a_link_nobody_signed_or_of_nobody_changes_nothing(mails: Flask) -> None:
    client = mails.test_client()
    for token in ("1-abc", token_for("another secret of another desk, as long", 1), token_for(SECRET, 10**9)):
        for answer in (client.get(f"/mail/stop/{token}"), client.post(f"/mail/stop/{token}")):
            assert answer.status_code == 404
            assert "cut off on its way" in answer.text
