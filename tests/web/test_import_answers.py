"""What is asked before an import becomes an article, and the article it becomes."""

import html
import re

from sqlalchemy import select

from tests.web.conftest import Client
from tests.web.importing import paired
from workbench.db.engine import Database
from workbench.db.models import Article, Segment
from workbench.domain.people import Actor
from workbench.domain.workflow import State


def test_what_is_not_answered_is_asked_again(
    desk: Client, staff: dict[str, Actor], database: Database
) -> None:
    draft = paired(desk)
    answer = desk.send(f"/import/{draft}/create", version=2, translator="outside", translator_name=" ")
    assert answer.status_code == 422
    assert "Write the translator" in answer.text
    assert "whether the English is finished" in answer.text
    tala = staff["translator"].id
    desk.send(f"/import/{draft}/create", version=2, translator="here", translator_id=tala, english="rough")
    with database.reading() as session:
        assert session.scalars(select(Article.translated_by_id)).one() == tala


def test_nothing_is_answered_beforehand_and_both_answers_are_needed(
    desk: Client, staff: dict[str, Actor], database: Database
) -> None:
    draft = paired(desk)
    page = desk.get(f"/import/{draft}/pairs").text
    radios = re.findall(r'<input type="radio"[^>]*>', page)
    assert len(radios) == 4
    assert not [radio for radio in radios if "checked" in radio]
    assert not re.findall(r"<option[^>]* selected[^>]*>", page.partition('name="translator_id"')[2])
    answer = desk.send(
        f"/import/{draft}/create", version=2, translator="here", translator_id="", english="rough"
    )
    assert "Choose the translator from the list." in answer.text
    both = {"translator_name": "Huda", "translator_id": staff["translator"].id}
    answer = desk.send(f"/import/{draft}/create", version=2, **both)
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert "Say who translated the English." in text
    assert "Say whether the English is finished." in text
    assert 'value="Huda"' in text
    answer = desk.send(f"/import/{draft}/create", version=2, translator="outside", translator_name="Huda")
    assert [r for r in re.findall(r'<input type="radio"[^>]*>', answer.text) if "checked" in r] == [
        r for r in re.findall(r'<input type="radio"[^>]*>', answer.text) if 'value="outside"' in r
    ]
    with database.reading() as session:
        assert session.scalars(select(Article)).all() == []


def test_the_first_question_without_an_answer_gets_the_focus(desk: Client) -> None:
    draft = paired(desk)
    page = desk.send(f"/import/{draft}/create", version=2).text
    assert re.findall(r'id="([\w-]+)"[^>]* autofocus', page) == ["translator-here"]
    answer = {"translator": "outside", "translator_name": "Huda"}
    page = desk.send(f"/import/{draft}/create", version=2, **answer).text
    assert re.findall(r'id="([\w-]+)"[^>]* autofocus', page) == ["english-finished"]


def test_a_translator_named_without_a_choice_is_taken_as_the_choice(
    desk: Client, staff: dict[str, Actor], database: Database
) -> None:
    draft = paired(desk)
    unfinished = desk.send(f"/import/{draft}/create", version=2, translator_name="Huda")
    assert unfinished.status_code == 422
    assert re.search(r'<input type="radio"[^>]*value="outside" checked', unfinished.text)
    answer = desk.send(f"/import/{draft}/create", version=2, translator_name="Huda", english="rough")
    assert answer.status_code == 303
    tala = staff["translator"].id
    second = desk.send(f"/import/{paired(desk)}/create", version=2, translator_id=tala, english="rough")
    assert second.status_code == 303
    with database.reading() as session:
        found = session.execute(
            select(Article.translated_by_name, Article.translated_by_id).order_by(Article.id)
        )
        assert [tuple(row) for row in found] == [("Huda", None), ("", tala)]


def test_an_article_with_the_same_headline_is_pointed_out(desk: Client) -> None:
    first = paired(desk)
    assert "already on the desk" not in desk.get(f"/import/{first}/pairs").text
    slug = desk.send(
        f"/import/{first}/create", version=2, translator="outside", translator_name="Huda", english="rough"
    ).location.removeprefix("/articles/")
    page = desk.get(f"/import/{paired(desk)}/pairs").text
    assert "An article with this Arabic headline is already on the desk" in page
    assert f'href="/articles/{slug}"' in page


def test_creating_twice_is_one_article_and_back_leads_to_it(desk: Client, database: Database) -> None:
    draft = paired(desk)
    answers = {"version": 2, "translator": "outside", "translator_name": "S", "english": "rough"}
    first = desk.send(f"/import/{draft}/create", **answers)
    again = desk.send(f"/import/{draft}/create", **answers)
    assert first.location == again.location
    for path in ("", "/clean", "/pairs"):
        assert desk.get(f"/import/{draft}{path}").location == first.location
    stepped = desk.send_json(f"/import/{draft}/pairs", {"version": 2, "do": "merge:0", "shown": {}})
    assert stepped.json == {"location": first.location}
    with database.reading() as session:
        assert len(session.scalars(select(Article)).all()) == 1
        states = session.scalars(select(Segment.state)).all()
    assert set(states) == {State.DRAFT}
    assert "unfinished" not in desk.get("/import").text
