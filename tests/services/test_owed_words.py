"""What an owed row shows: whose words they are, what they changed, and who could agree."""

import pytest

from tests.services.conftest import Rows
from workbench.db.queries.rows import Row, Show, read_rows
from workbench.services.segments import agree, approve, confirm, save_target


def owed(rows: Rows, who: str) -> list[Row]:
    rows.session.flush()
    return read_rows(rows.session, rows.article.id, rows.people[who], show=Show.OWED)


def test_the_redline_is_from_the_words_before_the_owed_ones(rows: Rows) -> None:
    before = rows[1].target
    rows.do(save_target, "reviewer", 1, text="Other words.")
    rows.do(approve, "reviewer", 1)
    [row] = owed(rows, "translator")
    assert row.owed_words is not None
    assert (row.owed_words.before, row.owed_words.by) == (before, (rows.people["reviewer"].name,))
    assert row.owed_to_actor
    [row] = owed(rows, "reviewer")
    assert not row.owed_to_actor


def test_several_corrections_since_are_one_redline(rows: Rows) -> None:
    before = rows[1].target
    rows.do(save_target, "reviewer", 1, text="Other words.")
    rows.do(save_target, "reviewer", 1, text="Other words yet.")
    rows.do(approve, "reviewer", 1)
    [row] = owed(rows, "editor")
    assert row.owed_words is not None
    assert row.owed_words.before == before


def test_agreed_with_nothing_is_owed(rows: Rows) -> None:
    rows.do(save_target, "reviewer", 1, text="Other words.")
    rows.do(approve, "reviewer", 1)
    rows.do(agree, "translator", 1)
    assert owed(rows, "editor") == []


@pytest.mark.both_databases
def test_what_was_typed_and_typed_back_is_nobodys(rows: Rows) -> None:
    before = rows[1].target
    rows.do(save_target, "reviewer", 1, text="Other words.")
    rows.do(save_target, "reviewer", 1, text=before)
    rows.do(approve, "reviewer", 1)
    assert not rows[1].owed


def test_whoever_puts_back_words_that_others_replaced_decides_alone(rows: Rows) -> None:
    before = rows[1].target
    rows.do(save_target, "translator", 1, text="Other words.")
    rows.do(confirm, "translator", 1)
    rows.do(save_target, "reviewer", 1, text=before)
    rows.do(approve, "reviewer", 1)
    assert rows[1].owed
