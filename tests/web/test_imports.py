"""The import's pages, as a browser without JavaScript and as a script would use them."""

import html
import io
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.web.conftest import Client, make_app, sign_in_client
from tests.web.importing import ARABIC, ENGLISH, kept, line, paired, started, stored
from workbench.db.engine import Database
from workbench.db.models import Article, ImportDraft, Segment
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.domain.workflow import State

# --- the whole way -------------------------------------------------------------------------------------


def test_a_pair_goes_from_paste_to_article_without_javascript(desk: Client, database: Database) -> None:
    draft = started(desk)
    page = desk.get(f"/import/{draft}/clean").text
    assert "<s " in page
    assert "an advertising slot" in page
    assert '<option value="headline" selected>' in page

    ad = line(database, draft, "ad a b")
    answer = desk.send(f"/import/{draft}/clean", version=1, do=f"leave-out:source:{ad + 1}")
    assert answer.status_code == 303
    assert answer.location == f"/import/{draft}/clean#source-{ad + 1}"
    desk.send(f"/import/{draft}/clean", version=2, do="undo")
    desk.send(f"/import/{draft}/align", version=3)
    pairs = desk.get(f"/import/{draft}/pairs")
    assert "Fishermen return" in pairs.text

    answer = desk.send(
        f"/import/{draft}/create",
        version=4,
        translator="outside",
        translator_name="Salma Idris",
        english="finished",
    )
    assert (answer.status_code, answer.location) == (303, "/articles/fishermen-return-to-the-old-harbour")
    with database.reading() as session:
        article = session.scalars(select(Article)).one()
        segments = session.scalars(select(Segment).order_by(Segment.position)).all()
        assert article.translated_by_name == "Salma Idris"
        assert article.published_on is not None
        assert segments[0].kind is Kind.HEADLINE
        assert {s.state for s in segments} == {State.TRANSLATED}
        assert "طباعة" not in "".join(s.source for s in segments)


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


def test_only_the_arabic_is_fine(desk: Client, database: Database) -> None:
    draft = started(desk, target_text="")
    assert "it starts empty" in desk.get(f"/import/{draft}/clean").text
    desk.send(f"/import/{draft}/align", version=1)
    page = desk.get(f"/import/{draft}/pairs").text
    assert "every row starts untranslated" in page
    assert "Who translated" not in page
    assert desk.send(f"/import/{draft}/create", version=2).status_code == 303
    with database.reading() as session:
        assert set(session.scalars(select(Segment.state))) == {State.UNTRANSLATED}


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


# --- step one ------------------------------------------------------------------------------------------


def test_an_error_on_one_side_keeps_both(desk: Client, database: Database) -> None:
    broken = (io.BytesIO(b"PK\x03\x04 not really a document"), "draft.docx")
    answer = desk.send("/import", source_text=ARABIC, target_file=broken)
    assert re.fullmatch(r"/import/\d+", answer.location)
    page = desk.get(answer.location).text
    assert "عودة الصيادين" in page
    assert 'id="target-problem"' in page
    assert 'id="source-problem"' not in page
    draft = int(answer.location.split("/")[-1])
    # Sent again as it is, the trouble is the same.
    desk.send(f"/import/{draft}", source_text=ARABIC)
    assert 'id="target-problem"' in desk.get(f"/import/{draft}").text
    # Step two waits until the trouble is gone; a correction of the English leaves the Arabic alone.
    assert desk.get(f"/import/{draft}/clean").location == f"/import/{draft}"
    fixed = desk.send(f"/import/{draft}", source_text=ARABIC, target_text=ENGLISH)
    assert fixed.location == f"/import/{draft}/clean"


def test_the_arabic_is_asked_for(desk: Client) -> None:
    nothing = desk.send("/import", source_text=" ")
    assert nothing.status_code == 422
    assert "The Arabic is needed" in nothing.text
    only_english = desk.send("/import", target_text=ENGLISH)
    page = desk.get(only_english.location).text
    assert "The Arabic is needed" in page
    assert "Fishermen return" in page


def test_giving_one_side_anew_keeps_the_corrections_of_the_other(desk: Client, database: Database) -> None:
    draft = started(desk)
    last = len(stored(database, draft).source.blocks) - 1
    desk.send(f"/import/{draft}/clean", version=1, do=f"leave-out:source:{last}")
    desk.send(f"/import/{draft}", source_text=ARABIC, target_text="Another draft\n\nWith other words in it.")
    state = stored(database, draft)
    assert not state.source.blocks[last].is_kept
    assert state.target.kept[0].text == "Another draft"


def test_rich_paste_is_read_with_its_structure(desk: Client, database: Database) -> None:
    rich = '<h1>Fishermen return</h1><p>They <a href="https://example.org/x">came back</a>.</p><ul><li>One boat</li></ul>'
    draft = started(desk, target_text="Fishermen return\nThey came back.\nOne boat", target_html=rich)
    blocks = stored(database, draft).target.kept
    assert [b.kind for b in blocks] == [Kind.HEADLINE, Kind.PARAGRAPH, Kind.LIST_ITEM]
    assert blocks[1].marks[0].href == "https://example.org/x"


def test_what_would_be_recognised_is_said_and_not_kept(desk: Client, database: Database) -> None:
    answer = desk.post(
        "/import/recognise",
        data={"csrf_token": desk.form_token(), "side": "source", "text": ARABIC},
        headers={"Accept": "application/json"},
    )
    assert "1 headline, 3 paragraphs" in answer.json["html"]
    nothing = desk.send("/import/recognise", side="source", text="\u200f")
    assert nothing.json["problem"]
    with database.reading() as session:
        assert session.scalars(select(ImportDraft)).all() == []


def test_a_file_in_another_encoding_is_read_again(desk: Client, database: Database) -> None:
    draft = started(desk, source_text="", source_file=(io.BytesIO(ARABIC.encode("cp1256")), "old.txt"))
    assert kept(database, draft)[0] == "عودة الصيادين إلى المرفأ القديم"
    wrong = {"do": "encoding:source", "encoding-source": "cp1252"}
    desk.send(f"/import/{draft}/clean", version=1, **wrong)
    assert "عودة" not in "".join(kept(database, draft))
    right = {"do": "encoding:source", "encoding-source": "cp1256"}
    desk.send(f"/import/{draft}/clean", version=2, **right)
    assert kept(database, draft)[0] == "عودة الصيادين إلى المرفأ القديم"
    assert "Read as Windows-1256" in desk.get(f"/import/{draft}/clean").text


def test_unfinished_imports_are_mine_alone(desk: Client, client_for: Callable[[str], Client]) -> None:
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


def test_reviewers_may_not_import(client_for: Callable[[str], Client]) -> None:
    assert client_for("reviewer").get("/import").status_code == 403


def test_the_raw_demo_page_exists_in_the_demo_only(
    desk: Client, database: Database, staff: dict[str, Actor]
) -> None:
    assert desk.send("/import/demo").status_code == 404
    demo = sign_in_client(make_app(database, demo=True), database, staff["editor"])
    assert "raw demo page" in demo.get("/import").text
    answer = demo.send("/import/demo")
    assert answer.location.endswith("/clean")
    page = demo.get(answer.location).text
    assert page.count("Put back") > 5


# --- steps ---------------------------------------------------------------------------------------------


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


def test_undoing_the_alignment_leads_back_to_step_two(desk: Client) -> None:
    draft = paired(desk)
    shown = {"pairs": [0, 4]}
    answer = desk.send_json(f"/import/{draft}/pairs", {"version": 2, "do": "undo", "shown": shown})
    assert answer.json["location"] == f"/import/{draft}/clean"
    assert desk.get(f"/import/{draft}/pairs").location == f"/import/{draft}/clean"


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


def test_hostile_text_stays_text(desk: Client, database: Database) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    draft = started(desk, target_text=f"{evil}\n\n{evil} more of it", target_html="")
    desk.send(f"/import/{draft}/align", version=1)
    for path in ("", "/clean", "/pairs"):
        page = desk.get(f"/import/{draft}{path}").text
        assert evil not in page
        assert html.escape("<script>alert(1)") in page


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


def test_the_foot_does_not_say_saved_when_another_window_was_first(desk: Client) -> None:
    draft = started(desk)
    saved = desk.get(f"/import/{draft}/clean").text
    assert "Everything saved" in saved
    assert desk.send(f"/import/{draft}/clean", version=1, do="leave-out:source:1").status_code == 303
    stale = desk.send(f"/import/{draft}/clean", version=1, do="leave-out:source:4")
    assert stale.status_code == 409
    assert "Not saved: another window changed this" in stale.text
    assert "Everything saved" not in stale.text


def test_an_article_with_the_same_headline_is_pointed_out(desk: Client) -> None:
    first = paired(desk)
    assert "already on the desk" not in desk.get(f"/import/{first}/pairs").text
    slug = desk.send(
        f"/import/{first}/create", version=2, translator="outside", translator_name="Huda", english="rough"
    ).location.removeprefix("/articles/")
    page = desk.get(f"/import/{paired(desk)}/pairs").text
    assert "An article with this Arabic headline is already on the desk" in page
    assert f'href="/articles/{slug}"' in page


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


def test_doing_the_pairing_again_on_the_page_before_leads_back_to_the_pairs(desk: Client) -> None:
    draft = paired(desk)
    path, pairs = f"/import/{draft}/clean", f"/import/{draft}/pairs"
    assert desk.send(path, version=2, do="undo").location == path
    assert desk.get(pairs).location == path
    assert desk.send(path, version=3, do="redo").location == pairs
    assert desk.send_json(path, {"version": 4, "do": "undo"}).json["location"] == path
    assert desk.send_json(path, {"version": 5, "do": "redo"}).json["location"] == pairs


def test_the_first_question_without_an_answer_gets_the_focus(desk: Client) -> None:
    draft = paired(desk)
    page = desk.send(f"/import/{draft}/create", version=2).text
    assert re.findall(r'id="([\w-]+)"[^>]* autofocus', page) == ["translator-here"]
    answer = {"translator": "outside", "translator_name": "Huda"}
    page = desk.send(f"/import/{draft}/create", version=2, **answer).text
    assert re.findall(r'id="([\w-]+)"[^>]* autofocus', page) == ["english-finished"]


def test_a_refused_file_alone_leaves_nothing_behind(desk: Client, database: Database) -> None:
    broken = (io.BytesIO(b"%PDF-1.7 not a Word file"), "report.docx")
    answer = desk.send("/import", source_file=broken)
    assert answer.status_code == 422
    assert 'id="source-problem"' in answer.text
    assert "Your unfinished imports" not in desk.get("/import").text
    with database.reading() as session:
        assert session.scalars(select(ImportDraft)).all() == []
    # Beside a text that is kept, the words do not say that nothing was.
    beside = (io.BytesIO(b"%PDF-1.7 not a Word file"), "report.docx")
    page = desk.get(desk.send("/import", source_text=ARABIC, target_file=beside).location).text
    assert "Nothing was stored" not in page
    assert "Nothing of it was imported" in page


def test_an_empty_file_is_called_empty(desk: Client) -> None:
    answer = desk.send("/import", source_file=(io.BytesIO(b""), "empty.txt"))
    assert answer.status_code == 422
    assert "There is no text in that file." in answer.text
    assert "The Arabic is needed" not in answer.text
    looked = desk.send("/import/recognise", side="source", file=(io.BytesIO(b""), "empty.txt"))
    assert looked.json["problem"] == "There is no text in that file."


class _Endless(io.RawIOBase):
    """What a browser would go on sending, counted."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        self.given += len(view)
        view[:] = b"a" * len(view)
        return len(view)


@pytest.mark.parametrize("path", ["/import", "/import/recognise"])
def test_an_upload_of_200_megabytes_is_refused_before_it_is_read(
    desk: Client, database: Database, path: str
) -> None:
    desk.form_token()
    endless = _Endless()
    answer = desk.post(
        path,
        environ_overrides={"wsgi.input": endless, "CONTENT_LENGTH": str(200 * 1024 * 1024)},
        content_type="multipart/form-data; boundary=x",
    )
    assert answer.status_code == 413
    assert "MB at a time" in answer.text
    assert endless.given < 1024 * 1024
    with database.reading() as session:
        assert session.scalars(select(ImportDraft)).all() == []
