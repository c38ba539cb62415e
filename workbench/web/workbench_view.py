"""What the workbench's templates are given: rows with their offers, the article's live parts, answers to changes."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import get_template_attribute, render_template, request
from sqlalchemy.orm import Session

from workbench.db.models import Article, Segment, User
from workbench.db.queries import released, row_places
from workbench.db.queries import rows as rows_query
from workbench.db.queries.presence import Here, people_here
from workbench.db.queries.released import NOTHING_OUT
from workbench.db.queries.row_places import Show
from workbench.db.queries.rows import CHUNK, WHOLE, Row
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import marked_redline
from workbench.domain.people import Actor
from workbench.domain.release import Release
from workbench.domain.stages import besides
from workbench.services.steps import Done
from workbench.web import context
from workbench.web.offers import NextStep, Offer, next_step, offers_for

#: Buttons of the row in hand: (action, label, address, kind). The order is the order on the screen.
BAR_ACTIONS = (
    ("return", "Send back", "return", ""),
    ("reopen", "Reopen", "reopen", "outlined"),
    ("ask_reopen", "Ask to reopen", "ask-reopen", "outlined"),
    ("confirm", "Confirm", "confirm", "primary"),
    ("approve", "Approve", "approve", "approve"),
    ("agree", "Agree", "agree", "approve"),
)
#: Further actions of a row that change its state.
MENU_ACTIONS = (
    ("leave_out", "Leave out", "leave-out"),
    ("add", "Added by the desk", "add"),
    ("take_back", "Take back", "take-back"),
)
#: Changes to the order of rows that need no offsets: (label, address).
ROW_ACTIONS = (
    ("Insert below", "insert"),
    ("Join with next", "join"),
    ("Move up", "move?by=-1"),
    ("Move down", "move?by=1"),
    ("Remove", "remove"),
)
#: More changed rows than this, and the browser had better load the page again.
MOST_CHANGES = 200


def show_asked() -> Show:
    """The filter in the address; an unknown one shows all."""
    asked = request.args.get("show", "all")
    return Show(asked) if asked in set(Show) else Show.ALL


def asked_number(name: str) -> int | None:
    value = request.args.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 15 else None


def address(slug: str, *, problem: int | None = None, read: int | None = None, **query: Any) -> str:
    """The workbench's own address: ``/articles/<slug>?…``; what is None or the default is left out.

    ``problem``, ``read``: of the row ``at``, the problem or the legal read on whose card the visitor is to be.
    """
    kept = {name: value for name, value in query.items() if value not in (None, "")}
    if kept.get("show") == Show.ALL:
        del kept["show"]
    anchor = f"#s{kept['at']}" if "at" in kept else ""
    if anchor and (problem or read):
        anchor = f"#p{problem}" if problem else f"#legal-{read}"
    return f"/articles/{slug}{'?' if kept else ''}{urlencode(kept)}{anchor}"


#: The word of each filter of rows, and what its count means where that is not plain.
_FILTERS: dict[Show, tuple[str, str]] = {
    Show.ALL: ("All rows", ""),
    Show.OPEN: ("Open", ""),
    Show.RETURNED: ("Sent back", "In the whole article, whoever they wait for; your inbox lists those of your part"),
    Show.PROBLEMS: ("Problems", ""),
    Show.BLOCKING: ("Blocks publishing", ""),
    Show.OWED: ("Owed", ""),
    Show.CHANGED: (
        "Changed",
        "Changed by others since you last looked: since you decided on the row, wrote in it, or had it in hand for a few seconds",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """One article as one person sees it. Templates take their helpers from here too."""

    article: Article
    actor: Actor
    show: Show = Show.ALL
    in_hand: int | None = None
    people: tuple[Here, ...] = ()
    handed_by: str = ""
    changed_count: int = 0  # rows changed since the person looked
    release: Release = NOTHING_OUT
    offer_of: Callable[[Row], Offer] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "offer_of", offers_for(self.actor, self.article.subject))

    def here(self, **query: Any) -> str:
        return address(self.article.slug, **({"show": self.show} | query))

    def context(self, rows: Sequence[Row] = (), **more: Any) -> dict[str, Any]:
        """The names templates/workbench/ knows."""
        return {
            "view": self,
            "article": self.article,
            "rows": rows,
            "offer_of": self.offer_of,
            "in_hand": self.in_hand,
            "here": self.here,
            "redline": marked_redline,
            "SOURCE": Side.SOURCE,
            "TARGET": Side.TARGET,
            "kinds": list(Kind),
            "bar_actions": BAR_ACTIONS,
            "menu_actions": MENU_ACTIONS,
            "row_actions": ROW_ACTIONS,
            "next": self.next,
            **more,
        }

    @property
    def next(self) -> NextStep | None:
        article = self.article
        return next_step(self.actor, article.subject, article.stage, article.counts, article.handed_to)

    @property
    def besides(self) -> str:
        """What the line that says with whom the article is adds to it."""
        article = self.article
        return besides(article.counts, article.stage, article.handed_to) if article.handed_to else ""

    @property
    def filters(self) -> list[tuple[Show, str, str, int | None]]:
        """Which rows can be asked for: (filter, word, title, how many). Those that would show nothing are left out."""
        counts = self.article.counts
        found: dict[Show, int | None] = {
            Show.ALL: None,
            Show.OPEN: row_places.open_count(self.actor, self.article),
            Show.RETURNED: counts.returned,
            Show.PROBLEMS: counts.problems + counts.fixed + counts.legal_reads,
            Show.BLOCKING: counts.stops,
            Show.OWED: counts.owed,
            Show.CHANGED: self.changed_count,
        }
        always = (Show.ALL, Show.OPEN, self.show)
        return [(show, *_FILTERS[show], count) for show, count in found.items() if count or show in always]

    def rows_html(self, rows: Sequence[Row]) -> str:
        return render_template("workbench/_rows.html", **self.context(rows))

    def live(self, *names: str) -> dict[str, str]:
        """The parts of the page that follow the article (or these of them), by element id, as HTML."""
        return {
            f"live-{name}": str(get_template_attribute("workbench/_live.html", name)(self)).strip()
            for name in names or ("stage", "next", "progress", "filters", "besides", "people", "words")
        }


def load_view(
    session: Session,
    article: Article,
    *,
    at: datetime,
    show: Show = Show.ALL,
    in_hand: int | None = None,
    is_drawn: bool = True,
) -> View:
    """Everything of an article that is the same for all its rows.

    ``is_drawn`` False: only who is here will be looked at, so nothing is counted.
    """
    published = is_drawn and article.edition_number
    people = people_here(session, article.id, at=at)
    handed_by = session.get(User, article.handed_by_id) if article.handed_by_id else None
    changed = row_places.count_shown(session, article, Show.CHANGED, context.actor()) if is_drawn else 0
    return View(
        article=article,
        actor=context.actor(),
        show=show,
        in_hand=in_hand,
        people=tuple(people),
        handed_by=handed_by.name if handed_by else "",
        changed_count=changed,
        release=released.release(session, article.id, at) if published else NOTHING_OUT,
    )


@dataclass(frozen=True, slots=True)
class Chunks:
    """How the shown rows are cut: ``total`` rows, of which ``first`` … are on the page."""

    total: int
    size: int
    index: int

    @property
    def count(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        return self.index * self.size

    @property
    def is_windowed(self) -> bool:
        return self.count > 1


def chunks_of(total: int, *, place: int | None = None, page: int | None = None) -> Chunks:
    """The chunk that holds a row's place, or the asked page (from 1), or the first."""
    size = total if total <= WHOLE else CHUNK
    size = max(size, 1)
    last = max(0, -(-total // size) - 1)
    wanted = place // size if place is not None else (page or 1) - 1
    return Chunks(total, size, min(max(wanted, 0), last))


def article_json(article: Article) -> dict[str, Any]:
    """Where the article stands, for scripts."""
    return {"version": article.version, "stage": article.stage.value, "counts": asdict(article.counts)}


def changes_json(session: Session, view: View, since: int, *, also: Sequence[int] = ()) -> dict[str, Any]:
    """What the browser needs to catch up from the article's version ``since``: rows, removals, live parts.

    ``also``: rows to send in any case (the one acted on, when nothing of it changed).
    """
    article, actor = view.article, view.actor
    changes, removed = rows_query.changed_since(session, article.id, actor, since)
    body = _changes(view) | {"removed": removed}
    if len(changes) > MOST_CHANGES:
        return body | {"reload": True}
    known = {change.row.id for change in changes}
    missing = [segment_id for segment_id in also if segment_id not in known]
    rows = [row_json(view, change.row, after=change.after_id) for change in changes]
    rows += [row_json(view, row) for row in rows_query.read_some_rows(session, article.id, actor, missing)]
    return body | {"rows": rows}


def rows_json(session: Session, view: View, ids: Sequence[int]) -> dict[str, Any]:
    """:func:`changes_json` where it is known that only these rows changed, and not their places."""
    rows = rows_query.read_some_rows(session, view.article.id, view.actor, ids)
    return _changes(view) | {"rows": [row_json(view, row) for row in rows]}


def _changes(view: View) -> dict[str, Any]:
    return {
        "article": article_json(view.article) | {"live": view.live()},
        "people": people_json(view),
        "removed": [],
        "rows": [],
    }


def words_json(done: Done) -> dict[str, Any]:
    """The answer to a save that changed one row's words and nothing else, made without another query."""
    words = get_template_attribute("workbench/_live.html", "words")(done)
    return {
        "article": article_json(done.article) | {"live": {"live-words": str(words).strip()}},
        "rows": [],
        "removed": [],
        "segment": segment_json(done.segment),
        "undo": None,
        "repeated": False,
    }


_NOT_SAID = -1


def row_json(view: View, row: Row, *, after: int | None = _NOT_SAID) -> dict[str, Any]:
    """A row as the browser takes it. ``after``: the id of the row before it, None when it is the first."""
    said = {} if after == _NOT_SAID else {"after": after}
    return {"id": row.id, "version": row.version, "html": view.rows_html([row]).strip(), **said}


def people_json(view: View) -> list[dict[str, Any]]:
    return [
        {"id": here.person.id, "name": here.person.name, "role": here.role, "segment": here.segment_id}
        for here in view.people
        if here.person.id != view.actor.id
    ]


def segment_json(segment: Segment) -> dict[str, Any]:
    """The facts of a segment that a script asks for after a change."""
    return {
        "id": segment.id,
        "version": segment.lock_version,
        "state": segment.state.value,
        "kind": segment.kind.value,
        "target": segment.target,
        "owed": segment.owed,
        "left_out": segment.left_out,
        "added": segment.added,
    }
