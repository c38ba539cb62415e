"""``workbench demo``: invented people and articles to try the workbench with, or volume to measure it."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click
from sqlalchemy import make_url

from workbench import clock
from workbench.cli.common import open_database
from workbench.cli.serve import run
from workbench.db.engine import Database
from workbench.db.queries.people import list_people
from workbench.demo.bulk import load_volume
from workbench.demo.load import load_demo, load_people
from workbench.demo.past import load_past
from workbench.demo.people import ADDRESSES, PEOPLE
from workbench.domain.errors import WrongState
from workbench.domain.people import Role
from workbench.settings import Settings, load


@click.command()
@click.option("--load-only", is_flag=True, help="Load the demo and stop, without serving.")
@click.option("--reset", is_flag=True, help="Start over: throws the demo’s database away first.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option(
    "--articles", type=click.IntRange(1, 1_000_000), help="Load so many generated articles instead."
)
@click.option(
    "--segments", type=click.IntRange(1, 100_000), default=20, show_default=True, help="In each of them."
)
def demo(load_only: bool, reset: bool, port: int | None, articles: int | None, segments: int) -> None:
    """Load the demo, serve it, and say who can sign in.

    A second run keeps what you did. Anybody who can reach the address may sign in as any of the demo's
    people with one click, so the demo listens on this machine only. With --articles it only loads volume, for benchmarks.
    """
    settings = replace(load(default_file="demo.sqlite3"), demo=True)
    if port is not None:
        settings = replace(settings, port=port)
    if reset:
        _throw_away(settings)
    with open_database(settings) as database:
        _refuse_a_real_desk(database)
        if articles is not None:
            _load_volume(database, articles, segments)
        else:
            _load_demo(database)
    if load_only or articles is not None:
        return
    run(settings, note=_who())


def _who() -> str:
    people = ", ".join(f"{name} ({role.value})" for role, (name, _) in PEOPLE.items())
    return f"Sign in with one click on that page as {people}."


def _load_demo(database: Database) -> None:
    with database.writing() as session:
        load_past(session, load_people(session, clock.now()), clock.now())
        load_demo(session, clock.now(), _progress("Loading demo articles"))


def _load_volume(database: Database, articles: int, segments: int) -> None:
    with database.writing() as session:
        people = load_people(session, clock.now())
        load_volume(
            session,
            articles,
            segments,
            by=people[Role.EDITOR],
            translators=[people[role] for role in (Role.TRANSLATOR, Role.REVIEWER, Role.ADMIN)],
            now=clock.now(),
            progress=_progress("Loading volume"),
        )
    click.echo(f"{articles:,} articles of {segments:,} segments are in.")


def _progress(label: str) -> Callable[[int, int], None]:
    """A counter on one line of stderr, for people; nothing where stderr is a file."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{label}: {done:,} of {total:,}", err=True, nl=done == total)

    return show


def _throw_away(settings: Settings) -> None:
    """Delete the demo's database files, and nothing that is not a demo's: real desks are not to be reset."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite":
        raise WrongState("Only a demo in a SQLite file can be reset. Drop and create the database yourself.")
    path = Path(url.database or "")
    if path.exists():
        with open_database(settings) as database:
            added = sorted(_emails(database) - ADDRESSES)
        if added:
            raise WrongState(
                f"Somebody was added to this database ({added[0]}), so it is not thrown away. "
                f"If nobody needs it any more, delete {path} yourself."
            )
    for suffix in ("", "-wal", "-shm", ".lock"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _refuse_a_real_desk(database: Database) -> None:
    """Raise WrongState where real people are: they would get the demo's articles.

    Where all of the demo's people are it was loaded before, and whoever else is there was added to try it.
    """
    emails = _emails(database)
    strangers = sorted(emails - ADDRESSES)
    if strangers and not emails >= ADDRESSES:
        raise WrongState(
            f"This database has people who are not the demo’s ({strangers[0]}), so nothing was touched. "
            "Name another in WORKBENCH_DATABASE_URL."
        )


def _emails(database: Database) -> frozenset[str]:
    with database.reading() as session:
        return frozenset(person.email for person in list_people(session))
