"""A server, an editor and their browser on step one of the import."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from tests.conftest import add_people
from tests.serving import AppServer
from tests.web.conftest import SECRET, make_app
from workbench import clock
from workbench.db.engine import Database
from workbench.domain.people import Actor
from workbench.services import signin
from workbench.settings import Settings
from workbench.web.security import cookie_name


@pytest.fixture
def address(sqlite_database: Database) -> Iterator[str]:
    server = AppServer(make_app(sqlite_database, demo=True))
    yield server.url
    server.stop()


@pytest.fixture
def people(sqlite_database: Database) -> dict[str, Actor]:
    with sqlite_database.writing() as session:
        return add_people(session)


def session_of(person: Actor, database: Database) -> str:
    """A session's token for this person."""
    with database.writing() as session:
        return signin.open_session(
            session, person, address="", browser="", lasts=timedelta(days=1), replaces=None, at=clock.now()
        )


@pytest.fixture
def page(page: Page, address: str, people: dict[str, Actor], sqlite_database: Database) -> Page:
    """Step one, signed in as an editor."""
    token = session_of(people["editor"], sqlite_database)
    name = cookie_name(Settings("sqlite:///x", SECRET), "session")
    page.context.add_cookies([{"name": name, "value": token, "url": address}])
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/import")
    return page
