import pytest
from bidi.algorithm import get_display  # with brackets mirrored, unlike the quick one
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.visual_order import are_brackets_turned, evidence, reading_order

LINES = [
    "قال الوزير (أحمد) في 2021 إن Google باعت 3.5% من الأسهم «الكبرى».",
    "اشترت شركة Google (GCP) في 17/08/2021 نحو 1,250 خادمًا [من الجيل الثاني] بسعر 12.5 دولارًا",
    "وكتب كريم: «لن نقبل» (انظر Annual Report 2019) بين 2015-2019 ثم صمت",
    "يقول البنك الدولي (World Bank) إن النسبة ٣٫٥٪ فقط؛ هل هذا صحيح؟",
    "كُتبَ الدرسُ على يدِ مُحمَّدٍ",
    "بدأ العمل يوم 2021-08-17 عند الساعة 08:30، وانتهى في اليوم التالي.",
]


@pytest.mark.parametrize("line", LINES)
def test_what_is_seen_is_put_in_reading_order(line):
    seen = get_display(line, base_dir="R")
    text, order = reading_order(seen)
    assert text == line
    assert sorted(order) == list(range(len(seen)))


@pytest.mark.parametrize("line", [LINES[n] for n in (0, 1, 3, 5)])
def test_the_words_tell_the_order(line):
    assert evidence(get_display(line, base_dir="R")).is_visual
    assert not evidence(line).is_visual
    assert evidence(line).logical >= 2


def test_lines_of_one_text_turn_around_each_by_itself():
    seen = "\n".join(get_display(line, base_dir="R") for line in LINES[:2])
    assert reading_order(seen)[0] == "\n".join(LINES[:2])


def test_shapes_of_letters_tell_the_order():
    shaped = "ﻗﺎﻝ ﺍﻟﺮﺋﻴﺲ ﻟﻠﺼﺤﻔﻴﻴﻦ ﻧﻌﻢ"
    assert not evidence(shaped).is_visual
    assert evidence(shaped[::-1]).is_visual


def test_vowel_signs_that_kept_their_place_keep_their_letter():
    seen = "يلع ىلإ دمحمُ بهذَ ةسردملا ىلإ"
    assert reading_order(seen)[0] == "إلى المدرسة ذَهب مُحمد إلى علي"


@pytest.mark.parametrize(
    "text",
    [
        "كان الليل ليلا طويلا ثقيلا جميلا قليلا",  # words that end as the article does when turned around
        "أولا وأخيرا، كان عملا جليلا ورجالا ثقالا",
        "The plan was (in 2021) to wait.",
        "2021/08/17 - 08:30",
        "",
    ],
)
def test_a_text_in_reading_order_is_never_taken_for_the_other(text):
    assert not evidence(text).is_visual


WORDS = st.sampled_from(
    [
        "قال",
        "الرئيس",
        "في",
        "المدينة",
        "إن",
        "الشركة",
        "التي",
        "على",
        "البحر",
        "باعت",
        "أسهما",
        "كثيرة",
        "منذ",
        "عام",
        "مدرسة",
    ]
)


@given(st.lists(WORDS, min_size=6, max_size=30))
def test_turning_around_twice_is_no_change(words):
    line = " ".join(words)
    assert reading_order(reading_order(line)[0])[0] == line
    assert reading_order(get_display(line, base_dir="R"))[0] == line


@pytest.mark.parametrize(
    "line", ["قالت هدى (٤٠ عامًا): «عاد المصباح».", "وصلت السفينة [الأولى] إلى «رأس نور» (مساءً)."]
)
def test_brackets_that_were_not_mirrored_are_left_as_they_are(line: str) -> None:
    seen = get_display(line)
    unmirrored = seen.translate(str.maketrans("()[]«»", ")(][»«"))
    assert not are_brackets_turned(seen)
    assert are_brackets_turned(unmirrored)
    assert reading_order(unmirrored, is_mirrored=False)[0] == line
