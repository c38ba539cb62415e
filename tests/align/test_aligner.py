"""The aligner on texts a desk meets, and its promises on any text."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.align.aligner import align
from workbench.align.bead import BY_HAND, Bead
from workbench.align.cues import length_costs, length_ratio
from workbench.align.moves import in_order
from workbench.domain.kinds import Kind

ARABIC = [
    "مجلس البلدية يؤجل مشروع الترام",
    "قرر مجلس البلدية مساء الاثنين تأجيل مشروع خط الترام الجديد إلى ربيع العام المقبل بسبب نقص التمويل.",
    "وقال رئيس المجلس إن كلفة المشروع ارتفعت من ٤٢ مليون دينار إلى ٥٨ مليوناً خلال عامين.",
    "هل ينتظر السكان عاماً آخر؟",
    "وانتقدت المعارضة القرار ووصفته بأنه «خيبة أمل لكل من يقف كل صباح في الزحام».",
    "ومن المقرر أن تقدم شركة Nordtram عرضاً معدلاً قبل نهاية آذار.",
]
ENGLISH = [
    "City council puts off tram project",
    "The city council decided on Monday evening to put off the new tram line until next spring for lack of money.",
    "The council's president said the cost of the project had risen from 42 million dinars to 58 million in two years.",
    "Will residents have to wait another year?",
    "The opposition criticised the decision as “a disappointment for everyone who stands in traffic every morning”.",
    "The company Nordtram is to submit a revised bid before the end of March.",
]


def links(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def test_a_faithful_translation_pairs_one_to_one() -> None:
    beads = align(ARABIC, ENGLISH)
    assert links(beads) == [((n,), (n,)) for n in range(6)]
    assert all(bead.confidence > 0.8 for bead in beads)


def test_a_paragraph_left_out_of_the_english_stands_alone() -> None:
    assert links(align(ARABIC, ENGLISH[:2] + ENGLISH[3:])) == [
        ((0,), (0,)), ((1,), (1,)), ((2,), ()), ((3,), (2,)), ((4,), (3,)), ((5,), (4,)),
    ]  # fmt: skip


def test_paragraphs_joined_and_cut_in_translation_are_found() -> None:
    joined = [*ENGLISH[:1], ENGLISH[1] + " " + ENGLISH[2], *ENGLISH[3:]]
    assert ((1, 2), (1,)) in links(align(ARABIC, joined))
    cut = [*ENGLISH[:1], ENGLISH[1][:57], ENGLISH[1][58:], *ENGLISH[2:]]
    assert ((1,), (1, 2)) in links(align(ARABIC, cut))


def test_numbers_in_either_script_hold_a_pair_together() -> None:
    source = ["بلغ العدد ١٢٠٠ شخص", "بلغ العدد ٣٫٥ بالمئة", "بلغ العدد ٧٧ منزلاً"]
    target = ["A total of 3.5 per cent", "A total of 77 houses"]
    assert links(align(source, target)) == [((0,), ()), ((1,), (0,)), ((2,), (1,))]


def test_a_headline_meets_the_headline() -> None:
    source = ["عنوان المقال الطويل في صحيفة اليوم", "نص قصير"]
    target = ["Tuesday edition, page four, city desk", "The long headline of today", "A short text"]
    kinds = [Kind.HEADLINE, Kind.PARAGRAPH]
    beads = align(
        source, target, source_kinds=kinds, target_kinds=[Kind.PARAGRAPH, Kind.HEADLINE, Kind.PARAGRAPH]
    )
    assert links(beads) == [((), (0,)), ((0,), (1,)), ((1,), (2,))]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([], [], []),
        (["أ", "ب"], [], [((0,), ()), ((1,), ())]),
        ([], ["a"], [((), (0,))]),
        (["أهلاً"], ["Hello"], [((0,), (0,))]),
    ],
)
def test_empty_and_single_sides(source: list[str], target: list[str], expected: list[object]) -> None:
    assert links(align(source, target)) == expected


def test_pinned_pairs_stay_and_the_rest_is_paired_between_them() -> None:
    pins = [Bead((1,), (2,)), Bead((4,), ())]
    beads = align(ARABIC, ENGLISH, pinned=pins)
    assert [bead for bead in beads if bead.confidence == BY_HAND] == pins
    assert ((5,), (5,)) in links(beads)
    assert sorted(j for bead in beads for j in bead.target) == list(range(6))


def test_what_is_pinned_to_nothing_stays_alone_and_nothing_is_joined_across_it() -> None:
    pins = [Bead((), (1, 2)), Bead((3,), ())]
    beads = align(ARABIC, ENGLISH, pinned=pins)
    assert set(pins) <= set(beads)
    assert {((0,), (0,)), ((4,), (4,)), ((5,), (5,))} <= set(links(beads))
    assert [i for bead in beads for i in bead.source] == list(range(6))


def test_pinned_pairs_that_cross_are_refused() -> None:
    with pytest.raises(ValueError, match="cross"):
        align(ARABIC, ENGLISH, pinned=[Bead((1,), (2,)), Bead((2,), (1,))])


def test_a_paragraph_at_another_place_is_paired_out_of_order() -> None:
    elsewhere = [ENGLISH[0], *ENGLISH[2:], ENGLISH[1]]
    beads = align(ARABIC, elsewhere)
    assert links(beads) == [((0,), (0,)), ((1,), (5,)), *(((n,), (n - 1,)) for n in range(2, 6))]
    assert [bead.source for bead in beads if bead.moved] == [(1,)]
    ordered, moved = in_order(beads)
    assert links(ordered)[1] == ((1,), ())
    assert links(ordered)[-1] == ((), (5,))
    assert links(moved) == [((1,), (5,))]


def test_a_move_is_found_across_a_pinned_pair_too() -> None:
    elsewhere = [ENGLISH[0], *ENGLISH[2:], ENGLISH[1]]
    beads = align(ARABIC, elsewhere, pinned=[Bead((3,), (2,))])
    assert [(bead.source, bead.target) for bead in beads if bead.moved] == [((1,), (5,))]


@pytest.mark.parametrize("n", range(5))
def test_neighbours_that_changed_places_are_paired_crosswise(n: int) -> None:
    elsewhere = [*ENGLISH]
    elsewhere[n], elsewhere[n + 1] = elsewhere[n + 1], elsewhere[n]
    beads = align(ARABIC, elsewhere)
    assert set(links(beads)) == {((i,), (elsewhere.index(ENGLISH[i]),)) for i in range(6)}
    assert len([bead for bead in beads if bead.moved]) == 1


def test_a_moved_paragraph_leaves_the_neighbour_it_was_joined_to() -> None:
    elsewhere = [*ENGLISH[:2], ENGLISH[5], *ENGLISH[2:5]]
    assert ((5,), (2,)) in links(align(ARABIC, elsewhere))


def test_lines_of_the_page_left_in_stand_alone_and_surely_so() -> None:
    arabic = ["الرئيسية / محليات", "شارك الخبر", *ARABIC, "الأكثر قراءة", "جميع الحقوق محفوظة"]
    english = ["Share this article", "3 min read", "Print", *ENGLISH, "Leave a comment", "Most read"]
    beads = align(arabic, english)
    pairs = [bead for bead in beads if bead.source and bead.target]
    assert links(pairs) == [((n + 2,), (n + 3,)) for n in range(6)]
    assert all(bead.confidence > 0.8 for bead in beads if not (bead.source and bead.target))


def test_a_missing_paragraph_is_no_pair_with_another_of_its_topic_and_length() -> None:
    """One is missing on either side, at the same place; they name nothing and say other things."""
    arabic = [
        "اجتمع المزارعون في القرية مساء أمس لبحث أزمة المياه.",
        "ويقول كبار السن إن البئر القديمة لم تجف منذ أيام الجدود، وإن الشتاء الماضي كان قصيراً.",
        "وطالب المجتمعون الحكومة بحفر بئر جديدة قبل الصيف.",
    ]
    english = [
        "Farmers met in the village last night to discuss the water crisis.",
        "Women carry the buckets from the neighbouring valley, and many children miss school to help them.",
        "The meeting asked the government to dig a new well before the summer.",
    ]
    beads = [(bead.source, bead.target) for bead in align(arabic, english)]
    assert beads == [((0,), (0,)), ((1,), ()), ((), (1,)), ((2,), (2,))]


def test_a_paragraph_from_elsewhere_stands_alone_and_a_pair_with_little_in_common_is_less_sure() -> None:
    other = "The orchestra opened its season at the old theatre with a symphony that nobody in the hall had heard before."
    assert ((), (2,)) in links(align(ARABIC, [*ENGLISH[:2], other, *ENGLISH[2:]]))
    instead = align(ARABIC, [ENGLISH[0], other, *ENGLISH[2:]])
    assert all(bead.confidence < 0.9 for bead in instead if 1 in bead.source)
    assert all(bead.confidence > 0.98 for bead in align(ARABIC, ENGLISH) if 1 in bead.source)


words = st.text(alphabet='ابتثج abc 12٣٤ ?؟"«', max_size=80)
kinds = st.none() | st.sampled_from(Kind)


@given(st.lists(st.tuples(words, kinds), max_size=9), st.lists(st.tuples(words, kinds), max_size=9))
def test_every_block_once_in_order_with_a_confidence(
    source: list[tuple[str, Kind | None]], target: list[tuple[str, Kind | None]]
) -> None:
    def run() -> list[Bead]:
        return align(
            [text for text, _ in source],
            [text for text, _ in target],
            source_kinds=[kind for _, kind in source],
            target_kinds=[kind for _, kind in target],
        )

    beads = run()
    assert [i for bead in beads for i in bead.source] == list(range(len(source)))
    assert sorted(j for bead in beads for j in bead.target) == list(range(len(target)))
    assert all(0 <= bead.confidence < BY_HAND for bead in beads)
    assert beads == run()
    ordered, moved = in_order(beads)
    assert [i for bead in ordered for i in bead.source] == list(range(len(source)))
    assert [j for bead in ordered for j in bead.target] == list(range(len(target)))
    assert moved == [bead for bead in beads if bead.moved]


def test_length_speaks_for_like_lengths() -> None:
    costs = length_costs(100, [108, 130, 220, 400], 1.1)
    assert costs == sorted(costs)


def test_the_usual_length_is_that_of_the_article() -> None:
    assert length_ratio([]) == pytest.approx(1.1)
    assert length_ratio([(200, 280)] * 20) > 1.3
    assert length_ratio([(200, 280)] * 20) == pytest.approx(length_ratio([(200, 280)] * 19 + [(200, 60)]))
    assert 0.8 <= length_ratio([(500, 1)] * 99) < length_ratio([(1, 500)] * 99) <= 1.8
    assert length_costs(200, [280], 1.4) < length_costs(200, [280], 1.1)


def test_two_short_paragraphs_keep_their_own_partners_in_a_wordy_translation() -> None:
    source = [
        "عاد المزارعون إلى حقولهم قرب نهر النيل بعد انحسار الفيضان الذي غمر القرى في الأسبوع الماضي، لكنهم وجدوا الآبار ملوثة.",
        "وجاء التحذير على لسان مدير الصحة في أسوان حسين المغربي.",
        "وفي مقابلة مع الإذاعة قال المغربي إن الفرق وزعت أقراصاً لتعقيم المياه، وإن المدارس ستبقى مغلقة حتى نهاية الشهر، وإن المستشفى استقبل عشرات المرضى.",
        "ولم تصل المساعدات بعد إلى القرى البعيدة.",
    ]
    target = [
        "Farmers have gone back to the fields they own near the River Nile now that the flood that covered whole villages last week has receded, only to find that the wells they drink from have been polluted.",
        "The warning that something was wrong came from Hussein al-Maghrabi, who is the director of health in the city of Aswan.",
        "In an interview that he gave to the radio, al-Maghrabi said that teams had been handing out tablets to make the water safe, that schools were going to remain closed until the end of the month, and that the hospital had taken in dozens of patients.",
        "The aid that was promised has so far not arrived in the villages that are further away.",
    ]
    assert links(align(source, target)) == [((n,), (n,)) for n in range(4)]


def test_names_and_words_tell_apart_what_lengths_cannot() -> None:
    source = ["زار بوتين مدينة سمرقند", "وصل شولتس إلى أنقرة", "فاز الفريق في المباراة"]
    target = ["Scholz arrived in Ankara", "The team won the match"]
    assert links(align(source, target)) == [((0,), ()), ((1,), (0,)), ((2,), (1,))]


@pytest.mark.slow
def test_a_long_text_finds_its_way_round_a_gap() -> None:
    draw = random.Random(7)
    lengths = [draw.randint(20, 600) for _ in range(1200)]
    figures = [f"{draw.randint(1000, 9999)} " if draw.random() < 0.3 else "" for _ in lengths]
    source = [figure + "ن" * length for figure, length in zip(figures, lengths, strict=True)]
    target = [
        figure + "n" * int(length * draw.uniform(0.95, 1.25))
        for figure, length in zip(figures, lengths, strict=True)
    ]
    del target[300:420]
    beads = align(source, target)
    pairs = {(bead.source, bead.target) for bead in beads}
    assert sum(((n,), (n,)) in pairs for n in range(300)) > 280
    assert sum(((n + 120,), (n,)) in pairs for n in range(300, 1080)) > 740


def test_confidence_tells_the_sure_from_the_doubtful() -> None:
    source = [*ARABIC, "نعم", "لا", "ربما"]
    target = [*ENGLISH, "Yes", "Maybe"]
    beads = align(source, target)
    sure = min(bead.confidence for bead in beads if bead.source and bead.source[0] < 6)
    doubtful = min(bead.confidence for bead in beads if bead.source and bead.source[0] >= 6)
    assert doubtful + 0.2 < sure


def test_a_caption_between_paragraphs_that_the_english_joined_is_paired_with_its_own() -> None:
    arabic = [ARABIC[0], f"{ARABIC[1]} {ARABIC[2]}", "قاعة مجلس البلدية. (تصوير: سامي)", *ARABIC[4:]]
    joined = f"{ENGLISH[1]} {ENGLISH[2]} {ENGLISH[4]}"
    english = [ENGLISH[0], joined, "The hall of the city council. (Photo: Sami)", ENGLISH[5]]
    kinds = [Kind.HEADLINE, Kind.PARAGRAPH, Kind.CAPTION, Kind.PARAGRAPH, Kind.PARAGRAPH]
    beads = align(arabic, english, source_kinds=kinds, target_kinds=kinds[: len(english)])
    assert links(beads) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,)), ((3,), ()), ((4,), (3,))]


def test_a_line_that_may_belong_to_one_elsewhere_is_not_surely_alone() -> None:
    arabic = [
        "عادت عشرون قرية إلى زراعة القمح بعد أن ارتفع سعر الطحين.",
        "الماء أولًا",
        "ويبقى الماء أكبر المشكلات، فالقناة لا تصل إلى القرى العليا.",
        "تقول المزارعة فاطمة إنها لن تحصد شيئًا هذا العام.",
    ]
    english = [
        "Twenty villages have returned to growing wheat after the price of flour rose.",
        "Water remains the biggest problem: the canal does not reach the upper villages.",
        "Farmer Fatima says that she will harvest nothing this year.",
        "Water first",
    ]
    text, heading = Kind.PARAGRAPH, Kind.SUBHEADING
    beads = align(
        arabic, english, source_kinds=[text, heading, text, text], target_kinds=[text, text, text, text]
    )
    alone = [bead for bead in beads if not (bead.source and bead.target)]
    assert [bead.source + bead.target for bead in alone] == [(1,), (3,)]
    assert all(bead.confidence < 0.9 for bead in alone)
