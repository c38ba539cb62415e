"""Inline marks carried through an edit of their text."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.marks import InlineMark, MarkKind, carry_marks, marked_redline
from workbench.text.diff import CUT, excerpt, redline

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


def test_a_redline_looks_like_the_text_each_of_its_stretches_stands_in() -> None:
    old, new = "He read The Port Today in bed.", "She read The Port Tonight in bed."
    was = (InlineMark(8, 22, MarkKind.EMPHASIS),)
    now = (InlineMark(9, 25, MarkKind.EMPHASIS), InlineMark(29, 32, MarkKind.STRONG))
    pieces = marked_redline(old, new, was, now)
    looks = [
        (piece.op.value, piece.text[mark.start : mark.end], mark.kind.value)
        for piece in pieces
        for mark in piece.marks
    ]
    assert looks == [
        ("equal", "The Port ", "emphasis"),
        ("delete", "Today", "emphasis"),
        ("insert", "Tonight", "emphasis"),
        ("equal", "bed", "strong"),
    ]
    assert [(p.op, p.text) for p in pieces] == [(p.op, p.text) for p in redline(old, new)]


@given(st.text("ab ", max_size=60), st.text("ab ", max_size=60), st.integers(0, 9), st.data())
def test_what_is_left_of_a_redline_keeps_its_looks(
    old: str, new: str, around: int, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(new)))
    now = [InlineMark(start, data.draw(st.integers(start, len(new))), MarkKind.STRONG)]
    for piece, whole in zip(
        excerpt(pieces := marked_redline(old, new, (), now), around), pieces, strict=True
    ):
        marked = [piece.text[mark.start : mark.end] for mark in piece.marks]
        assert all(mark.start < mark.end <= len(piece.text) for mark in piece.marks)
        assert all(CUT not in words and words in whole.text for words in marked)
