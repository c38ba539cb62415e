import pytest

from tests.intake.pairs_shown import notes, shown, states
from workbench.domain.errors import InvalidInput
from workbench.domain.kinds import Kind
from workbench.domain.marks import MarkKind
from workbench.intake.read import read_pairs

NS = 'xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"'


def read(units, version="2.1", languages='srcLang="ar" trgLang="en"', name="page.xlf"):
    markup = f'<xliff {NS} version="{version}" {languages}><file id="f1">{units}</file></xliff>'
    return read_pairs(markup.encode(), name=name)


def segment(source, target=None, part="segment", target_attributes="", **attributes):
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    english = "" if target is None else f"<target{target_attributes}>{target}</target>"
    return f"<{part}{said}><source>{source}</source>{english}</{part}>"


def unit(*parts, before="", **attributes):
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<unit id="u"{said}>{before}{"".join(parts)}</unit>'


@pytest.mark.parametrize("version", ["2.0", "2.1", "2.2"])
def test_segments_and_what_stands_between_are_one_pair(version):
    found = read(
        unit(
            segment("عاد المركب.", "The boat returned."),
            segment(" – ", part="ignorable"),
            segment("جفت الشباك.", "The nets dried."),
        )
        + unit(segment("سطر."), segment("وآخر.")),
        version,
    )
    assert shown(found) == [
        ("عاد المركب. – جفت الشباك.", "The boat returned. – The nets dried."),
        ("سطر. وآخر.", ""),
    ]


def test_english_in_another_order_is_put_in_its_own():
    found = read(
        unit(
            segment("أول.", "Third.", target_attributes=' order="3"'),
            segment("ثان.", "First.", target_attributes=' order="1"'),
            segment("ثالث.", "Second.", target_attributes=' order="2"'),
        )
    )
    assert shown(found) == [("أول. ثان. ثالث.", "First. Second. Third.")]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (["initial"], "draft"),
        (["translated"], "translated"),
        (["reviewed"], "translated"),
        (["final"], "translated"),
        (["final", "initial"], "draft"),
        (["final", "translated"], "translated"),
    ],
)
def test_a_unit_is_as_far_as_its_least_segment(said, state):
    found = read(unit(*(segment("عاد.", "Back.", state=one) for one in said)))
    assert states(found) == [state]
    assert ("two people" in " ".join(found.warnings)) == bool({"final", "reviewed"} & {*said})


@pytest.mark.parametrize("lacking", [None, "", " "])
def test_a_segment_without_english_leaves_the_unit_a_draft_which_is_said(lacking):
    whole = unit(segment("عاد.", "Back.", state="final"), segment("ثم نام.", "Then he slept.", state="final"))
    half = unit(segment("عاد.", "Back.", state="final"), segment("جفت.", lacking, state="final"))
    found = read(whole + half + unit(segment("سطر."), segment("وآخر.")))
    assert states(found)[:2] == ["translated", "draft"]
    assert notes(found)[:2] == [(), ("A part of this has no English in the file.",)]
    assert (
        "1 unit has English for a part of the Arabic only: a draft, with a question on it." in found.warnings
    )


def test_notes_and_comments_in_the_text_are_carried():
    found = read(
        "<notes><note>For the weekend page</note></notes>"
        + unit(
            segment('عاد <mrk id="m1" type="comment" value="a dhow?">المركب</mrk>', "Back"),
            before='<notes><note id="n1" category="x">Which boat?</note></notes>',
        )
        + unit(segment("جفت", "Dried"))
    )
    assert notes(found) == [("For the weekend page", "Which boat?", "a dhow?"), ()]


def test_codes_that_mean_something_become_marks_and_the_others_go():
    found = read(
        unit(
            segment(
                "عاد",
                'The <pc id="1" type="fmt" subType="xlf:b">boat</pc> <pc id="2" type="link" dataRefStart="d1">came</pc> '
                '<sc id="3" type="fmt" subType="xlf:i"/>back<ec startRef="3"/> to <pc id="4">port</pc> '
                '<ph id="5" equiv="No. 5"/><ph id="6" dataRef="d2"/>.',
            ),
            before='<originalData><data id="d1">&lt;a href="https://example.org/"&gt;</data><data id="d2">&lt;hr/&gt;</data></originalData>',
        )
    )
    block = found.pairs[0].target[0]
    assert block.text == "The boat came back to port No. 5."
    assert [(m.kind, block.text[m.start : m.end], m.href) for m in block.marks] == [
        (MarkKind.STRONG, "boat", None),
        (MarkKind.LINK, "came", "https://example.org/"),
        (MarkKind.EMPHASIS, "back", None),
    ]


def test_kinds_and_line_breaks():
    found = read(
        unit(segment('عاد<ph id="1" type="fmt" subType="xlf:lb"/>وجف', "Back"), type="desk:headline")
    )
    assert shown(found) == [("عاد | وجف", "Back")]
    assert found.pairs[0].source[0].kind is Kind.HEADLINE


def test_offered_matches_and_what_is_not_for_translation_are_said():
    matches = (
        '<mtc:matches><mtc:match ref="#1"><source>عاد</source><target>Came</target></mtc:match></mtc:matches>'
    )
    found = read(unit(segment("عاد", "Back"), before=matches) + unit(segment("كود"), translate="no"))
    assert shown(found) == [("عاد", "Back")]
    assert found.pairs[1].source[0].dropped == "not-for-translation"
    assert any("other translations" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    ("languages", "says"),
    [
        ('srcLang="en" trgLang="ar"', "from English into Arabic"),
        ('srcLang="ar" trgLang="fr"', "from “ar” to “fr”"),
        ("", "from English into Arabic"),
    ],
)
def test_other_languages_get_a_clear_sentence(languages, says):
    with pytest.raises(InvalidInput, match=says):
        read(unit(segment("Back", "عاد")), languages=languages)


def test_a_file_without_units_says_so():
    with pytest.raises(InvalidInput, match="no Arabic"):
        read("")
