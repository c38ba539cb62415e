"""Ways out in a browser: a key and a web site that is told, many articles as a zip, a file that comes back; no axe finding."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import LiveServer, PageFor
from tests.browser.test_publish import prepare
from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from workbench.services import bulk_exporting
from workbench.worker.handlers import HANDLERS
from workbench.worker.runner import Worker

pytestmark = pytest.mark.browser

NARROW = {"width": 390, "height": 844}


def check(page: Page) -> None:
    """Nothing for axe to say, and nothing that is cut off on a telephone."""
    assert Axe().run(page).violations_count == 0
    wide = page.viewport_size
    assert wide is not None
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(wide)


def published(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)


def test_a_key_is_shown_once_and_a_web_site_told_by_keyboard(live: LiveServer, page_for: PageFor) -> None:
    page = page_for("admin")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live.url)
    page.goto(f"{live.url}/ways-out")
    check(page)
    page.get_by_label("For whom").fill("موقع الجريدة")
    page.keyboard.press("Enter")
    key = page.get_by_label("A key")
    expect(key).not_to_have_value("")
    check(page)
    page.get_by_role("button", name="Copy").press("Enter")
    expect(page.locator("#notices")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == key.input_value()
    page.goto(f"{live.url}/ways-out")
    page.get_by_label("Address").fill("http://10.0.0.1/told")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Address")).to_have_attribute("aria-invalid", "true")
    check(page)
    page.get_by_label("Address").fill("https://site.example/told")
    page.keyboard.press("Enter")
    expect(page.get_by_label("A secret")).not_to_have_value("")
    page.goto(f"{live.url}/ways-out")
    page.get_by_role("button", name="Send a test").press("Enter")
    expect(page.get_by_text("1 waiting")).to_be_visible()
    page.locator("summary", has_text="Revoke…").press("Enter")
    check(page)
    page.get_by_role("button", name="Revoke").press("Enter")
    expect(page.locator(".badge", has_text="revoked")).to_be_visible()
    check(page)


def test_many_articles_are_watched_becoming_one_zip(live: LiveServer, page_for: PageFor) -> None:
    prepare(live, published)
    page = page_for("translator")
    page.goto(f"{live.url}/")
    page.get_by_role("link", name="Export…").click()
    expect(page.get_by_role("button", name="Make the zip")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Tick none").click()
    page.get_by_role("button", name="Make the zip").click()
    expect(page.get_by_role("alert").or_(page.locator("#article-error"))).to_contain_text(
        "at least one article"
    )
    page.get_by_role("button", name="Tick all").click()
    page.get_by_text("House style").click()
    page.get_by_label("Quotation marks").select_option("straight")
    check(page)
    page.get_by_role("button", name="Make the zip").click()
    expect(page.get_by_text("0 % done")).to_be_visible()
    check(page)
    Worker(live.database, {bulk_exporting.KIND: HANDLERS[bulk_exporting.KIND]}).run_due()
    zipped = page.get_by_role("link", name="Download the zip")  # without a reload
    expect(zipped).to_be_visible()
    check(page)
    with page.expect_download() as download:
        zipped.click()
    assert download.value.suggested_filename.endswith(".zip")


def test_a_file_goes_out_is_edited_and_comes_back(
    live: LiveServer, page_for: PageFor, tmp_path: Path
) -> None:
    slug, page = live.add_article(), page_for("translator")
    page.goto(f"{live.url}/articles/{slug}/returned")
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="XLIFF 1.2").click()
    sent, back = tmp_path / "sent.xlf", tmp_path / "back.xlf"
    download.value.save_as(sent)
    text = sent.read_text(encoding="utf-8")
    # As editors on other systems save it.
    edited = text.replace("Some 34 workers", "Some 43 workers").replace("\n", "\r\n")
    back.write_bytes(b"\xef\xbb\xbf" + edited.encode())
    page.get_by_label("XLIFF file").set_input_files(back)
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_role("list", name="Rows that differ").get_by_role("listitem")).to_have_count(1)
    expect(page.locator(".planned ins")).to_have_text("43")
    check(page)
    page.get_by_role("button", name="Put it in").press("Enter")
    expect(page.get_by_text("The file is in: 1 row taken from it.")).to_be_visible()
    check(page)
    assert live.segments(slug)[1].target.startswith("Some 43 workers")
    page.get_by_role("button", name="Undo all of it").press("Enter")
    page.wait_for_url(f"**/articles/{slug}")
    assert live.segments(slug)[1].target.startswith("Some 34 workers")
