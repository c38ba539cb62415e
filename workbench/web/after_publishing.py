"""What is done to editions that are out or to come: typos mended, withdrawn, cancelled, given another time, erased."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from workbench import clock
from workbench.db.queries.editions import read_edition
from workbench.db.queries.released import release
from workbench.db.queries.rows import article_by_slug
from workbench.domain.errors import Conflict, InvalidInput, NotFound, WorkbenchError, WrongState
from workbench.domain.permissions import Permission
from workbench.services import embargoes, rescheduling, typo_fixes, withdrawing
from workbench.web import context
from workbench.web.payload import read_time
from workbench.web.routing import page
from workbench.web.workbench_view import address

bp = Blueprint("after", __name__)

REFUSED = (Conflict, InvalidInput, WrongState)


@page(bp, "/articles/<slug>/editions/<int:number>/typo", permission=Permission.FIX_TYPO)
def typo(slug: str, number: int) -> Any:
    """``?segment=ID`` opens that segment for mending."""
    return _typo_page(slug, number, _id(request.args.get("segment", "")))


@page(bp, "/articles/<slug>/editions/<int:number>/typo", permission=Permission.FIX_TYPO, methods=("POST",))
def fix_typo(slug: str, number: int) -> Any:
    form = request.form
    segment_id = _id(form.get("segment", ""))
    try:
        with context.database().writing() as session:
            edition = typo_fixes.fix_typo(
                session,
                context.actor(),
                article_by_slug(session, slug).id,
                number,
                segment_id,
                text=form.get("text", ""),
                reason=form.get("reason", ""),
                at=clock.now(),
            )
            made = edition.number
    except REFUSED as error:
        if context.wants_json():
            raise
        return _typo_page(slug, number, segment_id, typed=form, error=error), error.status
    return _back(
        slug, made, f"Edition {made} is published. Somebody else has to agree with the mended words."
    )


def _typo_page(
    slug: str,
    number: int,
    chosen: int,
    *,
    typed: MultiDict[str, str] | None = None,
    error: WorkbenchError | None = None,
) -> str:
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        edition = read_edition(session, article.id, number)
        mendable = typo_fixes.mendable(session, article, number, clock.now())
    if edition is None or edition.line.is_erased:
        raise NotFound(f"There is no text of edition {number} to mend.")
    return render_template(
        "editions/typo.html",
        article=article,
        number=number,
        segments=[(n, s) for n, s in enumerate(edition.content.segments, 1) if s.target.strip()],
        mendable=mendable.segments,
        hindrance=mendable.hindrance,
        whither=_whither(slug, mendable.hindrance or error),
        row_address=address,
        chosen=chosen,
        typed=typed or MultiDict(),
        error=error,
    )


def _whither(slug: str, error: WorkbenchError | None) -> tuple[str, str] | None:
    """Where the refusal to mend leads, and that in words; None where there is nowhere to go."""
    where = error.details if error else {}
    if number := where.get("edition"):
        return url_for("editions.show", slug=slug, number=number), f"Edition {number}"
    if where.get("legal"):
        return url_for("about.show", slug=slug, _anchor="legal"), "Legal reads of the article"
    if row := where.get("segment"):
        problem, read = where.get("problem"), where.get("read")
        tab = "problems" if problem or read else None
        return address(slug, at=row, tab=tab, problem=problem, read=read), "Go to the row"
    return None


@page(bp, "/articles/<slug>/withdraw", permission=Permission.WITHDRAW_EDITION)
def withdrawal(slug: str) -> Any:
    return _take_back_page(slug)


@page(bp, "/articles/<slug>/withdraw", permission=Permission.WITHDRAW_EDITION, methods=("POST",))
def withdraw(slug: str) -> Any:
    try:
        with context.database().writing() as session:
            article_id = article_by_slug(session, slug).id
            number = withdrawing.withdraw(
                session,
                context.actor(),
                article_id,
                reason=request.form.get("reason", ""),
                seen_number=_id(request.form.get("number", "")) or None,
                at=clock.now(),
            )
    except REFUSED as error:
        if context.wants_json():
            raise
        return _take_back_page(slug, typed=request.form, error=error), error.status
    return _back(slug, number, "The article is withdrawn. Readers get the notice.")


@page(
    bp,
    "/articles/<slug>/editions/<int:number>/cancel",
    permission=Permission.WITHDRAW_EDITION,
    methods=("POST",),
)
def cancel(slug: str, number: int) -> Any:
    try:
        with context.database().writing() as session:
            article_id = article_by_slug(session, slug).id
            embargoes.cancel(session, context.actor(), article_id, number, at=clock.now())
    except Conflict as error:
        return _too_late(slug, error)
    return _back(slug, number, f"Edition {number} is cancelled; it does not go out.")


@page(bp, "/articles/<slug>/editions/<int:number>/reschedule", permission=Permission.PUBLISH)
def rescheduling_of(slug: str, number: int) -> Any:
    return _reschedule_page(slug, number)


@page(
    bp, "/articles/<slug>/editions/<int:number>/reschedule", permission=Permission.PUBLISH, methods=("POST",)
)
def reschedule(slug: str, number: int) -> Any:
    """``when=now``, or ``when=later`` with a ``time``, as where it was published."""
    try:
        goes_out_at = read_time(request.form)
        with context.database().writing() as session:
            article_id = article_by_slug(session, slug).id
            made = rescheduling.reschedule(
                session, context.actor(), article_id, number, goes_out_at=goes_out_at, at=clock.now()
            ).number
    except Conflict as error:
        return _too_late(slug, error)
    except (InvalidInput, WrongState) as error:
        if context.wants_json():
            raise
        return _reschedule_page(slug, number, typed=request.form, error=error), error.status
    says = f"Edition {made} has the content of edition {number} and goes out by itself."
    if goes_out_at is None:
        says = f"Edition {made} is published, with the content of edition {number}."
    return _back(slug, made, says)


def _reschedule_page(
    slug: str,
    number: int,
    *,
    typed: MultiDict[str, str] | None = None,
    error: WorkbenchError | None = None,
) -> Any:
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        edition = read_edition(session, article.id, number)
        try:
            due = embargoes.waiting(release(session, article.id, clock.now()), number)
        except Conflict as late:
            return _too_late(slug, late)
        assert edition is not None, "it has just been found"
        why_no_earlier = rescheduling.why_no_earlier(session, article, edition.content)
    return render_template(
        "editions/reschedule.html",
        article=article,
        number=number,
        due=due.published_at,
        why_no_earlier=why_no_earlier,
        typed=typed or MultiDict({"when": "later", "time": f"{due.published_at:%Y-%m-%dT%H:%M}"}),
        error=error,
    )


def _too_late(slug: str, error: Conflict) -> AnyResponse:
    """The page asked for something that is not so any more: to the edition that counts now, saying what became of it."""
    if context.wants_json():
        raise error
    flash(error.message, "warn")
    return redirect(url_for("editions.show", slug=slug, number=error.details["edition"]), code=303)


@page(bp, "/articles/<slug>/editions/<int:number>/erase", permission=Permission.ERASE_EDITION)
def erasure(slug: str, number: int) -> Any:
    return _take_back_page(slug, number)


@page(
    bp, "/articles/<slug>/editions/<int:number>/erase", permission=Permission.ERASE_EDITION, methods=("POST",)
)
def erase(slug: str, number: int) -> Any:
    form = request.form
    numbers = {number, *map(_id, form.getlist("also"))}
    try:
        with context.database().writing() as session:
            withdrawing.erase(
                session,
                context.actor(),
                article_by_slug(session, slug).id,
                numbers,
                reason=form.get("reason", ""),
                typed=form.get("typed", ""),
                at=clock.now(),
            )
    except REFUSED as error:
        if context.wants_json():
            raise
        return _take_back_page(slug, number, typed=form, error=error), error.status
    says = f"The text of edition {number} is erased."
    if more := len(numbers) - 1:
        says = f"The text of edition {number} and of {more} more is erased."
    return _back(slug, number, says)


def _take_back_page(
    slug: str,
    number: int | None = None,
    *,
    typed: MultiDict[str, str] | None = None,
    error: WorkbenchError | None = None,
) -> str:
    """The form that erases edition ``number``, or withdraws the article where none is named."""
    with context.database().reading() as session:
        article = article_by_slug(session, slug)
        found = release(session, article.id, clock.now())
        edition = read_edition(session, article.id, number) if number is not None else None
    if not article.edition_number:
        raise NotFound("This article has not been published yet.")
    shown = number or (found.out.number if found.out else article.edition_number)
    why_not = withdrawing.why_not_withdraw(found)
    if number is not None:
        why_not = withdrawing.why_not_erase(found, number)
    return render_template(
        "editions/take_back.html",
        article=article,
        why_not=why_not,
        status=found.status(number) if number else None,
        others=[
            (str(other), f"Edition {other}", "")
            for other, _ in found.statuses
            if other != number and not withdrawing.why_not_erase(found, other)
        ],
        number=shown,
        erases=number is not None,
        note=edition.line.note if edition else "",
        typed=typed or MultiDict(),
        error=error,
    )


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _back(slug: str, number: int, says: str) -> AnyResponse:
    if not context.wants_json():
        flash(says, "good")
    return context.answer(
        json={"edition": number}, redirect=url_for("editions.show", slug=slug, number=number)
    )
