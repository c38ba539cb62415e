"""Marks made again from their cards, put on other words, reached by links, and settled in a filter."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import LiveServer, PageFor, open_article, open_row, row
from tests.browser.marks import card, mark, problems
from workbench.domain.kinds import Side

pytestmark = pytest.mark.browser


def test_the_same_error_is_marked_again_from_its_card(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    first = mark(
        live, live.segments(slug)[1], (Side.TARGET, "34"), type_slug="number-date-unit", note="Count."
    )
    page = page_for("reviewer")
    open_article(page, live, slug)
    page.keyboard.press("F4")
    page.keyboard.press("s")  # nothing is chosen yet: the next words that are marked are the repeat
    expect(page.locator("#notices")).to_contain_text("Select the words that have the same error")
    words = live.segments(slug)[2].target.split()[0]
    open_row(page, 3).evaluate(f"f => f.setSelectionRange(0, {len(words)})")
    page.keyboard.press("Control+e")
    box = page.get_by_role("dialog", name="Mark a problem")
    expect(box.locator("[aria-selected=true]")).to_have_attribute("data-type", "number-date-unit")
    expect(box.get_by_label("Note")).to_have_value("Count.")
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    expect(page.locator("#notices")).not_to_contain_text("Select the words")  # it is done
    expect(page.locator("#panel .problem .again")).to_contain_text("on row 2")
    repeat = problems(live)[1]
    assert (repeat.repeat_of_id, repeat.type) == (first, "number-date-unit")
    page.locator("#panel .problem .again a").click()
    expect(card(page, first).locator(".again")).to_contain_text("on row 3")


def test_a_mark_whose_words_are_gone_is_attached_to_others(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    problem = mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"))
    page = page_for("translator")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.fill("Fishermen went back to the harbour at the weekend.")
    page.keyboard.press("Control+s")
    expect(row(page, 2).locator(".lost-count")).to_contain_text("1")
    expect(page.locator("#panel .tray")).to_contain_text("a mark whose words are gone")
    card(page, problem).focus()
    page.keyboard.press("h")
    expect(page.locator("#notices")).to_contain_text("Select the words in the row first")
    field.evaluate("f => { f.focus(); f.setSelectionRange(0, 9); }")
    card(page, problem).get_by_role("button", name="Attach here").click()
    expect(row(page, 2).locator(".mirror mark")).to_have_text("Fishermen")
    expect(row(page, 2).locator(".lost-count")).to_have_count(0)
    said = card(page, problem).locator(".said")
    expect(said).to_contain_text(
        [f"{live.staff['translator'].name} edited; its words are gone from the row", "before: 34 workers"]
    )
    # Its words go and come back by themselves; sent off from there, it is put on them by a key.
    field.fill("They went back to the harbour.")
    page.keyboard.press("Control+s")
    expect(row(page, 2).locator(".lost-count")).to_contain_text("1")
    field.fill("Fishermen went back to the harbour.")
    page.keyboard.press("Control+s")
    expect(row(page, 2).locator(".mirror mark")).to_have_text("Fishermen")
    for key, count in (("t", 1), ("p", 0)):
        expect(card(page, problem).locator(f'[data-card="{"off" if count else "place"}"]')).to_be_visible()
        card(page, problem).focus()
        page.keyboard.press(key)
        expect(row(page, 2).locator(".lost-count")).to_have_count(count)
    expect(row(page, 2).locator(".mirror mark")).to_have_text("Fishermen")


def test_a_mark_on_the_wrong_words_is_moved_by_a_key_on_either_side(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    problem = mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"))
    page = page_for("reviewer")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.evaluate("f => { f.focus(); f.setSelectionRange(0, 4); }")
    page.keyboard.press("F4")
    expect(card(page, problem)).to_be_focused()
    page.keyboard.press("h")
    expect(row(page, 2).locator(".mirror mark")).to_have_text("Some")
    expect(card(page, problem)).to_be_focused()
    page.keyboard.press("Control+z")
    expect(row(page, 2).locator(".mirror mark")).to_have_text("34 workers")
    expect(page.locator("#notices")).to_contain_text("The mark is back where it was.")
    field.evaluate("f => { f.focus(); f.setSelectionRange(0, 4); }")
    page.keyboard.press("F4")
    page.keyboard.press("h")
    expect(row(page, 2).locator(".mirror mark")).to_have_text("Some")
    expect(card(page, problem)).to_be_focused()
    page.keyboard.press("z")  # the card's own letter takes it back too
    expect(row(page, 2).locator(".mirror mark")).to_have_text("34 workers")
    # The Arabic, chosen with the keyboard, gets it too; the English stays marked.
    field.focus()
    page.keyboard.press("F2")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.keyboard.press("F4")
    expect(card(page, problem)).to_be_focused()
    page.keyboard.press("h")
    arabic = row(page, 2).locator(".source mark")
    expect(arabic).to_have_count(1)
    assert live.segments(slug)[1].source.startswith(arabic.inner_text())
    expect(row(page, 2).locator(".mirror mark")).to_have_text("34 workers")


def test_a_link_to_a_problem_leads_to_its_card_and_lights_its_words(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    segments = live.segments(slug)
    others = [mark(live, segments[1], (Side.TARGET, words)) for words in ("34 workers", "quay")]
    last = mark(live, segments[3], (Side.TARGET, segments[3].target.split()[0]))
    page = page_for("reviewer")

    def is_lit(problem: int) -> bool:
        lit = "[...CSS.highlights.get('lit') ?? []].map((range) => range.startContainer.dataset.problems)"
        return set(page.evaluate(lit)) == {str(problem)}

    # From another page: the inbox, the publish page, a history.
    open_article(page, live, slug, f"?at={segments[1].id}#p{others[1]}")
    expect(card(page, others[1])).to_be_focused()
    assert is_lit(others[1])
    page.keyboard.press("Escape")
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()
    # From all problems of the article, of this row and of another.
    for problem, number in ((others[1], 2), (last, 4)):
        page.get_by_role("link", name="All problems").click()
        card(page, problem).get_by_role("link", name=f"Go to row {number}").click()
        expect(page.locator("#panel [data-tab=problems]")).to_have_attribute("aria-current", "true")
        expect(card(page, problem)).to_be_focused()
        assert is_lit(problem)
    page.keyboard.press("w")
    expect(card(page, last).locator("header")).to_contain_text("withdrawn")


def test_a_filter_keeps_its_rows_and_their_numbers_while_marks_are_settled(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    for at in (1, 3):
        mark(live, live.segments(slug)[at], (Side.TARGET, live.segments(slug)[at].target))
    page = page_for("reviewer")
    open_article(page, live, slug, "?show=problems")
    numbers = page.locator("#rows .row .gutter .n")
    assert [text.split()[-1] for text in numbers.all_inner_texts()] == ["2", "4"]
    page.locator("#rows .row .gutter .n").first.click()
    page.keyboard.press("F4")
    expect(page.locator("#panel .problem").first).to_be_focused()
    page.keyboard.press("w")
    expect(page.locator("#panel .problem").first).to_contain_text("withdrawn")
    assert [text.split()[-1] for text in numbers.all_inner_texts()] == ["2", "4"]
