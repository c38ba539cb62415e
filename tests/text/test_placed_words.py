"""Lines as converters of PDF files write them: ⟦ and ⟪ stand for the marks that begin a piece from right to left and
from left to right, ⟧ and ⟫ for the one that ends both.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text.placed_words import is_bare, is_marked, reading_orders

_MARKS = str.maketrans({"⟦": "\u202b", "⟪": "\u202a", "⟧": "\u202c", "⟫": "\u202c"})

READ = [
    "كتب: سامر الحلو",
    "في الحافلة 2,000 كتاب (وسجادة للأطفال)، بحسب",
    "شركة Valley Reads (VR) التي تمولها منذ عام 2019. ويقود",
    "80% من كلفته.",
    "كتب على العجلات",
]
AROUND_LINES = [
    "⟦كتب⟪ :⟫سامر الحلو⟧",
    "⟦في الحافلة ⟪ 2,000⟫كتاب (وسجادة للأطفال)⟪ ،⟫بحسب⟧",
    "⟦شركة )⟪ Valley Reads (VR⟫التي تمولها منذ عام ⟪ .2019⟫ويقود⟧",
    "⟦⟪ %80⟫من كلفته⟪.⟫⟧",
    "⟦كتب على العجلات⟧",
]
AROUND_WORDS = [
    "⟦الحلو⟧ ⟦سامر⟧ :⟦كتب⟧",
    "⟦بحسب⟧ ،)⟦للأطفال⟧ ⟦(وسجادة⟧ ⟦كتاب⟧ 2,000 ⟦الحافلة⟧ ⟦في⟧",
    "⟦ويقود⟧ .2019 ⟦عام⟧ ⟦منذ⟧ ⟦تمولها⟧ ⟦التي⟧ Valley Reads (VR) ⟦شركة⟧",
    ".⟦كلفته⟧ ⟦من⟧ %80",
    "⟦العجلات⟧ ⟦على⟧ ⟦كتب⟧",
]


@pytest.mark.parametrize("lines", [AROUND_LINES, AROUND_WORDS])
def test_pieces_are_put_where_they_are_read(lines):
    given = [line.translate(_MARKS) for line in lines]
    found = reading_orders(given)
    assert [one and one[0] for one in found] == READ
    for line, one in zip(given, found, strict=True):
        assert one
        assert [line[n] for n in one[1]] == list(one[0])


def test_brackets_that_were_stored_as_drawn_are_turned():
    lines = ["⟦يقول )أحدهم(⟪ :⟫نعم⟧", "⟦في المدينة )⟪1999⟫(⟪ ،⟫ثم صمت⟧"]
    found = reading_orders([line.translate(_MARKS) for line in lines])
    assert [one and one[0] for one in found] == ["يقول (أحدهم): نعم", "في المدينة (1999)، ثم صمت"]


BARE = [
    ".الماضي العام يعمل لم الذي المصنع المدينة في",
    ".الجديدة الآلة جاءت التي السفينة إن المدير وقال",
    "جاره قال كما ،الميناء تدخل لن",
    ".السوق إلى الناس يعود حتى ،الطريق هذا على",
]


def test_turned_lines_are_known_by_their_stops_and_small_words():
    assert is_bare(BARE)
    text, _ = reading_orders(BARE)[0] or ("", [])
    assert text == "في المدينة المصنع الذي لم يعمل العام الماضي."


@pytest.mark.parametrize(
    "lines",
    [
        READ,
        # somebody who typed the stop first, to see it on the left
        [".في المدينة المصنع الذي لم يعمل", ".وقال المدير إن السفينة التي جاءت", ".لن تدخل الميناء هذا العام"],
        # a stop that clings to the next word
        ["عاد الناس .وقال المدير ،وهو من القرية", "ثم صمت .ولم يعد", "هذا البيت ،كما قيل ،بيت أبيه"],
        # marks that people and programs set with reason
        ["\u202bاتصلوا بالرقم \u202a+1 (555) 123-4567\u202c قبل المساء.\u202c", "\u202bفي شركة \u202aC++ & Co.\u202c\u202c"],
        ["A line of English \u202bمع كلمات\u202c in it."],
        ["\u202bسطر لم يغلق", "\u202c\u202c", ""],
    ],
)  # fmt: skip
def test_any_other_text_stays(lines):
    assert not is_marked(lines)
    assert reading_orders(lines) == [None] * len(lines)


def test_a_line_of_other_marks_stays_in_a_marked_text():
    odd = "\u202bواحد \u202bاثنان \u202aثلاثة\u202c\u202c"
    found = reading_orders([*(line.translate(_MARKS) for line in AROUND_LINES), odd])
    assert found[-1] is None


@given(st.lists(st.text("في Ab1.،\u202a\u202b\u202c"), max_size=4))
def test_whatever_the_marks_no_letter_is_lost(lines):
    made = [line.translate(_MARKS) for line in AROUND_LINES]
    for line, one in zip(lines, reading_orders([*lines, *made]), strict=False):
        if one:
            assert sorted(one[0].replace(" ", "")) == sorted(
                c for c in line if c not in " \u202a\u202b\u202c"
            )
            assert [line[n] for n in one[1]] == list(one[0])
