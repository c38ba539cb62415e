"""The page that compares two editions, and how editions are told apart where they are chosen, without JavaScript."""

import re

from lxml.html import fromstring

from tests.services.conftest import Rows
from tests.web.conftest import ClientFor, Prepare
from tests.web.test_after_publishing import changed, corrected_with_a_third_to_come
from tests.web.test_publish import publish
from workbench.domain.kinds import Kind
from workbench.services.segments import rekind


def option(page: str, number: int, name: str) -> str:
    """What an edition is offered as in one of the two lists of a comparison."""
    (found,) = fromstring(page).xpath(f'//select[@name="{name}"]/option[@value="{number}"]')
    return str(found.text)


def chosen(page: str) -> list[str]:
    return re.findall(r'<option value="(\w+)" selected', page)


def test_an_erased_edition_is_not_compared_as_if_it_had_been_empty(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, admin = prepare(changed), client_for("admin")
    admin.send(f"/articles/{slug}/withdraw", reason="The letter was forged.")
    admin.send(f"/articles/{slug}/editions/1/erase", reason="A court order", typed=slug)
    assert "No edition of this article has words left." in admin.get(f"/articles/{slug}/compare").text
    ahead = admin.get(f"/articles/{slug}/publish").text
    assert "The words of edition 1 are gone, so what changed since cannot be shown." in ahead
    assert 'data-difference="added"' not in ahead
    publish(admin, slug)
    page = admin.get(f"/articles/{slug}/compare?from=1&to=2").text
    assert "The words of edition 1 were erased on" in page
    assert 'data-difference="added"' not in page
    assert ">compare edition 2 with the present text</a>" in page
    assert option(page, 1, "from") == "edition 1 · ✕\ufe0e withdrawn · ∅\ufe0e erased"
    assert chosen(admin.get(f"/articles/{slug}/compare").text) == ["2", "present"]


def test_editions_are_told_apart_wherever_they_are_listed_or_chosen(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, desk = prepare(corrected_with_a_third_to_come), client_for("editor")
    address = f"/articles/{slug}"
    assert chosen(desk.get(f"{address}/editions/3").text) == ["2", "3"]
    desk.send(f"{address}/editions/3/cancel")
    page = desk.get(f"{address}/editions/2").text
    listed = fromstring(page).xpath('//ol[@class="edition-list"]/li')
    assert [
        re.findall(r"\w+", " ".join(li.xpath('a/text() | *[@class="badge"]/text()'))) for li in listed
    ] == [
        ["Edition", "3", "cancelled"],
        ["Edition", "2", "published", "correction"],
        ["Edition", "1", "corrected"],
    ]
    assert re.fullmatch(
        r"cancelled \d+ \w+ \d+ by Emad Editor; was to go out \d+ \w+ \d+",
        " ".join(listed[0].xpath("span")[-1].text_content().split()),
    )
    assert chosen(page) == chosen(desk.get(f"{address}/editions/3").text) == ["1", "2"]
    assert option(page, 3, "to") == "edition 3 · ⊘\ufe0e cancelled"
    assert chosen(desk.get(f"{address}/compare").text) == ["2", "present"]
    for path in ("", "/read", "/editions/3"):
        (button,) = fromstring(desk.get(address + path).text).xpath(
            '//nav//a[@class="button"][contains(., "Edition 3")]'
        )
        assert button.text_content().endswith("cancelled"), path


def test_every_page_of_an_article_leads_to_what_changed_since_its_edition(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, desk = prepare(changed), client_for("editor")
    address = f"/articles/{slug}"

    def leads(path: str) -> list[str]:
        return fromstring(desk.get(path).text).xpath('//a[contains(., "changed since edition")]/@href')

    pages = [f"{address}{path}" for path in ("", "/read", "/publish", "/about", "/history", "/editions/1")]
    for path in (*pages, f"{address}/compare", "/"):
        assert leads(path) == [f"{address}/compare?from=1"], path
    assert "<ins" in desk.get(leads(address)[0]).text
    publish(desk, slug)
    for path in (*pages, "/"):
        assert leads(path) == [], path


def test_two_editions_are_compared_inline_beside_each_other_and_read_through(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, reader = prepare(changed), client_for("translator")
    address = f"/articles/{slug}/compare?from=1&to=present"
    inline, beside, whole = (reader.get(f"{address}&view={view}").text for view in ("inline", "side", "read"))
    assert inline.count('class="en redline"') == 1
    assert beside.count('class="en redline"') == 2
    old, new = re.findall(r'<div class="en redline"[^>]*>(.*?)</div>', beside)
    assert "<ins" not in old
    assert "<del>" not in new
    assert "A joint committee to review shifts." not in inline
    assert "A joint committee to review shifts." in whole
    assert reader.get(f"{address}&view=upside-down").status_code == 200


def test_a_list_is_one_where_the_text_is_read_through(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        changed(rows)
        for number in (2, 3):
            rows.do(rekind, "editor", number, kind=Kind.LIST_ITEM)

    page = client_for("translator").get(f"/articles/{prepare(steps)}/compare?from=1&view=read").text
    (read,) = fromstring(page).xpath('//*[@class="set read-through"]')
    assert [child.tag for child in read] == ["h3", "div", "ul"]
    assert [item.tag for item in read[2]] == ["li", "li"]
