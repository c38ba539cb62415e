import textwrap

import pytest

from workbench.intake.document import Choice
from workbench.intake.plain import read_text
from workbench.intake.read import finish, read

ENGLISH = """The lighthouse at Ras Nur is lit again
The lamp was lit on Monday evening for the first time since the storm
took its glass, and the boats that had waited in a bay for a short re-
turn of calm, or for a re-
pair, came home before midnight.
The keeper climbed the tower at five with a can of oil and a new wick.
What the boats say
Those who fish by night had steered by the lights of the mosque and by
the fires that their families lit on the beach.
The council paid for the glass, which came by lorry from the capital
and was carried up the last mile.
The old lens goes to the school, which had asked for it in the summer
before the new one was even on its way.
A light on the second tower, which is lower and nearer to the harbour,
will be lit in the spring.
The boats have promised to bring the oil for it in turns, a can a week
and two in winter."""

ARABIC = """منارة رأس نور تضيء من جديد
أضيء المصباح مساء الاثنين للمرة الأولى منذ أن حطمت العاصفة زجاجه
وعادت القوارب التي انتظرت في الخليج المجاور إلى الميناء كلها معًا
قبل منتصف الليل.
وصعد الحارس البرج عند الخامسة ومعه زيت وفتيل اشتراهما من السوق.
واليوم يدفع المجلس ثمن الزيت من صندوق جمعه الصيادون في الخريف من
بيع سمكهم.
وتبقى العدسة القديمة في المدرسة التي طلبتها قبل أن يأتي الزجاج من
العاصمة على ظهر شاحنة.
ويعود الحارس إلى بيته في الصباح."""


def test_a_line_without_an_end_goes_on_in_one_that_begins_small_however_short_it_is():
    texts = [block.text for block in read(ENGLISH.encode(), name="a.txt", language="en").kept]
    assert texts[1].endswith("or for a repair, came home before midnight.")


def test_a_full_line_that_ends_a_sentence_ends_its_paragraph_where_paragraphs_are_one_sentence():
    english = [block.text for block in read(ENGLISH.encode(), name="a.txt", language="en").kept]
    assert "What the boats say" in english
    arabic = [block.text for block in read(ARABIC.encode(), name="a.txt", language="ar").kept]
    assert any(text.endswith("من السوق.") for text in arabic)
    assert any(text.startswith("واليوم يدفع") and text.endswith("بيع سمكهم.") for text in arabic)


def test_a_full_line_that_ends_a_sentence_goes_on_where_paragraphs_hold_several():
    text = """The lamp was lit on Monday. It burned for an hour before the wind rose
and the keeper let it go out. Nobody had asked him to, but he went up
again at ten with more oil, and the boats came home before it was two.
They had waited in the next bay. Some of them had been there since the
Friday before, and their crews had slept on deck. Bread came by rowing
boat."""
    assert len(read(text.encode(), name="a.txt", language="en").kept) == 1


HEADED = [
    "جريدة المرفأ 7/3/2019 ص 6",
    "مكتبة متنقلة تجوب قرى الوادي",
    "كتب: سامر الحلو",
    "تصل الحافلة الزرقاء إلى ساحة القرية كل ثلاثاء وفيها ألفا كتاب وسجادة للأطفال الذين يحبون أن يقرأوا على "
    "الأرض. ويقود الحافلة معلم متقاعد يعرف أسماء القراء كلهم.",
    "وكانت البلدية قد اشترت الحافلة من شركة للنقل أقفلت أبوابها، ثم نزعت مقاعدها ووضعت مكانها رفوفًا من خشب "
    "الأرز تبرع به أحد النجارين.",
    "كتب على العجلات",
    "الطريق إلى القرى العليا ضيقة. وفي الشتاء يقطعها الثلج أيامًا، فينزل القراء إلى مفترق الطرق سيرًا ويعودون "
    "محملين بما يكفيهم أسبوعين.",
    "وتطلب المكتبة متطوعين يرتبون الكتب ويصلحون الممزق منها، وسائقًا ثانيًا يحل محل المعلم حين يمرض.",
]


@pytest.mark.parametrize("width", [45, 54, 62, 71, 80])
def test_headings_and_bylines_among_the_lines_hide_no_broken_ones(width):
    text = "\n".join(textwrap.fill(paragraph, width) for paragraph in HEADED)
    document = read(text.encode(), name="a.txt", language="ar")
    assert [block.text for block in document.blocks] == HEADED
    assert [(one.id, one.choice.is_applied) for one in document.repairs] == [("wrapped-lines", True)]


def test_paragraphs_of_one_line_are_never_joined():
    assert read("\n".join(HEADED).encode(), name="a.txt", language="ar").repairs == ()


def test_a_few_broken_lines_are_only_offered_to_be_joined():
    lines = textwrap.wrap(HEADED[3], 62)
    document = read("\n".join(lines).encode(), name="a.txt", language="ar")
    assert [block.text for block in document.blocks] == lines
    assert [(one.id, one.count, one.choice.is_applied) for one in document.repairs] == [
        ("likely-lines", len(lines) - 1, False)
    ]
    joined = finish(read_text("\n".join(lines)), "ar", {"likely-lines": Choice(True)})
    assert [block.text for block in joined.blocks] == HEADED[3:4]


PIECES = [
    "مكتبة متنقلة تجوب قرى الوادي",
    "ص",
    "6",
    "تصل الحافلة الزرقاء إلى ساحة القرية في الشتاء عند الساعة",
    "9",
    "، وقد اشترتها البلدية من شركة نقل أقفلت أبوابها بنسبة",
    "80",
    "% من ثمنها. ويقود الحافلة معلم متقاعد (",
    "62",
    "عامًا) تعلم القيادة في شركة",
    "Valley Reads",
    "وعاد.",
]


def test_pieces_of_a_line_around_figures_are_put_together():
    document = read("\n".join(PIECES).encode(), name="a.txt", language="ar")
    assert [block.text for block in document.kept] == [
        "مكتبة متنقلة تجوب قرى الوادي",
        "ص 6",
        "تصل الحافلة الزرقاء إلى ساحة القرية في الشتاء عند الساعة 9، وقد اشترتها البلدية من شركة نقل أقفلت أبوابها بنسبة "
        "80% من ثمنها. ويقود الحافلة معلم متقاعد (62 عامًا) تعلم القيادة في شركة Valley Reads وعاد.",
    ]
    assert [(one.id, one.choice.is_applied) for one in document.repairs] == [("line-pieces", True)]
    refused = finish(read_text("\n".join(PIECES)), "ar", {"line-pieces": Choice(False)})
    assert [block.text for block in refused.blocks] == PIECES


@pytest.mark.parametrize(
    "lines",
    [
        ["المراكب في المرفأ القديم قبل أن يعود الصيادون من البحر", "12", "الشباك", "40"],
        ["The ferry", "2019", ", which waited", "80", "% of the time"],
        ["يقول الخباز", "Harbour Works", "يعود في الصيف", "2019", "، ثم صمت"],
    ],
)
def test_lines_that_are_no_pieces_stay(lines):
    assert [b.text for b in read("\n".join(lines).encode(), name="a.txt", language="ar").blocks] == lines
