"""The workbench page of 50, 1,000 and 5,000 segments: server time, first paint, load, keystroke to paint.

The server's time is taken over HTTP without a browser; the rest in headless Chromium. A keystroke's time
runs from the key event to the frame after it (two animation frames, as a user would see it).
"""

from typing import Any

from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from tests import chromium
from tests.benchmarks.measure import Client, ms, percentile, scratch_sqlite, serving, table, timed, workbench
from workbench.db.engine import Database
from workbench.db.models import Article
from workbench.demo.people import PEOPLE
from workbench.domain.people import Role

SIZES = (50, 1000, 5000)
RUNS = 15
KEYS = 60
BARS = ("bar at 5,000", "50 (aim 10)", "", "400 (aim 250)", "", "25 (aim 16)")

#: Times each key from its event to the paint that shows it.
_WATCH = """
() => {
  window.__keys = [];
  addEventListener("keydown", () => {
    const started = performance.now();
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => window.__keys.push(performance.now() - started);
      channel.port2.postMessage(0);
    });
  }, true);
}
"""


def main() -> None:
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        for size in SIZES:
            workbench(url, "demo", "--articles", "1", "--segments", str(size))
        slugs = _slugs(url)
        with serving(url) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
            lines = [_measure(address, browser, size, slugs[size]) for size in SIZES]
            browser.close()
    table(
        f"The workbench page, milliseconds: server p50/p99 of {RUNS}, browser medians of 5, keys of {KEYS}",
        ("segments", "server median", "server p99", "first paint", "load", "keystroke p95"),
        [*lines, BARS],
    )


def _slugs(url: str) -> dict[int, str]:
    database = Database(url)
    with database.reading() as session:
        found = {a.counts.segments: a.slug for a in session.scalars(select(Article))}
    database.dispose()
    return found


def _measure(address: str, browser: Any, size: int, slug: str) -> list[object]:
    path = f"/articles/{slug}"
    client = Client(address).sign_in(PEOPLE[Role.TRANSLATOR][0])
    client.get(path)
    server = [timed(client.get, path)[0] for _ in range(RUNS)]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name=PEOPLE[Role.TRANSLATOR][0]).first.click()
    paints, loads = [], []
    for _ in range(5):
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(200)
        paint, load = page.evaluate(
            """() => [performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
                      performance.getEntriesByType("navigation")[0].loadEventEnd]"""
        )
        paints.append(paint / 1000)
        loads.append(load / 1000)
    keys = _keystrokes(page)
    context.close()
    middle = [ms(percentile(times, 0.5)) for times in (server, paints, loads)]
    return [
        f"{size:,}",
        middle[0],
        ms(percentile(server, 0.99)),
        middle[1],
        middle[2],
        f"{percentile(keys, 0.95):.1f}",
    ]


def _keystrokes(page: Page) -> list[float]:
    """Type into the first row that lets us; times in milliseconds."""
    page.locator(".row:not(.approved) .target").first.click()
    page.locator("textarea").first.wait_for()
    page.evaluate(_WATCH)
    for number in range(KEYS):
        page.keyboard.press("abcdefgh "[number % 9])
        page.wait_for_timeout(60)
    times: list[float] = page.evaluate("() => window.__keys")
    return times


if __name__ == "__main__":
    main()
