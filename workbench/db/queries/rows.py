"""The workbench's rows: what the main screen shows of an article's segments.

The number of queries never depends on the number of rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import (
    Article,
    Cause,
    Decision,
    DecisionKind,
    LegalRead,
    Problem,
    ProblemSpan,
    Revision,
    Segment,
    User,
)
from workbench.db.queries.decided import stands
from workbench.db.queries.looks import Changed, looks_at
from workbench.db.queries.owed import OwedWords, owed_words
from workbench.db.queries.returned import Placed, WaitsFor, whom_rows_wait_for
from workbench.db.queries.row_places import DRAWN, LIVE, Show, numbers_of, rows_before, shown
from workbench.domain.errors import NotFound
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, stored_marks
from workbench.domain.people import Actor
from workbench.domain.problems import Severity, Status
from workbench.domain.workflow import Facts, State
from workbench.text.invisible import has_visible

#: Articles up to this many rows are one page; longer ones come in chunks.
WHOLE = 400
CHUNK = 50


@dataclass(frozen=True, slots=True)
class DrawnSpan:
    """Marked words on one side of a row."""

    problem_id: int
    type: str
    severity: Severity
    status: Status
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """One segment as the workbench shows it. ``number`` counts the article's live segments from 1."""

    id: int
    number: int
    kind: Kind
    attrs: Mapping[str, Any]
    state: State
    source: str
    target: str
    source_marks: tuple[InlineMark, ...]
    target_marks: tuple[InlineMark, ...]
    left_out: bool
    added: bool
    reason: str
    owed: bool
    version: int
    source_spans: tuple[DrawnSpan, ...] = ()
    target_spans: tuple[DrawnSpan, ...] = ()
    problems: int = 0
    fixed: int = 0
    praise: int = 0
    lost: int = 0  # of those, marks all of whose words are gone
    worst: Severity | None = None
    sent_back: "SentBack | None" = None
    source_was: str | None = None  # the Arabic its English was made from, where it has changed since
    source_was_marks: tuple[InlineMark, ...] = ()
    paired_anew: "PairedAnew | None" = None
    is_legal_read_asked: bool = False  # and not signed yet
    is_unseen: bool = False  # the person has not looked at it yet
    changed: Changed | None = None  # since the person looked
    owed_words: OwedWords | None = None

    @property
    def owed_to_actor(self) -> bool:
        """The person's agreement would settle something."""
        return self.owed_words is not None and self.owed_words.to_actor

    @property
    def facts(self) -> Facts:
        """What the workflow's guards look at, for buttons: a reason will be asked for when it is needed."""
        return Facts(
            has_source=bool(self.source.strip()),
            has_target=has_visible(self.target),
            left_out=self.left_out,
            added=self.added,
            owed_to_actor=self.owed_to_actor,
            reason="to be asked",
        )


@dataclass(frozen=True, slots=True)
class PairedAnew:
    """What a row was before its rows were paired anew, until it is confirmed; None for a side that is as it was."""

    source: str | None
    target: str | None
    is_new: bool  # made by it


@dataclass(frozen=True, slots=True)
class SentBack:
    """Why a returned row was sent back ("": the marks say it all), by whom, and whom it waits for now."""

    by: str
    reason: str
    waits_for: WaitsFor


@dataclass(frozen=True, slots=True)
class Change:
    """A live row that changed, and the id of the row before it (None: it is the first)."""

    row: Row
    after_id: int | None


_Source, _Target, _Before = aliased(Revision), aliased(Revision), aliased(Revision)
_SourceWas, _TargetWas = aliased(Revision), aliased(Revision)
#: Rows that are to be confirmed again.
_REOPENED = frozenset({State.UNTRANSLATED, State.DRAFT, State.RETURNED})


# Statements of the hot paths (a save's answer, the poll) are built once: putting one together takes longer
# than running it.
_BY_SLUG = select(Article).where(Article.slug == bindparam("slug"))


def article_by_slug(session: Session, slug: str) -> Article:
    """The article, detached: a value to read, also after the session has ended. Raises NotFound."""
    article = session.scalar(_BY_SLUG, {"slug": slug})
    if article is None:
        raise NotFound("There is no such article. It may have been opened from an old link.")
    session.expunge(article)
    return article


def is_of(session: Session, slug: str, segment_id: int) -> bool:
    """Whether the segment, live or retired, is of this article."""
    found = select(Segment.id).join(Article).where(Segment.id == segment_id, Article.slug == slug)
    return session.scalar(found) is not None


_COLUMNS: Select[Any] = (
    select(
        Segment.id,
        Segment.article_id,
        Segment.position,
        Segment.kind,
        Segment.attrs,
        Segment.state,
        Segment.source,
        Segment.target,
        Segment.left_out,
        Segment.added,
        Segment.one_side_reason,
        Segment.owed,
        Segment.lock_version,
        _Source.marks.label("source_marks"),
        _Target.marks.label("target_marks"),
        _Before.text.label("source_was"),
        _Before.marks.label("source_was_marks"),
        _Source.cause.label("source_cause"),
        _Target.cause.label("target_cause"),
        _SourceWas.text.label("source_paired"),
        _TargetWas.text.label("target_paired"),
    )
    .outerjoin(_Source, _Source.id == Segment.source_revision_id)
    .outerjoin(_Target, _Target.id == Segment.target_revision_id)
    .outerjoin(_Before, _Before.id == Segment.source_before_id)
    .outerjoin(_SourceWas, and_(_SourceWas.id == _Source.parent_id, _Source.cause == Cause.PAIRING))
    .outerjoin(_TargetWas, and_(_TargetWas.id == _Target.parent_id, _Target.cause == Cause.PAIRING))
)
_SOME = _COLUMNS.where(
    Segment.article_id == bindparam("article_id"), LIVE, Segment.id.in_(bindparam("ids", expanding=True))
).order_by(Segment.position)


def read_rows(
    session: Session,
    article_id: int,
    actor: Actor,
    *,
    show: Show = Show.ALL,
    offset: int = 0,
    limit: int = WHOLE,
) -> list[Row]:
    """A run of the shown rows, in order."""
    query = _COLUMNS.where(*shown(article_id, show, actor)).order_by(Segment.position)
    found = session.execute(query.offset(offset).limit(limit)).all()
    if show is Show.ALL:
        numbers = {item.id: offset + index for index, item in enumerate(found, 1)}
    else:
        numbers = numbers_of(session, article_id, [item.id for item in found])
    return _rows(session, actor, found, numbers)


def read_some_rows(session: Session, article_id: int, actor: Actor, ids: Collection[int]) -> list[Row]:
    """The live ones among these rows, in order."""
    if not ids:
        return []
    found = session.execute(_SOME, {"article_id": article_id, "ids": list(ids)}).all()
    return _rows(session, actor, found, numbers_of(session, article_id, [item.id for item in found]))


def changed_since(
    session: Session, article_id: int, actor: Actor, since: int
) -> tuple[list[Change], list[int]]:
    """The live rows that changed after the article's version ``since``, and the ids of those that went."""
    touched = session.execute(
        select(Segment.id, Segment.retired).where(
            Segment.article_id == article_id, Segment.article_version > since
        )
    ).all()
    live = [item.id for item in touched if not item.retired]
    rows = read_some_rows(session, article_id, actor, live)
    before = rows_before(session, article_id, [row.id for row in rows])
    return [Change(row, before[row.id]) for row in rows], [item.id for item in touched if item.retired]


def _rows(session: Session, actor: Actor, found: Sequence[Any], numbers: Mapping[int, int]) -> list[Row]:
    ids = [item.id for item in found]
    marked = _problems(session, ids)
    owed = {item.id for item in found if item.owed and item.state is State.APPROVED}
    words_owed = owed_words(session, actor, owed)
    sent_back = _sent_back(session, [item for item in found if item.state is State.RETURNED])
    looks = looks_at(session, actor, ids)
    legal = _legal_reads_on(session, ids)
    nothing = _Marked()
    return [
        Row(
            id=item.id,
            number=numbers[item.id],
            kind=item.kind,
            attrs=item.attrs,
            state=item.state,
            source=item.source,
            target=item.target,
            source_marks=stored_marks(item.source_marks),
            target_marks=stored_marks(item.target_marks),
            left_out=item.left_out,
            added=item.added,
            reason=item.one_side_reason,
            owed=item.id in owed,
            owed_words=words_owed.get(item.id),
            version=item.lock_version,
            source_spans=tuple((m := marked.get(item.id, nothing)).spans[Side.SOURCE]),
            target_spans=tuple(m.spans[Side.TARGET]),
            problems=len(m.standing),
            fixed=len(m.fixed),
            praise=len(m.praise),
            lost=len(m.made - m.placed),
            worst=max(m.standing.values(), key=lambda s: s.rank, default=None),
            sent_back=sent_back.get(item.id),
            source_was=item.source_was if item.target.strip() else None,
            source_was_marks=stored_marks(item.source_was_marks),
            paired_anew=_paired_anew(item),
            is_legal_read_asked=item.id in legal,
            is_unseen=item.id not in looks,
            changed=looks.get(item.id),
        )
        for item in found
    ]


def _paired_anew(item: Any) -> PairedAnew | None:
    if item.state not in _REOPENED or Cause.PAIRING not in (item.source_cause, item.target_cause):
        return None
    source = item.source_paired if item.source_paired != item.source else None
    target = item.target_paired if item.target_paired != item.target else None
    was_nothing = item.source_paired is None and item.target_paired is None
    is_new = was_nothing and {item.source_cause, item.target_cause} <= {None, Cause.PAIRING}
    return PairedAnew(source, target, is_new)


class _Marked:
    """What is marked on one segment."""

    __slots__ = ("fixed", "made", "placed", "praise", "spans", "standing")

    def __init__(self) -> None:
        self.spans: dict[Side, list[DrawnSpan]] = {Side.SOURCE: [], Side.TARGET: []}
        self.standing: dict[int, Severity] = {}
        self.fixed: set[int] = set()
        self.praise: set[int] = set()
        self.made: set[int] = set()  # those made on words, and those of them whose words still stand
        self.placed: set[int] = set()


#: Praise is settled from the start; it is drawn as long as it is not taken back.
_IS_PRAISE = and_(Problem.type == "praise", Problem.status == Status.ACCEPTED)
_DRAWN_ON = (
    select(
        Problem.id,
        Problem.segment_id,
        Problem.type,
        Problem.severity,
        Problem.status,
        ProblemSpan.side,
        ProblemSpan.start,
        ProblemSpan.end,
    )
    .outerjoin(ProblemSpan, ProblemSpan.problem_id == Problem.id)
    .where(Problem.segment_id.in_(bindparam("ids", expanding=True)), Problem.status.in_(DRAWN) | _IS_PRAISE)
    .order_by(Problem.id, ProblemSpan.id)
)


def _problems(session: Session, ids: Sequence[int]) -> dict[int, _Marked]:
    marked: dict[int, _Marked] = defaultdict(_Marked)
    if not ids:
        return marked
    found: Iterable[Any] = session.execute(_DRAWN_ON, {"ids": list(ids)})
    for problem_id, segment_id, type_slug, severity, status, side, start, end in found:
        on = marked[segment_id]
        if status is Status.ACCEPTED:
            on.praise.add(problem_id)
        elif status is Status.FIXED:
            on.fixed.add(problem_id)
        else:
            on.standing[problem_id] = severity
        if side is None:
            continue
        if status is not Status.ACCEPTED:  # nobody has to look for words that were praised
            on.made.add(problem_id)
        if start is not None:
            on.placed.add(problem_id)
            on.spans[side].append(DrawnSpan(problem_id, type_slug, severity, status, start, end))
    return marked


_OPEN_LEGAL_READS = select(LegalRead.segment_id).where(
    LegalRead.segment_id.in_(bindparam("ids", expanding=True)),
    LegalRead.signed_at.is_(None),
    LegalRead.withdrawn_at.is_(None),
)


def _legal_reads_on(session: Session, ids: Sequence[int]) -> set[int | None]:
    """Which of these rows wait for a legal read to be signed."""
    return set(session.scalars(_OPEN_LEGAL_READS, {"ids": list(ids)})) if ids else set()


_RETURNS = (
    select(Decision.segment_id, User.name, Decision.reason)
    .join(User, User.id == Decision.actor_id)
    .where(
        Decision.segment_id.in_(bindparam("ids", expanding=True)),
        Decision.kind == DecisionKind.RETURNED,
        stands(),
    )
    .order_by(Decision.id)
)


def _sent_back(session: Session, returned: Sequence[Any]) -> dict[int, SentBack]:
    """Of each of these returned rows why it was sent back last, and whom it waits for."""
    if not returned:
        return {}
    said = {
        row_id: (name, reason)
        for row_id, name, reason in session.execute(_RETURNS, {"ids": [item.id for item in returned]})
    }
    waits = whom_rows_wait_for(
        session, [Placed(item.id, item.article_id, item.position) for item in returned]
    )
    return {row_id: SentBack(*said.get(row_id, ("", "")), whom) for row_id, whom in waits.items()}


def texts_of(session: Session, article_id: int, segment_id: int) -> tuple[str, str, int]:
    """The row's Arabic, its English and its version. Raises NotFound when it is not live."""
    found = session.execute(
        select(Segment.source, Segment.target, Segment.lock_version).where(
            Segment.article_id == article_id, Segment.id == segment_id, LIVE
        )
    ).first()
    if found is None:
        raise NotFound("This row has been merged or removed. Its text and history were kept.")
    return found.source, found.target, found.lock_version
