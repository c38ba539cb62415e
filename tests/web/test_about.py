"""The page about an article, without JavaScript: people, deadline, shelf and questions."""

import html
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.conftest import Clock
from tests.services.conftest import Rows
from tests.web.conftest import Client, ClientFor, Prepare
from workbench.db.engine import Database
from workbench.db.models import Article, Assignment, Problem
from workbench.db.queries.problems import questions_about
from workbench.domain.people import Actor, Role
from workbench.domain.problems import Step
from workbench.services import handover, review, structure


def section(page: str, name: str) -> str:
    """What one part of the page says, as a person reads it; ``name`` is its id."""
    found = re.search(rf'<section[^>]* id="{name}".*?</section>', page, re.DOTALL)
    assert found, f"there is no part {name!r}"
    return words(found[0])


def words(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def history(client: Client, slug: str) -> str:
    """The article's history, as a person reads it."""
    return words(client.get(f"/articles/{slug}/history").text)


def follow(client: Client, answer: TestResponse) -> str:
    assert answer.status_code == 303, words(answer.text)
    return client.get(answer.location).text


def given_to(person: Actor, role: Role) -> str:
    return f"{role.value}:{person.id}"


def assignments(database: Database) -> list[Assignment]:
    with database.reading() as session:
        return list(session.scalars(select(Assignment).where(Assignment.ended_at.is_(None))))


def end_first(page: str) -> str:
    found = re.search(r'action="(/assignments/\d+/end)"', page)
    assert found, "there is nothing to end"
    return found[1]


# --- people -----------------------------------------------------------------------------------------------


def test_a_translator_takes_the_article_on_and_gives_it_back(prepare: Prepare, client_for: ClientFor) -> None:
    slug, client = prepare(), client_for("translator")
    page = client.get(f"/articles/{slug}/about").text
    assert "I’ll translate this" in page
    assert "I’ll review this" not in page
    own = re.search(r'name="who" value="(translator:\d+)"', page)
    assert own
    page = follow(client, client.send(f"/articles/{slug}/assign", who=own[1]))
    assert "Tala Translator Translation all rows" in section(page, "people")
    assert "I’ll translate this" not in page
    page = follow(client, client.send(end_first(page)))
    assert "Nobody has it yet." in section(page, "people")
    assert "put themselves on the translation" in history(client, slug)
    assert "took themselves off the translation" in history(client, slug)


def test_the_desk_gives_a_range_of_rows_by_number(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor], database: Database
) -> None:
    ids: list[int] = []
    slug = prepare(lambda rows: ids.extend(row.id for row in rows.all))
    client = client_for("editor")
    who = given_to(staff["translator2"], Role.TRANSLATOR)
    page = follow(client, client.send(f"/articles/{slug}/assign", who=who, first="2", last="3"))
    (given,) = assignments(database)
    assert (given.user_id, given.first_segment_id, given.last_segment_id) == (
        staff["translator2"].id,
        ids[1],
        ids[2],
    )
    assert "Tamim Translator Translation rows 2 to 3" in section(page, "people")
    assert "put Tamim Translator on the translation, rows 2 to 3" in history(client, slug)


def test_only_people_who_hold_the_role_are_offered(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    slug, client = prepare(), client_for("editor")
    page = client.get(f"/articles/{slug}/about").text
    offered = set(re.findall(r'<option value="(\w+:\d+)"', page))
    assert offered == {
        given_to(staff[who], role)
        for role, names in {
            Role.TRANSLATOR: ("translator", "translator2"),
            Role.REVIEWER: ("reviewer", "reviewer2"),
        }.items()
        for who in names
    }
    answer = client.send(f"/articles/{slug}/assign", who=given_to(staff["translator"], Role.REVIEWER))
    assert answer.status_code == 422
    assert "Tala Translator does not have the role reviewer." in words(answer.text)


@pytest.mark.parametrize(
    ("fields", "wrong", "says"),
    [
        ({"first": "3", "last": "2"}, "last", "Row 3 comes after row 2."),
        ({"first": "9"}, "first", "There is no row 9; the article has 4."),
        ({"last": "0"}, "last", "There is no row 0"),
        ({"last": "9" * 40}, "last", "There is no row"),
        ({"first": "two"}, "first", "Write the number of a row"),
        ({"who": ""}, "who", "Choose somebody."),
        ({"who": "editor:1"}, "who", "Choose somebody."),
        ({"who": "translator:x"}, "who", "Choose somebody."),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_the_rest_is_kept(
    prepare: Prepare,
    client_for: ClientFor,
    staff: dict[str, Actor],
    database: Database,
    fields: dict[str, str],
    wrong: str,
    says: str,
) -> None:
    slug, client = prepare(), client_for("editor")
    sent = {"who": given_to(staff["translator"], Role.TRANSLATOR), "first": "1", "last": "4"} | fields
    answer = client.send(f"/articles/{slug}/assign", **sent)
    assert answer.status_code == 422
    found = re.search(rf'id="{wrong}-error">([^<]+)<', answer.text)
    assert found
    assert says in html.unescape(found[1])
    for name in {"first", "last"} - {wrong}:
        assert f'name="{name}" type="number" value="{sent[name]}"' in answer.text
    if wrong != "who":
        assert f'<option value="{sent["who"]}" selected>' in answer.text
    assert assignments(database) == []


def test_only_the_desk_assigns_others(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor], database: Database
) -> None:
    def steps(rows: Rows) -> None:
        handover.assign(
            rows.session,
            staff["editor"],
            rows.article.id,
            user_id=staff["reviewer"].id,
            role=Role.REVIEWER,
            at=rows.clock(),
        )

    slug, client = prepare(steps), client_for("translator")
    page = client.get(f"/articles/{slug}/about").text
    assert "Assign somebody" not in page
    assert "/assignments/" not in page
    other = given_to(staff["translator2"], Role.TRANSLATOR)
    assert client.send(f"/articles/{slug}/assign", who=other).status_code == 403
    (given,) = assignments(database)
    assert client.send(f"/assignments/{given.id}/end").status_code == 403
    assert len(assignments(database)) == 1
    page = follow(client_for("editor"), client_for("editor").send(f"/assignments/{given.id}/end"))
    assert "took Rana Reviewer off the review" in history(client, slug)
    assert assignments(database) == []


def test_a_range_follows_its_rows(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor], database: Database
) -> None:
    def steps(rows: Rows) -> None:
        handover.assign(
            rows.session,
            staff["editor"],
            rows.article.id,
            user_id=staff["translator"].id,
            role=Role.TRANSLATOR,
            first_segment_id=rows[1].id,
            last_segment_id=rows[2].id,
            at=rows.clock(),
        )
        structure.insert_after(rows.session, staff["editor"], rows.article.id, rows[0].id, at=rows.clock())

    slug = prepare(steps)
    assert "rows 3 to 4" in section(client_for("editor").get(f"/articles/{slug}/about").text, "people")


# --- deadline -----------------------------------------------------------------------------------------------


def deadline(database: Database) -> datetime | None:
    with database.reading() as session:
        return session.scalar(select(Article.deadline))


def test_a_deadline_is_set_in_utc_and_cleared(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(), client_for("editor")
    page = follow(client, client.send(f"/articles/{slug}/deadline", deadline="2027-03-02T17:30"))
    assert deadline(database) == datetime(2027, 3, 2, 17, 30, tzinfo=UTC)
    assert "2 Mar 2027, 17:30 UTC" in section(page, "due")
    assert "in UTC" in section(page, "due")
    assert 'value="2027-03-02T17:30"' in page
    page = follow(client, client.send(f"/articles/{slug}/deadline", deadline="2027-03-02T17:30", clear="1"))
    assert deadline(database) is None
    assert "changed the deadline: 2 Mar 2027, 17:30 UTC → none" in history(client, slug)


def test_a_deadline_in_the_past_is_set_and_said_to_be_past(prepare: Prepare, client_for: ClientFor) -> None:
    slug, client = prepare(), client_for("editor")
    page = follow(client, client.send(f"/articles/{slug}/deadline", deadline="2020-03-02T17:30"))
    assert "The deadline is set. That is already past." in words(page)
    page = follow(client, client.send(f"/articles/{slug}/deadline", deadline="2127-03-02T17:30"))
    assert "already past" not in words(page)


@pytest.mark.parametrize("typed", ["", "tomorrow", "275760-01-01T00:00", "0001-01-01T00:00+23:00"])
def test_what_is_no_moment_is_said_beside_the_field(
    prepare: Prepare, client_for: ClientFor, database: Database, typed: str
) -> None:
    slug = prepare()
    answer = client_for("editor").send(f"/articles/{slug}/deadline", deadline=typed)
    assert answer.status_code == 422
    assert 'id="deadline-error"' in answer.text
    assert f'type="datetime-local" value="{typed}"' in answer.text
    assert deadline(database) is None


def test_who_may_not_set_a_deadline_is_told_who_does(prepare: Prepare, client_for: ClientFor) -> None:
    slug, client = prepare(), client_for("reviewer")
    page = client.get(f"/articles/{slug}/about").text
    assert "An editor sets it." in section(page, "due")
    assert "datetime-local" not in page
    assert client.send(f"/articles/{slug}/deadline", deadline="2027-03-02T17:30").status_code == 403


# --- shelf --------------------------------------------------------------------------------------------------


def test_an_article_is_spiked_read_only_and_brought_back(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    slug, client = prepare(), client_for("editor")
    why = "Overtaken by <events>."
    page = follow(client, client.send(f"/articles/{slug}/shelve", shelf="spiked", reason=why))
    said = section(page, "shelf")
    assert "spiked by Emad Editor" in said
    assert why in said
    assert "read-only until it is brought back" in said
    assert 'name="note"' not in page
    assert 'name="who"' not in page
    assert "datetime-local" not in page
    for role in ("editor", "translator"):
        own = given_to(staff["translator"], Role.TRANSLATOR)
        assert client_for(role).send(f"/articles/{slug}/assign", who=own).status_code == 403
    assert client.send(f"/articles/{slug}/ask", note="Why?").status_code == 403
    reader = client_for("translator").get(f"/articles/{slug}/about").text
    assert "An editor brings it back." in section(reader, "shelf")
    assert "I’ll translate this" not in reader
    page = follow(client, client.send(f"/articles/{slug}/bring-back"))
    assert "It is on the desk." in section(page, "shelf")
    log = history(client, slug)
    assert "brought the article back to the desk" in log
    assert "shelved the article: spiked" in log
    assert why in log  # the reason outlives the shelf


def test_an_article_on_hold_may_be_worked_on(prepare: Prepare, client_for: ClientFor) -> None:
    slug, client = prepare(), client_for("editor")
    page = follow(client, client.send(f"/articles/{slug}/shelve", shelf="on-hold", reason="Waits."))
    assert "It may still be worked on." in section(page, "shelf")
    assert "Put on hold" not in section(page, "shelf")  # it is there already
    assert "I’ll translate this" in client_for("translator").get(f"/articles/{slug}/about").text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [({"shelf": "spiked", "reason": " "}, "reason"), ({"shelf": "drawer", "reason": "x"}, "shelf")],
)
def test_a_shelf_needs_a_reason(
    prepare: Prepare, client_for: ClientFor, database: Database, fields: dict[str, str], wrong: str
) -> None:
    slug = prepare()
    answer = client_for("editor").send(f"/articles/{slug}/shelve", **fields)
    assert answer.status_code == 422
    assert f'id="{wrong}-error"' in answer.text
    if wrong == "reason":
        assert 'id="shelf-spiked" name="shelf" value="spiked" checked' in answer.text
    with database.reading() as session:
        assert session.scalar(select(Article.shelved)) == ""


# --- questions ----------------------------------------------------------------------------------------------


def test_a_question_on_the_article_is_asked_and_its_answer_shown(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, asker, other = prepare(), client_for("translator"), client_for("reviewer")
    page = follow(asker, asker.send(f"/articles/{slug}/ask", note="هل نذكر اسم القاضي؟"))
    assert "waits for an answer Tala Translator" in section(page, "questions")
    assert f'href="/articles/{slug}?tab=all"' in page
    assert "raised a question on the article" in history(asker, slug)
    with database.reading() as session:
        problem_id = session.scalar(select(Problem.id))
    assert "هل نذكر" in other.get(f"/articles/{slug}?tab=all").text
    other.send(f"/problems/{problem_id}/answer", text="Yes, he ruled in public.")
    said = section(asker.get(f"/articles/{slug}/about").text, "questions")
    assert "answered" in said
    assert "Yes, he ruled in public." in said
    assert "waits for an answer" not in said


@pytest.mark.parametrize(("note", "kept"), [("  ", ""), ("long " * 1001, "long long")])
def test_a_question_that_cannot_be_taken_is_kept(
    prepare: Prepare, client_for: ClientFor, note: str, kept: str
) -> None:
    slug = prepare()
    answer = client_for("translator").send(f"/articles/{slug}/ask", note=note)
    assert answer.status_code == 422
    assert 'id="note-error"' in answer.text
    assert kept in section(answer.text, "questions")


def test_questions_that_wait_come_first(prepare: Prepare, database: Database, clock: Clock) -> None:
    def steps(rows: Rows) -> None:
        asked = [
            review.ask_about_article(
                rows.session, rows.people["translator"], rows.article.id, note=note, at=rows.clock()
            )
            for note in ("first", "second", "third")
        ]
        review.take_step(
            rows.session, rows.people["editor"], asked[2].id, Step.ANSWER, text="Yes.", at=rows.clock()
        )

    slug = prepare(steps)
    with database.reading() as session:
        article = session.scalars(select(Article).where(Article.slug == slug)).one()
        reader = Actor(0, "", "", frozenset())
        assert [card.note for card in questions_about(session, article, reader)] == [
            "second",
            "first",
            "third",
        ]


# --- ways here ----------------------------------------------------------------------------------------------


def test_it_is_reached_from_the_workbench_and_the_desk(prepare: Prepare, client_for: ClientFor) -> None:
    slug, client = prepare(), client_for("reviewer")
    for path in ("/", f"/articles/{slug}", f"/articles/{slug}/read", f"/articles/{slug}/publish"):
        assert f'href="/articles/{slug}/about"' in client.get(path).text, path
    assert client.get("/articles/nothing/about").status_code == 404
    assert client.send("/assignments/999/end").status_code == 404


def test_scripts_get_json(prepare: Prepare, client_for: ClientFor) -> None:
    slug, client = prepare(), client_for("editor")
    done = client.send_json(f"/articles/{slug}/deadline", {"deadline": "2027-03-02T19:30+02:00"})
    assert done.json == {"redirect": f"/articles/{slug}/about#due"}
    wrong = client.send_json(f"/articles/{slug}/shelve", {"shelf": "spiked"})
    assert wrong.status_code == 422
    assert wrong.json
    assert wrong.json["error"]["details"] == {"field": "reason"}


def test_both_date_lines_have_a_line_and_a_direction_of_their_own(
    prepare: Prepare, database: Database, client_for: ClientFor
) -> None:
    slug = prepare()
    with database.writing() as session:
        article = session.scalars(select(Article).where(Article.slug == slug)).one()
        article.target_dateline, article.source_dateline = "17 Nov 2026, 08:30 PM", "الثلاثاء 17/11/2026"
    page = client_for("editor").get(f"/articles/{slug}/about").text
    assert '<p lang="en" dir="ltr">17 Nov 2026, 08:30 PM</p>' in page
    assert re.search(r'<p class="[^"]*" lang="ar" dir="rtl">الثلاثاء 17/11/2026</p>', page)
