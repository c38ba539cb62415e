"""Many articles as one zip: choosing them, watching it being made, fetching it."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from sqlalchemy.orm import Session

from workbench import clock
from workbench.db.models.desk import JobState
from workbench.db.queries import desk as queries
from workbench.db.queries.desk import DeskRow, View
from workbench.domain.errors import InvalidInput, NotFound
from workbench.domain.permissions import Permission
from workbench.export.house_style import OPTIONS, HouseStyle
from workbench.export.registry import BILINGUAL_FORMATS, READER_FORMATS
from workbench.services import bulk_exporting
from workbench.services.bulk_exporting import MOST_ARTICLES, Underway
from workbench.settings import exports_folder
from workbench.web import context
from workbench.web.routing import page

bp = Blueprint("exports", __name__)

#: So many are listed to be ticked one by one; more go as a whole.
LISTED = 200
LONGEST_QUERY = 200


@page(bp, "/export", permission=Permission.EXPORT)
def choose() -> Any:
    """The published articles of a view of the desk (``show``, ``q``), to be ticked."""
    return _choose_page()


@page(bp, "/export", permission=Permission.EXPORT, methods=("POST",), endpoint="start")
def start() -> Any:
    formats = request.form.getlist("format")
    try:
        style = HouseStyle.of(request.form)
        with context.database().reading() as session:
            ids = _asked(session)
        with context.database().writing() as session:
            job_id = bulk_exporting.ask(session, context.actor(), ids, formats, style, at=clock.now())
    except InvalidInput as error:
        return _choose_page(error, formats), error.status
    return redirect(url_for("exports.progress", job_id=job_id), code=303)


def _asked(session: Session) -> list[int]:
    if request.form.get("what") == "all":
        return [row.id for row in _published(session)]
    return [int(i) for i in request.form.getlist("article") if i.isascii() and i.isdigit() and len(i) < 19]


def _published(session: Session) -> list[DeskRow]:
    """The articles of the view of which readers have an edition, at most one more than go into a zip."""
    view = next((v for v in View if v.value == request.values.get("show")), View.ALL)
    found = queries.list_articles(
        session, view, context.actor(), query=_query(), limit=MOST_ARTICLES + 1, now=clock.now()
    )
    return [row for row in found.rows if row.release.out]


def _query() -> str:
    return request.values.get("q", "").strip()[:LONGEST_QUERY]


def _choose_page(error: InvalidInput | None = None, formats: list[str] | None = None) -> str:
    with context.database().reading() as session:
        found = _published(session)
    return render_template(
        "exports/choose.html",
        rows=found[:LISTED],
        total=len(found),
        query=_query(),
        show=request.values.get("show", ""),
        groups=(
            ("For readers", list(READER_FORMATS.values())),
            ("With both languages", list(BILINGUAL_FORMATS.values())),
        ),
        formats=formats if formats is not None else ["html"],
        style_options=OPTIONS,
        style={option.name: request.form.get(option.name, "") for option in OPTIONS},
        error=error,
    )


@page(bp, "/export/<int:job_id>", permission=Permission.EXPORT)
def progress(job_id: int) -> Any:
    """How far it is, and the link when it is done."""
    with context.database().reading() as session:
        underway = bulk_exporting.find(session, context.actor(), job_id, at=clock.now())
    facts = _facts(underway)
    if context.wants_json():
        if facts["is_over"]:
            return {"location": url_for("exports.progress", job_id=job_id)}
        return {"html": render_template("exports/_making.html", **facts)}
    return render_template("exports/progress.html", **facts)


def _facts(underway: Underway) -> dict[str, Any]:
    now = clock.now()
    expired = underway.is_done and (
        not _path(underway.job_id).is_file() or (underway.until is not None and underway.until < now)
    )
    return {
        "underway": underway,
        "is_over": underway.is_done or underway.state is JobState.FAILED,
        "expired": expired,
        "size": _path(underway.job_id).stat().st_size if underway.is_done and not expired else 0,
    }


@page(bp, "/export/<int:job_id>/zip", permission=Permission.EXPORT)
def fetch(job_id: int) -> Any:
    with context.database().reading() as session:
        underway = bulk_exporting.find(session, context.actor(), job_id, at=clock.now())
    if not underway.is_done or _facts(underway)["expired"]:
        raise NotFound(
            "This zip is not there: it is not ready yet, or was kept for its day. Ask for it again."
        )
    day = underway.asked_at.strftime("%Y-%m-%d")
    return send_file(
        _path(job_id), mimetype="application/zip", as_attachment=True, download_name=f"editions-{day}.zip"
    )


def _path(job_id: int) -> Any:
    return bulk_exporting.path_of(exports_folder(str(context.database().url)), job_id)
