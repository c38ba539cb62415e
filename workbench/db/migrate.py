"""Runs the migrations in ``migrations/`` against a database."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from workbench.db.engine import Database
from workbench.resources import folder


def config_for(database: Database) -> Config:
    """An Alembic configuration bound to ``database``; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    config.attributes["database"] = database
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    command.upgrade(config_for(database), revision)


def downgrade(database: Database, revision: str) -> None:
    command.downgrade(config_for(database), revision)


def current(database: Database) -> str | None:
    """The migration the database stands at; None for an empty one."""
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def head(database: Database) -> str:
    """The newest migration this program knows."""
    found = ScriptDirectory.from_config(config_for(database)).get_current_head()
    assert found is not None, "there is always a first migration"
    return found


def knows(database: Database, revision: str) -> bool:
    """Whether this program has the migration, so that it can read or upgrade what stands at it."""
    scripts = ScriptDirectory.from_config(config_for(database))
    return any(script.revision == revision for script in scripts.walk_revisions())
