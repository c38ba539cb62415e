"""Step three in a real browser: pairs put right by keys and by dragging, long texts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.imports.steps import ARABIC, RICH, english, give, paste, rows, saved, to_pairs
from workbench.db.engine import Database
from workbench.services import pairing_jobs
from workbench.worker.handlers import HANDLERS
from workbench.worker.runner import Worker

pytestmark = pytest.mark.browser


def test_the_row_in_hand_has_the_focus_as_a_page_comes_and_keys_work_when_nothing_has_it(page: Page) -> None:
    give(page)
    expect(page.locator("#source-0")).to_be_focused()
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairs")
    expect(page.locator("#pair-0")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("k")
    expect(page.locator("#pair-1")).to_be_focused()
    # Pairing anew loads the page again, with the same row in hand.
    with page.expect_navigation():
        page.get_by_role("button", name="Align all anew").click()
    expect(page.locator("#pair-1")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#pair-1")).to_contain_text("by hand")
    # What a pair has too much of is left out here, and comes back by undo; two blocks become one.
    page.keyboard.press("Delete")
    expect(page.locator("#pair-1")).to_contain_text("Arabic only")
    page.keyboard.press("Control+z")
    page.keyboard.press("m")
    page.keyboard.press("n")
    assert rows(page)[1] == (1, 2)
    page.keyboard.press("Shift+N")
    assert rows(page)[1] == (1, 1)
    # "More" stays open from row to row.
    page.locator("[data-current] summary", has_text="More").click()
    page.keyboard.press("k")
    page.locator("#pair-0").get_by_role("button", name="Leave out the Arabic").click()
    expect(page.locator("#pair-0")).to_contain_text("English only")
    page.keyboard.press("Control+z")
    page.keyboard.press("j")
    # A refused step is not done, which is no failure to save.
    page.keyboard.press("]")
    expect(page.locator("#notices")).to_contain_text("Row 1 above has English of its own")
    expect(page.locator("[data-saved]")).to_have_text("Not done")


def test_pairs_are_merged_split_shifted_and_undone_by_keys_and_survive_a_reload(page: Page) -> None:
    # From step to step by one key.
    page.fill("#source_text", ARABIC)
    paste(page, "#target_text", text="Fishermen return", html=RICH)
    expect(page.locator("[data-side=target] .preview")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/clean")
    expect(page.locator("#source-0")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/pairs")
    assert rows(page) == [(1, 1)] * 4
    page.keyboard.press("Control+/")
    expect(page.locator("dialog[open] table").first).to_contain_text("The next of the weakest pairs")
    page.keyboard.press("Escape")
    page.locator(".pair").nth(1).focus()
    page.keyboard.press("m")
    page.keyboard.press("m")  # sent while the first is still under way
    assert rows(page) == [(1, 1), (3, 3)]
    expect(page.locator(".pair").nth(1)).to_be_focused()
    page.reload()
    assert rows(page) == [(1, 1), (3, 3)]
    page.locator(".pair").nth(1).focus()
    page.keyboard.press("s")
    # Between the paragraphs, near the middle.
    expect(page.locator("[data-cuts=source] input:checked")).to_be_focused()
    # Its ends are the pair's: the arrows do not go round.
    chosen = page.locator("[data-cuts=source] input:checked").get_attribute("value")
    for _ in range(6):
        page.keyboard.press("ArrowUp")
    expect(page.locator("[data-cuts=source] input").first).to_be_checked()
    page.locator(f"[data-cuts=source] input[value='{chosen}']").check()
    page.keyboard.press("Enter")
    assert sorted(rows(page)) == [(1, 1), (1, 1), (2, 2)]
    expect(page.locator(".pair").nth(1)).to_be_focused()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert rows(page) == [(1, 1)] * 4
    page.keyboard.press("Control+Shift+z")
    assert rows(page) == [(1, 1), (2, 2), (1, 1)]
    page.keyboard.press("Control+z")
    assert rows(page) == [(1, 1)] * 4
    page.locator(".pair").nth(1).focus()
    page.keyboard.press("[")
    assert rows(page) == [(1, 1), (0, 1), (1, 1), (1, 1), (1, 0)]
    expect(page.locator(".pair").nth(1)).to_contain_text("Arabic only")
    page.keyboard.press("]")
    assert rows(page) == [(1, 1)] * 4
    page.keyboard.press("Shift+{")
    assert rows(page)[1] == (1, 0)
    page.keyboard.press("Shift+}")
    page.keyboard.press("u")
    assert rows(page) == [(1, 1), (0, 1), (1, 0), (1, 1), (1, 1)]
    # Undone to the last, one more takes back the pairing: that is said, and done when it is asked for again.
    for _ in range(5):
        page.keyboard.press("Control+z")
    assert rows(page) == [(1, 1)] * 4
    page.keyboard.press("Control+z")
    expect(page.locator("#notices")).to_contain_text("takes back “paired the two sides”")
    assert rows(page) == [(1, 1)] * 4
    page.keyboard.press("Control+z")
    page.wait_for_url("**/clean")


def test_keys_pressed_while_a_step_is_saved_wait_their_turn(page: Page) -> None:
    to_pairs(page)
    assert rows(page) == [(1, 1)] * 4
    held: list[Route] = []
    page.route("**/pairs", lambda route: held.append(route), times=1)
    with page.expect_request("**/pairs"):
        page.keyboard.press("m")
    for key in "jmk":
        page.keyboard.press(key)
    expect(page.locator("[data-saved]")).to_have_text("Saving…")
    held[0].continue_()
    assert rows(page) == [(2, 2), (2, 2)], "the second and third of what was there, not all of it"
    expect(page.locator("#pair-0")).to_be_focused()
    # What is typed for an editor is no command.
    page.route("**/pairs", lambda route: held.append(route), times=1)
    with page.expect_request("**/pairs"):
        page.keyboard.press("3")
    for key in "emj":
        page.keyboard.press(key)
    held[1].continue_()
    expect(page.locator("#pair-0 textarea")).to_be_focused()
    page.keyboard.press("Escape")
    assert rows(page) == [(2, 2), (2, 2)]
    expect(page.locator("#pair-0")).to_have_attribute("data-kind", "subheading")


def test_a_block_is_dragged_to_any_pair(page: Page) -> None:
    to_pairs(page)
    cell = page.locator(".pair > .cell[data-side=target]")
    cell.nth(2).locator(".words").drag_to(cell.nth(1))
    expect(cell.nth(1).locator(".words")).to_have_count(2)
    assert rows(page) == [(1, 1), (2, 1), (0, 1), (1, 1)]
    cell.nth(3).locator(".words").drag_to(cell.nth(0))
    expect(cell.nth(0).locator(".words")).to_have_count(2)
    assert rows(page) == [(2, 1), (2, 1), (0, 1), (0, 1)]
    assert cell.nth(0).locator(".words").last.inner_text().startswith("Small boats")
    page.keyboard.press("Control+z")
    expect(cell.nth(0).locator(".words")).to_have_count(1)
    page.keyboard.press("Control+z")
    assert english(page) == ["Fishermen", "Thirty", "The", "Small"]
    # Onto the upper edge of a pair: alone above it.
    cell.nth(3).locator(".words").drag_to(cell.nth(1), target_position={"x": 60, "y": 2})
    expect(page.locator(".pair")).to_have_count(5)
    assert english(page) == ["Fishermen", "Small", "Thirty", "The", "no"]
    # The other side does not take it.
    cell.nth(1).locator(".words").drag_to(page.locator(".pair > .cell[data-side=source]").nth(2))
    assert english(page) == ["Fishermen", "Small", "Thirty", "The", "no"]


def test_text_is_cut_put_swapped_pinned_and_corrected_by_keys_alone(page: Page) -> None:
    to_pairs(page)
    page.locator(".pair").nth(3).focus()
    page.keyboard.press("x")
    expect(page.locator("#cut-bar")).to_contain_text("English of row 4 is cut")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("Shift+V")
    assert english(page) == ["Small", "Fishermen", "Thirty", "The", "no"]
    expect(page.locator("#cut-bar")).to_be_hidden()
    expect(page.locator("[data-last-step]")).to_contain_text("set English of row 4 apart")
    page.locator(".pair").nth(0).focus()
    page.keyboard.press("x")
    for _ in range(4):
        page.keyboard.press("j")
    page.keyboard.press("v")
    assert english(page) == ["Fishermen", "Thirty", "The", "Small"]

    page.locator(".pair").nth(1).focus()
    page.keyboard.press("t")
    assert english(page) == ["Fishermen", "The", "Thirty", "Small"]
    page.keyboard.press("Control+z")
    assert english(page) == ["Fishermen", "Thirty", "The", "Small"]
    sureness = page.locator(".pair").nth(1).locator(".sureness")
    before = sureness.inner_text()
    page.keyboard.press("p")
    expect(sureness).to_contain_text("by hand")
    page.keyboard.press("p")
    expect(sureness).to_have_text(before, use_inner_text=True)

    # Words of both sides are split where the cut is moved to; the focus stays on the row.
    page.keyboard.press("s")
    page.locator("[data-cuts=target] input:checked").focus()
    page.keyboard.press("ArrowUp")
    for _ in range(3):
        page.keyboard.press("Control+ArrowRight")
    page.locator("[data-cuts=source] input:checked").focus()
    page.keyboard.press("ArrowUp")
    for _ in range(2):
        page.keyboard.press("Control+ArrowLeft")
    page.keyboard.press("Enter")
    assert english(page) == ["Fishermen", "Thirty", "to", "The", "Small"]
    expect(page.locator(".pair").nth(1).locator(".cell[data-side=source]")).to_have_text("عاد ثلاثون")
    expect(page.locator(".pair").nth(1)).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator("[data-cuts=source] input:checked")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".pair").nth(1)).to_be_focused()

    # At the caret, on one side; the other stays with the first.
    page.keyboard.press("e")
    field = page.locator(".pair").nth(1).locator("textarea")
    expect(field).to_be_focused()
    page.keyboard.press("Control+ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+\\")
    assert english(page)[:4] == ["Fishermen", "Thirty", "fishermen", "to"]
    page.locator(".pair").nth(1).focus()
    page.keyboard.press("Shift+E")
    page.locator("textarea:focus").fill("عاد ٣٠")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".pair").nth(1).locator(".cell[data-side=source]")).to_have_text("عاد ٣٠")
    while page.locator("[data-history=undo]").is_enabled():
        page.keyboard.press("Control+z")
        saved(page)
        if "/pairs" not in page.url or english(page) == ["Fishermen", "Thirty", "The", "Small"]:
            break
    assert rows(page) == [(1, 1)] * 4


MOVED = """<h1>Fishermen return to the old harbour</h1>
<p>Small boats are waiting for the quay to be repaired before winter, said 14 owners of Tripoli.</p>
<p>Thirty fishermen returned to the old harbour after a full seven years away in 2019.</p>
<p>The head of the cooperative said the sea had given 118 tonnes this year.</p>"""
MOVED_ARABIC = """عودة الصيادين إلى المرفأ القديم

عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة في 2019.

قال رئيس التعاونية إن البحر أعطى هذا العام 118 طنًا.

وتنتظر القوارب الصغيرة إصلاح الرصيف قبل حلول الشتاء، كما قال 14 من مالكيها في طرابلس."""


def test_a_paragraph_found_elsewhere_is_moved_or_left_by_keys(page: Page) -> None:
    page.fill("#source_text", MOVED_ARABIC)
    paste(page, "#target_text", text="Fishermen return", html=MOVED)
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairs")
    assert english(page) == ["Fishermen", "Small", "Thirty", "The", "no"]
    expect(page.locator("#offers")).to_contain_text("1 paragraph of the English seems")
    page.keyboard.press("w")
    expect(page.locator(".pair").nth(1)).to_be_focused()
    expect(page.locator(".pair").nth(1)).to_contain_text("This English seems to belong to row 5")
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
    page.keyboard.press("g")
    assert english(page) == ["Fishermen", "Thirty", "The", "Small"]
    expect(page.locator("#offers")).to_be_empty()
    page.keyboard.press("Control+z")
    assert english(page) == ["Fishermen", "Small", "Thirty", "The", "no"]
    page.locator(".pair").nth(4).focus()
    page.keyboard.press("Shift+G")
    expect(page.locator(".offer")).to_have_count(0)
    page.keyboard.press("Control+z")
    page.get_by_role("button", name="Move it", exact=True).click()
    assert english(page) == ["Fishermen", "Thirty", "The", "Small"]
    # What was moved by hand stays when the rest is aligned again.
    page.keyboard.press("Control+z")
    page.locator(".pair").nth(2).focus()
    page.keyboard.press("t")
    saved(page)
    with page.expect_navigation():
        page.keyboard.press("r")
    assert english(page)[2:4] == ["The", "Thirty"]


def test_a_long_import_is_paired_while_the_page_waits(
    page: Page, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pairing_jobs, "MOST_AT_ONCE", 5)
    give(page)
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairing")
    expect(page.locator("#pairing")).to_contain_text("About to begin")
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
    Worker(sqlite_database, {pairing_jobs.KIND: HANDLERS[pairing_jobs.KIND]}).run_due()
    page.wait_for_url("**/pairs")
    expect(page.locator(".flash").first).to_contain_text("Paired: 4 rows")
    assert rows(page) == [(1, 1)] * 4
