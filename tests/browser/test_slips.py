"""What was decided too fast is taken back, and what stands on a row is said where it is decided."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.desk import LiveServer, PageFor, open_article, open_row, row
from tests.browser.test_marks import mark
from tests.browser.test_review import problems
from workbench import clock
from workbench.domain.kinds import Side
from workbench.domain.problems import Status, Step
from workbench.domain.workflow import State
from workbench.services.review import take_step
from workbench.services.segments import approve, save_target

pytestmark = pytest.mark.browser


def test_an_approval_names_what_it_accepted_and_is_undone_by_keys(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    fixed = mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"), type_slug="grammar")
    with live.database.writing() as session:
        take_step(session, live.staff["translator"], fixed, Step.FIX, at=clock.now())
    page = page_for("reviewer")
    open_article(page, live, slug)
    open_row(page, 2)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices")).to_contain_text("Row 2 approved; accepted: grammar.")
    assert problems(live)[0].status is Status.ACCEPTED
    page.keyboard.press("Control+z")
    expect(row(page, 2)).to_have_attribute("data-state", "translated")
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()
    expect(page.locator("#notices")).to_contain_text("Its fix waits again to be accepted.")
    assert live.segments(slug)[1].state is State.TRANSLATED
    assert problems(live)[0].status is Status.FIXED

    underway: list[Route] = []  # the mark is made before the approval has been answered
    page.route("**/approve", lambda route: underway.append(route))
    page.keyboard.press("Control+Shift+Enter")
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+e")
    expect(page.get_by_role("dialog", name="Mark a problem")).to_be_visible()
    page.keyboard.press("4")
    page.keyboard.press("Enter")
    for route in underway:
        route.continue_()
    page.unroute("**/approve")
    expect(page.locator("#notices")).to_contain_text("The row stays approved.")
    page.get_by_role("button", name="Reopen the row").click()
    expect(row(page, 2)).to_have_attribute("data-state", "translated")
    page.keyboard.press("Control+Shift+Enter")
    expect(row(page, 2)).to_have_attribute("data-state", "approved")
    page.keyboard.press("Shift+F2")
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()


def test_a_mark_on_the_row_is_reason_enough_to_send_it_back(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"))
    page = page_for("reviewer")
    open_article(page, live, slug)
    open_row(page, 2)
    page.keyboard.press("Control+Shift+Backspace")
    dialog = page.get_by_role("dialog", name="Send this row back")
    expect(dialog).to_contain_text("The mark on it says why:mistranslation: 34 workers")
    page.keyboard.press("Control+Enter")
    expect(row(page, 2)).to_have_attribute("data-state", "returned")
    open_row(page, 3)
    page.keyboard.press("Control+Shift+Backspace")
    dialog.get_by_role("button", name="Send back").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Say why first")


def test_who_decides_on_words_that_changed_just_now_sees_them_and_decides_once_more(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    theirs = page_for("editor")
    open_article(theirs, live, slug)
    open_row(theirs, 2)
    segment = live.segments(slug)[1]
    theirs.route("**/changes?**", lambda route: route.abort())  # they have not heard of it yet
    with live.database.writing() as session:
        reviewer, words = live.staff["reviewer"], segment.target.replace("34", "43")
        at, version = clock.now(), segment.lock_version
        done = save_target(session, reviewer, segment.id, text=words, version=version, at=at)
        approve(session, reviewer, segment.id, version=done.segment.lock_version, at=at)
    theirs.unroute("**/changes?**")
    theirs.keyboard.press("Control+Shift+Enter")
    expect(theirs.locator("#notices")).to_contain_text("Someone else changed this row just now.")
    expect(row(theirs, 2).locator(".owed-words ins")).to_have_text("43")
    theirs.keyboard.press("Control+Shift+Enter")
    expect(theirs.locator("#notices")).to_contain_text("Agreed.")
