"""The publish page: what stands in the way, a look at what will go out, waivers, and the button."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries import problems as problems_query
from workbench.db.queries.editions import read_edition
from workbench.db.queries.rows import article_by_slug
from workbench.domain.comparison import changed_fields, compare_contents, only_changed
from workbench.domain.editions import EditionContent, EditionKind
from workbench.domain.errors import Conflict, InvalidInput, NotFound, WorkbenchError, WrongState
from workbench.domain.house import BREAKING, FOUR_EYES
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission, allows
from workbench.export.html import article_html
from workbench.export.parts import parts
from workbench.services import desk_settings, publishing, waiving
from workbench.services.prospect import Choices, Prospect, prospect
from workbench.web import context
from workbench.web.payload import chosen, read_moment, read_time
from workbench.web.routing import page
from workbench.web.workbench_view import address

bp = Blueprint("publish", __name__)

#: Changes shown on the page itself; the comparison page has them all.
MOST_CHANGES = 50


@page(bp, "/articles/<slug>/publish", permission=Permission.READ)
def show(slug: str) -> Any:
    """Everybody may look at the checklist; the button is for the desk.

    ``?keep=ID`` (or ``all``) and ``?breaking=1`` show what these choices come to before they are made.
    """
    return _page(slug, _choices(request.args))


def _choices(data: MultiDict[str, str]) -> Choices:
    asked = data.getlist("keep")
    return Choices(
        kept=frozenset(int(id_) for id_ in asked if id_.isascii() and id_.isdigit() and len(id_) < 19),
        keep_all="all" in asked,
        is_breaking=data.get("breaking") == "1",
    )


def _page(
    slug: str,
    choices: Choices,
    *,
    typed: MultiDict[str, str] | None = None,
    error: WorkbenchError | None = None,
) -> str:
    at = clock.now()
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        ahead = prospect(session, article, context.actor(), choices, at=at)
        # Where one person's word is enough, there is nothing to be ahead of.
        may_break = desk_settings.get(session, BREAKING) and desk_settings.get(session, FOUR_EYES)
        typed = _as_scheduled(session, article, ahead) if typed is None else typed
        shown = _shown(article, ahead, typed, at)
    previous = ahead.previous
    old = previous.content if previous and not previous.line.is_erased else None
    changes = compare_contents(old, ahead.content) if old else ()
    changed = only_changed(changes)
    return render_template(
        "publish/index.html",
        article=article,
        ahead=ahead,
        checklist=ahead.checklist,
        choices=choices,
        may_break=may_break and allows(context.actor(), Permission.RELEASE_BREAKING, article.subject),
        next_number=ahead.number,
        numbers={s.id: number for number, s in enumerate(ahead.content.segments, 1)},
        preview=Markup(article_html(parts(shown))),  # noqa: S704  built by the exporter, which escapes
        changes=changed[:MOST_CHANGES],
        more_changes=max(0, len(changed) - MOST_CHANGES),
        fields=changed_fields(old, ahead.content) if old else (),
        source_side=Side.SOURCE,
        row_address=address,
        why_not=_why_not(ahead, choices, may=allows(context.actor(), Permission.PUBLISH, article.subject)),
        typed=typed,
        error=error,
    )


def _as_scheduled(session: Session, article: Article, ahead: Prospect) -> MultiDict[str, str]:
    """The form as the edition under embargo has it, for what is published instead; its note was on that text alone."""
    scheduled = ahead.release.scheduled
    edition = read_edition(session, article.id, scheduled.number) if scheduled else None
    if edition is None:
        return MultiDict()
    content = edition.content
    return MultiDict(
        {
            "kind": content.kind.value,
            "correction": content.corrections[-1].note if content.kind is EditionKind.CORRECTION else "",
            "when": "later",
            "time": f"{edition.line.published_at:%Y-%m-%dT%H:%M}",
        }
    )


def _shown(article: Article, ahead: Prospect, typed: MultiDict[str, str], at: datetime) -> EditionContent:
    """What readers would have with what was typed so far; what they have, where that would be the same."""
    if not ahead.is_new and ahead.previous:
        return ahead.previous.content
    publisher = context.actor()
    try:
        moment = read_moment(typed.get("time", ""), "time") if typed.get("when") == "later" else at
    except InvalidInput:  # said where it is published
        moment = at
    return publishing.for_readers(
        ahead,
        publisher if allows(publisher, Permission.PUBLISH, article.subject) else None,
        told=typed.get("correction", "").strip() if typed.get("kind") == "correction" else "",
        published_at=moment,
    )


def _why_not(ahead: Prospect, choices: Choices, *, may: bool) -> str:
    """Why there is no publish button for this person now; empty when there is one."""
    if not ahead.is_new and ahead.previous:
        number = ahead.previous.line.number
        if choices.kept or choices.keep_all:
            return f"With these rows as before, nothing would differ from edition {number}."
        return (
            f"Nothing has changed since edition {number}. There is something to publish once something does."
        )
    if not may:
        return "An editor publishes. You can look at everything here, and hand the article over to the desk."
    if not ahead.checklist.is_ready:
        return "What is marked ✕ has to be settled first."
    return ""


@page(bp, "/articles/<slug>/publish", permission=Permission.PUBLISH, methods=("POST",))
def publish(slug: str) -> Any:
    """``kind=correction`` with its note for readers, ``when=later`` with a time; ``keep`` and ``breaking`` as above.

    ``version`` and ``number``: the article's, and that of the edition, as the page had them.
    """
    form, choices, at = request.form, _choices(request.form), clock.now()
    seen, number = form.get("version", ""), form.get("number", "")
    if not (seen.isascii() and seen.isdigit()):
        raise InvalidInput("The form was incomplete. Open the publish page again.")
    try:
        is_correction = (
            chosen(form, "kind", EditionKind.EDITION, EditionKind.CORRECTION) != EditionKind.EDITION
        )
        goes_out_at = read_time(form)
        with context.database().writing() as session:
            edition = publishing.publish(
                session,
                context.actor(),
                article_by_slug(session, slug).id,
                note=form.get("note", ""),
                at=at,
                seen_version=int(seen),
                seen_number=int(number)
                if number.isascii() and number.isdigit() and len(number) < 9
                else None,
                choices=choices,
                correction=form.get("correction", "") if is_correction else None,
                goes_out_at=goes_out_at,
            )
            made, is_ahead = edition.number, edition.published_at > at
    except (Conflict, WrongState, InvalidInput) as error:
        if context.wants_json():
            raise
        return _page(slug, choices, typed=form, error=error), error.status
    flash(
        f"Edition {made} is scheduled; it goes out by itself."
        if is_ahead
        else f"Edition {made} is published.",
        "good",
    )
    return context.answer(json={"edition": made}, redirect=url_for("editions.show", slug=slug, number=made))


@page(bp, "/articles/<slug>/publish/preview", permission=Permission.PUBLISH, methods=("POST",))
def preview(slug: str) -> str:
    """The page again with what was typed, and the edition as readers would have it then; nothing is kept."""
    return _page(slug, _choices(request.form), typed=request.form)


@page(bp, "/problems/<int:problem_id>/waive", permission=Permission.WAIVE, methods=("POST",))
def waive(problem_id: int) -> Response:
    reason, at = request.form.get("reason", ""), clock.now()
    return _decide(
        problem_id,
        lambda session: waiving.waive(session, context.actor(), problem_id, reason=reason, at=at),
        "The problem is waived. The edition will keep your reason.",
    )


@page(bp, "/problems/<int:problem_id>/withdraw-waiver", permission=Permission.WAIVE, methods=("POST",))
def withdraw_waiver(problem_id: int) -> Response:
    at = clock.now()
    return _decide(
        problem_id,
        lambda session: waiving.withdraw_waiver(session, context.actor(), problem_id, at=at),
        "The waiver is withdrawn; the problem stops publication again.",
    )


def _decide(problem_id: int, act: Callable[[Session], object], says: str) -> Response:
    """Do it, and back to the checklist; where a colleague was quicker, it shows how things stand."""
    try:
        with context.database().writing() as session:
            act(session)
    except WrongState as error:
        if context.wants_json():
            raise
        flash(error.message, "warn")
    else:
        flash(says, "good")
    return _back_to_checklist(problem_id)


def _back_to_checklist(problem_id: int) -> Response:
    with context.database().reading() as session:
        where = problems_query.where_is(session, problem_id)
    if where is None:
        raise NotFound("There is no such problem.")
    return redirect(url_for("publish.show", slug=where[0]), code=303)
