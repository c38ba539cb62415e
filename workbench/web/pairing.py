"""Having an import's sides paired: at once, or a long one in the background with a page that shows how far it is."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models.desk import JobState
from workbench.domain.permissions import Permission
from workbench.services import aligning, draft_words, importing, pair_steps, pairing_jobs
from workbench.services.draft_state import DraftState
from workbench.services.importing import Draft
from workbench.services.pairing_jobs import Underway
from workbench.web import import_drafts
from workbench.web.context import actor, database, wants_json
from workbench.web.routing import page

bp = Blueprint("pairing", __name__)
bp.context_processor(import_drafts.vocabulary)


@page(bp, "/import/<int:draft_id>/align", permission=Permission.IMPORT, methods=("POST",))
def align(draft_id: int) -> Any:
    """Let the aligner pair the sides, the first time or again: ``again`` is "rest" where what was set by hand stays,
    "all" where it does not. Long texts are left to the worker, unless ``here`` says that nobody should wait for it."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    if not draft.state.is_readable:
        return redirect(url_for("imports.given", draft_id=draft_id), code=303)
    if draft.into and not draft.state.rows:
        return redirect(url_for("arabic.compare", draft_id=draft_id), code=303)
    again = request.form.get("again", "")
    if draft.state.pairs and not again:
        return redirect(url_for("imports.pairs", draft_id=draft_id), code=303)
    import_drafts.check_version(draft)
    keep = again == "rest"
    if pairing_jobs.is_long(draft.state) and not request.form.get("here"):
        with database().writing() as session:
            pairing_jobs.ask(session, actor(), draft, keep_by_hand=keep, at=clock.now())
        return redirect(url_for("pairing.progress", draft_id=draft_id, at=_at(draft.state)), code=303)
    paired = aligning.align_sides(draft.state, keep_by_hand=keep)
    if paired is draft.state:
        flash("Nothing changed: every pair was found again as it is, or was set by hand.")
    else:
        import_drafts.save(draft, paired)
        if again:
            flash(draft_words.pairing_in_words(paired))
    at = pair_steps.same_place(draft.state, paired, _at(draft.state))
    return redirect(_address("imports.pairs", draft_id, at), code=303)


def _address(endpoint: str, draft_id: int, at: int | None) -> str:
    """The page, at a pair if one was in hand."""
    return url_for(endpoint, draft_id=draft_id, at=at, _anchor=None if at is None else f"pair-{at}")


def _at(state: DraftState) -> int | None:
    """The pair in hand, from which the sides were asked to be aligned; None for the first."""
    said = request.values.get("at", "")
    return int(said) or None if said.isdecimal() and int(said) < len(state.pairs) else None


@page(bp, "/import/<int:draft_id>/pairing", permission=Permission.IMPORT)
def progress(draft_id: int) -> Any:
    """How far the pairing of a long import is; the way on when it is done."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    with database().reading() as session:
        underway = pairing_jobs.find(session, draft, at=clock.now())
    if underway is None:
        draft = import_drafts.fresh(draft_id)  # it may have been done since the draft was read
        done = "imports.pairs" if draft.state.pairs else "imports.clean"
        location = _address(done, draft_id, _at(draft.state))
        if draft.state.pairs:
            flash(draft_words.pairing_in_words(draft.state))
        return {"location": location} if wants_json() else redirect(location, code=303)
    facts = _facts(draft, underway)
    if wants_json():
        return {"html": render_template("imports/_pairing.html", draft=draft, **facts)}
    return render_template("imports/pairing.html", draft=draft, state=draft.state, **facts)


@page(
    bp, "/import/<int:draft_id>/pairing", permission=Permission.IMPORT, methods=("POST",), endpoint="cancel"
)
def cancel(draft_id: int) -> Any:
    """Do not wait for it any more; the import stays as it was before it was asked to be paired."""
    with database().writing() as session:
        pairing_jobs.give_up(session, actor(), draft_id)
        draft = importing.find_draft(session, actor(), draft_id)
    done = "imports.pairs" if draft.state.pairs else "imports.clean"
    return redirect(_address(done, draft_id, _at(draft.state)), code=303)


def _facts(draft: Draft, underway: Underway) -> dict[str, Any]:
    """What the page says: how far in percent (a guess by the time such texts take), and what is wrong."""
    now = clock.now()
    expected = pairing_jobs.SECONDS_EACH * pairing_jobs.size(draft.state) + 1
    began = underway.began_at
    percent = min(95, round(100 * (now - began).total_seconds() / expected)) if began else 0
    return {
        "underway": underway,
        "percent": max(percent, 0),
        "failed": underway.state is JobState.FAILED,
        "again_at": underway.next_at if underway.error and underway.state is JobState.WAITING else None,
        "nobody": underway.has_nobody,
        "again": "all" if draft.state.pairs else "",
    }
