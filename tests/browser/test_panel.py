"""What is written in the panel while answers and others' news arrive."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.desk import LiveServer, PageFor, open_article, open_row
from tests.browser.marks import mark
from workbench import clock
from workbench.domain.kinds import Side
from workbench.services.threads import reply

pytestmark = pytest.mark.browser

#: What the page does when it comes back into sight: it asks at once what others did.
_LOOK_AGAIN = "document.dispatchEvent(new Event('visibilitychange'))"


def test_what_is_begun_in_the_panel_outlives_the_news_of_others(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    problem = mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"))
    page = page_for("reviewer")
    open_article(page, live, slug)
    open_row(page, 2)
    card = page.locator(f"#p{problem}")
    card.get_by_text("Change type or severity").click()
    card.get_by_label("Severity").select_option("minor")
    card.locator("summary", has_text="Reply").click()
    field = card.get_by_label("What do you want to say?")
    field.fill("أيُّهما صحيح؟")
    card.get_by_label("Direction of the text").first.select_option("rtl")
    field.evaluate("f => { f.focus(); f.setSelectionRange(3, 5); f.dataset.witness = 'the same'; }")
    with live.database.writing() as session:
        reply(session, live.staff["translator"], problem, text="The Arabic says 43.", at=clock.now())
    page.evaluate(_LOOK_AGAIN)
    expect(card).to_contain_text("The Arabic says 43.")
    expect(field).to_be_focused()
    expect(field).to_have_value("أيُّهما صحيح؟")
    assert field.evaluate("f => [f.selectionStart, f.selectionEnd, f.dataset.witness]") == [3, 5, "the same"]
    expect(card.get_by_label("Severity")).to_have_value("minor")
    expect(card.get_by_label("Severity")).to_be_visible()
    expect(card.get_by_label("Direction of the text").first).to_have_value("rtl")
    card.get_by_role("button", name="Change").click()
    expect(card).to_contain_text("minor")
    expect(field).to_have_value("أيُّهما صحيح؟")
    page.reload()
    expect(field).to_have_value("أيُّهما صحيح؟")
    open_row(page, 1)
    expect(card).to_have_count(0)
    open_row(page, 2)
    expect(field).to_have_value("أيُّهما صحيح؟")


def test_what_is_typed_while_a_reply_is_on_its_way_stays(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    problem = mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"))
    page = page_for("reviewer")
    held: list[Route] = []
    page.route("**/reply", lambda route: held.append(route))
    open_article(page, live, slug)
    open_row(page, 2)
    card = page.locator(f"#p{problem}")
    card.locator("summary", has_text="Reply").click()
    field = card.get_by_label("What do you want to say?")
    field.fill("Which is it?")
    with page.expect_request("**/reply"):
        page.keyboard.press("Control+Enter")
    page.keyboard.type(" And who says so?")
    held[0].continue_()
    expect(card.locator(".said")).to_contain_text("Which is it?")
    expect(field).to_have_value("And who says so?")
    expect(field).to_be_focused()
    page.unroute("**/reply")
    page.keyboard.press("Control+Enter")
    expect(card.locator(".said").last).to_contain_text("And who says so?")
    expect(field).to_be_hidden()
    expect(card).to_be_focused()
