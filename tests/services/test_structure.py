"""Rows cut, joined, moved, inserted and removed; and all of it undone."""

import pytest
from sqlalchemy import select

from tests.services.conftest import Rows
from workbench.db.models import Lineage
from workbench.domain.errors import InvalidInput, NotFound, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.workflow import State
from workbench.services import projection
from workbench.services.positions import GAP
from workbench.services.review import mark_problem
from workbench.services.revisions import marks_of
from workbench.services.segments import agree, approve, confirm, leave_out, save_target
from workbench.services.structure import insert_after, join_next, move, remove, split
from workbench.services.undo import undo


def texts(rows: Rows) -> list[tuple[str, str]]:
    return [(s.source, s.target) for s in rows.all]


def cut(rows: Rows, number: int, source_word: str, target_word: str, who: str = "translator") -> int:
    row = rows[number]
    done = rows.do(
        split, who, number, source_at=row.source.index(source_word), target_at=row.target.index(target_word)
    )
    return int(done.event_id)


def take_back(rows: Rows, event_id: int, who: str = "translator") -> None:
    undo(rows.session, rows.people[who], rows.article.id, event_id, at=rows.clock())


def test_a_split_keeps_every_word_and_the_first_half_keeps_the_row(rows: Rows) -> None:
    first_id = rows[1].id
    cut(rows, 1, "إلى الرصيف", "to the quay")
    assert texts(rows)[1:3] == [
        ("عاد ٤٣ عاملًا", "Some 34 workers returned"),
        ("إلى الرصيف صباح الأحد.", "to the quay on Sunday."),
    ]
    assert rows[1].id == first_id
    assert {rows[1].state, rows[2].state} == {State.DRAFT}
    lineage = rows.session.scalars(select(Lineage)).one()
    assert (lineage.from_segment_id, lineage.to_segment_id) == (first_id, rows[2].id)
    assert projection.compare(rows.session, rows.article) == []


def test_a_split_at_the_edge_is_refused(rows: Rows) -> None:
    with pytest.raises(InvalidInput, match="empty"):
        rows.do(split, "translator", 1, source_at=0, target_at=0)


def test_a_join_puts_both_sides_together_and_retires_the_second(rows: Rows) -> None:
    gone = rows[2].id
    rows.do(join_next, "translator", 1)
    assert len(rows.all) == 3
    assert rows[1].target == (
        "Some 34 workers returned to the quay on Sunday.\nThe authority said it would pay the late wages."
    )
    assert gone not in {s.id for s in rows.all}


def test_the_last_row_has_nothing_to_join(rows: Rows) -> None:
    with pytest.raises(NotFound, match="last"):
        rows.do(join_next, "translator", 3)


def test_approved_rows_are_neither_split_nor_joined(rows: Rows) -> None:
    rows.do(approve, "reviewer", 2)
    with pytest.raises(WrongState, match="approved"):
        rows.do(join_next, "reviewer", 1)
    with pytest.raises(WrongState, match="approved"):
        rows.do(split, "reviewer", 2, source_at=3, target_at=3)


def test_marks_follow_their_words_through_split_and_join(rows: Rows) -> None:
    at = rows[1].target.index("quay")
    marks = (InlineMark(0, 4, MarkKind.EMPHASIS), InlineMark(at, at + 4, MarkKind.STRONG))
    rows.do(save_target, "translator", 1, text=rows[1].target, marks=marks)
    cut(rows, 1, "إلى الرصيف", "to the quay")
    assert [rows[2].target[m.start : m.end] for m in marks_of(rows.session, rows[2], Side.TARGET)] == ["quay"]
    rows.do(join_next, "translator", 1)
    assert [rows[1].target[m.start : m.end] for m in marks_of(rows.session, rows[1], Side.TARGET)] == [
        "Some",
        "quay",
    ]


def test_a_problem_goes_with_its_english_words(rows: Rows) -> None:
    stays, goes = rows.mark(1, Side.TARGET, "34"), rows.mark(1, Side.TARGET, "quay")
    cut(rows, 1, "إلى الرصيف", "to the quay")
    assert (stays.segment_id, goes.segment_id) == (rows[1].id, rows[2].id)
    (span,) = goes.spans
    assert rows[2].target[span.start : span.end] == "quay"


def test_a_mark_the_cut_crosses_lies_in_the_tray(rows: Rows) -> None:
    crossed = rows.mark(1, Side.TARGET, "returned to the quay")
    cut(rows, 1, "إلى الرصيف", "to the quay")
    assert crossed.segment_id == rows[1].id
    assert crossed.spans[0].start is None
    assert crossed.spans[0].exact == "returned to the quay"


def test_undoing_a_split_brings_texts_states_and_marks_back(rows: Rows) -> None:
    before, state = texts(rows), rows[1].state
    crossed, moved = rows.mark(1, Side.TARGET, "returned to the quay"), rows.mark(1, Side.TARGET, "Sunday")
    event = cut(rows, 1, "إلى الرصيف", "to the quay")
    take_back(rows, event)
    assert texts(rows) == before
    assert rows[1].state is state
    for problem, words in ((crossed, "returned to the quay"), (moved, "Sunday")):
        rows.session.refresh(problem)
        assert problem.segment_id == rows[1].id
        assert rows[1].target[problem.spans[0].start : problem.spans[0].end] == words
    assert projection.compare(rows.session, rows.article) == []


def test_undoing_a_join_brings_both_rows_back(rows: Rows) -> None:
    before = texts(rows)
    problem = rows.mark(2, Side.SOURCE, "الهيئة")
    done = rows.do(join_next, "translator", 1)
    assert rows[1].source[problem.spans[0].start : problem.spans[0].end] == "الهيئة"
    take_back(rows, done.event_id)
    assert texts(rows) == before
    rows.session.refresh(problem)
    assert problem.segment_id == rows[2].id
    assert rows[2].source[problem.spans[0].start : problem.spans[0].end] == "الهيئة"


def test_an_undo_comes_too_late_once_somebody_edited(rows: Rows) -> None:
    event = cut(rows, 1, "إلى الرصيف", "to the quay")
    rows.do(save_target, "translator2", 2, text="to the dock on Sunday.")
    with pytest.raises(WrongState, match="too late"):
        take_back(rows, event)
    assert rows[2].target == "to the dock on Sunday."


def test_rows_move_and_move_back(rows: Rows) -> None:
    order = [s.id for s in rows.all]
    done = rows.do(move, "editor", 3, after_id=order[0])
    assert [s.id for s in rows.all] == [order[0], order[3], order[1], order[2]]
    take_back(rows, done.event_id, "editor")
    assert [s.id for s in rows.all] == order


def test_a_row_moved_to_the_top(rows: Rows) -> None:
    last = rows[3].id
    rows.do(move, "editor", 3, after_id=None)
    assert rows[0].id == last


def test_rows_inserted_again_and_again_at_one_place_never_run_out_of_room(rows: Rows) -> None:
    after = rows[0].id
    for _ in range(GAP.bit_length() + 3):
        insert_after(rows.session, rows.people["editor"], rows.article.id, after, at=rows.clock())
    positions = [s.position for s in rows.all]
    assert positions == sorted(set(positions))
    assert rows[0].id == after


def test_only_an_empty_row_can_be_removed_and_it_comes_back(rows: Rows) -> None:
    with pytest.raises(WrongState, match="Only an empty row"):
        rows.do(remove, "editor", 1)
    insert_after(
        rows.session, rows.people["editor"], rows.article.id, rows[0].id, kind=Kind.QUOTE, at=rows.clock()
    )
    done = rows.do(remove, "editor", 1)
    assert len(rows.all) == 4
    take_back(rows, done.event_id, "editor")
    assert rows[1].kind is Kind.QUOTE


def test_leaving_out_can_be_undone(rows: Rows) -> None:
    rows.do(save_target, "translator", 3, text="")
    done = rows.do(leave_out, "translator", 3, reason="cut")
    take_back(rows, done.event_id)
    assert (rows[3].left_out, rows[3].state) == (False, State.UNTRANSLATED)


def test_words_stay_owed_when_they_move_to_another_row(rows: Rows) -> None:
    rows.do(save_target, "reviewer", 1, text="Some 43 workers returned to the quay on Sunday.")
    cut(rows, 1, "إلى الرصيف", "to the quay", who="translator")
    rows.do(confirm, "reviewer", 2)
    rows.do(approve, "reviewer", 2)
    assert rows[2].owed
    rows.do(agree, "translator", 2)
    assert not rows[2].owed


def test_joining_cannot_launder_owed_words(rows: Rows) -> None:
    rows.do(save_target, "reviewer", 2, text="The authority said it would not pay.")
    rows.do(join_next, "translator", 1)
    rows.do(confirm, "reviewer", 1)
    rows.do(approve, "reviewer", 1)
    assert rows[1].owed


def test_the_title_follows_a_headline_that_is_joined_away(rows: Rows) -> None:
    rows.do(move, "editor", 0, after_id=rows[1].id)
    rows.do(join_next, "translator", 0)
    assert rows.article.target_title == ""
    assert projection.compare(rows.session, rows.article) == []


def test_a_row_with_marks_is_neither_removed_nor_undone_away(rows: Rows) -> None:
    done = insert_after(rows.session, rows.people["editor"], rows.article.id, rows[0].id, at=rows.clock())
    rows.do(mark_problem, "reviewer", 1, type_slug="question", note="What is to stand here?")
    with pytest.raises(WrongState, match="marks"):
        rows.do(remove, "editor", 1)
    with pytest.raises(WrongState, match="marked since"):
        take_back(rows, done.event_id or 0, "editor")
