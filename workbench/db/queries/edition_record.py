"""What an edition keeps of its segments beside their texts: the marks on them, and whose word stands behind them; and
who has put theirs behind it since."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from workbench.db.models import Cause, Decision, Problem, ProblemSpan, Revision, Segment, User
from workbench.db.queries.brought_back import undone_rows
from workbench.db.queries.decided import stands
from workbench.db.queries.owed import BACKING, recorded, same_words
from workbench.domain.editions import BROUGHT_IN, WROTE, EditionContent, EditionProblem, Signature
from workbench.domain.kinds import Side
from workbench.domain.problems import Status

_LIVE = (Segment.article_id == bindparam("article_id"), Segment.retired.is_(False))

_PROBLEMS = (
    select(Segment.id, Problem, User.name)
    .join(Segment, Segment.id == Problem.segment_id)
    .join(User, User.id == Problem.author_id)
    .where(*_LIVE, Problem.status != Status.WITHDRAWN)
    .order_by(Problem.id)
)

_WRITERS = (
    select(Segment.id, User.name, Revision.cause, Revision.created_at)
    .join(Revision, Revision.segment_id == Segment.id)
    .join(User, User.id == Revision.author_id)
    .where(*_LIVE)
    .order_by(Revision.id)
)

_SIGNED = (
    select(Segment.id, User.name, Decision.kind, Decision.created_at)
    .join(Decision, Decision.segment_id == Segment.id)
    .join(User, User.id == Decision.actor_id)
    .where(*_LIVE, Decision.kind.in_(BACKING), stands())
    .order_by(Decision.id)
)


@dataclass(frozen=True, slots=True)
class SegmentRecord:
    """Of one segment: its marks that were not withdrawn, and who wrote, confirmed, approved or agreed to its words."""

    problems: tuple[EditionProblem, ...] = ()
    signatures: tuple[Signature, ...] = ()


def records_of(session: Session, article_id: int) -> Mapping[int, SegmentRecord]:
    """By id, those of the article's live segments of which there is something to say; three queries."""
    asked = {"article_id": article_id}
    problems: defaultdict[int, list[EditionProblem]] = defaultdict(list)
    for segment_id, problem, author in session.execute(_PROBLEMS, asked):
        problems[segment_id].append(_kept(problem, author))
    signatures: defaultdict[int, dict[tuple[str, str], Signature]] = defaultdict(dict)
    # Only what was said of the words that stand now, or of those that an undoing brought back in them.
    again = recorded(session, undone_rows(session, article_id))
    brought_back = [revision_id for one in again.values() for revision_id in same_words(one)]
    for segment_id, name, cause, at in session.execute(
        _WRITERS.where(or_(Revision.id == Segment.target_revision_id, Revision.id.in_(brought_back))), asked
    ):
        did = BROUGHT_IN if cause is Cause.RETURNED_FILE else WROTE
        signatures[segment_id][name, did] = Signature(name, did, at)
    of = Decision.target_revision_id
    for segment_id, name, kind, at in session.execute(
        _SIGNED.where(or_(of == Segment.target_revision_id, of.in_(brought_back))), asked
    ):
        signatures[segment_id][name, kind.value] = Signature(name, kind.value, at)
    return {
        id_: SegmentRecord(tuple(problems.get(id_, ())), tuple(signatures.get(id_, {}).values()))
        for id_ in sorted({*problems, *signatures})
    }


def agreed_since(session: Session, content: EditionContent) -> tuple[tuple[int, Signature], ...]:
    """Who has stood behind the very words of an edition that one person alone stood behind when it was made: (segment
    id, signature), the first first. One query, none where the edition owed nothing."""
    owed = [s for s in content.segments if s.id in content.owed and s.target_revision_id is not None]
    if not owed:
        return ()
    sealed = {(s.id, signature.name, signature.at) for s in owed for signature in s.signatures}
    rows = session.execute(
        select(Decision.segment_id, User.name, Decision.kind, Decision.created_at)
        .join(User, User.id == Decision.actor_id)
        .join(Revision, Revision.id == Decision.target_revision_id)
        .where(
            Decision.target_revision_id.in_([s.target_revision_id for s in owed]),
            Decision.kind.in_(BACKING),
            Decision.actor_id != func.coalesce(Revision.author_id, 0),
            stands(),
        )
        .order_by(Decision.id)
    )
    found: dict[tuple[int, str], Signature] = {}
    for segment_id, name, kind, at in rows:
        if (segment_id, name, at) not in sealed:
            found.setdefault((segment_id, name), Signature(name, kind.value, at))
    return tuple((segment_id, signature) for (segment_id, _), signature in found.items())


def _kept(problem: Problem, author: str) -> EditionProblem:
    return EditionProblem(
        id=problem.id,
        type=problem.type,
        severity=problem.severity.value,
        status=problem.status.value,
        author=author,
        at=problem.created_at,
        note=problem.note,
        suggestion=problem.suggestion,
        source=_place(problem.spans, Side.SOURCE),
        target=_place(problem.spans, Side.TARGET),
    )


def _place(spans: list[ProblemSpan], side: Side) -> tuple[int, int] | None:
    for span in spans:
        if span.side is side and span.start is not None and span.end is not None:
            return span.start, span.end
    return None
