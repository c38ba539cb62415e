"""The import's pages, as a browser without JavaScript and as a script would use them."""

import html
import io
import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.web.conftest import Client, ClientFor, make_app, sign_in_client
from tests.web.importing import ARABIC, ENGLISH, kept, line, started, stored
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


def test_hostile_text_stays_text(desk: Client, database: Database) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    draft = started(desk, target_text=f"{evil}\n\n{evil} more of it", target_html="")
    desk.send(f"/import/{draft}/align", version=1)
    for path in ("", "/clean", "/pairs"):
        page = desk.get(f"/import/{draft}{path}").text
        assert evil not in page
        assert html.escape("<script>alert(1)") in page


def test_reviewers_may_not_import(client_for: ClientFor) -> None:
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


# --- what is given -------------------------------------------------------------------------------------


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


LONG = "كلمة " * 40_000  # one paragraph, beyond the limit


def sent_by_script(desk: Client, **fields: str) -> TestResponse:
    data = {"csrf_token": desk.form_token(), **fields}
    return desk.post("/import", data=data, headers={"Accept": "application/json"})


def test_a_paste_too_large_leaves_nothing_behind_and_comes_back_in_part(
    desk: Client, database: Database
) -> None:
    answer = desk.send("/import", source_text=LONG, target_text=ENGLISH)
    assert answer.status_code == 422
    assert "more than 100,000 characters" in answer.text
    assert "Fishermen return" in answer.text
    assert 1_000 < answer.text.count("كلمة") < 10_000
    by_script = sent_by_script(desk, source_text=LONG, target_text=ENGLISH)
    assert (by_script.status_code, list(by_script.json["problems"])) == (422, ["source"])
    with database.reading() as session:
        assert session.scalars(select(ImportDraft.id)).all() == []


def test_a_paste_too_large_leaves_an_import_as_it_was(desk: Client, database: Database) -> None:
    draft = started(desk)
    before = stored(database, draft)
    answer = desk.send(f"/import/{draft}", source_text=LONG, target_text=ENGLISH)
    assert answer.status_code == 422
    assert stored(database, draft) == before


def test_a_file_beside_a_paste_too_large_has_to_be_chosen_again_unless_it_is_stored(desk: Client) -> None:
    def english() -> tuple[io.BytesIO, str]:
        return io.BytesIO(ENGLISH.encode()), "draft.txt"

    answer = desk.send("/import", source_text=LONG, target_file=english())
    assert "has to be chosen again" in answer.text
    assert "draft.txt" not in answer.text
    draft = started(desk, target_text="", target_file=english())
    answer = desk.send(f"/import/{draft}", source_text=LONG)
    assert "has to be chosen again" not in answer.text
    assert "draft.txt" in answer.text


def test_a_script_is_told_where_to_go(desk: Client) -> None:
    answer = sent_by_script(desk, source_text=ARABIC)
    assert re.fullmatch(r"/import/\d+/clean", answer.json["location"])


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
