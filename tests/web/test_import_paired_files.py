"""Files that hold both languages, from the import's page to the article."""

import io
import re

import pytest
from sqlalchemy import select

from tests.web.conftest import Client
from tests.web.importing import ARABIC, ENGLISH, stored
from workbench.db.engine import Database
from workbench.db.models import Problem, Segment
from workbench.domain.workflow import State

TABLE = """Arabic,English,Notes,Status
عاد المركب إلى الميناء,The boat returned to port,Which port?,approved
جفّت الشباك على الرصيف,The nets dried on the quay,,draft
"""


def table(text: str = TABLE, codec: str = "utf-8") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode(codec)), "pairs.csv"


@pytest.mark.parametrize("side", ["source", "target"])
def test_a_file_of_pairs_leads_straight_to_the_pairs_and_to_the_article(
    desk: Client, database: Database, side: str
) -> None:
    answer = desk.send("/import", **{f"{side}_file": table()})
    assert re.fullmatch(r"/import/\d+/pairs", answer.location)
    page = desk.get(answer.location).text
    for words in (
        "Which port?",
        "translated in the file",
        "draft in the file",
        "from the file",
        "As the file says",
    ):
        assert words in page
    draft = answer.location.split("/")[2]
    answers = {"translator": "outside", "translator_name": "Huda", "english": "file"}
    done = desk.send(f"/import/{draft}/create", version=1, **answers)
    assert done.status_code == 303, done.text
    with database.reading() as session:
        states = session.scalars(select(Segment.state).order_by(Segment.position)).all()
        assert states == [State.TRANSLATED, State.DRAFT]
        assert session.scalars(select(Problem.note)).all() == ["Which port?"]


def test_a_file_of_pairs_is_recognised_at_once(desk: Client) -> None:
    looked = desk.send("/import/recognise", side="target", file=table())
    assert "Both languages: 2 pairs" in looked.json["html"]
    pasted = "عاد المركب\tThe boat returned\nجفّت الشباك\tThe nets dried"
    looked = desk.send("/import/recognise", side="source", text=pasted)
    assert "Both languages: 2 pairs" in looked.json["html"]


def test_a_file_of_pairs_beside_a_text_is_settled_by_clearing_one(desk: Client, database: Database) -> None:
    first = desk.send("/import", source_file=table(), target_text=ENGLISH).location
    assert 'id="target-problem"' in desk.get(first).text
    assert desk.send(first, target_text="").location == f"{first}/pairs"
    # Or the other way: without the file the text stays, and the Arabic is asked for.
    second = desk.send("/import", source_file=table(), target_text=ENGLISH).location
    desk.send(second, target_text=ENGLISH, source_remove="yes")
    page = desk.get(second).text
    assert "The Arabic is needed" in page
    assert 'id="target-problem"' not in page


def test_taking_a_file_of_pairs_away_takes_both_its_sides(desk: Client, database: Database) -> None:
    draft = desk.send("/import", source_file=table()).location.split("/")[2]
    desk.send(f"/import/{draft}", source_text=ARABIC, source_remove="yes")
    state = stored(database, int(draft))
    assert state.target.document is None
    assert state.pairs == ()


def test_a_wrong_guess_at_a_table_is_put_right_on_the_clean_page(desk: Client, database: Database) -> None:
    draft = int(desk.send("/import", source_file=table(codec="cp1256")).location.split("/")[2])
    assert "Read as Windows-1256" in desk.get(f"/import/{draft}/clean").text
    again = {"do": "encoding:source", "encoding-source": "iso8859-6"}
    desk.send(f"/import/{draft}/clean", version=1, **again)
    assert stored(database, draft).source.document.encoding == "ISO-8859-6 (Arabic)"
    assert len(stored(database, draft).pairs) == 2
