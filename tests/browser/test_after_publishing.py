"""After publishing in a browser: a choice brings its field, a typo mended by keyboard, and no axe finding."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.desk import LiveServer, PageFor
from tests.browser.test_publish import prepare
from tests.browser.test_together import mark_words
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all, publish_it, setting
from workbench import clock
from workbench.domain.house import BREAKING
from workbench.domain.kinds import Kind
from workbench.services.prospect import Choices
from workbench.services.segments import confirm, rekind, save_source

pytestmark = pytest.mark.browser


def changed(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    reword(rows, 3, "A joint committee on shifts.")


def to_come(rows: Rows) -> None:
    approve_all(rows)
    make_edition(rows, goes_out_at=clock.now() + timedelta(hours=1))


def test_an_open_page_sees_an_embargo_end(
    live: LiveServer, page_for: PageFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = prepare(live, to_come)
    pages = []
    for path in ("", "/editions/1", "/publish"):
        page = page_for("editor")
        page.clock.install()
        page.goto(f"{live.url}/articles/{slug}{path}")
        expect(page.get_by_label("Stage")).to_contain_text("Scheduled for")
        pages.append(page)
    page.get_by_label("Note").fill("Mine")
    later = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    for page in pages:
        page.clock.fast_forward("01:00:10")
        expect(page.get_by_label("Stage")).to_contain_text("Published")
        expect(page.locator(".callout, .pinned").filter(has_text="by itself")).to_have_count(0)
    expect(page.get_by_label("Note")).to_have_value("Mine")
    page.get_by_role("link", name="Reload the page").click()
    expect(page.get_by_role("heading", name="Edition 1 is out")).to_be_visible()
    expect(pages[1].locator("body")).not_to_contain_text("EMBARGOED")  # nor do copies say so from here


def breaking_to_come(rows: Rows) -> None:
    setting(rows, BREAKING, True)
    approve_all(rows)
    when = clock.now() + timedelta(hours=1)
    make_edition(rows, goes_out_at=when, choices=Choices(is_breaking=True))


def test_who_marks_a_critical_problem_sees_the_breaking_edition_called_off(
    live: LiveServer, page_for: PageFor
) -> None:
    slug = prepare(live, breaking_to_come)
    page = page_for("translator")
    page.goto(f"{live.url}/articles/{slug}")
    pinned = page.get_by_label("Under embargo")
    expect(pinned).to_contain_text("It goes out by itself")
    mark_words(page, 2, "Sunday", "7")  # a legal risk
    expect(page.locator(".notices")).to_contain_text("Edition 1 is cancelled: A critical problem stands")
    expect(pinned).to_have_count(0, timeout=15_000)


def digit(rows: Rows) -> None:
    rows.do(save_source, "editor", 1, text="عاد ٤ عمال.")
    rows.do(confirm, "translator", 1)
    changed(rows)
    rows.do(save_source, "editor", 1, text="عاد ٥ عمال.")


def test_a_changed_number_is_not_read_together_with_what_it_was(live: LiveServer, page_for: PageFor) -> None:
    slug, page = prepare(live, digit), page_for("editor")
    page.goto(f"{live.url}/articles/{slug}/compare?from=1")
    line = page.locator(".ar.redline")
    was = line.locator("del").bounding_box()
    assert was
    digit_starts = line.locator("ins").evaluate(
        "ins => { const range = document.createRange(); range.selectNodeContents(ins);"
        " return range.getBoundingClientRect().right }"
    )
    assert digit_starts + 2 < was["x"], "right to left: the old one first, and something between"


def retitled(rows: Rows) -> None:
    changed(rows)
    rows.do(rekind, "editor", 2, kind=Kind.SUBHEADING)


def test_a_comparison_prints_black_on_white_with_headings_before_their_text(
    live: LiveServer, page_for: PageFor
) -> None:
    slug, page = prepare(live, retitled), page_for("editor")
    page.emulate_media(media="print", color_scheme="dark")
    for view, heading in (("inline", ".change.kind-subheading"), ("read", ".read-subheading")):
        page.goto(f"{live.url}/articles/{slug}/compare?from=1&all=1&view={view}")
        looks = "e => (s => [s.color, s.textDecorationLine])(getComputedStyle(e))"
        assert page.locator("del").first.evaluate(looks) == ["rgb(0, 0, 0)", "line-through"]
        assert page.locator("ins").first.evaluate(looks) == ["rgb(0, 0, 0)", "underline"]
        title = page.locator(".bar a.piece span").first
        assert title.evaluate("e => getComputedStyle(e).whiteSpace") == "normal"
        assert page.locator(heading).evaluate("e => getComputedStyle(e).breakAfter") == "avoid"


def test_a_choice_brings_its_field_and_a_typo_is_mended_by_keyboard(
    live: LiveServer, page_for: PageFor
) -> None:
    slug, page = prepare(live, changed), page_for("editor")
    page.goto(f"{live.url}/articles/{slug}/publish")
    told = page.get_by_label("What readers are told")
    expect(told).to_be_hidden()
    page.get_by_label("The next edition").focus()
    page.keyboard.press("ArrowDown")
    expect(told).to_be_visible()
    page.get_by_label("At a time").check()
    expect(page.get_by_label("Day and time")).to_be_visible()
    assert Axe().run(page).violations_count == 0

    page.goto(f"{live.url}/articles/{slug}/editions/1")
    page.get_by_role("link", name="Fix a typo").press("Enter")
    page.get_by_role("link", name="Mend segment 2").press("Enter")
    text = page.get_by_label("The English of segment 2")
    expect(text).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    page.keyboard.type("!")
    page.keyboard.press("Tab")
    page.keyboard.type("نقطة ناقصة")
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/articles/{slug}/editions/2")
    expect(page.locator("#edition-text")).to_contain_text("on Sunday!")

    page.get_by_role("link", name="Withdraw").press("Enter")
    page.get_by_label("Why, for readers").fill("The letter was forged.")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Withdraw the article").press("Enter")
    expect(page.locator(".callout")).to_contain_text("The letter was forged.")
    assert Axe().run(page).violations_count == 0
