"""What is posted to one segment: its words, decisions on it, its kind. Each answers with the rows that changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models import Article, Segment
from workbench.db.queries import rows as rows_query
from workbench.domain.errors import Conflict, InvalidInput, NotFound
from workbench.domain.kinds import Kind
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission
from workbench.domain.problems import label_of
from workbench.services import reopening, taking_back
from workbench.services import segments as service
from workbench.services.steps import Done
from workbench.web import context
from workbench.web.payload import Payload, payload
from workbench.web.routing import page
from workbench.web.workbench_view import (
    address,
    changes_json,
    load_view,
    rows_json,
    segment_json,
    words_json,
)

bp = Blueprint("segments", __name__)

Act = Callable[[Session, Actor, int, Payload, datetime], Any]


def route(path: str, permission: Permission, says: str) -> Callable[[Act], Act]:
    """Post to ``/articles/<slug>/segments/<id>/<path>``; ``says`` is what a page without JavaScript reports."""

    def declare(act: Act) -> Act:
        @page(
            bp,
            f"/articles/<slug>/segments/<int:segment_id>/{path}",
            permission=permission,
            methods=("POST",),
            endpoint=act.__name__,
        )
        def view(slug: str, segment_id: int) -> Any:
            return _perform(slug, segment_id, act, says)

        return act

    return declare


def _perform(slug: str, segment_id: int, act: Act, says: str) -> Response | str | tuple[str, int]:
    data, actor, at = payload(), context.actor(), clock.now()
    try:
        with context.database().writing() as session:
            done = act(session, actor, segment_id, data, at)
            _require_of(session, slug, segment_id)
    except Conflict as conflict:
        if context.wants_json():
            raise
        return _conflict_page(slug, segment_id, conflict), 409
    if not context.wants_json():
        warning, accepted = (done.warning, done.accepted) if isinstance(done, Done) else ("", ())
        if accepted:
            says = f"{says.removesuffix('.')}; accepted: {', '.join(map(label_of, accepted))}."
        flash(warning or says, "warn" if warning else "good")
        return context.answer(redirect=address(slug, at=segment_id))
    return context.answer(
        json=_answer(slug, segment_id, done, data, at) | {"says": says}, redirect=address(slug, at=segment_id)
    )


def _require_of(session: Session, slug: str, segment_id: int) -> None:
    """Raises NotFound, which undoes the act, unless the segment is of this article.

    Asked last, because the act has then loaded both and it costs no query.
    """
    segment = session.get_one(Segment, segment_id)
    if session.get_one(Article, segment.article_id).slug != slug:
        raise NotFound("There is no such segment in this article.")


def _answer(slug: str, segment_id: int, done: Any, data: Payload, at: datetime) -> dict[str, Any]:
    """What changed since the version of the article the browser has seen, this row in any case.

    The usual autosave changed nothing but words that the browser shows already, so it draws no row. And
    where nobody else did anything in between, no row but this one needs a look.
    """
    seen = data.whole_or_none("seen")
    alone = isinstance(done, Done) and seen == done.article.version - 1
    saved_at = at.isoformat(timespec="seconds")
    if alone and done.only_words:
        return words_json(done) | {"saved_at": saved_at}
    with context.database().reading() as session:
        if alone:
            body = rows_json(session, load_view(session, done.article, at=at), [segment_id])
        else:
            article = rows_query.article_by_slug(session, slug)
            view = load_view(session, article, at=at)
            body = changes_json(session, view, article.version if seen is None else seen, also=[segment_id])
    body |= {"saved_at": saved_at}
    if isinstance(done, Done):
        body |= {
            "segment": segment_json(done.segment),
            "undo": done.event_id,
            "repeated": done.repeated,
            "warning": done.warning,
            "accepted": [label_of(slug) for slug in done.accepted],
        }
    return body


def _conflict_page(slug: str, segment_id: int, conflict: Conflict) -> str:
    with context.database().reading() as session:
        article = rows_query.article_by_slug(session, slug)
    return render_template(
        "workbench/conflict.html", article=article, segment_id=segment_id, **_conflict_words(conflict)
    )


def _conflict_words(conflict: Conflict) -> dict[str, Any]:
    return {"message": conflict.message} | {
        name: conflict.details.get(name) for name in ("base", "theirs", "mine", "merge", "approved")
    }


# --- words ------------------------------------------------------------------------------------------------


def _marks(data: Payload, text: str) -> Any:
    items = data.items("marks")
    return None if items is None else marks_from_json(items, text)


@route("save", Permission.EDIT_TARGET, "Saved.")
def save(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    text = data.text("text")
    return service.save_target(
        session,
        actor,
        segment_id,
        text=text,
        marks=_marks(data, text),
        version=data.whole("version"),
        save_id=data.text("save_id") or None,
        base=data.text_or_none("base"),
        merged=data.flag("merged"),
        at=at,
    )


@route("source", Permission.EDIT_SOURCE, "The Arabic was corrected.")
def save_source(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    return service.save_source(
        session,
        actor,
        segment_id,
        text=data.text("text"),
        version=data.whole("version"),
        base=data.text_or_none("base"),
        at=at,
    )


@route("restore", Permission.EDIT_TARGET, "The earlier text is back.")
def restore(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    return service.restore(
        session, actor, segment_id, revision_id=data.whole("revision"), version=data.whole("version"), at=at
    )


# --- decisions --------------------------------------------------------------------------------------------


def _saved_first(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> int:
    """The version to decide on. A form without JavaScript carries the text along: it is saved first."""
    version = data.whole("version")
    if data.is_json or not data.has("text"):
        return version
    text = data.text("text")
    done = service.save_target(
        session, actor, segment_id, text=text, version=version, base=data.text_or_none("base"), at=at
    )
    return done.segment.lock_version


@route("confirm", Permission.CONFIRM, "Confirmed.")
def confirm(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    version = _saved_first(session, actor, segment_id, data, at)
    return service.confirm(
        session, actor, segment_id, version=version, at=at, save_id=data.text("save_id") or None
    )


@route("approve", Permission.APPROVE, "Approved.")
def approve(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    version = _saved_first(session, actor, segment_id, data, at)
    return service.approve(
        session, actor, segment_id, version=version, at=at, save_id=data.text("save_id") or None
    )


@route("agree", Permission.AGREE, "Agreed.")
def agree(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    return service.agree(
        session,
        actor,
        segment_id,
        version=data.whole("version"),
        at=at,
        save_id=data.text("save_id") or None,
    )


@route("return", Permission.RETURN, "Sent back.")
def send_back(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    version = _saved_first(session, actor, segment_id, data, at)
    return service.send_back(session, actor, segment_id, reason=data.text("reason"), version=version, at=at)


@route("reopen", Permission.REOPEN, "Reopened.")
def reopen(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    return service.reopen(session, actor, segment_id, version=data.whole("version"), at=at)


@route("undo-decision", Permission.READ, "It is undone.")
def undo_decision(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    """Of one's own (``event``); the service asks whose it was and what came after it."""
    return taking_back.take_back_on(session, actor, segment_id, event_id=data.whole("event"), at=at)


@route("ask-reopen", Permission.ASK_REOPEN, "Your request stands as a question on the row.")
def ask_reopen(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Any:
    return reopening.ask_reopen(session, actor, segment_id, reason=data.text("reason"), at=at)


# --- one side empty on purpose, kind ----------------------------------------------------------------------


@route("leave-out", Permission.LEAVE_OUT, "Left out.")
def leave_out(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    return service.leave_out(
        session, actor, segment_id, reason=data.text("reason"), version=data.whole("version"), at=at
    )


@route("add", Permission.ADD_TO_TARGET, "Marked as added by the desk.")
def add_by_desk(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    return service.add_by_desk(
        session, actor, segment_id, reason=data.text("reason"), version=data.whole("version"), at=at
    )


@route("take-back", Permission.LEAVE_OUT, "Taken back.")
def take_back(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    return service.take_back(session, actor, segment_id, version=data.whole("version"), at=at)


@route("rekind", Permission.EDIT_STRUCTURE, "The kind was changed.")
def rekind(session: Session, actor: Actor, segment_id: int, data: Payload, at: datetime) -> Done:
    try:
        kind = Kind(data.text("kind"))
    except ValueError:
        raise InvalidInput("There is no such kind of segment.") from None
    attrs = {"ordered": True} if data.flag("ordered") else {}
    return service.rekind(
        session, actor, segment_id, kind=kind, attrs=attrs, version=data.whole("version"), at=at
    )
