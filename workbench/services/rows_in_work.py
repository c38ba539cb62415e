"""Rows as one act rewrites them, in memory: read from the database in a handful of queries, however many they are.

Not the database's own objects, so that whatever is done to them is done only once it is stored
(:mod:`workbench.services.rewriting`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Cause, Problem, ProblemSpan, Revision, Segment
from workbench.db.queries.owed import standings
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, marks_from_json
from workbench.domain.owed import Standing, owed_authors, owed_numbers
from workbench.domain.problems import STANDING, Status
from workbench.domain.workflow import State
from workbench.text.spans import CLEAR

#: What of a row a snapshot holds as it is, and what is stored of it besides the ids of its revisions.
SNAPPED = ("position", "retired", "left_out", "added", "one_side_reason", "attrs")
STORED = (
    *SNAPPED, "kind", "state", "source", "target", "source_words", "target_words", "owed", "lock_version",
    "retired_at",
)  # fmt: skip

_OF_A_SPAN = (
    "id", "problem_id", "side", "start", "end", "confidence", "origin_start", "origin_end", "exact", "prefix",
    "suffix", "revision_id",
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Words:
    """One side's text: a stored revision, or one to be stored (``id`` None). ``marks`` as their JSON."""

    number: int
    text: str
    marks: list[Any]
    sealed_at: datetime | None
    id: int | None = None
    parent: "Words | None" = None
    cause: Cause = Cause.EDIT
    author_id: int | None = None


@dataclass(slots=True, eq=False)
class SpanInWork:
    """Marked words; ``start`` None when it lies in the tray. ``of``: the words it stands in now, where it was carried."""

    id: int
    problem_id: int
    side: Side
    start: int | None
    end: int | None
    confidence: float
    origin_start: int
    origin_end: int
    exact: str
    prefix: str
    suffix: str
    revision_id: int | None
    of: Words | None = None

    @property
    def stand(self) -> "Stand":
        return Stand(self.start, self.end, self.confidence)

    @property
    def is_sure(self) -> bool:
        """Whether it has a place that is no guess."""
        return self.start is not None and self.confidence >= CLEAR

    def put(self, stand: "Stand", words: Words | None) -> None:
        """Where an act on rows puts it: on words of this text, or into the tray."""
        self.start, self.end, self.confidence = stand
        self.of = words


class Stand(NamedTuple):
    """Where a span is in its side's text, and how sure that is; ``start`` and ``end`` None in the tray."""

    start: int | None
    end: int | None
    confidence: float

    def moved(self, by: int) -> "Stand":
        if self.start is None or self.end is None:
            return self
        return Stand(self.start + by, self.end + by, self.confidence)


#: In the tray.
NOWHERE = Stand(None, None, 0.0)


@dataclass(slots=True, eq=False)
class ProblemInWork:
    id: int
    row: "RowInWork"
    status: Status
    spans: list[SpanInWork] = field(default_factory=list)

    @property
    def is_unsettled(self) -> bool:
        return self.status in STANDING or self.status is Status.FIXED

    def go_to(self, row: "RowInWork") -> None:
        self.row.problems.remove(self)
        row.problems.append(self)
        self.row = row


@dataclass(slots=True, eq=False)
class RowInWork:
    """A segment that is being rewritten; a new one has no ``id`` until it is stored.

    ``before``: the Arabic its English was made from, where that is another. ``standing``: who stands behind its English.
    """

    id: int | None
    kind: Kind
    attrs: dict[str, Any]
    state: State = State.UNTRANSLATED
    position: int = 0
    source: str = ""
    target: str = ""
    source_words: int = 0
    target_words: int = 0
    left_out: bool = False
    added: bool = False
    one_side_reason: str = ""
    owed: bool = False
    lock_version: int = 1
    retired: bool = False
    retired_at: datetime | None = None
    words: dict[Side, Words | None] = field(default_factory=lambda: dict.fromkeys(Side))
    before: Words | None = None
    standing: Standing = field(default_factory=Standing)
    problems: list[ProblemInWork] = field(default_factory=list)

    @property
    def spans(self) -> list[SpanInWork]:
        """Those of its problems that have a place."""
        return [span for problem in self.problems for span in problem.spans if span.start is not None]

    def text(self, side: Side) -> str:
        return self.source if side is Side.SOURCE else self.target

    def marks(self, side: Side) -> tuple[InlineMark, ...]:
        """The inline marks of the side's present text."""
        words = self.words[side]
        return marks_from_json(words.marks, words.text) if words else ()

    @property
    def owed_authors(self) -> list[int]:
        """Whose words are owed, without repeats, oldest first."""
        return owed_authors(self.standing)

    def refresh_owed(self) -> None:
        """See anew whether only one person stands behind some of its words."""
        self.owed = bool(owed_numbers(self.standing))


@dataclass(frozen=True, slots=True)
class Found:
    """Rows by id with their article_version, which every change to them or their problems raises."""

    rows: dict[int, RowInWork]
    seen: dict[int, int]
    problems: list[ProblemInWork]


def read_rows(session: Session, ids: Sequence[int]) -> Found:
    """Rows in work with their problems, in order of their ids."""
    columns = [getattr(Segment, name) for name in ("id", *STORED)]
    pointers = (
        Segment.source_revision_id,
        Segment.target_revision_id,
        Segment.source_before_id,
        Segment.article_version,
    )
    found = session.execute(select(*columns, *pointers).where(Segment.id.in_(ids)).order_by(Segment.id)).all()
    words = read_words(session, [n for item in found for n in item[-4:-1] if n])
    rows: dict[int, RowInWork] = {}
    seen: dict[int, int] = {}
    for item in found:
        *values, source, target, before, seen[item.id] = item
        row = RowInWork(**dict(zip(("id", *STORED), values, strict=True)))
        row.words = {Side.SOURCE: words.get(source), Side.TARGET: words.get(target)}
        row.before = words.get(before)
        rows[item.id] = row
    for row_id, standing in standings(session, rows).items():
        rows[row_id].standing = standing
    return Found(rows, seen, _read_problems(session, rows))


def _read_problems(session: Session, rows: Mapping[int, RowInWork]) -> list[ProblemInWork]:
    mine = Problem.segment_id.in_(rows)
    found = session.execute(
        select(Problem.id, Problem.segment_id, Problem.status).where(mine).order_by(Problem.id)
    )
    problems = {}
    for problem_id, segment_id, status in found:
        row = rows[segment_id or 0]
        problems[problem_id] = problem = ProblemInWork(problem_id, row, status)
        row.problems.append(problem)
    columns = [getattr(ProblemSpan, name) for name in _OF_A_SPAN]
    spans = session.execute(
        select(*columns)
        .join(Problem, Problem.id == ProblemSpan.problem_id)
        .where(mine)
        .order_by(ProblemSpan.id)
    )
    for span in spans:
        problems[span.problem_id].spans.append(SpanInWork(*span))
    return list(problems.values())


def read_words(session: Session, ids: Sequence[int]) -> dict[int | None, Words]:
    """Stored revisions by their ids."""
    query = select(Revision.id, Revision.number, Revision.text, Revision.marks, Revision.sealed_at)
    return {
        item.id: Words(item.number, item.text, item.marks, item.sealed_at, item.id)
        for item in session.execute(query.where(Revision.id.in_(ids)))
    }
