"""Fixtures every test may use: real databases, real people, real articles.

``database`` is one of the two kinds, by turns; what the kinds do each in their way is marked
``both_databases`` and runs once on each. PostgreSQL is taken from WORKBENCH_TEST_POSTGRESQL (a URL whose user may create databases) or started
privately for the test run; when neither works its half is skipped with the reason.
"""

import gc
import os
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from hypothesis import settings
from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.postgresql import NoServer, Server, empty, given_server, private_server
from tests.thoroughness import THOROUGH, examples
from workbench.db import migrate
from workbench.db.engine import Database
from workbench.db.models import Article, User, UserRole
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor, Role
from workbench.services import passwords
from workbench.services.articles import NewArticle, NewSegment, create_article

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that tests move by hand: each call is a second later than the last."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.sqlite3"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.dispose()
    return path


@pytest.fixture(scope="session")
def _server() -> Iterator[Server | NoServer]:
    """A server with a migrated template, or why there is none."""
    try:
        server = given_server() or private_server()
    except NoServer as reason:
        yield reason
        return
    try:
        with server.new_database("template") as database:
            migrate.upgrade(database)
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def postgresql_server(_server: Server | NoServer) -> Server:
    if isinstance(_server, NoServer):
        pytest.skip(f"PostgreSQL: {_server}")
    return _server


# One Database a run and kind, emptied for each test: a new engine compiles every statement anew, and a new file
# is written and synced, which takes longer than most tests.


@pytest.fixture(scope="session")
def _sqlite(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path = tmp_path_factory.mktemp("sqlite") / "workbench.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def _template(sqlite_template: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(sqlite_template)) as template:
        yield template


@pytest.fixture(scope="session")
def _postgresql(postgresql_server: Server) -> Iterator[Database]:
    database = postgresql_server.database("template")
    yield database
    database.dispose()


def _empty_sqlite(request: pytest.FixtureRequest) -> Database:
    database: Database = request.getfixturevalue("_sqlite")
    template: sqlite3.Connection = request.getfixturevalue("_template")
    path = Path(str(database.url.database))
    for beside in path.parent.iterdir():
        if beside.is_dir():
            shutil.rmtree(beside)
        elif not beside.name.startswith(path.name) or beside.suffix == ".secret":
            beside.unlink()
    with database.engine.connect() as connection:
        template.backup(connection.connection.driver_connection)  # type: ignore[arg-type]
    return database


def _empty_postgresql(request: pytest.FixtureRequest) -> Database:
    database: Database = request.getfixturevalue("_postgresql")
    empty(database)
    return database


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated, empty database: on each kind where the test is marked ``both_databases``, else on one of them
    by the test's name (SQLite where there is no server).

    Every test on both takes nearly twice as long and says little more: nearly every statement is run by many
    tests. A thorough run does it all the same.
    """
    kind = getattr(request, "param", None)
    if kind is None:
        turn = zlib.crc32(request.node.nodeid.encode()) % 2
        kind = "postgresql" if turn and isinstance(request.getfixturevalue("_server"), Server) else "sqlite"
        request.node.add_report_section("setup", "database", kind)
    return _empty_sqlite(request) if kind == "sqlite" else _empty_postgresql(request)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marks = metafunc.definition.iter_markers("parametrize")
    if "database" not in metafunc.fixturenames or any(mark.args[0] == "database" for mark in marks):
        return
    if THOROUGH or metafunc.definition.get_closest_marker("both_databases"):
        metafunc.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def sqlite_database(request: pytest.FixtureRequest) -> Database:
    """For what only concerns SQLite, and for browser tests, where the database makes no difference."""
    return _empty_sqlite(request)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """One writing session, committed at the end: what constraints refuse must be seen."""
    with database.writing() as session:
        yield session


def add_person(session: Session, name: str, *roles: Role, password_hash: str | None = None) -> Actor:
    user = User(**_fields(name), password_hash=password_hash, roles=[UserRole(role=role) for role in roles])
    session.add(user)
    session.flush()
    return user.as_actor()


def _fields(name: str) -> dict[str, Any]:
    email = f"{name.lower().replace(' ', '.')}@example.org"
    return {"email": email, "email_key": email, "name": name, "created_at": START}


#: One person per role, and a second translator and reviewer.
STAFF = {
    "translator": ("Tala Translator", [Role.TRANSLATOR]),
    "translator2": ("Tamim Translator", [Role.TRANSLATOR]),
    "reviewer": ("Rana Reviewer", [Role.REVIEWER]),
    "reviewer2": ("Rami Reviewer", [Role.REVIEWER]),
    "editor": ("Emad Editor", [Role.EDITOR]),
    "admin": ("Amal Admin", [Role.ADMIN]),
    "nobody": ("Nour Nobody", []),
}


def add_people(session: Session) -> dict[str, Actor]:
    """Everybody of ``STAFF``, in two statements: most tests begin with it."""
    users = [_fields(name) for name, _ in STAFF.values()]
    ids = dict(session.execute(insert(User).returning(User.name, User.id), users).all())
    staff = {
        key: Actor(ids[name], name, _fields(name)["email"], frozenset(roles))
        for key, (name, roles) in STAFF.items()
    }
    given = [{"user_id": one.id, "role": role} for one in staff.values() for role in one.roles]
    session.execute(insert(UserRole), given)
    return staff


@pytest.fixture
def people(session: Session) -> dict[str, Actor]:
    return add_people(session)


#: A small article: headline, two paragraphs, one list item.
SAMPLE = (
    (Kind.HEADLINE, "عمال الميناء يعودون إلى العمل", "Port workers return to work"),
    (
        Kind.PARAGRAPH,
        "عاد ٤٣ عاملًا إلى الرصيف صباح الأحد.",
        "Some 34 workers returned to the quay on Sunday.",
    ),
    (
        Kind.PARAGRAPH,
        "وقالت الهيئة إنها لن تدفع الأجور المتأخرة.",
        "The authority said it would pay the late wages.",
    ),
    (Kind.LIST_ITEM, "لجنة مشتركة لمراجعة الورديات.", "A joint committee to review shifts."),
)


def sample(*, finished: bool = True, rows: tuple[tuple[Kind, str, str], ...] = SAMPLE) -> NewArticle:
    return NewArticle(
        segments=tuple(NewSegment(kind, source, target) for kind, source, target in rows),
        english_is_finished=finished,
    )


@pytest.fixture
def make_article(session: Session, people: dict[str, Actor], clock: Clock) -> Callable[..., Article]:
    """Creates the sample article (or one of other rows) as the editor."""

    def make(*, finished: bool = True, rows: tuple[tuple[Kind, str, str], ...] = SAMPLE) -> Article:
        return create_article(session, people["editor"], sample(finished=finished, rows=rows), at=clock())

    return make


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Passwords at argon2's cost for tests: each would take a tenth of a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher.from_parameters(CHEAPEST))
        yield


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(20_000, 20, 20)  # as the server does: what was imported stays, and there is much of it
    # Machines are noisy; how long an example takes is no behaviour.
    settings.register_profile("workbench", deadline=None, max_examples=examples(100))
    settings.load_profile("workbench")
    # Two workers on two cores must not each think they own all of them.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
