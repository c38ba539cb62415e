"""Words are owed by all that was written in a row: what was published settles nothing, so it is not kept any more.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.drop_column("segment", "published_revision_id")


def downgrade() -> None:
    """As if nothing had been published: then, too, nothing is settled."""
    op.add_column("segment", sa.Column("published_revision_id", Id, nullable=True))
