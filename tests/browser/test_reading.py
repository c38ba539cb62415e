"""Reading the English alone: marking there, and the Arabic of a passage when it is asked for."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.desk import LiveServer, PageFor
from workbench.db.models import Problem
from workbench.domain.problems import Pass

pytestmark = pytest.mark.browser


def test_words_are_marked_in_the_english_alone(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("reviewer")
    page.goto(f"{live.url}/articles/{slug}/read")
    assert Axe().run(page).violations_count == 0
    passage = page.locator(".passage").nth(1)
    expect(passage.locator(".original .ar")).to_be_hidden()
    words = passage.locator(".target").inner_text().split()
    passage.locator(".target").dblclick(position={"x": 12, "y": 12})
    page.keyboard.press("Control+e")
    expect(page.locator("#marking-words")).to_contain_text(words[0])
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    mark = passage.locator("mark[data-problems]")
    expect(mark).to_have_text(words[0])
    with live.database.reading() as session:
        problem = session.query(Problem).one()
        assert (problem.type, problem.reading_pass) == ("house-style", Pass.ENGLISH)
    passage.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(passage.locator(".original .ar")).to_be_visible()
    mark.click()
    expect(page.locator(".problem")).to_contain_text("read without the Arabic")
