"""Problems as cards: what was marked, by whom, its thread, and which steps somebody may take."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Cause, Problem, ProblemEvent, ProblemEventKind, Segment, User
from workbench.db.queries.concerned import mentionable
from workbench.db.queries.history_words import CAUSE_WORDS
from workbench.db.queries.marked_words import (
    Quoted,
    Words,
    how_moved,
    is_granted,
    is_step_by_itself,
    is_unaccepted,
    quoted_before,
    told,
    unchanged_since_marked,
    words_of,
)
from workbench.db.queries.repeats import Other, alike_to
from workbench.domain.kinds import Side
from workbench.domain.mentions import Part, parts_of
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, Subject, allows
from workbench.domain.problem_steps import permission_of
from workbench.domain.problems import (
    STANDING,
    TYPES,
    Move,
    Pass,
    Severity,
    Status,
    Step,
    label_of,
    life_of,
    may_still_be_edited,
)
from workbench.domain.workflow import State

QUESTION = "question"
#: The longest list one row shows, and how many of an article's problems are listed at a time.
MOST = 200
LISTED = 8
_OPENING = 40  # code points of a row that name it

MOVE_WORDS = {
    Move.LOST: "changed the row; its words are gone from it, so it lies in the tray",
    Move.ATTACHED: "attached it to other words",
    Move.DETACHED: "undid that: it is where it was before",
    Move.FOUND: "wrote its words again; the mark was found again where they stand",
    Move.CUT: "split the row through its words, so it lies in the tray",
    Move.BROUGHT_BACK: "undid that: it is back on its words",
    Move.SENT_OFF: "sent it into the tray: those are other words",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a problem's thread.

    ``author``: whose words they are, where ``name`` noted those of the author of the Arabic.
    ``how``: for a mark that was moved, how it was; ``moved``: what it pointed at before, by side.
    ``unchanged``: a fix without any change of words. ``back_to``: how the problem stands again, a step being taken back.
    ``by``: what was done to the text that lost its words. ``unaccepted``: the approval that had accepted the fix was taken back.
    ``granted``: the row was reopened, as the question asked.
    """

    id: int
    kind: ProblemEventKind
    name: str
    parts: tuple[Part, ...]
    text: str
    direction: str
    at: datetime
    edited_at: datetime | None
    is_own: bool
    author: str = ""
    moved: tuple[Quoted, ...] = ()
    how: Move | None = None
    unaccepted: bool = False
    granted: bool = False
    unchanged: bool = False
    is_step: bool = False  # of the problem's life, and says what was before
    back_to: Status | None = None
    by: str = ""

    def may_edit(self, at: datetime) -> bool:
        return self.is_own and bool(self.text) and may_still_be_edited(self.at, at)

    @property
    def words(self) -> str:
        """What was done, in a word or two."""
        if self.how is Move.ATTACHED and not self.moved:
            return "attached it to these words"
        if self.how is Move.LOST and self.by:
            return f"{CAUSE_WORDS[Cause(self.by)]}; its words are gone from the row, so it lies in the tray"
        if self.granted:
            return "reopened the row, as was asked"
        if self.unaccepted:
            return "undid the approval: the fix waits again to be accepted"
        if self.back_to:
            return f"took that back: it is {self.back_to.label} again"
        if self.unchanged:
            return "marked it fixed, although the words had not changed since the mark"
        return MOVE_WORDS[self.how] if self.how else self.kind.value


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
    may_reclassify: bool = False
    read_alone: bool = False  # marked by somebody who read the English without the Arabic
    opened: Said | None = None  # the note, as something said
    row: Quoted | None = None  # how its row begins
    repeat_of: Other | None = None
    repeats: tuple[Other, ...] = ()
    is_unchanged: bool = False  # its row reads as it did when it was marked
    may_take_back: int | None = None  # this person's own last step

    @property
    def label(self) -> str:
        return label_of(self.type)

    @property
    def lost(self) -> bool:
        """All its words are gone from the text, or only guessed at: it lies in the tray."""
        return bool(self.words) and not any(w.stands for w in self.words)

    @property
    def last_move(self) -> Move | None:
        """How its mark was moved last, where no edit of its words took it along."""
        return next((said.how for said in reversed(self.thread) if said.how), None)

    @property
    def attached_by(self) -> str | None:
        """Who last attached it to other words."""
        return next((said.name for said in reversed(self.thread) if said.how is Move.ATTACHED), None)

    @property
    def is_between_words(self) -> bool:
        """It points at a place where something is missing."""
        return any(w.side is Side.TARGET and not w.exact for w in self.words)

    @property
    def may_be_sent_off(self) -> bool:
        """It was found where its words stood again, which may be others of the same wording."""
        return not self.lost and self.last_move is Move.FOUND

    @property
    def missing(self) -> tuple[Side, ...]:
        """The sides whose words are gone."""
        return tuple(w.side for w in self.words if not w.stands)

    @property
    def may_be_repeated(self) -> bool:
        return TYPES[self.type].scored and self.status is not Status.WITHDRAWN and self.segment_id is not None


def problems_of(session: Session, article: Article, segment_id: int, actor: Actor) -> list[Card]:
    """All problems of a segment, in the order of ``_in_row``."""
    found = session.execute(_query().where(Problem.segment_id == segment_id).limit(MOST)).all()
    return sorted(_cards(session, article, actor, found), key=_in_row)


def _in_row(card: Card) -> tuple[Any, ...]:
    """What is to be done comes first, then what waits to be accepted, then what is settled; each by its place in the
    English, else in the Arabic, marks on the whole row before them. Those whose words are gone lie at the end."""
    place = next(((w.side is Side.SOURCE, w.start) for w in card.words if w.sure), (False, -1))
    return card.lost, card.status not in STANDING, card.status is not Status.FIXED, place, card.id


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
    """The article's problems that stand or wait to be accepted, row by row as beside each, LISTED at a time.

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
    row = {item.segment_id: place for place, item in enumerate(found)}
    cards = _cards(session, article, actor, found[:LISTED])
    return sorted(cards, key=lambda card: (row[card.segment_id], _in_row(card))), more


def marked_by(session: Session, article_id: int, actor: Actor) -> set[int]:
    """The ids of what this person has marked in the article."""
    made = select(Problem.id).where(Problem.article_id == article_id, Problem.author_id == actor.id)
    return set(session.scalars(made))


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
        Problem.repeat_of_id,
        Problem.author_id,
        Problem.created_at,
        User.name.label("author"),
        Segment.state,
        func.substr(Segment.target, 1, 2 * _OPENING).label("english"),
        func.substr(Segment.source, 1, 2 * _OPENING).label("arabic"),
    )
    return query.join(User, User.id == Problem.author_id).outerjoin(Segment, Segment.id == Problem.segment_id)


def _cards(session: Session, article: Article, actor: Actor, found: Sequence[Any]) -> list[Card]:
    ids = [item.id for item in found]
    words, threads = words_of(session, ids), _threads(session, article, actor, ids)
    alike = alike_to(session, article, found)
    standing = [item.id for item in found if item.status in STANDING]
    unchanged = unchanged_since_marked(session, standing)
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
                thread=tuple(said for said in threads[item.id] if said.kind is not ProblemEventKind.OPENED),
                steps=steps,
                may_apply=placed
                and item.suggestion is not None
                and Step.FIX in steps
                and item.state is not State.APPROVED,
                may_reclassify=TYPES[item.type].scored
                and item.status is not Status.WITHDRAWN
                and allows(
                    actor, Permission.RECLASSIFY_PROBLEM, Subject(item.author_id, article.subject.is_shelved)
                ),
                read_alone=item.reading_pass == Pass.ENGLISH,
                row=_opening(item),
                opened=next((s for s in threads[item.id] if s.kind is ProblemEventKind.OPENED), None),
                repeat_of=alike.get(item.repeat_of_id, (None,))[0],
                repeats=tuple(alike[item.id][1:]) if item.repeat_of_id is None and item.id in alike else (),
                is_unchanged=item.id in unchanged,
                may_take_back=_own_last_step(threads[item.id]),
            )
        )
    return cards


def _opening(item: Any) -> Quoted | None:
    """How a problem's row begins, cut between words: its English, else its Arabic; None where there are no words."""
    side = Side.TARGET if (item.english or "").strip() else Side.SOURCE
    words = " ".join(((item.english if side is Side.TARGET else item.arabic) or "").split())
    if len(words) > _OPENING:
        words = (words[:_OPENING].rpartition(" ")[0] or words[:_OPENING]) + "…"
    return Quoted(side, words) if words else None


def steps_for(actor: Actor, subject: Subject, problem: Any) -> tuple[Step, ...]:
    """The steps this person may take on a problem (anything with ``status``, ``type``, ``author_id``)."""
    own = Subject(author_id=problem.author_id, is_shelved=subject.is_shelved)
    return tuple(
        step
        for status, step in life_of(problem.type)
        if status is problem.status and allows(actor, permission_of(step, problem.type), own)
    )


def _own_last_step(thread: Sequence[Said]) -> int | None:
    """The event that this person may take back: theirs, with nothing done or said since but moves of the mark."""
    last = next((said for said in reversed(thread) if said.kind is not ProblemEventKind.MOVED), None)
    return last.id if last and last.is_step and last.is_own else None


def _threads(session: Session, article: Article, actor: Actor, ids: Sequence[int]) -> dict[int, list[Said]]:
    threads: dict[int, list[Said]] = defaultdict(list)
    if not ids:
        return threads
    query = (
        select(ProblemEvent, User.name)
        .join(User, User.id == ProblemEvent.actor_id)
        .where(ProblemEvent.problem_id.in_(ids))
        .order_by(ProblemEvent.id)
    )
    names = dict(session.execute(query).all())
    is_anybody_named = any("@" in event.text for event in names)
    people = mentionable(session, article) if is_anybody_named else []
    for event in told(names):
        name = names[event]
        threads[event.problem_id].append(
            Said(
                id=event.id,
                kind=event.kind,
                name=name,
                parts=parts_of(event.text, people),
                text=event.text,
                direction=event.direction,
                at=event.created_at,
                edited_at=event.edited_at,
                is_own=event.actor_id == actor.id,
                author=event.detail.get("author", ""),
                moved=_moved(event),
                how=how_moved(event),
                unaccepted=is_unaccepted(event),
                granted=is_granted(event),
                unchanged="unchanged" in event.detail,
                is_step=is_step_by_itself(event),
                back_to=Status(event.detail["to"]) if event.kind is ProblemEventKind.TAKEN_BACK else None,
                by=event.detail.get("by", ""),
            )
        )
    return threads


def _moved(event: ProblemEvent) -> tuple[Quoted, ...]:
    if how_moved(event) is not Move.ATTACHED:
        return ()
    sides = [(side, event.detail.get(side.value, {})) for side in Side]
    before = [quoted_before(side, words) for side, words in sides if words.get("was") != words.get("now")]
    return tuple(quoted for quoted in before if quoted is not None)


def where_is(session: Session, problem_id: int) -> tuple[str, int | None] | None:
    """The slug of the problem's article and its segment's id (None: it is on the article)."""
    found = session.execute(
        select(Article.slug, Problem.segment_id)
        .join(Article, Article.id == Problem.article_id)
        .where(Problem.id == problem_id)
    ).first()
    return (found.slug, found.segment_id) if found else None


def last_event(session: Session, problem_id: int) -> int | None:
    """What was done or said about it last."""
    return session.scalar(select(func.max(ProblemEvent.id)).where(ProblemEvent.problem_id == problem_id))
