"""Slips: a decision on a row and a step of a problem are taken back by whoever made them.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

#: SQLite builds an altered table anew, and would give ids of deleted rows out again.
KEEPS_IDS = {"sqlite_autoincrement": True}

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

DECISIONS = ("confirmed", "approved", "agreed", "returned", "reopened")
STEPS = (
    "opened", "replied", "fixed", "accepted", "reopened", "disputed", "withdrawn", "upheld", "answered",
    "reclassified", "moved",
)  # fmt: skip


def upgrade() -> None:
    unprotect()
    with op.batch_alter_table("decision", table_kwargs=KEEPS_IDS) as decisions:
        decisions.add_column(sa.Column("takes_back_id", Id, nullable=True))
        decisions.create_foreign_key(
            op.f("fk_decision_takes_back_id_decision"), "decision", ["takes_back_id"], ["id"]
        )
    op.create_index(op.f("ix_decision_takes_back_id"), "decision", ["takes_back_id"])
    replace_kinds("decision", (*DECISIONS, "taken_back"))
    replace_kinds("problem_event", (*STEPS, "taken_back"))
    protect()


def downgrade() -> None:
    unprotect()
    op.execute("DELETE FROM problem_event WHERE kind = 'taken_back'")
    op.execute("DELETE FROM decision WHERE kind = 'taken_back'")
    replace_kinds("problem_event", STEPS)
    replace_kinds("decision", DECISIONS)
    op.drop_index(op.f("ix_decision_takes_back_id"), "decision")
    with op.batch_alter_table("decision", table_kwargs=KEEPS_IDS) as decisions:
        decisions.drop_constraint(op.f("fk_decision_takes_back_id_decision"), type_="foreignkey")
        decisions.drop_column("takes_back_id")
    protect()


def replace_kinds(table: str, kinds: tuple[str, ...]) -> None:
    words = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table(table, table_kwargs=KEEPS_IDS) as rows:
        rows.drop_constraint(op.f(f"ck_{table}_kind"), type_="check")
        rows.create_check_constraint(op.f(f"ck_{table}_kind"), sa.text(f"kind IN ({words})"))


def unprotect() -> None:
    """SQLite builds the tables anew, which would drop their triggers silently; a downgrade deletes."""
    if op.get_bind().dialect.name == "sqlite":
        for trigger in ("decision_refuses_update", "decision_refuses_delete", "problem_event_refuses_delete"):
            op.execute(f"DROP TRIGGER {trigger}")
        return
    op.execute("DROP TRIGGER decision_append_only ON decision")
    op.execute("DROP TRIGGER problem_event_refuses_delete ON problem_event")


def protect() -> None:
    """The triggers of 0001."""
    if op.get_bind().dialect.name == "sqlite":
        for table, verb in (("decision", "UPDATE"), ("decision", "DELETE"), ("problem_event", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        "CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE ON decision "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER problem_event_refuses_delete BEFORE DELETE ON problem_event "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
