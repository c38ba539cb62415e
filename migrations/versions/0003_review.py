"""Review: notices, mail, legal reads, what somebody looked at, whose words a problem is about and what was judged.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

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


def one_of(name: str, *values: str) -> sa.Enum:
    """Text limited to ``values`` by a CHECK constraint called ``ck_<table>_<name>``."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", Id, nullable=False),
        sa.Column("user_id", Id, nullable=False),
        sa.Column("kind", one_of("kind", *NOTICES), nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("segment_id", Id, nullable=True),
        sa.Column("problem_id", Id, nullable=True),
        sa.Column("actor_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", Time, nullable=False),
        sa.Column("seen_at", Time, nullable=True),
        sa.Column("mailed_at", Time, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_notice_user_id_user")),
        sa.ForeignKeyConstraint(["article_id"], ["article.id"], name=op.f("fk_notice_article_id_article")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_notice_segment_id_segment")),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name=op.f("fk_notice_problem_id_problem")),
        sa.ForeignKeyConstraint(["actor_id"], ["user.id"], name=op.f("fk_notice_actor_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notice_inbox", "notice", ["user_id", "seen_at", "id"])
    op.create_index("ix_notice_article", "notice", ["article_id"])
    op.create_table(
        "mail_wish",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("mail", one_of("mail", "none", "at_once", "daily"), nullable=False),
        sa.Column("changed_at", Time, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_mail_wish_user_id_user")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_mail_wish")),
    )
    op.create_table(
        "legal_read",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("segment_id", Id, nullable=True),
        sa.Column("asked_by_id", Id, nullable=False),
        sa.Column("asked_at", Time, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_by_id", Id, nullable=True),
        sa.Column("signed_at", Time, nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("refused_by_id", Id, nullable=True),
        sa.Column("refused_at", Time, nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("withdrawn_by_id", Id, nullable=True),
        sa.Column("withdrawn_at", Time, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"], ["article.id"], name=op.f("fk_legal_read_article_id_article")
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_legal_read_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_legal_read_asked_by_id_user")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["user.id"], name=op.f("fk_legal_read_signed_by_id_user")),
        sa.ForeignKeyConstraint(
            ["refused_by_id"], ["user.id"], name=op.f("fk_legal_read_refused_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user.id"], name=op.f("fk_legal_read_withdrawn_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_read")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_legal_read_article_id"), "legal_read", ["article_id"])
    op.create_table(
        "look",
        sa.Column("user_id", Id, nullable=False),
        sa.Column("segment_id", Id, nullable=False),
        sa.Column("source_revision_id", Id, nullable=True),
        sa.Column("target_revision_id", Id, nullable=True),
        sa.Column("looked_at", Time, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_look_user_id_user")),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_look_segment_id_segment")),
        sa.PrimaryKeyConstraint("user_id", "segment_id", name=op.f("pk_look")),
    )
    op.create_index("ix_look_segment", "look", ["segment_id"])
    op.create_table(
        "judged",
        sa.Column("segment_id", Id, nullable=False),
        sa.Column("translator_id", Id, nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("source_words", sa.Integer(), nullable=False),
        sa.Column("target_words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["segment_id"], ["segment.id"], name=op.f("fk_judged_segment_id_segment")),
        sa.ForeignKeyConstraint(["translator_id"], ["user.id"], name=op.f("fk_judged_translator_id_user")),
        sa.PrimaryKeyConstraint("segment_id", "translator_id", "month", name=op.f("pk_judged")),
    )
    op.create_index("ix_judged_words", "judged", ["month", "translator_id", "source_words", "target_words"])
    op.add_column("problem", sa.Column("translator_id", Id, nullable=True))
    op.create_index(
        "ix_problem_translator",
        "problem",
        ["translator_id", "created_at", "status", "type", "severity", "repeat_of_id"],
    )
    # What waits for somebody is read off problems and articles themselves, from a desk of any size.
    op.create_index("ix_problem_waiting", "problem", ["status", "type"])
    op.create_index("ix_article_owed", "article", ["shelved", "count_owed"])
    op.create_index("ix_article_overdue", "article", ["shelved", "stage", "deadline"])
    op.add_column("article", sa.Column("count_legal_reads", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("article", "count_legal_reads")
    op.drop_index("ix_article_overdue", "article")
    op.drop_index("ix_article_owed", "article")
    op.drop_index("ix_problem_waiting", "problem")
    op.drop_index("ix_problem_translator", "problem")
    op.drop_column("problem", "translator_id")
    for table in ("judged", "look", "legal_read", "mail_wish", "notice"):
        op.drop_table(table)
