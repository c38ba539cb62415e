"""``workbench export``, ``verify`` and ``worker``."""

import hashlib
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.cli.conftest import Run
from tests.conftest import Clock, add_people, sample
from tests.services.conftest import Rows
from tests.services.test_publishing import approve_all, publish_it
from tests.services.test_verifying import past_triggers
from workbench.db.engine import Database
from workbench.services.articles import create_article


@pytest.fixture
def slug(database: Database, clock: Clock) -> str:
    """A published article."""
    with database.writing() as session:
        people = add_people(session)
        rows = Rows(session, create_article(session, people["editor"], sample(), at=clock()), people, clock)
        approve_all(rows)
        publish_it(rows)
        return rows.article.slug


def test_an_edition_is_written_to_a_file(run: Run, slug: str, tmp_path: Path) -> None:
    ran = run("export", slug, "--format", "docx", "-o", str(tmp_path))
    assert ran.code == 0
    path = tmp_path / f"{slug}-edition-1.docx"
    assert path.read_bytes().startswith(b"PK")
    assert "edition 1" in ran.err
    before = path.read_bytes()
    run("export", slug, "--format", "docx", "--edition", "1", "-o", str(path))
    assert path.read_bytes() == before


def test_standard_output_gets_the_file_and_nothing_else(run: Run, slug: str) -> None:
    ran = run("export", slug, "--format", "txt", "-o", "-")
    assert (ran.code, ran.err) == (0, "")
    assert "Port workers return to work" in ran.out


def test_a_draft_has_to_be_asked_for(run: Run, slug: str, tmp_path: Path) -> None:
    ran = run("export", slug, "--format", "md", "--draft", "-o", str(tmp_path / "draft.md"))
    assert ran.code == 0
    assert "draft" in (tmp_path / "draft.md").read_text(encoding="utf-8").lower()
    ran = run("export", slug, "--format", "md", "--draft", "--edition", "1")
    assert ran.code == 2
    assert "ask for one of them" in ran.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nowhere", "--format", "txt"), "no article named 'nowhere'. `workbench list`"),
        (("nowhere", "--format", "txt", "--draft"), "`workbench list`"),
        (("{slug}", "--format", "txt", "--edition", "9"), "no edition 9"),
        (("{slug}", "--format", "wav"), "wav"),
        (("{slug}", "--format", "txt", "-o", "/nowhere/at/all.txt"), "No such file"),
    ],
)
def test_what_cannot_be_exported_is_exit_code_two(
    run: Run, slug: str, arguments: tuple[str, ...], says: str
) -> None:
    ran = run("export", *(argument.format(slug=slug) for argument in arguments))
    assert ran.code == 2
    assert says in ran.err


def test_verify_says_that_all_is_well_or_what_is_not(run: Run, slug: str, database: Database) -> None:
    ran = run("verify")
    assert (ran.code, ran.out) == (0, "1 edition of 1 article checked: all as published.\n")
    ran = run("verify", slug)
    (line,) = run("verify", "--json").out.splitlines()
    assert f"{slug}: its record of 1 act has SHA-256 {json.loads(line)['record'][-1]}\n" in ran.out
    with database.writing() as session:
        past_triggers(session)
        session.execute(text("UPDATE edition SET content = replace(content, 'Port', 'Dock')"))
    ran = run("verify", slug)
    assert ran.code == 1
    assert f"{slug}: edition 1 does not match its fingerprint" in ran.out
    (line,) = run("verify", "--json").out.splitlines()
    assert json.loads(line)["faults"][0]["edition"] == 1
    refused = run("verify", "elsewhere")
    assert (refused.code, refused.out) == (2, "")
    assert "`workbench list`" in refused.err


def test_what_a_fingerprint_is_of_is_printed_byte_for_byte(run: Run, slug: str, database: Database) -> None:
    with database.reading() as session:
        fingerprint, content = session.execute(text("SELECT sha256, content FROM edition")).one()
    ran = run("verify", slug, "--print", "1")
    assert (ran.code, ran.out, ran.err) == (0, f"\n{content}", "")
    assert hashlib.sha256(ran.out.encode()).hexdigest() == fingerprint
    assert "has no edition 2" in run("verify", slug, "--print", "2").err
    assert "name of an article" in run("verify", "--print", "1").err
    with database.writing() as session:
        past_triggers(session)
        session.execute(text("UPDATE edition SET content = ''"))
    ran = run("verify", slug, "--print", "1")
    assert (ran.code, ran.out) == (2, "")
    assert "erased" in ran.err


def test_verify_says_that_the_database_lost_its_triggers(run: Run, slug: str, database: Database) -> None:
    with database.writing() as session:
        on = "" if database.is_sqlite else " ON event"
        session.execute(
            text(f"DROP TRIGGER event_{'refuses_replace' if database.is_sqlite else 'append_only'}{on}")
        )
    for arguments in ((), (slug,), ("--json",)):
        ran = run("verify", *arguments)
        assert ran.code == 1
        assert "missing or altered (event)" in ran.err
    assert "(event)" in run("db", "upgrade").out
    ran = run("verify")
    assert (ran.code, ran.err) == (0, "")


def test_the_worker_runs_what_is_due(run: Run, slug: str, database: Database) -> None:
    ran = run("worker", "--once")
    assert (ran.code, ran.out) == (0, "3 jobs done, 0 failed.\n")
    assert run("worker", "--once").out == "0 jobs done, 0 failed.\n"
    with database.writing() as session:
        session.execute(text("UPDATE job SET state = 'waiting', kind = 'check_projections'"))
        session.execute(text("UPDATE article SET count_approved = 99"))
    assert run("worker", "--once").code == 0
    with database.reading() as session:
        assert session.execute(text("SELECT count_approved FROM article")).scalar_one() == 4


@pytest.mark.parametrize("command", ["export", "list", "verify", "worker"])
def test_help_names_the_exit_codes(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert "Exit codes:" in ran.out


def test_several_articles_and_formats_go_into_a_folder_or_one_zip(
    run: Run, slug: str, tmp_path: Path
) -> None:
    ran = run("export", slug, slug, "--format", "txt", "--format", "html", "-o", str(tmp_path / "out"))
    assert ran.code == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        f"{slug}-edition-1.txt",
        f"{slug}-edition-1.html",
    }
    zipped = tmp_path / "all.zip"
    ran = run("export", slug, "nowhere", "--format", "txt", "--edition", "latest", "-o", str(zipped))
    assert ran.code == 1
    assert "nowhere: There is no article" in ran.err
    first = zipped.read_bytes()
    with zipfile.ZipFile(zipped) as archive:
        assert archive.namelist() == [f"{slug}-edition-1.txt", "index.csv"]
        index = archive.read("index.csv").decode("utf-8-sig")
    assert "Port workers return to work" in index
    assert "nowhere" in index
    run("export", slug, "nowhere", "--format", "txt", "-o", str(zipped))
    assert zipped.read_bytes() == first
    ran = run("export", slug, "nowhere", "--format", "txt", "-o", "-")
    assert ran.code == 2
    assert "standard output" in ran.err
    assert run("export", slug, "--format", "txt", "--edition", "newest").code == 2


def test_a_house_style_is_asked_for_by_name(run: Run, slug: str) -> None:
    as_written = run("export", slug, "--format", "txt", "-o", "-").out
    straight = run("export", slug, "--format", "txt", "--quotes", "straight", "-o", "-").out
    assert straight == as_written.translate({ord("“"): '"', ord("”"): '"', ord("’"): "'", ord("‘"): "'"})
    assert run("export", slug, "--format", "txt", "--dashes", "wavy").code == 2


def test_a_house_style_is_refused_where_no_format_takes_it(run: Run, slug: str, tmp_path: Path) -> None:
    ran = run("export", slug, "--format", "xliff", "--quotes", "straight", "-o", str(tmp_path))
    assert ran.code == 2
    assert "xliff keeps the words" in " ".join(ran.err.split())
    assert not list(tmp_path.glob("*.xlf"))
    both = ("--format", "txt", "--format", "csv")
    ran = run("export", slug, *both, "--quotes", "straight", "-o", str(tmp_path))
    assert ran.code == 0
    assert "csv keeps the words" in ran.err
