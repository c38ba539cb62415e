"""Rows inserted, split, joined, moved and removed. Segments are retired, never deleted; lineage says what
came from what. Everything here can be undone (:mod:`workbench.services.undo`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import (
    Article,
    Cause,
    Lineage,
    LineageKind,
    Problem,
    ProblemSpan,
    Segment,
)
from workbench.domain.errors import InvalidInput, NotFound, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, cut_marks, shift_marks
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.workflow import Event, State, state_without_target
from workbench.services import backing, projection
from workbench.services.locking import lock_article, lock_segment
from workbench.services.positions import neighbour, position_after
from workbench.services.revisions import (
    Placed,
    marks_of,
    places_on,
    revision_id_of,
    seal,
    text_of,
    write_revision,
)
from workbench.services.steps import LONGEST_TEXT, require_version, transition_for
from workbench.services.undo import snapshot, undoable

#: What stands between two texts put together: a new paragraph within the segment.
JOINER = "\n"


@dataclass(frozen=True, slots=True)
class Restructured:
    """The rows an act touched, in order (retired ones are marked so), and the audit line to undo it by."""

    article: Article
    segments: tuple[Segment, ...]
    event_id: int | None


def insert_after(
    session: Session,
    actor: Actor,
    article_id: int,
    after_id: int | None,
    *,
    kind: Kind = Kind.PARAGRAPH,
    at: datetime,
) -> Restructured:
    """An empty row behind ``after_id`` (None: at the top)."""
    article = lock_article(session, article_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    segment = _new_row(session, article, _live(session, article, after_id), kind, at)
    projection.refresh(session, article, at, changed=[segment], content=True, titles=True)
    event_id = undoable(session, actor, "rows.inserted", article, [], [segment], at)
    return Restructured(article, (segment,), event_id)


def split(
    session: Session,
    actor: Actor,
    segment_id: int,
    *,
    source_at: int,
    target_at: int,
    version: int,
    at: datetime,
) -> Restructured:
    """Cut both sides at these code points; the first part keeps the row and its history.

    White space at the cut goes. Marks and problems' spans follow their words; a span the cut crosses loses
    its place and lies in the tray of the first row.
    """
    article, first = lock_segment(session, segment_id)
    require_version(session, first, version, Side.TARGET)
    transition = transition_for(session, actor, article, first, Event.RESTRUCTURE)
    cuts = {Side.SOURCE: source_at, Side.TARGET: target_at}
    for side, cut in cuts.items():
        if not 0 <= cut <= len(text_of(first, side)):
            raise InvalidInput("The place to split at lies outside the text.")
    if all(not text_of(first, s)[:c].strip() for s, c in cuts.items()) or all(
        not text_of(first, s)[c:].strip() for s, c in cuts.items()
    ):
        raise InvalidInput("That would leave one of the two rows empty. Choose a place inside the text.")
    before = [snapshot(session, first)]
    second = _new_row(session, article, first, first.kind, at)
    cut_off(session, actor, article, first, second, cuts, at)
    for segment in (first, second):
        segment.state = state_without_target(transition.to, bool(segment.target.strip()))
        segment.left_out = segment.added = False
        segment.lock_version += 1
        backing.refresh_owed(session, segment)
    projection.refresh(session, article, at, changed=[first, second], content=True, titles=True)
    event_id = undoable(session, actor, "rows.split", article, before, [first, second], at)
    return Restructured(article, (first, second), event_id)


def cut_off(
    session: Session,
    actor: Actor,
    article: Article,
    first: Segment,
    second: Segment,
    cuts: Mapping[Side, int],
    at: datetime,
) -> None:
    """Give the empty row ``second`` the texts of ``first`` from the cuts on, with their marks, problems and lineage.

    States, versions and places in the article are the caller's.
    """
    seal(session, first, at)
    authors = backing.owed_authors(session, first)
    second.attrs = dict(first.attrs)
    places = places_on(session, first)
    halves = {side: _cut_side(session, first, second, side, cut, authors, at) for side, cut in cuts.items()}
    _share_problems(session, places, halves, first, second)
    session.add(_lineage(article, first, second, LineageKind.SPLIT, actor, at))


@dataclass(frozen=True, slots=True)
class _Halves:
    """Where a side's text was cut: the first row holds up to ``head_end``, the second from ``tail_start``."""

    head_end: int
    tail_start: int

    def half_of(self, start: int, end: int) -> int | None:
        """0 or 1 for a span wholly in one half, None for one the cut crosses."""
        if end <= self.head_end:
            return 0
        return 1 if start >= self.tail_start else None


def _cut_side(
    session: Session, first: Segment, second: Segment, side: Side, cut: int, authors: list[int], at: datetime
) -> _Halves:
    text, marks = text_of(first, side), marks_of(session, first, side)
    head, tail = text[:cut].rstrip(), text[cut:].lstrip()
    halves = _Halves(len(head), len(text) - len(tail))
    if head != text:
        kept = cut_marks(marks, 0, halves.head_end)
        write_revision(session, first, side, head, cause=Cause.SPLIT, author_id=None, at=at, marks=kept)
    if tail or side is Side.SOURCE:
        moved = cut_marks(marks, halves.tail_start, len(text))
        _write_for_authors(session, second, side, tail, Cause.SPLIT, authors, at, moved)
    return halves


def _share_problems(
    session: Session, places: list[Placed], halves: dict[Side, _Halves], first: Segment, second: Segment
) -> None:
    """A problem goes with its English words, or with its Arabic ones if it has no others.

    Its spans follow their words exactly; one that ends up in the other row, or that the cut crosses, loses
    its place.
    """
    rows = (first, second)
    by_problem: dict[int, list[Placed]] = {}
    for place in places:
        by_problem.setdefault(place.problem_id, []).append(place)
    for problem_id, spans in by_problem.items():
        where = {p.side: halves[p.side].half_of(p.start, p.end) for p in spans}
        home = where.get(Side.TARGET, where.get(Side.SOURCE)) or 0
        problem = session.get_one(Problem, problem_id)
        problem.segment_id = rows[home].id
        for place in spans:
            span = session.get_one(ProblemSpan, place.span_id)
            offset = halves[place.side].tail_start if home else 0
            stays = where[place.side] == home
            span.start, span.end = (place.start - offset, place.end - offset) if stays else (None, None)
            span.revision_id = revision_id_of(rows[home], place.side)
    session.flush()


def join_next(session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime) -> Restructured:
    """Put the next row's texts behind this row's; the next row is retired with its history."""
    article, first = lock_segment(session, segment_id)
    require_version(session, first, version, Side.TARGET)
    second = neighbour(session, first)
    for segment in (first, second):
        transition_for(session, actor, article, segment, Event.RESTRUCTURE)
    before = [snapshot(session, first), snapshot(session, second)]
    join_up(session, actor, article, first, second, at)
    first.state = state_without_target(State.DRAFT, bool(first.target.strip()))
    first.left_out = first.added = False
    for segment in (first, second):
        segment.lock_version += 1
    session.flush()
    backing.refresh_owed(session, first)
    projection.refresh(session, article, at, changed=[first, second], content=True, titles=True)
    event_id = undoable(session, actor, "rows.joined", article, before, [first, second], at)
    return Restructured(article, (first, second), event_id)


def join_up(
    session: Session, actor: Actor, article: Article, first: Segment, second: Segment, at: datetime
) -> None:
    """Put the texts, marks and problems of ``second`` behind those of ``first``, and retire it with its lineage.

    States and versions are the caller's. Raises InvalidInput when they are too long together.
    """
    if any(len(text_of(first, s)) + len(text_of(second, s)) > LONGEST_TEXT - 1 for s in Side):
        raise InvalidInput("Together these two rows would be too long for one segment.")
    for segment in (first, second):
        seal(session, segment, at)
    authors = backing.owed_authors(session, second)
    for side in Side:
        _join_side(session, first, second, side, authors, at)
    for problem in session.scalars(select(Problem).where(Problem.segment_id == second.id)).all():
        problem.segment_id = first.id
    second.retired, second.retired_at = True, at
    session.flush()
    session.add(_lineage(article, second, first, LineageKind.JOIN, actor, at))


def _join_side(
    session: Session, first: Segment, second: Segment, side: Side, authors: list[int], at: datetime
) -> None:
    head, tail = text_of(first, side), text_of(second, side)
    if not tail:
        return
    offset = len(head) + len(JOINER) if head else 0
    marks = (*marks_of(session, first, side), *shift_marks(marks_of(session, second, side), offset))
    own = [(place, 0) for place in places_on(session, first) if place.side is side]
    moved = [(place, offset) for place in places_on(session, second) if place.side is side]
    text = f"{head}{JOINER}{tail}" if head else tail
    _write_for_authors(session, first, side, text, Cause.JOIN, authors, at, marks)
    for place, by in (*own, *moved):
        span = session.get_one(ProblemSpan, place.span_id)
        span.start, span.end = place.start + by, place.end + by
        span.revision_id = revision_id_of(first, side)
    session.flush()


def move(
    session: Session, actor: Actor, segment_id: int, *, after_id: int | None, version: int, at: datetime
) -> Restructured:
    """Put the row behind ``after_id`` (None: to the top)."""
    article, segment = lock_segment(session, segment_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    require_version(session, segment, version, Side.TARGET)
    if after_id == segment.id:
        raise InvalidInput("A row cannot go behind itself.")
    before = [snapshot(session, segment)]
    segment.position = position_after(session, article.id, _live(session, article, after_id))
    segment.lock_version += 1
    projection.refresh(session, article, at, changed=[segment], content=True, titles=True)
    event_id = undoable(session, actor, "rows.moved", article, before, [segment], at)
    return Restructured(article, (segment,), event_id)


def remove(session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime) -> Restructured:
    """Take away a row without text. A row with text is left out or joined instead: nothing is thrown away."""
    article, segment = lock_segment(session, segment_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    require_version(session, segment, version, Side.TARGET)
    if segment.source.strip() or segment.target.strip():
        raise WrongState(
            "Only an empty row can be removed. Mark this one as left out, or join it with the next."
        )
    before = [snapshot(session, segment)]
    if before[0]["problems"]:
        raise WrongState(
            "There are marks on this row, and they would go with it. Join it with the next row instead."
        )
    segment.retired, segment.retired_at = True, at
    segment.lock_version += 1
    projection.refresh(session, article, at, changed=[segment], content=True, titles=True)
    event_id = undoable(session, actor, "rows.removed", article, before, [segment], at)
    return Restructured(article, (segment,), event_id)


# --- helpers ----------------------------------------------------------------------------------------------


def _live(session: Session, article: Article, segment_id: int | None) -> Segment | None:
    if segment_id is None:
        return None
    segment = session.get(Segment, segment_id)
    if segment is None or segment.article_id != article.id or segment.retired:
        raise NotFound("The row to put it behind is not there any more.")
    return segment


def _new_row(session: Session, article: Article, after: Segment | None, kind: Kind, at: datetime) -> Segment:
    segment = Segment(
        article_id=article.id,
        position=position_after(session, article.id, after),
        kind=kind,
        state=State.UNTRANSLATED,
        changed_at=at,
    )
    session.add(segment)
    session.flush()
    return segment


def _write_for_authors(
    session: Session,
    segment: Segment,
    side: Side,
    text: str,
    cause: Cause,
    authors: list[int],
    at: datetime,
    marks: tuple[InlineMark, ...],
) -> None:
    """Words that move to another row stay their authors' words: still owed there until others agree.

    One revision for each author whose words are owed, so that each needs somebody else's backing.
    """
    whose: list[int | None] = [*authors] if authors and side is Side.TARGET else [None]
    for author_id in whose:
        write_revision(session, segment, side, text, cause=cause, author_id=author_id, at=at, marks=marks)


def _lineage(
    article: Article, source: Segment, target: Segment, kind: LineageKind, actor: Actor, at: datetime
) -> Lineage:
    return Lineage(
        article_id=article.id,
        from_segment_id=source.id,
        to_segment_id=target.id,
        kind=kind,
        actor_id=actor.id,
        created_at=at,
    )
