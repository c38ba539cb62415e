"""The import: three steps, each a page of its own that works without JavaScript.

What was done so far lies in the draft, so a reload, another device or a restart loses nothing. Every change
names the version it saw; one that is behind is refused and shown the newer state.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.queries import drafts as draft_queries
from workbench.demo import content
from workbench.domain.errors import Conflict, InvalidInput
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission
from workbench.intake.limits import LIMITS
from workbench.intake.read import EXTENSIONS, TEXT_EXTENSIONS
from workbench.services import importing, paired_files
from workbench.services.draft_history import record_whole
from workbench.services.draft_state import DraftState, Given, SideState
from workbench.services.importing import Answers, Draft, Into
from workbench.services.row_pairs import rows_news
from workbench.web import import_drafts, import_rows, pair_rows
from workbench.web.context import actor, database, settings
from workbench.web.routing import page

bp = Blueprint("imports", __name__)
bp.context_processor(import_drafts.vocabulary)


NO_ARABIC = "The Arabic is needed. Paste it here or choose a file; the English can come later."


# --- step one: give ------------------------------------------------------------------------------------


@page(bp, "/import", permission=Permission.IMPORT)
def new() -> str:
    """The first step, empty, and what I have not finished."""
    return given_page(None)


@page(bp, "/import", permission=Permission.IMPORT, methods=("POST",), endpoint="begin")
def begin() -> Any:
    """Read both sides and keep them as a draft, also when one could not be read.

    Files that are refused leave none, and no paste that is too large does.
    """
    given = _as_meant({side: given_by_form(side, Given()) for side in Side})
    state = _read_both(given) or DraftState(
        _read(given[Side.SOURCE], Side.SOURCE), _read(given[Side.TARGET], Side.TARGET)
    )
    if not any(given[side].has_words or _came_to_something(state.side(side)) for side in Side):
        return import_drafts.sent_back(state, {}, lambda **said: given_page(None, **said))
    if import_drafts.is_refused(state, given):
        return import_drafts.sent_back(state, given, lambda **said: given_page(None, **said))
    return _keep_new(state)


@page(bp, "/import/demo", permission=Permission.IMPORT, methods=("POST",), endpoint="begin_demo")
def begin_demo() -> Any:
    """The same with the demo's raw page, furniture and all."""
    if not settings().demo:
        abort(404)
    arabic = Given(text=content.raw_page("ar"))
    english = Given(file=content.raw_html().encode(), file_name="fog-harvest.en.html")
    return _keep_new(DraftState(_read(arabic, Side.SOURCE), _read(english, Side.TARGET)))


@page(bp, "/import/recognise", permission=Permission.IMPORT, methods=("POST",))
def recognise() -> Any:
    """What a paste or file would give, said at once; nothing is kept."""
    side = import_rows.side_of(request.form.get("side"))
    given = given_by_form(side, Given(), prefix="")
    both = paired_files.read_both({**dict.fromkeys(Side, Given()), side: given})
    state = both.side(side) if both else importing.read_given(given, side)
    html = render_template("imports/_recognised.html", side=side, side_state=state, both=both)
    return {"html": html, "problem": state.problem}


@page(bp, "/import/<int:draft_id>", permission=Permission.IMPORT)
def given(draft_id: int) -> Any:
    """The first step of a draft: what was given, and why it could not be read if it could not."""
    draft = import_drafts.my_draft(draft_id)
    return draft if isinstance(draft, Response) else given_page(draft)


@page(bp, "/import/<int:draft_id>", permission=Permission.IMPORT, methods=("POST",), endpoint="give")
def give(draft_id: int) -> Any:
    """Read again what was changed; a side given anew loses its corrections and pairs, the other keeps its own."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    before = {side: Given.unpacked(draft.state.side(side).given) for side in Side}
    now = _as_meant({side: given_by_form(side, before[side]) for side in Side})
    state = draft.state
    if now != before and draft.into:
        state = read_arabic(now[Side.SOURCE])
    elif now != before:
        source, target = (
            _read_where_changed(state.side(side), before[side], now[side], side) for side in Side
        )
        state = _read_both(now) or DraftState(source, target)
    if import_drafts.is_refused(state, now):
        return import_drafts.sent_back(state, now, lambda **said: given_page(draft, **said), before)
    if state is not draft.state and draft.state.is_readable:
        state = record_whole(draft.state, state, "read what was given again")
    import_drafts.save(draft, state)
    return import_drafts.go_to(import_drafts.next_page(draft.id, state))


@page(bp, "/import/<int:draft_id>/columns", permission=Permission.IMPORT, methods=("POST",))
def columns(draft_id: int) -> Any:
    """Read a table of pairs again with the columns chosen for the two languages."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    side = import_rows.side_of(request.form.get("side"))
    chosen = (import_rows.whole(request.form.get("arabic")), import_rows.whole(request.form.get("english")))
    try:
        import_drafts.check_version(draft)
        state = paired_files.choose_columns(draft.state, side, chosen)
    except (Conflict, InvalidInput) as error:
        flash(error.message)
        return redirect(import_drafts.next_page(draft.id, draft.state), code=303)
    if draft.into:
        state = DraftState(state.source)
    if draft.state.is_readable:
        state = record_whole(draft.state, state, "chose the columns")
    import_drafts.save(draft, state)
    return redirect(import_drafts.next_page(draft.id, state), code=303)


@page(bp, "/import/<int:draft_id>/discard", permission=Permission.IMPORT, methods=("POST",))
def discard(draft_id: int) -> Any:
    with database().writing() as session:
        into = importing.discard_draft(session, actor(), draft_id)
    flash("The import was discarded.")
    back = url_for("arabic.give", slug=into.slug) if into else url_for("imports.new")
    return redirect(back, code=303)


def given_page(
    draft: Draft | None,
    *,
    problems: dict[Side, str] | None = None,
    given: Mapping[Side, Given] | None = None,
    into: Into | None = None,
    **more: Any,
) -> str:
    """``into``: the article that a corrected Arabic text, not begun yet, is for; only its Arabic is asked for.

    ``problems`` and ``given`` are those of what was just sent, where it was not stored.
    """
    with database().reading() as session:
        unfinished = draft_queries.unfinished_drafts(session, actor().id)
    state = draft.state if draft else DraftState()
    into = draft.into if draft else into
    action = url_for("arabic.begin", slug=into.slug) if into else url_for("imports.begin")
    return render_template(
        "imports/given.html",
        draft=draft,
        state=state,
        given=given or {side: Given.unpacked(state.side(side).given) for side in Side},
        problems=problems or {side: state.side(side).problem for side in Side},
        into=into,
        sides=import_drafts.sides_of(into),
        action=url_for("imports.give", draft_id=draft.id) if draft else action,
        unfinished=[
            line
            for line in unfinished
            if (draft is None or line.id != draft.id) and (into is None or line.into_slug == into.slug)
        ],
        extensions=",".join(TEXT_EXTENSIONS if into else EXTENSIONS),
        limit=LIMITS.upload_bytes,
        is_demo=settings().demo,
        **{"earlier": [], **more},
    )


def given_by_form(side: Side, before: Given, prefix: str | None = None) -> Given:
    """What the form says about a side. A file wins; a file given before stays unless text takes its place."""
    prefix = f"{side.value}_" if prefix is None else prefix
    upload = request.files.get(f"{prefix}file")
    if upload and upload.filename:
        return Given(file=upload.read(), file_name=upload.filename[-200:])
    text = request.form.get(f"{prefix}text", "").replace("\r\n", "\n")
    html = request.form.get(f"{prefix}html", "")
    if before.file_name and not (text.strip() or html or request.form.get(f"{prefix}remove")):
        return before
    if not before.file_name and text == before.text and html == before.html:
        return before
    return Given(text=text, html=html)


def _read(given: Given, side: Side) -> SideState:
    state = importing.read_given(given, side)
    if side is Side.SOURCE and not (state.document or state.problem):
        return SideState(problem=NO_ARABIC)
    return _said_here(state)


def _read_where_changed(state: SideState, before: Given, now: Given, side: Side) -> SideState:
    """A side given anew, or one that hangs on the other; else as it was."""
    return state if now == before and not paired_files.hangs_on_other_side(state) else _read(now, side)


def _as_meant(given: dict[Side, Given]) -> dict[Side, Given]:
    """What was given, each on its own side: the form may say that it is the wrong way round."""
    if not request.form.get("swap"):
        return given
    return {Side.SOURCE: given[Side.TARGET], Side.TARGET: given[Side.SOURCE]}


def _read_both(given: dict[Side, Given]) -> DraftState | None:
    state = paired_files.read_both(given)
    return replace(state, source=_said_here(state.source), target=_said_here(state.target)) if state else None


def _came_to_something(state: SideState) -> bool:
    return state.document is not None or state.columns is not None


def read_arabic(given: Given) -> DraftState:
    """The Arabic alone, for an article that has its English; of a file of pairs that side."""
    both = _read_both({Side.SOURCE: given, Side.TARGET: Given()})
    return DraftState(both.source if both else _read(given, Side.SOURCE))


def _said_here(state: SideState) -> SideState:
    # What was given beside it may well be stored.
    return replace(state, problem=state.problem.replace("Nothing was stored.", "Nothing of it was imported."))


def _keep_new(state: DraftState) -> Response:
    with database().writing() as session:
        draft = importing.start_draft(session, actor(), state, at=clock.now())
    return import_drafts.go_to(import_drafts.next_page(draft.id, state))


# --- step two: what was kept ---------------------------------------------------------------------------


@page(bp, "/import/<int:draft_id>/clean", permission=Permission.IMPORT)
def clean(draft_id: int) -> Any:
    """What was kept of each side, what was left out and why, and the facts found."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    if not draft.state.is_readable:
        return redirect(url_for("imports.given", draft_id=draft_id), code=303)
    if import_drafts.is_being_paired(draft):
        return redirect(url_for("pairing.progress", draft_id=draft_id), code=303)
    return _clean_page(draft)


@page(bp, "/import/<int:draft_id>/clean", permission=Permission.IMPORT, methods=("POST",), endpoint="change")
def change(draft_id: int) -> Any:
    """One step on the blocks or facts of a side."""
    return import_drafts.operate(
        draft_id, import_rows.change_blocks, import_rows.changes, _clean_page, "imports.clean"
    )


def _clean_page(draft: Draft, *, notice: str = "", typed: str = "") -> str:
    return render_template(
        "imports/clean.html",
        draft=draft,
        state=draft.state,
        window=import_rows.window_of(request.args, max(len(draft.state.side(side).blocks) for side in Side)),
        edit=request.args.get("edit", ""),
        open_repairs=request.args.get("repairs", ""),
        notice=notice,
        typed=typed,
        encodings=importing.ENCODINGS,
        sides=import_drafts.sides_of(draft.into),
    )


# --- step three: pairs, and the article ----------------------------------------------------------------


@page(bp, "/import/<int:draft_id>/pairs", permission=Permission.IMPORT)
def pairs(draft_id: int) -> Any:
    """The pairs with their confidence, and what is left to answer before the article is created."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    if not draft.state.pairs:
        return redirect(import_drafts.next_page(draft_id, draft.state), code=303)
    if import_drafts.is_being_paired(draft):
        return redirect(url_for("pairing.progress", draft_id=draft_id), code=303)
    return _pairs_page(draft)


@page(bp, "/import/<int:draft_id>/pairs/split", permission=Permission.IMPORT)
def split_form(draft_id: int) -> Any:
    """The form for splitting the row ``?row=``, for scripts; pages have it at ``?split=``."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    split = pair_rows.split_of(draft.state, import_rows.whole(request.args.get("row")))
    if not split.cuts:
        raise InvalidInput("There is nothing to split in this pair: it has no more than a word on a side.")
    cells = {side.value: render_template("imports/_split_side.html", split=split, side=side) for side in Side}
    return {"cells": cells, "acts": render_template("imports/_split_acts.html", n=split.row)}


@page(bp, "/import/<int:draft_id>/pairs", permission=Permission.IMPORT, methods=("POST",), endpoint="pair")
def pair(draft_id: int) -> Any:
    """One step on the pairs."""
    return import_drafts.operate(draft_id, pair_rows.change, pair_rows.changes, _pairs_page, "imports.pairs")


def _pairs_page(
    draft: Draft, *, notice: str = "", typed: str = "", problems: dict[str, str] | None = None
) -> str:
    with database().reading() as session:
        people = draft_queries.active_people(session)
        same = importing.same_headline(session, draft.state)
        news = rows_news(session, draft)
    window = import_rows.window_of(request.args, len(draft.state.pairs))
    hand = pair_rows.in_hand(request.args, draft.state, window)
    return render_template(
        "imports/pairs.html",
        draft=draft,
        state=draft.state,
        window=window,
        hand=hand.row,
        split=hand.split,
        edit=hand.edit,
        cut=hand.cut,
        cut_says=hand.cut_says,
        notice=notice,
        typed=typed,
        people=people,
        same_headline=same,
        news=news,
        problems=problems or {},
        form_data=request.form,
        translator=import_rows.translator_of(request.form),
    )


@page(bp, "/import/<int:draft_id>/create", permission=Permission.IMPORT, methods=("POST",))
def create(draft_id: int) -> Any:
    """Create the article and go there. Sent twice, it is one article."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    problems = import_rows.wrong_answers(request.form, draft.state)
    if problems:
        return _pairs_page(draft, problems=problems), InvalidInput.status
    who = import_rows.translator_of(request.form)
    answers = Answers(
        translator_id=int(request.form["translator_id"]) if who == "here" else None,
        translator_name=request.form.get("translator_name", "").strip()[:200] if who == "outside" else "",
        english_is_finished=import_rows.ENGLISH_IS[request.form["english"]]
        if "english" in request.form
        else False,
    )
    try:
        import_drafts.check_version(draft)
        article = importing.new_article(draft.state, answers)
        with database().writing() as session:
            created = importing.create_from_draft(
                session, actor(), draft.id, article, version=draft.version, at=clock.now()
            )
            slug = created.slug
    except Conflict as error:
        return _pairs_page(import_drafts.fresh(draft.id), notice=error.message), Conflict.status
    return redirect(import_drafts.article_path(slug), code=303)
