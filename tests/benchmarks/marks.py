"""Marks: an article of 1,000 segments with 500 of them beside one without, and the time until a new one is drawn.

The server's time is taken over HTTP, both articles in turn; opening and marking in headless Chromium. Marking runs
from the last key (Enter in the marking box) to the frame that shows the mark in the text.
"""

from typing import Any

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from tests import chromium
from tests.benchmarks.measure import Client, ms, percentile, scratch_sqlite, serving, table, timed, workbench
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Segment, User
from workbench.demo.people import PEOPLE
from workbench.domain.kinds import Side
from workbench.domain.people import Role
from workbench.services.articles import NewArticle, NewSegment, create_article
from workbench.services.problem_life import Place
from workbench.services.review import mark_problem

SEGMENTS, MARKS = 1000, 500
RUNS = 25
TYPES = ("mistranslation", "awkward", "grammar", "name-spelling")
BARS = ("bar", "1.3 (aim 1.15)", "1.3 (aim 1.1)")

#: Times from the next Enter to the frame in which the text box's mirror shows one mark more.
_WATCH = """
() => {
  const mirror = document.querySelector(".row.current .mirror");
  const drawn = () => new Set([...mirror.querySelectorAll("mark")].map((mark) => mark.dataset.problems)).size;
  const before = drawn();
  window.__drawn = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("no mark was drawn")), 5000);
    addEventListener("keydown", ({ key }) => {
      if (key !== "Enter") return;
      const started = performance.now();
      new MutationObserver((_, observer) => {
        if (drawn() <= before) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve(performance.now() - started);
          channel.port2.postMessage(0);
        });
      }).observe(mirror, { childList: true, subtree: true });
    }, { capture: true });
  });
}
"""


def main() -> None:
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        workbench(url, "demo", "--articles", "4", "--segments", str(SEGMENTS))
        plain, marked = _prepare(url)
        with serving(url) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
            server, opened = _opening(address, browser, plain, marked)
            drawn = _marking(address, browser, marked)
            browser.close()
    table(
        f"An article of {SEGMENTS:,} segments opened, milliseconds: medians of {RUNS} on the server, 7 in the browser",
        ("", "server", "load"),
        [
            ["without marks", ms(server[0]), ms(opened[0])],
            [f"with {MARKS} marks", ms(server[1]), ms(opened[1])],
            ["with to without", f"{server[1] / server[0]:.2f}", f"{opened[1] / opened[0]:.2f}"],
            BARS,
        ],
    )
    table(
        f"A mark from its last key to its drawing, milliseconds, {RUNS} marks",
        ("", "median", "p95", "bar"),
        [["marking", f"{percentile(drawn, 0.5):.1f}", f"{percentile(drawn, 0.95):.1f}", "100"]],
    )


def _prepare(url: str) -> tuple[str, str]:
    """The slugs of two articles of the same words, which differ in nothing but the marks of the second."""
    database = Database(url)
    with database.writing() as session:
        translated = (
            select(Segment).where(Segment.target != "").order_by(Segment.article_id, Segment.position)
        )
        words = tuple(
            NewSegment(row.kind, row.source, row.target, attrs=row.attrs)
            for row in session.scalars(translated.limit(SEGMENTS))
        )
        assert len(words) == SEGMENTS
        new = NewArticle(words, english_is_finished=True)
        plain, marked = (
            create_article(session, None, new, at=clock.now(), slug=slug) for slug in ("plain", "marked")
        )
        reviewer = (
            session.scalars(select(User).where(User.email == PEOPLE[Role.REVIEWER][1])).one().as_actor()
        )
        rows = select(Segment).where(Segment.article_id == marked.id).order_by(Segment.position)
        for number, row in enumerate(session.scalars(rows).all()[:: SEGMENTS // MARKS]):
            places = [_first_words(Side.TARGET, row.target), _first_words(Side.SOURCE, row.source)]
            mark_problem(
                session,
                reviewer,
                row.id,
                type_slug=TYPES[number % len(TYPES)],
                note="See the guide.",
                places=places,
                version=row.lock_version,
                at=clock.now(),
            )
        slugs = plain.slug, marked.slug
    database.dispose()
    return slugs


def _first_words(side: Side, text: str) -> Place:
    words = " ".join(text.split(" ")[:3])
    return Place(side, 0, len(words), words)


def _opening(address: str, browser: Any, plain: str, marked: str) -> tuple[list[float], list[float]]:
    """Medians in seconds, (without, with) marks: of the server's answer, and of the page's load."""
    client = Client(address).sign_in(PEOPLE[Role.REVIEWER][0])
    page = _signed_in(address, browser)
    server: list[list[float]] = [[], []]
    loads: list[list[float]] = [[], []]
    for run in range(RUNS + 2):
        for n, slug in enumerate((plain, marked)):
            seconds = timed(client.get, f"/articles/{slug}")[0]
            if run > 1:
                server[n].append(seconds)
    for run in range(8):
        for n, slug in enumerate((plain, marked)):
            page.goto(f"{address}/articles/{slug}", wait_until="load")
            page.wait_for_timeout(150)
            load = page.evaluate("() => performance.getEntriesByType('navigation')[0].loadEventEnd")
            if run:
                loads[n].append(load / 1000)
    page.context.close()
    return [percentile(times, 0.5) for times in server], [percentile(times, 0.5) for times in loads]


def _marking(address: str, browser: Any, slug: str) -> list[float]:
    page = _signed_in(address, browser)
    page.goto(f"{address}/articles/{slug}")
    page.locator(".row[data-may~=edit] .target").nth(3).click()
    field = page.locator(".row.current .edit > textarea")
    times = []
    for number in range(RUNS):
        field.evaluate("(f, at) => { f.focus(); f.setSelectionRange(at, at + 3); }", number)
        page.keyboard.press("Control+e")
        page.keyboard.press("4")
        page.keyboard.press("j")
        page.evaluate(_WATCH)
        page.keyboard.press("Enter")
        times.append(page.evaluate("() => window.__drawn"))
        page.locator("#marking").wait_for(state="hidden")  # it is drawn before the server has it
        page.wait_for_timeout(150)
    page.context.close()
    return times


def _signed_in(address: str, browser: Any) -> Page:
    page: Page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name=PEOPLE[Role.REVIEWER][0]).first.click()
    return page


if __name__ == "__main__":
    main()
