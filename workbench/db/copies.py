"""Backing a database up into one file, and bringing it back."""

import os
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

from workbench.db import migrate
from workbench.db.engine import Database
from workbench.domain.errors import InvalidInput, WrongState

PAGES_AT_A_TIME = 2000


def back_up(database: Database, target: Path) -> None:
    """Write everything into ``target``, while the workbench goes on. Raises WrongState, InvalidInput.

    SQLite: the online backup interface, checked, and renamed into place only when it is whole.
    PostgreSQL: ``pg_dump`` in its custom format.
    """
    if target.exists():
        raise InvalidInput(f"{target} exists already. Choose another name, or remove it first.")
    if not target.parent.is_dir():
        raise InvalidInput(f"There is no folder {target.parent}.")
    if migrate.current(database) is None:
        raise WrongState("There is no workbench in this database yet, so there is nothing to back up.")
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        if database.is_sqlite:
            _copy_sqlite(_file_of(database.url), part)
            _check_sqlite(part)
        else:
            _run("pg_dump", "--format=custom", f"--file={part}", url=database.url)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def restore(database: Database, source: Path, *, force: bool = False) -> None:
    """Put what ``back_up`` wrote in the place of this database. Raises WrongState, InvalidInput.

    The backup is checked first: whole, a workbench, and not of a newer program than this one. What it
    replaces is lost, hence ``force``. Stop the workbench before.
    """
    if not source.is_file():
        raise InvalidInput(f"There is no file {source}.")
    if migrate.current(database) is not None and not force:
        raise WrongState(
            "There is a workbench in this database already. Back it up, stop the server, and give --force "
            "to replace it."
        )
    if database.is_sqlite:
        _restore_sqlite(database, source)
    else:
        _restore_postgresql(database, source)


def _restore_sqlite(database: Database, source: Path) -> None:
    target = _file_of(database.url)
    part = target.with_name(f"{target.name}.restored")
    _remove_sqlite(part)  # of a run that was killed
    part.touch(mode=0o600)  # what SQLite lays beside it takes its mode from it
    try:
        _copy_sqlite(source, part)
        _check_sqlite(part)
        candidate = Database(f"sqlite:///{part}")
        try:
            _require_known(database, source, migrate.current(candidate))
        finally:
            candidate.dispose()
        # Through SQLite's own interface, not by moving the file: it takes the locks and leaves no old log.
        database.dispose()
        _copy_sqlite(part, target, as_one_file=False)
    finally:
        _remove_sqlite(part)


def _remove_sqlite(path: Path) -> None:
    """Remove a database file and whatever SQLite or we lay beside it."""
    for suffix in ("", "-wal", "-shm", "-journal", ".lock"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _restore_postgresql(database: Database, source: Path) -> None:
    version = _run("pg_restore", "--data-only", "--table=alembic_version", "--file=-", str(source), url=None)
    found = re.search(r"^COPY .*alembic_version.*\n(\w+)$", version, re.MULTILINE)
    _require_known(database, source, found[1] if found else None)
    database.dispose()
    options = ("--clean", "--if-exists", "--no-owner", "--single-transaction")
    _run("pg_restore", *options, str(source), url=database.url)


def _require_known(database: Database, source: Path, stands_at: str | None) -> None:
    if stands_at is None:
        raise InvalidInput(f"{source} holds no workbench.")
    if not migrate.knows(database, stands_at):
        raise InvalidInput(
            f"{source} is of a newer workbench (migration {stands_at}). Update this one first."
        )


def _copy_sqlite(source: Path, target: Path, *, as_one_file: bool = True) -> None:
    """Copy a database page by page in one consistent state, whatever else is written meanwhile."""
    try:
        with (
            closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True)) as reading,
            closing(sqlite3.connect(target)) as writing,
        ):
            reading.backup(writing, pages=PAGES_AT_A_TIME, sleep=0.01)
            if as_one_file:
                writing.execute("PRAGMA journal_mode=DELETE")  # else a log would lie beside it
    except sqlite3.DatabaseError as error:
        raise InvalidInput(f"{source} cannot be copied: {error}.") from None


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as connection:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        problems, dangling = [str(error)], None
    if problems != ["ok"] or dangling:
        raise InvalidInput(f"The copy is damaged and was thrown away: {problems[0]}.")


def _run(program: str, *arguments: str, url: URL | None) -> str:
    """Run one of PostgreSQL's programs against ``url`` (None: on files only) and return what it printed."""
    found = shutil.which(program)
    if found is None:
        raise WrongState(
            f"{program} is not installed here. Install PostgreSQL's client programs (Debian: "
            "apt-get install postgresql-client), or run it where the server is."
        )
    # The password travels in the environment: anybody on the machine may read a process's arguments.
    environment = {**os.environ, **(_libpq(url) if url else {})}
    name = ("--dbname", url.database or "postgres") if url else ()
    done = subprocess.run(  # noqa: S603
        [found, *name, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WrongState(f"{program} failed: {done.stderr.strip() or done.returncode}")
    return done.stdout


def _libpq(url: URL) -> dict[str, str]:
    parts = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else url.query.get("port"),
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
    }
    return {name: str(value) for name, value in parts.items() if value}


def _file_of(url: URL) -> Path:
    assert url.database, "a SQLite database of ours is always a file"
    return Path(url.database)


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
