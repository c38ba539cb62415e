"""Scores in a browser: nothing for axe to find, narrow and wide, by keyboard and without scripts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import LiveServer, PageFor
from tests.browser.test_about import check
from tests.conftest import Clock
from tests.services.conftest import Rows
from workbench import clock
from workbench.db.models import Article
from workbench.db.queries.editions import find_article
from workbench.domain.kinds import Kind, Side
from workbench.services.review import apply_suggestion, mark_problem
from workbench.services.segments import approve

pytestmark = pytest.mark.browser

LONG = " ".join(["كلمة"] * 300)
ROWS = (
    (Kind.HEADLINE, f"عنوان {LONG}", "The ferries return"),
    (Kind.PARAGRAPH, f"نص {LONG}", "Some 34 workers were back at the quay."),
    (Kind.PARAGRAPH, "قصير", "A short one."),
)


@pytest.fixture
def slug(live: LiveServer) -> str:
    """Two months of marks on Tala's words: one judged, one too small to be."""
    slug = live.add_article(ROWS)
    now = clock.now()
    with live.database.writing() as session:
        article: Article = find_article(session, slug)
        article.translated_by_id = live.staff["translator"].id
        last_month = now.replace(day=1) - timedelta(days=3)
        rows = Rows(
            session, article, live.staff, Clock(datetime(last_month.year, last_month.month, 3, tzinfo=UTC))
        )
        marked = rows.mark(1, Side.TARGET, "34", suggestion="43", note="الرقم مقلوب")
        rows.do(lambda s, a, _id, **k: apply_suggestion(s, a, marked.id, **k), "translator", 1)
        rows.do(
            mark_problem, "reviewer", 0, type_slug="praise", note="Short.",
            places=[rows.place(0, Side.TARGET, "The ferries return")],
        )  # fmt: skip
        rows.do(approve, "reviewer", 0)
        rows.clock.moment = now
        rows.do(approve, "reviewer", 2)
    return slug


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(live: LiveServer, page_for: PageFor, slug: str, scheme: str, width: int) -> None:
    page = page_for("editor", color_scheme=scheme, viewport={"width": width, "height": 900})
    for path in (
        "/scores",
        f"/scores/{live.staff['translator'].id}",
        f"/articles/{slug}/about",
        "/scores/me",
    ):
        page.goto(f"{live.url}{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((it) => { it.open = true })")
        assert check(page) == [], path


def test_a_chart_says_in_words_what_it_shows_and_the_table_has_the_figures(
    live: LiveServer, page_for: PageFor, slug: str
) -> None:
    page = page_for("translator")
    page.goto(f"{live.url}/scores/me")
    chart = page.get_by_role("img", name="Calibrated score by month")
    expect(chart).to_be_visible()
    expect(chart.locator("> [data-verdict]")).to_have_count(2)
    expect(chart.locator("> desc")).to_contain_text("1 of 1 judged months pass")
    expect(chart.locator("> desc")).to_contain_text("1 more with too few words to judge")
    page.get_by_text("The same as a table").press("Enter")
    table = page.get_by_role("region", name="Scores by month")
    expect(table.get_by_role("row")).to_have_count(3)
    expect(table.get_by_role("row").nth(2)).to_contain_text("passes")
    expect(table.get_by_role("row").nth(1)).to_contain_text("too small to judge")


def test_choosing_a_kind_of_mark_shows_those_and_the_thread_is_a_click_away(
    live: LiveServer, page_for: PageFor, slug: str
) -> None:
    page = page_for("translator")
    page.goto(f"{live.url}/scores/me")
    marks = page.locator(".mark")
    expect(marks).to_have_count(2)
    page.get_by_label("Show", exact=True).select_option("problems")
    expect(marks).to_have_count(1)
    expect(marks.locator("del")).to_have_text("34")
    expect(marks.locator("ins")).to_have_text("43")
    page.get_by_role("link", name="In its row, with the thread").click()
    expect(page.locator(".problem").first).to_contain_text("الرقم مقلوب")


def test_months_are_chosen_without_scripts(
    live: LiveServer, context_for: Callable[..., BrowserContext], slug: str
) -> None:
    page = context_for("editor", java_script_enabled=False).new_page()
    page.goto(f"{live.url}/scores")
    page.get_by_label("From").fill("2020-01")
    page.get_by_label("to", exact=True).fill("2020-02")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("Nothing was judged in these months")).to_be_visible()
    page.goto(f"{live.url}/scores")
    page.get_by_role("link", name="Tala Translator").click()
    expect(page.get_by_role("heading", name="Scores of Tala Translator")).to_be_visible()
