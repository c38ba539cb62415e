"""The reading view: the English as it would be published, alone or beside the Arabic.

Alone it is the pass that the best reviewers make first: marks can be made there, and the Arabic of a paragraph opens
when it is asked for. So do the marks of others: who reads cold finds what others have not, and what they have.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request
from flask import session as form_session

from workbench import clock
from workbench.db.queries.problems import marked_by
from workbench.db.queries.released import release
from workbench.db.queries.rows import Row, article_by_slug, read_rows
from workbench.domain.kinds import Kind
from workbench.domain.permissions import Permission, allows
from workbench.export.parts import draft_stamp
from workbench.export.registry import EXPORTERS
from workbench.text.dates import printed_dateline
from workbench.web import context
from workbench.web.offers import next_step
from workbench.web.routing import page
from workbench.web.workbench import marking_words

bp = Blueprint("reading", __name__)

_LEADS = (Kind.HEADLINE, Kind.STANDFIRST)
#: In how many articles it is remembered whose marks were asked for.
_REMEMBERED = 50


@page(bp, "/articles/<slug>/read", permission=Permission.READ)
def read(slug: str) -> Any:
    """``?arabic=1`` sets the Arabic beside the English; ``?marks=all`` draws the marks of others, ``own`` hides them again."""
    with_arabic, actor = request.args.get("arabic") == "1", context.actor()
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        found = release(session, article.id, clock.now())
        all_marks = _are_all_marks_asked(article.id)
        rows = read_rows(session, article.id, actor, limit=article.counts.segments)
        if not all_marks:
            rows = _with_marks(rows, marked_by(session, article.id, actor))
    day = printed_dateline(article.target_dateline)
    return render_template(
        "reading/index.html",
        article=article,
        next=next_step(actor, article.subject, article.stage, article.counts, article.handed_to),
        with_arabic=with_arabic,
        all_marks=all_marks,
        may_mark=allows(actor, Permission.MARK, article.subject),
        dateline=" · ".join(filter(None, (article.target_outlet.strip(), day))),
        draft_stamp=draft_stamp(found.gone_as or "", found.embargoed_until),
        exporters=list(EXPORTERS.values()),
        **marking_words(),
        **({"rows": rows} if with_arabic else {"groups": groups_of(rows), "lead": lead_of(rows)}),
    )


def _are_all_marks_asked(article_id: int) -> bool:
    """Whether to draw the marks of others too, as it was asked for last in this article: the next one is read cold."""
    asked: list[int] = form_session.get("all_marks", [])
    if wanted := request.args.get("marks"):
        asked = [other for other in asked if other != article_id]
        asked += [article_id] if wanted == "all" else []
        form_session["all_marks"] = asked[-_REMEMBERED:]
    return article_id in asked


def _with_marks(rows: Sequence[Row], ids: Collection[int]) -> list[Row]:
    """The rows with these problems' marks only."""
    return [
        replace(
            row,
            source_spans=tuple(span for span in row.source_spans if span.problem_id in ids),
            target_spans=tuple(span for span in row.target_spans if span.problem_id in ids),
        )
        for row in rows
    ]


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
