"""Two people behind every word."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.owed import Backed, Written, may_agree, owed_numbers

people = st.integers(1, 3)
written_lists = st.lists(st.tuples(st.none() | people, st.none() | people), max_size=6).map(
    lambda rows: [Written(i + 1, *row) for i, row in enumerate(rows)]
)
backed_lists = st.lists(st.builds(Backed, st.integers(1, 6), people), max_size=6)


def test_imported_text_owes_nothing() -> None:
    assert owed_numbers([Written(1, None)], []) == ()


def test_ones_own_word_is_not_enough_and_an_earlier_one_neither() -> None:
    written = [Written(1, None), Written(2, author_id=7)]
    assert owed_numbers(written, [Backed(2, 7)]) == (2,)
    assert owed_numbers(written, [Backed(1, 8)]) == (2,)
    assert owed_numbers(written, [Backed(2, 8)]) == ()


def test_a_later_word_of_somebody_else_covers_all_before() -> None:
    written = [Written(1, 7), Written(2, 8), Written(3, 7)]
    assert owed_numbers(written, [Backed(3, 8)]) == (2,)
    assert owed_numbers(written, [Backed(3, 9)]) == ()


def test_an_applied_suggestion_has_two_people_unless_both_are_one() -> None:
    assert owed_numbers([Written(1, 7, suggested_by_id=8)], []) == ()
    assert owed_numbers([Written(1, 7, suggested_by_id=7)], []) == (1,)


@given(written_lists, backed_lists, people)
def test_agreeing_settles_exactly_what_the_agreer_did_not_write(
    written: list[Written], backed: list[Backed], who: int
) -> None:
    before = set(owed_numbers(written, backed))
    after = set(owed_numbers(written, [*backed, Backed(len(written), who)]))
    own = {w.number for w in written if who in (w.author_id, w.suggested_by_id)}
    assert after == before & own
    assert may_agree(who, written, backed) == bool(before - own)


@given(written_lists, backed_lists)
def test_more_backing_never_owes_more(written: list[Written], backed: list[Backed]) -> None:
    assert set(owed_numbers(written, backed)) <= set(owed_numbers(written, []))
