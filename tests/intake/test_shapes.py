"""What kind a line of an article is, by its shape: captions, subheadings, lists, quotes, standfirst."""

import pytest

from tests.intake.around import ARABIC_PROSE, PROSE, cleaned, in_page
from workbench.domain.kinds import Kind
from workbench.domain.marks import InlineMark, MarkKind
from workbench.intake.document import Block


@pytest.mark.parametrize(
    "line",
    [
        "Women mend nets on the quay. (Photo: Omar Said)",
        "Women mend nets on the quay (photo by Omar Said)",
        "Women mend nets on the quay. Photo: Omar Said",
        "Women mend nets on the quay. Credit: Omar Said",
        "Women mend nets on the quay [Omar Said/Reuters]".replace(
            "[Omar Said/Reuters]", "[Reuters/Omar Said]"
        ),
        "Women mend nets on the quay. (AFP)",
        "Photo: Omar Said, the quay at dawn",
        "نساء يصلحن الشباك على الرصيف. (تصوير: عمر سعيد)",
        "نساء يصلحن الشباك على الرصيف (تصوير عمر سعيد)",
        "نساء يصلحن الشباك على الرصيف. (الصورة: عمر سعيد)",
        "نساء يصلحن الشباك على الرصيف. تصوير: عمر سعيد",
        "نساء يصلحن الشباك على الرصيف عند الفجر (رويترز)",
        "الصورة: نساء يصلحن الشباك على الرصيف",
    ],
)
@pytest.mark.parametrize("where", ["head", "inside"])
def test_captions_are_known_by_their_credit(line, where):
    block, _ = in_page(line, where, ARABIC_PROSE if "نساء" in line else PROSE)
    assert (block.is_kept, block.kind) == (True, Kind.CAPTION)


@pytest.mark.parametrize(
    "line",
    [
        "She carried two things away from the house: a photo (her father’s) and a net.",
        "The agency that first wrote of it was the Associated Press (AP).",
        "He gave them credit: they had mended the nets in a night.",
        "قالت إن الصورة (الوحيدة) ضاعت في العاصفة.",
    ],
)
def test_sentences_about_pictures_are_no_captions(line):
    assert in_page(line, "inside")[0].kind is Kind.PARAGRAPH


def test_an_agencys_name_below_the_text_signs_it():
    assert in_page("The ferry will sail every morning. (AFP)", "below")[0].kind is Kind.PARAGRAPH


@pytest.mark.parametrize("question", ["How does the net work?", "كيف تعمل الشبكة؟"])
def test_questions_are_subheadings_only_with_more_than_their_shape(question):
    def kind(*lines):
        page = ["Ferries of the port sail again after the storm", *lines]
        return cleaned(page)[0][page.index(question)].kind

    assert kind(PROSE[0], question, PROSE[1]) is Kind.PARAGRAPH
    assert kind(PROSE[0], question, "- It is set upright.", "- It drips.") is Kind.SUBHEADING
    assert kind(PROSE[0], "The long wait", PROSE[1], question, PROSE[2]) is Kind.SUBHEADING
    assert kind(PROSE[0], "The long wait", PROSE[1], question) is Kind.PARAGRAPH
    assert kind(PROSE[0], "The long wait", PROSE[1], "And then,", question, PROSE[2]) is Kind.PARAGRAPH
    titled = Block("The long wait", Kind.SUBHEADING)
    assert kind(PROSE[0], titled, PROSE[1], question, PROSE[2]) is Kind.PARAGRAPH


def test_structure_wins_over_guesses():
    blocks, _ = cleaned(
        [
            Block("Site", Kind.PARAGRAPH),
            Block("Ferries sail", Kind.HEADLINE),
            Block(PROSE[0]),
            Block("In the beginning", Kind.SUBHEADING),
            Block(PROSE[1]),
            Block("A short line"),
            Block(PROSE[2]),
            Block("A bold line", marks=(InlineMark(0, 11, MarkKind.STRONG),)),
            Block(PROSE[0]),
        ]
    )
    kinds = [b.kind for b in blocks]
    assert kinds[1] is Kind.HEADLINE
    assert kinds[3] is Kind.SUBHEADING
    assert kinds[5] is Kind.PARAGRAPH
    assert kinds[7] is Kind.SUBHEADING


def test_list_items_lose_their_marker_and_keep_their_marks():
    blocks, _ = cleaned(
        [
            *PROSE,
            Block("1. Open the gate", marks=(InlineMark(3, 7, MarkKind.STRONG),)),
            "2) Close the gate",
            "• And wait",
        ]
    )
    one, two, three = blocks[3:]
    assert (one.text, one.kind, one.attrs) == ("Open the gate", Kind.LIST_ITEM, {"ordered": True, "level": 1})
    assert one.marks == (InlineMark(0, 4, MarkKind.STRONG),)
    assert (two.text, two.attrs["ordered"]) == ("Close the gate", True)
    assert (three.text, three.attrs["ordered"]) == ("And wait", False)


def test_a_dash_that_opens_speech_is_no_list():
    blocks, _ = cleaned([PROSE[0], "- I shall not go, she said.", PROSE[1]])
    assert (blocks[1].kind, blocks[1].text) == (Kind.PARAGRAPH, "- I shall not go, she said.")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("“We shall wait for the sea to calm,” nobody said.", Kind.PARAGRAPH),
        ("“We shall wait for the sea to calm.”", Kind.QUOTE),
        ("«سننتظر حتى يهدأ البحر أيامًا.»", Kind.QUOTE),
        ("Photo: the old quay at dawn, seen from the tower", Kind.CAPTION),
        ("What remains", Kind.SUBHEADING),
        ("These are the reasons:", Kind.PARAGRAPH),
    ],
)
def test_kinds_by_shape(line, kind):
    block, _ = in_page(line, "inside")
    assert block.kind is kind


def test_a_standfirst_follows_the_headline():
    block, _ = in_page("Nine days of storm cost the little port half of its winter income", "head")
    assert block.kind is Kind.STANDFIRST
