"""The engine and the two transaction scopes, ``reading()`` and ``writing()``.

SQLite: WAL, foreign keys on, our own BEGIN (Python's implicit one breaks savepoints and snapshot reads),
and BEGIN IMMEDIATE for writes, entered only while holding an operating-system file lock. Without that lock
SQLite's busy handler polls and writers starve; with it they queue.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session

from workbench.db.queue import FairLock

IDLE_SECONDS = 1.0  # a PostgreSQL connection that lay this long is tried before it is used again
BUSY_TIMEOUT_MS = 10_000  # only reached when something outside the workbench writes to the file
SLOW_CHECKPOINT_PAGES = 1000


class Database:
    """One database, and the only way to a session. Safe to share between threads."""

    def __init__(self, url: str | URL, *, pool_size: int = 10) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            if not self.url.database or self.url.database == ":memory:":
                raise ValueError("SQLite needs a file: its writers queue on a lock beside it")
            self._turns = FairLock()
            self._lock_path = Path(f"{self.url.database}.lock")
            path = Path(self.url.database)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600, exist_ok=True)  # password hashes and unpublished text: its owner's only
        self.engine = self._create_engine(pool_size, query_only=False)
        if self.is_sqlite:
            # Readers have connections of their own that cannot write, which costs nothing per request.
            self._reading = self._glancing = self._create_engine(pool_size, query_only=True)
        else:
            self._glancing = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            self._reading = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

    def _create_engine(self, pool_size: int, *, query_only: bool) -> Engine:
        arguments = {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
        engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=40,
            connect_args=arguments if self.is_sqlite else {},
        )
        if self.is_sqlite:
            _prepare_sqlite(engine, query_only=query_only)
        else:
            _ping_after_idling(engine)
        return engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one snapshot that cannot write. What was read may be used after it, detached."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session  # closing rolls back, and unlike a rollback keeps what was read

    @contextmanager
    def glancing(self) -> Iterator[Session]:
        """``reading()`` for one statement, which sees one state of things without a transaction around it.

        For what every request asks (who is this?): on PostgreSQL it is one round trip instead of three.
        """
        with Session(self._glancing, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits when the block ends well and rolls back when it raises.

        Enter it once per request or job, after the slow work (parsing, hashing, aligning) is done: on
        SQLite everybody else's saves wait for it.
        """
        with self._write_queue(), Session(self.engine, expire_on_commit=False) as session:
            try:
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def _write_queue(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        # Threads queue in order first; then one of each process waits for the file's lock.
        with self._turns.held(), self._file_lock():
            yield

    @contextmanager
    def _file_lock(self) -> Iterator[None]:
        descriptor = os.open(self._lock_path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def dispose(self) -> None:
        """Close all connections that are not in use."""
        self._reading.dispose()
        self.engine.dispose()


def _prepare_sqlite(engine: Engine, *, query_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin or commit by itself
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            # WAL with NORMAL survives a killed process; only a power cut may lose the last commits, never
            # the file's consistency. FULL costs one fsync a save.
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"wal_autocheckpoint={SLOW_CHECKPOINT_PAGES}",
            "cache_size=-16000",
            "temp_store=MEMORY",
            f"query_only={'ON' if query_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")


def _ping_after_idling(engine: Engine) -> None:
    """Try connections that lay idle, and replace those that a restarted server or a firewall has closed.

    SQLAlchemy's pool_pre_ping tries them all, which costs every save two round trips; a connection that was
    used a moment ago need not be asked.
    """

    @event.listens_for(engine, "checkin")
    def _on_checkin(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _on_checkout(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("idle_since")
        if since is None or time.monotonic() - since < IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError("closed while it lay idle") from error  # the pool opens another
