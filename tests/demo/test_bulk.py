"""Volume in the database is what the services would have left there."""

import json

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import START, add_people, sample
from workbench.db import search
from workbench.db.engine import Database
from workbench.db.models import Article, Edition, Judged, Problem, ProblemSpan, Revision, Segment
from workbench.demo.bulk import load_volume
from workbench.domain.editions import canonical_json, content_from_json, content_to_json, fingerprint
from workbench.domain.people import Actor
from workbench.domain.problems import Status
from workbench.domain.stages import Stage
from workbench.domain.workflow import State
from workbench.services import projection
from workbench.services.articles import create_article
from workbench.services.verifying import verify

pytestmark = pytest.mark.both_databases


def count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def test_projections_are_what_the_recount_says(session: Session, people: dict[str, Actor]):
    load_volume(session, 60, 11, by=people["editor"], now=START)
    articles = session.scalars(select(Article)).all()
    assert len(articles) == 60
    assert count(session, Segment) == 60 * 11
    assert [projection.compare(session, a) for a in articles] == [[]] * 60
    assert {a.stage for a in articles} == set(Stage)
    assert max(a.changed_at for a in articles) < START


def test_texts_marks_and_editions_fit_their_revisions(session: Session, people: dict[str, Actor]):
    load_volume(session, 40, 15, by=people["editor"], now=START)
    for segment in session.scalars(select(Segment)):
        source = session.get_one(Revision, segment.source_revision_id)
        assert (source.segment_id, source.text) == (segment.id, segment.source)
        target = session.get_one(Revision, segment.target_revision_id) if segment.target_revision_id else None
        assert (target.text if target else "") == segment.target
    spans = session.scalars(select(ProblemSpan)).all()
    assert len(spans) == count(session, Problem) > 0
    for span in spans:
        revision = session.get_one(Revision, span.revision_id)
        assert revision.text[span.start : span.end] == span.exact
    editions = session.scalars(select(Edition)).all()
    assert editions
    for edition in editions:
        assert fingerprint(edition.content, None) == edition.sha256
        content = content_from_json(json.loads(edition.content))
        assert canonical_json(content_to_json(content)) == edition.content
        assert content.title == session.get_one(Article, edition.article_id).target_title
    assert [failure for one in verify(session) for failure in one.failures] == []


def test_words_and_problems_are_the_translators(session: Session, people: dict[str, Actor]):
    translators = [people["translator"], people["translator2"]]
    load_volume(session, 40, 15, by=people["editor"], translators=translators, now=START)
    articles = session.scalars(select(Article)).all()
    assert {a.translated_by_id for a in articles} == {t.id for t in translators}
    assert [projection.compare(session, a) for a in articles] == [[]] * 40
    judged = {(j.segment_id, j.translator_id) for j in session.scalars(select(Judged))}
    expected = set()
    for article in articles:
        for segment in session.scalars(select(Segment).where(Segment.article_id == article.id)):
            marks = session.scalars(select(Problem).where(Problem.segment_id == segment.id)).all()
            assert {m.translator_id for m in marks} <= {article.translated_by_id}
            if segment.state is State.APPROVED or marks:
                expected.add((segment.id, article.translated_by_id))
    assert judged == expected
    assert {p.status for p in session.scalars(select(Problem))} == {Status.OPEN, Status.ACCEPTED}


def test_the_desk_finds_them_and_work_goes_on_behind_them(database: Database):
    with database.writing() as session:
        editor = add_people(session)["editor"]
        create_article(session, editor, sample(), at=START)
        load_volume(session, 25, 3, by=editor, now=START)
    with database.writing() as session:
        load_volume(session, 5, 3, by=editor, now=START)
        new = create_article(session, editor, sample(), at=START)
        assert count(session, Article) == 32
        assert session.scalars(select(Article.slug).order_by(Article.id)).all()[-2] == "volume-0000030"
        assert projection.compare(session, new) == []
        found = session.scalars(select(Article.slug).where(search.matches(session, "volume-0000007"))).all()
        assert found == ["volume-0000007"]


def test_progress_ends_with_all_of_them(session: Session, people: dict[str, Actor]):
    heard: list[tuple[int, int]] = []
    load_volume(session, 3, 1, by=people["editor"], now=START, progress=lambda *p: heard.append(p))
    assert heard[-1] == (3, 3)


@pytest.mark.parametrize("articles", [0, 1])
def test_few_are_as_good_as_many(session: Session, people: dict[str, Actor], articles: int):
    load_volume(session, articles, 2, by=people["editor"], now=START)
    assert count(session, Article) == articles
