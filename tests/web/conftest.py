"""Web fixtures: the real app over a real database, and clients that are signed in and send form tokens."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.test import TestResponse

from tests.conftest import SAMPLE, Clock, add_people, sample
from tests.services.conftest import Rows
from workbench import clock
from workbench.app import create_app
from workbench.db.engine import Database
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.services import signin
from workbench.services.articles import create_article
from workbench.settings import Settings
from workbench.web.context import EXTENSION
from workbench.web.security import cookie_name

SECRET = "a secret for tests, long enough to be one"


class Client(FlaskClient):
    """A browser without JavaScript (``send``) or with it (``send_json``)."""

    _form_token: str | None = None

    def form_token(self) -> str:
        if self._form_token is None:
            page = self.get("/no-such-page")  # it has the frame of every page, and is the quickest to make
            found = re.search(r'name="csrf-token" content="([^"]+)"', page.text)
            assert found, page.text[:500]
            self._form_token = found[1]
        return self._form_token

    def send(self, path: str, **fields: Any) -> TestResponse:
        """Post a form."""
        return self.post(path, data={"csrf_token": self.form_token(), **fields})

    def send_json(self, path: str, data: Any = None) -> TestResponse:
        """Post JSON and ask for JSON."""
        headers = {"X-CSRFToken": self.form_token(), "Accept": "application/json"}
        return self.post(path, json=data if data is not None else {}, headers=headers)

    def get_json(self, path: str) -> TestResponse:
        return self.get(path, headers={"Accept": "application/json"})


ClientFor = Callable[[str], Client]
Prepare = Callable[..., str]

_APPS: dict[tuple[tuple[str, Any], ...], Flask] = {}


def make_app(database: Database, **settings: Any) -> Flask:
    """The app on this database. It keeps nothing between requests, so tests with the same settings share
    one: building its routes and compiling its templates takes longer than most of them.
    """
    made = Settings(database.url.render_as_string(hide_password=False), SECRET, **settings)
    key = tuple(sorted(settings.items()))
    app = _APPS[key] = _APPS.get(key) or _new_app(made, database)
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], settings=made, database=database)
    app.testing = True
    app.test_client_class = Client
    return app


def _new_app(settings: Settings, database: Database) -> Flask:
    app = create_app(settings, database=database)
    app.jinja_env.bytecode_cache = _TEMPLATES
    return app


class _Compiled(BytecodeCache):
    """Templates once compiled, for the apps of the run: each app compiling its own is what most cost."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_TEMPLATES = _Compiled()


@pytest.fixture
def staff(database: Database) -> dict[str, Actor]:
    """Everybody of ``add_people``, committed; for tests whose writes come from the web."""
    with database.writing() as session:
        return add_people(session)


@pytest.fixture
def app(database: Database, staff: dict[str, Actor]) -> Flask:
    return make_app(database)


def sign_in_client(app: Flask, database: Database, person: Actor) -> Client:
    """A client whose cookie holds a fresh session of ``person``."""
    with database.writing() as session:
        token = signin.open_session(
            session,
            person,
            address="127.0.0.1",
            browser="tests",
            lasts=timedelta(days=1),
            at=clock.now(),
        )
    client = app.test_client()
    assert isinstance(client, Client)
    settings = app.extensions["workbench"].settings
    client.set_cookie(cookie_name(settings, "session"), token, secure=settings.https)
    return client


@pytest.fixture
def client_for(app: Flask, database: Database, staff: dict[str, Actor]) -> ClientFor:
    """``client_for("reviewer")``: a client signed in as that person of ``staff``."""
    return lambda role: sign_in_client(app, database, staff[role])


@pytest.fixture
def client(app: Flask) -> Client:
    """A client that is not signed in."""
    client = app.test_client()
    assert isinstance(client, Client)
    return client


@pytest.fixture
def desk(client_for: ClientFor) -> Client:
    """The editor's browser."""
    return client_for("editor")


@pytest.fixture
def prepare(database: Database, staff: dict[str, Actor], clock: Clock) -> Prepare:
    """Makes the sample article (or one of other rows), lets ``steps(rows)`` work on it; gives its slug."""

    def make(
        steps: Callable[[Rows], object] = lambda rows: None,
        text: tuple[tuple[Kind, str, str], ...] = SAMPLE,
    ) -> str:
        with database.writing() as session:
            article = create_article(session, staff["editor"], sample(rows=text), at=clock())
            steps(Rows(session, article, staff, clock))
            return article.slug

    return make
