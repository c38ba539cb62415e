"""A corrected Arabic text in a browser: the whole way by keyboard, the note on the row, and no axe finding."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.desk import LiveServer, PageFor
from tests.browser.test_publish import prepare
from tests.services.test_publishing import approve_all
from tests.web.test_arabic import CHANGED, OLD, page_of

pytestmark = pytest.mark.browser


def compared(page: Page, live: LiveServer, slug: str, texts: list[str]) -> None:
    page.goto(f"{live.url}/articles/{slug}/arabic")
    page.get_by_label("Arabic text").fill(page_of(texts))
    page.get_by_label("Arabic text").press("Tab")
    page.get_by_role("button", name="Read it").first.press("Enter")
    page.wait_for_url("**/clean")
    page.get_by_role("button", name="Compare with the article").first.press("Enter")
    page.wait_for_url("**/compare")


def test_put_in_by_keyboard_and_seen_on_the_row_until_confirmed(live: LiveServer, page_for: PageFor) -> None:
    slug = prepare(live, approve_all)
    page = page_for("editor")
    compared(page, live, slug, CHANGED)
    expect(page.locator("[data-outcome=changed] del")).to_have_text("المتأخرة")
    page.get_by_label("Yes, this approval falls").press("Space")
    page.get_by_role("button", name="Put it in: 1 approval withdrawn").press("Enter")
    page.wait_for_url(f"**/articles/{slug}")
    expect(page.get_by_text("The corrected Arabic is in")).to_be_visible()
    expect(page.get_by_role("button", name="Undo all of it")).to_be_visible()
    row = page.locator(".row", has_text="The authority said")
    note = row.locator(".source-was")
    expect(note).to_contain_text("The Arabic has changed since this English was written")
    expect(note.locator("ins")).to_have_text("المستحقة")
    row.locator("[data-open-row]").press("Enter")
    page.keyboard.press("Control+Shift+Enter")
    expect(note).to_have_count(0)


def test_keeping_the_old_arabic_of_one_row_and_changing_ones_mind(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = prepare(live, approve_all)
    page = page_for("editor")
    compared(page, live, slug, CHANGED)
    page.get_by_role("link", name="Keep the old Arabic of row 3").press("Enter")
    expect(page.get_by_text("No approval is withdrawn")).to_have_count(0)
    expect(page.get_by_role("button", name="Put it in")).to_have_text("Put it in")
    page.get_by_role("link", name="Take the new Arabic of row 3").press("Enter")
    expect(page.get_by_role("button", name="Put it in: 1 approval withdrawn")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_axe_finding_and_no_scrolling_sideways(
    live: LiveServer, context_for: Callable[..., BrowserContext], scheme: str
) -> None:
    slug = prepare(live, approve_all)
    page = context_for("editor", color_scheme=scheme).new_page()
    moved = [OLD[0], OLD[2].replace("الأجور", "الأجـــور"), CHANGED[3], OLD[1]]
    compared(page, live, slug, moved)
    address = page.url
    for step in ("compare", "clean", ""):
        page.goto(address.replace("/compare", f"/{step}".rstrip("/")))
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 800})
            assert Axe().run(page).response["violations"] == [], (step, width)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (step, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_rows_paired_anew_by_keys(
    live: LiveServer, context_for: Callable[..., BrowserContext], scheme: str
) -> None:
    slug = prepare(live, approve_all)
    page = context_for("editor", color_scheme=scheme).new_page()
    page.goto(f"{live.url}/articles/{slug}")
    page.get_by_label("View and article menu").press("Enter")
    page.get_by_role("button", name="Pair the rows anew").press("Enter")
    page.wait_for_url("**/pairs")
    page.locator("#pair-1").focus()
    page.keyboard.press("m")
    expect(page.locator(".pair")).to_have_count(3)
    page.keyboard.press("Control+z")
    expect(page.locator(".pair")).to_have_count(4)
    page.keyboard.press("Control+Shift+z")
    expect(page.locator(".pair")).to_have_count(3)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="See what changes").first.press("Enter")
    page.wait_for_url("**/changes")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert Axe().run(page).response["violations"] == [], width
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.get_by_label("Yes, these 2 approvals fall").press("Space")
    page.get_by_role("button", name="Put into the article").press("Enter")
    page.wait_for_url(f"**/articles/{slug}")
    expect(page.locator(".row")).to_have_count(3)
    assert Axe().run(page).response["violations"] == []
    page.goto(f"{live.url}/articles/{slug}/about")
    page.get_by_role("button", name="Undo all of it").press("Enter")
    page.wait_for_url(f"**/articles/{slug}")
    expect(page.locator(".row[data-state=approved]")).to_have_count(4)
