"""The page about an article: its people and deadline, its shelf, and questions on the whole of it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from sqlalchemy.orm import Session

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries import about as queries
from workbench.db.queries import problems as problems_query
from workbench.db.queries.about import Assigned
from workbench.db.queries.legal import legal_reads_of, texts_to_read
from workbench.db.queries.reimports import earlier_reimports
from workbench.db.queries.row_places import numbered_row
from workbench.db.queries.rows import WHOLE, article_by_slug
from workbench.domain.errors import InvalidInput
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission, allows
from workbench.domain.scores import FEWEST_WORDS
from workbench.services import handover, review
from workbench.web import context
from workbench.web.log_words import SHELF_WORDS, outcome_in_words
from workbench.web.offers import next_step
from workbench.web.payload import Payload, payload, read_moment
from workbench.web.routing import page
from workbench.web.scores import article_score

bp = Blueprint("about", __name__)

#: A shelf, the button that puts an article on it, and what that means.
SHELVES: tuple[tuple[str, str, str], ...] = (
    ("on-hold", "Put on hold", "It leaves the daily list; it may still be worked on."),
    ("spiked", "Spike", "It will not run. Read-only until it is brought back."),
    ("archived", "Archive", "It is done with. Read-only until it is brought back."),
)

#: "I'll translate this": what a person's own button says.
_OWN = {Role.TRANSLATOR: "I’ll translate this", Role.REVIEWER: "I’ll review this"}

#: Takes a step, and says more of it where there is more to say.
Step = Callable[[Session, Article, Payload, datetime], str | None]


@page(bp, "/articles/<slug>/about", permission=Permission.READ)
def show(slug: str) -> Any:
    return _page(slug)


def _page(slug: str, *, error: InvalidInput | None = None, typed: Mapping[str, str] | None = None) -> str:
    actor = context.actor()
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        assigned = queries.assignments_of(session, article.id)
        names = {
            "shelved_by": queries.name_of(session, article.shelved_by_id),
            "translated_by": queries.name_of(session, article.translated_by_id) or article.translated_by_name,
        }
        earlier = earlier_reimports(session, article.id)
        score = article_score(session, article)
        questions = problems_query.questions_about(session, article, actor)
        legal_reads = legal_reads_of(session, article.id)
        is_page = article.counts.segments <= WHOLE
        reads = [
            read for read in legal_reads if is_page or read.segment_id
        ]  # the longest are read on a page of theirs
        signs = allows(actor, Permission.SIGN_LEGAL_READ)
        texts = texts_to_read(session, article.id, reads) if signs else []
        candidates = queries.candidates(session)
    return render_template(
        "about/index.html",
        article=article,
        next=next_step(actor, article.subject, article.stage, article.counts, article.handed_to),
        assigned=assigned,
        own=_own(actor, article, assigned),
        candidates=candidates,
        questions=questions,
        legal_reads=legal_reads,
        texts=texts,
        shelf_words=SHELF_WORDS,
        shelves=[shelf for shelf in SHELVES if shelf[0] != article.shelved],
        score=score,
        fewest=FEWEST_WORDS,
        into=article,
        earlier=earlier if allows(actor, Permission.REIMPORT, article.subject) else [],
        outcome=outcome_in_words,
        error=error,
        typed=typed or {},
        **names,
    )


def _own(actor: Actor, article: Article, assigned: tuple[Assigned, ...]) -> list[tuple[Role, str]]:
    """What this person may take on and has not: a role, and the words of its button."""
    if not allows(actor, Permission.TAKE_ON, article.subject):
        return []
    has = {a.role for a in assigned if a.user_id == actor.id and a.is_whole}
    return [(role, says) for role, says in _OWN.items() if role in actor.roles and role not in has]


# --- changes --------------------------------------------------------------------------------------------


@page(bp, "/articles/<slug>/assign", permission=Permission.TAKE_ON, methods=("POST",))
def assign(slug: str) -> Any:
    """Give the article, or the rows ``first`` to ``last``, to ``who``: ``translator:12``, a role and a person."""
    return _do(slug, _assign, "people", "Assigned.")


def _assign(session: Session, article: Article, data: Payload, at: datetime) -> None:
    role, user_id = _role_and_person(data.text("who"))
    first, last = _row_number(data, "first"), _row_number(data, "last")
    first_id, last_id = _row(session, article, first, "first"), _row(session, article, last, "last")
    if first is not None and last is not None and first > last:
        raise InvalidInput(f"Row {first} comes after row {last}.", field="last")
    handover.assign(
        session,
        context.actor(),
        article.id,
        user_id=user_id,
        role=role,
        first_segment_id=first_id,
        last_segment_id=last_id,
        at=at,
    )


def _role_and_person(who: str) -> tuple[Role, int]:
    role, _, number = who.partition(":")
    if role not in queries.WORK or not (number.isascii() and number.isdigit() and len(number) < 15):
        raise InvalidInput("Choose somebody.", field="who")
    return Role(role), int(number)


def _row_number(data: Payload, name: str) -> int | None:
    try:
        return data.whole_or_none(name)
    except InvalidInput:
        raise InvalidInput("Write the number of a row, as it stands beside it.", field=name) from None


def _row(session: Session, article: Article, number: int | None, name: str) -> int | None:
    """The id of the numbered row; None for none given."""
    if number is None:
        return None
    found = numbered_row(session, article.id, number) if abs(number) < 2**31 else None
    if found is None:
        raise InvalidInput(
            f"There is no row {number}; the article has {article.counts.segments}.", field=name
        )
    return found


@page(bp, "/assignments/<int:assignment_id>/end", permission=Permission.TAKE_ON, methods=("POST",))
def unassign(assignment_id: int) -> Any:
    with context.database().writing() as session:
        slug = handover.unassign(session, context.actor(), assignment_id, at=clock.now()).slug
    return _done(slug, "people", "The assignment has ended.")


@page(bp, "/articles/<slug>/deadline", permission=Permission.ASSIGN, methods=("POST",))
def set_deadline(slug: str) -> Any:
    """``deadline``: a day and time in UTC; ``clear`` takes the deadline away."""
    says = "The deadline is cleared." if payload().flag("clear") else "The deadline is set."
    return _do(slug, _set_deadline, "due", says)


def _set_deadline(session: Session, article: Article, data: Payload, at: datetime) -> str | None:
    deadline = None if data.flag("clear") else read_moment(data.text("deadline"), "deadline")
    handover.set_deadline(session, context.actor(), article.id, deadline=deadline, at=at)
    return "That is already past." if deadline is not None and deadline < at else None


@page(bp, "/articles/<slug>/shelve", permission=Permission.SHELVE, methods=("POST",))
def shelve(slug: str) -> Any:
    return _do(slug, _shelve, "shelf", "The article is on the shelf; it can be brought back at any time.")


def _shelve(session: Session, article: Article, data: Payload, at: datetime) -> None:
    handover.shelve(
        session, context.actor(), article.id, shelf=data.text("shelf"), reason=data.text("reason"), at=at
    )


@page(bp, "/articles/<slug>/bring-back", permission=Permission.SHELVE, methods=("POST",))
def bring_back(slug: str) -> Any:
    def step(session: Session, article: Article, data: Payload, at: datetime) -> None:
        handover.unshelve(session, context.actor(), article.id, at=at)

    return _do(slug, step, "shelf", "The article is back on the desk, as it was.")


@page(bp, "/articles/<slug>/ask", permission=Permission.MARK, methods=("POST",))
def ask(slug: str) -> Any:
    return _do(slug, _ask, "questions", "Asked. Whoever opens the article’s problems can answer.")


def _ask(session: Session, article: Article, data: Payload, at: datetime) -> None:
    review.ask_about_article(session, context.actor(), article.id, note=data.text("note"), at=at)


def _do(slug: str, step: Step, anchor: str, says: str) -> Any:
    """Take a step; what is wrong with a field is said beside it, with everything that was typed."""
    data, at = payload(), clock.now()
    try:
        with context.database().writing() as session:
            more = step(session, article_by_slug(session, slug), data, at)
    except InvalidInput as error:
        if context.wants_json() or "field" not in error.details:
            raise
        return _page(slug, error=error, typed=request.form), error.status
    return _done(slug, anchor, f"{says} {more}" if more else says)


def _done(slug: str, anchor: str, says: str) -> Any:
    back = url_for("about.show", slug=slug, _anchor=anchor)
    if not context.wants_json():
        flash(says, "good")
    return context.answer(json={"redirect": back}, redirect=back)
