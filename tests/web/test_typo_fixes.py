"""The page that mends a typo of what is out: what it offers, refuses and says first, without JavaScript."""

import re

from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from tests.web.conftest import ClientFor, Prepare
from tests.web.test_after_publishing import published, segment_ids
from workbench.domain.marks import InlineMark, MarkKind
from workbench.services.legal import ask_legal_read
from workbench.services.segments import approve, confirm, reopen, save_target


def test_a_typo_is_mended_on_its_page(prepare: Prepare, client_for: ClientFor) -> None:
    slug, desk = prepare(published), client_for("editor")
    address = f"/articles/{slug}/editions/1/typo"
    ids = segment_ids(desk.get(address).text)
    assert len(ids) == 4
    words = "Some 34 workers returned to the quay on Monday."
    assert 'name="text"' in desk.get(f"{address}?segment={ids[1]}").text
    refused = desk.send(address, segment=ids[1], text=words, reason="\u200b")
    assert (refused.status_code, words in refused.text) == (422, True)
    answer = desk.send(address, segment=ids[1], text=words, reason="The wrong day")
    assert answer.location.endswith("/editions/2")
    assert words in desk.get(answer.location).text
    assert "Somebody else has to agree" in client_for("reviewer").get(f"/articles/{slug}").text
    assert "fixed a typo in" in desk.get(f"/articles/{slug}/history").text


def test_mending_is_offered_where_it_can_be_done(prepare: Prepare, client_for: ClientFor) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        approve_all(rows)
        rows.do(reopen, "reviewer", 2)
        text, bold = "The authority said it would pay.", InlineMark(4, 13, MarkKind.STRONG)
        rows.do(save_target, "translator", 2, text=text, marks=(bold,))
        rows.do(confirm, "translator", 2)
        rows.do(approve, "reviewer", 2)
        publish_it(rows)
        rows.do(reopen, "reviewer", 1)
        rows.do(save_target, "translator", 1, text="Forty-three came back.")
        ids.extend(row.id for row in rows.all)

    slug, desk = prepare(steps), client_for("editor")
    address = f"/articles/{slug}/editions/1/typo"
    page = desk.get(address).text
    assert segment_ids(page) == [str(id_) for id_ in (ids[0], *ids[2:])]
    assert f"/articles/{slug}?at={ids[1]}#s{ids[1]}" in page
    assert 'name="text"' not in desk.get(f"{address}?segment={ids[1]}").text
    for shown in (page, desk.get(f"{address}?segment={ids[2]}").text):
        assert "The <strong>authority</strong> said" in shown


def test_a_typo_that_cannot_be_mended_now_says_why_before_it_is_typed(
    prepare: Prepare, client_for: ClientFor
) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        published(rows)
        ids.append(rows[1].id)
        ask_legal_read(
            rows.session,
            rows.people["reviewer"],
            rows.article.id,
            segment_id=ids[0],
            note="Is this libel?",
            at=rows.clock(),
        )

    slug, desk = prepare(steps), client_for("editor")
    page = desk.get(f"/articles/{slug}/editions/1/typo").text
    assert "A legal read of row 2 is asked for and not signed" in page
    assert re.search(rf'href="/articles/{slug}\?at={ids[0]}&amp;tab=problems#legal-\d+"', page)
    assert not segment_ids(page)
