"""Quoted words found in a text, and words that come back after they were gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.quotes import come_back, places_of
from workbench.text.spans import CLEAR, Quote, Span, quote

OLD = "عاد ٤٣ عاملًا إلى الرصيف، و٤٣ آخرون."
ENGLISH = "Some 34 workers returned, and the work went on."


def quoted(text: str, words: str, after: str = "") -> Quote:
    start = text.index(words, text.index(after))
    return quote(text, Span(start, start + len(words)))


@pytest.mark.parametrize(
    ("made", "text", "found"),
    [
        (quoted(ENGLISH, "34 workers"), "The 34 workers of 34 workers.", ["34 workers", "34 workers"]),
        (quoted(ENGLISH, "work", after="the"), "Workers at work, workings.", ["work"]),
        (quoted(ENGLISH, "work"), "Workers at work, workings.", ["work", "work"]),  # marked inside a word: all like it
        (quoted(OLD, "٤٣"), "و٤٣ و ٤٣", ["٤٣"]),
        (quoted(OLD, "عاملًا"), "عاملًاا عاملً", []),
        (quoted(ENGLISH, ","), "Some, or 34 workers returned, and the work", [","]),
        (quoted(ENGLISH, "34 workers"), "34  workers", []),
    ],
)  # fmt: skip
def test_words_are_found_whole(made: Quote, text: str, found: list[str]) -> None:
    assert [place.of(text) for place in places_of(made, text)] == found


def test_an_insertion_point_stands_where_what_was_around_it_does() -> None:
    at = ENGLISH.index(" returned")
    point = quote(ENGLISH, Span(at, at))
    assert places_of(point, f"On Sunday: {ENGLISH}") == [Span(at + 11, at + 11)]
    assert places_of(point, "34 workers returned.") == []
    assert places_of(quote("", Span(0, 0)), "Words.") == []


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_quote_stands_where_it_was_made(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    made = quote(text, Span(start, data.draw(st.integers(start + 1, len(text)))))
    assert made.span in places_of(made, text)


def test_words_come_back_surely_in_their_place_and_less_so_elsewhere() -> None:
    made = quoted(ENGLISH, "34 workers")
    back = come_back(made, "Some returned, and the work went on.", ENGLISH)
    assert back is not None
    assert (back.span, back.confidence) == (made.span, 1.0)
    elsewhere = come_back(made, "Fishermen.", "Fishermen, and 34 workers.")
    assert elsewhere is not None
    assert CLEAR <= elsewhere.confidence < 0.8


def test_words_that_may_be_others_do_not_come_back() -> None:
    made = quoted(ENGLISH, "34 workers")
    assert come_back(made, "None.", "34 workers met 34 workers.") is None
    assert come_back(made, "Then 34 workers left.", "Then 34 workers left again.") is None
    two = f"{ENGLISH} Then 34 workers left."
    assert come_back(made, two, two.replace("Some 34 workers", "They"), was=made.span) is None
    assert come_back(made, ENGLISH, "Of those, 34 workers.", was=made.span) is not None
