import pytest

from tests.intake.pairs_shown import notes, shown
from workbench.domain.errors import InvalidInput
from workbench.domain.marks import MarkKind
from workbench.intake.read import read_pairs


def text(language, words, inside="", attribute="xml:lang"):
    return f'<tuv {attribute}="{language}">{inside}<seg>{words}</seg></tuv>'


def read(*units, doctype="", codec="utf-8"):
    body = "".join(f"<tu>{unit}</tu>" for unit in units)
    markup = f'<?xml version="1.0" encoding="{codec}"?>{doctype}<tmx version="1.4"><header srclang="*all*"/><body>{body}</body></tmx>'
    return read_pairs(markup.encode(codec), name="memory.tmx")


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_units_are_pairs_whatever_their_order_and_their_regions(codec):
    found = read(
        text("AR-SA", "عاد المركب") + text("en_GB", "The boat returned"),
        text("en", "The nets dried", attribute="lang") + text("ar", "جفت الشباك", attribute="lang"),
        doctype='<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        codec=codec,
    )
    assert shown(found) == [("عاد المركب", "The boat returned"), ("جفت الشباك", "The nets dried")]
    assert "order" in found.warnings[0]


def test_codes_become_marks_or_go_and_notes_stay():
    found = read(
        "<note>Which boat?</note>"
        + text("ar", "عاد", "<note>a dhow</note>")
        + text(
            "en",
            'The <bpt i="1" type="bold">{\\b </bpt>boat<ept i="1">}</ept> <hi type="italic">came</hi> '
            '<ph x="1">&lt;br/&gt;</ph>back <it pos="begin">&lt;u&gt;</it>again',
        )
    )
    blocks = found.pairs[0].target
    assert [block.text for block in blocks] == ["The boat came", "back again"]
    assert [(m.kind, blocks[0].text[m.start : m.end]) for m in blocks[0].marks] == [
        (MarkKind.STRONG, "boat"),
        (MarkKind.EMPHASIS, "came"),
    ]
    assert notes(found) == [("Which boat?", "a dhow")]


def test_line_breaks_part_blocks():
    assert shown(read(text("ar", "أول\nثان") + text("en", "One\ntwo"))) == [("أول | ثان", "One | two")]


def test_other_languages_and_second_texts_are_said():
    found = read(
        text("ar", "عاد") + text("en", "Back") + text("fr", "Retour"),
        text("ar", "جفت") + text("fr", "Sec"),
        text("ar", "نام") + text("en", "Slept") + text("en-US", "Was sleeping"),
    )
    assert shown(found) == [("عاد", "Back"), ("نام", "Slept")]
    assert "1 unit without both" in found.warnings[0]
    assert "1 unit had several" in found.warnings[1]


def test_a_memory_of_other_languages_names_them():
    with pytest.raises(InvalidInput, match="its languages are: de, fr"):
        read(text("fr", "Retour") + text("de", "Zurück"))
    with pytest.raises(InvalidInput, match="no text"):
        read()


def test_a_doctype_that_brings_anything_of_its_own_is_refused():
    for inside in ('[<!ENTITY a "b">]', "[ ]", 'SYSTEM "tmx14.dtd" [<!ELEMENT tmx ANY>]'):
        with pytest.raises(InvalidInput, match="document type"):
            read(text("ar", "عاد") + text("en", "Back"), doctype=f"<!DOCTYPE tmx {inside}>")


def test_an_entity_of_the_named_doctype_stays_as_it_is_written():
    found = read(
        text("ar", "عاد") + text("en", "Back &amp; forth &hellip;"),
        doctype='<!DOCTYPE tmx SYSTEM "file:///etc/passwd">',
    )
    assert shown(found) == [("عاد", "Back & forth &hellip;")]
