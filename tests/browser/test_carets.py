"""Words chosen by keyboard alone in texts that are only read: the Arabic, an approved row's English, the reading page."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import LiveServer, PageFor, open_article, row
from tests.browser.marks import MIXED, VOWELLED, mark, problems
from workbench import clock
from workbench.domain.kinds import Side
from workbench.domain.problems import Pass
from workbench.services import segments as service

pytestmark = pytest.mark.browser


def approve(live: LiveServer, slug: str, number: int) -> None:
    segment = live.segments(slug)[number - 1]
    with live.database.writing() as session:
        service.approve(
            session, live.staff["reviewer"], segment.id, version=segment.lock_version, at=clock.now()
        )


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def axe(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]


def chosen(page: Page) -> str:
    text: str = page.evaluate("getSelection().toString()")
    return text


def test_words_of_an_approved_row_are_chosen_and_marked_by_keys(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article(MIXED)
    approve(live, slug, 1)
    page = page_for("reviewer")
    open_article(page, live, slug)
    press(page, "Alt+ArrowDown")
    english, arabic = row(page, 1).locator(".target"), row(page, 1).locator(".source")
    box = page.get_by_role("dialog", name="Mark a problem")
    expect(page.get_by_role("textbox", name="English of row 1")).to_be_focused()
    assert not axe(page)
    before = english.inner_text()
    press(page, "Control+ArrowRight", "Control+Shift+ArrowRight", "x", "Backspace", "Control+b")
    expect(english).to_have_text(before)
    expect(page.locator("#notices")).to_contain_text("This row is approved")
    assert chosen(page).strip() == "spokesman"
    press(page, "Control+e")
    expect(box.locator("#marking-words")).to_contain_text("spokesman")
    press(page, "4", "Enter")
    expect(english.locator("mark")).to_have_text("spokesman")
    expect(english).to_be_focused()
    page.wait_for_function("getSelection().isCollapsed")  # it is marked: the caret stays behind it
    press(page, "Shift+End")
    assert chosen(page).startswith(" said the OECD")
    # Let go of, or these would be marked along with the Arabic. The next key comes before the browser tells of it.
    page.evaluate(
        """() => {
          getSelection().collapseToEnd();
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "F2", code: "F2", bubbles: true }));
        }"""
    )
    # The Arabic: an arrow to the left leads on, one letter with its vowels at a time.
    expect(page.get_by_role("textbox", name="Arabic of row 1")).to_be_focused()
    press(page, "Shift+ArrowLeft", "Shift+ArrowLeft")
    assert chosen(page) == "قَا"
    press(page, "ArrowLeft", "Control+ArrowLeft", "Control+Shift+ArrowLeft")
    words = chosen(page).strip()
    assert words in VOWELLED.split()
    press(page, "Control+e")
    expect(box.locator("#marking-words")).to_contain_text(words)
    press(page, "3", "Enter")
    expect(arabic.locator("mark")).to_have_text(words)
    expect(arabic).to_have_text(VOWELLED)
    expect(arabic).to_be_focused()
    press(page, "F2")
    expect(english).to_be_focused()
    press(page, "Escape")
    expect(row(page, 1).locator(".gutter .n")).to_be_focused()
    expect(english).not_to_have_attribute("contenteditable", "true")
    spans = [(s.side, s.exact) for p in problems(live) for s in p.spans]
    assert spans == [(Side.TARGET, "spokesman"), (Side.SOURCE, words)]


def test_the_english_alone_is_read_and_marked_by_keys(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    first = mark(live, live.segments(slug)[2], (Side.TARGET, live.segments(slug)[2].target), who="editor")
    page = page_for("reviewer")
    page.goto(f"{live.url}/articles/{slug}/read")
    texts = page.locator(".passage .target")
    page.locator(".reading-note").click()
    press(page, "Tab")
    expect(texts.nth(0)).to_be_focused()
    press(page, "End", "ArrowRight")
    expect(texts.nth(1)).to_be_focused()
    press(page, "Control+Shift+ArrowRight", "Control+Shift+ArrowRight", "Control+e")
    words = " ".join(live.segments(slug)[1].target.split()[:2])
    expect(page.locator("#marking-words")).to_have_text(words)
    press(page, "4", "Enter")
    expect(texts.nth(1).locator("mark")).to_have_text(words)
    expect(texts.nth(1)).to_be_focused()
    page.wait_for_function("getSelection().isCollapsed")
    press(page, "F2")
    expect(page.locator(".passage").nth(1).locator(".original .ar")).to_be_visible()
    assert not axe(page)
    assert problems(live)[-1].reading_pass == Pass.ENGLISH
    press(page, "F2")
    expect(page.locator(".passage").nth(1).locator(".original .ar")).to_be_hidden()
    press(page, "End", "Control+Shift+ArrowLeft", "Control+e", "4", "Enter")
    expect(texts.nth(1).locator("mark")).to_have_count(2)
    page.wait_for_function("getSelection().isCollapsed")
    # It was read beside its Arabic meanwhile, though that is hidden again.
    assert problems(live)[-1].reading_pass == Pass.BILINGUAL
    press(page, "Alt+ArrowDown")
    expect(texts.nth(2)).to_be_focused()
    expect(texts.nth(2).locator("mark")).to_have_count(0)  # the marks of others are for those who ask
    page.get_by_role("link", name="All marks").click()
    expect(page.get_by_role("link", name="All marks")).to_have_attribute("aria-current", "true")
    page.locator(".reading-note").click()
    press(page, "Tab", "Alt+ArrowDown", "Alt+ArrowDown")
    expect(texts.nth(2)).to_be_focused()
    press(page, "ArrowRight", "Enter")
    expect(page.locator(f"#p{first}")).to_have_class(re.compile("in-hand"))
