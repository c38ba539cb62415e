"""What scores are reckoned from: problems and judged words, of an article or by translator and month."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from workbench.db.models import (
    Article,
    Judged,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    ProblemSpan,
    Revision,
    Segment,
    User,
)
from workbench.db.queries.marked_words import was_in_tray
from workbench.domain.editions import EditionSegment
from workbench.domain.kinds import Side
from workbench.domain.months import Months
from workbench.domain.problems import TYPES, Severity, Status
from workbench.domain.scores import Marked

#: Marks on one page of somebody's own.
MARKS = 20

_COUNTS = (Problem.status != Status.WITHDRAWN, Problem.type.in_([t.slug for t in TYPES.values() if t.scored]))


@dataclass(frozen=True, slots=True)
class Words:
    """Words of both sides."""

    source: int = 0
    target: int = 0


@dataclass(frozen=True, slots=True)
class MonthOf:
    """Whose month."""

    translator_id: int
    month: str


def marked_in_article(
    session: Session, article_id: int, kept: Collection[EditionSegment] = ()
) -> tuple[Marked, ...]:
    """The article's problems that count; of segments as they were published before (``kept``), only those they had then.
    One query."""
    mine = Problem.article_id == article_id
    if kept:
        newer = Problem.segment_id.in_([s.id for s in kept]) & Problem.id.not_in(
            [problem.id for s in kept for problem in s.problems]
        )
        mine &= Problem.segment_id.is_(None) | ~newer  # one on the article has none
    error = _error(mine)
    found = session.execute(
        select(Problem.type, Problem.severity, func.count(), error)
        .where(mine, *_COUNTS)
        .group_by(Problem.type, Problem.severity, error)
    )
    return tuple(Marked(*row) for row in found)


def marked_by_month(
    session: Session, months: Months, translator_id: int | None = None
) -> dict[MonthOf, tuple[Marked, ...]]:
    """The problems that count, of everybody or of one translator, by whose words and month. One query."""
    mine = (_within(months), _of(Problem.translator_id, translator_id))
    error, month = _error(*mine), _month(session)
    found = session.execute(
        select(Problem.translator_id, month, Problem.type, Problem.severity, func.count(), error)
        .where(*mine, *_COUNTS)
        .group_by(Problem.translator_id, month, Problem.type, Problem.severity, error)
    )
    marked: dict[MonthOf, list[Marked]] = defaultdict(list)
    for whose, when, slug, severity, count, repeats in found:
        marked[MonthOf(whose or 0, when)].append(Marked(slug, severity, count, repeats))
    return {key: tuple(values) for key, values in marked.items()}


def judged_by_month(
    session: Session, months: Months, translator_id: int | None = None
) -> dict[MonthOf, Words]:
    """The words somebody judged, of everybody or of one translator, by whose they are and month. One query."""
    found = session.execute(
        select(
            Judged.translator_id,
            Judged.month,
            func.sum(Judged.source_words),
            func.sum(Judged.target_words),
        )
        .where(Judged.month.in_(months.all), _of(Judged.translator_id, translator_id))
        .group_by(Judged.month, Judged.translator_id)
    )
    return {MonthOf(whose, month): Words(int(source), int(target)) for whose, month, source, target in found}


def names_of(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The names of these people. One query."""
    if not ids:
        return {}
    return dict(session.execute(select(User.id, User.name).where(User.id.in_(ids))).all())


def _within(months: Months) -> ColumnElement[bool]:
    return (Problem.created_at >= months.begins) & (Problem.created_at < months.ends)


def _of(column: Any, translator_id: int | None) -> ColumnElement[bool]:
    whose: ColumnElement[bool] = column.is_not(None) if translator_id is None else column == translator_id
    return whose


def _error(*scope: ColumnElement[bool]) -> ColumnElement[int | None]:
    """Where a problem in ``scope`` repeats another or is repeated by one, the first of them; else NULL."""
    repeated = select(Problem.repeat_of_id).where(Problem.repeat_of_id.is_not(None), *scope)
    return case(
        (Problem.repeat_of_id.is_not(None), Problem.repeat_of_id), (Problem.id.in_(repeated), Problem.id)
    )


def _month(session: Session) -> ColumnElement[str]:
    """The month a problem was marked in, in the words of either database."""
    if session.get_bind().dialect.name == "sqlite":
        return func.substr(Problem.created_at, 1, 7, type_=String)
    return func.to_char(func.timezone("UTC", Problem.created_at), "YYYY-MM", type_=String)


# --- somebody's own marks -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on somebody's words. ``words``: those marked in the English, with their place in ``text``, the
    English as it was then (None: no English words were marked). ``became``: the row's English when the mark
    was fixed, or now while it is not.
    """

    id: int
    type: str
    severity: Severity
    status: Status
    note: str
    note_direction: str
    by: str
    at: datetime
    repeat_of_id: int | None
    slug: str
    title: str
    segment_id: int | None
    words: str | None
    start: int
    end: int
    text: str | None
    became: str | None
    arabic: str | None


@dataclass(frozen=True, slots=True)
class MarksPage:
    """Some marks, newest first, and the ids next to which the neighbouring pages begin."""

    marks: tuple[Mark, ...]
    newer: int | None
    older: int | None


def read_marks(
    session: Session,
    translator_id: int,
    months: Months,
    *,
    types: Collection[str] = (),
    before: int | None = None,
    after: int | None = None,
    limit: int | None = MARKS,
) -> MarksPage:
    """The marks on this person's words, newest first: the newest, or those next to one.

    Two queries, and a third where some were attached to other words since.

    ``types``: only these; questions are talk and never among them. Withdrawn marks are left out.
    """
    wanted = types or [slug for slug in TYPES if slug != "question"]
    query = _marks().where(
        Problem.translator_id == translator_id,
        _within(months),
        Problem.status != Status.WITHDRAWN,
        Problem.type.in_(wanted),
    )
    newest_first = after is None
    if after is not None:
        query = query.where(_place(Problem) > _place_of(after)).order_by(Problem.created_at, Problem.id)
    else:
        if before is not None:
            query = query.where(_place(Problem) < _place_of(before))
        query = query.order_by(Problem.created_at.desc(), Problem.id.desc())
    found = [Mark(*row) for row in session.execute(query.limit(limit + 1) if limit else query)]
    found = _as_made(session, found)
    more = limit is not None and len(found) > limit
    marks = tuple(found[:limit] if newest_first else found[:limit][::-1])
    more_newer = more if after is not None else before is not None
    more_older = after is not None or more
    return MarksPage(
        marks,
        marks[0].id if marks and more_newer else None,
        marks[-1].id if marks and more_older else None,
    )


def _as_made(session: Session, marks: Sequence[Mark]) -> list[Mark]:
    """With the English words they were made on and their text then, where they have been attached to others since."""
    moves = select(ProblemEvent.problem_id, ProblemEvent.detail).where(
        ProblemEvent.problem_id.in_([mark.id for mark in marks]), ProblemEvent.kind == ProblemEventKind.MOVED
    )
    made: dict[int, Any] = {}
    for problem_id, detail in session.execute(moves.order_by(ProblemEvent.id)):
        was = detail.get(Side.TARGET.value, {})
        if was.get("was_revision") and was_in_tray(was):  # moved off other words, it had been drawn wrongly
            made.setdefault(problem_id, was)
    texts = select(Revision.id, Revision.text).where(
        Revision.id.in_({was["was_revision"] for was in made.values()})
    )
    text_of = dict(session.execute(texts).all()) if made else {}
    return [
        replace(
            mark,
            words=was["was"],
            start=was["was_start"],
            end=was["was_start"] + len(was["was"]),
            text=text_of[was["was_revision"]],
        )
        if (was := made.get(mark.id))
        else mark
        for mark in marks
    ]


def _place(problem: Any) -> ColumnElement[Any]:
    """What marks are ordered by."""
    return tuple_(problem.created_at, problem.id)


def _place_of(problem_id: int) -> Any:
    other = aliased(Problem)
    return select(other.created_at, other.id).where(other.id == problem_id).scalar_subquery()


def _marks() -> Any:
    english, arabic = aliased(ProblemSpan), aliased(ProblemSpan)
    then, fixed = aliased(Revision), aliased(Revision)
    return (
        select(
            Problem.id,
            Problem.type,
            Problem.severity,
            Problem.status,
            Problem.note,
            Problem.note_direction,
            User.name,
            Problem.created_at,
            Problem.repeat_of_id,
            Article.slug,
            case((Article.target_title != "", Article.target_title), else_=Article.source_title),
            Problem.segment_id,
            english.exact,
            func.coalesce(english.origin_start, 0),
            func.coalesce(english.origin_end, 0),
            then.text,
            func.coalesce(fixed.text, Segment.target),
            arabic.exact,
        )
        .join(User, User.id == Problem.author_id)
        .join(Article, Article.id == Problem.article_id)
        .outerjoin(Segment, Segment.id == Problem.segment_id)
        .outerjoin(english, (english.problem_id == Problem.id) & (english.side == Side.TARGET))
        .outerjoin(arabic, (arabic.problem_id == Problem.id) & (arabic.side == Side.SOURCE))
        .outerjoin(then, then.id == english.origin_revision_id)
        .outerjoin(fixed, fixed.id == Problem.fixed_revision_id)
    )
