"""Problems: marking words, and every step of a problem's life."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries import concerned, repeats
from workbench.db.queries import problems as problems_query
from workbench.db.queries import rows as rows_query
from workbench.db.queries.released import release
from workbench.domain.errors import InvalidInput, NotFound
from workbench.domain.permissions import Permission
from workbench.domain.problems import Pass, Severity, Step, label_of
from workbench.services import attaching, embargoes, review, taking_back, threads
from workbench.services.steps import Done
from workbench.web import context
from workbench.web.payload import Payload, payload
from workbench.web.places import places_in
from workbench.web.routing import page
from workbench.web.workbench_view import address, changes_json, load_view, segment_json

bp = Blueprint("problems", __name__)

#: What is said of a mark that is no problem.
MARKED = {"question": "Asked.", "praise": "Praised."}

SAYS = {
    Step.FIX: "Marked as fixed.",
    Step.ACCEPT: "Accepted.",
    Step.REOPEN: "Reopened.",
    Step.DISPUTE: "Disputed.",
    Step.WITHDRAW: "Withdrawn.",
    Step.UPHOLD: "Upheld.",
    Step.ANSWER: "Answered.",
}


@page(
    bp, "/articles/<slug>/segments/<int:segment_id>/problems", permission=Permission.MARK, methods=("POST",)
)
def mark(slug: str, segment_id: int) -> Any:
    """Mark words on either side or both, or the whole row."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        article = rows_query.article_by_slug(session, slug)
        problem = review.mark_problem(
            session,
            context.actor(),
            segment_id,
            type_slug=data.text("type"),
            severity=_severity(data),
            note=data.text("note"),
            note_direction=data.text("note_direction", "auto"),
            suggestion=data.text("suggestion") if data.is_given("suggestion") else None,
            places=places_in(session, article.id, segment_id, data),
            repeat_of_id=data.whole_or_none("repeat_of"),
            version=data.whole("version"),
            reading_pass=_pass(data),
            at=at,
        )
        problem_id, says = problem.id, MARKED.get(problem.type, "Marked.")
    return _answer(slug, segment_id, data, at, says=says, problem=problem_id)


def _pass(data: Payload) -> Pass:
    try:
        return Pass(data.text("reading_pass") or Pass.BILINGUAL)
    except ValueError:
        raise InvalidInput("There is no such reading pass.") from None


def _severity(data: Payload) -> Severity | None:
    if not data.has("severity"):
        return None
    try:
        return Severity(data.text("severity"))
    except ValueError:
        raise InvalidInput("There is no such severity.") from None


@page(bp, "/problems/<int:problem_id>/<any(fix, accept, reopen, dispute, withdraw, uphold, answer):step>",
      permission=Permission.READ, methods=("POST",))  # fmt: skip
def take_step(problem_id: int, step: str) -> Any:
    """One step of the life table; the service asks for the permission that the step needs."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        review.take_step(
            session,
            context.actor(),
            problem_id,
            Step(step),
            text=data.text("text"),
            direction=data.text("direction", "auto"),
            author=_author(data),
            at=at,
        )
        undo = problems_query.last_event(session, problem_id)
    return _answer(slug, segment_id, data, at, says=SAYS[Step(step)], problem=problem_id, undo=undo)


@page(bp, "/problems/<int:problem_id>/take-back", permission=Permission.READ, methods=("POST",))
def take_step_back(problem_id: int) -> Any:
    """Take one's own step (``event``) back; the service asks whose it was and what came after it."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        problem = taking_back.take_step_back(
            session, context.actor(), problem_id, event_id=data.whole("event"), at=at
        )
        says = f"Taken back: it is {problem.status.label} again."
    return _answer(slug, segment_id, data, at, says=says, problem=problem_id)


def _author(data: Payload) -> str | None:
    """The name of the author of the Arabic, where what is said is theirs; None where it is one's own."""
    return data.text("author") if data.is_given("author") else None


@page(bp, "/problems/<int:problem_id>/reply", permission=Permission.MARK, methods=("POST",))
def reply(problem_id: int) -> Any:
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        threads.reply(
            session,
            context.actor(),
            problem_id,
            text=data.text("text"),
            direction=data.text("direction", "auto"),
            author=_author(data),
            at=at,
        )
    return _answer(slug, segment_id, data, at, says="Sent.")


@page(bp, "/problems/said/<int:event_id>", permission=Permission.READ, methods=("POST",))
def edit_said(event_id: int) -> Any:
    """Mend what one said oneself, for a few minutes; the service asks whether it was oneself."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        problem = threads.edit_said(
            session,
            context.actor(),
            event_id,
            text=data.text("text"),
            direction=data.text("direction", "auto"),
            at=at,
        )
        slug, segment_id = _where(session, problem.id)
    return _answer(slug, segment_id, data, at, says="Mended.")


@page(bp, "/problems/<int:problem_id>/attach", permission=Permission.MARK, methods=("POST",))
def attach(problem_id: int) -> Any:
    """Attach a mark to the selected or typed words of its row."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        article = rows_query.article_by_slug(session, slug)
        places = places_in(session, article.id, segment_id, data) if segment_id else []
        event = attaching.attach(
            session, context.actor(), problem_id, places=places, version=data.whole("version"), at=at
        ).id
    return _answer(
        slug, segment_id, data, at, says="Attached to these words.", problem=problem_id, detach=event
    )


@page(bp, "/problems/<int:problem_id>/attach/undo", permission=Permission.MARK, methods=("POST",))
def take_back(problem_id: int) -> Any:
    """Back where it was with a mark that was just attached to other words; ``event``: by which line of its thread."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        attaching.take_back(session, context.actor(), problem_id, event_id=data.whole("event"), at=at)
    return _answer(slug, segment_id, data, at, says="The mark is back where it was.", problem=problem_id)


@page(bp, "/problems/<int:problem_id>/send-off", permission=Permission.MARK, methods=("POST",))
def send_off(problem_id: int) -> Any:
    """Into the tray with a mark that was found on words which are others."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        attaching.send_off(session, context.actor(), problem_id, at=at)
    return _answer(slug, segment_id, data, at, says="Back in the tray.", problem=problem_id)


@page(bp, "/articles/<slug>/segments/<int:segment_id>/standing", permission=Permission.READ)
def standing(slug: str, segment_id: int) -> Any:
    """For the box that sends a row back: the marks standing on it, which are reason enough."""
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        cards = problems_query.problems_of(session, article, segment_id, context.actor())
    marks = [
        {"label": card.label, "words": next((said.exact for said in card.words if said.exact), "")}
        for card in cards
        if card.status.is_standing
    ]
    return context.answer(json={"marks": marks}, redirect=address(slug, at=segment_id))


@page(bp, "/articles/<slug>/marks", permission=Permission.READ)
def earlier_marks(slug: str) -> Any:
    """For the marking box: the newest errors marked in the article, of which some words may be a repeat."""
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        found = repeats.marks_to_repeat(session, article)
    marks = [
        {
            "id": mark.id,
            "type": mark.type,
            "severity": mark.severity.value,
            "note": mark.note,
            "label": mark.label,
            "words": mark.words,
            "row": mark.number,
        }
        for mark in found
    ]
    return context.answer(json={"marks": marks}, redirect=address(slug, tab="all"))


@page(bp, "/articles/<slug>/mentionable", permission=Permission.READ)
def mentionable(slug: str) -> Any:
    """For the picker of mentions: everybody who can be named, those on the article first."""
    with context.database().reading() as session:
        people = concerned.mentionable(session, rows_query.article_by_slug(session, slug))
    return context.answer(
        json={"people": [{"name": person.name, "here": person.is_here} for person in people]},
        redirect=url_for("about.show", slug=slug),
    )


@page(bp, "/problems/<int:problem_id>/reclassify", permission=Permission.READ, methods=("POST",))
def reclassify(problem_id: int) -> Any:
    """Another ``type`` or ``severity``; the service asks whether it is this person's to change."""
    data, at = payload(), clock.now()
    severity = _severity(data)
    if severity is None:
        raise InvalidInput("Choose how bad it is.")
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        problem = review.reclassify(
            session, context.actor(), problem_id, type_slug=data.text("type"), severity=severity, at=at
        )
        says = f"It is now {problem.severity.value}: {label_of(problem.type)}."
    return _answer(slug, segment_id, data, at, says=says)


@page(bp, "/problems/<int:problem_id>/apply", permission=Permission.FIX_PROBLEM, methods=("POST",))
def apply(problem_id: int) -> Any:
    """Put the suggested words in place of the marked ones."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        done = review.apply_suggestion(
            session,
            context.actor(),
            problem_id,
            version=data.whole("version"),
            save_id=data.text("save_id") or None,
            at=at,
        )
        undo = problems_query.last_event(session, problem_id)
    says = "The suggestion was applied."
    return _answer(slug, segment_id, data, at, says=says, done=done, problem=problem_id, undo=undo)


def _where(session: Session, problem_id: int) -> tuple[str, int | None]:
    found = problems_query.where_is(session, problem_id)
    if found is None:
        raise NotFound("There is no such problem.")
    return found


def _called_off(session: Session, article: Article, at: datetime) -> str:
    """What to say of a breaking edition that this very act called off; mostly nothing."""
    issues = release(session, article.id, at).issues if article.edition_number else ()
    off = [issue.number for issue in issues if issue.cancelled and issue.cancelled.at == at]
    return f" Edition {off[0]} is cancelled: {embargoes.NEVER_OVER_ONE}" if off else ""


def _answer(
    slug: str,
    segment_id: int | None,
    data: Payload,
    at: datetime,
    *,
    says: str,
    done: Done | None = None,
    problem: int | None = None,
    detach: int | None = None,
    undo: int | None = None,
) -> Response:
    back = address(slug, at=segment_id)
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        says += _called_off(session, article, at)
        if not context.wants_json():
            flash(says, "good")
            return context.answer(redirect=back)
        seen = data.whole_or_none("seen")
        view = load_view(session, article, at=at)
        body = changes_json(
            session,
            view,
            article.version if seen is None else seen,
            also=[segment_id] if segment_id else [],
        )
    body |= {"says": says, "problem": problem, "detach": detach, "undo": undo}
    body |= {"saved_at": at.isoformat(timespec="seconds")}
    if done is not None:
        body |= {"segment": segment_json(done.segment)}
    return context.answer(json=body, redirect=back)
