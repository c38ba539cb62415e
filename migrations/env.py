"""Alembic's entry: runs each migration in a transaction of its own, on SQLite with foreign keys off.

Off, because SQLite's batch mode drops and recreates tables: with foreign keys on, that emptied a child table
and took the triggers along. They are checked before the commit instead.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context

from workbench.db import models  # noqa: F401  (registers the tables)
from workbench.db.base import Base
from workbench.db.engine import Database

#: Made by migrations in each database's own way, outside the models.
NOT_IN_MODELS = "article_search"


def include_object(obj: Any, name: str | None, type_: str, reflected: bool, compare_to: Any) -> bool:
    return not (type_ == "table" and (name or "").startswith(NOT_IN_MODELS))


def run(database: Database) -> None:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            # Only outside a transaction does this pragma take effect.
            connection.connection.cursor().execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            include_object=include_object,
            render_as_batch=database.is_sqlite,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if database.is_sqlite:
                broken = connection.execute(sa.text("PRAGMA foreign_key_check")).all()
                if broken:
                    raise RuntimeError(
                        f"the migration left {len(broken)} dangling references, the first: {broken[0]}"
                    )
        if connection.in_transaction():
            connection.commit()
        if database.is_sqlite:
            connection.connection.cursor().execute("PRAGMA foreign_keys=ON")


run(context.config.attributes["database"])
