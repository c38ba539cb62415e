"""The reading view: the English as it would be published, alone or beside the Arabic.

Alone it is the pass that the best reviewers make first: marks can be made there, and the Arabic of a paragraph opens
when it is asked for.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request

from workbench.db.queries.rows import Row, article_by_slug, read_rows
from workbench.domain.kinds import Kind
from workbench.domain.permissions import Permission, allows
from workbench.export.parts import DRAFT_STAMP
from workbench.export.registry import EXPORTERS
from workbench.services import edition_content
from workbench.text.dates import printed_dateline
from workbench.web import context
from workbench.web.offers import next_step
from workbench.web.routing import page
from workbench.web.workbench import marking_words

bp = Blueprint("reading", __name__)

_LEADS = (Kind.HEADLINE, Kind.STANDFIRST)


@page(bp, "/articles/<slug>/read", permission=Permission.READ)
def read(slug: str) -> Any:
    """``?arabic=1`` sets the Arabic beside the English."""
    with_arabic, actor = request.args.get("arabic") == "1", context.actor()
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        if with_arabic:
            shown: dict[str, Any] = {"content": edition_content.content_of(session, article)}
        else:
            rows = read_rows(session, article.id, actor, limit=article.counts.segments)
            shown = {"groups": groups_of(rows), "lead": lead_of(rows)}
    day = printed_dateline(article.target_dateline)
    return render_template(
        "reading/index.html",
        article=article,
        next=next_step(actor, article.subject, article.stage, article.counts, article.handed_to),
        with_arabic=with_arabic,
        may_mark=allows(actor, Permission.MARK, article.subject),
        dateline=" · ".join(filter(None, (article.target_outlet.strip(), day))),
        draft_stamp=DRAFT_STAMP,
        exporters=list(EXPORTERS.values()),
        **marking_words(),
        **shown,
    )


def groups_of(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The rows as a page has them: runs of list items together ("ul" or "ol"), every other row alone ("").

    Rows left out, and those with neither side, do not show.
    """
    shown = [row for row in rows if row.target.strip() or (row.source.strip() and not row.left_out)]
    runs_of = groupby(enumerate(shown), key=lambda item: _list_of(item[1]) or item[0])
    return [(key if isinstance(key, str) else "", [row for _, row in run]) for key, run in runs_of]


def _list_of(row: Row) -> str:
    if row.kind is not Kind.LIST_ITEM:
        return ""
    return "ol" if row.attrs.get("ordered") else "ul"


def lead_of(rows: Sequence[Row]) -> int | None:
    """The id of the last row of headline and standfirst, under which byline and dateline are printed."""
    lead = None
    for row in rows:
        if row.kind not in _LEADS:
            break
        lead = row.id
    return lead
