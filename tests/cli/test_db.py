"""``workbench backup``, ``restore`` and ``db``."""

import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import add_people
from workbench.db import copies, migrate
from workbench.db.engine import Database
from workbench.db.models import User


@pytest.fixture(autouse=True)
def _needs_pg_dump(request: pytest.FixtureRequest, database: Database) -> None:
    if not database.is_sqlite and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [name for (name,) in session.query(User.name).order_by(User.id)]


def test_a_backup_brings_everything_back(run: Run, database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        add_people(session)
    before = names(database)
    file = tmp_path / "backup"
    assert run("backup", str(file)).code == 0
    with database.writing() as session:
        for user in session.query(User):
            user.name = "overwritten"
    refused = run("restore", str(file))
    assert refused.code == 2
    assert "--force" in refused.err
    assert names(database)[0] == "overwritten"
    database.dispose()
    assert run("restore", str(file), "--force").code == 0
    assert names(database) == before
    with database.writing() as session:  # and it can be written to as before
        session.query(User).first().name = "Renamed"


def test_a_backup_never_overwrites(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    file.write_text("precious")
    refused = run("backup", str(file))
    assert (refused.code, file.read_text()) == (2, "precious")
    assert run("backup", str(tmp_path / "nowhere" / "backup")).code == 2


def test_what_is_no_backup_is_refused_and_nothing_is_lost(
    run: Run, database: Database, tmp_path: Path
) -> None:
    with database.writing() as session:
        add_people(session)
    before = names(database)
    junk = tmp_path / "junk"
    junk.write_bytes(b"not a database at all" * 500)
    assert run("restore", str(junk), "--force").code == 2
    assert run("restore", str(tmp_path / "missing"), "--force").code == 2
    empty = tmp_path / "empty.sqlite3"
    sqlite3.connect(empty).execute("CREATE TABLE t (x)").connection.close()
    assert run("restore", str(empty), "--force").code == 2
    assert names(database) == before


def test_a_backup_of_a_newer_program_is_refused(run: Run, database: Database, tmp_path: Path) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    file = tmp_path / "backup"
    assert run("backup", str(file)).code == 0
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{migrate.head(database)}'")
    refused = run("restore", str(file), "--force")
    assert refused.code == 2
    assert "newer" in refused.err
    assert migrate.current(database) == migrate.head(database)


def test_upgrade_and_status(run: Run, database: Database) -> None:
    assert "already" in run("db", "upgrade").out
    migrate.downgrade(database, "base")
    assert "none" in run("db", "status").out
    if database.is_sqlite:
        assert run("user", "list").code == 0  # a file is brought up to date by itself
    else:
        refused = run("user", "list")
        assert refused.code == 2
        assert "workbench db upgrade" in refused.err
        assert run("db", "upgrade").code == 0
    assert migrate.current(database) == migrate.head(database)


def test_a_bad_backup_leaves_nothing_beside_the_database(
    run: Run, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not database.is_sqlite:
        return  # pg_restore takes one transaction and leaves no files
    with database.writing() as session:
        add_people(session)
    file = tmp_path / "backup"
    assert run("backup", str(file)).code == 0
    whole = file.read_bytes()
    bad = tmp_path / "bad"
    folder = Path(str(database.url.database)).parent
    before = {path.name for path in folder.iterdir()}
    modes: set[int] = set()
    check = copies._check_sqlite

    def looked_at(path: Path) -> None:
        modes.update(stat.S_IMODE(found.stat().st_mode) for found in folder.glob("*.restored*"))
        check(path)

    monkeypatch.setattr(copies, "_check_sqlite", looked_at)
    for content in (b"%PDF-1.7 " * 900, whole[: len(whole) // 2 + 100], whole[:4096], b""):
        bad.write_bytes(content)
        refused = run("restore", str(bad), "--force")
        assert refused.code == 2, content[:9]
        assert refused.err.count("\n") == 1
        assert {path.name for path in folder.iterdir()} == before
    assert run("restore", str(file), "--force").code == 0
    assert modes == {0o600}


@pytest.mark.parametrize(
    "command",
    [
        "list", "export a --format txt", "verify", "backup b", "db status", "worker --once", "user list",
        "user set-password a@b.example", "user set-roles a@b.example editor", "user deactivate a@b.example",
        "user activate a@b.example",
    ],
)  # fmt: skip
def test_a_mistyped_path_is_said_and_nothing_is_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    nowhere = tmp_path / "nowhere"
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", f"sqlite:///{nowhere}/x.db")
    monkeypatch.delenv("WORKBENCH_SECRET_KEY")
    refused = run(*command.split(), stdin="a long enough password\n")
    assert (refused.code, refused.out) == (2, "")
    assert f"no database at {nowhere}/x.db" in refused.err
    assert "workbench serve" in refused.err
    assert "workbench db upgrade" in refused.err
    assert not nowhere.exists()


@pytest.mark.parametrize("command", ["db upgrade", "user add a@b.example --name A --link"])
def test_what_makes_a_database_may(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("WORKBENCH_DATABASE_URL", f"sqlite:///{tmp_path}/new/x.db")
    assert run(*command.split()).code == 0
    assert run("list").out == "There are no articles yet.\n"
