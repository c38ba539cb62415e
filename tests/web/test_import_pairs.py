"""The import's page of pairs, without JavaScript and as a script uses it: order, splits, offers, long texts."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.web.conftest import Client
from tests.web.importing import paired, started, stored
from workbench import clock
from workbench.align.bead import Bead
from workbench.db.engine import Database
from workbench.domain.people import Actor
from workbench.intake.document import Block, Document
from workbench.services import importing, pair_offers
from workbench.services.draft_state import DraftState, SideState, beads

SOURCE = (
    "عاد الصيادون. كان البحر هادئًا.",
    "قالت سلمى إن المرفأ قديم.",
    "وصلت ثلاثة قوارب.",
    "انتهى اليوم.",
)
TARGET = (
    "The fishermen came back. The sea was calm.",
    "Salma said the harbour is old.",
    "Three boats arrived.",
    "The day ended.",
)


@pytest.fixture
def keep(database: Database, staff: dict[str, Actor]) -> Callable[[DraftState], int]:
    """Stores a draft of the editor's; its id."""

    def start(state: DraftState) -> int:
        with database.writing() as session:
            return importing.start_draft(session, staff["editor"], state, at=clock.now()).id

    return start


def state_of(source: tuple[str, ...] = SOURCE, target: tuple[str, ...] = TARGET) -> DraftState:
    """Pairs of one and one."""
    sides = [SideState(document=Document(tuple(Block(text) for text in side))) for side in (source, target)]
    count = len(source)
    return DraftState(sides[0], sides[1], beads([1] * count, [1] * count, [0.9] * count))


def english(database: Database, draft: int) -> list[str]:
    """The first word of the English in each pair, with + between blocks."""
    state = stored(database, draft)
    kept = state.target.kept
    return ["+".join(kept[n].text.split()[0] for n in bead.target) for bead in state.pairs]


# --- without JavaScript --------------------------------------------------------------------------------


def test_a_pair_is_split_at_a_sentence_by_a_form(
    desk: Client, database: Database, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(state_of())
    page = desk.get(f"/import/{draft}/pairs?split=0&at=0").text
    # Between the two sentences of both sides, ready to be sent as it is.
    assert re.findall(r'name="cut-target-0" value="([^"]+)" checked', page) == ["0:25"]
    assert re.findall(r'name="cut-source-0" value="([^"]+)" checked', page) == ["0:14"]
    answer = desk.send(
        f"/import/{draft}/pairs",
        version=1,
        do="split:0",
        **{"cut-source-0": "0:14", "cut-target-0": "0:25"},
    )
    assert answer.location == f"/import/{draft}/pairs?at=0#pair-0"
    assert english(database, draft) == ["The", "The", "Salma", "Three", "The"]
    assert "split pair 1" in desk.get(f"/import/{draft}/pairs").text


def test_text_is_cut_and_put_elsewhere_by_links_and_buttons(
    desk: Client, database: Database, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(state_of())
    page = desk.get(f"/import/{draft}/pairs?cut=target:2&at=2").text
    assert "English of row 3 is cut" in page
    assert 'value="put:target:2:0"' in page
    answer = desk.send(f"/import/{draft}/pairs", version=1, do="put:target:2:0")
    assert answer.location == f"/import/{draft}/pairs?at=0#pair-0"
    assert english(database, draft) == ["The+Three", "Salma", "", "The"]
    desk.send(f"/import/{draft}/pairs", version=2, do="apart:target:3:1")
    assert english(database, draft) == ["The+Three", "The", "Salma", "", ""]
    desk.send(f"/import/{draft}/pairs", version=3, do="swap:target:0")
    assert english(database, draft) == ["The", "The+Three", "Salma", "", ""]


def test_words_are_corrected_on_the_page_of_pairs(
    desk: Client, database: Database, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(state_of())
    page = desk.get(f"/import/{draft}/pairs?edit=target-1-0&at=1").text
    assert "Salma said the harbour is old.</textarea>" in page
    desk.send(f"/import/{draft}/pairs", version=1, do="text:target:1:0", text="Huda said so.")
    assert english(database, draft) == ["The", "Huda", "Three", "The"]
    refused = desk.send(f"/import/{draft}/pairs", version=2, do="text:target:1:0", text=" ")
    assert refused.status_code == 422


@pytest.mark.parametrize(
    "address",
    ["?split=99", "?split=x", "?cut=middle:1", "?cut=target:x", "?edit=target-9", "?at=99", "?at=-1"],
)
def test_an_address_that_names_nothing_shows_the_page(
    desk: Client, keep: Callable[[DraftState], int], address: str
) -> None:
    draft = keep(state_of())
    assert desk.get(f"/import/{draft}/pairs{address}").status_code == 200


def test_the_form_to_split_is_had_by_scripts_too(desk: Client, keep: Callable[[DraftState], int]) -> None:
    draft = keep(state_of())
    form = desk.get(f"/import/{draft}/pairs/split?row=0").json
    assert sorted(form["cells"]) == ["source", "target"]
    assert 'value="0:25" checked' in form["cells"]["target"]
    words = desk.get(f"/import/{draft}/pairs/split?row=2").json
    assert 'value="0:12" checked' in words["cells"]["target"]
    lone = keep(state_of(("وصل", "عاد"), ("arrived", "back")))
    refused = desk.get(f"/import/{lone}/pairs/split?row=0")
    assert refused.status_code == 422
    assert "nothing to split" in refused.text
    assert desk.get(f"/import/{draft}/pairs/split?row=9").status_code == 422
    assert desk.get(f"/import/{draft}/pairs/split").status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        [],
        "merge:0",
        {"do": "merge:0", "shown": [1]},
        {"do": "merge:0", "shown": {"pairs": "all"}},
        {"do": "put:target:0:1", "block": "x"},
        {"do": "put:target:0:1", "block": -1},
        {"do": "put:target:0:-1"},
        {"do": "put:middle:0:1"},
        {"do": "put:target:0"},
        {"do": "apart:target:0:99"},
        {"do": "split:0", "cut-target": "0:x"},
        {"do": "split:0", "cut-target": "7:3"},
        {"do": "take:x"},
        {"do": "take:1"},
        {"do": "swap:target:3"},
        {"do": "pin:99"},
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    desk: Client, database: Database, keep: Callable[[DraftState], int], sent: Any
) -> None:
    draft = keep(state_of())
    answer = desk.send_json(
        f"/import/{draft}/pairs", {**sent, "version": 1} if isinstance(sent, dict) else sent
    )
    assert answer.status_code == 422
    assert answer.json["error"]["message"]
    assert stored(database, draft) == state_of()


# --- moves that are offered ----------------------------------------------------------------------------


def offering() -> DraftState:
    """The English of the Arabic in row 4 stands in row 1, and that of row 1 in row 3."""
    sides = [SideState(document=Document(tuple(Block(text) for text in side))) for side in (SOURCE, TARGET)]
    state = DraftState(sides[0], sides[1], beads([1, 1, 1, 1, 0], [1, 1, 1, 0, 1], [0.9] * 5))
    return pair_offers.with_offers(state, [Bead((3,), (0,)), Bead((0,), (2,))])


def test_a_move_is_offered_on_both_rows_and_taken(
    desk: Client, database: Database, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(offering())
    page = desk.get(f"/import/{draft}/pairs").text
    assert "2 paragraphs of the English seem" in page
    assert page.count("This English seems to belong to") == 2
    assert page.count("Its English seems to be in") == 2
    desk.send(f"/import/{draft}/pairs", version=1, do="take:1")
    assert english(database, draft) == ["", "Salma", "Three", "The", "The"]
    page = desk.get(f"/import/{draft}/pairs").text
    assert "1 paragraph of the English seems" in page
    desk.send(f"/import/{draft}/pairs", version=2, do="leave:2")
    assert "seems to belong" not in desk.get(f"/import/{draft}/pairs").text
    gone = desk.send(f"/import/{draft}/pairs", version=3, do="take:2")
    assert gone.status_code == 422
    assert "not offered any more" in gone.text
    desk.send(f"/import/{draft}/pairs", version=3, do="undo")
    assert "seems to belong" in desk.get(f"/import/{draft}/pairs").text


def test_all_moves_are_taken_in_one_step_that_can_be_undone(
    desk: Client, database: Database, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(offering())
    before = english(database, draft)
    desk.send(f"/import/{draft}/pairs", version=1, do="take-all")
    assert english(database, draft) == ["Three", "Salma", "", "The", "The"]
    desk.send(f"/import/{draft}/pairs", version=2, do="undo")
    assert english(database, draft) == before


def test_an_offer_follows_its_text_and_names_the_row_it_is_in_now(
    desk: Client, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(offering())
    shown = {"pairs": [0, 5]}
    answer = desk.send_json(f"/import/{draft}/pairs", {"version": 1, "do": "merge:1", "shown": shown})
    # Rows 2 and 3 are one by hand, so that nothing is offered there; the other offer says where its Arabic is now.
    html = "".join(patch["html"] for patch in answer.json["patches"])
    assert re.findall(r"belong to <a[^>]*>(row \d)", html) == ["row 3"]
    assert "1 paragraph of the English seems" in answer.json["regions"]["offers"]
    assert answer.json["weakest"] == [0, 2, 3]


# --- long texts ----------------------------------------------------------------------------------------


def long_state(count: int) -> DraftState:
    return state_of(
        tuple(f"فقرة رقم {n}." for n in range(count)), tuple(f"W{n} is a line." for n in range(count))
    )


@contextmanager
def counted() -> Iterator[list[str]]:
    sent: list[str] = []

    def note(*arguments: Any) -> None:
        if not str(arguments[2]).startswith(("PRAGMA", "BEGIN")):
            sent.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_far_move_sends_the_two_rows_it_changes(desk: Client, keep: Callable[[DraftState], int]) -> None:
    draft = keep(long_state(600))
    answer = desk.send_json(
        f"/import/{draft}/pairs", {"version": 1, "do": "put:target:3:150", "shown": {"pairs": [0, 200]}}
    ).json
    assert [(p["at"], p["remove"], p["html"].count("<li")) for p in answer["patches"]] == [
        (3, 1, 1),
        (150, 1, 1),
    ]
    assert "location" not in answer
    # From another page only this page's row is sent.
    answer = desk.send_json(
        f"/import/{draft}/pairs", {"version": 2, "do": "put:target:250:20", "shown": {"pairs": [200, 200]}}
    ).json
    assert [(p["at"], p["html"].count("<li")) for p in answer["patches"]] == [(250, 1)]


def test_rows_that_come_above_the_page_move_its_first_number(
    desk: Client, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(long_state(600))
    answer = desk.send_json(
        f"/import/{draft}/pairs", {"version": 1, "do": "apart:target:250:10", "shown": {"pairs": [200, 200]}}
    ).json
    assert answer["offset"] == 201
    assert [(p["at"], p["remove"]) for p in answer["patches"]] == [(251, 1)]


def test_a_step_takes_as_many_statements_in_a_long_text_as_in_a_short_one(
    desk: Client, keep: Callable[[DraftState], int]
) -> None:
    desk.form_token()  # asks once
    asked = []
    for count in (20, 390):
        draft = keep(long_state(count))
        with counted() as sent:
            desk.send_json(
                f"/import/{draft}/pairs", {"version": 1, "do": "merge:3", "shown": {"pairs": [0, 20]}}
            )
            desk.get(f"/import/{draft}/pairs")
        asked.append(len(sent))
    assert asked[0] == asked[1]
    assert asked[0] <= 12


def test_a_page_of_a_long_text_has_the_tools_once(desk: Client, keep: Callable[[DraftState], int]) -> None:
    draft = keep(long_state(600))
    page = desk.get(f"/import/{draft}/pairs?at=350")
    assert page.text.count('class="pair"') == 200
    assert page.text.count('data-act="merge"') == 1
    assert 'value="merge:350"' in page.text
    assert len(page.data) < 350_000


# --- the sides the wrong way round ---------------------------------------------------------------------


def test_sides_given_the_wrong_way_round_are_swapped_and_read_by_their_own_rules(
    desk: Client, database: Database
) -> None:
    arabic = "عودة الصيادين\n\nطباعة\n\nعاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب طويل."
    english = (
        "Fishermen return\n\nPrint\n\nThirty fishermen came back to the old harbour after a long absence."
    )
    answer = desk.send("/import", source_text=english, target_text=arabic)
    draft = int(answer.location.split("/")[2])
    page = desk.get(answer.location).text
    assert "does not look Arabic" in page
    before = stored(database, draft)
    assert desk.send(f"/import/{draft}/clean", version=1, do="swap").status_code == 303
    state = stored(database, draft)
    assert [block.text for block in state.source.kept] == [
        "عودة الصيادين",
        "عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب طويل.",
    ]
    assert state.target.kept[0].text == "Fishermen return"
    assert "does not look Arabic" not in desk.get(f"/import/{draft}/clean").text
    # Undone as a whole, by a script too, which then draws the page anew.
    shown = {"source": [0, 5], "target": [0, 5]}
    answer = desk.send_json(f"/import/{draft}/clean", {"version": 2, "do": "undo", "shown": shown})
    assert answer.json["location"] == f"/import/{draft}/clean"
    assert stored(database, draft).source == before.source
    desk.send(f"/import/{draft}/clean", version=3, do="redo")
    assert stored(database, draft).target == state.target


def test_sides_are_swapped_as_they_are_given(desk: Client, database: Database) -> None:
    answer = desk.send(
        "/import", source_text="", target_text="عنوان\n\nنص طويل يكفي للقراءة هنا.", swap="yes"
    )
    assert re.fullmatch(r"/import/\d+/clean", answer.location)
    draft = int(answer.location.split("/")[2])
    assert stored(database, draft).source.kept[0].text == "عنوان"
    assert stored(database, draft).target.document is None
    # Without the word, the Arabic is asked for and nothing is lost.
    answer = desk.send("/import", source_text="", target_text="عنوان\n\nنص طويل يكفي للقراءة هنا.")
    assert "The Arabic is needed" in desk.get(answer.location).text
    again = desk.send(
        answer.location, source_text="", target_text="عنوان\n\nنص طويل يكفي للقراءة هنا.", swap="yes"
    )
    assert again.location.endswith("/clean")


def test_giving_a_side_anew_can_be_undone(desk: Client, database: Database) -> None:
    answer = desk.send("/import", source_text="عنوان\n\nنص.", target_text="Title\n\nText.")
    draft = int(answer.location.split("/")[2])
    desk.send(f"/import/{draft}/align", version=1)
    paired = stored(database, draft)
    desk.send(f"/import/{draft}", source_text="عنوان\n\nنص.", target_text="Another title")
    assert stored(database, draft).pairs == ()
    desk.send(f"/import/{draft}/clean", version=3, do="undo")
    again = stored(database, draft)
    assert (again.target, again.pairs) == (paired.target, paired.pairs)


def test_aligning_again_takes_the_hand_work_back_but_can_be_undone(desk: Client, database: Database) -> None:
    draft = paired(desk)
    aligned = stored(database, draft).pairs
    desk.send(f"/import/{draft}/pairs", version=2, do="merge:0")
    merged = stored(database, draft).pairs
    # Coming back to the pairs from step two keeps them.
    desk.send(f"/import/{draft}/align", version=3)
    assert stored(database, draft).pairs == merged
    desk.send(f"/import/{draft}/align", version=3, again="yes")
    assert stored(database, draft).pairs == aligned
    desk.send(f"/import/{draft}/pairs", version=4, do="undo")
    assert stored(database, draft).pairs == merged


def test_before_an_undo_that_takes_the_pairing_back_the_page_says_so(desk: Client) -> None:
    draft = paired(desk)
    path = f"/import/{draft}/pairs"
    says = "takes back “paired the two sides” and leaves this page"
    assert says in desk.get(path).text
    shown = {"pairs": [0, 4]}
    merged = desk.send_json(path, {"version": 2, "do": "merge:0", "shown": shown})
    assert merged.json["leaves"] == ""
    undone = desk.send_json(path, {"version": 3, "do": "undo", "shown": shown})
    assert says in undone.json["leaves"]
    left = desk.send_json(path, {"version": 4, "do": "undo", "shown": shown})
    assert "Undone: paired the two sides. Redo brings the pairs back." in desk.get(left.json["location"]).text


def test_aligning_the_rest_says_what_came_of_it(desk: Client) -> None:
    draft = paired(desk)
    desk.send(f"/import/{draft}/pairs", version=2, do="merge:0")
    desk.send(f"/import/{draft}/align", version=3, again="all")
    assert "Paired: 4 rows, " in desk.get(f"/import/{draft}/pairs").text


def test_rows_of_one_side_are_named_where_the_article_is_created(
    desk: Client, keep: Callable[[DraftState], int]
) -> None:
    draft = keep(state_of())
    path = f"/import/{draft}/pairs"
    assert "no English (<a" not in desk.get(path).text
    answer = desk.send_json(path, {"version": 1, "do": "unpair:1", "shown": {"pairs": [0, 4]}})
    said = " ".join(re.sub(r"<[^>]+>", "", answer.json["regions"]["one-sided"]).split())
    assert "1 row has no English (row 2) and 1 has no Arabic (row 3)" in said
    assert said in " ".join(re.sub(r"<[^>]+>", "", desk.get(path).text).split())


def test_many_pairs_come_in_pages(desk: Client) -> None:
    words = "\n\n".join(f"جملة رقم {n} من نص طويل لا ينتهي" for n in range(650))
    draft = started(desk, source_text=words, target_text="")
    desk.send(f"/import/{draft}/align", version=1)
    page = desk.get(f"/import/{draft}/pairs?page=3").text
    assert page.count('class="pair"') == 200
    assert 'start="401"' in page
    assert "Rows 401–600 of 650" in page
    at = desk.get(f"/import/{draft}/pairs?at=649").text
    assert 'id="pair-649"' in at
    answer = desk.send_json(
        f"/import/{draft}/pairs", {"version": 2, "do": "merge:450", "shown": {"pairs": [400, 200]}}
    )
    assert len(answer.data) < 5000


def test_pairs_that_a_person_set_say_so_and_undo_brings_the_confidence_back(
    desk: Client, database: Database
) -> None:
    draft = paired(desk)
    path = f"/import/{draft}/pairs"
    aligned = stored(database, draft).pairs

    def words() -> list[str]:
        return re.findall(r'id="pair-\d+" data-sureness="(\w+)"', desk.get(path).text)

    first = words()
    assert set(first) <= {"sure", "likely", "unsure"}
    desk.send(path, version=2, do="merge:2")
    assert words() == [*first[:2], "hand"]
    assert "1 by hand" in desk.get(path).text
    desk.send(path, version=3, do="undo")
    assert words() == first
    assert stored(database, draft).pairs == aligned
    # In Clean, the English of one pair gets the words of the next.
    blocks = stored(database, draft).target.blocks
    second = [n for n, block in enumerate(blocks) if block.is_kept][1]
    desk.send(f"/import/{draft}/clean", version=4, do=f"join:target:{second}")
    assert words() == [first[0], "alone", "unsure", first[3]]
    desk.send(f"/import/{draft}/clean", version=5, do="undo")
    assert words() == first


def test_how_sure_a_pair_is_has_a_figure(desk: Client, database: Database) -> None:
    draft = paired(desk)
    first = stored(database, draft).pairs[0]
    page = desk.get(f"/import/{draft}/pairs").text
    assert f"{min(99, round(100 * first.confidence))} in 100</span>" in page  # no guess is certain
    # What a person has set was not weighed.
    desk.send(f"/import/{draft}/pairs", version=2, do="pin:0")
    after = desk.get(f"/import/{draft}/pairs").text
    assert after.count(" in 100</span>") == page.count(" in 100</span>") - 1
