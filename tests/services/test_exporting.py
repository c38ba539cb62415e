"""Exporting: from editions only, drafts on request and stamped, the same bytes each time."""

import json
from datetime import datetime, timedelta

import pytest

from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition
from tests.services.test_publishing import approve_all, publish_it
from workbench.domain.editions import EditionContent, EditionSegment
from workbench.domain.errors import InvalidInput, NotFound, TooLarge
from workbench.domain.kinds import Kind
from workbench.export.parts import is_stamp
from workbench.services.exporting import LONGEST_PROOF, Export, check_at_once, export_draft, export_edition
from workbench.services.segments import approve, confirm, reopen, save_target
from workbench.services.withdrawing import erase, withdraw


def test_an_edition_is_exported_as_it_was_published(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    rows.do(reopen, "reviewer", 0)
    rows.do(save_target, "translator", 0, text="Something that is not published")
    slug = rows.article.slug
    found = export_edition(rows.session, rows.people["translator"], slug, None, "txt", at=rows.clock())
    assert found.filename == f"{slug}-edition-1.txt"
    assert found.media_type.startswith("text/plain")
    text = found.data.decode()
    assert "Port workers return to work" in text
    assert "not published" not in text


def test_the_newest_edition_comes_when_none_is_named(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    rows.do(reopen, "reviewer", 0)
    rows.do(save_target, "translator", 0, text="The port is open again")
    rows.do(confirm, "translator", 0)
    rows.do(approve, "reviewer", 0)
    publish_it(rows)
    slug = rows.article.slug
    assert (
        b"The port is open again"
        in export_edition(rows.session, None, slug, None, "md", at=rows.clock()).data
    )
    assert b"Port workers return" in export_edition(rows.session, None, slug, 1, "md", at=rows.clock()).data


#: What each reads of the database: the words, the marks and states with them, the signatures too.
@pytest.mark.parametrize("format_id", ["json", "xliff", "bidocx"])
def test_exporting_twice_gives_the_same_bytes(rows: Rows, format_id: str) -> None:
    approve_all(rows)
    publish_it(rows)
    first, second = (
        export_edition(rows.session, None, rows.article.slug, 1, format_id, at=rows.clock()) for _ in range(2)
    )
    assert first == second
    drafts = [
        export_draft(rows.session, None, rows.article.slug, format_id, at=rows.clock()) for _ in range(2)
    ]
    assert drafts[0] == drafts[1]
    assert drafts[0].data != first.data


def test_what_is_not_published_is_only_there_as_a_stamped_draft(rows: Rows) -> None:
    slug = rows.article.slug
    with pytest.raises(NotFound, match="not been published"):
        export_edition(rows.session, None, slug, None, "txt", at=rows.clock())
    draft = export_draft(rows.session, rows.people["reviewer"], slug, "txt", at=rows.clock())
    assert draft.filename == f"{slug}-draft.txt"
    assert "DRAFT" in draft.data.decode().upper()
    approve_all(rows)
    publish_it(rows)
    with pytest.raises(NotFound, match="no edition 7"):
        export_edition(rows.session, None, slug, 7, "txt", at=rows.clock())
    with pytest.raises(NotFound, match="no such article"):
        export_edition(rows.session, None, "elsewhere", None, "txt", at=rows.clock())
    with pytest.raises(InvalidInput, match="no export format"):
        export_edition(rows.session, None, slug, 1, "wav", at=rows.clock())


def test_a_draft_of_what_was_withdrawn_says_so(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    withdraw(
        rows.session, rows.people["editor"], rows.article.id, reason="A name was wrong.", at=rows.clock()
    )
    for format_id in ("txt", "html", "xliff"):
        draft = export_draft(rows.session, None, rows.article.slug, format_id, at=rows.clock()).data.decode()
        assert "DRAFT – not approved; what was published is withdrawn" in draft
    assert is_stamp("DRAFT – not approved; what was published is withdrawn"), (
        "known as ours when it comes back"
    )


def test_a_draft_says_until_when_there_is_an_embargo_and_that_the_law_had_its_edition_erased(
    rows: Rows,
) -> None:
    approve_all(rows)
    out_at = rows.clock() + timedelta(days=1)
    make_edition(rows, goes_out_at=out_at)
    slug = rows.article.slug
    until = f"EMBARGOED until {out_at.day} {out_at:%B %Y, %H:%M} UTC"

    def draft(format_id: str, at: datetime) -> Export:
        return export_draft(rows.session, rows.people["translator"], slug, format_id, at=at)

    ninjs = draft("ninjs", rows.clock())
    assert ninjs.filename == f"{slug}-draft-embargoed.ninjs.json"
    assert json.loads(ninjs.data)["embargoedUntil"] == f"{out_at:%Y-%m-%dT%H:%M:%SZ}"
    assert f"*** DRAFT – not approved; {until} ***" in draft("txt", rows.clock()).data.decode()
    out = draft("txt", out_at)
    assert (out.filename, b"EMBARGOED" in out.data) == (f"{slug}-draft.txt", False)
    take_back = {"reason": "A court order", "at": out_at}
    withdraw(rows.session, rows.people["editor"], rows.article.id, **take_back)
    erase(rows.session, rows.people["admin"], rows.article.id, [1], typed=slug, **take_back)
    assert (
        "DRAFT – not approved; what was published was erased, as the law asked ***"
        in draft("txt", out_at).data.decode()
    )


def test_a_long_proof_is_not_made_while_somebody_waits() -> None:
    segment = EditionSegment(1, Kind.PARAGRAPH, "عاد العمال", "The workers are back")
    content = EditionContent("port-workers", 1, (segment,) * (LONGEST_PROOF + 1))
    check_at_once(content, ["pdf", "bidocx"])
    check_at_once(EditionContent("port-workers", 1, (segment,) * LONGEST_PROOF), ["proof"])
    with pytest.raises(TooLarge, match=r"under Export.*workbench export port-workers --format proof`"):
        check_at_once(content, ["html", "proof"])
    with pytest.raises(TooLarge, match="here: run `workbench export port-workers --format proof --draft`"):
        check_at_once(EditionContent("port-workers", None, content.segments), ["proof"])
