"""The Arabic changed: a corrected Arabic text goes into an article that is in work.

First a plan of what becomes of each row (pure, slow for long texts, so outside any writing scope), then, once a
person has seen it, all of it in one transaction. Rows the new text does not touch keep their revisions, state,
approval and version.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
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
from workbench.domain.errors import Conflict, NotFound, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.problems import STANDING, Status
from workbench.domain.workflow import State
from workbench.intake.document import Block, Document, Fields
from workbench.services import backing, projection
from workbench.services.articles import fields_of, set_field
from workbench.services.draft_state import DraftState, SideState
from workbench.services.locking import lock_draft_of_article
from workbench.services.positions import arrange, make_room
from workbench.services.reimport_plan import (
    REWRITTEN,
    OldRow,
    Outcome,
    Plan,
    PlannedRow,
    fingerprint,
    make_plan,
    touched,
)
from workbench.services.revisions import load_current, seal, write_revision
from workbench.services.steps import checked_text, remember_source
from workbench.services.structure import cut_off, join_up
from workbench.services.undo import snapshot, undoable
from workbench.text.arabic import drawn_key

CHANGED_MEANWHILE = (
    "The article changed since this comparison was made. Nothing was stored; this is a fresh comparison."
)
#: The reason of an approval that was kept.
SAME_WORDS = "The corrected Arabic has the same words."
NOT_AGREED = "Say that the approvals may fall; nothing was stored."


# --- before ---------------------------------------------------------------------------------------------


def live_rows(session: Session, article_id: int) -> tuple[OldRow, ...]:
    """The article's rows in order, as a plan looks at them."""
    found = session.execute(
        select(
            Segment.id,
            Segment.lock_version,
            Segment.state,
            Segment.kind,
            Segment.source,
            Segment.target,
            Segment.source_revision_id,
            Segment.left_out,
            Segment.owed,
        )
        .where(Segment.article_id == article_id, Segment.retired.is_(False))
        .order_by(Segment.position)
    )
    return tuple(OldRow(row[0], number, *row[1:]) for number, row in enumerate(found, 1))


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
class Reimported:
    """What came of it; ``event_id`` names the audit line to undo it by, None when it had been done before."""

    article: Article
    event_id: int | None


def reimport(
    session: Session,
    actor: Actor,
    draft_id: int,
    plan: Plan,
    *,
    version: int,
    agreed: int,
    fields: Sequence[FieldChange] = (),
    at: datetime,
) -> Reimported:
    """Put a corrected Arabic text into its article, all at once.

    ``plan`` was made of the draft's ``version`` and of rows since read; ``fields`` are those facts to take along;
    ``agreed`` is how many approvals the person was told will fall. Raises Conflict when the draft or anything the plan
    rests on has changed since, WrongState when nobody agreed to it, NotFound, NotAllowed, InvalidInput.
    Asked again, it does nothing.
    """
    draft, article = lock_draft_of_article(session, actor, draft_id)
    require(actor, Permission.REIMPORT, article.subject)
    if draft.article_id is not None:
        return Reimported(article, None)
    rows = live_rows(session, article.id)
    if draft.version != version or fingerprint(rows, touched(plan.rows)) != plan.seen:
        raise Conflict(CHANGED_MEANWHILE)
    now = fields_of(article)
    if any(now[change.name] != change.old for change in fields):
        raise Conflict(CHANGED_MEANWHILE)
    if plan.approvals != agreed:
        raise WrongState(NOT_AGREED)
    if any(planned.stays_approved for planned in plan.rows):
        require(actor, Permission.APPROVE, article.subject)
    event_id = _Work(session, actor, article, plan, at).carry_out(fields)
    draft.article_id, draft.version, draft.state, draft.changed_at = article.id, version + 1, {}, at
    session.flush()
    return Reimported(article, event_id)


class _Work:
    """One re-import being carried out."""

    def __init__(self, session: Session, actor: Actor, article: Article, plan: Plan, at: datetime) -> None:
        self.session, self.actor, self.article, self.plan, self.at = session, actor, article, plan, at
        query = select(Segment).where(Segment.article_id == article.id, Segment.retired.is_(False))
        self.segments = {segment.id: segment for segment in session.scalars(query)}
        mine = touched(plan.rows)
        self.revisions = load_current(session, [s for s in self.segments.values() if s.id in mine])
        self.changed: list[Segment] = []
        self.parts: dict[int, list[Segment]] = {}  # the rows cut off a split one, by its id

    def carry_out(self, fields: Sequence[FieldChange]) -> int:
        plan, session = self.plan, self.session
        make_room(session, self.article.id, sum(p.row is None or p.moved for p in plan.rows))
        homes = self._homes_of_problems()
        ids = [old.id for p in plan.rows if p.is_touched for old in p.old_rows]
        before = [snapshot(session, self.segments[n]) for n in dict.fromkeys([*ids, *homes.values()])]
        self.changed = [self.segments[n] for n in homes.values() if n not in ids]
        order = [segment for p in plan.rows if (segment := self._row(p)) is not None]
        self._take_problems_home(homes)
        stay = {p.row.id for p in plan.rows if p.row and not p.moved}
        arrange(session, order, stay)
        for change in fields:
            set_field(self.article, change.name, change.new)
        changed = list(dict.fromkeys(self.changed))
        projection.refresh(session, self.article, self.at, changed=changed, content=True, titles=True)
        return undoable(
            session,
            self.actor,
            "article.reimported",
            self.article,
            before,
            changed,
            self.at,
            counts={**plan.counts, "approvals": plan.approvals, "reopened": plan.reopened},
            fields={change.name: [change.old, fields_of(self.article)[change.name]] for change in fields},
        )

    def _row(self, planned: PlannedRow) -> Segment | None:
        """Bring one row about; None for one that goes."""
        if planned.outcome is Outcome.NEW:
            return self._new(planned)
        if planned.cut_from is not None:
            return self.parts[planned.cut_from.id].pop(0)
        assert planned.row is not None, "only new rows and parts have none"
        segment = self.segments[planned.row.id]
        if planned.outcome is Outcome.GONE:
            seal(self.session, segment, self.at)
            segment.retired, segment.retired_at = True, self.at
        elif planned.outcome in REWRITTEN:
            self._rewrite(planned, segment)
        if planned.is_touched:
            segment.lock_version += 1
            self.changed.append(segment)
        return None if planned.outcome is Outcome.GONE else segment

    def _new(self, planned: PlannedRow) -> Segment:
        segment = self._empty_row(planned)
        self._write_source(segment, planned.source, planned)
        return segment

    def _empty_row(self, planned: PlannedRow) -> Segment:
        segment = Segment(
            article_id=self.article.id,
            position=0,
            kind=planned.kind,
            attrs=dict(planned.attrs),
            state=State.UNTRANSLATED,
            changed_at=self.at,
        )
        self.session.add(segment)
        self.session.flush()
        self.changed.append(segment)
        return segment

    def _rewrite(self, planned: PlannedRow, segment: Segment) -> None:
        assert planned.state_after is not None
        for row in planned.joined:
            second = self.segments[row.id]
            join_up(self.session, self.actor, self.article, segment, second, self.at)
            second.lock_version += 1
            self.changed.append(second)
        seal(self.session, segment, self.at)
        remember_source(self.session, segment, planned.whole, self.at)
        only_cut = drawn_key(segment.source) == drawn_key(planned.whole)
        self._write_source(segment, planned.whole, planned)
        if planned.outcome is Outcome.SPLIT:
            self._cut_up(planned, segment, only_cut=only_cut)
        segment.state = planned.state_after
        if planned.stays_approved:
            self._approve_anew(segment)
            return
        segment.left_out = segment.added = False
        if planned.outcome in (Outcome.SPLIT, Outcome.JOINED):  # the English of others is as it was
            backing.refresh_owed(self.session, segment)

    def _approve_anew(self, segment: Segment) -> None:
        """The approval holds for the new Arabic: a decision of this person that names it."""
        seal(self.session, segment, self.at)
        segment.source_before_id = None
        self.session.add(
            Decision(
                segment_id=segment.id,
                kind=DecisionKind.APPROVED,
                actor_id=self.actor.id,
                source_revision_id=segment.source_revision_id,
                target_revision_id=segment.target_revision_id,
                reason=SAME_WORDS,
                created_at=self.at,
            )
        )

    def _cut_up(self, planned: PlannedRow, segment: Segment, *, only_cut: bool) -> None:
        """Cut the parts off a row that has the whole new text, the last first; ``only_cut``: no word changed."""
        if only_cut:
            segment.source_before_id = None
        cut = [p for p in self.plan.rows if p.cut_from and p.cut_from.id == segment.id]
        self.parts[segment.id] = [self._empty_row(part) for part in cut]
        starts = accumulate((len(p.source) + 1 for p in cut[:-1]), initial=len(planned.source) + 1)
        for part, piece, at in reversed(list(zip(cut, self.parts[segment.id], starts, strict=True))):
            cuts = {Side.SOURCE: at, Side.TARGET: part.target_at}
            cut_off(self.session, self.actor, self.article, segment, piece, cuts, self.at)
            assert part.state_after is not None
            piece.state = part.state_after
            piece.source_before_id = segment.source_before_id if piece.target else None
            backing.refresh_owed(self.session, piece)

    def _write_source(self, segment: Segment, text: str, planned: PlannedRow) -> None:
        write_revision(
            self.session,
            segment,
            Side.SOURCE,
            checked_text(text),
            cause=Cause.REIMPORT,
            author_id=self.actor.id,
            at=self.at,
            marks=planned.whole_marks if planned.row else planned.marks,
        )

    # -- problems of rows that go

    def _homes_of_problems(self) -> dict[int, int]:
        """For each row that goes with unsettled problems, the row they go to: the one before it, else the next."""
        goes = [p.row.id for p in self.plan.rows if p.row and p.outcome is Outcome.GONE]
        found = set(
            self.session.scalars(
                select(Problem.segment_id).where(
                    Problem.segment_id.in_(goes), Problem.status.in_([*STANDING, Status.FIXED])
                )
            )
        )
        kept = [
            (n, p.row.id) for n, p in enumerate(self.plan.rows) if p.row and p.outcome is not Outcome.GONE
        ]
        homes = {}
        for n, p in enumerate(self.plan.rows):
            if p.row and p.row.id in found and p.outcome is Outcome.GONE:
                before = [id_ for k, id_ in kept if k < n]
                if not kept:
                    raise WrongState(
                        "No row of the article would be left, but there are unsettled marks on its rows. "
                        "Settle them first."
                    )
                homes[p.row.id] = before[-1] if before else kept[0][1]
        return homes

    def _take_problems_home(self, homes: dict[int, int]) -> None:
        """Into the tray of a row that stays: their words are gone, what was said about them is not."""
        for gone, home in homes.items():
            unsettled = select(Problem).where(
                Problem.segment_id == gone, Problem.status.in_([*STANDING, Status.FIXED])
            )
            for problem in self.session.scalars(unsettled).all():
                problem.segment_id = home
                for span in problem.spans:
                    span.start = span.end = None
        self.session.flush()
