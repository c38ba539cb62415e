"""The main screen: an article's rows, the panel beside them, and what others change meanwhile."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, render_template, request
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models import Article, NoticeKind, Segment
from workbench.db.queries import at_stake, concerned, repeats, row_places
from workbench.db.queries import history as history_query
from workbench.db.queries import problems as problems_query
from workbench.db.queries import rows as rows_query
from workbench.db.queries.history import About
from workbench.db.queries.legal import legal_reads_of
from workbench.db.queries.news import count_unread, names_told
from workbench.db.queries.presence import people_here
from workbench.db.queries.reimports import Earlier, earlier_reimports
from workbench.db.queries.row_places import Show
from workbench.db.queries.second_eyes import out_unread
from workbench.domain.errors import InvalidInput, NotFound
from workbench.domain.house import RETURN_REASONS
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission, allows
from workbench.domain.problems import CATEGORIES, UNSCORED, Severity
from workbench.domain.stages import Handover, Stage
from workbench.services import desk_settings, handover, projection
from workbench.services.articles import SideFields, change_fields
from workbench.services.presence import note_presence
from workbench.web import context
from workbench.web.inbox import counted
from workbench.web.log_words import outcome_in_words
from workbench.web.payload import Payload, payload
from workbench.web.routing import page
from workbench.web.workbench_view import (
    Chunks,
    View,
    address,
    asked_number,
    changes_json,
    chunks_of,
    load_view,
    people_json,
    show_asked,
)

bp = Blueprint("workbench", __name__)

#: Presence is written when somebody comes, takes another row in hand, or was last noted this long ago.
NOTE_EVERY = timedelta(seconds=25)

TABS = ("problems", "history", "article", "all")


@page(bp, "/articles/<slug>", permission=Permission.READ)
def show(slug: str) -> Any:
    """The workbench. ``?at=`` opens a row without JavaScript, ``?page=`` a chunk of a long article."""
    at, asked, number = clock.now(), show_asked(), asked_number("at")
    actor = context.actor()
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        place = row_places.place_of(session, article.id, number, asked, actor) if number else None
        in_hand = number if place is not None else None
        view = load_view(session, article, at=at, show=asked, in_hand=in_hand)
        total = row_places.count_shown(session, article, asked, actor)
        chunks = chunks_of(total, place=place, page=asked_number("page"))
        rows = rows_query.read_rows(
            session, article.id, actor, show=asked, offset=chunks.first, limit=chunks.size
        )
        if in_hand is not None and all(row.id != in_hand for row in rows):
            # The asked row is not among the filtered ones: it comes on top of them, to be seen all the same.
            rows = [*rows_query.read_some_rows(session, article.id, actor, [in_hand]), *rows]
        panel = _panel(session, article, in_hand, request.args.get("tab", "problems"))
        reasons = desk_settings.get(session, RETURN_REASONS)
        done = earlier_reimports(session, article.id, most=1)
        if done and done[0].undone:
            done = earlier_reimports(session, article.id)
        workers = concerned.workers_of(session, article)
        unread_out = out_unread(session, article)
        is_behind = projection.is_out_behind(session, article, view.release)
        stops_out = at_stake.count_stops_out(session, article, view.release)
    free = concerned.free_work(article, workers)
    words = {
        "return_reasons": reasons,
        "takes": free if free in actor.roles and allows(actor, Permission.TAKE_ON, article.subject) else None,
        "for_you": concerned.is_handed_to(actor, article, workers),
        **_many_rows(article, done),
        **_page_words(chunks, view),
        **marking_words(),
        "is_behind": is_behind,
        "stops_out": stops_out,
    }
    return context.html(
        render_template(
            "workbench/index.html",
            **view.context(rows, chunks=chunks, unread_out=unread_out, out=view.release, **words, **panel),
        )
    )


def _many_rows(article: Article, done: Sequence[Earlier]) -> dict[str, Any]:
    """The newest change of many rows that was not undone, as a notice, as long as nobody has been at its rows."""
    newest = next((one for one in done if not one.undone), None)
    may = allows(context.actor(), Permission.REIMPORT, article.subject)
    return {
        "many_rows": newest if newest and newest.is_news else None,
        "outcome": outcome_in_words,
        "may_undo": may,
    }


def _page_words(chunks: Chunks, view: View) -> dict[str, Any]:
    last = chunks.index + 1 >= chunks.count
    return {
        "previous_page": view.here(page=chunks.index) if chunks.index else None,
        "next_page": None if last else view.here(page=chunks.index + 2),
    }


def marking_words() -> dict[str, Any]:
    """The typology as the marking box shows it."""
    return {"categories": CATEGORIES, "unscored": UNSCORED, "severities": [s for s in Severity if s.rank]}


@page(bp, "/articles/<slug>/rows", permission=Permission.READ)
def chunk(slug: str) -> Any:
    """The rows of one chunk (``?chunk=`` from 0) as HTML, for the browser to put into a long article."""
    actor, asked = context.actor(), show_asked()
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        total = row_places.count_shown(session, article, asked, actor)
        chunks = chunks_of(total, page=(asked_number("chunk") or 0) + 1)
        rows = rows_query.read_rows(
            session, article.id, actor, show=asked, offset=chunks.first, limit=chunks.size
        )
        view = View(article=article, actor=actor, show=asked)
    return context.answer(
        json={
            "version": article.version,
            "chunk": chunks.index,
            "first": chunks.first,
            "total": total,
            "html": view.rows_html(rows),
        },
        redirect=view.here(page=chunks.index + 1),
    )


@page(bp, "/articles/<slug>/find", permission=Permission.READ)
def find_row(slug: str) -> Any:
    """Which row is next (``?after=`` or ``?before=`` with ``show``), or has a number (``?number=``), and where."""
    actor, asked, number = context.actor(), show_asked(), asked_number("number")
    wanted = Show(request.args["next"]) if request.args.get("next") in set(Show) else Show.OPEN
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        if number is not None:
            found = row_places.numbered_row(session, article.id, number)
        else:
            back = "before" in request.args
            start = asked_number("before" if back else "after")
            found = row_places.next_row(session, article.id, actor, start, wanted, back=back)
        place = row_places.place_of(session, article.id, found, asked, actor) if found else None
    return context.answer(json={"id": found, "place": place}, redirect=address(slug, at=found, show=asked))


@page(bp, "/articles/<slug>/changes", permission=Permission.READ)
def changes(slug: str) -> Any:
    """What changed since the version the browser has, and who is where; 204 when nothing is new.

    ``people`` is the mark of the last answer's people and unread notices, ``at`` the row in hand.
    """
    at, since, segment_id = clock.now(), asked_number("since") or 0, asked_number("at")
    actor = context.actor()
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        view = load_view(session, article, at=at, show=show_asked(), is_drawn=article.version != since)
        others, unread = people_json(view), count_unread(session, actor.id)
        mark = _mark_of(others, unread)
        body: dict[str, Any] | None = None
        if article.version != since:
            body = changes_json(session, view, since)
        elif request.args.get("people", "") != mark:
            body = {
                "people": others,
                "rows": [],
                "removed": [],
                "live_people": view.live("people")["live-people"],
            }
        elif request.args.get("token"):
            body = {"people": others, "rows": [], "removed": []}
        due = _is_due(session, article, segment_id, at)
    if due:
        with context.database().writing() as session:
            if segment_id is not None and not rows_query.is_of(session, slug, segment_id):
                segment_id = None
            note_presence(session, actor, article.id, segment_id, at=at)
    if body is None:
        return Response(status=204)
    body |= {"mark": mark, "unread": counted(unread)}
    if request.args.get("token"):
        body |= {"csrf": generate_csrf()}
    return context.answer(json=body, redirect=address(slug, at=segment_id))


def _mark_of(people: list[dict[str, Any]], unread: int) -> str:
    return hashlib.sha256(repr((people, unread)).encode()).hexdigest()[:12]


def _is_due(session: Session, article: Article, segment_id: int | None, at: Any) -> bool:
    """Whether this visit should be noted. Only a poll of the page is presence; a look at a listing is not."""
    mine = [h for h in people_here(session, article.id, at=at) if h.person.id == context.actor().id]
    return not mine or mine[0].segment_id != segment_id or mine[0].seen_at < at - NOTE_EVERY


# --- the panel --------------------------------------------------------------------------------------------


def _panel(session: Session, article: Article, segment_id: int | None, tab: str) -> dict[str, Any]:
    """What the panel shows for a row in hand, or for the article: how much is marked in it, until it is listed."""
    tab = tab if tab in TABS else "problems"
    if segment_id is None and tab == "history":
        tab = "problems"
    actor = context.actor()
    found: dict[str, Any] = {"tab": tab, "segment_id": segment_id, "cards": [], "entries": [], "version": 0}
    found |= {"more": None, "earlier": [], "legal": [], "numbers": {}}
    segment = session.get(Segment, segment_id) if segment_id else None
    if segment is not None:
        found["version"] = segment.lock_version
    if tab == "all":
        skip = asked_number("skip") or 0
        found["cards"], found["more"] = problems_query.open_problems(session, article, actor, skip=skip)
        on_rows = [card.segment_id for card in found["cards"] if card.segment_id is not None]
        found["numbers"] = row_places.numbers_of(session, article.id, on_rows)
        if not skip and article.counts.legal_reads:
            found["legal"] = legal_reads_of(session, article.id, only_open=True)
    elif tab == "problems" and segment_id is not None:
        found["cards"] = problems_query.problems_of(session, article, segment_id, actor)
        found["earlier"] = repeats.marks_to_repeat(session, article)
        found["legal"] = legal_reads_of(session, article.id, segment_id=segment_id)
    elif tab == "history" and segment is not None:
        found |= _history(session, article, segment)
    found["may_edit_fields"] = allows(actor, Permission.EDIT_FIELDS, article.subject)
    return found


#: What the filter of a row's history offers.
_ABOUTS = {
    About.WORDS: "words",
    About.DECISIONS: "decisions",
    About.PROBLEMS: "problems and replies",
    About.ROWS: "other rows",
}


def _history(session: Session, article: Article, segment: Segment) -> dict[str, Any]:
    """A row's history: of all its entries those ``by`` somebody and ``about`` something."""
    actor, by, about = context.actor(), asked_number("by"), request.args.get("about", "")
    entries = history_query.history_of(session, segment)
    people = {entry.actor_id: entry.name for entry in entries if entry.actor_id and entry.name}
    writes = allows(actor, Permission.EDIT_TARGET, article.subject)
    may = {
        Side.TARGET: writes and segment.state.is_open,
        Side.SOURCE: allows(actor, Permission.EDIT_SOURCE, article.subject),
    }
    is_locked = writes and not segment.state.is_open
    is_locked = is_locked and any(e.restorable and e.side is Side.TARGET for e in entries)
    return {
        "entries": [e for e in entries if by in (None, e.actor_id) and about in ("", e.about)],
        "history_people": sorted(people.items(), key=lambda person: person[1]),
        "abouts": _ABOUTS,
        "by": by,
        "about": about,
        "may_restore": may,
        "why_not": "An approved row is read-only. Reopen it to bring an earlier English back."
        if is_locked
        else "",
        "row_number": row_places.numbers_of(session, article.id, [segment.id]).get(segment.id),
    }


@page(bp, "/articles/<slug>/panel", permission=Permission.READ)
def panel(slug: str) -> Any:
    """The panel's inside as HTML, for the row ``?at=`` and the ``tab``."""
    segment_id = asked_number("at")
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        if segment_id is not None and not rows_query.is_of(session, slug, segment_id):
            raise NotFound("There is no such row in this article.")
        found = _panel(session, article, segment_id, request.args.get("tab", "problems"))
    view = View(article=article, actor=context.actor(), show=show_asked())
    html = render_template("workbench/_panel.html", **view.context(**found, **marking_words()))
    return context.answer(
        json={"html": html, "tab": found["tab"]}, redirect=address(slug, at=segment_id, tab=found["tab"])
    )


# --- the article itself -----------------------------------------------------------------------------------


@page(bp, "/articles/<slug>/hand-over", permission=Permission.HAND_OVER)
def ask_hand_over(slug: str) -> Any:
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        view = load_view(session, article, at=clock.now())
    return context.html(render_template("workbench/hand_over.html", **view.context()))


@page(bp, "/articles/<slug>/hand-over", permission=Permission.HAND_OVER, methods=("POST",))
def hand_over(slug: str) -> Any:
    """Pass the article on, with a note that stays pinned until the next hand-over."""
    data, at = payload(), clock.now()
    try:
        to = Handover(data.text("to"))
    except ValueError:
        raise InvalidInput("Choose who should have it next.") from None
    with context.database().writing() as session:
        article = rows_query.article_by_slug(session, slug)
        handover.hand_over(session, context.actor(), article.id, to=to, note=data.text("note"), at=at)
        told = names_told(session, article.id, NoticeKind.HANDED_OVER, at)
    sent = {"translation": "Sent to translation.", "review": "Sent to review.", "desk": "Sent to the desk."}[
        to
    ]
    is_early = to is Handover.DESK and article.stage not in (Stage.PUBLISH, Stage.PUBLISHED)
    early = " It cannot be published yet: the checklist says why." if is_early else ""
    flash(f"{sent} {_told_in_words(told)}{early}", "warn" if is_early or not told else "good")
    return context.answer(json={"redirect": address(slug)}, redirect=address(slug))


def _told_in_words(names: list[str]) -> str:
    """Whom a hand-over has reached; so many are a number."""
    if not names:
        return "There is nobody else to be told."
    shown = [f"\u2068{name}\u2069" for name in names]
    if len(names) > 3:
        return f"{len(names)} people are told."
    *others, last = shown
    return f"{', '.join(others)} and {last} are told." if others else f"{last} is told."


@page(bp, "/articles/<slug>/fields", permission=Permission.EDIT_FIELDS, methods=("POST",))
def fields(slug: str) -> Any:
    """Byline, date, outlet, tags and the address of the Arabic."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        article = rows_query.article_by_slug(session, slug)
        change_fields(
            session,
            context.actor(),
            article.id,
            source=_side_fields(data, "source"),
            target=_side_fields(data, "target"),
            source_url=data.text("source_url").strip(),
            published_on=_day(data.text("published_on")),
            at=at,
        )
    flash("The article’s fields were saved.", "good")
    back = address(slug, tab="article")
    return context.answer(json={"redirect": back}, redirect=back)


def _side_fields(data: Payload, side: str) -> SideFields:
    tags = data.text(f"{side}_tags").replace("،", ",").split(",")
    return SideFields(
        byline=data.text(f"{side}_byline"),
        dateline=data.text(f"{side}_dateline"),
        outlet=data.text(f"{side}_outlet"),
        tags=tuple(tag.strip() for tag in tags if tag.strip()),
    )


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidInput("Write the date as year-month-day, for example 2026-03-02.") from None
