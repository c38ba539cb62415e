"""The months before the demo: real slips, found and put right, and scores that have a trend."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.conftest import START
from workbench.db.engine import Database
from workbench.db.models import Article, Problem, Segment
from workbench.db.queries.scores import MonthOf, judged_by_month, marked_by_month
from workbench.demo.load import load_people
from workbench.demo.past import PAST, load_past
from workbench.demo.people import PEOPLE
from workbench.demo.volume import generate_segments
from workbench.domain.months import Months
from workbench.domain.people import Role
from workbench.domain.problems import Status
from workbench.domain.scores import Verdict, score
from workbench.services import accounts, projection


@pytest.fixture(scope="module")
def loaded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Made once: no test changes it."""
    path = tmp_path_factory.mktemp("past") / "past.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        load_past(session, load_people(session, START), START)
    yield database
    database.dispose()


def test_every_slip_was_marked_and_put_right(loaded: Database) -> None:
    with loaded.reading() as session:
        articles = session.scalars(select(Article)).all()
        assert len(articles) == len(PAST)
        assert {a.shelved for a in articles} == {"archived"}
        assert [projection.compare(session, a) for a in articles] == [[]] * len(PAST)
        assert {p.status for p in session.scalars(select(Problem))} == {Status.ACCEPTED}
        for article, (number, past) in zip(articles, enumerate(PAST), strict=True):
            english = (
                select(Segment.target).where(Segment.article_id == article.id).order_by(Segment.position)
            )
            meant = [p.target for p in generate_segments(past.segments, 100 + number)]
            assert session.scalars(english).all() == meant
            marked = session.scalars(select(Problem.type).where(Problem.article_id == article.id)).all()
            assert sorted(set(marked) - {"praise"}) == sorted(past.slips)


def test_there_is_a_trend_with_every_verdict(loaded: Database) -> None:
    with loaded.reading() as session:
        translator = accounts.find_person(session, PEOPLE[Role.TRANSLATOR][1]).id
        months = Months("2025-03", "2026-03")
        marked, words = marked_by_month(session, months), judged_by_month(session, months)
        verdicts = [
            score(marked[key], source_words=words[key].source).verdict
            for month in months.all
            if (key := MonthOf(translator, month)) in words
        ]
    assert set(verdicts) == set(Verdict)
    assert (verdicts[0], verdicts[-1]) == (Verdict.FAIL, Verdict.PASS)


def test_a_second_run_adds_nothing(loaded: Database) -> None:
    with loaded.writing() as session:
        load_past(session, load_people(session, START), START)
        slugs = session.scalars(select(Article.slug)).all()
    assert len(slugs) == len(PAST)
    assert all(re.fullmatch(r"archive-20\d\d-\d\d-\d", slug) for slug in slugs)
