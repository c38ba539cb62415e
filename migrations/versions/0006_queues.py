"""Queues: jobs of one queue run one after another, so that a web site is told of an article in order.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("job", sa.Column("queue", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_job_queue"), "job", ["queue"])


def downgrade() -> None:
    op.drop_index(op.f("ix_job_queue"), "job")
    op.drop_column("job", "queue")
