"""Scores by translator and month for those allowed, and everybody's own marks and scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from workbench import clock
from workbench.db.models import Article
from workbench.db.queries import scores as queries
from workbench.domain.errors import InvalidInput, NotFound
from workbench.domain.months import Months, read_months
from workbench.domain.permissions import Permission
from workbench.domain.problems import TYPES, label_of
from workbench.domain.scores import FEWEST_WORDS, Score, Standard, score
from workbench.export.table_csv import MEDIA_TYPE, Cell, table_csv
from workbench.services import scoring
from workbench.web import context
from workbench.web.charts import lowest, trend
from workbench.web.routing import page
from workbench.web.score_figures import (
    MARKS_HEAD,
    MONTHS_HEAD,
    Record,
    everybody,
    in_words,
    mark_rows,
    month_rows,
    records,
    what_became,
)
from workbench.web.workbench_view import asked_number

bp = Blueprint("scores", __name__)

#: A file of marks holds at most so many, the newest.
MOST_MARKS = 5000
#: How many types of problems are listed as the most frequent.
FREQUENT = 8


def article_score(session: Session, article: Article) -> Score:
    """What the article's problems add up to."""
    return score(
        queries.marked_in_article(session, article.id),
        source_words=article.count_source_words,
        target_words=article.count_target_words,
        standard=scoring.standard(session),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The months a request asks for, and what was wrong with how it did."""

    months: Months
    error: InvalidInput | None = None

    @property
    def query(self) -> dict[str, Any]:
        return {"from": self.months.first, "to": self.months.last}


def _asked() -> Asked:
    """``from`` and ``to``, months; what cannot be read gives the last twelve and says why."""
    first, last, now = request.args.get("from", ""), request.args.get("to", ""), clock.now()
    try:
        return Asked(read_months(first, last, now))
    except InvalidInput as error:
        return Asked(read_months("", "", now), error)


# --- everybody's, for those allowed ---------------------------------------------------------------------


@page(bp, "/scores", permission=Permission.SEE_SCORES)
def index() -> Any:
    asked = _asked()
    standard, them, together = _all(asked.months)
    low = lowest((month for record in them for month in record.months), standard)  # one scale for all of them
    return render_template(
        "scores/index.html",
        **_frame(asked, standard),
        records=them,
        together=together,
        small={record.id: trend(record.months, standard, low=low, plot=36) for record in them},
        csv=url_for("scores.months_file", **asked.query),
    ), (asked.error.status if asked.error else 200)


@page(bp, "/scores/months.csv", permission=Permission.SEE_SCORES)
def months_file() -> Any:
    asked = _strict()
    return _file("scores", asked, MONTHS_HEAD, month_rows(_all(asked.months)[1]))


def _all(months: Months) -> tuple[Standard, tuple[Record, ...], Record]:
    with context.database().reading() as session:
        standard = scoring.standard(session)
        marked = queries.marked_by_month(session, months)
        words = queries.judged_by_month(session, months)
        names = queries.names_of(session, {key.translator_id for key in (*marked, *words)})
    return (
        standard,
        records(marked, words, names, months, standard),
        everybody(marked, words, months, standard),
    )


# --- one person's ---------------------------------------------------------------------------------------


@page(bp, "/scores/me", permission=Permission.OWN_SCORES)
def me() -> Any:
    """``only``: a type of mark or "problems"; ``before`` and ``after`` turn the pages."""
    return _person_page(context.actor().id)


@page(bp, "/scores/<int:user_id>", permission=Permission.SEE_SCORES)
def person(user_id: int) -> Any:
    return _person_page(user_id)


@page(bp, "/scores/me/months.csv", permission=Permission.OWN_SCORES)
def my_months_file() -> Any:
    return _months_file_of(context.actor().id)


@page(bp, "/scores/<int:user_id>/months.csv", permission=Permission.SEE_SCORES)
def months_file_of(user_id: int) -> Any:
    return _months_file_of(user_id)


@page(bp, "/scores/me/marks.csv", permission=Permission.OWN_SCORES)
def my_marks_file() -> Any:
    return _marks_file_of(context.actor().id)


@page(bp, "/scores/<int:user_id>/marks.csv", permission=Permission.SEE_SCORES)
def marks_file_of(user_id: int) -> Any:
    return _marks_file_of(user_id)


#: The same pages of somebody and of oneself.
_OWN = {"person": "me", "months_file_of": "my_months_file", "marks_file_of": "my_marks_file"}


def _person_page(user_id: int) -> Any:
    asked, only = _asked(), request.args.get("only", "")
    with context.database().reading() as session:
        standard, record = _record_of(session, user_id, asked.months)
        marks = queries.read_marks(
            session,
            user_id,
            asked.months,
            types=_types(only),
            before=asked_number("before"),
            after=asked_number("after"),
        )
    own = user_id == context.actor().id

    def address(name: str, **query: Any) -> str:
        if own:
            return url_for(f"scores.{_OWN[name]}", **query)
        return url_for(f"scores.{name}", user_id=user_id, **query)

    def turned(**place: Any) -> str:
        return address("person", **asked.query, only=only or None, _anchor="marks", **place)

    return render_template(
        "scores/person.html",
        **_frame(asked, standard),
        record=record,
        own=own,
        marks=marks.marks,
        only=only,
        kinds=_kinds(record, only),
        newer=turned(after=marks.newer) if marks.newer else None,
        older=turned(before=marks.older) if marks.older else None,
        address=address,
        query=asked.query,
    ), (asked.error.status if asked.error else 200)


def _months_file_of(user_id: int) -> Any:
    asked = _strict()
    with context.database().reading() as session:
        _, record = _record_of(session, user_id, asked.months)
    return _file("scores", asked, MONTHS_HEAD, month_rows([record]))


def _marks_file_of(user_id: int) -> Any:
    asked = _strict()
    with context.database().reading() as session:
        found = queries.read_marks(
            session, user_id, asked.months, types=_types(request.args.get("only", "")), limit=MOST_MARKS
        )
    return _file("marks", asked, MARKS_HEAD, mark_rows(found.marks))


def _record_of(session: Session, user_id: int, months: Months) -> tuple[Standard, Record]:
    names = queries.names_of(session, [user_id])
    if not names:
        raise NotFound("There is no such person.")
    standard = scoring.standard(session)
    marked = queries.marked_by_month(session, months, user_id)
    words = queries.judged_by_month(session, months, user_id)
    return standard, records(marked, words, names, months, standard)[0]


#: What the list of marks may be narrowed to besides a single type.
_PROBLEMS = "problems"


def _types(only: str) -> tuple[str, ...]:
    if only == _PROBLEMS:
        return tuple(kind.slug for kind in TYPES.values() if kind.scored)
    return (only,) if only in TYPES else ()


def _kinds(record: Record, only: str) -> list[tuple[str, str]]:
    """What the list of marks can be narrowed to: value and words."""
    slugs = dict.fromkeys([slug for slug, _ in record.total.by_type] + ([only] if only in TYPES else []))
    return [
        (_PROBLEMS, "problems"),
        ("praise", "praise"),
        ("source-error", "source errors"),
        *((slug, label_of(slug)) for slug in slugs if TYPES[slug].scored),
    ]


# --- what the pages share -------------------------------------------------------------------------------


def _frame(asked: Asked, standard: Standard) -> dict[str, Any]:
    return {
        "months": asked.months,
        "error": asked.error,
        "typed": request.args,
        "standard": standard,
        "fewest": FEWEST_WORDS,
        "frequent": FREQUENT,
        "label_of": label_of,
        "trend": trend,
        "in_words": in_words,
        "what_became": what_became,
    }


def _strict() -> Asked:
    """For files, which have no room for a complaint. Raises InvalidInput."""
    asked = _asked()
    if asked.error:
        raise asked.error
    return asked


def _file(name: str, asked: Asked, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Any:
    response = make_response(table_csv(head, rows))
    response.headers["Content-Type"] = MEDIA_TYPE
    file_name = f"{name}-{asked.months.first}-to-{asked.months.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
