"""Legal reads over HTTP."""

from markupsafe import escape

from tests.web.articles import add_article, segments_of
from tests.web.conftest import ClientFor
from workbench.db.engine import Database
from workbench.db.models import LegalRead
from workbench.domain.people import Actor


def test_asked_on_a_row_signed_on_the_page_about_the_article(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff)
    row = segments_of(database, slug)[1]
    translator, editor = client_for("translator"), client_for("editor")
    answer = translator.send_json(
        f"/articles/{slug}/legal-reads", {"segment": row.id, "legal_note": "Is he named rightly?"}
    )
    assert "Asked" in answer.get_json()["says"]
    assert "A legal read of this row waits" in translator.get(f"/articles/{slug}").text
    assert "What you found" not in translator.get(f"/articles/{slug}/about").text
    page = editor.get(f"/articles/{slug}/about").text
    assert "Is he named rightly?" in page
    assert "What you found" in page
    assert "1 legal read is asked for and not signed." in editor.get(f"/articles/{slug}/publish").text
    with database.reading() as session:
        read_id = session.query(LegalRead).one().id
    assert translator.send(f"/legal-reads/{read_id}/sign", opinion="Fine.").status_code == 403
    assert editor.send(f"/legal-reads/{read_id}/sign", opinion="Fine.").status_code == 303
    assert editor.send(f"/legal-reads/{read_id}/sign", opinion="Fine.").status_code == 409
    page = translator.get(f"/articles/{slug}/about").text
    assert "Fine." in page
    assert "signed the legal read of" in translator.get(f"/articles/{slug}/history").text
    assert client_for("editor").send("/legal-reads/999/sign", opinion="Fine.").status_code == 404


def test_it_is_a_card_of_its_row_where_it_is_signed_or_refused(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff)
    row = segments_of(database, slug)[1]
    translator, editor = client_for("translator"), client_for("editor")
    translator.send_json(f"/articles/{slug}/legal-reads", {"segment": row.id, "legal_note": "Libel?"})
    with database.reading() as session:
        read = session.query(LegalRead).one()
    beside = f"/articles/{slug}?at={row.id}"
    assert f'href="{beside}&amp;tab=problems#legal-{read.id}"' in editor.get("/inbox").text
    theirs, own = editor.get(beside).text, translator.get(beside).text
    for page in (theirs, own):
        assert "Libel?" in page
        assert "1 blocks publishing" in page
        assert "Blocks publishing <b>1</b>" in page
    assert "Sign: may go out" in theirs
    assert "Sign: may go out" not in own
    assert f"/legal-reads/{read.id}/withdraw" in own
    everything = editor.get(f"/articles/{slug}?tab=all").text
    assert "Libel?" in everything
    assert "Sign: may go out" not in everything, "the words are not beside it there"
    answer = editor.send_json(
        f"/legal-reads/{read.id}/refuse", {"opinion": "It names him.", "row": str(row.id), "seen": 0}
    ).get_json()
    assert answer["says"].startswith("Noted")
    assert "1 blocks publishing" in answer["article"]["live"]["live-progress"]
    assert "found in the legal read of row 2 that it may not go out" in translator.get("/inbox").text
    page = translator.get(beside).text
    assert "It names him." in page
    assert "/withdraw" not in page
    assert "1 may not go out as it stands" in editor.get(f"/articles/{slug}/publish").text
    history = editor.get(f"/articles/{slug}/history").text
    assert "that it may not go out" in history
    assert "It names him." in history
    back = editor.send(f"/legal-reads/{read.id}/sign", opinion="Now it may.", row=row.id).location
    assert back == f"{beside}#s{row.id}"
    assert "blocks publishing" not in editor.get(back).text


def test_who_signs_on_the_page_about_the_article_has_both_texts_there(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff)
    rows = segments_of(database, slug)
    translator = client_for("translator")
    translator.send_json(f"/articles/{slug}/legal-reads", {"segment": rows[1].id, "legal_note": "Libel?"})
    page = client_for("editor").get(f"/articles/{slug}/about").text
    for text, here in ((rows[1].source, True), (rows[1].target, True), (rows[2].target, False)):
        assert (str(escape(text)) in page) is here
    translator.send_json(f"/articles/{slug}/legal-reads", {"legal_note": "All of it."})
    page = client_for("editor").get(f"/articles/{slug}/about").text
    assert all(str(escape(row.source)) in page and str(escape(row.target)) in page for row in rows)
    assert str(escape(rows[2].target)) not in translator.get(f"/articles/{slug}/about").text


def test_what_was_typed_wrongly_is_said(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff)
    assert client_for("editor").send(f"/articles/{slug}/legal-reads", legal_note=" ").status_code == 422
    assert client_for("nobody").send(f"/articles/{slug}/legal-reads", legal_note="?").status_code == 403
