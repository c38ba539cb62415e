"""Articles for tests over HTTP: making one, its rows, changing them, and the statements a page sends."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, event, select

from tests.conftest import SAMPLE, sample
from tests.web.conftest import Client
from workbench import clock
from workbench.db.engine import Database
from workbench.db.models import Article, Segment
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.services.articles import create_article


def add_article(
    database: Database,
    staff: dict[str, Actor],
    rows: tuple[tuple[Kind, str, str], ...] = SAMPLE,
    *,
    finished: bool = True,
) -> str:
    with database.writing() as session:
        new = sample(finished=finished, rows=rows)
        return create_article(session, staff["editor"], new, at=clock.now()).slug


def segments_of(database: Database, slug: str) -> list[Segment]:
    with database.reading() as session:
        query = select(Segment).join(Article).where(Article.slug == slug, Segment.retired.is_(False))
        found = list(session.scalars(query.order_by(Segment.position)))
        session.expunge_all()
        return found


def many_rows(count: int) -> tuple[tuple[Kind, str, str], ...]:
    return tuple((Kind.PARAGRAPH, f"الفقرة رقم {n}.", f"Paragraph {n}.") for n in range(1, count + 1))


def change(client: Client, slug: str, number: int, path: str, **data: object) -> dict:  # type: ignore[type-arg]
    answer = client.send_json(f"/articles/{slug}/segments/{number}/{path}", data)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements sent while the block runs, without PRAGMA and BEGIN."""
    sent: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE", "INSERT")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
