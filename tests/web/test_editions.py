"""Edition pages, downloads, comparisons and the reading view."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

import lxml.html
import pytest
from lxml.html import fromstring
from sqlalchemy import Engine, event

from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.services.test_after_publishing import make_edition, reword
from tests.services.test_publishing import approve_all, publish_it
from tests.web.conftest import ClientFor, Prepare
from workbench.db.engine import Database
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, MarkKind
from workbench.domain.people import Actor
from workbench.domain.problems import Pass
from workbench.export.registry import EXPORTERS
from workbench.services import exporting
from workbench.services.articles import NewArticle, NewSegment, create_article
from workbench.services.review import mark_problem
from workbench.services.segments import approve, confirm, leave_out, reopen, save_target
from workbench.text.cells import from_cell

NEW_WORDS = "Forty-three workers <b>came</b> back."


def change_second_row(rows: Rows) -> None:
    rows.do(reopen, "reviewer", 1)
    rows.do(
        save_target,
        "translator",
        1,
        text=NEW_WORDS,
        marks=(InlineMark(0, 11, MarkKind.LINK, "https://example.org/43"),),
    )
    rows.do(confirm, "translator", 1)
    rows.do(approve, "reviewer", 1)


def published_twice(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)
    change_second_row(rows)
    publish_it(rows, note="A figure corrected.")


def test_the_edition_is_set_with_its_record(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(published_twice)
    page = client_for("translator").get(f"/articles/{slug}/editions/2").text
    assert "<h1>Port workers return to work</h1>" in page
    assert '<a href="https://example.org/43">Forty-three</a> workers &lt;b&gt;came&lt;/b&gt; back.' in page
    for words in (
        "Rana Reviewer",
        "Emad Editor",
        "A figure corrected.",
        "the fingerprint of edition 1, a line feed and the content",
    ):
        assert words in page
    assert re.search(r"<code>[0-9a-f]{64}</code>", page)
    assert "newest" in client_for("translator").get(f"/articles/{slug}/editions/1").text


def test_an_article_that_went_on_says_so(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        publish_it(rows)
        change_second_row(rows)

    slug = prepare(steps)
    page = client_for("editor").get(f"/articles/{slug}/editions/1").text
    assert "The article differs from this edition" in page
    assert f"/articles/{slug}/compare?from=1" in page


def test_a_download_may_ask_for_a_house_style(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(published_twice)
    client = client_for("translator")
    url = f"/articles/{slug}/editions/1/txt"
    assert client.get(f"{url}?quotes=&numbers=words").status_code == 200
    refused = client.get(f"{url}?quotes=round")
    assert refused.status_code == 422
    assert "Quotation marks can be curly, straight" in refused.text


def test_downloads_are_the_same_twice_and_answer_to_their_etag(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug = prepare(published_twice)
    client = client_for("translator")
    for format_id, exporter in EXPORTERS.items():
        url = f"/articles/{slug}/editions/1/{format_id}"
        first, second = client.get(url), client.get(url)
        assert first.status_code == 200, format_id
        assert first.data == second.data, format_id
        assert first.headers["Content-Type"] == exporter.media_type
        disposition = first.headers["Content-Disposition"].replace('"', "")
        assert f"filename={slug}-edition-1.{exporter.extension}" in disposition
        again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304, format_id


def test_what_cannot_be_downloaded_says_why(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare()
    client = client_for("translator")
    assert "not been published yet" in client.get(f"/articles/{slug}/editions/1/txt").text
    assert client.get(f"/articles/{slug}/editions/1").status_code == 404
    assert client.get(f"/articles/{slug}/compare").status_code == 404
    assert client.get(f"/articles/{slug}/draft/wav").status_code == 422
    assert client.get("/articles/nowhere/read").status_code == 404
    draft = client.get(f"/articles/{slug}/draft/txt")
    assert draft.status_code == 200
    assert "DRAFT" in draft.text.splitlines()[0]
    assert "-draft.txt" in draft.headers["Content-Disposition"]


def test_a_long_proof_names_the_ways_that_take_their_time(
    prepare: Prepare, client_for: ClientFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    slug = prepare(published_twice)
    monkeypatch.setattr(exporting, "LONGEST_PROOF", 0)
    client = client_for("editor")
    for path in ("editions/1/proof", "editions/1/files?format=html&format=proof", "draft/proof"):
        answer = client.get(f"/articles/{slug}/{path}")
        assert answer.status_code == 413
        assert f"workbench export {slug} --format proof" in answer.text


def test_nobody_reads_or_downloads_signed_out(prepare: Prepare, client_for: ClientFor, app: object) -> None:
    slug = prepare(published_twice)
    client = app.test_client()  # type: ignore[attr-defined]
    for path in ("read", "publish", "compare", "editions/1", "editions/1/txt", "draft/txt"):
        answer = client.get(f"/articles/{slug}/{path}")
        assert (path, answer.status_code) == (path, 303)
        assert "/sign-in" in answer.location


def test_any_two_editions_and_the_present_are_compared(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        published_twice(rows)
        rows.do(reopen, "reviewer", 3)
        rows.do(save_target, "translator", 3, text="")
        rows.do(leave_out, "translator", 3, reason="Too local.")
        rows.article.target_byline = "A Correspondent"

    slug = prepare(steps)
    client = client_for("reviewer")
    page = client.get(f"/articles/{slug}/compare?from=1&to=2").text
    assert '<u title="https://example.org/43">Forty-three</u></ins>' in page
    assert "Port workers return" not in page.split("</header>", 2)[-1]
    assert "Port workers return" in client.get(f"/articles/{slug}/compare?from=1&to=2&all=1").text
    page = client.get(f"/articles/{slug}/compare?from=2").text
    assert "Too local." in page
    assert "<del>A joint committee to review shifts.</del>" in page
    assert "<ins>A Correspondent</ins>" in page
    assert "No difference" in client.get(f"/articles/{slug}/compare?from=2&to=2").text
    assert client.get(f"/articles/{slug}/compare?from=9&to=2").status_code == 404
    assert client.get(f"/articles/{slug}/compare?from=1&to=<b>").status_code == 404


def test_what_is_no_number_is_not_compared(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(published_twice)
    answer = client_for("translator").get(f"/articles/{slug}/compare?from=abc")
    assert answer.status_code == 404
    assert "“abc” is not the number of an edition." in answer.text


def test_the_reading_view_shows_english_alone_or_beside_the_arabic(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        rows.do(save_target, "translator", 3, text="")
        rows.do(leave_out, "translator", 3, reason="Too local.")

    slug = prepare(steps)
    client = client_for("translator")
    alone = client.get(f"/articles/{slug}/read").text
    assert re.search(r"<h1 [^>]*><span class=.target.[^>]*>Port workers return to work</span>", alone)
    assert "لجنة مشتركة" not in alone
    beside = client.get(f"/articles/{slug}/read?arabic=1").text
    assert 'lang="ar" dir="rtl">لجنة مشتركة لمراجعة الورديات.' in beside
    assert "Too local." in beside


def test_who_reads_cold_sees_the_marks_of_others_when_they_ask(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        rows.mark(1, Side.TARGET, "34", reading_pass=Pass.ENGLISH)
        rows.mark(1, Side.TARGET, "workers")
        place = rows.place(1, Side.TARGET, "quay")
        rows.do(
            mark_problem,
            "reviewer2",
            1,
            type_slug="awkward",
            places=[place],
            reading_pass=Pass.ENGLISH,
        )

    slug, other = prepare(steps), prepare(steps)

    def drawn(query: str = "", of: str = slug) -> list[str]:
        page = client.get(f"/articles/{of}/read{query}").text
        return re.findall(r"<mark [^>]*>([^<]*)</mark>", page)

    client = client_for("reviewer")
    assert drawn() == ["34", "workers"]
    assert drawn("?marks=all") == drawn() == ["34", "workers", "quay"]
    assert drawn(of=other) == ["34", "workers"]
    assert drawn("?arabic=1") == drawn()
    assert drawn("?marks=own") == drawn() == ["34", "workers"]
    assert drawn("?marks=own&arabic=1") == drawn("?arabic=1") == ["34", "workers"]


def count_queries(act: Callable[[], object]) -> int:
    seen: list[object] = []

    def note(*arguments: object) -> None:
        seen.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    act()
    event.remove(Engine, "before_cursor_execute", note)
    return len(seen)


def test_no_page_asks_more_of_a_longer_article(
    database: Database, client_for: ClientFor, staff: dict[str, Actor], clock: Clock
) -> None:
    client = client_for("editor")

    def counts(size: int) -> dict[str, int]:
        new = NewArticle(
            segments=tuple(
                NewSegment(Kind.PARAGRAPH if n else Kind.HEADLINE, f"جملة {n}", f"Sentence {n}.")
                for n in range(size)
            ),
            english_is_finished=True,
        )
        with database.writing() as session:
            rows = Rows(session, create_article(session, staff["editor"], new, at=clock()), staff, clock)
            approve_all(rows)
            publish_it(rows)
            rows.do(reopen, "reviewer", 1)
            slug = rows.article.slug
        counted = {}
        for path in ("publish", "read", "read?arabic=1", "compare?from=1", "editions/1"):
            client.get(f"/articles/{slug}/{path}")
            counted[path] = count_queries(lambda: client.get(f"/articles/{slug}/{path}"))  # noqa: B023
        return counted

    few = counts(3)
    assert counts(60) == few
    assert all(few.values())


def test_several_formats_are_taken_as_one_zip(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(published_twice)
    client = client_for("translator")
    url = f"/articles/{slug}/editions/1/files"
    answer = client.get(f"{url}?format=html&format=wp&format=md")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        assert archive.read(f"{slug}-edition-1.md") == client.get(f"/articles/{slug}/editions/1/md").data
    assert names == [f"{slug}-edition-1.{end}" for end in ("html", "wp.html", "md")] + ["index.csv"]
    assert client.get(f"{url}?format=html&format=wp&format=md").data == answer.data


def test_a_zip_of_nothing_is_answered_on_the_page_itself(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(published_twice)
    answer = client_for("translator").get(f"/articles/{slug}/editions/1/files?quotes=straight&format=")
    assert answer.status_code == 422
    assert "Tick the formats that go into the zip first." in answer.text
    assert "Download the ticked as a zip" in answer.text
    assert '<input type="hidden" name="quotes" value="straight">' in answer.text, "the choice is kept"


def test_what_a_browser_shows_can_be_looked_at(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(published_twice)
    client = client_for("translator")
    page = client.get(f"/articles/{slug}/editions/1").text
    for form in EXPORTERS.values():
        url = f"/articles/{slug}/editions/1/{form.id}"
        assert f'href="{url}" download' in page
        if f'href="{url}?look=1"' not in page:
            continue
        answer = client.get(f"{url}?look=1")
        assert "attachment" not in answer.headers.get("Content-Disposition", "")
        file = client.get(url)
        if form.media_type.startswith(("text/html", "application/pdf")):
            assert answer.data == file.data
            assert answer.headers["Content-Type"] == form.media_type
            if "html" in form.media_type:
                assert "sandbox" in answer.headers["Content-Security-Policy"]
            continue
        looked = lxml.html.document_fromstring(answer.text)
        if form.id == "csv":
            read = csv.reader(io.StringIO(file.data.decode("utf-8-sig"), newline=""))
            rows = [[*map(from_cell, row)] for row in read]
            (table,) = looked.xpath("//table[contains(@class, 'file-table')]")
            assert [
                [cell.text_content() for cell in row.iter("th", "td")] for row in table.iter("tr")
            ] == rows
        else:
            (shown,) = looked.find_class("file-text")
            assert shown.text_content() == file.text
        assert looked.xpath(f"//a[@download and @href='{url}']")
    assert f'href="/articles/{slug}/editions/1/docx?look=1"' not in page
    assert "No browser shows it: look at the proof." in page


def test_the_page_and_its_files_are_shown_in_a_house_style_when_asked(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        rows.do(save_target, "translator", 1, text='He said "two" things.')
        rows.do(confirm, "translator", 1)
        approve_all(rows)
        publish_it(rows)

    client, slug = client_for("editor"), prepare(steps)
    address = f"/articles/{slug}/editions/1"
    assert 'He said "two" things.' in client.get(address).text
    page = client.get(f"{address}?quotes=curly").text
    assert "He said “two” things." in page
    assert f"{address}/md?quotes=curly" in page
    assert "He said “two” things." in client.get(f"{address}/md?quotes=curly&look=1").text
    assert '<input type="hidden" name="quotes" value="curly">' in page, "the zip is in it too"
    zipped = client.get(f"{address}/files?quotes=curly&format=txt&format=csv")
    assert f"{slug}-edition-1-curly.zip" in zipped.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(zipped.data)) as archive:
        assert "He said “two” things." in archive.read(f"{slug}-edition-1-curly.txt").decode()
        assert f"{slug}-edition-1.csv" in archive.namelist(), "with both languages, so as written"
    assert client.get(f"{address}?quotes=round").status_code == 422


def test_two_texts_beside_each_other_are_named_and_keep_their_links(
    prepare: Prepare, client_for: ClientFor
) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        change_second_row(rows)
        publish_it(rows)
        rows.article.target_byline = "A Correspondent"
        publish_it(rows)

    slug, client = prepare(steps), client_for("reviewer")
    page = fromstring(client.get(f"/articles/{slug}/compare?from=1&to=2&all=1&view=side").text)
    assert [name.text_content().split()[:2] for name in page.xpath('//*[@class="column-names"]//b')] == [
        ["Edition", "1"],
        ["Edition", "2"],
    ]
    row = page.find_class("change")[2]  # the first is that of the names
    assert [link.text_content() for link in row.xpath('.//u[@title="https://example.org/43"]')] == [
        "Forty-three"
    ] * 2
    whole = client.get(f"/articles/{slug}/compare?from=1&to=2&all=1").text
    assert '<u title="https://example.org/43">Forty-three</u> workers' in whole


def test_what_readers_were_told_is_part_of_a_comparison(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        published_twice(rows)
        reword(rows, 1, "Some 43 came back.")
        make_edition(rows, correction="It was 43.\nوليس ٣٤.")

    def paragraphs(tag: str) -> str:
        told = ("Correction, 2 March 2026: It was 43.", "وليس ٣٤.")
        return "".join(f'<p dir="auto"><{tag}>{text}</{tag}></p>' for text in told)

    slug, client = prepare(steps), client_for("reviewer")
    for view in ("inline", "side", "read"):
        address = f"/articles/{slug}/compare?view={view}"
        assert paragraphs("ins") in client.get(f"{address}&from=1&to=3").text, view
        assert paragraphs("del") in client.get(f"{address}&from=3&to=2").text, view
        assert paragraphs("span") in client.get(f"{address}&from=3&to=present&all=1").text, view
    assert "No difference" in client.get(f"/articles/{slug}/compare?from=3").text
