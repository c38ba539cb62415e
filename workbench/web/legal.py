"""Legal reads: asking for one, of a row or the article, and judging it: beside the row, or on the page about the article."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, url_for
from sqlalchemy.orm import Session

from workbench import clock
from workbench.db.models import Article, LegalRead
from workbench.db.queries.rows import article_by_slug
from workbench.domain.errors import NotFound
from workbench.domain.permissions import Permission
from workbench.services import legal
from workbench.web import context
from workbench.web.payload import Payload, payload
from workbench.web.routing import page
from workbench.web.workbench_view import address, changes_json, load_view

bp = Blueprint("legal", __name__)


@page(bp, "/articles/<slug>/legal-reads", permission=Permission.ASK_LEGAL_READ, methods=("POST",))
def ask(slug: str) -> Any:
    """``segment``: a row's id, or nothing for the article."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        article = article_by_slug(session, slug)
        legal.ask_legal_read(
            session,
            context.actor(),
            article.id,
            segment_id=data.whole_or_none("segment"),
            note=data.text("legal_note"),
            at=at,
        )
    return _done(slug, data, at, "Asked. Nothing is published until somebody on the desk has signed it.")


@page(bp, "/legal-reads/<int:read_id>/<any(sign, refuse):verdict>",
      permission=Permission.SIGN_LEGAL_READ, methods=("POST",))  # fmt: skip
def judge(read_id: int, verdict: str) -> Any:
    """It may go out, or it may not as it stands, with what was found as ``opinion``."""
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug, said = _slug(session, read_id), data.text("opinion")
        if verdict == "sign":
            legal.sign_legal_read(session, context.actor(), read_id, opinion=said, at=at)
            says = "Signed: it may go out."
        else:
            legal.refuse_legal_read(session, context.actor(), read_id, reason=said, at=at)
            says = "Noted. Nothing is published until this is mended and signed; who asked for it is told."
    return _done(slug, data, at, says)


@page(bp, "/legal-reads/<int:read_id>/withdraw", permission=Permission.ASK_LEGAL_READ, methods=("POST",))
def withdraw(read_id: int) -> Any:
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug = _slug(session, read_id)
        legal.withdraw_legal_read(session, context.actor(), read_id, at=at)
    return _done(slug, data, at, "Taken back.")


def _slug(session: Session, read_id: int) -> str:
    read = session.get(LegalRead, read_id)
    if read is None:
        raise NotFound("There is no such legal read.")
    return session.get_one(Article, read.article_id).slug


def _done(slug: str, data: Payload, at: datetime, says: str) -> Any:
    """Back to where it was done: ``row`` says beside which row. A script is told what changed since it has ``seen``."""
    row = data.whole_or_none("row")
    back = address(slug, at=row) if row is not None else url_for("about.show", slug=slug, _anchor="legal")
    if not context.wants_json():
        flash(says, "good")
        return context.answer(redirect=back)
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        view = load_view(session, article, at=at)
        seen = data.whole_or_none("seen")
        body = changes_json(session, view, article.version if seen is None else seen)
    return context.answer(json=body | {"says": says}, redirect=back)
