"""The reading view: the English as it would be published, alone or beside the Arabic."""

from typing import Any

from flask import Blueprint, render_template, request
from markupsafe import Markup

from workbench.db.queries.rows import article_by_slug
from workbench.domain.permissions import Permission
from workbench.export.html import article_html
from workbench.export.parts import DRAFT_STAMP
from workbench.export.registry import EXPORTERS
from workbench.services import publishing
from workbench.text.runs import runs
from workbench.web import context
from workbench.web.offers import next_step
from workbench.web.routing import page

bp = Blueprint("reading", __name__)


@page(bp, "/articles/<slug>/read", permission=Permission.READ)
def read(slug: str) -> Any:
    """``?arabic=1`` sets the Arabic beside the English."""
    with_arabic = request.args.get("arabic") == "1"
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        content = publishing.content_of(session, article)
    return render_template(
        "reading/index.html",
        article=article,
        next=next_step(context.actor(), article.subject, article.stage, article.counts, article.handed_to),
        content=content,
        with_arabic=with_arabic,
        draft_stamp=DRAFT_STAMP,
        body=None if with_arabic else Markup(article_html(content)),  # noqa: S704  escaped by the exporter
        runs=runs,
        exporters=list(EXPORTERS.values()),
    )
