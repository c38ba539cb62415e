"""Opening problems and taking them through their life; the building stones of review."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from workbench.db.models import (
    Article,
    AuditEvent,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    ProblemSpan,
    Segment,
    Waiver,
)
from workbench.db.queries.marked_words import ALONG
from workbench.domain.errors import InvalidInput, WrongState
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.problems import (
    STANDING,
    TYPES,
    Pass,
    Severity,
    Status,
    Step,
    is_blocking,
    label_of,
    life_of,
)
from workbench.services import audit, scoring
from workbench.services.revisions import revision_id_of, seal, text_of
from workbench.text.spans import Span, quote, snap

_EVENTS = {
    Step.FIX: ProblemEventKind.FIXED,
    Step.ACCEPT: ProblemEventKind.ACCEPTED,
    Step.REOPEN: ProblemEventKind.REOPENED,
    Step.DISPUTE: ProblemEventKind.DISPUTED,
    Step.WITHDRAW: ProblemEventKind.WITHDRAWN,
    Step.UPHOLD: ProblemEventKind.UPHELD,
    Step.ANSWER: ProblemEventKind.ANSWERED,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Words a person selected: offsets in code points, and the words they saw there."""

    side: Side
    start: int
    end: int
    exact: str


def open_problem(
    session: Session,
    actor: Actor,
    article: Article,
    segment: Segment | None,
    *,
    type_slug: str,
    severity: Severity | None,
    note: str,
    places: Sequence[Place] = (),
    suggestion: str | None = None,
    note_direction: str = "auto",
    repeat_of_id: int | None = None,
    reading_pass: Pass = Pass.BILINGUAL,
    detail: Mapping[str, str] | None = None,
    at: datetime,
) -> Problem:
    """Store a problem with its spans, whose words it is about, and its first event. Seals the revisions it points at.

    ``detail``: what its first event says beyond type and severity.
    """
    kind = TYPES.get(type_slug)
    if kind is None:
        raise InvalidInput(f"There is no problem type called {type_slug!r}.")
    marked = next((Span(p.start, p.end) for p in places if p.side is Side.TARGET), None)
    translator_id = scoring.translator_of(session, article, segment, marked)
    problem = Problem(
        article_id=article.id,
        segment_id=segment.id if segment else None,
        type=type_slug,
        severity=(severity or kind.severity) if kind.scored else Severity.NEUTRAL,
        status=Status.ACCEPTED if type_slug == "praise" else Status.OPEN,  # nobody has to act on praise
        note=note,
        note_direction=note_direction,
        suggestion=suggestion,
        reading_pass=reading_pass,
        repeat_of_id=repeat_of_id,
        author_id=actor.id,
        translator_id=translator_id,
        created_at=at,
        changed_at=at,
    )
    session.add(problem)
    session.flush()
    if segment is not None:
        seal(session, segment, at)
        if kind.scored:
            scoring.count_mark(session, segment, translator_id, at)
        for place in places:
            session.add(span_at(problem, segment, place))
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            kind=ProblemEventKind.OPENED,
            actor_id=actor.id,
            text=note,
            direction=note_direction,
            detail={"type": type_slug, "severity": problem.severity.value, **(detail or {})},
            created_at=at,
        )
    )
    session.flush()
    session.expire(problem, ["spans"])
    audit.record(
        session, actor, "problem.opened", at=at, article=article, segment=segment, problem=problem.id
    )
    return problem


def require_one_a_side(places: Sequence[Place]) -> None:
    if len({place.side for place in places}) < len(places):
        raise InvalidInput("Mark one stretch of words on each side at most.")


def first_of(session: Session, article: Article, problem_id: int) -> Problem:
    """The mark that a repeat of ``problem_id`` counts with: itself, or what it repeats in its turn."""
    first = session.get(Problem, problem_id)
    if first is not None and first.repeat_of_id is not None:
        first = session.get(Problem, first.repeat_of_id)
    if first is None or first.article_id != article.id:
        raise InvalidInput("The mark it should repeat is not in this article.")
    if not TYPES[first.type].scored:
        raise InvalidInput(f"A {label_of(first.type)} is no error that could be made again.")
    if first.status is Status.WITHDRAWN:
        raise InvalidInput("The mark it should repeat was withdrawn. Mark these words on their own.")
    return first


def span_at(problem: Problem, segment: Segment, place: Place) -> ProblemSpan:
    """The place as it is stored, with its quoted words. Raises InvalidInput when they are not there."""
    text = text_of(segment, place.side)
    if not 0 <= place.start <= place.end <= len(text) or text[place.start : place.end] != place.exact:
        raise InvalidInput("The words you selected are not there any more. Select them again.")
    where = snap(text, Span(place.start, place.end))
    quoted = quote(text, where)
    revision_id = revision_id_of(segment, place.side)
    if revision_id is None:
        raise InvalidInput("There is no text on that side to mark.")
    return ProblemSpan(
        problem_id=problem.id,
        side=place.side,
        origin_revision_id=revision_id,
        origin_start=where.start,
        origin_end=where.end,
        exact=quoted.exact,
        prefix=quoted.prefix,
        suffix=quoted.suffix,
        revision_id=revision_id,
        start=where.start,
        end=where.end,
    )


def next_status(problem: Problem, step: Step) -> Status:
    """Where the step leads in the life table. Raises WrongState when there is no such step from here."""
    to = life_of(problem.type).get((problem.status, step))
    if to is None:
        raise WrongState(f"A {label_of(problem.type)} that is {problem.status.label} has no such step.")
    return to


def advance(
    session: Session,
    actor: Actor,
    problem: Problem,
    step: Step,
    *,
    text: str = "",
    direction: str = "auto",
    detail: Mapping[str, Any] | None = None,
    at: datetime,
) -> ProblemEvent:
    """Take the step of the life table. Raises WrongState when there is no such step from here.

    Its event says what was before, for taking it back.
    """
    was = {"was": problem.status.value, "fixed_before": problem.fixed_revision_id}
    problem.status = next_status(problem, step)
    problem.changed_at = at
    segment = session.get(Segment, problem.segment_id) if problem.segment_id else None
    revision_id = segment.target_revision_id if segment else None
    if step is Step.FIX:
        problem.fixed_revision_id = revision_id
        if segment is not None:
            seal(session, segment, at)
    event = ProblemEvent(
        problem_id=problem.id,
        kind=_EVENTS[step],
        actor_id=actor.id,
        text=text,
        direction=direction,
        revision_id=revision_id,
        detail={**(detail or {}), **was},
        created_at=at,
    )
    session.add(event)
    session.flush()
    return event


def restore(session: Session, actor: Actor, problem: Problem, event: ProblemEvent, at: datetime) -> None:
    """The problem stands as before that step, and its thread says that it was taken back."""
    problem.status, problem.changed_at = Status(event.detail["was"]), at
    problem.fixed_revision_id = event.detail["fixed_before"]
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            kind=ProblemEventKind.TAKEN_BACK,
            actor_id=actor.id,
            detail={"undone": event.id, "step": event.kind.value, "to": problem.status.value},
            created_at=at,
        )
    )
    session.flush()


def blocking_problems(session: Session, segment: Segment) -> list[str]:
    """The severities, in words, of the segment's problems that stop publication and are not waived."""
    waived = exists().where(Waiver.problem_id == Problem.id, Waiver.withdrawn_at.is_(None))
    standing = select(Problem).where(Problem.segment_id == segment.id, Problem.status.in_(STANDING), ~waived)
    return [
        problem.severity.value
        for problem in session.scalars(standing)
        if is_blocking(problem.type, problem.severity, problem.status)
    ]


def accept_fixed(session: Session, actor: Actor, segment: Segment, at: datetime) -> list[str]:
    """Approving a segment accepts its fixed problems. Returns their types."""
    fixed = select(Problem).where(Problem.segment_id == segment.id, Problem.status == Status.FIXED)
    problems = session.scalars(fixed.order_by(Problem.id)).all()
    for problem in problems:
        advance(session, actor, problem, Step.ACCEPT, detail={ALONG: True}, at=at)
    return [problem.type for problem in problems]


def unaccept(
    session: Session, actor: Actor, segment_ids: Collection[int], approval: AuditEvent, at: datetime
) -> int:
    """Let what that approval accepted on these rows wait again to be, unless somebody has acted on it since.

    An approval accepts in its own moment. Returns how many they are.
    """
    newest = (
        select(func.max(ProblemEvent.id))
        .join(Problem, Problem.id == ProblemEvent.problem_id)
        .where(
            Problem.segment_id.in_(segment_ids),
            ProblemEvent.kind.in_([*_EVENTS.values(), ProblemEventKind.TAKEN_BACK]),
        )
        .group_by(Problem.id)
    )
    by_it = (ProblemEvent.actor_id == approval.actor_id, ProblemEvent.created_at == approval.at)
    accepted = (
        select(Problem)
        .join(ProblemEvent, ProblemEvent.problem_id == Problem.id)
        .where(ProblemEvent.id.in_(newest), ProblemEvent.kind == ProblemEventKind.ACCEPTED, *by_it)
    )
    problems = session.scalars(accepted.order_by(Problem.id)).all()
    for problem in problems:
        problem.status, problem.changed_at = Status.FIXED, at
        session.add(
            ProblemEvent(
                problem_id=problem.id,
                kind=ProblemEventKind.FIXED,
                actor_id=actor.id,
                revision_id=problem.fixed_revision_id,
                detail={"undone": approval.id},
                created_at=at,
            )
        )
    session.flush()
    return len(problems)
