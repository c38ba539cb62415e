"""``workbench db upgrade``, ``workbench backup`` and ``workbench restore``."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from workbench.db import copies, migrate, triggers
from workbench.db.engine import Database
from workbench.settings import load

FILE = click.Path(dir_okay=False, path_type=Path)


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest migration, with all its triggers. Back it up before."""
    with _any_database(may_create=True) as database:
        before, newest = migrate.current(database), migrate.head(database)
        if before != newest:
            migrate.upgrade(database)
            click.echo(f"The database went from migration {before or 'none'} to {newest}.")
        with database.writing() as session:
            if tables := triggers.lacking(session.connection()):
                triggers.create(session.connection(), tables)
    if tables:
        click.echo(
            f"Triggers that refuse changes were missing or altered ({', '.join(tables)}) and are there again. "
            "What changed without them: workbench verify"
        )
    elif before == newest:
        click.echo(f"The database is at the newest migration already ({newest}).")


@db.command()
def status() -> None:
    """Say where the database is and which migration it stands at."""
    with _any_database() as database:
        current, newest = migrate.current(database), migrate.head(database)
        click.echo(f"{database.url.render_as_string(hide_password=True)}")
        click.echo(f"stands at migration {current or 'none'}; the newest is {newest}")


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write the whole database into FILE, while the workbench goes on.

    The file holds the articles and people's password hashes: keep it where only you can read it.
    """
    with _any_database() as database:
        copies.back_up(database, file)
    click.echo(f"Everything is in {file} ({file.stat().st_size:,} bytes), and the copy is whole.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--force", is_flag=True, help="Replace what is in the database now.")
def restore(file: Path, force: bool) -> None:
    """Put the backup in FILE in the place of the database. Stop the server first."""
    with _any_database(may_create=True) as database:
        copies.restore(database, file, force=force)
    with _any_database() as database:
        stands_at, newest = migrate.current(database), migrate.head(database)
    click.echo(f"Restored from {file}.")
    if stands_at != newest:
        click.echo(f"It stands at migration {stands_at}; bring it to {newest} with: workbench db upgrade")


@contextmanager
def _any_database(*, may_create: bool = False) -> Iterator[Database]:
    """The deployment's database, whatever migration it stands at."""
    database = Database(load(must_exist=not may_create).database_url)
    try:
        yield database
    finally:
        database.dispose()
