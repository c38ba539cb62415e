"""The cards of problems in the panel, without JavaScript."""

import re

from sqlalchemy import select

from tests.services.conftest import Rows
from tests.web.conftest import ClientFor, Prepare
from tests.web.test_about import words
from workbench.db.engine import Database
from workbench.db.models import Problem
from workbench.domain.kinds import Side
from workbench.domain.problems import Severity


def marked(rows: Rows) -> None:
    rows.mark(1, Side.TARGET, "34")


def stored(database: Database) -> Problem:
    with database.reading() as session:
        problem = session.scalars(select(Problem)).one()
        session.expunge(problem)
        return problem


def test_type_and_severity_are_changed_by_form(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(marked), client_for("reviewer")
    problem = stored(database)
    page = client.get(f"/articles/{slug}?at={problem.segment_id}").text
    address = f"/problems/{problem.id}/reclassify"
    form = re.search(rf'<form method="post" action="{address}".*?</form>', page, re.DOTALL)
    assert form
    assert '<option value="mistranslation" selected>' in form[0]
    assert '<option value="major" selected>' in form[0]
    answer = client.send(address, type="number-date-unit", severity="critical")
    assert "It is now critical: number, date or unit." in words(client.get(answer.location).text)
    problem = stored(database)
    assert (problem.type, problem.severity) == ("number-date-unit", Severity.CRITICAL)
    answer = client.send_json(address, {"type": "grammar", "severity": "minor"})
    assert answer.json["says"] == "It is now minor: grammar."


def test_it_is_offered_to_those_who_may_and_refuses_nonsense(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slug, client = prepare(marked), client_for("translator")
    problem = stored(database)
    address = f"/problems/{problem.id}/reclassify"
    assert address not in client.get(f"/articles/{slug}?at={problem.segment_id}").text
    assert client.send_json(address, {"type": "grammar", "severity": "minor"}).status_code == 403
    reviewer = client_for("reviewer")
    for type_slug, severity in (
        ("grammar", ""),
        ("grammar", "awful"),
        ("praise", "minor"),
        ("weather", "minor"),
    ):
        sent = reviewer.send_json(address, {"type": type_slug, "severity": severity})
        assert sent.status_code == 422, (type_slug, severity)
    assert stored(database).type == "mistranslation"
