"""The Arabic changed: a corrected Arabic text goes into an article that is in work.

First a plan of what becomes of each row, then, once a person has seen it, all that it writes is worked out; both are
slow for long texts, so outside any writing scope. Then it is stored in one short transaction. Rows the new text does not touch keep their revisions, state,
approval and version.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import (
    Article,
    AuditEvent,
    Cause,
    Decision,
    DecisionKind,
    Problem,
    Revision,
    Segment,
)
from workbench.db.queries.decided import stands
from workbench.domain.errors import Conflict, NotFound, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import STANDING, Status
from workbench.domain.workflow import State
from workbench.intake.document import Block, Document, Fields
from workbench.services import projection
from workbench.services.articles import fields_of, set_field
from workbench.services.draft_state import DraftState, SideState
from workbench.services.locking import lock_draft_of_article
from workbench.services.reimport_plan import (
    REWRITTEN,
    OldRow,
    Outcome,
    Plan,
    PlannedRow,
    fingerprint,
    touched,
)
from workbench.services.reimport_planner import make_plan
from workbench.services.rewriting import RowsInWork
from workbench.services.rows_in_work import RowInWork, Words
from workbench.services.steps import checked_text
from workbench.services.structure import cut_off, join_up
from workbench.services.undo import undoable

CHANGED_MEANWHILE = (
    "The article changed since this comparison was made. Nothing was stored; this is a fresh comparison."
)
#: The reason of an approval that was kept.
SAME_WORDS = "The corrected Arabic has the same words."
NOT_AGREED = "Say that the approvals may fall; nothing was stored."


# --- before ---------------------------------------------------------------------------------------------


_OF_A_ROW = (
    Segment.lock_version, Segment.state, Segment.kind, Segment.source, Segment.target, Segment.source_revision_id,
    Segment.left_out, Segment.owed, Segment.retired,
)  # fmt: skip


def live_rows(session: Session, article_id: int) -> tuple[OldRow, ...]:
    """The article's live rows in order, as a plan looks at them."""
    live = select(Segment.id, *_OF_A_ROW).where(Segment.article_id == article_id, Segment.retired.is_(False))
    found = session.execute(live.order_by(Segment.position))
    return tuple(OldRow(row[0], number, *row[1:]) for number, row in enumerate(found, 1))


def rows_to_compare(session: Session, article_id: int) -> tuple[OldRow, ...]:
    """The live rows, then those that have gone with their English and could come back, the latest first."""
    of_article = Segment.article_id == article_id
    approved_for: dict[int, list[str]] = defaultdict(list)
    approvals = (
        select(Segment.id, Revision.text)
        .join(Decision, Decision.target_revision_id == Segment.target_revision_id)
        .join(Revision, Revision.id == Decision.source_revision_id)
        .where(of_article, Segment.state != State.APPROVED, Decision.kind == DecisionKind.APPROVED, stands())
    )
    for row_id, text in session.execute(approvals):
        approved_for[row_id].append(text)
    gone = select(Segment.id, *_OF_A_ROW).where(
        of_article, Segment.retired.is_(True), Segment.source != "", Segment.target != ""
    )
    found = session.execute(gone.order_by(Segment.changed_at.desc(), Segment.id.desc()))
    return (
        *(replace(row, approved_for=tuple(approved_for[row.id])) for row in live_rows(session, article_id)),
        *(OldRow(row[0], 0, *row[1:]) for row in found),
    )


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A fact of the article that the new text gives otherwise; ``name`` is a key of ``articles.fields_of``."""

    name: str
    old: Any
    new: Any


def changed_fields(article: Article, fields: Fields) -> tuple[FieldChange, ...]:
    """What the new text says of byline, dateline, outlet, tags, address and date, where it says something else."""
    found = {
        "source_byline": fields.byline,
        "source_dateline": fields.dateline,
        "source_outlet": fields.outlet,
        "source_tags": list(fields.tags),
        "source_url": fields.url,
        "published_on": fields.published_on,
    }
    now = fields_of(article)
    return tuple(FieldChange(name, now[name], new) for name, new in found.items() if new and new != now[name])


def plan_for(
    rows: Sequence[OldRow],
    state: DraftState,
    keep: Collection[int] = (),
    stay_approved: Collection[int] = (),
) -> Plan:
    """What this import's Arabic does to the rows. Slow for thousands of them; needs no database."""
    return make_plan(rows, state.source.kept, keep, stay_approved)


def earlier_arabic(session: Session, article_id: int, event_id: int) -> DraftState:
    """The article's Arabic as it was before that re-import, to be compared and brought in like any other text.

    Rows it did not touch give the Arabic they have now. Raises NotFound for an event that is no re-import of it.
    """
    event = session.get(AuditEvent, event_id)
    if event is None or event.article_id != article_id or event.name != "article.reimported":
        raise NotFound("There is no such corrected Arabic in this article.")
    touched_rows = {int(row_id) for row_id in event.detail["versions"]}
    live = select(Segment).where(Segment.article_id == article_id, Segment.retired.is_(False))
    placed = [
        (s.position, s.kind, s.attrs, s.source_revision_id)
        for s in session.scalars(live)
        if s.id not in touched_rows
    ]
    placed += [
        (row["position"], Kind(row["kind"]), row["attrs"], row["source_revision"])
        for row in event.detail["before"]
        if not row["retired"]
    ]
    blocks = []
    for _, kind, attrs, revision_id in sorted(placed, key=lambda row: row[0]):
        revision = session.get(Revision, revision_id) if revision_id else None
        if revision is not None and revision.text.strip():
            blocks.append(Block(revision.text, kind, marks_from_json(revision.marks, revision.text), attrs))
    return DraftState(source=SideState(document=Document(tuple(blocks))))


# --- carrying it out ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prepared:
    """A re-import worked out in full, of rows as they were read; storing it is quick.

    ``order``: all rows afterwards, those it leaves alone by their id; ``stay``: the ids of those that are not moved.
    """

    plan: Plan
    work: RowsInWork
    order: tuple[RowInWork | int, ...]
    stay: frozenset[int]


def prepare(session: Session, actor: Actor, article_id: int, plan: Plan, *, at: datetime) -> Prepared:
    """Work out what ``plan`` writes. Slow for long texts, and only reads: call it outside any writing scope.

    Raises Conflict when rows of the plan have changed since it was made, InvalidInput for one that would be too long,
    WrongState when unsettled marks would have no row to go to.
    """
    return _Work(session, actor, article_id, plan, at).carry_out()


@dataclass(frozen=True, slots=True)
class Reimported:
    """What came of it; ``event_id`` names the audit line to undo it by, None when it had been done before."""

    article: Article
    event_id: int | None


def reimport(
    session: Session,
    actor: Actor,
    draft_id: int,
    prepared: Prepared,
    *,
    version: int,
    agreed: int,
    fields: Sequence[FieldChange] = (),
) -> Reimported:
    """Put a corrected Arabic text into its article, all at once.

    The plan of ``prepared`` was made of the draft's ``version``; ``fields`` are those facts to take along;
    ``agreed`` is how many approvals the person was told will fall. Raises Conflict when the draft or anything the plan
    rests on has changed since, WrongState when nobody agreed to it, NotFound, NotAllowed.
    Asked again, it does nothing.
    """
    plan, work = prepared.plan, prepared.work
    draft, article = lock_draft_of_article(session, actor, draft_id)
    require(actor, Permission.REIMPORT, article.subject)
    if draft.article_id is not None:
        return Reimported(article, None)
    rows = rows_to_compare(session, article.id)
    if draft.version != version or fingerprint(rows, touched(plan.rows)) != plan.seen:
        raise Conflict(CHANGED_MEANWHILE)
    now = fields_of(article)
    if any(now[change.name] != change.old for change in fields):
        raise Conflict(CHANGED_MEANWHILE)
    if plan.approvals != agreed:
        raise WrongState(NOT_AGREED)
    if any(planned.stays_approved for planned in plan.rows):
        require(actor, Permission.APPROVE, article.subject)
    work.check(session)
    draft.article_id, draft.version, draft.state, draft.changed_at = article.id, version + 1, {}, work.at
    for change in fields:
        set_field(article, change.name, change.new)
    work.arrange(session, prepared.order, prepared.stay)
    work.store(session, article)
    projection.refresh_behind_source(session, article, work.at)
    projection.refresh(session, article, work.at, content=True, titles=True)
    event_id = undoable(
        session,
        actor,
        "article.reimported",
        article,
        work.snapshots,
        work.all_rows,
        work.at,
        counts={**plan.counts, "approvals": plan.approvals, "reopened": plan.reopened},
        fields={change.name: [change.old, fields_of(article)[change.name]] for change in fields},
    )
    return Reimported(article, event_id)


class _Work:
    """One re-import being worked out."""

    def __init__(self, session: Session, actor: Actor, article_id: int, plan: Plan, at: datetime) -> None:
        self.plan = plan
        self.homes = self._homes_of_problems(session)
        mine = touched(plan.rows)
        self.work = RowsInWork(session, actor, article_id, [*mine, *self.homes.values()], at)
        self.rows = self.work.rows
        old_rows = {old.id: old.version for p in plan.rows for old in p.old_rows}
        if any(
            row_id not in self.rows or self.rows[row_id].lock_version != old_rows[row_id] for row_id in mine
        ):
            raise Conflict(CHANGED_MEANWHILE)
        self.parts: dict[int, list[RowInWork]] = {}  # the rows cut off a split one, by its id
        self.cut: dict[int, list[PlannedRow]] = defaultdict(list)
        for planned in plan.rows:
            if planned.cut_from:
                self.cut[planned.cut_from.id].append(planned)

    def carry_out(self) -> Prepared:
        plan = self.plan
        self.work.remember(self.rows.values())
        order = tuple(row for p in plan.rows if (row := self._row(p)) is not None)
        self._take_problems_home()
        stay = frozenset(
            p.row.id for p in plan.rows if p.row and not p.moved and p.outcome is not Outcome.BACK
        )
        return Prepared(plan, self.work, order, stay)

    def _row(self, planned: PlannedRow) -> RowInWork | int | None:
        """Bring one row about; None for one that goes."""
        if planned.outcome is Outcome.NEW:
            row = self.work.new_row(planned.kind, planned.attrs)
            self._write_source(row, planned.source, planned)
            return row
        if planned.cut_from is not None:
            return self.parts[planned.cut_from.id].pop(0)
        assert planned.row is not None, "only new rows and parts have none"
        if planned.row.id not in self.rows:
            return planned.row.id
        row = self.rows[planned.row.id]
        if planned.outcome is Outcome.GONE:
            self.work.seal(row)
            row.retired, row.retired_at = True, self.work.at
            return None
        if planned.outcome is Outcome.BACK:
            self._bring_back(planned, row)
        if planned.outcome in REWRITTEN:
            self._rewrite(planned, row)
        return row

    def _bring_back(self, planned: PlannedRow, row: RowInWork) -> None:
        assert planned.state_after is not None
        row.retired, row.retired_at = False, None
        row.kind, row.attrs, row.state = planned.kind, dict(planned.attrs), planned.state_after
        row.left_out = row.added = False
        if row.marks(Side.SOURCE) != planned.marks:
            self._write_source(row, planned.source, planned)

    def _rewrite(self, planned: PlannedRow, row: RowInWork) -> None:
        assert planned.state_after is not None
        for joined in planned.joined:
            join_up(self.work, row, self.rows[joined.id])
        self.work.seal(row)
        if planned.joined and row.before and row.before.text != planned.whole:
            row.before = None  # that was its own Arabic alone
        was = row.before or row.words[Side.SOURCE]
        self.work.remember_source(row, planned.whole)
        self._write_source(row, planned.whole, planned)
        if planned.outcome is Outcome.SPLIT:
            self._cut_up(planned, row, was)
        row.state = planned.state_after
        if planned.stays_approved:
            row.before = None
            self.work.approve(row, SAME_WORDS)
            return
        row.left_out = row.added = False
        if planned.outcome in (Outcome.SPLIT, Outcome.JOINED):  # the English of others is as it was
            row.refresh_owed()

    def _cut_up(self, planned: PlannedRow, row: RowInWork, was: Words | None) -> None:
        """Cut the parts off a row that has the whole new text, the last first.

        Each has the whole Arabic ``was`` beside its English, even where no word of it changed: whether the English was
        cut in the right place is for a person to see.
        """
        assert row.id is not None
        cut = self.cut[row.id]
        self.parts[row.id] = [self.work.new_row(part.kind, part.attrs) for part in cut]
        starts = accumulate((len(p.source) + 1 for p in cut[:-1]), initial=len(planned.source) + 1)
        for part, piece, at in reversed(list(zip(cut, self.parts[row.id], starts, strict=True))):
            cut_off(self.work, row, piece, {Side.SOURCE: at, Side.TARGET: part.target_at})
            assert part.state_after is not None
            piece.state = part.state_after
            piece.refresh_owed()
        for piece in (row, *self.parts[row.id]):
            piece.before = was if piece.target and was and was.text != piece.source else None

    def _write_source(self, row: RowInWork, text: str, planned: PlannedRow) -> None:
        self.work.write(
            row,
            Side.SOURCE,
            checked_text(text),
            cause=Cause.REIMPORT,
            author_id=self.work.actor.id,
            marks=planned.whole_marks if planned.row else planned.marks,
        )

    # -- problems of rows that go

    def _homes_of_problems(self, session: Session) -> dict[int, int]:
        """For each row that goes with unsettled problems, the row they go to: the one before it, else the next."""
        rows = [(p.row.id, p.outcome is Outcome.GONE) for p in self.plan.rows if p.row]
        found = set(
            session.scalars(
                select(Problem.segment_id).where(
                    Problem.segment_id.in_([row_id for row_id, goes in rows if goes]),
                    Problem.status.in_([*STANDING, Status.FIXED]),
                )
            )
        )
        home = next((row_id for row_id, goes in rows if not goes), None)
        if found and home is None:
            raise WrongState(
                "No row of the article would be left, but there are unsettled marks on its rows. Settle them first."
            )
        homes = {}
        for row_id, goes in rows:
            if not goes:
                home = row_id
            elif row_id in found and home is not None:
                homes[row_id] = home
        return homes

    def _take_problems_home(self) -> None:
        """Into the tray of a row that stays: their words are gone, what was said about them is not."""
        for gone, home in self.homes.items():
            for problem in list(self.rows[gone].problems):
                if problem.is_unsettled:
                    problem.go_to(self.rows[home])
                    for span in problem.spans:
                        span.start = span.end = None
