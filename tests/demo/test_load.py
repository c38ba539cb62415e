"""The demo in a database: made through the services, each article where its plan says, a second run harmless."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import START
from workbench.db.engine import Database
from workbench.db.models import (
    Article,
    AuditEvent,
    Decision,
    DecisionKind,
    Edition,
    Problem,
    ProblemSpan,
    Revision,
    Segment,
)
from workbench.db.queries.released import release
from workbench.demo.content import StagePlan, articles
from workbench.demo.load import load_demo
from workbench.demo.people import PEOPLE
from workbench.domain.editions import content_from_json
from workbench.domain.people import Role
from workbench.domain.problems import Status
from workbench.domain.stages import Handover, Stage
from workbench.domain.workflow import State
from workbench.services import accounts, projection, segments


@pytest.fixture(scope="module")
def loaded_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo in it, made once: loading takes a second or two."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copy(sqlite_template, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        load_demo(session, START)
    database.dispose()
    return path


@pytest.fixture
def session(loaded_template: Path, tmp_path: Path) -> Iterator[Session]:
    """A session on a copy of the loaded database."""
    path = tmp_path / "demo.sqlite3"
    shutil.copy(loaded_template, path)
    database = Database(f"sqlite:///{path}")
    with database.writing() as session:
        yield session
    database.dispose()


@pytest.fixture
def loaded(session: Session) -> dict[StagePlan, Article]:
    return by_plan(session)


def by_plan(session: Session) -> dict[StagePlan, Article]:
    plans = {a.slug: a.stage_plan for a in articles()}
    return {plans[a.slug]: a for a in session.scalars(select(Article))}


def rows(session: Session, article: Article) -> list[Segment]:
    query = select(Segment).where(Segment.article_id == article.id).order_by(Segment.position)
    return list(session.scalars(query))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_it_loads_into_postgresql_too(database: Database):
    with database.writing() as session:
        load_demo(session, START)
        test_each_article_stands_where_its_plan_says(session, by_plan(session))


def test_each_article_stands_where_its_plan_says(session: Session, loaded: dict[StagePlan, Article]):
    assert {plan: (a.stage, a.edition_number) for plan, a in loaded.items()} == {
        StagePlan.UNTRANSLATED: (Stage.TRANSLATE, 0),
        StagePlan.HALF_WAY: (Stage.TRANSLATE, 0),
        StagePlan.IN_REVIEW: (Stage.TRANSLATE, 0),  # a returned segment is the translator's
        StagePlan.ALMOST_THERE: (Stage.REVIEW, 0),
        StagePlan.READY: (Stage.PUBLISH, 0),
        StagePlan.PUBLISHED: (Stage.PUBLISHED, 1),
        StagePlan.SECOND_EDITION: (Stage.PUBLISHED, 2),
        StagePlan.CHANGED_SINCE: (Stage.REVIEW, 1),
        StagePlan.WITHDRAWN: (Stage.PUBLISHED, 1),
        StagePlan.EMBARGO: (Stage.PUBLISHED, 1),
    }
    assert loaded[StagePlan.CHANGED_SINCE].changed_since_edition
    assert [projection.compare(session, a) for a in loaded.values()] == [[]] * len(loaded)


def test_the_untranslated_and_the_half_way(session: Session, loaded: dict[StagePlan, Article]):
    counts = loaded[StagePlan.UNTRANSLATED].counts
    assert (counts.untranslated, counts.target_words) == (counts.segments, 0)
    half = loaded[StagePlan.HALF_WAY].counts
    assert min(half.untranslated, half.draft, half.translated) > 2
    authors = session.scalars(
        select(Revision.author_id)
        .join(Segment, Segment.target_revision_id == Revision.id)
        .where(Segment.article_id == loaded[StagePlan.HALF_WAY].id)
        .distinct()
    ).all()
    assert authors == [accounts.find_person(session, PEOPLE[Role.TRANSLATOR][1]).id]


def test_review_has_marks_on_both_sides_and_a_returned_segment(
    session: Session, loaded: dict[StagePlan, Article]
):
    article = loaded[StagePlan.IN_REVIEW]
    assert article.counts.critical == 1
    assert article.counts.blocking >= 3
    sides = select(ProblemSpan.side).join(Problem, Problem.id == ProblemSpan.problem_id)
    assert len(set(session.scalars(sides.where(Problem.article_id == article.id)))) == 2
    (returned,) = [s for s in rows(session, article) if s.state is State.RETURNED]
    decision = session.scalars(select(Decision).where(Decision.segment_id == returned.id)).one()
    assert decision.kind is DecisionKind.RETURNED
    assert "never ratified" in decision.reason
    assert article.handed_to is Handover.TRANSLATION


def test_almost_there_is_owed_to_the_translator(session: Session, loaded: dict[StagePlan, Article]):
    article = loaded[StagePlan.ALMOST_THERE]
    assert (article.counts.owed, article.counts.fixed) == (1, 4)
    statuses = select(Problem.status).where(Problem.article_id == article.id)
    assert Status.DISPUTED in session.scalars(statuses).all()
    (owed,) = [s for s in rows(session, article) if s.owed]
    translator = accounts.find_person(session, PEOPLE[Role.TRANSLATOR][1])
    segments.agree(session, translator, owed.id, version=owed.lock_version, at=START)
    assert article.counts.owed == 0


def test_what_was_accepted_stands_in_the_published_english(
    session: Session, loaded: dict[StagePlan, Article]
):
    demos = {a.slug: a for a in articles()}
    for plan in (StagePlan.READY, StagePlan.PUBLISHED, StagePlan.SECOND_EDITION, StagePlan.CHANGED_SINCE):
        demo, present = demos[loaded[plan].slug], rows(session, loaded[plan])
        for problem in demo.problems:
            assert problem.suggestion in present[problem.segment].target
        assert not session.scalars(
            select(Problem).where(Problem.article_id == loaded[plan].id, Problem.status != Status.ACCEPTED)
        ).all()
        assert not any(s.owed for s in present if s.state is State.APPROVED)


def test_the_second_edition_puts_the_slip_right(session: Session, loaded: dict[StagePlan, Article]):
    article = loaded[StagePlan.SECOND_EDITION]
    first, second = session.scalars(
        select(Edition).where(Edition.article_id == article.id).order_by(Edition.number)
    )
    texts = [
        " ".join(s.target for s in content_from_json(json.loads(e.content)).segments) for e in (first, second)
    ]
    assert ["thirty days in which to appeal" in text for text in texts] == [False, True]
    assert second.previous_sha256 == first.sha256
    assert "There are thirty." in json.loads(second.content)["corrections"][0]["note"]
    assert START - first.published_at > timedelta(days=7)
    assert second.published_at - first.published_at > timedelta(hours=12)


def test_one_is_withdrawn_and_one_under_embargo(session: Session, loaded: dict[StagePlan, Article]):
    gone = release(session, loaded[StagePlan.WITHDRAWN].id, START).gone
    assert gone is not None
    assert "forged" in gone.reason
    found = release(session, loaded[StagePlan.EMBARGO].id, START)
    assert found.out is None
    assert found.scheduled is not None
    assert found.scheduled.published_at > START


def test_nothing_happens_after_now_or_out_of_order(session: Session, loaded: dict[StagePlan, Article]):
    for article in loaded.values():
        times = session.scalars(
            select(AuditEvent.at).where(AuditEvent.article_id == article.id).order_by(AuditEvent.id)
        ).all()
        assert list(times) == sorted(times)
        assert times[-1] < START


def test_a_second_run_keeps_what_people_did(session: Session, loaded: dict[StagePlan, Article]):
    row = rows(session, loaded[StagePlan.HALF_WAY])[-1]
    translator = accounts.find_person(session, PEOPLE[Role.TRANSLATOR][1])
    segments.save_target(
        session, translator, row.id, text="A corridor before dawn.", version=row.lock_version, at=START
    )
    before = session.scalar(select(func.max(AuditEvent.id)))
    heard: list[tuple[int, int]] = []
    load_demo(session, START + timedelta(hours=1), progress=lambda *p: heard.append(p))
    assert session.scalar(select(func.max(AuditEvent.id))) == before
    assert row.target == "A corridor before dawn."
    assert heard[-1] == (len(articles()), len(articles()))
