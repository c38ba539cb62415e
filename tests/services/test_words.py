import pytest

from workbench.domain.errors import InvalidInput
from workbench.services.words import checked_words


@pytest.mark.parametrize("nothing", ["", "  \n", "\u200b", " \u200f\u00a0 "])
def test_what_nobody_sees_is_no_word(nothing: str) -> None:
    assert checked_words(nothing, field="reason") == ""
    with pytest.raises(InvalidInput, match="Say why") as refused:
        checked_words(nothing, missing="Say why.", field="reason")
    assert refused.value.details == {"field": "reason"}


def test_words_are_kept_as_typed_but_for_white_space_around() -> None:
    assert checked_words(" \u200fقال: «نعم»\r\nYes.\n", missing="Say why.") == "\u200fقال: «نعم»\nYes."


def test_too_many_words_are_refused() -> None:
    assert checked_words("é" * 30, longest=30) == "é" * 30
    with pytest.raises(InvalidInput, match="within 1,000 characters; this has 1,001"):
        checked_words("x" * 1001, longest=1000)
