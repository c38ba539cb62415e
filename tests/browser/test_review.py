"""Reviewing: marking words on both sides, suggestions, accepting, approving, what is owed; and long articles."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.desk import (
    LiveServer,
    PageFor,
    expect_saved,
    open_article,
    open_row,
    row,
)
from tests.browser.marks import choose_words, problems
from workbench.domain.kinds import Kind, Side
from workbench.domain.problems import Severity, Status
from workbench.domain.workflow import State

pytestmark = pytest.mark.browser


def test_mark_on_both_sides_apply_accept_and_approve(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    reviewer = page_for("reviewer")
    open_article(reviewer, live, slug)
    choose_words(reviewer, 2, "source", "٤٣ عاملًا")
    expect(row(reviewer, 2)).to_have_attribute("aria-current", "true")
    reviewer.keyboard.press("F2")
    field = row(reviewer, 2).locator(".edit > textarea")
    field.evaluate("f => { f.focus(); f.setSelectionRange(5, 15); }")
    reviewer.keyboard.press("Control+e")
    box = reviewer.get_by_role("dialog", name="Mark a problem")
    expect(box).to_contain_text("34 workers")
    expect(box).to_contain_text("٤٣ عاملًا")
    reviewer.keyboard.press("1")
    reviewer.keyboard.press("7")
    expect(box.locator("[aria-selected=true]")).to_have_attribute("data-type", "number-date-unit")
    reviewer.keyboard.press("c")
    box.get_by_label("Note").fill("The digits are swapped.")
    box.get_by_label("Better words").fill("43 workers")
    reviewer.keyboard.press("Control+Enter")
    expect(row(reviewer, 2).locator(".mirror mark")).to_have_text("34 workers")
    expect(row(reviewer, 2).locator(".source mark")).to_have_text("٤٣ عاملًا")
    expect(box).to_be_hidden()  # it closes when the server has the mark
    (problem,) = problems(live)
    assert (problem.type, problem.severity) == ("number-date-unit", Severity.CRITICAL)
    spans = {span.side: (span.start, span.end, span.exact) for span in problem.spans}
    assert spans[Side.TARGET] == (5, 15, "34 workers")
    assert spans[Side.SOURCE] == (4, 13, "٤٣ عاملًا")

    translator = page_for("translator")
    open_article(translator, live, slug, "?show=problems")
    expect(translator.locator(".row")).to_have_count(1)
    row(translator, 1).locator(".target").click()
    card = translator.locator("#panel .problem")
    expect(card).to_contain_text("The digits are swapped.")
    card.get_by_role("button", name="Apply").click()
    expect(card).to_contain_text("fixed, to be accepted")
    expect(row(translator, 1).locator(".edit > textarea")).to_have_value(
        "Some 43 workers returned to the quay on Sunday."
    )
    translator.keyboard.press("Escape")  # from the card to the row
    translator.keyboard.press("Control+Shift+Enter")
    expect(row(translator, 1)).to_have_attribute("data-state", "translated")

    open_article(reviewer, live, slug)
    row(reviewer, 2).locator(".target").click()
    reviewer.locator("#panel .problem").get_by_role("button", name="Accept").click()
    expect(reviewer.locator("#panel .problem")).to_contain_text("accepted")
    reviewer.keyboard.press("Escape")
    reviewer.keyboard.press("Control+Enter")
    expect(row(reviewer, 2)).to_have_attribute("data-state", "approved")
    assert problems(live)[0].status is Status.ACCEPTED
    assert not live.segments(slug)[1].owed


def test_offsets_of_a_selection_in_mixed_arabic(live: LiveServer, page_for: PageFor) -> None:
    text = "قال 12 عضوًا في «OECD» إنّ ٣٫٥ في المئة 😀 ليست كافية."
    slug = live.add_article(
        ((Kind.PARAGRAPH, text, "Twelve members of the OECD said 3.5 per cent 😀 is not enough."),)
    )
    page = page_for("reviewer")
    open_article(page, live, slug)
    for words in ("٣٫٥ في المئة", "ليست كافية", "OECD"):
        choose_words(page, 1, "source", words)
        page.keyboard.press("Control+e")
        expect(page.get_by_role("dialog").locator("q")).to_have_text(words)
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_hidden()
    for problem, words in zip(problems(live), ("٣٫٥ في المئة", "ليست كافية", "OECD"), strict=True):
        (span,) = problem.spans
        assert text[span.start : span.end] == span.exact == words


def test_what_a_reviewer_corrects_is_owed_until_somebody_agrees(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    reviewer = page_for("reviewer")
    open_article(reviewer, live, slug)
    open_row(reviewer, 2).fill("Some 43 workers returned to the quay on Sunday.")
    reviewer.keyboard.press("Control+Enter")
    expect(row(reviewer, 2)).to_have_attribute("data-state", "approved")
    expect(row(reviewer, 2).locator(".owed")).to_be_visible()
    row(reviewer, 2).locator(".target").click()
    expect(row(reviewer, 2).get_by_role("button", name="Agree")).to_be_hidden()
    reviewer.set_viewport_size({"width": 1440, "height": 900})
    expect(row(reviewer, 2).get_by_role("button", name="Next open row")).to_be_visible()
    assert (
        row(reviewer, 2)
        .locator(".rowbar > :is(button, details):visible")
        .evaluate_all(
            "parts => parts.map(part => part.getBoundingClientRect())"
            ".every((box, _, all) => all.every(other => box.top < other.bottom && other.top < box.bottom))"
        )
    ), "what can be done with it stands on one line"
    row(reviewer, 2).get_by_label("More for this row").click()
    expect(row(reviewer, 2).get_by_role("button", name="Send back")).to_be_visible()
    translator = page_for("translator")
    open_article(translator, live, slug, "?show=owed")
    row(translator, 1).locator(".target").click()
    expect(row(translator, 1).get_by_role("button", name="Agree")).to_be_visible()
    translator.keyboard.press("Control+Enter")
    expect(row(translator, 1).locator(".owed")).to_have_count(0)
    assert not live.segments(slug)[1].owed


def test_send_back_asks_why_and_the_reason_is_in_the_history(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("reviewer")
    open_article(page, live, slug)
    open_row(page, 3)
    page.keyboard.press("Control+Shift+Backspace")
    page.get_by_role("dialog").get_by_label("What should be changed?").fill("The “not” is lost.")
    page.get_by_role("dialog").get_by_role("button", name="Send back").click()
    expect(row(page, 3)).to_have_attribute("data-state", "returned")
    page.locator("#panel").get_by_role("link", name="History").click()
    expect(page.locator("#panel")).to_contain_text("The “not” is lost.")
    assert live.segments(slug)[2].state is State.RETURNED


def test_an_earlier_text_is_restored_from_the_history(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("translator")
    open_article(page, live, slug)
    open_row(page, 4).fill("Something else")
    page.keyboard.press("Control+s")
    expect_saved(page)
    page.locator("#panel").get_by_role("link", name="History").click()
    page.locator("#panel").get_by_role("button", name="Restore this text").click()
    expect(row(page, 4).locator(".edit > textarea")).to_have_value("A joint committee to review shifts.")
    assert live.segments(slug)[3].target == "A joint committee to review shifts."


def test_handing_over_pins_the_note(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("translator")
    open_article(page, live, slug)
    page.locator("#live-next a").click()
    dialog = page.get_by_role("dialog", name="Hand over")
    expect(dialog.get_by_role("radio", checked=True)).to_be_focused()
    dialog.get_by_label("Note").fill("Please look at row 2.")
    dialog.get_by_role("button", name="Hand over").click()
    expect(page.locator(".pinned")).to_contain_text("Please look at row 2.")
    expect(page.locator(".pinned")).to_contain_text("With the reviewers")


def many_rows(count: int) -> tuple[tuple[Kind, str, str], ...]:
    return tuple(
        (Kind.PARAGRAPH, f"هذه هي الفقرة رقم {n}.", f"This is paragraph number {n}.")
        for n in range(1, count + 1)
    )


@pytest.mark.slow
def test_a_long_article_draws_what_is_near_and_keeps_the_row_in_hand(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(many_rows(5000))
    page = page_for("translator")
    open_article(page, live, slug)
    assert page.locator(".row").count() < 400
    open_row(page, 5).press("Control+End")
    live.stop()
    page.keyboard.type(" Unsent.")
    expect(row(page, 5).locator(".saved")).to_contain_text("kept on this device")
    live.start()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.get_by_text("This is paragraph number 5000.")).to_be_visible(timeout=10_000)
    assert page.locator(".row").count() < 800
    kept = page.locator(".row[aria-current=true] .edit > textarea")
    expect(kept).to_have_value("This is paragraph number 5. Unsent.")
    page.keyboard.press("Control+g")
    page.get_by_role("dialog").get_by_label("Number").fill("2500")
    page.keyboard.press("Enter")
    field = page.locator(".row[aria-current=true] .edit > textarea")
    expect(field).to_have_value("This is paragraph number 2500.")
    expect(field).to_be_in_viewport()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator(".row[aria-current=true] .n")).to_have_text("Row 2501")
    expect_saved(page)
    assert live.segments(slug)[4].target.endswith("Unsent.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(live: LiveServer, page_for: PageFor, scheme: str, width: int) -> None:
    slug = live.add_article()
    page = page_for("reviewer", color_scheme=scheme, viewport={"width": width, "height": 844})
    open_article(page, live, slug)
    open_row(page, 2)
    field = row(page, 2).locator(".edit > textarea")
    field.evaluate("f => f.setSelectionRange(5, 15)")
    page.keyboard.press("Control+e")
    results = [Axe().run(page)]
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#panel .problem")).to_have_count(1)
    results.append(Axe().run(page))
    page.locator("#panel").get_by_role("link", name="History").click()
    expect(page.locator("#panel .entry").first).to_be_visible()
    results.append(Axe().run(page))
    page.keyboard.press("Control+k")
    results.append(Axe().run(page))
    page.keyboard.press("Escape")
    page.keyboard.press("Control+/")
    results.append(Axe().run(page))
    for found in results:
        violations = [
            (v["id"], [n["html"][:120] for n in v["nodes"]][:3]) for v in found.response["violations"]
        ]
        assert not violations, violations


def test_every_action_on_the_page_is_in_the_table(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("editor")
    open_article(page, live, slug)
    open_row(page, 2)
    used = page.evaluate("[...document.querySelectorAll('[data-action]')].map(e => e.dataset.action)")
    known = page.evaluate(
        "import(document.querySelector('script[src*=\"editor/main\"]').src.replace('main.js', 'actions.js'))"
        ".then(m => m.ACTIONS.map(a => a.name))"
    )
    assert set(used) <= set(known)
    assert not [name for name in known if not re.fullmatch(r"[a-z_-]+", name)]
