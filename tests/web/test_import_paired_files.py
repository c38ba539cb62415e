"""Files that hold both languages, from the import's page to the article."""

import io
import re

import pytest
from sqlalchemy import select

from tests.web.conftest import Client
from tests.web.importing import ARABIC, ENGLISH, started, stored
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


WIDE = """العربية,English,Machine,Old Arabic
عاد المركب إلى الميناء,The boat returned to port,Ship came to harbour,رجع المركب
جفّت الشباك على الرصيف,The nets dried on the quay,Nets dry at pier,يبست الشباك
"""


def test_other_columns_of_a_table_are_chosen_and_undone(desk: Client, database: Database) -> None:
    place = desk.send("/import", source_file=table(WIDE)).location
    draft = int(place.split("/")[2])
    page = desk.get(place).text
    assert '<option value="2">C: \u2068Machine\u2069</option>' in page
    path = f"/import/{draft}/columns"
    assert desk.send(path, version=1, side="source", arabic=3, english=2).location == place
    state = stored(database, draft)
    assert [b.text for b in state.source.kept] == ["رجع المركب", "يبست الشباك"]
    assert [b.text for b in state.target.kept] == ["Ship came to harbour", "Nets dry at pier"]
    assert '<option value="3" selected>' in desk.get(place).text
    for arabic, english in ((3, 3), (0, 9), ("", 1)):  # one twice, one that is not there, none
        refused = desk.send(path, version=2, side="source", arabic=arabic, english=english)
        assert refused.status_code in (303, 422)
        assert stored(database, draft).source.kept == state.source.kept
    desk.send(f"/import/{draft}/pairs", version=2, do="undo")
    assert stored(database, draft).source.kept[0].text == "عاد المركب إلى الميناء"
    assert '<option value="0" selected>' in desk.get(place).text


def test_a_table_whose_languages_nobody_can_tell_asks_for_its_columns(
    desk: Client, database: Database
) -> None:
    mixed = (
        "a,b,c\nالمركب boat boat boats,البحر sea seas seas,7\nشباك nets nets nets,رصيف quay quays quay,8\n"
    )
    place = desk.send("/import", source_file=table(mixed)).location
    draft = int(place.split("/")[2])
    page = desk.get(place).text
    assert "Which columns are they?" in page
    assert '<option value="">choose a column</option>' in page
    done = desk.send(f"/import/{draft}/columns", version=1, side="source", arabic=0, english=1)
    assert done.location == f"/import/{draft}/pairs"
    assert [b.text for b in stored(database, draft).target.kept] == [
        "b",
        "البحر sea seas seas",
        "رصيف quay quays quay",
    ]


def test_columns_of_a_paste_are_chosen_too(desk: Client, database: Database) -> None:
    pasted = WIDE.replace(",", "\t")
    place = desk.send("/import", target_text=pasted).location
    draft = int(place.split("/")[2])
    desk.send(f"/import/{draft}/columns", version=1, side="target", arabic=0, english=2)
    assert stored(database, draft).target.kept[0].text == "Ship came to harbour"


def test_what_was_done_does_not_look_like_a_warning(desk: Client) -> None:
    table = "Arabic\tEnglish\nعاد ثلاثون صيادًا إلى المرفأ.\tThirty fishermen returned.\nقال رئيس التعاونية.\tThe head said so."
    looked = desk.send("/import/recognise", side="source", text=table).json["html"]
    assert '<p class="told">' in looked
    assert "Taken: Arabic from column A" in looked
    assert 'class="warning"' not in looked


def test_swapped_sides_are_warned_of_once(desk: Client) -> None:
    draft = started(desk, source_text=ENGLISH, target_text=ARABIC)
    page = desk.get(f"/import/{draft}/clean").text
    assert page.count('class="warning"') == 1
    assert "Swap the sides" in page
