"""Rows inserted, split, joined, moved and removed. Segments are retired, never deleted; lineage says what
came from what. Everything here can be undone (:mod:`workbench.services.undo`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from workbench.db.models import Article, Cause, LineageKind, Segment
from workbench.domain.errors import InvalidInput, NotFound, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import InlineMark, cut_marks, shift_marks
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import Move
from workbench.domain.workflow import Event, State, state_without_target
from workbench.services import projection
from workbench.services.locking import lock_article, lock_segment
from workbench.services.overtaken import require_version
from workbench.services.positions import neighbour, position_after
from workbench.services.revisions import text_of
from workbench.services.rewriting import RowsInWork
from workbench.services.rows_in_work import NOWHERE, RowInWork, SpanInWork, Stand
from workbench.services.steps import LONGEST_TEXT, transition_for
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
    position = position_after(session, article.id, first)
    work = RowsInWork(session, actor, article.id, [first.id], at)
    rows = work.rows[first.id], work.new_row(first.kind, position=position)
    work.remember(rows[:1])
    cut_off(work, *rows, cuts)
    for row in rows:
        row.state = state_without_target(transition.to, bool(row.target.strip()))
        row.left_out = row.added = False
        row.refresh_owed()
    return _stored(session, work, article, "rows.split", rows)


def cut_off(work: RowsInWork, first: RowInWork, second: RowInWork, cuts: Mapping[Side, int]) -> None:
    """Give the empty row ``second`` the texts of ``first`` from the cuts on, with their marks, problems and lineage.

    States and places in the article are the caller's.
    """
    work.seal(first)
    authors = first.owed_authors
    second.attrs = dict(first.attrs)
    stands = {span: span.stand for span in first.spans}
    halves = {side: _cut_side(work, first, second, side, cut, authors) for side, cut in cuts.items()}
    _share_problems(work, stands, halves, first, second)
    work.came_of(first, second, LineageKind.SPLIT)


@dataclass(frozen=True, slots=True)
class _Halves:
    """Where a side's text was cut: the first row holds up to ``head_end``, the second from ``tail_start``.

    The white space between is gone. ``has_tail``: whether the second has any.
    """

    head_end: int
    tail_start: int
    has_tail: bool

    def part(self, stand: Stand) -> tuple[int, Stand] | None:
        """The half (0 or 1) that has the words of a span and where they stand in it; None for one the cut crosses."""
        start, end, confidence = stand
        assert start is not None
        assert end is not None
        begins_behind = start >= self.head_end and end > self.tail_start
        is_point_behind = start == end >= self.tail_start > self.head_end
        if self.has_tail and (begins_behind or is_point_behind or not self.head_end):
            second = Stand(max(start, self.tail_start), max(end, self.tail_start), confidence)
            return 1, second.moved(-self.tail_start)
        if start == end or (start < self.head_end and end <= self.tail_start) or not self.has_tail:
            return 0, Stand(min(start, self.head_end), min(end, self.head_end), confidence)
        return None


def _cut_side(
    work: RowsInWork, first: RowInWork, second: RowInWork, side: Side, cut: int, authors: list[int]
) -> _Halves:
    text, marks = first.text(side), first.marks(side)
    head, tail = text[:cut].rstrip(), text[cut:].lstrip()
    halves = _Halves(len(head), len(text) - len(tail), bool(tail))
    if head != text:
        kept = cut_marks(marks, 0, halves.head_end)
        work.write(first, side, head, cause=Cause.SPLIT, author_id=None, marks=kept)
    if tail or side is Side.SOURCE:
        moved = cut_marks(marks, halves.tail_start, len(text))
        _write_for_authors(work, second, side, tail, Cause.SPLIT, authors, moved)
    return halves


def _share_problems(
    work: RowsInWork,
    stands: Mapping[SpanInWork, Stand],
    halves: Mapping[Side, _Halves],
    first: RowInWork,
    second: RowInWork,
) -> None:
    """A problem goes with its English words, or with its Arabic ones if it has no others or the cut crosses them.

    Its spans follow their words exactly. One that ends up in the other row, or that the cut crosses, loses its place,
    which its thread tells; a problem without words stays.
    """
    rows = (first, second)
    for problem in list(first.problems):
        spans = sorted(
            (span for span in problem.spans if span in stands), key=lambda s: s.side is Side.SOURCE
        )
        parts = {span: halves[span.side].part(stands[span]) for span in spans}
        home = next((part[0] for part in parts.values() if part), 0)
        problem.go_to(rows[home])
        lost = {}
        for span, part in parts.items():
            stays = part is not None and part[0] == home
            span.put(part[1] if part and stays else NOWHERE, rows[home].words[span.side])
            if not stays:
                lost[span.side] = span.exact
        if lost:
            work.tell_move(problem, Move.CUT, lost)


def join_next(session: Session, actor: Actor, segment_id: int, *, version: int, at: datetime) -> Restructured:
    """Put the next row's texts behind this row's; the next row is retired with its history."""
    article, first = lock_segment(session, segment_id)
    require_version(session, first, version, Side.TARGET)
    second = neighbour(session, first)
    for segment in (first, second):
        transition_for(session, actor, article, segment, Event.RESTRUCTURE)
    work = RowsInWork(session, actor, article.id, [first.id, second.id], at)
    rows = work.rows[first.id], work.rows[second.id]
    work.remember(rows)
    join_up(work, *rows)
    rows[0].state = state_without_target(State.DRAFT, bool(rows[0].target.strip()))
    rows[0].left_out = rows[0].added = False
    rows[0].refresh_owed()
    return _stored(session, work, article, "rows.joined", rows)


def join_up(work: RowsInWork, first: RowInWork, second: RowInWork) -> None:
    """Put the texts, marks and problems of ``second`` behind those of ``first``, and retire it with its lineage.

    States are the caller's. Raises InvalidInput when they are too long together.
    """
    if any(len(first.text(s)) + len(second.text(s)) > LONGEST_TEXT - 1 for s in Side):
        raise InvalidInput("Together these two rows would be too long for one segment.")
    for row in (first, second):
        work.seal(row)
    authors = second.owed_authors
    for side in Side:
        _join_side(work, first, second, side, authors)
    for problem in list(second.problems):
        problem.go_to(first)
    second.retired, second.retired_at = True, work.at
    work.came_of(second, first, LineageKind.JOIN)


def _join_side(work: RowsInWork, first: RowInWork, second: RowInWork, side: Side, authors: list[int]) -> None:
    head, tail = first.text(side), second.text(side)
    offset = len(head) + len(JOINER) if head and tail else len(head)
    stands = [
        (span, span.stand.moved(by))
        for row, by in ((first, 0), (second, offset))
        for span in row.spans
        if span.side is side
    ]
    if tail:
        marks = (*first.marks(side), *shift_marks(second.marks(side), offset))
        text = f"{head}{JOINER}{tail}" if head else tail
        _write_for_authors(work, first, side, text, Cause.JOIN, authors, marks)
    for span, stand in stands:
        span.put(stand, first.words[side])


def move(
    session: Session, actor: Actor, segment_id: int, *, after_id: int | None, version: int, at: datetime
) -> Restructured:
    """Put the row behind ``after_id`` (None: to the top)."""
    article, segment = lock_segment(session, segment_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    require_version(session, segment, version, Side.TARGET)
    if after_id == segment.id:
        raise InvalidInput("A row cannot go behind itself.")
    before = [snapshot(session, actor, segment, at)]
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
    before = [snapshot(session, actor, segment, at)]
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


def _stored(
    session: Session, work: RowsInWork, article: Article, name: str, rows: Sequence[RowInWork]
) -> Restructured:
    work.store(session, article)
    projection.refresh(session, article, work.at, content=True, titles=True)
    event_id = undoable(session, work.actor, name, article, work.snapshots, rows, work.at)
    return Restructured(article, tuple(session.get_one(Segment, row.id) for row in rows), event_id)


def _write_for_authors(
    work: RowsInWork,
    row: RowInWork,
    side: Side,
    text: str,
    cause: Cause,
    authors: list[int],
    marks: tuple[InlineMark, ...],
) -> None:
    """Words that move to another row stay their authors' words: still owed there until others agree.

    One revision for each author whose words are owed, so that each needs somebody else's backing.
    """
    whose: list[int | None] = [*authors] if authors and side is Side.TARGET else [None]
    for author_id in whose:
        work.write(row, side, text, cause=cause, author_id=author_id, marks=marks)
