"""``workbench user``."""

import json
import sys
from subprocess import run as run_process

from tests.cli.conftest import Run
from workbench.db.engine import Database
from workbench.db.models import AuditEvent, User
from workbench.services import passwords

PASSWORD = "three quiet harbours"


def stored_hash(database: Database, email: str) -> str | None:
    with database.reading() as session:
        return session.query(User.password_hash).filter_by(email_key=email).scalar()


def test_a_person_is_added_listed_and_changed(run: Run, database: Database) -> None:
    added = run(
        "user",
        "add",
        "Nadim@Example.org",
        "--name",
        "Nadim Nasser",
        "--roles",
        "translator,admin",
        stdin=PASSWORD,
    )
    assert (added.code, added.err) == (0, "")
    assert PASSWORD not in added.out
    assert passwords.check(stored_hash(database, "nadim@example.org"), PASSWORD).right

    listed = json.loads(run("user", "list", "--json").out)
    assert [(p["email"], p["roles"], p["active"]) for p in listed] == [
        ("Nadim@Example.org", ["translator", "admin"], True)
    ]
    assert "Nadim Nasser" in run("user", "list").out

    assert run("user", "set-roles", "nadim@example.org", "admin,editor").code == 0
    assert run("user", "set-password", "nadim@example.org", stdin="five loud lighthouses\n").code == 0
    assert passwords.check(stored_hash(database, "nadim@example.org"), "five loud lighthouses").right
    with database.reading() as session:
        lines = [(e.actor_id, e.name) for e in session.query(AuditEvent).order_by(AuditEvent.id)]
    assert lines == [(None, "user.created"), (None, "user.roles_changed"), (None, "user.password_changed")]


def test_what_is_refused_is_one_line_and_exit_code_two(run: Run) -> None:
    run("user", "add", "a@example.org", "--name", "A", "--roles", "admin", stdin=PASSWORD)
    for arguments, word in [
        (("user", "add", "a@example.org", "--name", "A", "--roles", "admin"), "already"),
        (("user", "add", "nowhere", "--name", "A"), "e-mail"),
        (("user", "add", "b@example.org", "--name", "B", "--roles", "owner"), "owner"),
        (("user", "set-roles", "nobody@example.org", "admin"), "nobody@example.org"),
        (("user", "set-roles", "a@example.org", "editor"), "last admin"),
        (("user", "deactivate", "a@example.org"), "last admin"),
    ]:
        refused = run(*arguments, stdin=PASSWORD)
        assert refused.code == 2, arguments
        assert refused.err.count("\n") == 1
        assert word in refused.err
    short = run("user", "set-password", "a@example.org", stdin="short\n")
    assert (short.code, "at least 10" in short.err) == (2, True)


def test_deactivated_and_back(run: Run) -> None:
    run("user", "add", "a@example.org", "--name", "A", "--roles", "admin", stdin=PASSWORD)
    run("user", "add", "b@example.org", "--name", "B", "--link")
    assert run("user", "deactivate", "b@example.org").code == 0
    people = {p["email"]: p for p in json.loads(run("user", "list", "--json").out)}
    assert people["b@example.org"]["active"] is False
    assert people["b@example.org"]["has_password"] is False
    assert run("user", "activate", "b@example.org").code == 0


def test_a_bad_setting_stops_with_its_name() -> None:
    environment = {"WORKBENCH_PORT": "eighty", "PATH": "/usr/bin"}
    done = run_process(
        [sys.executable, "-m", "workbench", "user", "list"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "WORKBENCH_PORT must be a whole number from 0 to 65535, not 'eighty'.\n"


def test_every_command_explains_itself(run: Run) -> None:
    helped = run("--help")
    assert helped.code == 0
    for command in ("serve", "user", "db", "backup", "restore"):
        assert command in helped.out
        assert len(run(command, "--help").out.splitlines()) > 4
