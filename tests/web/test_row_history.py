"""The history of a row in the panel: what was written, marked, said and decided, filtered, and restoring."""

import re

import pytest

from tests.services.conftest import Rows
from tests.web.conftest import Client, ClientFor, Prepare
from tests.web.test_about import words
from tests.web.test_history import written_work
from workbench.db.engine import Database
from workbench.db.models import Segment
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.services.attaching import attach
from workbench.services.problem_life import Place
from workbench.services.review import mark_problem
from workbench.services.segments import approve, confirm, save_source, save_target
from workbench.services.structure import join_next


def shown(client: Client, slug: str, row: int, query: str = "") -> str:
    """The panel's inside, as it comes for a script."""
    answer = client.get_json(f"/articles/{slug}/panel?at={row}&tab=history{query}")
    assert answer.status_code == 200
    html: str = answer.json["html"]
    return html


def test_marks_replies_and_steps_stand_among_words_and_decisions(
    prepare: Prepare, client_for: ClientFor, staff: dict[str, Actor]
) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        written_work(rows)
        rows.do(confirm, "translator", 2)
        ids.append(rows[2].id)

    slug, client = prepare(steps), client_for("translator")
    html = shown(client, slug, ids[0])
    told = words(html)
    for line in (
        "marked “mistranslation”, major",
        "إنها لن تدفع",
        "disputed “negation or modality”",
        "It says so.",
        "upheld “negation or modality”",
        "made it “negation or modality”, critical",
        "fixed “negation or modality”",
        "applied a suggestion",
        "confirmed",
    ):
        assert line in told, line
    assert '<q class="en inline" lang="en" dir="ltr">would pay</q>' in html
    of_problems = words(shown(client, slug, ids[0], "&about=problems"))
    assert "It says so." in of_problems
    assert "applied a suggestion" not in of_problems
    by_reviewer = words(shown(client, slug, ids[0], f"&by={staff['reviewer'].id}"))
    assert "marked “mistranslation”" in by_reviewer
    assert "It says so." not in by_reviewer
    assert "Nothing of this sort." in shown(client, slug, ids[0], f"&by={staff['admin'].id}")
    page = client.get(f"/articles/{slug}?at={ids[0]}&tab=history&about=decisions").text
    assert "Tala Translator confirmed" in words(page)
    assert "It says so." not in words(page)
    assert f'href="/articles/{slug}/history?row=3"' in page


def test_a_place_between_words_is_told_with_what_stands_around_it(
    prepare: Prepare, client_for: ClientFor
) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        after = [rows[2].target.index(words) + len(words) for words in ("would pay", "late wages")]
        places = [[Place(Side.TARGET, at, at, "")] for at in after]
        problem = rows.do(mark_problem, "reviewer", 2, type_slug="omission", places=places[0])
        rows.do(lambda s, a, _id, **k: attach(s, a, problem.id, places=places[1], **k), "reviewer", 2)
        ids.append(rows[2].id)

    slug, client = prepare(steps), client_for("translator")
    html = shown(client, slug, ids[0], "&about=problems")
    attached, made = map(words, re.findall(r'<p class="words">.*?</p>', html))
    assert "wages ‸" in attached
    assert "pay ‸" in made
    whole = words(client.get(f"/articles/{slug}/history").text)
    assert "pay ‸" in whole
    assert "wages ‸" in whole


def test_a_mark_is_told_with_the_words_of_its_time_also_where_its_row_is_gone(
    prepare: Prepare, client_for: ClientFor
) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        problem = rows.mark(2, Side.TARGET, "would pay", note="يدفع is not what it says here.")
        place = rows.place(2, Side.TARGET, "late wages")
        rows.do(lambda s, a, _id, **k: attach(s, a, problem.id, places=[place], **k), "reviewer", 2)
        ids.extend((rows[1].id, rows[2].id))
        rows.do(join_next, "editor", 1)

    slug, client = prepare(steps), client_for("translator")
    html = shown(client, slug, ids[0], "&about=problems")
    attached, marked = re.findall(r'<p class="words">.*?</p>', html)
    assert "late wages" in attached
    assert "would pay" in marked
    assert "late wages" not in marked
    assert '<p class="note" dir="auto">يدفع is' in html
    whole = client.get(f"/articles/{slug}/history").text
    assert "Rows that are gone (1)" in whole
    assert f'href="/articles/{slug}/history?gone={ids[1]}"' in whole
    of_gone = words(client.get(f"/articles/{slug}/history?gone={ids[1]}").text)
    assert "raised a problem (major, mistranslation)" in of_gone
    assert "joined two rows" in of_gone
    assert "That row is not gone" in words(client.get(f"/articles/{slug}/history?gone={ids[0]}").text)


def edited_on_both_sides(rows: Rows) -> None:
    rows.do(save_target, "translator", 1, text="Rubbish.")
    rows.do(save_source, "editor", 1, text="هراء.")


def restores(html: str) -> list[str]:
    return re.findall(r'name="revision" value="(\d+)"', html)


@pytest.mark.parametrize(("who", "offered"), [("translator", 1), ("editor", 2), ("nobody", 0)])
def test_each_side_is_restored_by_those_who_may_change_it(
    prepare: Prepare, client_for: ClientFor, who: str, offered: int
) -> None:
    ids: list[int] = []
    slug = prepare(lambda rows: (edited_on_both_sides(rows), ids.append(rows[1].id)))
    assert len(restores(shown(client_for(who), slug, ids[0]))) == offered


def test_restoring_either_side_is_a_new_revision(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    ids: list[int] = []
    was: list[tuple[str, str]] = []

    def steps(rows: Rows) -> None:
        was.append((rows[1].source, rows[1].target))
        edited_on_both_sides(rows)
        ids.append(rows[1].id)

    slug, client = prepare(steps), client_for("editor")
    imported = restores(shown(client, slug, ids[0]))
    assert len(imported) == len(Side)
    for revision in imported:
        html = shown(client, slug, ids[0])
        version = re.search(r'name="version" value="(\d+)"', html)
        assert version
        sent = client.send(
            f"/articles/{slug}/segments/{ids[0]}/restore", version=version[1], revision=revision
        )
        assert sent.status_code == 303
    with database.reading() as session:
        row = session.get_one(Segment, ids[0])
        assert (row.source, row.target) == was[0]
    assert words(shown(client, slug, ids[0])).count("restored an earlier text") == 2


def test_an_approved_row_says_why_its_english_is_not_restored(
    prepare: Prepare, client_for: ClientFor
) -> None:
    ids: list[int] = []

    def steps(rows: Rows) -> None:
        rows.do(save_target, "translator", 1, text="Rubbish.")
        rows.do(confirm, "translator", 1)
        rows.do(approve, "reviewer", 1)
        ids.append(rows[1].id)

    slug = prepare(steps)
    html = shown(client_for("reviewer"), slug, ids[0])
    assert restores(html) == []
    assert "An approved row is read-only. Reopen it to bring an earlier English back." in words(html)
