"""Legal reads over HTTP."""

from tests.web.conftest import ClientFor
from tests.web.test_workbench import _add, _segments
from workbench.db.engine import Database
from workbench.db.models import LegalRead
from workbench.domain.people import Actor


def test_asked_on_a_row_signed_on_the_page_about_the_article(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = _add(database, staff)
    row = _segments(database, slug)[1]
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


def test_what_was_typed_wrongly_is_said(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = _add(database, staff)
    assert client_for("editor").send(f"/articles/{slug}/legal-reads", legal_note=" ").status_code == 422
    assert client_for("nobody").send(f"/articles/{slug}/legal-reads", legal_note="?").status_code == 403
