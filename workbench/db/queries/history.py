"""A segment's history, newest first: its revisions with what each changed, marks and what was said about them, what
people decided, where words came from.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import (
    AuditEvent,
    Cause,
    Decision,
    DecisionKind,
    Lineage,
    LineageKind,
    Problem,
    ProblemEvent,
    ProblemEventKind,
    Revision,
    Segment,
    User,
)
from workbench.db.queries.decided import undoable
from workbench.db.queries.history_words import (
    ACTS_ON_ROWS,
    CAUSE_WORDS,
    DECISION_WORDS,
    PROBLEM_WORDS,
    RECORDED_WORDS,
    UNDONE_WORDS,
    told_of,
)
from workbench.db.queries.marked_words import (
    Quoted,
    told,
    was_on,
    words_marked,
)
from workbench.db.queries.recorded_reasons import reasons_of
from workbench.db.queries.row_places import numbers_of
from workbench.domain.kinds import Side
from workbench.domain.marks import marked_redline, stored_marks
from workbench.domain.problems import label_of
from workbench.domain.workflow import State
from workbench.text.diff import Op, Piece

#: How many revisions of a segment one page shows, and how many rows its words came from or went to.
MOST = 60
MOST_OTHERS = 12


class About(StrEnum):
    """What an entry is about; the value is what the filter's address says."""

    WORDS = "words"
    DECISIONS = "decisions"
    PROBLEMS = "problems"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: a revision (``pieces`` is its redline), a decision (``reason``), or a step of a problem.

    ``name`` is None for imported text, and for what the command line did. Acts on rows are their doer's; where the words
    are another's, ``words_of`` says whose. ``note``: what fell with it. ``other``: the row words came from or went to,
    in an entry that says no more than that. ``restorable``: an earlier text that differs from the present one.
    ``marked``: the words a mark was put on; ``direction`` is that of ``reason``. ``undo``: the audit line of a decision
    that who made it can take back.
    """

    at: datetime
    name: str | None
    says: str
    side: Side | None = None
    revision_id: int | None = None
    number: int | None = None
    pieces: tuple[Piece, ...] = ()
    suggested_by: str | None = None
    restorable: bool = False
    current: bool = False
    reason: str = ""
    words_of: str | None = None
    note: str = ""
    other: "OtherRow | None" = None
    about: About = About.WORDS
    actor_id: int | None = None
    direction: str = "auto"
    problem_id: int | None = None
    marked: tuple[Quoted, ...] = ()
    undo: int | None = None

    @property
    def is_import(self) -> bool:
        return self.says == CAUSE_WORDS[Cause.IMPORT]


@dataclass(frozen=True, slots=True)
class OtherRow:
    """Another row in a row's history. ``number`` is None when it is gone; then ``entries`` are what it was."""

    id: int
    number: int | None
    entries: tuple[Entry, ...] = ()


def history_of(session: Session, segment: Segment) -> list[Entry]:
    """All that was done to it, newest first; of each sort at most the last ``MOST``."""
    said = _said(session, segment)
    entries = [*_naming_accepted(_own(session, segment), said), *_others(session, segment), *said]
    entries += _recorded(session, segment)
    return sorted(entries, key=lambda e: (e.at, e.revision_id or 0), reverse=True)


def _naming_accepted(own: Sequence[Entry], said: Sequence[Entry]) -> list[Entry]:
    """An approval says which fixes it accepted: those of the same moment and person."""
    verb = f"{PROBLEM_WORDS[ProblemEventKind.ACCEPTED]} "
    accepted: dict[tuple[datetime, int | None], list[str]] = {}
    for entry in reversed(said):
        if entry.says.startswith(verb):
            accepted.setdefault((entry.at, entry.actor_id), []).append(entry.says.removeprefix(verb))
    approved = DECISION_WORDS[DecisionKind.APPROVED]
    found = [accepted.get((e.at, e.actor_id), []) if e.says == approved else [] for e in own]
    return [
        replace(e, note=f"Accepted with it: {', '.join(names)}.") if names else e
        for e, names in zip(own, found, strict=True)
    ]


def _own(session: Session, segment: Segment) -> list[Entry]:
    return [*_revisions(session, segment), *_decisions(session, segment)]


# --- acts on rows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Act:
    """An act on rows: who did it, and the rows whose approval it found."""

    name: str | None
    actor_id: int | None
    approved: frozenset[int]


def _acts(session: Session, segment: Segment, times: Collection[datetime]) -> dict[datetime, _Act]:
    """The acts at these moments that had to do with this row."""
    if not times:
        return {}
    found = session.execute(
        select(AuditEvent.at, AuditEvent.actor_id, AuditEvent.detail, User.name)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.article_id == segment.article_id, AuditEvent.at.in_(times))
        .where(or_(AuditEvent.name.startswith("rows."), AuditEvent.name == "article.reimported"))
        .order_by(AuditEvent.id)
    )
    acts = {}
    for at, actor_id, detail, name in found:
        if "undone" in detail or str(segment.id) in detail.get("versions", {}):
            before = detail.get("before", ())
            approved = frozenset(row["id"] for row in before if row["state"] == State.APPROVED)
            acts[at] = _Act(name, actor_id, approved)
    return acts


def _others(session: Session, segment: Segment) -> list[Entry]:
    """The rows that words of this one came from or went to."""
    came, went = Lineage.to_segment_id == segment.id, Lineage.from_segment_id == segment.id
    lines = session.execute(
        select(
            Lineage.from_segment_id,
            Lineage.to_segment_id,
            Lineage.kind,
            Lineage.created_at,
            Lineage.actor_id,
            User.name,
        )
        .outerjoin(User, User.id == Lineage.actor_id)
        .where(or_(came, went))
        .order_by(Lineage.id.desc())
        .limit(MOST_OTHERS)
    ).all()
    ids = {line.from_segment_id for line in lines} | {line.to_segment_id for line in lines}
    numbers = numbers_of(session, segment.article_id, ids)
    began = session.scalar(select(func.min(Revision.created_at)).where(Revision.segment_id == segment.id))
    acts = _acts(session, segment, {line.created_at for line in lines})
    entries = []
    for line in lines:
        act = acts.get(line.created_at)
        if line.from_segment_id == segment.id:
            other = OtherRow(line.to_segment_id, numbers.get(line.to_segment_id))
            says = "joined it to" if line.kind is LineageKind.JOIN else "gave words of it to"
        else:
            other = _origin(session, line.from_segment_id, numbers, line.created_at)
            is_new = began is None or began >= line.created_at
            says = "made it of words of" if is_new else "brought into it words of"
        fell = bool(act and line.kind is LineageKind.JOIN and line.from_segment_id in act.approved)
        note = "The approval of that row fell." if fell and line.to_segment_id == segment.id else ""
        entries.append(
            Entry(
                at=line.created_at,
                name=line.name,
                says=says,
                other=other,
                note=note,
                about=About.ROWS,
                actor_id=line.actor_id,
            )
        )
    return entries


def _origin(session: Session, row_id: int, numbers: Mapping[int, int], until: datetime) -> OtherRow:
    if row_id in numbers:
        return OtherRow(row_id, numbers[row_id])
    gone = session.get_one(Segment, row_id)
    was = [replace(e, restorable=False, current=False) for e in _own(session, gone) if e.at <= until]
    return OtherRow(row_id, None, tuple(sorted(was, key=lambda e: (e.at, e.revision_id or 0), reverse=True)))


# --- revisions and decisions ----------------------------------------------------------------------------


def _revisions(session: Session, segment: Segment) -> list[Entry]:
    suggester = aliased(User)
    found = session.execute(
        select(
            Revision.id,
            Revision.side,
            Revision.number,
            Revision.text,
            Revision.marks,
            Revision.cause,
            Revision.changed_at,
            Revision.author_id,
            User.name,
            suggester.name.label("suggested_by"),
        )
        .outerjoin(User, User.id == Revision.author_id)
        .outerjoin(suggester, suggester.id == Revision.suggested_by_id)
        .where(Revision.segment_id == segment.id)
        .order_by(Revision.id.desc())
        .limit(MOST + 1)
    ).all()
    acts = _acts(session, segment, {item.changed_at for item in found if item.cause in ACTS_ON_ROWS})
    with_a_file = _moments_of_files(session, segment)
    entries = []
    told: set[datetime] = set()
    for index, item in enumerate(found[:MOST]):
        entry = _entry(segment, item, found[index + 1 :])
        act = acts.get(item.changed_at) if item.cause in ACTS_ON_ROWS else None
        if act:
            fell = segment.id in act.approved and item.changed_at not in told
            entry = replace(
                entry,
                name=act.name,
                actor_id=act.actor_id,
                words_of=item.name if item.name != act.name else None,
                note="The approval fell with it." if fell else "",
            )
            told.add(item.changed_at)  # once, with the newest of its revisions
        elif item.cause is Cause.EDIT and item.changed_at in with_a_file:
            entry = replace(entry, says=CAUSE_WORDS[Cause.RETURNED_FILE])
        entries.append(entry)
    return entries


def _moments_of_files(session: Session, segment: Segment) -> frozenset[datetime]:
    """When words of this row came with a translation file: a translator's own are an edit of theirs all the same."""
    found = session.execute(
        select(AuditEvent.at, AuditEvent.detail).where(
            AuditEvent.article_id == segment.article_id, AuditEvent.name == "rows.brought_back"
        )
    )
    return frozenset(at for at, detail in found if str(segment.id) in detail["versions"])


def _entry(segment: Segment, item: Any, older: Sequence[Any]) -> Entry:
    before = next((o for o in older if o.side is item.side), None)
    marks = stored_marks(item.marks)
    present = segment.target if item.side is Side.TARGET else segment.source
    current = item.id in (segment.source_revision_id, segment.target_revision_id)
    return Entry(
        at=item.changed_at,
        name=item.name,
        says=CAUSE_WORDS[item.cause],
        side=item.side,
        revision_id=item.id,
        number=item.number,
        pieces=marked_redline(before.text, item.text, stored_marks(before.marks), marks)
        if before
        else (Piece(Op.EQUAL, item.text, marks),),
        suggested_by=item.suggested_by,
        restorable=item.text != present and not current,
        current=current,
        actor_id=item.author_id,
    )


def _decisions(session: Session, segment: Segment) -> list[Entry]:
    line = undoable(session, segment)
    taken = aliased(Decision)
    found = session.execute(
        select(
            Decision.created_at,
            Decision.kind,
            Decision.reason,
            Decision.actor_id,
            User.name,
            taken.kind.label("taken_back"),
        )
        .join(User, User.id == Decision.actor_id)
        .outerjoin(taken, taken.id == Decision.takes_back_id)
        .where(Decision.segment_id == segment.id)
        .order_by(Decision.id.desc())
        .limit(MOST)
    )
    return [
        Entry(
            at=d.created_at,
            name=d.name,
            says=UNDONE_WORDS[d.taken_back] if d.taken_back else DECISION_WORDS[d.kind],
            reason=d.reason,
            about=About.DECISIONS,
            actor_id=d.actor_id,
            undo=line.id if line and (line.at, line.actor_id) == (d.created_at, d.actor_id) else None,
        )
        for d in found
    ]


# --- problems ---------------------------------------------------------------------------------------------


def _said(session: Session, segment: Segment) -> list[Entry]:
    found = session.execute(
        select(ProblemEvent, Problem.type, User.name)
        .join(Problem, Problem.id == ProblemEvent.problem_id)
        .join(User, User.id == ProblemEvent.actor_id)
        .where(was_on(segment.article_id, segment.id))
        .order_by(ProblemEvent.id.desc())
        .limit(MOST)
    ).all()
    events = [event for event, _, _ in found]
    marked, kept = words_marked(session, events), set(told(reversed(events)))
    return [
        Entry(
            at=event.created_at,
            name=name,
            says=told_of(event, type_slug),
            reason=event.text,
            direction=event.direction,
            about=About.PROBLEMS,
            actor_id=event.actor_id,
            problem_id=event.problem_id,
            marked=marked[event.id],
        )
        for event, type_slug, name in found
        if event in kept
    ]


def _recorded(session: Session, segment: Segment) -> list[Entry]:
    """Waivers of its problems and legal reads of its words: who gave them, and how they ended."""
    found = session.execute(
        select(AuditEvent, User.name)
        .outerjoin(User, User.id == AuditEvent.actor_id)
        .where(AuditEvent.article_id == segment.article_id, AuditEvent.segment_id == segment.id)
        .where(AuditEvent.name.in_(RECORDED_WORDS))
        .order_by(AuditEvent.id.desc())
        .limit(MOST)
    ).all()
    said = reasons_of(session, [event for event, _ in found])
    of = select(Problem.id, Problem.type).where(Problem.segment_id == segment.id)
    types = dict(session.execute(of).all()) if found else {}
    return [
        Entry(
            at=event.at,
            name=name,
            says=RECORDED_WORDS[event.name].format(
                label_of(types.get(event.detail.get("problem", 0), "problem"))
            ),
            reason=said.get(event.id, ""),
            about=About.PROBLEMS,
            actor_id=event.actor_id,
            problem_id=event.detail.get("problem"),
        )
        for event, name in found
    ]
