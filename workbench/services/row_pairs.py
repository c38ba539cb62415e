"""The rows of an article in work paired anew: a draft made of them, and its pairs put back into them.

Text, marks, problems and history follow their rows: the first part of a divided row keeps it, a row that went into
another is retired with its lineage, and rows the pairing leaves alone keep everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workbench.align.aligner import MOST_SURE, align
from workbench.db.models import Article, Cause, LineageKind, Revision, Segment
from workbench.domain.errors import Conflict, NotAllowed, WrongState
from workbench.domain.kinds import Side
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.workflow import TRANSITIONS, Event, State, state_without_target
from workbench.services import projection
from workbench.services.draft_state import DraftState
from workbench.services.draft_words import APPROVED
from workbench.services.importing import Draft
from workbench.services.locking import lock_draft_of_article
from workbench.services.reimport_plan import OldRow, placed_lines
from workbench.services.reimporting import live_rows
from workbench.services.rewriting import RowsInWork
from workbench.services.row_news import News, RowTexts, with_news
from workbench.services.row_pairs_plan import PairedRow, PairingPlan, draft_of
from workbench.services.rows_in_work import NOWHERE, ProblemInWork, RowInWork, SpanInWork, Stand
from workbench.services.steps import checked_text
from workbench.services.undo import undoable

#: The confidence of a row whose sides the aligner would pair otherwise: worth a look.
DOUBTED = 0.4
#: Articles of more paragraphs than this, both sides together, are not judged: it would keep somebody waiting.
JUDGED = 1_000
UNJUDGED = 0.6

CHANGED_MEANWHILE = "Somebody changed these rows in the meantime. Nothing was stored."


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


@dataclass(frozen=True, slots=True)
class RowsNews:
    """What became of an article's rows since somebody began to pair them.

    ``rows``: those with new words; ``restructured``: why it cannot be put in any more, "" while it can.
    """

    rows: tuple[News, ...] = ()
    restructured: str = ""

    @property
    def can_take(self) -> int:
        return sum(not one.why for one in self.rows)


def rows_news(session: Session, draft: Draft) -> RowsNews:
    """For the page of pairs; nothing for an import of its own."""
    article = session.get(Article, draft.into.id) if draft.into and draft.state.rows else None
    if article is None:
        return RowsNews()
    try:
        return RowsNews(with_news(rows_to_pair(session, article), draft.state).news)
    except Conflict as conflict:
        return RowsNews(restructured=conflict.message)


def draft_to_pair(rows: Sequence[RowTexts]) -> DraftState:
    """The draft, its pairs as sure as the aligner is of them; approved rows stay when the rest is aligned. Slow for long ones."""
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
        APPROVED if row.state is State.APPROVED else min(round(sure.get(place, other), 3), MOST_SURE)
        for row, place in zip(rows, ranges, strict=True)
    ]


# --- putting it back ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepared:
    """Pairs worked out in full, of rows as they were read; storing them is quick.

    ``order``: all rows afterwards, those left alone by their id; ``stay``: the ids of those that are not moved.
    """

    plan: PairingPlan
    work: RowsInWork
    order: tuple[RowInWork | int, ...]
    stay: frozenset[int]


def prepare(session: Session, actor: Actor, article_id: int, plan: PairingPlan, *, at: datetime) -> Prepared:
    """Work out what ``plan`` writes. Slow for long articles, and only reads: call it outside any writing scope.

    Raises Conflict when rows of the plan have changed since it was made, InvalidInput for one that would be too long.
    """
    return _Work(session, actor, article_id, plan, at).carry_out()


@dataclass(frozen=True, slots=True)
class Paired:
    """What came of it; ``event_id`` names the audit line to undo it by, None when it had been done before."""

    article: Article
    event_id: int | None


def put_pairs(
    session: Session, actor: Actor, draft_id: int, prepared: Prepared, *, version: int, agreed: int
) -> Paired:
    """Store what the plan of ``prepared`` says, made of the draft's ``version``; all of it or nothing.

    ``agreed``: how many approvals the person was told will fall. Raises Conflict when the draft or a row it touches has
    changed since, WrongState when approved rows change that nobody agreed to, NotAllowed, NotFound.
    """
    plan, work = prepared.plan, prepared.work
    draft, article = lock_draft_of_article(session, actor, draft_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    if draft.article_id is not None:
        return Paired(article, None)
    if draft.version != version:
        raise Conflict("Another window or device changed these pairs in the meantime. Nothing was stored.")
    _check(session, actor, article, plan, agreed)
    work.check(session)
    draft.article_id, draft.version, draft.state, draft.changed_at = article.id, version + 1, {}, work.at
    work.arrange(session, prepared.order, prepared.stay)
    work.store(session, article)
    projection.refresh_behind_source(session, article, work.at)
    projection.refresh(session, article, work.at, content=True, titles=True)
    event_id = undoable(
        session, actor, "rows.paired", article, work.snapshots, work.all_rows, work.at, counts=plan.counts
    )
    return Paired(article, event_id)


def _check(session: Session, actor: Actor, article: Article, plan: PairingPlan, agreed: int) -> None:
    now = {row.id: row for row in live_rows(session, article.id)}
    planned = [row.row for row in plan.rows if row.row] + list(plan.retired)
    in_order = [row.id for row in sorted(planned, key=lambda row: row.number)]
    if in_order != list(now) or any(now[row.id].version != row.version for row in plan.touched):
        raise Conflict(CHANGED_MEANWHILE)
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
    """Which rows somebody else has changed since the pairing began, and why their new words cannot be taken."""
    rows = "; ".join(f"row {one.row.number}: {one.why}" for one in plan.stale[:5])
    more = f"; and {len(plan.stale) - 5} more" if len(plan.stale) > 5 else ""
    return (
        f"Somebody gave new words to rows you changed here ({rows}{more}). On the page of pairs you can keep what stands "
        "there, or undo it; nothing was stored."
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
    """One pairing being worked out."""

    def __init__(
        self, session: Session, actor: Actor, article_id: int, plan: PairingPlan, at: datetime
    ) -> None:
        self.plan = plan
        self.work = RowsInWork(session, actor, article_id, [row.id for row in plan.touched], at)
        self.rows = self.work.rows
        if any(
            row.id not in self.rows or self.rows[row.id].lock_version != row.version for row in plan.touched
        ):
            raise Conflict(CHANGED_MEANWHILE)
        self.of_pair: dict[int, RowInWork] = {}
        self.reworded: list[RowInWork] = []  # rows whose English is another
        self.changing = {
            row.id: row for row in (*(r.row for r in plan.rows if r.row and r.is_changed), *plan.retired)
        }
        self.authors = {row_id: self.rows[row_id].owed_authors for row_id in self.changing}

    def carry_out(self) -> Prepared:
        plan, work = self.plan, self.work
        work.remember(self.rows.values())
        for row_id in self.changing:
            work.seal(self.rows[row_id])
        stood = {
            problem: {span: span.stand for span in problem.spans if span.start is not None}
            for problem in work.problems
        }
        order = tuple(self._row(planned) for planned in plan.rows)
        for old in plan.retired:
            row = self.rows[old.id]
            row.retired, row.retired_at = True, work.at
        self._take_problems_along(stood)
        self._note_lineage()
        for row in self.reworded:
            row.refresh_owed()
        stay = frozenset(r.row.id for r in plan.rows if r.row and not r.moved)
        return Prepared(plan, work, order, stay)

    def _row(self, planned: PairedRow) -> RowInWork | int:
        if planned.row and planned.row.id not in self.rows:
            return planned.row.id
        row = self.rows[planned.row.id] if planned.row else self.work.new_row(planned.kind)
        if planned.is_changed:
            self.of_pair[planned.pair] = row
            for side in Side:
                self._write(row, planned, side)
            to = TRANSITIONS.get((row.state, Event.RESTRUCTURE))
            state = to.to if to else State.DRAFT  # an approval that falls has been agreed to
            row.state = state_without_target(state, bool(row.target.strip()))
            row.kind, row.attrs = planned.kind, dict(planned.attrs)
            row.left_out = row.added = False
        return row

    def _write(self, row: RowInWork, planned: PairedRow, side: Side) -> None:
        """One side's new text; words that come from another row stay their authors' words, still owed here."""
        text = checked_text(planned.texts[side])
        is_new = planned.row is None and (side is Side.SOURCE or text)
        if text == row.text(side) and not is_new:
            return
        if side is Side.TARGET:
            self.reworded.append(row)
        authors: list[int | None] = []
        if side in planned.edited:
            authors = [self.work.actor.id]
        elif side is Side.TARGET:
            others = [n for n in planned.of[side] if n != row.id]
            authors = list(dict.fromkeys(author for n in others for author in self.authors[n]))
        for author_id in authors or [None]:
            self.work.write(
                row, side, text, cause=Cause.PAIRING, author_id=author_id, marks=planned.marks[side]
            )

    def _take_problems_along(self, stood: Mapping[ProblemInWork, Mapping[SpanInWork, Stand]]) -> None:
        """A problem goes with its English words, or with its Arabic ones; spans that end elsewhere lie in the tray.

        ``stood``: where the spans of each were.
        """
        for problem, places in stood.items():
            row = self.changing.get(problem.row.id or 0)
            if row is None:
                continue
            now = {
                span: self.plan.place(row, span.side, stand.start or 0, stand.end or 0)
                for span, stand in places.items()
            }
            sides = sorted(places, key=lambda span: span.side is Side.SOURCE)
            found = [place[0] for span in sides if (place := now[span])]
            pair = found[0] if found else self.plan.home[row.id]
            problem.go_to(self.of_pair[pair])
            for span, place in now.items():
                is_here = place is not None and place[0] == pair
                stand = (
                    Stand(*place[1:3], min(place[3], places[span].confidence))
                    if place and is_here
                    else NOWHERE
                )
                span.put(stand, problem.row.words[span.side])

    def _note_lineage(self) -> None:
        """From each row whose words went to another: a part of it, or all that was left."""
        gone = {row.id for row in self.plan.retired}
        for planned in self.plan.rows:
            if not planned.is_changed:
                continue
            row = self.of_pair[planned.pair]
            for row_id in dict.fromkeys(n for ids in planned.of.values() for n in ids):
                if row_id != row.id:
                    kind = LineageKind.JOIN if row_id in gone else LineageKind.SPLIT
                    self.work.came_of(self.rows[row_id], row, kind)
