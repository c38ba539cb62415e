"""The publish page: the checklist, waivers and publishing, without JavaScript."""

import re

from lxml.html import fromstring

from tests.services.conftest import Rows
from tests.services.test_after_publishing import reword
from tests.services.test_publishing import approve_all, mark, publish_it
from tests.web.conftest import Client, ClientFor, Prepare
from tests.web.test_about import words
from workbench.db.engine import Database
from workbench.db.models import Article
from workbench.domain.problems import Severity
from workbench.services.segments import save_target
from workbench.services.waiving import waive


def version_on(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found, "there is no publish form"
    return found[1]


def publish(client: Client, slug: str, **fields: str) -> str:
    """Publish through the page and give the address one is sent to."""
    page = client.get(f"/articles/{slug}/publish").text
    answer = client.send(f"/articles/{slug}/publish", version=version_on(page), **fields)
    assert answer.status_code == 303
    return answer.location


def test_an_editor_publishes_and_lands_on_the_edition(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(approve_all)
    editor = client_for("editor")
    where = publish(editor, slug, note="For the morning.")
    assert where == f"/articles/{slug}/editions/1"
    page = editor.get(where).text
    assert "Edition 1 is published." in page
    assert "For the morning." in page


def test_what_is_missing_is_named_and_linked(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    ids: list[int] = []
    slug = prepare(lambda rows: ids.extend(row.id for row in rows.all))
    page = client_for("editor").get(f"/articles/{slug}/publish").text
    assert "4 segments are neither approved nor left out." in page
    assert all(f'href="/articles/{slug}?at={segment_id}#s{segment_id}"' in page for segment_id in ids)
    assert 'name="version"' not in page
    assert "has to be settled first" in page


def test_others_see_the_checklist_and_why_there_is_no_button(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(approve_all)
    page = client_for("reviewer").get(f"/articles/{slug}/publish").text
    assert "An editor publishes." in page
    assert 'name="version"' not in page
    assert client_for("translator").send(f"/articles/{slug}/publish", version="1").status_code == 403


def test_a_publisher_who_looked_too_early_is_told_and_keeps_the_note(
    prepare: Prepare, client_for: ClientFor
) -> None:
    slug = prepare(approve_all)
    editor = client_for("editor")
    answer = editor.send(f"/articles/{slug}/publish", version="1", note="My careful note")
    assert answer.status_code == 409
    assert "The article changed since you looked, so nothing was published." in answer.text
    assert "My careful note" in answer.text
    assert editor.send(f"/articles/{slug}/publish", version="").status_code == 422
    assert editor.get(f"/articles/{slug}/editions/1").status_code == 404


def test_who_was_quicker_is_named_and_the_note_kept(prepare: Prepare, client_for: ClientFor) -> None:
    slug, mine, theirs = prepare(approve_all), client_for("editor"), client_for("admin")
    seen = {"version": version_on(mine.get(f"/articles/{slug}/publish").text), "number": "1"}
    publish(theirs, slug)
    answer = mine.send(f"/articles/{slug}/publish", **seen, note="My careful\nnote")
    assert answer.status_code == 409
    (said,) = fromstring(answer.text).xpath('//*[@role="alert"]')
    assert re.search(
        r"Amal Admin\W* published edition 1 while you had this page open\. \(", words(answer.text)
    )
    assert "publish" not in said.text_content().split("page open.")[1], "there is nothing left to publish"
    assert "My careful\nnote" in said.text_content()
    assert "Nothing has changed since edition 1." in answer.text


def test_an_up_to_date_article_offers_its_edition_instead(prepare: Prepare, client_for: ClientFor) -> None:
    slug = prepare(approve_all)
    editor = client_for("editor")
    publish(editor, slug)
    page = editor.get(f"/articles/{slug}/publish").text
    assert "Nothing has changed since edition 1." in page
    assert 'name="version"' not in page


def test_the_preview_shows_what_readers_would_be_told(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        approve_all(rows)
        publish_it(rows)
        reword(rows, 1, "Forty-three came back.")

    slug, editor = prepare(steps), client_for("editor")
    typed = {"kind": "correction", "correction": "There were <43> workers.", "note": "Mine"}
    answer = editor.send(f"/articles/{slug}/publish/preview", **typed)
    assert answer.status_code == 200
    (shown,) = fromstring(answer.text).xpath('//*[@id="preview"]')
    assert "There were <43> workers." in shown.text_content()
    assert "Published by Emad Editor" in shown.text_content()
    assert ">Mine</textarea>" in answer.text.replace("\n", "")
    assert editor.get(f"/articles/{slug}/editions/2").status_code == 404


def test_a_problem_shows_what_stands_at_its_place_now(prepare: Prepare, client_for: ClientFor) -> None:
    problems: list[int] = []

    def steps(rows: Rows) -> None:
        problems.append(mark(rows, 2, "negation-modality", Severity.CRITICAL, "would pay"))
        rows.do(save_target, "translator", 2, text=rows[2].target.replace("would pay", "would soon pay"))
        problems.append(mark(rows, 1, "mistranslation", Severity.MAJOR, "34 workers"))
        rows.do(save_target, "translator", 1, text="Fishermen went back to the harbour.")

    slug = prepare(steps)
    page = client_for("editor").get(f"/articles/{slug}/publish").text
    lost, moved = re.findall(r'<article class="blocker".*?</article>', page, re.DOTALL)
    assert "34 workers" in words(lost)
    assert "Its words are gone from the row; the mark lies in the tray." in words(lost)
    assert re.search("would pay now would soon pay", words(moved))
    assert "tray" not in words(moved)
    assert f'#p{problems[0]}">Go to row 3</a>' in moved


def test_a_problem_is_waived_and_taken_back_on_the_page(prepare: Prepare, client_for: ClientFor) -> None:
    problems: list[int] = []

    def steps(rows: Rows) -> None:
        problems.append(mark(rows, 2, "negation-modality", Severity.CRITICAL, "would"))
        approve_all(rows)

    slug = prepare(steps)
    editor, admin = client_for("editor"), client_for("admin")
    assert "Publish over it" in editor.get(f"/articles/{slug}/publish").text
    assert "Publish over it" not in client_for("reviewer").get(f"/articles/{slug}/publish").text
    assert editor.send(f"/problems/{problems[0]}/waive", reason="  ").status_code == 422
    answer = editor.send(f"/problems/{problems[0]}/waive", reason="The lawyer <agrees>.")
    assert answer.location == f"/articles/{slug}/publish"
    page = editor.get(answer.location).text
    assert "The lawyer &lt;agrees&gt;." in page
    assert "somebody else on the desk has to publish" in page
    assert 'name="version"' not in page
    assert version_on(admin.get(f"/articles/{slug}/publish").text)
    admin.send(f"/problems/{problems[0]}/withdraw-waiver")
    assert "fix or waive" in admin.get(f"/articles/{slug}/publish").text
    assert editor.send("/problems/999/waive", reason="x").status_code == 404


def test_a_waiver_is_shown_to_colleagues_and_not_to_readers(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        problem = mark(rows, 1, "number-date-unit", Severity.MAJOR, "34")
        approve_all(rows)
        waive(rows.session, rows.people["admin"], problem, reason="Agency corrected it.", at=rows.clock())

    slug = prepare(steps)
    editor = client_for("editor")
    page = editor.get(publish(editor, slug)).text
    assert "Agency corrected it." in page
    assert "Amal Admin" in page
    for format_id in ("txt", "html", "md"):
        assert "Agency" not in editor.get(f"/articles/{slug}/editions/1/{format_id}").text


def test_a_script_gets_json(prepare: Prepare, client_for: ClientFor, database: Database) -> None:
    slug = prepare(approve_all)
    editor = client_for("editor")
    form = {"version": version_on(editor.get(f"/articles/{slug}/publish").text)}
    headers = {"X-CSRFToken": editor.form_token(), "Accept": "application/json"}
    answer = editor.post(f"/articles/{slug}/publish", data=form, headers=headers)
    assert answer.json == {"edition": 1}
    again = editor.post(f"/articles/{slug}/publish", data=form, headers=headers)
    assert again.json["error"]["code"] == "conflict"
    with database.reading() as session:
        assert session.query(Article.edition_number).scalar() == 1
