import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.arabic import INVISIBLE, arabic_share, fold_letters, is_arabic, is_only_arabic, match_key
from workbench.text.bidi import FSI, LRI, PDI, RLI, isolate, visual


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إيران", "ايران"),
        ("آثار", "اثار"),
        ("مستشفى", "مستشفي"),
        ("مدرسة", "مدرسه"),
        ("مسؤول", "مسوول"),
        ("مُدَرِّسٌ", "مدرس"),
        ("طـــالبان", "طالبان"),
        ("کتاب ایران", "كتاب ايران"),
        ("٢٠٢١", "2021"),
        ("۱۴۰۰", "1400"),
        ("٣٫٥", "3.5"),
        ("ﻻ ﺷﻚ", "لا شك"),
        ("\u2067سلام\u2069", "سلام"),
        ("The  MAYOR’s\u00a0car", "the mayor's car"),
    ],
)
def test_what_a_reader_calls_the_same_words_has_one_key(one, other):
    assert match_key(one) == match_key(other)


@pytest.mark.parametrize(("one", "other"), [("حرب", "خرب"), ("3.5", "35"), ("كتاب", "كتب"), ("man", "men")])
def test_different_words_have_different_keys(one, other):
    assert match_key(one) != match_key(other)


@given(st.text())
def test_a_key_is_its_own_key_for_arabic_and_english(text):
    key = match_key(text)
    assert key == " ".join(key.split())
    assert not set(key) & set(INVISIBLE)


@given(st.text("ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآةىؤئًٌٍَُِّْـ ٠١٢٣abcXYZ-.،؟", max_size=60))
def test_a_key_does_not_change_when_taken_again(text):
    assert match_key(match_key(text)) == match_key(text)


def test_folding_leaves_pattern_syntax_alone():
    assert fold_letters(r"إعلان\S+(?:مدرسة)?") == r"اعلان\S+(?:مدرسه)?"


@pytest.mark.parametrize(
    ("text", "share"), [("", 0.0), ("123 – …", 0.0), ("سلام", 1.0), ("abcd", 0.0), ("سلام abcd", 0.5)]
)
def test_share_of_arabic_letters(text, share):
    assert arabic_share(text) == share
    assert is_arabic(text) is (share >= 0.5)
    assert is_only_arabic(text) is (share == 1)


@pytest.mark.parametrize(("direction", "mark"), [("ltr", LRI), ("rtl", RLI), ("auto", FSI)])
def test_isolates_say_the_direction(direction, mark):
    assert isolate("سلام", direction) == f"{mark}سلام{PDI}"
    assert isolate("", direction) == ""


def test_nothing_breaks_out_of_an_isolate():
    assert isolate(f"a{PDI}b{RLI}c") == f"{FSI}ab{RLI}c{PDI}{PDI}"


def test_visual_order_for_a_terminal_without_bidi():
    assert visual("سلام 12 abc") == "abc 12 مالس"
    assert visual("abc سلام\n\nسلام") == "abc مالس\n\nمالس"


def test_visual_order_follows_the_direction_asked_for():
    assert visual("abc سلام", "rtl") == "مالس abc"
