"""Inline marks carried through an edit of their text."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.marks import InlineMark, MarkKind, carry_marks

LINK = "https://example.org/report"


def test_a_link_stays_on_its_words_and_goes_with_them() -> None:
    old = "The report said so, the report says."
    marks = (
        InlineMark(4, 10, MarkKind.LINK, LINK),
        InlineMark(20, 30, MarkKind.STRONG),
    )
    new = "On Monday, the new report said so."
    assert carry_marks(marks, old, new) == (InlineMark(19, 25, MarkKind.LINK, LINK),)


def test_words_put_inside_an_emphasis_are_emphasised() -> None:
    marks = (InlineMark(0, 8, MarkKind.EMPHASIS),)
    assert carry_marks(marks, "Al Ahram wrote", "Al Masry Ahram wrote") == (
        InlineMark(0, 14, MarkKind.EMPHASIS),
    )


@given(st.text(max_size=30), st.text(max_size=30), st.data())
def test_marks_always_fit_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(old))
    pairs = [sorted(pair) for pair in data.draw(st.lists(st.tuples(ends, ends), max_size=3))]
    marks = [InlineMark(start, end, MarkKind.STRONG) for start, end in pairs if start < end]
    for mark in carry_marks(marks, old, new):
        assert 0 <= mark.start < mark.end <= len(new)
