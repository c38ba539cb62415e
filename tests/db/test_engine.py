"""The two scopes: readers cannot write, writers queue, and a killed writer neither loses nor doubles."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.conftest import START, Clock, add_people, sample
from workbench.db import engine
from workbench.db.engine import Database
from workbench.db.models import Article, Revision, Segment, Throttle
from workbench.services.articles import create_article
from workbench.services.segments import save_target

pytestmark = pytest.mark.both_databases


def test_a_reading_scope_cannot_write(database: Database) -> None:
    with database.reading() as session, pytest.raises(DBAPIError):
        session.execute(sa.insert(Throttle).values(key="k", window_started_at=START, count=1))


def test_a_reading_scope_sees_one_snapshot(database: Database) -> None:
    with database.reading() as reader:
        assert reader.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 0
        with database.writing() as writer:
            writer.add(Throttle(key="k", window_started_at=START, count=1))
        assert reader.scalar(sa.select(sa.func.count()).select_from(Throttle)) == 0


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_connection_closed_while_it_lay_idle_is_replaced(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restart of PostgreSQL, or a firewall that forgets quiet connections."""
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.0)
    database.dispose()  # so that the one that is closed is the one that is used next
    own = sa.select(sa.func.pg_backend_pid())
    with database.reading() as session:
        closed = session.scalar(own)
    other = Database(database.url)
    with other.writing() as session:
        session.execute(sa.select(sa.func.pg_terminate_backend(closed)))
    other.dispose()
    with database.writing() as session:
        assert session.scalar(own) != closed


def test_a_glance_sees_what_is_committed(database: Database) -> None:
    with database.writing() as session:
        session.add(Throttle(key="k", window_started_at=START, count=1))
    with database.glancing() as session:
        assert session.scalars(sa.select(Throttle.key)).all() == ["k"]


def _write_and_fail(database: Database) -> None:
    with database.writing() as session:
        session.add(Throttle(key="k", window_started_at=START, count=1))
        session.flush()
        raise RuntimeError("stop")


def test_a_writing_scope_that_raises_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="stop"):
        _write_and_fail(database)
    with database.reading() as session:
        assert session.scalars(sa.select(Throttle)).all() == []


def test_concurrent_writers_lose_nothing(database: Database) -> None:
    """Read-modify-write from eight threads: every increment counts."""
    with database.writing() as session:
        session.add(Throttle(key="k", window_started_at=START, count=0))

    def increment() -> None:
        for _ in range(10):
            with database.writing() as session:
                row = session.scalars(sa.select(Throttle).with_for_update()).one()
                row.count += 1

    threads = [threading.Thread(target=increment) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.scalars(sa.select(Throttle)).one().count == 80


def test_concurrent_saves_of_one_article_all_arrive(database: Database, clock: Clock) -> None:
    with database.writing() as session:
        people = add_people(session)
        article_id = create_article(session, people["editor"], sample(), at=clock()).id
        segment_ids = session.scalars(
            sa.select(Segment.id).where(Segment.article_id == article_id).order_by(Segment.position)
        ).all()
    failures: list[BaseException] = []

    def save(segment_id: int) -> None:
        try:
            for number in range(8):
                with database.writing() as session:
                    version = session.scalar(sa.select(Segment.lock_version).where(Segment.id == segment_id))
                    assert version is not None
                    text = f"Text {number} of {segment_id}"
                    save_target(
                        session, people["translator"], segment_id, text=text, version=version, at=clock()
                    )
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=save, args=(i,)) for i in segment_ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        article = session.get_one(Article, article_id)
        assert article.version == 1 + 8 * len(segment_ids)
        for segment in session.scalars(sa.select(Segment)):
            assert segment.target == f"Text 7 of {segment.id}"


_CHILD = """
import sys, time
from datetime import UTC, datetime
from workbench.db import engine
from workbench.db.engine import Database
from workbench.domain.people import Actor, Role
from workbench.services.segments import save_target
url, user, segment, version = sys.argv[1], *map(int, sys.argv[2:])
database = Database(url)
actor = Actor(user, "x", "x@example.org", frozenset({Role.TRANSLATOR}))
with database.writing() as session:
    save_target(session, actor, segment, text="Saved before the end", version=version, save_id="s1",
                at=datetime(2026, 3, 3, tzinfo=UTC))
print("committed", flush=True)
time.sleep(60)
"""


def test_a_save_whose_server_dies_before_the_answer_is_neither_lost_nor_doubled(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    with database.writing() as session:
        people = add_people(session)
        create_article(session, people["editor"], sample(), at=clock())
        segment = session.scalars(sa.select(Segment).order_by(Segment.position)).all()[1]
        segment_id, version = segment.id, segment.lock_version
    script = tmp_path / "child.py"
    script.write_text(_CHILD)
    url = database.url.render_as_string(hide_password=False)
    arguments = [sys.executable, script, url, people["translator"].id, segment_id, version]
    with subprocess.Popen([str(a) for a in arguments], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"committed\n"
        os.kill(child.pid, signal.SIGKILL)
    # The browser has no answer, so it sends the same save again.
    with database.writing() as session:
        done = save_target(
            session,
            people["translator"],
            segment_id,
            text="Saved before the end",
            version=version,
            save_id="s1",
            at=clock(),
        )
        assert done.repeated
        assert done.segment.target == "Saved before the end"
        revisions = session.scalars(
            sa.select(Revision).where(Revision.segment_id == segment_id, Revision.side == "target")
        ).all()
        assert [r.text for r in revisions].count("Saved before the end") == 1


def test_a_killed_writer_does_not_keep_others_waiting(sqlite_database: Database, tmp_path: Path) -> None:
    script = tmp_path / "holder.py"
    script.write_text(
        "import sys, time\nfrom workbench.db.engine import Database\n"
        "with Database(sys.argv[1]).writing() as session:\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    url = str(sqlite_database.url)
    with subprocess.Popen([sys.executable, str(script), url], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"held\n"
        child.kill()
    with sqlite_database.writing() as session:
        session.add(Throttle(key="k", window_started_at=START, count=1))
