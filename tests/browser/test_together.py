"""The lives of four problems, lived at once by a translator and two reviewers, each in a browser of their own."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import LiveServer, PageFor, expect_saved, open_article, open_row, row
from tests.browser.marks import card, choose_words, problems
from workbench.domain.problems import Status
from workbench.domain.workflow import State

pytestmark = pytest.mark.browser

FIXED, DISPUTED, ORPHANED = "34", "late wages", "joint committee"


def mark_words(page: Page, number: int, words: str, keys: str) -> None:
    """Choose words of the English and mark them in four strokes."""
    said = page.locator("#marking-words")
    for _ in range(3):  # the row may be drawn anew under the hand, by what the others do
        page.locator("body").press("Escape")
        choose_words(page, number, "target", words)
        page.keyboard.press("Control+e")
        expect(said).to_be_visible()
        if words in said.inner_text():
            break
        page.keyboard.press("Escape")
    expect(said).to_contain_text(words)
    for key in keys:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Mark a problem")).to_be_hidden()


def go_to_card(page: Page, number: int, problem: int) -> None:
    row(page, number).locator(".gutter .n").click()
    expect(card(page, problem)).to_be_visible()
    card(page, problem).focus()


def test_four_problems_and_three_people(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    first, second, translator = page_for("reviewer"), page_for("reviewer2"), page_for("translator")
    for page in (first, second, translator):
        open_article(page, live, slug)

    # Two reviewers mark at once; the translator sees it without loading the page again.
    mark_words(first, 2, FIXED, "1")
    mark_words(second, 3, DISPUTED, "4")
    mark_words(first, 4, ORPHANED, "2")
    expect(translator.locator("mark[data-problems]")).to_have_count(3, timeout=20_000)
    fixed, disputed, orphaned = (
        next(p.id for p in problems(live) if p.segment_id == live.segments(slug)[n].id) for n in (1, 2, 3)
    )

    # Fixed and accepted.
    field = open_row(translator, 2)
    field.fill("Some 43 workers returned to the quay on Sunday.")
    translator.keyboard.press("Control+s")
    expect_saved(translator)
    go_to_card(translator, 2, fixed)
    translator.keyboard.press("f")
    expect(card(translator, fixed)).to_contain_text("fixed, to be accepted")
    go_to_card(first, 2, fixed)
    expect(card(first, fixed)).to_contain_text("fixed, to be accepted", timeout=20_000)
    first.keyboard.press("y")
    expect(card(first, fixed).locator("header")).to_contain_text("accepted")

    # Disputed and upheld.
    go_to_card(translator, 3, disputed)
    translator.keyboard.press("d")
    translator.keyboard.type("That is what they are called.")
    translator.keyboard.press("Control+Enter")
    expect(card(translator, disputed).locator("header")).to_contain_text("disputed")
    go_to_card(second, 3, disputed)
    expect(card(second, disputed).locator("header")).to_contain_text("disputed", timeout=20_000)
    second.keyboard.press("u")
    expect(card(second, disputed).locator("header")).to_contain_text("upheld")

    # Orphaned and re-attached: its words go, and the mark is put on others.
    field = open_row(translator, 4)
    field.fill("Both sides will look at the shifts.")
    translator.keyboard.press("Control+s")
    expect(row(translator, 4).locator(".lost-count")).to_contain_text("1")
    field.evaluate("f => { f.focus(); f.setSelectionRange(0, 10); }")
    card(translator, orphaned).get_by_role("button", name="Attach here").click()
    expect(row(translator, 4).locator(".mirror mark")).to_have_text("Both sides")
    expect(row(first, 4).locator("mark[data-problems]")).to_have_text("Both sides", timeout=20_000)

    # Corrected by the reviewer, owed, agreed.
    open_row(second, 1)
    second.keyboard.press("Control+End")
    second.keyboard.type(" on Sunday")
    second.keyboard.press("Control+Shift+Enter")
    expect(row(second, 1)).to_have_attribute("data-state", "approved")
    mine = row(second, 1).locator(".owed-words")
    expect(mine).to_contain_text("somebody else has to agree")
    theirs = row(translator, 1).locator(".owed-words")
    expect(theirs.locator("ins")).to_have_text("on Sunday", timeout=20_000)
    row(translator, 1).locator(".gutter .n").click()
    translator.keyboard.press("Control+Shift+Enter")
    expect(row(translator, 1).locator(".owed-words")).to_have_count(0)
    expect(row(second, 1).locator(".owed-words")).to_have_count(0, timeout=20_000)

    assert [p.status for p in problems(live)] == [Status.ACCEPTED, Status.UPHELD, Status.OPEN]
    headline = live.segments(slug)[0]
    assert (headline.state, headline.owed) == (State.APPROVED, False)
