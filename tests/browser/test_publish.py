"""Publishing in a browser: by keyboard alone, copying, downloading, and no axe finding on any of the pages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.desk import LiveServer, PageFor
from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all, mark, publish_it, setting
from workbench.db.models import Article
from workbench.db.queries.editions import find_article
from workbench.domain.house import BREAKING
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.problems import Severity
from workbench.services.prospect import Choices
from workbench.services.segments import approve, confirm, reopen, save_target

pytestmark = pytest.mark.browser

Steps = Callable[[Rows], object]


def prepare(live: LiveServer, steps: Steps) -> str:
    """The sample article with ``steps`` taken on it."""
    slug = live.add_article()
    with live.database.writing() as session:
        article: Article = find_article(session, slug)
        steps(Rows(session, article, live.staff, Clock()))
    return slug


def with_a_link(rows: Rows) -> None:
    marks = (InlineMark(0, 15, MarkKind.LINK, "https://example.org/quay"),)
    rows.do(save_target, "translator", 1, text="Some 43 workers came back.", marks=marks)
    rows.do(confirm, "translator", 1)
    approve_all(rows)


def test_an_edition_is_published_by_keyboard_copied_and_downloaded(
    live: LiveServer, context_for: Callable[..., BrowserContext]
) -> None:
    slug = prepare(live, with_a_link)
    context = context_for("editor", accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live.url)
    page = context.new_page()
    page.goto(f"{live.url}/articles/{slug}/publish")
    page.get_by_label("Note for the record").focus()
    page.keyboard.type("For the morning.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Publish edition 1")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{slug}/editions/1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Port workers return to work")

    page.get_by_role("button", name="Copy with formatting").click()
    expect(page.locator("#notices")).to_contain_text("Copied with headings, links and emphasis.")
    rich = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          return (await item.getType("text/html")).text().then((text) => text);
        }"""
    )
    assert '<a href="https://example.org/quay">Some 43 workers</a>' in rich
    assert "<h1>" in rich
    page.get_by_role("button", name="Copy as plain text").click()
    expect(page.locator("#notices")).to_contain_text("Copied as plain text.")
    plain = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert plain.strip() == page.request.get(f"{live.url}/articles/{slug}/editions/1/txt").text().strip()

    page.get_by_role("button", name="Copy block code").click()
    expect(page.locator("#notices")).to_contain_text("paste it into the code view")
    code = page.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert code.startswith("<!-- wp:paragraph")
    assert "Port workers return to work" not in code, "the title is the post’s"

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Word .docx").click()
    assert downloading.value.suggested_filename == f"{slug}-edition-1.docx"
    document = Document(BytesIO(Path(downloading.value.path()).read_bytes()))
    assert document.paragraphs[0].text == "Port workers return to work"

    with page.expect_download() as downloading:
        page.keyboard.press("Control+k")
        page.get_by_role("combobox", name="Find a command").fill("download draft markdown")
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename == f"{slug}-draft.md"
    page.goto(f"{live.url}/articles/{slug}")
    page.keyboard.press("Control+k")
    page.get_by_role("combobox", name="Find a command").fill("redline")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{slug}/compare")


def test_a_house_style_holds_for_all_at_once(live: LiveServer, page_for: PageFor) -> None:
    def steps(rows: Rows) -> None:
        rows.do(save_target, "translator", 1, text="He said “43” came back.")
        rows.do(confirm, "translator", 1)
        approve_all(rows)
        publish_it(rows)

    slug, page = prepare(live, steps), page_for("editor")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live.url)
    page.goto(f"{live.url}/articles/{slug}/editions/1")
    page.get_by_label("Markdown into the zip").check()
    page.get_by_text("House style").click()
    expect(page.get_by_role("button", name="Take all in this style")).to_be_hidden()
    page.get_by_label("Quotation marks").select_option("straight")
    page.get_by_role("button", name="Copy as plain text").click()  # at once
    expect(page.locator("#notices")).to_contain_text("Copied as plain text.")
    assert 'He said "43" came back.' in page.evaluate("navigator.clipboard.readText()")
    expect(page.locator("#edition-text")).to_contain_text('He said "43" came back.')
    for link in ("Markdown .md", "Download the ticked as a zip"):
        with page.expect_download() as downloading:
            page.get_by_text(link, exact=True).click()
        assert f"{slug}-edition-1-straight." in downloading.value.suggested_filename
    page.keyboard.press("Control+K")
    page.get_by_label("Find a command").fill("export edition 1 markdown")
    with page.expect_download() as downloading:
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename == f"{slug}-edition-1-straight.md"
    expect(page.get_by_label("Markdown into the zip")).to_be_checked()
    page.reload()
    expect(page.get_by_label("Quotation marks")).to_have_value("straight")


def test_what_a_choice_asks_for_is_in_sight_above_the_button(live: LiveServer, page_for: PageFor) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        publish_it(rows)
        rows.do(reopen, "editor", 1)
        rows.do(save_target, "translator", 1, text="Some 43 workers came back.")
        rows.do(confirm, "translator", 1)
        rows.do(approve, "reviewer", 1)

    slug = prepare(live, steps)
    page = page_for("editor", viewport={"width": 1440, "height": 700})
    page.goto(f"{live.url}/articles/{slug}/publish")
    button = page.locator(".publish-gate button.primary")
    expect(button).to_be_in_viewport(ratio=1)
    page.get_by_label("A correction").check()
    told = page.get_by_label("What readers are told")
    expect(told).to_be_in_viewport(ratio=1)
    told.press_sequentially("There were 43 of them.")
    expect(page.locator("#preview .correction")).to_contain_text("There were 43 of them.")
    expect(page.locator("#preview .correction")).to_be_in_viewport()
    page.get_by_label("At a time (embargo)").check()
    field = page.get_by_label("Day and time", exact=False)
    expect(field).to_be_in_viewport(ratio=1)
    page.get_by_label("Note for the record").scroll_into_view_if_needed()
    expect(page.get_by_label("Note for the record")).to_be_in_viewport(ratio=1)
    expect(button).to_be_in_viewport(ratio=1)
    foot, note = button.bounding_box(), page.get_by_label("Note for the record").bounding_box()
    assert foot is not None
    assert note is not None
    assert note["y"] + note["height"] <= foot["y"], "nothing lies under the button"
    assert page.get_by_role("button", name="Schedule edition 2").is_visible()
    assert Axe().run(page).violations_count == 0


def test_what_is_chosen_otherwise_is_looked_at_before_it_is_published(
    live: LiveServer, page_for: PageFor
) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        publish_it(rows)
        reword(rows, 1, "Some 43 workers came back.")
        reword(rows, 2, "A spokesman said so.", approved=False)

    slug = prepare(live, steps)
    page = page_for("editor")
    page.goto(f"{live.url}/articles/{slug}/publish?keep=all")
    page.get_by_label("Note for the record").fill("Mine")
    row = page.get_by_label("Row 3 as in edition 1")
    row.uncheck()
    publish = page.get_by_role("button", name="Publish edition 2")
    expect(publish).to_be_disabled()
    expect(page.get_by_text("look at it like that first")).to_be_visible()
    row.check()
    expect(publish).to_be_enabled()
    page.get_by_role("button", name="Look at it like that").click()
    page.wait_for_url("**/publish/preview")
    expect(page.get_by_label("Note for the record")).to_have_value("Mine")
    expect(row).to_be_checked()
    publish.click()
    page.wait_for_url(f"**/articles/{slug}/editions/2")


def test_an_embargo_is_typed_in_ones_own_time_and_the_button_says_what_it_does(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = prepare(live, approve_all)
    page = page_for("editor", timezone_id="Asia/Kathmandu")  # UTC+5:45
    page.goto(f"{live.url}/articles/{slug}/publish")
    expect(page.get_by_role("button", name="Publish edition 1")).to_be_visible()
    page.get_by_label("At a time (embargo)").check()
    field = page.get_by_label("in your own zone (Nepal Time)", exact=False)
    day = datetime.now(UTC) + timedelta(days=20)
    field.fill(f"{day:%Y-%m-%d}T12:00")
    page.get_by_role("button", name="Schedule edition 1").click()
    expect(page.get_by_text(f"{day:%Y-%m-%d} 06:15 UTC")).to_be_visible()
    expect(page.locator(".embargo").first).to_have_text(f"EMBARGOED until {day.day} {day:%B %Y}, 06:15 UTC")
    page.get_by_role("link", name="Choose another time").click()
    expect(field).to_have_value(f"{day:%Y-%m-%d}T12:00")
    field.fill(f"{day:%Y-%m-%d}T13:00")
    page.get_by_role("button", name="Move it to that time").click()
    expect(page.get_by_text(f"{day:%Y-%m-%d} 07:15 UTC")).to_be_visible()


def test_a_waiver_is_given_in_place_by_a_second_person(live: LiveServer, page_for: PageFor) -> None:
    def steps(rows: Rows) -> None:
        mark(rows, 2, "negation-modality", Severity.CRITICAL, "would")
        approve_all(rows)

    slug = prepare(live, steps)
    editor = page_for("editor")
    editor.goto(f"{live.url}/articles/{slug}/publish")
    expect(editor.get_by_role("button", name="Publish edition 1")).to_have_count(0)
    editor.get_by_text("Publish over it").click()
    editor.get_by_label("Why may it stand?").fill("The agency’s lawyer confirmed the wording.")
    editor.get_by_role("button", name="Waive").click()
    expect(editor.get_by_text("You waived this")).to_be_visible()
    admin = page_for("admin")
    admin.goto(f"{live.url}/articles/{slug}/publish")
    admin.get_by_role("button", name="Publish edition 1").click()
    expect(admin.get_by_text("The agency’s lawyer confirmed the wording.")).to_be_visible()


@pytest.fixture
def twice(live: LiveServer) -> str:
    def steps(rows: Rows) -> None:
        setting(rows, BREAKING, "on")
        approve_all(rows)
        publish_it(rows)
        reword(rows, 1, "Forty-three workers came back.")
        # What is said of such an edition is longer than a narrow screen is wide.
        make_edition(rows, choices=Choices(is_breaking=True), correction="There were 43.")
        reword(rows, 1, "Some 43 workers came back.")
        mark(rows, 2, "negation-modality", Severity.CRITICAL, "would")
        approve_all(rows)

    return prepare(live, steps)


PATHS = ("publish", "editions/2", "compare?from=1&all=1", "read", "read?arabic=1")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_has_an_axe_finding_or_scrolls_sideways(
    live: LiveServer, page_for: PageFor, twice: str, theme: str, width: int
) -> None:
    page: Page = page_for("editor", color_scheme=theme, viewport={"width": width, "height": 900})
    for path in PATHS:
        page.goto(f"{live.url}/articles/{twice}/{path}")
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(v["id"], [n["html"] for n in v["nodes"]]) for v in found])
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_pages_work_without_javascript(live: LiveServer, page_for: PageFor, browser: Browser) -> None:
    slug = prepare(live, approve_all)
    page = page_for("editor", java_script_enabled=False)
    page.goto(f"{live.url}/articles/{slug}/read")
    page.get_by_role("link", name="Beside the Arabic").click()
    expect(page.locator(".ar-cell").first).to_be_visible()
    page.get_by_role("link", name="Publish", exact=True).first.click()
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page.get_by_role("button", name="Copy with formatting")).to_be_hidden()
    expect(page.get_by_role("link", name="Word .docx")).to_be_visible()


def changed_since(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    reword(rows, 1, "Forty-three workers came back.")


def test_what_was_typed_stays_on_the_device_until_the_server_has_answered(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = prepare(live, changed_since)
    page = page_for("editor")
    address = f"{live.url}/articles/{slug}/publish"
    page.goto(address)
    page.get_by_label("A correction").check()
    page.get_by_label("What readers are told").fill("There were 43.")
    page.get_by_label("Note for the record").fill("Mine\nand yours")
    page.route("**/publish", lambda route: route.abort())
    page.get_by_role("button", name="Publish edition 2").click()  # and nobody answers
    page.unroute("**/publish")
    page.goto(address)
    expect(page.get_by_label("What readers are told")).to_have_value("There were 43.")
    expect(page.get_by_label("Note for the record")).to_have_value("Mine\nand yours")
    expect(page.locator("#notices")).to_contain_text("is back")
    expect(page.locator("#preview .correction")).to_contain_text("There were 43.")
    page.get_by_role("button", name="Publish edition 2").click()
    page.wait_for_url("**/editions/2")
    expect(page.locator("#edition-text .correction")).to_contain_text("There were 43.")
    with live.database.writing() as session:
        reword(Rows(session, find_article(session, slug), live.staff, Clock()), 1, "Some 43 came back.")
    page.goto(address)
    expect(page.get_by_role("button", name="Publish edition 3")).to_be_visible()
    expect(page.get_by_label("Note for the record")).to_have_value("")
