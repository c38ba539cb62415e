"""Word: its styles, lists and pages, and what LibreOffice makes of it."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from tests.export.article import REPORT, edition, segment
from workbench.domain.editions import (
    EditionSegment,
)
from workbench.domain.kinds import Kind
from workbench.export.parts import parts
from workbench.export.registry import render


def test_an_article_in_word() -> None:
    document = docx.Document(io.BytesIO(render(edition(), "docx")))
    assert [(p.style.name, p.text) for p in document.paragraphs] == [
        ("Title", "Council puts off tram line"),
        ("Subtitle", "Money is short, the mayor says"),
        ("Byline", "By Mona Haddad"),
        ("Dateline", "The Harbour Post · 17 August 2021"),
        ("Normal", "The report says 5 * 8 is 40."),
        ("Normal", "2. Its second paragraph says <more>."),
        ("Heading 2", "The bill"),
        ("List Bullet", "Rails:"),
        ("List Number 2", "steel"),
        ("List Number 2", "labour"),
        ("List Bullet", "Trains"),
        ("List Number", "First vote"),
        ("List Number", "Second vote"),
        ("Quote", "“We have waited.”"),
        ("Quote", "“Every day.”"),
        ("Caption", "The depot in spring"),
        ("Credits", "Translated by Ali Nasser. Reviewed by Sara Aoun and Omar Bitar."),
        ("Credits", "Edition 1, published 18 August 2021."),
        ("Credits", "Arabic original: https://harbour.example/ar/77"),
    ]
    [link] = document.paragraphs[4].hyperlinks
    assert (link.text, link.url) == ("report", REPORT)
    assert [r.text for r in document.paragraphs[4].runs if r.bold] == ["5 * 8"]
    core = document.core_properties
    assert (core.title, core.author) == ("Council puts off tram line", "By Mona Haddad")
    assert core.created == datetime(2021, 8, 18, 7, 30, tzinfo=UTC)


def test_word_is_set_by_its_styles_in_one_serif_and_numbers_its_pages() -> None:
    for content in (edition(), edition(None)):
        for format_id in ("docx", "bidocx"):
            document = docx.Document(io.BytesIO(render(content, format_id)))
            used = {p.style.name for p in document.paragraphs}
            for name in used:
                element = document.styles[name].element
                assert not list(element.iter(qn("w:rFonts"))), f"{name} has a font of its own"
                colours = [colour.get(qn("w:val")) for colour in element.iter(qn("w:color"))]
                assert name == "Draft" or not colours
            (defaults,) = document.styles.element.iter(qn("w:rPrDefault"))
            assert next(defaults.iter(qn("w:rFonts"))).get(qn("w:ascii")) == "Georgia"
            assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "en-GB"
            assert document.core_properties.language == "en-GB"
            section = document.sections[0]
            footers = [section.footer]
            if section.different_first_page_header_footer:
                footers.append(section.first_page_footer)
            for footer in footers:
                fields = footer._element.iter(qn("w:fldSimple"))
                assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]


def test_each_numbered_list_in_word_starts_at_one() -> None:
    def item(text: str) -> EditionSegment:
        return segment(Kind.LIST_ITEM, text, ordered=True, level=1)

    content = edition(1, item("a"), item("b"), segment(Kind.PARAGRAPH, "between"), item("c"))
    document = docx.Document(io.BytesIO(render(content, "docx")))
    numbers = [int(n.get(qn("w:val"))) for n in document.element.body.iter(qn("w:numId"))]
    assert numbers[0] == numbers[1] != numbers[2]
    for number in set(numbers):
        definition = document.part.numbering_part.element.num_having_numId(number)
        assert definition.find(f".//{qn('w:startOverride')}").get(qn("w:val")) == "1"


def test_word_files_hold_no_clock() -> None:
    with zipfile.ZipFile(io.BytesIO(render(edition(), "docx"))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_word_is_opened_by_libreoffice_with_our_text(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("soffice (LibreOffice) is not installed")
    (tmp_path / "article.docx").write_bytes(render(edition(), "docx"))
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "article.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    lines = (tmp_path / "article.txt").read_text(encoding="utf-8-sig").splitlines()
    # LibreOffice writes the bullets and numbers of lists into the text.
    found = [
        re.sub(r"^\s*(?:[•◦▪]|\d+\.)\s+(?=Rails|steel|labour|Trains|First|Second)", "", line)
        for line in lines
    ]
    assert [line for line in found if line] == [
        "".join(stretch.text for stretch in line) for part in parts(edition()) for line in part.lines
    ]
