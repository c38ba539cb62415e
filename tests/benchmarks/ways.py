"""The ways out: requests a second for a published edition and the feed, and a zip of 1,000 articles.

Requests come over HTTP from four connections to the server as it is run. The zip is made in a process of its own, as
the worker makes it; its peak memory is that process's, for 100 articles and for 1,000.
"""

import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import select

from tests.benchmarks.measure import scratch_sqlite, serving, table, workbench
from workbench.db.engine import Database
from workbench.db.models import Article, Setting, User
from workbench.domain.house import OUTSIDE, Outside
from workbench.services import edition_content
from workbench.services.issuing import issue

CONNECTIONS = 4
SECONDS = 4.0
ARTICLES = 1000
SEGMENTS = 30
FORMATS = ("html", "txt", "md")

#: Makes a zip of the first N articles, and says how long it took and how much memory the process needed at most.
_MAKE = """
import json, resource, sys, time
from pathlib import Path
from sqlalchemy import select
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Article, User
from workbench.services import bulk_exporting
url, count, path, formats = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4].split(",")
database = Database(url)
with database.reading() as session:
    actor = session.scalars(select(User).order_by(User.id)).first().as_actor()
    ids = list(session.scalars(select(Article.id).where(Article.edition_number > 0).order_by(Article.id).limit(count)))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.perf_counter()
bulk_exporting.make(database, {"articles": ids, "formats": formats}, path, actor, now=clock.now, report=lambda *_: None)
took = time.perf_counter() - started
print(json.dumps([len(ids), took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, before / 1024]))
"""


def main() -> None:
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        workbench(url, "demo", "--articles", str(ARTICLES), "--segments", str(SEGMENTS))
        slug = _publish_all(url)
        with serving(url) as address:
            lines = [
                [name, f"{_rate(address, path, headers, status):,.0f}", bar]
                for name, path, headers, status, bar in _asked(address, slug)
            ]
        table(
            f"Requests a second, {CONNECTIONS} connections, an edition of {SEGMENTS} segments",
            ("what", "a second", "bar"),
            lines,
        )
        table(
            f"A zip of many articles as {', '.join(FORMATS)}",
            ("articles", "seconds", "peak MB", "of it before", "zip MB"),
            [_zip(url, 100), _zip(url, ARTICLES)],
        )


def _publish_all(url: str) -> str:
    """An edition of every article as it stands, and the way out open to anybody; the first one's slug."""
    database = Database(url)
    at = datetime.now(UTC)
    with database.writing() as session:
        session.merge(Setting(key=OUTSIDE, value=Outside.ANYBODY.value, changed_at=at))
        actor = session.scalars(select(User).order_by(User.id)).first().as_actor()  # type: ignore[union-attr]
        articles = session.scalars(select(Article).order_by(Article.id)).all()
        for article in articles:
            draft = edition_content.content_of(session, article)
            content = replace(draft, number=article.edition_number + 1, published_at=at)
            issue(session, actor, article, content, at=at)
        slug = articles[-1].slug
    database.dispose()
    return slug


def _asked(address: str, slug: str) -> list[tuple[str, str, dict[str, str], int, str]]:
    asked: list[tuple[str, str, dict[str, str], int, str]] = []
    for name, path in (
        ("HTML", f"/editions/{slug}"),
        ("JSON", f"/editions/{slug}.json"),
        ("Atom feed", "/feed.atom"),
    ):
        status, etag = _get(_connect(address), path, {})
        assert status == 200, (path, status)
        asked.append((f"{name}, whole", path, {}, 200, "200" if name != "Atom feed" else ""))
        asked.append((f"{name}, with If-None-Match", path, {"If-None-Match": etag}, 304, "200"))
    return asked


def _connect(address: str) -> http.client.HTTPConnection:
    parts = urlsplit(address)
    return http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)


def _get(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, str]:
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status, answer.headers.get("ETag", "")


def _rate(address: str, path: str, headers: dict[str, str], status: int) -> float:
    counts = [0] * CONNECTIONS
    until = time.perf_counter() + SECONDS

    def ask(number: int) -> None:
        connection = _connect(address)
        while time.perf_counter() < until:
            got, _ = _get(connection, path, headers)
            assert got == status, (path, got)
            counts[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _zip(url: str, count: int) -> list[object]:
    with tempfile.TemporaryDirectory(prefix="wbbench-") as folder:
        path = Path(folder) / "all.zip"
        command = [sys.executable, "-c", _MAKE, url, str(count), str(path), ",".join(FORMATS)]
        made = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        size = path.stat().st_size / 2**20
    articles, took, peak, before = made
    return [f"{articles:,}", f"{took:.1f}", f"{peak:.0f}", f"{before:.0f}", f"{size:.1f}"]


if __name__ == "__main__":
    main()
