"""Drafts that go into an article in work, and the revisions that come of it: of a corrected Arabic text, of rows
paired anew.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: SQLite builds an altered table anew, and would give ids of deleted rows out again.
KEEPS_IDS = {"sqlite_autoincrement": True}

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

CAUSES = (
    "import",
    "edit",
    "correction",
    "suggestion",
    "merge_of_edits",
    "restore",
    "insert",
    "split",
    "join",
    "undo",
    "typo_fix",
)


def upgrade() -> None:
    with op.batch_alter_table("import_draft", table_kwargs=KEEPS_IDS) as draft:
        draft.add_column(sa.Column("into_article_id", Id, nullable=True))
        draft.create_foreign_key(
            op.f("fk_import_draft_into_article_id_article"), "article", ["into_article_id"], ["id"]
        )
    op.add_column("segment", sa.Column("source_before_id", Id, nullable=True))
    unprotect()
    replace_causes((*CAUSES, "reimport", "pairing"))
    protect()


def downgrade() -> None:
    unprotect()
    op.execute("UPDATE revision SET cause = 'import' WHERE cause = 'reimport'")
    op.execute("UPDATE revision SET cause = 'join' WHERE cause = 'pairing'")
    replace_causes(CAUSES)
    protect()
    op.drop_column("segment", "source_before_id")
    with op.batch_alter_table("import_draft", table_kwargs=KEEPS_IDS) as draft:
        draft.drop_constraint(op.f("fk_import_draft_into_article_id_article"), type_="foreignkey")
        draft.drop_column("into_article_id")


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
