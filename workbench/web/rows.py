"""Rows inserted, split, joined, moved, removed, and all of it undone."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries import row_places
from workbench.db.queries import rows as rows_query
from workbench.domain.errors import InvalidInput, NotFound
from workbench.domain.kinds import Kind
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission
from workbench.services import structure
from workbench.services.structure import Restructured
from workbench.services.undo import undo as undo_change
from workbench.web import context
from workbench.web.payload import Payload, payload
from workbench.web.routing import page
from workbench.web.workbench_view import address, asked_number, changes_json, load_view

bp = Blueprint("rows", __name__)

#: Where one may cut by default: behind a full stop and what closes after it, or at a line end.
_SENTENCE_END = re.compile(r"""[.!?؟…]+["'”’»)\]]*\s+|\n+""")

Act = Callable[[Session, Actor, Article, Payload, datetime], Restructured]


def route(path: str, says: str) -> Callable[[Act], Act]:
    """Post to ``/articles/<slug>/rows/<path>``; ``says`` names what was done, beside its Undo."""

    def declare(act: Act) -> Act:
        @page(
            bp,
            f"/articles/<slug>/rows/{path}",
            permission=Permission.EDIT_STRUCTURE,
            methods=("POST",),
            endpoint=act.__name__,
        )
        def view(slug: str) -> Any:
            return _perform(slug, act, says)

        return act

    return declare


def _perform(slug: str, act: Act, says: str) -> Response:
    data, actor, at = payload(), context.actor(), clock.now()
    with context.database().writing() as session:
        article = rows_query.article_by_slug(session, slug)
        segment_id = data.whole_or_none("segment")
        if segment_id is not None and not rows_query.is_of(session, slug, segment_id):
            raise NotFound("There is no such row in this article.")
        done = act(session, actor, article, data, at)
    live = [s.id for s in done.segments if not s.retired]
    # A new row is where the work goes on; after any other change it is the first one touched.
    focus = live[-1 if act is insert else 0] if live else None
    back = address(slug, at=focus)
    if not context.wants_json():
        flash(says, "good")
        return context.answer(redirect=back)
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        seen = data.whole_or_none("seen")
        view = load_view(session, article, at=at)
        body = changes_json(session, view, article.version if seen is None else seen)
    body |= {
        "undo": done.event_id,
        "says": says,
        "focus": focus,
        "saved_at": at.isoformat(timespec="seconds"),
    }
    return context.answer(json=body, redirect=back)


@route("insert", "A row was inserted.")
def insert(session: Session, actor: Actor, article: Article, data: Payload, at: datetime) -> Restructured:
    try:
        kind = Kind(data.text("row_kind", Kind.PARAGRAPH.value))
    except ValueError:
        raise InvalidInput("There is no such kind of row.") from None
    return structure.insert_after(session, actor, article.id, data.whole_or_none("segment"), kind=kind, at=at)


@route("split", "The row was split.")
def split(session: Session, actor: Actor, article: Article, data: Payload, at: datetime) -> Restructured:
    return structure.split(
        session,
        actor,
        data.whole("segment"),
        source_at=data.whole("source_at"),
        target_at=data.whole("target_at"),
        version=data.whole("version"),
        at=at,
    )


@route("join", "Two rows were joined.")
def join(session: Session, actor: Actor, article: Article, data: Payload, at: datetime) -> Restructured:
    return structure.join_next(session, actor, data.whole("segment"), version=data.whole("version"), at=at)


@route("move", "The row was moved.")
def move(session: Session, actor: Actor, article: Article, data: Payload, at: datetime) -> Restructured:
    segment_id, by = data.whole("segment"), data.whole("by")
    possible, after_id = row_places.place_for(session, article.id, segment_id, by)
    if not possible:
        raise InvalidInput("It is the first row already." if by < 0 else "It is the last row already.")
    return structure.move(session, actor, segment_id, after_id=after_id, version=data.whole("version"), at=at)


@route("remove", "The empty row was removed.")
def remove(session: Session, actor: Actor, article: Article, data: Payload, at: datetime) -> Restructured:
    return structure.remove(session, actor, data.whole("segment"), version=data.whole("version"), at=at)


@route("undo", "Undone.")
def undo(session: Session, actor: Actor, article: Article, data: Payload, at: datetime) -> Restructured:
    touched = undo_change(session, actor, article.id, data.whole("event"), at=at)
    return Restructured(article, tuple(touched), event_id=None)


@page(
    bp,
    "/articles/<slug>/segments/<int:segment_id>/split",
    permission=Permission.EDIT_STRUCTURE,
    endpoint="choose",
)
def choose_cut(slug: str, segment_id: int) -> Any:
    """Where to cut both sides: the sentence ends of each, and the places asked for (a caret or selection)."""
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
        source, target, version = rows_query.texts_of(session, article.id, segment_id)
    name = "workbench/_split.html" if request.args.get("part") else "workbench/split.html"
    return context.html(
        render_template(
            name,
            article=article,
            segment_id=segment_id,
            version=version,
            lengths={"source": len(source), "target": len(target)},
            source_cuts=cuts(source, asked_number("source_at")),
            target_cuts=cuts(target, asked_number("target_at")),
        )
    )


def cuts(text: str, asked: int | None) -> list[tuple[int, str, str, bool]]:
    """Places to cut at: (offset, the words before, the words after, chosen), in the order of the text.

    The asked place comes beside the sentence ends; with none asked, the end nearest the middle is chosen.
    """
    places = {found.end() for found in _SENTENCE_END.finditer(text)} - {0, len(text)}
    if asked is not None and 0 < asked < len(text):
        places.add(asked)
        chosen = asked
    else:
        chosen = min(places, key=lambda p: abs(2 * p - len(text)), default=-1)
    return [(p, *around(text, p), p == chosen) for p in sorted(places)]


def around(text: str, place: int, *, most: int = 40) -> tuple[str, str]:
    """What stands before and after a place, whole words of it; dots stand for what is left out."""
    before, after = text[:place], text[place:]
    if len(before) > most:
        near = before[-most:]
        before = "…" + (near.partition(" ")[2] or near)
    if len(after) > most:
        near = after[:most]
        after = (near.rpartition(" ")[0] or near) + "…"
    return before, after
