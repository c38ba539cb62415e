"""Attaching a mark to words anew, when those it was made on are gone or others were meant; and taking it off again."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import (
    Article,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    ProblemSpan,
    Revision,
    Segment,
)
from workbench.domain.carrying import carry_places
from workbench.domain.errors import InvalidInput, NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Move
from workbench.services.locking import lock_problem, lock_segment
from workbench.services.overtaken import require_version
from workbench.services.problem_life import Place, require_one_a_side, span_at
from workbench.services.revisions import revision_id_of, seal, text_of
from workbench.services.threads import finish
from workbench.text.spans import Span, quote

#: What of a span says where it is.
_PLACE = (
    "origin_revision_id", "origin_start", "origin_end", "exact", "prefix", "suffix", "revision_id", "start", "end",
)  # fmt: skip


def attach(
    session: Session, actor: Actor, problem_id: int, *, places: Sequence[Place], version: int, at: datetime
) -> ProblemEvent:
    """Point the mark at these words of its row; a side that is not given stays as it is.

    Returns what its thread says of that, which :func:`take_back` takes. Raises Conflict when the row changed since
    ``version``, WrongState for a problem of the article as a whole and where the mark is on just these words.
    """
    article, problem = lock_problem(session, problem_id)
    require(actor, Permission.MARK, article.subject)
    if problem.segment_id is None:
        raise WrongState("This is about the article as a whole, so it has no words to stand on.")
    article, segment = lock_segment(session, problem.segment_id)
    require_version(session, segment, version, Side.TARGET)
    if not places:
        raise InvalidInput("Select the words in the row first, on either side.")
    require_one_a_side(places)
    seal(session, segment, at)
    before = {span.side: span for span in problem.spans}
    pairs = [(span_at(problem, segment, place), before.get(place.side)) for place in places]
    if all(old is not None and _is_same(new, old) for new, old in pairs):
        raise WrongState("The mark is on these words already.")
    detail: dict[str, Any] = {"how": Move.ATTACHED.value}
    for new, old in pairs:
        detail[new.side.value] = {
            "was": old.exact if old else None,
            "was_revision": old.origin_revision_id if old else None,
            "was_start": old.origin_start if old else None,
            "stood": [old.start, old.end, old.confidence] if old and old.start is not None else None,
            "now": new.exact,
            "now_revision": new.origin_revision_id,
        }
        if old is not None and not old.exact:
            detail[new.side.value]["was_around"] = [old.prefix, old.suffix]
        if old is None:
            session.add(new)
            continue
        for name in _PLACE:
            setattr(old, name, getattr(new, name))
        old.confidence = 1.0
    return _tell(session, actor, article, problem, detail, at, revision_id=segment.target_revision_id)


def _is_same(one: ProblemSpan, other: ProblemSpan) -> bool:
    return (one.start, one.end, one.exact) == (other.start, other.end, other.exact)


def take_back(session: Session, actor: Actor, problem_id: int, *, event_id: int, at: datetime) -> Problem:
    """Undo that attaching: the mark is where it was before, or in the tray again; what was written since is followed.

    Raises NotFound for another event, WrongState when the mark was moved again or its row split since.
    """
    article, problem = lock_problem(session, problem_id)
    require(actor, Permission.MARK, article.subject)
    event = session.get(ProblemEvent, event_id)
    if event is None or event.problem_id != problem.id or event.detail.get("how") != Move.ATTACHED:
        raise NotFound("There is no such attaching.")
    if problem.segment_id is None or _last_move(session, problem) is not event:
        raise WrongState("It is too late to undo this: the mark has been moved again since.")
    article, segment = lock_segment(session, problem.segment_id)
    detail: dict[str, Any] = {"how": Move.DETACHED.value}
    for span in list(problem.spans):
        moved = event.detail.get(span.side.value)
        if moved is None:
            continue
        then = session.get_one(Revision, moved["now_revision"])
        if then.segment_id != segment.id:
            raise WrongState("It is too late to undo this: the row has been split or joined since.")
        detail[span.side.value] = {"was": span.exact, "now": moved["was"]}
        if moved["was"] is None:
            session.delete(span)
        else:
            _put_back(session, segment, span, moved, then.text)
    _tell(session, actor, article, problem, detail, at, revision_id=segment.target_revision_id)
    return problem


def _put_back(
    session: Session, segment: Segment, span: ProblemSpan, moved: Mapping[str, Any], text_then: str
) -> None:
    """On the words it was made on before, where they stood in ``text_then`` and what became of that place since."""
    made, start = session.get_one(Revision, moved["was_revision"]), moved["was_start"]
    quoted = quote(made.text, Span(start, start + len(moved["was"])))
    span.origin_revision_id, span.revision_id = made.id, revision_id_of(segment, span.side)
    span.origin_start, span.origin_end = quoted.span.start, quoted.span.end
    span.exact, span.prefix, span.suffix = quoted.exact, quoted.prefix, quoted.suffix
    span.start, span.end, span.confidence = moved["stood"] or (None, None, 0.0)
    if span.start is not None:
        carry_places([span], text_then, text_of(segment, span.side))


def _last_move(session: Session, problem: Problem) -> ProblemEvent | None:
    moves = select(ProblemEvent).where(
        ProblemEvent.problem_id == problem.id, ProblemEvent.kind == ProblemEventKind.MOVED
    )
    return session.scalars(moves.order_by(ProblemEvent.id.desc()).limit(1)).first()


def send_off(session: Session, actor: Actor, problem_id: int, *, at: datetime) -> Problem:
    """Into the tray with a mark that was found where its words stood again: they are other words.

    Raises WrongState for any other mark; those are attached to the right words, or withdrawn.
    """
    article, problem = lock_problem(session, problem_id)
    require(actor, Permission.MARK, article.subject)
    last = _last_move(session, problem)
    if last is None or last.detail.get("how") != Move.FOUND:
        raise WrongState("This mark was not found by itself. Attach it to other words, or withdraw it.")
    detail: dict[str, Any] = {"how": Move.SENT_OFF.value}
    for span in problem.spans:
        if span.side.value in last.detail and span.start is not None:
            detail[span.side.value] = {"was": span.exact}
            span.start, span.end = None, None
    if len(detail) == 1:
        raise WrongState("Its words are gone again; it lies in the tray already.")
    _tell(session, actor, article, problem, detail, at)
    return problem


def _tell(
    session: Session,
    actor: Actor,
    article: Article,
    problem: Problem,
    detail: dict[str, Any],
    at: datetime,
    *,
    revision_id: int | None = None,
) -> ProblemEvent:
    event = ProblemEvent(
        problem_id=problem.id,
        kind=ProblemEventKind.MOVED,
        actor_id=actor.id,
        revision_id=revision_id,
        detail=detail,
        created_at=at,
    )
    session.add(event)
    problem.changed_at = at
    session.flush()
    session.expire(problem, ["spans"])
    finish(session, actor, article.id, problem, "problem.moved", at)
    return event
