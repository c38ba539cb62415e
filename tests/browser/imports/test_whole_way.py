"""What holds on every step of the import, and the way from paste to article."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect

from tests.browser.imports.steps import (
    give,
    rows,
    saved,
    to_pairs,
)

pytestmark = pytest.mark.browser


def test_naming_the_translator_chooses_them(page: Page) -> None:
    to_pairs(page)
    page.get_by_label("Their name").fill("Salma Idris")
    expect(page.get_by_label("Somebody outside")).to_be_checked()
    page.get_by_label("The translator", exact=True).select_option(index=1)
    expect(page.get_by_label("Somebody here")).to_be_checked()


def test_what_is_typed_beside_the_rows_is_kept_or_asked_about(page: Page) -> None:
    give(page)
    page.get_by_text("Correct the byline").first.click()
    page.locator("#source-byline").fill("هدى سالم")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.evaluate("setTimeout(() => location.reload())")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    page.get_by_role("button", name="Keep these facts").first.click()
    saved(page)
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairs")
    page.get_by_label("Their name").fill("Salma Idris")
    page.get_by_label("Rough").check()
    page.get_by_role("link", name="Back", exact=True).click()
    page.wait_for_url("**/clean")
    page.get_by_role("button", name="On to the pairs").first.click()
    page.wait_for_url("**/pairs")
    expect(page.get_by_label("Their name")).to_have_value("Salma Idris")
    expect(page.get_by_label("Somebody outside")).to_be_checked()
    expect(page.get_by_label("Rough")).to_be_checked()
    assert asked == ["beforeunload"]


def test_two_windows_never_overwrite_each_other(page: Page) -> None:
    to_pairs(page)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator(".pair").nth(0).focus()
    page.keyboard.press("m")
    assert rows(page) == [(2, 2), (1, 1), (1, 1)]
    other.locator(".pair").nth(2).focus()
    other.keyboard.press("m")
    expect(other.locator("#notices")).to_contain_text("Another window")
    expect(other.locator("[data-saved]")).to_have_text("Not saved: another window changed this")
    other.get_by_role("button", name="Show the newer state").click()
    expect(other.locator(".pair")).to_have_count(3)
    assert rows(other) == [(2, 2), (1, 1), (1, 1)]


def test_the_article_is_created_from_the_keyboard_alone(page: Page) -> None:
    to_pairs(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#create-form input:focus")).to_be_visible()
    page.get_by_label("Somebody outside").focus()
    page.keyboard.press("Space")
    page.get_by_label("Their name").fill("Salma Idris")
    page.get_by_label("Finished").focus()
    page.keyboard.press("Space")
    draft = page.url.split("#")[0]
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/articles/fishermen-return-to-the-old-harbour")
    page.goto(draft)
    assert page.url.endswith("/articles/fishermen-return-to-the-old-harbour")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_step(page: Page, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    # Colours between two schemes have no contrast.
    page.evaluate("Promise.allSettled(document.getAnimations().map((animation) => animation.finished))")

    def check() -> None:
        found = Axe().run(page).response["violations"]
        assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]

    check()
    page.get_by_role("button", name="Try it with the raw demo page").click()
    page.wait_for_url("**/clean")
    page.locator("[data-list-of=target] > li:not([data-dropped])").first.focus()
    check()
    page.get_by_role("button", name="Keys", exact=True).click()
    check()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairs")
    page.keyboard.press("w")
    check()
    page.keyboard.press("s")
    expect(page.locator("[data-cuts] input:checked").first).to_be_visible()
    check()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+X")
    check()
    page.locator("#doubts summary").click()
    check()
    page.goto(page.url.replace("/pairs", ""))
    check()
