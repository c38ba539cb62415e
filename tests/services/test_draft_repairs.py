"""Repairs made and taken back on an import in work."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.intake.document import Block, Choice
from workbench.services import aligning, draft_steps, importing
from workbench.services.draft_history import redo, undo
from workbench.services.draft_repairs import chosen, merge, set_repairs
from workbench.services.draft_state import DraftState, Given, state_from_json, state_to_json

AR, EN = Side.SOURCE, Side.TARGET

ARABIC = """عودة الصيـــادين إلى المرفأ

عاد ثلاثون صيادًا إلى المرفأ القـــديم بعد غياب  دام سبعة أعوام كاملة.

قال رئيس التعاونية إن البحر أعطى هذا العـــام أكثر مما أعطى في عقد."""

LINES = """Fishermen return to the old harbour

Thirty fishermen returned to the old harbour after a full
seven years away, and the head of the cooperative said that
the sea had given more this year than in a whole decade of
the years before it, when the boats lay upon the sand there.

Small boats are waiting for the quay to be repaired before
winter sets in, and nobody knows when that is going to be."""


def started(arabic: str = ARABIC, english: str = LINES) -> DraftState:
    return DraftState(
        importing.read_given(Given(text=arabic), AR), importing.read_given(Given(text=english), EN)
    )


def words(state: DraftState, side: Side = AR) -> list[str]:
    return [block.text for block in state.side(side).kept]


def made(state: DraftState, side: Side = AR) -> set[str]:
    return {one.id for one in state.side(side).repairs if one.made}


def with_only(state: DraftState, side: Side, *kinds: str) -> DraftState:
    """The import with these kinds of repairs made, wherever, and no others."""
    return set_repairs(state, side, {one.id: Choice(one.id in kinds) for one in state.side(side).repairs})


def ticked(state: DraftState, *places: str, side: Side = AR) -> DraftState:
    """What comes of the form when these places have their tick and no others; the ticks of the kinds as they came."""
    repairs = state.side(side).repairs
    return set_repairs(state, side, chosen(repairs, {one.id for one in repairs if one.made}, places))


def test_taking_one_back_gives_the_text_as_it_came_and_can_be_undone() -> None:
    state = started()
    assert made(state) == {"tatweel", "double-spaces"}
    after = with_only(state, AR, "double-spaces")
    assert words(after) == [line.replace("  ", " ") for line in ARABIC.split("\n\n")]
    assert made(after) == {"double-spaces"}
    assert after.done[-1].label == "took repairs back: tatweel"
    assert state_from_json(state_to_json(after)) == after
    back = undo(after)
    assert (words(back), made(back)) == (words(state), made(state))
    assert words(redo(back)) == words(after)
    assert with_only(after, AR, "double-spaces") is after


def test_what_a_person_did_meanwhile_stays() -> None:
    state = started()
    state = draft_steps.edit_text(state, AR, 1, "عاد الصيادون كلهم إلى المرفأ القديم.")
    state = draft_steps.leave_out(state, AR, 2)
    state = draft_steps.set_fields(state, AR, replace(state.source.fields, byline="كريم"))
    state = with_only(state, AR)
    blocks = state.source.blocks
    assert blocks[0].text == "عودة الصيـــادين إلى المرفأ"
    assert blocks[1].text == "عاد الصيادون كلهم إلى المرفأ القديم."
    assert blocks[2].dropped == draft_steps.BY_HAND
    assert "العـــام" in blocks[2].text  # the repair is gone from it, the decision about it is not
    assert state.source.fields.byline == "كريم"
    assert "1 line that you changed stays" in state.done[-1].label


def test_lines_given_back_keep_what_was_done_to_others_and_the_pairs_follow() -> None:
    state = aligning.align_sides(started())
    state = draft_steps.set_kind(state, EN, 2, Kind.QUOTE)
    rows = len(state.pairs)
    state = with_only(state, EN)
    english = words(state, EN)
    assert english[1:5] == LINES.split("\n")[2:6]
    assert state.target.kept[-1].kind is Kind.QUOTE
    assert english[-1].startswith("Small boats are waiting for the quay to be repaired before winter")
    assert "1 line that you changed stays" in state.done[-1].label
    assert [n for bead in state.pairs for n in bead.target] == list(range(len(english)))
    assert len(state.pairs) == rows  # lines of one paragraph stay in its pair
    assert len(undo(state).pairs) == rows


def test_without_repairs_there_is_nothing_to_make() -> None:
    state = started("نص قصير في سطر واحد.")
    with pytest.raises(InvalidInput):
        set_repairs(state, AR, {"tatweel": Choice(False)})


def test_a_file_is_repaired_again_from_what_was_read() -> None:
    given = Given(file=ARABIC.encode(), file_name="page.txt")
    state = DraftState(importing.read_given(given, AR))
    assert words(with_only(state, AR)) == ARABIC.split("\n\n")


def test_a_repair_is_made_at_some_places_and_not_at_others() -> None:
    state = started()
    tatweel, spaces = state.source.repairs
    assert [place.at for place in tatweel.places] == [0, 1, 2]
    assert not spaces.can_be_divided
    after = ticked(state, "tatweel:0", "tatweel:2")
    assert words(after)[0] == "عودة الصيادين إلى المرفأ"
    assert "القـــديم" in words(after)[1]
    assert "  " not in words(after)[1]  # the other kind is made there all the same
    tatweel = after.source.repairs[0]
    assert (tatweel.made, tatweel.count) == (2, 3)
    assert after.done[-1].label == "took repairs back: tatweel, 1 of 3 places"
    assert state_from_json(state_to_json(after)) == after
    assert undo(after).source == state.source
    assert redo(undo(after)).source == after.source
    assert sum(step.size for step in after.done) < 12  # not a copy of every place
    none = ticked(after)
    assert words(none) == [line.replace("  ", " ") for line in ARABIC.split("\n\n")]
    again = ticked(none, "tatweel:1")  # the kind has no tick as it came: it stays without
    assert (again.source.repairs[0].made, again.source.repairs[0].count) == (1, 3)


def test_the_tick_of_a_kind_speaks_for_all_its_places_when_it_is_turned() -> None:
    mixed = ticked(started(), "tatweel:0", "tatweel:2")
    none = with_only(started(), AR, "double-spaces")
    for state, kinds, made in ((mixed, {"tatweel"}, 2), (mixed, set(), 0), (none, {"tatweel"}, 3)):
        after = set_repairs(state, AR, chosen(state.source.repairs, kinds, {"tatweel:0", "tatweel:2"}))
        assert after.source.repairs[0].made == made


def test_lines_are_joined_where_it_is_wanted() -> None:
    state = started()
    joined = next(one for one in state.target.repairs if one.id == "wrapped-lines")
    assert [place.at for place in joined.places] == [2, 3, 4, 6]
    after = ticked(state, "wrapped-lines:2", "wrapped-lines:4", "wrapped-lines:6", side=EN)
    lines = LINES.replace("\n\n", "\n").split("\n")
    assert words(after, EN) == [lines[0], " ".join(lines[1:3]), " ".join(lines[3:5]), " ".join(lines[5:])]


LETTERS = st.lists(st.sampled_from("abcdefg").map(Block), max_size=8)


@given(LETTERS, LETTERS)
def test_a_merge_with_nothing_done_on_one_side_is_the_other(base: list[Block], other: list[Block]) -> None:
    assert merge(base, base, other).blocks == tuple(other)
    assert merge(base, other, base).blocks == tuple(other)


@given(LETTERS, LETTERS, LETTERS)
def test_the_changes_of_a_merge_say_how_it_came_about(
    base: list[Block], present: list[Block], new: list[Block]
) -> None:
    merged = merge(base, present, new)
    blocks = list(present)
    for change in reversed(merged.changes):
        blocks[change.start : change.end] = change.by
    assert tuple(blocks) == merged.blocks
