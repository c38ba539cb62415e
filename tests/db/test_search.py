"""Search forgives what people type differently, in both languages and on both databases."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from workbench.db import search
from workbench.db.models import Article
from workbench.domain.kinds import Kind

pytestmark = pytest.mark.both_databases


@pytest.fixture
def port(make_article: Callable[..., Article]) -> Article:
    make_article(rows=((Kind.HEADLINE, "متحف المدينة", "The town museum"),))
    return make_article(
        rows=((Kind.HEADLINE, "إضرابُ عمّال الميناء في القاهرة", "Port strike: 43 ships wait"),)
    )


@pytest.mark.parametrize(
    "query",
    [
        "اضراب",
        "إضراب",
        "ميناء",
        "القاهره",
        "عمال",
        "PORT strike",
        "strike ships",
        "٤٣",
        "43",
        "rike",
    ],
)
def test_finds(session: Session, port: Article, query: str) -> None:
    found = session.scalars(sa.select(Article.slug).where(search.matches(session, query))).all()
    assert found == [port.slug]


@pytest.mark.parametrize(
    "query", ["museum strike", '"', "' OR 1=1", "x" * 500, "*", "NEAR(", "ـــ", "_", "AND"]
)
def test_odd_queries_find_nothing_wrong_and_break_nothing(
    session: Session, port: Article, query: str
) -> None:
    found = session.scalars(sa.select(Article.slug).where(search.matches(session, query))).all()
    assert port.slug not in found or query in ("ـــ", "_")


def test_an_empty_query_finds_all(session: Session, port: Article) -> None:
    assert len(session.scalars(sa.select(Article).where(search.matches(session, "  "))).all()) == 2
