"""Many articles as one zip, from the desk."""

import io
import zipfile
from datetime import timedelta

from sqlalchemy import select

from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from tests.web.conftest import Client, ClientFor, Prepare
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Job
from workbench.db.models.desk import JobState
from workbench.services import bulk_exporting
from workbench.services.segments import confirm, save_target
from workbench.services.withdrawing import withdraw
from workbench.worker.handlers import HANDLERS
from workbench.worker.runner import Worker


def published(rows: Rows) -> None:
    approve_all(rows)
    publish_it(rows)


def withdrawn(rows: Rows) -> None:
    published(rows)
    withdraw(
        rows.session, rows.people["editor"], rows.article.id, reason="The letter was forged.", at=rows.clock()
    )


def make(client: Client, database: Database, **fields: object) -> tuple[str, bytes]:
    address = client.send("/export", **fields).location
    assert 'value="0"' in client.get_json(address).json["html"]
    assert client.get(f"{address}/zip").status_code == 404
    assert Worker(database, {bulk_exporting.KIND: HANDLERS[bulk_exporting.KIND]}).run_due() == (1, 0)
    assert client.get_json(address).json["location"] == address
    assert "Download the zip" in client.get(address).text
    answer = client.get(f"{address}/zip", buffered=True)
    assert answer.headers["Content-Type"] == "application/zip"
    return address, answer.data


def test_what_a_view_shows_goes_into_a_zip_the_same_each_time(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    slugs = [prepare(published), prepare(published)]
    not_out = [prepare(), prepare(withdrawn)]
    client = client_for("translator")
    assert all(slug not in client.get("/export").text for slug in not_out)
    fields = {"what": "all", "format": ["txt", "html"]}
    address, data = make(client, database, **fields)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        text = archive.read(f"{slugs[0]}-edition-1.txt").decode()
    assert sorted(names) == sorted(
        ["index.csv", *(f"{slug}-edition-1.{ext}" for slug in slugs for ext in ("txt", "html"))]
    )
    assert "Port workers return to work" in text
    assert make(client, database, **fields)[1] == data
    assert client_for("reviewer").get(address).status_code == 404


def test_a_zip_is_written_in_the_house_style_asked_for(
    prepare: Prepare, client_for: ClientFor, database: Database
) -> None:
    def quoted(rows: Rows) -> None:
        rows.do(save_target, "translator", 1, text="“Some” 34 workers returned.")
        rows.do(confirm, "translator", 1)
        published(rows)

    slug, client = prepare(quoted), client_for("translator")
    _, data = make(client, database, what="all", format="txt", quotes="straight")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert '"Some" 34 workers' in archive.read(f"{slug}-edition-1-straight.txt").decode()
    answer = client.send("/export", what="all", quotes="straight")
    assert '<option value="straight" selected>' in answer.text
    assert client.send("/export", what="all", format="txt", quotes="round").status_code == 422


def test_what_cannot_be_made_is_said_and_keeps_what_was_ticked(
    prepare: Prepare, client_for: ClientFor
) -> None:
    prepare(published)
    client = client_for("translator")
    answer = client.send("/export", format="html")
    assert answer.status_code == 422
    assert "at least one article" in answer.text
    answer = client.send("/export", what="all")
    assert answer.status_code == 422
    assert "at least one format" in answer.text
    assert client.send("/export", what="all", format="wav").status_code == 422


def test_one_article_shows_how_far_it_is(prepare: Prepare, client_for: ClientFor, database: Database) -> None:
    prepare(published)
    client = client_for("translator")
    address = client.send("/export", what="all", format="proof").location
    assert "0 % done" in client.get(address).text
    with database.writing() as session:
        job = session.scalars(select(Job)).one()
        job.done = job.total * 43 // 100  # as its worker says between two parts of a long proof
    page = client.get(address).text
    assert "43 % done" in page
    with database.writing() as session:
        job = session.scalars(select(Job)).one()
        job.state, job.leased_until = JobState.RUNNING, clock.now() - timedelta(minutes=1)
    assert "Nobody is at work on it" in client.get(address).text
    assert "1 article as proof" in page
