"""Pairs written as TSV, XLIFF and TMX, read back by intake and by a parser of nobody's."""

import csv
import io
import os
from pathlib import Path

import pytest
from lxml import etree

from workbench.domain.kinds import Kind
from workbench.export import tmx, tsv, xliff
from workbench.export.pairs import Pair, Text
from workbench.intake.document import Bilingual
from workbench.intake.read import read_pairs

SCHEMAS = Path(
    os.environ.get("WORKBENCH_TEST_SCHEMAS")
    or Path(__file__).resolve().parents[2].parent / "shared" / "data" / "schemas"
)
MDA = "{urn:oasis:names:tc:xliff:metadata:2.0}"

PAIRS = (
    Pair(
        (Text("عادت القوارب", Kind.HEADLINE),), (Text("The boats are back", Kind.HEADLINE),), confidence=0.999
    ),
    Pair(
        (Text("غاب الصيادون سبعة أعوام & أكثر."),),
        (Text("The fishermen were away for seven years"), Text("– and more <they say>.")),
        confidence=0.7206,
    ),
    Pair((Text("لا أحد ينتظرهم."),), (), confidence=0.5),
    Pair((), (Text("Nobody sold fish that day.", Kind.QUOTE),), confidence=0.4),
    Pair((Text("الجسر", Kind.SUBHEADING),), (Text("The bridge", Kind.SUBHEADING),), 0.61, moved=True),
)
HARD = Pair((Text("أ\x00ب\x0bج\ud800د\ufffe"),), (Text('"a"\tb\rc\\n\nd\x85\x1f ]]> &amp;'),), 0.9)


def shown(found: Bilingual | None) -> list[tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    assert found is not None
    return [
        tuple([(b.text, b.kind.value) for b in side] for side in (p.source, p.target)) for p in found.pairs
    ]


def as_given(pairs: tuple[Pair, ...]) -> list[tuple[list[tuple[str, str]], list[tuple[str, str]]]]:
    return [
        ([(t.text, t.kind.value) for t in p.source], [(t.text, t.kind.value) for t in p.target])
        for p in pairs
    ]


def test_xliff_comes_back_as_it_was() -> None:
    found = read_pairs(xliff.write(PAIRS), name="pairs.xlf")
    assert shown(found) == as_given(PAIRS)
    assert found is not None
    assert found.warnings == ()
    assert not any(block.notes or block.state for p in found.pairs for block in (*p.source, *p.target))


def test_xliff_names_languages_confidence_and_moves() -> None:
    root = etree.fromstring(xliff.write(PAIRS))
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "ar", "en")
    metas = [{meta.get("type"): meta.text for meta in group} for group in root.iter(f"{MDA}metaGroup")]
    assert metas[1] == {"confidence": "0.721"}
    assert metas[4] == {"confidence": "0.610", "moved": "yes"}
    assert len(metas) == len(PAIRS)


def test_xliff_is_valid() -> None:
    folder = SCHEMAS / "xliff-2.1"
    if not folder.is_dir():
        pytest.skip("no XLIFF schemas here; WORKBENCH_TEST_SCHEMAS names the folder that holds xliff-2.1")
    both = "".join(
        f'<xs:import namespace="urn:oasis:names:tc:xliff:{name}:2.0" schemaLocation="{folder}/{file}"/>'
        for name, file in (("document", "xliff_core_2.0.xsd"), ("metadata", "metadata.xsd"))
    )
    schema = etree.XMLSchema(
        etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{both}</xs:schema>')
    )
    schema.assertValid(etree.fromstring(xliff.write((*PAIRS, HARD))))
    broken = (
        xliff.write(PAIRS).replace(b"mda:meta ", b"mda:mite ", 1).replace(b"</mda:meta>", b"</mda:mite>", 1)
    )
    assert not schema.validate(etree.fromstring(broken)), "the schema looks at the metadata too"


def test_tmx_has_the_pairs_with_both_sides() -> None:
    found = read_pairs(tmx.write(PAIRS), name="pairs.tmx")
    assert found is not None
    assert [([b.text for b in p.source], [b.text for b in p.target]) for p in found.pairs] == [
        ([t.text for t in pair.source], [t.text for t in pair.target])
        for pair in PAIRS
        if pair.source and pair.target
    ]
    root = etree.fromstring(tmx.write(PAIRS))
    assert root.get("version") == "1.4"
    assert {*root.find("header").keys()} == {
        "creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype",
    }  # fmt: skip
    assert [seg.text for seg in root.iter("seg")][3] == (
        "The fishermen were away for seven years\n– and more <they say>."
    )
    assert [prop.text for prop in root.iter("prop")] == ["0.999", "0.721", "0.610"]


def test_tsv_is_a_line_a_pair() -> None:
    lines = tsv.write(PAIRS).decode().split("\n")
    assert lines[0] == "source\ttarget\tconfidence\tmoved"
    assert lines[2].split("\t")[1:] == [
        "The fishermen were away for seven years\\n– and more <they say>.", "0.721", "no",
    ]  # fmt: skip
    assert lines[3] == "لا أحد ينتظرهم.\t\t0.500\tno"
    assert lines[5].endswith("\tyes")
    assert lines[6:] == [""]


def test_a_cell_that_begins_with_a_quotation_mark_swallows_no_line() -> None:
    quoted = Pair((Text('"لن نعود.'),), (Text('"We will not "return".'),), 0.9)
    rows = list(csv.reader(io.StringIO(tsv.write([quoted, *PAIRS]).decode()), delimiter="\t"))
    assert len(rows) == 2 + len(PAIRS)
    assert rows[1] == ['\\"لن نعود.', '\\"We will not "return".', "0.900", "no"]


def test_what_a_format_cannot_hold_is_shown_by_signs_and_nothing_else_changes() -> None:
    (row,) = tsv.write([HARD]).decode().splitlines()[1:]
    assert row == 'أ␀ب␋ج\ufffdد\ufffd\t\\"a"\\tb\\rc\\\\n\\nd\ufffd␟ ]]> &amp;\t0.900\tno'
    for found, next_line in (
        (read_pairs(xliff.write([HARD]), name="a.xlf"), "\x85"),  # XML can hold it
        (read_pairs(tmx.write([HARD]), name="a.tmx"), "\ufffd"),
    ):
        assert found is not None
        (pair,) = found.pairs
        assert pair.source[0].text == "أ␀ب␋ج\ufffdد\ufffd"
        assert " ".join(block.text for block in pair.target) == f'"a" b␍c\\n d{next_line}␟ ]]> &amp;'


@pytest.mark.parametrize("write", [tsv.write, xliff.write, tmx.write])
def test_the_same_pairs_give_the_same_bytes(write: object) -> None:
    assert callable(write)
    assert write(PAIRS) == write(list(PAIRS))
