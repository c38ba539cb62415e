"""Puts volume into the database: 100,000 articles in a minute or two, where the services would take hours.

Rows are written with plain inserts; what they are, :mod:`workbench.demo.bulk_rows` says.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.db import search
from workbench.db.base import Base
from workbench.db.models import (
    Article,
    AuditEvent,
    Decision,
    Edition,
    EditionEvent,
    Judged,
    Problem,
    ProblemEvent,
    ProblemSpan,
    Revision,
    Segment,
)
from workbench.demo.bulk_rows import Ids, Rows, add_article, counted
from workbench.demo.volume import generate_segments
from workbench.domain.people import Actor

BATCH = 500  # articles written at once
BODIES = 400  # different articles; beyond that bodies repeat under headlines of their own


def load_volume(
    session: Session,
    articles: int,
    segments: int,
    *,
    by: Actor,
    translators: Sequence[Actor] = (),
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Add ``articles`` generated articles of ``segments`` segments each, spread over the two years before ``now``.

    ``by`` approves, marks and publishes what ``translators`` wrote in turn (nobody here, if none). Running it again
    adds more. ``progress`` hears (articles done, all).
    """
    start = _last_number(session) + 1
    bodies = [counted(generate_segments(segments, seed)) for seed in range(min(articles, BODIES))]
    ids = _free_ids(session)
    for first in range(0, articles, BATCH):
        rows: Rows = defaultdict(list)
        for index in range(first, min(first + BATCH, articles)):
            number = start + index
            at = now - timedelta(minutes=7 * (articles - index))
            body = (*counted(generate_segments(min(segments, 1), number)), *bodies[index % len(bodies)][1:])
            translator = translators[number % len(translators)] if translators else None
            add_article(rows, ids, number, body, by, translator, at)
        _write(session, rows)
        if progress:
            progress(min(first + BATCH, articles), articles)
    _continue_ids(session, ids)


def _last_number(session: Session) -> int:
    newest = session.scalar(sa.select(sa.func.max(Article.slug)).where(Article.slug.startswith("volume-")))
    return int(newest.removeprefix("volume-")) if newest else 0


#: Referred-to tables before those that refer to them.
_ORDER: tuple[type[Base], ...] = (
    Article, Segment, Revision, Decision, Judged, Problem, ProblemSpan, ProblemEvent, Edition,
    EditionEvent, AuditEvent,
)  # fmt: skip


def _write(session: Session, rows: Rows) -> None:
    connection = session.connection()
    for model in _ORDER:
        if rows[model]:
            connection.execute(sa.insert(cast(sa.Table, model.__table__)), rows[model])
    search.index_articles(session, (Article(**row, source_tags=[], target_tags=[]) for row in rows[Article]))


_COUNTED_TABLES = (
    ("article", Article), ("segment", Segment), ("revision", Revision), ("problem", Problem), ("edition", Edition),
)  # fmt: skip


def _free_ids(session: Session) -> Ids:
    """Ids nobody else will take: on SQLite the writing scope is alone, on PostgreSQL the tables are locked."""
    if session.get_bind().dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name, _ in _COUNTED_TABLES)
        session.execute(sa.text(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE"))
    highest = {name: session.scalar(sa.select(sa.func.max(model.id))) or 0 for name, model in _COUNTED_TABLES}
    return Ids(**{name: value + 1 for name, value in highest.items()})


def _continue_ids(session: Session, ids: Ids) -> None:
    """Tell PostgreSQL's sequences where to go on; SQLite's follow by themselves."""
    if session.get_bind().dialect.name == "postgresql":
        for name, _ in _COUNTED_TABLES:
            sequence = sa.func.pg_get_serial_sequence(name, "id")
            session.execute(sa.select(sa.func.setval(sequence, getattr(ids, name), False)))
