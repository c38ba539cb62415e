"""What is not out never looks like an edition: each form says so first."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest
from docx.oxml.ns import qn

from tests.export.readers import read_pdf
from tests.export.test_bilingual import DRAFT, EDITION
from workbench.domain.editions import EditionContent
from workbench.export.parts import DRAFT_STAMP
from workbench.export.registry import EXPORTERS, render


def text_of(content: EditionContent, format_id: str) -> str:
    """What one reads who opens the file, from its beginning, in one line."""
    data = render(content, format_id)
    if format_id in ("pdf", "proof"):
        text = read_pdf(data)
    elif format_id in ("docx", "bidocx"):
        text = "\n".join(run.text for run in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:t")))
    else:
        text = data.decode()
    return " ".join(text.split())


#: Where the stamp stands below the headline, or the headline is not part of it.
BELOW = ("wp", "bidocx", "proof")


@pytest.mark.parametrize("format_id", EXPORTERS)
def test_what_is_not_out_says_so_before_anything_else(format_id: str) -> None:
    first = "The others stayed." if format_id in BELOW else "Port workers are back"
    embargoed = replace(EDITION, embargoed_until=datetime(2026, 3, 2, 17, 30, tzinfo=UTC))
    until = "EMBARGOED until 2 March 2026, 17:30 UTC"
    withdrawn = replace(DRAFT, gone="withdrawn")
    erased = "what was published was erased, as the law asked"
    for content, stamp in (
        (DRAFT, DRAFT_STAMP),
        (withdrawn, f"{DRAFT_STAMP}; what was published is withdrawn"),
        (embargoed, until),
        (replace(DRAFT, embargoed_until=embargoed.embargoed_until), f"{DRAFT_STAMP}; {until}"),
        (
            replace(DRAFT, gone="erased", embargoed_until=embargoed.embargoed_until),
            f"{DRAFT_STAMP}; {erased}; {until}",
        ),
    ):
        text = text_of(content, format_id)
        assert text.index(stamp) < text.index(first)
    assert not [word for word in ("DRAFT", "EMBARGOED") if word in text_of(EDITION, format_id)]


def test_each_row_of_a_table_says_so() -> None:
    rows = render(DRAFT, "csv").decode("utf-8-sig").split("\r\n")
    assert sum(row.startswith(f"{DRAFT_STAMP},") for row in rows) == len(DRAFT.segments)
