"""Repairs: what is proposed, what is made, and that what is refused comes as it came."""

import textwrap

import pytest
from bidi.algorithm import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.thoroughness import examples
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.intake.document import Block, Choice, Document
from workbench.intake.plain import read_text
from workbench.intake.read import read_paste
from workbench.intake.repairs import RULES, repair

PARAGRAPHS = [
    "The ferry that links the two halves of the town has not sailed since the storm, and the people who used "
    "it every morning now walk an hour around the bay to reach the market and the school.",
    "“We were told it would take a week,” says the baker, whose flour came by boat. Nobody has told him "
    "anything since, and the boat lies where the wind left it, on the sand.",
    "The town council meets on Thursday.",
]

ARABIC = [
    "عودة العبارة إلى المرفأ القديم",
    "لم تبحر العبارة التي تصل بين شطري البلدة منذ العاصفة، وصار الناس الذين كانوا يركبونها كل صباح يمشون ساعة "
    "كاملة حول الخليج كي يصلوا إلى السوق والمدرسة، على حين ينتظر المجلس البلدي (وعدد أعضائه 12) قرار الوزارة.",
    "يقول الخباز الذي كان طحينه يأتي بالقارب: «قيل لنا إن الأمر لن يستغرق سوى أسبوع واحد». ولم يخبره أحد بشيء "
    "بعد ذلك، والقارب لا يزال حيث تركته الريح على الرمل، وقد بلغت كلفة إصلاحه 3.5% من موازنة البلدة عام 2021 "
    "بحسب تقرير لشركة Harbour Works (HW) نشر في الصيف.",
    "يجتمع المجلس يوم الخميس.",
]


def texts(document):
    return [block.text for block in document.blocks]


def repaired(text, language="en", **choices):
    return repair(read_text(text), language, {id.replace("_", "-"): Choice(on) for id, on in choices.items()})


def found(document):
    return {r.id: (r.count, r.choice.is_applied) for r in document.repairs}


# --- lines ---------------------------------------------------------------------------------------------


def test_wrapped_lines_are_joined_and_said():
    text = "\n\n".join(textwrap.fill(p, 72) for p in PARAGRAPHS)
    document = repaired(text)
    assert texts(document) == PARAGRAPHS
    assert found(document) == {"wrapped-lines": (4, True)}
    before, after = document.repairs[0].samples[0]
    assert before.count("\n") == 1
    assert after == before.replace("\n", " ")


def test_refused_they_are_lines_as_they_came():
    lines = [line for p in PARAGRAPHS for line in textwrap.wrap(p, 72)]
    document = repaired("\n".join(lines), wrapped_lines=False)
    assert texts(document) == lines
    assert found(document) == {"wrapped-lines": (4, False)}


def test_wrapped_lines_are_joined_without_blank_lines_between():
    assert texts(repaired("\n".join(textwrap.fill(p, 72) for p in PARAGRAPHS))) == PARAGRAPHS


def test_wrapped_list_items_stay_apart():
    items = [f"- {p}" for p in PARAGRAPHS[:2]]
    assert texts(repaired("\n".join(textwrap.fill(p, 60) for p in items))) == items


@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=2, max_size=6), st.integers(45, 95))
def test_wrapping_at_any_width_is_undone(paragraphs, width):
    text = "\n\n".join(textwrap.fill(p, width, break_on_hyphens=False) for p in paragraphs)
    long_enough = sum(p != PARAGRAPHS[2] for p in paragraphs) >= 4
    if long_enough:
        assert texts(repaired(text)) == paragraphs


@pytest.mark.parametrize(
    "lines",
    [
        ["The sea was loud that night", "and nobody slept", "but the cat,", "who had seen storms", "before this one"],
        [  # titles, one a line
            "Harbour reopens after seven years of repairs and delays",
            "Council votes on the new fish market",
            "Why the ferries of the delta no longer run on Sundays in winter",
            "A baker, a boat and the long wait",
            "Storm damage will cost the town half a million, says report",
            "Inside the school that moved to the lighthouse",
            "Letters: what our readers want from the new bridge",
            "How to cross the bay on foot",
            "The last keeper of the old light looks back on forty years at sea",
            "Fishing quotas: winners and losers",
            "Tides this week",
        ],
        PARAGRAPHS,
        [  # verses, all of about one length
            "على ضفاف الليل نامت سفن الصيف البعيد وحيدة",
            "والبحر يحكي للمنارة ما رأى في رحلة الأمس",
            "والريح تمضي بين أشرعة الحكايات القديمة والندى",
            "يا صاحبي هل تذكر المرفأ والأصوات والقمر الحزين",
            "كنا صغارا نكتب الأسماء فوق الرمل ثم نعود",
            "والموج يمحو ما كتبناه ويضحك للنجوم الساهرات",
            "هذي المراكب لا تعود وإن دعتها كل أجراس المدينة",
            "والليل يطوي دفتر الغياب ويفتح الفجر الجديد",
            "نامت عيون الحارسين وما تنام عيون منتظر المساء",
            "والنخل يسأل عن طيور هاجرت من غير وعد باللقاء",
            "يا بحر قل لي أين يمضي الراحلون مع الغروب",
        ],
    ],
)  # fmt: skip
def test_lines_of_their_own_stay(lines):
    assert texts(repaired("\n".join(lines))) == lines


def test_lines_of_print_differ_in_length():
    """Letters differ in width: the lines of a printed page are as wide as each other, not as long."""
    words, lines, width = " ".join(PARAGRAPHS[:2] * 3).split(), [], [62, 70, 66, 73, 64, 68, 61, 71]
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > width[len(lines) % len(width)]:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    lines.append(line)
    document = repaired("\n".join(lines))
    assert texts(document) == [" ".join(words)]


def test_the_number_of_a_page_is_passed_over():
    lines = [line for p in PARAGRAPHS[:2] * 2 for line in textwrap.wrap(p, 60)]
    document = repaired("\n".join([*lines[:2], "", "12", "", *lines[2:]]))
    kept = [block.text for block in document.kept]
    assert kept == PARAGRAPHS[:2] * 2
    assert [(b.text, b.dropped) for b in document.blocks if not b.is_kept] == [("12", "page-margin")]


def test_the_number_of_a_page_between_two_paragraphs_is_left_out_of_a_printed_text_only():
    first, second = (textwrap.wrap(p, 60) for p in PARAGRAPHS[:2])
    printed = repaired("\n".join([*first, "", "12", "", *second]))
    assert [block.text for block in printed.kept] == PARAGRAPHS[:2]
    typed = repaired("\n\n".join([PARAGRAPHS[0], "12", PARAGRAPHS[1]]))
    assert "12" in [block.text for block in typed.kept]


@pytest.mark.parametrize("between", ["\n12\n", "\n\n12\n", "\n12\n\n", "\n- 12 -\n", "\n\nصفحة 12\n"])
def test_the_number_of_a_page_right_above_or_below_a_paragraph_is_left_out(between):
    first, second = ("\n".join(textwrap.wrap(p, 60)) for p in PARAGRAPHS[:2])
    document = repaired(f"{first}{between}{second}")
    assert [block.text for block in document.kept] == PARAGRAPHS[:2]
    assert [block.dropped for block in document.blocks if "12" in block.text] == ["page-margin"]


def test_the_numbers_of_sections_stay():
    sections = [f"{n}\n{chr(10).join(textwrap.wrap(p, 60))}" for n, p in enumerate(PARAGRAPHS[:3], 1)]
    for gap in ("\n", "\n\n"):
        kept = [block.text for block in repaired(gap.join(sections)).kept]
        assert [text for text in kept if text.isdecimal()] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "table",
    [
        "المراكب\n12\n40\n7",
        "12\nمركبًا\n\n40\nشبكة",
        "مراكب\n12\nشباك\n40",
        "1967\n\n" + "كان المرفأ يومها " * 3,
    ],
)
def test_the_numbers_of_a_table_and_years_stay(table):
    text = "\n".join(textwrap.wrap(PARAGRAPHS[0], 60))
    kept = {block.text for block in repaired(f"{text}\n\n{table}\n\n{text}").kept}
    assert {line for line in table.split() if line.isdecimal()} <= kept


HYPHENATED = """The people of the town have waited for a trans-
lation of the report since it was published, and the well-
known engineer who wrote it says that the north-
ern bridge is safe. Its sister in the south, which he also
built, was closed by the authorities, who are now wait-
ing for pre- and post-war plans of the Franco-
Spanish company. The authori-
ties did not answer."""


def test_words_broken_at_the_end_of_a_line():
    document = repaired(HYPHENATED)
    assert texts(document) == [
        "The people of the town have waited for a translation of the report since it was published, and the "
        "well-known engineer who wrote it says that the northern bridge is safe. Its sister in the south, which "
        "he also built, was closed by the authorities, who are now waiting for pre- and post-war plans of the "
        "Franco-Spanish company. The authorities did not answer."
    ]
    assert found(document)["hyphenation"] == (6, True)
    assert ("trans-\nlation" in document.repairs[1].samples[0][0]) is True
    left = repaired(HYPHENATED, hyphenation=False)
    assert "a trans- lation of" in texts(left)[0]
    assert found(left)["hyphenation"] == (6, False)


# --- order ---------------------------------------------------------------------------------------------


def pdf_copy(paragraphs, width=64, between="\n"):
    """Lines as a PDF gives them: wrapped, each in the order of the eye."""
    return between.join(
        "\n".join(get_display(line, base_dir="R") for line in textwrap.wrap(p, width)) for p in paragraphs
    )


def test_a_pdf_page_in_visual_order_comes_out_right():
    document = read_paste(pdf_copy(ARABIC), None, "ar")
    assert texts(document) == ARABIC
    assert [block.kind for block in document.blocks] == [Kind.HEADLINE, *[Kind.PARAGRAPH] * 3]
    assert {id: on for id, (_, on) in found(document).items()} == {
        "visual-order": True,
        "wrapped-lines": True,
    }


@settings(max_examples=examples(30))
@given(st.integers(55, 95))
def test_at_any_width(width):
    assert texts(repaired(pdf_copy(ARABIC, width, between="\n\n"), "ar")) == ARABIC


def test_refused_the_order_is_as_it_came():
    document = repaired(pdf_copy(ARABIC), "ar", visual_order=False, wrapped_lines=False)
    assert "\n".join(texts(document)) == pdf_copy(ARABIC)


def test_short_lines_follow_the_others():
    lines = [get_display(text, base_dir="R") for text in ("كريم منصور", *ARABIC)]
    assert texts(repaired("\n\n".join(lines), "ar")) == ["كريم منصور", *ARABIC]
    assert texts(repaired(lines[0], "ar")) == [lines[0]]  # alone it says nothing


def test_a_text_in_reading_order_stays():
    document = repaired("\n".join(ARABIC), "ar")
    assert texts(document) == ARABIC
    assert document.repairs == ()


def test_pieces_marked_by_a_converter_are_read_before_bylines_are_looked_for():
    lines = [
        "\u202bمكتبة تجوب قرى الوادي\u202c",
        "\u202bكتب\u202a :\u202cسامر الحلو\u202c",
        "\u202bتصل الحافلة إلى الساحة كل ثلاثاء\u202a ،\u202cوفيها \u202a 2,000\u202cكتاب (من شركة )\u202aReads (VR\u202c)\u202a.\u202c\u202c",
    ]
    document = read_paste("\n\n".join(lines), None, "ar")
    assert document.fields.byline == "سامر الحلو"
    assert texts(document)[2] == "تصل الحافلة إلى الساحة كل ثلاثاء، وفيها 2,000 كتاب (من شركة Reads (VR))."
    assert found(document) == {"visual-order": (3, True)}
    only_marks, byline, _ = document.repairs[0].samples
    assert only_marks == (lines[0], "مكتبة تجوب قرى الوادي")
    assert byline == ("كتب :سامر الحلو", "كتب: سامر الحلو")
    assert texts(repaired("\n\n".join(lines), "ar", visual_order=False, bidi_controls=False)) == lines


# --- letters, and what hangs on them -------------------------------------------------------------------


def test_marks_stay_on_their_words():
    text = "نص عن ﺍﻟﺮﺋﻴﺲ\u200b  محمـــد هنا"
    start = text.index("محم")
    marks = (
        InlineMark(6, 12, MarkKind.STRONG),
        InlineMark(start, start + 7, MarkKind.LINK, "https://example.org"),
    )
    document = repair(Document((Block(text, marks=marks),)), "ar", {})
    block = document.blocks[0]
    assert block.text == "نص عن الرئيس محمد هنا"
    assert [(block.text[m.start : m.end], m.kind) for m in block.marks] == [
        ("الرئيس", MarkKind.STRONG),
        ("محمد", MarkKind.LINK),
    ]


def test_marks_stay_on_their_words_when_the_order_changes():
    text = "باعت الشركة التي في المدينة أسهمها إلى Harbour Works على عجل"
    seen = get_display(text, base_dir="R")
    marks = (
        InlineMark(seen.index("ةنيدملا"), seen.index("ةنيدملا") + 7, MarkKind.EMPHASIS),
        InlineMark(seen.index("Works"), seen.index("Works") + 5, MarkKind.STRONG),
    )
    block = repair(Document((Block(seen, marks=marks),)), "ar", {}).blocks[0]
    assert [block.text[m.start : m.end] for m in block.marks] == ["المدينة", "Works"]


def test_what_may_be_a_name_is_only_offered():
    document = repaired("وقال کریم خانی في المدينة إن الشركة باعت ما عندها.", "ar")
    assert found(document) == {"persian-names": (3, False)}
    assert "کریم خانی" in document.blocks[0].text
    assert "كريم خاني" in repaired(document.blocks[0].text, "ar", persian_names=True).blocks[0].text


def test_what_a_reader_has_left_out_stays_as_it_came():
    dropped = Block("ﻗﺎﻝ  ﻧﻌﻢ", dropped="site-frame")
    document = repair(Document((dropped, Block("نص عادي هنا"))), "ar", {})
    assert document.blocks[0] == dropped
    assert document.repairs == ()


FAULTY = "وقال\u200f ﺍﻟﺮﺋﻴﺲ  فی طـهران\u200b إن الوکالة\u00a0هناك با\u00adعت، وقال کریم نعم."


@given(st.sets(st.sampled_from(sorted(RULES))))
def test_each_repair_alone_leaves_the_rest_as_it_came(accepted):
    document = repair(read_text(FAULTY), "ar", {id: Choice(id in accepted) for id in RULES})
    applied = {r.id for r in document.repairs if r.choice.is_applied}
    assert applied == accepted & {r.id for r in document.repairs}
    if not applied:
        assert texts(document) == [FAULTY]
    for id, letter in {
        "presentation-forms": "ﺍ",
        "tatweel": "ـ",
        "soft-hyphens": "\u00ad",
        "zero-width": "\u200b",
    }.items():
        assert (letter in document.blocks[0].text) == (id not in accepted)  # fmt: skip


def test_every_repair_of_a_faulty_text_is_listed_with_samples():
    document = repaired(FAULTY, "ar")
    assert list(found(document)) == [
        "presentation-forms", "bidi-controls", "zero-width", "soft-hyphens", "tatweel", "persian-letters",
        "persian-names", "no-break-spaces", "double-spaces",
    ]  # fmt: skip
    assert texts(document) == ["وقال الرئيس في طهران إن الوكالة هناك باعت، وقال کریم نعم."]
    for one in document.repairs:
        assert all(before != after for before, after in one.samples)
        assert one.choice.is_applied == RULES[one.id].is_harmless


def test_a_block_of_nothing_but_faults_is_no_crash():
    document = repair(Document((Block("\u00ad\u00ad"), Block("text"))), "en", {})
    assert "text" in texts(document)


@pytest.mark.parametrize(
    "text", ["Two words \u00ad", "\u00ad Two words \u00ad \u00ad", "\u200b\u00ad Two words"]
)
def test_a_space_that_a_repair_leaves_bare_at_an_end_goes_with_it(text: str) -> None:
    assert [block.text for block in read_paste(text, "", "en").blocks] == ["Two words"]
