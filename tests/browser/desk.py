"""A desk to drive: a server in a thread over a SQLite file, stopped and started at will, and people's browsers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy import select

from tests.conftest import SAMPLE, add_people, sample
from tests.serving import AppServer
from tests.web.conftest import make_app
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Article, Segment
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.services import signin
from workbench.services.articles import create_article
from workbench.web.security import cookie_name

PageFor = Callable[..., Page]


class LiveServer(AppServer):
    """A served desk with its people."""

    def __init__(self, app: Flask, database: Database, staff: dict[str, Actor]) -> None:
        super().__init__(app)
        self.database, self.staff = database, staff

    def session_cookie(self, role: str) -> dict[str, Any]:
        with self.database.writing() as session:
            token = signin.open_session(
                session,
                self.staff[role],
                address="127.0.0.1",
                browser="tests",
                lasts=timedelta(days=1),
                at=clock.now(),
            )
        settings = self.app.extensions["workbench"].settings
        return {"name": cookie_name(settings, "session"), "value": token, "url": self.url}

    def add_article(self, rows: tuple[tuple[Kind, str, str], ...] = SAMPLE, *, finished: bool = True) -> str:
        """An article of these rows; returns its slug."""
        with self.database.writing() as session:
            new = sample(finished=finished, rows=rows)
            return create_article(session, self.staff["editor"], new, at=clock.now()).slug

    def segments(self, slug: str) -> list[Segment]:
        """The article's live rows as they are stored now, in order."""
        with self.database.reading() as session:
            query = select(Segment).join(Article).where(Article.slug == slug, Segment.retired.is_(False))
            found = list(session.scalars(query.order_by(Segment.position)))
            session.expunge_all()
            return found


@pytest.fixture
def live(sqlite_database: Database) -> Iterator[LiveServer]:
    with sqlite_database.writing() as session:
        staff = add_people(session)
    server = LiveServer(make_app(sqlite_database), sqlite_database, staff)
    yield server
    server.stop()


@pytest.fixture
def context_for(browser: Browser, live: LiveServer) -> Iterator[Callable[..., BrowserContext]]:
    """``context_for("reviewer")``: a browser of its own, signed in as that person."""
    contexts: list[BrowserContext] = []

    def make(role: str, **options: Any) -> BrowserContext:
        context = browser.new_context(**({"viewport": {"width": 1440, "height": 900}} | options))
        context.add_cookies([live.session_cookie(role)])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page_for(context_for: Callable[..., BrowserContext]) -> Iterator[Callable[..., Page]]:
    """``page_for("translator")``: a page signed in as that person. Errors in its console fail the test."""
    errors: list[str] = []

    def make(role: str, **options: Any) -> Page:
        page = context_for(role, **options).new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(30_000)
        return page

    yield make
    assert not errors, errors


# --- what every test of the editor does -----------------------------------------------------------------------


def open_article(page: Page, live: LiveServer, slug: str, query: str = "") -> None:
    page.goto(f"{live.url}/articles/{slug}{query}")
    page.wait_for_load_state("networkidle")


def row(page: Page, number: int) -> Locator:
    """The drawn row at this place, counted from 1."""
    return page.locator(".row").nth(number - 1)


def open_row(page: Page, number: int) -> Locator:
    """Click into the English; returns the textarea."""
    row(page, number).locator(".target").click()
    field = row(page, number).locator(".edit > textarea")
    expect(field).to_be_focused()
    return field


def expect_saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_contain_text("Everything saved ·")
