"""The history of an article in a browser: to the row, filtered, without scripts, accessible, on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import LiveServer, PageFor
from tests.browser.test_about import check
from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.web.test_history import written_work
from workbench.db.queries.editions import find_article
from workbench.services.segments import send_back

pytestmark = pytest.mark.browser


@pytest.fixture
def slug(live: LiveServer) -> str:
    slug = live.add_article()
    with live.database.writing() as session:
        rows = Rows(session, find_article(session, slug), live.staff, Clock())
        rows.do(send_back, "reviewer", 2, reason="The negation is lost.")
        written_work(rows)
    return slug


def test_a_line_leads_to_its_row(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("reviewer")
    page.goto(f"{live.url}/articles/{slug}")
    page.get_by_label("View and article menu").click()
    page.get_by_role("link", name="History of the article").click()
    line = page.locator(".timeline-lines > li").filter(has_text="sent row 3 back")
    expect(line).to_contain_text("The negation is lost.")
    line.get_by_role("link", name="row 3").click()
    expect(page).to_have_url(re.compile(rf"/articles/{slug}\?at={live.segments(slug)[2].id}"))


def test_a_mark_leads_to_its_card(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("translator")
    page.goto(f"{live.url}/articles/{slug}/history?matter=problems")
    page.get_by_role("link", name="a problem (major, mistranslation)").click()
    expect(page.locator(".problem.in-hand")).to_contain_text("would pay")
    expect(page.locator(".problem.in-hand")).to_be_in_viewport()


def test_a_filter_is_applied_when_it_is_chosen(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("reviewer")
    page.goto(f"{live.url}/articles/{slug}/history")
    page.get_by_label("By", exact=True).select_option(label="\u2068Rana Reviewer\u2069")
    expect(page.locator(".timeline-lines > li")).to_have_count(4)
    page.get_by_label("Row", exact=True).fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing of this sort.")).to_be_visible()


def test_it_is_filtered_without_scripts(
    live: LiveServer, context_for: Callable[..., BrowserContext], slug: str
) -> None:
    page = context_for("reviewer", java_script_enabled=False).new_page()
    page.goto(f"{live.url}/articles/{slug}/history")
    page.get_by_label("About", exact=True).select_option("words")
    page.get_by_role("button", name="Show").click()
    corrected = page.locator(".timeline-lines > li").filter(has_text="corrected the Arabic")
    arabic = corrected.locator(".redline[lang=ar] ins")
    expect(arabic).to_have_text("الاثنين")
    assert arabic.evaluate("element => getComputedStyle(element).direction") == "rtl"


def test_a_rows_history_is_filtered_and_restored_by_keyboard(
    live: LiveServer, page_for: PageFor, slug: str
) -> None:
    page, row = page_for("editor"), live.segments(slug)[1]
    page.goto(f"{live.url}/articles/{slug}?at={row.id}&tab=history")
    panel = page.locator("#panel")
    about = panel.get_by_label("About what")
    expect(panel.get_by_text("Restore this text")).to_have_count(2)  # the imported text of either side
    about.focus()
    page.keyboard.press("d")  # decisions
    expect(panel.get_by_text("Nothing of this sort.")).to_be_visible()
    expect(panel.get_by_label("About what")).to_be_focused()
    page.keyboard.press("w")  # words
    restore = panel.get_by_role("button", name="Restore this text").first
    restore.focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_text("restored an earlier text")).to_be_visible()
    assert "34" in live.segments(slug)[1].target
    expect(panel.get_by_role("link", name="History", exact=True)).to_be_focused()
    notices = page.locator("#notices")
    expect(notices).to_contain_text("The earlier text is back.")
    words = page.locator(f"#s{row.id} .mirror")  # of the row in hand
    expect(words).to_have_text("Some 34 workers returned to the quay on Sunday.")
    notices.get_by_role("button", name="Undo").click()
    expect(words).to_have_text(row.target)
    assert live.segments(slug)[1].target == row.target


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_it_is_accessible_and_fits(
    live: LiveServer, page_for: PageFor, slug: str, theme: str, width: int
) -> None:
    page = page_for("editor", viewport={"width": width, "height": 900}, color_scheme=theme)
    page.goto(f"{live.url}/articles/{slug}/history")
    assert check(page) == []
