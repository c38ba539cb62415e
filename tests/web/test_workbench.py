"""The workbench over HTTP: the page, the answers to changes, what a script and what a form gets."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event, select

from tests.conftest import SAMPLE, sample
from tests.web.conftest import Client, ClientFor
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Article, Problem, Segment
from workbench.db.queries import row_places
from workbench.db.queries import rows as rows_query
from workbench.db.queries.row_places import Show
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.domain.workflow import State
from workbench.resources import folder
from workbench.services.articles import create_article
from workbench.web.workbench_view import chunks_of


@pytest.fixture
def slug(database: Database, staff: dict[str, Actor]) -> str:
    return _add(database, staff)


def _add(
    database: Database,
    staff: dict[str, Actor],
    rows: tuple[tuple[Kind, str, str], ...] = SAMPLE,
    *,
    finished: bool = True,
) -> str:
    with database.writing() as session:
        new = sample(finished=finished, rows=rows)
        return create_article(session, staff["editor"], new, at=clock.now()).slug


def _segments(database: Database, slug: str) -> list[Segment]:
    with database.reading() as session:
        query = select(Segment).join(Article).where(Article.slug == slug, Segment.retired.is_(False))
        found = list(session.scalars(query.order_by(Segment.position)))
        session.expunge_all()
        return found


def _many(count: int) -> tuple[tuple[Kind, str, str], ...]:
    return tuple((Kind.PARAGRAPH, f"الفقرة رقم {n}.", f"Paragraph {n}.") for n in range(1, count + 1))


def _at(client: Client, slug: str, number: int, path: str, **data: object) -> dict:  # type: ignore[type-arg]
    answer = client.send_json(f"/articles/{slug}/segments/{number}/{path}", data)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements sent while the block runs, without PRAGMA and BEGIN."""
    sent: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "INSERT")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


# --- the page ---------------------------------------------------------------------------------------------


def test_the_cells_hold_the_texts_and_nothing_else(
    slug: str, client_for: ClientFor, database: Database
) -> None:
    page = client_for("translator").get(f"/articles/{slug}").text
    cells = re.findall(r'<div class="(target|source) (en|ar)" lang="(en|ar)" dir="(ltr|rtl)"[^>]*>(.*?)</div>', page, re.S)  # fmt: skip
    assert {(c[0], c[2], c[3]) for c in cells} == {("target", "en", "ltr"), ("source", "ar", "rtl")}
    texts = [(s.target, s.source) for s in _segments(database, slug)]
    assert [c[4] for c in cells if c[0] == "target"] == [t[0] for t in texts]
    assert [c[4] for c in cells if c[0] == "source"] == [t[1] for t in texts]


def test_hostile_text_is_text(database: Database, staff: dict[str, Actor], client_for: ClientFor) -> None:
    slug = _add(database, staff, ((Kind.PARAGRAPH, "<b>نص</b>", '<script>alert(1)</script> & "x"'),))
    page = client_for("editor").get(f"/articles/{slug}?at={_segments(database, slug)[0].id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page


@pytest.mark.parametrize("count", [3, 18])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    database: Database, staff: dict[str, Actor], client_for: ClientFor, count: int
) -> None:
    slug = _add(database, staff, _many(count))
    client = client_for("reviewer")
    for segment in _segments(database, slug):
        _at(client, slug, segment.id, "problems", type="awkward", version=1, spans=[], note="x")
        _at(client, slug, segment.id, "save", text="Corrected.", version=1, save_id=str(segment.id))
        _at(client, slug, segment.id, "approve", version=2)
    client.get(f"/articles/{slug}")
    with _counted() as sent:
        assert client.get(f"/articles/{slug}").status_code == 200
    assert 5 <= len(sent) <= 19, sent


def test_a_long_article_comes_in_chunks(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = _add(database, staff, _many(420))
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
    there = _segments(database, slug)[260].id
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
    reviewer, segments = client_for("reviewer"), _segments(database, slug)
    _at(reviewer, slug, segments[0].id, "approve", version=1)
    _at(reviewer, slug, segments[1].id, "save", text="Corrected by me.", version=1, save_id="a")
    _at(reviewer, slug, segments[1].id, "approve", version=2)
    _at(reviewer, slug, segments[2].id, "problems", type="awkward", version=1, spans=[])

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
    ids = [s.id for s in _segments(database, slug)]
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
    other = _add(database, staff, _many(2))
    foreign = _segments(database, other)[0].id
    client = client_for("translator")
    answer = client.send_json(f"/articles/{slug}/segments/{foreign}/save", {"text": "x", "version": 1})
    assert answer.status_code == 404
    assert _segments(database, other)[0].target == "Paragraph 1."
    assert client.get_json(f"/articles/{slug}/panel?at={foreign}").status_code == 404
    assert client.get("/articles/no-such-thing").status_code == 404


# --- answers to changes -----------------------------------------------------------------------------------


def test_a_save_answers_with_the_new_version_and_a_repeat_the_same(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    client, segment = client_for("translator"), _segments(database, slug)[1]
    data = {"text": "Some 43 workers.", "version": 1, "save_id": "abc", "base": segment.target, "seen": 1}
    first = _at(client, slug, segment.id, "save", **data)
    assert (first["segment"]["version"], first["segment"]["state"]) == (2, "draft")
    again = _at(client, slug, segment.id, "save", **data)
    assert again["repeated"]
    assert again["segment"]["version"] == 2
    assert _segments(database, slug)[1].lock_version == 2


def test_an_answer_brings_what_others_changed_meanwhile(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    ids = [s.id for s in _segments(database, slug)]
    mine, theirs = client_for("translator"), client_for("translator2")
    _at(theirs, slug, ids[0], "save", text="Theirs", version=1, save_id="t", seen=1)
    answer = _at(mine, slug, ids[1], "save", text="Mine", version=1, save_id="m", seen=1)
    assert [row["id"] for row in answer["rows"]] == ids[:2]
    assert ">Theirs</div>" in answer["rows"][0]["html"]


def test_a_stale_save_is_a_conflict_with_both_texts_and_a_merge(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    segment = _segments(database, slug)[1]
    one, two = client_for("translator"), client_for("translator2")
    base = segment.target
    _at(one, slug, segment.id, "save", text=base.replace("34", "43"), version=1, save_id="1")
    mine = base.replace("on Sunday", "at dawn")
    stale = {"text": mine, "version": 1, "save_id": "2", "base": base}
    answer = two.send_json(f"/articles/{slug}/segments/{segment.id}/save", stale)
    assert answer.status_code == 409
    error = answer.get_json()["error"]
    assert error["code"] == "conflict"
    assert error["details"]["theirs"]["author"] == "Tala Translator"
    assert error["details"]["merge"]["text"] == "Some 43 workers returned to the quay at dawn."
    page = two.send(f"/articles/{slug}/segments/{segment.id}/save", text=mine, version="1", base=base)
    assert page.status_code == 409
    assert "Some 43 workers returned to the quay at dawn." in page.text
    assert _segments(database, slug)[1].target == base.replace("34", "43")


def test_a_form_confirms_what_it_carries(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = _add(database, staff, finished=False)
    segment = _segments(database, slug)[1]
    client = client_for("translator")
    answer = client.send(
        f"/articles/{slug}/segments/{segment.id}/confirm",
        version="1",
        base=segment.target,
        text="Two lines\r\nof text.",
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"?at={segment.id}#s{segment.id}")
    after = _segments(database, slug)[1]
    assert (after.target, after.state) == ("Two lines\nof text.", State.TRANSLATED)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("save", {"text": 5, "version": 1}),
        ("save", {"text": "x"}),
        ("save", {"text": "x", "version": "many"}),
        ("save", {"text": "x", "version": True}),
        ("save", {"text": "x", "version": 1, "marks": "bold"}),
        ("save", {"text": "x", "version": 1, "marks": [{"start": 0, "end": 9, "kind": "strong"}]}),
        ("save", {"text": "x", "version": 1, "marks": [{"start": 0, "end": 1, "kind": "link", "href": "javascript:x"}]}),
        ("rekind", {"kind": "poem", "version": 1}),
        ("problems", {"type": "awkward", "version": 1, "spans": [{"side": "left"}]}),
        ("problems", {"type": "nonsense", "version": 1, "spans": []}),
        ("problems", {"type": "awkward", "severity": "awful", "version": 1, "spans": []}),
        ("problems", {"type": "awkward", "version": 1, "target_words": "not there"}),
    ],
)  # fmt: skip
def test_odd_requests_are_refused_and_change_nothing(
    slug: str, database: Database, client_for: ClientFor, path: str, data: dict[str, object]
) -> None:
    segment = _segments(database, slug)[1]
    answer = client_for("reviewer").send_json(f"/articles/{slug}/segments/{segment.id}/{path}", data)
    assert answer.status_code == 422, answer.text
    assert answer.get_json()["error"]["message"]
    after = _segments(database, slug)[1]
    assert (after.target, after.lock_version) == (segment.target, 1)


def test_who_may_not_write_is_refused(slug: str, database: Database, client_for: ClientFor) -> None:
    segment = _segments(database, slug)[1]
    path = f"/articles/{slug}/segments/{segment.id}"
    for what in ("save", "approve", "return", "rekind"):
        data = {"text": "x", "version": 1, "reason": "y", "kind": "quote"}
        assert client_for("nobody").send_json(f"{path}/{what}", data).status_code == 403
    assert client_for("translator").send_json(f"{path}/approve", {"version": 1}).status_code == 403
    assert _segments(database, slug)[1].lock_version == 1


def test_rows_are_inserted_moved_removed_and_it_is_undone(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    client, ids = client_for("translator"), [s.id for s in _segments(database, slug)]

    def change(path: str, **data: object) -> dict:  # type: ignore[type-arg]
        answer = client.send_json(f"/articles/{slug}/rows/{path}", data | {"seen": 1})
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    inserted = change("insert", segment=ids[0])
    new = inserted["focus"]
    assert [s.id for s in _segments(database, slug)] == [ids[0], new, *ids[1:]]
    (row,) = [row for row in inserted["rows"] if row["id"] == new]
    assert row["after"] == ids[0]
    moved = change("move", segment=new, version=1, by=1)
    assert [s.id for s in _segments(database, slug)] == [ids[0], ids[1], new, *ids[2:]]
    change("undo", event=moved["undo"])
    change("move", segment=new, version=3, by=-1)
    assert [s.id for s in _segments(database, slug)] == [new, *ids]
    top = client.send_json(f"/articles/{slug}/rows/move", {"segment": new, "version": 4, "by": -1})
    assert top.get_json()["error"]["message"] == "It is the first row already."
    gone = change("remove", segment=new, version=4)
    assert new in gone["removed"]
    assert [s.id for s in _segments(database, slug)] == ids


def test_a_row_moves_by_a_form_button(slug: str, database: Database, client_for: ClientFor) -> None:
    ids = [s.id for s in _segments(database, slug)]
    path = f"/articles/{slug}/rows/move?by=1&segment={ids[0]}"
    assert client_for("editor").send(path, version="1").status_code == 303
    assert [s.id for s in _segments(database, slug)] == [ids[1], ids[0], *ids[2:]]


def test_the_places_to_split_at_are_sentence_ends_and_the_caret(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    rows = ((Kind.PARAGRAPH, "هل وصل؟ نعم، وصل.", "“Did it arrive?” Yes, it did. Good."),)
    slug = _add(database, staff, rows)
    segment = _segments(database, slug)[0]
    page = client_for("editor").get(f"/articles/{slug}/segments/{segment.id}/split?part=1&target_at=5").text
    assert re.findall(r'name="target_at" value="(\d+)"( checked)?', page) == [
        ("5", " checked"),
        ("17", ""),
        ("30", ""),
    ]
    assert re.findall(r'name="source_at" value="(\d+)"', page) == ["8"]


def test_marking_by_form_finds_the_words(slug: str, database: Database, client_for: ClientFor) -> None:
    segment = _segments(database, slug)[1]
    answer = client_for("reviewer").send(
        f"/articles/{slug}/segments/{segment.id}/problems",
        version="1",
        type="number-date-unit",
        target_words="34",
        source_words="٤٣",
        suggestion="43",
        note="Swapped.",
    )
    assert answer.status_code == 303
    with database.reading() as session:
        problem = session.scalars(select(Problem)).one()
        assert sorted((s.side.value, s.exact) for s in problem.spans) == [("source", "٤٣"), ("target", "34")]
        problem_id = problem.id
    page = client_for("translator").get(f"/articles/{slug}?at={segment.id}").text
    assert f'action="/problems/{problem_id}/apply"' in page
    assert f'data-problems="{problem_id}"' in page


def test_only_steps_of_the_life_are_offered_to_those_who_may(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    segment = _segments(database, slug)[1]
    path = f"/articles/{slug}/segments/{segment.id}/problems"
    data = {"type": "awkward", "version": 1, "spans": []}
    problem = client_for("reviewer").send_json(path, data).get_json()["problem"]

    def offered_to(role: str) -> set[str]:
        html = client_for(role).get_json(f"/articles/{slug}/panel?at={segment.id}").get_json()["html"]
        return set(re.findall(rf'action="/problems/{problem}/(\w+)"', html)) - {
            "reply",
            "reclassify",
            "attach",
        }

    assert offered_to("translator") == {"fix", "dispute"}
    assert offered_to("reviewer") == {"fix", "dispute", "withdraw"}
    assert offered_to("nobody") == set()
    client_for("translator").send_json(f"/problems/{problem}/fix")
    assert offered_to("translator") == set()
    assert offered_to("reviewer2") == {"accept", "reopen"}
    assert client_for("translator").send_json(f"/problems/{problem}/accept").status_code == 403


# --- the poll ---------------------------------------------------------------------------------------------


def test_the_poll_is_empty_until_something_changes(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    one, two = client_for("translator"), client_for("reviewer")
    ids = [s.id for s in _segments(database, slug)]
    first = one.get_json(f"/articles/{slug}/changes?since=1&people=")
    mark = first.get_json()["mark"] if first.status_code == 200 else ""
    quiet = one.get_json(f"/articles/{slug}/changes?since=1&people={mark}")
    assert quiet.status_code == 204
    two.get_json(f"/articles/{slug}/changes?since=1&at={ids[2]}")
    seen = one.get_json(f"/articles/{slug}/changes?since=1&people={mark}").get_json()
    assert [(p["name"], p["segment"]) for p in seen["people"]] == [("Rana Reviewer", ids[2])]
    assert seen["rows"] == []
    _at(two, slug, ids[2], "approve", version=1)
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
    row = _segments(database, slug)[1]
    _at(reviewer, slug, row.id, "return", version=row.lock_version, reason="It says 34, the Arabic 43.")
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
    client, segment = client_for("translator"), _segments(database, slug)[3]
    _at(client, slug, segment.id, "save", text="A joint committee.", version=1, save_id="1")
    html = client.get_json(f"/articles/{slug}/panel?at={segment.id}&tab=history").get_json()["html"]
    assert "<del> to review shifts</del>" in html
    revision = int(re.search(r'name="revision" value="(\d+)"', html)[1])  # type: ignore[index]
    _at(client, slug, segment.id, "restore", revision=revision, version=2)
    assert _segments(database, slug)[3].target == segment.target


def test_redlines_look_like_the_row(slug: str, database: Database, client_for: ClientFor) -> None:
    segment = _segments(database, slug)[3]
    marks = [{"start": 2, "end": 17, "kind": "emphasis"}]  # “joint committee”
    translator, reviewer = client_for("translator"), client_for("reviewer")
    _at(translator, slug, segment.id, "save", text=segment.target, marks=marks, version=1, save_id="1")
    _at(
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
    segment = _segments(database, slug)[1]
    client = client_for("reviewer")
    _at(client, slug, segment.id, "problems", type="awkward", version=1, spans=[], note="Clumsy.")
    page = client.get(f"/articles/{slug}?at={segment.id}").text
    assert 'class="deadline' in page
    assert 'id="mend-' in page
