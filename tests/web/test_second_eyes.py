"""Words that went out, or are to go out, on one person's word: what the pages say of them, without JavaScript."""

import re

from lxml.html import fromstring

from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, setting
from tests.web.conftest import Client, ClientFor, Prepare
from tests.web.test_after_publishing import published, segment_ids
from tests.web.test_publish import version_on
from workbench.domain.house import BREAKING, FOUR_EYES
from workbench.services.segments import approve, reopen, save_target
from workbench.services.typo_fixes import fix_typo


def test_a_breaking_release_is_offered_where_the_desk_allows_it(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        published(rows)
        setting(rows, BREAKING, True)
        rows.do(reopen, "reviewer", 1)
        rows.do(save_target, "editor", 1, text="Forty-three came back.")
        rows.do(approve, "editor", 1)

    slug, desk = prepare(steps), client_for("editor")
    assert "Breaking: publish before second eyes" in desk.get(f"/articles/{slug}/publish").text
    page = desk.get(f"/articles/{slug}/publish?breaking=1").text
    desk.send(f"/articles/{slug}/publish", version=version_on(page), breaking="1")
    assert "went out as breaking" in desk.get(f"/articles/{slug}").text
    inbox: Client = client_for("reviewer")
    assert "published the article as breaking" in inbox.get("/inbox").text
    assert "readers have the words already" in inbox.get("/inbox").text
    rows_page = fromstring(desk.get(f"/articles/{slug}").text)
    at = rows_page.xpath('//aside[@aria-label="Second eyes"]//a/@href')
    assert at
    typo = desk.get(f"/articles/{slug}/editions/2/typo").text
    first, words = segment_ids(typo)[0], "Port workers return to works"
    where = desk.send(
        f"/articles/{slug}/editions/2/typo", segment=first, text=words, reason="A letter"
    ).location
    assert "Edition 3 went out with words that one person" in desk.get(f"/articles/{slug}").text
    listed = fromstring(desk.get(where).text).xpath('//ol[@class="edition-list"]/li[1]')
    assert "typo fixed" in listed[0].text_content()


def test_nothing_is_ahead_of_second_eyes_where_the_desk_asks_for_none(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        setting(rows, BREAKING, True)
        setting(rows, FOUR_EYES, False)
        approve_all(rows, "editor")
        rows.do(reopen, "editor", 1)
        rows.do(save_target, "editor", 1, text="Forty-three came back.")
        rows.do(approve, "editor", 1)

    page = client_for("editor").get(f"/articles/{prepare(steps)}/publish").text
    assert "1 segment has been read by the author only" in page
    assert "Breaking" not in page


def typo_fixed(rows: Rows) -> None:
    published(rows)
    fix_typo(
        rows.session,
        rows.people["editor"],
        rows.article.id,
        1,
        rows[1].id,
        text="Some 34 workers returned to the quay on Monday.",
        reason="The wrong day",
        at=rows.clock(),
    )


def record(page: str, section: str) -> str:
    (found,) = fromstring(page).xpath(f'//section[@aria-labelledby="{section}-title"]')
    return " ".join(found.text_content().split())


def test_the_edition_says_whose_words_wait_for_second_eyes_and_who_agreed(
    prepare: Prepare, client_for: ClientFor
) -> None:
    row: dict[str, int] = {}

    def steps(rows: Rows) -> None:
        typo_fixed(rows)
        row.update(id=rows[1].id, version=rows[1].lock_version)

    slug = prepare(steps)
    editor, reviewer = client_for("editor"), client_for("reviewer")
    page = editor.get(f"/articles/{slug}/editions/2").text
    assert "What was wrong: The wrong day" in record(page, "record")
    assert "Row 2 Words of Emad Editor ½\ufe0e owed Somebody else has to agree." in record(page, "owed")
    assert f"/articles/{slug}?at={row['id']}" in page
    page = reviewer.get(f"/articles/{slug}/editions/2").text
    assert "owed Read it and agree" in record(page, "owed")
    assert (
        reviewer.send_json(
            f"/articles/{slug}/segments/{row['id']}/agree", {"version": row["version"]}
        ).status_code
        == 200
    )
    said = record(editor.get(f"/articles/{slug}/editions/2").text, "owed")
    assert re.search(r"Words of Emad Editor ✓\ufe0e agreed Rana Reviewer, \d+ \w+ \d+", said)
    assert "owed" not in said


def test_after_a_typo_the_publish_page_says_what_is_out_and_who_still_has_to_read_it(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        setting(rows, BREAKING, "on")
        typo_fixed(rows)

    page = client_for("editor").get(f"/articles/{prepare(steps)}/publish").text
    said = record(page, "gate")
    assert said.startswith("Edition 2 is out Nothing has changed since edition 2")
    assert "1 row awaits second eyes: out on one person’s word. Somebody else has to agree.2" in said
    assert not any(word in said for word in ("✕", "✓", "Breaking", "Publish"))
    assert "Edition 2, as readers have it." in page
