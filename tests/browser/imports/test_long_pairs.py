"""Step three with more rows than a page shows, in a real browser: the way to the weakest and over the edge of a page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.imports.steps import saved
from workbench import clock
from workbench.db.engine import Database
from workbench.domain.people import Actor
from workbench.intake.document import Block, Document
from workbench.services import importing
from workbench.services.draft_state import DraftState, SideState, beads

pytestmark = pytest.mark.browser

#: Rows of three pages, the weakest first.
WEAK = (450, 30, 210, 31)


@pytest.fixture
def pairs(page: Page, address: str, people: dict[str, Actor], sqlite_database: Database) -> Page:
    """Five hundred pairs, four of them in doubt."""
    arabic, english = (
        SideState(document=Document(tuple(Block(f"{word} {n}") for n in range(1, 501))))
        for word in ("الفقرة", "Paragraph")
    )
    sure = [0.97] * 500
    for n, row in enumerate(WEAK):
        sure[row] = 0.1 + n / 10
    state = DraftState(arabic, english, beads([1] * 500, [1] * 500, sure))
    with sqlite_database.writing() as session:
        draft = importing.start_draft(session, people["editor"], state, at=clock.now())
    page.goto(f"{address}/import/{draft.id}/pairs")
    return page


def in_hand(page: Page, row: int) -> None:
    expect(page.locator(f"#pair-{row}")).to_be_focused()


def test_the_weakest_are_visited_in_turn_on_whatever_page_they_are(pairs: Page) -> None:
    page = pairs
    in_hand(page, 0)
    for row in (*WEAK, WEAK[0], WEAK[1]):
        page.keyboard.press("w")
        in_hand(page, row)
    page.keyboard.press("Shift+W")
    in_hand(page, 450)
    page.keyboard.press("w")
    in_hand(page, 30)
    # What is settled is not visited any more, and the next is the one that came after it.
    page.keyboard.press("p")
    saved(page)
    page.keyboard.press("w")
    in_hand(page, 210)
    page.keyboard.press("Shift+W")
    in_hand(page, 450)
    page.keyboard.press("w")
    in_hand(page, 210)
    # A row that goes puts those below it elsewhere.
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("m")
    saved(page)
    page.keyboard.press("w")
    in_hand(page, 31)
    page.keyboard.press("w")
    in_hand(page, 449)


def test_the_keys_from_row_to_row_go_over_the_edge_of_a_page(pairs: Page) -> None:
    page = pairs
    page.locator("#pair-190").focus()
    page.keyboard.press("x")
    page.locator("#pair-199").focus()
    page.keyboard.press("j")
    in_hand(page, 200)
    # What is cut comes along.
    page.keyboard.press("v")
    expect(page.locator("#pair-200 [data-side=target] > .words")).to_have_count(2)
    page.keyboard.press("k")
    in_hand(page, 199)
    expect(page.locator("#pair-190")).to_contain_text("no English")
    page.goto(f"{page.url.split('?')[0]}?page=3")
    page.locator("#pair-499").focus()
    page.keyboard.press("j")
    in_hand(page, 499)
