"""Working in the rows: by keyboard, with marks and looks of words, rows split and joined, without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from tests.browser.desk import (
    LiveServer,
    PageFor,
    expect_saved,
    open_article,
    open_row,
    row,
)
from workbench.domain.kinds import Kind
from workbench.domain.workflow import State

pytestmark = pytest.mark.browser


def test_the_whole_round_goes_by_keyboard(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article(finished=False)
    page = page_for("translator")
    open_article(page, live, slug)
    page.keyboard.press("Alt+ArrowDown")
    for number in range(1, 5):
        expect(row(page, number).locator(".edit > textarea")).to_be_focused()
        page.keyboard.press("Control+Enter")
    expect(page.locator(".notices")).to_contain_text("last open row")
    expect(page.locator('.row[data-state="translated"]')).to_have_count(4)
    page.keyboard.press("Alt+ArrowUp")
    expect(row(page, 3)).to_have_attribute("aria-current", "true")


def test_rows_split_join_and_undo(live: LiveServer, page_for: PageFor) -> None:
    rows = (
        (Kind.HEADLINE, "عنوان", "Headline"),
        (Kind.PARAGRAPH, "الجملة الأولى. الجملة الثانية.", "The first sentence. The second sentence."),
    )
    slug = live.add_article(rows)
    page = page_for("translator")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.evaluate("field => field.setSelectionRange(20, 20)")
    page.keyboard.press("Control+\\")
    page.get_by_role("dialog").get_by_role("button", name="Split").click()
    expect(page.locator(".row")).to_have_count(3)
    assert [(s.source, s.target) for s in live.segments(slug)][1:] == [
        ("الجملة الأولى.", "The first sentence."),
        ("الجملة الثانية.", "The second sentence."),
    ]
    expect(row(page, 3).locator(".n")).to_have_text("Row 3")
    page.locator(".notices").get_by_role("button", name="Undo").click()
    expect(page.locator(".row")).to_have_count(2)
    assert live.segments(slug)[1].target == "The first sentence. The second sentence."
    row(page, 1).locator(".target").click()
    page.keyboard.press("Control+j")
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+z")
    expect(page.locator(".row")).to_have_count(2)


def test_bold_travels_with_its_words(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("translator")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.evaluate("field => field.setSelectionRange(8, 15)")
    page.keyboard.press("Control+b")
    field.press("Home")
    page.keyboard.type("Now ")
    page.keyboard.press("Control+s")
    expect_saved(page)
    page.reload()
    expect(row(page, 2).locator(".mirror strong")).to_have_text("workers")
    row(page, 1).locator(".target").click()
    expect(row(page, 2).locator(".target strong")).to_have_text("workers")


def test_undo_takes_back_runs_of_typing_and_the_look_of_words(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("translator")
    open_article(page, live, slug)
    field = open_row(page, 2)
    expect(page.locator("#panel")).to_contain_text("Nothing is marked on this row")
    before = field.input_value()
    field.press("End")
    page.keyboard.type(" and so on and so forth")
    presses = 0
    while field.input_value() != before:  # runs end where the page was drawn anew, not at every letter
        page.keyboard.press("Control+z")
        presses += 1
        assert presses <= 5
    field.evaluate("field => field.setSelectionRange(8, 15)")
    page.keyboard.press("Control+b")
    expect(row(page, 2).locator(".mirror strong")).to_have_text("workers")
    page.keyboard.press("Control+z")
    expect(row(page, 2).locator(".mirror strong")).to_have_count(0)
    expect(field).to_have_value(before)


def test_the_keyboard_stays_in_the_row_after_a_dialog_asked_from_its_menu(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(((Kind.PARAGRAPH, "نص أول.", ""), (Kind.PARAGRAPH, "نص ثان.", "")))
    page = page_for("translator")
    open_article(page, live, slug)
    field = open_row(page, 1)
    row(page, 1).get_by_label("More for this row").click()
    row(page, 1).get_by_role("button", name="Leave out…").click()
    page.get_by_role("dialog").get_by_label("Why has it no English?").fill("For readers there only.")
    page.keyboard.press("Control+Enter")
    expect(row(page, 1)).to_contain_text("Left out on purpose")
    expect(field).to_be_focused()


def test_the_main_button_of_a_row_that_is_done_leads_to_the_next_open_one(
    live: LiveServer, page_for: PageFor
) -> None:
    done = [(Kind.PARAGRAPH, f"نص {n}.", f"Text {n}.") for n in range(3)]
    slug = live.add_article((*done, (Kind.PARAGRAPH, "نص أخير.", "")))
    page = page_for("translator")
    open_article(page, live, slug)
    open_row(page, 1)
    bar = row(page, 1).get_by_role("toolbar")
    expect(bar.get_by_role("button", name="Next open row")).to_be_visible()
    expect(bar.get_by_role("button", name="Confirm")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(row(page, 4)).to_have_attribute("aria-current", "true")
    page.keyboard.type("The last one.")
    expect(row(page, 4).get_by_role("toolbar").get_by_role("button", name="Confirm")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(row(page, 4)).to_have_attribute("data-state", "translated")
    page.keyboard.press("Control+g")
    page.keyboard.type("٢")  # an Arabic keyboard is on
    page.keyboard.press("Enter")
    expect(row(page, 2)).to_have_attribute("aria-current", "true")


def test_an_approved_row_is_read_only_until_it_is_asked_for(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    reviewer = page_for("reviewer")
    open_article(reviewer, live, slug)
    row(reviewer, 2).locator(".target").click()
    reviewer.keyboard.press("Control+Shift+Enter")
    expect(row(reviewer, 2)).to_have_attribute("data-state", "approved")
    page = page_for("translator")
    open_article(page, live, slug)
    row(page, 2).locator(".target").click()
    expect(row(page, 2).locator("textarea")).to_have_count(0)
    row(page, 2).get_by_role("button", name="Ask to reopen").click()
    page.get_by_role("dialog").get_by_label("What should be changed?").fill("It says 34, the Arabic 43.")
    page.get_by_role("dialog").get_by_role("button", name="Ask").click()
    expect(page.locator("#panel")).to_contain_text("Please reopen: It says 34, the Arabic 43.")
    # Once it is reopened, whoever waits in it writes on.
    row(page, 2).locator(".target").click()
    row(reviewer, 2).locator(".target").click()
    reviewer.keyboard.press("Shift+F2")
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()


def test_a_key_that_is_refused_says_why_and_leaves_the_text_alone(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(finished=False)
    page = page_for("translator")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.press("Control+End")
    before = field.input_value()
    page.keyboard.press("Control+Shift+Backspace")
    expect(page.locator(".notices")).to_contain_text("cannot be sent back as it stands")
    expect(field).to_have_value(before)
    expect(field).to_be_focused()


def test_marking_right_after_choosing_has_the_words_of_both_sides(
    live: LiveServer, page_for: PageFor
) -> None:
    """The key comes before the browser has told of the selection: both happen within one task here."""
    slug = live.add_article()
    page = page_for("reviewer")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.evaluate("field => field.setSelectionRange(8, 15)")
    page.wait_for_timeout(100)
    page.evaluate(
        """() => {
          const source = document.querySelectorAll(".row")[1].querySelector(".source");
          document.activeElement.blur();
          getSelection().setBaseAndExtent(source.firstChild, 0, source.firstChild, 4);
          const init = {key: "e", code: "KeyE", ctrlKey: true, bubbles: true, cancelable: true};
          document.body.dispatchEvent(new KeyboardEvent("keydown", init));
        }"""
    )
    chosen = live.segments(slug)[1].source[:4].strip()
    expect(page.locator("dialog[open]")).to_contain_text(chosen)
    expect(page.locator("dialog[open]")).to_contain_text("workers")


def test_without_javascript_a_row_opens_saves_and_confirms(
    live: LiveServer, context_for: Callable[..., BrowserContext]
) -> None:
    slug = live.add_article(finished=False)
    page = context_for("translator", java_script_enabled=False).new_page()
    page.goto(f"{live.url}/articles/{slug}")
    expect(page.get_by_text("Shift and the arrows choose words.")).to_be_hidden()  # keys are named by scripts
    row(page, 2).locator("a.n").click()
    page.get_by_label("English of row 2").fill("Some 43 workers returned to the quay.")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".flash")).to_contain_text("Confirmed.")
    segment = live.segments(slug)[1]
    assert (segment.target, segment.state) == ("Some 43 workers returned to the quay.", State.TRANSLATED)


def test_what_was_pressed_and_typed_before_the_editor_had_loaded_is_taken_up(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(finished=False)
    page = page_for("translator")
    waiting: list[Route] = []
    page.route("**/js/editor/main.js", lambda route: waiting.append(route))
    page.goto(f"{live.url}/articles/{slug}", wait_until="commit")
    expect(row(page, 4)).to_be_visible()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    waiting.pop().continue_()
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()

    page.goto(f"{live.url}/articles/{slug}?at={live.segments(slug)[1].id}", wait_until="commit")
    page.get_by_label("English of row 2").fill("Some 43 workers went back.")
    page.keyboard.press("Control+s")
    waiting.pop().continue_()
    expect(page.locator(".notices")).to_contain_text("Everything is saved.")
    expect(row(page, 2).locator(".edit > textarea")).to_have_value("Some 43 workers went back.")
    assert live.segments(slug)[1].target == "Some 43 workers went back."
