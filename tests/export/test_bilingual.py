"""The forms with both languages: what they hold, that they read back, and that others can read them."""

import csv
import functools
import io
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import docx
import lxml.html
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile
from translate.storage.xliff import Xliff1File
from translate.storage.xliff2 import Xliff2File

from tests.export.test_pairs import SCHEMAS
from tests.export.test_round_trip import HOSTILE
from tests.thoroughness import examples
from workbench.domain.editions import EditionContent, EditionProblem, EditionSegment, Signature
from workbench.domain.exchange import stamp
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind, safe_href, tidy_marks
from workbench.domain.workflow import State
from workbench.export.marked import stretches
from workbench.export.parts import DRAFT_STAMP, visible
from workbench.export.proof import proof_html
from workbench.export.registry import BILINGUAL_FORMATS, render
from workbench.intake.read import read_pairs
from workbench.intake.returned import read_returned
from workbench.text.clean import storable

AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
X = "{urn:oasis:names:tc:xliff:document:2.0}"
ITS = "{http://www.w3.org/2005/11/its}"
REPORT = "https://harbour.example/report?year=2021&part='2'"


def problem(number: int, **more: object) -> EditionProblem:
    known = {
        "type": "number-date-unit",
        "severity": "major",
        "status": "open",
        "author": "Noura Saleh",
        "at": AT,
    }
    return EditionProblem(id=number, **(known | more))  # type: ignore[arg-type]


SEGMENTS = (
    EditionSegment(11, Kind.HEADLINE, "عاد عمال الميناء", "Port workers are back", state="approved"),
    EditionSegment(
        12,
        Kind.PARAGRAPH,
        "أعلنت اللجنة اليوم أن 34 عاملاً عادوا.\nوبقي الباقون.",
        "The committee said today that 43 workers were back.\nThe others stayed.",
        target_marks=(
            InlineMark(4, 13, MarkKind.LINK, REPORT),
            InlineMark(14, 24, MarkKind.STRONG),
            InlineMark(19, 32, MarkKind.EMPHASIS),
        ),
        source_marks=(InlineMark(7, 13, MarkKind.LINK, REPORT),),
        state="translated",
        problems=(
            problem(1, note="34, not 43 <sic>", suggestion="34", source=(22, 24), target=(30, 32)),
            problem(2, type="awkward", severity="minor", status="fixed", target=(30, 40)),
            problem(3, type="praise", severity="neutral", status="accepted", target=(30, 32)),
            problem(4, type="omission", status="upheld", note="Its words are gone."),
        ),
        signatures=(Signature("Ali Nasser", "wrote", AT), Signature("Sara Aoun", "approved", AT)),
    ),
    EditionSegment(
        13, Kind.PARAGRAPH, "تنويه من المحرر.", "", left_out_reason="For Arabic readers only", state="translated"
    ),
    EditionSegment(14, Kind.PARAGRAPH, "", "=Background for English readers", added=True, state="returned"),
    EditionSegment(15, Kind.LIST_ITEM, "لم يترجم", "", state="untranslated"),
)  # fmt: skip
EDITION = EditionContent("port-workers", 2, SEGMENTS, published_at=AT)
DRAFT = replace(EDITION, number=None, published_at=None)


def segments_of(data: bytes) -> list[etree._Element]:
    return list(etree.fromstring(data).iter(f"{X}segment"))


# --- XLIFF 2.1 ------------------------------------------------------------------------------------------


def test_xliff_names_segments_states_and_what_stands_alone() -> None:
    data = render(EDITION, "xliff")
    units = list(etree.fromstring(data).iter(f"{X}unit"))
    assert [(u.get("id"), u.get("type")) for u in units] == [
        ("u11", "workbench:headline"), ("u12", "workbench:paragraph"), ("u13", "workbench:paragraph"),
        ("u14", "workbench:paragraph"), ("u15", "workbench:list_item"),
    ]  # fmt: skip
    assert [(s.get("id"), s.get("state"), s.get("subState")) for s in segments_of(data)] == [
        ("s11", "final", "workbench:approved"), ("s12", "translated", "workbench:translated"),
        ("s13", "translated", "workbench:translated"), ("s14", "initial", "workbench:returned"),
        ("s15", "initial", "workbench:untranslated"),
    ]  # fmt: skip
    assert [s.find(f"{X}target") is not None for s in segments_of(data)] == [True, True, True, True, False]
    assert segments_of(render(DRAFT, "xliff"))[0].get("state") == "reviewed"
    notes = {n.get("id"): n.text for n in etree.fromstring(data).iter(f"{X}note")}
    assert notes["left-out"] == "For Arabic readers only"
    assert notes["p4"] == "Noura Saleh: omission (major, upheld): Its words are gone."


def test_xliff_marks_words_with_their_localization_quality_issue() -> None:
    root = etree.fromstring(render(EDITION, "xliff"))
    assert root.get(f"{ITS}version") == "2.0"
    [one] = root.iterfind(f".//{X}source//{X}mrk")
    assert {key.removeprefix(ITS): value for key, value in one.items() if key.startswith(ITS)} == {
        "locQualityIssueType": "numbers",
        "locQualityIssueComment": (
            "Noura Saleh: number, date or unit (major, open): 34, not 43 <sic> [suggested: 34]"
        ),
        "locQualityIssueSeverity": "20",
        "locQualityIssueProfileRef": "https://themqm.org/",
        "locQualityIssueEnabled": "yes",
    }
    assert "".join(one.itertext()) == "34"
    several = [e for e in root.iter() if e.get(f"{ITS}locQualityIssuesRef")]
    [reference] = {e.get(f"{ITS}locQualityIssuesRef") for e in several}
    [standoff] = root.iter(f"{ITS}locQualityIssues")
    assert reference == "#its=" + standoff.get("{http://www.w3.org/XML/1998/namespace}id")
    assert standoff.getparent().get("id") == "u12"
    assert [i.get("locQualityIssueType") for i in standoff] == ["numbers", "other"]
    assert [i.get("locQualityIssueEnabled") for i in standoff] == ["yes", "no"]


def test_an_edition_without_marks_speaks_no_its() -> None:
    assert b"www.w3.org/2005/11/its" not in render(replace(EDITION, segments=SEGMENTS[:1]), "xliff")


def test_codes_that_say_the_same_in_both_languages_have_one_id() -> None:
    unit = list(etree.fromstring(render(EDITION, "xliff")).iter(f"{X}unit"))[1]
    links = [pc.get("id") for pc in unit.iter(f"{X}pc") if pc.get("type") == "link"]
    assert len(links) == 2
    assert len(set(links)) == 1
    ids = [e.get("id") for e in unit.find(f".//{X}target").iter() if e.get("id")]
    assert len(ids) == len(set(ids))


@functools.cache
def xliff_schema() -> etree.XMLSchema:
    folder = SCHEMAS / "xliff-2.1"
    if not folder.is_dir():
        pytest.skip("no XLIFF schemas here; WORKBENCH_TEST_SCHEMAS names the folder that holds xliff-2.1")
    names = {
        "urn:oasis:names:tc:xliff:document:2.0": "xliff_core_2.0.xsd",
        "urn:oasis:names:tc:xliff:metadata:2.0": "metadata.xsd",
        "http://www.w3.org/2005/11/its": "its.xsd",
    }
    imports = "".join(
        f'<xs:import namespace="{name}" schemaLocation="{folder}/{file}"/>' for name, file in names.items()
    )
    return etree.XMLSchema(
        etree.fromstring(f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>')
    )


def test_xliff_is_valid_with_its() -> None:
    schema = xliff_schema()
    data = render(EDITION, "xliff")
    schema.assertValid(etree.fromstring(data))
    schema.assertValid(etree.fromstring(render(DRAFT, "xliff")))
    assert not schema.validate(etree.fromstring(data.replace(b'IssueType="numbers"', b'IssueType="figures"')))


texts = st.one_of(
    st.lists(st.sampled_from([*HOSTILE, "  ", "\n\n"]), max_size=12).map("".join).map(storable),
    st.text(st.characters(codec="utf-8"), max_size=30).map(storable),
)


@st.composite
def segments(draw: st.DrawFn) -> EditionSegment:
    text = draw(texts)

    def place() -> tuple[int, int]:
        start = draw(st.integers(0, len(text)))
        return start, draw(st.integers(start, len(text)))

    looks = [
        InlineMark(*place(), draw(st.sampled_from([MarkKind.STRONG, MarkKind.EMPHASIS]))) for _ in range(3)
    ]
    link = InlineMark(*place(), MarkKind.LINK, draw(st.sampled_from([REPORT, "mailto:desk@harbour.example"])))
    problems = tuple(
        problem(
            n, note=draw(texts), status=draw(st.sampled_from(["open", "fixed", "disputed"])), target=place()
        )
        for n in range(draw(st.integers(0, 3)))
    )
    return EditionSegment(
        draw(st.integers(1, 10**9)),
        draw(st.sampled_from(Kind)),
        draw(texts),
        text,
        target_marks=tidy_marks([*looks, link]),
        state=draw(st.sampled_from(State)).value,
        problems=problems,
    )


contents = st.builds(
    EditionContent,
    slug=st.just("harbour"),
    number=st.sampled_from([None, 3]),
    segments=st.lists(segments(), min_size=1, max_size=5, unique_by=lambda s: s.id).map(tuple),
)


@settings(max_examples=examples(40))
@given(content=contents)
def test_xliff_comes_back_to_the_last_character_and_mark(content: EditionContent) -> None:
    found = read_returned(render(content, "xliff"))
    assert found.slug == content.slug
    assert [(u.segment_id, u.source, u.target, u.marks) for u in found.units] == [
        (s.id, s.source, s.target, s.target_marks) for s in content.segments
    ]
    assert [u.sent_state for u in found.units] == [s.state for s in content.segments]


@settings(max_examples=examples(40))
@given(content=contents)
def test_xliff_1_comes_back_as_it_stood_in_the_file(content: EditionContent) -> None:
    found = read_returned(render(content, "xliff12"))
    assert found.slug == content.slug
    assert [(u.segment_id, u.source, u.target, u.marks) for u in found.units] == [
        (s.id, visible(s.source), visible(s.target), s.target_marks) for s in content.segments
    ]
    assert all(u.stamp == stamp(u.target, u.marks) for u in found.units)
    assert [u.sent_state for u in found.units] == [s.state for s in content.segments]


@settings(max_examples=examples(15))
@given(content=contents)
def test_whatever_the_content_xliff_is_valid(content: EditionContent) -> None:
    xliff_schema().assertValid(etree.fromstring(render(content, "xliff")))


@pytest.mark.parametrize(("format_id", "unit"), [("xliff", "unit"), ("xliff12", "trans-unit")])
def test_what_is_left_out_is_not_offered_to_be_translated(format_id: str, unit: str) -> None:
    data = render(EDITION, format_id)
    units = list(etree.fromstring(data).iter(f"{{*}}{unit}"))
    assert [one.get("translate") for one in units] == [None, None, "no", None, None]
    back = read_returned(data).units[2]
    assert (back.target, back.state, back.notes) == ("", State.TRANSLATED, ())
    assert back.stamp == stamp(back.target, back.marks)


def test_a_pair_of_a_memory_says_that_it_is_of_a_draft() -> None:
    for content, says in ((DRAFT, [DRAFT_STAMP] * 2), (EDITION, [])):
        units = etree.fromstring(render(content, "tmx"))
        assert [prop.text for prop in units.iterfind("body/tu/prop[@type='x-stamp']")] == says


def test_an_unsafe_link_does_not_go_out() -> None:
    mark = InlineMark(0, 4, MarkKind.LINK, "javascript:alert(1)")
    assert safe_href(mark.href) is None
    content = replace(EDITION, segments=(replace(SEGMENTS[0], target_marks=(mark,)),))
    for format_id in BILINGUAL_FORMATS:
        assert b"javascript" not in render(content, format_id)


# --- read by others -------------------------------------------------------------------------------------


def test_translate_toolkit_reads_xliff_2() -> None:
    store = Xliff2File.parsestring(render(EDITION, "xliff"))
    assert [str(unit.target or "") for unit in store.units][:2] == [s.target for s in SEGMENTS[:2]]
    assert store.units[1].source == SEGMENTS[1].source


def test_translate_toolkit_reads_xliff_1() -> None:
    store = Xliff1File.parsestring(render(EDITION, "xliff12"))
    assert (store.units[0].source, store.units[0].target) == (SEGMENTS[0].source, SEGMENTS[0].target)
    assert [unit.isapproved() for unit in store.units] == [True, False, False, False, False]
    assert "34, not 43 <sic>" in store.units[1].getnotes()


def test_translate_toolkit_reads_tmx() -> None:
    store = tmxfile.parsestring(render(EDITION, "tmx"))
    assert [unit.source for unit in store.units] == [SEGMENTS[0].source, store.units[1].source]
    assert store.units[0].target == SEGMENTS[0].target


@pytest.mark.parametrize(("format_id", "name"), [("xliff", "a.xlf"), ("xliff12", "a.xlf"), ("tmx", "a.tmx")])
def test_an_import_of_this_desk_reads_them(format_id: str, name: str) -> None:
    found = read_pairs(render(EDITION, format_id), name=name)
    assert found is not None
    second = found.pairs[1]
    assert "\n".join(b.text for b in second.target) == SEGMENTS[1].target
    assert [(m.kind, m.href) for m in second.target[0].marks] == [
        (m.kind, m.href) for m in SEGMENTS[1].target_marks
    ]
    assert [b.text for b in second.source] == SEGMENTS[1].source.split("\n")


# --- the table ------------------------------------------------------------------------------------------


def rows_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_the_table_reads_right_and_runs_nothing() -> None:
    head, *rows = rows_of(render(EDITION, "csv"))
    assert head[4:6] == ["Arabic", "English"]
    assert {row[0] for row in rows} == {"Edition 2, 4 March 2026"}
    assert rows[1][4] == "\n".join(f"\u2067{line}\u2069" for line in SEGMENTS[1].source.split("\n"))
    assert rows[3][5] == "'=Background for English readers"
    assert rows[2][6] == "left out"
    assert rows[3][6] == "added by the desk, returned"
    assert rows[2][7] == "For Arabic readers only"
    assert rows[1][9] == "wrote: Ali Nasser, 2026-03-04\napproved: Sara Aoun, 2026-03-04"


def test_the_table_comes_back_as_its_texts() -> None:
    quoted = EditionSegment(16, Kind.QUOTE, "-قال\n\u2067كلاهما\u2069", "'=1, he said", state="translated")
    content = replace(EDITION, segments=(*SEGMENTS, quoted))
    data = render(content, "csv")
    assert pairs_of(data, "harbour.csv") == texts_of(content)
    found = read_pairs(data, name="harbour.csv")
    assert found is not None
    assert [pair.target[0].state for pair in found.pairs if pair.target][:2] == [State.TRANSLATED] * 2
    others = data.replace(b"Signed by", b"Signature")  # no table of ours, for all that is known
    assert pairs_of(others, "harbour.csv")[3][1] == "'=Background for English readers"


# --- all of them ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_id", [f for f in BILINGUAL_FORMATS if f != "proof"])  # as pages of its own
@settings(max_examples=examples(6))
@given(content=contents)
def test_the_same_content_gives_the_same_bytes(format_id: str, content: EditionContent) -> None:
    assert render(content, format_id) == render(content, format_id)


@pytest.mark.parametrize("format_id", BILINGUAL_FORMATS)
def test_an_edition_without_segments_is_still_a_file(format_id: str) -> None:
    assert render(EditionContent("empty", 1, ()), format_id)


# --- side by side on paper ------------------------------------------------------------------------------


def test_word_has_both_languages_side_by_side() -> None:
    document = docx.Document(io.BytesIO(render(EDITION, "bidocx")))
    [table] = document.tables
    head, *rows = table.rows
    assert [cell.text for cell in head.cells] == ["No.", "English", "Arabic", "Marks and signatures"]
    assert head._tr.trPr.find(qn("w:tblHeader")) is not None
    number, english, arabic, about = rows[1].cells
    assert number.text.split("\n") == ["2", "paragraph", "translated"]
    assert english.text == "The committee said today that 43[1, 3] workers[2] were back.\nThe others stayed."
    assert arabic.text == "أعلنت اللجنة اليوم أن 34[1] عاملاً عادوا.\nوبقي الباقون."
    assert all(p._p.pPr.find(qn("w:bidi")) is not None for p in arabic.paragraphs)
    assert all(run.font.rtl for p in arabic.paragraphs for run in p.runs)
    assert not any(run.font.rtl for p in english.paragraphs for run in p.runs)
    assert about.text.startswith("1. Noura Saleh: number, date or unit (major, open): 34, not 43 <sic>")
    assert about.text.endswith("wrote: Ali Nasser, 2026-03-04\napproved: Sara Aoun, 2026-03-04")
    assert rows[2].cells[0].text.split("\n")[2] == "left out"
    assert "Left out: For Arabic readers only" in rows[2].cells[3].text


def test_a_row_of_word_breaks_no_date_and_the_last_stands_not_alone() -> None:
    (table,) = docx.Document(io.BytesIO(render(EDITION, "bidocx"))).tables
    (hyphens,) = {len(list(p._p.iter(qn("w:noBreakHyphen")))) for p in table.rows[2].cells[3].paragraphs[-2:]}
    assert hyphens == 2
    kept = [any(p.paragraph_format.keep_with_next for p in row.cells[0].paragraphs) for row in table.rows]
    assert kept == [False] * 4 + [True, False]


GAPS = EditionSegment(
    16, Kind.QUOTE, "قال [1] أو «كلاهما» في شباط.", "He said [1] or both, in February 2015.",
    target_marks=(InlineMark(8, 19, MarkKind.EMPHASIS), InlineMark(20, 24, MarkKind.LINK, REPORT)),
    problems=(
        problem(1, source=(4, 7), target=(8, 11)),
        problem(2, source=(3, 3), target=(19, 19)),
        problem(3, target=(22, 37)),
        problem(4, source=(0, 27), target=(0, 38)),
    ),
)  # fmt: skip


def pairs_of(data: bytes, name: str) -> list[tuple[str, str]]:
    """The kept pairs of a file that comes in, a side's blocks on lines of their own."""
    found = read_pairs(data, name=name)
    assert found is not None
    return [
        ("\n".join(b.text for b in pair.source), "\n".join(b.text for b in pair.target))
        for pair in found.pairs
        if any(block.is_kept for block in (*pair.source, *pair.target))
    ]


def texts_of(content: EditionContent) -> list[tuple[str, str]]:
    return [(s.source, s.target) for s in content.segments]


def test_word_with_both_languages_comes_back_as_its_texts() -> None:
    content = replace(EDITION, segments=(*SEGMENTS[:3], GAPS))
    data = render(content, "bidocx")
    assert pairs_of(data, "harbour.docx") == texts_of(content)
    found = read_pairs(data, name="harbour.docx")
    assert found is not None
    assert any("numbers of marks" in warning for warning in found.warnings)
    last = found.pairs[-1].target[0]
    assert last.marks == GAPS.target_marks


def test_word_with_both_languages_comes_back_after_libreoffice_saved_it(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice (LibreOffice) is not installed")
    content = replace(EDITION, segments=(*SEGMENTS[:3], GAPS))
    (tmp_path / "ours.docx").write_bytes(render(content, "bidocx"))
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "docx", "--outdir", "saved", "ours.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert pairs_of((tmp_path / "saved" / "ours.docx").read_bytes(), "ours.docx") == texts_of(content)


def test_what_is_typed_after_the_number_of_a_mark_is_text() -> None:
    content = replace(EDITION, segments=SEGMENTS[:2])
    document = docx.Document(io.BytesIO(render(content, "bidocx")))
    english = document.tables[0].rows[2].cells[1].paragraphs[0]
    sign = next(run for run in english.runs if run.text == "[2]")
    sign.text = "[2] and 20 clerks"
    out = io.BytesIO()
    document.save(out)
    assert "that 43 workers and 20 clerks were back." in pairs_of(out.getvalue(), "a.docx")[1][1]


def test_the_proof_reads_out_in_order_with_marks_and_signatures() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(EDITION, "proof")))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for words in (
        "Port workers are back",
        "43 [1, 3]",
        "approved: Sara Aoun",
        "Left out: For Arabic readers only",
    ):
        assert words.replace(" ", "") in text.replace(" ", "")
    assert DRAFT_STAMP not in text


def test_both_forms_on_paper_say_which_edition_and_when() -> None:
    says = "Edition 2, 4 March 2026"
    document = docx.Document(io.BytesIO(render(EDITION, "bidocx")))
    assert document.paragraphs[1].text == says
    assert says in proof_html(EDITION)
    american = replace(EDITION, month_first=True)
    assert "Edition 2, March 4, 2026" in proof_html(american)


@pytest.mark.parametrize("format_id", ["docx", "bidocx"])
def test_a_page_of_a_draft_is_stamped_at_its_head_once(format_id: str) -> None:
    document = docx.Document(io.BytesIO(render(DRAFT, format_id)))
    (section,) = document.sections
    assert section.different_first_page_header_footer
    assert [p.text for p in section.header.paragraphs] == [DRAFT_STAMP]
    assert [p.text for p in section.first_page_header.paragraphs] == [""]
    assert DRAFT_STAMP in [p.text for p in document.paragraphs[:2]]


@settings(max_examples=examples(15))
@given(content=contents)
def test_what_is_drawn_side_by_side_is_the_text(content: EditionContent) -> None:
    for segment in content.segments:
        for side, text in ((Side.SOURCE, segment.source), (Side.TARGET, segment.target)):
            lines = ["".join(stretch.text for stretch in line) for line in stretches(segment, side)]
            assert "\n".join(lines) == visible(text)
    page = lxml.html.document_fromstring(proof_html(content))
    cells = page.xpath('//td[@dir="ltr"]')
    assert len(cells) == len(content.segments)
    document = docx.Document(io.BytesIO(render(content, "bidocx")))
    assert len(document.tables[0].rows) == 1 + len(content.segments)


def test_the_same_proof_has_the_same_bytes() -> None:
    assert render(EDITION, "proof") == render(EDITION, "proof")
