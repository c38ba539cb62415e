"""The desk with 100,000 articles: the server's time for the first page, later ones, filters and search.

Over HTTP on a kept-alive connection, one person. ``--articles N`` is read from the environment as
WORKBENCH_TEST_ARTICLES, since loading the full number takes minutes.
"""

import os
import re
from urllib.parse import quote

from tests.benchmarks.measure import Client, ms, percentile, scratch_sqlite, serving, table, timed, workbench
from workbench.db.queries.desk import Sort, View
from workbench.demo.people import PEOPLE
from workbench.domain.people import Role

ARTICLES = int(os.environ.get("WORKBENCH_TEST_ARTICLES", "100000"))
RUNS = 20
BAR = "100"


def main() -> None:
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        seconds, _ = timed(workbench, url, "demo", "--articles", str(ARTICLES), "--segments", "2")
        print(f"loaded {ARTICLES:,} articles in {seconds:.0f} s")
        with serving(url) as address:
            client = Client(address).sign_in(PEOPLE[Role.EDITOR][0])
            lines = [_line(name, client, path) for name, path in _pages(client)]
    table(
        f"The desk with {ARTICLES:,} articles, milliseconds over {RUNS} requests each",
        ("page", "median", "p99", "kB", "bar"),
        lines,
    )


def _pages(client: Client) -> list[tuple[str, str]]:
    pages = [("first page", "/")]
    path = "/"
    for _ in range(40):
        following = _next(client.get(path))
        if following is None:
            break
        path = following
    pages.append(("page 41", path))
    pages += [(f"view: {view}", f"/?show={view}") for view in View]
    pages += [(f"order: {order}", f"/?sort={order}") for order in Sort]
    searches = (
        ("one word", "railway"),
        ("two words", "union bread"),
        ("Arabic", "هيئه الحبوب"),
        ("two letters", "of"),
        ("nothing", "qqqq"),
    )
    pages.append(("the inbox", "/inbox"))
    pages += [(f"search: {what}", f"/?q={query}") for what, query in searches]
    return pages


def _next(page: str) -> str | None:
    found = re.search(r'<a[^>]*href="([^"]+)"[^>]*rel="next"|<a[^>]*rel="next"[^>]*href="([^"]+)"', page)
    return (found[1] or found[2]).replace("&amp;", "&") if found else None


def _line(name: str, client: Client, path: str) -> list[object]:
    safe = quote(path, safe="/?&=%~:.-_")
    size = len(client.get(safe)) // 1000
    times = [timed(client.get, safe)[0] for _ in range(RUNS)]
    return [name, ms(percentile(times, 0.5)), ms(percentile(times, 0.99)), size, BAR]


if __name__ == "__main__":
    main()
