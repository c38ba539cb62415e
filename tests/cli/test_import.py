"""``workbench import``."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.conftest import Run
from tests.conftest import add_people
from workbench.db.engine import Database
from workbench.db.models import Article, AuditEvent, Segment
from workbench.domain.kinds import Kind
from workbench.domain.workflow import State

ARABIC = """ad a b

عودة الصيادين إلى المرفأ القديم

عاد ثلاثون صيادًا إلى المرفأ القديم بعد غياب دام سبعة أعوام كاملة.

قال رئيس التعاونية إن البحر أعطى هذا العام أكثر مما أعطى في عقد."""

ENGLISH = """Fishermen return to the old harbour

Thirty fishermen returned to the old harbour after a full seven years away.

The head of the cooperative said the sea had given more this year than in a decade."""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    source, target = tmp_path / "source.txt", tmp_path / "target.txt"
    source.write_text(ARABIC, encoding="utf-8")
    target.write_text(ENGLISH, encoding="utf-8")
    return str(source), str(target)


def test_an_article_is_imported_and_what_happened_is_printed(
    run: Run, database: Database, files: tuple[str, str]
) -> None:
    with database.writing() as session:
        people = add_people(session)
    ran = run(
        "import", "--source", files[0], "--target", files[1], "--finished",
        "--translator", "TALA.translator@example.org", "--as", people["editor"].email,
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    assert "Arabic: kept 1 headline, 2 paragraphs" in ran.out
    assert "left out: ad a b (an advertising slot)" in ran.out
    assert "3 pairs: " in ran.out
    assert ran.out.splitlines()[-1] == "fishermen-return-to-the-old-harbour"
    with database.reading() as session:
        article = session.scalars(select(Article)).one()
        assert article.translated_by_id == people["translator"].id
        assert set(session.scalars(select(Segment.state))) == {State.TRANSLATED}
        assert session.scalars(select(AuditEvent.actor_id)).all() == [people["editor"].id]


def test_json_and_a_dry_run(run: Run, database: Database, files: tuple[str, str]) -> None:
    tried = json.loads(run("import", "--source", files[0], "--target", files[1], "--dry-run", "--json").out)
    assert tried["slug"] is None
    assert [pair["source"] for pair in tried["pairs"]] == [[0], [1], [2]]
    assert tried["source"]["left_out"][0]["text"] == "ad a b"
    with database.reading() as session:
        assert session.scalars(select(Article)).all() == []
    assert "--dry-run" in run("import", "--source", files[0], "--dry-run").out

    done = json.loads(run("import", "--source", files[0], "--title", "Back to sea", "--json").out)
    assert done["slug"] == "back-to-sea"
    with database.reading() as session:
        segments = session.scalars(select(Segment).order_by(Segment.position)).all()
        assert [s.state for s in segments] == [State.DRAFT, State.UNTRANSLATED, State.UNTRANSLATED]


def test_a_title_replaces_the_headline(run: Run, database: Database, files: tuple[str, str]) -> None:
    assert run("import", "--source", files[0], "--target", files[1], "--title", "Home again").code == 0
    with database.reading() as session:
        segments = session.scalars(select(Segment).order_by(Segment.position)).all()
        assert segments[0].target == "Home again"
        assert len(segments) == 3


def test_what_cannot_be_done_is_one_line_and_exit_code_two(
    run: Run, database: Database, files: tuple[str, str], tmp_path: Path
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("  \n")
    for arguments, word in [
        (("--source", str(empty)), "empty.txt"),
        (("--source", str(tmp_path / "missing.txt")), "missing.txt"),
        (("--source", files[0], "--as", "nobody@example.org"), "nobody@example.org"),
        (("--source", files[0], "--target", files[1], "--translator", "x@example.org"), "x@example.org"),
    ]:
        ran = run("import", *arguments)
        assert ran.code == 2, arguments
        assert word in ran.err
    with database.reading() as session:
        assert session.scalars(select(Article)).all() == []


def test_a_side_left_out_whole_is_said_with_its_reasons(
    run: Run, files: tuple[str, str], tmp_path: Path
) -> None:
    frame = tmp_path / "frame.txt"
    frame.write_text("ad a b\n\nShare\n", encoding="utf-8")
    for arguments in (("--source", str(frame)), ("--source", files[0], "--target", str(frame))):
        ran = run("import", *arguments)
        assert ran.code == 2
        assert "frame.txt: everything was left out" in ran.err
        assert "left out: ad a b (an advertising slot)" in ran.err
        assert "Put something back" not in ran.err


def test_a_file_that_is_not_what_its_name_says_is_refused(run: Run, tmp_path: Path) -> None:
    for name, words in [("fake.docx", "fake.docx is not a Word document"), ("a.pdf", "PDF is not read yet")]:
        (tmp_path / name).write_text("x")
        ran = run("import", "--source", str(tmp_path / name))
        assert ran.code == 2
        assert words in ran.err


@pytest.mark.parametrize("has_headline", [True, False])
def test_a_title_alone_is_the_english_of_the_headline(
    run: Run, database: Database, tmp_path: Path, has_headline: bool
) -> None:
    source = tmp_path / "a.txt"
    paragraphs = ARABIC.split("\n\n")[1 if has_headline else 2 :]
    source.write_text("\n\n".join(paragraphs), encoding="utf-8")
    assert run("import", "--source", str(source), "--title", "My title").code == 0
    with database.reading() as session:
        article = session.scalars(select(Article)).one()
        head = session.scalars(select(Segment).order_by(Segment.position)).first()
        assert head is not None
        assert (article.target_title, head.kind, head.target) == ("My title", Kind.HEADLINE, "My title")
        assert head.source == article.source_title == (paragraphs[0] if has_headline else "")
    assert '"My title"' in run("list", "--json").out
    assert "# My title" in run("export", "my-title", "--format", "md", "--draft", "-o", "-").out


def test_counts_are_in_good_english_and_what_is_alone_has_no_confidence(
    run: Run, files: tuple[str, str], tmp_path: Path
) -> None:
    one = tmp_path / "one.txt"
    one.write_text(ARABIC.split("\n\n")[2], encoding="utf-8")
    alone = run("import", "--source", str(one), "--dry-run").out
    assert "1 row, Arabic only" in alone
    less = tmp_path / "less.txt"
    less.write_text("\n\n".join(ENGLISH.split("\n\n")[:2]), encoding="utf-8")
    shown = run("import", "--source", files[0], "--target", str(less), "--dry-run").out
    rows = [line for line in shown.splitlines() if "○" in line]
    assert len(rows) == 1
    assert "Arabic only" in rows[0]
    assert "%" not in rows[0]


def test_an_article_with_the_same_headline_is_pointed_out(run: Run, files: tuple[str, str]) -> None:
    first = run("import", "--source", files[0], "--title", "Back to sea")
    assert "already on the desk" not in first.out
    again = run("import", "--source", files[0])
    assert again.code == 0
    assert "An article with this Arabic headline is already on the desk: back-to-sea" in again.out
    assert json.loads(run("import", "--source", files[0], "--json").out)["same_headline"] == "back-to-sea"


TABLE = """Arabic,English,Notes,Status
عاد المركب إلى الميناء,The boat returned to port,Which port?,approved
جفّت الشباك على الرصيف,The nets dried on the quay,,draft
"""


def test_a_file_that_holds_both_languages_goes_in_alone(run: Run, database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        people = add_people(session)
    file = tmp_path / "pairs.csv"
    file.write_text(TABLE, encoding="utf-8")
    ran = run("import", "--source", str(file), "--target", str(file))
    assert ran.code == 2
    assert "goes in alone" in ran.err
    ran = run("import", "--source", str(file), "--translator", "Huda")
    assert "--as" in ran.err
    ran = run("import", "--source", str(file), "--translator", "Huda", "--as", people["editor"].email)
    assert (ran.code, ran.err) == (0, "")
    assert "2 pairs as in the file" in ran.out
    assert "      ? Which port?" in ran.out.splitlines()
    with database.reading() as session:
        states = session.scalars(select(Segment.state).order_by(Segment.position)).all()
    assert states == [State.TRANSLATED, State.DRAFT]


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    ran = run("import", "--source", str(file))
    assert ran.code == 2
    assert f"{file}: That is 200.0 MB" in ran.err
