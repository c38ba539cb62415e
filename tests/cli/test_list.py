"""``workbench list`` and the measure of its columns."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tests.conftest import Clock, add_people, sample
from workbench.cli.list import columns, cut, pad, table
from workbench.db.engine import Database
from workbench.db.queries.editions import ListedArticle, find_article
from workbench.db.queries.released import NOTHING_OUT
from workbench.domain.kinds import Kind
from workbench.domain.release import Issue, Release, release_of
from workbench.domain.stages import Stage
from workbench.services.accounts import find_person
from workbench.services.articles import create_article
from workbench.services.review import ask_about_article
from workbench.text.bidi import visual

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ARABIC = "عمال الميناء يعودون إلى العمل"


def listed(
    slug: str = "port-workers",
    english: str = "Port workers return",
    arabic: str = ARABIC,
    release: Release = NOTHING_OUT,
) -> ListedArticle:
    return ListedArticle(slug, Stage.REVIEW, english, arabic, 3, 14, 2, 1, NOW, release)


def load(database: Database, clock: Clock) -> list[str]:
    with database.writing() as session:
        editor = add_people(session)["editor"]
        arabic_only = sample(rows=((Kind.HEADLINE, "خبر بلا ترجمة", ""),))
        return [create_article(session, editor, new, at=clock()).slug for new in (sample(), arabic_only)]


def test_a_script_gets_names_or_objects(run: Run, database: Database, clock: Clock) -> None:
    first, second = load(database, clock)
    assert run("list", "--format", "slug").out == f"{second}\n{first}\n"
    objects = [json.loads(line) for line in run("list", "--format", "json").out.splitlines()]
    assert [o["slug"] for o in objects] == [second, first]
    assert objects[0]["arabic"] == "خبر بلا ترجمة"
    assert objects[1] | {"changed_at": ""} == {
        "slug": first,
        "stage": "review",
        "readers": "not published",
        "english": "Port workers return to work",
        "arabic": ARABIC,
        "approved": 0,
        "segments": 4,
        "problems": 0,
        "notes": 0,
        "edition": None,
        "scheduled": None,
        "changed_at": "",
    }
    assert run("list", "--json").out == run("list", "--format", "json").out != ""


def test_a_question_is_a_note_and_no_problem(run: Run, database: Database, clock: Clock) -> None:
    first, _ = load(database, clock)
    with database.writing() as session:
        article, asks = find_article(session, first), find_person(session, "tala.translator@example.org")
        ask_about_article(session, asks, article.id, note="Is this Monday’s strike?", at=clock())
    (found,) = [json.loads(line) for line in run("list", "--json", "--stage", "review").out.splitlines()]
    assert (found["problems"], found["notes"]) == (0, 1)
    _, line = run("list", "--stage", "review").out.splitlines()
    assert "  1 note  " in line
    assert "  2, 1 note  " in list(table([listed()], width=90))[1]


def test_a_stage_limits_the_list(run: Run, database: Database, clock: Clock) -> None:
    first, second = load(database, clock)
    assert run("list", "--stage", "review", "--format", "slug").out == f"{first}\n"
    assert run("list", "--stage", "translate", "--format", "slug").out == f"{second}\n"
    ran = run("list", "--stage", "published")
    assert (ran.code, ran.out) == (0, "No article is at the stage “published”.\n")
    assert run("list", "--stage", "published", "--format", "json").out == ""
    assert run("list", "--stage", "nowhere").code == 2


def test_a_pipe_gets_arabic_in_logical_order(run: Run, database: Database, clock: Clock) -> None:
    load(database, clock)
    assert "خبر بلا ترجمة" in run("list").out


def test_a_terminal_gets_arabic_in_visual_order() -> None:
    heading, row = table([listed()], width=130, order=visual)
    assert heading.startswith("ARTICLE")
    assert row.endswith(visual(ARABIC))
    assert "Port workers return" in row


def test_a_narrow_table_keeps_one_headline_and_its_width() -> None:
    lines = list(table([listed(english="A headline that goes on and on, well beyond the edge")], width=72))
    assert all(columns(line) <= 72 for line in lines)
    assert lines[1].endswith("…")
    assert ARABIC[:10] not in lines[1]


def test_the_arabic_headline_stands_in_for_a_missing_english_one() -> None:
    assert ARABIC in list(table([listed(english="")], width=90))[1]


def test_an_edition_to_come_is_told_from_the_one_that_is_out() -> None:
    issues = [Issue(1, 1, NOW), Issue(2, 2, NOW + timedelta(hours=1))]
    for at, says in ((NOW, "  1 (2 scheduled)  "), (NOW + timedelta(hours=1), "  2  ")):
        assert says in list(table([listed(release=release_of(issues, at))], width=100))[1]


def test_marks_take_no_column_and_wide_letters_two() -> None:
    assert columns("مُحَمَّد") == 4
    assert columns("e\u0301") == 1
    assert columns("東京") == 4
    assert columns("\u2067abc\u2069") == 3


@given(st.text(max_size=60), st.integers(1, 40))
def test_what_is_cut_and_padded_fits(text: str, width: int) -> None:
    assert columns(cut(text, width)) <= max(width, 1)
    assert columns(pad(cut(text, width), width)) == width


@given(st.text(max_size=60))
def test_what_fits_is_not_cut(text: str) -> None:
    assert cut(text, columns(text)) == text
