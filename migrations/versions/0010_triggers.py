"""Triggers: on SQLite nothing takes the place of a row that is to stay, on PostgreSQL nothing empties its table.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

from workbench.db import triggers

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("edition", "edition_event", "event", "decision", "lineage", "revision", "problem_event")


def upgrade() -> None:
    triggers.create(op.get_bind(), TABLES)


def downgrade() -> None:
    """Those before keep their names, and refuse what they did."""
    for table in TABLES:
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {table}_refuses_replace")
        else:
            op.execute(f"DROP TRIGGER {table}_refuses_truncate ON {table}")
    if op.get_bind().dialect.name == "sqlite":
        for table in ("revision", "problem_event"):
            op.execute(f"DROP TRIGGER {table}_refuses_takeover")
