"""Fixtures every test may use: real databases, real people, real articles.

``database`` runs a test once on SQLite and once on PostgreSQL. PostgreSQL is taken from
WORKBENCH_TEST_POSTGRESQL (a URL whose user may create databases) or started privately for the test run; when
neither works its half is skipped with the reason.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy.orm import Session

from tests.postgresql import NoServer, Server, empty, given_server, private_server
from workbench.db import migrate
from workbench.db.engine import Database
from workbench.db.models import Article, User, UserRole
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor, Role
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
def postgresql_server() -> Iterator[Server]:
    try:
        server = given_server() or private_server()
    except NoServer as reason:
        pytest.skip(f"PostgreSQL: {reason}")
    try:
        with server.new_database("template") as database:
            migrate.upgrade(database)
        yield server
    finally:
        server.stop()


# One Database a run and kind, emptied for each test: a new engine compiles every statement anew, which takes
# longer than most tests.


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'workbench.sqlite3'}")
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def _postgresql(postgresql_server: Server) -> Iterator[Database]:
    database = postgresql_server.database("template")
    yield database
    database.dispose()


def _empty_sqlite(request: pytest.FixtureRequest) -> Database:
    database: Database = request.getfixturevalue("_sqlite")
    path = Path(str(database.url.database))
    database.dispose()
    for old in path.parent.iterdir():
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return database


def _empty_postgresql(request: pytest.FixtureRequest) -> Database:
    database: Database = request.getfixturevalue("_postgresql")
    empty(database)
    return database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated, empty database; the test runs on both kinds."""
    return _empty_sqlite(request) if request.param == "sqlite" else _empty_postgresql(request)


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
    email = f"{name.lower().replace(' ', '.')}@example.org"
    user = User(
        email=email,
        email_key=email,
        name=name,
        password_hash=password_hash,
        created_at=START,
        roles=[UserRole(role=role) for role in roles],
    )
    session.add(user)
    session.flush()
    return user.as_actor()


def add_people(session: Session) -> dict[str, Actor]:
    """One person per role, and a second translator and reviewer."""
    return {
        "translator": add_person(session, "Tala Translator", Role.TRANSLATOR),
        "translator2": add_person(session, "Tamim Translator", Role.TRANSLATOR),
        "reviewer": add_person(session, "Rana Reviewer", Role.REVIEWER),
        "reviewer2": add_person(session, "Rami Reviewer", Role.REVIEWER),
        "editor": add_person(session, "Emad Editor", Role.EDITOR),
        "admin": add_person(session, "Amal Admin", Role.ADMIN),
        "nobody": add_person(session, "Nour Nobody"),
    }


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


def pytest_configure(config: pytest.Config) -> None:
    # Machines are noisy; how long an example takes is no behaviour.
    settings.register_profile("workbench", deadline=None)
    settings.load_profile("workbench")
    # Two workers on two cores must not each think they own all of them.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
