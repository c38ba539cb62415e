"""The frame of every page and the desk: by keyboard, in both themes, wide and narrow."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.conftest import add_people, sample
from tests.serving import AppServer
from tests.web.conftest import make_app
from workbench import clock
from workbench.db.engine import Database
from workbench.demo.load import load_people
from workbench.demo.people import PEOPLE
from workbench.domain.kinds import Kind
from workbench.domain.people import Role
from workbench.services.articles import create_article

pytestmark = pytest.mark.browser

TRANSLATOR, ADMIN = (PEOPLE[role][0] for role in (Role.TRANSLATOR, Role.ADMIN))
TITLES = ("Port workers return", "A school opens", "Rain at last")


@pytest.fixture(scope="module")
def address(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo server with three articles, for all tests here: they only look."""
    path = tmp_path_factory.mktemp("frame") / "workbench.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        editor = add_people(session)["editor"]
        load_people(session, clock.now())  # who signs in with one click
        for title in TITLES:
            rows = ((Kind.HEADLINE, "عمال الميناء يعودون", title),)
            create_article(session, editor, sample(rows=rows), at=clock.now())
    server = AppServer(make_app(database, demo=True))
    yield server.url
    server.stop()
    database.dispose()


def sign_in(page: Page, address: str, name: str) -> Page:
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name=name).click()
    expect(page).to_have_url(f"{address}/")
    page.wait_for_load_state()  # its scripts listen for keys then
    return page


@pytest.fixture
def desk(page: Page, address: str) -> Page:
    return sign_in(page, address, ADMIN)


def test_the_desk_is_walked_by_keyboard(desk: Page, address: str) -> None:
    desk.keyboard.press("j")
    expect(desk.get_by_role("link", name="Rain at last")).to_be_focused()
    desk.keyboard.press("j")
    desk.keyboard.press("ArrowDown")
    expect(desk.get_by_role("link", name="Port workers return")).to_be_focused()
    desk.keyboard.press("k")
    expect(desk.get_by_role("link", name="A school opens")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(f"{address}/articles/a-school-opens")


def test_keys_that_write_text_do_not_walk_the_list(desk: Page) -> None:
    desk.keyboard.press("/")
    search = desk.get_by_role("searchbox")
    expect(search).to_be_focused()
    desk.keyboard.type("jk")
    expect(search).to_have_value("jk")


def test_choosing_an_order_needs_no_second_click(desk: Page) -> None:
    desk.get_by_label("Order").select_option("title")
    expect(desk).to_have_url(re.compile("sort=title"))
    expect(desk.locator(".headline.en").first).to_have_text("A school opens")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_page(desk: Page) -> None:
    desk.keyboard.press("Tab")
    skip = desk.get_by_role("link", name="Skip to the page")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    desk.keyboard.press("Enter")
    expect(desk.locator("#main")).to_be_focused()


def test_the_menu_opens_closes_and_gives_the_focus_back(desk: Page) -> None:
    menu = desk.locator("details.menu > summary")
    menu.focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("link", name="Your sessions")).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("link", name="Your sessions")).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_chosen_theme_stays_on_this_device(desk: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    light = desk.evaluate(background)
    desk.locator("details.menu > summary").click()
    desk.get_by_role("button", name="Dark").click()
    dark = desk.evaluate(background)
    assert dark != light
    desk.reload()
    assert desk.evaluate(background) == dark
    desk.locator("details.menu > summary").click()
    expect(desk.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    desk.get_by_role("button", name="System").click()
    assert desk.evaluate(background) == light


def test_the_keys_are_shown_over_the_page_one_is_on(desk: Page, address: str) -> None:
    desk.keyboard.press("Control+/")
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_text("Next, previous article")).to_be_visible()
    desk.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(desk).to_have_url(f"{address}/")


def test_it_works_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = sign_in(context.new_page(), address, ADMIN)
    page.locator("details.menu > summary").click()
    expect(page.get_by_text("Theme")).to_be_hidden()  # it is kept by a script
    page.get_by_role("searchbox").fill("school")
    page.keyboard.press("Enter")
    expect(page.locator(".headline.en")).to_have_text(["A school opens"])
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{address}/sign-in")
    context.close()


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize("place", ["", "/read", "/publish", "/about", "/hand-over"])
def test_an_article_says_where_it_stands_at_every_width(
    desk: Page, address: str, width: int, place: str
) -> None:
    desk.set_viewport_size({"width": width, "height": 800})
    desk.goto(f"{address}/articles/a-school-opens{place}")
    stages = desk.get_by_role("list", name="Stage")
    expect(stages.get_by_text("Review")).to_be_in_viewport()
    expect(stages.get_by_text("3 of 4")).to_be_visible(visible=width < 1440)
    expect(stages.get_by_text("Translate")).to_be_visible(visible=width == 1440)
    title = desk.locator(".bar").get_by_text("A school opens")
    assert title.evaluate("e => e.scrollWidth <= e.clientWidth"), "the headline is cut"
    expect(desk.locator('.bar [lang="ar"]')).to_be_visible(visible=width > 640)
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "at_least"), [(1440, 200), (1024, 300), (390, 170)])
def test_what_keys_do_has_room(desk: Page, address: str, width: int, at_least: int) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    desk.goto(f"{address}/help")
    widths = desk.locator(".key-tables td").evaluate_all("cells => cells.map(c => c.clientWidth)")
    assert min(widths) >= at_least
    ends = desk.locator(".key-tables").evaluate("""tables => {
      const rows = [...tables.querySelectorAll("tr")].map(row => row.getBoundingClientRect());
      return [...Map.groupBy(rows, row => Math.round(row.x)).values()].map(column => column.at(-1).bottom);
    }""")
    assert max(ends) - min(ends) < 150  # the columns are about equally long


@pytest.mark.parametrize("scripted", [True, False])
def test_the_row_in_hand_prints_like_the_others(browser: Browser, address: str, scripted: bool) -> None:
    context = browser.new_context(java_script_enabled=scripted)
    page = sign_in(context.new_page(), address, TRANSLATOR)
    page.goto(f"{address}/articles/a-school-opens")
    if scripted:
        page.locator(".row .target").first.click()
    else:
        page.locator(".row .gutter a").first.click()
    text, bar = page.locator(".row textarea"), page.locator(".rowbar")
    expect(text).to_have_value("A school opens")
    expect(bar.first).to_be_visible()
    page.emulate_media(media="print")
    expect(text).to_be_visible()
    expect(bar.first).to_be_hidden()
    framed = page.locator(".row .edit") if scripted else text
    expect(framed).to_have_css("border-top-color", "rgba(0, 0, 0, 0)")
    expect(framed).to_have_css("box-shadow", "none")
    expect(page.locator(".row.current")).to_have_css("border-left-color", "rgba(0, 0, 0, 0)")
    context.close()


PAGES = ("/", "/?show=publish", "/?q=zzz", "/help", "/people", "/settings", "/sessions", "/nothing-here")


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[[str, int], Page]]:
    contexts = []

    def visit(theme: str, width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
        contexts.append(context)
        return context.new_page()

    yield visit
    for context in contexts:
        context.close()


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 390)])
def test_every_page_is_accessible_and_fits(
    visit: Callable[[str, int], Page], address: str, theme: str, width: int
) -> None:
    page = visit(theme, width)
    page.goto(f"{address}/sign-in")
    problems = check(page, "/sign-in")
    sign_in(page, address, ADMIN)
    for path in PAGES:
        page.goto(f"{address}{path}")
        problems += check(page, path)
    assert problems == []


def check(page: Page, path: str) -> list[str]:
    """What axe finds, and whether the page is wider than the window."""
    found = Axe().run(page).response["violations"]
    problems = [f"{path}: {v['id']}: {v['nodes'][0]['html'][:120]}" for v in found]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        problems.append(f"{path}: scrolls sideways")
    return problems
