"""The rows of an article in work paired anew: words, history and marks follow, the rest stays, all can be undone."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from workbench.db.models import AuditEvent, Cause, Lineage, LineageKind, ProblemEvent, Revision, Segment
from workbench.db.queries.history import history_of
from workbench.domain.errors import Conflict, InvalidInput, NotAllowed, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.workflow import State
from workbench.services import importing, pair_steps, projection
from workbench.services.aligning import align_sides
from workbench.services.draft_state import DraftState, state_from_json, state_to_json
from workbench.services.draft_words import APPROVED
from workbench.services.pair_steps import Cut
from workbench.services.reimport_plan import OldRow
from workbench.services.row_news import RowTexts
from workbench.services.row_pairs import Paired, draft_to_pair, prepare, put_pairs, rows_to_pair
from workbench.services.row_pairs_plan import draft_of, make_pairing_plan
from workbench.services.segments import approve, confirm, save_target
from workbench.services.structure import insert_after
from workbench.services.undo import undo

Steps = Callable[[DraftState], DraftState]
S, T = Side.SOURCE, Side.TARGET


def begin(rows: Rows) -> DraftState:
    return draft_to_pair(rows_to_pair(rows.session, rows.article))


def put(rows: Rows, state: DraftState, *, who: str = "editor", agreed: int = 0) -> Paired:
    draft = importing.start_draft(rows.session, rows.people[who], state, into=rows.article, at=rows.clock())
    plan = make_pairing_plan(rows_to_pair(rows.session, rows.article), state_from_json(state_to_json(state)))
    done = put_pairs(
        rows.session,
        rows.people[who],
        draft.id,
        prepare(rows.session, rows.people[who], rows.article.id, plan, at=rows.clock()),
        version=draft.version,
        agreed=agreed,
    )
    assert projection.compare(rows.session, rows.article) == []
    return done


def facts(rows: Rows) -> list[tuple[object, ...]]:
    return [
        (s.id, s.source, s.target, s.state, s.lock_version, s.source_revision_id, s.target_revision_id)
        for s in rows.all
    ]


def look(rows: Rows) -> list[tuple[object, ...]]:
    return [(s.id, s.source, s.target, s.state, s.kind) for s in rows.all]


def test_pairs_left_alone_change_nothing(rows: Rows) -> None:
    before = facts(rows)
    put(rows, begin(rows))
    assert facts(rows) == before


def test_approved_rows_say_so_and_stay_when_the_rest_is_aligned(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    state = begin(rows)
    assert [b.confidence == APPROVED for b in state.pairs] == [False, True, False, False]
    assert [row.is_approved for row in state.rows] == [False, True, False, False]
    assert state_from_json(state_to_json(state)) == state
    shifted = pair_steps.shift_side(state, Side.TARGET, 2, 1)
    assert align_sides(shifted, keep_by_hand=True).pairs[1] == state.pairs[1]


def test_merged_rows_become_one_with_both_texts_and_the_others_stay(rows: Rows) -> None:
    before, ids = facts(rows), [s.id for s in rows.all]
    put(rows, pair_steps.merge_pairs(begin(rows), 1))
    after = facts(rows)
    assert (after[0], after[2]) == (before[0], before[3])
    assert rows[1].target == (
        "Some 34 workers returned to the quay on Sunday.\nThe authority said it would pay the late wages."
    )
    assert (rows[1].id, rows[1].state) == (ids[1], State.DRAFT)
    assert rows.session.get_one(Segment, ids[2]).retired
    (line,) = rows.session.scalars(select(Lineage)).all()
    assert (line.kind, line.from_segment_id, line.to_segment_id) == (LineageKind.JOIN, ids[2], ids[1])


def test_a_row_split_inside_both_texts_keeps_its_history_in_the_first_part(rows: Rows) -> None:
    first = rows[1].id
    row = rows[1]
    cuts = {S: Cut(0, row.source.index("إلى الرصيف")), T: Cut(0, row.target.index("to the quay"))}
    stays, goes = rows.mark(1, T, "34"), rows.mark(1, T, "quay")
    crossed = rows.mark(1, T, "returned to the")
    put(rows, pair_steps.split_pair(begin(rows), 1, cuts))
    assert [(s.source, s.target) for s in rows.all[1:3]] == [
        ("عاد ٤٣ عاملًا", "Some 34 workers returned"),
        ("إلى الرصيف صباح الأحد.", "to the quay on Sunday."),
    ]
    assert rows[1].id == first
    assert (stays.segment_id, goes.segment_id) == (first, rows[2].id)
    assert rows[2].target[goes.spans[0].start : goes.spans[0].end] == "quay"
    assert (crossed.segment_id, crossed.spans[0].start) == (first, None)
    revision = rows.session.get_one(Revision, rows[2].target_revision_id)
    assert (revision.cause, revision.author_id) == (Cause.PAIRING, None)


def test_a_shifted_side_takes_its_history_along(rows: Rows) -> None:
    ids = [s.id for s in rows.all]
    sources, targets = [s.source for s in rows.all], [s.target for s in rows.all]
    problem = rows.mark(2, T, "late wages")
    put(rows, pair_steps.shift_side(begin(rows), T, 1, 1))
    assert [(s.source, s.target) for s in rows.all] == [
        (sources[0], targets[0]),
        (sources[1], ""),
        (sources[2], targets[1]),
        (sources[3], targets[2]),
        ("", targets[3]),
    ]
    assert [s.id for s in rows.all][2:] == ids[1:], "a row's history is that of its English"
    assert problem.segment_id == ids[2]
    assert [s.state.value for s in rows.all] == ["translated", "untranslated", "draft", "draft", "draft"]


def test_words_somebody_has_to_agree_with_are_owed_in_their_new_row(rows: Rows) -> None:
    rows.do(save_target, "translator", 2, text="The board will not pay the late wages.")
    put(rows, pair_steps.merge_pairs(begin(rows), 1))
    rows.do(confirm, "translator", 1)
    rows.do(approve, "editor", 1)
    assert not rows[1].owed
    revision = rows.session.get_one(Revision, rows[1].target_revision_id)
    assert revision.author_id == rows.people["translator"].id


def test_words_corrected_on_the_way_are_the_correctors(rows: Rows) -> None:
    target = rows[1].target.replace("34", "43")
    problem = rows.mark(1, T, "quay")
    put(rows, pair_steps.edit_pair_text(begin(rows), T, 1, 0, target), who="translator")
    revision = rows.session.get_one(Revision, rows[1].target_revision_id)
    assert (rows[1].target, revision.author_id) == (target, rows.people["translator"].id)
    assert target[problem.spans[0].start : problem.spans[0].end] == "quay"


def test_marks_lose_and_find_their_words_in_a_pairing_as_in_an_edit(rows: Rows) -> None:
    problem, text = rows.mark(1, T, "34 workers"), rows[1].target
    other = text.replace("34 workers", "they")
    put(rows, pair_steps.edit_pair_text(begin(rows), T, 1, 0, other))
    assert problem.spans[0].start is None
    put(rows, pair_steps.edit_pair_text(begin(rows), T, 1, 0, text))
    assert text[problem.spans[0].start : problem.spans[0].end] == "34 workers"
    moves = select(ProblemEvent).where(ProblemEvent.problem_id == problem.id).order_by(ProblemEvent.id)
    assert [(e.detail.get("how"), e.detail.get("by")) for e in rows.session.scalars(moves)][1:] == [
        ("lost", "pairing"),
        ("found", None),
    ]


def test_only_the_desk_corrects_the_arabic_here_too(rows: Rows) -> None:
    state = pair_steps.edit_pair_text(begin(rows), S, 1, 0, rows[1].source + " أيضًا")
    with pytest.raises(NotAllowed, match="slip in the Arabic"):
        put(rows, state, who="translator")
    put(rows, state, who="editor")


def test_arabic_corrected_on_the_way_leaves_the_edition_behind(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    put(rows, pair_steps.edit_pair_text(begin(rows), S, 1, 0, rows[1].source + " أيضًا"), agreed=1)
    assert rows.article.is_behind_source


def test_approvals_fall_only_when_agreed_to_and_by_who_may_reopen(rows: Rows) -> None:
    for number in (1, 2, 3):
        rows.do(approve, "reviewer", number)
    before = facts(rows)
    state = pair_steps.merge_pairs(begin(rows), 1)
    with pytest.raises(WrongState, match="return to draft"):
        put(rows, state)
    with pytest.raises(NotAllowed):
        put(rows, state, who="translator", agreed=2)
    assert facts(rows) == before
    put(rows, state, agreed=2)
    assert [s.state.value for s in rows.all] == ["translated", "draft", "approved"]


def test_all_of_it_is_undone_at_once(rows: Rows) -> None:
    rows.do(approve, "reviewer", 3)
    problem = rows.mark(2, T, "late wages")
    before, home = look(rows), problem.segment_id
    state = pair_steps.swap_pairs(pair_steps.merge_pairs(begin(rows), 1), T, 1)
    done = put(rows, state, agreed=1)
    assert look(rows) != before
    assert done.event_id is not None
    undo(rows.session, rows.people["editor"], rows.article.id, done.event_id, at=rows.clock())
    assert look(rows) == before
    assert problem.segment_id == home
    assert projection.compare(rows.session, rows.article) == []


def test_a_touched_row_that_somebody_changed_is_a_conflict_an_untouched_one_keeps_their_words(
    rows: Rows,
) -> None:
    state = pair_steps.merge_pairs(begin(rows), 2)
    rows.do(save_target, "translator", 1, text="Written meanwhile.")
    put(rows, state)
    assert rows[1].target == "Written meanwhile."
    state = pair_steps.edit_pair_text(begin(rows), T, 1, 0, "Corrected.")
    rows.do(save_target, "translator", 1, text="Written after that.")
    before = facts(rows)
    with pytest.raises(Conflict, match="row 2"):
        put(rows, state)
    assert facts(rows) == before


def test_other_rows_than_before_are_a_conflict(rows: Rows) -> None:
    state = pair_steps.merge_pairs(begin(rows), 1)
    insert_after(rows.session, rows.people["editor"], rows.article.id, rows[0].id, at=rows.clock())
    with pytest.raises(Conflict, match="inserted"):
        put(rows, state)


def test_sent_twice_it_is_done_once_and_said_once_in_the_log(rows: Rows) -> None:
    state = pair_steps.merge_pairs(begin(rows), 1)
    draft = importing.start_draft(
        rows.session, rows.people["editor"], state, into=rows.article, at=rows.clock()
    )
    plan = make_pairing_plan(rows_to_pair(rows.session, rows.article), state)
    prepared = prepare(rows.session, rows.people["editor"], rows.article.id, plan, at=rows.clock())
    for _ in range(2):
        put_pairs(rows.session, rows.people["editor"], draft.id, prepared, version=1, agreed=0)
    lines = rows.session.scalars(select(AuditEvent).where(AuditEvent.name == "rows.paired")).all()
    assert [line.detail["counts"] for line in lines] == [{"changed": 1, "went": 1}]


# --- any sequence of steps ------------------------------------------------------------------------------

SOURCES = ("قال الوزير ذلك. ثم غادر القاعة.", "عاد العمال", "سطر أول\nسطر ثان", "خاتمة")
TARGETS = ("The minister said so. Then he left.", "Workers returned", "Line one\nLine two", "")


def article() -> list[RowTexts]:
    rows = [
        OldRow(n * 10, n, 1, State.TRANSLATED, Kind.PARAGRAPH, source, target, n)
        for n, (source, target) in enumerate(zip(SOURCES, TARGETS, strict=True), 1)
    ]
    return [RowTexts(row, dict.fromkeys(Side, ())) for row in rows]


STEP = st.tuples(
    st.sampled_from(["merge", "unpair", "down", "up", "swap", "split", "to", "apart"]),
    st.sampled_from(Side),
    st.integers(0, 6),
    st.integers(0, 6),
)


def taken(state: DraftState, step: tuple[str, Side, int, int]) -> DraftState:
    name, side, row, other = step
    steps: dict[str, Steps] = {
        "merge": lambda s: pair_steps.merge_pairs(s, row),
        "unpair": lambda s: pair_steps.unpair(s, row),
        "down": lambda s: pair_steps.shift_side(s, side, row, 1),
        "up": lambda s: pair_steps.shift_side(s, side, row, -1),
        "swap": lambda s: pair_steps.swap_pairs(s, side, row),
        "split": lambda s: pair_steps.split_pair(s, row, {side: Cut(0, other * 4)}),
        "to": lambda s: pair_steps.move_to(s, side, row, other),
        "apart": lambda s: pair_steps.set_apart(s, side, row, other),
    }
    try:
        return steps[name](state)
    except InvalidInput:
        return state


@given(st.lists(STEP, max_size=12))
@example([("split", S, 1, 2), ("unpair", S, 0, 0), ("merge", S, 0, 0), ("to", S, 2, 0)])
def test_whatever_is_done_every_letter_and_every_row_is_somewhere(
    steps: list[tuple[str, Side, int, int]],
) -> None:
    texts = article()
    rows = [item.row for item in texts]
    state = draft_of(texts, [0.9] * len(texts))
    for step in steps:
        state = taken(state, step)
    plan = make_pairing_plan(texts, state)
    for side, old in ((S, SOURCES), (T, TARGETS)):
        letters = sorted("".join("".join(row.texts[side].split()) for row in plan.rows))
        assert letters == sorted("".join("".join(text.split()) for text in old))
    somewhere = [row.row.id for row in plan.rows if row.row] + [row.id for row in plan.retired]
    assert sorted(somewhere) == [row.id for row in rows]
    assert not plan.edited, "cutting and moving is no correction"
    for row in rows:
        for side, text in ((S, row.source), (T, row.target)):
            for start in range(len(text)):
                if text[start].isspace():
                    continue
                place = plan.place(row, side, start, start + 1)
                assert place is not None
                pair, at, end, _ = place
                there = next(r for r in plan.rows if r.pair == pair)
                assert there.texts[side][at:end] == text[start], "every letter knows where it went"


def test_the_history_of_a_split_row_says_who_where_to_and_what_fell(rows: Rows) -> None:
    rows.do(approve, "reviewer", 1)
    row = rows[1]
    cuts = {S: Cut(0, row.source.index("إلى الرصيف")), T: Cut(0, row.target.index("to the quay"))}
    put(rows, pair_steps.split_pair(begin(rows), 1, cuts), agreed=1)
    kept, cut_off = history_of(rows.session, rows[1]), history_of(rows.session, rows[2])
    name = rows.people["editor"].name
    paired = [entry for entry in kept if entry.says == "paired the rows anew"]
    assert [entry.name for entry in paired] == [name, name]
    assert [entry.note for entry in paired] == ["The approval fell with it.", ""]
    (to,) = [entry for entry in kept if entry.other]
    assert (to.name, to.says, to.other and to.other.number) == (name, "gave words of it to", 3)
    (came,) = [entry for entry in cut_off if entry.other]
    assert (came.name, came.says, came.other and came.other.id) == (name, "made it of words of", rows[1].id)
    assert {entry.name for entry in cut_off} == {name}


def test_undone_the_history_says_by_whom(rows: Rows) -> None:
    done = put(rows, pair_steps.merge_pairs(begin(rows), 1))
    assert done.event_id
    undo(rows.session, rows.people["editor"], rows.article.id, done.event_id, at=rows.clock())
    newest = history_of(rows.session, rows[1])[0]
    assert (newest.name, newest.says) == (rows.people["editor"].name, "undid a change of rows")


def test_words_taken_along_stay_their_writers_in_the_history(rows: Rows) -> None:
    rows.do(save_target, "translator", 2, text="The port authority promised to pay the late wages.")
    put(rows, pair_steps.merge_pairs(begin(rows), 1))
    newest = next(entry for entry in history_of(rows.session, rows[1]) if entry.side is T)
    people = rows.people
    assert (newest.name, newest.words_of) == (people["editor"].name, people["translator"].name)
