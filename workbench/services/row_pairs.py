"""The rows of an article in work paired anew: a draft made of them, and its pairs put back into them.

Text, marks, problems and history follow their rows: the first part of a divided row keeps it, a row that went into
another is retired with its lineage, and rows the pairing leaves alone keep everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workbench.align.aligner import MOST_SURE, align
from workbench.align.bead import BY_HAND
from workbench.db.models import (
    Article,
    Cause,
    Lineage,
    LineageKind,
    Problem,
    ProblemSpan,
    Revision,
    Segment,
)
from workbench.domain.errors import Conflict, NotAllowed, WrongState
from workbench.domain.kinds import Side
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.workflow import TRANSITIONS, Event, State, state_without_target
from workbench.services import backing, projection
from workbench.services.draft_state import DraftState
from workbench.services.locking import lock_draft_of_article
from workbench.services.positions import arrange, make_room
from workbench.services.reimport_plan import OldRow, placed_lines
from workbench.services.reimporting import live_rows
from workbench.services.revisions import (
    Placed,
    load_current,
    places_on,
    revision_id_of,
    seal,
    text_of,
    write_revision,
)
from workbench.services.row_pairs_plan import PairedRow, PairingPlan, RowTexts, draft_of
from workbench.services.steps import checked_text
from workbench.services.undo import snapshot, undoable

#: The confidence of a row whose sides the aligner would pair otherwise: worth a look.
DOUBTED = 0.4
#: Articles of more paragraphs than this, both sides together, are not judged: it would keep somebody waiting.
JUDGED = 1_000
UNJUDGED = 0.6


# --- before ---------------------------------------------------------------------------------------------


def rows_to_pair(session: Session, article: Article) -> list[RowTexts]:
    """The article's rows with their inline marks."""
    source, target = aliased(Revision), aliased(Revision)
    found = session.execute(
        select(Segment.id, Segment.attrs, source.marks, target.marks)
        .outerjoin(source, source.id == Segment.source_revision_id)
        .outerjoin(target, target.id == Segment.target_revision_id)
        .where(Segment.article_id == article.id, Segment.retired.is_(False))
        .order_by(Segment.position)
    ).all()
    return [
        RowTexts(
            row,
            {
                Side.SOURCE: marks_from_json(item[2] or (), row.source),
                Side.TARGET: marks_from_json(item[3] or (), row.target),
            },
            item[1],
        )
        for item, row in zip(found, live_rows(session, article.id), strict=True)
    ]


def draft_to_pair(rows: Sequence[RowTexts]) -> DraftState:
    """The draft, its pairs as sure as the aligner is of them; approved rows count as set by hand. Slow for long ones."""
    return draft_of(rows, _confidences([item.row for item in rows]))


def _confidences(rows: Sequence[OldRow]) -> list[float]:
    source: list[str] = []
    target: list[str] = []
    ranges = []
    for row in rows:
        start = len(source), len(target)
        source += [text for text, _ in placed_lines(row.source)]
        target += [text for text, _ in placed_lines(row.target)]
        ranges.append((tuple(range(start[0], len(source))), tuple(range(start[1], len(target)))))
    sure: dict[tuple[tuple[int, ...], tuple[int, ...]], float] = {}
    other = UNJUDGED
    if len(source) + len(target) <= JUDGED:
        sure = {(bead.source, bead.target): bead.confidence for bead in align(source, target)}
        other = DOUBTED
    return [
        BY_HAND if row.state is State.APPROVED else min(round(sure.get(place, other), 3), MOST_SURE)
        for row, place in zip(rows, ranges, strict=True)
    ]


# --- putting it back ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paired:
    """What came of it; ``event_id`` names the audit line to undo it by, None when it had been done before."""

    article: Article
    event_id: int | None


def put_pairs(
    session: Session,
    actor: Actor,
    draft_id: int,
    plan: PairingPlan,
    *,
    version: int,
    agreed: int,
    at: datetime,
) -> Paired:
    """Store what ``plan`` says, made of the draft's ``version`` and of rows since read; all of it or nothing.

    ``agreed``: how many approvals the person was told will fall. Raises Conflict when the draft or a row it touches has
    changed since, WrongState when approved rows change that nobody agreed to, NotAllowed, NotFound, InvalidInput.
    """
    draft, article = lock_draft_of_article(session, actor, draft_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    if draft.article_id is not None:
        return Paired(article, None)
    if draft.version != version:
        raise Conflict("Another window or device changed these pairs in the meantime. Nothing was stored.")
    _check(session, actor, article, plan, agreed)
    event_id = _Work(session, actor, article, plan, at).carry_out()
    draft.article_id, draft.version, draft.state, draft.changed_at = article.id, version + 1, {}, at
    session.flush()
    return Paired(article, event_id)


def _check(session: Session, actor: Actor, article: Article, plan: PairingPlan, agreed: int) -> None:
    now = {row.id: row for row in live_rows(session, article.id)}
    planned = [row.row for row in plan.rows if row.row] + list(plan.retired)
    in_order = [row.id for row in sorted(planned, key=lambda row: row.number)]
    if in_order != list(now) or any(now[row.id].version != row.version for row in plan.touched):
        raise Conflict("Somebody changed these rows in the meantime. Nothing was stored.")
    if plan.stale:
        raise Conflict(stale_in_words(plan))
    if plan.approved:
        require(actor, Permission.REOPEN, article.subject)
        if agreed != len(plan.approved):
            raise WrongState("Say that the approved rows may change; they return to draft.")
    if Side.SOURCE in plan.edited:
        require(actor, Permission.EDIT_SOURCE, article.subject)
    if Side.TARGET in plan.edited:
        require(actor, Permission.EDIT_TARGET, article.subject)


def stale_in_words(plan: PairingPlan) -> str:
    """Which rows somebody else has changed since the pairing began."""
    numbers = [str(row.number) for row in plan.stale]
    which = f"row {numbers[0]}" if len(numbers) == 1 else f"rows {', '.join(numbers[:-1])} and {numbers[-1]}"
    return (
        f"Somebody changed {which} since you began to pair. Undo what you did there, or begin anew; "
        "nothing was stored."
    )


def not_allowed_in_words(actor: Actor, article: Article, plan: PairingPlan) -> str:
    """Why this person may not store the plan; "" when they may."""
    try:
        require(actor, Permission.EDIT_STRUCTURE, article.subject)
        if plan.approved:
            require(actor, Permission.REOPEN, article.subject)
        if Side.SOURCE in plan.edited:
            require(actor, Permission.EDIT_SOURCE, article.subject)
    except NotAllowed as refusal:
        return refusal.message
    return ""


class _Work:
    """One pairing being put back."""

    def __init__(
        self, session: Session, actor: Actor, article: Article, plan: PairingPlan, at: datetime
    ) -> None:
        self.session, self.actor, self.article, self.plan, self.at = session, actor, article, plan, at
        query = select(Segment).where(Segment.article_id == article.id, Segment.retired.is_(False))
        self.segments = {segment.id: segment for segment in session.scalars(query)}
        self.of_pair: dict[int, Segment] = {}
        self.reworded: list[Segment] = []  # rows whose English is another
        self.rewritten = [self.segments[row.id] for row in self._changing()]
        self.revisions = load_current(session, self.rewritten)
        self.places = self._places()
        others = {n for r in plan.rows for n in r.of.get(Side.TARGET, ()) if not r.row or n != r.row.id}
        self.authors = {n: backing.owed_authors(session, self.segments[n]) for n in others}

    def _changing(self) -> list[OldRow]:
        return [*(r.row for r in self.plan.rows if r.row and r.is_changed), *self.plan.retired]

    def _places(self) -> dict[int, list[Placed]]:
        """Where problems' spans stand on the rows that change, by row."""
        ids = [segment.id for segment in self.rewritten]
        marked = select(Problem.segment_id).where(Problem.segment_id.in_(ids)).distinct()
        return {n: places_on(self.session, self.segments[n]) for n in self.session.scalars(marked) if n}

    def carry_out(self) -> int:
        plan, session = self.plan, self.session
        make_room(session, self.article.id, sum(r.row is None or r.moved for r in plan.rows))
        before = [snapshot(session, self.segments[row.id]) for row in dict.fromkeys(plan.touched)]
        for segment in self.rewritten:
            seal(session, segment, self.at)
        order = [self._row(planned) for planned in plan.rows]
        for row in plan.retired:
            segment = self.segments[row.id]
            segment.retired, segment.retired_at = True, self.at
            segment.lock_version += 1
        self._take_problems_along()
        self._write_lineage()
        for segment in self.reworded:
            backing.refresh_owed(session, segment)
        stay = {r.row.id for r in plan.rows if r.row and not r.moved}
        arrange(session, order, stay)
        changed = [s for planned, s in zip(plan.rows, order, strict=True) if planned.is_touched]
        changed += [self.segments[row.id] for row in plan.retired]
        projection.refresh(session, self.article, self.at, changed=changed, content=True, titles=True)
        return undoable(
            session, self.actor, "rows.paired", self.article, before, changed, self.at, counts=plan.counts
        )

    def _row(self, planned: PairedRow) -> Segment:
        segment = self.segments[planned.row.id] if planned.row else self._new(planned)
        if planned.pair >= 0:
            self.of_pair[planned.pair] = segment
        if planned.is_changed:
            for side in Side:
                self._write(segment, planned, side)
            to = TRANSITIONS.get((segment.state, Event.RESTRUCTURE))
            state = to.to if to else State.DRAFT  # an approval that falls has been agreed to
            segment.state = state_without_target(state, bool(segment.target.strip()))
            segment.kind, segment.attrs = planned.kind, dict(planned.attrs)
            segment.left_out = segment.added = False
        if planned.row and planned.is_touched:
            segment.lock_version += 1
        return segment

    def _new(self, planned: PairedRow) -> Segment:
        segment = Segment(
            article_id=self.article.id,
            position=0,
            kind=planned.kind,
            state=State.UNTRANSLATED,
            changed_at=self.at,
        )
        self.session.add(segment)
        self.session.flush()
        return segment

    def _write(self, segment: Segment, planned: PairedRow, side: Side) -> None:
        """One side's new text; words that come from another row stay their authors' words, still owed here."""
        text = checked_text(planned.texts[side])
        is_new = planned.row is None and (side is Side.SOURCE or text)
        if text == text_of(segment, side) and not is_new:
            return
        if side is Side.TARGET:
            self.reworded.append(segment)
        authors: list[int | None] = []
        if side in planned.edited:
            authors = [self.actor.id]
        elif side is Side.TARGET:
            others = [n for n in planned.of[side] if n != segment.id]
            authors = list(dict.fromkeys(author for n in others for author in self.authors[n]))
        for author_id in authors or [None]:
            write_revision(
                self.session,
                segment,
                side,
                text,
                cause=Cause.PAIRING,
                author_id=author_id,
                at=self.at,
                marks=planned.marks[side],
            )

    def _take_problems_along(self) -> None:
        """A problem goes with its English words, or with its Arabic ones; spans that end elsewhere lie in the tray."""
        rows = {row.id: row for row in self._changing()}
        for problem in self.session.scalars(select(Problem).where(Problem.segment_id.in_(rows))).all():
            row = rows[problem.segment_id or 0]
            stood = {p.span_id: p for p in self.places[row.id] if p.problem_id == problem.id}
            now = {span_id: self.plan.place(row, p.side, p.start, p.end) for span_id, p in stood.items()}
            sides = sorted(stood.values(), key=lambda p: p.side is Side.SOURCE)
            found = [place[0] for p in sides if (place := now[p.span_id])]
            pair = found[0] if found else self.plan.home[row.id]
            segment = self.of_pair[pair]
            problem.segment_id = segment.id
            for span_id, p in stood.items():
                span = self.session.get_one(ProblemSpan, span_id)
                place = now[span_id]
                span.start, span.end = place[1:] if place and place[0] == pair else (None, None)
                span.revision_id = revision_id_of(segment, p.side)
        self.session.flush()

    def _write_lineage(self) -> None:
        """From each row whose words went to another: a part of it, or all that was left."""
        gone = {row.id for row in self.plan.retired}
        for planned in self.plan.rows:
            segment = self.of_pair.get(planned.pair)
            rows = dict.fromkeys(n for ids in planned.of.values() for n in ids)
            for row_id in rows if segment else ():
                assert segment is not None
                if row_id == segment.id:
                    continue
                self.session.add(
                    Lineage(
                        article_id=self.article.id,
                        from_segment_id=row_id,
                        to_segment_id=segment.id,
                        kind=LineageKind.JOIN if row_id in gone else LineageKind.SPLIT,
                        actor_id=self.actor.id,
                        created_at=self.at,
                    )
                )
