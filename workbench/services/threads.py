"""What people say in a problem's thread, and mend for a few minutes afterwards."""

from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, ProblemEvent, ProblemEventKind, Segment
from workbench.domain.errors import InvalidInput, NotFound, WrongState
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, Subject, require
from workbench.domain.problems import may_still_be_edited
from workbench.services import audit, notices, projection
from workbench.services.locking import lock_article, lock_problem
from workbench.services.words import checked_words

LONGEST_NOTE = 5000
LONGEST_AUTHOR = 200


def reply(
    session: Session,
    actor: Actor,
    problem_id: int,
    *,
    text: str,
    direction: str = "auto",
    author: str | None = None,
    at: datetime,
) -> ProblemEvent:
    """Say something in a problem's thread; ``author``: it is what the author of the Arabic says about a question."""
    article, problem = lock_problem(session, problem_id)
    require(actor, Permission.MARK, article.subject)
    detail = by_author(problem, author)
    text = clean_note(text, "There is nothing to send yet.")
    event = ProblemEvent(
        problem_id=problem.id,
        kind=ProblemEventKind.REPLIED,
        actor_id=actor.id,
        text=text,
        direction=clean_direction(direction),
        detail=detail,
        created_at=at,
    )
    session.add(event)
    problem.changed_at = at
    name = "problem.author_answered" if detail else "problem.replied"
    finish(session, actor, article.id, problem, name, at)
    notices.replied(session, actor, article, problem, event.text, by_author=bool(detail), at=at)
    return event


def by_author(problem: Problem, author: str | None) -> dict[str, str]:
    """What is kept with words that are the author's of the Arabic, not of who notes them: their name.

    Raises InvalidInput without a name, and for anything but a question.
    """
    if author is None:
        return {}
    if problem.type != "question":
        raise InvalidInput("Only a question is answered by the author.")
    missing = "Write the author’s name."
    author = checked_words(" ".join(author.split()), missing=missing, longest=LONGEST_AUTHOR, field="author")
    return {"author": author}


def edit_said(
    session: Session, actor: Actor, event_id: int, *, text: str, direction: str = "auto", at: datetime
) -> Problem:
    """Mend what one said: a reply, a reason, an answer or the note of one's own mark, within five minutes.

    Raises WrongState later than that, and InvalidInput when nothing would be left of what has to say something.
    """
    problem_id = _problem_of(session, event_id)
    article, problem = lock_problem(session, problem_id)
    event = session.get(ProblemEvent, event_id, populate_existing=True)
    assert event is not None
    require(actor, Permission.EDIT_SAID, Subject(event.actor_id, article.subject.is_shelved))
    if not may_still_be_edited(event.created_at, at):
        raise WrongState(
            "What is said can be mended for five minutes. It stands as it is; add a reply instead."
        )
    text, was = clean_note(text), event.text
    is_note = event.kind is ProblemEventKind.OPENED
    if not text and (not is_note or problem.type == "question"):
        raise InvalidInput("Nothing would be left of it. Write something.")
    if not was and not is_note:
        raise WrongState("That step was taken without words. Add a reply instead.")
    direction = clean_direction(direction)
    if (text, direction) == (was, event.direction):
        return problem
    event.text, event.direction, event.edited_at = text, direction, at
    if is_note:
        problem.note, problem.note_direction = text, direction
    problem.changed_at = at
    finish(session, actor, article.id, problem, "problem.said_edited", at)
    notices.reworded(session, actor, article, problem, was, text, at=at)
    return problem


def _problem_of(session: Session, event_id: int) -> int:
    event = session.get(ProblemEvent, event_id)
    if event is None:
        raise NotFound("There is no such reply.")
    return event.problem_id


def finish(
    session: Session, actor: Actor, article_id: int, problem: Problem, name: str, at: datetime
) -> None:
    """What follows every change of a problem: the article's counts anew, and a line in its log."""
    article: Article = lock_article(session, article_id)
    segment = session.get(Segment, problem.segment_id) if problem.segment_id else None
    projection.refresh(session, article, at, changed=[segment] if segment else [])
    audit.record(session, actor, name, at=at, article=article, segment=segment, problem=problem.id)


def clean_note(text: str, missing: str = "") -> str:
    """A note or a reply as it is stored; raises InvalidInput as :func:`checked_words`."""
    return checked_words(text, missing=missing, longest=LONGEST_NOTE, field="note")


def clean_direction(direction: str) -> str:
    return direction if direction in ("ltr", "rtl") else "auto"
