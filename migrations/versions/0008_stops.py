"""Stops: the desk is told of what stops publication while an edition is scheduled.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEEPS_IDS = {"sqlite_autoincrement": True}
NOTICES = (
    "assigned", "handed_over", "mentioned", "replied", "answered", "author_answered", "disputed", "decided", "asked",
    "legal_read", "legal_signed", "legal_refused", "breaking",
)  # fmt: skip


def upgrade() -> None:
    replace_notices((*NOTICES, "stops"))


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE kind = 'stops'")
    replace_notices(NOTICES)


def replace_notices(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("notice", table_kwargs=KEEPS_IDS) as notices:
        notices.drop_constraint(op.f("ck_notice_kind"), type_="check")
        notices.create_check_constraint(op.f("ck_notice_kind"), sa.text(f"kind IN ({words})"))
