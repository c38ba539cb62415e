"""What is only ever added to stays as it is, however its rows are changed by hand; what is missing of that is named."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from tests.conftest import add_people, sample
from workbench.db import models, triggers
from workbench.db.base import Base
from workbench.db.engine import Database
from workbench.domain.kinds import Side
from workbench.services.articles import create_article
from workbench.services.problem_life import Place
from workbench.services.review import mark_problem
from workbench.services.segments import confirm

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def fill(database: Database) -> None:
    """At least two rows in every such table, the first sealed where they are, the last not."""
    with database.writing() as session:
        people = add_people(session)
        article = create_article(session, people["editor"], sample(), at=NOW)
        by = people["editor"].id
        made = [
            models.Edition(
                article_id=article.id,
                number=n,
                content="{}",
                sha256="0" * 64,
                published_by_id=by,
                published_at=NOW,
            )
            for n in (1, 2)
        ]
        session.add_all(made)
        session.flush()
        released = models.EditionEventKind.RELEASED
        session.add_all(
            models.EditionEvent(edition_id=edition.id, kind=released, actor_id=by, at=NOW) for edition in made
        )
        segments = session.scalars(sa.select(models.Segment).order_by(models.Segment.position)).all()[:2]
        for segment in segments:
            confirm(session, people["translator"], segment.id, version=segment.lock_version, at=NOW)
            place = Place(Side.TARGET, 0, 4, segment.target[:4])
            mark_problem(
                session,
                people["reviewer"],
                segment.id,
                version=segment.lock_version,
                type_slug="mistranslation",
                places=[place],
                at=NOW,
            )
            kind, id_ = models.LineageKind.SPLIT, segment.id
            session.add(
                models.Lineage(
                    article_id=article.id, from_segment_id=id_, to_segment_id=id_, kind=kind, created_at=NOW
                )
            )


def columns(table: str, *but: str) -> str:
    return ", ".join(c.name for c in Base.metadata.tables[table].columns if c.name not in but)


FIRST = "(SELECT min(id) FROM {0})"
LAST = "(SELECT max(id) FROM {0})"


def attacks_on_sqlite(table: str) -> Iterator[str]:
    """Ways to a row that are neither UPDATE nor DELETE, or only seem to be another row's."""
    rest = columns(table, "id")
    yield f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    yield f"REPLACE INTO {table} (id, {rest}) SELECT CAST(id AS TEXT), {rest} FROM {table}"
    yield f"REPLACE INTO {table} (id, {rest}) SELECT id * 1.0, {rest} FROM {table}"
    yield f"REPLACE INTO {table} (rowid, {rest}) SELECT id, {rest} FROM {table}"
    yield f"REPLACE INTO {table} (id, {rest}) SELECT {FIRST}, {rest} FROM {table} WHERE id = {LAST}"
    yield f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET id = id + 1000"
    yield f"UPDATE OR REPLACE {table} SET id = {FIRST} WHERE id = {LAST}"
    yield f"UPDATE OR REPLACE {table} SET rowid = {FIRST} WHERE id = {LAST}"
    if table in ("edition", "revision"):
        yield f"REPLACE INTO {table} ({rest}) SELECT {rest} FROM {table}"
    if table == "edition":
        yield f"UPDATE OR IGNORE {table} SET content = ''"
    if table == "revision":
        key = "segment_id = o.segment_id, side = o.side, number = o.number"
        yield f"UPDATE OR REPLACE revision SET {key} FROM revision o WHERE o.id = {FIRST} AND revision.id = {LAST}"


def test_nothing_takes_a_rows_place_on_sqlite(sqlite_database: Database) -> None:
    fill(sqlite_database)
    with closing(sqlite3.connect(str(sqlite_database.url.database))) as attacker:
        for table in triggers.APPEND_ONLY:
            before = attacker.execute(f"SELECT * FROM {table}").fetchall()
            assert len(before) > 1
            for attack in attacks_on_sqlite(table):
                with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                    attacker.execute(attack.format(table))
                assert attacker.execute(f"SELECT * FROM {table}").fetchall() == before, attack


def attacks_on_postgresql(table: str) -> Iterator[str]:
    yield f"TRUNCATE {table} CASCADE"
    yield 'TRUNCATE "user" CASCADE'
    again = "ON CONFLICT (id) DO UPDATE SET id = excluded.id"
    if table == "revision":
        yield f"INSERT INTO revision SELECT * FROM revision WHERE sealed_at IS NOT NULL {again}"
    elif table != "problem_event":  # what is said may be mended
        yield f"INSERT INTO {table} SELECT * FROM {table} {again}"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_nothing_takes_a_rows_place_on_postgresql(database: Database) -> None:
    fill(database)
    for table in triggers.APPEND_ONLY:
        for attack in attacks_on_postgresql(table):
            with database.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
                connection.execute(sa.text(attack))


@pytest.mark.both_databases
def test_no_row_is_changed_or_deleted(database: Database) -> None:
    fill(database)
    changes = [f"UPDATE {table} SET id = id" for table in triggers.APPEND_ONLY if table != "problem_event"]
    for statement in changes + [f"DELETE FROM {table}" for table in triggers.APPEND_ONLY]:
        with database.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(sa.text(statement))


@pytest.mark.both_databases
def test_a_table_without_one_of_its_triggers_is_named(database: Database) -> None:
    on_sqlite = database.is_sqlite
    with database.engine.connect() as connection:
        assert triggers.lacking(connection) == ()
        if on_sqlite:
            connection.execute(sa.text("DROP TRIGGER decision_refuses_replace"))
            connection.execute(sa.text("DROP TRIGGER event_refuses_delete"))
            harmless = "CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event BEGIN SELECT 1; END"
        else:
            connection.execute(sa.text("DROP TRIGGER decision_refuses_truncate ON decision"))
            connection.execute(sa.text("ALTER TABLE edition_event DISABLE TRIGGER edition_event_append_only"))
            harmless = (
                "CREATE OR REPLACE FUNCTION refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RETURN NEW; END $$"
            )
        connection.execute(sa.text(harmless))
        assert set(triggers.lacking(connection)) == (
            {"decision", "event"} if on_sqlite else {"decision", "edition", "edition_event"}
        )
        triggers.create(connection)
        assert triggers.lacking(connection) == ()
