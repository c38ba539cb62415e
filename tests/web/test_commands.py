"""What Mod+K finds on the pages about an article: what whoever looks may do with it as it stands."""

from datetime import timedelta

from lxml.html import fromstring

from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition
from tests.services.test_publishing import approve_all, publish_it
from tests.web.conftest import Client, ClientFor, Prepare
from workbench.export.registry import EXPORTERS


def published(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)


def said(client: Client, slug: str, page: str = "") -> list[str]:
    answer = client.get(f"/articles/{slug}{page}")
    assert answer.status_code == 200
    (held,) = fromstring(answer.text).xpath('//*[@id="commands"]')
    return [item.text_content().strip() for item in held]


def test_they_are_what_this_person_may_do_now(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(published)
    editor, translator = said(client_for("editor"), slug), said(client_for("translator"), slug)
    both = {
        "Publishing: checklist and preview",
        "Compare editions",
        "Edition 1: text, files, record",
        "Bring a translation file back",
        "Export edition 1 as XLIFF 2.1 (.xlf)",
        "Export the draft as XLIFF 2.1 (.xlf)",
    }
    assert both <= {*editor} & {*translator}
    assert {*editor} - {*translator} == {
        "Approve all rows you have read…",
        "Fix a typo in edition 1…",
        "Withdraw the article…",
    }
    assert len([one for one in editor if one.startswith("Export")]) == 2 * len(EXPORTERS) + 1


def test_an_article_without_an_edition_has_nothing_to_compare(
    prepare: Prepare, client_for: ClientFor
) -> None:
    lines = said(client_for("editor"), prepare(approve_all))
    assert not [one for one in lines if "dition " in one or "Compare" in one]


def test_an_embargo_is_found_and_its_files_by_the_desk_alone(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        make_edition(rows, goes_out_at=rows.clock.moment + timedelta(days=300))

    slug = prepare(steps)
    editor, reviewer = said(client_for("editor"), slug), said(client_for("reviewer"), slug)
    assert "See or cancel the embargo of edition 1" in editor
    assert "Edition 1, scheduled: text, files, record" in reviewer
    assert "Export edition 1 as PDF (.pdf)" in editor
    assert "Export edition 1 as PDF (.pdf)" not in reviewer


def test_every_page_about_an_article_has_them(prepare: Prepare, client_for: ClientFor) -> None:
    slug, reviewer = prepare(published), client_for("reviewer")
    for page in ("/read", "/publish", "/editions/1", "/compare", "/about", "/history"):
        assert "Publishing: checklist and preview" in said(reviewer, slug, page), page


def test_files_are_in_the_house_style_of_the_page(prepare: Prepare, client_for: ClientFor) -> None:
    page = client_for("editor").get(
        f"/articles/{prepare(published)}/editions/1?quotes=straight&dates=mdy&x=1"
    )
    files = fromstring(page.text).xpath('//*[@id="commands"]/a[@download]/@href')
    assert len(files) == 2 * len(EXPORTERS)
    assert {address.partition("?")[2] for address in files} == {"quotes=straight&dates=mdy"}


def test_every_line_leads_somewhere(prepare: Prepare, client_for: ClientFor) -> None:
    slug, editor = prepare(published), client_for("admin")
    (held,) = fromstring(editor.get(f"/articles/{slug}").text).xpath('//*[@id="commands"]')
    led = [item.get("href") for item in held if item.tag == "a"]
    pages = [address for address in led if "/draft/" not in address and "/editions/1/" not in address]
    assert [address for address in pages if editor.get(address).status_code != 200] == []
