"""Step one in a real browser: pasting, files, tables of pairs."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.imports.conftest import session_of
from tests.browser.imports.steps import ARABIC, RICH, paste, rows
from workbench.db.engine import Database
from workbench.domain.people import Actor

pytestmark = pytest.mark.browser


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


def test_a_paste_too_large_is_refused_beside_its_box_and_stays_there(page: Page) -> None:
    page.fill("#target_text", "Fishermen return")
    page.evaluate("document.querySelector('#source_text').value = 'كلمة '.repeat(40000)")
    address = page.url
    page.get_by_role("button", name="Read both sides").first.click()
    expect(page.locator("[data-side=source] [role=alert]")).to_contain_text("more than 100,000 characters")
    assert page.url == address
    assert page.evaluate("document.querySelector('#source_text').value.length") == 200_000
    expect(page.locator("#source_text")).to_be_focused()
    # Given otherwise, the sentence goes and the import goes on.
    page.fill("#source_text", ARABIC)
    expect(page.locator("[data-side=source] [role=alert]")).to_have_count(0)
    page.get_by_role("button", name="Read both sides").first.click()
    page.wait_for_url("**/clean")


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
