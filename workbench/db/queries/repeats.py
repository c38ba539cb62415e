"""The same error marked again: which marks belong together, and which can be repeated."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, ProblemSpan
from workbench.db.queries.row_places import numbers_of
from workbench.domain.kinds import Side
from workbench.domain.problems import TYPES, Severity, Status, label_of

#: How many earlier marks are offered to be repeated.
REPEATABLE = 40


@dataclass(frozen=True, slots=True)
class Other:
    """Another mark of the same error: where a link leads. ``number`` is None when its row is gone."""

    id: int
    segment_id: int | None
    number: int | None


def alike_to(session: Session, article: Article, found: Sequence[Any]) -> dict[int, list[Other]]:
    """By the id of the first mark of an error: it and its repeats, where there are any."""
    firsts = {item.repeat_of_id or item.id for item in found}
    if not firsts:
        return {}
    here = Problem.article_id == article.id  # and by its index: the whole desk has many
    repeated = select(Problem.repeat_of_id).where(here, Problem.repeat_of_id.in_(firsts))
    marks = session.execute(
        select(Problem.id, Problem.segment_id, Problem.repeat_of_id)
        .where(here, or_(Problem.id.in_(repeated), Problem.repeat_of_id.in_(firsts)))
        .order_by(Problem.id)
    ).all()
    numbers = numbers_of(session, article.id, {mark.segment_id for mark in marks} - {None})
    alike: dict[int, list[Other]] = defaultdict(list)
    for mark in marks:  # a repeat is newer than what it repeats
        alike[mark.repeat_of_id or mark.id].append(
            Other(mark.id, mark.segment_id, numbers.get(mark.segment_id))
        )
    return dict(alike)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mark that others may repeat."""

    id: int
    type: str
    severity: Severity
    note: str
    words: str
    number: int | None

    @property
    def label(self) -> str:
        return label_of(self.type)


def marks_to_repeat(session: Session, article: Article) -> list[Earlier]:
    """The article's newest errors that are not withdrawn and repeat no other, newest first."""
    query = (
        select(Problem.id, Problem.type, Problem.severity, Problem.note, Problem.segment_id)
        .where(
            Problem.article_id == article.id,
            Problem.repeat_of_id.is_(None),
            Problem.segment_id.is_not(None),
            Problem.status != Status.WITHDRAWN,
            Problem.type.in_([slug for slug, kind in TYPES.items() if kind.scored]),
        )
        .order_by(Problem.id.desc())
        .limit(REPEATABLE)
    )
    found = session.execute(query).all()
    spans = select(ProblemSpan).where(ProblemSpan.problem_id.in_([item.id for item in found]))
    words = {(span.problem_id, span.side): span.exact for span in session.scalars(spans)}
    numbers = numbers_of(session, article.id, {item.segment_id for item in found})
    return [
        Earlier(
            item.id,
            item.type,
            item.severity,
            item.note,
            words.get((item.id, Side.TARGET)) or words.get((item.id, Side.SOURCE), ""),
            numbers.get(item.segment_id),
        )
        for item in found
    ]
