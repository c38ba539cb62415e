"""A long article meets the import again: a corrected Arabic text put in, its rows paired anew, both undone.

What counts is how long SQLite's one writer is held, for everybody else's saves wait meanwhile. A third of the rows
has English somebody has to agree with, every fifth a mark on its words.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tests.benchmarks.measure import ms, scratch_sqlite, table, workbench
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Article, Segment
from workbench.demo.people import PEOPLE
from workbench.domain.kinds import Kind, Side
from workbench.domain.people import Actor, Role
from workbench.intake.document import Block, Document
from workbench.services import accounts, pair_steps, reimporting, row_pairs
from workbench.services.articles import NewArticle, NewSegment, create_article
from workbench.services.draft_state import DraftState, SideState
from workbench.services.importing import start_draft
from workbench.services.problem_life import Place
from workbench.services.review import mark_problem
from workbench.services.row_pairs_plan import make_pairing_plan
from workbench.services.segments import save_target
from workbench.services.undo import undo

ROWS = 1000
CHANGED = (50, 500)
_SOURCE = (
    "قال رئيس التعاونية {0} إن البحر أعطى هذا العام {0} سلة من السمك، أي أكثر مما أعطى في عقد كامل من الزمن. "
    * 3
)
_TARGET = (
    "The head of cooperative {0} said the sea had given {0} crates this year, more than in a full decade. "
    * 3
)


class Held:
    """How long the writer was held, and how many statements ran meanwhile."""

    seconds = 0.0
    statements = 0


@contextmanager
def _writing(database: Database) -> Iterator[tuple[Session, Held]]:
    held = Held()

    def note(*_: Any) -> None:
        held.statements += 1

    with database.writing() as session:
        event.listen(database.engine, "before_cursor_execute", note)
        started = time.perf_counter()
        yield session, held
    held.seconds = time.perf_counter() - started
    event.remove(database.engine, "before_cursor_execute", note)


def main() -> None:
    lines = []
    with scratch_sqlite() as url:
        workbench(url, "db", "upgrade")
        workbench(url, "demo", "--articles", "1", "--segments", "5")
        database = Database(url)
        for count in CHANGED:
            lines += _measured(database, f"{count} of {ROWS:,} rows have other Arabic", _correct(count))
        lines += _measured(database, f"{ROWS:,} rows paired anew", _pair)
        database.dispose()
    table(
        "An article in work met again, milliseconds on SQLite",
        ("what", "whole", "writer held", "statements", "aim"),
        lines,
    )


def _measured(
    database: Database, name: str, act: Callable[[Database, Actor, str], tuple[float, Held, int]]
) -> list[tuple[object, ...]]:
    with database.writing() as session:
        editor, article = _article(session)
    whole, held, event_id = act(database, editor, article.slug)
    with _writing(database) as (session, back):
        undo(session, editor, article.id, event_id, at=clock.now())
    aim = 1000 if "paired" in name else 500
    return [
        (name, ms(whole), ms(held.seconds), held.statements, aim),
        ("  undone", ms(back.seconds), ms(back.seconds), back.statements, aim),
    ]


def _article(session: Session) -> tuple[Actor, Article]:
    editor, translator = (accounts.find_person(session, PEOPLE[r][1]) for r in (Role.EDITOR, Role.TRANSLATOR))
    texts = [
        NewSegment(Kind.PARAGRAPH, _SOURCE.format(n).strip(), _TARGET.format(n).strip()) for n in range(ROWS)
    ]
    article = create_article(
        session, editor, NewArticle(tuple(texts), english_is_finished=True), at=clock.now()
    )
    rows = session.scalars(
        select(Segment).where(Segment.article_id == article.id).order_by(Segment.position)
    ).all()
    for row in rows[::3]:
        text = row.target.replace("crates", "boxes")
        save_target(session, translator, row.id, text=text, version=row.lock_version, at=clock.now())
    for row in rows[::5]:
        places = [Place(Side.SOURCE, 4, 8, row.source[4:8]), Place(Side.TARGET, 4, 8, row.target[4:8])]
        mark_problem(
            session,
            editor,
            row.id,
            type_slug="mistranslation",
            places=places,
            version=row.lock_version,
            at=clock.now(),
        )
    return editor, article


def _correct(count: int) -> Callable[[Database, Actor, str], tuple[float, Held, int]]:
    def act(database: Database, editor: Actor, slug: str) -> tuple[float, Held, int]:
        with database.writing() as session:
            article = session.scalars(select(Article).where(Article.slug == slug)).one()
            rows = reimporting.rows_to_compare(session, article.id)
            every = ROWS // count
            texts = [
                row.source.replace("السمك", "السردين") if n % every == 0 else row.source
                for n, row in enumerate(rows)
            ]
            state = DraftState(source=SideState(document=Document(tuple(map(Block, texts)))))
            draft = start_draft(session, editor, state, into=article, at=clock.now())
        started = time.perf_counter()
        plan = reimporting.plan_for(rows, state)
        assert plan.counts["changed"] == count, plan.counts
        with database.reading() as session:
            prepared = reimporting.prepare(session, editor, article.id, plan, at=clock.now())
        with _writing(database) as (session, held):
            done = reimporting.reimport(session, editor, draft.id, prepared, version=1, agreed=plan.approvals)
        assert done.event_id
        return time.perf_counter() - started, held, done.event_id

    return act


def _pair(database: Database, editor: Actor, slug: str) -> tuple[float, Held, int]:
    with database.writing() as session:
        article = session.scalars(select(Article).where(Article.slug == slug)).one()
        texts = row_pairs.rows_to_pair(session, article)
        state = pair_steps.shift_side(row_pairs.draft_to_pair(texts), Side.TARGET, 0, 1)
        draft = start_draft(session, editor, state, into=article, at=clock.now())
    started = time.perf_counter()
    plan = make_pairing_plan(texts, state)
    with database.reading() as session:
        prepared = row_pairs.prepare(session, editor, article.id, plan, at=clock.now())
    with _writing(database) as (session, held):
        done = row_pairs.put_pairs(session, editor, draft.id, prepared, version=1, agreed=len(plan.approved))
    assert done.event_id
    return time.perf_counter() - started, held, done.event_id


if __name__ == "__main__":
    main()
