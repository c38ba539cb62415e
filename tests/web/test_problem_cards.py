"""The cards of problems in the panel, without JavaScript."""

import re

from sqlalchemy import select

from tests.services.conftest import Rows
from tests.web.conftest import ClientFor, Prepare
from tests.web.test_about import words
from workbench.db.engine import Database
from workbench.db.models import Problem, Segment
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity
from workbench.services.attaching import attach
from workbench.services.review import mark_problem
from workbench.services.segments import save_target


def marked(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34")


def stored(database: Database) -> Problem:
    with database.reading() as session:
        problem = session.scalars(select(Problem)).one()
        session.expunge(problem)
        return problem


def test_praise_shows_in_its_row_and_is_no_accepted_problem(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    def steps(rows: Rows) -> None:
        rows.do(
            mark_problem, "reviewer", 1, type_slug="praise", places=[rows.place(1, Side.TARGET, "workers")]
        )

    slug, client = prepare(steps), client_for("reviewer")
    problem = stored(database)
    address = f"/articles/{slug}?at={problem.segment_id}"
    page = client.get(address).text
    drawn = rf'<mark data-problems="{problem.id}" data-severity="neutral"[^>]*>workers</mark>'
    assert re.search(drawn, page)
    assert page.count("Praised here</span>") == 1
    header = re.search(rf'<header id="p{problem.id}-what">.*?</header>', page, re.DOTALL)
    assert header
    assert words(header[0]).split() == ["★\ufe0e", "praise"]
    client.send(f"/problems/{problem.id}/withdraw")
    page = client.get(address).text
    assert not re.search(drawn, page)
    assert "Praised here" not in page


def test_type_and_severity_are_changed_by_form(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(marked), client_for("reviewer")
    problem = stored(database)
    page = client.get(f"/articles/{slug}?at={problem.segment_id}").text
    address = f"/problems/{problem.id}/reclassify"
    form = re.search(rf'<form method="post" action="{address}".*?</form>', page, re.DOTALL)
    assert form
    assert '<option value="mistranslation" selected>' in form[0]
    assert '<option value="major" selected>' in form[0]
    answer = client.send(address, type="number-date-unit", severity="critical")
    assert "It is now critical: number, date or unit." in words(client.get(answer.location).text)
    problem = stored(database)
    assert (problem.type, problem.severity) == ("number-date-unit", Severity.CRITICAL)
    answer = client.send_json(address, {"type": "grammar", "severity": "minor"})
    assert answer.json["says"] == "It is now minor: grammar."


def test_it_is_offered_to_those_who_may_and_refuses_nonsense(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(marked), client_for("translator")
    problem = stored(database)
    address = f"/problems/{problem.id}/reclassify"
    assert address not in client.get(f"/articles/{slug}?at={problem.segment_id}").text
    assert client.send_json(address, {"type": "grammar", "severity": "minor"}).status_code == 403
    reviewer = client_for("reviewer")
    for type_slug, severity in (
        ("grammar", ""),
        ("grammar", "awful"),
        ("praise", "minor"),
        ("weather", "minor"),
    ):
        sent = reviewer.send_json(address, {"type": type_slug, "severity": severity})
        assert sent.status_code == 422, (type_slug, severity)
    assert stored(database).type == "mistranslation"


def written_away(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34")
    rows.do(save_target, "translator", 1, text="Fishermen returned.")
    rows.do(save_target, "translator", 1, text="Of 34, 34 returned.")


def test_a_place_that_the_tray_offers_is_taken_by_form(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(written_away), client_for("reviewer")
    problem = stored(database)
    page = client.get(f"/articles/{slug}?at={problem.segment_id}").text
    address = f"/problems/{problem.id}/attach"
    forms = re.findall(rf'<form method="post" action="{address}" class="offer".*?</form>', page, re.DOTALL)
    assert len(forms) == 2
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', forms[1]))
    fields.pop("csrf_token")
    answer = client.send(address, **fields)
    assert "Attached to these words." in words(client.get(answer.location).text)
    (span,) = stored(database).spans
    assert (span.start, span.end) == (7, 9)
    sent = client.send(f"/problems/{problem.id}/send-off")  # it was attached, not found
    assert sent.status_code == 409
    assert "was not found by itself" in words(sent.text)


def test_all_problems_name_their_rows(prepare: Prepare, client_for: ClientFor) -> None:
    page = words(client_for("reviewer").get(f"/articles/{prepare(marked)}?tab=all").text)
    assert "Row 2 · Some 34 workers returned to the quay on…" in page


def test_a_mark_is_moved_to_typed_words_and_a_script_can_undo_that(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(marked), client_for("reviewer")
    problem = stored(database)
    address = f"/problems/{problem.id}/attach"
    page = client.get(f"/articles/{slug}?at={problem.segment_id}").text
    assert page.count(f'action="{address}"') == 2  # by a script, and by typing
    assert address not in client.get(f"/articles/{slug}?at={problem.segment_id}&tab=all").text
    answer = client.send(address, version="1", target_words="quay", source_words="٤٣")
    assert "Attached to these words." in words(client.get(answer.location).text)
    assert {span.exact for span in stored(database).spans} == {"quay", "٤٣"}
    spans = [{"side": "target", "start": 0, "end": 4, "exact": "Some"}]
    sent = client.send_json(address, {"spans": spans, "version": 1})
    assert {span.exact for span in stored(database).spans} == {"Some", "٤٣"}
    undone = client.send_json(f"{address}/undo", {"event": sent.json["detach"]})
    assert undone.json["says"] == "The mark is back where it was."
    assert {span.exact for span in stored(database).spans} == {"quay", "٤٣"}
    assert client.send_json(f"{address}/undo", {"event": 99999}).status_code == 404


def test_words_it_was_made_on_are_taken_by_form_when_they_are_back(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    def steps(rows: Rows) -> None:
        problem, before = rows.mark(1, Side.TARGET, "34 workers"), rows[1].target
        rows.do(save_target, "translator", 1, text="Some returned to the quay.")
        at = [rows.place(1, Side.TARGET, "quay")]
        rows.do(lambda s, a, _id, **k: attach(s, a, problem.id, places=at, **k), "translator", 1)
        rows.do(save_target, "translator", 1, text=before)

    slug, client = prepare(steps), client_for("reviewer")
    problem = stored(database)
    page = client.get(f"/articles/{slug}?at={problem.segment_id}").text
    assert "attached it to other words; those it was made on stand here again" in words(page)
    (form,) = re.findall(r'<form [^>]*class="offer".*?</form>', page, re.DOTALL)
    assert 'data-card="place"' in form
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    fields.pop("csrf_token")
    client.send(f"/problems/{problem.id}/attach", **fields)
    assert [span.exact for span in stored(database).spans] == ["34 workers"]


def test_what_was_found_on_other_words_goes_to_the_tray_by_form(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    def steps(rows: Rows) -> None:
        rows.mark(1, Side.TARGET, "34")
        rows.do(save_target, "translator", 1, text="Fishermen returned.")
        rows.do(save_target, "translator", 1, text="Fishermen returned, 34 of them.")

    slug, client = prepare(steps), client_for("translator")
    problem = stored(database)
    page = words(client.get(f"/articles/{slug}?at={problem.segment_id}").text)
    assert "wrote its words again; the mark was found again where they stand" in page
    assert "Tray" not in page
    answer = client.send(f"/problems/{problem.id}/send-off")
    page = words(client.get(answer.location).text)
    assert "Back in the tray." in page
    assert "sent it into the tray: those are other words" in page
    assert "They stand here:" in page


def asked(rows: Rows) -> None:
    rows.article.target_byline = "Salma <Kateb>"
    rows.do(mark_problem, "reviewer", 1, type_slug="question", note="34 or 43?")


def test_the_authors_answer_is_noted_by_form_and_told_as_theirs(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(asked), client_for("translator")
    question = stored(database)
    beside = f"/articles/{slug}?at={question.segment_id}"
    assert (
        'name="author" dir="auto" required maxlength="200" value="Salma &lt;Kateb&gt;"'
        in client.get(beside).text
    )
    assert client.send(f"/problems/{question.id}/answer", text="43.", author=" ").status_code == 422
    client.send(f"/problems/{question.id}/answer", text="Forty-three.", author="Salma <Kateb>")
    card = words(client.get(beside).text)
    assert "Salma <Kateb> , the author , answered · noted by Tala Translator" in card
    inbox = words(client_for("reviewer").get("/inbox").text)
    assert "Tala Translator noted what the author answered on row 2" in inbox
    assert "Forty-three." in inbox
    told = words(client.get(f"/articles/{slug}/history").text)
    assert "noted what the author, Salma <Kateb> , answered to a question on row 2" in told
    assert told.count("Forty-three.") == 1


def test_an_error_of_the_arabic_is_for_the_desk_to_correct(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    def wrong_number(rows: Rows) -> None:
        rows.do(
            mark_problem, "reviewer", 1, type_slug="source-error", places=[rows.place(1, Side.SOURCE, "٤٣")]
        )

    slug = prepare(wrong_number)
    problem = stored(database)
    at = f"/articles/{slug}?at={problem.segment_id}"
    card = client_for("translator").get(at).text
    assert "The desk corrects the Arabic." in card
    assert f"/problems/{problem.id}/fix" not in card
    card = client_for("editor").get(at).text
    assert "Correct the Arabic…" in card
    assert f"/problems/{problem.id}/fix" in card


def test_what_is_said_of_a_mark_is_what_was_done(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(), client_for("reviewer")
    with database.reading() as session:
        row = session.scalars(select(Segment)).first()
        assert row
        to, version = f"/articles/{slug}/segments/{row.id}/problems", row.lock_version
    said = [
        client.send_json(to, {"type": type_slug, "note": "Which quay?", "version": version}).json["says"]
        for type_slug in ("grammar", "question", "praise")
    ]
    assert said == ["Marked.", "Asked.", "Praised."]


def test_before_a_row_is_chosen_the_panel_says_how_much_is_marked(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(marked), client_for("reviewer")
    page = client.get(f"/articles/{slug}").text
    panel = page[page.index('id="panel"') :]
    assert "1 major" in words(panel)
    assert f'href="/articles/{slug}?tab=all"' in panel
    assert "data-problem=" not in panel
    problem = stored(database)
    client.send(f"/problems/{problem.id}/withdraw")
    assert "No problem stands open in this article." in words(client.get(f"/articles/{slug}").text)


def test_a_card_among_all_problems_names_its_row(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(marked)
    assert "Go to row 2" in words(client_for("reviewer").get(f"/articles/{slug}?tab=all").text)
