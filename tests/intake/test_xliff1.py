import pytest

from tests.intake.pairs_shown import notes, shown, states
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind
from workbench.intake.read import read_pairs

NS = 'xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:t="urn:of-some-tool"'


def file(units, languages='source-language="ar" target-language="en"', head=""):
    return f'<file {languages} original="page" datatype="html">{head}<body>{units}</body></file>'


def unit(source, target="", inside="", **attributes):
    said = "".join(
        f' {name.replace("_", "-").replace("--", ":")}="{value}"' for name, value in attributes.items()
    )
    return f'<trans-unit id="u"{said}><source>{source}</source>{target}{inside}</trans-unit>'


def read(*files, name="page.xlf", codec="utf-8"):
    markup = f'<?xml version="1.0" encoding="{codec}"?><xliff version="1.2" {NS}>{"".join(files)}</xliff>'
    return read_pairs(markup.encode(codec), name=name)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "windows-1256"])
def test_units_are_pairs_in_order_across_files_and_groups(codec):
    found = read(
        file(unit("عاد المركب", "<target>The boat returned</target>")),
        file(
            f"<group><group>{unit('جفت الشباك')}</group></group>",
            'source-language="ar-SA" target-language="en-GB"',
        ),
        codec=codec,
    )
    assert shown(found) == [("عاد المركب", "The boat returned"), ("جفت الشباك", "")]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("", None),
        ("new", "draft"),
        ("needs-translation", "draft"),
        ("needs-adaptation", "draft"),
        ("needs-review-translation", "translated"),
        ("translated", "translated"),
        ("final", "translated"),
        ("signed-off", "translated"),
        ("x-of-our-own", None),
    ],
)
def test_states_become_ours_and_never_approved(said, state):
    attribute = f' state="{said}"' if said else ""
    found = read(file(unit("عاد المركب", f"<target{attribute}>The boat returned</target>")))
    assert states(found) == [state]
    assert ("two people" in " ".join(found.warnings)) == (said in ("final", "signed-off"))


@pytest.mark.parametrize(
    ("attributes", "inside", "state"),
    [
        ({"approved": "yes"}, "", "translated"),
        ({"t--status": "ManuallyConfirmed"}, "", "translated"),
        ({"t--status": "PartiallyEdited"}, "", "draft"),
        ({"t--confirmed": "1"}, "", "translated"),
        ({"t--confirmed": "0"}, "", "draft"),
        (
            {},
            '<t:seg-defs><t:seg id="1" conf="ApprovedTranslation"/><t:seg id="2" conf="Draft"/></t:seg-defs>',
            "draft",
        ),
        ({}, '<t:seg-defs><t:seg id="1" conf="ApprovedSignOff"/></t:seg-defs>', "translated"),
    ],
)
def test_states_in_the_words_of_programs(attributes, inside, state):
    found = read(file(unit("عاد المركب", "<target>The boat returned</target>", inside, **attributes)))
    assert states(found) == [state]


def test_notes_go_to_their_unit_and_those_of_a_file_to_its_first():
    head = '<header><note from="Huda">For the weekend page</note></header>'
    found = read(
        file(
            unit("عاد المركب", '<target>The <mrk mtype="x-t-comment" t:id="c1">boat</mrk></target>', '<note from="Salma">Which boat?</note>')
            + unit("جفت الشباك", "<target>The nets dried</target>", "<t:comment>too free</t:comment>"),
            head=head,
        ).replace("<header>", '<header><t:cmt-defs><t:cmt-def id="c1"><t:Comment user="Tala">a dhow</t:Comment></t:cmt-def></t:cmt-defs>')
    )  # fmt: skip
    assert notes(found) == [
        ("Huda: For the weekend page", "Salma: Which boat?", "Tala: a dhow"),
        ("too free",),
    ]


def test_segments_of_a_unit_stay_one_paragraph_with_all_their_text():
    marks = '<mrk mtype="seg" mid="1">{}</mrk> – <mrk mtype="seg" mid="2">{}</mrk>'
    found = read(
        file(
            unit(
                "عاد المركب. وجفت الشباك.",
                f"<target>{marks.format('The boat returned.', 'The nets dried.')}</target>",
                f"<seg-source>{marks.format('عاد المركب.', 'وجفت الشباك.')}</seg-source>",
            )
        )
    )
    assert shown(found) == [("عاد المركب. وجفت الشباك.", "The boat returned. – The nets dried.")]


def test_codes_that_mean_something_become_marks_and_the_others_go():
    found = read(
        file(
            unit(
                "عاد المركب",
                '<target>The <g id="1" ctype="bold">boat</g> <bpt id="2" ctype="italic">{\\i </bpt>came'
                '<ept id="2">}</ept> <bpt id="3">&lt;a href="https://example.org/?a=1&amp;amp;b=2"&gt;</bpt>back'
                '<ept id="3">&lt;/a&gt;</ept> <bx id="4" rid="9" ctype="bold"/>to<ex id="5" rid="9"/> '
                '<ph id="6">&lt;img/&gt;</ph><g id="7" ctype="x-odd">port</g> <ph id="8">{0}</ph><x id="9" equiv-text="5"/>.</target>',
            )
        )
    )
    block = found.pairs[0].target[0]
    assert block.text == "The boat came back to port {0}5."
    assert [(m.kind, block.text[m.start : m.end], m.href) for m in block.marks] == [
        (MarkKind.STRONG, "boat", None),
        (MarkKind.EMPHASIS, "came", None),
        (MarkKind.LINK, "back", "https://example.org/?a=1&b=2"),
        (MarkKind.STRONG, "to", None),
    ]


def test_an_unsafe_link_is_no_link():
    found = read(
        file(
            unit("عاد", '<target><bpt id="1">&lt;a href="javascript:x()"&gt;</bpt>Back<ept id="1"/></target>')
        )
    )
    assert (found.pairs[0].target[0].text, found.pairs[0].target[0].marks) == ("Back", ())


def test_line_breaks_part_blocks_and_text_inside_codes_follows():
    found = read(
        file(
            unit('سطر<x id="1" ctype="lb"/>ثان <ph id="2">&lt;img alt="<sub>صورة مركب</sub>"&gt;</ph>'),
            'source-language="ar"',
        ),
        file(unit("أول\nثان").replace("<source", '<source xml:space="preserve"'), 'source-language="ar"'),
        file(unit("أول\n  ثان"), 'source-language="ar"'),
    )
    assert [one for one, _ in shown(found)] == ["سطر | ثان | صورة مركب", "أول | ثان", "أول ثان"]


def test_the_arabic_in_place_of_english_is_left_out_and_said():
    found = read(
        file(
            unit("عاد المركب", '<target state="new">عاد  المركب</target>') + unit("12", "<target>12</target>")
        )
    )
    assert [b.dropped for pair in found.pairs for b in pair.target] == ["copied-source", None]
    assert "1 unit still holds the Arabic" in found.warnings[0]


def test_other_translations_and_what_is_not_for_translation_are_said():
    found = read(
        file(
            unit(
                "عاد",
                "<target>Back</target>",
                "<alt-trans><source>عاد</source><target>Returned</target></alt-trans>",
            )
            + unit("كود", translate="no")
            + unit("جفت", "<target>Dried</target>", translate="no")
        )
    )
    assert shown(found) == [("عاد", "Back"), ("جفت", "Dried")]
    assert found.pairs[1].source[0].dropped == "not-for-translation"
    assert [("other translations" in w, "not for translation" in w) for w in found.warnings] == [
        (True, False),
        (False, True),
    ]


def test_units_say_what_they_are():
    found = read(
        file(
            "".join(
                unit("عاد", restype=word)
                for word in ("x-h1", "heading", "x-list_item", "caption", "x-standfirst", "row")
            )
        )
    )
    assert [pair.source[0].kind for pair in found.pairs] == [
        Kind.HEADLINE, Kind.SUBHEADING, Kind.LIST_ITEM, Kind.CAPTION, Kind.STANDFIRST, Kind.PARAGRAPH,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("languages", "says"),
    [
        ('source-language="en" target-language="ar"', "from English into Arabic"),
        ('source-language="en-GB" target-language="ar-SA"', "from English into Arabic"),
        ('source-language="fr" target-language="de"', "from “fr” to “de”"),
        ('source-language="ar" target-language="fr"', "from “ar” to “fr”"),
        ("", "from English into Arabic"),
    ],
)
def test_other_languages_get_a_clear_sentence(languages, says):
    with pytest.raises(InvalidInput, match=says):
        read(file(unit("The boat returned", "<target>عاد المركب</target>"), languages))


def test_parts_in_other_languages_are_said():
    found = read(
        file(unit("عاد", "<target>Back</target>")),
        file(unit("Bateau"), 'source-language="fr" target-language="de"'),
    )
    assert shown(found) == [("عاد", "Back")]
    assert "1 of its 2 parts" in found.warnings[0]


@pytest.mark.parametrize(
    "data", [b"", b"<xliff", b"<html/>", b"<xliff/>", b"<xliff version='1.2'><file/></xliff>"]
)
def test_what_is_no_xliff_says_so(data):
    with pytest.raises(InvalidInput, match="Nothing was stored"):
        read_pairs(data, name="page.xlf")


def test_a_segment_without_english_leaves_the_unit_a_draft_which_is_said():
    mark = '<mrk mtype="seg" mid="{}">{}</mrk>'

    def of_two(first, second):
        arabic = f"<seg-source>{mark.format(1, 'عاد المركب.')} {mark.format(2, 'وجفت الشباك.')}</seg-source>"
        english = f"{mark.format(1, first)} {mark.format(2, second)}"
        return unit("عاد المركب. وجفت الشباك.", f'<target state="final">{english}</target>', arabic)

    found = read(
        file(
            of_two("The boat returned.", "The nets dried.")
            + of_two("The boat returned.", " ")
            + of_two("", "")
        )
    )
    assert states(found)[:2] == ["translated", "draft"]
    assert notes(found) == [(), ("A part of this has no English in the file.",), ()]
    assert (
        "1 unit has English for a part of the Arabic only: a draft, with a question on it." in found.warnings
    )
