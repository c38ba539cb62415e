"""Every route says who may call it, and means it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from tests.conftest import add_people
from tests.web.conftest import Client, make_app, sign_in_client
from workbench.db.engine import Database
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, allows
from workbench.web import errors
from workbench.web.routing import ACCESS, PUBLIC
from workbench.web.security import CONTENT_SECURITY_POLICY, HEADERS, SAFE_METHODS

#: The whole list of what can be called without signing in. A new line here wants a good reason.
PUBLIC_ROUTES = {
    ("GET", "/static/<version>/<path:path>"),
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),
    ("GET", "/welcome/<token>"),
    ("POST", "/welcome/<token>"),
    ("GET", "/mail/stop/<token>"),
    ("POST", "/mail/stop/<token>"),
    # What is published, for web sites; the desk's setting says to whom, and a key is asked for where it says so.
    ("GET", "/editions/<slug>"),
    ("GET", "/editions/<slug>/<int:number>"),
    ("GET", "/editions/<slug>/<int:number>.<suffix>"),
    ("GET", "/feed.atom"),
    ("GET", "/feed.json"),
}
#: The whole list of changes whose address is signed: mail programs ask for them, without a form of ours.
SIGNED_ROUTES = {("POST", "/mail/stop/<token>")}
DEMO_ROUTES = {("POST", "/sign-in/demo/<int:user_id>")}


class Route(NamedTuple):
    method: str
    rule: str
    path: str
    access: Permission | str

    @property
    def changes(self) -> bool:
        return self.method not in SAFE_METHODS

    @property
    def is_signed(self) -> bool:
        return (self.method, self.rule) in SIGNED_ROUTES


def routes(app: Flask) -> Iterator[Route]:
    """Every method of every rule, with a path that fits it."""
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], ACCESS, None)
        assert access is not None, f"{rule.rule} is declared neither with @page nor with @public"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Route(method, rule.rule, example(app, rule, method), access)


def example(app: Flask, rule: Rule, method: str) -> str:
    values = {name: fitting(converter) for name, converter in rule._converters.items()}
    path: str = app.url_map.bind("localhost").build(rule.endpoint, values, method)
    return path


def fitting(converter: BaseConverter) -> int | str:
    """Some value the converter lets through."""
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


@pytest.fixture
def people(sqlite_database: Database) -> dict[str, Actor]:
    with sqlite_database.writing() as session:
        return add_people(session)


@pytest.fixture
def app(sqlite_database: Database, people: dict[str, Actor]) -> Flask:
    return make_app(sqlite_database)


@pytest.fixture
def nobody(app: Flask) -> Client:
    client = app.test_client()
    assert isinstance(client, Client)
    return client


def call(client: Client, route: Route, *, token: bool, json: bool = False, **headers: str) -> int:
    if json:
        headers["Accept"] = "application/json"
    if token:
        headers["X-CSRFToken"] = client.form_token()
    return client.open(route.path, method=route.method, headers=headers).status_code


def test_only_these_routes_are_public(app: Flask, sqlite_database: Database) -> None:
    assert {(r.method, r.rule) for r in routes(app) if r.access == PUBLIC} == PUBLIC_ROUTES
    demo = make_app(sqlite_database, demo=True)
    assert {(r.method, r.rule) for r in routes(demo) if r.access == PUBLIC} == PUBLIC_ROUTES | DEMO_ROUTES


def test_signed_out_nothing_else_is_reached(app: Flask, nobody: Client) -> None:
    for route in routes(app):
        if route.access == PUBLIC:
            continue
        answer = nobody.open(
            route.path,
            method=route.method,
            headers={"X-CSRFToken": nobody.form_token()} if route.changes else {},
        )
        assert answer.status_code == 303, route
        assert answer.location.startswith("/sign-in"), route
        assert call(nobody, route, token=route.changes, json=True) == 401, route


def test_each_permission_is_asked_of_each_person(
    app: Flask, sqlite_database: Database, people: dict[str, Actor]
) -> None:
    asked = set()
    for role in ("nobody", "translator", "reviewer", "editor"):
        client = sign_in_client(app, sqlite_database, people[role])
        for route in routes(app):
            if route.access == PUBLIC or allows(people[role], Permission(route.access)):
                continue
            asked.add(route.access)
            assert call(client, route, token=route.changes, json=True) == 403, (role, route)
    open_to_all = {p for p in Permission if allows(people["nobody"], p)}
    assert asked == {r.access for r in routes(app)} - {PUBLIC} - open_to_all


def test_no_change_without_a_form_token(
    app: Flask, sqlite_database: Database, people: dict[str, Actor]
) -> None:
    client = sign_in_client(app, sqlite_database, people["admin"])
    for route in routes(app):
        if route.is_signed:
            assert call(client, route, token=False) == 404, "nobody signed it"
        elif route.changes:
            assert call(client, route, token=False) == 400, route
            answer = client.open(route.path, method=route.method, headers={"Accept": "application/json"})
            assert answer.json["error"]["code"] == "stale-form", route


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_no_change_for_another_site(
    app: Flask, sqlite_database: Database, people: dict[str, Actor], headers: dict[str, str]
) -> None:
    client = sign_in_client(app, sqlite_database, people["admin"])
    for route in routes(app):
        if route.changes and not route.is_signed:
            assert call(client, route, token=True, json=True, **headers) == 403, route
    assert client.get("/help", headers=headers).status_code == 200  # looking is no change


def test_the_site_itself_may_change_things(
    app: Flask, sqlite_database: Database, people: dict[str, Actor]
) -> None:
    client = sign_in_client(app, sqlite_database, people["editor"])
    headers = {
        "Origin": "http://localhost",
        "Sec-Fetch-Site": "same-origin",
        "X-CSRFToken": client.form_token(),
    }
    assert client.post("/sign-out", headers=headers).status_code == 303


def test_every_answer_carries_the_headers(app: Flask, nobody: Client) -> None:
    static = app.extensions["workbench"].static_files
    for path in ("/sign-in", "/", "/nowhere", static.url("css/base.css"), "/welcome/x"):
        answer = nobody.get(path, buffered=True)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, (path, name)
        assert answer.headers["Cache-Control"], path
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_static_files_are_kept_for_ever_under_their_version_only(app: Flask, nobody: Client) -> None:
    static = app.extensions["workbench"].static_files
    script = nobody.get(static.url("js/app.js"), buffered=True)
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in script.headers["Cache-Control"]
    old = nobody.get("/static/0.0.1-old/js/app.js", buffered=True)
    assert old.status_code == 200
    assert "immutable" not in old.headers["Cache-Control"]
    for outside in ("../pyproject.toml", "..%2fpyproject.toml", "%2e%2e/pyproject.toml"):
        assert nobody.get(static.url(outside)).status_code == 404, outside


def test_errors_are_pages_for_people_and_json_for_scripts(app: Flask, nobody: Client) -> None:
    page = nobody.get("/nowhere")
    assert page.status_code == 404
    assert "<h1>" in page.text
    answer = nobody.get_json("/nowhere")
    assert answer.json["error"]["code"] == "not-found"
    assert nobody.delete("/sign-in").headers["Allow"]


def test_too_large_is_said_with_the_limit(sqlite_database: Database, people: dict[str, Actor]) -> None:
    app = make_app(sqlite_database, upload_mb=1)
    client = sign_in_client(app, sqlite_database, people["editor"])
    answer = client.send("/sessions/password", password="x" * 1_200_000)
    assert answer.status_code == 413
    assert "1 MB" in answer.text


def test_a_fault_of_ours_says_nothing_of_its_inside(
    app: Flask, nobody: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app.testing = False
    monkeypatch.setattr("workbench.web.auth.render_template", lambda *_args, **_more: 1 / 0)
    answer = nobody.get_json("/sign-in")
    assert answer.status_code == 500
    assert "division" not in answer.text
    assert answer.json["error"]["reference"] in caplog.text
    assert errors.log.name == "workbench"


def test_no_page_carries_code_or_style_of_its_own() -> None:
    templates = Path(__file__).resolve().parents[2] / "templates"
    for path in templates.rglob("*.html"):
        if path.parent.name == "export":
            continue  # documents to take away, not pages
        text = re.sub(r"\{[%{#].*?[%}#]\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for forbidden in (" style=", "<style", " onclick=", " onsubmit=", "javascript:"):
            assert forbidden not in text, (path.name, forbidden)
