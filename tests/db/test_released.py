"""The reading of what is out: one article, many, and the newest of all agree."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.bare_edition import add_edition
from tests.conftest import START
from workbench.db.models import Article, Edition, EditionEvent, EditionEventKind
from workbench.db.queries.released import OutState, newest_released, out_state, release, releases
from workbench.domain.people import Actor
from workbench.domain.release import Issue

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)
Kind = EditionEventKind
MakeArticle = Callable[..., Article]


@pytest.fixture
def add(session: Session, people: dict[str, Actor]) -> Callable[..., Edition]:
    def make(article: Article, number: int, hours: int, *kinds: Kind) -> Edition:
        edition = add_edition(session, article.id, people["editor"], START + hours * HOUR, number=number)
        for kind in kinds:
            session.add(
                EditionEvent(
                    edition_id=edition.id, kind=kind, actor_id=people["editor"].id, at=edition.published_at
                )
            )
        session.flush()
        return edition

    return make


def test_one_and_many_are_read_alike(
    session: Session, make_article: MakeArticle, add: Callable[..., Edition]
) -> None:
    first, second, third = make_article(), make_article(), make_article()
    add(first, 1, 0, Kind.RELEASED)
    add(first, 2, 5, Kind.SCHEDULED)
    add(second, 1, 1, Kind.RELEASED, Kind.WITHDRAWN)
    found = releases(session, [first.id, second.id, third.id], START + HOUR)
    assert set(found) == {first.id, second.id}
    assert found[first.id] == release(session, first.id, START + HOUR)
    assert found[first.id].out is not None
    assert found[first.id].out.number == 1
    assert found[first.id].scheduled is not None
    assert found[second.id].gone is not None
    assert found[second.id].gone.by == "Emad Editor"
    assert release(session, third.id, START).newest is None


def test_the_newest_of_all_are_those_each_article_has_out(
    session: Session, make_article: MakeArticle, add: Callable[..., Edition]
) -> None:
    articles = [make_article() for _ in range(5)]
    add(articles[0], 1, 0)
    add(articles[0], 2, 2)
    add(articles[0], 3, 9, Kind.CANCELLED)
    add(articles[1], 1, 3, Kind.WITHDRAWN)
    add(articles[1], 2, 7)
    add(articles[2], 1, 1)
    add(articles[2], 2, 8, Kind.SCHEDULED)
    add(articles[3], 1, 4, Kind.WITHDRAWN, Kind.ERASED)

    for hours in range(11):
        at: datetime = START + hours * HOUR
        out = {
            (article.slug, edition.number) for article, edition in _pairs(session, articles, at, gone=False)
        }
        assert {(slug, edition.number) for slug, edition in session.execute(newest_released(at))} == out
        gone = {
            (article.slug, edition.number) for article, edition in _pairs(session, articles, at, gone=True)
        }
        assert {
            (slug, edition.number) for slug, edition in session.execute(newest_released(at, gone=True))
        } == gone
    moments = [edition.published_at for _, edition in session.execute(newest_released(START + 10 * HOUR))]
    assert moments == sorted(moments, reverse=True)


def _pairs(
    session: Session, articles: list[Article], at: datetime, *, gone: bool
) -> list[tuple[Article, Issue]]:
    found = releases(session, [article.id for article in articles], at)
    return [
        (article, one.newest)
        for article in articles
        if (one := found.get(article.id)) and one.newest and (one.gone is not None) is gone
    ]


def test_what_readers_have_changes_with_an_embargo_and_with_a_withdrawal(
    session: Session, make_article: MakeArticle, add: Callable[..., Edition]
) -> None:
    assert out_state(session, START) == OutState(0, 0, None)
    add(make_article(), 1, 1)
    add(make_article(), 1, 3)
    add(make_article(), 1, 5, Kind.CANCELLED)
    assert out_state(session, START + 2 * HOUR).changed == START + HOUR
    assert out_state(session, START + 6 * HOUR).changed == START + 3 * HOUR
    add(make_article(), 1, 8, Kind.WITHDRAWN)
    state = out_state(session, START + 9 * HOUR)
    assert state.changed == START + 8 * HOUR
    add(make_article(), 1, 2)  # published earlier, stored later, as when two publish at once
    assert out_state(session, START + 9 * HOUR) == OutState(state.out + 1, state.taken, state.changed)
