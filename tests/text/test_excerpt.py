"""The redline around some words."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.text.diff import Op, Piece
from workbench.text.excerpt import ELLIPSIS, redline_around
from workbench.text.spans import Span

LONG = "Before it all there was a long sentence that nobody marked. " * 3
OLD = f"{LONG}Some 34 workers returned to the quay. {LONG}"


def test_it_shows_the_words_and_what_became_of_them_with_whole_words_around() -> None:
    at = OLD.index("34")
    pieces = redline_around(OLD, OLD.replace("34", "43"), Span(at, at + 2), around=20)
    assert pieces == (
        Piece(Op.EQUAL, ELLIPSIS),
        Piece(Op.EQUAL, "marked. Some "),
        Piece(Op.DELETE, "34"),
        Piece(Op.INSERT, "43"),
        Piece(Op.EQUAL, " workers returned"),
        Piece(Op.EQUAL, ELLIPSIS),
    )


def test_a_short_text_is_shown_whole() -> None:
    assert redline_around("He came.", "He came late.", Span(3, 7)) == (
        Piece(Op.EQUAL, "He came"),
        Piece(Op.INSERT, " late"),
        Piece(Op.EQUAL, "."),
    )


def test_changes_elsewhere_are_not_its_business() -> None:
    at = OLD.index("34")
    pieces = redline_around(OLD, OLD.replace("Before", "After"), Span(at, at + 2), around=20)
    assert {piece.op for piece in pieces} == {Op.EQUAL}


def test_what_was_marked_is_never_cut_away() -> None:
    long = "a" * 20
    for text, span in ((f"{long} ", Span(20, 21)), (f" {long}", Span(0, 1))):
        assert " " in "".join(piece.text for piece in redline_around(text, text, span, around=8))


@given(st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60), st.data())
def test_what_it_shows_stands_in_the_texts(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    pieces = [p for p in redline_around(old, new, Span(start, end), around=8) if p.text != ELLIPSIS]
    before = "".join(p.text for p in pieces if p.op is not Op.INSERT)
    after = "".join(p.text for p in pieces if p.op is not Op.DELETE)
    assert before in old
    assert after in new
    assert old[start:end] in before
