"""The inbox: what waits for a person, read off the articles, and what others did that concerns them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from workbench import clock
from workbench.db.models import Article, Notice, NoticeKind, Problem, Segment
from workbench.db.queries import inbox as queries
from workbench.db.queries import news as news_queries
from workbench.db.queries.inbox_lines import MOST, Waiting, Waits
from workbench.db.queries.released import release
from workbench.domain.permissions import Permission
from workbench.services import seen_news
from workbench.services.notice_words import in_words
from workbench.web import context
from workbench.web.payload import payload
from workbench.web.routing import page
from workbench.web.workbench_view import address

bp = Blueprint("inbox", __name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a sort of work is shown: its sign and tone, its words for one and for several, where it leads, and why it waits
    where that is not plain."""

    icon: str
    tone: str
    one: str
    many: str
    to: Callable[[Waiting], str]
    why: str = ""


def _rows(show: str, **query: Any) -> Callable[[Waiting], str]:
    return lambda line: address(line.slug, at=line.segment_id, show=show, **query)


def _thread(line: Waiting) -> str:
    if line.segment_id is None:
        return url_for("about.show", slug=line.slug, _anchor="questions")
    return address(line.slug, at=line.segment_id, show="problems", tab="problems", problem=line.problem_id)


def _legal(line: Waiting) -> str:
    if line.segment_id is not None:
        return address(line.slug, at=line.segment_id, tab="problems", read=line.read_id)
    return url_for("about.show", slug=line.slug, _anchor="legal")


KINDS: dict[Waits, Kind] = {
    Waits.STOPS: Kind(
        "⊘", "bad", "1 problem that stops publication", "{} problems that stop publication", _rows("blocking"), "in what is out or scheduled"
    ),
    Waits.HANDED_OVER: Kind("→", "busy", "handed over to you", "", _rows("open")),
    Waits.RETURNED: Kind("↩", "warn", "1 row sent back to you", "{} rows sent back to you", _rows("returned")),
    Waits.RETURNED_TO_LAST: Kind(
        "↩", "warn", "1 row sent back", "{} rows sent back", _rows("returned"), "in nobody’s part; translated by you last"
    ),
    Waits.RETURNED_TO_ALL: Kind(
        "↩", "warn", "1 row sent back", "{} rows sent back", _rows("returned"), "in nobody’s part; you translate others of the article"
    ),
    Waits.UNCLAIMED: Kind(
        "↩", "warn", "1 row sent back, and nobody translates it", "{} rows sent back, and nobody translates them", _rows("returned")
    ),
    Waits.MARKED: Kind("▲", "warn", "1 mark to answer or fix", "{} marks to answer or fix", _thread),
    Waits.DISPUTED: Kind("≠", "warn", "1 mark of yours disputed", "{} marks of yours disputed", _thread),
    Waits.TO_DECIDE: Kind("≠", "warn", "1 disputed mark to decide", "{} disputed marks to decide", _thread),
    Waits.QUESTION: Kind("?", "warn", "1 question to answer", "{} questions to answer", _thread),
    Waits.SOURCE_ERROR: Kind("ع", "warn", "1 error marked in the Arabic", "{} errors marked in the Arabic", _thread),
    Waits.MENTIONED: Kind("@", "busy", "1 thread names you and waits for your word", "{} threads name you and wait for your word", _thread),
    Waits.TO_ACCEPT: Kind("✓", "busy", "1 fixed mark to accept", "{} fixed marks to accept", _thread),
    Waits.OWED_OUT: Kind(
        "½", "warn", "1 owed row you can agree with", "{} owed rows you can agree with", _rows("owed"), "readers have the words already"
    ),
    Waits.OWED: Kind("½", "busy", "1 owed row you can agree with", "{} owed rows you can agree with", _rows("owed")),
    Waits.LEGAL_READ: Kind("§", "bad", "legal read to sign", "", _legal),
    Waits.PUBLISH: Kind("✓", "good", "ready to publish", "", lambda line: url_for("publish.show", slug=line.slug)),
    Waits.PUBLISH_OVER: Kind(
        "✓", "warn", "ready to publish", "", lambda line: url_for("publish.show", slug=line.slug), "over a waived critical or legal problem"
    ),
    Waits.OVERDUE: Kind("!", "bad", "overdue", "", lambda line: url_for("about.show", slug=line.slug, _anchor="due")),
}  # fmt: skip


@page(bp, "/inbox", permission=Permission.READ)
def index() -> Any:
    """``at``: where this page of the news begins."""
    actor, place = context.actor(), request.args.get("at", "")
    with context.database().reading() as session:
        waiting = queries.waiting_for(session, actor, at=clock.now())
        g.waiting = sum(map(len, waiting.values()))  # the frame need not ask again
        news = news_queries.read_news(session, actor.id, at=place)
    return render_template(
        "inbox/index.html",
        waiting=_by_article({} if place else waiting),
        more=[KINDS[kind].one for kind, lines in waiting.items() if len(lines) == MOST],
        most=MOST,
        words=words,
        news=news,
        says=says,
        is_first=not place,
        older=url_for("inbox.index", at=news.next) if news.next else None,
        newest=url_for("inbox.index", _anchor="news") if place else None,
    )


def _by_article(waiting: Mapping[Waits, Sequence[Waiting]]) -> list[list[tuple[Kind, Waiting]]]:
    """The lines of each article together; the articles in the order of their first line."""
    pieces: dict[str, list[tuple[Kind, Waiting]]] = {}
    for kind, lines in waiting.items():
        for line in lines:
            pieces.setdefault(line.slug, []).append((KINDS[kind], line))
    return list(pieces.values())


def words(kind: Kind, line: Waiting) -> str:
    return kind.one if line.count == 1 or not kind.many else kind.many.format(line.count)


def says(line: news_queries.NewsLine) -> str:
    return in_words(line.kind, on_a_row=line.segment_id is not None, number=line.number, status=line.status)


@page(bp, "/inbox/<int:notice_id>", permission=Permission.READ)
def open_notice(notice_id: int) -> Any:
    """Go where the notice leads; it is seen by that."""
    at = clock.now()
    with context.database().writing() as session:
        notice = seen_news.see(session, context.actor(), notice_id, at=at)
        to = _leads_to(session, notice) if notice else None
    if to is None:
        flash("That line made way for a newer one about the same thing.")
    return redirect(to or url_for("inbox.index"), code=303)


#: Kinds whose place is not a row.
_PLACES: dict[NoticeKind, Callable[[str], str]] = {
    NoticeKind.ASSIGNED: lambda slug: address(slug, show="open"),
    NoticeKind.HANDED_OVER: lambda slug: address(slug, show="open"),
    NoticeKind.LEGAL_READ: lambda slug: url_for("about.show", slug=slug, _anchor="legal"),
    NoticeKind.LEGAL_REFUSED: lambda slug: url_for("about.show", slug=slug, _anchor="legal"),
    NoticeKind.LEGAL_SIGNED: lambda slug: url_for("about.show", slug=slug, _anchor="legal"),
}


def _leads_to(session: Session, notice: Notice) -> str:
    article = session.get_one(Article, notice.article_id)
    problem = session.get(Problem, notice.problem_id) if notice.problem_id else None
    if notice.kind is NoticeKind.STOPS:
        found = release(session, article.id, clock.now())
        if edition := found.scheduled or found.out:
            return url_for("editions.show", slug=article.slug, number=edition.number)
    row_id = (problem and problem.segment_id) or notice.segment_id  # a split or a join took it along
    segment = session.get(Segment, row_id) if row_id else None
    if segment is not None and not segment.retired:
        tab = "problems" if notice.problem_id else None
        return address(article.slug, at=segment.id, tab=tab, problem=notice.problem_id)
    if (place := _PLACES.get(notice.kind)) is not None:
        return place(article.slug)
    if segment is not None:
        return address(article.slug, tab="all")
    return url_for("about.show", slug=article.slug, _anchor="questions")


@page(bp, "/inbox/<int:notice_id>/seen", permission=Permission.READ, methods=("POST",))
def see(notice_id: int) -> Any:
    with context.database().writing() as session:
        seen_news.see(session, context.actor(), notice_id, at=clock.now())
        unread = news_queries.count_unread(session, context.actor().id)
    back = url_for("inbox.index", _anchor="news")
    return context.answer(json={"unread": unread}, redirect=back)


@page(bp, "/inbox/seen", permission=Permission.READ, methods=("POST",))
def see_all() -> Any:
    """Everything up to the notice ``up_to`` is seen; what came since the page was opened stays."""
    with context.database().writing() as session:
        seen_news.see_all(session, context.actor(), up_to=payload().whole("up_to"), at=clock.now())
        unread = news_queries.count_unread(session, context.actor().id)
    back = url_for("inbox.index", _anchor="news")
    return context.answer(json={"unread": unread}, redirect=back)


@page(bp, "/inbox/count", permission=Permission.READ)
def count() -> Any:
    """The numbers of the frame, for a page that was drawn without the first: it takes a dozen looks at the desk."""
    unread_now = unread()
    with context.database().reading() as session:
        waiting = count_for(session)
    numbers = {"waiting": counted(waiting), "unread": counted(unread_now)}
    return context.answer(json=numbers, redirect=url_for("inbox.index"))


def count_for(session: Session) -> int:
    """How much waits for the visitor, in lines of the inbox; the frame of this page shows it then."""
    g.waiting = queries.count_waiting(session, context.actor(), at=clock.now())
    waiting: int = g.waiting
    return waiting


def waiting_count() -> int | None:
    """How much waits for the visitor, where the page has looked; None: the page's script will ask."""
    return g.get("waiting") if context.visitor() else 0


def unread() -> int:
    """How many notices the visitor has not seen, for the frame of every page: one query a page."""
    actor = context.visitor()
    if actor is None:
        return 0
    if "unread" not in g:
        with context.database().glancing() as session:
            g.unread = news_queries.count_unread(session, actor.id)
    count: int = g.unread
    return count


def counted(count: int) -> str:
    """The number in the frame: none is nothing, many are just many."""
    if not count:
        return ""
    return str(count) if count < news_queries.COUNTED_UP_TO else f"{news_queries.COUNTED_UP_TO - 1}+"
