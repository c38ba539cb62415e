"""Writing, deciding, and never losing an edit."""

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.services.conftest import Rows
from workbench.db.models import Cause, Decision, DecisionKind, Revision
from workbench.domain.errors import Conflict, InvalidInput, NotAllowed, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.stages import Stage
from workbench.domain.workflow import State
from workbench.services import projection
from workbench.services.reopening import ask_reopen
from workbench.services.segments import (
    add_by_desk,
    agree,
    approve,
    confirm,
    leave_out,
    rekind,
    reopen,
    restore,
    save_source,
    save_target,
    send_back,
    take_back,
)
from workbench.services.structure import insert_after, remove
from workbench.services.undo import undo


def target_revisions(rows: Rows, number: int) -> list[Revision]:
    query = select(Revision).where(Revision.segment_id == rows[number].id, Revision.side == Side.TARGET)
    return list(rows.session.scalars(query.order_by(Revision.number)))


def test_a_translators_edit_makes_a_draft_and_a_confirmation_a_translation(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Forty-three workers came back.")
    assert rows[1].state is State.DRAFT
    rows.do(confirm, "translator", 1)
    assert rows[1].state is State.TRANSLATED
    assert projection.compare(rows.session, rows.article) == []


def test_a_reviewers_correction_leaves_it_translated(rows: Rows) -> None:
    rows.do(save_target, "reviewer", 1, text="Forty-three workers returned to the quay on Sunday.")
    assert rows[1].state is State.TRANSLATED
    assert target_revisions(rows, 1)[-1].cause is Cause.CORRECTION


def test_autosaves_of_one_person_fold_into_one_revision(rows: Rows) -> None:
    for text in ("Some 4", "Some 43", "Some 43 workers"):
        rows.do(save_target, "translator", 1, text=text)
    assert [r.text for r in target_revisions(rows, 1)][1:] == ["Some 43 workers"]


def test_a_decision_seals_and_the_next_edit_is_a_new_revision(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="One")
    rows.do(confirm, "translator", 1)
    rows.do(save_target, "translator", 1, text="Two")
    assert [r.text for r in target_revisions(rows, 1)][1:] == ["One", "Two"]


def test_another_persons_edit_never_folds(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="One")
    rows.do(save_target, "translator2", 1, text="Two")
    assert [(r.text, r.author_id) for r in target_revisions(rows, 1)][1:] == [
        ("One", rows.people["translator"].id),
        ("Two", rows.people["translator2"].id),
    ]


@pytest.mark.both_databases
def test_the_database_refuses_to_change_a_sealed_revision(rows: Rows) -> None:
    sealed = target_revisions(rows, 1)[0]
    sealed.text = "something else"
    with pytest.raises(DBAPIError):
        rows.session.flush()
    rows.session.rollback()


def test_a_stale_save_is_refused_with_base_theirs_mine_and_their_merge(rows: Rows) -> None:
    base, seen = rows[1].target, rows[1].lock_version
    rows.do(save_target, "translator", 1, text=base.replace("34", "43"))
    mine = base.replace("quay", "dock")
    with pytest.raises(Conflict) as conflict:
        rows.do(save_target, "translator2", 1, text=mine, version=seen, base=base)
    details = conflict.value.details
    assert details["theirs"]["text"] == base.replace("34", "43")
    assert details["theirs"]["author"] == "Tala Translator"
    assert details["merge"]["text"] == base.replace("34", "43").replace("quay", "dock")
    assert details["merge"]["conflicts"] == 0
    assert rows[1].target == base.replace("34", "43")


def test_settling_a_conflict_saves_the_merged_text_as_such(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Theirs")
    rows.do(save_target, "translator2", 1, text="Merged", merged=True)
    assert target_revisions(rows, 1)[-1].cause is Cause.MERGE_OF_EDITS


def test_repeating_a_save_answers_as_the_first_time_and_does_nothing_twice(rows: Rows) -> None:
    seen = rows[1].lock_version
    rows.do(save_target, "translator", 1, text="Once", version=seen, save_id="a")
    again = rows.do(save_target, "translator", 1, text="Once", version=seen, save_id="a")
    assert again.repeated
    assert len(target_revisions(rows, 1)) == 2


def test_a_repeated_save_is_known_even_after_somebody_else_saved(rows: Rows) -> None:
    seen = rows[1].lock_version
    rows.do(save_target, "translator", 1, text="Once", version=seen, save_id="a")
    rows.do(save_target, "translator2", 1, text="Since")
    assert rows.do(save_target, "translator", 1, text="Once", version=seen, save_id="a").repeated
    assert rows[1].target == "Since"


def test_a_repeated_confirmation_is_one_decision(rows: Rows) -> None:
    seen = rows[1].lock_version
    for _ in range(2):
        rows.do(confirm, "translator", 1, version=seen, save_id="c")
    assert len(rows.session.scalars(select(Decision)).all()) == 1


def test_an_approved_row_is_read_only_until_reopened(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    for who in ("translator", "reviewer", "editor"):
        with pytest.raises(WrongState, match="approved"):
            rows.do(save_target, who, 1, text="Changed")
    rows.do(reopen, "reviewer", 1)
    rows.do(save_target, "reviewer", 1, text="Changed")
    assert rows[1].state is State.TRANSLATED


def test_a_translator_cannot_approve_or_reopen_but_can_ask(rows: Rows) -> None:
    with pytest.raises(NotAllowed):
        rows.do(approve, "translator", 1)
    rows.do(approve, "reviewer", 1)
    with pytest.raises(NotAllowed):
        rows.do(reopen, "translator", 1)
    problem = ask_reopen(
        rows.session, rows.people["translator"], rows[1].id, reason="the figure is wrong", at=rows.clock()
    )
    assert problem.type == "question"
    assert "the figure is wrong" in problem.note


def test_what_an_approver_wrote_is_owed_until_somebody_else_agrees(rows: Rows) -> None:
    rows.do(save_target, "reviewer", 1, text="Forty-three workers returned on Sunday.")
    rows.do(approve, "reviewer", 1)
    assert rows[1].owed
    assert rows.article.counts.owed == 1
    with pytest.raises(WrongState, match="agreement"):
        rows.do(agree, "reviewer", 1)
    rows.do(agree, "translator", 1)
    assert not rows[1].owed
    assert rows.article.counts.owed == 0


def test_a_translators_words_are_backed_by_the_reviewers_approval(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Forty-three workers returned.")
    rows.do(confirm, "translator", 1)
    assert rows[1].owed
    rows.do(approve, "reviewer", 1)
    assert not rows[1].owed


def test_sending_back_needs_a_reason_and_stays_until_confirmed(rows: Rows) -> None:
    with pytest.raises(WrongState, match="why"):
        rows.do(send_back, "reviewer", 1, reason="\u200b")
    rows.do(send_back, "reviewer", 1, reason="The number is off.")
    assert rows[1].state is State.RETURNED
    rows.do(save_target, "translator", 1, text="Some 43 workers returned to the quay on Sunday.")
    assert rows[1].state is State.RETURNED
    rows.do(confirm, "translator", 1)
    assert rows[1].state is State.TRANSLATED


def test_emptying_the_english_makes_it_untranslated_and_it_can_be_left_out(rows: Rows) -> None:
    rows.do(save_target, "translator", 3, text="")
    assert rows[3].state is State.UNTRANSLATED
    with pytest.raises(WrongState):
        rows.do(leave_out, "translator", 3, reason="")
    rows.do(leave_out, "translator", 3, reason="cut for length")
    assert (rows[3].state, rows[3].left_out) == (State.TRANSLATED, True)
    assert rows.article.counts.left_out == 1
    rows.do(take_back, "translator", 3)
    assert (rows[3].state, rows[3].left_out) == (State.UNTRANSLATED, False)


def test_english_that_nobody_sees_is_none(rows: Rows) -> None:
    rows.do(send_back, "reviewer", 1, reason="The number is off.")
    for number in (1, 3):
        rows.do(save_target, "translator", number, text="\u200b\u200f")
        with pytest.raises(WrongState, match="There is no English yet"):
            rows.do(confirm, "translator", number)
    assert (rows[1].state, rows[3].state) == (State.RETURNED, State.UNTRANSLATED)
    rows.do(leave_out, "translator", 3, reason="cut for length")
    assert rows[3].left_out


def test_a_row_with_english_cannot_be_left_out(rows: Rows) -> None:
    with pytest.raises(WrongState, match="Empty the English first"):
        rows.do(leave_out, "translator", 1, reason="cut")


def test_writing_english_takes_back_left_out(rows: Rows) -> None:
    rows.do(save_target, "translator", 3, text="")
    rows.do(leave_out, "translator", 3, reason="cut for length")
    rows.do(save_target, "translator", 3, text="A committee.")
    assert (rows[3].left_out, rows[3].state) == (False, State.DRAFT)


def test_english_without_arabic_may_be_added_by_the_desk(rows: Rows) -> None:
    insert_after(rows.session, rows.people["editor"], rows.article.id, rows[0].id, at=rows.clock())
    rows.do(save_target, "translator", 1, text="This story was updated.")
    rows.do(add_by_desk, "translator", 1)
    assert rows[1].added


def test_correcting_the_arabic_withdraws_the_approval_and_is_the_desks(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    with pytest.raises(NotAllowed):
        rows.do(save_source, "translator", 1, text="عاد ٤٤ عاملًا.")
    rows.do(save_source, "editor", 1, text="عاد ٤٤ عاملًا.")
    assert (rows[1].state, rows[1].source) == (State.TRANSLATED, "عاد ٤٤ عاملًا.")


def test_changing_the_kind_of_an_approved_row_withdraws_the_approval(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    with pytest.raises(NotAllowed):
        rows.do(rekind, "translator", 1, kind=Kind.QUOTE)
    rows.do(rekind, "reviewer", 1, kind=Kind.QUOTE)
    assert (rows[1].kind, rows[1].state) == (Kind.QUOTE, State.TRANSLATED)


def test_restoring_an_earlier_revision_is_a_new_one(rows: Rows) -> None:
    first = target_revisions(rows, 1)[0]
    rows.do(save_target, "translator", 1, text="Something else")
    rows.do(restore, "translator", 1, revision_id=first.id)
    assert rows[1].target == first.text
    assert [r.cause for r in target_revisions(rows, 1)] == [Cause.IMPORT, Cause.EDIT, Cause.RESTORE]


@pytest.mark.parametrize("side", Side)
def test_a_restored_text_makes_way_again_with_the_state_before(rows: Rows, side: Side) -> None:
    save, old = {
        Side.TARGET: (save_target, rows[1].target_revision_id),
        Side.SOURCE: (save_source, rows[1].source_revision_id),
    }[side]
    rows.do(save, "editor", 1, text="عاد ٤٤ عاملًا." if side is Side.SOURCE else "Forty-four came back.")
    rows.do(approve, "reviewer", 1)
    if side is Side.TARGET:
        rows.do(reopen, "reviewer", 1)
    before = (rows[1].source, rows[1].target, rows[1].state)
    done = rows.do(restore, "editor", 1, revision_id=old)
    assert (rows[1].source, rows[1].target, rows[1].state) != before
    undo(rows.session, rows.people["editor"], rows.article.id, done.event_id, at=rows.clock())
    assert (rows[1].source, rows[1].target, rows[1].state) == before
    assert projection.compare(rows.session, rows.article) == []


def test_inline_marks_travel_through_edits(rows: Rows) -> None:
    text = rows[1].target
    quay = InlineMark(text.index("quay"), text.index("quay") + 4, MarkKind.STRONG)
    rows.do(save_target, "translator", 1, text=text, marks=(quay,))
    rows.do(save_target, "translator", 1, text=f"On Sunday, {text}")
    (mark,) = target_revisions(rows, 1)[-1].marks
    assert rows[1].target[mark["start"] : mark["end"]] == "quay"


def test_a_text_beyond_the_limit_is_refused_with_its_length(rows: Rows) -> None:
    with pytest.raises(InvalidInput, match="100,001"):
        rows.do(save_target, "translator", 1, text="x" * 100_001)


def test_line_ends_nul_and_lone_surrogates_never_reach_the_database(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="a\r\nb\x00c\ud800d")
    rows.session.flush()
    rows.session.expire_all()
    assert rows[1].target == "a\nbc\ufffdd"


def test_a_spiked_article_is_read_only(rows: Rows) -> None:
    rows.article.shelved = "spiked"
    rows.session.flush()
    with pytest.raises(NotAllowed, match="shelved"):
        rows.do(save_target, "translator", 1, text="x")


def test_the_stage_follows_the_rows(rows: Rows) -> None:
    assert rows.article.stage is Stage.REVIEW
    rows.do(save_target, "translator", 1, text="A draft")
    assert rows.article.stage is Stage.TRANSLATE
    rows.do(confirm, "translator", 1)
    for number in range(4):
        rows.do(approve, "reviewer", number)
    assert rows.article.stage is Stage.PUBLISH


def test_decisions_name_the_revisions_they_were_made_on(session: Session, rows: Rows) -> None:
    rows.do(confirm, "translator", 1)
    decision = session.scalars(select(Decision)).one()
    assert decision.kind is DecisionKind.CONFIRMED
    assert (decision.source_revision_id, decision.target_revision_id) == (
        rows[1].source_revision_id,
        rows[1].target_revision_id,
    )


def test_a_save_takes_few_statements_however_long_the_article(rows: Rows) -> None:
    """The hot path: a save must not grow with the article or with the row's history."""

    def count_statements(number: int) -> int:
        statements: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            statements.append(statement)

        connection = rows.session.connection()
        event.listen(connection, "before_cursor_execute", note)
        rows.session.flush()
        rows.do(save_target, "translator", 1, text=f"Text {number}")
        rows.session.flush()
        event.remove(connection, "before_cursor_execute", note)
        return len(statements)

    count_statements(0)
    first = count_statements(1)
    for number in range(3):
        rows.do(save_target, "translator2", 1, text=f"Between {number}")
        rows.do(confirm, "translator2", 1)
        insert_after(rows.session, rows.people["editor"], rows.article.id, None, at=rows.clock())
        rows.do(remove, "editor", 0)
    count_statements(2)
    assert count_statements(3) == first
    assert first <= 9  # one of them is this test's own look at the row
