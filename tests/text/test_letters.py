import pytest

from workbench.text import letters
from workbench.text.letters import edited


def mended(find, text, **more):
    return edited(text, list(find(text, **more)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ﻗﺎﻝ ﺍﻟﺮﺋﻴﺲ ﻷﻧﻪ", "قال الرئيس لأنه"),
        ("ﮐﺘﺎﺏ ﭘﺎﺭﺱ", "کتاب پارس"),
        ("عبد اﷲ وﷲ الحمد", "عبد الله والله الحمد"),
        ("كتابﹰ ﳲ", "كتابً َّ"),  # signs drawn upon a space or a tatweel
        ("محمد ﷺ ﷽ ﴿آية﴾ ﷼", "محمد ﷺ ﷽ ﴿آية﴾ ﷼"),  # written so
    ],
)
def test_presentation_forms(text, expected):
    assert mended(letters.presentation_forms, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("طـالبان محمـــد", "طالبان محمد"),
        ("1443هـ والـCIA ولـ«بيت» والـ 20", "1443هـ والـCIA ولـ«بيت» والـ 20"),
        ("هـٰذا", "هـٰذا"),
        ("مُـحمَّـد", "مُحمَّد"),
    ],
)
def test_tatweel(text, expected):
    assert mended(letters.tatweel, text) == expected


def test_persian_letters_in_words_that_are_arabic():
    text = "وقال المتحدث فی طهران علی کل حال إن الوکالة باعت کتاب میرزایی"
    assert mended(letters.persian_letters, text) == (
        "وقال المتحدث في طهران على كل حال إن الوكالة باعت کتاب میرزایی"
    )
    assert mended(letters.persian_letters, text, are_names=True) == (
        "وقال المتحدث فی طهران علی کل حال إن الوکالة باعت كتاب ميرزايي"
    )


def test_a_persian_keyboard_and_a_persian_text():
    arabic = "کانت المدینة الکبیرة تنتظر رئیس الشرکة الإیرانیة الذی غاب کثیرا ثم کتب رسالة قصیرة"
    assert letters.is_from_persian_keyboard(arabic)
    assert not letters.is_persian(arabic)
    assert "کی" not in mended(letters.persian_letters, arabic, is_keyboard=True)
    assert not set("کی") & set(mended(letters.persian_letters, arabic, is_keyboard=True))
    assert letters.is_persian("این کتاب را برای شما خریده‌ام که بخوانید")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال\u200f الرئيس\u200e \u202bنعم\u202c.", "قال الرئيس نعم."),
        ("قال C++\u200f!", "قال C++!"),
        ("قال Yahoo!\u200e ثم صمت", "قال Yahoo!\u200e ثم صمت"),  # keeps the mark with the name
        ("نص \u202dمن 5 إلى 7\u202c آخر", "نص \u202dمن 5 إلى 7\u202c آخر"),  # overrides the order
    ],
)
def test_direction_marks_go_where_they_change_nothing(text, expected):
    assert mended(letters.bidi_controls, text, rtl=True) == expected


def test_of_several_direction_marks_the_ones_that_matter_stay():
    assert mended(letters.bidi_controls, "\u200fقال\u200f Yahoo!\u200e ثم", rtl=True) == "قال Yahoo!\u200e ثم"


def test_zero_width_characters_go_where_nothing_shows():
    text = "\ufeffكلمة\u200b ثانية\u200c می\u200cخواهد هـ\u200d 👨\u200d👩"
    assert mended(letters.zero_width, text) == "كلمة ثانية می\u200cخواهد هـ\u200d 👨\u200d👩"


def test_spaces_and_soft_hyphens():
    assert mended(letters.no_break_spaces, "كلمة\u00a0ثانية 10\u00a0كم") == "كلمة ثانية 10\u00a0كم"
    assert mended(letters.no_break_spaces, "Mr.\u00a0Smith") == "Mr.\u00a0Smith"
    assert mended(letters.double_spaces, "one  two \u00a0three\nfour") == "one two three\nfour"
    assert mended(letters.soft_hyphens, "trans\u00adlation") == "translation"
