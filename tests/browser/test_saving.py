"""No word is lost and none overwritten: a server that goes away, somebody else on the same row, signing out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import (
    LiveServer,
    PageFor,
    expect_saved,
    open_article,
    open_row,
    row,
)
from workbench import clock
from workbench.domain.workflow import State
from workbench.services.segments import approve

pytestmark = pytest.mark.browser


def test_typing_saves_by_itself_and_confirming_goes_to_the_next_open_row(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(finished=False)
    page = page_for("translator")
    open_article(page, live, slug)
    field = open_row(page, 2)
    field.press("Control+End")
    page.keyboard.type(" At last.")
    expect(row(page, 2).locator(".saved")).to_have_text("on this device")
    expect_saved(page)
    assert live.segments(slug)[1].target.endswith("on Sunday. At last.")
    expect(field).to_be_focused()
    page.keyboard.type(" Yes.")
    page.keyboard.press("Control+Enter")
    expect(row(page, 3).locator(".edit > textarea")).to_be_focused()
    expect(row(page, 2)).to_have_attribute("data-state", "translated")
    second = live.segments(slug)[1]
    assert second.state is State.TRANSLATED
    assert second.target.endswith("At last. Yes.")


def test_steady_typing_saves_now_and_then_not_at_every_key(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("translator")
    open_article(page, live, slug)
    saves: list[str] = []
    page.on("request", lambda request: saves.append(request.url) if request.url.endswith("/save") else None)
    open_row(page, 2).press("Control+End")
    page.keyboard.type(" and so on and so forth and on and on", delay=160)
    assert len(saves) <= 2
    expect_saved(page)
    assert live.segments(slug)[1].target.endswith(" and so on and so forth and on and on")


def test_nothing_is_lost_when_the_server_dies_while_typing(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("translator")
    open_article(page, live, slug)
    open_row(page, 2).press("Control+End")
    live.stop()
    page.keyboard.type(" Typed into the void.")
    expect(row(page, 2).locator(".saved")).to_contain_text("kept on this device")
    expect(page.locator("#save-state")).to_have_attribute("data-save", "offline")
    live.start()
    page.reload()
    expect(row(page, 2).locator(".edit > textarea")).to_have_value(re.compile("Typed into the void.$"))
    expect_saved(page)
    assert live.segments(slug)[1].target.endswith("Typed into the void.")


def test_words_from_before_a_crash_stand_in_their_rows_before_the_new_version_does(
    live: LiveServer, page_for: PageFor
) -> None:
    """Two rows wait with words and bold, a third with an unsettled conflict, and no row is opened by the address."""
    slug = live.add_article(finished=False)
    page, other = page_for("translator"), page_for("translator2")
    open_article(page, live, slug)
    open_article(other, live, slug)
    open_row(other, 1).fill("Port staff return to work")
    other.keyboard.press("Control+s")
    expect_saved(other)
    other.close()
    page.route("**/changes?*", lambda route: route.abort())
    open_row(page, 1).fill("Harbour crews return to work")
    page.keyboard.press("Control+s")
    expect(row(page, 1).locator(".saved")).to_contain_text("someone changed this too")
    for number in (2, 3):
        open_row(page, number).fill("PPP")
        page.keyboard.press("Control+s")
        expect(row(page, number).locator(".saved")).to_contain_text("saved")
    live.stop()
    for number in (2, 3):
        field = open_row(page, number)
        field.press("Control+End")
        page.keyboard.type(" QQQ")
        page.keyboard.press("Control+s")
        expect(row(page, number).locator(".saved")).to_contain_text("kept on this device")
        page.keyboard.type(" RRR")
        field.evaluate("field => field.setSelectionRange(0, 3)")
        page.keyboard.press("Control+b")
    page.unroute("**/changes?*")
    live.start()
    page.goto("about:blank")
    open_article(page, live, slug)
    expect(page.locator(".notices")).to_contain_text("3 rows")
    expect(page.locator("#save-state")).to_contain_text("Someone changed one row too")
    for number in (2, 3):
        expect(row(page, number).locator(".waiting-badge")).to_have_count(0)
        expect(row(page, number).locator(".target")).to_have_text("PPP QQQ RRR")
        expect(row(page, number).locator(".target strong")).to_have_text("PPP")
    assert [s.target for s in live.segments(slug)][:3] == [
        "Port staff return to work",
        "PPP QQQ RRR",
        "PPP QQQ RRR",
    ]
    field = open_row(page, 2)
    expect(field).to_have_value("PPP QQQ RRR")
    field.press("Control+End")
    page.keyboard.type(" SSS")
    page.keyboard.press("Control+s")
    expect(row(page, 2).locator(".saved")).to_contain_text("saved")
    assert live.segments(slug)[1].target == "PPP QQQ RRR SSS"
    page.reload()
    expect(row(page, 2).locator(".mirror strong")).to_have_text("PPP")


def test_a_save_whose_answer_was_lost_is_not_done_twice(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    page = page_for("translator")
    open_article(page, live, slug)
    sent: list[str] = []

    def commit_but_do_not_answer(route: object) -> None:
        sent.append(route.request.post_data_json["save_id"])  # type: ignore[attr-defined]
        if len(sent) == 1:
            route.fetch()  # type: ignore[attr-defined]
            route.abort("connectionreset")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route("**/save", commit_but_do_not_answer)
    open_row(page, 3).press("Control+End")
    page.keyboard.type(" Once.")
    expect_saved(page)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    segment = live.segments(slug)[2]
    assert segment.target.count("Once.") == 1
    assert segment.lock_version == 2


def test_two_windows_on_one_row_meet_in_a_merge(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    one, two = page_for("translator"), page_for("translator2")
    open_article(one, live, slug)
    open_article(two, live, slug)
    two.route("**/changes?*", lambda route: route.abort())  # it has not heard of the other
    open_row(one, 2).fill("Some 43 workers returned to the quay on Sunday.")
    one.keyboard.press("Control+s")
    expect_saved(one)
    open_row(two, 2).fill("Some 34 workers came back to the quay on Sunday morning.")
    two.keyboard.press("Control+s")
    expect(row(two, 2).locator(".saved")).to_contain_text("someone changed this too")
    assert live.segments(slug)[1].target == "Some 43 workers returned to the quay on Sunday."
    two.get_by_role("button", name="Look at both").click()
    dialog = two.get_by_role("dialog", name="Someone changed this too")
    expect(dialog).to_contain_text("Tala Translator")
    expect(dialog.get_by_label("The text to save")).to_have_value(
        "Some 43 workers came back to the quay on Sunday morning."
    )
    dialog.get_by_role("button", name="Save this text").click()
    expect_saved(two)
    assert live.segments(slug)[1].target == "Some 43 workers came back to the quay on Sunday morning."


def test_a_clash_over_the_same_words_is_for_the_person_to_choose(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    one, two = page_for("translator"), page_for("translator2")
    open_article(one, live, slug)
    open_article(two, live, slug)
    two.route("**/changes?*", lambda route: route.abort())  # it has not heard of the other
    open_row(one, 1).fill("Port staff return to work")
    one.keyboard.press("Control+s")
    expect_saved(one)
    open_row(two, 1).fill("Harbour crews return to work")
    two.keyboard.press("Control+s")
    two.get_by_role("button", name="Look at both").click()
    dialog = two.get_by_role("dialog", name="Someone changed this too")
    result = dialog.get_by_label("The text to save")
    expect(result).to_have_value("Harbour crews return to work")
    dialog.get_by_role("button", name=re.compile("^theirs")).click()
    expect(result).to_have_value("Port staff return to work")
    dialog.get_by_role("button", name="Later").click()
    expect(row(two, 1).locator(".saved")).to_contain_text("someone changed this too")
    two.reload()
    two.get_by_role("button", name="Look at both").click()
    dialog.get_by_role("button", name="Keep theirs").click()
    expect(row(two, 1)).to_contain_text("Port staff return to work")
    assert live.segments(slug)[0].target == "Port staff return to work"


def test_words_for_a_row_approved_meanwhile_are_saved_by_reopening_it_or_kept_by_asking(
    live: LiveServer, page_for: PageFor
) -> None:
    """Nobody changed its words: the dialog says so, and offers what works."""
    slug = live.add_article()
    page, other = page_for("editor"), page_for("translator")
    for one, words in ((page, " Again."), (other, " Twice.")):
        open_article(one, live, slug)
        one.route("**/changes?*", lambda route: route.abort())  # they have not heard of it
        one.route("**/save", lambda route: route.abort())
        open_row(one, 2).press("Control+End")
        one.keyboard.type(words)
    segment = live.segments(slug)[1]
    with live.database.writing() as session:
        approve(session, live.staff["reviewer"], segment.id, version=segment.lock_version, at=clock.now())
    for one in (page, other):
        one.unroute("**/save")
        one.keyboard.press("Control+s")
        expect(row(one, 2).locator(".saved")).to_contain_text("approved meanwhile; kept on this device")
        one.get_by_role("button", name="Look at both").click()
        dialog = one.get_by_role("dialog", name="Approved while you were writing")
        expect(dialog).to_contain_text(
            f"{live.staff['reviewer'].name} approved this row while you were writing."
        )
        expect(dialog).not_to_contain_text("fit together")
        expect(dialog.get_by_role("button", name="Save this text")).to_have_count(0)
    other.get_by_role("button", name="Ask to reopen").click()
    other.get_by_label("What should be changed?").fill("A word is missing.")
    other.keyboard.press("Control+Enter")
    expect(other.locator("#notices")).to_contain_text("Your text is kept on this device.")
    page.unroute("**/changes?*")
    page.get_by_role("button", name="Reopen and save").click()
    expect(page.locator("#notices")).to_contain_text("The row is reopened, and your text is saved.")
    assert live.segments(slug)[1].target == f"{segment.target} Again."
    other.reload()
    other.get_by_role(
        "button", name="Look at both"
    ).click()  # they stand at one place: it is for them to choose
    result = other.get_by_role("dialog", name="Someone changed this too").get_by_label("The text to save")
    expect(result).to_have_value(f"{segment.target} Twice.")


def test_another_persons_change_arrives_and_their_row_is_shown(live: LiveServer, page_for: PageFor) -> None:
    slug = live.add_article()
    one, two = page_for("translator"), page_for("reviewer")
    open_article(one, live, slug)
    open_article(two, live, slug)
    open_row(one, 4).fill("A joint committee to review shifts at sea")
    one.keyboard.press("Control+s")
    expect_saved(one)
    one.wait_for_timeout(1700)  # presence is told with the next poll
    two.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(row(two, 4).locator(".target")).to_have_text("A joint committee to review shifts at sea")
    shown = row(two, 4).get_by_role("img", name="Tala Translator is on this row")
    expect(shown).to_be_visible(timeout=30_000)  # on a busy machine it comes with a later poll


def test_words_for_a_row_that_somebody_joined_away_can_still_be_had(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article()
    one, two = page_for("translator"), page_for("translator2")
    open_article(one, live, slug)
    open_article(two, live, slug)
    two.route("**/save", lambda route: route.abort())
    open_row(two, 3).fill("Words for a row that is going.")
    row(one, 2).locator(".target").click()
    one.keyboard.press("Control+j")
    expect(one.locator(".row")).to_have_count(3)
    two.unroute("**/save")
    two.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(two.locator("#save-state")).to_contain_text("Not saved: one row")
    two.locator("#save-state").click()
    dialog = two.get_by_role("dialog", name="Words that are not saved yet")
    expect(dialog).to_contain_text("Words for a row that is going.")
    expect(dialog).to_contain_text("merged or removed")
    expect(dialog.get_by_role("button", name="Copy my words")).to_be_visible()


def test_leaving_the_page_sends_what_was_typed(
    live: LiveServer, context_for: Callable[..., BrowserContext]
) -> None:
    slug = live.add_article()
    context = context_for("translator")
    page = context.new_page()
    open_article(page, live, slug)
    open_row(page, 2).fill("Typed and gone.")
    page.close(run_before_unload=True)
    other = context.new_page()
    other.wait_for_timeout(1000)
    assert live.segments(slug)[1].target == "Typed and gone."


def test_signed_out_while_typing_keeps_the_words_and_goes_on_after_signing_in(
    live: LiveServer, context_for: Callable[..., BrowserContext]
) -> None:
    slug = live.add_article()
    context = context_for("translator")
    page = context.new_page()
    open_article(page, live, slug)
    open_row(page, 2).press("Control+End")
    context.clear_cookies()
    page.keyboard.type(" Still here.")
    expect(row(page, 2).locator(".saved")).to_contain_text("Sign in in another tab")
    assert not live.segments(slug)[1].target.endswith("Still here.")
    context.add_cookies([live.session_cookie("translator")])
    row(page, 2).get_by_role("button", name="Try again").click()
    expect_saved(page)
    assert live.segments(slug)[1].target.endswith("Still here.")


def test_signing_in_elsewhere_is_enough_for_the_words_to_go_out(
    live: LiveServer, context_for: Callable[..., BrowserContext]
) -> None:
    slug = live.add_article()
    context = context_for("translator")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    open_article(page, live, slug)
    open_row(page, 2).press("Control+End")
    context.clear_cookies()
    page.keyboard.type(" Still here.")
    expect(row(page, 2).locator(".saved")).to_contain_text("Sign in in another tab")
    page.keyboard.press("F8")
    page.keyboard.press("Control+Enter")
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.wait_for_timeout(300)
    expect(page.locator("#save-state")).to_contain_text("Not saved: one row")
    context.add_cookies([live.session_cookie("translator")])
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect_saved(page)
    assert live.segments(slug)[1].target.endswith("Still here.")
    assert not errors


def test_a_row_in_hand_with_nothing_unsent_takes_in_what_somebody_else_saved(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(finished=False)
    one, two = page_for("translator"), page_for("translator2")
    open_article(one, live, slug)
    open_article(two, live, slug)
    field = open_row(one, 2)
    field.fill("Some 34 workers returned to the quay.")
    one.keyboard.press("Control+s")
    expect_saved(one)
    field.evaluate("field => field.setSelectionRange(15, 15)")
    two.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(row(two, 2).locator(".target")).to_have_text("Some 34 workers returned to the quay.")
    open_row(two, 2).fill("Some forty-three workers returned to the quay.")
    two.keyboard.press("Control+s")
    expect_saved(two)
    one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(field).to_have_value("Some forty-three workers returned to the quay.")
    expect(field).to_be_focused()
    expect(one.locator(".notices")).to_contain_text("You see their words now")
    one.keyboard.type("all")
    one.keyboard.press("Control+s")
    expect_saved(one)
    assert live.segments(slug)[1].target == "Some forty-three workersall returned to the quay."


def test_an_answer_that_somebody_overtook_does_not_put_our_words_under_their_version(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = live.add_article(finished=False)
    one, two = page_for("translator"), page_for("translator2")
    open_article(one, live, slug)
    field = open_row(one, 2)
    field.fill("Ours.")
    one.keyboard.press("Control+s")
    expect_saved(one)
    held = []
    one.route("**/save", lambda route: held.append((route, route.fetch())))
    field.fill("Ours, again.")
    one.keyboard.press("Control+s")
    row(one, 1).locator(".target").click()
    expect(row(one, 2).locator(".waiting-badge")).to_contain_text("saving")
    open_article(two, live, slug)
    open_row(two, 2).fill("Theirs.")
    two.keyboard.press("Control+s")
    expect_saved(two)
    with one.expect_response("**/changes?*"):
        one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(row(one, 2)).to_have_attribute("data-version", str(live.segments(slug)[1].lock_version))
    route, response = held.pop()
    route.fulfill(response=response)
    expect(row(one, 2).locator(".target")).to_have_text("Theirs.")
    expect(row(one, 2).locator(".waiting-badge")).to_have_count(0)
