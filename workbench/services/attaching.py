"""Attaching a mark to words anew, when those it was made on are gone or others were meant; and taking it off again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, ProblemEvent, ProblemEventKind
from workbench.domain.errors import InvalidInput, WrongState
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Move
from workbench.services.locking import lock_problem, lock_segment
from workbench.services.problem_life import Place, require_one_a_side, span_at
from workbench.services.revisions import seal
from workbench.services.steps import require_version
from workbench.services.threads import finish

#: What of a span says where it is.
_PLACE = (
    "origin_revision_id", "origin_start", "origin_end", "exact", "prefix", "suffix", "revision_id", "start", "end",
)  # fmt: skip


def attach(
    session: Session, actor: Actor, problem_id: int, *, places: Sequence[Place], version: int, at: datetime
) -> Problem:
    """Point the mark at these words of its row; a side that is not given stays as it is.

    The thread tells what it pointed at before. Raises Conflict when the row changed since ``version``,
    WrongState for a problem of the article as a whole.
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
    detail: dict[str, Any] = {"how": Move.ATTACHED.value}
    for place in places:
        new, old = span_at(problem, segment, place), before.get(place.side)
        detail[place.side.value] = {
            "was": old.exact if old else None,
            "was_revision": old.origin_revision_id if old else None,
            "was_start": old.origin_start if old else None,
            "now": new.exact,
        }
        if old is None:
            session.add(new)
            continue
        for name in _PLACE:
            setattr(old, name, getattr(new, name))
        old.confidence = 1.0
    _tell(session, actor, article, problem, detail, at, revision_id=segment.target_revision_id)
    return problem


def send_off(session: Session, actor: Actor, problem_id: int, *, at: datetime) -> Problem:
    """Into the tray with a mark that was found where its words stood again: they are other words.

    Raises WrongState for any other mark; those are attached to the right words, or withdrawn.
    """
    article, problem = lock_problem(session, problem_id)
    require(actor, Permission.MARK, article.subject)
    moves = select(ProblemEvent).where(
        ProblemEvent.problem_id == problem.id, ProblemEvent.kind == ProblemEventKind.MOVED
    )
    last = session.scalars(moves.order_by(ProblemEvent.id.desc()).limit(1)).first()
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
) -> None:
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            kind=ProblemEventKind.MOVED,
            actor_id=actor.id,
            revision_id=revision_id,
            detail=detail,
            created_at=at,
        )
    )
    problem.changed_at = at
    session.flush()
    session.expire(problem, ["spans"])
    finish(session, actor, article.id, problem, "problem.moved", at)
