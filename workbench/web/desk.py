"""The desk: the list of articles, by the questions people ask."""

from typing import Any, TypeVar

from flask import Blueprint, flash, get_template_attribute, render_template, request, url_for

from workbench import clock
from workbench.db.queries import desk as queries
from workbench.db.queries.desk import Cursor, DeskRow, Sort, View
from workbench.db.queries.rows import article_by_slug
from workbench.domain.people import Actor, Role
from workbench.domain.permissions import Permission
from workbench.domain.release import Standing
from workbench.domain.stages import Stage
from workbench.services import handover
from workbench.web import context, inbox
from workbench.web.payload import payload
from workbench.web.routing import page, safe_next

bp = Blueprint("desk", __name__)

_Choice = TypeVar("_Choice", View, Sort)

#: A view's name on its tab, and what it says when it is empty.
VIEWS: dict[View, tuple[str, str, str]] = {
    View.ALL: (
        "All",
        "The desk is empty",
        "Import an Arabic article and its English draft; they come back as pairs to work on.",
    ),
    View.MINE: (
        "Mine",
        "Nothing is yours yet",
        "Articles you are assigned to, or translated, are listed here. Any article is open to you under All.",
    ),
    View.TO_REVIEW: (
        "Waiting for my review",
        "Nothing waits for your review",
        "An article comes here when its last segment is translated, or when somebody hands it over.",
    ),
    View.SENT_BACK: (
        "Sent back to me",
        "Nothing was sent back to you",
        "When a reviewer sends a segment of yours back, its article is listed here with the reason inside.",
    ),
    View.TO_PUBLISH: (
        "Ready to publish",
        "Nothing is ready yet",
        "An article comes here when every segment is approved, nothing is owed and no serious problem stands.",
    ),
    View.CHANGED: (
        "Changed since published",
        "Every published article is as published",
        "When the text of a published article is changed, it waits here for its next edition.",
    ),
    View.OVERDUE: (
        "Overdue",
        "Nothing is overdue",
        "An article comes here when its deadline passes before it is published.",
    ),
    View.SHELVED: (
        "Shelved",
        "The shelf is empty",
        "Articles that are on hold, spiked or archived are kept here and can be brought back.",
    ),
}

SORTS: dict[Sort, str] = {
    Sort.CHANGED: "Last change",
    Sort.DEADLINE: "Deadline",
    Sort.TITLE: "Headline",
}
LONGEST_QUERY = 200


@page(bp, "/", permission=Permission.READ)
def index() -> Any:
    actor = context.actor()
    view = _one_of(View, request.args.get("show"), View.ALL)
    sort = _one_of(Sort, request.args.get("sort"), Sort.CHANGED)
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    at = Cursor.decode(request.args.get("at", ""))
    tabs, now = _tabs(actor), clock.now()
    with context.database().reading() as session:
        found = queries.list_articles(session, view, actor, query=query, sort=sort, at=at, now=now)
        inbox.count_for(session)
        counts = queries.count_views(session, actor, [tab for tab in tabs if tab is not View.ALL], now=now)
    # Only where there is something late: a calm desk has one tab less.
    tabs = [tab for tab in tabs if tab is not View.OVERDUE or counts.get(tab) or tab is view]

    def address(**changes: Any) -> str:
        now: dict[str, Any] = {"show": view, "sort": sort, "q": query, "at": None, **changes}
        plain = {"show": View.ALL, "sort": Sort.CHANGED, "q": ""}
        return url_for("desk.index", **{k: v for k, v in now.items() if v is not None and v != plain.get(k)})

    return render_template(
        "desk/index.html",
        rows=found.rows,
        view=view,
        sort=sort,
        query=query,
        at=at,
        tabs=[(tab, VIEWS[tab][0], address(show=tab, q=""), _count(counts.get(tab))) for tab in tabs],
        sorts=[(name.value, word) for name, word in SORTS.items()],
        empty=VIEWS[view][1:],
        whats_next=whats_next,
        all_articles=address(show=View.ALL),
        here=address(at=request.args.get("at")),
        previous=address(at=found.previous.encode()) if found.previous else None,
        next=address(at=found.next.encode()) if found.next else None,
    )


@page(bp, "/articles/<slug>/take", permission=Permission.TAKE_ON, methods=("POST",))
def take(slug: str) -> Any:
    """Take the work the article waits for; a script gets the people as the desk's row shows them."""
    actor, data = context.actor(), payload()
    with context.database().writing() as session:
        article = article_by_slug(session, slug)
        role = handover.take_on(session, actor, article.id, at=clock.now()).role
        row = queries.read_row(session, article.id, now=clock.now())
    says = {Role.TRANSLATOR: "The translation is yours.", Role.REVIEWER: "The review is yours."}[role]
    if not context.wants_json():
        flash(says, "good")
    html = get_template_attribute("desk/_who.html", "who")(row)
    return context.answer(
        json={"says": says, "html": str(html).strip()}, redirect=safe_next(data.text("next"))
    )


#: Of an article in which no work is left, where more can be said than that.
_ALL_DONE = {
    Standing.SCHEDULED: "Goes out by itself",
    Standing.WITHDRAWN: "Readers get the notice",
    Standing.ERASED: "Readers get the notice",
}


def whats_next(row: DeskRow) -> str:
    """What the article waits for, in a few words."""
    counts = row.counts
    if row.stage is Stage.PUBLISH:
        return f"Publish edition {row.edition_number + 1}"
    waits = (  # in the order of the line: what a translator does first, then a reviewer
        (counts.returned, "sent back"),
        (counts.untranslated, "to translate"),
        (counts.draft, "to confirm"),
        (counts.blocking, "blocking problem" if counts.blocking == 1 else "blocking problems"),
        (counts.legal_reads, "legal read to sign" if counts.legal_reads == 1 else "legal reads to sign"),
        (counts.translated - counts.left_out, "to approve"),
        (counts.owed, "owed"),
    )
    shown = [f"{count} {what}" for count, what in waits if count > 0]
    if shown:
        return ", ".join(shown[:2])
    if row.stage is Stage.PUBLISHED:
        return _ALL_DONE.get(row.release.standing, "Nothing to do")
    return "" if counts.segments else "Add its first segment"


def _tabs(actor: Actor) -> list[View]:
    """The views a person has a use for."""
    hidden = {
        View.TO_REVIEW: not (actor.is_reviewer or actor.is_desk),
        View.SENT_BACK: not actor.is_translator,
        View.TO_PUBLISH: not actor.is_desk,
        View.CHANGED: not actor.is_desk,
    }
    return [view for view in View if not hidden.get(view, False)]


def _count(count: int | None) -> str:
    if not count:
        return ""
    return f"{count}" if count < queries.COUNTED_UP_TO else f"{queries.COUNTED_UP_TO - 1}+"


def _one_of(choices: type[_Choice], given: str | None, default: _Choice) -> _Choice:
    """What an address says, or the default for what it does not know."""
    return next((choice for choice in choices if choice.value == given), default)
