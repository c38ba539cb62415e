"""Many rows rewritten at once: as many statements as for a few, whatever happens to them."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from tests.conftest import Clock, sample
from tests.services.conftest import Rows
from workbench.domain.kinds import Kind, Side
from workbench.domain.people import Actor
from workbench.intake.document import Block, Document
from workbench.services import importing, pair_steps, reimporting, row_pairs
from workbench.services.articles import create_article
from workbench.services.draft_state import DraftState, SideState
from workbench.services.row_pairs_plan import make_pairing_plan
from workbench.services.segments import save_target
from workbench.services.undo import undo

ARABIC = "قالت اللجنة رقم {0} إنها راجعت قوائم الورديات كلها. ثم أعلنت {0} من النتائج."
ENGLISH = "Committee number {0} said it had reviewed all shift lists. Then it announced {0} results."


def corrected(rows: Rows) -> int | None:
    """Of every four rows one reworded, one cut in two, one gone and one as it was; and a new one."""
    texts = []
    for n, row in enumerate(rows.all):
        first, _, second = row.source.partition(". ")
        texts += [
            [row.source.replace("راجعت", "دققت")],
            [f"{first}.", second],
            [f"أضيفت فقرة جديدة تماما عن الميناء القديم {n}."],
            [row.source],
        ][n % 4]
    state = DraftState(source=SideState(document=Document(tuple(map(Block, texts)))))
    editor = rows.people["editor"]
    draft = importing.start_draft(rows.session, editor, state, into=rows.article, at=rows.clock())
    plan = reimporting.plan_for(reimporting.rows_to_compare(rows.session, rows.article.id), state)
    assert {"changed", "split", "part", "new", "gone"} <= set(plan.counts)
    prepared = reimporting.prepare(rows.session, editor, rows.article.id, plan, at=rows.clock())
    done = reimporting.reimport(
        rows.session, editor, draft.id, prepared, version=draft.version, agreed=plan.approvals
    )
    return done.event_id


def paired(rows: Rows) -> int | None:
    """All the English one row down, and two rows made one."""
    editor = rows.people["editor"]
    texts = row_pairs.rows_to_pair(rows.session, rows.article)
    state = pair_steps.shift_side(row_pairs.draft_to_pair(texts), Side.TARGET, 0, 1)
    state = pair_steps.merge_pairs(state, 3)
    draft = importing.start_draft(rows.session, editor, state, into=rows.article, at=rows.clock())
    plan = make_pairing_plan(texts, state)
    prepared = row_pairs.prepare(rows.session, editor, rows.article.id, plan, at=rows.clock())
    return row_pairs.put_pairs(
        rows.session, editor, draft.id, prepared, version=draft.version, agreed=0
    ).event_id


def rows_of(session: Session, people: dict[str, Actor], clock: Clock, count: int) -> Rows:
    texts = tuple((Kind.PARAGRAPH, ARABIC.format(n), ENGLISH.format(n)) for n in range(count))
    rows = Rows(
        session, create_article(session, people["editor"], sample(rows=texts), at=clock()), people, clock
    )
    for n in range(0, count, 2):
        rows.do(save_target, "translator", n, text=f"{rows[n].target} All of them.")
        rows.mark(n, Side.TARGET, "shift lists")
        rows.mark(n, Side.SOURCE, "الورديات")
    session.flush()
    return rows


def counted(session: Session, act: Callable[[], int | None]) -> tuple[int, int]:
    """How many statements it runs, and the audit line it gives."""
    statements: list[str] = []
    connection: Connection = session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    event_id = act()
    event.remove(connection, "before_cursor_execute", note)
    return len(statements), event_id or 0


@pytest.mark.parametrize("act", [corrected, paired])
def test_the_statements_do_not_grow_with_the_rows(
    session: Session, people: dict[str, Actor], clock: Clock, act: Callable[[Rows], int | None]
) -> None:
    counts = []
    for count in (8, 16):
        rows = rows_of(session, people, clock, count)
        done, event_id = counted(session, lambda: act(rows))  # noqa: B023
        taken_back = (session, people["editor"], rows.article.id, event_id)
        undone, _ = counted(session, lambda: (undo(*taken_back, at=clock()), None)[1])  # noqa: B023
        counts.append((done, undone))
    assert counts[0] == counts[1]
