"""A PostgreSQL server for the tests: the one given, or a private one on a socket in a temporary folder."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from workbench.db.base import Base
from workbench.db.engine import Database


class NoServer(Exception):
    """Why there is no server here."""


@dataclass
class Server:
    """A running server and how to make databases on it."""

    url: URL
    folder: Path | None = None
    process: "subprocess.Popen[bytes] | None" = None
    prefix: str = field(default_factory=lambda: f"wbtest_{os.getpid()}")

    def _execute(self, *statements: str) -> None:
        engine = sa.create_engine(self.url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    @contextmanager
    def new_database(self, name: str) -> Iterator[Database]:
        """An empty database that stays."""
        self._execute(f'CREATE DATABASE "{self.prefix}_{name}"')
        database = self.database(name)
        yield database
        database.dispose()

    def database(self, name: str) -> Database:
        return Database(self.url.set(database=f"{self.prefix}_{name}"))

    def drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{self.prefix}_{name}" WITH (FORCE)')

    def stop(self) -> None:
        if self.process is None:
            self.drop("template")
            return
        self.process.terminate()
        self.process.wait(timeout=20)
        assert self.folder is not None
        shutil.rmtree(self.folder, ignore_errors=True)


def empty(database: Database) -> None:
    """Take all rows away; a fresh copy for each test would cost more than most tests."""
    tables = [*Base.metadata.tables, "article_search"]
    wipe = "; ".join(f'DELETE FROM "{table}"' for table in tables)
    with database.engine.connect() as connection:
        # Without triggers and foreign keys: the order does not matter, and append-only tables let go.
        connection.exec_driver_sql(
            f"SET session_replication_role = replica; {wipe}; RESET session_replication_role"
        )
        connection.commit()


def given_server() -> Server | None:
    url = os.environ.get("WORKBENCH_TEST_POSTGRESQL")
    return Server(make_url(url)) if url else None


def _binaries() -> Path:
    found = shutil.which("initdb")
    candidates = [Path(found).resolve().parent] if found else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoServer("no server given in WORKBENCH_TEST_POSTGRESQL and no initdb found on this machine")


def _unprivileged() -> dict[str, object]:
    """Arguments to run as somebody else when we are root: the server refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise NoServer("running as root, and there is neither a postgres nor a nobody user to run the server as")


def private_server(*, durable: bool = False) -> Server:
    """Start a server nobody else can reach. Raises NoServer with the reason when that cannot be done.

    ``durable`` keeps PostgreSQL's own settings for writing to disk, for benchmarks; tests do without.
    """
    binaries = _binaries()
    identity = _unprivileged()
    # Not below pytest's folder: that one is private to root, and socket paths must stay short.
    folder = Path(tempfile.mkdtemp(prefix="wbpg-"))
    if identity:
        os.chown(folder, identity["user"], identity["group"])  # type: ignore[arg-type]
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    made = subprocess.run(
        [
            binaries / "initdb",
            "-D",
            folder / "data",
            "-A",
            "trust",
            "-U",
            "workbench",
            "-E",
            "UTF8",
            "--no-sync",
        ],
        capture_output=True,
        env=environment,
        cwd=folder,
        check=False,
        **identity,  # type: ignore[arg-type]
    )
    if made.returncode:
        shutil.rmtree(folder, ignore_errors=True)
        raise NoServer(f"initdb failed: {made.stderr.decode(errors='replace').strip().splitlines()[-1:]}")
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder),
        "max_connections": "120",
        "shared_buffers": "64MB",
    }
    if not durable:
        options |= dict.fromkeys(("fsync", "synchronous_commit", "full_page_writes", "autovacuum"), "off")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", *(f"--{k}={v}" for k, v in options.items())],
            stdout=subprocess.DEVNULL,
            stderr=log,
            env=environment,
            cwd=folder,
            **identity,  # type: ignore[call-overload]
        )
    url = URL.create(
        "postgresql+psycopg", username="workbench", database="postgres", query={"host": str(folder)}
    )
    server = Server(url, folder, process)
    for _ in range(100):
        if process.poll() is not None:
            raise NoServer(
                f"the server stopped at once: {(folder / 'log').read_text(errors='replace')[-300:]}"
            )
        try:
            server._execute("SELECT 1")
        except sa.exc.OperationalError:
            time.sleep(0.1)
        else:
            return server
    server.stop()
    raise NoServer("the server did not answer within ten seconds")
