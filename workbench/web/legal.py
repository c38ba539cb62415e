"""Legal reads: asking for one, of a row or the article, and signing it. They are listed on the page about the article."""

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
from workbench.web.payload import payload
from workbench.web.routing import page

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
    return _done(slug, "Asked. Nothing is published until somebody on the desk has signed it.")


@page(bp, "/legal-reads/<int:read_id>/sign", permission=Permission.SIGN_LEGAL_READ, methods=("POST",))
def sign(read_id: int) -> Any:
    data, at = payload(), clock.now()
    with context.database().writing() as session:
        slug = _slug(session, read_id)
        legal.sign_legal_read(session, context.actor(), read_id, opinion=data.text("opinion"), at=at)
    return _done(slug, "Signed.")


@page(bp, "/legal-reads/<int:read_id>/withdraw", permission=Permission.ASK_LEGAL_READ, methods=("POST",))
def withdraw(read_id: int) -> Any:
    at = clock.now()
    with context.database().writing() as session:
        slug = _slug(session, read_id)
        legal.withdraw_legal_read(session, context.actor(), read_id, at=at)
    return _done(slug, "Taken back.")


def _slug(session: Session, read_id: int) -> str:
    read = session.get(LegalRead, read_id)
    if read is None:
        raise NotFound("There is no such legal read.")
    return session.get_one(Article, read.article_id).slug


def _done(slug: str, says: str) -> Any:
    if not context.wants_json():
        flash(says, "good")
    return context.answer(json={"says": says}, redirect=url_for("about.show", slug=slug, _anchor="legal"))
