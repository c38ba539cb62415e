"""Publishing an article of 300 segments, and writing an edition of 5,000 in every form."""

import resource
from datetime import UTC, datetime

from tests.benchmarks.measure import ms, percentile, scratch_sqlite, table, timed, workbench
from tests.conftest import Clock, add_people, sample
from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from workbench.db.engine import Database
from workbench.demo.volume import generate_segments
from workbench.domain.editions import Credit, EditionContent, EditionSegment
from workbench.domain.kinds import Kind
from workbench.export.registry import EXPORTERS, render
from workbench.services.articles import create_article

PUBLISHED = 300
SEGMENTS = 5_000
RUNS = 5
#: Milliseconds; for the forms without one no bar was set.
BARS = {"txt": 1_000, "html": 1_000, "xliff": 1_000, "docx": 5_000, "pdf": 20_000}


def main() -> None:
    publishing = [_publishing() for _ in range(RUNS)]
    table(
        f"Publishing an article of {PUBLISHED} segments, SQLite; milliseconds over {RUNS} articles",
        ("", "median", "longest", "bar"),
        [("publish", ms(percentile(publishing, 0.5)), ms(max(publishing)), "300")],
    )
    content = _edition()
    words = sum(len(segment.target.split()) for segment in content.segments)
    lines = []
    for format_id in sorted(EXPORTERS, key=lambda name: (name in ("pdf", "proof"), name)):  # the large last
        seconds, data = timed(render, content, format_id)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        lines.append((format_id, ms(seconds), f"{len(data) / 1e6:.1f}", peak, f"{BARS.get(format_id, '')}"))
    table(
        f"An edition of {SEGMENTS:,} segments, {words:,} words",
        ("format", "ms", "MB", "process MB", "bar"),
        lines,
    )


def _publishing() -> float:
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        database = Database(url)
        body = tuple((s.kind, s.source, s.target) for s in generate_segments(PUBLISHED))
        with database.writing() as session:
            people, clock = add_people(session), Clock()
            article = create_article(session, people["editor"], sample(rows=body), at=clock())
            rows = Rows(session, article, people, clock)
            approve_all(rows)
        seconds, _ = timed(_publish, database, rows)
        database.engine.dispose()
        return seconds


def _publish(database: Database, rows: Rows) -> None:
    with database.writing() as session:
        again = Rows(session, session.merge(rows.article), rows.people, rows.clock)
        publish_it(again)


def _edition() -> EditionContent:
    return EditionContent(
        "volume",
        1,
        tuple(
            EditionSegment(n, Kind(s.kind), s.source, s.target)
            for n, s in enumerate(generate_segments(SEGMENTS), 1)
        ),
        target_byline="By Mona Haddad",
        target_outlet="The Harbour Post",
        credits=(Credit("Ali Nasser", "translated"),),
        published_at=datetime(2021, 8, 18, tzinfo=UTC),
    )
