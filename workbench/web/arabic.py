"""The Arabic changed: a corrected text is given, cleaned and compared like an import, then put into its article."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries.reimports import earlier_reimports
from workbench.db.queries.rows import article_by_slug
from workbench.domain.errors import Conflict, NotFound, WrongState
from workbench.domain.kinds import Side
from workbench.domain.permissions import Permission, allows, require
from workbench.domain.workflow import State
from workbench.services import importing, reimporting
from workbench.services.draft_state import Given
from workbench.services.importing import Draft, Into
from workbench.services.reimport_plan import REWRITTEN, OldRow, Outcome, Plan, PlannedRow
from workbench.services.undo import undo as undo_change
from workbench.text.diff import Op, Piece, redline
from workbench.web import import_drafts, import_rows, imports
from workbench.web.context import actor, database
from workbench.web.log_words import outcome_in_words
from workbench.web.payload import payload
from workbench.web.routing import page

bp = Blueprint("arabic", __name__)
bp.context_processor(import_drafts.vocabulary)

#: An outcome as icon and word; "moved" beside them.
ICONS: dict[str, tuple[str, str]] = {
    "changed": ("±", "changed"),
    "cosmetic": ("≈", "only looks different"),
    "split": ("⋔", "split"),
    "part": ("⋔", "cut off, a row of its own"),
    "joined": ("⋈", "joined"),
    "new": ("+", "new"),
    "back": ("↶", "back again"),
    "gone": ("−", "gone"),
    "moved": ("⇅", "moved"),
    "kept": ("=", "keeps its old Arabic"),
    "untouched": ("·", "unchanged"),
}

FIELD_WORDS = {
    "source_byline": "Byline",
    "source_dateline": "Dateline",
    "source_outlet": "Outlet",
    "source_tags": "Tags",
    "source_url": "Address of the Arabic",
    "published_on": "Appeared on",
}


# --- giving it ------------------------------------------------------------------------------------------


@page(bp, "/articles/<slug>/arabic", permission=Permission.REIMPORT)
def give(slug: str) -> Any:
    """Where the corrected text is given, with those that came before and can be undone."""
    return _give_page(slug)


def _give_page(slug: str, **said: Any) -> str:
    with database().reading() as session:
        article = article_by_slug(session, slug)
        require(actor(), Permission.REIMPORT, article.subject)
        earlier = earlier_reimports(session, article.id)
    return imports.given_page(None, into=Into.of(article), earlier=earlier, outcome=outcome_in_words, **said)


@page(bp, "/articles/<slug>/arabic", permission=Permission.REIMPORT, methods=("POST",), endpoint="begin")
def begin(slug: str) -> Any:
    """Read it and keep it as a draft for this article."""
    given = imports.given_by_form(Side.SOURCE, Given())
    state = imports.read_arabic(given)
    if not (given.has_words or state.source.document):
        return import_drafts.sent_back(state, {}, lambda **said: _give_page(slug, **said))
    if import_drafts.is_refused(state, {Side.SOURCE: given}):
        return import_drafts.sent_back(state, {Side.SOURCE: given}, lambda **said: _give_page(slug, **said))
    with database().writing() as session:
        article = article_by_slug(session, slug)
        draft = importing.start_draft(session, actor(), state, into=article, at=clock.now())
    step = "imports.clean" if state.is_readable else "imports.given"
    return import_drafts.go_to(url_for(step, draft_id=draft.id))


@page(bp, "/articles/<slug>/arabic/earlier", permission=Permission.REIMPORT, methods=("POST",))
def earlier(slug: str) -> Any:
    """Compare the Arabic from before a re-import with the article, where it cannot be undone as a whole any more."""
    with database().writing() as session:
        article = article_by_slug(session, slug)
        require(actor(), Permission.REIMPORT, article.subject)
        state = reimporting.earlier_arabic(session, article.id, payload().whole("event"))
        draft = importing.start_draft(session, actor(), state, into=article, at=clock.now())
    return redirect(url_for("arabic.compare", draft_id=draft.id), code=303)


@page(bp, "/articles/<slug>/arabic/undo", permission=Permission.REIMPORT, methods=("POST",))
def undo(slug: str) -> Any:
    """Take a re-import back as a whole, while nobody has touched its rows."""
    with database().writing() as session:
        article = article_by_slug(session, slug)
        require(actor(), Permission.REIMPORT, article.subject)
        undo_change(session, actor(), article.id, payload().whole("event"), at=clock.now())
    flash("Undone: the article’s rows are as they were before.", "good")
    return redirect(url_for("workbench.show", slug=slug), code=303)


# --- comparing ------------------------------------------------------------------------------------------


@page(bp, "/import/<int:draft_id>/compare", permission=Permission.REIMPORT)
def compare(draft_id: int) -> Any:
    """What the new text does to each row. ``keep``: rows whose old Arabic stays, or "cosmetic" for all such."""
    found = _load(draft_id)
    if isinstance(found, Response):
        return found
    draft, article, rows = found
    return _compare_page(draft, article, rows)


@page(
    bp, "/import/<int:draft_id>/compare", permission=Permission.REIMPORT, methods=("POST",), endpoint="put_in"
)
def put_in(draft_id: int) -> Any:
    """Put it in as it was shown; when anything it rests on has changed since, show a fresh comparison."""
    found = _load(draft_id)
    if isinstance(found, Response):
        return found
    draft, article, rows = found
    keep, approve = _ids(request.form.getlist("keep")), _ids(request.form.getlist("approve"))
    plan = reimporting.plan_for(rows, draft.state, keep, approve)
    wanted = set(request.form.getlist("field"))
    fields = [c for c in reimporting.changed_fields(article, draft.state.source.fields) if c.name in wanted]
    try:
        if request.form.get("seen") != plan.seen or request.form.get("version") != str(draft.version):
            raise Conflict(reimporting.CHANGED_MEANWHILE)
        with database().reading() as session:
            prepared = reimporting.prepare(session, actor(), article.id, plan, at=clock.now())
        with database().writing() as session:
            done = reimporting.reimport(
                session,
                actor(),
                draft.id,
                prepared,
                version=draft.version,
                agreed=plan.approvals if request.form.get("agreed") == str(plan.approvals) else 0,
                fields=fields,
            )
            slug = done.article.slug
    except (Conflict, WrongState) as error:
        found = _load(draft_id)
        if isinstance(found, Response):
            return found
        return _compare_page(*found, keep=keep, approve=approve, notice=error.message), error.status
    flash(
        f"The corrected Arabic is in: {outcome_in_words({**plan.counts, 'approvals': plan.approvals})}.",
        "good",
    )
    return redirect(url_for("workbench.show", slug=slug), code=303)


def _load(draft_id: int) -> tuple[Draft, Article, tuple[OldRow, ...]] | Response:
    """My draft, its article and the rows as they are; or the way to where it can be shown."""
    with database().reading() as session:
        draft = importing.find_draft(session, actor(), draft_id)
        if draft.into is None:
            raise NotFound("That import is for an article of its own, not for one in work.")
        article = article_by_slug(session, draft.into.slug)
        require(actor(), Permission.REIMPORT, article.subject)
        if draft.state.rows:
            return redirect(url_for("imports.pairs", draft_id=draft_id), code=303)
        if draft.article_slug is not None:
            return redirect(url_for("arabic.give", slug=article.slug, _anchor="earlier"), code=303)
        if not draft.state.is_readable:
            return redirect(url_for("imports.given", draft_id=draft_id), code=303)
        return draft, article, reimporting.rows_to_compare(session, article.id)


def _compare_page(
    draft: Draft,
    article: Article,
    rows: Sequence[OldRow],
    *,
    keep: frozenset[int] | None = None,
    approve: frozenset[int] | None = None,
    notice: str = "",
) -> str:
    plain = reimporting.plan_for(rows, draft.state)
    cosmetic = frozenset(p.row.id for p in plain.rows if p.row and p.outcome is Outcome.COSMETIC)
    if keep is None:
        asked = request.args.getlist("keep")
        keep = _ids(asked) | (cosmetic if "cosmetic" in asked else frozenset())
    may = allows(actor(), Permission.APPROVE, article.subject)
    same = frozenset(p.row.id for p in plain.rows if p.row and p.can_stay_approved) if may else frozenset()
    if approve is None:
        asked = request.args.getlist("approve")
        approve = same if "same" in asked else _ids(asked)
    approve = (approve & same) - keep
    plan = reimporting.plan_for(rows, draft.state, keep, approve) if keep or approve else plain
    ways = _Ways(draft, keep, approve, cosmetic, same)
    items = _items(plan.rows)
    window = import_rows.window_of(request.args, len(items))
    left = plan.counts.get("cosmetic", 0)
    return render_template(
        "arabic/compare.html",
        draft=draft,
        state=draft.state,
        plan=plan,
        items=window.of(items),
        window=window,
        counted=[(name, plan.counts[name]) for name in ICONS if plan.counts.get(name)],
        costs=_costs(plan),
        costs_short=_counted(plan.approvals, "approval withdrawn", "approvals withdrawn")
        if plan.approvals
        else "",
        keep=keep,
        cosmetic=left,
        approve=approve,
        same=same,
        same_left=len(same - keep - approve),
        ways=ways,
        fields=reimporting.changed_fields(article, draft.state.source.fields),
        field_words=FIELD_WORDS,
        shown=lambda value: "، ".join(value) if isinstance(value, list) else value,
        notice=notice,
        fate=fate,
        icons=ICONS,
        changes=changes,
    )


def _ids(values: Iterable[str]) -> frozenset[int]:
    return frozenset(int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 15)


@dataclass(frozen=True, slots=True)
class _Ways:
    """The addresses of the comparison with other choices.

    ``cosmetic`` and ``same`` are all rows that could be kept, or stay approved, for that; one word names all of them.
    """

    draft: Draft
    keep: frozenset[int]
    approve: frozenset[int]
    cosmetic: frozenset[int]
    same: frozenset[int]

    @property
    def all_kept(self) -> str:
        return self._address(self.keep | self.cosmetic, self.approve)

    @property
    def all_approved(self) -> str:
        return self._address(self.keep, self.same)

    def kept(self, row_id: int, n: int) -> str:
        """With the row's old Arabic kept, or no longer kept; at its line ``n``."""
        return self._address(self.keep ^ {row_id}, self.approve - {row_id}, n)

    def approved(self, row_id: int, n: int) -> str:
        """With its approval kept, or no longer kept."""
        return self._address(self.keep - {row_id}, self.approve ^ {row_id}, n)

    def _address(self, keep: frozenset[int], approve: frozenset[int], n: int | None = None) -> str:
        return url_for(
            "arabic.compare",
            draft_id=self.draft.id,
            keep=_named(keep, "cosmetic", self.cosmetic),
            approve=_named(approve, "same", self.same),
            page=None if n is None or n < import_rows.PAGE else n // import_rows.PAGE + 1,
            _anchor=None if n is None else f"planned-{n}",
        )


def _named(ids: frozenset[int], word: str, all_of_it: frozenset[int]) -> list[int | str]:
    if all_of_it and all_of_it <= ids:
        return [word, *sorted(ids - all_of_it)]
    return [*sorted(ids)]


def changes(old: str, new: str) -> tuple[Piece, ...]:
    """The redline of two versions of the Arabic, with line breaks that come or go made visible."""
    return tuple(
        piece if piece.op is Op.EQUAL else Piece(piece.op, piece.text.replace("\n", "¶\n"))
        for piece in redline(old, new)
    )


# --- in words -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the comparison: a row something happens to, or a run of those that stay as they are."""

    row: PlannedRow | None = None
    untouched: tuple[PlannedRow, ...] = ()

    @property
    def says(self) -> str:
        """ "1–4" """
        numbers = [p.row.number for p in self.untouched if p.row]
        return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _items(rows: Iterable[PlannedRow]) -> list[Item]:
    items: list[Item] = []
    for stays, group in groupby(rows, key=lambda p: not p.is_touched and p.outcome is Outcome.UNTOUCHED):
        run = tuple(group)
        items += [Item(untouched=run)] if stays else map(Item, run)
    return items


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _costs(plan: Plan) -> str:
    """What it means for the people who work on it, in a sentence."""
    parts = []
    if plan.approvals:
        parts.append(_counted(plan.approvals, "approval is withdrawn", "approvals are withdrawn"))
    if plan.reopened:
        parts.append(
            _counted(plan.reopened, "row wants its English looked at", "rows want their English looked at")
        )
    missing = sum(p.row is None and p.state_after is State.UNTRANSLATED for p in plan.rows)
    if missing:
        parts.append(_counted(missing, "row needs English", "rows need English"))
    return ("; ".join(parts) or "No approval is withdrawn and no row needs work") + "."


def fate(planned: PlannedRow) -> str:
    """What happens to a row, in a few words; its state is shown beside them."""
    row, outcome = planned.row, planned.outcome
    if row is None:
        if outcome is Outcome.NEW:
            return "new row, needs English"
        number = planned.cut_from.number if planned.cut_from else 0
        comes = "its sentences of the English come with it" if planned.target else "needs English"
        return f"cut off row {number}; {comes}"
    if outcome is Outcome.BACK:
        return "was in the article before: its English of then is offered back, to be looked at"
    if outcome is Outcome.GONE:
        kept = "its English is kept in the history" if row.target else "there was no English"
        return f"goes: is retired, {kept}; its open marks move to the row before"
    if outcome not in REWRITTEN:
        return f"stays {'left out' if row.left_out else row.state.value}"
    joined = ", ".join(str(other.number) for other in planned.joined)
    first = f"row {joined} joins it, with its English; " if joined else ""
    if planned.stays_approved:
        return "stays approved: by your word, the new Arabic has the same words"
    if row.left_out:
        return f"{first}left out; to be decided again"
    again = "; its English was approved for these very words before" if planned.was_approved else ""
    said = {
        State.APPROVED: "approved, will be reopened",
        State.TRANSLATED: "to be confirmed again",
        State.DRAFT: "stays a draft",
        State.RETURNED: "stays sent back",
        State.UNTRANSLATED: "still needs English",
    }
    return first + said[row.state] + again
