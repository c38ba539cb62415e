"""What several commands need: an open database at its newest migration, and counts in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from workbench.db import migrate
from workbench.db.engine import Database
from workbench.domain.errors import WrongState
from workbench.settings import Settings, load


@contextmanager
def open_database(settings: Settings | None = None, *, may_create: bool = False) -> Iterator[Database]:
    """The deployment's database, ready for use. Raises WrongState with what to do when it is behind.

    Without ``settings``, raises SettingsError where there is none yet, unless the command ``may_create`` it:
    a mistyped path must not look like an empty desk.
    """
    settings = settings or load(must_exist=not may_create)
    database = Database(settings.database_url, pool_size=settings.threads + 2)
    try:
        make_ready(database)
        yield database
    finally:
        database.dispose()


def make_ready(database: Database, *, upgrade: bool = False) -> None:
    """Bring a SQLite file to the newest migration; PostgreSQL only when asked, others may be using it."""
    stands_at, newest = migrate.current(database), migrate.head(database)
    if stands_at == newest:
        return
    if database.is_sqlite or upgrade:
        migrate.upgrade(database)
        return
    raise WrongState(
        f"The database stands at migration {stands_at or 'none'}, this program needs {newest}. "
        "Back it up, then run: workbench db upgrade"
    )


def counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
