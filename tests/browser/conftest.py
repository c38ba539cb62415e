"""The browser the tests drive: the one ``tests.chromium`` finds; without one they are skipped and say why."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import chromium
from tests.browser.desk import context_for, live, page_for

# A machine with other work to do may take its time; what is right is seen at once all the same.
expect.set_options(timeout=20_000)

__all__ = ["browser", "context_for", "live", "page", "page_for"]

#: Nothing leaves the machine, and a container's missing sandbox does not matter for our own pages.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.skip(f"no Chromium here. {chromium.WAYS}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh, empty page; what its scripts throw fails the test."""
    context = browser.new_context()
    context.set_default_timeout(30_000)
    page = context.new_page()
    errors: list[Any] = []
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    context.close()
    assert not errors
