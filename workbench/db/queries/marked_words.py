"""The words that marks point at: as they stand now, where they could be put again, and as they were at some time."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import Session

from workbench.db.models import (
    AuditEvent,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    ProblemSpan,
    Revision,
    Segment,
)
from workbench.domain.kinds import Side
from workbench.domain.problems import SOURCE_ERROR, Move
from workbench.text.quotes import come_back, places_of
from workbench.text.spans import CLEAR, Quote, Span, quote

#: How much of what stands around an insertion point is shown with it, in code points.
AROUND = 18
#: How many places a mark of the tray is offered on a side.
OFFERED = 5


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of one side as they were quoted; an empty quote is an insertion point between ``before`` and ``after``."""

    side: Side
    exact: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Quoted words of one side; ``start`` says where they stand in the text, in code points (None: they are gone), and
    ``sure`` whether they surely do.

    ``exact`` is empty at an insertion point, which is shown between the words ``before`` and ``after`` it. ``now``:
    what stands there now, where that is something else, and ``confidence`` how sure it is (0–1) that it is what became
    of them. ``offers``: where words that are gone stand exactly. ``first``: where the words stand again that it was made
    on, which were gone when somebody attached it to these.
    """

    side: Side
    exact: str
    start: int | None
    sure: bool
    before: str = ""
    after: str = ""
    now: str | None = None
    confidence: float = 1.0
    offers: tuple["Offer", ...] = ()
    first: "Offer | None" = None

    @property
    def placed(self) -> bool:
        return self.start is not None

    @property
    def stands(self) -> bool:
        return self.placed and self.sure


@dataclass(frozen=True, slots=True)
class Offer:
    """A place to put a mark on again: its own words, and what stands around them there."""

    start: int
    end: int
    exact: str
    before: str
    after: str


# --- as they are now ---------------------------------------------------------------------------------------


def words_of(session: Session, ids: Sequence[int]) -> dict[int, list[Words]]:
    """Of each of these problems what it points at and what stands there now."""
    words: dict[int, list[Words]] = defaultdict(list)
    if not ids:
        return words
    spans = session.execute(
        select(
            ProblemSpan.problem_id,
            ProblemSpan.side,
            ProblemSpan.exact,
            ProblemSpan.prefix,
            ProblemSpan.suffix,
            ProblemSpan.start,
            ProblemSpan.end,
            ProblemSpan.confidence,
            ProblemSpan.origin_start,
            ProblemSpan.origin_end,
            case((ProblemSpan.side == Side.SOURCE, Segment.source), else_=Segment.target).label("text"),
        )
        .join(Problem, Problem.id == ProblemSpan.problem_id)
        .join(Segment, Segment.id == Problem.segment_id)
        .where(ProblemSpan.problem_id.in_(ids))
        .order_by(ProblemSpan.id)
    )
    first = _first_words(session, ids)
    for span in spans:
        placed = span.start is not None
        sure = placed and span.confidence >= CLEAR
        around = ("", "") if span.exact else _whole_words(span.prefix, span.suffix)
        here = span.text[span.start : span.end] if placed else span.exact
        words[span.problem_id].append(
            Words(
                span.side,
                span.exact,
                span.start,
                sure,
                *around,
                now=here if here != span.exact else None,
                confidence=span.confidence,
                offers=() if sure else _offers(span),
                first=_stands_again(first.get((span.problem_id, span.side)), span),
            )
        )
    return words


def _offers(span: Any) -> tuple[Offer, ...]:
    made_at = Span(span.origin_start, span.origin_end)
    places = places_of(Quote(made_at, span.exact, span.prefix, span.suffix), span.text)
    return tuple(_offer(at, span.text) for at in places[:OFFERED])


def _offer(at: Span, text: str) -> Offer:
    return Offer(at.start, at.end, at.of(text), *_whole_words(text[: at.start], text[at.end :]))


#: The words that a mark was made on, and the text they were not in when somebody attached it to others.
_First = tuple[Quote, str]


def _first_words(session: Session, ids: Sequence[int]) -> dict[tuple[int, Side], _First]:
    """Of marks, by problem and side, that somebody took out of the tray by attaching them to other words."""
    moves = select(ProblemEvent.problem_id, ProblemEvent.detail).where(
        ProblemEvent.problem_id.in_(ids), ProblemEvent.kind == ProblemEventKind.MOVED
    )
    made: dict[tuple[int, Side], Any] = {}
    then: dict[tuple[int, Side], int] = {}
    for problem_id, detail in session.execute(moves.order_by(ProblemEvent.id)):
        for side in Side:
            moved, key = detail.get(side.value, {}), (problem_id, side)
            if "now_revision" not in moved:
                continue  # it was not attached, or by an earlier version of the program
            then[key] = moved["now_revision"]
            if was_in_tray(moved):
                made.setdefault(key, moved)
            elif key in made and made[key]["was"] == moved["was"]:
                del made[key]  # they had come back, and somebody wants others
    wanted = {made[key]["was_revision"] for key in made} | {then[key] for key in made}
    texts = select(Revision.id, Revision.text).where(Revision.id.in_(wanted))
    text_of = dict(session.execute(texts).all()) if wanted else {}
    return {
        key: (
            quote(
                text_of[moved["was_revision"]],
                Span(moved["was_start"], moved["was_start"] + len(moved["was"])),
            ),
            text_of[then[key]],
        )
        for key, moved in made.items()
    }


def was_in_tray(moved: Mapping[str, Any]) -> bool:
    """Whether a mark that was attached had lost its words on this side, of which the event says ``moved``.

    Events of an earlier version of the program do not say where it stood: then only such could be attached.
    """
    return moved.get("was") is not None and moved.get("stood") is None


def _stands_again(first: _First | None, span: Any) -> Offer | None:
    if first is None or first[0].exact == span.exact:
        return None
    found = come_back(*first, span.text)
    return None if found is None or found.span is None else _offer(found.span, span.text)


def _whole_words(before: str, after: str) -> tuple[str, str]:
    """What stands around an insertion point, cut between words."""
    if len(before) > AROUND:
        before = before[-AROUND:].partition(" ")[2] or before[-AROUND:]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] or after[:AROUND]
    return before, after


# --- as they were ------------------------------------------------------------------------------------------


def how_moved(event: ProblemEvent) -> Move | None:
    """How the event moved its mark; None for an event of another kind."""
    return Move(event.detail.get("how", Move.ATTACHED)) if event.kind is ProblemEventKind.MOVED else None


#: What one person may try out, word by word, in one running edit.
_TRIES = (Move.LOST, Move.FOUND)


def told(events: Iterable[ProblemEvent]) -> list[ProblemEvent]:
    """Events, oldest first, of what somebody tried out within one running edit only how it ended."""
    kept: dict[int, list[ProblemEvent]] = defaultdict(list)
    for event in events:
        thread = kept[event.problem_id]
        if thread and _is_same_try(thread[-1], event):
            thread.pop()
        thread.append(event)
    return sorted((event for thread in kept.values() for event in thread), key=lambda event: event.id)


def _is_same_try(one: ProblemEvent, other: ProblemEvent) -> bool:
    is_running = other.revision_id is not None and one.revision_id == other.revision_id
    are_tries = how_moved(one) in _TRIES and how_moved(other) in _TRIES
    return is_running and are_tries and one.actor_id == other.actor_id


def unchanged_since_marked(session: Session, ids: Collection[int]) -> set[int]:
    """Those of these problems whose row reads as it did when they were marked, or reopened since: the Arabic for an
    error of it, else the English. A mark seals the words it is made on, so that any change is a newer revision."""
    if not ids:
        return set()
    reopened = (
        select(func.max(ProblemEvent.created_at))
        .where(ProblemEvent.problem_id == Problem.id, ProblemEvent.kind == ProblemEventKind.REOPENED)
        .scalar_subquery()
    )
    changed = exists().where(
        Revision.segment_id == Problem.segment_id,
        Revision.side == case((Problem.type == SOURCE_ERROR, Side.SOURCE), else_=Side.TARGET),
        Revision.changed_at > func.coalesce(reopened, Problem.created_at),
    )
    found = select(Problem.id).where(Problem.id.in_(ids), Problem.segment_id.is_not(None), ~changed)
    return set(session.scalars(found))


#: What the event of a question that asks for a row to be reopened says, and that of its answer by doing so.
ASKS, GRANTED, REOPENING = "asks", "granted", "reopening"


def is_granted(event: ProblemEvent) -> bool:
    """Whether it says that a row was reopened, as its question asked."""
    return event.detail.get(GRANTED) == REOPENING


#: What a step's event says that came with a decision on the row, and is taken back with that alone.
ALONG = "along"


def is_step_by_itself(event: ProblemEvent) -> bool:
    """Whether it is a step of the problem's life that can be taken back: it says what was before."""
    return "was" in event.detail and ALONG not in event.detail


def is_unaccepted(event: ProblemEvent) -> bool:
    """Whether it says that the approval which had accepted the fix was taken back."""
    return event.kind is ProblemEventKind.FIXED and "undone" in event.detail


def was_on(article_id: int, row: int) -> ColumnElement[bool]:
    """The problems that are on this row, or were when somebody did something about them: rows are split and joined."""
    told = AuditEvent.detail["problem"].as_integer()
    then = select(told).where(
        AuditEvent.article_id == article_id,
        AuditEvent.segment_id == row,
        AuditEvent.name.startswith("problem."),
    )
    return or_(Problem.segment_id == row, Problem.id.in_(then))


def words_marked(session: Session, events: Sequence[ProblemEvent]) -> dict[int, tuple[Quoted, ...]]:
    """For each event of a problem the words it put the mark on or took it off, English first: those of that time.

    A mark was made on what the first move of a side took it off, or where it still is.
    """
    ids = {e.problem_id for e in events if e.kind in (ProblemEventKind.OPENED, ProblemEventKind.MOVED)}
    first: dict[int, dict[Side, Quoted]] = defaultdict(dict)
    around: dict[tuple[int, Side], tuple[str, str]] = {}  # of insertion points, as they were made
    if ids:
        spans = select(
            ProblemSpan.problem_id,
            ProblemSpan.side,
            ProblemSpan.exact,
            ProblemSpan.prefix,
            ProblemSpan.suffix,
        )
        for problem_id, side, exact, prefix, suffix in session.execute(
            spans.where(ProblemSpan.problem_id.in_(ids))
        ):
            around[problem_id, side] = ("", "") if exact else _whole_words(prefix, suffix)
            first[problem_id][side] = Quoted(side, exact, *around[problem_id, side])
        attached = select(ProblemEvent).where(
            ProblemEvent.problem_id.in_(ids), ProblemEvent.kind == ProblemEventKind.MOVED
        )
        for event in session.scalars(attached.order_by(ProblemEvent.id.desc())):
            if how_moved(event) is Move.ATTACHED:
                for side, words in _sides(event):
                    first[event.problem_id].pop(side, None)
                    if (was := quoted_before(side, words)) is not None:
                        first[event.problem_id][side] = was
    return {event.id: _english_first(_marked(event, first, around)) for event in events}


def _marked(
    event: ProblemEvent,
    first: Mapping[int, Mapping[Side, Quoted]],
    around: Mapping[tuple[int, Side], tuple[str, str]],
) -> Iterable[Quoted]:
    if event.kind is ProblemEventKind.OPENED:
        return first.get(event.problem_id, {}).values()
    if event.kind is not ProblemEventKind.MOVED:
        return ()
    said = [(side, words.get("now", words.get("was"))) for side, words in _sides(event)]
    return [
        Quoted(side, exact, *(("", "") if exact else around.get((event.problem_id, side), ("", ""))))
        for side, exact in said
        if exact is not None
    ]


def quoted_before(side: Side, moved: Mapping[str, Any]) -> Quoted | None:
    """The words that a mark was on before it was attached to others, of which its event says ``moved``."""
    if moved.get("was") is None:
        return None
    return Quoted(side, moved["was"], *_whole_words(*moved.get("was_around", ("", ""))))


def _sides(event: ProblemEvent) -> list[tuple[Side, dict[str, Any]]]:
    return [(side, event.detail[side.value]) for side in Side if side.value in event.detail]


def _english_first(words: Iterable[Quoted]) -> tuple[Quoted, ...]:
    return tuple(sorted(words, key=lambda one: one.side is Side.SOURCE))
