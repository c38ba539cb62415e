"""What the Clean page says of the text: its repairs, letters that look wrong, and its facts."""

import io
import re

import pytest

from tests.web.conftest import Client
from tests.web.importing import ARABIC, ENGLISH, kept, started, stored
from workbench.db.engine import Database

FAULTY = ARABIC.replace("الصغيرة", "الصغــيرة\u200f").replace("البحر", "ﺍﻟﺒﺤﺮ")


def test_repairs_are_said_with_before_and_after_and_taken_back(desk: Client, database: Database) -> None:
    draft = started(desk, source_text=FAULTY)
    page = desk.get(f"/import/{draft}/clean").text
    assert "3 repairs made: shapes of letters (1), direction marks (1), tatweel (1)" in page
    assert '<details class="repairs" id="source-repairs-list">' in page  # closed, above the text
    assert '<span class="unseen" lang="en" dir="ltr">right-to-left mark</span>' in page
    assert any("البحر أعطى" in text for text in kept(database, draft))
    answer = desk.send(
        f"/import/{draft}/clean", do="repairs:source", version=1, **{"repair-source": ["tatweel", "bidi-controls"]}
    )  # fmt: skip
    assert answer.location == f"/import/{draft}/clean?repairs=source#source-repairs"
    assert any("ﺍﻟﺒﺤﺮ" in text for text in kept(database, draft))
    page = desk.get(f"/import/{draft}/clean").text
    assert "Not made: shapes of letters (1)" in page
    desk.send(f"/import/{draft}/clean", do="undo", version=2)
    assert any("البحر أعطى" in text for text in kept(database, draft))


def test_a_script_gets_the_list_of_repairs_anew(desk: Client) -> None:
    draft = started(desk, source_text=FAULTY)
    answer = desk.send_json(
        f"/import/{draft}/clean",
        {"do": "repairs:source", "repair-source": [], "version": 1, "shown": {"source": [0, 50]}},
    )
    assert answer.json["regions"]["source-repairs"].count("checked") == 0
    assert [patch["list"] for patch in answer.json["patches"]] == ["source"]


def test_all_places_of_a_repair_can_be_looked_at(desk: Client) -> None:
    drawn = " ".join(f"كتــاب{'ة' * (n % 2)} وأشياء أخرى كثيرة في البيت القديم" for n in range(12))
    draft = started(desk, source_text=f"{ARABIC}\n\n{drawn}.")
    page = desk.get(f"/import/{draft}/clean").text
    assert "Show all 12 places" in page
    assert page[page.index("Show all") :].count('<span class="quiet">before</span>') == 12


def test_one_place_of_a_repair_is_taken_back_by_the_form_alone(desk: Client, database: Database) -> None:
    drawn = ARABIC.replace("البحر", "البــحر").replace("القوارب", "القــوارب")
    draft = started(desk, source_text=drawn)
    page = desk.get(f"/import/{draft}/clean").text
    places = re.findall(r'name="place-source" value="(tatweel:\d+)"[^>]* checked', page)
    assert len(places) == 2
    desk.send(f"/import/{draft}/clean", do="repairs:source", version=1, **{"repair-source": ["tatweel"], "place-source": places[:1]})  # fmt: skip
    assert any("البحر" in text for text in kept(database, draft))
    assert any("القــوارب" in text for text in kept(database, draft))
    page = desk.get(f"/import/{draft}/clean?repairs=source").text
    assert 'id="source-repairs-list" open' in page
    assert "made in 1 of 2 places" in page
    assert "1 repair made: tatweel (1). Not made: tatweel (1)" in page


@pytest.mark.parametrize("side", ["source", "target"])
def test_words_in_the_letters_of_the_other_side_read_their_own_way(desk: Client, side: str) -> None:
    draft = started(desk, source_text=ENGLISH, target_text=ARABIC)
    page = desk.get(f"/import/{draft}/clean").text
    shown = page[page.index(f'data-list-of="{side}"') :].split("</ol>")[0]
    assert 'dir="auto"' in shown
    given = desk.get(f"/import/{draft}").text
    assert given.count('dir="auto" spellcheck') == 2


def test_a_file_in_wrong_letters_is_read_again_before_its_sides_are_swapped(desk: Client) -> None:
    draft = started(
        desk, source_text="", target_text="", source_file=(io.BytesIO(ARABIC.encode("cp1256")), "old.txt")
    )
    wrong = {"do": "encoding:source", "encoding-source": "cp1252"}
    desk.send(f"/import/{draft}/clean", version=1, **wrong)
    page = desk.get(f"/import/{draft}/clean").text
    assert "choose another encoding first" in page
    assert "does not look Arabic" not in page


def test_repairs_are_said_before_anything_is_kept(desk: Client) -> None:
    answer = desk.send("/import/recognise", side="source", text=FAULTY)
    assert "Repaired: shapes of letters (1)" in answer.json["html"]


def test_facts_are_corrected(desk: Client, database: Database) -> None:
    draft = started(desk)
    facts = {
        "source-byline": "هدى سالم",
        "source-tags": "صيد، بحر, مرفأ",
        "source-published_on": "2026-03-18",
    }
    desk.send(f"/import/{draft}/clean", version=1, do="fields:source", **facts)
    fields = stored(database, draft).source.fields
    assert (fields.byline, fields.tags, fields.published_on) == (
        "هدى سالم",
        ("صيد", "بحر", "مرفأ"),
        "2026-03-18",
    )
    wrong = {**facts, "source-url": "javascript:alert(1)"}
    assert desk.send(f"/import/{draft}/clean", version=2, do="fields:source", **wrong).status_code == 422
