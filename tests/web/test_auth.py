"""Signing in and out over the web."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import Client, ClientFor, make_app, sign_in_client
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import AuditEvent, SignIn, User
from workbench.demo.load import load_people
from workbench.domain.people import Actor, Role
from workbench.services import accounts, passwords, signin

PASSWORD = "three quiet harbours"


@pytest.fixture(scope="module")
def password_hash() -> str:
    """Made once: hashes are slow on purpose."""
    return passwords.make_hash(PASSWORD)


@pytest.fixture
def with_password(database: Database, staff: dict[str, Actor], password_hash: str) -> Actor:
    with database.writing() as session:
        user = session.get(User, staff["translator"].id)
        assert user is not None
        user.password_hash = password_hash
    return staff["translator"]


def sign_in(client: Client, email: str, password: str, **more: str) -> Any:
    return client.send("/sign-in", email=email, password=password, **more)


def test_signing_in_opens_the_page_that_was_asked_for(client: Client, with_password: Actor) -> None:
    asked = client.get("/sessions")
    assert asked.status_code == 303
    assert asked.location == "/sign-in?next=/sessions"
    answer = sign_in(client, f" {with_password.email.upper()} ", PASSWORD, next="/sessions")
    assert (answer.status_code, answer.location) == (303, "/sessions")
    page = client.get("/sessions")
    assert page.status_code == 200
    assert "this one" in page.text


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: Client, with_password: Actor) -> None:
    answer = sign_in(client, with_password.email, PASSWORD)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("workbench-session-"))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_with_https_cookies_are_tied_to_the_host(database: Database, staff: dict[str, Actor]) -> None:
    client = sign_in_client(make_app(database, https=True), database, staff["admin"])
    page = client.get("/sessions", base_url="https://localhost")
    assert page.status_code == 200
    cookies = page.headers.getlist("Set-Cookie")
    assert cookies
    assert all(
        c.startswith("__Host-") and "Secure" in c and "Path=/" in c and "Domain" not in c for c in cookies
    )
    assert page.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "", "help"])
def test_sign_in_never_leads_elsewhere(client: Client, with_password: Actor, target: str) -> None:
    assert sign_in(client, with_password.email, PASSWORD, next=target).location == "/"


def test_nothing_tells_which_half_was_wrong(client: Client, with_password: Actor) -> None:
    known = sign_in(client, with_password.email, "not the password")
    unknown = sign_in(client, "tala.translator@example.com", "not the password")
    assert known.status_code == unknown.status_code == 422

    def neutral(text: str, email: str) -> str:
        return text.replace(email, "EMAIL").replace(client.form_token(), "TOKEN")

    strip = [line for line in neutral(known.text, with_password.email).splitlines() if "csrf" not in line]
    other = [
        line
        for line in neutral(unknown.text, "tala.translator@example.com").splitlines()
        if "csrf" not in line
    ]
    assert strip == other


def test_a_locked_account_says_how_long_to_wait(
    client: Client, database: Database, with_password: Actor
) -> None:
    with database.writing() as session:
        session.query(User).filter_by(id=with_password.id).update(
            {"locked_until": clock.now() + timedelta(seconds=90)}
        )
    locked = sign_in(client, with_password.email, PASSWORD)
    assert locked.status_code == 429
    assert 60 < int(locked.headers["Retry-After"]) <= 91
    assert "Wait 2 minutes" in locked.text


def test_a_deactivated_person_cannot_sign_in_and_is_signed_out(
    client: Client, client_for: ClientFor, database: Database, with_password: Actor
) -> None:
    signed_in = client_for("translator")
    assert signed_in.get("/help").status_code == 200
    with database.writing() as session:
        accounts.deactivate(session, None, with_password.id, at=clock.now())
    assert signed_in.get("/help").status_code == 303
    assert sign_in(client, with_password.email, PASSWORD).status_code == 422


def test_signing_in_again_ends_the_session_the_browser_held(
    client_for: ClientFor, database: Database, with_password: Actor
) -> None:
    client = client_for("translator")
    sign_in(client, with_password.email, PASSWORD)
    with database.reading() as session:
        ended = [row.revoked_at is not None for row in session.query(SignIn).order_by(SignIn.id)]
    assert ended == [True, False]


def test_signing_out_ends_the_session_and_the_form_tokens(client_for: ClientFor) -> None:
    client = client_for("editor")
    token = client.form_token()
    assert client.send("/sign-out").location == "/sign-in"
    assert client.get("/help").status_code == 303
    assert client.post("/sign-in", data={"csrf_token": token}).status_code == 400


def test_an_expired_session_is_none(app: Flask, database: Database, staff: dict[str, Actor]) -> None:
    client = sign_in_client(app, database, staff["editor"])
    with database.writing() as session:
        session.query(SignIn).update({"expires_at": clock.now() - timedelta(seconds=1)})
    assert client.get("/help").status_code == 303
    answer = client.get_json("/help")
    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "signed-out"


def test_last_use_is_written_every_five_minutes_only(
    client_for: ClientFor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for("reviewer")

    def seen() -> Any:
        with database.reading() as session:
            return session.query(SignIn.seen_at).scalar()

    first = seen()
    client.get("/help")
    assert seen() == first
    start = clock.now()
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(minutes=6))
    client.get("/help")
    assert seen() == start + timedelta(minutes=6)


def test_one_ends_ones_own_sessions_only(client_for: ClientFor, database: Database) -> None:
    mine, other, foreign = client_for("editor"), client_for("editor"), client_for("admin")
    with database.reading() as session:
        ids = [row.id for row in session.query(SignIn).order_by(SignIn.id)]
    assert mine.send(f"/sessions/{ids[2]}/end").status_code == 404
    assert mine.send(f"/sessions/{ids[1]}/end").location == "/sessions"
    assert other.get("/help").status_code == 303
    assert foreign.get("/help").status_code == 200
    another = client_for("editor")
    mine.send("/sessions/end-others")
    assert another.get("/help").status_code == 303
    assert mine.get("/help").status_code == 200


def test_the_first_admin_comes_in_by_a_link_that_works_once(database: Database) -> None:
    app = make_app(database)
    with database.writing() as session:
        spent = accounts.issue_first_admin_link(session, at=clock.now())
        token = accounts.issue_first_admin_link(session, at=clock.now())
    client = app.test_client()
    assert client.get(f"/welcome/{spent}").status_code == 404  # a newer one replaced it
    assert client.get(f"/welcome/{token}").status_code == 200
    fields = {"name": "Amal", "email": "amal@example.org", "password": PASSWORD, "again": PASSWORD}
    short = client.send(f"/welcome/{token}", **{**fields, "password": "short", "again": "short"})
    assert short.status_code == 422
    assert "amal@example.org" in short.text
    same = client.send(
        f"/welcome/{token}", **{**fields, "password": fields["email"], "again": fields["email"]}
    )
    assert same.status_code == 422
    differ = client.send(f"/welcome/{token}", **{**fields, "again": "something else"})
    assert differ.status_code == 422
    assert client.send(f"/welcome/{token}", **fields).location == "/"
    assert client.get("/help").status_code == 200
    used = app.test_client().get(f"/welcome/{token}")
    assert used.status_code == 404
    assert "This link cannot be used any more" in used.text
    assert "archived" not in used.text
    assert "archived ones" in client.get("/articles/nowhere").text
    with database.reading() as session:
        assert [sorted(u.as_actor().roles) for u in session.query(User)] == [["admin"]]


def test_changing_the_password_ends_the_other_sessions(
    client: Client, client_for: ClientFor, database: Database, with_password: Actor
) -> None:
    mine, other = client_for("translator"), client_for("translator")
    new = "five loud lighthouses"
    assert mine.send("/sessions/password", current="wrong", password=new, again=new).status_code == 422
    changed = mine.send("/sessions/password", current=PASSWORD, password=new, again=new)
    assert changed.location == "/sessions"
    assert mine.get("/help").status_code == 200
    assert other.get("/help").status_code == 303
    assert sign_in(client, with_password.email, PASSWORD).status_code == 422
    assert sign_in(client, with_password.email, new).status_code == 303
    with database.reading() as session:
        names = [e.name for e in session.query(AuditEvent).order_by(AuditEvent.id)]
    assert "user.password_changed" in names


def test_demo_buttons_exist_in_the_demo_only_and_for_its_people_alone(
    app: Flask, database: Database, staff: dict[str, Actor]
) -> None:
    with database.writing() as session:
        samira = load_people(session, clock.now())[Role.EDITOR]
    path, other = (f"/sign-in/demo/{person.id}" for person in (samira, staff["editor"]))
    assert app.test_client().send(path).status_code == 404
    assert not any(rule.rule.startswith("/sign-in/demo") for rule in app.url_map.iter_rules())
    demo = make_app(database, demo=True).test_client()
    page = demo.get("/sign-in")
    assert (path in page.text, other in page.text) == (True, False)
    assert demo.send(other).status_code == 404
    assert demo.send(path, next="/help").location == "/help"
    page = demo.get("/help")
    assert samira.name in page.text


def test_the_demo_answers_to_this_machine_only(database: Database, staff: dict[str, Actor]) -> None:
    demo = make_app(database, demo=True).test_client()
    assert demo.get("/sign-in", base_url="http://127.0.0.1:8000").status_code == 200
    assert demo.get("/sign-in", base_url="http://rebound.example:8000").status_code == 400


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # only there do writers wait for one another
def test_passwords_are_checked_outside_the_write_scope(
    client: Client, with_password: Actor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = passwords.check

    def check(stored: str | None, password: str) -> Any:
        with database.writing():  # would wait for ever inside another write scope
            return original(stored, password)

    monkeypatch.setattr(passwords, "check", check)
    assert sign_in(client, with_password.email, PASSWORD).status_code == 303


def test_a_session_is_stored_as_a_hash(database: Database, staff: dict[str, Actor]) -> None:
    with database.writing() as session:
        token = signin.open_session(
            session,
            staff["editor"],
            address="::1",
            browser="tests",
            lasts=timedelta(days=1),
            at=clock.now(),
        )
    with database.reading() as session:
        assert token not in str(session.query(SignIn.token_hash).scalar())
