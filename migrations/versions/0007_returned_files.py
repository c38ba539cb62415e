"""Returned files: words that the desk brings in from a translation file are told from its own.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

#: SQLite builds an altered table anew, and would give ids of deleted rows out again.
KEEPS_IDS = {"sqlite_autoincrement": True}

CAUSES = (
    "import", "edit", "correction", "suggestion", "merge_of_edits", "restore", "insert", "split", "join", "undo",
    "typo_fix", "reimport", "pairing",
)  # fmt: skip


def upgrade() -> None:
    unprotect()
    replace_causes((*CAUSES, "returned_file"))
    protect()


def downgrade() -> None:
    unprotect()
    op.execute("UPDATE revision SET cause = 'correction' WHERE cause = 'returned_file'")
    replace_causes(CAUSES)
    protect()


def replace_causes(causes: tuple[str, ...]) -> None:
    words = ", ".join(f"'{cause}'" for cause in causes)
    with op.batch_alter_table("revision", table_kwargs=KEEPS_IDS) as revisions:
        revisions.drop_constraint(op.f("ck_revision_cause"), type_="check")
        revisions.create_check_constraint(op.f("ck_revision_cause"), sa.text(f"cause IN ({words})"))


def unprotect() -> None:
    """SQLite builds the table anew, which would drop its triggers silently; a downgrade changes sealed rows."""
    on = "" if op.get_bind().dialect.name == "sqlite" else " ON revision"
    for trigger in ("revision_sealed", "revision_refuses_delete"):
        op.execute(f"DROP TRIGGER {trigger}{on}")


def protect() -> None:
    """The triggers of 0001."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER revision_sealed BEFORE UPDATE ON revision WHEN OLD.sealed_at IS NOT NULL "
            "BEGIN SELECT RAISE(ABORT, 'a sealed revision never changes'); END"
        )
        op.execute(
            "CREATE TRIGGER revision_refuses_delete BEFORE DELETE ON revision "
            "BEGIN SELECT RAISE(ABORT, 'revision is append-only'); END"
        )
        return
    op.execute(
        "CREATE TRIGGER revision_sealed BEFORE UPDATE ON revision FOR EACH ROW "
        "WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER revision_refuses_delete BEFORE DELETE ON revision "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
