"""Marks through run after run of random edits: none is lost, none lands on other words without saying so.

Every word of the text has an identity that the code under test does not see. What a person does (inserting,
deleting, replacing, moving words) is done to the identities, so that it is known which words a mark was on.
"""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thoroughness import examples
from workbench.domain.carrying import carry_places
from workbench.text.spans import CLEAR

#: All different, and no two alike: one is never taken for another respelled. Both directions, vowelled too.
OLD = [
    "harbour",
    "quickly",
    "Monday",
    "1,250",
    "وَثَّقَتْ",
    "zeppelin",
    "OECD",
    "لجنة",
    "fjord",
    "السَّاحِلِ",
    "budget",
    "3٫5",
    "wives",
    "عمال",
    "knight",
    "مُتَحَدِّثٌ",
    "upon",
    "الرصيف",
    "vexed",
    "43",
    "jackdaw",
    "بَعْدُ",
]
#: As many as a test has steps.
NEW = [
    "strike",
    "ضريبة",
    "onyx",
    "مفاوضات",
    "crumb",
    "الوَزِيرُ",
    "glyph",
    "99",
    "thumb",
    "أجور",
    "blaze",
    "قطار",
]


@dataclass(frozen=True)
class Word:
    identity: int
    text: str


@dataclass
class Place:
    """A mark's place; ``exact``: the words it was made on."""

    start: int | None
    end: int | None
    exact: str
    confidence: float = 1.0
    prefix: str = ""
    suffix: str = ""
    origin_start: int = 0
    origin_end: int = 0


def text_of(words: list[Word]) -> str:
    return " ".join(word.text for word in words)


def span_of(words: list[Word], first: int, last: int) -> tuple[int, int]:
    start = len(" ".join([*(word.text for word in words[:first]), ""]))
    return start, start + len(text_of(words[first : last + 1]))


def mark(words: list[Word], first: int, last: int) -> Place:
    return Place(*span_of(words, first, last), text_of(words[first : last + 1]))


def words_in(words: list[Word], place: Place) -> list[Word]:
    """The words that a place touches."""
    assert place.start is not None
    assert place.end is not None
    found, at = [], 0
    for word in words:
        if at < place.end and place.start < at + len(word.text):
            found.append(word)
        at += len(word.text) + 1
    return found


class Draft:
    """A text in work: what is done to it, step by step."""

    def __init__(self, data: st.DataObject, words: list[Word]) -> None:
        self.data, self.words, self.fresh = data, words, 1000
        self.unused = list(NEW)

    def index(self, forbidden: range = range(0)) -> int | None:
        free = [n for n in range(len(self.words)) if n not in forbidden]
        return self.data.draw(st.sampled_from(free)) if free else None

    def new_word(self) -> Word:
        """One that has not been there: the same taken out and put in elsewhere would be a move."""
        self.fresh += 1
        text = self.data.draw(st.sampled_from(self.unused))
        self.unused.remove(text)
        return Word(self.fresh, text)

    def edit(self, steps: tuple[str, ...], kept: set[int] = frozenset()) -> None:  # type: ignore[assignment]
        """One to three steps; the words with an identity in ``kept`` stay, next to one another."""
        for _ in range(self.data.draw(st.integers(1, 3))):
            places = [n for n, word in enumerate(self.words) if word.identity in kept]
            held = range(places[0], places[-1] + 1) if places else range(0)
            step = self.data.draw(st.sampled_from(steps))
            at = self.index(held)
            if step == "insert":
                gaps = [n for n in range(len(self.words) + 1) if not (n in held and n - 1 in held)]
                self.words.insert(self.data.draw(st.sampled_from(gaps)), self.new_word())
            elif at is None:
                continue
            elif step == "delete":
                del self.words[at]
            elif step == "replace":
                self.words[at] = self.new_word()
            elif step == "move":
                word = self.words.pop(at)
                self.words.insert(self.data.draw(st.integers(0, len(self.words))), word)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[list[Word], int, int]:
    texts = draw(st.permutations(OLD))[: draw(st.integers(1, len(OLD)))]
    words = [Word(n, text) for n, text in enumerate(texts)]
    first = draw(st.integers(0, len(words) - 1))
    return words, first, draw(st.integers(first, min(len(words) - 1, first + 5)))


@settings(max_examples=examples(150))
@given(marked_texts(), st.data())
def test_a_mark_on_untouched_words_keeps_exactly_those_words(
    case: tuple[list[Word], int, int], data: st.DataObject
) -> None:
    words, first, last = case
    marked = words[first : last + 1]
    place = mark(words, first, last)
    draft = Draft(data, list(words))
    for _ in range(data.draw(st.integers(1, 4))):
        before = text_of(draft.words)
        draft.edit(("insert", "delete", "replace"), {word.identity for word in marked})
        carry_places([place], before, text_of(draft.words))
        assert words_in(draft.words, place) == marked
        assert text_of(draft.words)[place.start : place.end] == text_of(marked)
        assert place.confidence == 1.0


@pytest.mark.parametrize("steps", [("insert", "delete", "replace"), ("insert", "delete", "replace", "move")])
@settings(max_examples=examples(200))
@given(case=marked_texts(), data=st.data())
def test_whatever_is_done_a_mark_is_on_its_words_or_in_the_tray(
    steps: tuple[str, ...], case: tuple[list[Word], int, int], data: st.DataObject
) -> None:
    words, first, last = case
    marked = words[first : last + 1]
    others = {word.identity for word in words} - {word.identity for word in marked}
    place = mark(words, first, last)
    draft = Draft(data, list(words))
    for _ in range(data.draw(st.integers(1, 4))):
        before = text_of(draft.words)
        draft.edit(steps)
        carry_places([place], before, text_of(draft.words))
        if place.start is None:
            assert place.end is None
            return  # in the tray: it stays there until somebody attaches it
        assert place.confidence >= CLEAR
        found = words_in(draft.words, place)
        assert set(found) & set(marked), "none of its words"
        if place.confidence == 1.0:  # said to be sure: its card shows no other words beside those marked
            assert found == marked
        if "move" not in steps:  # between its words others may have been put, never at its ends
            assert found[0].identity not in others
            assert found[-1].identity not in others


@settings(max_examples=examples(150))
@given(marked_texts(), st.data())
def test_a_mark_is_lost_only_with_its_words(case: tuple[list[Word], int, int], data: st.DataObject) -> None:
    words, first, last = case
    marked = {word.identity for word in words[first : last + 1]}
    place = mark(words, first, last)
    draft = Draft(data, list(words))
    before = text_of(draft.words)
    draft.edit(("insert", "delete"))
    carry_places([place], before, text_of(draft.words))
    left = [word for word in draft.words if word.identity in marked]
    if len(text_of(left)) >= CLEAR * len(text_of(words[first : last + 1])) and not any(
        word.identity >= 1000 for word in draft.words
    ):
        assert place.start is not None
        assert [word for word in words_in(draft.words, place) if word.identity in marked] == left


@settings(max_examples=examples(150))
@given(marked_texts(), marked_texts(), st.data())
def test_marks_that_overlap_travel_as_if_alone(
    case: tuple[list[Word], int, int], other: tuple[list[Word], int, int], data: st.DataObject
) -> None:
    words, first, last = case
    inner = (min(other[1], len(words) - 1), min(other[2], len(words) - 1))
    together, alone = ([mark(words, first, last), mark(words, *inner)] for _ in range(2))
    draft = Draft(data, list(words))
    before = text_of(draft.words)
    draft.edit(("insert", "delete", "replace", "move"))
    carry_places(together, before, text_of(draft.words))
    for place in alone:
        carry_places([place], before, text_of(draft.words))
    assert together == alone
