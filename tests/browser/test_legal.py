"""A legal read beside its row: found, refused and signed by keyboard, and no axe finding on its card."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import select

from tests.browser.desk import LiveServer, PageFor
from workbench import clock
from workbench.db.models import LegalRead
from workbench.services import legal

pytestmark = pytest.mark.browser


def test_it_is_refused_and_signed_by_keyboard(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    asked = live.segments(slug)[1]
    with live.database.writing() as session:
        legal.ask_legal_read(
            session,
            live.staff["translator"],
            asked.article_id,
            segment_id=asked.id,
            note="هل يجوز؟",
            at=clock.now(),
        )
    page = page_for("editor", color_scheme="dark")
    page.goto(f"{live.url}/inbox")
    page.locator("[data-waits=legal_read] [data-list-link]").click()
    card = page.locator(".problem.legal")
    expect(card).to_contain_text("waits to be signed")
    expect(page.locator(".row.current")).to_have_attribute("id", f"s{asked.id}")
    axe = Axe().run(page, context=".panel", options={"resultTypes": ["violations"]})
    assert not axe.response["violations"], axe.generate_report()
    page.keyboard.press("F4")
    expect(card).to_be_focused()
    page.keyboard.press("x")
    expect(card.get_by_label("What you found")).to_be_focused()
    page.keyboard.type("Not yet: it names him.")
    page.keyboard.press("Control+Enter")
    expect(card).to_contain_text("Emad Editor: it may not go out")  # drawn anew with what was said
    expect(page.locator("#live-progress")).to_contain_text("1 blocks publishing")
    card.get_by_label("What you found").fill("Now it may.")
    page.keyboard.press("Control+Enter")  # which of the two it is has to be said
    expect(card).to_be_focused()
    page.keyboard.press("v")
    expect(card).to_contain_text("signed: it may go out")
    expect(page.locator("#live-progress")).not_to_contain_text("publishing")
    with live.database.reading() as session:
        read = session.scalars(select(LegalRead)).one()
        assert (read.refusal, read.opinion) == ("Not yet: it names him.", "Now it may.")
