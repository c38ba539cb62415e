"""The triggers that refuse changes of what is only ever added to, however they come.

All of them as they are to be, on either engine, in this one place. A migration that changes one, or that on SQLite
builds such a table anew and so loses its triggers, creates them again (:func:`create`); ``workbench verify`` holds those
that the database has against them (:func:`lacking`).

They stop whoever changes rows, not whoever may remove triggers.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

#: The tables that are only ever added to, with the columns that no two rows share beside their id.
_KEYS: Mapping[str, Sequence[str]] = {
    "edition": ("article_id", "number"),
    "edition_event": (),
    "event": (),
    "decision": (),
    "lineage": (),
    "revision": ("segment_id", "side", "number"),
    "problem_event": (),
}
APPEND_ONLY = tuple(_KEYS)
#: Where rows change for a time: a revision until it is sealed, what is said of a problem for some minutes.
_CHANGING = ("revision", "problem_event")

_SAME = " AND ".join(
    f"NEW.{column} = OLD.{column}"
    for column in ("id", "article_id", "number", "sha256", "note", "published_by_id", "published_at")
)


def _is_erasure(*, on_sqlite: bool = False) -> str:
    """An edition's text goes once, for ever: its record and the log say so in one act, and readers do not have it (it
    was cancelled, withdrawn with itself or a later one, or a later one went out before)."""
    number = "CAST(json_extract(l.detail, '$.number') AS TEXT)" if on_sqlite else "(l.detail ->> 'number')"
    return (
        f"NEW.content = '' AND {_SAME} AND COALESCE(NEW.previous_sha256, '') = COALESCE(OLD.previous_sha256, '') "  # noqa: S608  only our own names
        "AND EXISTS (SELECT 1 FROM edition_event e JOIN event l "
        "ON l.at = e.at AND l.actor_id = e.actor_id AND l.name = 'edition.erased' "
        "WHERE e.edition_id = OLD.id AND e.kind = 'erased' AND l.article_id = OLD.article_id "
        f"AND {number} = CAST(OLD.number AS TEXT)) "
        "AND (EXISTS (SELECT 1 FROM edition_event c WHERE c.edition_id = OLD.id AND c.kind = 'cancelled') "
        "OR EXISTS (SELECT 1 FROM edition d JOIN edition_event w ON w.edition_id = d.id "
        "WHERE d.article_id = OLD.article_id AND d.number >= OLD.number AND w.kind = 'withdrawn') "
        "OR EXISTS (SELECT 1 FROM edition d JOIN edition_event e ON e.edition_id = OLD.id AND e.kind = 'erased' "
        "WHERE d.article_id = OLD.article_id AND d.number > OLD.number AND d.published_at <= e.at "
        "AND NOT EXISTS (SELECT 1 FROM edition_event c WHERE c.edition_id = d.id AND c.kind = 'cancelled')))"
    )


class _Trigger(NamedTuple):
    name: str
    table: str
    sql: str


def _refusal(name: str, table: str, on: str, when: str = "", says: str = "append-only") -> _Trigger:
    """On SQLite."""
    raised = f"SELECT RAISE(ABORT, '{table} is {says}')"
    when = f"WHEN {when} " if when else ""
    return _Trigger(name, table, f"CREATE TRIGGER {name} BEFORE {on} ON {table} {when}BEGIN {raised}; END")


def _is_taken(table: str, but: str = "") -> str:
    """Another row has the new one's place. SQLite lets REPLACE delete that one past its delete triggers.

    (NEW.id is -1 where the database is to choose it.)
    """
    places = [columns for columns in (("id",), _KEYS[table]) if columns]
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE {' AND '.join(f'{c} = NEW.{c}' for c in columns)}{but})"  # noqa: S608  only our own names
        for columns in places
    )


def _on_sqlite() -> Iterator[_Trigger]:
    yield _refusal("edition_refuses_update", "edition", "UPDATE", f"NOT ({_is_erasure(on_sqlite=True)})")
    yield _refusal("revision_sealed", "revision", "UPDATE", "OLD.sealed_at IS NOT NULL")
    for table in APPEND_ONLY:
        yield _refusal(f"{table}_refuses_delete", table, "DELETE")
        yield _refusal(f"{table}_refuses_replace", table, "INSERT", _is_taken(table))
        if table in _CHANGING:  # UPDATE OR REPLACE
            taken = _is_taken(table, but=" AND id <> OLD.id")
            yield _refusal(f"{table}_refuses_takeover", table, "UPDATE", taken)
        elif table != "edition":
            yield _refusal(f"{table}_refuses_update", table, "UPDATE")


_REFUSE = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;"
_FUNCTIONS = {
    "refuse_change": f" BEGIN {_REFUSE} END ",
    "refuse_edition_change": f" BEGIN IF {_is_erasure()} THEN RETURN NEW; END IF; {_REFUSE} END ",
}


def _call(name: str, table: str, on: str, each: str = "ROW", function: str = "refuse_change") -> _Trigger:
    """On PostgreSQL, in the words in which it gives a trigger back."""
    sql = f"CREATE TRIGGER {name} BEFORE {on} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
    return _Trigger(name, table, sql)


def _on_postgresql() -> Iterator[_Trigger]:
    yield _call("edition_append_only", "edition", "UPDATE", function="refuse_edition_change")
    yield _call("revision_sealed", "revision", "UPDATE", "ROW WHEN (old.sealed_at IS NOT NULL)")
    for table in APPEND_ONLY:
        if table in ("edition", *_CHANGING):
            yield _call(f"{table}_refuses_delete", table, "DELETE")
        else:
            yield _call(f"{table}_append_only", table, "DELETE OR UPDATE")
        yield _call(f"{table}_refuses_truncate", table, "TRUNCATE", "STATEMENT")


def create(connection: Connection, tables: Collection[str] = APPEND_ONLY) -> None:
    """Create the triggers of these tables, also in the place of those that are there."""
    is_sqlite = connection.dialect.name == "sqlite"
    for name, body in () if is_sqlite else _FUNCTIONS.items():
        connection.execute(
            text(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
        )
    for trigger in _triggers(connection):
        if trigger.table in tables:
            on = "" if is_sqlite else f" ON {trigger.table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger.name}{on}"))
            connection.execute(text(trigger.sql))


def lacking(connection: Connection) -> Sequence[str]:
    """The tables that lack a trigger of ours, or have one switched off or in other words."""
    is_sqlite = connection.dialect.name == "sqlite"
    found = dict((_found_on_sqlite if is_sqlite else _found_on_postgresql)(connection))
    return tuple(dict.fromkeys(t.table for t in _triggers(connection) if found.get(t.name) != t.sql))


def _triggers(connection: Connection) -> Iterator[_Trigger]:
    return _on_sqlite() if connection.dialect.name == "sqlite" else _on_postgresql()


def _found_on_sqlite(connection: Connection) -> Iterator[tuple[str, str]]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return ((name, sql) for name, sql in rows)


def _found_on_postgresql(connection: Connection) -> Iterator[tuple[str, str]]:
    rows = connection.execute(
        text(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.proname, p.prosrc "
            "FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
    )
    return ((name, sql) for name, sql, function, body in rows if _FUNCTIONS.get(function) == body)
