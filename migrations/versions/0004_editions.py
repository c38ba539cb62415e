"""Editions after publishing: erasure where the law asks for it, who fetches them, and who is told.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

#: SQLite builds an altered table anew, and would give ids of deleted rows out again.
KEEPS_IDS = {"sqlite_autoincrement": True}

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Time = sa.DateTime(timezone=True)

NOTICES = (
    "assigned",
    "handed_over",
    "mentioned",
    "replied",
    "answered",
    "author_answered",
    "disputed",
    "decided",
    "asked",
    "legal_read",
    "legal_signed",
    "legal_refused",
)
EVENTS = ("scheduled", "released", "cancelled", "corrected", "withdrawn")

#: An edition's text may be blanked once, after an event says why; everything else of it stays for ever.
SAME = " AND ".join(
    f"NEW.{column} = OLD.{column}"
    for column in ("id", "article_id", "number", "sha256", "note", "published_by_id", "published_at")
)
IS_ERASURE = (
    f"NEW.content = '' AND {SAME} AND COALESCE(NEW.previous_sha256, '') = COALESCE(OLD.previous_sha256, '') "  # noqa: S608  only our own column names
    "AND EXISTS (SELECT 1 FROM edition_event e WHERE e.edition_id = OLD.id AND e.kind = 'erased')"
)


def upgrade() -> None:
    op.add_column(
        "article", sa.Column("is_behind_source", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    with op.batch_alter_table("article", table_kwargs=KEEPS_IDS) as article:
        article.alter_column("is_behind_source", server_default=None)
    replace_notices((*NOTICES, "breaking"))
    unprotect_events()
    replace_events((*EVENTS, "erased"))
    protect_events()
    allow_erasure()
    op.create_table(
        "feed_key",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("created_by_id", Id, nullable=False),
        sa.Column("created_at", Time, nullable=False),
        sa.Column("revoked_at", Time, nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_feed_key_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_feed_key_key_hash")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "webhook",
        sa.Column("id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("secret", sa.String(100), nullable=False),
        sa.Column("created_by_id", Id, nullable=False),
        sa.Column("created_at", Time, nullable=False),
        sa.Column("ended_at", Time, nullable=True),
        sa.Column("last_at", Time, nullable=True),
        sa.Column("last_answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_webhook_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
        sqlite_autoincrement=True,
    )
    # The feed and the public addresses ask for what is out, the newest first.
    op.create_index("ix_edition_published_at", "edition", ["published_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_edition_published_at", "edition")
    op.drop_table("webhook")
    op.drop_table("feed_key")
    refuse_erasure()
    unprotect_events()
    op.execute("DELETE FROM edition_event WHERE kind = 'erased'")
    replace_events(EVENTS)
    protect_events()
    op.execute("DELETE FROM notice WHERE kind = 'breaking'")
    replace_notices(NOTICES)
    op.drop_column("article", "is_behind_source")


def replace_notices(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("notice", table_kwargs=KEEPS_IDS) as notices:
        notices.drop_constraint(op.f("ck_notice_kind"), type_="check")
        notices.create_check_constraint(op.f("ck_notice_kind"), sa.text(f"kind IN ({words})"))


def replace_events(kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("edition_event", table_kwargs=KEEPS_IDS) as events:
        events.drop_constraint(op.f("ck_edition_event_kind"), type_="check")
        events.create_check_constraint(op.f("ck_edition_event_kind"), sa.text(f"kind IN ({words})"))


def is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def unprotect_events() -> None:
    """SQLite builds the table anew, which would drop its triggers silently."""
    if is_sqlite():
        op.execute("DROP TRIGGER edition_event_refuses_update")
        op.execute("DROP TRIGGER edition_event_refuses_delete")
    else:
        op.execute("DROP TRIGGER edition_event_append_only ON edition_event")


def protect_events() -> None:
    """The triggers of 0001."""
    if is_sqlite():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER edition_event_refuses_{verb.lower()} BEFORE {verb} ON edition_event "
                "BEGIN SELECT RAISE(ABORT, 'edition_event is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER edition_event_append_only BEFORE UPDATE OR DELETE ON edition_event "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def allow_erasure() -> None:
    if is_sqlite():
        op.execute("DROP TRIGGER edition_refuses_update")
        op.execute(
            f"CREATE TRIGGER edition_refuses_update BEFORE UPDATE ON edition WHEN NOT ({IS_ERASURE}) "
            "BEGIN SELECT RAISE(ABORT, 'edition is append-only'); END"
        )
        return
    op.execute("DROP TRIGGER edition_append_only ON edition")
    op.execute(
        "CREATE FUNCTION refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {IS_ERASURE} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE TRIGGER edition_append_only BEFORE UPDATE ON edition "
        "FOR EACH ROW EXECUTE FUNCTION refuse_edition_change()"
    )
    op.execute(
        "CREATE TRIGGER edition_refuses_delete BEFORE DELETE ON edition "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )


def refuse_erasure() -> None:
    if is_sqlite():
        op.execute("DROP TRIGGER edition_refuses_update")
        op.execute(
            "CREATE TRIGGER edition_refuses_update BEFORE UPDATE ON edition "
            "BEGIN SELECT RAISE(ABORT, 'edition is append-only'); END"
        )
        return
    op.execute("DROP TRIGGER edition_refuses_delete ON edition")
    op.execute("DROP TRIGGER edition_append_only ON edition")
    op.execute("DROP FUNCTION refuse_edition_change()")
    op.execute(
        "CREATE TRIGGER edition_append_only BEFORE UPDATE OR DELETE ON edition "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
