"""``workbench user``: people, from the command line. Passwords are prompted for or read from stdin, never argv."""

import json
import sys

import click

from workbench import clock
from workbench.cli.common import open_database
from workbench.db.engine import Database
from workbench.db.queries.people import Person, list_people
from workbench.domain.errors import InvalidInput
from workbench.domain.people import ROLE_DESCRIPTIONS, Actor, Role
from workbench.services import accounts, passwords
from workbench.text.bidi import visual

ROLES_HELP = "Roles by commas: " + ", ".join(role.value for role in Role) + "."


@click.group()
def user() -> None:
    """Add people, set their roles and passwords, let them in or bar them."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="As the others will see it.")
@click.option("--roles", default="translator", show_default=True, help=ROLES_HELP)
@click.option("--link", is_flag=True, help="Print a path with which they choose a password themselves.")
def add(email: str, name: str, roles: str, link: bool) -> None:
    """Add somebody. Asks for a password, or reads it from stdin when that is not a terminal."""
    wanted, email, name = read_roles(roles), accounts.check_email(email), accounts.check_name(name)
    password_hash = None if link else _ask_for_hash(email)
    token = ""
    with open_database(may_create=True) as database, database.writing() as session:
        person = accounts.add_person(
            session, None, email=email, name=name, roles=wanted, password_hash=password_hash, at=clock.now()
        )
        if link:
            token = accounts.issue_password_link(session, None, person.id, at=clock.now())
    click.echo(f"Added {person.name} <{person.email}>: {in_words(wanted)}.")
    if token:
        click.echo(
            f"They choose a password at /welcome/{token} within {accounts.PASSWORD_LINK_LASTS.days} days."
        )


@user.command("list")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def list_(as_json: bool) -> None:
    """List everybody and their roles."""
    with open_database() as database, database.reading() as session:
        people = list_people(session)
    if as_json:
        click.echo(json.dumps([_as_dict(p) for p in people], ensure_ascii=False, indent=2))
        return
    if not people:
        click.echo("Nobody yet. `workbench serve` prints a link that creates the first admin.")
        return
    shown = visual if sys.stdout.isatty() else str  # a terminal has no bidi of its own
    width = max(len(p.email) for p in people)
    for p in people:
        click.echo(f"{p.email:{width}}  {in_words(p.roles):30}  {_state(p):12}  {shown(p.name)}")


@user.command("set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Set somebody's password; this signs them out everywhere and unlocks the account."""
    with open_database() as database:
        person = _find(database, email)
        password_hash = _ask_for_hash(person.email)
        with database.writing() as session:
            accounts.set_password(session, None, person.id, password_hash, at=clock.now())
    click.echo(f"{person.name} has a new password and is signed out everywhere.")


@user.command("set-roles")
@click.argument("email")
@click.argument("roles")
def set_roles(email: str, roles: str) -> None:
    """Give somebody exactly these ROLES, by commas ("" takes all away)."""
    wanted = read_roles(roles)
    with open_database() as database:
        person = _find(database, email)
        with database.writing() as session:
            accounts.set_roles(session, None, person.id, wanted, at=clock.now())
    click.echo(f"{person.name}: {in_words(wanted)}.")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Bar somebody from signing in, and sign them out. Their work keeps their name."""
    with open_database() as database:
        person = _find(database, email)
        with database.writing() as session:
            accounts.deactivate(session, None, person.id, at=clock.now())
    click.echo(f"{person.name} can no longer sign in.")


@user.command()
@click.argument("email")
def activate(email: str) -> None:
    """Let somebody back in, with the roles and the password they had."""
    with open_database() as database:
        person = _find(database, email)
        with database.writing() as session:
            accounts.activate(session, None, person.id, at=clock.now())
    click.echo(f"{person.name} may sign in again.")


def read_roles(text: str) -> frozenset[Role]:
    """Roles out of ``translator,reviewer``. Raises InvalidInput naming what is not one."""
    names = [name.strip().casefold() for name in text.split(",") if name.strip()]
    unknown = [name for name in names if name not in set(Role)]
    if unknown:
        known = "; ".join(f"{role.value} ({says})" for role, says in ROLE_DESCRIPTIONS.items())
        raise InvalidInput(f"There is no role {unknown[0]!r}. The roles: {known}")
    return frozenset(Role(name) for name in names)


def in_words(roles: frozenset[Role] | tuple[Role, ...]) -> str:
    return ", ".join(role.value for role in Role if role in roles) or "no role"


def _find(database: Database, email: str) -> Actor:
    with database.reading() as session:
        return accounts.find_person(session, email)


def _ask_for_hash(email: str) -> str:
    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt="The same once more")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    passwords.require_good(password, email=email)
    return passwords.make_hash(password)


def _state(person: Person) -> str:
    if not person.is_active:
        return "deactivated"
    return "active" if person.has_password else "no password"


def _as_dict(person: Person) -> dict[str, object]:
    return {
        "id": person.id,
        "email": person.email,
        "name": person.name,
        "roles": [role.value for role in person.roles],
        "active": person.is_active,
        "has_password": person.has_password,
        "created_at": person.created_at.isoformat(),
        "seen_at": person.seen_at.isoformat() if person.seen_at else None,
    }
