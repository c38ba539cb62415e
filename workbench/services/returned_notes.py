"""Notes of a translation file that comes back: those that were written elsewhere become questions here, once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Problem, ProblemEvent, Segment
from workbench.db.queries.edition_record import records_of
from workbench.domain.errors import InvalidInput
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Status, Step
from workbench.export.marked import problem_says
from workbench.export.parts import is_stamp
from workbench.intake.units import Note
from workbench.services.problem_life import advance, open_problem
from workbench.text.clean import storable

#: More than anybody writes into one file.
MOST_NOTES = 1000
_LONGEST_NAME = 120
#: What stands between a note and where it is from.
_FROM = "\n— "

#: What is said already, by row; of the article as a whole under None.
Told = Mapping[int | None, Collection[str]]


def told_of(session: Session, article_id: int) -> Told:
    """All that stands on the article by now, in its own words and in those of a file, whenever that went out: nothing of
    it is a new note."""
    told: defaultdict[int | None, set[str]] = defaultdict(set)
    for segment_id, record in records_of(session, article_id).items():
        for problem in record.problems:
            then = (replace(problem, status=status.value) for status in Status)
            told[segment_id] |= {*map(_plain, map(problem_says, then)), *_words_of(problem.note)}
    on_the_whole = select(Problem.note).where(
        Problem.article_id == article_id, Problem.segment_id.is_(None), Problem.status != Status.WITHDRAWN
    )
    for note in session.scalars(on_the_whole):
        told[None] |= _words_of(note)
    return told


def untold(notes: Iterable[Note], told: Collection[str]) -> tuple[Note, ...]:
    """Those that say something new, each once."""
    known = set(told)
    found = {
        note.text: note
        for note in notes
        if not {_plain(note.words), _plain(note.text)} & known and not is_stamp(note.words)
    }
    return tuple(found.values())


def _words_of(question: str) -> set[str]:
    return {_plain(question), _plain(question.rpartition(_FROM)[0])} - {""}


def _plain(text: str) -> str:
    return " ".join(text.split())


def ask(
    session: Session,
    actor: Actor,
    article: Article,
    notes: Sequence[tuple[int | None, Note]],
    *,
    file: str,
    at: datetime,
) -> list[int]:
    """Ask what the notes say, of a row each or of the article as a whole, naming who wrote it and in which file.

    Whoever brings the file asks. Returns the ids of the questions; the caller brings the projection up to date.
    Raises InvalidInput for too many.
    """
    require(actor, Permission.MARK, article.subject)
    if len(notes) > MOST_NOTES:
        raise InvalidInput(
            f"There are more than {MOST_NOTES:,} new notes in that file. Leave them out, or split the file. Nothing was stored."
        )
    ids = [id_ for id_, _ in notes if id_ is not None]
    rows = {row.id: row for row in session.scalars(select(Segment).where(Segment.id.in_(ids)))}
    return [
        open_problem(
            session,
            actor,
            article,
            rows[segment_id] if segment_id is not None else None,
            type_slug="question",
            severity=None,
            note=storable(question(note, file)),
            at=at,
        ).id
        for segment_id, note in notes
    ]


def question(note: Note, file: str) -> str:
    """The words first, so that they keep their direction; then who wrote them, and where."""
    who = ", ".join(
        filter(None, (note.author, f"in {_plain(file)[-_LONGEST_NAME:] or 'a file that came back'}"))
    )
    return f"{note.words}{_FROM}{who}"


def take_back(session: Session, actor: Actor, problem_ids: Sequence[int], *, at: datetime) -> None:
    """Withdraw those of the questions that nobody has said or done anything about since."""
    untouched = (
        select(Problem)
        .join(ProblemEvent, ProblemEvent.problem_id == Problem.id)
        .where(Problem.id.in_(problem_ids), Problem.status == Status.OPEN)
        .group_by(Problem.id)
        .having(func.count() == 1)
        .order_by(Problem.id)
    )
    for problem in session.scalars(untouched).all():
        advance(session, actor, problem, Step.WITHDRAW, at=at)
