"""Somebody else was faster: what the person whose save is refused needs to bring both texts together."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, Decision, DecisionKind, Revision, Segment, User
from workbench.domain.errors import Conflict
from workbench.domain.kinds import Side
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, allows
from workbench.domain.workflow import State
from workbench.services.revisions import marks_of, revision_id_of, text_of
from workbench.text.diff import merge

_SAYS = "Somebody else changed this segment since you saw it. Nothing was overwritten."
_SAYS_APPROVED = "This segment was approved since you saw it. Nothing was overwritten."


def require_version(session: Session, segment: Segment, version: int, side: Side) -> None:
    """Raise Conflict, with the text that stands now, unless the person saw the segment as it is."""
    if version != segment.lock_version:
        raise Conflict(_SAYS, **_present(session, segment, side))


def require_version_or_merge(
    session: Session,
    actor: Actor,
    article: Article,
    segment: Segment,
    version: int,
    side: Side,
    *,
    base: str | None,
    mine: str,
) -> None:
    """:func:`require_version` for typed words: the details hold all that a merge needs.

    ``base``: the text the person started from; where it is not known, both texts are one clash. ``approved`` in the
    details: by whom, if the English was, and which act the person has before other words can be saved.
    """
    if version == segment.lock_version:
        return
    present = _present(session, segment, side)
    result = merge(base or "", present["theirs"]["text"], mine)
    approved = None
    if side is Side.TARGET and segment.state is State.APPROVED:
        acts = {"reopen": Permission.REOPEN, "ask_reopen": Permission.ASK_REOPEN}
        able = (name for name, permission in acts.items() if allows(actor, permission, article.subject))
        approved = {"by": _approver(session, segment), "act": next(able, None)}
    raise Conflict(
        _SAYS_APPROVED if approved else _SAYS,
        **present,
        base=base,
        mine={"text": mine},
        approved=approved,
        merge={
            "text": result.text,
            "conflicts": result.conflicts,
            "hunks": [
                {"kind": h.kind.value, "base": h.base, "theirs": h.theirs, "mine": h.mine}
                for h in result.hunks
            ],
        },
    )


def _present(session: Session, segment: Segment, side: Side) -> dict[str, Any]:
    row = session.execute(
        select(Revision.changed_at, User.name)
        .join(User, User.id == Revision.author_id, isouter=True)
        .where(Revision.id == revision_id_of(segment, side))
    ).first()
    return {
        "side": side.value,
        "theirs": {
            "text": text_of(segment, side),
            "marks": [m.as_json() for m in marks_of(session, segment, side)],
            "version": segment.lock_version,
            "state": segment.state.value,
            "author": row.name if row else None,
            "at": row.changed_at.isoformat() if row else None,
        },
    }


def _approver(session: Session, segment: Segment) -> str | None:
    """Who approved it last, by name."""
    approvals = (
        select(User.name)
        .join(Decision, Decision.actor_id == User.id)
        .where(Decision.segment_id == segment.id, Decision.kind == DecisionKind.APPROVED)
    )
    return session.scalars(approvals.order_by(Decision.id.desc()).limit(1)).first()
