import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.tokens import count_words, token_spans, words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("بلغت النسبة ٣٫٥ في المئة.", "ar", ("بلغت", "النسبة", "٣٫٥", "في", "المئة")),
        ("نحو ١٬٢٠٠ شخص، بينهم 3 أطفال!", "ar", ("نحو", "١٬٢٠٠", "شخص", "بينهم", "3", "أطفال")),
        ("مُدَرِّسةٌ كـتبت «رسالة»", "ar", ("مُدَرِّسةٌ", "كـتبت", "رسالة")),
        ("It cost 1,200.5 dollars.", "en", ("It", "cost", "1,200.5", "dollars")),
        ("The mayor’s aide didn't reply…", "en", ("The", "mayor’s", "aide", "didn't", "reply")),
        ("“Yes” — she said (twice).", "en", ("Yes", "she", "said", "twice")),
        ("At 08:30 on 17/8/2021, U.S. time", "en", ("At", "08:30", "on", "17/8/2021", "U.S.", "time")),
        ("See https://example.org/a?b=c, now", "en", ("See", "https://example.org/a?b=c", "now")),
        ("well-known", "en", ("well-known",)),
        ("… — !", "en", ()),
        ("", "ar", ()),
    ],
)
def test_words_of_a_text(text, language, expected):
    assert words(text, language) == expected
    assert count_words(text, language) == len(expected)


@given(st.text(max_size=300), st.sampled_from(["ar", "en"]))
def test_tokens_are_ordered_slices_that_hold_all_that_is_visible(text, language):
    spans = token_spans(text, language)
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(text)
        assert not text[end:start].strip() or not text[end:start].isprintable()
        end = stop
    assert not any(c.isalnum() for c in text[end:])


def test_a_run_without_spaces_is_counted_and_ends():
    """A tokeniser's patterns alone would take minutes here."""
    assert count_words("a-" * 50_000, "en") == 50_000
    assert count_words("." * 100_000, "ar") == 0
