"""A long table on pages: set in parts of which nobody sees where they meet, with the memory of one."""

import gc
import io
import re
from dataclasses import replace

import pypdf
import pytest

from tests.export.test_bilingual import DRAFT, EDITION, SEGMENTS
from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.kinds import Kind
from workbench.export import pdf_rows
from workbench.export.parts import DRAFT_STAMP
from workbench.export.registry import render
from workbench.services import bulk_exporting

ROWS = tuple(
    EditionSegment(
        number, Kind.PARAGRAPH, f"وصلت السفينة رقم {number} إلى الميناء. " * (number % 4 + 1), f"Ship {number} came in. " * (number % 5 + 1)
    )
    for number in range(100, 160)
)  # fmt: skip
LONG = replace(ROWS[20], id=300, target="The list of ships goes on. " * 300)


def pages_of(content: EditionContent) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(render(content, "proof")))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def without_total(page: str) -> str:
    return re.sub(r"(\d+) / \d+", r"\1", page)


@pytest.mark.parametrize("segments", [(*ROWS[:30], LONG, *ROWS[30:]), (LONG, *ROWS[:9])])
def test_parts_meet_unseen(segments: tuple[EditionSegment, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    content = replace(EDITION, segments=segments)
    whole = pages_of(content)
    assert len(whole) > 3
    monkeypatch.setattr(pdf_rows, "PART", 6_000)
    parts = pages_of(content)
    assert parts != whole  # a proof in parts does not know its pages before they are set
    assert parts == [without_total(page) for page in whole]


def test_each_page_of_a_draft_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_rows, "PART", 6_000)
    pages = pages_of(replace(DRAFT, segments=SEGMENTS + ROWS))
    assert len(pages) >= 5
    assert all(DRAFT_STAMP in page for page in pages)
    assert all("Port workers are back" in page for page in pages)
    embargoed = replace(EDITION, segments=SEGMENTS + ROWS[:20], embargoed_until=EDITION.published_at)
    assert all("EMBARGOED until 4 March 2026" in page for page in pages_of(embargoed))


def test_links_and_tags_are_told_of_each_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_rows, "PART", 6_000)
    last = replace(SEGMENTS[1], id=400)
    reader = pypdf.PdfReader(
        io.BytesIO(render(replace(EDITION, segments=SEGMENTS + ROWS + (last,)), "proof"))
    )
    links = [
        (page, link.get_object()) for page in reader.pages for link in page.get("/Annots", ())
    ]  # the same segment first and last, a link in each of its languages
    assert [(reader.get_page_number(page), link["/A"]["/URI"]) for page, link in links] == [
        (at, links[0][1]["/A"]["/URI"]) for at in (0, 0, len(reader.pages) - 1, len(reader.pages) - 1)
    ]
    nums = reader.root_object["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    keys = [int(key) for key in nums[::2]]
    assert keys == sorted(set(keys))
    told = dict(zip(keys, nums[1::2], strict=True))
    for page in reader.pages:
        assert all(text.get_object()["/Pg"] == page for text in told[page["/StructParents"]])
    for page, link in links:
        assert told[link["/StructParent"]].get_object()["/Pg"] == page
    assert reader.metadata.title == "Port workers are back"
    assert reader.root_object["/Lang"] == "en"


def test_a_long_proof_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_rows, "PART", 6_000)
    heard: list[float] = []
    files: dict[str, bytes] = {}

    class Place:
        def add(self, name: str, data: bytes, *, of: object) -> str:
            files[name] = data
            return name

        def miss(self, slug: str, why: str) -> None:
            raise AssertionError(why)

    content = replace(EDITION, segments=ROWS)
    bulk_exporting.add(Place(), content, ("txt", "proof"), told=heard.append)
    assert len(heard) >= 3
    assert heard == sorted(set(heard))
    assert 0 < heard[0] < heard[-1] < 1
    assert files["port-workers-edition-2.proof.pdf"] == render(content, "proof")


def test_pages_of_earlier_parts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_rows, "PART", 6_000)
    alive = []

    def draft(rows: list[str], *, before: int, ends: bool) -> str:
        gc.collect()
        alive.append(sum(type(thing).__name__ == "PageBox" for thing in gc.get_objects()))
        return f'<html lang="en"><title>T</title><table><tbody>{"".join(rows)}</tbody></table></html>'

    rows = [f"<tr><td>{'Row of words ' * 30}{n}</td></tr>" for n in range(60)]
    assert pdf_rows.write(
        draft, rows, "table { table-layout: fixed; width: 100% } tr { break-inside: avoid }"
    )
    assert len(alive) >= 5
    assert max(alive) <= 1
