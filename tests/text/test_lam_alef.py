import re

import pytest

from workbench.text.lam_alef import is_turned, lam_alef
from workbench.text.letters import edited

RIGHT = (
    "أعلن الوزير خلال الأسبوع الماضي أن الأمن والاستقرار في البلاد من الأولويات، وأن العلاقات مع الإقليم لا تتأثر "
    "بالإجراءات الأخيرة إلا قليلا، قائلا إن ثلاثين دولارا خصصت لكل لاجئين اثنين."
)


def turned(text: str) -> str:
    """As such a file gives it: the letters of each ligature in wrong order."""
    return re.sub("ل([اأإآ])", r"\1ل", text)


def test_a_text_of_that_make_is_put_right():
    given = turned(RIGHT)
    assert "األسبوع" in given
    assert is_turned(given)
    mended = edited(given, list(lam_alef(given, whole_is_turned=True)))
    assert mended == RIGHT


MORE = (
    "وقال هؤلاء الزملاء إن آلاف اللاعبين في البلاد عادوا لأسباب كثيرة، لأن الأفلام والأحلام لا تكفي الأولاد. وصرفت "
    "معدات لإعادة بناء المحلات وسجلات الإدلاء بالأصوات للأطفال وللاستفادة منها، وثلاثاء لاستعادة 3 ملايين من الأموال، "
    "وجاء لأنه سأل عملائنا عن محاولات للإعلان عن استطلاع وحالات كلامًا من غير ملابس لأربعة أيام."
)
OTHER = "في ألمانيا سالت المياه وقالت إلهام إن ألسنة النار نالت من الستائر، وما زالت تتوالى بعدما استقالت وتوالت الأخبار لألمانيا وإلى الألعاب."


def test_words_that_look_like_no_other_are_put_right_in_a_text_of_that_make():
    given = turned(MORE)
    assert is_turned(given)
    assert edited(given, list(lam_alef(given, whole_is_turned=True))) == MORE
    given = turned(OTHER)
    assert edited(given, list(lam_alef(given, whole_is_turned=True))) == OTHER


@pytest.mark.parametrize(
    ("given", "right"), [("قارًئا", "قارئًا"), ("شيًئا آخر", "شيئًا آخر"), ("أواًل", "أولًا"), ("رفوًفا", "رفوفًا")]
)
def test_tanwin_stands_behind_its_letter(given, right):
    assert edited(given, list(lam_alef(given, whole_is_turned=False))) == right


@pytest.mark.parametrize("text", ["جداًما قاله", "شيئًا", "أيضاً", "كتابًا"])
def test_tanwin_where_it_belongs_stays(text):
    assert list(lam_alef(text, whole_is_turned=False)) == []


def test_a_right_text_has_nothing_to_mend():
    assert not is_turned(RIGHT)
    assert list(lam_alef(RIGHT, whole_is_turned=False)) == []


@pytest.mark.parametrize(
    "text",
    ["في العالم مثال ثالث على السالم", "قال سالم إن خالد طالب بالغ، وهذا الحق", "آل البيت", "ماء الغالية"],
)
def test_what_could_be_another_word_stays(text):
    assert list(lam_alef(text, whole_is_turned=True)) == []


def test_a_single_sure_word_is_mended_anywhere():
    assert (
        edited("باإلضافة إلى خالل", list(lam_alef("باإلضافة إلى خالل", whole_is_turned=False)))
        == "بالإضافة إلى خالل"
    )


def test_an_alef_too_many_is_another_fault():
    assert list(lam_alef("مرشح الحزب االجمهوري", whole_is_turned=False)) == []
