"""People's words on rows: which still stand, and which can be taken back by who gave them."""

from functools import cache

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from workbench.db.models import AuditEvent, Decision, DecisionKind, Segment

#: The audit lines of decisions, and what they decided; one of them is about many rows.
APPROVED_RUN = "rows.approved"
DECIDED = {
    "segment.confirmed": DecisionKind.CONFIRMED,
    "segment.approved": DecisionKind.APPROVED,
    APPROVED_RUN: DecisionKind.APPROVED,
    "segment.agreed": DecisionKind.AGREED,
    "segment.returned": DecisionKind.RETURNED,
    "segment.reopened": DecisionKind.REOPENED,
}
#: The audit line of taking one of them back.
UNDONE = "rows.decision_undone"
#: The audit lines of an edition being made.
EDITION_MADE = ("edition.published", "edition.corrected", "edition.scheduled", "edition.typo_fixed")


@cache
def stands() -> ColumnElement[bool]:
    """The decision has not been taken back. Built once, for every save asks it."""
    back = aliased(Decision)
    return ~exists().where(back.takes_back_id == Decision.id)


def still_as_left(session: Session, event: AuditEvent) -> list[Decision]:
    """The decisions of that audit line whose rows are as it left them, in the order of the text.

    Nobody has changed or decided on those since, and nothing was published. Lines of earlier versions of the program
    do not say how they left their rows: none.
    """
    versions = {int(row_id): version for row_id, version in event.detail.get("rows", {}).items()}
    if event.name not in DECIDED or not versions or _published_since(session, event):
        return []
    later = aliased(Decision)
    found = session.execute(
        select(Decision, Segment.lock_version)
        .join(Segment, Segment.id == Decision.segment_id)
        .where(
            Decision.segment_id.in_(versions),
            Decision.kind == DECIDED[event.name],
            Decision.actor_id == event.actor_id,
            Decision.created_at == event.at,
            Segment.retired.is_(False),
            ~exists().where(later.segment_id == Decision.segment_id, later.id > Decision.id),
        )
        .order_by(Segment.position)
    )
    return [decision for decision, version in found if version == versions[decision.segment_id]]


def _published_since(session: Session, event: AuditEvent) -> bool:
    made = exists().where(
        AuditEvent.article_id == event.article_id,
        AuditEvent.id > event.id,
        AuditEvent.name.in_(EDITION_MADE),
    )
    return bool(session.scalar(select(made)))


def line_of(session: Session, segment: Segment, decision: Decision) -> AuditEvent | None:
    """The audit line of a decision on the row; None for those that no such line tells of."""
    lines = select(AuditEvent).where(
        AuditEvent.article_id == segment.article_id,
        AuditEvent.at == decision.created_at,
        AuditEvent.actor_id == decision.actor_id,
        AuditEvent.name.in_(DECIDED),
    )
    return next(
        (line for line in session.scalars(lines) if str(segment.id) in line.detail.get("rows", {})), None
    )


def undoable(session: Session, segment: Segment) -> AuditEvent | None:
    """The audit line of the row's newest decision, if it can be taken back."""
    newest = select(Decision).where(Decision.segment_id == segment.id).order_by(Decision.id.desc()).limit(1)
    decision = session.scalars(newest).first()
    if decision is None or decision.kind is DecisionKind.TAKEN_BACK:
        return None
    line = line_of(session, segment, decision)
    return line if line is not None and decision in still_as_left(session, line) else None
