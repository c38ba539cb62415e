"""Where a row's English divides when its Arabic does: sure of it, or not at all."""

import pytest

from workbench.services.english_cuts import english_cuts

PARTS = [
    "عاد عمال الميناء إلى الرصيف صباح الأحد بعد إضراب دام ثلاثة أسابيع.",
    "وقالت الهيئة إنها لن تدفع 43 ألف دينار من الأجور المتأخرة قبل نهاية الشهر المقبل.",
]
FIRST = "Port workers returned to the quay on Sunday morning after a three-week strike."
SECOND = "The authority said it would not pay 43,000 dinars of late wages before the end of next month."


@pytest.mark.parametrize("between", [" ", "\n", "\n\n"])
def test_each_part_gets_its_sentences(between: str) -> None:
    english = f"{FIRST}{between}{SECOND}"
    assert english_cuts(PARTS, english) == [english.index("The authority")]


@pytest.mark.parametrize("english", ["", "Only one sentence", FIRST])
def test_what_cannot_be_divided_stays_with_the_first(english: str) -> None:
    assert english_cuts(PARTS, english) == [len(english)]


def test_three_parts_of_two_sentences_are_not_guessed() -> None:
    english = f"{FIRST} {SECOND}"
    assert english_cuts([*PARTS, "خاتمة."], english) == [len(english)] * 2
