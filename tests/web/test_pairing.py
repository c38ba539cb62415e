"""Long imports are paired in the background: asked for, watched, cancelled, failed, and done in the request."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.web.conftest import Client, ClientFor
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import ImportDraft, Job
from workbench.db.models.desk import JobState
from workbench.domain.people import Actor
from workbench.intake.document import Block, Document
from workbench.services import aligning, importing, pairing_jobs
from workbench.services.draft_state import DraftState, SideState, beads, state_from_json, state_to_json
from workbench.worker.handlers import HANDLERS
from workbench.worker.runner import Worker

COUNT = 30


@pytest.fixture
def draft(database: Database, staff: dict[str, Actor], monkeypatch: pytest.MonkeyPatch) -> int:
    """An import that counts as long and is not paired yet."""
    monkeypatch.setattr(pairing_jobs, "MOST_AT_ONCE", COUNT)
    sides = [
        SideState(document=Document(tuple(Block(text.format(n)) for n in range(COUNT))))
        for text in ("السطر رقم {0} من 1{0}", "Line number {0} of 1{0}")
    ]
    with database.writing() as session:
        return importing.start_draft(session, staff["editor"], DraftState(*sides), at=clock.now()).id


def stored(database: Database, draft: int) -> DraftState:
    with database.reading() as session:
        return state_from_json(session.get_one(ImportDraft, draft).state)


def jobs(database: Database) -> list[JobState]:
    with database.reading() as session:
        return list(session.scalars(select(Job.state).where(Job.kind == pairing_jobs.KIND)))


def work(database: Database) -> tuple[int, int]:
    only = {pairing_jobs.KIND: HANDLERS[pairing_jobs.KIND]}
    return Worker(database, only).run_due()


def test_a_long_import_is_paired_by_the_worker_while_a_page_shows_how_far_it_is(
    desk: Client, draft: int, database: Database
) -> None:
    answer = desk.send(f"/import/{draft}/align", version=1)
    assert answer.location == f"/import/{draft}/pairing"
    page = desk.get(answer.location)
    assert "Pairing 30 Arabic and 30 English paragraphs" in page.text
    assert '<meta http-equiv="refresh"' in page.text
    assert "progress" in desk.get(answer.location, headers={"Accept": "application/json"}).json["html"]
    # Coming back to the import leads to how far it is.
    assert desk.get(f"/import/{draft}/clean").location == f"/import/{draft}/pairing"
    assert work(database) == (1, 0)
    assert desk.get(f"/import/{draft}/pairing").location == f"/import/{draft}/pairs"
    done = desk.get(f"/import/{draft}/pairing", headers={"Accept": "application/json"}).json
    assert done == {"location": f"/import/{draft}/pairs"}
    assert len(stored(database, draft).pairs) >= COUNT
    assert "Undo" in desk.get(f"/import/{draft}/pairs").text
    assert jobs(database) == [JobState.DONE]


def test_a_pairing_that_is_cancelled_or_overtaken_stores_nothing(
    desk: Client, draft: int, database: Database
) -> None:
    desk.send(f"/import/{draft}/align", version=1)
    assert desk.send(f"/import/{draft}/pairing").location == f"/import/{draft}/clean"
    assert jobs(database) == []
    assert work(database) == (0, 0)
    # Changed in another window while it was waiting: the result would be for an older text.
    desk.send(f"/import/{draft}/align", version=1)
    desk.send(f"/import/{draft}/clean", version=1, do="leave-out:source:0")
    assert work(database) == (1, 0)
    assert stored(database, draft).pairs == ()
    assert desk.get(f"/import/{draft}/pairing").location == f"/import/{draft}/clean"
    # Discarded altogether.
    desk.send(f"/import/{draft}/align", version=2)
    desk.send(f"/import/{draft}/discard")
    assert work(database) == (1, 0)


def test_cancelling_while_the_worker_is_at_it_stores_nothing(
    desk: Client, draft: int, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send(f"/import/{draft}/align", version=1)
    align = aligning.align_sides

    def slowly(state: DraftState, **how: bool) -> DraftState:
        desk.send(f"/import/{draft}/pairing")
        return align(state, **how)

    monkeypatch.setattr(aligning, "align_sides", slowly)
    assert work(database) == (0, 1)
    assert stored(database, draft).pairs == ()


def test_a_failure_is_said_and_can_be_tried_again(
    desk: Client, draft: int, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.send(f"/import/{draft}/align", version=1)

    def broken(state: DraftState, **how: bool) -> DraftState:
        raise RuntimeError("no luck today")

    with monkeypatch.context() as patched:
        patched.setattr(aligning, "align_sides", broken)
        assert work(database) == (0, 1)
    page = desk.get(f"/import/{draft}/pairing").text
    assert "It did not work" in page
    assert "no luck today" in page
    assert "Pair it here, now" in page
    with database.writing() as session:
        session.execute(update(Job).values(state=JobState.FAILED, attempts=6))
    assert "It was tried 6 times" in desk.get(f"/import/{draft}/pairing").text
    # The import itself can be gone on with.
    assert desk.get(f"/import/{draft}/clean").status_code == 200
    answer = desk.send(f"/import/{draft}/align", version=1, here="yes")
    assert answer.location == f"/import/{draft}/pairs"
    assert len(stored(database, draft).pairs) >= COUNT


def test_without_a_worker_the_page_says_so_and_offers_to_do_it(
    desk: Client, draft: int, database: Database
) -> None:
    desk.send(f"/import/{draft}/align", version=1)
    assert "Nobody is at work on it" not in desk.get(f"/import/{draft}/pairing").text
    with database.writing() as session:
        session.execute(update(Job).values(run_at=clock.now() - timedelta(minutes=1)))
    page = desk.get(f"/import/{draft}/pairing").text
    assert "Nobody is at work on it" in page
    assert 'name="here"' in page


def test_pairing_again_in_the_background_keeps_what_was_set_by_hand(
    desk: Client, draft: int, database: Database
) -> None:
    state = replace(stored(database, draft), pairs=beads([1] * COUNT, [1] * COUNT, [0.4] * COUNT))
    with database.writing() as session:
        session.get_one(ImportDraft, draft).state = state_to_json(state)
    desk.send(f"/import/{draft}/pairs", version=1, do="swap:target:3")
    desk.send(f"/import/{draft}/align", version=2, again="rest")
    assert work(database) == (1, 0)
    kept = stored(database, draft)
    swapped = [kept.target.kept[n].text for bead in kept.pairs for n in bead.target if bead.source == (3,)]
    assert swapped == ["Line number 4 of 14"]
    assert kept.pairs[0].confidence > 0.4


def test_others_neither_see_nor_stop_it(
    draft: int, desk: Client, client_for: ClientFor, database: Database
) -> None:
    desk.send(f"/import/{draft}/align", version=1)
    other = client_for("translator")
    assert other.get(f"/import/{draft}/pairing").status_code == 404
    assert other.send(f"/import/{draft}/pairing").status_code == 404
    assert jobs(database) == [JobState.WAITING]
