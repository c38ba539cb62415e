"""What somebody has looked at, and what has changed since."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from workbench.db.models import Revision
from workbench.db.queries import rows as rows_query
from workbench.db.queries.row_places import Show
from workbench.db.queries.rows import Row
from workbench.services.looks import note_looks
from workbench.services.segments import (
    agree,
    approve,
    confirm,
    reopen,
    save_source,
    save_target,
    send_back,
)
from workbench.services.structure import join_next, split
from workbench.services.undo import undo


def look(rows: Rows, who: str, *numbers: int, in_hand: bool = False, behind: int = 0) -> list[int]:
    """``who`` has these rows before them, in the version so many before the present one."""
    seen = {rows[n].id: rows[n].lock_version - behind for n in numbers}
    kept = set(seen) if in_hand else set()
    return note_looks(rows.session, rows.people[who], rows.article.id, seen, in_hand=kept, at=rows.clock())


def shown(rows: Rows, who: str, show: Show = Show.ALL) -> list[Row]:
    rows.session.flush()
    return rows_query.read_rows(rows.session, rows.article.id, rows.people[who], show=show)


def test_a_row_is_unseen_until_somebody_has_looked(rows: Rows) -> None:
    assert all(row.is_unseen for row in shown(rows, "reviewer"))
    assert look(rows, "reviewer", 0, 1) == [rows[0].id, rows[1].id]
    assert [row.is_unseen for row in shown(rows, "reviewer")][:3] == [False, False, True]
    assert all(row.is_unseen for row in shown(rows, "translator"))


def test_what_others_wrote_since_shows_with_the_words_of_then(rows: Rows) -> None:
    look(rows, "reviewer", 1, 2)
    before = rows[1].target
    rows.do(save_target, "translator", 1, text="Other words.")
    changed = shown(rows, "reviewer")[1].changed
    assert changed is not None
    assert (changed.target, changed.source) == (before, None)
    assert changed.by == rows.people["translator"].name
    assert [row.id for row in shown(rows, "reviewer", Show.CHANGED)] == [rows[1].id]
    assert shown(rows, "translator")[1].changed is None


def test_ones_own_words_are_no_news(rows: Rows) -> None:
    look(rows, "reviewer", 1)
    rows.do(save_target, "reviewer", 1, text="Other words.")
    assert shown(rows, "reviewer", Show.CHANGED) == []


def test_words_put_back_are_no_news(rows: Rows) -> None:
    look(rows, "reviewer", 1)
    before = rows[1].target
    rows.do(save_target, "translator", 1, text="Other words.")
    look(rows, "editor", 1)  # or the translator's next words would fold into the same revision
    rows.do(save_target, "translator", 1, text=before)
    assert shown(rows, "reviewer", Show.CHANGED) == []


def test_a_corrected_arabic_shows_too(rows: Rows) -> None:
    look(rows, "reviewer", 1)
    before = rows[1].source
    rows.do(save_source, "editor", 1, text=before + " وهذا جديد.")
    changed = shown(rows, "reviewer")[1].changed
    assert changed is not None
    assert (changed.source, changed.target) == (before, None)


def test_scrolling_by_does_not_pass_for_having_seen_a_change(rows: Rows) -> None:
    look(rows, "reviewer", 1)
    rows.do(save_target, "translator", 1, text="Other words.")
    assert look(rows, "reviewer", 1) == []
    assert len(shown(rows, "reviewer", Show.CHANGED)) == 1
    assert look(rows, "reviewer", 1, in_hand=True) == [rows[1].id]
    assert shown(rows, "reviewer", Show.CHANGED) == []


@pytest.mark.parametrize("decide", [approve, send_back, confirm, reopen, agree])
def test_deciding_on_a_row_is_a_look_at_it_as_it_is_then(rows: Rows, decide: Callable[..., Any]) -> None:
    more = {"reason": "Look again."} if decide is send_back else {}
    look(rows, "reviewer", 1, 2)
    rows.do(save_target, "translator", 1, text="Other words.")
    rows.do(save_target, "translator", 2, text="Other words here.")
    rows.do(confirm, "translator", 1)
    if decide in (reopen, agree):
        rows.do(save_target, "reviewer2", 1, text="Yet other words.")
        rows.do(approve, "reviewer2", 1)
    assert len(shown(rows, "reviewer", Show.CHANGED)) == 2
    rows.do(decide, "reviewer", 1, **more)
    assert [row.id for row in shown(rows, "reviewer", Show.CHANGED)] == [rows[2].id]


def test_writing_in_a_row_is_a_look_at_it(rows: Rows) -> None:
    look(rows, "reviewer", 1)
    rows.do(save_source, "editor", 1, text=rows[1].source + " وهذا جديد.")
    rows.do(save_target, "translator", 1, text="Other words.")
    rows.do(save_target, "reviewer", 1, text="Mine.")
    rows.do(save_target, "reviewer", 1, text="Mine, and more.")
    assert shown(rows, "reviewer", Show.CHANGED) == []
    rows.do(save_target, "translator", 1, text="Theirs.")
    changed = shown(rows, "reviewer")[1].changed
    assert changed is not None
    assert (changed.target, changed.source) == ("Mine, and more.", None)


def test_a_version_that_is_not_the_present_one_was_not_seen(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Other words.")
    assert look(rows, "reviewer", 1, behind=1) == []


def test_words_looked_at_do_not_change_under_the_look(rows: Rows) -> None:
    """The translator goes on typing; what the reviewer saw stays a revision of its own."""
    rows.do(save_target, "translator", 1, text="First words.")
    look(rows, "reviewer", 1)
    rows.session.expire_all()
    rows.do(save_target, "translator", 1, text="First words, and more.")
    texts = rows.session.scalars(
        select(Revision.text).where(Revision.segment_id == rows[1].id).order_by(Revision.id)
    ).all()
    assert texts[-2:] == ["First words.", "First words, and more."]
    changed = shown(rows, "reviewer")[1].changed
    assert changed is not None
    assert changed.target == "First words."


def test_rows_of_another_article_and_unknown_ones_are_passed_over(rows: Rows) -> None:
    assert (
        note_looks(
            rows.session, rows.people["reviewer"], rows.article.id + 1, {rows[0].id: 1}, at=rows.clock()
        )
        == []
    )
    assert (
        note_looks(rows.session, rows.people["reviewer"], rows.article.id, {10**9: 1}, at=rows.clock()) == []
    )


def cut(rows: Rows, who: str) -> int:
    row = rows[1]
    at = {"source_at": row.source.index("إلى"), "target_at": row.target.index("to the")}
    return int(rows.do(split, who, 1, **at).event_id)


@pytest.mark.parametrize("own_words", [False, True])
def test_ones_own_acts_on_rows_and_their_undoing_are_no_news(rows: Rows, own_words: bool) -> None:
    look(rows, "translator", 1, 2)
    look(rows, "reviewer", 1, 2)
    if own_words:
        rows.do(save_target, "translator", 1, text="Some 43 workers returned to the quay.")
    event = cut(rows, "translator")
    assert shown(rows, "translator", Show.CHANGED) == []
    assert len(shown(rows, "reviewer", Show.CHANGED)) == 1
    undo(rows.session, rows.people["translator"], rows.article.id, event, at=rows.clock())
    assert shown(rows, "translator", Show.CHANGED) == []
    assert len(shown(rows, "reviewer", Show.CHANGED)) == own_words
    event = rows.do(join_next, "translator", 1).event_id
    assert shown(rows, "translator", Show.CHANGED) == []
    undo(rows.session, rows.people["translator2"], rows.article.id, event, at=rows.clock())
    assert shown(rows, "translator", Show.CHANGED) == []


def test_what_was_news_before_ones_own_split_is_news_after_it(rows: Rows) -> None:
    look(rows, "editor", 1)
    rows.do(save_target, "translator", 1, text="Some 43 workers returned to the quay.")
    cut(rows, "editor")
    assert [row.id for row in shown(rows, "editor", Show.CHANGED)] == [rows[1].id]


def test_a_decision_leaves_the_words_as_they_were_seen(rows: Rows) -> None:
    look(rows, "translator", 1)
    rows.do(approve, "reviewer", 1)
    assert shown(rows, "translator", Show.CHANGED) == []
