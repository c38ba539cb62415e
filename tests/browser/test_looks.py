"""What a reviewer finds changed since they looked, and approving at once what they have read."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.desk import LiveServer, PageFor, expect_saved, open_article, open_row, row
from workbench.domain.workflow import State

pytestmark = pytest.mark.browser


def test_changes_since_the_last_look_and_approving_what_was_read(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    reviewer = page_for("reviewer")
    open_article(reviewer, live, slug)
    expect(reviewer.locator(".row[data-look=first]")).to_have_count(0, timeout=15_000)

    translator = page_for("translator")
    open_article(translator, live, slug)
    for number in (2, 3):
        open_row(translator, number)
        translator.keyboard.press("Control+End")
        translator.keyboard.type(" It rained.")
        translator.keyboard.press("Control+Shift+Enter")
        expect_saved(translator)

    reviewer.reload()
    changed = row(reviewer, 2)
    expect(changed.locator(".changed-since ins")).to_have_text("It rained.")
    assert Axe().run(reviewer).violations_count == 0
    reviewer.get_by_role("link", name="Changed 2").click()
    expect(reviewer.locator(".row")).to_have_count(2)
    # Deciding on a row is a look at it, which takes it out of the count and leaves it in its place.
    row(reviewer, 1).locator(".gutter .n").click()
    reviewer.keyboard.press("Control+Enter")
    expect(reviewer.get_by_role("link", name="Changed 1")).to_be_visible()
    expect(reviewer.locator(".row")).to_have_count(2)
    expect(row(reviewer, 1).locator(".changed-since")).to_have_count(0)
    # So is having had it in hand for a while.
    row(reviewer, 2).locator(".gutter .n").click()
    reviewer.wait_for_timeout(1600)
    reviewer.keyboard.press("Alt+ArrowUp")
    expect(reviewer.get_by_role("link", name="Changed")).to_have_count(0)
    expect(reviewer.locator(".row")).to_have_count(2)
    expect(reviewer.locator(".changed-since")).to_have_count(0)
    open_article(reviewer, live, slug)

    reviewer.keyboard.press("Control+k")
    reviewer.keyboard.type("approve all rows")
    reviewer.keyboard.press("Enter")
    boxes = reviewer.get_by_role("checkbox")
    expect(boxes.first).to_be_checked()
    assert Axe().run(reviewer).violations_count == 0
    boxes.first.uncheck()
    reviewer.get_by_role("button", name="Approve the ticked rows").click()
    expect(reviewer.get_by_role("button", name="Undo that")).to_be_visible()
    states = [segment.state for segment in live.segments(slug)]
    assert states[0] is State.TRANSLATED
    assert set(states[1:]) == {State.APPROVED}
    reviewer.get_by_role("button", name="Undo that").click()
    expect(reviewer.locator(".row[data-state=approved]")).to_have_count(1)
