"""A step on an import: told apart from an older window's, answered to scripts in part, and undone with its name."""

from tests.web.conftest import Client, ClientFor
from tests.web.importing import kept, line, paired, started, stored
from workbench.db.engine import Database


def test_a_stale_window_is_told_and_shown_the_newer_state(desk: Client, database: Database) -> None:
    draft = started(desk)
    first = line(database, draft, "عودة الصيادين إلى المرفأ القديم")
    desk.send(f"/import/{draft}/clean", version=1, do=f"kind:source:{first}", kind="standfirst")
    late = desk.send(f"/import/{draft}/clean", version=1, do=f"text:source:{first}", text="كلام طويل جدًا")
    assert late.status_code == 409
    assert "Another window" in late.text
    assert "كلام طويل جدًا" in late.text
    assert '<option value="standfirst" selected>' in late.text
    assert kept(database, draft)[0] == "عودة الصيادين إلى المرفأ القديم"
    script = desk.send_json(f"/import/{draft}/clean", {"version": 1, "do": f"leave-out:source:{first}"})
    assert (script.status_code, script.json["error"]["code"]) == (409, "conflict")
    assert desk.send(f"/import/{draft}/align", version=1).status_code == 409


def test_scripts_get_the_changed_rows_only(desk: Client, database: Database) -> None:
    draft = started(desk)
    ad = line(database, draft, "ad a b")
    count = len(stored(database, draft).source.blocks)
    shown = {"source": [0, count], "target": [0, 5]}
    answer = desk.send_json(
        f"/import/{draft}/clean", {"version": 1, "do": f"restore:source:{ad}", "shown": shown}
    )
    assert answer.json["version"] == 2
    [patch] = answer.json["patches"]
    assert (patch["list"], patch["at"], patch["remove"]) == ("source", ad, 1)
    assert patch["html"].count("<li") == 1
    assert "ad a b" in patch["html"]
    assert list(answer.json["regions"]) == ["source-found"]
    assert "ad a b" in answer.json["undo"]

    desk.send(f"/import/{draft}/align", version=2)
    rows = len(stored(database, draft).pairs)
    answer = desk.send_json(
        f"/import/{draft}/pairs", {"version": 3, "do": "merge:1", "shown": {"pairs": [0, rows]}}
    )
    [patch] = answer.json["patches"]
    assert (patch["at"], patch["remove"], patch["html"].count("<li")) == (1, 2, 1)
    # A row that is not on the page is not sent; the answer says where to find it.
    answer = desk.send_json(
        f"/import/{draft}/pairs", {"version": 4, "do": "undo", "shown": {"pairs": [200, 9]}}
    )
    assert answer.json["patches"] == []
    assert answer.json["location"] == f"/import/{draft}/pairs?at=1#pair-1"


NONSENSE = (
    "", "explode:1", "merge", "merge:x", "merge:999", "leave-out:middle:1", "kind:source:0", "kind:0",
    "split:source:0", "text:source:0", "restore:source:-1", "next:target:999", "fields:nowhere", "encoding:source",
)  # fmt: skip


def test_nonsense_is_refused_and_changes_nothing(desk: Client, database: Database) -> None:
    draft = paired(desk)
    before = stored(database, draft)
    for path in ("clean", "pairs"):
        for do in NONSENSE:
            answer = desk.send(f"/import/{draft}/{path}", version=2, do=do, kind="nonsense")
            assert answer.status_code == 422, (path, do)
    assert stored(database, draft) == before


def test_undoing_the_alignment_leads_back_to_step_two(desk: Client) -> None:
    draft = paired(desk)
    shown = {"pairs": [0, 4]}
    answer = desk.send_json(f"/import/{draft}/pairs", {"version": 2, "do": "undo", "shown": shown})
    assert answer.json["location"] == f"/import/{draft}/clean"
    assert desk.get(f"/import/{draft}/pairs").location == f"/import/{draft}/clean"


def test_doing_the_pairing_again_on_the_page_before_leads_back_to_the_pairs(desk: Client) -> None:
    draft = paired(desk)
    path, pairs = f"/import/{draft}/clean", f"/import/{draft}/pairs"
    assert desk.send(path, version=2, do="undo").location == path
    assert desk.get(pairs).location == path
    assert desk.send(path, version=3, do="redo").location == pairs
    assert desk.send_json(path, {"version": 4, "do": "undo"}).json["location"] == path
    assert desk.send_json(path, {"version": 5, "do": "redo"}).json["location"] == pairs


def test_the_foot_does_not_say_saved_when_another_window_was_first(desk: Client) -> None:
    draft = started(desk)
    saved = desk.get(f"/import/{draft}/clean").text
    assert "Everything saved" in saved
    assert desk.send(f"/import/{draft}/clean", version=1, do="leave-out:source:1").status_code == 303
    stale = desk.send(f"/import/{draft}/clean", version=1, do="leave-out:source:4")
    assert stale.status_code == 409
    assert "Not saved: another window changed this" in stale.text
    assert "Everything saved" not in stale.text


def test_the_foot_names_the_step_that_was_undone(desk: Client) -> None:
    draft = paired(desk)
    path = f"/import/{draft}/pairs"
    shown = {"pairs": [0, 9]}
    for n, do in enumerate(("unpair:1", "unpair:0"), 2):
        desk.send_json(path, {"version": n, "do": do, "shown": shown})
    said = [
        desk.send_json(path, {"version": n, "do": do, "shown": shown}).json["said"]
        for n, do in enumerate(("undo", "undo", "redo"), 4)
    ]
    assert said == [
        "Undone: paired both sides of row 1 with nothing",
        "Undone: paired both sides of row 2 with nothing",
        "Done again: paired both sides of row 2 with nothing",
    ]
    assert "Undone: paired both sides of row 1 with nothing" in desk.get(path).text


def test_unfinished_imports_are_mine_alone(desk: Client, client_for: ClientFor) -> None:
    draft = started(desk)
    other = client_for("translator")
    assert "unfinished" not in other.get("/import").text
    assert other.get(f"/import/{draft}/clean").status_code == 404
    assert other.send(f"/import/{draft}/clean", version=1, do="undo").status_code == 404
    other.send(f"/import/{draft}/discard")
    listed = desk.get("/import").text
    assert f'href="/import/{draft}/clean"' in listed
    assert "Fishermen return to the old harbour" in listed
    desk.send(f"/import/{draft}/discard")
    assert desk.get(f"/import/{draft}/clean").status_code == 404
