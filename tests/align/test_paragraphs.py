"""Two versions of one text: every paragraph is accounted for, and what happened to it is named right."""

import time

from hypothesis import given
from hypothesis import strategies as st

from workbench.align.paragraphs import Change, compare_paragraphs, difference

HARBOUR = "عاد عمال الميناء إلى الرصيف صباح الأحد بعد إضراب دام ثلاثة أسابيع كاملة"
WAGES = "وقالت الهيئة إنها لن تدفع الأجور المتأخرة قبل نهاية الشهر المقبل"
SHIPS = "وتنتظر أربع سفن محملة بالقمح خارج الحوض منذ بداية الشهر الجاري"
SHORT = "خلفية الخلاف"
UNION = "ويطالب الاتحاد برفع البدلات وتقليص ساعات العمل الليلي في المخازن"

PARAGRAPHS = st.lists(
    st.one_of(
        st.sampled_from([HARBOUR, WAGES, SHIPS, SHORT, UNION]),
        st.lists(st.sampled_from((HARBOUR + " " + SHIPS).split()), min_size=1, max_size=9).map(" ".join),
        st.text(min_size=1, max_size=12),
    ),
    max_size=14,
)


def told(old: list[str], new: list[str]) -> list[tuple[str, tuple[int, ...], tuple[int, ...], bool]]:
    return [(m.change.value, m.old, m.new, m.moved) for m in compare_paragraphs(old, new)]


@given(PARAGRAPHS, PARAGRAPHS)
def test_nothing_is_lost_and_nothing_stands_twice(old: list[str], new: list[str]) -> None:
    found = compare_paragraphs(old, new)
    assert sorted(i for m in found for i in m.old) == list(range(len(old)))
    assert [j for m in found for j in m.new] == list(range(len(new))), "in the new order"
    for match in found:
        sizes = (len(match.old), len(match.new))
        expected = {
            Change.ADDED: sizes == (0, 1),
            Change.GONE: sizes == (1, 0),
            Change.SPLIT: sizes[0] == 1 and sizes[1] > 1,
            Change.JOINED: sizes[0] > 1 and sizes[1] == 1,
        }
        assert expected.get(match.change, sizes == (1, 1)), match


@given(PARAGRAPHS)
def test_a_text_compared_with_itself_is_all_the_same(text: list[str]) -> None:
    assert told(text, text) == [("same", (n,), (n,), False) for n in range(len(text))]


@given(st.permutations([HARBOUR, WAGES, SHIPS, SHORT, UNION]))
def test_a_new_order_is_told_as_moves_only(new: list[str]) -> None:
    old = [HARBOUR, WAGES, SHIPS, SHORT, UNION]
    found = compare_paragraphs(old, new)
    assert {m.change for m in found} == {Change.SAME}
    assert all(old[m.old[0]] == new[m.new[0]] for m in found)
    assert any(m.moved for m in found) == (new != old)
    steady = [m.old[0] for m in found if not m.moved]
    assert steady == sorted(steady)


@given(PARAGRAPHS, PARAGRAPHS)
def test_the_same_question_has_the_same_answer(old: list[str], new: list[str]) -> None:
    assert compare_paragraphs(old, new) == compare_paragraphs(old, new)


def test_changed_new_and_gone_in_one_text() -> None:
    changed = WAGES.replace("الشهر المقبل", "العام")
    assert told([HARBOUR, WAGES, SHIPS], [HARBOUR, changed, UNION]) == [
        ("same", (0,), (0,), False),
        ("changed", (1,), (1,), False),
        ("gone", (2,), (), False),
        ("added", (), (2,), False),
    ]


def test_a_paragraph_cut_in_two_and_two_made_one() -> None:
    words = HARBOUR.split()
    halves = [" ".join(words[:6]), " ".join(words[6:])]
    assert told([HARBOUR, WAGES], [*halves, WAGES])[0] == ("split", (0,), (0, 1), False)
    assert told([*halves, WAGES], [f"{halves[0]} {halves[1]}", WAGES])[0] == ("joined", (0, 1), (0,), False)


def test_a_changed_paragraph_beside_a_new_one_is_not_taken_for_a_split() -> None:
    changed = " ".join([*HARBOUR.split()[:-2], "شهرًا"])
    assert [kind for kind, *_ in told([HARBOUR, SHIPS], [changed, UNION, SHIPS])] == [
        "changed",
        "added",
        "same",
    ]


def test_a_paragraph_that_moved_and_changed_is_found() -> None:
    changed = WAGES.replace("المقبل", "القادم")
    found = told([WAGES, HARBOUR, SHIPS, UNION], [HARBOUR, SHIPS, UNION, changed])
    assert found[-1] == ("changed", (0,), (3,), True)


def test_what_only_looks_different_is_cosmetic_and_no_more_than_that() -> None:
    assert difference("لا بأس بالأمر", "ﻻ بـــأس  بالأمر") is Change.COSMETIC
    assert difference("علي", "على") is Change.CHANGED
    assert difference("عام ٢٠٢١", "عام 2021") is Change.CHANGED
    assert difference("مُدرس", "مدرس") is Change.CHANGED


def test_pinned_paragraphs_are_each_other_whatever_their_words() -> None:
    found = compare_paragraphs([SHORT, HARBOUR], ["عنوان آخر تمامًا", HARBOUR], pinned=[(0, 0)])
    assert next((m.change, m.old, m.new) for m in found) == (Change.CHANGED, (0,), (0,))


def test_thousands_of_paragraphs_all_changed_take_seconds_at_most() -> None:
    old = [f"الفقرة {n} تتحدث عن البلدة {n * 7} وعن سكانها وعن الطريق {n * 3} إليها" for n in range(3000)]
    new = [f"{text} في الشتاء" for text in old]
    start = time.perf_counter()
    found = compare_paragraphs(old, new)
    assert time.perf_counter() - start < 20
    assert sum(m.change is Change.CHANGED and m.old == m.new for m in found) > 2900
