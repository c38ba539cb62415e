"""The first schema.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Json = sa.JSON().with_variant(JSONB(), "postgresql")

#: Tables whose rows never change or go once written.
APPEND_ONLY = ("edition", "edition_event", "event", "decision", "lineage")


def one_of(name: str, *values: str) -> sa.Enum:
    """Text limited to ``values`` by a CHECK constraint called ``ck_<table>_<name>``."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    create_tables()
    if op.get_bind().dialect.name == "sqlite":
        protect_on_sqlite()
        op.execute("CREATE VIRTUAL TABLE article_search USING fts5(text, tokenize = 'trigram')")
    else:
        protect_on_postgresql()
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute(
            "CREATE TABLE article_search ("
            "article_id bigint PRIMARY KEY REFERENCES article (id), text text NOT NULL)"
        )
        op.execute("CREATE INDEX ix_article_search_text ON article_search USING gin (text gin_trgm_ops)")


def protect_on_sqlite() -> None:
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    op.execute(
        "CREATE TRIGGER revision_sealed BEFORE UPDATE ON revision WHEN OLD.sealed_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a sealed revision never changes'); END"
    )
    for table in ("revision", "problem_event"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def protect_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE TRIGGER revision_sealed BEFORE UPDATE ON revision FOR EACH ROW "
        "WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
    )
    for table in ("revision", "problem_event"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    op.execute("DROP TABLE article_search")
    drop_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def create_tables() -> None:
    """In the order in which they name each other."""
    create_people()
    create_articles()
    create_editions()
    create_review()
    create_desk()


def create_people() -> None:
    """Who works here, and how they come in."""
    op.create_table(
        "throttle",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("window_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_index("ix_throttle_window_started_at", "throttle", ["window_started_at"], unique=False)
    op.create_table(
        "user",
        sa.Column("id", Id, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_email_key")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "user_role",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("role", one_of("role", "translator", "reviewer", "editor", "admin"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_user_role_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", "role", name=op.f("pk_user_role")),
    )
    op.create_table(
        "session",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_session_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_session_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_session_expires_at"), "session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_session_user_id"), "session", ["user_id"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("id", Id, nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", Id, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_one_time_link_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
        sqlite_autoincrement=True,
    )


def create_articles() -> None:
    """Articles, their segments, and who works on what."""
    op.create_table(
        "article",
        sa.Column("id", Id, nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source_title", sa.Text(), nullable=False),
        sa.Column("target_title", sa.Text(), nullable=False),
        sa.Column("title_key", sa.String(length=200), nullable=False),
        sa.Column("source_byline", sa.Text(), nullable=False),
        sa.Column("target_byline", sa.Text(), nullable=False),
        sa.Column("source_outlet", sa.Text(), nullable=False),
        sa.Column("target_outlet", sa.Text(), nullable=False),
        sa.Column("source_dateline", sa.Text(), nullable=False),
        sa.Column("target_dateline", sa.Text(), nullable=False),
        sa.Column("source_tags", Json, nullable=False),
        sa.Column("target_tags", Json, nullable=False),
        sa.Column("source_url", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("translated_by_id", Id, nullable=True),
        sa.Column("translated_by_name", sa.Text(), nullable=False),
        sa.Column("created_by_id", Id, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_to", one_of("handed_to", "translation", "review", "desk"), nullable=True),
        sa.Column("handed_by_id", Id, nullable=True),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handover_note", sa.Text(), nullable=False),
        sa.Column("shelved", sa.String(length=16), nullable=False),
        sa.Column("shelved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shelved_by_id", Id, nullable=True),
        sa.Column("shelved_reason", sa.Text(), nullable=False),
        sa.Column("stage", one_of("stage", "translate", "review", "publish", "published"), nullable=False),
        sa.Column("edition_number", sa.Integer(), nullable=False),
        sa.Column("changed_since_edition", sa.Boolean(), nullable=False),
        sa.Column("count_untranslated", sa.Integer(), nullable=False),
        sa.Column("count_draft", sa.Integer(), nullable=False),
        sa.Column("count_translated", sa.Integer(), nullable=False),
        sa.Column("count_returned", sa.Integer(), nullable=False),
        sa.Column("count_approved", sa.Integer(), nullable=False),
        sa.Column("count_left_out", sa.Integer(), nullable=False),
        sa.Column("count_owed", sa.Integer(), nullable=False),
        sa.Column("count_minor", sa.Integer(), nullable=False),
        sa.Column("count_major", sa.Integer(), nullable=False),
        sa.Column("count_critical", sa.Integer(), nullable=False),
        sa.Column("count_neutral", sa.Integer(), nullable=False),
        sa.Column("count_fixed", sa.Integer(), nullable=False),
        sa.Column("count_blocking", sa.Integer(), nullable=False),
        sa.Column("count_source_words", sa.Integer(), nullable=False),
        sa.Column("count_target_words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_article_created_by_id_user")),
        sa.ForeignKeyConstraint(["handed_by_id"], ["user.id"], name=op.f("fk_article_handed_by_id_user")),
        sa.ForeignKeyConstraint(["shelved_by_id"], ["user.id"], name=op.f("fk_article_shelved_by_id_user")),
        sa.ForeignKeyConstraint(
            ["translated_by_id"], ["user.id"], name=op.f("fk_article_translated_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article")),
        sa.UniqueConstraint("slug", name=op.f("uq_article_slug")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_article_desk", "article", ["shelved", "changed_at", "id"], unique=False)
    op.create_index("ix_article_desk_deadline", "article", ["shelved", "deadline", "id"], unique=False)
    op.create_index(
        "ix_article_desk_stage", "article", ["shelved", "stage", "changed_at", "id"], unique=False
    )
    op.create_index("ix_article_desk_title", "article", ["shelved", "title_key", "id"], unique=False)
    op.create_index(
        "ix_article_handed_to", "article", ["shelved", "handed_to", "changed_at", "id"], unique=False
    )
    op.create_index(
        "ix_article_ahead", "article", ["shelved", "changed_since_edition", "changed_at", "id"], unique=False
    )
    op.create_index(
        "ix_article_translated_by", "article", ["translated_by_id", "changed_at", "id"], unique=False
    )
    op.create_table(
        "segment",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            one_of(
                "kind", "headline", "standfirst", "subheading", "paragraph", "list_item", "quote", "caption"
            ),
            nullable=False,
        ),
        sa.Column("attrs", Json, nullable=False),
        sa.Column(
            "state",
            one_of("state", "untranslated", "draft", "translated", "returned", "approved"),
            nullable=False,
        ),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("source_words", sa.Integer(), nullable=False),
        sa.Column("target_words", sa.Integer(), nullable=False),
        sa.Column("source_revision_id", Id, nullable=True),
        sa.Column("target_revision_id", Id, nullable=True),
        sa.Column("published_revision_id", Id, nullable=True),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.Column("one_side_reason", sa.Text(), nullable=False),
        sa.Column("owed", sa.Boolean(), nullable=False),
        sa.Column("lock_version", sa.Integer(), nullable=False),
        sa.Column("last_save_id", sa.String(length=64), nullable=True),
        sa.Column("article_version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT (left_out AND added)", name=op.f("ck_segment_one_side_at_most")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_segment_article_id_article")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_segment_changes", "segment", ["article_id", "article_version"], unique=False)
    op.create_index(
        "ix_segment_counts",
        "segment",
        ["article_id", "retired", "state", "owed", "left_out", "source_words", "target_words"],
        unique=False,
    )
    op.create_index("ix_segment_order", "segment", ["article_id", "retired", "position"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("role", one_of("role", "translator", "reviewer", "editor", "admin"), nullable=False),
        sa.Column("first_segment_id", Id, nullable=True),
        sa.Column("last_segment_id", Id, nullable=True),
        sa.Column("created_by_id", Id, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_assignment_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name=op.f("fk_assignment_created_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["first_segment_id"], ["segment.id"], name=op.f("fk_assignment_first_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(
            ["last_segment_id"], ["segment.id"], name=op.f("fk_assignment_last_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_assignment_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_assignment_article_id"), "assignment", ["article_id"], unique=False)
    op.create_index("ix_assignment_user", "assignment", ["user_id", "ended_at", "article_id"], unique=False)
    op.create_table(
        "lineage",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("from_segment_id", Id, nullable=False),
        sa.Column("to_segment_id", Id, nullable=False),
        sa.Column("kind", one_of("kind", "split", "join"), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_lineage_actor_id_user")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_lineage_article_id_article")),
        sa.ForeignKeyConstraint(
            ["from_segment_id"], ["segment.id"], name=op.f("fk_lineage_from_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(
            ["to_segment_id"], ["segment.id"], name=op.f("fk_lineage_to_segment_id_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lineage")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_lineage_article_id"), "lineage", ["article_id"], unique=False)
    op.create_index(op.f("ix_lineage_from_segment_id"), "lineage", ["from_segment_id"], unique=False)
    op.create_index(op.f("ix_lineage_to_segment_id"), "lineage", ["to_segment_id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("segment_id", Id, nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_presence_article_id_article")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_presence_segment_id_segment")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_presence_user_id_user")),
        sa.PrimaryKeyConstraint("article_id", "user_id", name=op.f("pk_presence")),
    )


def create_editions() -> None:
    """What was published, and what became of it."""
    op.create_table(
        "edition",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_by_id", Id, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_edition_article_id_article")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_edition_published_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition")),
        sa.UniqueConstraint("article_id", "number", name=op.f("uq_edition_article_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "edition_event",
        sa.Column("id", Id, nullable=False),
        sa.Column("edition_id", Id, nullable=False),
        sa.Column(
            "kind",
            one_of("kind", "scheduled", "released", "cancelled", "corrected", "withdrawn"),
            nullable=False,
        ),
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_edition_event_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_edition_event_edition_id_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_edition_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_edition_event_edition_id"), "edition_event", ["edition_id"], unique=False)


def create_review() -> None:
    """Problems, and the words and decisions that come of them. Revisions name the problem whose suggestion they apply."""
    op.create_table(
        "problem",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("segment_id", Id, nullable=True),
        sa.Column("type", sa.String(length=32), nullable=False),
        sa.Column("severity", one_of("severity", "neutral", "minor", "major", "critical"), nullable=False),
        sa.Column(
            "status",
            one_of(
                "status",
                "open",
                "fixed",
                "accepted",
                "reopened",
                "disputed",
                "withdrawn",
                "upheld",
                "answered",
            ),
            nullable=False,
        ),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("note_direction", sa.String(length=4), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=True),
        sa.Column("reading_pass", sa.String(length=16), nullable=False),
        sa.Column("repeat_of_id", Id, nullable=True),
        sa.Column("fixed_revision_id", Id, nullable=True),
        sa.Column("author_id", Id, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "type IN ('mistranslation', 'omission', 'addition', 'over-translation', 'under-translation', 'untranslated', 'number-date-unit', 'negation-modality', 'attribution', 'quotation', 'name-spelling', 'wrong-term', 'inconsistent-term', 'grammar', 'spelling', 'punctuation', 'unintelligible', 'house-style', 'awkward', 'unidiomatic', 'register', 'number-format', 'date-format', 'currency-format', 'measurement-format', 'needs-explanation', 'loaded-or-offensive', 'legal-risk', 'misleading-headline', 'layout', 'link', 'missing-text', 'source-error', 'praise', 'question')",
            name=op.f("ck_problem_type"),
        ),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_problem_article_id_article")),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_problem_author_id_user")),
        sa.ForeignKeyConstraint(
            ["repeat_of_id"], ["problem.id"], name=op.f("fk_problem_repeat_of_id_problem")
        ),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_problem_segment_id_segment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_problem_article", "problem", ["article_id", "status", "severity"], unique=False)
    op.create_index("ix_problem_segment", "problem", ["segment_id", "status"], unique=False)
    op.create_table(
        "revision",
        sa.Column("id", Id, nullable=False),
        sa.Column("segment_id", Id, nullable=False),
        sa.Column("side", one_of("side", "source", "target"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("marks", Json, nullable=False),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("author_id", Id, nullable=True),
        sa.Column("suggested_by_id", Id, nullable=True),
        sa.Column("problem_id", Id, nullable=True),
        sa.Column(
            "cause",
            one_of(
                "cause",
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
            ),
            nullable=False,
        ),
        sa.Column("save_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_revision_author_id_user")),
        sa.ForeignKeyConstraint(["parent_id"], ["revision.id"], name=op.f("fk_revision_parent_id_revision")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_revision_problem_id_problem")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_revision_segment_id_segment")),
        sa.ForeignKeyConstraint(
            ["suggested_by_id"], ["user.id"], name=op.f("fk_revision_suggested_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("segment_id", "side", "number", name=op.f("uq_revision_segment_id_side_number")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "decision",
        sa.Column("id", Id, nullable=False),
        sa.Column("segment_id", Id, nullable=False),
        sa.Column(
            "kind", one_of("kind", "confirmed", "approved", "agreed", "returned", "reopened"), nullable=False
        ),
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("source_revision_id", Id, nullable=True),
        sa.Column("target_revision_id", Id, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_decision_actor_id_user")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_decision_segment_id_segment")),
        sa.ForeignKeyConstraint(
            ["source_revision_id"], ["revision.id"], name=op.f("fk_decision_source_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(
            ["target_revision_id"], ["revision.id"], name=op.f("fk_decision_target_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_decision_segment_id"), "decision", ["segment_id"], unique=False)
    op.create_table(
        "problem_event",
        sa.Column("id", Id, nullable=False),
        sa.Column("problem_id", Id, nullable=False),
        sa.Column(
            "kind",
            one_of(
                "kind",
                "opened",
                "replied",
                "fixed",
                "accepted",
                "reopened",
                "disputed",
                "withdrawn",
                "upheld",
                "answered",
                "reclassified",
                "moved",
            ),
            nullable=False,
        ),
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("direction", sa.String(length=4), nullable=False),
        sa.Column("revision_id", Id, nullable=True),
        sa.Column("detail", Json, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_problem_event_actor_id_user")),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_problem_event_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_problem_event_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_event")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_problem_event_problem_id"), "problem_event", ["problem_id"], unique=False)
    op.create_table(
        "problem_span",
        sa.Column("id", Id, nullable=False),
        sa.Column("problem_id", Id, nullable=False),
        sa.Column("side", one_of("side", "source", "target"), nullable=False),
        sa.Column("origin_revision_id", Id, nullable=False),
        sa.Column("origin_start", sa.Integer(), nullable=False),
        sa.Column("origin_end", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("revision_id", Id, nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["origin_revision_id"], ["revision.id"], name=op.f("fk_problem_span_origin_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_problem_span_problem_id_problem")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_problem_span_revision_id_revision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_span")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_problem_span_problem_id"), "problem_span", ["problem_id"], unique=False)
    op.create_table(
        "waiver",
        sa.Column("id", Id, nullable=False),
        sa.Column("problem_id", Id, nullable=False),
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_waiver_actor_id_user")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_waiver_problem_id_problem")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_waiver_problem_id"), "waiver", ["problem_id"], unique=False)


def create_desk() -> None:
    """The desk itself: settings, jobs, articles to come, and the log."""
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", Json, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", Id, nullable=True),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user.id"], name=op.f("fk_setting_changed_by_id_user")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "job",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("payload", Json, nullable=False),
        sa.Column("state", one_of("state", "waiting", "running", "done", "failed"), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("created_by_id", Id, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"], name=op.f("fk_job_created_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_job_due", "job", ["state", "run_at"], unique=False)
    op.create_table(
        "import_draft",
        sa.Column("id", Id, nullable=False),
        sa.Column("owner_id", Id, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", Json, nullable=False),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_import_draft_article_id_article")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"], name=op.f("fk_import_draft_owner_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_import_draft_owner", "import_draft", ["owner_id", "changed_at"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", Id, nullable=True),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("segment_id", Id, nullable=True),
        sa.Column("detail", Json, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_event_actor_id_user")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_event_article_id_article")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_event_segment_id_segment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_article", "event", ["article_id", "id"], unique=False)
    op.create_index("ix_event_name", "event", ["name", "id"], unique=False)


def drop_tables() -> None:
    for table in (
        "event",
        "import_draft",
        "job",
        "setting",
        "waiver",
        "problem_span",
        "problem_event",
        "decision",
        "revision",
        "problem",
        "edition_event",
        "edition",
        "presence",
        "lineage",
        "assignment",
        "segment",
        "article",
        "one_time_link",
        "session",
        "user_role",
        "user",
        "throttle",
    ):
        op.drop_table(table)
