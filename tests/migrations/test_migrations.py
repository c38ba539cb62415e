"""Migrations: head equals the models, every step goes up and down with data, and protections bite."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

from tests.conftest import add_people, sample
from workbench.db import migrate, models
from workbench.db.base import Base
from workbench.db.engine import Database
from workbench.services.articles import create_article
from workbench.services.segments import approve, confirm

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def blank(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database no migration has touched."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'blank.sqlite3'}")
        yield database
        database.dispose()
        return
    server = request.getfixturevalue("postgresql_server")
    with server.new_database("blank") as database:
        yield database
    server.drop("blank")


def steps(database: Database) -> list[str]:
    scripts = ScriptDirectory.from_config(migrate.config_for(database))
    return [s.revision for s in reversed(list(scripts.walk_revisions()))]


def checks(database: Database) -> set[tuple[str, str | None]]:
    inspector = sa.inspect(database.engine)
    return {
        (table, check["name"])
        for table in Base.metadata.tables
        for check in inspector.get_check_constraints(table)
    }


def test_head_equals_the_models(database: Database) -> None:
    def ours(obj: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
        return not (name or "").startswith(("article_search", "ix_article_search"))

    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        assert compare_metadata(context, Base.metadata) == []


def test_head_has_the_models_check_constraints(blank: Database) -> None:
    """Alembic's comparison does not see CHECKs, and the enums are nothing else."""
    migrate.upgrade(blank)
    migrated = checks(blank)
    migrate.downgrade(blank, "base")
    Base.metadata.create_all(blank.engine)
    assert migrated == checks(blank)
    assert ("segment", "ck_segment_state") in migrated


def test_no_migration_gives_ids_of_deleted_rows_out_again(sqlite_template: Path) -> None:
    """SQLite builds an altered table anew, without AUTOINCREMENT unless it is told."""
    with closing(sqlite3.connect(sqlite_template)) as connection:
        tables = dict(
            connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        )
    kept = {t.name for t in Base.metadata.tables.values() if t.dialect_options["sqlite"]["autoincrement"]}
    assert {name for name in kept if "AUTOINCREMENT" not in tables[name]} == set()


def test_every_migration_goes_up_down_and_up_again_with_data(blank: Database) -> None:
    assert migrate.current(blank) is None
    for revision in steps(blank):
        migrate.upgrade(blank, revision)
        assert migrate.current(blank) == revision
    assert migrate.current(blank) == migrate.head(blank)
    with blank.writing() as session:
        people = add_people(session)
        article = create_article(session, people["editor"], sample(), at=NOW)
        segment = session.scalars(sa.select(models.Segment).order_by(models.Segment.position)).first()
        assert segment is not None
        confirm(session, people["translator"], segment.id, version=segment.lock_version, at=NOW)
        approve(session, people["reviewer"], segment.id, version=segment.lock_version, at=NOW)
        assert article.counts.approved == 1
    for revision in reversed(["base", *steps(blank)[:-1]]):
        migrate.downgrade(blank, revision)
    assert sa.inspect(blank.engine).get_table_names() in ([], ["alembic_version"])
    migrate.upgrade(blank)
    with blank.reading() as session:
        assert session.scalars(sa.select(models.Article)).all() == []


def _edition(session: sa.orm.Session) -> None:
    people = add_people(session)
    article = create_article(session, people["editor"], sample(), at=NOW)
    edition = models.Edition(
        article_id=article.id,
        number=1,
        content="{}",
        sha256="0" * 64,
        published_by_id=people["editor"].id,
        published_at=NOW,
    )
    session.add(edition)
    session.flush()
    session.add(
        models.EditionEvent(
            edition_id=edition.id,
            kind=models.EditionEventKind.RELEASED,
            actor_id=people["editor"].id,
            at=NOW,
        )
    )
    segment = session.scalars(sa.select(models.Segment).order_by(models.Segment.position)).first()
    assert segment is not None
    confirm(session, people["translator"], segment.id, version=segment.lock_version, at=NOW)
    session.add(
        models.Lineage(
            article_id=article.id,
            from_segment_id=segment.id,
            to_segment_id=segment.id,
            kind=models.LineageKind.SPLIT,
            created_at=NOW,
        )
    )


def test_foreign_keys_are_on(database: Database) -> None:
    statement = sa.insert(models.UserRole).values(user_id=999, role="admin")
    with database.engine.connect() as connection, pytest.raises(sa.exc.IntegrityError):
        connection.execute(statement)


def test_enums_are_checked_by_the_database(database: Database) -> None:
    with database.writing() as session:
        add_people(session)
    with database.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(sa.text("UPDATE user_role SET role = 'emperor'"))


def test_what_the_log_did_not_say_of_an_edition_is_added_to_it(blank: Database) -> None:
    """Earlier versions had no line of a correction, nor of cancelling by publishing."""
    migrate.upgrade(blank, "0008")
    kinds = models.EditionEventKind
    said = {kinds.CANCELLED: "Edition 2 was published instead.", kinds.CORRECTED: "It was 43."}
    with blank.writing() as session:
        _edition(session)
        edition = session.scalars(sa.select(models.Edition)).one()
        for kind, reason in said.items():
            session.add(
                models.EditionEvent(
                    edition_id=edition.id, kind=kind, actor_id=edition.published_by_id, reason=reason, at=NOW
                )
            )
    lines = sa.select(models.AuditEvent).where(models.AuditEvent.name.startswith("edition."))
    for _ in range(2):
        migrate.upgrade(blank)
        with blank.reading() as session:
            found = [(line.name, line.detail, line.at) for line in session.scalars(lines)]
        assert found == [
            ("edition.cancelled", {"number": 1, "reason": "Edition 2 was published instead."}, NOW),
            ("edition.marked_corrected", {"number": 1, "reason": "It was 43."}, NOW),
        ]
        migrate.downgrade(blank, "0008")
