"""What the aligner finds in common between Arabic and English blocks."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.evidence import (
    Evidence,
    Sort,
    evidence,
    evidence_and_words,
    known_words,
    shared,
    source_signs,
    target_signs,
)
from workbench.align.lexicon import arabic_meanings, arabic_stem, english_meanings, english_stem
from workbench.align.names import (
    arabic_sounds,
    arabic_words,
    capitalised,
    joined_sounds,
    latin_sounds,
)
from workbench.align.numbers import figures, number_words
from workbench.text.arabic import match_key


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("واشنطن", "Washington"),
        ("شيكاغو", "Chicago"),
        ("تشيلسي", "Chelsea"),
        ("مايكل", "Michael"),
        ("كافانو", "Kavanaugh"),
        ("سليماني", "Soleimani"),
        ("القاهرة", "Qahira"),
        ("بالرياض", "Riyadh"),
        ("ولندن", "London"),
        ("فيليب", "Philip"),
        ("محمّد", "Mohamed"),
        ("الأفغان", "Afghans"),
        ("چيني", "Cheney"),
        ("تونس", "Tunís"),
    ],
)
def test_a_name_has_a_key_in_common_with_its_transliteration(arabic: str, english: str) -> None:
    assert arabic_sounds(match_key(arabic)) & latin_sounds(english)


@pytest.mark.parametrize(
    ("arabic", "english"), [("واشنطن", "London"), ("سليماني", "Salah"), ("دمشق", "Tokyo")]
)
def test_other_names_have_none(arabic: str, english: str) -> None:
    assert not arabic_sounds(match_key(arabic)) & latin_sounds(english)


def test_two_arabic_words_may_be_one_english_name() -> None:
    first, second = arabic_words(match_key("إسلام آباد"))
    assert set(joined_sounds(first, second)) & latin_sounds("Islamabad")
    assert set(joined_sounds("احمدي", "نجاد")) & latin_sounds("Ahmadinejad")
    assert not set(joined_sounds("يا", "هو"))


def test_a_capital_makes_a_name_only_of_what_is_never_small() -> None:
    texts = ["Officials met Rania in Basra.", "The officials left.", "But the talks go on, but slowly"]
    assert capitalised(texts) == [{"Rania", "Basra"}, set(), set()]


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("١٬٢٠٠", "1,200"), ("20.000", "20,000"), ("٣٫٥", "3.5"), ("٢٠٢١", "2021"), ("ثلاثة", "three"), ("والخمسين", "fifty"),
     ("ملايين", "million"), ("مئات", "hundreds"), ("ومليار", "billion")],
)  # fmt: skip
def test_numbers_are_the_same_in_either_script_and_in_words(arabic: str, english: str) -> None:
    def numbers(text: str) -> frozenset[str]:
        return figures(match_key(text)) | number_words(match_key(text).split())

    assert numbers(arabic) == numbers(english) != frozenset()


def test_figures_meet_words() -> None:
    signs = source_signs("أصيب ٧ عمال"), target_signs(["Seven workers were hurt"])[0]
    assert signs[0][Sort.NUMBER_WORD] & signs[1][Sort.NUMBER_WORD] == {"7"}


@pytest.mark.parametrize(
    ("arabic", "english"),
    [
        ("في ألمانيا", "Germany"),
        ("وبمصر", "Egypt"),
        ("للعراق", "to Iraq"),
        ("إلى المملكة المتحدة", "the United Kingdom"),
        ("في كانون الثاني", "in January"),
        ("آب/أغسطس", "August"),
    ],
)
def test_countries_and_months_mean_the_same(arabic: str, english: str) -> None:
    here = arabic_meanings(arabic_words(match_key(arabic)))[1]
    assert here & english_meanings(match_key(english).split())[1]


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("وقالت", "says"), ("للحكومة", "governments"), ("الأسعار", "prices"), ("فالمدارس", "schools"), ("غداً", "tomorrow"), ("والدم", "blood"), ("علنياً", "publicly")],
)  # fmt: skip
def test_common_words_mean_the_same_under_their_endings(arabic: str, english: str) -> None:
    assert arabic_meanings([match_key(arabic)])[0] & english_meanings([english])[0]


def test_stems() -> None:
    assert arabic_stem("والمعلمون") == arabic_stem("معلم")
    assert arabic_stem("من") == "من"
    assert english_stem("countries") == english_stem("country")
    assert english_stem("asked") == english_stem("asks") == "ask"
    assert english_stem("studying") == english_stem("studied") == english_stem("study")
    assert english_stem("stopped") == english_stem("stops") == english_stem("stop")
    assert english_stem("buildings") == english_stem("build")
    assert english_stem("classes") == english_stem("class")
    assert english_stem("days") == english_stem("day")


@pytest.mark.parametrize(
    ("arabic", "english"),
    [("مدرستنا", "school"), ("ستقول", "said"), ("ونشرب", "drinking"), ("كتبوا", "written"), ("بيوتكم", "houses")],
)  # fmt: skip
def test_a_word_is_known_with_what_is_joined_to_its_end_and_in_every_person(
    arabic: str, english: str
) -> None:
    assert arabic_meanings([match_key(arabic)])[0] & english_meanings([english])[0]


@pytest.mark.parametrize(
    ("arabic", "english", "other"),
    [("فكرة", "idea", "ball"), ("كبير", "big", "well"), ("بحار", "sailor", "hot")],
)
def test_a_word_known_as_it_stands_is_not_taken_apart(arabic: str, english: str, other: str) -> None:
    meanings = arabic_meanings([match_key(arabic)])[0]
    assert meanings & english_meanings([english])[0]
    assert not meanings & english_meanings([other])[0]


def test_words_that_tell_nothing_are_not_taken_for_others() -> None:
    assert arabic_meanings([match_key("لديك")]) == (frozenset(), frozenset())  # you have, not to the rooster
    assert arabic_meanings([match_key("الديك")])[0] & english_meanings(["rooster"])[0]


def test_a_line_of_the_lexicon_is_one_meaning() -> None:
    text = files("workbench.align").joinpath("lexicon.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    assert all(len(line) == 2 and line[1].split() for line in lines)
    names = [english.split(" ")[0] for english, _ in lines]
    assert len(names) == len(set(names))


def found(source: list[str], target: list[str]) -> Evidence:
    return evidence([source_signs(text) for text in source], target_signs(target))


def test_a_sign_counts_less_the_more_blocks_show_it() -> None:
    one, two = frozenset({"a"}), frozenset({"a", "b"})
    assert shared([one, two], [two], [(0, 1)] * 2) == [{0: 0.5}, {0: 1.5}]
    assert shared([one] * 31, [one], [(0, 1)] * 31) == [{}] * 31


def test_a_sign_counts_by_the_blocks_near_by_and_within_reach_only() -> None:
    one, none = frozenset({"a"}), frozenset[str]()
    far = [one, *[none] * 99, one]
    reach = [(max(0, n - 5), min(101, n + 6)) for n in range(101)]
    rows = shared(far, far, reach)
    assert rows[0] == {0: 1.0}
    assert rows[100] == {100: 1.0}


def test_latin_words_in_arabic_are_found_again() -> None:
    rows = found(["وقعت شركة Nordtram العقد", "رفض المجلس"], ["The board refused", "Nordtram signed"])
    assert rows[0][1] > rows[0].get(0, 0)
    assert rows[1][0] > rows[1].get(1, 0)


texts = st.lists(st.text(alphabet="ابتثجوال محمد abcdEF 12٣٤'’-", max_size=40), max_size=6)


@given(texts, texts)
def test_evidence_speaks_for_only_and_of_blocks_that_are_there(source: list[str], target: list[str]) -> None:
    rows = found(source, target)
    assert len(rows) == len(source)
    assert all(0 <= j < len(target) and weight > 0 for row in rows for j, weight in row.items())
    assert rows == found(source, target)


def test_known_words_are_counted_as_those_in_common_are() -> None:
    source = [source_signs("القرية"), source_signs("في القرية")]
    target = target_signs(["The village", "A valley"])
    _, words = evidence_and_words(source, target, [(0, 2), (0, 2)])
    assert known_words(source) == [0.5, 0.5]  # two blocks have it
    assert known_words(target) == [1.0, 1.0]
    assert words == [{0: 0.5}, {0: 0.5}]
