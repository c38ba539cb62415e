"""Problems as cards: what was marked, by whom, its thread, and which steps somebody may take."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, ProblemEvent, ProblemEventKind, ProblemSpan, Segment, User
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, Subject, allows
from workbench.domain.problems import LIFE, STANDING, Pass, Severity, Status, Step, label_of
from workbench.domain.workflow import State
from workbench.text.spans import CLEAR

#: What each step needs.
STEP_PERMISSIONS = {
    Step.FIX: Permission.FIX_PROBLEM,
    Step.ACCEPT: Permission.ACCEPT_PROBLEM,
    Step.REOPEN: Permission.REOPEN_PROBLEM,
    Step.DISPUTE: Permission.DISPUTE_PROBLEM,
    Step.WITHDRAW: Permission.WITHDRAW_PROBLEM,
    Step.UPHOLD: Permission.UPHOLD_PROBLEM,
    Step.ANSWER: Permission.ANSWER_PROBLEM,
}
QUESTION = "question"
#: The longest list one row shows, and how many of an article's problems are listed at a time.
MOST = 200
LISTED = 12


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words of one side; ``placed`` says whether they still stand in the text, and surely there."""

    side: Side
    exact: str
    placed: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a problem's thread."""

    kind: ProblemEventKind
    name: str
    text: str
    direction: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """A problem as the panel shows it. ``steps`` are those this person may take now."""

    id: int
    segment_id: int | None
    type: str
    severity: Severity
    status: Status
    note: str
    note_direction: str
    suggestion: str | None
    author: str
    at: datetime
    words: tuple[Words, ...]
    thread: tuple[Said, ...]
    steps: tuple[Step, ...]
    may_apply: bool
    read_alone: bool = False  # marked by somebody who read the English without the Arabic

    @property
    def label(self) -> str:
        return label_of(self.type)

    @property
    def direction(self) -> str:
        """How to set the note: as its writer said, else by which script most of its letters are of.

        The first strong letter, which browsers go by, misleads where a note begins by quoting a word.
        """
        return self.note_direction if self.note_direction in ("ltr", "rtl") else mostly(self.note)

    @property
    def lost(self) -> bool:
        """All its words are gone from the text, or only guessed at: it lies in the tray."""
        return bool(self.words) and not any(w.placed and w.sure for w in self.words)


def mostly(text: str) -> str:
    """The direction of most of the text's letters: "rtl", "ltr", or "auto" where there are none."""
    kinds = [unicodedata.bidirectional(char) for char in text]
    rtl, ltr = sum(kind in ("R", "AL") for kind in kinds), kinds.count("L")
    return "auto" if not rtl + ltr else "rtl" if rtl > ltr else "ltr"


def problems_of(session: Session, article: Article, segment_id: int, actor: Actor) -> list[Card]:
    """All problems of a segment: those that stand first, then by age."""
    found = session.execute(_query().where(Problem.segment_id == segment_id).limit(MOST)).all()
    cards = _cards(session, article, actor, found)
    return sorted(cards, key=lambda c: (c.status not in STANDING, c.status is not Status.FIXED, c.id))


def questions_about(session: Session, article: Article, actor: Actor) -> list[Card]:
    """The questions on the article as a whole: those that wait for an answer first, then the newest."""
    asked = _query().where(
        Problem.article_id == article.id, Problem.segment_id.is_(None), Problem.type == QUESTION
    )
    cards = _cards(
        session, article, actor, session.execute(asked.order_by(Problem.id.desc()).limit(MOST)).all()
    )
    return sorted(cards, key=lambda card: card.status not in STANDING)


def open_problems(
    session: Session, article: Article, actor: Actor, *, skip: int = 0
) -> tuple[list[Card], int | None]:
    """The article's problems that stand or wait to be accepted, in the order of the text, ``LISTED`` at a time.

    The second value is the ``skip`` of the next part, None when there is none.
    """
    query = (
        _query()
        .where(Problem.article_id == article.id, Problem.status.in_([*STANDING, Status.FIXED]))
        .order_by(Segment.position, Problem.id)
        .offset(skip)
        .limit(LISTED + 1)
    )
    found = session.execute(query).all()
    more = skip + LISTED if len(found) > LISTED else None
    return _cards(session, article, actor, found[:LISTED]), more


def _query() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(
        Problem.id,
        Problem.segment_id,
        Problem.type,
        Problem.severity,
        Problem.status,
        Problem.note,
        Problem.note_direction,
        Problem.suggestion,
        Problem.reading_pass,
        Problem.author_id,
        Problem.created_at,
        User.name.label("author"),
        Segment.state,
    )
    return query.join(User, User.id == Problem.author_id).outerjoin(Segment, Segment.id == Problem.segment_id)


def _cards(session: Session, article: Article, actor: Actor, found: Sequence[Any]) -> list[Card]:
    ids = [item.id for item in found]
    words, threads = _words(session, ids), _threads(session, ids)
    cards = []
    for item in found:
        steps = steps_for(actor, article.subject, item)
        placed = any(w.side is Side.TARGET and w.placed for w in words[item.id])
        cards.append(
            Card(
                id=item.id,
                segment_id=item.segment_id,
                type=item.type,
                severity=item.severity,
                status=item.status,
                note=item.note,
                note_direction=item.note_direction,
                suggestion=item.suggestion,
                author=item.author,
                at=item.created_at,
                words=tuple(sorted(words[item.id], key=lambda w: w.side is Side.SOURCE)),
                thread=tuple(threads[item.id]),
                steps=steps,
                may_apply=placed
                and item.suggestion is not None
                and Step.FIX in steps
                and item.state is not State.APPROVED,
                read_alone=item.reading_pass == Pass.ENGLISH,
            )
        )
    return cards


def steps_for(actor: Actor, subject: Subject, problem: Any) -> tuple[Step, ...]:
    """The steps this person may take on a problem (anything with ``status``, ``type``, ``author_id``)."""
    own = Subject(author_id=problem.author_id, is_shelved=subject.is_shelved)
    return tuple(
        step
        for status, step in LIFE
        if status is problem.status
        and allows(actor, STEP_PERMISSIONS[step], own)
        and (step is Step.ANSWER) <= (problem.type == QUESTION)
        and (step is Step.FIX) <= (problem.type not in (QUESTION, "praise"))
    )


def _words(session: Session, ids: Sequence[int]) -> dict[int, list[Words]]:
    words: dict[int, list[Words]] = defaultdict(list)
    if not ids:
        return words
    spans = session.execute(
        select(
            ProblemSpan.problem_id,
            ProblemSpan.side,
            ProblemSpan.exact,
            ProblemSpan.start,
            ProblemSpan.confidence,
        )
        .where(ProblemSpan.problem_id.in_(ids))
        .order_by(ProblemSpan.id)
    )
    for span in spans:
        placed = span.start is not None
        words[span.problem_id].append(
            Words(span.side, span.exact, placed, placed and span.confidence >= CLEAR)
        )
    return words


def _threads(session: Session, ids: Sequence[int]) -> dict[int, list[Said]]:
    threads: dict[int, list[Said]] = defaultdict(list)
    if not ids:
        return threads
    events = session.execute(
        select(
            ProblemEvent.problem_id,
            ProblemEvent.kind,
            User.name,
            ProblemEvent.text,
            ProblemEvent.direction,
            ProblemEvent.created_at,
        )
        .join(User, User.id == ProblemEvent.actor_id)
        .where(ProblemEvent.problem_id.in_(ids), ProblemEvent.kind != ProblemEventKind.OPENED)
        .order_by(ProblemEvent.id)
    )
    for event in events:
        threads[event.problem_id].append(
            Said(event.kind, event.name, event.text, event.direction, event.created_at)
        )
    return threads


def where_is(session: Session, problem_id: int) -> tuple[str, int | None] | None:
    """The slug of the problem's article and its segment's id (None: it is on the article)."""
    found = session.execute(
        select(Article.slug, Problem.segment_id)
        .join(Article, Article.id == Problem.article_id)
        .where(Problem.id == problem_id)
    ).first()
    return (found.slug, found.segment_id) if found else None
