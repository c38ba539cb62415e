"""The rows of an article in work on the import's page of pairs, and putting them back with all that it changes."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries.drafts import unfinished_drafts
from workbench.db.queries.rows import article_by_slug
from workbench.domain.errors import Conflict, InvalidInput, NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission, require
from workbench.services import importing
from workbench.services.importing import Draft
from workbench.services.reimport_plan import OldRow
from workbench.services.row_news import RowTexts, keep_words, take_news
from workbench.services.row_pairs import (
    draft_to_pair,
    not_allowed_in_words,
    prepare,
    put_pairs,
    rows_to_pair,
    stale_in_words,
)
from workbench.services.row_pairs_plan import PairedRow, PairingPlan, make_pairing_plan
from workbench.text.diff import Op, Piece, redline
from workbench.web import import_drafts
from workbench.web.context import actor, database
from workbench.web.import_rows import LANGUAGE_NAMES
from workbench.web.log_words import outcome_in_words
from workbench.web.routing import page

bp = Blueprint("row_pairs", __name__)
bp.context_processor(import_drafts.vocabulary)

#: More changed rows than this are only counted.
MOST_SHOWN = 200


@page(bp, "/articles/<slug>/pairs", permission=Permission.IMPORT, methods=("POST",))
def begin(slug: str) -> Any:
    """Take the article's rows to the page of pairs; a pairing begun before goes on while it can still be put in."""
    with database().reading() as session:
        article = article_by_slug(session, slug)
        require(actor(), Permission.EDIT_STRUCTURE, article.subject)
        rows = rows_to_pair(session, article)
        begun = _begun(session, article, rows)
    if begun is None:
        if not any(item.row.source.strip() for item in rows):
            raise InvalidInput("No row of this article has Arabic; there is nothing to pair.")
        state = draft_to_pair(rows)
        with database().writing() as session:
            article = article_by_slug(session, slug)
            begun = importing.start_draft(session, actor(), state, into=article, at=clock.now()).id
    return redirect(url_for("imports.pairs", draft_id=begun), code=303)


def _begun(session: Session, article: Article, rows: Sequence[RowTexts]) -> int | None:
    """My unfinished pairing of these rows, if I have one that can be put in."""
    for line in unfinished_drafts(session, actor().id):
        if line.into_slug == article.slug and line.about["step"] == "pairs":
            state = importing.find_draft(session, actor(), line.id).state
            with suppress(Conflict):
                if state.rows and not make_pairing_plan(rows, state).stale:
                    return line.id
    return None


@page(bp, "/import/<int:draft_id>/pairs/news", permission=Permission.IMPORT, methods=("POST",))
def news(draft_id: int) -> Any:
    """Take the new words that others gave rows since the pairing began; or of the row ``keep`` what stands here."""
    draft = import_drafts.my_draft(draft_id)
    if isinstance(draft, Response):
        return draft
    if draft.into is None or not draft.state.rows:
        raise NotFound("That import is not one of an article’s rows.")
    import_drafts.check_version(draft)
    with database().reading() as session:
        rows = rows_to_pair(session, article_by_slug(session, draft.into.slug))
    keep = request.form.get("keep", "")
    after = keep_words(rows, draft.state, int(keep)) if keep.isdecimal() else take_news(rows, draft.state)
    import_drafts.save(draft, after)
    flash(f"You {after.done[-1].label}.", "good")
    return redirect(url_for("imports.pairs", draft_id=draft_id, at=request.form.get("at")), code=303)


@page(bp, "/import/<int:draft_id>/changes", permission=Permission.IMPORT)
def changes(draft_id: int) -> Any:
    """What putting the pairs back changes in the article."""
    found = _load(draft_id)
    return found if isinstance(found, Response) else _page(*found)


@page(
    bp, "/import/<int:draft_id>/changes", permission=Permission.IMPORT, methods=("POST",), endpoint="put_in"
)
def put_in(draft_id: int) -> Any:
    """Put them back; when something changed since it was shown, show it afresh."""
    found = _load(draft_id)
    if isinstance(found, Response):
        return found
    draft, article, plan, conflict = found
    agreed = len(plan.approved) if request.form.get("agreed") == str(len(plan.approved)) else 0
    try:
        if plan is NO_PLAN:
            raise Conflict(conflict)
        if request.form.get("version") != str(draft.version):
            raise Conflict(importing.STALE)
        with database().reading() as session:
            prepared = prepare(session, actor(), article.id, plan, at=clock.now())
        with database().writing() as session:
            done = put_pairs(session, actor(), draft.id, prepared, version=draft.version, agreed=agreed)
            slug = done.article.slug
    except (Conflict, WrongState) as error:
        found = _load(draft_id)
        if isinstance(found, Response):
            return found
        return _page(*found[:3], error.message), error.status
    flash(f"The pairs are in the article: {outcome_in_words(plan.counts)}.", "good")
    return redirect(url_for("workbench.show", slug=slug), code=303)


NO_PLAN = PairingPlan((), (), {}, {}, ())


def _load(draft_id: int) -> tuple[Draft, Article, PairingPlan, str] | Response:
    """My draft, its article, what it comes to, and why it cannot be put in ("" when it can)."""
    with database().reading() as session:
        draft = importing.find_draft(session, actor(), draft_id)
        if draft.into is None:
            raise NotFound("That import is for an article of its own, not for one in work.")
        if draft.article_slug is not None:
            return redirect(url_for("workbench.show", slug=draft.article_slug), code=303)
        if not draft.state.rows:
            return redirect(url_for("arabic.compare", draft_id=draft_id), code=303)
        article = article_by_slug(session, draft.into.slug)
        rows = rows_to_pair(session, article)
    try:
        plan = make_pairing_plan(rows, draft.state)
    except Conflict as error:
        return draft, article, NO_PLAN, error.message
    return draft, article, plan, stale_in_words(plan) if plan.stale else ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row that changes, and each side's redline; a whole text that came from another row is shown as it is.

    ``donors``: the numbers of the rows such texts came from. ``mixes``: what it says of words that come from a row of
    another kind, "" without such. ``now``: its number afterwards, 0 where it stays in its order.
    """

    row: PairedRow
    source: tuple[Piece, ...]
    target: tuple[Piece, ...]
    donors: Mapping[Side, int]
    mixes: str
    now: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A row that changes; or a run of rows whose English moved by as many rows, which ``says`` puts into words."""

    shown: tuple[Shown, ...]
    says: str = ""

    @property
    def mixes(self) -> int:
        """How many of its rows have words of a row of another kind."""
        return sum(bool(one.mixes) for one in self.shown)


def _page(draft: Draft, article: Article, plan: PairingPlan, notice: str = "") -> str:
    touched, old_rows = _touched(plan), plan.old_rows
    return render_template(
        "imports/changes.html",
        draft=draft,
        state=draft.state,
        plan=plan,
        notice=notice,
        refused=not_allowed_in_words(actor(), article, plan),
        outcome=outcome_in_words(plan.counts),
        items=_items([_shown(row, old_rows, now) for now, row in touched[:MOST_SHOWN]]),
        more=max(len(touched) - MOST_SHOWN, 0),
        can_put=bool(plan.touched or plan.counts) and not plan.stale,
    )


def _touched(plan: PairingPlan) -> list[tuple[int, PairedRow]]:
    """The rows that change or move, each with its number afterwards: in their order of now, new ones behind the row
    that they will follow."""
    found: list[tuple[int, int, PairedRow]] = []
    above = 0
    for now, row in enumerate(plan.rows, 1):
        above = row.row.number if row.row else above
        if row.is_touched:
            found.append((above, now, row))
    return [(now, row) for _, now, row in sorted(found, key=lambda one: one[0])]


def _kinds_in_words(row: PairedRow, old_rows: Mapping[int, OldRow]) -> str:
    becomes = f"becomes a {row.kind.label.lower()}"
    others = {
        side: kinds
        for side, ids in row.of.items()
        if (kinds := [kind for n in ids if (kind := old_rows[n].kind) is not row.kind])
    }
    if not others:
        return ""
    if any(len(ids) > 1 for ids in row.of.values()):
        return f"rows of different kinds come together: as a whole it {becomes}."
    was = (f"its {LANGUAGE_NAMES[side]} was a {kinds[0].label.lower()}" for side, kinds in others.items())
    return f"{' and '.join(was)}: it {becomes}."


def _shown(row: PairedRow, old_rows: Mapping[int, OldRow], now: int) -> Shown:
    old = {Side.SOURCE: row.row.source if row.row else "", Side.TARGET: row.row.target if row.row else ""}
    donors = {side: donor.number for side in Side if (donor := row.donor(side, old_rows))}
    pieces = {
        side: (Piece(Op.EQUAL, row.texts[side]),) if side in donors else redline(old[side], row.texts[side])
        for side in Side
    }
    mixes = _kinds_in_words(row, old_rows)
    return Shown(
        row, pieces[Side.SOURCE], pieces[Side.TARGET], donors, mixes, now if row.row and row.moved else 0
    )


def _items(shown: Sequence[Shown]) -> list[Item]:
    items: list[Item] = []
    for (by, _), group in groupby(enumerate(shown), key=lambda one: _shift(*one)):
        run = tuple(one for _, one in group)
        if by and len(run) > 1:
            items.append(Item(run, _shift_in_words(run, by)))
        else:
            items += [Item((one,)) for one in run]
    return items


def _shift(n: int, one: Shown) -> tuple[int, int]:
    """By how many rows the English of this one moved, and what the rows of one run have in common besides."""
    row, donor = one.row.row, one.donors.get(Side.SOURCE)
    if row is None or donor is None or one.row.texts[Side.TARGET] != row.target or not row.target:
        return 0, 0
    return donor - row.number, row.number - n


def _shift_in_words(run: Sequence[Shown], by: int) -> str:
    numbers = [one.row.row.number for one in run if one.row.row]
    rows = "one row" if abs(by) == 1 else f"{abs(by)} rows"
    return f"The English of rows {numbers[0]}–{numbers[-1]} moved {rows} {'down' if by > 0 else 'up'}"
