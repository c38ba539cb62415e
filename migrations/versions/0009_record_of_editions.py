"""The record of editions: the log has a line of everything that happens to one, and an erasure needs both.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: What the log had no line of, or one without the reason.
NAMES = {"cancelled": "edition.cancelled", "corrected": "edition.marked_corrected"}

SAME = " AND ".join(
    f"NEW.{column} = OLD.{column}"
    for column in ("id", "article_id", "number", "sha256", "note", "published_by_id", "published_at")
)
SAME += " AND COALESCE(NEW.previous_sha256, '') = COALESCE(OLD.previous_sha256, '')"


def upgrade() -> None:
    for kind, name in NAMES.items():
        op.execute(missing_lines(kind, name))
    refuse_change_but(f"NEW.content = '' AND {SAME} AND {is_erased()} AND {is_not_out()}")


def downgrade() -> None:
    """The log is append-only: what it says since stays."""
    said = "EXISTS (SELECT 1 FROM edition_event e WHERE e.edition_id = OLD.id AND e.kind = 'erased')"
    refuse_change_but(f"NEW.content = '' AND {SAME} AND {said}")


def missing_lines(kind: str, name: str) -> str:
    detail = "json_object" if is_sqlite() else "jsonb_build_object"
    return (
        "INSERT INTO event (at, actor_id, name, article_id, detail) "  # noqa: S608  only our own names
        f"SELECT e.at, e.actor_id, '{name}', d.article_id, {detail}('number', d.number, 'reason', e.reason) "
        f"FROM edition_event e JOIN edition d ON d.id = e.edition_id WHERE e.kind = '{kind}' "
        f"AND NOT EXISTS (SELECT 1 FROM event l WHERE l.article_id = d.article_id AND l.name = '{name}' "
        f"AND l.at = e.at AND {of('l', 'number')} = CAST(d.number AS TEXT) "
        f"AND COALESCE({of('l', 'reason')}, '') = e.reason) ORDER BY e.id"
    )


def is_erased() -> str:
    """The edition's record and the log say so in one act: its erasure."""
    return (
        "EXISTS (SELECT 1 FROM edition_event e JOIN event l "  # noqa: S608  only our own names
        "ON l.at = e.at AND l.actor_id = e.actor_id AND l.name = 'edition.erased' "
        "WHERE e.edition_id = OLD.id AND e.kind = 'erased' AND l.article_id = OLD.article_id "
        f"AND {of('l', 'number')} = CAST(OLD.number AS TEXT))"
    )


def is_not_out() -> str:
    """It was cancelled, withdrawn with itself or a later one, or a later one went out before its erasure."""
    return (
        "(EXISTS (SELECT 1 FROM edition_event c WHERE c.edition_id = OLD.id AND c.kind = 'cancelled') "
        "OR EXISTS (SELECT 1 FROM edition d JOIN edition_event w ON w.edition_id = d.id "
        "WHERE d.article_id = OLD.article_id AND d.number >= OLD.number AND w.kind = 'withdrawn') "
        "OR EXISTS (SELECT 1 FROM edition d JOIN edition_event e ON e.edition_id = OLD.id AND e.kind = 'erased' "
        "WHERE d.article_id = OLD.article_id AND d.number > OLD.number AND d.published_at <= e.at "
        "AND NOT EXISTS (SELECT 1 FROM edition_event c WHERE c.edition_id = d.id AND c.kind = 'cancelled')))"
    )


def of(line: str, key: str) -> str:
    """A value of the line's detail, as text."""
    if is_sqlite():
        return f"CAST(json_extract({line}.detail, '$.{key}') AS TEXT)"
    return f"({line}.detail ->> '{key}')"


def is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def refuse_change_but(allowed: str) -> None:
    if is_sqlite():
        op.execute("DROP TRIGGER edition_refuses_update")
        op.execute(
            f"CREATE TRIGGER edition_refuses_update BEFORE UPDATE ON edition WHEN NOT ({allowed}) "
            "BEGIN SELECT RAISE(ABORT, 'edition is append-only'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_edition_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {allowed} THEN RETURN NEW; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
