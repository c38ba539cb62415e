"""Pairing the sides of an import again: what a person set stays, moves are offered, the rest is found."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.thoroughness import examples
from workbench.align.bead import BY_HAND, Bead
from workbench.align.pairing import blocks_of
from workbench.demo import content
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind, Side
from workbench.intake.document import Block, Document
from workbench.services import importing, pair_offers, pair_steps
from workbench.services.aligning import align_sides
from workbench.services.draft_history import undo
from workbench.services.draft_state import DraftState, Given, SideState, beads
from workbench.services.draft_words import weakest

SOURCE = (
    "عادت سفينة «النورس» إلى ميناء طرابلس بعد 14 يومًا في البحر.",
    "قال القبطان إن العاصفة كسرت الصاري في الليلة الثالثة.",
    "وبلغت كلفة الإصلاح 2300 دينار دفعها صندوق الصيادين.",
    "وتضم نقابة الصيادين اليوم 118 عضوًا في 9 قرى.",
    "وستبحر السفينة من جديد في أكتوبر 2025 نحو جزيرة أرواد.",
)
TARGET = (
    "The ship Nawras returned to the port of Tripoli after 14 days at sea.",
    "The captain said the storm broke the mast on the third night.",
    "The repair cost 2,300 dinars, which the fishermen's fund paid.",
    "The fishermen's union now has 118 members in 9 villages.",
    "The ship will sail again in October 2025 for the island of Arwad.",
)


def state_of(source: tuple[str, ...], target: tuple[str, ...]) -> DraftState:
    sides = [SideState(document=Document(tuple(Block(text) for text in side))) for side in (source, target)]
    return DraftState(sides[0], sides[1])


def shown(state: DraftState) -> list[str]:
    """Each pair by the numbers its texts have above: "0-0", "1-" for one without English."""
    source, target = state.source.kept, state.target.kept
    return [
        f"{'+'.join(str(SOURCE.index(source[n].text)) for n in pair.source)}-"
        f"{'+'.join(str(TARGET.index(target[n].text)) for n in pair.target)}"
        for pair in state.pairs
    ]


def test_what_was_set_by_hand_stays_and_the_rest_is_found_anew() -> None:
    state = align_sides(state_of(SOURCE, TARGET))
    assert shown(state) == ["0-0", "1-1", "2-2", "3-3", "4-4"]
    # Wrong on purpose: a person's word is not doubted, nor where they pushed a side to. What the push took along is.
    state = pair_steps.swap_pairs(state, Side.TARGET, 0)
    state = pair_steps.shift_side(state, Side.TARGET, 2, 1)
    assert shown(state) == ["0-1", "1-0", "2-", "3-2", "4-3", "-4"]
    again = align_sides(state, keep_by_hand=True)
    assert shown(again)[:4] == ["0-1", "1-0", "2-", "3-2"]
    assert "4-4" in shown(again)
    assert [pair.confidence == BY_HAND for pair in again.pairs[:2]] == [True, True]
    assert shown(undo(again)) == shown(state)


def test_what_a_person_left_alone_is_not_paired_again() -> None:
    state = align_sides(state_of(SOURCE, TARGET))
    state = pair_steps.unpair(state, 2)
    again = align_sides(state, keep_by_hand=True)
    assert sorted(shown(again)) == sorted(["0-0", "1-1", "2-", "-2", "3-3", "4-4"])
    everything = align_sides(state)
    assert shown(everything) == ["0-0", "1-1", "2-2", "3-3", "4-4"]


@settings(max_examples=examples(60))
@example([0, 3, 2, 1, 4], [(0, 0)])  # neighbours that changed places, above English without Arabic
@given(st.permutations(range(5)), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 5)), max_size=6))
def test_aligning_again_loses_nothing_whatever_was_done_by_hand(
    order: list[int], steps: list[tuple[int, int]]
) -> None:
    state = align_sides(state_of(SOURCE, tuple(TARGET[n] for n in order)))
    acts = (
        pair_steps.merge_pairs,
        pair_steps.unpair,
        pair_steps.pin_pair,
        lambda state, row: pair_steps.set_apart(state, Side.TARGET, row, 0),
        lambda state, row: pair_steps.shift_side(state, Side.SOURCE, row, 1),
        lambda state, row: pair_steps.split_pair(state, row, {Side.SOURCE: pair_steps.Cut(1)}),
    )
    for row, act in steps:
        with suppress(InvalidInput):
            state = acts[act](state, row)
    again = align_sides(state, keep_by_hand=True)
    for side in Side:
        numbers = [n for pair in again.pairs for n in blocks_of(pair, side)]
        assert numbers == list(range(5))
    by_hand = {(pair.source, pair.target) for pair in state.pairs if pair.confidence == BY_HAND}
    assert by_hand <= {(pair.source, pair.target) for pair in again.pairs}


def test_a_pair_around_what_was_left_alone_is_cut_there() -> None:
    joined = f"{TARGET[0]} {TARGET[2]}"
    state = align_sides(state_of(SOURCE[:3], (joined, TARGET[1])))
    state = pair_steps.pin_pair(pair_steps.set_apart(state, Side.SOURCE, 0, 0), 0)
    again = align_sides(state, keep_by_hand=True)
    for side in Side:
        numbers = [n for pair in again.pairs for n in (pair.source if side is Side.SOURCE else pair.target)]
        assert numbers == list(range(len(state.side(side).kept)))


def test_english_at_another_place_is_offered_as_a_move() -> None:
    elsewhere = (TARGET[3], TARGET[0], TARGET[1], TARGET[2], TARGET[4])
    state = align_sides(state_of(SOURCE, elsewhere))
    assert shown(state) == ["-3", "0-0", "1-1", "2-2", "3-", "4-4"]
    [offer] = pair_offers.offers(state)
    assert (offer.target_row, offer.source_row) == (0, 4)
    assert weakest(state)[0] == 0
    assert all(pair.confidence < BY_HAND for pair in state.pairs)
    taken = pair_offers.take_offer(state, offer.number)
    assert shown(taken) == ["0-0", "1-1", "2-2", "3-3", "4-4"]
    assert [block.text for block in taken.target.kept] == list(TARGET)
    assert pair_offers.offers(taken) == ()
    assert pair_offers.offers(undo(taken)) == (offer,)
    # Aligned again it is found in its order, and nothing is offered.
    assert pair_offers.offers(align_sides(taken)) == ()


def test_a_paragraph_around_a_caption_is_no_move_and_both_its_rows_are_worth_a_look() -> None:
    # The demo's page: one English paragraph says what two Arabic ones do, and a caption stands between these.
    arabic = importing.read_given(Given(text=content.raw_page("ar")), Side.SOURCE)
    english = importing.read_given(
        Given(file=content.raw_html().encode(), file_name="page.html"), Side.TARGET
    )
    state = align_sides(DraftState(arabic, english))
    assert pair_offers.offers(state) == ()
    kinds = [state.source.kept[state.pairs[row].source[0]].kind for row in range(1, 4)]
    assert kinds == [Kind.PARAGRAPH, Kind.CAPTION, Kind.PARAGRAPH]
    assert sorted(weakest(state)[:2]) == [1, 3]


def test_several_paragraphs_of_one_offer_keep_their_order() -> None:
    state = align_sides(state_of(SOURCE, TARGET))
    state = pair_offers.with_offers(state, [Bead((2,), (0, 1, 3, 4))])
    taken = pair_offers.take_all_offers(state)
    assert shown(taken) == ["0-", "1-", "2-0+1+2+3+4", "3-", "4-"]
    assert undo(taken).pairs == state.pairs


def test_a_split_is_proposed_between_sentences_that_say_the_same() -> None:
    source = f"{SOURCE[2]} {SOURCE[3]} {SOURCE[4]}"
    target = f"{TARGET[2]} {TARGET[3]} {TARGET[4]}"
    state = align_sides(state_of((SOURCE[0], source), (TARGET[0], target)))
    cuts = pair_offers.likely_cuts(state, 1)
    halves = pair_steps.split_pair(state, 1, cuts)
    texts = [
        (
            [halves.source.kept[n].text for n in pair.source],
            [halves.target.kept[n].text for n in pair.target],
        )
        for pair in halves.pairs[1:]
    ]
    assert texts[0] in (
        ([SOURCE[2]], [TARGET[2]]),
        ([f"{SOURCE[2]} {SOURCE[3]}"], [f"{TARGET[2]} {TARGET[3]}"]),
    )


def pieces_of(source: tuple[str, ...], target: tuple[str, ...]) -> list[tuple[list[str], list[str]]]:
    """Both halves of one pair of these paragraphs, split where it is proposed."""
    state = replace(state_of(source, target), pairs=beads([len(source)], [len(target)], [0.5]))
    halves = pair_steps.split_pair(state, 0, pair_offers.likely_cuts(state, 0))
    return [
        (
            [halves.source.kept[n].text for n in pair.source],
            [halves.target.kept[n].text for n in pair.target],
        )
        for pair in halves.pairs
    ]


def test_a_split_is_proposed_where_a_paragraph_ends_before_where_a_sentence_does() -> None:
    three = f"{SOURCE[2]} {SOURCE[3]} {SOURCE[4]}"
    english = (f"{TARGET[2]} {TARGET[3]}", TARGET[4])
    assert pieces_of((three,), english) == [
        ([f"{SOURCE[2]} {SOURCE[3]}"], [english[0]]),
        ([SOURCE[4]], [english[1]]),
    ]
    # A single sentence on the other side stays with the first.
    assert pieces_of((SOURCE[2],), (TARGET[2], TARGET[3])) == [([SOURCE[2]], [TARGET[2]]), ([], [TARGET[3]])]


def test_what_is_one_sentence_a_side_is_split_between_the_words_in_the_middle() -> None:
    assert pieces_of(("وصل المركب إلى الميناء القديم",), ("the boat came home",)) == [
        (["وصل المركب إلى"], ["the boat"]),
        (["الميناء القديم"], ["came home"]),
    ]
    # Two sentences against one: those are cut between them all the same.
    assert pieces_of(("وصل المركب. عاد الناس.",), ("the boat came home",))[0][0] == ["وصل المركب."]
    state = replace(state_of(("وصل",), ("came",)), pairs=beads([1], [1], [0.5]))
    assert pair_offers.likely_cuts(state, 0) == {}
