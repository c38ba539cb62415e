"""Looks and approving what was read, over HTTP."""

from collections.abc import Callable

from tests.services.conftest import Rows
from tests.services.test_looks import look
from tests.web.articles import add_article, counted, many_rows, segments_of
from tests.web.conftest import Client, Prepare
from tests.web.test_about import words
from workbench.db.engine import Database
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.problems import Step
from workbench.domain.workflow import State
from workbench.services.review import take_step

ClientFor = Callable[[str], Client]


def _look(client: Client, slug: str, seen: object) -> object:
    return client.send_json(f"/articles/{slug}/looks", {"seen": seen})


def test_rows_seen_can_be_approved_at_once_without_a_script(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff)
    reviewer, first = client_for("reviewer"), segments_of(database, slug)[0]
    page = reviewer.get(f"/articles/{slug}/approve-read")
    assert "Nothing to approve at once" in page.text
    answer = _look(reviewer, slug, [{"id": first.id, "version": first.lock_version}])
    assert answer.status_code == 204  # type: ignore[attr-defined]
    page = reviewer.get(f"/articles/{slug}/approve-read")
    assert first.target in page.text
    done = reviewer.send(f"/articles/{slug}/approve-read", row=[f"{first.id}:{first.lock_version}", "9:x"])
    assert done.status_code == 422
    done = reviewer.send(f"/articles/{slug}/approve-read", row=f"{first.id}:{first.lock_version}")
    assert done.status_code == 303
    assert segments_of(database, slug)[0].state is State.APPROVED


def test_it_is_said_beforehand_what_approving_accepts(prepare: Prepare, client_for: ClientFor) -> None:
    def steps(rows: Rows) -> None:
        for marked in ("34 workers", "quay"):
            problem = rows.mark(1, Side.TARGET, marked)
            take_step(rows.session, rows.people["translator"], problem.id, Step.FIX, at=rows.clock())
        look(rows, "reviewer", 1, 2)

    page = words(client_for("reviewer").get(f"/articles/{prepare(steps)}/approve-read").text)
    assert "Approving them accepts 2 fixed marks on 1 of them." in page
    assert page.count("2 fixed marks to be accepted") == 1


def test_a_changed_row_in_hand_is_drawn_anew_without_its_redline(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff)
    reviewer, translator = client_for("reviewer"), client_for("translator")
    row = segments_of(database, slug)[1]
    _look(reviewer, slug, [{"id": row.id, "version": row.lock_version}])
    translator.send_json(
        f"/articles/{slug}/segments/{row.id}/save", {"text": "Other words.", "version": row.lock_version}
    )
    assert "since you last looked" in reviewer.get(f"/articles/{slug}").text
    assert "since you last looked" not in translator.get(f"/articles/{slug}").text
    now = segments_of(database, slug)[1]
    answer = _look(reviewer, slug, [{"id": row.id, "version": now.lock_version, "in_hand": True}])
    body = answer.get_json()  # type: ignore[attr-defined]
    assert [item["id"] for item in body["rows"]] == [row.id]
    assert "since you last looked" not in body["rows"][0]["html"]


def test_what_is_no_row_is_refused(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    slug = add_article(database, staff)
    for seen in (
        [{"id": "1", "version": 1}],
        [{"id": True, "version": 1}],
        [{"version": 1}],
        [{"id": -1, "version": 1}],
    ):
        assert _look(client_for("reviewer"), slug, seen).status_code == 422  # type: ignore[attr-defined]


def test_the_number_of_queries_does_not_grow_with_the_rows(
    database: Database, staff: dict[str, Actor], client_for: ClientFor
) -> None:
    reviewer = client_for("reviewer")
    reviewer.form_token()
    counts = []
    for rows in (3, 40):
        slug = add_article(database, staff, many_rows(rows))
        seen = [{"id": s.id, "version": s.lock_version} for s in segments_of(database, slug)]
        with counted() as noting:
            _look(reviewer, slug, seen)
        ticked = [f"{item['id']}:{item['version']}" for item in seen]
        with counted() as showing:
            reviewer.get(f"/articles/{slug}/approve-read")
        with counted() as approving:
            assert reviewer.send(f"/articles/{slug}/approve-read", row=ticked).status_code == 303
        counts.append((len(noting), len(showing), len(approving)))
    assert counts[0] == counts[1]
