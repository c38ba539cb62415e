"""A translation file comes back: it is given, what it changes is shown, then it is put in.

Nothing is kept between the steps: the page carries the file along, and what it says is worked out anew each time.
"""

import base64
import zlib
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from workbench import clock
from workbench.db.queries.reimports import earlier_reimports
from workbench.db.queries.rows import article_by_slug
from workbench.domain.errors import Conflict, InvalidInput, WrongState
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission, require
from workbench.intake.limits import LIMITS
from workbench.intake.returned import Returned, read_returned
from workbench.services import returning
from workbench.services.undo import undo as undo_change
from workbench.text.diff import redline
from workbench.web.context import actor, database
from workbench.web.log_words import outcome_in_words
from workbench.web.payload import payload
from workbench.web.routing import page

bp = Blueprint("returning", __name__)

#: More lines than this are not drawn; what is taken is counted in full.
MOST_LINES = 1000

#: An outcome as icon and words, in the order of the summary.
WORDS: dict[str, tuple[str, str]] = {
    "changed": ("±", "changed in the file"),
    "state": ("●", "only further on"),
    "conflict": ("!", "to be decided"),
    "locked": ("✓", "changed in the file, but approved here"),
    "here": ("·", "changed here only; stays"),
    "twice": ("?", "in the file once more; the first counts"),
    "unknown": ("?", "not a row of this article"),
    "missing": ("−", "not in the file; stays"),
    "same": ("=", "the same in both"),
}


@page(bp, "/articles/<slug>/returned", permission=Permission.BRING_BACK)
def give(slug: str) -> Any:
    """Where the file is given, with those that came before and can be undone."""
    return _give_page(slug)


def _give_page(slug: str, error: str = "") -> str:
    with database().reading() as session:
        article = article_by_slug(session, slug)
        require(actor(), Permission.BRING_BACK, article.subject)
        earlier = earlier_reimports(session, article.id)
    return render_template(
        "returning/give.html", article=article, earlier=earlier, outcome=outcome_in_words, error=error
    )


@page(bp, "/articles/<slug>/returned", permission=Permission.BRING_BACK, methods=("POST",), endpoint="look")
def look(slug: str) -> Any:
    """Show what the file changes; with ``put_in`` write it, if all is as it was shown."""
    notice, status = "", 200
    try:
        data = _data()
        returned = read_returned(data)
        name = _name()
        chosen = _rows("take"), _rows("leave")
        if request.form.get("put_in"):
            try:
                return _put_in(slug, returned, chosen, name)
            except (Conflict, WrongState) as error:
                notice, status = error.message, error.status
        with database().reading() as session:
            article = article_by_slug(session, slug)
            found = returning.report(session, actor(), article, returned, *chosen)
    except InvalidInput as error:
        return _give_page(slug, error.message), error.status
    shown = returning.changed_rows(found.lines)
    return render_template(
        "returning/report.html",
        article=article,
        found=found,
        lines=shown[:MOST_LINES],
        more=len(shown) - MOST_LINES,
        words=WORDS,
        packed=base64.b64encode(zlib.compress(data)).decode(),
        name=name,
        with_notes="put_in" not in request.form or "notes" in request.form,
        notice=notice,
        changes=redline,
        side=Side.TARGET,
        source_side=Side.SOURCE,
    ), status


def _rows(name: str) -> frozenset[int]:
    """The ids of the rows that are ticked under this name."""
    return frozenset(
        int(v) for v in request.form.getlist(name) if v.isascii() and v.isdigit() and len(v) < 15
    )


def _put_in(slug: str, returned: Returned, chosen: tuple[frozenset[int], frozenset[int]], name: str) -> Any:
    with database().reading() as session:
        article = article_by_slug(session, slug)
        found = returning.report(session, actor(), article, returned, *chosen)
        if request.form.get("seen") != found.seen:
            raise Conflict(returning.CHANGED_MEANWHILE)
        agreed = found.approvals if request.form.get("agreed") else 0
        notes_of = name if request.form.get("notes") else None
        work = returning.prepare(session, actor(), article, found, at=clock.now())
    with database().writing() as session:
        returning.bring_back(session, actor(), slug, found, work, agreed=agreed, notes_of=notes_of)
    flash(_done(len(found.taken), len(found.all_notes) if notes_of is not None else 0), "good")
    return redirect(url_for("returning.give", slug=slug, _anchor="earlier"), code=303)


def _done(rows: int, notes: int) -> str:
    said = f"The file is in: {rows:,} {'row' if rows == 1 else 'rows'} taken from it"
    if notes:
        said += f", {notes:,} {'note asked as a question' if notes == 1 else 'notes asked as questions'}"
    return f"{said}."


@page(bp, "/articles/<slug>/returned/undo", permission=Permission.BRING_BACK, methods=("POST",))
def undo(slug: str) -> Any:
    """Take it back as a whole, while nobody has touched its rows."""
    with database().writing() as session:
        article = article_by_slug(session, slug)
        require(actor(), Permission.BRING_BACK, article.subject)
        undo_change(session, actor(), article.id, payload().whole("event"), at=clock.now())
    flash("Undone: the article’s rows are as they were before.", "good")
    return redirect(url_for("workbench.show", slug=slug), code=303)


def _name() -> str:
    """What the file is called, as uploaded or as the page carried it along."""
    upload = request.files.get("file")
    return (upload.filename if upload is not None else None) or request.form.get("name", "")


def _data() -> bytes:
    """The file, as uploaded or as the page carried it along. Raises InvalidInput."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return bytes(upload.read())
    packed = request.form.get("packed", "")
    if not packed:
        raise InvalidInput("Choose the file first. Nothing was stored.")
    unpack = zlib.decompressobj()
    try:
        data = unpack.decompress(base64.b64decode(packed, validate=True), LIMITS.upload_bytes + 1)
    except (ValueError, zlib.error):
        raise InvalidInput("The file was lost on the way. Choose it once more. Nothing was stored.") from None
    return data
