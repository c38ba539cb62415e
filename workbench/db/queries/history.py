"""A segment's history: its revisions with what each changed, and what people decided, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import Cause, Decision, DecisionKind, Revision, Segment, User
from workbench.domain.kinds import Side
from workbench.text.diff import Op, Piece, redline

#: How many revisions of a segment one page shows.
MOST = 60

CAUSE_WORDS = {
    Cause.IMPORT: "imported",
    Cause.EDIT: "edited",
    Cause.CORRECTION: "corrected",
    Cause.SUGGESTION: "applied a suggestion",
    Cause.MERGE_OF_EDITS: "merged two edits",
    Cause.RESTORE: "restored an earlier text",
    Cause.INSERT: "inserted the row",
    Cause.SPLIT: "split the row",
    Cause.JOIN: "joined two rows",
    Cause.UNDO: "undid a change of rows",
    Cause.TYPO_FIX: "fixed a typo",
    Cause.REIMPORT: "brought in a corrected text",
    Cause.PAIRING: "paired the rows anew",
}
DECISION_WORDS = {
    DecisionKind.CONFIRMED: "confirmed",
    DecisionKind.APPROVED: "approved",
    DecisionKind.AGREED: "agreed",
    DecisionKind.RETURNED: "sent it back",
    DecisionKind.REOPENED: "reopened it",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: a revision (``pieces`` is its redline) or a decision (``reason``).

    ``name`` is None for imported text. ``restorable``: an earlier text that differs from the present one.
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


def history_of(session: Session, segment: Segment) -> list[Entry]:
    """Revisions of both sides and decisions, newest first; at most the last ``MOST`` revisions."""
    entries = [*_revisions(session, segment), *_decisions(session, segment.id)]
    return sorted(entries, key=lambda e: (e.at, e.revision_id or 0), reverse=True)


def _revisions(session: Session, segment: Segment) -> list[Entry]:
    suggester = aliased(User)
    found = session.execute(
        select(
            Revision.id,
            Revision.side,
            Revision.number,
            Revision.text,
            Revision.cause,
            Revision.changed_at,
            User.name,
            suggester.name.label("suggested_by"),
        )
        .outerjoin(User, User.id == Revision.author_id)
        .outerjoin(suggester, suggester.id == Revision.suggested_by_id)
        .where(Revision.segment_id == segment.id)
        .order_by(Revision.id.desc())
        .limit(MOST + 1)
    ).all()
    return [_entry(segment, item, found[index + 1 :]) for index, item in enumerate(found[:MOST])]


def _entry(segment: Segment, item: Any, older: Sequence[Any]) -> Entry:
    before = next((o.text for o in older if o.side is item.side), None)
    present = segment.target if item.side is Side.TARGET else segment.source
    current = item.id in (segment.source_revision_id, segment.target_revision_id)
    return Entry(
        at=item.changed_at,
        name=item.name,
        says=CAUSE_WORDS[item.cause],
        side=item.side,
        revision_id=item.id,
        number=item.number,
        pieces=(Piece(Op.EQUAL, item.text),) if before is None else redline(before, item.text),
        suggested_by=item.suggested_by,
        restorable=item.side is Side.TARGET and item.text != present and not current,
        current=current,
    )


def _decisions(session: Session, segment_id: int) -> list[Entry]:
    found = session.execute(
        select(Decision.created_at, Decision.kind, Decision.reason, User.name)
        .join(User, User.id == Decision.actor_id)
        .where(Decision.segment_id == segment_id)
        .order_by(Decision.id.desc())
        .limit(MOST)
    )
    return [Entry(at=d.created_at, name=d.name, says=DECISION_WORDS[d.kind], reason=d.reason) for d in found]
