"""The history of an article: everything that was written, marked, said, decided and done, newest first."""

from typing import Any

from flask import Blueprint, render_template, request, url_for

from workbench.db.queries import timeline
from workbench.db.queries.row_places import numbered_row
from workbench.db.queries.rows import article_by_slug
from workbench.db.queries.timeline import Matter, TimelinePage, Wanted
from workbench.db.queries.timeline_lines import Change, place_from
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission, allows
from workbench.web import context
from workbench.web.log_words import sentence
from workbench.web.offers import next_step
from workbench.web.routing import page
from workbench.web.workbench_view import asked_number

bp = Blueprint("history", __name__)

#: What the filter offers.
MATTERS: dict[Matter, str] = {
    Matter.WORDS: "words",
    Matter.DECISIONS: "decisions on rows",
    Matter.PROBLEMS: "problems and replies",
    Matter.ROWS: "which rows there are",
    Matter.ARTICLE: "the article",
    Matter.EDITIONS: "editions",
}


@page(bp, "/articles/<slug>/history", permission=Permission.READ)
def show(slug: str) -> Any:
    """``by`` (a person), ``matter``, ``row`` (its number) or ``gone`` (the id of a row that has none) filter.

    ``before`` and ``after`` page.
    """
    actor, by, matter, number = context.actor(), asked_number("by"), _matter(), asked_number("row")
    gone_id = asked_number("gone") if number is None else None
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        gone = timeline.gone_rows(session, article.id)
        row = numbered_row(session, article.id, number) if number and number < 2**31 else None
        if gone_id is not None:
            row = next((one.id for one in gone if one.id == gone_id), None)
        found = TimelinePage((), None, None)
        if (number is None and gone_id is None) or row is not None:
            found = timeline.read_timeline(
                session,
                article.id,
                Wanted(by=by, matter=matter, row=row),
                before=place_from(request.args.get("before", "")),
                after=place_from(request.args.get("after", "")),
            )
        people = timeline.people_of(session, article.id)

    def may_restore(change: Change) -> bool:
        if change.earlier is None:
            return False
        if change.side is Side.SOURCE:
            return allows(actor, Permission.EDIT_SOURCE, article.subject)
        return change.earlier.is_open and allows(actor, Permission.EDIT_TARGET, article.subject)

    def address(**place: Any) -> str:
        return url_for("history.show", slug=slug, by=by, matter=matter, row=number, gone=gone_id, **place)

    return render_template(
        "history/index.html",
        article=article,
        next=next_step(actor, article.subject, article.stage, article.counts, article.handed_to),
        lines=found.lines,
        sentence=sentence,
        may_restore=may_restore,
        people=people,
        matters=MATTERS,
        matter_of=timeline.matter_of,
        by=by,
        matter=matter,
        number=number,
        gone=gone,
        gone_id=gone_id,
        row=row,
        newer=address(after=found.newer) if found.newer else None,
        older=address(before=found.older) if found.older else None,
    )


def _matter() -> Matter | None:
    asked = request.args.get("matter", "")
    return Matter(asked) if asked in set(Matter) else None
