"""The inbox by keyboard, its number following what others do, and free work taken with one key."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.desk import LiveServer, PageFor, open_article, row
from workbench import clock
from workbench.db.models import Article, Assignment, Notice
from workbench.domain.stages import Handover
from workbench.services import handover, review, threads

pytestmark = pytest.mark.browser


@pytest.fixture
def slug(live: LiveServer) -> str:
    """Handed over to review; the reviewer has marked two rows, and the translator replied to both."""
    slug = live.add_article()
    rows = live.segments(slug)
    with live.database.writing() as session:
        for number, note in ((1, "هل الرقم صحيح؟ 34 or 43"), (2, "Not said so.")):
            marked = review.mark_problem(
                session,
                live.staff["reviewer"],
                rows[number].id,
                type_slug="mistranslation",
                note=note,
                version=1,
                at=clock.now(),
            )
            threads.reply(session, live.staff["translator"], marked.id, text=note, at=clock.now())
        handover.hand_over(
            session,
            live.staff["translator"],
            rows[0].article_id,
            to=Handover.REVIEW,
            note="Rows 2 and 3 first, please.",
            at=clock.now(),
        )
    return slug


def unseen(live: LiveServer, who: str) -> int:
    with live.database.reading() as session:
        query = select(Notice).where(Notice.user_id == live.staff[who].id, Notice.seen_at.is_(None))
        return len(session.scalars(query).all())


def number(page: Page) -> str:
    return page.locator("[data-unread]").inner_text()


def test_the_inbox_by_keyboard_alone(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("reviewer")
    page.goto(f"{live.url}/inbox")
    assert number(page) == "3"
    first = page.locator("[data-waits=handed_over] [data-list-link]")
    expect(first).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#notices")).to_contain_text("This stays here until it is done")
    page.keyboard.press("ArrowDown")
    lines = page.locator("[data-unseen]")
    expect(lines.first.locator("[data-list-link]")).to_be_focused()
    page.keyboard.press("e")
    expect(lines).to_have_count(2)
    expect(page.locator("[data-unread]")).to_have_text("2")
    expect(page.get_by_role("link", name="Inbox, 1 waiting, 2 new")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(lines.last.locator("[data-list-link]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/articles/{slug}\?at=\d+"))
    expect(page.locator(".row.current")).to_have_attribute("id", f"s{live.segments(slug)[1].id}")
    expect(page.locator("[data-waiting]")).to_have_text("1")  # drawn without it, the page asks
    page.goto(f"{live.url}/inbox")
    expect(lines).to_have_count(1)
    page.keyboard.press("Shift+E")
    expect(lines).to_have_count(0)
    expect(page.locator("[data-unread]")).to_be_hidden()
    expect(page.get_by_role("button", name="All seen")).to_have_count(0)
    assert unseen(live, "reviewer") == 0


def test_without_scripts_every_line_has_its_button(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("reviewer", java_script_enabled=False)
    page.goto(f"{live.url}/inbox")
    page.locator("[data-unseen] button").first.click()
    assert unseen(live, "reviewer") == 2
    page.get_by_role("button", name="All seen").click()
    assert unseen(live, "reviewer") == 0


def test_the_number_follows_what_others_do(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("translator")
    open_article(page, live, slug)
    expect(page.locator("[data-unread]")).to_be_hidden()
    with live.database.writing() as session:
        article_id = session.scalars(select(Article.id)).one()
        mark = review.ask_about_article(
            session, live.staff["reviewer"], article_id, note="@Tala, whose port is it?", at=clock.now()
        )
        assert mark.id
    row(page, 2).locator(".gutter .n").click()  # a row taken in hand asks soon
    expect(page.locator("[data-unread]")).to_have_text("1", timeout=12_000)


def test_free_work_is_taken_with_one_key_on_the_desk(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("reviewer")
    page.goto(live.url)
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.locator("#notices")).to_contain_text("The review is yours.")
    expect(page.locator(".who").get_by_role("img", name="Rana Reviewer, reviewer")).to_be_visible()
    expect(page.locator("[data-takes]")).to_have_count(0)
    page.keyboard.press("t")
    expect(page.locator("#notices")).to_contain_text("nothing of this article to take on")
    with live.database.reading() as session:
        assert session.scalars(select(Assignment.user_id)).all() == [live.staff["reviewer"].id]


def test_free_work_is_taken_from_the_palette(live: LiveServer, page_for: PageFor, slug: str) -> None:
    page = page_for("reviewer")
    open_article(page, live, slug)
    expect(page.locator(".pinned")).to_contain_text("With the reviewers: that is you")
    page.keyboard.press("Control+K")
    page.keyboard.type("take the article")
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("The review is yours.")
    expect(page.get_by_role("button", name="I’ll review this")).to_have_count(0)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_it_fits_and_axe_finds_nothing(
    live: LiveServer, page_for: PageFor, slug: str, theme: str, width: int
) -> None:
    page = page_for("reviewer", color_scheme=theme, viewport={"width": width, "height": 800})
    for path in ("/inbox", "/sessions", "/"):
        page.goto(f"{live.url}{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
