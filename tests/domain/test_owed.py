"""Two people behind every word."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.owed import Backed, Standing, Written, may_agree, owed_authors, owed_numbers

people = st.integers(1, 3)
written_lists = st.lists(st.tuples(st.none() | people, st.none() | people), max_size=6).map(
    lambda rows: [Written(i + 1, *row) for i, row in enumerate(rows)]
)
backed_lists = st.lists(st.builds(Backed, st.integers(1, 6), people), max_size=6)


def stood(written: list[Written], backed: list[Backed]) -> Standing:
    return Standing(tuple(written), tuple(backed))


def test_imported_text_owes_nothing() -> None:
    assert owed_numbers(stood([Written(1, None)], [])) == ()


def test_ones_own_word_is_not_enough_and_an_earlier_one_neither() -> None:
    written = [Written(1, None), Written(2, author_id=7)]
    assert owed_numbers(stood(written, [Backed(2, 7)])) == (2,)
    assert owed_numbers(stood(written, [Backed(1, 8)])) == (2,)
    assert owed_numbers(stood(written, [Backed(2, 8)])) == ()


def test_a_later_word_of_somebody_else_covers_all_before() -> None:
    written = [Written(1, 7), Written(2, 8), Written(3, 7)]
    assert owed_numbers(stood(written, [Backed(3, 8)])) == (2,)
    assert owed_numbers(stood(written, [Backed(3, 9)])) == ()


def test_an_applied_suggestion_has_two_people_unless_both_are_one() -> None:
    assert owed_numbers(stood([Written(1, 7, suggested_by_id=8)], [])) == ()
    assert owed_numbers(stood([Written(1, 7, suggested_by_id=7)], [])) == (1,)


@given(written_lists, backed_lists, people)
def test_agreeing_settles_exactly_what_the_agreer_did_not_write(
    written: list[Written], backed: list[Backed], who: int
) -> None:
    before = set(owed_numbers(stood(written, backed)))
    after = set(owed_numbers(stood(written, [*backed, Backed(len(written), who)])))
    own = {w.number for w in written if who in (w.author_id, w.suggested_by_id)}
    assert after == before & own
    assert may_agree(who, stood(written, backed)) == bool(before - own)


@given(written_lists, backed_lists)
def test_more_backing_never_owes_more(written: list[Written], backed: list[Backed]) -> None:
    assert set(owed_numbers(stood(written, backed))) <= set(owed_numbers(stood(written, [])))


def test_what_was_taken_back_counts_for_nothing() -> None:
    undone = [Written(1, None), Written(2, 7), Written(3, None, brings_back=1)]
    assert owed_numbers(stood(undone, [])) == ()
    assert owed_authors(stood(undone, [])) == []
    assert owed_numbers(stood([*undone, Written(4, 8)], [])) == (4,)


def test_a_word_for_what_was_taken_back_is_no_word_for_what_stands_again() -> None:
    written = [Written(1, 7), Written(2, 8), Written(3, None, brings_back=1)]
    assert owed_numbers(stood(written, [Backed(2, 8), Backed(2, 9)])) == (1,)
    assert owed_numbers(stood(written, [Backed(1, 9)])) == ()
    assert owed_numbers(stood(written, [Backed(3, 9)])) == ()


def test_an_undoing_can_be_undone_and_undone_again() -> None:
    written = [
        Written(1, 7),
        Written(2, 8),
        Written(3, 9),
        Written(4, None, brings_back=2),
        Written(5, None, brings_back=1),
    ]
    assert owed_numbers(stood(written[:4], [])) == (1, 2)
    assert owed_numbers(stood(written, [])) == (1,)


def test_of_words_that_go_out_again_only_what_was_said_of_them_counts() -> None:
    written = [Written(1, 7), Written(2, 8)]
    assert owed_numbers(stood(written, [Backed(2, 8)])) == (2,)
    assert owed_numbers(stood(written, [Backed(2, 8)]), upto=1) == (1,)
    assert owed_numbers(stood(written, [Backed(1, 9)]), upto=1) == ()


@given(written_lists, backed_lists, people)
def test_undoing_what_was_just_written_is_as_if_it_had_never_been(
    written: list[Written], backed: list[Backed], who: int
) -> None:
    last = len(written)
    kept = [b for b in backed if b.number <= last]
    undone = [*written, Written(last + 1, who), Written(last + 2, None, brings_back=last)]
    assert owed_numbers(stood(undone, kept)) == owed_numbers(stood(written, kept))
