"""The pages of life after publishing, without JavaScript: corrections, embargoes, withdrawals, erasures."""

import re
from datetime import timedelta

import pytest
from lxml.html import fromstring

from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all, mark, publish_it, setting
from tests.web.conftest import ClientFor, Prepare
from tests.web.test_publish import publish, version_on
from workbench import clock
from workbench.domain.house import BREAKING, OUTSIDE
from workbench.domain.problems import Severity
from workbench.services.prospect import Choices
from workbench.services.segments import approve, save_source


def published(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)


def changed(rows: Rows) -> None:
    published(rows)
    reword(rows, 1, "Forty-three came back.")


def later(hours: int) -> str:
    return (clock.now() + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M")


def segment_ids(page: str) -> list[str]:
    return re.findall(r"segment=(\d+)", page)


def standing_on(page: str) -> str:
    """What the page says of the article's readers: at the end of the stage line, or in the desk's list."""
    (found,) = fromstring(page).xpath(
        '//ol[@class="stages"]/li[contains(@class, "here")] | //p[@class="badges"]'
    )
    return " ".join(found.text_content().split()).lower()


def test_a_correction_is_published_with_what_readers_are_told(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, desk = prepare(changed), client_for("editor")
    page = desk.get(f"/articles/{slug}/publish").text
    refused = desk.send(f"/articles/{slug}/publish", version=version_on(page), kind="correction", note="Mine")
    assert refused.status_code == 422
    assert "readers are shown it" in refused.text
    assert "Mine" in refused.text
    where = publish(desk, slug, kind="correction", correction="There were 43 workers.")
    assert "There were 43 workers." in desk.get(where).text


def test_an_embargo_is_seen_everywhere_and_cancelled(prepare: Prepare, client_for: ClientFor) -> None:
    slug, desk = prepare(approve_all), client_for("editor")
    page = desk.get(f"/articles/{slug}/publish").text
    wrong = desk.send(f"/articles/{slug}/publish", version=version_on(page), when="later", time="soon")
    assert (wrong.status_code, "Choose a day and a time" in wrong.text) == (422, True)
    assert '<label for="time">Day and time, in UTC</label>' in page, (
        "asked for where it is chosen, so not optional"
    )
    assert '<span class="only-later">Schedule</span> edition 1' in page
    where = publish(desk, slug, when="later", time=later(5))
    assert "the next is edition 2" in desk.get(where).text, "asked once more before it is cancelled"
    assert "Under embargo" in desk.get(where).text
    assert "UTC" in desk.get(where).text
    assert '<p class="embargo"><strong>EMBARGOED until' in desk.get(where).text, "copies carry it too"
    assert "under embargo" in desk.get(f"/articles/{slug}").text
    for path in (where, f"/articles/{slug}", f"/articles/{slug}/about", "/"):
        assert "scheduled for" in standing_on(desk.get(path).text), path
    ahead = desk.get(f"/articles/{slug}/publish").text
    assert "Edition 1 is scheduled" in ahead
    assert "edition 2 instead of edition 1</button>" in ahead
    assert client_for("translator").get(f"{where}/txt").status_code == 403
    assert "only the desk takes files of it" in client_for("translator").get(where).text
    assert "only the desk takes files of it" not in desk.get(where).text
    assert client_for("translator").send(f"{where}/cancel").status_code == 403
    assert desk.send(f"{where}/cancel").status_code == 303
    assert "It never went out" in desk.get(where).text
    assert "under embargo" not in desk.get(f"/articles/{slug}").text
    why = "Edition 1 was cancelled before it went out and keeps its number: what readers get is edition 2."

    def said(path: str) -> str:
        return " ".join(fromstring(desk.get(path).text).text_content().split())

    assert why in said(f"/articles/{slug}/publish")
    assert why in said(publish(desk, slug))
    assert why not in said(where)


def test_what_is_published_instead_is_asked_for_as_scheduled_but_for_the_note(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, desk = prepare(corrected_with_a_third_to_come), client_for("editor")
    when = later(5)
    publish(desk, slug, kind="correction", correction="There were 44.", when="later", time=when, note="Mine")
    form = fromstring(desk.get(f"/articles/{slug}/publish").text)
    assert (
        form.xpath('//input[@name="kind"][@checked]/@value'),
        form.xpath('//input[@name="when"][@checked]/@value'),
        form.xpath('//input[@name="time"]/@value'),
        [field.text.strip() for field in form.xpath("//textarea[@name='correction' or @name='note']")],
    ) == (["correction"], ["later"], [when], ["There were 44.", ""]), "that note was on that text alone"
    assert "There were 44." in form.xpath('//*[@id="preview"]')[0].text_content()
    publish(desk, slug, kind="correction", correction="There were 44.", when="later", time=later(6))
    assert "Edition 5 was scheduled instead." in desk.get(f"/articles/{slug}/editions/4").text
    history = client_for("editor").get(f"/articles/{slug}/history").text
    assert history.count("before it went out") == 2
    assert "told readers" not in history, "they never were"
    assert "wrote for readers what was wrong in" in history


def test_an_embargo_is_moved_as_it_is_while_the_article_is_worked_on(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        corrected_with_a_third_to_come(rows)
        reword(rows, 1, "An unfinished thought", approved=False)

    slug, desk = prepare(steps), client_for("editor")
    address = f"/articles/{slug}/editions"
    (another,) = fromstring(desk.get(f"{address}/3").text).xpath(
        '//a[contains(., "Choose another time")]/@href'
    )
    form = fromstring(desk.get(another).text)
    assert form.xpath('//input[@name="when"][@checked]/@value') == ["later"]
    assert form.xpath('//input[@name="time"]/@value') == [later(2)]
    for when, time, says in (
        ("later", "soon", 'id="time-error">Choose a day and a time'),
        ("later", "2020-01-01T00:00", 'id="time-error">That time has passed'),
        ("never", later(6), 'id="when-error">Choose one of these.'),
    ):
        refused = desk.send(another, when=when, time=time)
        assert (refused.status_code, says in refused.text) == (422, True), says
        assert f'value="{time}"' in refused.text
    moved = desk.send(another, when="later", time=later(6))
    assert moved.location == f"{address}/4"
    page = desk.get(moved.location).text
    assert "Edition 4 has the content of edition 3 and goes out by itself." in page
    assert "Forty-three men came back." in page
    assert "Edition 4, which has the same content, has another time." in desk.get(f"{address}/3").text
    assert desk.get(another).location == f"{address}/4", "too late for that one"
    assert desk.send(f"{address}/4/reschedule", when="now").location == f"{address}/5"
    assert "changed since edition 5" in standing_on(desk.get("/").text)
    history = fromstring(desk.get(f"/articles/{slug}/history").text).text_content()
    assert "published edition 5" in " ".join(history.split())
    assert client_for("reviewer").get(another).status_code == 403


def test_what_holds_an_embargo_up_is_said_before_a_time_is_chosen(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        corrected_with_a_third_to_come(rows)
        mark(rows, 1, "quotation", Severity.CRITICAL, "men")

    slug, desk = prepare(steps), client_for("editor")
    address = f"/articles/{slug}/editions/3/reschedule"
    says = "A problem that stops publication stands on these words (quotation), so it goes out no earlier."
    assert says in desk.get(address).text
    refused = desk.send(address, when="now")
    assert (refused.status_code, says in refused.text) == (409, True)
    assert desk.send(address, when="later", time=later(6)).status_code == 303


def test_a_cancel_that_comes_too_late_leads_to_what_is_out(prepare: Prepare, client_for: ClientFor) -> None:
    slug, desk = prepare(corrected_with_a_third_to_come), client_for("editor")
    address = f"/articles/{slug}/editions"
    publish(desk, slug)  # a colleague, instead of edition 3
    answer = desk.send(f"{address}/3/cancel")
    assert (answer.status_code, answer.location) == (303, f"{address}/4")
    page = desk.get(answer.location).text
    assert "cancelled edition 3 meanwhile. Edition 4 was published instead. Edition 4 is out." in page
    assert "Withdraw…</a>" in page
    assert desk.send_json(f"{address}/3/cancel").json["error"]["details"] == {"edition": 4}
    assert desk.send(f"{address}/9/cancel").status_code == 404


def test_an_edition_that_came_out_meanwhile_is_not_withdrawn_unseen(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, desk = prepare(corrected_with_a_third_to_come), client_for("editor")
    asked = desk.get(f"/articles/{slug}/withdraw").text
    assert '<input type="hidden" name="number" value="2">' in asked, "what is out, not what is to come"
    publish(desk, slug)
    refused = desk.send(f"/articles/{slug}/withdraw", number="2", reason="The letter was forged.")
    assert refused.status_code == 409
    for words in ("Edition 4 came out while you had this page open", "The letter was forged."):
        assert words in refused.text
    again = desk.send(f"/articles/{slug}/withdraw", number="4", reason="The letter was forged.")
    assert again.status_code == 303


@pytest.mark.parametrize(("field", "value"), [("when", "never"), ("when", ""), ("kind", "bogus")])
def test_what_the_page_does_not_offer_is_refused_beside_its_field(
    prepare: Prepare, client_for: ClientFor, field: str, value: str
) -> None:
    slug, desk = prepare(changed), client_for("editor")
    version = version_on(desk.get(f"/articles/{slug}/publish").text)
    refused = desk.send(f"/articles/{slug}/publish", version=version, note="Mine", **{field: value})
    assert refused.status_code == 422
    assert f'id="{field}-error">Choose one of these.' in refused.text
    assert "Mine" in refused.text
    assert desk.get(f"/articles/{slug}/editions/2").status_code == 404


def test_a_critical_mark_calls_off_a_breaking_edition_and_says_so_to_who_made_it(
    prepare: Prepare, client_for: ClientFor
) -> None:
    marked_in: list[int] = []

    def steps(rows: Rows) -> None:
        setting(rows, BREAKING, True)
        approve_all(rows)
        due = clock.now() + timedelta(hours=5)
        make_edition(rows, goes_out_at=due, choices=Choices(is_breaking=True))
        marked_in[:] = rows[1].id, rows[1].lock_version

    slug = prepare(steps)
    row_id, version = marked_in
    address = f"/articles/{slug}/editions/1"
    assert "a critical problem that is marked until then cancels it" in client_for("editor").get(address).text
    mark_it = {"type": "quotation", "severity": "critical", "version": version}
    marked = client_for("translator").send_json(f"/articles/{slug}/segments/{row_id}/problems", mark_it)
    assert marked.json["says"] == (
        "Marked. Edition 1 is cancelled: A critical problem stands; nothing breaking goes out over one."
    )
    page = client_for("editor").get(address).text
    assert "It never went out" in page
    assert "A critical problem stands; nothing breaking goes out over one." in page
    assert (
        "Edition 1, breaking, is cancelled. Critical: quotation." in client_for("editor").get("/inbox").text
    )


def test_what_is_marked_under_embargo_is_said_where_it_can_be_cancelled(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        make_edition(rows, goes_out_at=clock.now() + timedelta(hours=5))
        mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")

    slug, desk = prepare(steps), client_for("editor")
    for path in (f"/articles/{slug}/editions/1", f"/articles/{slug}"):
        assert "1 thing stops publication by now" in desk.get(path).text
    (notice,) = re.findall(
        r'href="(/inbox/\d+)"[^>]*>(?:(?!</a>).)*named what stops publication on row 2</a>',
        desk.get("/inbox").text,
    )
    assert desk.get(notice).location == f"/articles/{slug}/editions/1"


def test_what_is_marked_in_what_readers_have_is_said_where_it_can_be_withdrawn(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        published(rows)
        mark(rows, 1, "quotation", Severity.CRITICAL, "Sunday")
        reword(rows, 2, "The authority said nothing.", approved=False)
        mark(rows, 2, "quotation", Severity.CRITICAL, "nothing")  # which nobody has read

    slug, desk = prepare(steps), client_for("editor")
    page = desk.get(f"/articles/{slug}/editions/1").text
    assert "1 thing stops publication by now" in page
    assert "publish a correction" in page
    assert "publish a correction" not in client_for("reviewer").get(f"/articles/{slug}/editions/1").text
    assert "1 thing stops publication by now" in desk.get(f"/articles/{slug}").text
    (notice,) = re.findall(r'href="(/inbox/\d+)"', desk.get("/inbox").text)
    assert desk.get(notice).location == f"/articles/{slug}/editions/1"


def test_a_withdrawal_asks_why_and_leaves_the_notice(prepare: Prepare, client_for: ClientFor) -> None:
    slug, desk = prepare(published), client_for("editor")
    assert f"/articles/{slug}/withdraw" in desk.get(f"/articles/{slug}/editions/1").text
    assert desk.send(f"/articles/{slug}/withdraw", reason=" ").status_code == 422
    assert desk.send(f"/articles/{slug}/withdraw", reason="The letter was forged.").status_code == 303
    gone = desk.get(f"/articles/{slug}/editions/1/txt")
    assert gone.status_code == 410
    assert "The letter was forged." in gone.text
    record = client_for("translator").get(f"/articles/{slug}/editions/1")
    assert "Port workers return to work" in record.text
    assert "Withdrawn" in record.text
    assert f"/articles/{slug}/editions/1/" not in record.text
    assert "no format of it is handed out" in record.text
    for path in (f"/articles/{slug}/editions/1", f"/articles/{slug}", f"/articles/{slug}/read", "/"):
        assert standing_on(desk.get(path).text).startswith("✕\ufe0e withdrawn"), path
    assert "withdrew" in desk.get(f"/articles/{slug}/history").text
    for beside in ("", "?arabic=1"):  # on paper nothing else says so
        (stamp,) = fromstring(desk.get(f"/articles/{slug}/read{beside}").text).find_class("draft-stamp")
        assert stamp.text == "DRAFT – not approved; what was published is withdrawn"


def test_an_erased_edition_is_shown_as_erased(prepare: Prepare, client_for: ClientFor) -> None:
    slug, admin = prepare(published), client_for("admin")
    admin.send(f"/articles/{slug}/withdraw", reason="The letter was forged.")
    address = f"/articles/{slug}/editions/1"
    assert client_for("editor").get(f"{address}/erase").status_code == 403
    gone = admin.get(f"/articles/{slug}/withdraw").text
    assert ("This is withdrawn already." in gone, "<textarea" in gone) == (True, False)
    refused = admin.send(f"{address}/erase", reason="A court order", typed="no")
    assert (refused.status_code, "A court order" in refused.text) == (422, True)
    assert admin.send(f"{address}/erase", reason="By order of a court.", typed=slug).status_code == 303
    page = admin.get(address).text
    assert "Its text was erased" in page
    assert "has no words left to check it by" in page
    again = admin.get(f"{address}/erase").text
    assert ("Edition 1 is erased already." in again, "<textarea" in again) == (True, False)
    assert "By order of a court.</bdi></p>" in page, "no second full stop"
    assert "Port workers return to work</h1>" not in page
    for path in ("compare", "publish", "history", "read", "about"):
        assert admin.get(f"/articles/{slug}/{path}").status_code == 200, path


def test_what_is_out_or_to_come_is_said_to_be_before_anybody_types_why_to_erase_it(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, admin = prepare(corrected_with_a_third_to_come), client_for("admin")
    for number, first in ((2, "Withdraw it first"), (3, "Cancel it first")):
        page = admin.get(f"/articles/{slug}/editions/{number}/erase").text
        assert (first in page, "<textarea" in page) == (True, False)
        refused = admin.send(f"/articles/{slug}/editions/{number}/erase", reason="A court order", typed=slug)
        assert (refused.status_code, first in refused.text) == (409, True)
    assert (
        f'href="/articles/{slug}/withdraw">Withdraw…' in admin.get(f"/articles/{slug}/editions/2/erase").text
    )
    assert "<textarea" in admin.get(f"/articles/{slug}/editions/1/erase").text
    assert admin.get(f"/articles/{slug}/editions/9/erase").status_code == 404


def test_one_demand_erases_several_editions_or_none(prepare: Prepare, client_for: ClientFor) -> None:
    slug, admin = prepare(corrected_with_a_third_to_come), client_for("admin")
    admin.send(f"/articles/{slug}/withdraw", reason="The letter was forged.")
    address = f"/articles/{slug}/editions/1/erase"
    also = re.findall(r'name="also" value="(\d+)"', admin.get(address).text)
    assert also == ["2", "3"], "what was cancelled can be erased as well"
    refused = admin.send(address, reason="A court order", typed=slug, also=["2", "9"])
    assert refused.status_code == 404
    kept = admin.send(address, reason="A court order", typed="no", also=["2"]).text
    assert re.findall(r'value="(\d)" checked', kept) == ["2"]
    assert admin.send(address, reason="A court order", typed=slug, also=["2"]).status_code == 303
    for number, is_erased in ((1, True), (2, True), (3, False)):
        page = admin.get(f"/articles/{slug}/editions/{number}").text
        assert ("Its text was erased" in page) == is_erased, number


def test_an_erased_edition_keeps_what_tells_it_apart_and_its_note_is_said_to_stay(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, admin = prepare(changed), client_for("admin")
    publish(admin, slug, kind="correction", correction="There were 43.", note="The <quay> asked.")
    page = admin.get(f"/articles/{slug}/editions/2/typo").text
    (segment, *_) = segment_ids(page)
    mended = {"text": "Port workers return to their work", "reason": "A slip"}
    assert admin.send(f"/articles/{slug}/editions/2/typo", segment=segment, **mended).status_code == 303
    admin.send(f"/articles/{slug}/withdraw", reason="The letter was forged.")
    asked = admin.get(f"/articles/{slug}/editions/2/erase").text
    assert 'its note for the record (<bdi dir="auto">The &lt;quay&gt; asked.</bdi>)' in asked
    admin.send(f"/articles/{slug}/editions/2/erase", reason="A court order", typed=slug, also=["3"])
    listed = fromstring(admin.get(f"/articles/{slug}/editions/3").text).xpath(
        '//ol[@class="edition-list"]/li'
    )
    told = [[badge.text_content()[3:] for badge in item.xpath('.//span[@class="badge"]')] for item in listed]
    assert told == [
        ["withdrawn", "erased", "typo fixed"],
        ["withdrawn", "erased", "correction"],
        ["withdrawn", "corrected"],
    ]


def corrected_with_a_third_to_come(rows: Rows) -> None:
    changed(rows)
    make_edition(rows, correction="There were 43 workers.")
    reword(rows, 1, "Forty-three men came back.")
    make_edition(rows, goes_out_at=clock.now() + timedelta(hours=2))


def test_the_desk_tells_what_is_out_from_what_is_to_come(prepare: Prepare, client_for: ClientFor) -> None:
    slug, desk = prepare(corrected_with_a_third_to_come), client_for("editor")
    assert re.match(
        r"✓\ufe0e published edition 2 · edition 3 ◷\ufe0e scheduled for ", standing_on(desk.get("/").text)
    )
    desk.send(f"/articles/{slug}/editions/3/cancel")
    assert standing_on(desk.get("/").text).endswith("changed since edition 2")


def test_what_readers_have_is_behind_until_the_scheduled_edition_takes_it_up(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        published(rows)
        rows.do(save_source, "editor", 1, text="عاد ٤٤ عاملًا إلى الرصيف صباح الأحد.")
        rows.do(approve, "reviewer", 1)
        make_edition(rows, goes_out_at=clock.now() + timedelta(hours=20))

    slug, desk = prepare(steps), client_for("editor")
    said = standing(desk.get(f"/articles/{slug}/editions/1").text)
    assert "Edition 2 takes the place of this one" in said
    assert re.search(
        "Behind its source ?The Arabic has changed since the English in it was made. Edition 2, due .*takes",
        said,
    )
    assert "Behind its source" not in standing(desk.get(f"/articles/{slug}/editions/2").text)
    rows_page = desk.get(f"/articles/{slug}").text
    assert "Edition 1 is behind its source" in rows_page
    assert "No typo can be fixed as long as" in desk.get(f"/articles/{slug}/editions/1").text
    page = desk.get(f"/articles/{slug}/editions/1/typo").text
    assert "Edition 2 is to go out by itself and would bring the typo back" in page
    assert not segment_ids(page)


def standing(page: str) -> str:
    (found,) = fromstring(page).xpath('//div[@data-embargo="standing"]')
    return " ".join(found.text_content().split())


def test_what_is_not_approved_may_go_out_as_before(prepare: Prepare, client_for: ClientFor) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        changed(rows)
        reword(rows, 2, "An unfinished thought", approved=False)
        ids.append(rows[2].id)

    slug, desk = prepare(steps), client_for("editor")
    page = desk.get(f"/articles/{slug}/publish").text
    assert f'name="keep" value="{ids[0]}"' in page
    assert 'name="version"' not in page
    page = desk.get(f"/articles/{slug}/publish?keep={ids[0]}").text
    answer = desk.send(f"/articles/{slug}/publish", version=version_on(page), keep=str(ids[0]))
    shown = desk.get(answer.location).text
    assert "The authority said it would pay the late wages." in shown
    assert "As published before" in shown


def test_new_arabic_shows_the_edition_as_behind(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        published(rows)
        rows.do(save_source, "editor", 1, text="عاد ٤٤ عاملًا إلى الرصيف صباح الأحد.")

    slug, desk = prepare(steps), client_for("editor")
    assert "is behind its source" in desk.get(f"/articles/{slug}").text
    assert "Behind its source" in desk.get(f"/articles/{slug}/editions/1").text
    assert "behind its source" in desk.get("/").text


def test_an_edition_corrected_since_shows_what_its_readers_are_told_first(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug, desk = prepare(corrected_with_a_third_to_come), client_for("editor")
    page = fromstring(desk.get(f"/articles/{slug}/editions/1").text)
    (told,) = page.xpath('//*[@class="standing"]//*[@class="correction"]')
    assert "A later edition corrects this, " in told.text_content()
    assert "There were 43 workers." in told.text_content()
    page = fromstring(desk.get(f"/articles/{slug}/editions/2").text)
    assert not page.xpath('//*[@class="standing"]//*[contains(., "There were 43")]'), "it has it in its text"
    assert page.xpath('//*[@id="edition-text"]//*[@class="correction"]')


@pytest.mark.parametrize(
    ("access", "says"),
    [("never", None), ("key", "A key is needed to fetch it."), ("anybody", "Anybody may fetch it.")],
)
def test_the_address_of_an_edition_is_on_its_page_where_it_may_be_fetched(
    prepare: Prepare, client_for: ClientFor, access: str, says: str | None
) -> None:
    slug = prepare(lambda rows: (published(rows), setting(rows, OUTSIDE, access)))
    page = client_for("editor").get(f"/articles/{slug}/editions/1").text
    address = re.search(rf'id="address"[^>]* value="http[^"]*/editions/{slug}/1"', page)
    assert bool(address) is bool(says)
    assert says is None or says in page
