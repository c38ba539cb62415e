"""Step two in a real browser: lines kept, left out and corrected by keys; repairs."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect

from tests.browser.imports.steps import (
    ARABIC,
    correcting,
    give,
    kept,
    paste,
    saved,
)

pytestmark = pytest.mark.browser


def test_lines_are_put_back_left_out_rekinded_and_corrected_by_keys(page: Page) -> None:
    give(page)
    assert len(kept(page)) == 4
    page.locator("[data-list-of=source] > li").first.focus()
    page.keyboard.press("Enter")  # the advertisement comes back
    expect(page.locator("#source-0 .words")).to_have_text("ad a b")
    assert kept(page)[0] == "ad a b"
    page.keyboard.press("Control+z")
    expect(page.locator("#source-0")).to_have_attribute("data-dropped", "")
    page.locator("#source-0").get_by_role("button", name="Put back").click()
    expect(page.locator("#source-0")).not_to_have_attribute("data-dropped", "")
    page.keyboard.press("x")
    expect(page.locator("#source-0 .why")).to_have_text("left out by hand")

    page.keyboard.press("j")
    page.keyboard.press("2")
    expect(page.locator("#source-1")).to_have_attribute("data-kind", "standfirst")
    before = kept(page)
    page.keyboard.press("j")
    page.keyboard.press("e")
    field = page.locator("#source-2 textarea")
    expect(field).to_be_focused()
    field.evaluate("field => field.setSelectionRange(10, 10)")
    page.keyboard.press("Control+\\")
    expect(page.locator("#source-3 .words")).to_have_text(re.compile("^صياد"))
    page.locator("#source-2").focus()
    page.keyboard.press("m")
    expect(page.locator("#source-3 .words")).to_have_text(re.compile("^قال رئيس"))
    page.locator("#source-2").focus()
    page.keyboard.press("e")
    page.locator("#source-2 textarea").fill("نص مصحح")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#source-2 .words")).to_have_text("نص مصحح")
    page.reload()
    assert kept(page)[1] == "نص مصحح"
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert kept(page) == before


def test_a_numbered_list_is_numbered(page: Page) -> None:
    page.fill("#source_text", ARABIC)
    numbered = "<h1>Boats</h1><ol><li>One boat</li><li>Two boats</li></ol><p>Then</p><ol><li>A quay</li></ol><ul><li>A dot</li></ul>"
    paste(page, "#target_text", text="Boats", html=numbered)

    def marks(selector: str) -> list[str]:
        return page.eval_on_selector_all(
            selector, "all => all.map(one => getComputedStyle(one, '::before').content)"
        )

    expect(page.locator(".preview [data-ordered]")).to_have_count(3)
    assert marks(".preview > .words") == [
        "none",
        *['counter(item) "."'] * 2,
        "none",
        'counter(item) "."',
        "none",
    ]
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")
    assert marks("[data-list-of=target] > .block[data-ordered] > .words") == ['counter(item) "."'] * 3


def test_a_correction_is_kept_on_leaving_it(page: Page) -> None:
    give(page)
    correcting(page, "#source-2", "نص أول")
    page.locator("#source-3 .words").click()  # another row
    expect(page.locator("#source-3")).to_have_attribute("data-current", "")
    expect(page.locator("#source-2 .words")).to_have_text("نص أول")
    saved(page)
    correcting(page, "#source-3", "نص ثان")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.get_by_text("Correct the byline").first.focus()
    expect(page.locator("#source-3 .words")).to_have_text("نص ثان")
    expect(page.get_by_text("Correct the byline").first).to_be_focused()
    # What is not changed is just closed.
    page.locator("#source-3").focus()
    page.keyboard.press("e")
    page.locator("#source-2 .words").click()
    expect(page.locator("textarea:visible")).to_have_count(0)
    expect(page.locator("#source-2")).to_be_focused()
    correcting(page, "#source-2", "نص ثالث")
    page.get_by_role("button", name="Pair the two sides").last.click()
    page.wait_for_url("**/pairs")
    expect(page.locator("#rows")).to_contain_text("نص ثالث")


def test_a_correction_that_cannot_be_saved_stays_and_holds_the_next_step_back(page: Page) -> None:
    give(page)
    words = page.locator("#source-2 .words").inner_text()
    correcting(page, "#source-2", "  ")
    page.get_by_role("button", name="Pair the two sides").first.click()
    expect(page.locator("#notices")).to_contain_text("A block cannot be empty")
    expect(page.locator("[data-saved]")).to_have_text("Not done")
    page.locator("#source-3").focus()
    page.keyboard.press("x")
    expect(page.locator("#notices")).to_contain_text("A correction is not saved yet")
    expect(page.locator("#source-3")).not_to_have_attribute("data-dropped", "")
    assert page.url.endswith("/clean")
    page.locator("#source-2 textarea").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#source-2 .words")).to_have_text(words)
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairs")


def test_reloading_warns_of_a_correction_that_is_not_kept(page: Page) -> None:
    give(page)
    page.locator("#source-2").focus()
    page.keyboard.press("e")
    page.keyboard.type("كلمة ")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert page.locator("#source-2 textarea").input_value().startswith("كلمة ")
    page.keyboard.press("Control+Enter")
    saved(page)
    page.reload()
    assert asked == ["beforeunload"]
    expect(page.locator("#source-2 .words")).to_contain_text("كلمة")


def test_undo_says_what_was_undone_and_is_off_when_there_is_nothing(page: Page) -> None:
    give(page)
    undo_button, redo_button = page.locator("[data-history=undo]"), page.locator("[data-history=redo]")
    expect(undo_button).to_be_disabled()
    expect(redo_button).to_be_disabled()
    page.locator("#source-1").focus()
    page.keyboard.press("2")
    page.keyboard.press("3")
    expect(page.locator("[data-last-step]")).to_contain_text("a subheading")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-last-step]")).to_have_text(re.compile("^Undone: made .* a subheading"))
    expect(page.locator("#announcer")).to_have_text(re.compile("^Undone: .* a subheading"))
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("[data-last-step]")).to_have_text(re.compile("^Done again: .* a subheading"))
    expect(redo_button).to_be_disabled()


def test_struck_text_stands_where_kept_text_does_and_unfinished_imports_share_columns(page: Page) -> None:
    page.get_by_role("button", name="Try it with the raw demo page").click()
    page.wait_for_url("**/clean")

    def ends(selector: str, edge: str) -> set[int]:
        found = page.eval_on_selector_all(
            selector, f"all => all.map(one => Math.round(one.getBoundingClientRect().{edge}))"
        )
        return set(found)

    for fold in page.locator(".fold-says").all():
        fold.click()
    for side, reading, far in (("source", "right", "left"), ("target", "left", "right")):
        rows = f"[data-list-of={side}] .block"
        struck = ends(f"{rows}[data-dropped] > .left-out", reading)
        assert struck == ends(f"{rows}:not([data-dropped]) > .words", reading) - (
            ends(f"{rows}[data-kind=list_item] > .words", reading)
        )
        assert len(ends(f"{rows}[data-dropped] > .acts", far)) == 1
    page.goto(page.url.split("/import/")[0] + "/import")
    page.fill("#source_text", "نص")
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")
    page.goto(page.url.split("/import/")[0] + "/import")
    expect(page.locator(".unfinished li")).to_have_count(2)
    assert len(ends(".unfinished li > .quiet", "left")) == 1
    assert len(ends(".unfinished .buttons", "left")) == 1


def test_repairs_are_taken_back_and_made_again_by_keyboard(page: Page) -> None:
    page.fill("#source_text", ARABIC.replace("الصغيرة", "الصغــيرة\u200f"))
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")
    assert any("القوارب الصغيرة إصلاح" in text for text in kept(page))
    expect(page.locator("#source-repairs .unseen")).not_to_be_visible()
    page.locator("#source-repairs summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-repairs .unseen")).to_have_text(["right-to-left mark"])
    box = page.locator("#repair-source-tatweel")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-last-step]")).to_have_text("took repairs back: tatweel")
    assert any("الصغــيرة" in text for text in kept(page))
    expect(box).to_be_focused()
    expect(box).not_to_be_checked()
    page.keyboard.press("Control+z")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".block[data-current]")).to_be_focused()
    page.keyboard.press("r")
    expect(page.locator("#source-repairs summary").first).to_be_focused()
    assert any("القوارب الصغيرة إصلاح" in text for text in kept(page))
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []


def test_one_place_of_a_repair_is_taken_back_by_keyboard(page: Page) -> None:
    drawn = ARABIC.replace("الصغيرة", "الصغــيرة").replace("البحر", "البــحر")
    page.fill("#source_text", drawn)
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")
    page.locator("#source-repairs summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("#places-source-tatweel > summary").focus()
    page.keyboard.press("Enter")
    kind, places = page.locator("#repair-source-tatweel"), page.locator("[name=place-source]")
    places.nth(1).focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-last-step]")).to_have_text("took repairs back: tatweel, 1 of 2 places")
    assert any("الصغــيرة" in text for text in kept(page))
    assert any("البحر أعطى" in text for text in kept(page))
    expect(places.nth(1)).to_be_focused()  # and its list open
    assert kind.evaluate("box => box.indeterminate")
    kind.focus()
    page.keyboard.press("Space")  # none, and then all
    expect(places.nth(0)).not_to_be_checked()
    page.keyboard.press("Space")
    expect(places.nth(1)).to_be_checked()
    assert not kind.evaluate("box => box.indeterminate")
    page.locator(".block").first.focus()
    for _ in range(3):
        page.keyboard.press("Control+z")
    assert any("القوارب الصغيرة" in text for text in kept(page))
    # Two ticks faster than the answers are two steps.
    places.evaluate_all("boxes => boxes.forEach(box => box.click())")
    expect(places.nth(1)).not_to_be_checked()
    expect(places.nth(0)).not_to_be_checked()
    saved(page)
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []


def test_runs_of_left_out_lines_are_folded_and_walked_by_keys(page: Page) -> None:
    buttons = "\n\n".join(("طباعة", "مشاركة", "ad a b", "أرسل إلى صديق", "حفظ"))
    page.fill(
        "#source_text",
        f"{ARABIC}\n\n{buttons}\n\nوفي الختام عاد الجميع إلى بيوتهم قبل أن يحل الليل على المرفأ.",
    )
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")
    fold, last = page.locator(".fold"), page.locator("#source-10")
    expect(fold.locator(".fold-says")).to_have_text(re.compile("^5 lines left out: "))
    page.locator("#source-4").focus()
    page.keyboard.press("j")
    expect(fold.locator(".fold-says")).to_be_focused()
    page.keyboard.press("x")  # nothing: it is no line
    page.keyboard.press("j")
    expect(last).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#source-6")).to_be_focused()
    page.keyboard.press("Enter")  # back it comes; what is around it is no long run any more
    expect(page.locator("#source-6")).not_to_have_attribute("data-dropped", "")
    expect(fold).to_have_count(0)
    expect(page.locator("#source-6")).to_be_focused()
    page.keyboard.press("x")  # a run again, open under the hand
    expect(fold).to_have_count(1)
    expect(page.locator("#source-6")).to_be_focused()
    fold.locator(".fold-says").click()
    expect(fold).not_to_have_attribute("data-open", "")
    last.click()
    page.keyboard.press(
        "x"
    )  # joins the run that is shut, which opens: nothing draws together under one's hand
    expect(fold.locator(".fold-says")).to_have_text(re.compile("^6 lines left out: "))
    expect(last).to_be_focused()
    expect(last).to_be_visible()
    page.keyboard.press("Control+z")
    expect(fold.locator(".fold-says")).to_have_text(re.compile("^5 lines left out: "))
    assert "وفي الختام" in kept(page)[-1]
    page.reload()
    # Also of a shut run any line is one click from coming back.
    expect(fold).not_to_have_attribute("data-open", "")
    page.locator("#source-5").get_by_role("button", name="Put back").click()
    expect(page.locator("#source-5")).not_to_have_attribute("data-dropped", "")
    page.keyboard.press("Control+z")
    expect(page.locator("#source-5")).to_have_attribute("data-dropped", "")
    page.goto(f"{page.url.split('#')[0]}#source-7")
    page.reload()
    expect(fold).to_have_attribute("data-open", "")
    expect(page.locator("#source-7")).to_be_focused()
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []
