"""Changes to rows over HTTP: what a script and what a form gets, and what is refused."""

import re

import pytest
from sqlalchemy import select

from tests.web.articles import add_article, change, segments_of
from tests.web.conftest import ClientFor
from workbench.db.engine import Database
from workbench.db.models import Problem
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.domain.workflow import State


@pytest.fixture
def slug(database: Database, staff: dict[str, Actor]) -> str:
    return add_article(database, staff)


def test_a_save_answers_with_the_new_version_and_a_repeat_the_same(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    client, segment = client_for("translator"), segments_of(database, slug)[1]
    data = {"text": "Some 43 workers.", "version": 1, "save_id": "abc", "base": segment.target, "seen": 1}
    first = change(client, slug, segment.id, "save", **data)
    assert (first["segment"]["version"], first["segment"]["state"]) == (2, "draft")
    again = change(client, slug, segment.id, "save", **data)
    assert again["repeated"]
    assert again["segment"]["version"] == 2
    assert segments_of(database, slug)[1].lock_version == 2


def test_an_answer_brings_what_others_changed_meanwhile(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    ids = [s.id for s in segments_of(database, slug)]
    mine, theirs = client_for("translator"), client_for("translator2")
    change(theirs, slug, ids[0], "save", text="Theirs", version=1, save_id="t", seen=1)
    answer = change(mine, slug, ids[1], "save", text="Mine", version=1, save_id="m", seen=1)
    assert [row["id"] for row in answer["rows"]] == ids[:2]
    assert ">Theirs</div>" in answer["rows"][0]["html"]


def test_a_stale_save_is_a_conflict_with_both_texts_and_a_merge(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    segment = segments_of(database, slug)[1]
    one, two = client_for("translator"), client_for("translator2")
    base = segment.target
    change(one, slug, segment.id, "save", text=base.replace("34", "43"), version=1, save_id="1")
    mine = base.replace("on Sunday", "at dawn")
    stale = {"text": mine, "version": 1, "save_id": "2", "base": base}
    answer = two.send_json(f"/articles/{slug}/segments/{segment.id}/save", stale)
    assert answer.status_code == 409
    error = answer.get_json()["error"]
    assert error["code"] == "conflict"
    assert error["details"]["theirs"]["author"] == "Tala Translator"
    assert error["details"]["merge"]["text"] == "Some 43 workers returned to the quay at dawn."
    page = two.send(f"/articles/{slug}/segments/{segment.id}/save", text=mine, version="1", base=base)
    assert page.status_code == 409
    assert "Some 43 workers returned to the quay at dawn." in page.text
    assert segments_of(database, slug)[1].target == base.replace("34", "43")


def test_two_texts_for_an_empty_row_are_a_clash_over_a_known_beginning(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    segment = segments_of(database, slug)[1]
    address = f"/articles/{slug}/segments/{segment.id}/save"
    one, two = client_for("translator"), client_for("translator2")
    hers, his = "A shortage of everything but patience", "Short of all except patience"
    change(one, slug, segment.id, "save", text="", version=1, save_id="0", base=segment.target)
    change(one, slug, segment.id, "save", text=hers, version=2, save_id="1", base="")
    stale = {"text": his, "version": 2, "base": ""}
    details = two.send_json(address, stale | {"save_id": "2"}).get_json()["error"]["details"]
    assert details["base"] == ""
    assert details["merge"]["hunks"] == [{"kind": "conflict", "base": "", "theirs": hers, "mine": his}]
    page = two.send(address, **{name: str(value) for name, value in stale.items()}).text
    assert "Both together, with yours where they differ" in page
    unknown = two.send_json(address, {"text": his, "version": 2, "save_id": "3"}).get_json()
    assert unknown["error"]["details"]["merge"]["conflicts"] == 1, "nobody can tell what either changed"


@pytest.mark.parametrize(("who", "act"), [("translator", "ask_reopen"), ("editor", "reopen")])
def test_words_for_a_row_approved_meanwhile_hear_by_whom_and_what_can_be_done(
    slug: str, database: Database, client_for: ClientFor, who: str, act: str
) -> None:
    segment = segments_of(database, slug)[1]
    address = f"/articles/{slug}/segments/{segment.id}/save"
    change(client_for("reviewer"), slug, segment.id, "approve", version=1, save_id="1")
    late = {"text": f"{segment.target} Again.", "version": 1, "base": segment.target}
    typist = client_for(who)
    details = typist.send_json(address, late | {"save_id": "2"}).get_json()["error"]["details"]
    assert details["approved"] == {"by": "Rana Reviewer", "act": act}
    assert {hunk["kind"] for hunk in details["merge"]["hunks"]} == {"same", "mine"}
    page = typist.send(address, **{name: str(value) for name, value in late.items()}).text
    assert "approved this row while you were writing" in page
    assert "Save this text" not in page, "it would be refused"
    assert late["text"] in page


def test_a_form_confirms_what_it_carries(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff, finished=False)
    segment = segments_of(database, slug)[1]
    client = client_for("translator")
    answer = client.send(
        f"/articles/{slug}/segments/{segment.id}/confirm",
        version="1",
        base=segment.target,
        text="Two lines\r\nof text.",
    )
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"?at={segment.id}#s{segment.id}")
    after = segments_of(database, slug)[1]
    assert (after.target, after.state) == ("Two lines\nof text.", State.TRANSLATED)


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("save", {"text": 5, "version": 1}),
        ("save", {"text": "x"}),
        ("save", {"text": "x", "version": "many"}),
        ("save", {"text": "x", "version": True}),
        ("save", {"text": "x", "version": 1, "marks": "bold"}),
        ("save", {"text": "x", "version": 1, "marks": [{"start": 0, "end": 9, "kind": "strong"}]}),
        ("save", {"text": "x", "version": 1, "marks": [{"start": 0, "end": 1, "kind": "link", "href": "javascript:x"}]}),
        ("rekind", {"kind": "poem", "version": 1}),
        ("problems", {"type": "awkward", "version": 1, "spans": [{"side": "left"}]}),
        ("problems", {"type": "nonsense", "version": 1, "spans": []}),
        ("problems", {"type": "awkward", "severity": "awful", "version": 1, "spans": []}),
        ("problems", {"type": "awkward", "version": 1, "target_words": "not there"}),
    ],
)  # fmt: skip
def test_odd_requests_are_refused_and_change_nothing(
    slug: str, database: Database, client_for: ClientFor, path: str, data: dict[str, object]
) -> None:
    segment = segments_of(database, slug)[1]
    answer = client_for("reviewer").send_json(f"/articles/{slug}/segments/{segment.id}/{path}", data)
    assert answer.status_code == 422, answer.text
    assert answer.get_json()["error"]["message"]
    after = segments_of(database, slug)[1]
    assert (after.target, after.lock_version) == (segment.target, 1)


def test_who_may_not_write_is_refused(slug: str, database: Database, client_for: ClientFor) -> None:
    segment = segments_of(database, slug)[1]
    path = f"/articles/{slug}/segments/{segment.id}"
    for what in ("save", "approve", "return", "rekind"):
        data = {"text": "x", "version": 1, "reason": "y", "kind": "quote"}
        assert client_for("nobody").send_json(f"{path}/{what}", data).status_code == 403
    assert client_for("translator").send_json(f"{path}/approve", {"version": 1}).status_code == 403
    assert segments_of(database, slug)[1].lock_version == 1


def test_rows_are_inserted_moved_removed_and_it_is_undone(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    client, ids = client_for("translator"), [s.id for s in segments_of(database, slug)]

    def change(path: str, **data: object) -> dict:  # type: ignore[type-arg]
        answer = client.send_json(f"/articles/{slug}/rows/{path}", data | {"seen": 1})
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    inserted = change("insert", segment=ids[0])
    new = inserted["focus"]
    assert [s.id for s in segments_of(database, slug)] == [ids[0], new, *ids[1:]]
    (row,) = [row for row in inserted["rows"] if row["id"] == new]
    assert row["after"] == ids[0]
    moved = change("move", segment=new, version=1, by=1)
    assert [s.id for s in segments_of(database, slug)] == [ids[0], ids[1], new, *ids[2:]]
    change("undo", event=moved["undo"])
    change("move", segment=new, version=3, by=-1)
    assert [s.id for s in segments_of(database, slug)] == [new, *ids]
    top = client.send_json(f"/articles/{slug}/rows/move", {"segment": new, "version": 4, "by": -1})
    assert top.get_json()["error"]["message"] == "It is the first row already."
    gone = change("remove", segment=new, version=4)
    assert new in gone["removed"]
    assert [s.id for s in segments_of(database, slug)] == ids


def test_a_row_moves_by_a_form_button(slug: str, database: Database, client_for: ClientFor) -> None:
    ids = [s.id for s in segments_of(database, slug)]
    path = f"/articles/{slug}/rows/move?by=1&segment={ids[0]}"
    assert client_for("editor").send(path, version="1").status_code == 303
    assert [s.id for s in segments_of(database, slug)] == [ids[1], ids[0], *ids[2:]]


def test_the_places_to_split_at_are_sentence_ends_and_the_caret(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    rows = ((Kind.PARAGRAPH, "هل وصل؟ نعم، وصل.", "“Did it arrive?” Yes, it did. Good."),)
    slug = add_article(database, staff, rows)
    segment = segments_of(database, slug)[0]
    page = client_for("editor").get(f"/articles/{slug}/segments/{segment.id}/split?part=1&target_at=5").text
    assert re.findall(r'name="target_at" value="(\d+)"( checked)?', page) == [
        ("5", " checked"),
        ("17", ""),
        ("30", ""),
    ]
    assert re.findall(r'name="source_at" value="(\d+)"', page) == ["8"]


def test_marking_by_form_finds_the_words(slug: str, database: Database, client_for: ClientFor) -> None:
    segment = segments_of(database, slug)[1]
    answer = client_for("reviewer").send(
        f"/articles/{slug}/segments/{segment.id}/problems",
        version="1",
        type="number-date-unit",
        target_words="34",
        source_words="٤٣",
        suggestion="43",
        note="Swapped.",
    )
    assert answer.status_code == 303
    with database.reading() as session:
        problem = session.scalars(select(Problem)).one()
        assert sorted((s.side.value, s.exact) for s in problem.spans) == [("source", "٤٣"), ("target", "34")]
        problem_id = problem.id
    page = client_for("translator").get(f"/articles/{slug}?at={segment.id}").text
    assert f'action="/problems/{problem_id}/apply"' in page
    assert f'data-problems="{problem_id}"' in page


def test_only_steps_of_the_life_are_offered_to_those_who_may(
    slug: str, database: Database, client_for: ClientFor
) -> None:
    segment = segments_of(database, slug)[1]
    path = f"/articles/{slug}/segments/{segment.id}/problems"
    data = {"type": "awkward", "version": 1, "spans": []}
    problem = client_for("reviewer").send_json(path, data).get_json()["problem"]

    def offered_to(role: str) -> set[str]:
        html = client_for(role).get_json(f"/articles/{slug}/panel?at={segment.id}").get_json()["html"]
        return set(re.findall(rf'action="/problems/{problem}/(\w+)"', html)) - {
            "reply",
            "reclassify",
            "attach",
        }

    assert offered_to("translator") == {"fix", "dispute"}
    assert offered_to("reviewer") == {"fix", "dispute", "withdraw"}
    assert offered_to("nobody") == set()
    client_for("translator").send_json(f"/problems/{problem}/fix")
    assert offered_to("translator") == set()
    assert offered_to("reviewer2") == {"accept", "reopen"}
    assert client_for("translator").send_json(f"/problems/{problem}/accept").status_code == 403
