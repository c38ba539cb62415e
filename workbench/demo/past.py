"""The months before the demo: archived articles with marks in them, so that scores have something to show.

Their pairs are generated (``demo.volume``); into the English of some, slips are put that a reviewer then finds,
each really wrong and each put right. They are fewer from month to month. Every act goes through the services, at
its own time.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, Segment
from workbench.demo.volume import VolumeSegment, generate_segments
from workbench.domain.kinds import Side
from workbench.domain.months import month_of, shifted
from workbench.domain.people import Actor, Role
from workbench.services import handover, publishing, review, segments
from workbench.services.articles import NewArticle, NewSegment, create_article
from workbench.services.problem_life import Place
from workbench.text.spans import Span


@dataclass(frozen=True, slots=True)
class _Slip:
    """``right`` (a pattern) is what stands in good English, ``wrong`` what the slip makes of it."""

    type: str
    right: str
    wrong: str | Callable[[re.Match[str]], str]
    note: str
    source: str = ""  # the Arabic words it is about, where a mark needs them


def _swapped(found: re.Match[str]) -> str:
    return found[0][::-1]


_SLIPS = {
    slip.type: slip
    for slip in (
        _Slip("number-date-unit", r"(?<=that )(?!(\d)\1)\d\d(?= per cent)", _swapped, "The digits are swapped."),
        _Slip("name-spelling", r"\bal-(?=[A-Z]\w+, from)", "el-", "We write al- in names."),
        _Slip(
            "omission", r", despite the objections of several members", "",
            "That some objected is missing.", "رغم اعتراض عدد من الأعضاء",
        ),
        _Slip("house-style", r"per cent\b", "%", "House style: per cent."),
        _Slip(
            "unidiomatic", r"that cannot be put off", "which does not bear postponing",
            "The Arabic shows through.",
        ),
        _Slip("punctuation", r",(?=” said)", "", "A comma before the closing mark."),
        _Slip("awkward", r"agreed to set aside", "agreed on the setting aside of", "Simpler: agreed to set aside."),
    )
}  # fmt: skip

_NUMBER, _NAME, _LOST = "number-date-unit", "name-spelling", "omission"
_STYLE, _IDIOM, _COMMA, _CLUMSY = "house-style", "unidiomatic", "punctuation", "awkward"


@dataclass(frozen=True, slots=True)
class _Past:
    """An article so many months ago: by whom, of how many segments, with which slips."""

    ago: int
    by: Role
    segments: int
    slips: tuple[str, ...]


PAST: tuple[_Past, ...] = (
    _Past(7, Role.TRANSLATOR, 34, (_NUMBER, _NAME, _LOST, _IDIOM, _COMMA, _STYLE)),
    _Past(6, Role.TRANSLATOR, 34, (_NUMBER, _NAME, _CLUMSY, _IDIOM, _STYLE)),
    _Past(5, Role.TRANSLATOR, 34, (_NAME, _IDIOM, _CLUMSY, _COMMA)),
    _Past(5, Role.EDITOR, 34, (_LOST, _STYLE)),
    _Past(4, Role.TRANSLATOR, 12, (_IDIOM,)),
    _Past(3, Role.TRANSLATOR, 34, (_LOST, _STYLE)),
    _Past(2, Role.TRANSLATOR, 34, (_IDIOM, _CLUMSY, _COMMA)),
    _Past(2, Role.EDITOR, 12, (_STYLE,)),
    _Past(1, Role.TRANSLATOR, 34, (_IDIOM, _STYLE)),
)


def load_past(session: Session, people: dict[Role, Actor], now: datetime) -> None:
    """Create the articles of the months before ``now``, unless they are there already."""
    if session.scalar(select(Article.id).where(Article.slug.startswith("archive-")).limit(1)) is not None:
        return
    for number, past in enumerate(PAST):
        month = shifted(month_of(now), -past.ago)
        begins = datetime.fromisoformat(f"{month}-11T08:00:00+00:00")
        _load(session, people, past, f"archive-{month}-{number + 1}", number, begins)


def _load(
    session: Session, people: dict[Role, Actor], past: _Past, slug: str, seed: int, begins: datetime
) -> None:
    pairs = list(generate_segments(past.segments, 100 + seed))
    spoilt = dict(_spoil(pairs, past.slips))
    times = _times(begins)
    writer, reviewer, desk = people[past.by], people[Role.REVIEWER], people[Role.ADMIN]
    article = create_article(
        session,
        desk,
        NewArticle(
            segments=tuple(
                NewSegment(p.kind, p.source, spoilt[n].target if n in spoilt else p.target)
                for n, p in enumerate(pairs)
            ),
            translated_by_id=writer.id,
            english_is_finished=True,
        ),
        slug=slug,
        at=next(times),
    )
    rows = session.scalars(
        select(Segment).where(Segment.article_id == article.id).order_by(Segment.position)
    ).all()
    for n, found in spoilt.items():
        problem = _mark(session, reviewer, rows[n], found, next(times))
        review.apply_suggestion(session, writer, problem.id, version=rows[n].lock_version, at=next(times))
        segments.confirm(session, writer, rows[n].id, version=rows[n].lock_version, at=next(times))
    _praise(session, reviewer, [row for n, row in enumerate(rows) if n not in spoilt], next(times))
    for row in rows:
        segments.approve(session, reviewer, row.id, version=row.lock_version, at=next(times))
    publishing.publish(session, desk, article.id, note="", seen_version=article.version, at=next(times))
    handover.shelve(
        session, desk, article.id, shelf="archived", reason="Published; done with.", at=next(times)
    )


def _times(begins: datetime) -> Iterator[datetime]:
    at = begins
    while True:
        yield at
        at += timedelta(minutes=3)


@dataclass(frozen=True, slots=True)
class _Spoilt:
    """English with a slip in it at ``span``, and the words that belong there."""

    slip: _Slip
    target: str
    span: Span
    right: str


def _spoil(pairs: list[VolumeSegment], slips: tuple[str, ...]) -> Iterator[tuple[int, _Spoilt]]:
    """Put each slip into the first pair that has room for it and none yet."""
    taken: set[int] = set()
    for name in slips:
        slip = _SLIPS[name]
        for n, pair in enumerate(pairs):
            found = re.search(slip.right, pair.target)
            if found is None or n in taken:
                continue
            wrong = slip.wrong(found) if callable(slip.wrong) else slip.wrong
            taken.add(n)
            target = pair.target[: found.start()] + wrong + pair.target[found.end() :]
            yield n, _Spoilt(slip, target, Span(found.start(), found.start() + len(wrong)), found[0])
            break


def _mark(session: Session, reviewer: Actor, row: Segment, found: _Spoilt, at: datetime) -> Problem:
    places = [Place(Side.TARGET, found.span.start, found.span.end, found.span.of(found.target))]
    if found.slip.source:
        start = row.source.index(found.slip.source)
        places.append(Place(Side.SOURCE, start, start + len(found.slip.source), found.slip.source))
    return review.mark_problem(
        session,
        reviewer,
        row.id,
        type_slug=found.slip.type,
        note=found.slip.note,
        suggestion=found.right,
        places=places,
        version=row.lock_version,
        at=at,
    )


def _praise(session: Session, reviewer: Actor, rows: list[Segment], at: datetime) -> None:
    """A word of praise for a quotation that keeps the Arabic's brevity."""
    words = "Promises do not fill tankers"
    for row in rows:
        if words in row.target:
            start = row.target.index(words)
            review.mark_problem(
                session, reviewer, row.id, type_slug="praise", note="As short and dry as the Arabic.",
                places=[Place(Side.TARGET, start, start + len(words), words)], version=row.lock_version, at=at,
            )  # fmt: skip
            return
