"""The workbench over HTTP: the page, the poll, and what is done to the article as a whole."""

import re

import pytest
from sqlalchemy import select

from tests.web.articles import add_article, change, counted, many_rows, segments_of
from tests.web.conftest import ClientFor
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Article
from workbench.db.queries import row_places
from workbench.db.queries import rows as rows_query
from workbench.db.queries.row_places import Show
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.resources import folder
from workbench.web.workbench_view import chunks_of


@pytest.fixture
def slug(database: Database, staff: dict[str, Actor]) -> str:
    return add_article(database, staff)


# --- the page ---------------------------------------------------------------------------------------------


def test_the_cells_hold_the_texts_and_nothing_else(
    slug: str, client_for: ClientFor, database: Database
) -> None:
    page = client_for("translator").get(f"/articles/{slug}").text
    cells = re.findall(r'<div class="(target|source) (en|ar)" lang="(en|ar)" dir="(ltr|rtl)"[^>]*>(.*?)</div>', page, re.S)  # fmt: skip
    assert {(c[0], c[2], c[3]) for c in cells} == {("target", "en", "ltr"), ("source", "ar", "rtl")}
    texts = [(s.target, s.source) for s in segments_of(database, slug)]
    assert [c[4] for c in cells if c[0] == "target"] == [t[0] for t in texts]
    assert [c[4] for c in cells if c[0] == "source"] == [t[1] for t in texts]


def test_hostile_text_is_text(database: Database, staff: dict[str, Actor], client_for: ClientFor) -> None:
    slug = add_article(database, staff, ((Kind.PARAGRAPH, "<b>نص</b>", '<script>alert(1)</script> & "x"'),))
    page = client_for("editor").get(f"/articles/{slug}?at={segments_of(database, slug)[0].id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page


@pytest.mark.parametrize("count", [3, 18])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    database: Database, staff: dict[str, Actor], client_for: ClientFor, count: int
) -> None:
    slug = add_article(database, staff, many_rows(count))
    client = client_for("reviewer")
    for segment in segments_of(database, slug):
        change(client, slug, segment.id, "problems", type="awkward", version=1, spans=[], note="x")
        change(client, slug, segment.id, "save", text="Corrected.", version=1, save_id=str(segment.id))
        change(client, slug, segment.id, "approve", version=2)
    client.get(f"/articles/{slug}")
    with counted() as sent:
        assert client.get(f"/articles/{slug}").status_code == 200
    assert 5 <= len(sent) <= 19, sent


def test_a_long_article_comes_in_chunks(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff, many_rows(420))
    client = client_for("translator")
    page = client.get(f"/articles/{slug}").text
    assert page.count('<li class="row') == 50
    assert f'href="/articles/{slug}?page=2"' in page
    second = client.get_json(f"/articles/{slug}/rows?chunk=1").get_json()
    assert (second["first"], second["total"]) == (50, 420)
    assert "Paragraph 51." in second["html"]
    assert "Paragraph 101." not in second["html"]
    last = client.get(f"/articles/{slug}?page=9").text
    assert "Paragraph 420." in last
    assert last.count('<li class="row') == 20
    there = segments_of(database, slug)[260].id
    assert "Paragraph 261." in client.get(f"/articles/{slug}?at={there}").text
    found = client.get_json(f"/articles/{slug}/find?number=261").get_json()
    assert found == {"id": there, "place": 260}


def test_up_to_four_hundred_rows_are_one_page() -> None:
    assert chunks_of(400).count == 1
    assert chunks_of(401).count == 9
    assert chunks_of(401, place=400).index == 8
    assert chunks_of(0).count == 1
    assert chunks_of(5000, page=999).index == 99


def test_filters_show_their_rows(
    slug: str, database: Database, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    reviewer, segments = client_for("reviewer"), segments_of(database, slug)
    change(reviewer, slug, segments[0].id, "approve", version=1)
    change(reviewer, slug, segments[1].id, "save", text="Corrected by me.", version=1, save_id="a")
    change(reviewer, slug, segments[1].id, "approve", version=2)
    change(reviewer, slug, segments[2].id, "problems", type="awkward", version=1, spans=[])

    def shown(show: str, who: str = "reviewer") -> list[str]:
        page = client_for(who).get(f"/articles/{slug}?show={show}").text
        return re.findall(r'data-open-row><span class="visually-hidden">Row </span>(\d+)<', page)

    assert shown("open") == ["3", "4"]
    assert shown("open", "translator") == []
    assert shown("problems") == ["3"]
    assert shown("owed") == ["2"]
    assert shown("nonsense") == ["1", "2", "3", "4"]


def test_the_next_open_row_goes_around_the_end(
    slug: str, database: Database, staff: dict[str, Actor]
) -> None:
    ids = [s.id for s in segments_of(database, slug)]
    with database.reading() as session:
        article = rows_query.article_by_slug(session, slug)

        def after(id_: int, **options: bool) -> int | None:
            return row_places.next_row(session, article.id, staff["reviewer"], id_, Show.OPEN, **options)

        assert after(ids[0]) == ids[1]
        assert after(ids[-1]) == ids[0]
        assert after(ids[0], back=True) == ids[-1]
        assert row_places.next_row(session, article.id, staff["translator"], None, Show.OPEN) is None


def test_another_articles_row_is_not_found_here(
    slug: str, database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    other = add_article(database, staff, many_rows(2))
    foreign = segments_of(database, other)[0].id
    client = client_for("translator")
    answer = client.send_json(f"/articles/{slug}/segments/{foreign}/save", {"text": "x", "version": 1})
    assert answer.status_code == 404
    assert segments_of(database, other)[0].target == "Paragraph 1."
    assert client.get_json(f"/articles/{slug}/panel?at={foreign}").status_code == 404
    assert client.get("/articles/no-such-thing").status_code == 404


# --- the poll ---------------------------------------------------------------------------------------------


def test_the_poll_is_empty_until_something_changes(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    one, two = client_for("translator"), client_for("reviewer")
    ids = [s.id for s in segments_of(database, slug)]
    first = one.get_json(f"/articles/{slug}/changes?since=1&people=")
    mark = first.get_json()["mark"] if first.status_code == 200 else ""
    quiet = one.get_json(f"/articles/{slug}/changes?since=1&people={mark}")
    assert quiet.status_code == 204
    two.get_json(f"/articles/{slug}/changes?since=1&at={ids[2]}")
    seen = one.get_json(f"/articles/{slug}/changes?since=1&people={mark}").get_json()
    assert [(p["name"], p["segment"]) for p in seen["people"]] == [("Rana Reviewer", ids[2])]
    assert seen["rows"] == []
    change(two, slug, ids[2], "approve", version=1)
    news = one.get_json(f"/articles/{slug}/changes?since=1&people={seen['mark']}").get_json()
    assert [row["id"] for row in news["rows"]] == [ids[2]]
    assert 'data-state="approved"' in news["rows"][0]["html"]
    assert news["article"]["version"] == 2
    assert "1 of 4 done" in news["article"]["live"]["live-progress"]


def test_the_poll_brings_a_fresh_form_token_when_asked(slug: str, client_for: ClientFor) -> None:
    answer = client_for("translator").get_json(f"/articles/{slug}/changes?since=1&token=1").get_json()
    assert len(answer["csrf"]) > 40


# --- the article ------------------------------------------------------------------------------------------


def test_handing_over_without_the_dialog_is_a_page_of_the_article(slug: str, client_for: ClientFor) -> None:
    page = client_for("translator").get(f"/articles/{slug}/hand-over").text
    assert 'aria-label="Article tools"' in page
    assert f'href="/articles/{slug}/read"' in page
    assert 'aria-label="Stage"' in page
    assert 'class="page padded"' in page


def test_handing_over_pins_a_note(slug: str, database: Database, client_for: ClientFor) -> None:
    client = client_for("translator")
    assert client.send(f"/articles/{slug}/hand-over", to="review", note="Row 2, please.").status_code == 303
    page = client_for("reviewer").get(f"/articles/{slug}").text
    assert "With the reviewers" in page
    assert "Row 2, please." in page
    assert "Tala Translator" in page
    assert client.send(f"/articles/{slug}/hand-over", to="the moon").status_code == 422


def test_handing_to_the_desk_too_early_is_said(slug: str, client_for: ClientFor) -> None:
    client = client_for("reviewer")
    assert "Not ready to be published: 4 open." in client.get(f"/articles/{slug}/hand-over").text
    client.send(f"/articles/{slug}/hand-over", to="desk", note="")
    assert "It cannot be published yet" in client.get(f"/articles/{slug}").text


def test_the_reason_for_sending_a_row_back_stands_on_it(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    reviewer, translator = client_for("reviewer"), client_for("translator")
    row = segments_of(database, slug)[1]
    change(reviewer, slug, row.id, "return", version=row.lock_version, reason="It says 34, the Arabic 43.")
    page = translator.get(f"/articles/{slug}").text
    assert "Rana Reviewer" in page
    assert "It says 34, the Arabic 43." in page


def test_fields_are_changed_in_both_languages(slug: str, client_for: ClientFor) -> None:
    client = client_for("editor")
    answer = client.send(
        f"/articles/{slug}/fields",
        target_byline="Nadim Sabri",
        source_byline="نديم صبري",
        source_tags="ميناء، أجور",
        target_tags="port, wages",
        published_on="2026-03-01",
    )
    assert answer.status_code == 303
    page = client.get(f"/articles/{slug}?tab=article").text
    for value in ("Nadim Sabri", "نديم صبري", "ميناء، أجور", "port, wages", "2026-03-01"):
        assert f'value="{value}"' in page
    assert client.send(f"/articles/{slug}/fields", published_on="yesterday").status_code == 422


def test_history_and_restoring(slug: str, database: Database, client_for: ClientFor) -> None:
    client, segment = client_for("translator"), segments_of(database, slug)[3]
    change(client, slug, segment.id, "save", text="A joint committee.", version=1, save_id="1")
    html = client.get_json(f"/articles/{slug}/panel?at={segment.id}&tab=history").get_json()["html"]
    assert "<del> to review shifts</del>" in html
    revision = int(re.search(r'name="revision" value="(\d+)"', html)[1])  # type: ignore[index]
    change(client, slug, segment.id, "restore", revision=revision, version=2)
    assert segments_of(database, slug)[3].target == segment.target


def test_redlines_look_like_the_row(slug: str, database: Database, client_for: ClientFor) -> None:
    segment = segments_of(database, slug)[3]
    marks = [{"start": 2, "end": 17, "kind": "emphasis"}]  # “joint committee”
    translator, reviewer = client_for("translator"), client_for("reviewer")
    change(translator, slug, segment.id, "save", text=segment.target, marks=marks, version=1, save_id="1")
    change(
        reviewer,
        slug,
        segment.id,
        "save",
        text=f"{segment.target} Soon.",
        marks=marks,
        version=2,
        save_id="2",
    )
    words = "A <em>joint committee</em> to review shifts.<ins> Soon.</ins>"
    html = translator.get_json(f"/articles/{slug}/panel?at={segment.id}&tab=history").get_json()["html"]
    assert words in html
    assert words in translator.get(f"/articles/{slug}/history?matter=words").text


def test_every_module_of_the_editor_is_fetched_at_once(slug: str, client_for: ClientFor) -> None:
    page = client_for("translator").get(f"/articles/{slug}").text
    named = set(re.findall(r'js/editor/(\w+)\.js"', page))
    assert named == {path.stem for path in (folder("static") / "js" / "editor").glob("*.js")}


def test_an_article_with_a_deadline_shows_it_beside_its_problems(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    with database.writing() as session:
        session.scalars(select(Article).where(Article.slug == slug)).one().deadline = clock.now()
    segment = segments_of(database, slug)[1]
    client = client_for("reviewer")
    change(client, slug, segment.id, "problems", type="awkward", version=1, spans=[], note="Clumsy.")
    page = client.get(f"/articles/{slug}?at={segment.id}").text
    assert 'class="deadline' in page
    assert 'id="mend-' in page
