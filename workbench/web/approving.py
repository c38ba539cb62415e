"""Approving in one act all rows that a reviewer has read: which ones, and the way back."""

from typing import Any

from flask import Blueprint, flash, render_template, request

from workbench import clock
from workbench.db.queries import approvable as query
from workbench.db.queries.rows import article_by_slug
from workbench.domain.errors import InvalidInput
from workbench.domain.permissions import Permission
from workbench.services import approving, taking_back
from workbench.web import context
from workbench.web.offers import next_step
from workbench.web.routing import page
from workbench.web.workbench_view import address

bp = Blueprint("approving", __name__)


@page(bp, "/articles/<slug>/approve-read", permission=Permission.APPROVE)
def show(slug: str) -> Any:
    actor = context.actor()
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        rows = query.approvable(session, article.id, actor)
        remaining = query.remaining(session, article.id, actor)
        last = approving.last_run(session, actor, article.id)
        undo = {"event": last[0].id, "at": last[0].at, "count": last[1]} if last and last[1] else None
    return render_template(
        "workbench/approve_read.html",
        article=article,
        next=next_step(actor, article.subject, article.stage, article.counts, article.handed_to),
        rows=rows,
        remaining=remaining,
        undo=undo,
    )


@page(
    bp, "/articles/<slug>/approve-read", permission=Permission.APPROVE, methods=("POST",), endpoint="approve"
)
def approve(slug: str) -> Any:
    """``row``: a ticked row as "id:version", any number of times."""
    at, rows = clock.now(), _rows(request.form.getlist("row"))
    if not rows:
        raise InvalidInput("Tick the rows to approve.")
    with context.database().writing() as session:
        article = article_by_slug(session, slug)
        run = approving.approve_run(session, context.actor(), article.id, rows, at=at)
    along = f" Accepted along: {run.accepted:,} fixed {'mark' if run.accepted == 1 else 'marks'}."
    says = f"{_rows_in_words(run.count)} approved.{along if run.accepted else ''}{_left(run.left)}"
    flash(says, "warn" if run.left else "good")
    return context.answer(redirect=f"/articles/{slug}/approve-read")


@page(bp, "/articles/<slug>/approve-read/undo", permission=Permission.APPROVE, methods=("POST",))
def undo(slug: str) -> Any:
    at = clock.now()
    with context.database().writing() as session:
        article = article_by_slug(session, slug)
        event = request.form.get("event", "")
        if not (event.isascii() and event.isdigit() and len(event) < 19):
            raise InvalidInput("Say which approval is to be undone.")
        done = taking_back.take_decision_back(session, context.actor(), article.id, int(event), at=at)
    fixes = done.unaccepted
    again = f" {fixes:,} {'fix waits' if fixes == 1 else 'fixes wait'} again to be accepted."
    says = f"{_rows_in_words(len(done.segments))} reopened.{again if fixes else ''}{_left(done.left)}"
    flash(says, "good")
    return context.answer(redirect=address(slug))


def _rows(ticked: list[str]) -> dict[int, int]:
    pairs = [item.partition(":")[::2] for item in ticked]
    if not all(part.isascii() and part.isdigit() and len(part) < 19 for pair in pairs for part in pair):
        raise InvalidInput("Tick the rows to approve.")
    return {int(segment_id): int(version) for segment_id, version in pairs}


def _rows_in_words(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _left(count: int) -> str:
    if not count:
        return ""
    return f" {_rows_in_words(count)} stayed as {'it is' if count == 1 else 'they are'}, having been worked on meanwhile."
