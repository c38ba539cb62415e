"""Problems: marking words, and every step of a problem's life."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.queries import problems as problems_query
from workbench.db.queries import rows as rows_query
from workbench.domain.errors import InvalidInput, NotFound
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission
from workbench.domain.problems import Pass, Severity, Step
from workbench.services import review
from workbench.services.problem_life import Place
from workbench.services.steps import Done
from workbench.web import context
from workbench.web.payload import Payload, payload
from workbench.web.routing import page
from workbench.web.workbench_view import address, changes_json, load_view, segment_json

bp = Blueprint("problems", __name__)

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
        texts = rows_query.texts_of(session, article.id, segment_id)
        places = _places(data, {Side.SOURCE: texts[0], Side.TARGET: texts[1]})
        problem = review.mark_problem(
            session,
            context.actor(),
            segment_id,
            type_slug=data.text("type"),
            severity=_severity(data),
            note=data.text("note"),
            note_direction=data.text("note_direction", "auto"),
            suggestion=data.text("suggestion") if data.has("suggestion") else None,
            places=places,
            version=data.whole("version"),
            reading_pass=_pass(data),
            at=at,
        )
        problem_id = problem.id
    return _answer(slug, segment_id, data, at, says="Marked.", problem=problem_id)


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


def _places(data: Payload, texts: dict[Side, str]) -> list[Place]:
    """The marked words: spans with offsets from a selection, or words typed into a form."""
    spans = data.items("spans")
    if spans is None:
        return [place for side, text in texts.items() if (place := _typed(data, side, text))]
    try:
        return [Place(Side(str(s["side"])), int(s["start"]), int(s["end"]), str(s["exact"])) for s in spans]
    except (KeyError, TypeError, ValueError):
        raise InvalidInput("Those selected words could not be read. Select them again.") from None


def _typed(data: Payload, side: Side, text: str) -> Place | None:
    words = data.text(f"{side.value}_words").strip()
    if not words:
        return None
    start = text.find(words)
    if start < 0:
        language = "Arabic" if side is Side.SOURCE else "English"
        raise InvalidInput(f"“{words}” is not in the {language} of this row. Copy the words from it.")
    return Place(side, start, start + len(words), words)


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
            at=at,
        )
    return _answer(slug, segment_id, data, at, says=SAYS[Step(step)])


@page(bp, "/problems/<int:problem_id>/reply", permission=Permission.MARK, methods=("POST",))
def reply(problem_id: int) -> Any:
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, segment_id = _where(session, problem_id)
        review.reply(
            session,
            context.actor(),
            problem_id,
            text=data.text("text"),
            direction=data.text("direction", "auto"),
            at=at,
        )
    return _answer(slug, segment_id, data, at, says="Sent.")


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
    return _answer(slug, segment_id, data, at, says="The suggestion was applied.", done=done)


def _where(session: Session, problem_id: int) -> tuple[str, int | None]:
    found = problems_query.where_is(session, problem_id)
    if found is None:
        raise NotFound("There is no such problem.")
    return found


def _answer(
    slug: str,
    segment_id: int | None,
    data: Payload,
    at: datetime,
    *,
    says: str,
    done: Done | None = None,
    problem: int | None = None,
) -> Response:
    back = address(slug, at=segment_id)
    if not context.wants_json():
        flash(says, "good")
        return context.answer(redirect=back)
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        seen = data.whole_or_none("seen")
        view = load_view(session, article, at=at)
        body = changes_json(
            session,
            view,
            article.version if seen is None else seen,
            also=[segment_id] if segment_id else [],
        )
    body |= {"says": says, "problem": problem, "saved_at": at.isoformat(timespec="seconds")}
    if done is not None:
        body |= {"segment": segment_json(done.segment)}
    return context.answer(json=body, redirect=back)
