"""Short ways to act on the sample article."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from tests.conftest import Clock
from workbench.db.models import Article, Problem, Segment
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.services.problem_life import Place
from workbench.services.review import mark_problem

_LIVE = (
    select(Segment)
    .where(Segment.article_id == bindparam("article_id"), Segment.retired.is_(False))
    .order_by(Segment.position)
)


class Rows:
    """The live rows of one article, always fresh, and steps on them by number (0 is the headline)."""

    def __init__(self, session: Session, article: Article, people: dict[str, Actor], clock: Clock) -> None:
        self.session, self.article, self.people, self.clock = session, article, people, clock

    def __getitem__(self, number: int) -> Segment:
        return self.all[number]

    @property
    def all(self) -> list[Segment]:
        return list(self.session.scalars(_LIVE, {"article_id": self.article.id}))

    def do(self, step: Callable[..., Any], who: str, number: int, **arguments: Any) -> Any:
        """Run a service on a row as that person, with the version just seen."""
        segment = self[number]
        arguments.setdefault("version", segment.lock_version)
        return step(self.session, self.people[who], segment.id, at=self.clock(), **arguments)

    def place(self, number: int, side: Side, words: str) -> Place:
        row = self[number]
        start = (row.source if side is Side.SOURCE else row.target).index(words)
        return Place(side, start, start + len(words), words)

    def mark(self, number: int, side: Side, words: str, **arguments: Any) -> Problem:
        """The reviewer's mark of a mistranslation on these words of one side."""
        places = [self.place(number, side, words)]
        marked: Problem = self.do(
            mark_problem, "reviewer", number, type_slug="mistranslation", places=places, **arguments
        )
        return marked


@pytest.fixture
def rows(
    session: Session, make_article: Callable[..., Article], people: dict[str, Actor], clock: Clock
) -> Rows:
    return Rows(session, make_article(), people, clock)
