"""About an article in a browser: the deadline in one's own time, no axe finding, and all of it without scripts."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from tests.browser.desk import LiveServer, PageFor
from tests.conftest import Clock
from tests.services.conftest import Rows
from workbench.db.models import Article
from workbench.db.queries.editions import find_article
from workbench.domain.people import Role
from workbench.services import handover, review
from workbench.services.segments import confirm, send_back

pytestmark = pytest.mark.browser


@pytest.fixture
def slug(live: LiveServer) -> str:
    """An article with people, a deadline, a question and a few events."""
    slug = live.add_article()
    with live.database.writing() as session:
        article = find_article(session, slug)
        rows, desk = Rows(session, article, live.staff, Clock()), live.staff["editor"]
        for who, role in (("translator", Role.TRANSLATOR), ("reviewer", Role.REVIEWER)):
            handover.assign(session, desk, article.id, user_id=live.staff[who].id, role=role, at=rows.clock())
        due = datetime(2027, 1, 5, 22, 30, tzinfo=UTC)
        handover.set_deadline(session, desk, article.id, deadline=due, at=rows.clock())
        review.ask_about_article(
            session, live.staff["translator"], article.id, note="هل نذكر اسم القاضي؟", at=rows.clock()
        )
        rows.do(confirm, "translator", 1)
        rows.do(send_back, "reviewer", 2, reason="The negation is lost.")
    return slug


def deadline(live: LiveServer) -> datetime | None:
    with live.database.reading() as session:
        return session.scalar(select(Article.deadline))


def test_the_deadline_is_typed_in_ones_own_time_and_kept_in_utc(
    live: LiveServer, page_for: PageFor, slug: str
) -> None:
    page = page_for("editor", timezone_id="Asia/Kathmandu")  # UTC+5:45
    page.goto(f"{live.url}/articles/{slug}/about")
    field = page.get_by_label("in your own zone (Nepal Time)")
    expect(field).to_have_value("2027-01-06T04:15")
    expect(page.locator("#due time")).to_have_text("6 Jan 2027, 04:15")
    field.fill("2027-06-01T12:00")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_text("The deadline is set.")).to_be_visible()
    assert deadline(live) == datetime(2027, 6, 1, 6, 15, tzinfo=UTC)
    expect(page.get_by_label("in your own zone (Nepal Time)")).to_have_value("2027-06-01T12:00")
    page.get_by_role("button", name="Clear", exact=True).click()
    expect(page.get_by_text("The deadline is cleared.")).to_be_visible()
    assert deadline(live) is None


def test_all_of_it_works_without_scripts(
    live: LiveServer, context_for: Callable[..., BrowserContext], slug: str
) -> None:
    page = context_for("editor", java_script_enabled=False, timezone_id="Asia/Kathmandu").new_page()
    page.goto(f"{live.url}/")
    page.get_by_role("link", name=re.compile("People")).click()
    expect(page.get_by_label("Day and time, in UTC")).to_have_value("2027-01-05T22:30")
    page.get_by_text("Assign somebody").click()
    page.get_by_label("Who, for what").select_option(label="\u2068Tamim Translator\u2069")
    page.get_by_label("From row").fill("2")
    page.get_by_label("To row").fill("3")
    page.get_by_role("button", name="Assign", exact=True).click()
    given = page.get_by_role("row", name="Tamim Translator")
    expect(given).to_contain_text("rows 2 to 3")
    given.get_by_role("button", name="End Tamim Translator, translation, rows 2 to 3").click()
    expect(given).to_have_count(0)
    page.get_by_text("Put it on hold, spike or archive it").click()
    page.get_by_label("Archive").check()
    page.get_by_label("Why").fill("Published long ago.")
    page.get_by_role("button", name="Take it off the desk").click()
    expect(page.locator("#shelf")).to_contain_text("Published long ago.")
    page.get_by_role("button", name="Bring back").click()
    expect(page.locator("#shelf")).to_contain_text("It is on the desk.")


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
@pytest.mark.parametrize("role", ["editor", "translator"])
def test_it_is_accessible_and_fits(
    live: LiveServer, page_for: PageFor, slug: str, theme: str, width: int, role: str
) -> None:
    page = page_for(role, viewport={"width": width, "height": 900}, color_scheme=theme)
    page.goto(f"{live.url}/articles/{slug}/about")
    assert check(page) == []
    for summary in page.locator("main details > summary").all():
        summary.click()
    assert check(page) == []
    with live.database.writing() as session:
        article = find_article(session, slug)
        handover.shelve(
            session,
            live.staff["editor"],
            article.id,
            shelf="spiked",
            reason="Overtaken.",
            at=datetime.now(UTC),
        )
    page.reload()
    assert check(page) == []


def check(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    found = Axe().run(page).response["violations"]
    problems = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        problems.append("scrolls sideways")
    return problems
