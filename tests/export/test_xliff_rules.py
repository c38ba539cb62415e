"""XLIFF 2.1 by the rules that its schemas cannot hold: the Schematron of the standard, where it lies here.

Unique ids and fragment identifiers, references of annotations and original data, pairs of spanning codes, states, ITS.
"""

import functools

import pytest
from hypothesis import given, settings
from lxml import etree, isoschematron

from tests.export.test_bilingual import DRAFT, EDITION, contents
from tests.export.test_pairs import HARD, PAIRS, SCHEMAS
from tests.thoroughness import examples
from workbench.domain.editions import EditionContent
from workbench.export import xliff
from workbench.export.registry import render

SCH = "{http://purl.oclc.org/dsdl/schematron}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
RULES = ("xliff_core_2.1", "metadata", "its")


@functools.cache
def rules(name: str) -> isoschematron.Schematron:
    path = SCHEMAS / "xliff-2.1" / f"{name}.sch"
    if not path.is_file():
        pytest.skip("no XLIFF rules here; WORKBENCH_TEST_SCHEMAS names the folder that holds xliff-2.1")
    # The entities are the specification's own version numbers, set in the file itself.
    tree = etree.parse(path, etree.XMLParser(load_dtd=True, resolve_entities=True, no_network=True))
    schema = tree.getroot()
    schema.attrib.pop("queryBinding")  # for XSLT 2, which lxml does not speak: rules that need it go
    for rule in list(schema.iter(f"{SCH}rule")):
        tests = " ".join(element.get("test", "") for element in rule.iter(etree.Element))
        if any(function in tests for function in ("matches(", "tokenize(", "replace(")):
            rule.getparent().remove(rule)
    return isoschematron.Schematron(tree, store_report=True)


def broken(data: bytes) -> list[str]:
    """What the rules say against the document, in their words."""
    said = []
    for name in RULES:
        found = rules(name)
        found.validate(etree.fromstring(data))
        report = found.validation_report.getroot()
        for kind in ("failed-assert", "successful-report"):
            said += [
                " ".join("".join(e.find(f"{SVRL}text").itertext()).split())
                for e in report.iter(f"{SVRL}{kind}")
            ]
    return said


@pytest.mark.parametrize(
    "data",
    [render(EDITION, "xliff"), render(DRAFT, "xliff"), xliff.write((*PAIRS, HARD))],
    ids=["edition", "draft", "pairs"],
)
def test_what_is_written_keeps_the_rules(data: bytes) -> None:
    assert broken(data) == []


@settings(max_examples=examples(20))
@given(content=contents)
def test_whatever_the_article_holds_keeps_the_rules(content: EditionContent) -> None:
    assert broken(render(content, "xliff")) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (b'<unit id="u12"', b'<unit id="u11"', "id duplication"),
        (b'<data id="d2"', b'<data id="d1"', "id duplication"),
        (b'<note id="p2"', b'<note id="p1"', "id duplication"),
        (b'<mrk id="m3"', b'<mrk id="m2"', "Invalid id used for element 'mrk'"),
        (b'<pc id="c2"', b'<pc id="m2"', "Invalid id used for element 'pc'"),
        (b'dataRefStart="d3"', b'dataRefStart="d9"', "dataRefStart"),
        (b'startRef="c3"', b'startRef="c9"', "corresponding 'ec' element"),
        (b'state="final" ', b"", "missing the 'state' attribute"),
        (b' its:version="2.0"', b"", "ITS version"),
        (b'xml:id="u12-issues1"', b'xml:id="u12-issues2"', "locQualityIssuesRef"),
    ],
)
def test_the_rules_are_really_asked(old: bytes, new: bytes, says: str) -> None:
    data = render(EDITION, "xliff")
    assert old in data
    assert says in " ".join(broken(data.replace(old, new, 1)))
