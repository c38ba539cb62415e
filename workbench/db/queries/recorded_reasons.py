"""What people wrote with what is recorded in the log: why a problem was waived, what a legal read asked and found."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import AuditEvent, LegalRead, Waiver


def reasons_of(session: Session, events: Sequence[AuditEvent]) -> dict[int, str]:
    """Event id → what was written with it, with the event itself or in a table of its own."""
    waived = {e.detail["waiver"]: e.id for e in events if e.name == "problem.waived"}
    said: dict[int, str] = {e.id: e.detail["reason"] for e in events if e.detail.get("reason")}
    if waived:
        reasons = session.execute(select(Waiver.id, Waiver.reason).where(Waiver.id.in_(waived)))
        said |= {waived[id_]: reason for id_, reason in reasons}
    read = [e for e in events if e.name in ("legal_read.asked", "legal_read.signed")]
    if read:
        columns = select(LegalRead.id, LegalRead.note, LegalRead.opinion)
        found = session.execute(columns.where(LegalRead.id.in_({e.detail["read"] for e in read})))
        texts = {id_: (note, opinion) for id_, note, opinion in found}
        said |= {e.id: texts[e.detail["read"]][e.name == "legal_read.signed"] for e in read}
    return said
