"""What was decided too fast is taken back, and what stands on a row is said where it is decided."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.desk import LiveServer, PageFor, open_article, open_row, row
from tests.browser.marks import mark, problems
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
    trouble = theirs.locator("#notices .flash[data-tone=bad]")
    expect(trouble).to_contain_text("Row 2: Someone else changed this row just now.")
    expect(row(theirs, 2).locator(".owed-words ins")).to_have_text("43")
    theirs.keyboard.press("Control+Shift+Enter")
    expect(theirs.locator("#notices")).to_contain_text("Agreed.")
    expect(trouble).to_have_count(0)


def test_a_fix_without_a_change_asks_to_be_sure_and_is_taken_back(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"), type_slug="grammar")
    page = page_for("translator")
    open_article(page, live, slug)
    open_row(page, 2)
    page.keyboard.press("F4")
    card = page.locator("#panel .problem")
    expect(card).to_be_focused()
    page.keyboard.press("f")
    expect(card.get_by_text("The words have not changed since this was marked.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_focused()
    expect(card.get_by_text("The words have not changed since this was marked.")).to_be_hidden()
    page.keyboard.press("f")
    page.keyboard.press("f")
    expect(page.locator("#notices")).to_contain_text("Marked as fixed.")
    expect(card).to_contain_text("marked it fixed, although the words had not changed since the mark")
    page.keyboard.press("Control+z")
    expect(page.locator("#notices")).to_contain_text("Taken back: it is open again.")
    expect(card).to_be_focused()
    assert problems(live)[0].status is Status.OPEN

    page.keyboard.press("Escape")
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Indeed.")
    page.keyboard.press("F4")  # before anything was saved
    page.keyboard.press("f")
    expect(page.locator("#notices")).to_contain_text("Marked as fixed.")
    page.keyboard.press("z")
    expect(page.locator("#notices")).to_contain_text("Taken back: it is open again.")
    expect(card).to_contain_text("took that back: it is open again")


def test_reopening_a_problem_asks_why_and_the_words_go_into_its_box(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    fixed = mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"), type_slug="grammar")
    with live.database.writing() as session:
        take_step(session, live.staff["translator"], fixed, Step.FIX, at=clock.now())
    page = page_for("reviewer")
    open_article(page, live, slug)
    open_row(page, 2)
    page.keyboard.press("F4")
    card = page.locator("#panel .problem")
    expect(card).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("way too few")
    expect(card.get_by_label("Why? What is still wrong?")).to_have_value("way too few")
    assert problems(live)[0].status is Status.FIXED
    page.keyboard.press("Enter")
    expect(page.locator("#notices")).to_contain_text("Reopened.")
    expect(card).to_contain_text("way too few")
    assert problems(live)[0].status is Status.REOPENED
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#notices")).to_contain_text("it is fixed, to be accepted again")
    assert problems(live)[0].status is Status.FIXED
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    expect(card).to_be_focused()


def test_each_decision_says_what_it_did_and_is_undone_by_keys(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    with live.database.writing() as session:
        reviewer, segment = live.staff["reviewer"], live.segments(slug)[1]
        at = clock.now()
        done = save_target(
            session, reviewer, segment.id, text="Mended words.", version=segment.lock_version, at=at
        )
        approve(session, reviewer, segment.id, version=done.segment.lock_version, at=at)
    page = page_for("editor")
    open_article(page, live, slug)
    page.locator(".row").nth(1).locator(".gutter .n").click()
    notices, state = page.locator("#notices"), (lambda: live.segments(slug)[1].state)
    page.keyboard.press("Control+Enter")
    expect(notices).to_contain_text("You agreed with row 2.")
    expect(row(page, 2)).not_to_have_attribute("data-owed", re.compile(".*"))
    page.keyboard.press("Control+z")
    expect(notices).to_contain_text("The agreement is undone: these words are owed again.")
    expect(row(page, 2)).to_have_attribute("aria-current", "true")
    assert live.segments(slug)[1].owed

    page.keyboard.press("Control+Shift+Backspace")
    page.keyboard.type("Too long.")
    page.keyboard.press("Control+Enter")
    expect(notices).to_contain_text("Sent back.")
    expect(row(page, 2)).to_have_attribute("data-state", "returned")
    notices.get_by_role("button", name="Undo").click()
    expect(notices).to_contain_text("The row is not sent back any more.")
    assert state() is State.APPROVED

    page.keyboard.press("Shift+F2")
    expect(notices).to_contain_text("Reopened.")
    expect(row(page, 2).locator(".edit > textarea")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(notices).to_contain_text("The row is approved again.")
    assert state() is State.APPROVED


def test_a_confirmation_by_a_slip_is_undone_from_the_notice_or_the_rows_history(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(finished=False)
    page = page_for("translator")
    open_article(page, live, slug)
    open_row(page, 2)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices")).to_contain_text("Row 2 confirmed.")
    page.keyboard.press("Control+z")
    expect(page.locator("#notices")).to_contain_text("The confirmation is undone.")
    expect(row(page, 2)).to_have_attribute("data-state", "draft")
    page.keyboard.press("Control+Shift+Enter")
    expect(row(page, 2)).to_have_attribute("data-state", "translated")
    page.locator("#panel [data-tab=history]").click()
    page.locator("#panel").get_by_role("button", name="Undo").click()
    expect(row(page, 2)).to_have_attribute("data-state", "draft")
    expect(page.locator("#panel")).to_contain_text("undid the confirmation")
    expect(page.locator("#notices").get_by_role("button", name="Undo")).to_have_count(0)


def test_keys_that_cannot_do_their_work_say_why_or_what_can_be_done_instead(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    segment = live.segments(slug)[1]
    problem = mark(live, segment, (Side.TARGET, "34"), suggestion="43")
    with live.database.writing() as session:
        at, version = clock.now(), live.segments(slug)[1].lock_version
        approve(session, live.staff["reviewer"], segment.id, version=version, at=at)
    page = page_for("translator")
    open_article(page, live, slug, f"?at={segment.id}#p{problem}")
    notices = page.locator("#notices")
    expect(page.locator(f"#p{problem}")).to_be_focused()
    page.keyboard.press("a")
    expect(notices).to_contain_text("The row is approved: its words can be changed once it is reopened.")
    page.keyboard.press("y")
    expect(notices).to_contain_text("This card does not offer “Accept the fix” as it stands.")
    page.keyboard.press("Shift+F2")
    ask = page.get_by_role("dialog", name="Ask to reopen")
    ask.get_by_label("What should be changed?").fill("The number is 43.")
    page.keyboard.press("Control+Enter")
    expect(notices).to_contain_text("Your request stands on the row as a question.")


def test_on_a_card_the_key_that_decides_does_nothing_to_the_row(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    mark(live, live.segments(slug)[1], (Side.TARGET, "34 workers"), type_slug="grammar")
    page = page_for("reviewer")
    open_article(page, live, slug)
    open_row(page, 2)
    page.keyboard.press("F4")
    expect(page.locator("#panel .problem")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#notices")).to_contain_text("You are on a card")
    assert live.segments(slug)[1].state is State.TRANSLATED
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Enter")
    expect(row(page, 2)).to_have_attribute("data-state", "approved")


def test_a_suggestion_applied_by_a_slip_makes_way_for_the_words_before(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    mark(live, live.segments(slug)[1], (Side.TARGET, "34"), suggestion="43")
    page = page_for("translator")
    open_article(page, live, slug)
    open_row(page, 2)
    text = row(page, 2).locator(".edit > textarea")
    was = text.input_value()
    page.keyboard.press("F4")
    page.keyboard.press("a")
    expect(text).to_have_value(was.replace("34", "43"))
    page.keyboard.press("Control+z")
    expect(page.locator("#notices")).to_contain_text("Taken back: it is open again.")
    expect(text).to_have_value(was)
    assert live.segments(slug)[1].target == was
