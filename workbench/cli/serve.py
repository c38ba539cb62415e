"""``workbench serve``: the web server."""

import contextlib
import gc
import logging
import os
import signal
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from types import FrameType
from typing import Any

import click
import waitress  # type: ignore[import-untyped]

from workbench import clock
from workbench.app import create_app
from workbench.cli import common
from workbench.cli.children import start_server, start_worker, when_parent_ends
from workbench.db.engine import Database
from workbench.services import accounts
from workbench.settings import Settings, load, table


@click.command()
@click.option("--host", help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option("--upgrade", is_flag=True, help="Run pending migrations first, on PostgreSQL too.")
@click.option("--no-worker", is_flag=True, help="Do not run background jobs here: `workbench worker` does.")
@click.option("--beside-parent-on", type=int, hidden=True, help="Answer on this open socket of the parent’s.")
@click.option("--settings", "show_settings", is_flag=True, help="List the environment variables and stop.")
def serve(
    host: str | None,
    port: int | None,
    upgrade: bool,
    no_worker: bool,
    beside_parent_on: int | None,
    show_settings: bool,
) -> None:
    """Serve the workbench until Ctrl+C, with a worker for background jobs beside it.

    With nobody in the database yet, it prints a link that creates the first admin.
    """
    if show_settings:
        click.echo(table())
        return
    settings = load()
    if beside_parent_on is not None:
        _answer_beside_parent(settings, socket.socket(fileno=beside_parent_on))
        return
    if host is not None:
        settings = replace(settings, host=host)
    if port is not None:
        settings = replace(settings, port=port)
    run(settings, upgrade=upgrade, worker=not no_worker)


def run(settings: Settings, *, upgrade: bool = False, worker: bool = True, note: str = "") -> None:
    """Serve until told to stop. ``note`` is printed below the address (the demo says who can sign in)."""
    database = _database(settings)
    try:
        common.make_ready(database, upgrade=upgrade)
        listener = _listen(settings)
        server = make_server(settings, database, listener)
        address = address_of(settings, server)
        click.echo(f"The workbench is at {address}")
        with database.reading() as session:
            empty = not accounts.has_users(session)
        if empty:
            with database.writing() as session:
                token = accounts.issue_first_admin_link(session, at=clock.now())
            click.echo(
                f"Nobody is here yet. Create the first admin within a day at {address}/welcome/{token}"
            )
        if note:
            click.echo(note)
        click.echo("Ctrl+C stops it.")
        with _children(settings, listener, worker=worker):
            _until_stopped(server)
        click.echo("Stopped.")
    finally:
        database.dispose()


def _answer_beside_parent(settings: Settings, listener: socket.socket) -> None:
    """What a further process of ``serve`` does: answer requests until the parent ends or says so."""
    database = _database(settings)
    try:
        server = make_server(settings, database, listener)
        when_parent_ends(lambda: os.kill(os.getpid(), signal.SIGTERM))
        _until_stopped(server)
    finally:
        database.dispose()


def _database(settings: Settings) -> Database:
    return Database(settings.database_url, pool_size=settings.threads + 2)


@contextlib.contextmanager
def _children(settings: Settings, listener: socket.socket, *, worker: bool) -> Iterator[None]:
    children = [start_server(settings, listener) for _ in range(settings.processes - 1)]
    if worker:
        children.append(start_worker(settings))
    try:
        yield
    finally:
        for child in children:
            child.stop()


def make_server(settings: Settings, database: Database, listener: socket.socket) -> Any:
    """A waitress server on a bound socket, not yet running."""
    # A line for every request that waits a moment for a free thread tells nobody anything.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = create_app(settings, database=database)
    # Reading a long import makes a hundred thousand objects; looking for circles among them every 700 took a third of a
    # step's time.
    gc.set_threshold(20_000, 20, 20)
    return waitress.create_server(
        app,
        sockets=[listener],
        threads=settings.threads,
        ident="",
        # Above the app's own limit, so that the app can say what is too large.
        max_request_body_size=settings.upload_bytes * 2,
        # The app believes them when told how many proxies there are.
        clear_untrusted_proxy_headers=settings.trusted_proxies == 0,
    )


def _listen(settings: Settings) -> socket.socket:
    """A socket bound to the port. Raises click.ClickException if it is taken."""
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, settings.port), family=family, backlog=1024)
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {settings.host} port {settings.port}: {error.strerror}. "
            "Another port: workbench serve --port 8001"
        ) from None


def address_of(settings: Settings, server: Any) -> str:
    """What to type into a browser on this machine."""
    port = getattr(server, "effective_port", settings.port)
    name = {"0.0.0.0": "localhost", "::": "localhost"}.get(settings.host, settings.host)  # noqa: S104
    if ":" in name:
        name = f"[{name.strip('[]')}]"
    return f"http://{name}:{port}"


def _until_stopped(server: Any) -> None:
    """Run; on Ctrl+C or SIGTERM let requests under way finish, then stop."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    with contextlib.suppress(KeyboardInterrupt):
        server.run()
    server.close()
    sys.stderr.flush()
