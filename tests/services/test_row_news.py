"""Words a colleague wrote while somebody paired the rows: taken where they can be, else it is said why not."""

import pytest

from tests.services.conftest import Rows
from tests.services.test_row_pairs import begin, put
from workbench.db.models import Revision
from workbench.domain.errors import Conflict, InvalidInput
from workbench.domain.kinds import Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.services import draft_history, pair_steps
from workbench.services.draft_state import DraftState
from workbench.services.pair_steps import Cut
from workbench.services.revisions import marks_of
from workbench.services.row_news import News, keep_words, take_news, with_news
from workbench.services.row_pairs import rows_to_pair
from workbench.services.segments import approve, save_target
from workbench.services.structure import insert_after

S, T = Side.SOURCE, Side.TARGET
WORDS = "The board will pay nothing."


def news(rows: Rows, state: DraftState) -> tuple[News, ...]:
    return with_news(rows_to_pair(rows.session, rows.article), state).news


def taken(rows: Rows, state: DraftState) -> DraftState:
    return take_news(rows_to_pair(rows.session, rows.article), state)


def write(rows: Rows, number: int, text: str = WORDS) -> None:
    rows.do(save_target, "translator", number, text=text)


def english(state: DraftState) -> list[list[str]]:
    kept = state.target.kept
    return [[kept[n].text for n in bead.target] for bead in state.pairs]


def test_new_words_are_named_and_taken_as_a_step_that_can_be_undone(rows: Rows) -> None:
    state = pair_steps.merge_pairs(begin(rows), 1)
    write(rows, 2)
    (one,) = news(rows, state)
    assert (one.row.number, one.pair, one.new, one.why) == (3, 1, ((T, WORDS),), "")
    after = taken(rows, state)
    assert english(after)[1] == [rows[1].target, WORDS]
    assert news(rows, after) == ()
    undone = draft_history.undo(after)
    assert english(undone) == english(state)
    assert len(news(rows, undone)) == 1, "undone, they are new again"
    put(rows, after)
    assert rows[1].target.endswith(WORDS)


def test_nothing_new_is_nothing_to_take(rows: Rows) -> None:
    with pytest.raises(InvalidInput, match="no new words"):
        taken(rows, begin(rows))


def test_another_state_is_no_news_and_stops_nothing(rows: Rows) -> None:
    cuts = {S: Cut(0, rows[1].source.index("إلى الرصيف")), T: Cut(0, rows[1].target.index("to the quay"))}
    state = pair_steps.split_pair(begin(rows), 1, cuts)
    rows.do(approve, "reviewer", 1)
    assert news(rows, state) == ()
    put(rows, state, agreed=1)
    assert len(rows.all) == 5


def test_the_first_english_of_a_row_that_is_joined_goes_where_its_arabic_is(rows: Rows) -> None:
    write(rows, 2, "")
    state = pair_steps.merge_pairs(begin(rows), 1)
    write(rows, 2)
    assert english(taken(rows, state))[1] == [rows[1].target, WORDS]
    first = rows[1].target
    put(rows, state)
    assert rows[1].target == f"{first}\n{WORDS}"


def test_the_first_english_comes_before_that_of_a_later_row(rows: Rows) -> None:
    write(rows, 1, "")
    state = pair_steps.merge_pairs(begin(rows), 1)
    write(rows, 1)
    second = rows[2].target
    put(rows, state)
    assert rows[1].target == f"{WORDS}\n{second}"


def test_a_first_english_whose_place_is_taken_is_a_conflict_that_names_the_row(rows: Rows) -> None:
    write(rows, 1, "")
    state = pair_steps.move_to(begin(rows), T, 2, 1)
    write(rows, 1)
    (one,) = news(rows, state)
    assert (one.row.number, one.why != "") == (2, True)
    with pytest.raises(InvalidInput):
        taken(rows, state)
    with pytest.raises(Conflict, match="row 2: it has English for the first time, and here other English"):
        put(rows, state)
    assert rows[1].target == WORDS


def test_words_corrected_here_are_not_overwritten(rows: Rows) -> None:
    state = pair_steps.edit_pair_text(begin(rows), T, 1, 0, "Corrected.")
    write(rows, 1)
    write(rows, 2, "Others.")
    assert [(one.row.number, bool(one.why)) for one in news(rows, state)] == [(2, True), (3, False)]
    after = taken(rows, state)
    assert english(after)[1:3] == [["Corrected."], ["Others."]]
    assert [one.row.number for one in news(rows, after)] == [2]


def test_emphasis_a_colleague_gave_is_taken_along(rows: Rows) -> None:
    state = pair_steps.merge_pairs(begin(rows), 1)
    emphasis = InlineMark(4, 9, MarkKind.EMPHASIS)
    rows.do(save_target, "translator", 1, text=rows[1].target, marks=[emphasis])
    put(rows, state)
    assert marks_of(rows.session, rows[1], T) == (emphasis,)


def test_other_rows_are_a_conflict(rows: Rows) -> None:
    state = begin(rows)
    insert_after(rows.session, rows.people["editor"], rows.article.id, rows[0].id, at=rows.clock())
    with pytest.raises(Conflict, match="inserted"):
        news(rows, state)


@pytest.mark.parametrize("theirs", ["Theirs.", ""])
def test_what_stands_here_may_be_kept_over_the_new_words_which_stay_in_the_history(
    rows: Rows, theirs: str
) -> None:
    state = begin(rows)
    mine = "Mine." if theirs else rows[1].target
    if theirs:
        state = pair_steps.edit_pair_text(state, T, 1, 0, mine)
    write(rows, 1, theirs)
    theirs_id = rows[1].target_revision_id
    assert news(rows, state)[0].why
    kept = keep_words(rows_to_pair(rows.session, rows.article), state, rows[1].id)
    assert news(rows, kept) == ()
    assert len(news(rows, draft_history.undo(kept))) == 1
    put(rows, kept)
    assert rows[1].target == mine
    assert rows.session.get_one(Revision, rows[1].target_revision_id).parent_id == theirs_id
