"""Creating articles."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Clock, sample
from workbench.db.models import Article, AuditEvent, Revision, Segment
from workbench.domain.errors import InvalidInput, NotAllowed
from workbench.domain.kinds import Kind, Side
from workbench.domain.people import Actor
from workbench.domain.stages import Stage
from workbench.domain.workflow import State
from workbench.services import projection
from workbench.services.articles import NewArticle, NewSegment, create_article

Make = Callable[..., Article]


def rows_of(session: Session, article: Article) -> list[Segment]:
    return list(
        session.scalars(select(Segment).where(Segment.article_id == article.id).order_by(Segment.position))
    )


def test_finished_english_comes_in_translated(session: Session, make_article: Make) -> None:
    article = make_article(finished=True)
    assert {s.state for s in rows_of(session, article)} == {State.TRANSLATED}
    assert article.stage is Stage.REVIEW
    assert article.target_title == "Port workers return to work"


def test_rough_english_comes_in_as_draft_and_missing_english_as_untranslated(
    session: Session, make_article: Make
) -> None:
    article = make_article(
        finished=False, rows=((Kind.HEADLINE, "عنوان", "Title"), (Kind.PARAGRAPH, "نص بلا ترجمة", ""))
    )
    assert [s.state for s in rows_of(session, article)] == [State.DRAFT, State.UNTRANSLATED]
    assert article.stage is Stage.TRANSLATE


def test_imported_text_has_sealed_revisions_without_author(session: Session, make_article: Make) -> None:
    make_article()
    revisions = session.scalars(select(Revision)).all()
    assert len(revisions) == 8
    assert all(r.sealed_at and r.author_id is None for r in revisions)
    assert {r.side for r in revisions} == {Side.SOURCE, Side.TARGET}


def test_slugs_are_unique_and_readable(session: Session, make_article: Make) -> None:
    assert [make_article().slug for _ in range(3)] == [
        "port-workers-return-to-work",
        "port-workers-return-to-work-2",
        "port-workers-return-to-work-3",
    ]


def test_an_arabic_only_article_gets_a_numbered_slug(session: Session, make_article: Make) -> None:
    rows = ((Kind.HEADLINE, "عنوان بالعربية", ""),)
    assert [make_article(rows=rows).slug for _ in range(2)] == ["article-1", "article-2"]


def test_the_projection_is_true_and_the_creation_is_audited(
    session: Session, make_article: Make, people: dict[str, Actor]
) -> None:
    article = make_article()
    assert projection.compare(session, article) == []
    event = session.scalars(select(AuditEvent)).one()
    assert (event.name, event.actor_id, event.article_id) == (
        "article.created",
        people["editor"].id,
        article.id,
    )


def test_nothing_is_no_article(session: Session, people: dict[str, Actor], clock: Clock) -> None:
    with pytest.raises(InvalidInput, match="no text"):
        create_article(
            session, people["editor"], NewArticle((NewSegment(Kind.PARAGRAPH, " ", ""),)), at=clock()
        )


def test_a_reviewer_may_not_import(session: Session, people: dict[str, Actor], clock: Clock) -> None:
    with pytest.raises(NotAllowed):
        create_article(session, people["reviewer"], sample(), at=clock())
