"""The import in a real browser: pasting, cleaning, pairing by keys and by dragging, creating."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Dialog, Page, expect

from tests.conftest import add_people
from tests.serving import AppServer
from tests.web.conftest import SECRET, make_app
from workbench import clock
from workbench.db.engine import Database
from workbench.domain.people import Actor
from workbench.services import pairing_jobs, signin
from workbench.settings import Settings
from workbench.web.security import cookie_name
from workbench.worker.handlers import HANDLERS
from workbench.worker.runner import Worker

pytestmark = pytest.mark.browser

ARABIC = """ad a b

عودة الصيادين إلى المرفأ القديم

عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة.

قال رئيس التعاونية إن البحر أعطى هذا العام أكثر مما أعطى في عقد.

وتنتظر القوارب الصغيرة إصلاح الرصيف قبل حلول الشتاء."""

RICH = """<h1>Fishermen return to the old harbour</h1>
<p>Thirty fishermen <strong>returned</strong> to the old harbour after a full seven years away.</p>
<p>The head of the <a href="https://example.org/coop">cooperative</a> said the sea had given more this year than in a decade.</p>
<p>Small boats are waiting for the quay to be repaired before winter sets in.</p>"""


@pytest.fixture
def address(sqlite_database: Database) -> Iterator[str]:
    server = AppServer(make_app(sqlite_database, demo=True))
    yield server.url
    server.stop()


@pytest.fixture
def people(sqlite_database: Database) -> dict[str, Actor]:
    with sqlite_database.writing() as session:
        return add_people(session)


def session_of(person: Actor, database: Database) -> str:
    """A session's token for this person."""
    with database.writing() as session:
        return signin.open_session(
            session, person, address="", browser="", lasts=timedelta(days=1), replaces=None, at=clock.now()
        )


@pytest.fixture
def page(page: Page, address: str, people: dict[str, Actor], sqlite_database: Database) -> Page:
    """Step one, signed in as an editor."""
    token = session_of(people["editor"], sqlite_database)
    name = cookie_name(Settings("sqlite:///x", SECRET), "session")
    page.context.add_cookies([{"name": name, "value": token, "url": address}])
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{address}/import")
    return page


def paste(page: Page, selector: str, *, text: str, html: str = "") -> None:
    page.eval_on_selector(
        selector,
        """(field, {text, html}) => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            field.focus();
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            if (field.dispatchEvent(event)) field.value = text;
        }""",
        {"text": text, "html": html},
    )


def give(page: Page) -> None:
    """Through step one: plain Arabic, rich English."""
    page.fill("#source_text", ARABIC)
    paste(page, "#target_text", text="Fishermen return", html=RICH)
    expect(page.locator("[data-side=target] .preview")).to_be_visible()
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")


def to_pairs(page: Page) -> None:
    give(page)
    page.get_by_role("button", name="Pair the two sides").first.click()
    page.wait_for_url("**/pairs")


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_have_text("Everything saved")


def rows(page: Page) -> list[tuple[int, int]]:
    """How many English and Arabic blocks each pair shows."""
    saved(page)
    return [
        tuple(pair)
        for pair in page.eval_on_selector_all(
            ".pair",
            "rows => rows.map(row => ['target', 'source'].map(side => row.querySelectorAll(`[data-side=${side}] > .words`).length))",
        )
    ]


def kept(page: Page) -> list[str]:
    saved(page)
    return page.locator("[data-list-of=source] > li:not([data-dropped]) .words").all_inner_texts()


def test_a_rich_paste_shows_at_once_what_it_will_be(page: Page) -> None:
    paste(page, "#target_text", text="Fishermen return", html=RICH)
    preview = page.locator("[data-side=target] .preview")
    expect(preview.locator("[data-kind=headline]")).to_have_text("Fishermen return to the old harbour")
    expect(preview.locator("strong")).to_have_text("returned")
    expect(page.locator("[data-side=target] .recognised")).to_contain_text("1 headline, 3 paragraphs")
    page.get_by_role("button", name="Keep only the plain text").click()
    expect(preview).to_be_hidden()
    expect(page.locator("#target_text")).to_have_value("Fishermen return")
    # Typing says what it is, too.
    page.fill("#source_text", ARABIC)
    expect(page.locator("[data-side=source] .recognised")).to_contain_text("an advertising slot")


def test_what_was_pasted_survives_a_reload_until_it_is_read(
    page: Page, address: str, people: dict[str, Actor], sqlite_database: Database
) -> None:
    page.fill("#source_text", ARABIC)
    paste(page, "#target_text", text="Fishermen return", html=RICH)
    page.reload()
    expect(page.locator("#source_text")).to_have_value(ARABIC)
    expect(page.locator("[data-side=target] .preview strong")).to_have_text("returned")
    expect(page.locator("[data-brought-back]")).to_have_text("What you had given here before is back.")
    # Somebody else in the same tab sees none of it.
    cookie = page.context.cookies()[0]
    keep = page.evaluate("JSON.stringify(sessionStorage)")
    page.context.add_cookies(
        [
            {
                "name": cookie["name"],
                "value": session_of(people["translator"], sqlite_database),
                "url": page.url,
            }
        ]
    )
    page.reload()
    expect(page.locator("#source_text")).to_have_value("")
    assert ARABIC.split()[3] not in page.evaluate("JSON.stringify(sessionStorage)")
    page.context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": page.url}])
    page.evaluate("(kept) => Object.assign(sessionStorage, JSON.parse(kept))", keep)
    page.reload()
    # Cleared, it stays away.
    page.locator("[data-side=target]").get_by_role("button", name="Clear").click()
    page.reload()
    expect(page.locator("#source_text")).to_have_value(ARABIC)
    expect(page.locator("#target_text")).to_have_value("")
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")
    page.goto(f"{address}/import")
    expect(page.locator("#source_text")).to_have_value("")
    expect(page.locator("[data-brought-back]")).to_be_empty()


def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(page: Page) -> None:
    page.fill("#target_text", "Fishermen return")
    large = {"name": "a.txt", "mimeType": "text/plain", "buffer": b"x" * (10 * 1024 * 1024 + 1)}
    page.set_input_files("#source_file", [large])
    expect(page.locator("[data-side=source] .recognised")).to_contain_text(
        "the most that can be read is 10.0 MB"
    )
    page.get_by_role("button", name="Read both sides").first.click()
    assert page.url.endswith("/import")
    expect(page.locator("#target_text")).to_have_value("Fishermen return")
    # Another file is taken.
    page.set_input_files("#source_file", [{**large, "buffer": ARABIC.encode()}])
    expect(page.locator("[data-side=source] .recognised")).to_contain_text("1 headline")


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


def correcting(page: Page, row: str, text: str) -> None:
    """A correction of this row typed and not kept."""
    page.locator(row).focus()
    page.keyboard.press("e")
    page.locator(f"{row} textarea").fill(text)
    expect(page.locator("[data-saved]")).to_have_text("Not saved yet")


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


def test_naming_the_translator_chooses_them(page: Page) -> None:
    to_pairs(page)
    page.get_by_label("Their name").fill("Salma Idris")
    expect(page.get_by_label("Somebody outside")).to_be_checked()
    page.get_by_label("The translator", exact=True).select_option(index=1)
    expect(page.get_by_label("Somebody here")).to_be_checked()


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
    to_pairs(page)
    assert rows(page) == [(1, 1)] * 4
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


def english(page: Page) -> list[str]:
    """The first word of each pair's English."""
    saved(page)
    cells = page.locator(".pair > .cell[data-side=target]").all_inner_texts()
    return [text.split()[0] if text.split() else "" for text in cells]


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
    page.keyboard.press("p")
    expect(page.locator(".pair").nth(1).locator(".sureness")).to_contain_text("by hand")
    page.keyboard.press("p")
    expect(page.locator(".pair").nth(1).locator(".sureness")).to_contain_text("unsure")

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
    assert rows(page) == [(1, 1)] * 4


def test_struck_text_stands_where_kept_text_does_and_unfinished_imports_share_columns(page: Page) -> None:
    page.get_by_role("button", name="Try it with the raw demo page").click()
    page.wait_for_url("**/clean")

    def ends(selector: str, edge: str) -> set[int]:
        found = page.eval_on_selector_all(
            selector, f"all => all.map(one => Math.round(one.getBoundingClientRect().{edge}))"
        )
        return set(found)

    for side, reading, far in (("source", "right", "left"), ("target", "left", "right")):
        rows = f"[data-list-of={side}] > "
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
    page.get_by_label("Somebody outside").focus()
    page.keyboard.press("Space")
    page.get_by_label("Their name").fill("Salma Idris")
    page.get_by_label("Finished").focus()
    page.keyboard.press("Space")
    draft = page.url
    page.locator("#create").get_by_role("button", name="Create the article").focus()
    page.keyboard.press("Enter")
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


TABLE = """English;Arabic;Notes;Status
The boat returned to port;عاد المركب إلى الميناء;Which port?;translated
The nets dried on the quay;جفت الشباك على الرصيف;;draft
"""


def test_a_table_dropped_on_a_side_goes_straight_to_its_pairs_and_a_wrong_guess_is_mended(page: Page) -> None:
    dropped = page.evaluate_handle(
        """bytes => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "pairs.csv"));
            return data;
        }""",
        list(TABLE.encode("cp1256")),
    )
    page.dispatch_event("[data-side=target]", "drop", {"dataTransfer": dropped})
    recognised = page.locator("[data-side=target] .recognised")
    expect(recognised).to_contain_text("Both languages: 2 pairs, 1 draft, 1 translated, read as Windows-1256")
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/pairs")
    expect(page.locator(".pair").first).to_contain_text("Which port?")
    page.get_by_role("link", name="not right?").click()
    page.wait_for_url("**/clean")
    page.select_option("select[id^=encoding]", "iso8859-6")
    page.get_by_role("button", name="Read again").click()
    expect(page.locator("[data-list-of=source]")).not_to_contain_text("المركب")
    page.select_option("select[id^=encoding]", "cp1256")
    page.get_by_role("button", name="Read again").click()
    expect(page.locator("[data-list-of=source]")).to_contain_text("عاد المركب إلى الميناء")
    page.get_by_role("button", name="On to the pairs").first.click()
    page.wait_for_url("**/pairs")
    expect(page.locator("#pair-0")).to_be_focused()
    page.keyboard.press("m")
    expect(page.locator(".pair")).to_have_count(1)
    assert rows(page) == [(2, 2)]
    expect(page.locator(".pair")).to_contain_text("draft in the file")
    page.keyboard.press("Control+z")
    expect(page.locator(".pair")).to_have_count(2)
    assert rows(page) == [(1, 1), (1, 1)]


def test_two_columns_pasted_from_a_spreadsheet_are_pairs(page: Page) -> None:
    text = "The boat returned\tعاد المركب\nThe nets dried\tجفت الشباك"
    cells = "".join(f"<tr><td>{row.replace(chr(9), '<td>')}</tr>" for row in text.splitlines())
    paste(page, "#source_text", text=text, html=f"<table>{cells}</table>")
    expect(page.locator("[data-side=source] .recognised")).to_contain_text("Both languages: 2 pairs")
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/pairs")
    assert rows(page) == [(1, 1), (1, 1)]


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
    page.locator(".block").first.focus()
    page.keyboard.press("Control+z")
    expect(box).to_be_checked()
    assert any("القوارب الصغيرة إصلاح" in text for text in kept(page))
    found = Axe().run(page).response["violations"]
    assert [violation["id"] for violation in found] == []
