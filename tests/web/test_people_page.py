"""The people page and the settings page."""

import re

import pytest

from tests.web.conftest import Client, ClientFor
from workbench.db.engine import Database
from workbench.db.models import AuditEvent, User
from workbench.domain.people import Actor
from workbench.services import desk_settings

PASSWORD = "three quiet harbours"


def link_in(page: str) -> str:
    found = re.search(r'value="http://localhost(/welcome/[^"]+)"', page)
    assert found, page
    return found[1]


def test_somebody_added_chooses_a_password_by_a_link_shown_once(
    client_for: ClientFor, client: Client, database: Database
) -> None:
    admin = client_for("admin")
    added = admin.send(
        "/people", name="  Nadim   Nasser ", email="nadim@example.org", roles=["translator", "reviewer"]
    )
    assert added.status_code == 200
    assert added.headers["Cache-Control"] == "no-store"
    link = link_in(added.text)
    assert link not in admin.get("/people").text
    assert "Nadim Nasser" in client.get(link).text
    assert client.send(link, password=PASSWORD, again=PASSWORD).location == "/"
    assert client.get("/help").status_code == 200
    with database.reading() as session:
        person = session.query(User).filter_by(email="nadim@example.org").one()
        assert sorted(person.as_actor().roles) == ["reviewer", "translator"]


def test_somebody_without_a_role_is_said_to_have_none(client_for: ClientFor, staff: dict[str, Actor]) -> None:
    admin = client_for("admin")
    before = admin.get("/people").text.count("no role yet")
    person = f"/people/{staff['translator'].id}"
    assert admin.send(person, name="Tala").status_code == 303
    assert admin.get("/people").text.count("no role yet") == before + 1
    assert "no role yet" in admin.get(person).text
    admin.send(f"{person}/deactivate")
    assert admin.get("/people").text.count("no role yet") == before


def test_a_refused_form_keeps_what_was_typed(client_for: ClientFor) -> None:
    admin = client_for("admin")
    answer = admin.send("/people", name="Nadim", email="nowhere", roles=["reviewer"])
    assert answer.status_code == 422
    assert 'value="Nadim"' in answer.text
    assert "That is not an e-mail address." in answer.text
    twice = admin.send("/people", name="Nadim", email="TALA.translator@example.org")
    assert twice.status_code == 422
    assert "already here" in twice.text


def test_a_new_link_replaces_the_last(client_for: ClientFor, client: Client, staff: dict[str, Actor]) -> None:
    admin, path = client_for("admin"), f"/people/{staff['editor'].id}/link"
    first, second = link_in(admin.send(path).text), link_in(admin.send(path).text)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_the_last_admin_stays(client_for: ClientFor, staff: dict[str, Actor]) -> None:
    admin, path = client_for("admin"), f"/people/{staff['admin'].id}"
    refused = admin.send(path, name="Amal Admin", roles=["editor"])
    assert refused.status_code == 409
    assert "last admin" in refused.text
    assert admin.send(f"{path}/deactivate").status_code == 409
    assert admin.send(f"/people/{staff['editor'].id}", name="Emad Editor", roles=["admin"]).status_code == 303
    assert admin.send(f"{path}/deactivate").status_code == 303
    assert admin.get("/help").status_code == 303  # signed out at once


def test_deactivating_and_bringing_back(client_for: ClientFor, staff: dict[str, Actor]) -> None:
    admin, translator = client_for("admin"), client_for("translator")
    path = f"/people/{staff['translator'].id}"
    admin.send(f"{path}/deactivate")
    assert translator.get("/help").status_code == 303
    assert "deactivated" in admin.get(path).text
    assert admin.send(f"{path}/link").status_code == 409
    admin.send(f"{path}/activate")
    assert client_for("translator").get("/help").status_code == 200


def test_an_unknown_role_changes_nothing(
    client_for: ClientFor, staff: dict[str, Actor], database: Database
) -> None:
    answer = client_for("admin").send(f"/people/{staff['editor'].id}", name="New Name", roles=["owner"])
    assert answer.status_code == 422
    with database.reading() as session:
        assert session.get(User, staff["editor"].id).name == "Emad Editor"


def test_settings_say_what_they_do_and_changes_are_on_record(
    client_for: ClientFor, staff: dict[str, Actor], database: Database
) -> None:
    admin = client_for("admin")
    page = admin.get("/settings").text
    assert "Two people behind every word" in page
    with database.reading() as session:
        reasons = desk_settings.get(session, "return_reasons")
        assert desk_settings.get(session, "four_eyes") is True
    fields = [field for field in re.findall(r"<input[^>]*>", page) if 'type="number"' in field]
    shown = {
        re.search(r' name="(\w+)"', field)[1]: re.search(r' value="(\d+)"', field)[1] for field in fields
    }
    typed = {**shown, "headline_length": "70", "return_reasons": "\n".join([*reasons, " ", reasons[0]])}
    typed |= {"outside": "never", "desk_name": "The English desk"}
    answer = admin.send("/settings", **typed)
    assert answer.status_code == 303
    with database.reading() as session:
        assert desk_settings.get(session, "four_eyes") is False
        assert desk_settings.get(session, "headline_length") == 70
        assert desk_settings.get(session, "return_reasons") == reasons
        lines = [
            (e.actor_id, e.detail["key"], e.detail["before"], e.detail["after"])
            for e in session.query(AuditEvent).filter_by(name="setting.changed").order_by(AuditEvent.id)
        ]
    assert lines == [
        (staff["admin"].id, "four_eyes", True, False),
        (staff["admin"].id, "headline_length", 90, 70),
    ]
    assert "Amal Admin" in admin.get("/settings").text


def test_a_wrong_setting_changes_none(client_for: ClientFor, database: Database) -> None:
    answer = client_for("admin").send("/settings", headline_length="301", return_reasons="No")
    assert answer.status_code == 422
    assert "from 0 to 300" in answer.text
    with database.reading() as session:
        assert desk_settings.get(session, "four_eyes") is True
        assert desk_settings.get(session, "return_reasons") != ["No"]


@pytest.mark.parametrize(
    ("role", "path", "says"),
    [
        ("editor", "/ways-out", "which web sites are told. Admins may."),
        ("editor", "/people", "manage people and their roles. Admins may."),
        ("translator", "/scores", "Editors and admins may."),
        ("reviewer", "/import", "You may not import articles. Translators, editors and admins may."),
    ],
)
def test_a_page_that_is_not_open_to_a_role_says_who_may(
    client_for: ClientFor, role: str, path: str, says: str
) -> None:
    answer = client_for(role).get(path)
    assert (answer.status_code, says in answer.text) == (403, True)
    assert "an admin can change your roles" in answer.text
