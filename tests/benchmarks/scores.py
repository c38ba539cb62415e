"""The pages of scores with 100,000 articles, 100,000 problems and over a million judged rows: the server's time.

Over HTTP on a kept-alive connection, one person. The articles are short, since loading them takes minutes;
problems and judged rows are filled up to what long ones would have.
"""

import sqlite3

from sqlalchemy import make_url

from tests.benchmarks.desk import ARTICLES
from tests.benchmarks.measure import Client, ms, percentile, scratch_sqlite, serving, table, timed, workbench
from workbench.demo.people import PEOPLE
from workbench.domain.people import Role

PROBLEMS = 100_000
MONTHS_EACH = 6  # in how many months each row is judged
RUNS = 10
BAR = "500"

_MORE_PROBLEMS = """
INSERT INTO problem (article_id, segment_id, type, severity, status, note, note_direction, reading_pass,
                     author_id, translator_id, created_at, changed_at)
SELECT s.article_id, s.id,
       CASE s.id % 4 WHEN 0 THEN 'omission' WHEN 1 THEN 'awkward' WHEN 2 THEN 'grammar' ELSE 'name-spelling' END,
       CASE s.id % 3 WHEN 0 THEN 'major' ELSE 'minor' END,
       'accepted', 'A note.', 'auto', 'bilingual', 1, a.translated_by_id, a.created_at, a.created_at
FROM segment s JOIN article a ON a.id = s.article_id
WHERE s.id % 2 = 1 LIMIT ? - (SELECT count(*) FROM problem)
"""
_MORE_WORDS = """
INSERT OR IGNORE INTO judged (segment_id, translator_id, month, source_words, target_words)
SELECT s.id, a.translated_by_id, strftime('%Y-%m', a.created_at, ?), s.source_words, s.target_words
FROM segment s JOIN article a ON a.id = s.article_id
"""


def main() -> None:
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        workbench(url, "demo", "--articles", str(ARTICLES), "--segments", "2")
        problems, rows = _fill(str(make_url(url).database))
        with serving(url) as address:
            client = Client(address).sign_in(PEOPLE[Role.EDITOR][0])
            lines = [_line(name, client, path) for name, path in _pages()]
    table(
        f"Scores with {ARTICLES:,} articles, {problems:,} problems, {rows:,} judged rows; "
        f"milliseconds over {RUNS} requests each",
        ("page", "median", "p99", "kB", "bar"),
        lines,
    )


def _fill(path: str) -> tuple[int, int]:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(_MORE_PROBLEMS, (PROBLEMS,))
        for month in range(MONTHS_EACH):
            connection.execute(_MORE_WORDS, (f"-{month} months",))
    counts = tuple(
        connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("problem", "judged")
    )
    connection.close()
    return counts[0], counts[1]


def _pages() -> list[tuple[str, str]]:
    return [
        ("everybody, twelve months", "/scores"),
        ("everybody, two years", "/scores?from=2024-12"),
        ("everybody as a file", "/scores/months.csv"),
        ("one person", "/scores/1"),
        ("one person, two years", "/scores/1?from=2024-12"),
        ("one person, one type", "/scores/1?only=omission"),
        ("an article's page", "/articles/volume-0050000/about"),
    ]


def _line(name: str, client: Client, path: str) -> list[object]:
    size = len(client.get(path)) // 1000
    times = [timed(client.get, path)[0] for _ in range(RUNS)]
    return [name, ms(percentile(times, 0.5)), ms(percentile(times, 0.99)), size, BAR]


if __name__ == "__main__":
    main()
