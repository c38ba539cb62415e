import pytest

from workbench.text.invisible import Piece, as_seen, change_pieces, has_visible, named_pieces


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \t\n\u00a0\u3000",
        "\u200b",
        "\u200f\u200e",
        "\u2068\u2069\ufeff",
        "\u00ad\u034f\ufe0f",
        "\u2800",
        "\u3164",
    ],
)
def test_what_nobody_sees_is_nothing(text: str) -> None:
    assert not has_visible(text)


@pytest.mark.parametrize(
    "text", ["a", "\u200f،", " . ", "لا", "\u064e", "❤\ufe0f", "\u06dd", "\U0001f468\u200d\U0001f469"]
)
def test_one_sign_is_something(text: str) -> None:
    assert has_visible(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("One two.", " One  two.\n"),
        ("One two.", "One\ttwo.\u200b"),
        ("One two.", "\u200fOne two.\u200e"),
        ("One two.", "One tw\u00ado."),
        ("One\ntwo", "One \n\n two"),
        ("قال نعم", "قال\ufeff نعم "),
    ],
)
def test_what_looks_the_same(one: str, other: str) -> None:
    assert as_seen(one) == as_seen(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("One two.", "Onetwo."),
        ("One two.", "One\ntwo."),
        ("One 2.", "One\u00a02."),  # the line may not end there
        ("He said: (نعم)!", "He said: (نعم)\u200e!"),
        ("می\u200cخواهم", "میخواهم"),
        ("👨\u200d👩", "👨👩"),
    ],
)
def test_what_looks_otherwise(one: str, other: str) -> None:
    assert as_seen(one) != as_seen(other)


def test_what_cannot_be_seen_is_named():
    assert list(named_pieces("قال\u200f  نعم\u00a0")) == [
        ("قال", ""),
        ("", "right-to-left mark"),
        ("", "2 spaces"),
        ("نعم", ""),
        ("", "no-break space"),
    ]
    assert list(named_pieces("plain text")) == [("plain text", "")]


def test_the_words_that_changed_are_marked():
    before, after = change_pieces("one tw\u200bo three", "one two three")
    assert before == [
        Piece("one ", "", False),
        Piece("tw", "", True),
        Piece("", "zero-width space", True),
        Piece("o", "", True),
        Piece(" three", "", False),
    ]
    assert after == [Piece("one ", "", False), Piece("two", "", True), Piece(" three", "", False)]


def test_where_all_changed_nothing_is_marked():
    before, after = change_pieces("ةدوع ةرابعلا", "عودة العبارة")
    assert not any(piece.is_changed for piece in (*before, *after))
