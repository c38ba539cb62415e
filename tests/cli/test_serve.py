"""``workbench serve`` and what keeps a demo away from a real desk."""

import socket
import stat
from pathlib import Path

from tests.cli.conftest import Run
from workbench.db import migrate
from workbench.db.engine import Database
from workbench.settings import VARIABLES


def test_a_taken_port_is_said_in_one_line(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = run("serve", "--no-worker", "--port", str(port))
    assert refused.code == 2
    assert f"port {port}" in refused.err
    assert refused.out == ""


def test_postgresql_is_upgraded_on_request_only(run: Run, database: Database) -> None:
    if database.is_sqlite:
        return  # a file is brought up to date at the start: the wheel's test sees it
    migrate.downgrade(database, "base")
    try:
        refused = run("serve", "--no-worker", "--port", "0")
        assert refused.code == 2
        assert "workbench db upgrade" in refused.err
        assert migrate.current(database) is None
    finally:
        migrate.upgrade(database)


def test_the_settings_are_listed(run: Run) -> None:
    listed = run("serve", "--settings").out
    assert all(variable.full_name in listed for variable in VARIABLES)


def test_the_demo_keeps_away_from_a_real_desk(run: Run, database: Database) -> None:
    run("user", "add", "editor@desk.example", "--name", "E", "--roles", "admin", "--link")
    for arguments in (["--load-only"], ["--load-only", "--reset"], ["--articles", "1", "--segments", "1"]):
        refused = run("demo", *arguments)
        assert refused.code == 2, arguments
        assert refused.err
    assert "editor@desk.example" in run("user", "list").out


def test_a_demo_goes_on_with_whoever_was_added_to_it(run: Run) -> None:
    loads = ("demo", "--load-only", "--articles", "1", "--segments", "1")
    assert run(*loads).code == 0
    run("user", "add", "guest@desk.example", "--name", "G", "--roles", "reviewer", "--link")
    assert run(*loads).code == 0
    refused = run("demo", "--reset", "--load-only")
    assert refused.code == 2, "it is somebody's by now"
    assert "guest@desk.example" in run("user", "list").out


def test_a_new_database_is_its_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    database.dispose()
    assert set(modes.values()) == {0o600}, modes
