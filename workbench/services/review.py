"""Marking problems, acting on them, and asking."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Cause, Problem, ProblemEvent, ProblemEventKind
from workbench.db.queries.marked_words import unchanged_since_marked
from workbench.domain.errors import InvalidInput, WrongState
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, Subject, require
from workbench.domain.problem_steps import NEEDS_WORDS, permission_of
from workbench.domain.problems import TYPES, Pass, Severity, Step, life_of
from workbench.domain.workflow import text_event
from workbench.services import audit, looks, notices, projection, waiving
from workbench.services.embargoes import stand_in_the_way
from workbench.services.locking import lock_article, lock_problem, lock_segment
from workbench.services.overtaken import require_version
from workbench.services.problem_life import (
    Place,
    advance,
    first_of,
    next_status,
    open_problem,
    require_one_a_side,
)
from workbench.services.revisions import write_revision
from workbench.services.steps import Done, after_new_words, transition_for
from workbench.services.threads import by_author, clean_direction, clean_note, finish
from workbench.text.clean import storable
from workbench.text.invisible import has_visible


def mark_problem(
    session: Session,
    actor: Actor,
    segment_id: int,
    *,
    type_slug: str = "",
    severity: Severity | None = None,
    note: str = "",
    note_direction: str = "auto",
    suggestion: str | None = None,
    places: Sequence[Place] = (),
    repeat_of_id: int | None = None,
    version: int,
    reading_pass: Pass = Pass.BILINGUAL,
    at: datetime,
) -> Problem:
    """Mark words on either side, on both, or the whole segment (no places).

    A suggestion replaces the marked English words, so it needs some; at an insertion point it is what is
    missing there. ``repeat_of_id`` says that it is the error of an earlier mark of the article once more: what is
    not given (type, severity, note) is that mark's.
    Raises Conflict when the segment changed since ``version``, InvalidInput when the words are not where the
    places say.
    """
    article, segment = lock_segment(session, segment_id)
    require(actor, Permission.MARK, article.subject)
    require_version(session, segment, version, Side.TARGET)
    require_one_a_side(places)
    first = first_of(session, article, repeat_of_id) if repeat_of_id is not None else None
    if first is not None:
        type_slug, severity = type_slug or first.type, severity or first.severity
        if not has_visible(note):
            note, note_direction = first.note, first.note_direction
    if suggestion is not None:
        suggestion = storable(suggestion)
        if not any(p.side is Side.TARGET for p in places):
            raise InvalidInput("A suggestion needs the English words it would replace. Select them first.")
    problem = open_problem(
        session,
        actor,
        article,
        segment,
        type_slug=type_slug,
        severity=severity,
        note=clean_note(note, "Write your question." if type_slug == "question" else ""),
        note_direction=clean_direction(note_direction),
        suggestion=suggestion,
        places=places,
        repeat_of_id=first.id if first else None,
        reading_pass=reading_pass,
        at=at,
    )
    projection.refresh(session, article, at, changed=[segment])
    stand_in_the_way(session, actor, article, problem, at=at)
    notices.marked(session, actor, article, problem, at=at)
    return problem


def ask_about_article(session: Session, actor: Actor, article_id: int, *, note: str, at: datetime) -> Problem:
    """A question on the article as a whole."""
    article = lock_article(session, article_id)
    require(actor, Permission.MARK, article.subject)
    note = clean_note(note, "Write your question.")
    problem = open_problem(
        session, actor, article, None, type_slug="question", severity=None, note=note, at=at
    )
    projection.refresh(session, article, at)
    notices.asked(session, actor, article, problem, at=at)
    return problem


def take_step(
    session: Session,
    actor: Actor,
    problem_id: int,
    step: Step,
    *,
    text: str = "",
    direction: str = "auto",
    author: str | None = None,
    at: datetime,
) -> Problem:
    """Fix, accept, reopen, dispute, withdraw, uphold or answer, as the life table and the permissions allow.

    A fix without any change of words since the mark says so.
    ``author``: the answer is that of the author of the Arabic; who takes the step notes it.
    """
    article, problem = lock_problem(session, problem_id)
    require(actor, permission_of(step, problem.type), Subject(problem.author_id, article.subject.is_shelved))
    text = clean_note(text, NEEDS_WORDS.get(step, ""))
    was, detail = problem.status, by_author(problem, author) if step is Step.ANSWER else {}
    is_unchanged = step is Step.FIX and bool(unchanged_since_marked(session, [problem.id]))
    advance(
        session,
        actor,
        problem,
        step,
        text=text,
        direction=clean_direction(direction),
        detail={**detail, "unchanged": True} if is_unchanged else detail,
        at=at,
    )
    if step is Step.REOPEN:
        waiving.let_fall(session, actor, article, problem, at)
    name = "problem.author_answered" if detail else f"problem.{problem.status}"
    finish(session, actor, article.id, problem, name, at)
    if not was.is_standing:
        stand_in_the_way(session, actor, article, problem, at=at)
    notices.stepped(session, actor, article, problem, step, was, text, by_author=bool(detail), at=at)
    return problem


def apply_suggestion(
    session: Session, actor: Actor, problem_id: int, *, version: int, save_id: str | None = None, at: datetime
) -> Done:
    """Put the suggested words in place of the marked ones, as a revision that names the problem; mark it fixed."""
    article, problem = lock_problem(session, problem_id)
    require(actor, permission_of(Step.FIX, problem.type), article.subject)
    if problem.segment_id is None or problem.suggestion is None:
        raise WrongState("This problem suggests no words.")
    article, segment = lock_segment(session, problem.segment_id)
    if save_id and segment.last_save_id == save_id:
        return Done(article, segment, repeated=True)
    require_version(session, segment, version, Side.TARGET)
    next_status(problem, Step.FIX)  # before any word is written
    span = next((s for s in problem.spans if s.side is Side.TARGET), None)
    if span is None or span.start is None or span.end is None:
        raise WrongState(
            "The marked words are gone, so the suggestion has no place. Edit the English instead."
        )
    before = {
        "revision": segment.target_revision_id,
        "state": segment.state.value,
        "place": [span.start, span.end, span.confidence],
    }
    start, end = span.start, span.end
    if not problem.suggestion:
        start, end = _with_a_space(segment.target, start, end)
    text = segment.target[:start] + problem.suggestion + segment.target[end:]
    transition = transition_for(session, actor, article, segment, text_event(actor, segment.state, text))
    write_revision(
        session,
        segment,
        Side.TARGET,
        text,
        cause=Cause.SUGGESTION,
        author_id=actor.id,
        suggested_by_id=problem.author_id,
        problem_id=problem.id,
        save_id=save_id,
        at=at,
    )
    # The reviewer is to see what took the marked words' place, be it nothing.
    span.start, span.end, span.confidence = start, start + len(problem.suggestion), 1.0
    span.revision_id = segment.target_revision_id
    looks.have_seen(session, actor, segment, at=at)
    advance(session, actor, problem, Step.FIX, detail={"applied_to": before}, at=at)
    audit.record(session, actor, "problem.fixed", at=at, article=article, segment=segment, problem=problem.id)
    after_new_words(session, article, segment, transition, at, save_id=save_id)
    return Done(article, segment)


def _with_a_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Words that are to go, with one of the spaces around them where two would be left, or one before a stop."""
    after = text[end : end + 1]
    if start and text[start - 1] == " " and (not after or after.isspace() or after in ".,;:!?)”’"):
        return start - 1, end
    return (start, end + 1) if not start and after == " " else (start, end)


def reclassify(
    session: Session, actor: Actor, problem_id: int, *, type_slug: str, severity: Severity, at: datetime
) -> Problem:
    """Change type or severity. A question, praise or an error of the source becomes no problem, nor the reverse."""
    article, problem = lock_problem(session, problem_id)
    require(actor, Permission.RECLASSIFY_PROBLEM, Subject(problem.author_id, article.subject.is_shelved))
    kind = TYPES.get(type_slug)
    is_alike = kind is not None and life_of(type_slug) is life_of(problem.type)
    if kind is None or not is_alike or kind.scored != TYPES[problem.type].scored:
        raise InvalidInput("A problem can only become another type of problem.")
    severity = severity if kind.scored else Severity.NEUTRAL
    was = [problem.type, problem.severity.value]
    if was == [type_slug, severity.value]:
        return problem
    problem.type, problem.severity, problem.changed_at = type_slug, severity, at
    waiving.let_fall(session, actor, article, problem, at)
    session.add(
        ProblemEvent(
            problem_id=problem.id,
            kind=ProblemEventKind.RECLASSIFIED,
            actor_id=actor.id,
            detail={"before": was, "after": [type_slug, severity.value]},
            created_at=at,
        )
    )
    finish(session, actor, article.id, problem, "problem.reclassified", at)
    stand_in_the_way(session, actor, article, problem, at=at)
    return problem
