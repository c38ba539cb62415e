"""Undo for acts on rows: insert, split, join, move, remove, re-kind, left out, added.

Each such act writes one audit line with a snapshot of the rows before and their versions after. Undoing
puts the rows back as they were, as long as nobody touched them since; words come back as new revisions, so
history stays append-only.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workbench.db.models import Article, AuditEvent, Cause, Problem, Revision, Segment
from workbench.domain.errors import NotFound, WrongState
from workbench.domain.kinds import Kind, Side
from workbench.domain.marks import marks_from_json
from workbench.domain.people import Actor
from workbench.domain.permissions import Permission, require
from workbench.domain.workflow import State
from workbench.services import audit, backing, projection
from workbench.services.articles import fields_of, set_field
from workbench.services.locking import lock_article
from workbench.services.revisions import places_on, revision_id_of, text_of, write_revision
from workbench.text.spans import Quote, Span, locate

_PLAIN = ("position", "retired", "left_out", "added", "one_side_reason", "attrs", "source_before_id")


def snapshot(session: Session, segment: Segment) -> dict[str, Any]:
    """The row as it stands with its problems' places, as plain data for the audit line."""
    problems = session.scalars(select(Problem.id).where(Problem.segment_id == segment.id)).all()
    return {
        "problems": list(problems),
        "places": [[p.span_id, p.side.value, p.start, p.end] for p in places_on(session, segment)],
        "id": segment.id,
        "kind": segment.kind.value,
        "state": segment.state.value,
        "source_revision": segment.source_revision_id,
        "target_revision": segment.target_revision_id,
        **{name: getattr(segment, name) for name in _PLAIN},
    }


def undoable(
    session: Session,
    actor: Actor,
    name: str,
    article: Article,
    before: Sequence[dict[str, Any]],
    after: Sequence[Segment],
    at: datetime,
    **detail: Any,
) -> int:
    """Write the audit line of an act on rows and return its id, which :func:`undo` takes.

    ``before``: snapshots of the rows that existed; ``after``: all rows touched, new ones too.
    """
    versions = {str(s.id): s.lock_version for s in after}
    subject = after[0] if after else None
    return audit.record(
        session,
        actor,
        name,
        at=at,
        article=article,
        segment=subject,
        before=list(before),
        versions=versions,
        **detail,
    ).id


def undo(session: Session, actor: Actor, article_id: int, event_id: int, *, at: datetime) -> list[Segment]:
    """Take back the act of that audit line. Raises WrongState when its rows have been changed since."""
    article = lock_article(session, article_id)
    require(actor, Permission.EDIT_STRUCTURE, article.subject)
    event = session.get(AuditEvent, event_id)
    if event is None or event.article_id != article.id or "versions" not in event.detail:
        raise NotFound("There is nothing to undo here.")
    versions: dict[str, int] = event.detail["versions"]
    rows = {
        s.id: s for s in session.scalars(select(Segment).where(Segment.id.in_([int(k) for k in versions])))
    }
    if any(rows[int(key)].lock_version != version for key, version in versions.items()):
        raise WrongState("Somebody has changed these rows since; it is too late to undo this.")
    before = {row["id"]: row for row in event.detail["before"]}
    if not before and _has_problems(session, rows):
        raise WrongState("The new row has been marked since; it is too late to undo this.")
    for segment in rows.values():
        if segment.id in before:
            _put_back(session, segment, before[segment.id], at)
        else:
            segment.retired, segment.retired_at = True, at  # the act had made it
        segment.lock_version += 1
        backing.refresh_owed(session, segment)
    _put_problems_back(session, rows, event.detail["before"])
    for name, (was, became) in event.detail.get("fields", {}).items():
        if fields_of(article)[name] == became:
            set_field(article, name, was)
    touched = sorted(rows.values(), key=lambda s: s.position)
    projection.refresh(session, article, at, changed=touched, content=True, titles=True)
    audit.record(session, actor, "rows.undone", at=at, article=article, undone=event.id, of=event.name)
    return touched


def _has_problems(session: Session, rows: dict[int, Segment]) -> bool:
    return session.scalar(select(Problem.id).where(Problem.segment_id.in_(rows)).limit(1)) is not None


def _put_problems_back(session: Session, rows: dict[int, Segment], before: list[dict[str, Any]]) -> None:
    """Problems return to their rows, spans to their places; marks made since find theirs by their quote."""
    session.flush()
    known = {problem_id: row["id"] for row in before for problem_id in row["problems"]}
    places = {span_id: (start, end) for row in before for span_id, _, start, end in row["places"]}
    home = before[0]["id"] if before else None
    for problem in session.scalars(select(Problem).where(Problem.segment_id.in_(rows))).all():
        segment = rows[problem.segment_id or 0]
        if problem.id in known:
            segment = rows[known[problem.id]]
        elif segment.retired and home is not None:  # marked since, on a row that is going
            segment = rows[home]
        problem.segment_id = segment.id
        for span in problem.spans:
            start_end = places.get(span.id)
            if start_end is None:
                quoted = Quote(Span(span.start or 0, span.end or 0), span.exact, span.prefix, span.suffix)
                found = locate(quoted, text_of(segment, span.side)).span
                start_end = (found.start, found.end) if found else (None, None)
            span.start, span.end = start_end
            span.revision_id = revision_id_of(segment, span.side)
    session.flush()


def _put_back(session: Session, segment: Segment, was: dict[str, Any], at: datetime) -> None:
    for name in _PLAIN:
        if name in was:  # events of an earlier version of the program may say less
            setattr(segment, name, was[name])
    segment.retired_at = None
    segment.kind = Kind(was["kind"])
    for side in Side:
        old_id = was[f"{side}_revision"]
        if old_id == revision_id_of(segment, side):
            continue
        old = session.get(Revision, old_id) if old_id else None
        text = old.text if old else ""
        marks = marks_from_json(old.marks, old.text) if old else ()
        # Nobody's new words: whose they are is in the revisions before.
        write_revision(session, segment, side, text, cause=Cause.UNDO, author_id=None, at=at, marks=marks)
    segment.state = State(was["state"])
