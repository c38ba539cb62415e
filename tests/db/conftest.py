"""The sample article with its people, and what waits for them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.conftest import Clock
from tests.services.conftest import Rows
from workbench.db.models import Article
from workbench.db.queries.inbox import waiting_for
from workbench.db.queries.inbox_lines import Waits
from workbench.domain.people import Actor


@pytest.fixture
def rows(
    session: Session, make_article: Callable[..., Article], people: dict[str, Actor], clock: Clock
) -> Rows:
    return Rows(session, make_article(), people, clock)


@pytest.fixture
def waits(rows: Rows, session: Session, people: dict[str, Actor], clock: Clock) -> Callable[[str], Any]:
    """``waits("reviewer")``: kind → (count, number of its row or None), over all articles."""

    def ask(who: str) -> dict[Waits, list[tuple[int, int | None]]]:
        session.flush()
        found = waiting_for(session, people[who], at=clock())
        numbers = {row.id: number for number, row in enumerate(rows.all)}
        return {
            kind: [(line.count, numbers.get(line.segment_id or 0)) for line in lines]
            for kind, lines in found.items()
        }

    return ask
