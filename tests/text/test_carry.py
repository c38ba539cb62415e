"""Spans carried through edits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.carry import carry, carry_all
from workbench.text.spans import CLEAR, Carried, Span

# Few words, so that the same ones occur again and again; edits bring words that were not there before.
OLD_WORDS = ["the", "minister", "said", "no", "لجنة", "قَالَ", ".", "،"]
NEW_WORDS = ["zebra", "quartz", "فيل", "xylem"]


def at(text: str, words: str, nth: int = 0) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def landed(old: str, new: str, words: str, nth: int = 0) -> tuple[str | None, float]:
    found = carry(at(old, words, nth), old, new)
    return (None if found.span is None else found.span.of(new)), found.confidence


@st.composite
def edits_beside(draw: st.DrawFn) -> tuple[str, str, Span, Span]:
    """A text with a span of whole words, and the text after insertions of new words outside the span."""
    words = draw(st.lists(st.sampled_from(OLD_WORDS), min_size=1, max_size=12))
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    old_parts, new_parts = [], []
    old_span = new_span = (0, 0)
    for n, word in enumerate(words):
        if not first < n <= last:
            new_parts += draw(st.lists(st.sampled_from(NEW_WORDS), max_size=2))
        if n == first:
            old_span = (len(old_parts), 0)
            new_span = (len(new_parts), 0)
        old_parts.append(word)
        new_parts.append(word)
        if n == last:
            old_span = (old_span[0], len(old_parts))
            new_span = (new_span[0], len(new_parts))
    new_parts += draw(st.lists(st.sampled_from(NEW_WORDS), max_size=2))

    def span(parts: list[str], cut: tuple[int, int]) -> Span:
        start = len(" ".join([*parts[: cut[0]], ""]))
        return Span(start, start + len(" ".join(parts[cut[0] : cut[1]])))

    return " ".join(old_parts), " ".join(new_parts), span(old_parts, old_span), span(new_parts, new_span)


@given(edits_beside())
def test_untouched_words_keep_their_span(case: tuple[str, str, Span, Span]) -> None:
    old, new, before, after = case
    assert carry(before, old, new) == Carried(after, 1.0)


@given(st.data())
def test_replacing_words_elsewhere_leaves_the_span_alone(data: st.DataObject) -> None:
    words = data.draw(st.lists(st.sampled_from(OLD_WORDS), min_size=2, max_size=12))
    marked = data.draw(st.integers(0, len(words) - 1))
    new_words = [
        word if n == marked or data.draw(st.booleans()) else f"new{n}" for n, word in enumerate(words)
    ]
    old, new = " ".join(words), " ".join(new_words)
    start_old, start_new = len(" ".join([*words[:marked], ""])), len(" ".join([*new_words[:marked], ""]))
    found = carry(Span(start_old, start_old + len(words[marked])), old, new)
    if found.confidence >= CLEAR:
        assert found.span == Span(start_new, start_new + len(words[marked]))


texts = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="ab ", max_size=30),
    st.lists(st.sampled_from(OLD_WORDS), max_size=10).map(" ".join),
)


@given(texts, texts, st.data())
def test_a_sure_span_has_the_same_words_and_any_span_fits(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    span = Span(start, data.draw(st.integers(start, len(old))))
    found = carry(span, old, new)
    assert 0 <= found.confidence <= 1
    if found.span is None:
        assert found.confidence == 0
        return
    assert 0 <= found.span.start <= found.span.end <= len(new)
    if span.start < span.end:
        assert found.span.start < found.span.end
        assert found.confidence < 1 or found.span.of(new) == span.of(old)
    else:
        assert found.span.start == found.span.end


@given(texts, texts, st.data())
def test_together_is_the_same_as_one_by_one(old: str, new: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(old))
    spans = [Span(*sorted(pair)) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=4))]
    assert carry_all(spans, old, new) == tuple(carry(span, old, new) for span in spans)


@given(texts, st.data())
def test_an_unchanged_text_keeps_every_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    assert carry(span, text, text) == Carried(span, 1.0)


@given(st.lists(st.sampled_from(OLD_WORDS), max_size=6), st.lists(st.sampled_from(OLD_WORDS), max_size=6))
def test_deleted_words_are_gone(before: list[str], after: list[str]) -> None:
    old, new = " ".join([*before, "zebra", *after]), " ".join([*before, *after])
    assert carry(at(old, "zebra"), old, new) == Carried(None, 0.0)


@pytest.mark.parametrize(
    ("old", "new", "words", "nth", "expected"),
    [
        # The same words several times: the deletion of another one moves the span with its own.
        ("the cat and the dog", "and the dog", "the", 1, "the"),
        ("the cat the dog", "the dog", "the dog", 0, "the dog"),
        ("He said no. She said no.", "She said no.", "said no", 1, "said no"),
        ("no deal, no vote, no peace", "a deal, no vote, no peace", "no", 1, "no"),
        ("مدينة القدس ومدينة غزة", "ومدينة غزة", "مدينة غزة", 0, "مدينة غزة"),
    ],
)
def test_repeated_words(old: str, new: str, words: str, nth: int, expected: str) -> None:
    text, confidence = landed(old, new, words, nth)
    assert text == expected
    assert confidence == 1.0


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        ("a big red cat sat", "a big cat sat", "big red cat", "big cat"),
        ("a big cat sat", "a big red cat sat", "big cat", "big red cat"),
        ("a big cat sat", "a small cat sat", "big cat", "small cat"),
        ("the old big cat sat", "the cat sat", "big cat", "cat"),
        ("his colour scheme", "his color scheme", "colour", "color"),
        ("وزير الخارجيه المصري", "وزير الخارجية المصري", "الخارجيه", "الخارجية"),
    ],
)
def test_edited_words_shrink_and_grow(old: str, new: str, words: str, expected: str) -> None:
    text, confidence = landed(old, new, words)
    assert text == expected
    assert 0 < confidence < 1


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        # One of two replaced between words that stay, at either end and at the text's, in either script.
        ("a big cat sat", "a small cat sat", "big cat", "small cat"),
        ("a big cat sat", "a big dog sat", "big cat", "big dog"),
        ("big cat", "small cat", "big cat", "small cat"),
        ("it was a catastrophe for all", "it was a disaster for all", "a catastrophe", "a disaster"),
        ("أعلن وزير الخارجية اليوم", "أعلن وزير الداخلية اليوم", "وزير الخارجية", "وزير الداخلية"),
        # Taken out is changed too.
        ("the big red cat sat", "the cat sat", "big red cat", "cat"),
    ],
)
def test_a_mark_stays_where_its_ends_are_held_and_some_of_its_words_are_left(
    old: str, new: str, words: str, expected: str
) -> None:
    text, confidence = landed(old, new, words)
    assert text == expected
    assert CLEAR < confidence < 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        # What stood beside it was replaced as well, so where it ends is not known.
        ("he saw the brown fox jump", "he saw the red wolf leap", "the brown fox"),
        # Of many words hardly any is left.
        (
            "he said that no big red cat sat there",
            "he said the one cat of his aunt sat there",
            "no big red cat",
        ),
        # The word that is left could be another one.
        ("the cat and the dog", "the dog", "the cat and the"),
    ],
)
def test_a_mark_is_a_guess_where_they_are_not(old: str, new: str, words: str) -> None:
    assert landed(old, new, words)[1] < CLEAR


def test_words_replaced_in_place_are_a_guess() -> None:
    text, confidence = landed("the president spoke", "the king spoke", "president")
    assert text == "king"
    assert confidence < CLEAR


def test_a_word_of_a_rewritten_passage_does_not_land_elsewhere() -> None:
    old = "Reuters reported that the minister had resigned"
    new = "Nothing of what was printed this morning turns out to be so"
    assert landed(old, new, "minister")[0] is None


def test_it_is_said_when_two_places_are_as_good() -> None:
    text, confidence = landed("no no no", "no no", "no", 1)
    assert text == "no"
    assert confidence < CLEAR


def test_a_moved_sentence_is_found() -> None:
    old = "Talks failed on Monday. The vote is next week, aides said in a long note to all the staff."
    new = "The vote is next week, aides said in a long note to all the staff. Talks failed on Monday."
    text, confidence = landed(old, new, "Talks failed on Monday")
    assert text == "Talks failed on Monday"
    assert CLEAR <= confidence < 1


@pytest.mark.parametrize(
    ("old", "new", "point", "expected", "sure"),
    [
        ("one two", "zero one two", 4, 9, True),
        ("one two", "one and two", 4, 4, False),
        ("one two three", "one three", 4, 4, False),
        ("one two", "one two three", 7, 13, False),
        ("one", "zero one", 0, 0, False),
        ("one two", "", 3, 0, False),
    ],
)
def test_insertion_points_stay_between_their_neighbours(
    old: str, new: str, point: int, expected: int, sure: bool
) -> None:
    found = carry(Span(point, point), old, new)
    assert found.span == Span(expected, expected)
    assert (found.confidence == 1.0) is sure


def test_a_span_outside_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        carry(Span(2, 9), "short", "shorter")
