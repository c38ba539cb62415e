"""Segment saves by 1, 8 and 32 writers at once, on SQLite and PostgreSQL.

Twice: over HTTP through the real server, each writer a browser with an article of 200 segments of their own;
and as the service alone, in threads of one process. Writers save as fast as answers come (people pause
between saves; this is the worst minute of the day), and the clients share the machine with the server. The
peer is the service on the same SQLite file without the queue in front of it.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from tests.benchmarks.measure import Client, ms, percentile, scratch_sqlite, serving, table, timed, workbench
from tests.postgresql import NoServer, private_server
from workbench.db.engine import Database
from workbench.db.models import Article, Segment, User
from workbench.demo.people import PEOPLE
from workbench.domain.people import Role
from workbench.services.segments import save_target

WRITERS = (1, 8, 32)
SAVES = 480  # in all, shared by the writers
SEGMENTS = 200
BARS = {1: "", 8: "100 (aim 60)", 32: "300 (aim 200)"}
TEXT = "The authority said it would pay {} weeks of overdue wages to the crane crews before the end of the month."


@contextmanager
def databases() -> Iterator[list[tuple[str, str]]]:
    with scratch_sqlite() as sqlite:
        found = [("SQLite", sqlite)]
        try:
            server = private_server(durable=True)
        except NoServer as reason:
            print(f"PostgreSQL is not measured: {reason}")
            yield found
            return
        try:
            with server.new_database("bench") as database:
                yield [*found, ("PostgreSQL", database.url.render_as_string(hide_password=False))]
        finally:
            server.stop()


def _articles(url: str) -> list[tuple[str, list[tuple[int, int]]]]:
    """Each article's slug and its first unapproved rows with their versions."""
    database = Database(url)
    found = []
    with database.reading() as session:
        for article in session.scalars(select(Article).order_by(Article.id)):
            rows = session.execute(
                select(Segment.id, Segment.lock_version)
                .where(Segment.article_id == article.id, Segment.state != "approved")
                .order_by(Segment.position)
                .limit(3)
            ).all()
            if rows:
                found.append((article.slug, [(r[0], r[1]) for r in rows]))
    database.dispose()
    return found


def _run(writers: int, save: Any) -> tuple[list[float], list[str]]:
    times: list[float] = []
    failures: list[str] = []
    start = threading.Barrier(writers)

    def work(writer: int) -> None:
        own: list[float] = []
        save(writer, -1)  # the first one draws templates and compiles statements; it is not a save's price
        start.wait()
        for number in range(SAVES // writers):
            seconds, failure = timed(save, writer, number)
            own.append(seconds)
            if failure:
                failures.append(failure)
        times.extend(own)

    threads = [threading.Thread(target=work, args=(w,)) for w in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failures


def _over_http(address: str, url: str, writers: int) -> tuple[list[float], list[str]]:
    articles = _articles(url)
    clients = [Client(address).sign_in(PEOPLE[Role.TRANSLATOR][0]) for _ in range(writers)]
    seen = dict.fromkeys(range(writers), 0)

    def save(writer: int, number: int) -> str:
        slug, rows = articles[writer]
        place = number % len(rows)
        segment, version = rows[place]
        text = TEXT.format(f"{writer}-{number}")
        status, answer = clients[writer].post(
            f"/articles/{slug}/segments/{segment}/save",
            {
                "text": text,
                "version": version,
                "save_id": f"{writers}-{writer}-{number}",
                "base": "",
                "seen": seen[writer],
            },
        )
        if status != 200:
            return f"{status}: {answer}"
        rows[place] = (segment, answer["segment"]["version"])
        seen[writer] = answer["article"]["version"]
        return "" if answer["segment"]["target"] == text else "another text came back"

    times, failures = _run(writers, save)
    return times, failures + _lost(url, {row[0] for _, rows in articles[:writers] for row in rows})


def _lost(url: str, touched: set[int]) -> list[str]:
    """Every touched row must hold one of the texts sent last for it."""
    database = Database(url)
    with database.reading() as session:
        texts = session.execute(select(Segment.id, Segment.target).where(Segment.id.in_(touched))).all()
    database.dispose()
    head = TEXT.partition("{}")[0]
    return [f"row {i} lost its save" for i, text in texts if not text.startswith(head)]


def _service(url: str, writers: int, *, queue: bool = True) -> tuple[list[float], list[str]]:
    articles = _articles(url)
    database = Database(url, pool_size=writers)
    if not queue:
        database._write_queue = nullcontext  # type: ignore[method-assign,assignment]
    with database.reading() as session:
        actor = session.scalars(select(User).where(User.email == PEOPLE[Role.TRANSLATOR][1])).one().as_actor()

    def save(writer: int, number: int) -> str:
        rows = articles[writer][1]
        place = number % len(rows)
        segment, version = rows[place]
        try:
            with database.writing() as session:
                text = TEXT.format(f"s{writer}-{number}")
                done = save_target(session, actor, segment, text=text, version=version, at=datetime.now(UTC))
                rows[place] = (segment, done.segment.lock_version)
        except Exception as error:
            return repr(error)[:200]
        return ""

    result = _run(writers, save)
    database.dispose()
    return result


def main() -> None:
    lines: list[list[object]] = []
    with databases() as found:
        for name, url in found:
            workbench(url, "db", "upgrade")
            workbench(url, "demo", "--articles", "60", "--segments", str(SEGMENTS))
            with serving(url) as address:
                for writers in WRITERS:
                    lines.append(_line(f"{name}, over HTTP", writers, *_over_http(address, url, writers)))
            for writers in WRITERS:
                lines.append(_line(f"{name}, service", writers, *_service(url, writers)))
        for writers in WRITERS:
            result = _service(found[0][1], writers, queue=False)
            lines.append(_line("peer: SQLite without the queue, service", writers, *result))
    table(
        f"Segment saves, {SAVES} in all, milliseconds (server and clients share this machine)",
        ("database", "writers", "median", "p99", "max", "failed", "bar for p99"),
        lines,
    )


def _line(name: str, writers: int, times: list[float], failures: list[str]) -> list[object]:
    for failure in failures[:3]:
        print(f"{name}, {writers} writers: {failure}")
    middle, high, most = ms(percentile(times, 0.5)), ms(percentile(times, 0.99)), ms(max(times))
    return [name, writers, middle, high, most, len(failures), BARS[writers]]


if __name__ == "__main__":
    main()
